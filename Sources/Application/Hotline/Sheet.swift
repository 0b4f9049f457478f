package import Foundation

/// Why a sheet cannot be read at all; the raw value is the catalogue's key after `hotline.fault_`.
package enum SheetFault: String, Error, Hashable, Sendable, CaseIterable {
    /// More bytes, rows, columns or unpacked bytes than an office's sheet has.
    case tooLarge = "too_large"
    case tooWide = "too_wide"
    case tooManyRows = "too_many_rows"
    /// An XLS file of before 2007.
    case oldFormat = "old_format"
    case encrypted
    case damaged
    /// The XML declares a document type, which no spreadsheet needs and attacks do.
    case entities
    case empty
    case unreadable
    /// There is no column 工单编号.
    case noNumberColumn = "no_number_column"
    /// Two columns of one name.
    case doubledColumn = "doubled_column"
}

/// A sheet as it was written: CSV in UTF-8 or GB18030, or the first sheet of an XLSX file.
package struct Sheet: Sendable {
    package enum Value: Hashable, Sendable {
        case text(String)
        /// As XLSX writes it: `46174.5`, a number or a day with a time.
        case number(String)
        /// What it would come to is not trusted.
        case formula
    }

    package struct Row: Sendable {
        /// As the file numbers it, from one.
        package var line: Int
        /// Nil where the line cannot be read.
        package var cells: [Value]?
    }

    package private(set) var header: [String] = []
    package private(set) var rows: [Row] = []
    /// Days are counted from 1904 and not from 1900.
    package var countsFrom1904 = false

    package static let rowLimit = 50_000
    package static let columnLimit = 200
    /// Bytes of a file, and of all texts in it.
    package static let sizeLimit = 32 * 1_048_576

    /// - Throws: ``SheetFault``.
    package init(contentsOf file: URL, encoding: TextEncoding = .auto) throws {
        let size = try? FileManager.default.attributesOfItem(atPath: file.path)[.size] as? NSNumber
        guard let size else { throw SheetFault.unreadable }
        guard size.intValue <= Self.sizeLimit else { throw SheetFault.tooLarge }
        let bytes: [UInt8]
        do { bytes = Array(try Data(contentsOf: file)) } catch { throw SheetFault.unreadable }
        if bytes.starts(with: [0x50, 0x4B, 3, 4]) {
            self = try XLSXReader.sheet(bytes)
        } else if bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) {
            throw SheetFault.oldFormat
        } else {
            try readCSV(file, encoding)
        }
        guard !header.isEmpty else { throw SheetFault.empty }
    }

    init() {}

    private mutating func readCSV(_ file: URL, _ encoding: TextEncoding) throws {
        let reader: RecordReader
        do { reader = try RecordReader(path: file.path, encoding: encoding) } catch { throw SheetFault.unreadable }
        var size = 0
        while let record = reader.next() {
            let cells = try? record.fields.get()
            size += cells?.reduce(0) { $0 + $1.utf8.count } ?? 0
            guard size <= Self.sizeLimit else { throw SheetFault.tooLarge }
            try append(line: record.line, cells?.map { .text($0) })
        }
        if reader.isTruncated { throw SheetFault.damaged }
    }

    /// Adds a row; the first is the header, and rows of nothing are none.
    mutating func append(line: Int, _ cells: [Value]?) throws {
        if let cells, cells.allSatisfy({ $0.isEmpty }) { return }
        guard cells?.count ?? 0 <= Self.columnLimit else { throw SheetFault.tooWide }
        guard header.isEmpty else {
            guard rows.count < Self.rowLimit else { throw SheetFault.tooManyRows }
            rows.append(Row(line: line, cells: cells))
            return
        }
        header = (cells ?? []).map { cell in
            guard case .text(let text) = cell else { return "" }
            return text.filter { !$0.isWhitespace }
        }
    }
}

extension Sheet.Value {
    var isEmpty: Bool {
        switch self {
        case .text(let text): text.allSatisfy(\.isWhitespace)
        case .number, .formula: false
        }
    }
}
