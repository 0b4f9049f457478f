package import Domain
import Foundation
package import Store
import Synchronization

/// The cases of a list, to the last, in pages that are read one after another.
package struct CaseList: Sendable {
    /// What is looked for, one after another: cases of the first, then of the second.
    fileprivate var filters: [CaseFilter]
    /// What the list is called in the journal.
    package let name: String

    /// The cases that `filter` lets through, the newest first, whatever its limit.
    package init(_ filter: CaseFilter, name: String) {
        self.init([filter], name: name)
    }

    /// A list of nothing.
    package init(none name: String) {
        self.init([], name: name)
    }

    fileprivate init(_ filters: [CaseFilter], name: String) {
        self.filters = filters.map { filter in
            var filter = filter
            filter.order = .newestReported
            (filter.limit, filter.offset) = (Self.pageLength, 0)
            return filter
        }
        self.name = name
    }

    /// Rows that are held at a time: about two megabytes.
    package static let pageLength = 1_000
}

/// The pages of a list, each read when it is asked for.
package struct CasePages: Sendable {
    private let office: Office
    private var filters: [CaseFilter]
    /// Where a search has ended.
    private var place: Int64?

    fileprivate init(office: Office, list: CaseList) {
        self.office = office
        filters = list.filters.reversed()
    }

    /// The next page with something on it; nil behind the last.
    ///
    /// - Throws: ``Fault``.
    package mutating func next() async throws -> [CaseSummary]? {
        while let filter = filters.last {
            try Task.checkCancellation()
            let cases = filter.text == nil ? try await newest(filter) : try await hits(filter)
            if !cases.isEmpty { return cases }
        }
        return nil
    }

    private mutating func newest(_ filter: CaseFilter) async throws -> [CaseSummary] {
        let cases = try await office.cases(filter)
        filters.removeLast()
        if cases.count == filter.limit, let last = cases.last {
            var rest = filter
            rest.behind = FeedQueries.Mark(reportedAt: last.reportedAt, number: last.number)
            filters.append(rest)
        }
        return cases
    }

    private mutating func hits(_ filter: CaseFilter) async throws -> [CaseSummary] {
        let found = try await office.search(filter, behind: place)
        place = found.next
        if place == nil { filters.removeLast() }
        return found.cases
    }
}

extension Office {
    /// What `staff` would see under ``queue(for:limit:)``, to its end.
    package func queueList(for staff: Staff) -> CaseList {
        CaseList(queueFilters(for: staff), name: "queue")
    }

    package func pages(of list: CaseList) -> CasePages { CasePages(office: self, list: list) }

    /// The table of an export: for the public without what is the office's own.
    package func table(isPublic: Bool, in language: Language) -> CaseTable {
        CaseTable(
            office: self,
            columns: isPublic ? ExportColumn.publicColumns : ExportColumn.allCases,
            language: language
        )
    }

    /// Writes down that somebody takes a list away; before anything of it is shown.
    ///
    /// - Throws: ``Refusal`` or ``Fault``.
    package func noteTakingOut(_ list: String, as format: String, by staff: Staff) async throws {
        try await note(.takeOut(Account.Sheet(format: format, list: list)), by: staff)
    }

    func note(_ command: Account.Command, by staff: Staff) async throws {
        let handled = try await desk.handle(
            command,
            on: staff.account,
            envelope: Envelope(at: now, by: .staff(staff.account))
        )
        if let appended = handled.appended { noteCommitted(appended.first + Int64(appended.leaves.count) - 1) }
    }

    /// A list as an XLSX file on this machine's disk, with the columns' names and their keys above it.
    ///
    /// - Throws: ``Refusal/throttled(retryAfter:)`` while too many are being made; ``Fault``.
    package func workbook(of list: CaseList, table: CaseTable) async throws -> Workbook {
        guard exports.enter() else { throw Refusal.throttled(retryAfter: 30) }
        defer { exports.leave() }
        let book = try Workbook(head: [table.names, table.keys], zone: settings.zone)
        var pages = pages(of: list)
        while let cases = try await pages.next() {
            let rows = cases.map { table.cells(of: $0) }
            try await exportWork.run { for row in rows { try book.append(row) } }
        }
        try await exportWork.run { try book.close() }
        return book
    }
}

extension Office {
    /// The next bytes of a finished spreadsheet; none at its end.
    ///
    /// - Throws: ``Fault`` of kind unavailable when the file cannot be read.
    package func piece(of book: Workbook, at offset: Int) async throws -> [UInt8] {
        try await exportWork.run {
            do {
                let file = try FileHandle(forReadingFrom: book.file)
                defer { try? file.close() }  // Only read: a failing close loses nothing.
                try file.seek(toOffset: UInt64(offset))
                return Array(try file.read(upToCount: 262_144) ?? Data())
            } catch {
                throw Fault(.unavailable, code: "export", message: "a temporary file could not be read")
            }
        }
    }
}

/// How many spreadsheets are being made: each takes a core and room on the disk.
final class ExportGate: Sendable {
    private let count = Mutex(0)
    private static let limit = 2

    func enter() -> Bool {
        count.withLock { count in
            guard count < Self.limit else { return false }
            count += 1
            return true
        }
    }

    func leave() { count.withLock { $0 -= 1 } }
}
