import Application
import Domain
import HTTPTypes
import Hummingbird
import Store

extension WebDoor {
    // MARK: - Before a report is sent

    /// The step between the form and the slip: is it one of these? Nil when nothing like it is open, when the reporter has
    /// passed the step, and for staff, who see the same beside the case.
    ///
    /// Whatever goes wrong here keeps nobody from reporting.
    /// - Throws: ``Refusal`` for a place that is none.
    func similarPage(_ draft: ReportDraft, form: FormBody, _ visit: Visit) async throws -> Response? {
        guard visit.signedIn == nil, form["looked"] == nil else { return nil }
        let found: [Suggestion]
        do { found = try await office.suggestions(for: draft) } catch let fault as Fault {
            office.outages.tell("nothing suggested", of: fault)
            return nil
        }
        guard !found.isEmpty else { return nil }
        let words = Words(office: office, language: visit.language)
        let model: [String: Any] = [
            "similar": found.map { suggestion -> [String: Any] in
                var model = similar(suggestion, words, days: "ago")
                model["word"] = office.alsoWord(for: suggestion.found.number)
                return model
            },
            "kept_fields": form.fields.map { ["name": $0.name, "value": $0.value] }
                + [["name": "looked", "value": "yes"]],
        ]
        let title = pages.text("similar_title", visit.language)
        return pages.page("similar", model, title: title, visit: visit, isNarrow: true, isPrivate: true)
    }

    /// The same as a part of the form, for JavaScript to put in while somebody is still writing.
    func similarPart(_ visit: Visit) async throws -> Response {
        guard lookups.allows(visit.address, at: office.now) else { throw Refusal.throttled(retryAfter: 10) }
        let form = try await form(of: visit)
        let words = Words(office: office, language: visit.language)
        var found: [Suggestion] = []
        do { found = try await office.suggestions(for: draft(form, visit)) } catch is Refusal {
            // What is not whole yet is like nothing.
        }
        let models = found.map { suggestion -> [String: Any] in
            similar(suggestion, words, days: "ago").merging(["apart": true]) { $1 }
        }
        return pages.fragment("similarlist", ["similar": models, "has_similar": !found.isEmpty], visit: visit)
    }

    /// A case, and why it is thought to be the same: "38 m away, same category, 3 days ago, both say 路灯".
    ///
    /// `days`: `ago` from a report that is being written, `apart` between two that are there.
    private func similar(_ suggestion: Suggestion, _ words: Words, days: String) -> [String: Any] {
        let (found, likeness) = (suggestion.found, suggestion.likeness)
        var reasons: [String] = []
        switch likeness.metres {
        case nil: reasons.append(words.text("web.similar_same_grid"))
        case 0?: reasons.append(words.text("web.similar_same_place"))
        case let metres?: reasons.append(words.text("web.similar_metres", ["n": "\(metres)"]))
        }
        switch likeness.kinship {
        case .same: reasons.append(words.text("web.similar_same_category"))
        case .related: reasons.append(words.text("web.similar_related"))
        case .other: break
        }
        let count = min(likeness.days, 2)
        reasons.append(words.text("web.similar_\(days)_\(count)", ["n": "\(likeness.days)"]))
        if !likeness.words.isEmpty {
            let shared = likeness.words.joined(separator: words.text("web.similar_comma"))
            reasons.append(words.text("web.similar_words", ["words": shared]))
        }
        var excerpt = String(found.text.prefix(Self.excerptLength))
        if excerpt.count < found.text.count { excerpt += "…" }
        return [
            "number": found.number.rawValue, "url": "/cases/\(found.number.rawValue)",
            "category": words.category(found.category), "place": words.place(found.address, found.gridCode),
            "stage": words.stage(found.stage), "excerpt": excerpt,
            "why": reasons.joined(separator: words.text("web.similar_comma")),
            "strong": likeness.score >= Likeness.strong,
        ]
    }

    /// Characters of a report that a suggestion shows.
    private static let excerptLength = 80

    // MARK: - Beside a case, at the desk

    /// What a case may be the same as, for whoever may merge it; with a button where one press does it.
    func addSimilar(to model: inout [String: Any], _ view: CaseView, _ signedIn: SignedIn, _ visit: Visit) async throws
    {
        let staff = signedIn.staff
        guard !staff.roles.isDisjoint(with: CaseAction.merge.permission.roles) else { return }
        guard view.actions.contains(.merge) || view.actions.contains(.register) else { return }
        let words = Words(office: office, language: visit.language)
        let number = view.summary.number.rawValue
        let cases = try await office.suggestions(for: view.summary, as: staff).map { suggestion -> [String: Any] in
            let found = suggestion.found
            var model = similar(suggestion, words, days: "apart")
            model["url"] = "/desk/cases/\(found.number.rawValue)"
            guard found.gridCode == view.summary.gridCode else {
                model["hint"] = words.text("web.similar_other_grid")
                return model
            }
            let isSame = found.category == view.summary.category
            guard isSame || view.actions.contains(.register) else {
                model["hint"] = words.text("web.similar_other_category")
                return model
            }
            let key = view.actions.contains(.merge) ? "web.similar_merge" : "web.similar_register_merge"
            model["merge"] = [
                "target": "/desk/cases/\(number)/merge", "csrf": signedIn.csrf, "version": "\(view.summary.version)",
                "label": words.text(key, ["category": words.category(found.category)]),
            ]
            return model
        }
        model["similar_cases"] = cases
        model["has_similar_cases"] = !cases.isEmpty
    }

    /// Merges a case into a suggested one; what is not registered yet is registered first, under the other's category.
    ///
    /// Each step is one of the desk's own, with its own entry: what is refused in the second leaves the first.
    func mergeSimilar(_ raw: String, _ visit: Visit) async throws -> Response {
        guard let signedIn = visit.signedIn else { return redirect("/desk/sign-in") }
        guard let number = number(raw) else { return pages.message("not_found", status: .notFound, visit: visit) }
        var form = try await form(of: visit)
        form.fields.append(("action", CaseAction.merge.rawValue))
        let actor = Actor.staff(signedIn.staff)
        do {
            try checkToken(form, signedIn.csrf)
            guard let target = form["number"].flatMap(self.number),
                let view = try await office.caseView(number, as: actor),
                let other = try await office.caseView(target, as: actor)
            else { throw Refusal.unknown(.caseFile) }
            var version = version(in: form)
            if view.actions.contains(.register) {
                let register = CaseCommand.register(category: other.summary.category)
                version = try await office.perform(register, on: number, expecting: version, by: actor)
            }
            try await office.perform(.merge(into: target), on: number, expecting: version, by: actor)
            return redirect("/desk/cases/\(number.rawValue)?done=1")
        } catch let refusal as Refusal where refusal != .outsideScope {
            let refused = RefusedAction(form: form, refusal: refusal)
            return try await deskCase(raw, visit, refused: refused, status: status(of: refusal))
        } catch let fault as Fault where fault.kind == .conflict {
            let refused = RefusedAction(form: form, refusal: nil)
            return try await deskCase(raw, visit, refused: refused, status: .conflict)
        }
    }
}
