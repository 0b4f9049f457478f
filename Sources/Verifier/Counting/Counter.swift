/// Counts entries for a plan, one after another; several may share a log out among them, and are added up.
struct Counter: Sendable {
    private let plan: Plan
    private(set) var tallies: [Tally]
    private var row: FactRow

    init(_ plan: Plan) {
        self.plan = plan
        tallies = Array(repeating: Tally(), count: plan.tallyCount)
        row = FactRow(names: plan.names, days: plan.days)
    }

    /// Counts the entry of an index, which was read before and found to be canonical.
    ///
    /// - Throws: ``EntryFault`` if it no longer is.
    mutating func count(_ index: UInt64, _ bytes: [UInt8], in range: Range<Int>) throws(EntryFault) {
        try row.read(bytes, in: range)
        guard case .text(let text)? = row.values[plan.type], let type = typeNumber(text) else { return }
        for number in plan.types[type].terms { count(index, plan.terms[number]) }
    }

    private mutating func count(_ index: UInt64, _ term: Plan.PlannedTerm) {
        guard let day = row.days[term.day], term.conditions.allSatisfy(row.holds) else { return }
        let excluded = term.exclusions?.firstIndex { $0.allSatisfy(row.holds) }
        for scope in term.scopes where scope.conditions.allSatisfy(row.holds) {
            let windows = scope.windows
            // By their places: most windows are of other days, and to hold each of them while looking at its days costs more
            // than all the rest.
            for place in windows.indices
            where windows[place].from <= day && day < windows[place].until && index < windows[place].size {
                let window = windows[place]
                guard window.conditions.allSatisfy(row.holds) else { continue }
                if let excluded {
                    tallies[window.tally].exclude(excluded, of: term.exclusions?.count ?? 0)
                } else if let excluded = window.exclusions.firstIndex(where: { $0.allSatisfy(row.holds) }) {
                    tallies[window.tally].exclude(excluded, of: window.exclusions.count)
                } else {
                    add(term, to: window.tally)
                }
            }
        }
    }

    private mutating func add(_ term: Plan.PlannedTerm, to tally: Int) {
        tallies[tally].rows += 1
        guard let fact = term.fact else { return }
        switch row.values[fact] {
        case .text(let text)? where term.isDistinct: tallies[tally].texts.insert(row.written(text))
        case .integer(let number)? where !term.isDistinct: tallies[tally].add(number)
        case .text?, .integer?, nil: break
        }
    }

    mutating func add(_ other: Counter) {
        for (number, tally) in other.tallies.enumerated() { tallies[number].add(tally) }
    }

    /// The number of a type among those that any term counts.
    private func typeNumber(_ text: Range<Int>) -> Int? {
        var numbers = plan.types.startIndex..<plan.types.endIndex
        while !numbers.isEmpty {
            let middle = numbers.lowerBound + numbers.count / 2
            let order = row.order(text, plan.types[middle].name)
            if order == 0 { return middle }
            numbers = order < 0 ? numbers.lowerBound..<middle : middle + 1..<numbers.upperBound
        }
        return nil
    }
}
