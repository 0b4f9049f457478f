import CZlib
import Foundation
import Testing

@testable import Application

/// Spreadsheets that were made to harm: each is refused by name, within bounds.
struct HostileSheetTests {
    /// A ZIP archive with these files; `flags` and `method` as the archive claims them.
    private func zip(_ files: [(String, [UInt8])], flags: UInt16 = 0, claimed: UInt32? = nil) -> [UInt8] {
        func small(_ number: Int) -> [UInt8] { [UInt8(number & 255), UInt8(number >> 8 & 255)] }
        func large(_ number: Int) -> [UInt8] { small(number & 65_535) + small(number >> 16) }
        var bytes: [UInt8] = []
        var directory: [UInt8] = []
        for (name, content) in files {
            let packed = deflated(content)
            let sizes = large(packed.count) + large(claimed.map(Int.init) ?? content.count)
            let common = small(20) + small(Int(flags)) + small(8) + large(0) + large(0) + sizes + small(name.utf8.count)
            directory += [0x50, 0x4B, 1, 2] + small(20) + common + small(0) + small(0) + small(0) + small(0) + large(0)
            directory += large(bytes.count) + Array(name.utf8)
            bytes += [0x50, 0x4B, 3, 4] + common + small(0) + Array(name.utf8) + packed
        }
        let start = bytes.count
        bytes += directory + [0x50, 0x4B, 5, 6] + small(0) + small(0) + small(files.count) + small(files.count)
        return bytes + large(directory.count) + large(start) + small(0)
    }

    private func deflated(_ content: [UInt8]) -> [UInt8] {
        var stream = z_stream()
        deflateInit2_(
            &stream,
            9,
            Z_DEFLATED,
            -15,
            9,
            Z_DEFAULT_STRATEGY,
            ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size)
        )
        var input = content
        var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(content.count))))
        let written = input.withUnsafeMutableBufferPointer { source in
            output.withUnsafeMutableBufferPointer { target in
                stream.next_in = source.baseAddress
                stream.avail_in = UInt32(source.count)
                stream.next_out = target.baseAddress
                stream.avail_out = UInt32(target.count)
                deflate(&stream, Z_FINISH)
                return target.count - Int(stream.avail_out)
            }
        }
        deflateEnd(&stream)
        return Array(output.prefix(written))
    }

    private static let book =
        "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheets><sheet name=\"a\"/></sheets></workbook>"

    /// A workbook with one sheet of this content.
    private func workbook(_ rows: String, before: String = "", strings: String? = nil) -> [UInt8] {
        var files = [
            ("xl/workbook.xml", Array(Self.book.utf8)),
            ("xl/worksheets/sheet1.xml", Array("\(before)<worksheet><sheetData>\(rows)</sheetData></worksheet>".utf8)),
        ]
        if let strings { files.append(("xl/sharedStrings.xml", Array(strings.utf8))) }
        return zip(files)
    }

    private func read(_ bytes: [UInt8]) throws -> Sheet {
        let file = FileManager.default.temporaryDirectory.appending(path: "qipan-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(bytes).write(to: file)
        return try Sheet(contentsOf: file)
    }

    private let row = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>工单编号</t></is></c></row>"

    @Test func `a plain workbook is read: shared and own texts, numbers, gaps, line numbers`() throws {
        let strings = "<sst><si><t>共享</t></si><si><r><t>两</t></r><r><t>段</t></r><rPh><t>x</t></rPh></si></sst>"
        let rows = row + "<row r=\"5\"><c r=\"A5\" t=\"s\"><v>1</v></c><c r=\"C5\"><v>46174.5</v></c></row>"
        let sheet = try read(workbook(rows, strings: strings))
        #expect(sheet.header == ["工单编号"])
        #expect(sheet.rows.map(\.line) == [5])
        #expect(sheet.rows[0].cells == [.text("两段"), .text(""), .number("46174.5")])
    }

    @Test func `a formula is no value`() throws {
        let rows = row + "<row><c t=\"str\"><f>HYPERLINK(\"http://x\")</f><v>DH001</v></c></row>"
        #expect(try read(workbook(rows)).rows[0].cells == [.formula])
    }

    @Test func `entities are refused before any is expanded`() {
        let bomb =
            "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">]>"
        let outside = "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>"
        for declaration in [bomb, outside] {
            #expect(throws: SheetFault.entities) { try read(workbook(row, before: declaration)) }
        }
    }

    @Test func `what unpacks to more than it may is refused while it unpacks, whatever it claims`() {
        let zeros = [UInt8](repeating: UInt8(ascii: " "), count: ZipArchive.unpackedLimit + 1)
        let bomb = zip([("xl/workbook.xml", zeros)], claimed: 10)
        #expect(bomb.count < 200_000)
        #expect(throws: SheetFault.tooLarge) { try read(bomb) }
    }

    @Test func `a sheet that is too wide, too long, locked, old, cut off or none is refused by name`() {
        let cases: [([UInt8], SheetFault)] = [
            (workbook(row + "<row r=\"2\"><c r=\"XFD2\"><v>1</v></c></row>"), .tooWide),
            (workbook(row + String(repeating: "<row><c><v>1</v></c></row>", count: Sheet.rowLimit + 1)), .tooManyRows),
            (zip([("xl/workbook.xml", Array(Self.book.utf8))], flags: 1), .encrypted),
            ([0xD0, 0xCF, 0x11, 0xE0, 0, 0], .oldFormat), (Array(workbook(row).dropLast(30)), .damaged),
            ([0x50, 0x4B, 3, 4, 0], .damaged), (zip([("a.txt", [1])]), .damaged),
            (workbook(row + "<row><c t=\"s\"><v>9</v></c></row>"), .damaged), (workbook("<row>"), .damaged),
            (workbook(""), .empty), ([], .empty),
        ]
        for (bytes, fault) in cases { #expect(throws: fault) { try read(bytes) } }
    }

    @Test func `cells far to the right and below that hold nothing cost nothing`() throws {
        let sheet = try read(workbook(row + "<row r=\"1048576\"><c r=\"XFD1048576\" s=\"1\"/></row>"))
        #expect(sheet.rows.isEmpty)
    }
}
