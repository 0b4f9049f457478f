import Application
import Domain
import FoundationEssentials
import Hummingbird
import Store

/// One project at the desk: what stands in its way, with whom, and what can be done now.
extension WebDoor {
    func deskProject(
        _ raw: String,
        _ visit: Visit,
        typed: FormBody? = nil,
        failed: Refusal? = nil
    ) async throws -> Response {
        guard visit.signedIn != nil else { return redirect("/desk/sign-in") }
        let staff = try servant(visit, .see).staff
        let view = try await office.project(try serial(raw, .project), for: staff)
        let words = try await firmWords(visit)
        let (state, details) = (view.state, view.details)
        var page = WorkPage(details.name, back: ("/desk/projects", words.text("web.projects_desk")))
        if state.stage.isOpen, state.weeks.last?.light == .red { page.warning(words.light(state.weeks.last)) }
        page.facts(facts(of: view, words) + seats(of: state, words))
        var links = [("/project/\(details.serial)", words.text("web.projects_public"))]
        if let firm = details.firm { links.append(("/desk/firms/\(firm)", words.text("web.project_firm"))) }
        page.links(links.map { (url: $0.0, text: $0.1) })
        blockers(of: state, on: &page, words)
        let target = "/desk/projects/\(details.serial)"
        if view.actions.contains(.serveProject) {
            let forms = servingForms(state, words)
            page.forms(forms, target: target, visit: visit, typed: typed, words: words.words)
        }
        milestones(of: state, on: &page, words)
        if view.actions.contains(.keepProjects) {
            let forms = try await keepingForms(state, words)
            page.forms(forms, target: target, visit: visit, typed: typed, words: words.words)
        }
        weeks(of: state, on: &page, words)
        page.heading(words.text("web.project_steps"))
        page.list(view.events.reversed().filter { !$0.isLight }.map { words.sentence($0, of: state) })
        return show(page, visit, failed: failed)
    }

    private func seats(of state: Project, _ words: FirmWords) -> [(name: String, value: String)] {
        Project.Seat.allCases.compactMap { seat in
            guard let term = state.holder(of: seat, on: office.today) else {
                return seat == .deputy ? nil : (words.seat(seat), words.text("web.project_nobody"))
            }
            let since = words.text("web.project_since", ["day": words.since(term)])
            return (words.seat(seat), "\(words.account(term.holder)) · \(words.body(term.unit.rawValue)) · \(since)")
        }
    }

    private func blockers(of state: Project, on page: inout WorkPage, _ words: FirmWords) {
        page.table(
            words.text("web.projects_blockers"),
            ["web.project_blocker", "web.project_reported", "web.project_stands"].map { words.text($0) },
            state.blockers.reversed().map { blocker in
                let late = blocker.isLate(on: office.today) ? words.text("web.project_blocker_late") : ""
                let said = "\(blocker.number) \(words.need(blocker.need))"
                let first: WorkPage.Cell =
                    blocker.problem.map { .link("/desk/problems/\($0)", said, small: blocker.text) }
                    ?? .text(said, small: blocker.text)
                return [first, .text(blocker.reported.description), .text(words.stands(blocker), small: late)]
            },
            empty: words.text("web.project_no_blockers")
        )
    }

    // MARK: - What can be done

    private func options(_ blockers: [Project.Blocker], _ words: FirmWords) -> [WorkForm.Field.Option] {
        blockers.map {
            let text = "\($0.number) \(words.need($0.need)) \($0.text.prefix(30))"
            return WorkForm.Field.Option(value: "\($0.number)", text: text)
        }
    }

    private func options(_ milestones: [Project.Milestone]) -> [WorkForm.Field.Option] {
        milestones.map {
            WorkForm.Field.Option(value: "\($0.number)", text: "\($0.number) \($0.name) \($0.planned.description)")
        }
    }

    /// Where there is one option, it is proposed.
    private func only(_ options: [WorkForm.Field.Option]) -> String { options.count == 1 ? options[0].value : "" }

    private func servingForms(_ state: Project, _ words: FirmWords) -> [WorkForm] {
        let today = office.today
        var forms: [WorkForm] = []
        if state.stage.isOpen {
            var fields: [WorkForm.Field] = [
                .area("said"),
                .select("need", words.words.options(Domain.Visit.Need.allCases, "web.visit_need_")),
                .day("day", today),
            ]
            if state.details?.firm != nil {
                let yes = WorkForm.Field.Option(value: "yes", text: words.text("web.project_as_problem"))
                fields.append(.checks("as_problem", [yes]))
            }
            forms.append(
                WorkForm(act: "block", title: words.text("web.project_act_block"), fields: fields, isMain: true)
            )
        }
        let waiting = options(state.blockers.filter { $0.coordinated == nil && $0.solved == nil }, words)
        if !waiting.isEmpty {
            forms.append(
                WorkForm(
                    act: "coordinate",
                    title: words.text("web.project_act_coordinate"),
                    fields: [.select("blocker", waiting, only(waiting)), .line("with"), .day("day", today)]
                )
            )
        }
        let taken = options(state.blockers.filter { $0.coordinated != nil && $0.solved == nil }, words)
        if !taken.isEmpty {
            forms.append(
                WorkForm(
                    act: "solve",
                    title: words.text("web.project_act_solve"),
                    fields: [.select("blocker", taken, only(taken)), .area("solution"), .day("day", today)]
                )
            )
        }
        let solved = options(state.blockers.filter { $0.solved != nil }, words)
        if !solved.isEmpty {
            forms.append(
                WorkForm(
                    act: "reopen",
                    title: words.text("web.project_act_reopen"),
                    fields: [.select("blocker", solved, only(solved)), .line("reason")]
                )
            )
        }
        let ahead = options(state.milestones.filter { $0.reached == nil })
        if !ahead.isEmpty {
            forms.append(
                WorkForm(
                    act: "reach",
                    title: words.text("web.project_act_reach"),
                    fields: [.select("milestone", ahead, only(ahead)), .day("day", today)]
                )
            )
        }
        forms.append(
            WorkForm(
                act: "note",
                title: words.text("web.project_act_note"),
                fields: [.area("note"), .day("day", today)],
                lead: words.text("web.project_note_lead")
            )
        )
        return forms
    }

    private func keepingForms(_ state: Project, _ words: FirmWords) async throws -> [WorkForm] {
        let today = office.today
        let people = try await office.stewards().map {
            WorkForm.Field.Option(value: $0.id.rawValue.uuidString, text: $0.grant.displayName)
        }
        let seats = words.words.options(Project.Seat.allCases, "web.project_seat_")
        var forms: [WorkForm] = []
        if state.stage.isOpen {
            forms = [
                WorkForm(
                    act: "seat",
                    title: words.text("web.project_act_seat"),
                    fields: [
                        .select("seat", seats, state.holder(of: .officer, on: today) == nil ? "officer" : ""),
                        .select("steward", people), .day("day", today),
                        .select(
                            "precision",
                            words.words.options(Project.Precision.allCases, "web.project_precision_"),
                            "day"
                        ),
                        .day("until").optional,
                    ],
                    lead: words.text("web.project_seat_lead")
                ),
                WorkForm(
                    act: "plan",
                    title: words.text("web.project_act_plan"),
                    fields: [.line("milestone_name"), .day("planned")]
                ),
                WorkForm(
                    act: "move",
                    title: words.text("web.project_act_move"),
                    fields: [
                        .select("stage", words.words.options(state.stage.next, "web.project_stage_")),
                        .day("day", today),
                    ]
                ),
            ]
        }
        let ahead = options(state.milestones.filter { $0.reached == nil })
        if !ahead.isEmpty {
            forms.append(
                WorkForm(
                    act: "replan",
                    title: words.text("web.project_act_replan"),
                    fields: [.select("milestone", ahead, only(ahead)), .day("planned"), .line("reason")],
                    lead: words.text("web.project_replan_lead")
                )
            )
        }
        forms.append(
            WorkForm(
                act: "list",
                title: words.text("web.project_act_list"),
                fields: [
                    .number("year", today.year),
                    .select("standing", words.words.options(Project.Standing.allCases, "web.project_standing_")),
                    .day("day", today),
                ]
            )
        )
        let held = Project.Seat.allCases.filter { state.holder(of: $0, on: today) != nil }
        if !held.isEmpty {
            forms.append(
                WorkForm(
                    act: "unseat",
                    title: words.text("web.project_act_unseat"),
                    fields: [.select("seat", words.words.options(held, "web.project_seat_")), .day("day", today)]
                )
            )
        }
        return forms
    }

    func changeProject(_ raw: String, _ visit: Visit) async throws -> Response {
        let again = { (form: FormBody, refusal: Refusal) async throws in
            try await deskProject(raw, visit, typed: form, failed: refusal)
        }
        return try await act(visit, again: again) { form, actor in
            let serial = try serial(raw, .project)
            try await office.take(try projectStep(form), atProject: serial, by: actor)
            return "/desk/projects/\(serial)?done=1"
        }
    }

    private func projectStep(_ form: FormBody) throws -> ProjectStep {
        func milestone() throws -> Int { try form.whole("milestone", .number) }
        func blocker() throws -> Int { try form.whole("blocker", .number) }
        switch form["act"] {
        case "block":
            return .block(
                try form.choice("need", .kind),
                text: form["said"] ?? "",
                asProblem: form["as_problem"] == "yes",
                on: try form.day("day")
            )
        case "coordinate": return .coordinate(try blocker(), with: form["with"] ?? "", on: try form.day("day"))
        case "solve": return .solve(try blocker(), solution: form["solution"] ?? "", on: try form.day("day"))
        case "reopen": return .reopen(try blocker(), reason: form["reason"] ?? "")
        case "reach": return .reach(try milestone(), on: try form.day("day"))
        case "note": return .note(form["note"] ?? "", on: try form.day("day"))
        case "seat":
            guard let holder = form["steward"].flatMap(ID<Account>.init(text:)) else { throw Refusal.unknown(.officer) }
            return .seat(
                try form.choice("seat", .role),
                holder,
                from: try form.day("day"),
                try form.choice("precision", .kind),
                until: form["until"] == nil ? nil : try form.day("until", .until)
            )
        case "unseat": return .unseat(try form.choice("seat", .role), on: try form.day("day"))
        case "plan": return .plan(name: form["milestone_name"] ?? "", try form.day("planned"))
        case "replan":
            return .replan(try milestone(), to: try form.day("planned"), reason: form["reason"] ?? "")
        case "move": return .move(try form.choice("stage", .kind), on: try form.day("day"))
        case "list":
            return .list(
                year: try form.whole("year", .number),
                try form.choice("standing", .kind),
                on: try form.day("day")
            )
        default: throw Refusal.formExpired
        }
    }
}

extension Project.Event {
    /// The lights stand in a list of their own.
    fileprivate var isLight: Bool {
        if case .lit = what { true } else { false }
    }
}
