/// How sure a sample makes: the chance that it would have found at least one wrong record, had there been so many.
///
/// Drawn without putting back, the number of wrong ones in a sample is hypergeometric: of N records with K wrong ones, a sample
/// of n holds none of them with probability ∏ (N − K − i) / (N − i), i from 0 to n − 1. The product is kept as two whole
/// numbers of any size, so that nothing is rounded before it is printed.
package struct Confidence: Hashable, Sendable {
    package let population: Int
    package let wrong: Int
    package let sample: Int
    /// The chance of finding none, as a fraction that is not shortened.
    private let none: (numerator: Natural, denominator: Natural)

    /// - Precondition: `0 ≤ wrong, sample ≤ population`; the caller counts.
    package init(population: Int, wrong: Int, sample: Int) {
        precondition((0...population).contains(wrong) && (0...population).contains(sample), "assumed parts of a whole")
        self.population = population
        self.wrong = wrong
        self.sample = sample
        var (numerator, denominator) = (Natural(1), Natural(1))
        for index in 0..<sample {
            numerator.multiply(by: UInt32(max(0, population - wrong - index)))
            denominator.multiply(by: UInt32(population - index))
        }
        none = (numerator, denominator)
    }

    /// The chance of finding at least one, in ten thousandths, rounded down: 9594 for 95.94 %.
    package var basisPoints: Int {
        var rest = none.denominator
        rest.subtract(none.numerator)
        rest.multiply(by: 10_000)
        return rest.quotient(by: none.denominator, atMost: 10_000)
    }

    /// `95.94`: per cent with two places, rounded down.
    package var percent: String { "\(basisPoints / 100).\((basisPoints % 100).padded(to: 2))" }

    package static func == (left: Self, right: Self) -> Bool {
        (left.population, left.wrong, left.sample) == (right.population, right.wrong, right.sample)
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(population)
        hasher.combine(wrong)
        hasher.combine(sample)
    }
}

/// A whole number of any size, as far as a fraction of products needs it: parts of 32 bits, the lowest first.
private struct Natural: Hashable, Sendable {
    private var parts: [UInt32]

    init(_ number: UInt32) { parts = number == 0 ? [] : [number] }

    mutating func multiply(by factor: UInt32) {
        guard factor > 0 else {
            parts = []
            return
        }
        var carry: UInt64 = 0
        for index in parts.indices {
            let product = UInt64(parts[index]) * UInt64(factor) + carry
            parts[index] = UInt32(truncatingIfNeeded: product)
            carry = product >> 32
        }
        if carry > 0 { parts.append(UInt32(carry)) }
    }

    /// - Precondition: `other` is not greater.
    mutating func subtract(_ other: Natural) {
        var borrow: Int64 = 0
        for index in parts.indices {
            let part = index < other.parts.count ? Int64(other.parts[index]) : 0
            var difference = Int64(parts[index]) - part - borrow
            borrow = difference < 0 ? 1 : 0
            if difference < 0 { difference += 1 << 32 }
            parts[index] = UInt32(difference)
        }
        precondition(borrow == 0, "assumed the smaller number to be taken away")
        while parts.last == 0 { parts.removeLast() }
    }

    private func isLess(than other: Natural) -> Bool {
        guard parts.count == other.parts.count else { return parts.count < other.parts.count }
        return parts.reversed().lexicographicallyPrecedes(other.parts.reversed())
    }

    /// The whole part of the quotient, by halving: it is known not to be above `limit`.
    func quotient(by divisor: Natural, atMost limit: UInt32) -> Int {
        var (low, high) = (UInt32(0), limit)
        while low < high {
            let middle = low + (high - low + 1) / 2
            var product = divisor
            product.multiply(by: middle)
            if isLess(than: product) { high = middle - 1 } else { low = middle }
        }
        return Int(low)
    }
}
