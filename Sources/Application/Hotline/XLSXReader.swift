/// The first sheet of an XLSX workbook (ECMA-376 part 1, 18.3), as far as a table of texts and numbers needs it.
enum XLSXReader {
    /// - Throws: ``SheetFault``.
    static func sheet(_ bytes: [UInt8]) throws -> Sheet {
        let archive = try ZipArchive(bytes)
        var unpacked = 0
        let book = try Book(archive, &unpacked)
        let texts = try sharedTexts(archive, &unpacked)
        let reader = RowReader(texts: texts)
        reader.sheet.countsFrom1904 = book.countsFrom1904
        try read(book.firstSheet, of: archive, &unpacked) { try reader.handle($0) }
        return reader.sheet
    }

    fileprivate static func read(
        _ name: String,
        of archive: ZipArchive,
        _ unpacked: inout Int,
        _ handle: @escaping (XMLEvents.Event) throws -> Void
    ) throws {
        let events = try XMLEvents(handle)
        try archive.unpack(name, unpacked: &unpacked) { try events.feed($0) }
        try events.feed(UnsafeBufferPointer(start: nil, count: 0), isLast: true)
    }

    /// `xl/sharedStrings.xml`: each text once, which cells name by number; without what Japanese writes above it.
    private static func sharedTexts(_ archive: ZipArchive, _ unpacked: inout Int) throws -> [String] {
        guard archive.has("xl/sharedStrings.xml") else { return [] }
        var texts: [String] = []
        var text = ""
        var isInText = false
        var phonetic = 0
        try read("xl/sharedStrings.xml", of: archive, &unpacked) { event in
            switch event {
            case .start("si", _): text = ""
            case .start("rPh", _): phonetic += 1
            case .end("rPh"): phonetic -= 1
            case .start("t", _): isInText = phonetic == 0
            case .end("t"): isInText = false
            case .text(let more) where isInText: text += more
            case .end("si"): texts.append(text)
            case .start, .end, .text: break
            }
        }
        return texts
    }

    /// What the workbook says of its sheets.
    private struct Book {
        var firstSheet = "xl/worksheets/sheet1.xml"
        var countsFrom1904 = false

        init(_ archive: ZipArchive, _ unpacked: inout Int) throws {
            guard archive.has("xl/workbook.xml") else { throw SheetFault.damaged }
            var id: String?
            var is1904 = false
            try read("xl/workbook.xml", of: archive, &unpacked) { event in
                if case .start("sheet", let attributes) = event, id == nil {
                    id = attributes.first { $0.key.hasSuffix(":id") }?.value
                }
                if case .start("workbookPr", let attributes) = event {
                    is1904 = ["1", "true"].contains(attributes["date1904"])
                }
            }
            countsFrom1904 = is1904
            guard let id, archive.has("xl/_rels/workbook.xml.rels") else { return }
            var target: String?
            try read("xl/_rels/workbook.xml.rels", of: archive, &unpacked) { event in
                if case .start("Relationship", let attributes) = event, attributes["Id"] == id {
                    target = attributes["Target"]
                }
            }
            if let target { firstSheet = target.hasPrefix("/") ? String(target.dropFirst()) : "xl/" + target }
        }
    }
}

/// Makes rows of a sheet's elements.
private final class RowReader {
    var sheet = Sheet()
    private let texts: [String]
    private var line = 0
    private var cells: [Sheet.Value] = []
    private var column = 0
    private var kind = ""
    private var value = ""
    private var isFormula = false
    private var isInValue = false
    private var size = 0

    init(texts: [String]) { self.texts = texts }

    func handle(_ event: XMLEvents.Event) throws {
        switch event {
        case .start("row", let attributes):
            line = attributes["r"].flatMap { Int($0) } ?? line + 1
            (cells, column) = ([], 0)
        case .start("c", let attributes):
            column = attributes["r"].flatMap(Self.column) ?? column
            (kind, value, isFormula) = (attributes["t"] ?? "n", "", false)
        case .start("f", _): isFormula = true
        case .start("v", _), .start("t", _): isInValue = true
        case .end("v"), .end("t"): isInValue = false
        case .text(let text) where isInValue: value += text
        case .end("c"):
            try endCell()
            column += 1
        case .end("row"): try sheet.append(line: line, cells)
        case .start, .end, .text: break
        }
    }

    private func endCell() throws {
        let cell: Sheet.Value
        if isFormula {
            cell = .formula
        } else if kind == "s" {
            guard let index = Int(value), texts.indices.contains(index) else { throw SheetFault.damaged }
            cell = .text(texts[index])
        } else if kind == "n" {
            cell = value.isEmpty ? .text("") : .number(value)
        } else {
            cell = .text(value)
        }
        // A format without a value, however far to the right, is nothing.
        if cell.isEmpty { return }
        guard column < Sheet.columnLimit else { throw SheetFault.tooWide }
        if case .text(let text) = cell { size += text.utf8.count }
        guard size <= Sheet.sizeLimit else { throw SheetFault.tooLarge }
        while cells.count <= column { cells.append(.text("")) }
        cells[column] = cell
    }

    /// `AB12` is the 28th column: 27 from zero.
    private static func column(_ reference: String) -> Int? {
        var number = 0
        for byte in reference.utf8 {
            guard (0x41...0x5A).contains(byte) else { break }
            number = number * 26 + Int(byte - 0x40)
            if number > 100_000 { return nil }
        }
        return number > 0 ? number - 1 : nil
    }
}
