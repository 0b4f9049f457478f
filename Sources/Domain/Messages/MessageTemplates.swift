/// What the office says in its messages instead of the words that are built in: versions with a first day.
///
/// One per board.
package struct MessageTemplates: Aggregate {
    package typealias Situation = Void

    package static let kind = SubjectKind.messageTemplates

    /// A place in a message that has words: what may be filled in there, and what has to be.
    package struct Slot: Hashable, Sendable {
        /// The catalogue's key: `mail.step_received`.
        package var key: String
        /// Names that stand in braces.
        package var placeholders: Set<String>
        package var required: Set<String>

        package init(key: String, placeholders: Set<String>, required: Set<String>) {
            self.key = key
            self.placeholders = placeholders
            self.required = required
        }
    }

    /// The words of a slot from a day on.
    package struct Version: Hashable, Sendable {
        package var from: Day
        /// Nil for the words that are built in.
        package var wording: Wording?

        package init(from: Day, wording: Wording?) {
            self.from = from
            self.wording = wording
        }
    }

    package enum Command: Hashable, Sendable {
        case word(Slot, Wording, from: Day, today: Day)
        /// The words that are built in hold again.
        case restore(Slot, from: Day, today: Day)
    }

    package enum Event: Hashable, Sendable {
        case worded(key: String, Version)
    }

    /// Code points of a text.
    package static let textLimit = 1_000

    /// By key; oldest first.
    package private(set) var versions: [String: [Version]] = [:]

    package init() {}

    /// - Throws: ``Refusal/fromThePast``, ``Refusal/missing(_:)`` for a language without words, ``Refusal/tooLong(_:limit:)``,
    ///   ``Refusal/placeholderUnknown(_:)`` or ``Refusal/placeholderMissing(_:)``.
    package func decide(_ command: Command, in situation: Void) throws(Refusal) -> [Event] {
        switch command {
        case .word(let slot, let wording, let from, let today):
            guard from >= today else { throw .fromThePast }
            try Self.check(wording.chinese, .chineseText, in: slot)
            try Self.check(wording.english, .englishText, in: slot)
            return change(slot, to: Version(from: from, wording: wording))
        case .restore(let slot, let from, let today):
            guard from >= today else { throw .fromThePast }
            return change(slot, to: Version(from: from, wording: nil))
        }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .worded(let key, let version): versions[key, default: []].append(version)
        }
    }

    /// What holds on a day: of the versions that have begun, the one that began last, and of several of one day the newest.
    package static func inForce(_ versions: [Version], on day: Day) -> Version? {
        versions.enumerated().filter { $0.element.from <= day }
            .max { ($0.element.from, $0.offset) < ($1.element.from, $1.offset) }?.element
    }

    /// Nothing where that already holds from that day on.
    private func change(_ slot: Slot, to version: Version) -> [Event] {
        let known = versions[slot.key] ?? []
        let before = Self.inForce(known, on: version.from)?.wording
        return before == version.wording && !known.contains { $0.from > version.from }
            ? [] : [.worded(key: slot.key, version)]
    }

    private static func check(_ text: String, _ field: Refusal.Field, in slot: Slot) throws(Refusal) {
        guard text.contains(where: { !$0.isWhitespace }) else { throw .missing(field) }
        guard text.unicodeScalars.count <= textLimit else { throw .tooLong(field, limit: textLimit) }
        try text.refuseZeroCharacter()
        let named = placeholders(in: text)
        if let unknown = named.first(where: { !slot.placeholders.contains($0) }) {
            throw .placeholderUnknown(unknown)
        }
        if let left = slot.required.subtracting(named).min() { throw .placeholderMissing(left) }
    }

    /// What stands in braces, in its order; a brace without its other half is a placeholder that nobody knows.
    package static func placeholders(in text: String) -> [String] {
        var names: [String] = []
        var rest = text[...]
        while let open = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
            guard rest[open] == "{", let close = rest[open...].firstIndex(of: "}") else {
                return names + [String(rest[open...].prefix(20))]
            }
            names.append(String(rest[rest.index(after: open)..<close]))
            rest = rest[rest.index(after: close)...]
        }
        return names
    }
}
