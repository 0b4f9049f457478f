package import Domain
package import Foundation
import Store
import Synchronization

/// What was erased, in a file beside the keys: outside the database and its backups, so that an old backup that is restored forgets it again.
///
/// One line an erasure, JSON: the subject of the case or record and the positions of its entries, the basis and the day; no place, no
/// words, and a number only of records, by which they are found. A line is on the disk before the database forgets.
package final class ErasureLedger: Sendable {
    /// One case whose content was destroyed, or one record whose names and words were.
    package struct Line: Hashable, Sendable, Codable {
        package var erasure: UUID
        package var `case`: UUID
        package var entries: [Int64]
        package var basis: String
        package var day: String
        /// Nil for a case.
        package var record: String?
        package var number: Int?

        package init(erasure: ID<Erasure>, of request: Erasure.Request, entries: [Int64], day: Day) {
            self.erasure = erasure.rawValue
            self.case = request.subject
            self.entries = entries
            basis = request.basis.rawValue
            self.day = day.description
            guard case .record(let record, _) = request.target else { return }
            self.record = record.kind.rawValue
            number = record.number
        }

        /// The record that the line is about; nil for a case.
        ///
        /// - Throws: ``Fault``.
        func known() throws -> Erasure.Record? {
            guard let record, let number else { return nil }
            guard let kind = Erasure.Record.Kind(rawValue: record) else { throw Fault.damagedLedger }
            return Erasure.Record(kind, number)
        }
    }

    private let file: URL
    private let lock = Mutex(())

    package init(file: URL) { self.file = file }

    /// What stands in the file; nothing where there is none.
    ///
    /// A last line without its end was being written when the machine stopped: the database has not forgotten then.
    /// - Throws: ``Fault`` of kind corrupt, with code `erasure_ledger`, for any other line that cannot be read.
    package func lines() throws -> [Line] { try lock.withLock { _ in try read().lines } }

    /// Adds what is not in the file yet, by case, and returns when it is on the disk.
    ///
    /// - Throws: ``Fault`` with code `erasure_ledger`.
    package func add(_ lines: [Line]) throws {
        try lock.withLock { _ in
            let descriptor = open(file.path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else { throw Fault.unwritableLedger }
            defer { close(descriptor) }
            // A server and a command may add at one time.
            guard flock(descriptor, LOCK_EX) == 0 else { throw Fault.unwritableLedger }
            let (known, whole) = try read()
            let cases = Set(known.map(\.case))
            let news = lines.filter { !cases.contains($0.case) }
            guard !news.isEmpty else { return }
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            var text = Data()
            for line in news {
                text += try encoder.encode(line)
                text.append(UInt8(ascii: "\n"))
            }
            // What a line was cut off to is overwritten.
            let written = text.withUnsafeBytes { bytes in
                ftruncate(descriptor, off_t(whole)) == 0
                    && pwrite(descriptor, bytes.baseAddress, bytes.count, off_t(whole)) == bytes.count
                    && fsync(descriptor) == 0
            }
            guard written else { throw Fault.unwritableLedger }
            if known.isEmpty { try syncFolder() }
        }
    }

    /// The lines, and how many bytes of the file they are.
    private func read() throws -> (lines: [Line], whole: Int) {
        guard FileManager.default.fileExists(atPath: file.path) else { return ([], 0) }
        let bytes: Data
        do { bytes = try Data(contentsOf: file) } catch { throw Fault.unwritableLedger }
        let end = bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        let lines = try bytes[..<end].split(separator: UInt8(ascii: "\n")).map { line in
            do { return try JSONDecoder().decode(Line.self, from: line) } catch { throw Fault.damagedLedger }
        }
        return (lines, end)
    }

    private func syncFolder() throws {
        let folder = open(file.deletingLastPathComponent().path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw Fault.unwritableLedger }
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw Fault.unwritableLedger }
    }
}

extension Fault {
    fileprivate static let unwritableLedger = Fault(
        .unavailable,
        code: "erasure_ledger",
        message: "the ledger of erasures cannot be read or written"
    )
    fileprivate static let damagedLedger = Fault(
        .corrupt,
        code: "erasure_ledger",
        message: "the ledger of erasures is damaged: restore it"
    )
    static let noLedger = Fault(
        .unavailable,
        code: "erasure_ledger",
        message: "there is no ledger of erasures to write to"
    )
}
