/// Words that have broken programs: each is a report that somebody could type, paste or send.
struct BitingText: Sendable, CustomStringConvertible {
    let description: String
    let words: String

    static let all = [
        BitingText(description: "quotes", words: "\"a\" 'b' `c` “d” \"\" ''"),
        BitingText(description: "backslashes", words: "C:\\new\\u0041 \\\" \\\\ \\"),
        BitingText(
            description: "control characters",
            words: "a" + String(String.UnicodeScalarView((1..<0x20).compactMap(UnicodeScalar.init))) + "\u{7F}\u{85}z"
        ),
        BitingText(description: "line ends of every kind", words: "a\nb\r\nc\rd\u{2028}e\u{2029}f\n"),
        BitingText(description: "emoji", words: "👩‍👩‍👧‍👦🇨🇳👍🏽☃️🏴󠁧󠁢󠁥󠁮󠁧󠁿"),
        // The same letter in two ways: equal to Swift, different bytes.
        BitingText(description: "composed and combining letters", words: "e\u{301} \u{E9} \u{1100}\u{1161} \u{AC00}"),
        // An accent on a sign makes another character of it, though a browser or a spreadsheet still sees the sign.
        BitingText(
            description: "combining marks on signs",
            words: "\"\u{301} onfocus=x <\u{338}b>\u{338} &\u{301}amp; '\u{300},\u{308}\n\u{301}"
        ),
        BitingText(description: "a formula with an accent", words: "=\u{338}1+1"),
        BitingText(description: "a formula", words: "=HYPERLINK(\"http://x\",\"y\")"),
        BitingText(description: "a formula behind a tab", words: "\t=1+1"),
        BitingText(description: "right to left", words: "\u{202E}abc\u{202C} שלום العربية\u{200F}"),
        BitingText(
            description: "markup",
            words:
                "<script>alert(1)</script><!-- ]]> <![CDATA[ &amp; &#39; &lt; {{t.skip}} {{{body}}} ${x} %s <a href='x'>"
        ),
        BitingText(description: "SQL", words: "'; DROP TABLE entry; -- \" OR 1=1"),
        BitingText(description: "invisible characters", words: "\u{FEFF}a\u{200B}b\u{AD}c\u{FFFD}\u{FFFE}\u{FFFF}"),
        BitingText(description: "characters outside the first plane", words: "𠮷𪚥\u{10FFFD}"),
        BitingText(description: "as long as may be", words: String(repeating: "好", count: 4_000)),
        BitingText(description: "long, in four bytes each", words: String(repeating: "𠮷", count: 4_000)),
    ]

    /// What an XML 1.0 document can say of it: what it cannot hold is U+FFFD there.
    var inXML: String {
        String(
            String.UnicodeScalarView(
                words.unicodeScalars.map { scalar in
                    switch scalar.value {
                    case 0x9, 0xA, 0xD: scalar
                    case 0..<0x20, 0xFFFE, 0xFFFF: "\u{FFFD}"
                    default: scalar
                    }
                }
            )
        )
    }

    /// What a page has to hold, sign by sign.
    var inHTML: String {
        words.unicodeScalars.reduce(into: "") { html, scalar in
            switch scalar {
            case "<": html += "&lt;"
            case ">": html += "&gt;"
            case "&": html += "&amp;"
            case "\"": html += "&quot;"
            case "'": html += "&#39;"
            default: html.unicodeScalars.append(scalar)
            }
        }
    }

    /// The field of a spreadsheet: a sign that begins a formula is disarmed.
    var inCSV: String {
        let first = words.unicodeScalars.first
        return (first.map { "=+-@\t\r".unicodeScalars.contains($0) } ?? false) ? "'" + words : words
    }
}

extension String {
    /// The same bytes, not only the same characters.
    func isIdentical(to other: String) -> Bool { utf8.elementsEqual(other.utf8) }
}
