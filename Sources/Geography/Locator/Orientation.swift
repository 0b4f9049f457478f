/// On which side of a line a point lies: exact, though almost always as fast as plain arithmetic.
enum Orientation {
    /// Positive when `(px, py)` lies left of the line from `(ax, ay)` to `(bx, by)`, negative right of it, zero on it.
    ///
    /// The sign of (bx − ax)(py − ay) − (by − ay)(px − ax), which is first computed plainly; where the rounding error
    /// could turn the sign, the six products are summed exactly.
    @inline(__always)
    static func sign(_ ax: Double, _ ay: Double, _ bx: Double, _ by: Double, _ px: Double, _ py: Double) -> Double {
        let left = (bx - ax) * (py - ay)
        let right = (by - ay) * (px - ax)
        let difference = left - right
        // (3 + 16ε)ε with ε = 2⁻⁵³ bounds the error (Shewchuk, Adaptive Precision Floating-Point Arithmetic, 1997, 4.1).
        let bound = 3.330_669_073_875_471_6e-16 * (left.magnitude + right.magnitude)
        if difference > bound || -difference > bound { return difference }
        return exactSign(ax, ay, bx, by, px, py)
    }

    /// bx·py − bx·ay − ax·py − by·px + by·ax + ay·px: what the determinant is when multiplied out (ax·ay cancels).
    @inline(never)
    private static func exactSign(
        _ ax: Double,
        _ ay: Double,
        _ bx: Double,
        _ by: Double,
        _ px: Double,
        _ py: Double
    ) -> Double {
        var expansion: [Double] = []
        expansion.reserveCapacity(12)
        for (a, b) in [(bx, py), (-bx, ay), (-ax, py), (-by, px), (by, ax), (ay, px)] {
            let product = a * b
            // A fused multiply-add gives the rounding error of the product exactly.
            grow(&expansion, by: (-product).addingProduct(a, b))
            grow(&expansion, by: product)
        }
        // The components do not overlap and grow: the last that is not zero has the sign of the sum.
        return expansion.last { $0 != 0 } ?? 0
    }

    /// Adds a number to an expansion without any rounding (Shewchuk, GROW-EXPANSION).
    private static func grow(_ expansion: inout [Double], by number: Double) {
        var carry = number
        for index in expansion.indices {
            let sum = carry + expansion[index]
            let virtual = sum - carry
            let error = (carry - (sum - virtual)) + (expansion[index] - virtual)
            expansion[index] = error
            carry = sum
        }
        expansion.append(carry)
    }
}
