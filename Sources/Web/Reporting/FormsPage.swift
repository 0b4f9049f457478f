import Application
import Domain
import Hummingbird
import Store

/// Forms that somebody ordered: by whom, until when, what they take, and each filled from what is recorded.
extension WebDoor {
    func addFormRoutes<Context: RequestContext>(to router: Router<Context>) {
        router.get("/forms") { request, context in await respond(request, context) { try await forms($0) } }
        router.post("/forms") { request, context in await respond(request, context) { try await orderForm($0) } }
        router.get("/forms/{serial}") { request, context in
            await respond(request, context) { try await form(context.parameters.get("serial") ?? "", $0) }
        }
        router.post("/forms/{serial}") { request, context in
            await respond(request, context) { try await changeForm(context.parameters.get("serial") ?? "", $0) }
        }
    }

    // MARK: - The list

    private func forms(_ visit: Visit, typed: FormBody? = nil, failed: Refusal? = nil) async throws -> Response {
        let words = Words(office: office, language: visit.language)
        let rows = try await office.forms()
        let inForce = rows.filter { $0.endedOn == nil && $0.order.until >= office.today }
        var page = WorkPage(words.text("web.work_forms"))
        page.paragraph(words.text("web.forms_lead"))
        let head = ["web.form_title", "web.form_authority", "web.form_until", "web.form_filled", "web.form_minutes"]
        page.table(
            words.text("web.forms_in_force"),
            head.map { words.text($0) },
            inForce.map { row($0, words) },
            numbers: [4],
            empty: words.text("web.forms_none")
        )
        page.heading(words.text("web.forms_burden"))
        page.paragraph(words.text("web.forms_burden_lead"))
        page.table(
            words.text("web.forms_burden_caption", ["year": "\(office.today.year)"]),
            ["web.work_unit", "web.forms_times", "web.forms_minutes"].map { words.text($0) },
            try await office.reportingBurden().map {
                [.text(words.territory($0.unit)), .number($0.times), .number($0.minutes)]
            },
            numbers: [1, 2],
            empty: words.text("web.forms_no_burden")
        )
        if may(.orderForms, visit) {
            page.forms([orderForm(visit, words)], target: "/forms", visit: visit, typed: typed, words: words)
        }
        let over = rows.filter { $0.endedOn != nil || $0.order.until < office.today }
        if !over.isEmpty {
            page.heading(words.text("web.forms_over"))
            page.table(
                words.text("web.forms_over"),
                head.map { words.text($0) },
                over.map { row($0, words) },
                numbers: [4],
                empty: ""
            )
        }
        page.heading(words.text("web.work_more"))
        page.links(workLinks("/forms", visit, words))
        return show(page, visit, failed: failed, isNarrow: false)
    }

    private func row(_ row: FormQueries.Row, _ words: Words) -> [WorkPage.Cell] {
        let order = row.order
        return [
            .link("/forms/\(order.serial)", order.title, small: order.number),
            .text(order.authority, small: order.basis), .text(words.moment(row.endedOn ?? order.until, nil)),
            .text(words.filled(order)), .number(order.minutesInYear),
        ]
    }

    private func orderForm(_ visit: Visit, _ words: Words) -> WorkForm {
        WorkForm(
            act: "order",
            title: words.text("web.form_order"),
            fields: [.line("form_title"), .line("form_number"), .line("authority"), .line("approval")]
                + placeFields(visit, words, withGrid: false) + [
                    .day("day", office.today), .day("until", office.today.advanced(by: 364)),
                    .select("rhythm", words.options(FormOrder.Rhythm.allCases, "form.rhythm_")),
                    .number("minutes", hint: words.text("web.form_minutes_hint")),
                    .area("form_lines", hint: words.text("web.form_lines_hint")),
                ],
            lead: words.text("web.form_order_lead")
        )
    }

    private func orderForm(_ visit: Visit) async throws -> Response {
        let again = { (form: FormBody, refusal: Refusal) async throws in
            try await forms(visit, typed: form, failed: refusal)
        }
        return try await act(visit, again: again) { form, actor in
            guard form["act"] == "order" else { throw Refusal.formExpired }
            let draft = FormOrder.Order(
                serial: 0,
                number: form["form_number"] ?? "",
                title: form["form_title"] ?? "",
                authority: form["authority"] ?? "",
                basis: form["approval"] ?? "",
                unit: try office.knownUnit(form["area"] ?? ""),
                from: try form.day("day"),
                until: try form.day("until", .until),
                rhythm: try form.choice("rhythm", .rhythm),
                minutes: try form.whole("minutes", .minutes),
                items: try form.lines("form_lines").map { try Self.item($0) }
            )
            return "/forms/\(try await office.order(draft, by: actor))?done=1"
        }
    }

    /// `受理数 = case.reported`: what is asked, and the code of the figure that fills it.
    private static func item(_ line: String) throws(Refusal) -> FormOrder.Item {
        guard let sign = line.lastIndex(where: { $0 == "=" || $0 == "＝" }) else { return FormOrder.Item(line) }
        let code = line[line.index(after: sign)...].filter { !$0.isWhitespace }
        do { return FormOrder.Item(String(line[..<sign]), indicator: try IndicatorCode(parsing: code)) } catch {
            throw .malformed(error)
        }
    }

    // MARK: - One form

    private func form(
        _ raw: String,
        _ visit: Visit,
        typed: FormBody? = nil,
        failed: Refusal? = nil
    ) async throws -> Response {
        let serial = try serial(raw, .form)
        let state = try await office.work(FormOrder.self, serial)
        guard let order = state.order else { throw Refusal.unknown(.form) }
        let words = Words(office: office, language: visit.language)
        var page = WorkPage(order.title, back: ("/forms", words.text("web.work_forms")))
        if let ending = state.ending {
            page.warning(
                words.text("web.form_ended", ["day": words.moment(ending.on, nil), "reason": ending.reason])
            )
        } else if order.until < office.today {
            page.warning(words.text("web.form_term_over"))
        }
        page.facts(facts(order, words))
        if state.isInForce(on: office.today), may(.handInForms, visit) {
            try await addFilled(state, order, to: &page, visit, typed, words)
        } else {
            addBareLines(order, to: &page, words)
        }
        if may(.orderForms, visit, in: state.place) {
            try await addReturns(order, to: &page, visit, words)
            if state.ending == nil, order.until >= office.today {
                let end = WorkForm(act: "end", title: words.text("web.form_end"), fields: [.line("reason")])
                page.forms([end], target: "/forms/\(serial)", visit: visit, typed: typed, words: words)
            }
        }
        return show(page, visit, failed: failed)
    }

    private func facts(_ order: FormOrder.Order, _ words: Words) -> [(name: String, value: String)] {
        [
            (words.text("web.form_number"), order.number), (words.text("web.form_authority"), order.authority),
            (words.text("web.form_basis"), order.basis), (words.text("web.work_unit"), words.territory(order.unit)),
            (words.text("web.form_from"), words.moment(order.from, nil)),
            (words.text("web.form_until"), words.moment(order.until, nil)),
            (words.text("web.form_rhythm"), words.text("form.rhythm_\(order.rhythm.rawValue)")),
            (words.text("web.form_filled"), words.filled(order)),
            (words.text("web.form_each_time"), words.text("web.form_n_minutes", ["n": "\(order.minutes)"])),
            (words.text("web.form_minutes"), words.text("web.form_n_minutes", ["n": "\(order.minutesInYear)"])),
        ]
    }

    /// What is asked, for those who hand nothing in.
    private func addBareLines(_ order: FormOrder.Order, to page: inout WorkPage, _ words: Words) {
        page.table(
            words.text("web.form_lines"),
            ["web.form_line", "web.form_source"].map { words.text($0) },
            order.items.map { item in
                [.text(item.text), .text(item.indicator?.rawValue ?? words.text("web.form_by_hand"))]
            },
            empty: ""
        )
    }

    /// The form of the unit that somebody hands it in for, and what is left to write.
    private func addFilled(
        _ state: FormOrder,
        _ order: FormOrder.Order,
        to page: inout WorkPage,
        _ visit: Visit,
        _ typed: FormBody?,
        _ words: Words
    ) async throws {
        let units = visit.signedIn.map { office.workUnits(of: $0.staff) } ?? []
        let own = units.filter { office.directory.contains(.unit(order.unit), .unit($0.code)) }
        let chosen = typed?["area"] ?? visit.query["area"]
        guard let unit = own.first(where: { $0.code.rawValue == chosen }) ?? own.first else {
            return addBareLines(order, to: &page, words)
        }
        if own.count > 1 {
            page.links(own.map { ("/forms/\(order.serial)?area=\($0.code.rawValue)", $0.name) })
        }
        let window = try order.rhythm.window(on: office.today, since: order.from)
        page.heading("\(unit.name) · \(words.span(window))")
        let lines = try await office.lines(of: order, for: unit.code)
        page.table(
            words.text("web.form_lines"),
            ["web.form_line", "web.form_value"].map { words.text($0) },
            lines.map { line in
                let source = line.name?.text(in: visit.language) ?? ""
                return [
                    .text(line.item.text, small: line.item.indicator.map { "\(source) \($0.rawValue)" } ?? ""),
                    .text(line.value ?? words.text("web.form_by_hand")),
                ]
            },
            empty: ""
        )
        guard !state.isHandedIn(by: unit.code, on: office.today) else {
            return page.paragraph(words.text("web.form_handed_in"))
        }
        let answers = lines.filter { $0.value == nil }.enumerated().map { index, line in
            WorkForm.Field(name: "answer_\(index + 1)", kind: .line, label: line.item.text)
        }
        let area = WorkForm.Field.select(
            "area",
            [.init(value: unit.code.rawValue, text: unit.name)],
            unit.code.rawValue
        )
        let handIn = WorkForm(
            act: "hand_in",
            title: words.text("web.form_hand_in"),
            fields: [area] + answers,
            isMain: true,
            lead: words.text("web.form_hand_in_lead")
        )
        page.forms([handIn], target: "/forms/\(order.serial)", visit: visit, typed: typed, words: words)
    }

    private func addReturns(
        _ order: FormOrder.Order,
        to page: inout WorkPage,
        _ visit: Visit,
        _ words: Words
    ) async throws {
        page.heading(words.text("web.form_returns"))
        page.table(
            words.text("web.form_returns"),
            ["web.work_unit", "web.form_period", "web.form_values"].map { words.text($0) },
            try await office.returns(of: order.serial, by: visit.actor).map { given in
                let pairs = zip(order.items, given.values).map { "\($0.text) \($1)" }
                return [
                    .text(words.territory(given.unit), small: words.moment(given.on, nil)),
                    .text(words.span(given.window)), .text(pairs.joined(separator: " · ")),
                ]
            },
            empty: words.text("web.form_no_returns")
        )
    }

    private func changeForm(_ raw: String, _ visit: Visit) async throws -> Response {
        let serial = try serial(raw, .form)
        let again = { (body: FormBody, refusal: Refusal) async throws in
            try await form(raw, visit, typed: body, failed: refusal)
        }
        return try await act(visit, again: again) { body, actor in
            switch body["act"] {
            case "hand_in":
                let unit = try office.knownUnit(body["area"] ?? "")
                let answers = (1...FormOrder.mostItems).map { body["answer_\($0)"] ?? "" }
                try await office.handIn(form: serial, for: unit, answers: answers, by: actor)
                return "/forms/\(serial)?area=\(unit.rawValue)&done=1"
            case "end":
                try await office.end(form: serial, reason: body["reason"] ?? "", by: actor)
                return "/forms/\(serial)?done=1"
            default: throw Refusal.formExpired
            }
        }
    }
}

extension Words {
    /// 5/6: lines that are filled by themselves, of all.
    fileprivate func filled(_ order: FormOrder.Order) -> String {
        text("web.form_n_filled", ["filled": "\(order.filled)", "n": "\(order.items.count)"])
    }

    /// The first and the last day.
    fileprivate func span(_ window: FigureWindow) -> String {
        "\(moment(window.from, nil))–\(moment(window.until.advanced(by: -1), nil))"
    }
}
