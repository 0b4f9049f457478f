/// The facts of one entry that any question looks at, each at its number among their sorted names.
///
/// The names of an entry's facts are sorted as well, so one walk along both finds them all; texts stay where they lie.
struct FactRow {
    private let names: [[UInt8]]
    /// Whether a fact says on which day an entry counts.
    private let isDay: [Bool]
    private var bytes: [UInt8] = []
    private(set) var values: [CanonicalReader.Value?]
    private(set) var days: [EntryDay?]

    init(names: [String], days: Set<String>) {
        self.names = names.map { Array($0.utf8) }
        isDay = names.map(days.contains)
        values = Array(repeating: nil, count: names.count)
        self.days = Array(repeating: nil, count: names.count)
    }

    /// Reads an entry that was read before, and found to be canonical.
    ///
    /// - Throws: ``EntryFault`` if it no longer is.
    mutating func read(_ bytes: [UInt8], in range: Range<Int>) throws(EntryFault) {
        self.bytes = bytes
        for number in values.indices {
            values[number] = nil
            days[number] = nil
        }
        var reader = CanonicalReader(bytes, in: range)
        try reader.open()
        var last: Range<Int>?
        var number = 0
        while let key = try reader.key(after: &last) {
            let value = try reader.value()
            while number < names.count {
                let order = Self.order(bytes[key], names[number][...])
                if order == 0 {
                    values[number] = value
                    if isDay[number], case .text(let text) = value { days[number] = EntryDay(bytes[text]) }
                }
                guard order >= 0 else { break }
                number += 1
            }
        }
    }

    func written(_ text: Range<Int>) -> [UInt8] { Array(bytes[text]) }

    /// The text of a fact as it is written, compared with another.
    func order(_ text: Range<Int>, _ other: [UInt8]) -> Int { Self.order(bytes[text], other[...]) }

    func holds(_ condition: PlannedCondition) -> Bool {
        let fact = values[condition.fact]
        switch condition.test {
        case .isOneOf(let values): return values.contains { equals(fact, $0) }
        case .isNot(let value): return !equals(fact, value)
        case .isThere(let isThere): return (fact != nil) == isThere
        case .begins(let value):
            guard case .text(let text)? = fact, case .text(let beginning) = value else { return false }
            return bytes[text].starts(with: beginning.written)
        case .isOrdered(let order, let value):
            let sign: Int
            switch (fact, value) {
            case (.integer(let number)?, .integer(let other)):
                sign = (number > other ? 1 : 0) - (number < other ? 1 : 0)
            case (.text(let text)?, .text(let other)): sign = orderOfPlain(text, other.plain)
            default: return false
            }
            switch order {
            case .less: return sign < 0
            case .lessOrEqual: return sign <= 0
            case .greater: return sign > 0
            case .greaterOrEqual: return sign >= 0
            }
        }
    }

    private func equals(_ fact: CanonicalReader.Value?, _ value: Condition.Value) -> Bool {
        switch (fact, value) {
        case (.integer(let number)?, .integer(let other)): number == other
        case (.text(let text)?, .text(let other)): bytes[text].elementsEqual(other.written)
        default: false
        }
    }

    /// The order is that of the texts themselves, and not of their escapes.
    private func orderOfPlain(_ text: Range<Int>, _ other: [UInt8]) -> Int {
        guard bytes[text].contains(UInt8(ascii: "\\")) else { return Self.order(bytes[text], other[...]) }
        return Self.order(CanonicalReader(bytes, in: text).plain(text)[...], other[...])
    }

    private static func order(_ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>) -> Int {
        for (one, other) in zip(left, right) where one != other { return one < other ? -1 : 1 }
        return left.count - right.count
    }
}
