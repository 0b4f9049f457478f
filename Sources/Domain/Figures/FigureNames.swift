/// The code of an indicator: `case.on_time_rate`.
package struct IndicatorCode: Hashable, Comparable, Sendable {
    package let rawValue: String

    /// - Throws: ``Malformed``.
    package init(parsing text: some StringProtocol) throws(Malformed) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard text.utf8.count <= 60, parts.allSatisfy({ $0.isFactName(limit: 60) }) else {
            throw Malformed(
                "definition",
                expected: "indicator: small letters, digits, _ and . like case.on_time_rate, at most 60"
            )
        }
        rawValue = String(text)
    }

    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// The name of a public fact: `on_time`.
package struct FactName: Hashable, Sendable {
    package let rawValue: String

    /// - Throws: ``Malformed``.
    package init(parsing text: some StringProtocol) throws(Malformed) {
        guard text.isFactName(limit: 40) else {
            throw Malformed(
                "definition",
                expected: "fact: a small letter, then small letters, digits and _, at most 40"
            )
        }
        rawValue = String(text)
    }

    private init(_ rawValue: String) { self.rawValue = rawValue }

    /// The day of recording, which every entry has.
    package static let recorded = FactName("at")
    /// The day on which it took place.
    package static let happened = FactName("on")
    /// The day on which it had to be done.
    package static let due = FactName("due")
}

/// The type of an entry: `case.closed`.
package struct EntryType: Hashable, Comparable, Sendable {
    package let rawValue: String

    /// - Throws: ``Malformed``.
    package init(parsing text: some StringProtocol) throws(Malformed) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard text.utf8.count <= 60, parts.allSatisfy({ $0.isFactName(limit: 60) }) else {
            throw Malformed("definition", expected: "entry_type: a type of entries like case.closed")
        }
        rawValue = String(text)
    }

    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

extension StringProtocol {
    fileprivate func isFactName(limit: Int) -> Bool {
        guard let first = utf8.first, ("a"..."z").contains(Unicode.Scalar(first)), utf8.count <= limit else {
            return false
        }
        return utf8.allSatisfy {
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                || $0 == UInt8(ascii: "_")
        }
    }
}
