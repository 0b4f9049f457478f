/// What one term counts in one window and scope.
struct Tally: Hashable, Sendable {
    /// Integers beyond ± 10¹² add nothing.
    static let addends: ClosedRange<Int64> = -1_000_000_000_000...1_000_000_000_000

    var rows = 0
    var sum: Int128 = 0
    var least: Int64?
    var largest: Int64?
    /// The different texts, as they are written.
    var texts: Set<[UInt8]> = []
    /// By exclusion; empty until there is one.
    var excluded: [Int] = []

    func value(of aggregate: Term.Aggregate) -> Int128? {
        switch aggregate {
        case .count: Int128(rows)
        case .distinct: Int128(texts.count)
        case .sum: sum
        case .least: least.map { Int128($0) }
        case .largest: largest.map { Int128($0) }
        }
    }

    mutating func add(_ number: Int64) {
        guard Self.addends.contains(number) else { return }
        sum += Int128(number)
        least = min(least ?? number, number)
        largest = max(largest ?? number, number)
    }

    mutating func exclude(_ exclusion: Int, of count: Int) {
        if excluded.isEmpty { excluded = Array(repeating: 0, count: count) }
        excluded[exclusion] += 1
    }

    mutating func add(_ other: Tally) {
        rows += other.rows
        sum += other.sum
        least = [least, other.least].compactMap { $0 }.min()
        largest = [largest, other.largest].compactMap { $0 }.max()
        texts.formUnion(other.texts)
        if excluded.isEmpty {
            excluded = other.excluded
        } else {
            for (exclusion, count) in other.excluded.enumerated() { excluded[exclusion] += count }
        }
    }
}
