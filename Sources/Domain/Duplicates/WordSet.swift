/// The words of a text as they are compared: of Latin letters and digits whole words in lower case, of everything else each
/// two characters that stand beside each other.
///
/// Chinese has no blanks between words, and most of its words are two characters long: pairs need no dictionary.
package struct WordSet: Hashable, Sendable {
    /// In the order of the text, each as often as it is there; a pair begins where the one before has its second character.
    private let terms: [String]
    private let distinct: Set<String>

    package var count: Int { distinct.count }

    package init(_ texts: [String?]) {
        var terms: [String] = []
        for text in texts {
            // What stood at the end of one text does not touch the next.
            if !terms.isEmpty { terms.append("") }
            Self.read(text ?? "", into: &terms)
        }
        self.terms = terms
        distinct = Set(terms).subtracting([""])
    }

    package func shared(with other: WordSet) -> Set<String> { distinct.intersection(other.distinct) }

    /// `shared` as it stands in this text, pairs joined where they touch: 路灯坏了 for 路灯, 灯坏 and 坏了.
    ///
    /// The longest first, each once, at most `limit`.
    package func phrases(of shared: Set<String>, limit: Int) -> [String] {
        var phrases: [String] = []
        var open = ""
        func end() {
            if !open.isEmpty, !phrases.contains(open) { phrases.append(open) }
            open = ""
        }
        for term in terms {
            guard shared.contains(term) else {
                end()
                continue
            }
            if !Self.isLatin(term), let last = open.last, last == term.first, !Self.isLatin(open) {
                open.append(contentsOf: term.dropFirst())
            } else {
                end()
                open = term
                if Self.isLatin(term) { end() }
            }
        }
        end()
        let ordered = phrases.enumerated().sorted { ($1.element.count, $0.offset) < ($0.element.count, $1.offset) }
        return ordered.prefix(limit).map(\.element)
    }

    private static func read(_ text: String, into terms: inout [String]) {
        var latin = ""
        var before: Unicode.Scalar?
        func endLatin() {
            if !latin.isEmpty { terms.append(latin) }
            latin = ""
        }
        for scalar in text.unicodeScalars {
            if scalar.isASCII, scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) {
                before = nil
                latin.unicodeScalars.append(lowercased(scalar))
                continue
            }
            endLatin()
            guard scalar.properties.isAlphabetic || scalar.properties.generalCategory == .decimalNumber else {
                // A gap: nothing touches across it.
                if before != nil { terms.append("") }
                before = nil
                continue
            }
            if let before {
                var pair = String.UnicodeScalarView()
                pair.append(before)
                pair.append(scalar)
                terms.append(String(pair))
            }
            before = scalar
        }
        endLatin()
    }

    private static func isLatin(_ term: String) -> Bool { term.utf8.first.map { $0 < 0x80 } ?? false }

    private static func lowercased(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        guard ("A"..."Z").contains(scalar) else { return scalar }
        return Unicode.Scalar(UInt8(scalar.value) | 0x20)
    }
}
