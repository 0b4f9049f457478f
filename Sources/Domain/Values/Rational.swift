/// A fraction in lowest terms, exact; what does not fit into 127 bits is nil instead.
package struct Rational: Hashable, Sendable {
    package let numerator: Int128
    /// Positive.
    package let denominator: Int128

    package static let zero = Rational(0)
    package static let one = Rational(1)

    package init(_ number: Int) {
        numerator = Int128(number)
        denominator = 1
    }

    /// Nil when the denominator is zero.
    package init?(_ numerator: Int128, _ denominator: Int128) {
        guard denominator != 0, denominator != .min, numerator != .min else { return nil }
        let divisor = Self.commonDivisor(numerator.magnitude, denominator.magnitude)
        let sign: Int128 = denominator < 0 ? -1 : 1
        self.numerator = numerator / Int128(divisor) * sign
        self.denominator = denominator / Int128(divisor) * sign
    }

    /// Reads `12`, `-3`, `4.02`: at most 18 digits.
    package init?(parsing text: some StringProtocol) {
        var digits = text[...]
        let isNegative = digits.hasPrefix("-")
        if isNegative { digits = digits.dropFirst() }
        let halves = digits.split(separator: ".", omittingEmptySubsequences: false)
        guard halves.count <= 2, let whole = halves.first, !whole.isEmpty else { return nil }
        let decimals = halves.count == 2 ? String(halves[1]) : ""
        let all = String(whole) + decimals
        guard halves.count == 1 || !decimals.isEmpty, all.utf8.count <= 18 else { return nil }
        guard all.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int128(all) else { return nil }
        self.init(isNegative ? -number : number, Self.power(of: 10, decimals.utf8.count))
    }

    package func plus(_ other: Rational) -> Rational? {
        guard let left = product(numerator, other.denominator), let right = product(other.numerator, denominator),
            let below = product(denominator, other.denominator)
        else { return nil }
        let (sum, isOver) = left.addingReportingOverflow(right)
        return isOver ? nil : Rational(sum, below)
    }

    package func minus(_ other: Rational) -> Rational? { plus(other.negated) }

    package func times(_ other: Rational) -> Rational? {
        guard let above = product(numerator, other.numerator), let below = product(denominator, other.denominator)
        else {
            return nil
        }
        return Rational(above, below)
    }

    /// Nil for a division by zero, too.
    package func over(_ other: Rational) -> Rational? {
        guard let turned = Rational(other.denominator, other.numerator) else { return nil }
        return times(turned)
    }

    package var negated: Rational { Rational(-numerator, denominator) ?? self }

    /// Rounded to `places` decimals, halves away from zero, as newspapers do (四舍五入).
    package func text(places: Int) -> String {
        let scale = Self.power(of: 10, places)
        let magnitude = numerator.magnitude.multipliedFullWidth(by: UInt128(scale))
        let (whole, rest) = UInt128(denominator).dividingFullWidth((magnitude.high, magnitude.low))
        let rounded = rest >= UInt128(denominator) - rest ? whole + 1 : whole
        let sign = numerator < 0 && rounded > 0 ? "-" : ""
        guard places > 0 else { return sign + String(rounded) }
        let decimals = String(rounded % UInt128(scale))
        return sign + String(rounded / UInt128(scale)) + "."
            + String(repeating: "0", count: places - decimals.count) + decimals
    }

    /// With as many decimals as it has, at most six.
    package var text: String {
        let places = (0...6).first { Self.power(of: 10, $0) % denominator == 0 } ?? 6
        return text(places: places)
    }

    package var isWhole: Bool { denominator == 1 }

    package static func power(of base: Int128, _ exponent: Int) -> Int128 {
        (0..<exponent).reduce(1) { power, _ in power * base }
    }

    private func product(_ left: Int128, _ right: Int128) -> Int128? {
        let (product, isOver) = left.multipliedReportingOverflow(by: right)
        return isOver ? nil : product
    }

    private static func commonDivisor(_ left: UInt128, _ right: UInt128) -> UInt128 {
        var (left, right) = (left, right)
        while right != 0 { (left, right) = (right, left % right) }
        return max(left, 1)
    }
}

extension Rational: Comparable {
    package static func < (left: Rational, right: Rational) -> Bool {
        let first = left.numerator.multipliedFullWidth(by: right.denominator)
        let second = right.numerator.multipliedFullWidth(by: left.denominator)
        return first.high == second.high ? first.low < second.low : first.high < second.high
    }
}
