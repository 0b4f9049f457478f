/// The human-visible code of an administrative or handling unit: `411002001` or `CG-HW`.
package struct UnitCode: Hashable, Comparable, Sendable {
    package let rawValue: String

    /// - Throws: ``Malformed`` unless `text` is 1–32 ASCII letters, digits, `-` or `_`.
    package init(parsing text: some StringProtocol) throws(Malformed) {
        rawValue = try codeText(text, what: "unit_code")
    }

    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

extension UnitCode {
    /// A grid's code, which is written with the same letters.
    init(of grid: GridCode) { rawValue = grid.rawValue }
}

/// The code of a rule in a dispatch catalogue: `R12`.
package struct RuleCode: Hashable, Comparable, Sendable {
    package let rawValue: String

    /// - Throws: ``Malformed`` unless `text` is 1–32 ASCII letters, digits, `-` or `_`.
    package init(parsing text: some StringProtocol) throws(Malformed) {
        rawValue = try codeText(text, what: "rule_code")
    }

    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// The name of a dated version of some rules: `2026-01`, `china-2027`.
package struct EditionVersion: Hashable, Comparable, Sendable {
    package let rawValue: String

    /// - Throws: ``Malformed`` unless `text` is 1–32 ASCII letters, digits, `-` or `_` (it travels in addresses).
    package init(parsing text: some StringProtocol) throws(Malformed) {
        rawValue = try codeText(text, what: "edition_version")
    }

    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// The code of a cause category, which is also its Open311 `service_code`.
package struct CategoryCode: Hashable, Comparable, Sendable {
    package let rawValue: String

    /// - Throws: ``Malformed`` unless `text` is 1–32 ASCII letters, digits, `-` or `_` (Open311 clients put it into paths).
    package init(parsing text: some StringProtocol) throws(Malformed) {
        rawValue = try codeText(text, what: "category_code")
    }

    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// Identifiers that travel in addresses are ASCII letters, digits, `-` and `_` only.
private func codeText(_ text: some StringProtocol, what: String) throws(Malformed) -> String {
    let allowed = text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
    guard allowed, (1...32).contains(text.utf8.count) else {
        throw Malformed(what, expected: "1 to 32 letters, digits, '-' or '_'")
    }
    return String(text)
}
