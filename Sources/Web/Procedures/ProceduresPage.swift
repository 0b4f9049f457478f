import Application
import Domain
import FoundationEssentials
import Hummingbird
import Store

/// Procedures that spare firms time or ways: the year's numbers for everybody, and the desk's list.
extension WebDoor {
    func addProcedureRoutes<Context: RequestContext>(to router: Router<Context>) {
        router.get("/procedures") { request, context in
            await respond(request, context) { try await procedures($0) }
        }
        router.get("/desk/procedures") { request, context in
            await respond(request, context) { try await deskProcedures($0) }
        }
        router.post("/desk/procedures") { request, context in
            await respond(request, context) { try await beginProcedure($0) }
        }
        router.get("/desk/procedures/{serial}") { request, context in
            await respond(request, context) { try await procedure(context.parameters.get("serial") ?? "", $0) }
        }
        router.post("/desk/procedures/{serial}") { request, context in
            await respond(request, context) { try await changeProcedure(context.parameters.get("serial") ?? "", $0) }
        }
    }

    // MARK: - For everybody

    private func procedures(_ visit: Visit) async throws -> Response {
        let words = try await firmWords(visit)
        let totals = try await office.procedureTotals()
        var page = WorkPage(words.text("web.procedures_title"), back: ("/service", words.text("web.service_title")))
        page.paragraph(words.text("web.procedures_lead"))
        page.table(
            words.text("web.procedures_year", ["year": "\(office.today.year)"]),
            [
                "web.procedure_kind", "web.procedures_finished", "web.procedures_statutory", "web.procedures_days",
                "web.procedures_saved", "web.procedures_visits",
            ].map { words.text($0) },
            totals.counts.map { count in
                [
                    .text(words.text("web.procedure_kind_\(count.kind.rawValue)")), .number(count.finished),
                    .number(count.statutory), .number(count.days), .number(count.statutory - count.days),
                    .number(count.visits),
                ]
            },
            numbers: [1, 2, 3, 4, 5],
            empty: words.text("web.procedures_none")
        )
        page.paragraph(
            words.text(
                "web.procedures_areas",
                ["valid": "\(totals.areas.valid)", "uses": "\(totals.areas.uses)"]
            )
        )
        if visit.signedIn.map({ office.may(.see, $0.staff) }) == true {
            page.links([("/desk/procedures", words.text("web.procedures_desk"))])
        }
        return show(page, visit, isNarrow: false)
    }

    // MARK: - At the desk

    private func deskProcedures(
        _ visit: Visit,
        typed: FormBody? = nil,
        failed: Refusal? = nil
    ) async throws -> Response {
        guard visit.signedIn != nil else { return redirect("/desk/sign-in") }
        let staff = try servant(visit, .see).staff
        let words = try await firmWords(visit)
        let isOpen = visit.query["status"] != "all"
        let before = visit.query["before"].flatMap(Int.init)
        let rows = try await office.procedures(isOpen: isOpen, before: before, limit: 51, for: staff)
        var page = WorkPage(words.text("web.procedures_desk"), back: ("/desk/firms", words.text("web.firms_title")))
        page.links([
            (
                isOpen ? "/desk/procedures?status=all" : "/desk/procedures",
                words.text(isOpen ? "web.procedures_all" : "web.procedures_open")
            ), ("/procedures", words.text("web.procedures_title")),
        ])
        page.table(
            words.text(isOpen ? "web.procedures_open" : "web.procedures_all"),
            ["web.procedure", "web.procedure_kind", "web.procedure_begun", "web.procedure_stands"]
                .map { words.text($0) },
            rows.prefix(50).map { row in
                [
                    .link(
                        "/desk/procedures/\(row.serial)",
                        "\(row.serial) \(row.title)",
                        small: words.words.workPlace(row.unit, row.grid)
                    ),
                    .text(words.text("web.procedure_kind_\(row.kind.rawValue)")), .text(row.begunOn.description),
                    .text(
                        words.text("web.procedure_state_\(row.state.rawValue)"),
                        small: row.days.map { days(of: $0, row.statutory, words) } ?? ""
                    ),
                ]
            },
            empty: words.text("web.procedures_none")
        )
        if rows.count > 50 {
            let narrowed = isOpen ? "" : "&status=all"
            page.links([("/desk/procedures?before=\(rows[49].serial)\(narrowed)", words.text("web.firms_further"))])
        }
        if office.may(.serveProcedures, staff) {
            let forms = Procedure.Kind.allCases.map { beginForm($0, visit, words) }
            page.heading(words.text("web.procedure_begin"))
            page.forms(forms, target: "/desk/procedures", visit: visit, typed: typed, words: words.words)
        }
        return show(page, visit, failed: failed, isNarrow: false)
    }

    private func days(of days: Int, _ statutory: Int, _ words: FirmWords) -> String {
        words.text("web.procedure_days_of", ["days": "\(days)", "statutory": "\(statutory)"])
    }

    /// Every kind asks for what it is made of, and for nothing else.
    private func beginForm(_ kind: Procedure.Kind, _ visit: Visit, _ words: FirmWords) -> WorkForm {
        var fields: [WorkForm.Field] = [.line("procedure_title")]
        switch kind {
        case .deficient: fields += [.area("papers"), .day("promised_on")]
        case .merged: fields.append(.area("appraisals"))
        case .area: fields.append(.day("until"))
        case .agency: fields.append(.area("steps").optional)
        case .oneMatter: fields.append(.area("matters"))
        }
        if kind != .area { fields.append(.number("statutory", hint: words.text("web.procedure_statutory_hint"))) }
        fields += placeFields(visit, words.words)
        if kind != .area { fields += [.line("firm_number").optional, .line("project_number").optional] }
        fields.append(.day("day", office.today))
        return WorkForm(
            act: kind.rawValue,
            title: words.text("web.procedure_kind_\(kind.rawValue)"),
            fields: fields,
            lead: words.text("web.procedure_about_\(kind.rawValue)")
        )
    }

    private func beginProcedure(_ visit: Visit) async throws -> Response {
        let again = { (form: FormBody, refusal: Refusal) async throws in
            try await deskProcedures(visit, typed: form, failed: refusal)
        }
        return try await act(visit, again: again) { form, actor in
            let kind: Procedure.Kind = try form.choice("act", .kind)
            let parts = ["papers", "appraisals", "steps", "matters"].flatMap { form.lines($0) }
            let start = Procedure.Start(
                serial: 0,
                kind: kind,
                title: form["procedure_title"] ?? "",
                place: try office.workPlace(unit: form["area"], grid: form["grid"]),
                statutory: try form.optionalWhole("statutory") ?? 0,
                parts: parts,
                promised: kind == .deficient ? try form.day("promised_on") : nil,
                until: kind == .area ? try form.day("until", .until) : nil,
                firm: try form.optionalWhole("firm_number"),
                project: try form.optionalWhole("project_number"),
                on: try form.day("day")
            )
            return "/desk/procedures/\(try await office.begin(start, by: actor))?done=1"
        }
    }

    private func procedure(
        _ raw: String,
        _ visit: Visit,
        typed: FormBody? = nil,
        failed: Refusal? = nil
    ) async throws -> Response {
        guard visit.signedIn != nil else { return redirect("/desk/sign-in") }
        let staff = try servant(visit, .see).staff
        let procedure = try await office.procedure(try serial(raw, .procedure), for: staff)
        guard let start = procedure.start else { return notFound(visit) }
        let words = try await firmWords(visit)
        var page = WorkPage(start.title, back: ("/desk/procedures", words.text("web.procedures_desk")))
        page.facts(facts(of: procedure, start, words))
        if !start.parts.isEmpty {
            page.heading(words.text("web.procedure_parts_\(start.kind.rawValue)"))
            page.list(start.parts)
        }
        if start.kind == .area {
            page.heading(words.text("web.procedure_uses", ["n": "\(procedure.uses.count)"]))
            page.list(procedure.uses.reversed().map { "\($0.on) \($0.by)" })
        }
        if case .open = procedure.state, office.mayServe(staff, in: procedure.place) {
            page.forms(
                stepForms(procedure, start, words),
                target: "/desk/procedures/\(start.serial)",
                visit: visit,
                typed: typed,
                words: words.words
            )
        }
        return show(page, visit, failed: failed)
    }

    private func facts(
        of procedure: Procedure,
        _ start: Procedure.Start,
        _ words: FirmWords
    ) -> [(name: String, value: String)] {
        var facts: [(name: String, value: String)] = [
            (words.text("web.procedure_kind"), words.text("web.procedure_kind_\(start.kind.rawValue)")),
            (words.text("web.procedure_stands"), words.text("web.procedure_state_\(procedure.state.name.rawValue)")),
            (words.text("web.procedure_begun"), start.on.description),
            (words.text("web.project_place"), words.words.workPlace(start.place.unit, start.place.grid?.rawValue)),
        ]
        if let until = start.until { facts.append((words.text("web.field_until"), until.description)) }
        if let promised = start.promised {
            let supplied = procedure.suppliedOn.map { words.text("web.procedure_supplied", ["day": $0.description]) }
            let said = [promised.description, supplied].compactMap { $0 }.joined(separator: " · ")
            facts.append((words.text("web.field_promised_on"), said))
        }
        switch procedure.state {
        case .absent: break
        case .open:
            guard start.kind != .area else { break }
            let passed = office.directory.calendar.workingDays(after: start.on, through: office.today)
            facts.append((words.text("web.procedure_days"), days(of: passed, start.statutory, words)))
        case .finished(let finish):
            facts.append((words.text("web.procedure_days"), days(of: finish.days, start.statutory, words)))
            facts.append((words.text("web.procedures_visits"), "\(finish.visits)"))
        case .ended(let reason, let day): facts.append((day.description, reason))
        }
        return facts
    }

    private func stepForms(_ procedure: Procedure, _ start: Procedure.Start, _ words: FirmWords) -> [WorkForm] {
        let day = WorkForm.Field.day("day", office.today)
        var forms: [WorkForm] = []
        if start.kind == .deficient, procedure.suppliedOn == nil {
            forms.append(
                WorkForm(act: "supply", title: words.text("web.procedure_act_supply"), fields: [day], isMain: true)
            )
        } else if start.kind == .area {
            forms.append(
                WorkForm(
                    act: "use",
                    title: words.text("web.procedure_act_use"),
                    fields: [.line("used_by"), day],
                    isMain: true
                )
            )
        } else {
            forms.append(
                WorkForm(
                    act: "finish",
                    title: words.text("web.procedure_act_finish"),
                    fields: [.number("came", hint: words.text("web.procedure_came_hint")), day],
                    isMain: true
                )
            )
        }
        forms.append(
            WorkForm(act: "end", title: words.text("web.procedure_act_end"), fields: [.line("reason"), day])
        )
        return forms
    }

    private func changeProcedure(_ raw: String, _ visit: Visit) async throws -> Response {
        let again = { (form: FormBody, refusal: Refusal) async throws in
            try await procedure(raw, visit, typed: form, failed: refusal)
        }
        return try await act(visit, again: again) { form, actor in
            let serial = try serial(raw, .procedure)
            let day = try form.day("day")
            let step: ProcedureStep =
                switch form["act"] {
                case "supply": .supply(on: day)
                case "use": .use(by: form["used_by"] ?? "", on: day)
                case "finish": .finish(on: day, visits: try form.whole("came", .count))
                case "end": .end(reason: form["reason"] ?? "", on: day)
                default: throw Refusal.formExpired
                }
            try await office.take(step, atProcedure: serial, by: actor)
            return "/desk/procedures/\(serial)?done=1"
        }
    }
}
