import Application
import Domain
import Hummingbird
import Store

/// Firms' problems at the desk: the list, one of them with what can be done now, and writing a new one down.
extension WebDoor {
    func addProblemRoutes<Context: RequestContext>(to router: Router<Context>) {
        router.get("/desk/problems") { request, context in
            await respond(request, context) { try await problems($0) }
        }
        router.get("/desk/problems/{number}") { request, context in
            await respond(request, context) { try await problem(context.parameters.get("number") ?? "", $0) }
        }
        router.post("/desk/problems/{number}") { request, context in
            await respond(request, context) { try await changeProblem(context.parameters.get("number") ?? "", $0) }
        }
        router.get("/desk/firms/{number}/problem") { request, context in
            await respond(request, context) { try await problemForm(context.parameters.get("number") ?? "", $0) }
        }
        router.post("/desk/firms/{number}/problem") { request, context in
            await respond(request, context) { try await collectProblem(context.parameters.get("number") ?? "", $0) }
        }
    }

    // MARK: - The list

    private func problems(_ visit: Visit) async throws -> Response {
        guard visit.signedIn != nil else { return redirect("/desk/sign-in") }
        let signedIn = try servant(visit, .see)
        let words = try await firmWords(visit)
        var filter = ProblemFilter()
        filter.status = visit.query["status"].flatMap(ProblemFilter.Status.init(rawValue:)) ?? .open
        filter.need = visit.query["need"].flatMap(Domain.Visit.Need.init(rawValue:))
        filter.before = visit.query["before"].flatMap(Int.init)
        filter.limit = 51
        let found = try await office.problems(filter, for: signedIn.staff)
        var page = WorkPage(
            words.text("web.problems_title"),
            back: ("/desk/firms", words.text("web.firms_title"))
        )
        page.paragraph(words.text("web.problems_lead"))
        page.links(
            ProblemFilter.Status.allCases.filter { $0 != filter.status }.map {
                ("/desk/problems?status=\($0.rawValue)", words.text("web.problems_status_\($0.rawValue)"))
            }
        )
        page.table(
            words.text("web.problems_status_\(filter.status.rawValue)"),
            ["web.problem", "web.problem_firm", "web.problem_stands", "web.problem_owed"].map { words.text($0) },
            found.prefix(50).map { row in
                [
                    .link(
                        "/desk/problems/\(row.number)",
                        "\(row.number) \(words.need(row.need))",
                        small: String(row.summary.prefix(40))
                    ),
                    .link("/desk/firms/\(row.firm)", row.firmName),
                    .text(words.stands(row), small: row.unit.map { words.body($0.rawValue) } ?? ""),
                    .text(words.owed(row.debt, isOverdue: row.isOverdue, on: office.today)),
                ]
            },
            empty: words.text("web.problems_none")
        )
        if found.count > 50 {
            let narrowed = filter.need.map { "&need=\($0.rawValue)" } ?? ""
            let next = "/desk/problems?status=\(filter.status.rawValue)\(narrowed)&before=\(found[49].number)"
            page.links([(next, words.text("web.firms_further"))])
        }
        page.heading(words.text("web.problems_by_need"))
        page.links(
            Domain.Visit.Need.allCases.map {
                ("/desk/problems?status=\(filter.status.rawValue)&need=\($0.rawValue)", words.need($0))
            }
        )
        return show(page, visit, isNarrow: false)
    }

    // MARK: - One

    private func problem(
        _ raw: String,
        _ visit: Visit,
        typed: FormBody? = nil,
        failed: Refusal? = nil
    ) async throws -> Response {
        guard visit.signedIn != nil else { return redirect("/desk/sign-in") }
        let signedIn = try servant(visit, .see)
        guard let view = try await office.problem(try serial(raw, .problem), for: signedIn.staff) else {
            return notFound(visit)
        }
        let words = try await firmWords(visit)
        let (summary, state) = (view.summary, view.state)
        var page = WorkPage(
            words.text("web.problem_title", ["n": "\(summary.number)"]),
            back: ("/desk/problems", words.text("web.problems_title"))
        )
        if summary.isOverdue { page.warning(words.owed(summary.debt, isOverdue: true, on: office.today)) }
        page.paragraph(state.intake?.text ?? "")
        page.facts(facts(view, words))
        page.documents(try await models(of: summary.documents, at: "/desk/problems/\(summary.number)", words.words))
        var links = [("/desk/firms/\(summary.firm)", summary.firmName)]
        if let matter = view.matter, office.sees(signedIn.staff, matter) {
            links.append(("/desk/cases/\(matter.number.rawValue)", words.text("web.problem_case")))
        }
        page.links(links.map { (url: $0.0, text: $0.1) })
        page.forms(
            forms(view, words),
            target: "/desk/problems/\(summary.number)",
            visit: visit,
            typed: typed,
            words: words.words
        )
        page.heading(words.text("web.problem_steps"))
        page.list(view.events.reversed().map { words.sentence($0) })
        return show(page, visit, failed: failed)
    }

    private func facts(_ view: ProblemView, _ words: FirmWords) -> [(name: String, value: String)] {
        let (summary, state) = (view.summary, view.state)
        var facts: [(name: String, value: String)] = [
            (words.text("web.problem_stands"), words.stands(summary)),
            (words.text("web.field_need"), words.need(summary.need)),
            (
                words.text("web.field_heard"),
                words.text("web.problem_source_\((state.intake?.source ?? .desk).rawValue)")
            ),
        ]
        if let debt = summary.debt {
            let owed = words.owed(debt, isOverdue: summary.isOverdue, on: office.today)
            facts.append((words.text("web.problem_owed"), owed))
        }
        if let grade = summary.grade {
            facts.append((words.text("web.field_problem_grade"), words.text("web.problem_grade_\(grade.rawValue)")))
        }
        if let unit = summary.unit { facts.append((words.text("web.field_unit"), words.body(unit.rawValue))) }
        if let matter = view.matter, matter.isOpen {
            facts.append((words.text("web.problem_case_due"), words.words.time(matter.due)))
        }
        if let opinion = state.opinion {
            facts.append((words.text("web.field_promised"), opinion.promised.description))
        }
        if !state.basis.isEmpty { facts.append((words.text("web.field_basis"), state.basis)) }
        if !summary.hidden.isEmpty {
            facts.append((words.text("web.field_hidden"), summary.hidden.map(words.body).joined(separator: "、")))
        }
        return facts
    }

    /// What whoever looks may do now.
    private func forms(_ view: ProblemView, _ words: FirmWords) -> [WorkForm] {
        switch view.state.stage {
        case .collected where view.actions.contains(.grade): return [gradeForm(view, words)]
        case .assigned where view.actions.contains(.answer), .suspended where view.actions.contains(.answer):
            return unitForms(view, words)
        case .answered where view.actions.contains(.callBack): return callForms(view, words, isMain: true)
        case .closed where view.actions.contains(.callBack) && view.state.words[.callBack] == nil:
            return callForms(view, words, isMain: view.summary.debt != nil)
        case .none, .collected, .graded, .assigned, .suspended, .answered, .closed, .withdrawn, .voided: return []
        }
    }

    private func gradeForm(_ view: ProblemView, _ words: FirmWords) -> WorkForm {
        WorkForm(
            act: "grade",
            title: words.text("web.problem_act_grade"),
            fields: [
                .area("said", view.state.intake?.text ?? "", hint: words.text("web.problem_said_hint")),
                .select(
                    "need",
                    words.words.options(Domain.Visit.Need.allCases, "web.visit_need_"),
                    view.summary.need.rawValue
                ),
                .select(
                    "problem_grade",
                    words.words.options(EnterpriseProblem.Grade.allCases, "web.problem_grade_")
                ),
            ],
            isMain: true,
            lead: words.text("web.problem_grade_lead")
        )
    }

    private func unitForms(_ view: ProblemView, _ words: FirmWords) -> [WorkForm] {
        let isNew = view.state.opinion == nil
        let opinion = WorkForm(
            act: "opine",
            title: words.text("web.problem_act_opine"),
            fields: [
                .area("measures"), .day("promised"),
                .select("contact", words.words.options(FirstContact.allCases, "contact.")),
            ],
            isMain: true,
            lead: words.text("web.problem_opine_lead")
        )
        let progress = WorkForm(
            act: "progress",
            title: words.text("web.problem_act_progress"),
            fields: [.area("so_far")],
            isMain: true
        )
        let answer = WorkForm(
            act: "answer",
            title: words.text("web.problem_act_answer"),
            fields: [
                .select("result", words.words.options(Feedback.Result.allCases, "outcome.")), .area("text"),
                .area("basis", hint: words.text("web.problem_basis_hint")).optional,
            ],
            lead: words.text("web.problem_answer_lead")
        )
        return view.state.stage == .assigned && !isNew ? [progress, answer] : [isNew ? opinion : progress]
    }

    private func callForms(_ view: ProblemView, _ words: FirmWords, isMain: Bool) -> [WorkForm] {
        let yesNo = ["yes", "no"].map { WorkForm.Field.Option(value: $0, text: words.text("web.problem_\($0)")) }
        let unasked = WorkForm.Field.Option(value: "", text: words.text("web.problem_unasked"))
        return [
            WorkForm(
                act: "call_back",
                title: words.text("web.problem_act_call_back"),
                fields: [
                    .select("solved", yesNo), .select("satisfied", [unasked] + yesNo).optional, .area("note").optional,
                ],
                isMain: isMain,
                lead: words.text("web.problem_call_lead")
            ),
            WorkForm(act: "not_reached", title: words.text("web.problem_act_not_reached"), fields: []),
        ]
    }

    private func changeProblem(_ raw: String, _ visit: Visit) async throws -> Response {
        let again = { (form: FormBody, refusal: Refusal) async throws in
            try await problem(raw, visit, typed: form, failed: refusal)
        }
        return try await act(visit, again: again) { form, actor in
            guard case .staff(let staff) = actor else { throw Refusal.signInNeeded }
            let number = try serial(raw, .problem)
            try await office.take(try step(form), at: number, by: staff)
            return "/desk/problems/\(number)?done=1"
        }
    }

    private func step(_ form: FormBody) throws -> ProblemStep {
        switch form["act"] {
        case "grade":
            return .grade(
                try form.choice("problem_grade", .grade),
                try form.choice("need", .kind),
                text: form["said"] ?? ""
            )
        case "opine":
            return .opine(
                text: form["measures"] ?? "",
                promised: try form.day("promised"),
                contact: try form.choice("contact", .contact)
            )
        case "progress": return .progress(text: form["so_far"] ?? "")
        case "answer":
            let result: Feedback.Result = try form.choice("result", .feedback)
            return .answer(Feedback(result: result, text: form["text"] ?? "", basis: form["basis"] ?? ""))
        case "call_back": return .callBack(try word(form))
        case "not_reached": return .noteNotReached
        default: throw Refusal.formExpired
        }
    }

    func word(_ form: FormBody) throws(Refusal) -> EnterpriseProblem.Word {
        guard let solved = form["solved"], ["yes", "no"].contains(solved) else { throw .missing(.solved) }
        return EnterpriseProblem.Word(
            isSolved: solved == "yes",
            isSatisfied: form["satisfied"].map { $0 == "yes" },
            note: form["note"] ?? ""
        )
    }

    // MARK: - A new one

    private func problemForm(
        _ raw: String,
        _ visit: Visit,
        typed: FormBody? = nil,
        failed: Refusal? = nil
    ) async throws -> Response {
        guard visit.signedIn != nil else { return redirect("/desk/sign-in") }
        let signedIn = try servant(visit, .collect)
        guard let view = try await office.enterprise(try serial(raw, .firm), for: .staff(signedIn.staff)) else {
            return notFound(visit)
        }
        let words = try await firmWords(visit)
        var page = WorkPage(
            words.text("web.problem_collect"),
            back: ("/desk/firms/\(view.state.number)", view.details.name)
        )
        let sources = EnterpriseProblem.Source.allCases.filter { $0 != .visit && $0 != .link }
        page.forms(
            [
                WorkForm(
                    act: "collect",
                    title: words.text("web.problem_collect"),
                    fields: [
                        .area("said"),
                        .select("need", words.words.options(Domain.Visit.Need.allCases, "web.visit_need_")),
                        .select("heard", words.words.options(sources, "web.problem_source_")),
                        .checks("hidden", unitOptions(words)),
                    ] + documentFields(typed, words),
                    isMain: true,
                    lead: words.text("web.problem_collect_lead")
                )
            ],
            target: "/desk/firms/\(view.state.number)/problem",
            visit: visit,
            typed: typed,
            words: words.words
        )
        return show(page, visit, failed: failed)
    }

    private func unitOptions(_ words: FirmWords) -> [WorkForm.Field.Option] {
        office.directory.handlingUnits.values.sorted { $0.code < $1.code }.map {
            WorkForm.Field.Option(value: $0.code.rawValue, text: $0.name.text(in: words.words.language))
        }
    }

    private func collectProblem(_ raw: String, _ visit: Visit) async throws -> Response {
        // With the documents that were kept before something else was refused.
        var whole: FormBody?
        let again = { (sent: FormBody, refusal: Refusal) async throws in
            try await problemForm(raw, visit, typed: whole ?? sent, failed: refusal)
        }
        return try await act(visit, again: again) { sent, actor in
            guard case .staff(let staff) = actor else { throw Refusal.signInNeeded }
            try office.demandCollecting(by: staff)
            var form = sent
            defer { whole = form }
            try await keepFiles(of: &form)
            let draft = ProblemDraft(
                source: try form.choice("heard", .channel),
                need: try form.choice("need", .kind),
                text: form["said"] ?? "",
                hidden: try hiddenUnits(form),
                documents: KeptDocument.digests(form)
            )
            let number = try await office.collect(draft, ofFirm: try serial(raw, .firm), by: staff)
            return "/desk/problems/\(number)?done=1"
        }
    }

    private func documentFields(_ typed: FormBody?, _ words: FirmWords) -> [WorkForm.Field] {
        guard office.takesDocuments else { return [] }
        let kept = (typed?.all("kept_document") ?? []).compactMap(KeptDocument.init)
        let options = kept.map {
            WorkForm.Field.Option(value: $0.rawValue, text: WebDoor.label($0.pages, words.words))
        }
        let file = WorkForm.Field.file("document", hint: words.text("web.report_document_hint"))
        return options.isEmpty ? [file] : [.checks("kept_document", options), file]
    }

    func hiddenUnits(_ form: FormBody) throws(Refusal) -> Set<UnitCode> {
        var units: Set<UnitCode> = []
        for raw in form.all("hidden") where !raw.isEmpty {
            guard let unit = office.directory.handlingUnits.keys.first(where: { $0.rawValue == raw }) else {
                throw .unknown(.handlingUnit)
            }
            units.insert(unit)
        }
        return units
    }
}
