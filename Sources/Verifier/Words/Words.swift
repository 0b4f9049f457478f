import Foundation

/// What the verifier says, in one language: a flat JSON file, key → text with `{name}` for what goes in.
package struct Words: Sendable {
    package enum Language: String, Hashable, Sendable, CaseIterable {
        case chinese = "zh"
        case english = "en"
    }

    package let language: Language
    private let texts: [String: String]

    /// - Throws: Foundation's error when a catalogue that was built in cannot be read.
    package init(_ language: Language) throws {
        self.language = language
        let file = Bundle.module.bundleURL.appending(path: "Resources/\(language.rawValue).json")
        texts = try JSONDecoder().decode([String: String].self, from: Data(contentsOf: file))
    }

    /// For the tests that compare both catalogues with each other and with the code.
    package var keys: Set<String> { Set(texts.keys) }

    /// The text under `key` with its `{name}`s as they are; nil where there is none.
    package func template(_ key: String) -> String? { texts[key] }

    /// A phrase with all its parts; the key itself where there is no such text, which a test looks for.
    package func text(_ phrase: Phrase) -> String {
        guard var rest = texts[phrase.key]?[...] else { return phrase.key }
        var filled = ""
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            let name = String(rest[rest.index(after: open)..<close])
            filled += rest[..<open]
            filled += phrase.parts[name].map(text) ?? "{\(name)}"
            rest = rest[rest.index(after: close)...]
        }
        return filled + rest
    }

    /// What stands between parts of a line.
    var comma: String { language == .english ? ", " : "，" }

    /// Sentences one after another.
    package func text(_ sentences: [Phrase]) -> String {
        sentences.map(text).joined(separator: language == .english ? " " : "")
    }

    private func text(_ part: Phrase.Part) -> String {
        switch part {
        case .verbatim(let text): text
        case .list(let names): names.joined(separator: language == .english ? ", " : "、")
        case .phrase(let phrase): text(phrase)
        }
    }
}
