package import Domain
import Foundation
package import Store
import Synchronization

/// The cases of a list, to the last, in pages that are read one after another.
package struct CaseList: Sendable {
    /// What is looked for, one after another: cases of the first, then of the second.
    fileprivate var filters: [CaseFilter]
    /// Of what is found, these alone; nil for all of it.
    fileprivate var only: Set<CaseNumber>?
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
    private let only: Set<CaseNumber>?
    /// Where a search has ended.
    private var place: Int64?

    fileprivate init(office: Office, list: CaseList) {
        self.office = office
        filters = list.filters.reversed()
        only = list.only
    }

    /// The next page with something on it; nil behind the last.
    ///
    /// - Throws: ``Fault``.
    package mutating func next() async throws -> [CaseSummary]? {
        while let filter = filters.last {
            try Task.checkCancellation()
            var cases = filter.text == nil ? try await newest(filter) : try await hits(filter)
            if let only { cases.removeAll { !only.contains($0.number) } }
            if !cases.isEmpty { return cases }
        }
        return nil
    }

    private mutating func newest(_ filter: CaseFilter) async throws -> [CaseSummary] {
        let cases = try await office.cases(filter)
        filters.removeLast()
        if cases.count == filter.limit, let last = cases.last {
            var rest = filter
            rest.behind = CaseFilter.Behind(last.reportedAt, last.number)
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
    /// A queue as `staff` may see it, to its end and the newest first; with `words`, what has them.
    ///
    /// - Throws: ``Fault``.
    package func list(of queue: Queue, words: String, for staff: Staff, name: String) async throws -> CaseList {
        guard var filter = filter(for: staff, in: queue) else { return CaseList(none: name) }
        filter.text = words.isEmpty ? nil : words
        guard queue.list.isOpen else { return CaseList(filter, name: name) }
        // What the tables cannot ask is asked of what is open.
        let numbers = try await numbers(of: queue, for: staff)
        guard words.isEmpty else {
            var list = CaseList(filter, name: name)
            list.only = Set(numbers)
            return list
        }
        let newest = numbers.sorted { $0.rawValue > $1.rawValue }
        let pages = stride(from: 0, to: newest.count, by: CaseList.pageLength).map { start in
            var page = CaseFilter()
            page.reader = filter.reader
            page.numbers = Array(newest[start..<min(start + CaseList.pageLength, newest.count)])
            return page
        }
        return CaseList(pages, name: name)
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
