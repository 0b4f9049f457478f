/// A sentence, or a part of one, before it is in a language: a key of the catalogues and what is filled in.
package struct Phrase: Hashable, Sendable {
    /// What stands for a `{name}`.
    package enum Part: Hashable, Sendable {
        /// The same in every language: a path, a number, a hash.
        case verbatim(String)
        /// Names one after another, with the language's comma.
        case list([String])
        case phrase(Phrase)
    }

    package let key: String
    package let parts: [String: Part]

    init(_ key: String, _ parts: [String: Part] = [:]) {
        self.key = key
        self.parts = parts
    }
}

extension Phrase.Part: ExpressibleByStringInterpolation {
    package init(stringLiteral text: String) { self = .verbatim(text) }
}
