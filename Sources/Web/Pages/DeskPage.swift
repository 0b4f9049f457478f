import Application
import Domain
import HTTPTypes
import Hummingbird
import Store

extension WebDoor {
    /// The version of the case that a form was made for; nil when it does not say.
    ///
    /// What is no number is no version that a case ever has, so that the form is answered as one that is out of date.
    func version(in form: FormBody) -> Int? { form["version"].map { Int($0) ?? -1 } }

    // MARK: - A case

    func deskCase(
        _ raw: String,
        _ visit: Visit,
        refused: RefusedAction? = nil,
        contact: Contact? = nil,
        form: FormBody = FormBody(),
        status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        guard let signedIn = visit.signedIn else { return redirect("/desk/sign-in") }
        guard let number = number(raw), let view = try await office.caseView(number, as: .staff(signedIn.staff)) else {
            return try await erasedPage(raw, as: .staff(signedIn.staff), visit)
                ?? pages.message("not_found", status: .notFound, visit: visit)
        }
        let target = "/desk/cases/\(number.rawValue)"
        var model = caseModel(view, visit: visit, target: target, refused: refused)
        if let contact {
            model["contact"] = [contact.name, contact.phone, contact.email].filter { !$0.isEmpty }.joined(
                separator: " · "
            )
        }
        try await addOthers(to: &model, view, visit, isPublic: false)
        try await addPhotos(to: &model, view, desk: target)
        try await addSimilar(to: &model, view, signedIn, visit)
        let words = Words(office: office, language: visit.language)
        try await addDocuments(to: &model, view, at: target, isDesk: true, words)
        model["forms"] = PrintedForm.allCases.map { form in
            ["url": "\(target)/print/\(form.rawValue)", "name": words.text("web.form_\(form.key)")]
        }
        model["has_forms"] = true
        model["routing"] = routing(view, signedIn, words: words)
        model["told"] = try await told(number, withTexts: contact != nil, visit)
        model.merge(try await queueBar(view.summary, signedIn, form, visit)) { $1 }
        model["changes"] = "\(target)/changes?since=\(view.summary.version)"
        return pages.page(
            "case",
            model,
            title: number.rawValue,
            visit: visit,
            status: status,
            isNarrow: true,
            isPrivate: true
        )
    }

    /// Why the case went to whom it went; before it is dispatched, whom the catalogue names now.
    ///
    /// Nil without a place.
    private func routing(_ view: CaseView, _ signedIn: SignedIn, words: Words) -> [String: Any]? {
        let today = office.today
        if let routing = view.file.routing, let unit = view.file.unit {
            let isMine = signedIn.staff.unit == unit
            let name = office.directory.handlingUnits[unit]?.name.text(in: words.language) ?? unit.rawValue
            return [
                "heading": isMine ? words.text("web.why_me") : words.text("web.why_unit", ["unit": name]),
                "lines": office.words(for: routing, unit: unit, on: today, in: words.language),
            ]
        }
        guard view.summary.isOpen, view.file.unit == nil, let grid = view.file.place.grid,
            let route = office.directory.route(in: grid, category: view.file.category, at: office.now)
        else { return nil }
        return [
            "heading": words.text("web.why_then"),
            "lines": office.words(for: route, on: today, in: words.language),
        ]
    }

    /// Something that a member of staff does to a case; what is refused says why and keeps what was typed.
    func deskAct(_ raw: String, _ visit: Visit) async throws -> Response {
        guard let signedIn = visit.signedIn else { return redirect("/desk/sign-in") }
        guard let number = number(raw) else { return pages.message("not_found", status: .notFound, visit: visit) }
        let form = try await form(of: visit)
        let actor = Actor.staff(signedIn.staff)
        do {
            try checkToken(form, signedIn.csrf)
            let words = Words(office: office, language: visit.language)
            let forms = ActionForm(office: office, words: words)
            let command = try forms.command(from: form)
            if case .readContact(let reason) = command {
                let contact = try await office.readContact(of: number, reason: reason, by: actor)
                return try await deskCase(raw, visit, contact: contact, form: form)
            }
            let place = form["queue"] == nil ? nil : try await office.place(of: number)
            let rest = try forms.companions(from: form)
            try await office.perform(command, then: rest, on: number, expecting: version(in: form), by: actor)
            return try await goOn(from: number, at: place, after: command, form, signedIn)
        } catch let refusal as Refusal where refusal != .outsideScope {
            let refused = RefusedAction(form: form, refusal: refusal)
            return try await deskCase(raw, visit, refused: refused, form: form, status: status(of: refusal))
        } catch let fault as Fault where fault.kind == .conflict {
            let refused = RefusedAction(form: form, refusal: nil)
            return try await deskCase(raw, visit, refused: refused, form: form, status: .conflict)
        }
    }
}
