package import Domain
import Foundation
import Store

/// A place in the messages that has words, with the words that hold and those that are to come.
package struct MessageTemplate: Sendable {
    package let slot: MessageTemplates.Slot
    /// What is built in.
    package let builtIn: Wording
    /// What holds today.
    package let current: Wording
    /// Own words, oldest first.
    package let versions: [MessageTemplates.Version]
}

extension Office {
    /// Every place in the messages that has words, by key.
    package var messageTemplates: [MessageTemplate] {
        catalogues.keys(in: .chinese).filter(Self.isTemplate).sorted().map(template)
    }

    /// - Throws: ``Refusal/unknown(_:)``.
    package func messageTemplate(_ key: String) throws(Refusal) -> MessageTemplate {
        guard Self.isTemplate(key), catalogues.keys(in: .chinese).contains(key) else { throw .unknown(.template) }
        return template(key)
    }

    /// All words of mail but those of the operator's test.
    private static func isTemplate(_ key: String) -> Bool {
        key.hasPrefix("mail.") && !key.dropFirst(5).hasPrefix("test_")
    }

    private func template(_ key: String) -> MessageTemplate {
        let builtIn = Wording(
            catalogues.text(key, in: .chinese),
            english: catalogues.text(key, in: .english)
        )
        let names = Set(MessageTemplates.placeholders(in: builtIn.chinese))
            .union(MessageTemplates.placeholders(in: builtIn.english))
        // Without the link its reader can neither look nor end the messages.
        let slot = MessageTemplates.Slot(key: key, placeholders: names, required: names.intersection(["link"]))
        return MessageTemplate(
            slot: slot,
            builtIn: builtIn,
            current: directory.wording(of: key, on: today) ?? builtIn,
            versions: directory.templates[key] ?? []
        )
    }

    /// Words messages anew from a day on; what was sent stays as it was sent.
    ///
    /// - Throws: ``Refusal``, ``Fault``.
    package func word(_ key: String, _ wording: Wording, from: Day, by actor: Actor) async throws {
        try demand(.wordMessages, of: actor)
        try await change(
            try wording.command(for: messageTemplate(key).slot, from: from, today: today),
            on: ID<MessageTemplates>.board,
            by: actor.author
        )
    }

    /// Whether words could be published; nothing is written.
    ///
    /// - Throws: ``Refusal``.
    package func check(_ wording: Wording, for key: String, from: Day) throws(Refusal) {
        let slot = try messageTemplate(key).slot
        _ = try MessageTemplates().decide(wording.command(for: slot, from: from, today: today), in: ())
    }

    /// Lets the words that are built in hold again.
    ///
    /// - Throws: ``Refusal``, ``Fault``.
    package func restoreWords(_ key: String, from: Day, by actor: Actor) async throws {
        try demand(.wordMessages, of: actor)
        let slot = try messageTemplate(key).slot
        try await change(.restore(slot, from: from, today: today), on: ID<MessageTemplates>.board, by: actor.author)
    }

    /// Words as a reader would see them, filled with made-up things of this district.
    package func sample(of text: String, in language: Language) -> String {
        let words = MessageWords(office: self, language: language)
        let number = "\(settings.division)-\(today.description.replacing("-", with: ""))-00017-K"
        let category = directory.sortedCategories.first?.name.text(in: language) ?? ""
        let grid = directory.grids.keys.min()?.rawValue
        let unit = directory.handlingUnits.values.min { $0.code < $1.code }?.name.text(in: language) ?? ""
        return Catalogues.filled(
            text,
            [
                "number": number, "category": category, "place": words.place(grid), "unit": unit,
                "due": words.time(now.advanced(bySeconds: 86_400)), "at": words.time(now), "n": "3",
                "what": words.text("mail.short_answered"), "stage": words.text("stage.handling"),
                "sentence": words.text("mail.step_accepted"), "line": settings.contactLine,
                "link": "\(settings.publicURL)/r/\(number)/…",
            ]
        )
    }
}

extension Wording {
    /// As forms send it: with line ends of the network, and blanks around.
    fileprivate func command(
        for slot: MessageTemplates.Slot,
        from: Day,
        today: Day
    ) -> MessageTemplates.Command {
        func plain(_ text: String) -> String {
            text.replacing("\r\n", with: "\n").trimmingCharacters(in: .whitespacesAndNewlines)
        }
        return .word(slot, Wording(plain(chinese), english: plain(english)), from: from, today: today)
    }
}

extension Directory {
    /// The office's own words for a place in the messages on a day; nil where what is built in holds.
    func wording(of key: String, on day: Day) -> Wording? {
        templates[key].flatMap { MessageTemplates.inForce($0, on: day)?.wording }
    }
}
