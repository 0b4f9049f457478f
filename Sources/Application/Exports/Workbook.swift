import CXlsxWriter
package import Domain
package import Foundation
import Store

/// An XLSX file that is written a row at a time: libxlsxwriter keeps one row in memory and the rest in temporary files.
///
/// Every text is written as a text, so none is ever a formula. Not safe for two threads at once.
package final class Workbook: @unchecked Sendable {
    // Only ever used by one writer: `row` and `close` are called one after another.
    private let book: UnsafeMutablePointer<lxw_workbook>
    private var sheet: UnsafeMutablePointer<lxw_worksheet>
    private let momentFormat: UnsafeMutablePointer<lxw_format>?
    private let headFormat: UnsafeMutablePointer<lxw_format>?
    private let zone: Zone
    private var next: UInt32 = 0
    private var head: [[String]] = []
    private var isClosed = false
    package let file: URL
    /// Rows so far, without the head.
    package private(set) var rowCount = 0

    /// Rows of a sheet, as Excel has them; what is more goes on in another with the same head.
    private static let rowLimit: UInt32 = 1_048_576
    /// Characters of a cell, as Excel has them.
    private static let textLimit = 32_767

    /// - Throws: ``Fault`` of kind unavailable when no file can be written.
    package init(head: [[String]], zone: Zone) throws {
        file = FileManager.default.temporaryDirectory.appending(path: "qipan-\(UUID().uuidString).xlsx")
        self.zone = zone
        self.head = head
        var options = lxw_workbook_options()
        options.constant_memory = 1
        options.use_zip64 = 1
        guard let book = workbook_new_opt(file.path, &options), let sheet = workbook_add_worksheet(book, nil) else {
            throw Self.unwritable
        }
        self.book = book
        self.sheet = sheet
        momentFormat = workbook_add_format(book)
        format_set_num_format(momentFormat, "yyyy-mm-dd hh:mm:ss")
        headFormat = workbook_add_format(book)
        format_set_bold(headFormat)
        try writeHead()
    }

    deinit {
        if !isClosed { workbook_close(book) }
        // Nothing was made, or somebody has taken it: either way there is nothing to say.
        try? FileManager.default.removeItem(at: file)
    }

    private static var unwritable: Fault {
        Fault(.unavailable, code: "export", message: "a temporary file could not be written")
    }

    private func writeHead() throws {
        for names in head {
            for (column, name) in names.enumerated() {
                try check(worksheet_write_string(sheet, next, UInt16(column), name, headFormat))
            }
            next += 1
        }
        worksheet_freeze_panes(sheet, next, 0)
    }

    /// - Throws: ``Fault`` of kind unavailable when the disk is full.
    package func append(_ cells: [Cell]) throws {
        if next == Self.rowLimit {
            guard let another = workbook_add_worksheet(book, nil) else { throw Self.unwritable }
            (sheet, next) = (another, 0)
            try writeHead()
        }
        for (index, cell) in cells.enumerated() {
            let column = UInt16(index)
            switch cell {
            case .empty: break
            case .text(let text): try check(worksheet_write_string(sheet, next, column, Self.writable(text), nil))
            case .integer(let number): try check(worksheet_write_number(sheet, next, column, Double(number), nil))
            case .real(let number): try check(worksheet_write_number(sheet, next, column, number, nil))
            case .flag(let flag): try check(worksheet_write_boolean(sheet, next, column, flag ? 1 : 0, nil))
            case .moment(let instant):
                // Days since 1899-12-30, in the district's zone.
                let local = Double(instant.secondsSinceEpoch) + Double(zone.secondsFromUTC)
                try check(worksheet_write_number(sheet, next, column, local / 86_400 + 25_569, momentFormat))
            }
        }
        next += 1
        rowCount += 1
    }

    /// Finishes the file; nothing may be added afterwards.
    ///
    /// - Throws: ``Fault`` of kind unavailable when the disk is full.
    package func close() throws {
        isClosed = true
        try check(workbook_close(book))
    }

    private func check(_ error: lxw_error) throws {
        guard error == LXW_NO_ERROR else { throw Self.unwritable }
    }

    /// What XML 1.0 can hold (2.2), and Excel.
    private static func writable(_ text: String) -> String {
        let scalars = text.unicodeScalars.lazy.filter { scalar in
            switch scalar.value {
            case 0x09, 0x0A, 0x0D, 0x20...0xD7FF, 0xE000...0xFFFD, 0x1_0000...0x10_FFFF: true
            default: false
            }
        }
        return String(String.UnicodeScalarView(scalars.prefix(textLimit)))
    }
}
