package import Domain
package import Store

extension Office {
    /// Cases on a page of a queue.
    package static let queueLength = 50

    /// Reads what is open into memory, where every queue looks it up from then on.
    ///
    /// - Complexity: O(open cases).
    /// - Throws: ``Fault``.
    package func readOpenCases() async throws { _ = try await openBoard.snapshot(for: self) }

    /// A page of a queue, as `staff` may see it.
    ///
    /// `place`: behind which place it begins; nil for the first page. `withCases`: false counts alone, where the cases are
    /// looked up otherwise.
    /// - Complexity: O(open cases) for lists of open ones.
    /// - Throws: ``Fault``.
    package func page(
        of queue: Queue,
        for staff: Staff,
        behind place: Queue.Place? = nil,
        withCases: Bool = true
    ) async throws -> QueuePage {
        let sight = QueueSight(queue, for: staff, at: now, directory: directory)
        let snapshot = try await openBoard.snapshot(for: self)
        var page = QueuePage()
        var counter = QueueCounter(snapshot.names)
        var found = Nearest(limit: Self.queueLength + 1)
        let now = now
        var (mine, open, overdue, count) = (0, 0, 0, 0)
        snapshot.visit { entry in
            guard sight.sees(entry.open) else { return }
            let (isMine, isLate) = (sight.isMine(entry), sight.isLate(entry))
            open += 1
            if isMine { mine += 1 }
            if isLate { overdue += 1 }
            switch queue.list {
            case .mine: guard isMine else { return }
            case .overdue: guard isLate else { return }
            case .open: break
            case .closed, .all: return
            }
            let unmet = sight.unmet(entry)
            counter.add(entry, unmet: unmet, at: now)
            guard unmet.isEmpty else { return }
            count += 1
            if place.map({ $0 < entry.place }) ?? true { found.add(entry) }
        }
        page.lists = [.mine: mine, .open: open, .overdue: overdue].filter { $0.value > 0 }
        guard queue.list.isOpen else {
            return !withCases ? page : try await ended(queue, for: staff, behind: place, page)
        }
        page.counts = counter.counts
        page.count = CaseCount(count)
        guard withCases else { return page }
        let places = found.places
        if places.count > Self.queueLength { page.next = places[Self.queueLength - 1] }
        page.cases = try await summaries(places.prefix(Self.queueLength).map(\.number))
        return page
    }

    /// The cases of these numbers that there are, in this order.
    private func summaries(_ numbers: [CaseNumber]) async throws -> [CaseSummary] {
        guard !numbers.isEmpty else { return [] }
        var filter = CaseFilter()
        (filter.reader, filter.numbers, filter.limit) = (.office, numbers, numbers.count)
        let order = Dictionary(uniqueKeysWithValues: numbers.enumerated().map { ($1, $0) })
        return try await engine.read { [filter] in try CaseQueries.list(filter, in: $0) }
            .sorted { order[$0.number, default: 0] < order[$1.number, default: 0] }
    }

    /// Lists of what has ended, or of everything, the newest first, from the tables.
    private func ended(
        _ queue: Queue,
        for staff: Staff,
        behind place: Queue.Place?,
        _ start: QueuePage
    ) async throws -> QueuePage {
        guard var filter = filter(for: staff, in: queue) else { return start }
        var page = start
        page.count = try await count(filter)
        filter.behind = place.map { CaseFilter.Behind($0.due, $0.number) }
        filter.limit = Self.queueLength + 1
        let cases = try await cases(filter)
        page.cases = Array(cases.prefix(Self.queueLength))
        if cases.count > Self.queueLength, let last = page.cases.last {
            page.next = Queue.Place(due: last.reportedAt, number: last.number)
        }
        return page
    }

    /// The table's filter for what a queue asks, apart from light and level, which the tables do not have; nil where the
    /// reader sees nothing.
    package func filter(for staff: Staff, in queue: Queue) -> CaseFilter? {
        guard var filter = filter(for: staff) else { return nil }
        switch queue.list {
        case .mine, .open, .overdue: filter.isOpen = true
        case .closed: filter.isOpen = false
        case .all: break
        }
        if let stage = queue.stage { filter.stages = [stage] }
        if let category = queue.category { filter.categories = [category] }
        switch queue.holder {
        case nil: break
        case .nobody: filter.isWithoutUnit = true
        case .unit(let unit):
            // Who sees only the own unit's cases sees none of another's.
            guard filter.unit == nil || filter.unit == unit else { return nil }
            filter.unit = unit
        }
        switch queue.area {
        case nil: break
        case .grid(let grid):
            guard directory.contains(staff.scope, grid) else { return nil }
            filter.grids = [grid]
        case .unit(let unit):
            let grids = directory.grids(in: .unit(unit)) ?? []
            filter.grids = filter.grids.map { own in grids.filter(Set(own).contains) } ?? grids
        case .unplaced: filter.isUnplaced = true
        }
        return filter
    }

    /// A page of a queue's cases that have `words`, the newest hits first.
    ///
    /// `place`: where the search before has ended.
    /// - Throws: ``Fault``.
    package func search(
        _ words: String,
        in queue: Queue,
        for staff: Staff,
        behind place: Int64?
    ) async throws -> WordSearch.Found {
        guard var filter = filter(for: staff, in: queue) else { return WordSearch.Found() }
        (filter.text, filter.limit) = (words, Self.queueLength)
        var found = try await search(filter, behind: place)
        guard queue.list.isOpen || queue.light != nil || queue.level != nil else { return found }
        // What the tables cannot ask is asked of what is open.
        let sight = QueueSight(queue, for: staff, at: now, directory: directory)
        var passing: Set<CaseNumber> = []
        try await openBoard.snapshot(for: self).visit { if sight.passes($0) { passing.insert($0.open.number) } }
        found.cases.removeAll { !passing.contains($0.number) }
        return found
    }

    /// The numbers of a queue's open cases, as `staff` may see it.
    ///
    /// - Complexity: O(open cases).
    /// - Throws: ``Fault``.
    func numbers(of queue: Queue, for staff: Staff) async throws -> [CaseNumber] {
        let sight = QueueSight(queue, for: staff, at: now, directory: directory)
        var numbers: [CaseNumber] = []
        try await openBoard.snapshot(for: self).visit { entry in
            if sight.sees(entry.open), sight.isIn(queue.list, entry), sight.passes(entry) {
                numbers.append(entry.open.number)
            }
        }
        return numbers
    }

    /// Where a case stands among all that is open; nil when it is not open.
    ///
    /// - Throws: ``Fault``.
    package func place(of number: CaseNumber) async throws -> Queue.Place? {
        try await openBoard.snapshot(for: self).first(number)?.place
    }

    /// What stands before and behind a place in a queue of open cases; nil for other lists.
    ///
    /// - Throws: ``Fault``.
    package func neighbours(
        of place: Queue.Place,
        in queue: Queue,
        for staff: Staff
    ) async throws -> QueueNeighbours? {
        guard queue.list.isOpen else { return nil }
        let sight = QueueSight(queue, for: staff, at: now, directory: directory)
        var neighbours = QueueNeighbours()
        var before: Queue.Place?
        var after: Queue.Place?
        var first: Queue.Place?
        try await openBoard.snapshot(for: self).visit { entry in
            guard sight.passes(entry) else { return }
            neighbours.count += 1
            let here = entry.place
            if here.number == place.number {
                neighbours.isInside = true
                return
            }
            if here < place {
                neighbours.ahead += 1
                before = max(before ?? here, here)
            } else {
                after = min(after ?? here, here)
            }
            first = min(first ?? here, here)
        }
        neighbours.before = before?.number
        neighbours.after = after?.number
        neighbours.first = first?.number
        return neighbours
    }

    /// The queues that somebody has kept, by name.
    ///
    /// - Throws: ``Fault``.
    package func keptQueues(of staff: Staff) async throws -> [KeptQueues.Kept] {
        try await engine.read { try KeptQueues.all(of: staff.account, in: $0) }
    }

    /// Keeps a queue's address under a name.
    ///
    /// - Throws: ``Refusal/missing(_:)``, ``Refusal/tooLong(_:limit:)``, ``Refusal/tooMany(_:limit:)``, or ``Fault``.
    package func keepQueue(_ name: String, _ query: String, of staff: Staff) async throws {
        let name = name.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard !name.isEmpty else { throw Refusal.missing(.name) }
        guard name.unicodeScalars.count <= 40 else { throw Refusal.tooLong(.name, limit: 40) }
        try await engine.write { db in
            let kept = try KeptQueues.all(of: staff.account, in: db)
            guard kept.count < Self.keptLimit || kept.contains(where: { $0.name == name }) else {
                throw Refusal.tooMany(.name, limit: Self.keptLimit)
            }
            try KeptQueues.keep(name, query, of: staff.account, in: db)
        }
    }

    /// - Throws: ``Fault``.
    package func dropQueue(_ name: String, of staff: Staff) async throws {
        try await engine.write { try KeptQueues.drop(name, of: staff.account, in: $0) }
    }

    private static let keptLimit = 20
}

/// The smallest of very many places.
private struct Nearest {
    private let limit: Int
    /// Smallest first.
    private(set) var places: [Queue.Place] = []

    init(limit: Int) {
        self.limit = limit
        places.reserveCapacity(limit + 1)
    }

    mutating func add(_ entry: OpenBoard.Entry) {
        if places.count == limit {
            guard let last = places.last, entry.open.stepDue <= last.due, entry.place < last else { return }
            places.removeLast()
        }
        let place = entry.place
        // From the back: what comes is rarely far in front.
        var index = places.count
        while index > 0, place < places[index - 1] { index -= 1 }
        places.insert(place, at: index)
    }
}
