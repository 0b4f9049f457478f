import Application
import Domain
import Hummingbird
import Store

/// Bodies that meet: numbers for everybody, agendas and resolutions for those who keep them.
extension WebDoor {
    func addMeetingRoutes<Context: RequestContext>(to router: Router<Context>) {
        router.get("/meetings") { request, context in
            await respond(request, context) { try await meetings($0) }
        }
        router.get("/meetings/new") { request, context in
            await respond(request, context) { newBody($0) }
        }
        router.post("/meetings/new") { request, context in
            await respond(request, context) { try await establishBody($0) }
        }
        router.get("/meetings/{serial}") { request, context in
            await respond(request, context) { try await meetingBody(context.parameters.get("serial") ?? "", $0) }
        }
        router.post("/meetings/{serial}") { request, context in
            await respond(request, context) { try await changeBody(context.parameters.get("serial") ?? "", $0) }
        }
    }

    private func meetings(_ visit: Visit) async throws -> Response {
        let words = Words(office: office, language: visit.language)
        let lists = try await office.meetingLists()
        var page = WorkPage(words.text("web.work_meetings"))
        page.paragraph(words.text("web.meetings_lead"))
        if may(.keepMeetings, visit) {
            page.links([("/meetings/new", words.text("web.meeting_establish"))], isMain: true)
        }
        let names = Dictionary(uniqueKeysWithValues: lists.bodies.map { ($0.definition.serial, $0.definition) })
        page.heading(words.text("web.meetings_latest"))
        page.table(
            words.text("web.meetings_latest_caption"),
            ["web.meeting", "web.activity_when", "web.meeting_present", "web.meeting_resolved"].map { words.text($0) },
            lists.meetings.prefix(30).map { meeting in
                [
                    .link(
                        "/meetings/\(meeting.body)",
                        words.meeting(names[meeting.body], meeting.session, meeting.term, meeting.number)
                    ),
                    .text(words.moment(meeting.on, nil)),
                    .text(words.present(meeting.present, of: meeting.entitled)), .number(meeting.resolutions),
                ]
            },
            numbers: [3],
            empty: words.text("web.meetings_none")
        )
        addDue(lists.due, to: &page, words)
        page.heading(words.text("web.meeting_bodies"))
        page.table(
            words.text("web.meeting_bodies_caption"),
            ["web.meeting_body", "web.work_unit", "web.meeting_term"].map { words.text($0) },
            lists.bodies.map { body in
                [
                    .link(
                        "/meetings/\(body.definition.serial)",
                        body.definition.name,
                        small: words.text("meeting.kind_\(body.definition.kind.rawValue)")
                    ),
                    .text(words.territory(body.definition.unit)),
                    .text(body.term.map { words.text("web.n_term", ["n": "\($0)"]) } ?? words.text("web.no_term")),
                ]
            },
            empty: words.text("web.meeting_bodies_none")
        )
        page.heading(words.text("web.work_more"))
        page.links(workLinks("/meetings", visit, words))
        return show(page, visit, isNarrow: false)
    }

    /// Every branch × every due period: the sums, and by name what is missing.
    private func addDue(_ due: DueTable, to page: inout WorkPage, _ words: Words) {
        page.heading(words.text("web.meetings_due"))
        page.paragraph(words.text("web.meetings_due_lead"))
        let sessions = MeetingBody.Session.allCases.filter { session in due.rows.contains { $0.session == session } }
        page.table(
            words.text("web.meetings_due_caption"),
            ["web.meeting_session", "web.due_owed", "web.due_kept", "web.due_explained", "web.due_missing"].map {
                words.text($0)
            },
            sessions.map { session in
                [
                    .text(words.text("meeting.session_\(session.rawValue)")), .number(due.due(session)),
                    .number(due.kept(session)), .number(due.explained(session)), .number(due.missing(session)),
                ]
            },
            numbers: [1, 2, 3, 4],
            empty: words.text("web.meetings_due_none")
        )
        let missing = due.rows.flatMap { row in
            row.cells.compactMap { $0.cell == .missing ? (row, $0.period) : nil }
        }.sorted { ($1.1, $0.0.body.serial) < ($0.1, $1.0.body.serial) }
        guard !missing.isEmpty else { return }
        let shown = min(missing.count, 100)
        page.table(
            words.text("web.due_missing_caption", ["n": "\(missing.count)", "shown": "\(shown)"]),
            ["web.meeting_body", "web.meeting_session", "web.period"].map { words.text($0) },
            missing.prefix(shown).map { row, period in
                [
                    .link("/meetings/\(row.body.serial)", row.body.name),
                    .text(words.text("meeting.session_\(row.session.rawValue)")), .text(period.description),
                ]
            },
            empty: ""
        )
    }

    // MARK: - A body

    private func newBody(_ visit: Visit, typed: FormBody? = nil, failed: Refusal? = nil) -> Response {
        guard visit.signedIn != nil else { return redirect("/desk/sign-in") }
        let words = Words(office: office, language: visit.language)
        var page = WorkPage(
            words.text("web.meeting_establish"),
            back: ("/meetings", words.text("web.work_meetings"))
        )
        let form = WorkForm(
            act: "establish",
            title: words.text("web.meeting_establish"),
            fields: [
                .select("kind", words.options(MeetingBody.Kind.allCases, "meeting.kind_")), .line("name"),
            ] + placeFields(visit, words, withGrid: false),
            isMain: true
        )
        page.forms([form], target: "/meetings/new", visit: visit, typed: typed, words: words)
        return show(page, visit, failed: failed)
    }

    private func establishBody(_ visit: Visit) async throws -> Response {
        let again = { (form: FormBody, refusal: Refusal) async throws in
            newBody(visit, typed: form, failed: refusal)
        }
        return try await act(visit, again: again) { form, actor in
            let serial = try await office.establish(
                body: try form.choice("kind", .kind),
                name: form["name"] ?? "",
                unit: try office.knownUnit(form["area"] ?? ""),
                by: actor
            )
            return "/meetings/\(serial)?done=1"
        }
    }

    private func meetingBody(
        _ raw: String,
        _ visit: Visit,
        typed: FormBody? = nil,
        failed: Refusal? = nil
    ) async throws -> Response {
        let serial = try serial(raw, .meetingBody)
        let body = try await office.work(MeetingBody.self, serial)
        guard let definition = body.definition else { throw Refusal.unknown(.meetingBody) }
        let words = Words(office: office, language: visit.language)
        let isKeeper = may(.keepMeetings, visit, in: body.place)
        var page = WorkPage(definition.name, back: ("/meetings", words.text("web.work_meetings")))
        page.facts([
            (words.text("web.handout_kind"), words.text("meeting.kind_\(definition.kind.rawValue)")),
            (words.text("web.work_unit"), words.territory(definition.unit)),
            (
                words.text("web.meeting_term"),
                body.terms.last.map {
                    words.text("web.term_since", ["n": "\($0.number)", "from": words.moment($0.from, nil)])
                } ?? words.text("web.no_term")
            ),
        ])
        if isKeeper {
            page.forms(
                forms(for: body, definition, words),
                target: "/meetings/\(serial)",
                visit: visit,
                typed: typed,
                words: words
            )
        }
        let due = try await office.meetingLists(of: serial).due
        for row in due.rows { addRow(row, to: &page, words) }
        page.heading(words.text("web.meetings_all"))
        if isKeeper { page.paragraph(words.text("web.meetings_private")) }
        page.table(
            words.text("web.meetings_all"),
            ["web.meeting", "web.activity_when", "web.meeting_present", "web.meeting_items", "web.meeting_resolved"]
                .map { words.text($0) },
            body.meetings.reversed().map { numbered in
                let meeting = numbered.meeting
                let needs = meeting.session.needsMajority(in: definition.kind)
                return [
                    .text(words.meeting(nil, meeting.session, numbered.term, numbered.number)),
                    .text(words.moment(meeting.on, nil)),
                    .text(
                        words.present(meeting.present, of: meeting.entitled),
                        small: needs && !meeting.hasMajority ? words.text("web.not_quorate") : ""
                    ),
                    // What was talked about is for those who keep it.
                    isKeeper
                        ? .text(meeting.items.joined(separator: "；"))
                        : .text("\(meeting.items.count)"),
                    isKeeper
                        ? .text(meeting.resolutions.joined(separator: "；"))
                        : .text("\(meeting.resolutions.count)"),
                ]
            },
            empty: words.text("web.meetings_none")
        )
        return show(page, visit, failed: failed, isNarrow: false)
    }

    private func addRow(_ row: DueTable.Row, to page: inout WorkPage, _ words: Words) {
        page.table(
            words.text("web.due_row_caption", ["session": words.text("meeting.session_\(row.session.rawValue)")]),
            ["web.period", "web.work_state"].map { words.text($0) },
            row.cells.reversed().map { period, cell in
                let state: String =
                    switch cell {
                    case .kept(let count): words.text("web.due_kept_n", ["n": "\(count)"])
                    case .explained(let reason): words.text("web.due_explained_why", ["reason": reason])
                    case .missing: words.text("web.due_missing_mark")
                    case .running: words.text("web.due_running")
                    }
                return [.text(period.description), .text(state)]
            },
            empty: words.text("web.meetings_due_none")
        )
    }

    private func forms(
        for body: MeetingBody,
        _ definition: MeetingBody.Definition,
        _ words: Words
    ) -> [WorkForm] {
        let sessions = words.options(definition.kind.sessions, "meeting.session_")
        let term = WorkForm(
            act: "open_term",
            title: words.text("web.meeting_open_term"),
            fields: [
                .number("term", (body.terms.last?.number ?? 0) + 1), .day("from", office.today),
                .number("start", 1, hint: words.text("web.start_hint")),
            ],
            isMain: body.terms.isEmpty
        )
        guard !body.terms.isEmpty else { return [term] }
        let next = definition.kind.sessions.compactMap { session in
            body.next(session).map {
                "\(words.text("meeting.session_\(session.rawValue)"))：\(words.text("web.n_number", ["n": "\($0)"]))"
            }
        }
        var forms = [
            WorkForm(
                act: "hold",
                title: words.text("web.meeting_hold"),
                fields: [
                    .select("meeting_kind", sessions), .day("day", office.today),
                    .number("meeting_number", hint: words.text("web.number_hint")).optional, .number("entitled"),
                    .number("present"), .area("agenda", hint: words.text("web.lines_hint")),
                    .area("resolutions", hint: words.text("web.lines_hint")).optional,
                ],
                isMain: true,
                lead: words.text("web.meeting_next", ["list": next.joined(separator: "，")])
            )
        ]
        if !body.meetings.isEmpty {
            forms.append(
                WorkForm(
                    act: "correct",
                    title: words.text("web.meeting_correct"),
                    fields: [
                        .select("meeting_kind", sessions), .number("meeting_number"), .number("entitled"),
                        .number("present"), .line("reason"),
                    ]
                )
            )
        }
        if definition.kind.sessions.contains(where: { $0.due != nil }) {
            forms.append(
                WorkForm(
                    act: "explain",
                    title: words.text("web.meeting_explain"),
                    fields: [
                        .select(
                            "meeting_kind",
                            words.options(definition.kind.sessions.filter { $0.due != nil }, "meeting.session_")
                        ),
                        .line("period", hint: words.text("expected.period")), .line("reason"),
                    ]
                )
            )
        }
        return forms + [term]
    }

    private func changeBody(_ raw: String, _ visit: Visit) async throws -> Response {
        let serial = try serial(raw, .meetingBody)
        let again = { (form: FormBody, refusal: Refusal) async throws in
            try await meetingBody(raw, visit, typed: form, failed: refusal)
        }
        return try await act(visit, again: again) { form, actor in
            try await office.change(serial, try meetingChange(in: form), by: actor)
            return "/meetings/\(serial)?done=1"
        }
    }

    private func meetingChange(in form: FormBody) throws(Refusal) -> MeetingChange {
        func session() throws(Refusal) -> MeetingBody.Session { try form.choice("meeting_kind", .kind) }
        switch form["act"] {
        case "open_term":
            let (term, start) = (try form.whole("term", .number), try form.whole("start", .number))
            return .openTerm(MeetingBody.Term(number: term, from: try form.day("from"), start: start))
        case "hold":
            let meeting = MeetingBody.Meeting(
                try session(),
                on: try form.day("day"),
                entitled: try form.whole("entitled", .entitled),
                present: try form.whole("present", .present),
                items: form.lines("agenda"),
                resolutions: form.lines("resolutions")
            )
            return .hold(meeting, number: try form.optionalWhole("meeting_number"))
        case "correct":
            return .correct(
                try session(),
                number: try form.whole("meeting_number", .number),
                entitled: try form.whole("entitled", .entitled),
                present: try form.whole("present", .present),
                reason: form["reason"] ?? ""
            )
        case "explain":
            let period: Period
            do { period = try Period(parsing: form["period"] ?? "") } catch { throw .malformed(error) }
            return .explain(MeetingBody.Gap(try session(), period, reason: form["reason"] ?? ""))
        default: throw .formExpired
        }
    }
}

extension Words {
    /// 中共魏都区委常委会 第十五届第 66 次; a branch's meeting with its kind.
    func meeting(
        _ body: MeetingBody.Definition?,
        _ session: MeetingBody.Session,
        _ term: Int,
        _ number: Int
    ) -> String {
        let kind = session == .session ? nil : text("meeting.session_\(session.rawValue)")
        let count = text("web.n_meeting", ["term": "\(term)", "n": "\(number)"])
        return [body?.name, kind, count].compactMap { $0 }.joined(separator: " ")
    }

    func present(_ present: Int, of entitled: Int) -> String {
        text("web.n_present", ["present": "\(present)", "entitled": "\(entitled)"])
    }
}
