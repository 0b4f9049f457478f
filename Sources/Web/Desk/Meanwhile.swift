import Application
import Domain
import HTTPTypes
import Hummingbird
import Store

/// Two people on one case: what happened while a form was open, and that nothing typed in it is lost.
extension WebDoor {
    /// The steps of a case behind a version, for a page that stays open; 204 when there are none.
    func changes(_ raw: String, _ visit: Visit) async throws -> Response {
        guard let signedIn = visit.signedIn else { return redirect("/desk/sign-in") }
        guard let number = number(raw), let version = visit.query["since"].flatMap({ Int($0) }) else {
            return pages.message("not_found", status: .notFound, visit: visit)
        }
        // One row tells most askers that nothing has changed.
        guard let summary = try await office.caseSummary(number, for: signedIn.staff), summary.version > version,
            let view = try await office.caseView(number, as: .staff(signedIn.staff))
        else { return Response(status: .noContent, headers: Pages.securityHeaders) }
        let words = Words(office: office, language: visit.language)
        let model: [String: Any] = ["steps": steps(of: view, behind: version, words)]
        return pages.fragment("changes", model, visit: visit)
    }

    /// Newest first.
    private func steps(of view: CaseView, behind version: Int, _ words: Words) -> [[String: Any]] {
        let count = view.versions.count { $0 > version }
        return Array(StepLine(view: view, words: words).models.prefix(count))
    }

    /// What the page says when a form was sent on a version that is not the last: what changed, whether it can still be
    /// done, and what was typed where no form is left to keep it.
    func meanwhile(_ view: CaseView, _ refused: RefusedAction, _ words: Words) -> [String: Any] {
        let action = refused.form["action"].flatMap(CaseAction.init(rawValue:))
        let isPossible = action.map(view.actions.contains) ?? false
        let typed = isPossible ? [] : Self.typed(refused.form, words)
        let isOld = version(in: refused.form).map { $0 >= 0 && $0 < view.summary.version } ?? false
        guard isOld || !typed.isEmpty else { return [:] }
        var model: [String: Any] = [
            "steps": isOld ? steps(of: view, behind: version(in: refused.form) ?? 0, words) : [],
            "has_changed": isOld, "typed": typed, "has_typed": !typed.isEmpty,
        ]
        if let action, isOld {
            let name = words.text("action.\(action.rawValue)")
            let key = isPossible ? "web.meanwhile_possible" : "web.meanwhile_impossible"
            model["advice"] = words.text(key, ["action": name, "stage": words.stage(view.stage.name)])
        }
        return ["meanwhile": model]
    }

    /// The fields of a case's forms that hold somebody's own words.
    private static let wordFields = [
        "address", "channel", "comment", "condition", "ground", "note", "opinion", "reason", "reply", "text",
    ]

    private static func typed(_ form: FormBody, _ words: Words) -> [[String: Any]] {
        wordFields.compactMap { name in
            form[name].map { ["label": words.text("web.field_\(name)"), "value": $0] }
        }
    }
}
