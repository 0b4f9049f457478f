/// An exact fraction; what does not fit into it is nil.
struct Fraction: Hashable, Sendable {
    let above: Int128
    /// Above zero.
    let below: Int128

    /// Nil without anything to divide by.
    init?(_ above: Int128, over below: Int128 = 1) {
        guard below != 0 else { return nil }
        let divisor = Self.divisor(above.magnitude, below.magnitude)
        let sign: Int128 = below < 0 ? -1 : 1
        self.above = sign * above / Int128(divisor)
        self.below = sign * below / Int128(divisor)
    }

    /// A number in decimal digits such as `-98.58`.
    init?(decimal text: some StringProtocol) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, let whole = parts.first, !whole.isEmpty, text.utf8.count <= 36,
            parts.dropFirst().allSatisfy({ part in !part.isEmpty && part.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
            let above = Int128(parts.joined())
        else { return nil }
        let decimals = parts.count == 2 ? parts[1].count : 0
        self.init(above, over: Self.power(of: decimals))
    }

    /// Ten to that power, which must be at most 36.
    static func power(of exponent: Int) -> Int128 { (0..<exponent).reduce(1) { power, _ in power * 10 } }

    func minus(_ other: Fraction) -> Fraction? {
        guard let left = Self.product(above, other.below), let right = Self.product(other.above, below),
            let below = Self.product(below, other.below)
        else { return nil }
        let (difference, isTooLarge) = left.subtractingReportingOverflow(right)
        return isTooLarge ? nil : Fraction(difference, over: below)
    }

    func times(_ factor: Int128) -> Fraction? { Self.product(above, factor).flatMap { Fraction($0, over: below) } }

    func over(_ other: Fraction) -> Fraction? {
        guard let above = Self.product(above, other.below), let below = Self.product(below, other.above) else {
            return nil
        }
        return Fraction(above, over: below)
    }

    var magnitude: Fraction? { above < 0 ? times(-1) : self }

    /// Whether a number with so many decimals is this one rounded, halves either way.
    func isRounded(to number: Fraction, decimals: Int) -> Bool {
        guard let rest = minus(number)?.magnitude?.times(2 * Self.power(of: decimals)) else { return false }
        return rest.above <= rest.below
    }

    private static func product(_ left: Int128, _ right: Int128) -> Int128? {
        let (product, isTooLarge) = left.multipliedReportingOverflow(by: right)
        return isTooLarge ? nil : product
    }

    private static func divisor(_ left: UInt128, _ right: UInt128) -> UInt128 {
        right == 0 ? left : divisor(right, left % right)
    }
}
