/// The unified social credit code of a firm (统一社会信用代码, GB 32100-2015): 18 characters, the last of which checks the others.
package struct CreditCode: Hashable, Comparable, Sendable {
    package let rawValue: String

    /// The standard's 31 characters: digits and letters without I, O, S, V and Z.
    private static let alphabet = Array("0123456789ABCDEFGHJKLMNPQRTUWXY".utf8)

    /// - Throws: ``Malformed`` unless `text` has 18 characters of the standard's alphabet and its check character is right.
    package init(parsing text: some StringProtocol) throws(Malformed) {
        let characters = text.uppercased().utf8.filter { $0 != UInt8(ascii: " ") }
        let values = characters.map { Self.alphabet.firstIndex(of: $0) }
        guard values.count == 18, let check = values[17], Self.check(values.prefix(17)) == check else {
            throw Malformed("credit_code", expected: "18 characters whose last one fits the others (GB 32100)")
        }
        rawValue = String(decoding: characters, as: UTF8.self)
    }

    /// The check character's value: GB 32100-2015 4.6 weighs position i with 3 to the power i − 1, modulo 31.
    ///
    /// - Returns: nil where a character is none of the alphabet.
    private static func check(_ values: ArraySlice<Int?>) -> Int? {
        var (sum, weight) = (0, 1)
        for value in values {
            guard let value else { return nil }
            sum += value * weight
            weight = weight * 3 % 31
        }
        return (31 - sum % 31) % 31
    }

    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

extension CreditCode {
    /// The code that these 17 characters lead to: for districts that are invented.
    ///
    /// - Throws: ``Malformed`` for anything else than 17 characters of the alphabet.
    package init(completing text: String) throws(Malformed) {
        let values = text.utf8.map { Self.alphabet.firstIndex(of: $0) }
        guard values.count == 17, let check = Self.check(values[...]) else {
            throw Malformed("credit_code", expected: "18 characters whose last one fits the others (GB 32100)")
        }
        try self.init(parsing: text + String(decoding: [Self.alphabet[check]], as: UTF8.self))
    }
}
