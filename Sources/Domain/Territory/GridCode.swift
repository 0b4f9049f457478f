/// How a grid code is built; codes of different schemes may have the same length, so the scheme always travels along.
package enum GridScheme: String, Hashable, Sendable, CaseIterable {
    /// 6 division + 3 street + 3 community + 2 sequence (GB/T 30428.1 form).
    case national14 = "GBT30428.1-14"
    /// 6 + 3 + 3 + 3, numbered west to east and north to south (Beijing DB11).
    case beijing15 = "DB11-15"
    /// The 12-digit statistical code, then a sequence of any width (Xi'an DB6101/T 3185).
    case statistical12 = "NBS12+n"
    /// A district's own codes, without parts.
    case local
}

/// The code of a grid: its scheme, its text as issued, and the parts that the scheme defines.
///
/// Nothing reads a code by fixed offset without the scheme (domain D.0).
package struct GridCode: Hashable, Comparable, Sendable {
    package let scheme: GridScheme
    /// The code as it is written on the grid's card.
    package let rawValue: String

    /// - Throws: ``Malformed`` when `text` is not a code of `scheme`.
    package init(parsing text: some StringProtocol, scheme: GridScheme) throws(Malformed) {
        let digits = text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        let count = text.utf8.count
        switch scheme {
        case .national14:
            guard digits, count == 14 else { throw Malformed("grid_code", expected: "14 digits") }
        case .beijing15:
            guard digits, count == 15 else { throw Malformed("grid_code", expected: "15 digits") }
        case .statistical12:
            guard digits, (13...20).contains(count) else { throw Malformed("grid_code", expected: "13 to 20 digits") }
        case .local:
            // The same letters as every other code that travels in an address.
            do { _ = try UnitCode(parsing: text) } catch {
                throw Malformed("grid_code", expected: "1 to 32 letters, digits, '-' or '_'")
            }
        }
        self.scheme = scheme
        rawValue = String(text)
    }

    /// The parts of the code; nil for ``GridScheme/local``, whose codes have none.
    package var components: Components? {
        guard scheme != .local else { return nil }
        let text = rawValue
        func part(_ from: Int, _ count: Int) -> String {
            String(decoding: text.utf8.dropFirst(from).prefix(count), as: UTF8.self)
        }
        return Components(
            division: part(0, 6),
            street: part(6, 3),
            community: part(9, 3),
            sequence: part(12, text.utf8.count - 12)
        )
    }

    /// The parts that the numbered schemes share.
    package struct Components: Hashable, Sendable {
        /// Six digits: province, city, county.
        package let division: String
        /// Three digits within the division.
        package let street: String
        /// Three digits within the street.
        package let community: String
        /// The grid's own number; its width is the scheme's.
        package let sequence: String
    }

    package static func < (left: Self, right: Self) -> Bool {
        (left.rawValue, left.scheme.rawValue) < (right.rawValue, right.scheme.rawValue)
    }
}
