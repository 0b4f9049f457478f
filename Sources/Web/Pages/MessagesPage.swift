import Application
import Domain
import HTTPTypes
import Hummingbird
import Store

extension WebDoor {
    // MARK: - Ending messages, without an account

    /// Looking at the page ends nothing: mail programs fetch links to see what is behind them.
    func unsubscribeForm(_ receiver: Receiver?, _ visit: Visit) -> Response {
        guard receiver != nil else { return pages.message("not_found", status: .notFound, visit: visit) }
        let title = pages.text("unsubscribe_title", visit.language)
        let model: [String: Any] = [
            "heading": title, "message": pages.text("unsubscribe_text", visit.language), "asks": true,
        ]
        return pages.page("unsubscribe", model, title: title, visit: visit, isNarrow: true, isPrivate: true)
    }

    /// What the page's button sends, and what mail programs send by themselves (RFC 8058).
    func unsubscribe(_ receiver: Receiver?, _ visit: Visit) async throws -> Response {
        guard let receiver else { return pages.message("not_found", status: .notFound, visit: visit) }
        let resumes = try await form(of: visit)["resume"] != nil
        guard try await office.unsubscribe(receiver, resume: resumes) else {
            return pages.message("not_found", status: .notFound, visit: visit)
        }
        let title = pages.text("unsubscribed_title", visit.language)
        let key = resumes ? "web.resumed_text" : "web.unsubscribed_text"
        let message = office.catalogues.text(key, in: visit.language)
        let model: [String: Any] = ["heading": title, "message": message, "ended": !resumes, "asks": resumes]
        return pages.page("unsubscribe", model, title: title, visit: visit, isNarrow: true, isPrivate: true)
    }

    // MARK: - Staff

    /// What I am told, and for administrators what the board sends at all.
    func messages(
        _ visit: Visit,
        typed: FormBody? = nil,
        refusal: Refusal? = nil,
        status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        guard let signedIn = visit.signedIn else { return redirect("/desk/sign-in") }
        let language = visit.language
        let choice = try await office.choice(of: signedIn.staff.account)
        let timing = choice.flatMap { $0.isActive ? $0.timing.rawValue : nil }
        var model: [String: Any] = [
            "csrf": signedIn.csrf, "email": typed.map { $0["email"] ?? "" } ?? choice?.address.rawValue ?? "",
            "tells": tells(typed.map { $0["tell"] ?? "" } ?? timing, language),
        ]
        if let refusal { model["failed"] = office.catalogues.words(for: refusal, in: language) }
        if visit.query["done"] != nil { model["saved"] = pages.text("messages_saved", language) }
        if signedIn.staff.roles.contains(.administrator) { model["out"] = try await out(language) }
        let title = pages.text("messages_title", language)
        return pages.page(
            "messages",
            model,
            title: title,
            visit: visit,
            status: status,
            isNarrow: true,
            isPrivate: true
        )
    }

    func keepMessages(_ visit: Visit) async throws -> Response {
        guard let signedIn = visit.signedIn else { return redirect("/desk/sign-in") }
        let form = try await form(of: visit)
        do {
            try checkToken(form, signedIn.csrf)
            let timing = form["tell"].flatMap(Timing.init(rawValue:))
            try await office.tell(signedIn.staff.account, at: form["email"] ?? "", timing, in: visit.language)
            return redirect("/desk/messages?done=1")
        } catch let refusal as Refusal {
            return try await messages(visit, typed: form, refusal: refusal, status: self.status(of: refusal))
        }
    }

    private func out(_ language: Language) async throws -> [String: Any] {
        let words = Words(office: office, language: language)
        let counts = try await office.outboxCounts()
        func count(_ channel: Receiver.Channel, _ state: String) -> String {
            "\(counts.first { $0.channel == channel && $0.state == state }?.count ?? 0)"
        }
        let channels: [(Receiver.Channel, String)] = [(.mail, "web.channel_mail"), (.webhook, "web.channel_webhook")]
        let lines = channels.map { channel, key in
            words.text(
                "web.messages_state",
                [
                    "channel": words.text(key), "waiting": count(channel, "waiting"),
                    "given_up": count(channel, "given_up"),
                ]
            )
        }
        let dead = try await office.givenUp(limit: 20).map { dead in
            words.text(
                "web.dead_line",
                [
                    "index": "\(dead.event - 1)", "receiver": dead.receiver.text, "attempts": "\(dead.attempts)",
                    "failure": dead.failure,
                ]
            )
        }
        let webhooks = try await office.webhooks().map { webhook in
            [
                "id": webhook.id, "url": webhook.url,
                "state": words.text(webhook.isActive ? "web.webhook_active" : "web.webhook_ended"),
            ]
        }
        var out: [String: Any] = ["counts": lines, "dead": dead]
        if !webhooks.isEmpty { out["webhooks"] = ["list": webhooks] }
        return out
    }

    /// What the reporter of a case was told: when and of what; the words only beside the contact data.
    func told(_ number: CaseNumber, withTexts: Bool, _ visit: Visit) async throws -> [[String: Any]] {
        let words = Words(office: office, language: visit.language)
        return try await office.messages(toReporterOf: number, withTexts: withTexts).map { sent in
            let what = sent.steps.map { words.text("mail.short_\($0)") }.joined(separator: "、")
            var model: [String: Any] = ["line": words.text("web.told", ["at": words.time(sent.at), "what": what])]
            // Under a name of its own: the case's words are another thing.
            if let text = sent.text { model["text"] = ["text": text] }
            return model
        }
    }
}
