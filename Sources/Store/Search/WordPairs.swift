/// The words that a text is found by: every two letters, digits or characters that stand beside each other.
///
/// Chinese is written without blanks between words, and most of its words are two characters long; so pairs need no
/// dictionary that would be out of date, and a search for two characters finds every text that has them. A longer search
/// asks for all of its pairs, and whoever has them is compared with the whole.
package enum WordPairs {
    /// The pairs of a text, each once; A to Z as a to z, as the comparison with the text takes them.
    package static func of(_ text: String) -> Set<String> {
        var pairs: Set<String> = []
        var before: Unicode.Scalar?
        for scalar in text.unicodeScalars {
            guard isPart(scalar) else {
                before = nil
                continue
            }
            let here = lowercased(scalar)
            if let before {
                var pair = String.UnicodeScalarView()
                pair.append(before)
                pair.append(here)
                pairs.insert(String(pair))
            }
            before = here
        }
        return pairs
    }

    private static func isPart(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) }
        return scalar.properties.isAlphabetic || scalar.properties.generalCategory == .decimalNumber
    }

    private static func lowercased(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        guard ("A"..."Z").contains(scalar) else { return scalar }
        return Unicode.Scalar(UInt8(scalar.value) | 0x20)
    }
}
