import Crypto

/// A page that shows figures, as far as they can be checked.
struct Page: Hashable, Sendable {
    /// An element `data` of the class `fig`.
    struct Element: Hashable, Sendable {
        let attributes: [String: String]
        /// What a reader sees.
        var text = ""

        /// A cell of a table in which no value was published: it names no entry and says no number.
        var isBlank: Bool {
            attributes["value"] == "" && attributes["data-index", default: ""].isEmpty
                && !text.unicodeScalars.contains { $0.properties.numericType != nil }
        }
    }

    /// The most bytes that are read.
    static let maximumLength = 10_000_000
    /// What is in these is no text of the page; days and times have an element of their own.
    private static let passedOver: Set = ["head", "script", "style", "time", "template"]

    private(set) var elements: [Element] = []
    /// Where the page says that its log is.
    private(set) var logAddress: String?
    /// The SHA-256 of the whole page, and those that it names: one of them may be that of a bulletin's plain text.
    private(set) var digests: Set<String> = []
    /// How many numbers stand in no such element, days and times left aside.
    private(set) var looseNumbers = 0

    /// - Throws: ``Problem/pageNotText``.
    init(parsing bytes: [UInt8]) throws(Problem) {
        guard String(validating: bytes, as: UTF8.self) != nil else { throw .pageNotText }
        var reader = HTMLReader(bytes)
        var open: Element?
        var depth = 0
        var passed: [String] = []
        var loose = ""
        while let part = reader.next() {
            switch part {
            case .opening("link", let attributes) where Self.words(attributes["rel"]).contains("transparency-log"):
                logAddress = logAddress ?? attributes["href"]
            case .opening("data", let attributes):
                if open != nil {
                    depth += 1
                } else if Self.words(attributes["class"]).contains("fig") {
                    open = Element(attributes: attributes)
                }
            case .closing("data"):
                if depth > 0 {
                    depth -= 1
                } else if let element = open {
                    elements.append(element)
                    open = nil
                }
            case .opening(let name, _):
                if Self.passedOver.contains(name) { passed.append(name) }
                // A number never goes on in another element but these.
                if !["b", "em", "i", "span", "strong", "sup", "sub", "u", "a"].contains(name) { loose += "\n" }
            case .closing(let name):
                if let last = passed.lastIndex(of: name) { passed.removeSubrange(last...) }
                if name != "span" { loose += "\n" }
            case .text(let text):
                if open != nil {
                    open?.text += text
                } else if passed.isEmpty {
                    loose += text
                }
            }
        }
        // An element that does not end holds the rest of the page, and is judged by all of it.
        if let open { elements.append(open) }
        elements.removeAll(where: \.isBlank)
        digests = Set(loose.matches(of: /\b[0-9a-f]{64}\b/).map { String($0.output) })
        digests.insert(Hexadecimal.encode(Array(SHA256.hash(data: bytes))))
        looseNumbers = Self.numbers(in: loose)
    }

    private static func words(_ attribute: String?) -> [Substring] {
        (attribute ?? "").split { $0.isWhitespace }
    }

    /// How many numbers in Arabic digits are in a text that are no days and times.
    private static func numbers(in text: String) -> Int {
        // Swift's own \d takes 十 for a digit.
        let times =
            /\d{4}[-\/.]\d{1,2}[-\/.]\d{1,2}|\d{4}\s*年(\s*\d{1,2}\s*月)?(\s*\d{1,2}\s*[日号])?|\d{1,2}\s*月(\s*\d{1,2}\s*[日号])?|\d{1,2}\s*[日号时点分]|\d{1,2}[:：]\d{2}([:：]\d{2})?/
        return text.replacing(times.asciiOnlyDigits(), with: " ").matches(of: /\d[\d,.]*/.asciiOnlyDigits()).count
    }
}
