import Application
import Domain
import HTTPTypes
import Hummingbird

extension WebDoor {
    /// Every place in the messages that has words, with the words of today.
    func templates(_ visit: Visit) throws -> Response {
        _ = try administrator(of: visit, for: .wordMessages)
        let words = Words(office: office, language: visit.language)
        let slots = office.messageTemplates.map { template -> [String: Any] in
            let isOwn = template.current != template.builtIn
            let waits = template.versions.contains { $0.from > office.today }
            let states = [
                template.slot.key, words.text(isOwn ? "web.office_own_words" : "web.office_built_in"),
                waits ? words.text("web.office_words_wait") : nil,
            ]
            return [
                "key": template.slot.key, "words": template.current.text(in: visit.language),
                "state": states.compactMap { $0 }.joined(separator: " · "),
            ]
        }
        return officePage("officetemplates", ["slots": slots], title: words.text("web.office_templates"), visit)
    }

    /// One place: its words in both languages, and what they look like filled.
    func template(
        _ key: String,
        _ visit: Visit,
        typed: FormBody? = nil,
        failed: Refusal? = nil
    ) throws -> Response {
        _ = try administrator(of: visit, for: .wordMessages)
        let words = Words(office: office, language: visit.language)
        let template = try office.messageTemplate(key)
        let today = office.today.description
        let from = typed?["from"] ?? today
        let chinese = typed.map { $0["text_zh"] ?? "" } ?? template.current.chinese
        let english = typed.map { $0["text_en"] ?? "" } ?? template.current.english
        let names = template.slot.placeholders.sorted().map { "{\($0)}" }.joined(separator: " ")
        var model: [String: Any] = [
            "key": key, "text_zh": chinese, "text_en": english, "from": from, "today": today,
            "placeholders": names.isEmpty
                ? words.text("web.office_no_placeholders") : words.text("web.office_placeholders", ["names": names]),
            "button": words.text("web.office_publish", ["from": from]),
            "own_words": template.current != template.builtIn,
            "versions": template.versions.reversed().map { version -> [String: Any] in
                [
                    "from": words.text("web.office_from_day", ["day": version.from.description]),
                    "zh": version.wording.map { $0.chinese } ?? false as Any,
                    "en": version.wording?.english ?? "", "built_in": version.wording == nil,
                ]
            },
        ]
        if typed != nil, failed == nil {
            model["look"] = [
                "zh": office.sample(of: chinese, in: .chinese), "en": office.sample(of: english, in: .english),
                "button": words.text("web.office_publish", ["from": from]),
            ]
        }
        return officePage(
            "officetemplate",
            model,
            title: words.text("web.office_template_title"),
            visit,
            failed: failed
        )
    }

    func wordTemplate(_ key: String, _ visit: Visit) async throws -> Response {
        let signedIn = try administrator(of: visit, for: .wordMessages)
        let form = try await form(of: visit)
        do {
            try checkToken(form, signedIn.csrf)
            let from = try day("from", in: form) ?? office.today
            let actor = Actor.staff(signedIn.staff)
            let wording = Wording(form["text_zh"] ?? "", english: form["text_en"] ?? "")
            switch form["act"] {
            case "keep": try await office.word(key, wording, from: from, by: actor)
            case "restore": try await office.restoreWords(key, from: from, by: actor)
            default:
                // Refused before anybody looks, as it would be when it is published.
                try office.check(wording, for: key, from: from)
                return try template(key, visit, typed: form)
            }
            return redirect("/office/templates/\(key)?done=1")
        } catch let refusal as Refusal {
            return try template(key, visit, typed: form, failed: refusal)
        }
    }
}
