import CZlib
import Foundation
import Glibc

/// Why a file or a record of it cannot be read; the raw value is the catalogue's key after `import.`.
package enum ImportFault: String, Error, Hashable, Sendable, CaseIterable {
    case unreadable
    case truncated
    case noHeader = "no_header"
    case unknownColumns = "unknown_columns"
    case mapping
    case quotes
    case tooLong = "too_long"
    case encoding
    case columns
    case noDate = "no_date"
    case badDate = "bad_date"
    case datesReversed = "dates_reversed"
    case badStatus = "bad_status"
    case badPlace = "bad_place"
    case noPlace = "no_place"
    case outside
    case badKind = "bad_kind"
    case unknownCategory = "unknown_category"
    case repeated
    case repeatedDiffers = "repeated_differs"
    case refused
}

/// How a file's text is written.
package enum TextEncoding: String, Hashable, Sendable, CaseIterable {
    /// UTF-8 if the first mebibyte is valid UTF-8, else GB18030.
    case auto
    case utf8 = "utf-8"
    case gb18030
}

/// A file's records (RFC 4180), read as a stream: plain or gzip, UTF-8 or GB18030, memory bounded.
///
/// SwiftCSV reads whole files and tells no line numbers; here every rejected line must be named. Separators are found in
/// the bytes, which is safe in GB18030 too: no byte below 0x30 is ever the second half of a character there.
final class RecordReader {
    struct Record {
        /// The number of the record's first line, from one.
        let line: Int
        let fields: Result<[String], ImportFault>
    }

    private static let longestRecord = 1_048_576

    /// Nil for text that is in memory already.
    private let file: gzFile?
    private var encoding: TextEncoding
    private var buffer: [UInt8] = []
    private var position = 0
    private var lineNumber = 0
    /// Lines that were read ahead for a quoted field that never ended, the next one last.
    private var pending: [[UInt8]] = []
    private(set) var isTruncated = false

    /// Bytes of the file itself that have been read, and that there are.
    var bytesRead: Int { file.map { Int(gzoffset($0)) } ?? bytesInAll }
    let bytesInAll: Int

    /// - Throws: ``ImportFault/unreadable``.
    init(path: String, encoding: TextEncoding) throws {
        // gzread hands a file that is not compressed through as it is.
        guard let file = gzopen(path, "rb") else { throw ImportFault.unreadable }
        self.file = file
        self.encoding = encoding
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        bytesInAll = (attributes[.size] as? NSNumber)?.intValue ?? 0
        fill(atLeast: 1_048_576)
        if encoding == .auto {
            // A character may be cut in two at the end of what was read.
            let sample = buffer.dropLast(buffer.count >= 1_048_576 ? 4 : 0)
            self.encoding =
                String(validating: sample, as: UTF8.self) == nil && !isValidBeginning(sample) ? .gb18030 : .utf8
        }
        if buffer.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    }

    /// Records of a text that somebody has sent.
    init(text: String) {
        file = nil
        encoding = .utf8
        buffer = Array(text.utf8)
        bytesInAll = buffer.count
    }

    deinit { if let file { gzclose(file) } }

    /// Whether all but the last three bytes are UTF-8.
    private func isValidBeginning(_ sample: ArraySlice<UInt8>) -> Bool {
        (1...3).contains { String(validating: sample.dropLast($0), as: UTF8.self) != nil }
    }

    private func fill(atLeast count: Int) {
        guard let file else { return }
        while buffer.count - position < count {
            var chunk = [UInt8](repeating: 0, count: 262_144)
            let read = gzread(file, &chunk, UInt32(chunk.count))
            if read < 0 { isTruncated = true }
            guard read > 0 else {
                var code: Int32 = 0
                _ = gzerror(file, &code)
                // A compressed file that was cut off ends without its check sum.
                if code == Z_BUF_ERROR { isTruncated = true }
                return
            }
            if position > 1_048_576 {
                buffer.removeFirst(position)
                position = 0
            }
            buffer += chunk[..<Int(read)]
        }
    }

    /// The next line with its line break; nil at the end.
    private func nextLine() -> [UInt8]? {
        if let line = pending.popLast() { return line }
        var searched = position
        while true {
            if let end = buffer[searched...].firstIndex(of: 0x0A) {
                defer { position = end + 1 }
                return Array(buffer[position...end])
            }
            searched = buffer.count
            let before = (buffer.count, position)
            fill(atLeast: buffer.count - position + 1)
            searched -= before.1 - position
            if buffer.count - position == before.0 - before.1 || buffer.count - position > Self.longestRecord {
                guard position < buffer.count else { return nil }
                defer { position = buffer.count }
                return Array(buffer[position...])
            }
        }
    }

    /// The next record; nil at the end.
    ///
    /// Empty lines are passed over.
    func next() -> Record? {
        while let first = nextLine() {
            lineNumber += 1
            let line = lineNumber
            if first.allSatisfy({ $0 == 0x0A || $0 == 0x0D }) { continue }
            var record = first
            var ahead: [[UInt8]] = []
            // A record goes on while a quote is open; each line is counted once, whatever a file of short ones costs.
            var isOpen = Self.hasOddQuotes(first)
            while isOpen {
                guard record.count < Self.longestRecord, let more = nextLine() else {
                    // The quote never ends: this line is rejected, and the lines after it are read on their own.
                    pending += ahead.reversed()
                    return Record(line: line, fields: .failure(.quotes))
                }
                if Self.hasOddQuotes(more) { isOpen.toggle() }
                ahead.append(more)
                record += more
            }
            lineNumber += ahead.count
            guard record.count < Self.longestRecord else { return Record(line: line, fields: .failure(.tooLong)) }
            return Record(line: line, fields: fields(of: record))
        }
        return nil
    }

    private static func hasOddQuotes(_ line: [UInt8]) -> Bool { line.count { $0 == 0x22 } % 2 == 1 }

    private func fields(of record: [UInt8]) -> Result<[String], ImportFault> {
        var fields: [String] = []
        var field: [UInt8] = []
        var isQuoted = false
        var index = 0
        var end = record.count
        while end > 0, record[end - 1] == 0x0A || record[end - 1] == 0x0D { end -= 1 }
        while index <= end {
            if index == end || (record[index] == 0x2C && !isQuoted) {
                guard let text = text(field) else { return .failure(.encoding) }
                fields.append(text)
                field.removeAll(keepingCapacity: true)
                index += 1
                continue
            }
            let byte = record[index]
            index += 1
            guard byte == 0x22 else {
                field.append(byte)
                continue
            }
            if isQuoted {
                if index < end, record[index] == 0x22 {
                    field.append(byte)
                    index += 1
                } else {
                    isQuoted = false
                }
            } else if field.isEmpty {
                isQuoted = true
            } else {
                return .failure(.quotes)
            }
        }
        return isQuoted ? .failure(.quotes) : .success(fields)
    }

    private func text(_ bytes: [UInt8]) -> String? {
        // U+0000 stands in no record that anybody wrote, and PostgreSQL cannot store it.
        if bytes.contains(0) { return nil }
        return switch encoding {
        case .auto, .utf8: String(validating: bytes, as: UTF8.self)
        case .gb18030: bytes.allSatisfy { $0 < 0x80 } ? String(decoding: bytes, as: UTF8.self) : GB18030.text(bytes)
        }
    }
}
