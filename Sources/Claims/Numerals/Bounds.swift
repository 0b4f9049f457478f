package import Domain

/// What a written number says of the true value: the values between two ends.
package struct Bounds: Hashable, Sendable {
    package struct End: Hashable, Sendable {
        package let value: Rational
        /// The end itself is one of the values.
        package let isIn: Bool
    }

    /// Nil when there is no end on that side.
    package let lower: End?
    package let upper: End?

    package init(lower: End?, upper: End?) {
        self.lower = lower
        self.upper = upper
    }

    package static func exactly(_ value: Rational) -> Bounds {
        Bounds(lower: End(value: value, isIn: true), upper: End(value: value, isIn: true))
    }

    package static func from(_ lower: Rational, upTo upper: Rational, isIn: Bool = true) -> Bounds {
        Bounds(lower: End(value: lower, isIn: isIn), upper: End(value: upper, isIn: isIn))
    }

    /// From `lower`, and less than `upper`: what is rounded to a value lies so.
    package static func rounding(to value: Rational, step: Rational) -> Bounds {
        guard let half = step.over(Rational(2)), let lower = value.minus(half), let upper = value.plus(half) else {
            return .exactly(value)
        }
        return Bounds(lower: End(value: lower, isIn: true), upper: End(value: upper, isIn: false))
    }

    package var exact: Rational? { lower == upper && lower?.isIn == true ? lower?.value : nil }

    package func contains(_ value: Rational) -> Bool { isAbove(value) == false && isBelow(value) == false }

    /// All values here are larger than `value`.
    package func isAbove(_ value: Rational) -> Bool {
        lower.map { $0.isIn ? value < $0.value : value <= $0.value } ?? false
    }

    /// All values here are smaller than `value`.
    package func isBelow(_ value: Rational) -> Bool {
        upper.map { $0.isIn ? value > $0.value : value >= $0.value } ?? false
    }

    /// Whether some value is in both.
    package func meets(_ other: Bounds) -> Bool { !liesAbove(other) && !other.liesAbove(self) }

    /// Whether every value here is larger than every value there.
    package func liesAbove(_ other: Bounds) -> Bool {
        guard let lower, let upper = other.upper else { return false }
        return lower.value > upper.value || lower.value == upper.value && !(lower.isIn && upper.isIn)
    }

    /// Every value times a positive factor; nil when that is too large.
    package func scaled(by factor: Rational) -> Bounds? {
        guard factor > .zero else { return nil }
        return mapped { $0.times(factor) }
    }

    package func plus(_ other: Bounds) -> Bounds? {
        func sum(_ left: End?, _ right: End?) -> End?? {
            guard let left, let right else { return .some(nil) }
            return left.value.plus(right.value).map { End(value: $0, isIn: left.isIn && right.isIn) }
        }
        guard let lower = sum(lower, other.lower), let upper = sum(upper, other.upper) else { return nil }
        return Bounds(lower: lower, upper: upper)
    }

    /// What quotients of a value here and a positive value there can be; nil where the divisor may be zero.
    package func over(_ other: Bounds) -> Bounds? {
        guard let least = other.lower, least.value > .zero, (lower?.value ?? .zero) >= .zero else { return nil }
        func quotient(_ left: End?, _ right: End?) -> End?? {
            guard let left, let right else { return .some(nil) }
            return left.value.over(right.value).map { End(value: $0, isIn: left.isIn && right.isIn) }
        }
        guard let low = quotient(lower, other.upper), let high = quotient(upper, other.lower) else { return nil }
        return Bounds(lower: low, upper: high)
    }

    private func mapped(_ change: (Rational) -> Rational?) -> Bounds? {
        func end(_ end: End?) -> End?? {
            guard let end else { return .some(nil) }
            return change(end.value).map { End(value: $0, isIn: end.isIn) }
        }
        guard let lower = end(lower), let upper = end(upper) else { return nil }
        return Bounds(lower: lower, upper: upper)
    }
}
