import Application
import Domain
import Hummingbird
import Store

/// Activities and hand-outs: one page for everybody, with forms for those who keep them.
extension WebDoor {
    func addActivityRoutes<Context: RequestContext>(to router: Router<Context>) {
        router.get("/activities") { request, context in
            await respond(request, context) { try await activities($0) }
        }
        router.get("/activities/new") { request, context in
            await respond(request, context) { newActivity($0) }
        }
        router.post("/activities/new") { request, context in
            await respond(request, context) { try await planActivity($0) }
        }
        router.get("/activities/{serial}") { request, context in
            await respond(request, context) { try await activity(context.parameters.get("serial") ?? "", $0) }
        }
        router.post("/activities/{serial}") { request, context in
            await respond(request, context) { try await changeActivity(context.parameters.get("serial") ?? "", $0) }
        }
        addHandoutRoutes(to: router)
    }

    /// Where the grid's own work hangs together.
    static let workPlaces = [
        ("/activities", "work_activities"), ("/meetings", "work_meetings"), ("/sweeps", "work_sweeps"),
        ("/needs", "work_needs"), ("/pledges", "work_pledges"), ("/disputes", "work_disputes"),
        ("/forms", "work_forms"),
    ]

    /// Links to the other lists of the grid's own work.
    func workLinks(_ here: String, _ visit: Visit, _ words: Words) -> [(url: String, text: String)] {
        var links = Self.workPlaces.filter { $0.0 != here }.map { (url: $0.0, text: words.text("web.\($0.1)")) }
        if may(.keepVolunteers, visit) { links.append(("/volunteers", words.text("web.work_volunteers"))) }
        return links
    }

    /// A serial in an address.
    ///
    /// - Throws: ``Refusal/unknown(_:)``.
    func serial(_ raw: String, _ subject: Refusal.Subject) throws(Refusal) -> Int {
        guard let serial = Int(raw), String(serial) == raw, (1...999_999_999).contains(serial) else {
            throw .unknown(subject)
        }
        return serial
    }

    // MARK: - The list

    private func activities(_ visit: Visit) async throws -> Response {
        let words = Words(office: office, language: visit.language)
        let kind = visit.query["kind"].flatMap(Activity.Kind.init(rawValue:))
        let before = (visit.query["before"] ?? "").split(separator: "_").map(String.init)
        var from: (day: Day, serial: Int)?
        if before.count == 2, let serial = Int(before[1]) {
            // What is no day begins at the top.
            do { from = (try Day(parsing: before[0]), serial) } catch { from = nil }
        }
        let lists = try await office.activityLists(kind: kind, before: from, limit: 50)
        var page = WorkPage(words.text("web.work_activities"))
        page.paragraph(words.text("web.activities_lead"))
        if may(.runActivities, visit) {
            page.links([("/activities/new", words.text("web.activity_plan"))], isMain: true)
            page.links(
                ActivityPreset.allCases.map {
                    ("/activities/new?preset=\($0.rawValue)", words.text("preset.\($0.rawValue)"))
                }
            )
            if !lists.unrecorded.isEmpty {
                page.heading(words.text("web.activities_unrecorded"))
                page.table(
                    words.text("web.activities_unrecorded_caption"),
                    Self.activityHead(words),
                    lists.unrecorded.map { row($0, words) },
                    empty: ""
                )
            }
        }
        page.heading(words.text("web.activities_coming"))
        page.table(
            words.text("web.activities_coming_caption"),
            Self.activityHead(words),
            lists.coming.map { row($0, words) },
            empty: words.text("web.activities_none_coming")
        )
        addSums(lists.sums, to: &page, words)
        page.heading(words.text("web.activities_past"))
        var tabs = [(url: "/activities", text: words.text("web.activities_all"))]
        tabs += Activity.Kind.allCases.map {
            ("/activities?kind=\($0.rawValue)", words.text("activity.kind_\($0.rawValue)"))
        }
        page.links(tabs)
        page.table(
            words.text(kind.map { "activity.kind_\($0.rawValue)" } ?? "web.activities_all"),
            Self.activityHead(words),
            lists.past.map { row($0, words) },
            empty: words.text("web.activities_none")
        )
        if lists.past.count == 50, let last = lists.past.last {
            let narrowed = kind.map { "kind=\($0.rawValue)&" } ?? ""
            page.links([("/activities?\(narrowed)before=\(last.on)_\(last.serial)", words.text("web.work_older"))])
        }
        addHandouts(lists.handouts, to: &page, visit, words)
        page.heading(words.text("web.work_more"))
        page.links(workLinks("/activities", visit, words))
        return show(page, visit, isNarrow: false)
    }

    private static func activityHead(_ words: Words) -> [String] {
        ["web.activity_topic", "web.activity_when", "web.activity_where", "web.activity_attendances"].map {
            words.text($0)
        }
    }

    private func row(_ row: ActivityRow, _ words: Words) -> [WorkPage.Cell] {
        let state: String =
            switch row.state {
            case .absent, .planned: words.text("activity.state_planned")
            case .held: words.text("activity.state_held")
            case .counted: row.attendance.map { words.attendance($0) } ?? ""
            case .calledOff: words.text("activity.state_called_off")
            }
        return [
            .link("/activities/\(row.serial)", row.topic, small: words.text("activity.kind_\(row.kind.rawValue)")),
            .text(words.moment(row.on, row.starts)),
            .text(row.venue, small: words.workPlace(row.unit, row.grid)), .text(state),
        ]
    }

    private func addSums(_ sums: [ActivityQueries.Sum], to page: inout WorkPage, _ words: Words) {
        page.heading(words.text("web.activities_sums", ["year": "\(office.today.year)"]))
        var rows = sums.map { sum -> [WorkPage.Cell] in
            [
                .text(words.text("activity.kind_\(sum.kind.rawValue)")), .number(sum.held),
                .number(sum.attendances), .number(sum.estimated), .number(sum.uncounted),
            ]
        }
        if rows.count > 1 {
            rows.append([
                .text(words.text("web.work_sum")), .number(sums.reduce(0) { $0 + $1.held }),
                .number(sums.reduce(0) { $0 + $1.attendances }), .number(sums.reduce(0) { $0 + $1.estimated }),
                .number(sums.reduce(0) { $0 + $1.uncounted }),
            ])
        }
        page.table(
            words.text("web.activities_sums_caption"),
            ["web.activity_kind", "web.sum_held", "web.sum_attendances", "web.sum_estimated", "web.sum_uncounted"].map {
                words.text($0)
            },
            rows,
            numbers: [1, 2, 3, 4],
            empty: words.text("web.activities_none")
        )
    }

    // MARK: - Planning

    private func newActivity(_ visit: Visit, typed: FormBody? = nil, failed: Refusal? = nil) -> Response {
        guard visit.signedIn != nil else { return redirect("/desk/sign-in") }
        let words = Words(office: office, language: visit.language)
        let preset = visit.query["preset"].flatMap(ActivityPreset.init(rawValue:))
        var page = WorkPage(
            words.text("web.activity_plan"),
            back: ("/activities", words.text("web.work_activities"))
        )
        let stars =
            [WorkForm.Field.Option(value: "", text: words.text("web.no_star"))]
            + words.options(Activity.Star.allCases, "activity.star_")
        let form = WorkForm(
            act: "plan",
            title: words.text("web.activity_plan"),
            fields: [
                .line("topic", preset.map { words.text("preset.\($0.rawValue)") } ?? ""),
                .select(
                    "kind",
                    words.options(Activity.Kind.allCases, "activity.kind_"),
                    preset?.kind.rawValue ?? ""
                ),
                .day("day", office.today), .line("hour").optional.time, .line("venue"),
            ] + placeFields(visit, words) + [.select("star", stars, preset?.star?.rawValue ?? "")],
            isMain: true,
            lead: words.text("web.activity_plan_lead")
        )
        page.forms([form], target: "/activities/new", visit: visit, typed: typed, words: words)
        return show(page, visit, failed: failed)
    }

    private func planActivity(_ visit: Visit) async throws -> Response {
        let again = { (form: FormBody, refusal: Refusal) async throws in
            newActivity(visit, typed: form, failed: refusal)
        }
        return try await act(visit, again: again) { form, actor in
            let draft = ActivityDraft(
                kind: try form.choice("kind", .kind),
                topic: form["topic"] ?? "",
                on: try form.day("day"),
                starts: try form.clock("hour"),
                venue: form["venue"] ?? "",
                place: try office.workPlace(unit: form["area"], grid: form["grid"]),
                star: form["star"].flatMap(Activity.Star.init(rawValue:))
            )
            return "/activities/\(try await office.plan(draft, by: actor))?done=1"
        }
    }

    // MARK: - One activity

    private func activity(
        _ raw: String,
        _ visit: Visit,
        typed: FormBody? = nil,
        failed: Refusal? = nil
    ) async throws -> Response {
        let serial = try serial(raw, .activity)
        let activity = try await office.work(Activity.self, serial)
        guard let plan = activity.plan else { throw Refusal.unknown(.activity) }
        let words = Words(office: office, language: visit.language)
        var page = WorkPage(plan.topic, back: ("/activities", words.text("web.work_activities")))
        var facts = [
            (words.text("web.activity_kind"), words.text("activity.kind_\(plan.kind.rawValue)")),
            (words.text("web.activity_when"), words.moment(plan.on, plan.starts)),
            (words.text("web.activity_where"), plan.venue),
            (words.text("web.work_unit"), words.workPlace(plan.at.unit, plan.at.grid?.rawValue)),
        ]
        if let star = plan.star {
            facts.append((words.text("web.field_star"), words.text("activity.star_\(star.rawValue)")))
        }
        switch activity.state {
        case .absent, .planned: facts.append((words.text("web.work_state"), words.text("activity.state_planned")))
        case .held: facts.append((words.text("web.work_state"), words.text("activity.state_held")))
        case .counted(let attendance):
            facts.append((words.text("web.activity_attendances"), words.attendance(attendance)))
            if let persons = attendance.persons {
                facts.append((words.text("web.activity_different"), words.text("web.n_persons", ["n": "\(persons)"])))
            }
        case .calledOff(let reason):
            facts.append((words.text("web.work_state"), words.text("activity.state_called_off")))
            facts.append((words.text("web.field_reason"), reason))
        }
        page.facts(facts)
        page.paragraph(words.text("web.activity_counting"))
        if may(.runActivities, visit, in: activity.place) {
            page.forms(
                forms(for: activity, plan, words),
                target: "/activities/\(serial)",
                visit: visit,
                typed: typed,
                words: words
            )
        }
        return show(page, visit, failed: failed)
    }

    private func forms(for activity: Activity, _ plan: Activity.Plan, _ words: Words) -> [WorkForm] {
        let methods = words.options(Attendance.Method.allCases, "activity.method_")
        func counting(_ attendance: Attendance?) -> [WorkForm.Field] {
            [
                .number("count", attendance?.times), .select("method", methods, attendance?.method.rawValue ?? ""),
                .number("different", attendance?.persons, hint: words.text("web.different_hint")).optional,
            ]
        }
        let callOff = WorkForm(act: "call_off", title: words.text("web.activity_call_off"), fields: [.line("reason")])
        switch activity.state {
        case .absent, .calledOff: return []
        case .planned:
            let count = counting(nil).map(\.optional)
            return [
                WorkForm(
                    act: "hold",
                    title: words.text("web.activity_hold"),
                    fields: [.day("day", min(plan.on, office.today))] + count,
                    isMain: plan.on <= office.today,
                    lead: words.text("web.activity_hold_lead")
                ),
                WorkForm(act: "move", title: words.text("web.activity_move"), fields: [.day("day", plan.on)]),
                callOff,
            ]
        case .held:
            return [
                WorkForm(act: "count", title: words.text("web.activity_count"), fields: counting(nil), isMain: true),
                callOff,
            ]
        case .counted(let attendance):
            return [
                WorkForm(
                    act: "correct",
                    title: words.text("web.activity_correct"),
                    fields: counting(attendance) + [.line("reason")],
                    lead: words.text("web.activity_correct_lead")
                )
            ]
        }
    }

    private func changeActivity(_ raw: String, _ visit: Visit) async throws -> Response {
        let serial = try serial(raw, .activity)
        let again = { (form: FormBody, refusal: Refusal) async throws in
            try await activity(raw, visit, typed: form, failed: refusal)
        }
        return try await act(visit, again: again) { form, actor in
            try await office.change(serial, try change(in: form), by: actor)
            return "/activities/\(serial)?done=1"
        }
    }

    private func change(in form: FormBody) throws(Refusal) -> ActivityChange {
        func attendance() throws(Refusal) -> Attendance {
            try Attendance(
                form.whole("count", .count),
                by: form.choice("method", .method),
                persons: form.optionalWhole("different")
            )
        }
        switch form["act"] {
        case "hold": return .hold(on: try form.day("day"), form["count"] == nil ? nil : try attendance())
        case "move": return .move(to: try form.day("day"))
        case "count": return .count(try attendance())
        case "correct": return .correct(try attendance(), reason: form["reason"] ?? "")
        case "call_off": return .callOff(reason: form["reason"] ?? "")
        default: throw .formExpired
        }
    }
}

extension Words {
    /// 36 人次（现场清点）: never without how it was counted.
    func attendance(_ attendance: Attendance) -> String {
        let method = text("activity.method_\(attendance.method.rawValue)")
        return text("web.n_attendances", ["n": "\(attendance.times)", "method": method])
    }

    /// A day with its weekday, and the time where it is known.
    func moment(_ day: Day, _ minutes: Int?) -> String {
        let key = day.year == office.today.year ? "web.work_day" : "web.work_day_with_year"
        let values = [
            "year": "\(day.year)", "day": "\(day.day)", "month_name": text("web.month_\(day.month)"),
        ]
        return [text(key, values), minutes.map { clock($0) }].compactMap { $0 }.joined(separator: " ")
    }
}
