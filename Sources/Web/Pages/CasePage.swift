import Application
import Domain
import Hummingbird
import Store

extension WebDoor {
    /// What every view of a case shows: where it stands, what was said, what can be done, and every step.
    func caseModel(
        _ view: CaseView,
        visit: Visit,
        target: String?,
        refused: RefusedAction? = nil
    ) -> [String: Any] {
        let words = Words(office: office, language: visit.language)
        let summary = view.summary
        var model: [String: Any] = [
            "number": summary.number.rawValue, "category": words.category(summary.category),
            "place": words.place(summary.address, summary.gridCode), "holder": words.holder(summary.gridCode),
            "stage": words.stage(summary.stage), "words": view.file.report.text,
            "channel": words.text("channel.\(summary.channel.rawValue)"),
            "steps": StepLine(view: view, words: words).models,
            "answers": answers(view, words),
        ]
        model.merge(CaseTop(view: view, words: words).model) { $1 }
        model.merge(SharedPart(view: view, words: words, isDesk: target?.hasPrefix("/desk") == true).model) { $1 }
        if let light = view.light, let remaining = view.remaining {
            model["light"] = words.light((light, remaining))
        }
        if summary.recusal != nil { model["confidential"] = words.text("web.case_confidential") }
        if let unit = summary.unit.flatMap({ office.directory.handlingUnits[$0] }) {
            model["unit"] = unit.name.text(in: visit.language)
        }
        if let refused {
            model["failed"] = refused.words(office.catalogues, words.language)
            model["anchor"] = refused.form["action"].map { $0 }
            model.merge(meanwhile(view, refused, words)) { $1 }
        }
        if visit.query["done"] != nil { model["done"] = words.text("web.done") }
        if let target {
            model["why"] = "\(target)/due"
            let csrf = visit.signedIn?.csrf
            let forms = ActionForm(office: office, words: words).models(
                view,
                target: target,
                csrf: csrf,
                refused: refused
            )
            model["actions"] = forms
            model["has_actions"] = !forms.isEmpty
        }
        return model
    }

    private func answers(_ view: CaseView, _ words: Words) -> [[String: Any]] {
        let attributes = office.directory.categories[view.summary.category]?.attributes ?? []
        return attributes.compactMap { attribute in
            guard let answer = view.summary.answers[attribute.code.rawValue] else { return nil }
            let names = answer.split(separator: "\u{1F}").map { key in
                attribute.choices.first { $0.key == key }?.name.text(in: words.language) ?? String(key)
            }
            return ["question": attribute.question.text(in: words.language), "answer": names.joined(separator: "、")]
        }
    }

    /// The public's view of a case.
    func publicCase(_ raw: String, _ visit: Visit) async throws -> Response {
        guard let number = number(raw), let view = try await office.caseView(number, as: .resident) else {
            return try await erasedPage(raw, as: .resident, visit)
                ?? pages.message("not_found", status: .notFound, visit: visit)
        }
        var model = caseModel(view, visit: visit, target: nil)
        try await addOthers(to: &model, view, visit, isPublic: true)
        try await addPhotos(to: &model, view)
        return pages.page("case", model, title: number.rawValue, visit: visit, isNarrow: true)
    }

    /// The slip and the reporter's page.
    func slip(
        _ raw: String,
        _ secret: String,
        _ visit: Visit,
        refused: RefusedAction? = nil,
        status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        guard let number = number(raw), let view = try await office.caseView(number, secret: secret) else {
            return try await erasedPage(raw, secret, visit)
                ?? pages.message("not_found", status: .notFound, visit: visit)
        }
        let words = Words(office: office, language: visit.language)
        let path = "/r/\(number.rawValue)/\(secret)"
        let link = office.settings.publicURL + path
        var model = caseModel(view, visit: visit, target: path, refused: refused)
        try await addOthers(to: &model, view, visit, isPublic: false)
        try await addPhotos(to: &model, view)
        try await addDocuments(to: &model, view, at: path, isDesk: false, words)
        model["link"] = link
        model["district"] = office.settings.district.text(in: visit.language)
        model["due"] = words.time(view.file.answer.due)
        if let solve = view.file.solve {
            model["solve_due"] = words.time(solve.due)
        } else if let light = model["light"] {
            model["promise"] = light
        }
        model["qr"] = QRCode.svg(link, label: words.text("web.qr_label")) ?? ""
        if view.file.report.hasContact {
            let looks = view.events.count { if case .contactRead = $0.what { true } else { false } }
            model["looks"] = words.text(looks == 0 ? "web.looks_none" : "web.looks", ["n": "\(looks)"])
        }
        model["leaf"] = view.leaves.first?.hash ?? ""
        model["index"] = "\(view.leaves.first?.index ?? 0)"
        switch try await office.proofFile(for: number, secret: secret) {
        case .file: model["proof"] = "\(path)/proof"
        case .notYet(let next): model["proof_wait"] = words.text("web.proof_wait", ["at": words.time(next)])
        case .unknown: break
        }
        return pages.page(
            "slip",
            model,
            title: number.rawValue,
            visit: visit,
            status: status,
            isNarrow: true,
            isPrivate: true
        )
    }

    func number(_ raw: String) -> CaseNumber? {
        // What is no number names no case.
        do { return try CaseNumber(parsing: raw) } catch { return nil }
    }
}
