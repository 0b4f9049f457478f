/// The number on the slip: division, day, serial and a check character, `411002-20261124-00017-K` (domain D.0).
///
/// The check character catches every single wrong character and nearly every swap of two neighbours: it is ISO/IEC 7064
/// MOD 37,36 over what stands before it.
package struct CaseNumber: Hashable, Sendable {
    package let rawValue: String

    /// - Precondition: `serial` is positive; the store counts from one.
    package init(division: String, day: Day, serial: Int) {
        let text = String(serial)
        let padded = String(repeating: "0", count: max(0, 5 - text.utf8.count)) + text
        let compactDay = day.description.replacing("-", with: "")
        let body = "\(division)-\(compactDay)-\(padded)"
        rawValue = "\(body)-\(Self.check(over: body))"
    }

    /// Reads a number that somebody typed: case and surrounding blanks do not matter.
    ///
    /// - Throws: ``Malformed`` when the shape or the check character is wrong.
    package init(parsing text: some StringProtocol) throws(Malformed) {
        let number = text.uppercased().filter { !$0.isWhitespace }
        let parts = number.split(separator: "-", omittingEmptySubsequences: false)
        let expected = "a case number like 411002-20261124-00017-K"
        guard parts.count == 4, parts[1].count == 8, (5...12).contains(parts[2].count), parts[3].count == 1,
            number.utf8.count <= 40, !parts[0].isEmpty,
            number.utf8.allSatisfy({ Self.value(of: $0) != nil || $0 == UInt8(ascii: "-") }),
            number.last == Self.check(over: parts[0...2].joined(separator: "-"))
        else { throw Malformed("case_number", expected: expected) }
        rawValue = number
    }

    /// A number that the journal holds and therefore once passed the check.
    package init(stored text: String) { rawValue = text }

    /// The serial within its day.
    package var serial: Int {
        let parts = rawValue.split(separator: "-")
        return parts.count == 4 ? Int(parts[2]) ?? 0 : 0
    }

    private static let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")

    private static func value(of byte: UInt8) -> Int? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): Int(byte - UInt8(ascii: "A")) + 10
        default: nil
        }
    }

    /// ISO/IEC 7064 hybrid system MOD 37,36.
    private static func check(over body: String) -> Character {
        var product = 36
        for byte in body.utf8 {
            guard let value = value(of: byte) else { continue }
            var sum = (product + value) % 36
            if sum == 0 { sum = 36 }
            product = (sum * 2) % 37
        }
        return alphabet[(37 - product) % 36]
    }
}
