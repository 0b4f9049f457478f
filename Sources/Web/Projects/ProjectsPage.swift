import Application
import Domain
import Hummingbird
import Store

/// Key projects: what everybody sees of them, and the desk's list.
extension WebDoor {
    func addProjectRoutes<Context: RequestContext>(to router: Router<Context>) {
        router.get("/projects") { request, context in await respond(request, context) { try await projects($0) } }
        router.get("/project/{serial}") { request, context in
            await respond(request, context) { try await project(context.parameters.get("serial") ?? "", $0) }
        }
        router.get("/desk/projects") { request, context in
            await respond(request, context) { try await deskProjects($0) }
        }
        router.post("/desk/projects") { request, context in
            await respond(request, context) { try await registerProject($0) }
        }
        router.get("/desk/projects/{serial}") { request, context in
            await respond(request, context) { try await deskProject(context.parameters.get("serial") ?? "", $0) }
        }
        router.post("/desk/projects/{serial}") { request, context in
            await respond(request, context) { try await changeProject(context.parameters.get("serial") ?? "", $0) }
        }
    }

    // MARK: - For everybody

    private func projects(_ visit: Visit) async throws -> Response {
        let words = try await firmWords(visit)
        let filter = projectFilter(visit)
        let rows = try await office.projects(filter)
        var page = WorkPage(words.text("web.projects_title"))
        page.paragraph(words.text("web.projects_lead"))
        page.facts(facts(try await office.projectCounts(), words))
        page.links(statusLinks("/projects", filter, words))
        page.table(
            words.text("web.projects_status_\(filter.status.rawValue)"),
            ["web.project", "web.project_stage", "web.project_light", "web.project_next", "web.project_milestones"]
                .map { words.text($0) },
            rows.prefix(50).map { row in
                [
                    .link("/project/\(row.serial)", row.name, small: words.level(row.level)),
                    .text(words.stage(row.stage), small: words.words.workPlace(row.unit, row.grid)),
                    .text(words.light(row.week)),
                    .text(row.next?.planned.description ?? "", small: row.next?.name ?? ""),
                    .text("\(row.reached)/\(row.milestones)"),
                ]
            },
            empty: words.text("web.projects_none")
        )
        further("/projects", filter, rows, &page, words)
        page.paragraph(words.text("web.projects_light_rule"))
        var links = [("/service", "web.service_title")]
        if visit.signedIn.map({ office.may(.see, $0.staff) }) == true {
            links.insert(("/desk/projects", "web.projects_desk"), at: 0)
        }
        page.links(links.map { (url: $0.0, text: words.text($0.1)) })
        return show(page, visit, isNarrow: false)
    }

    private func facts(_ counts: ProjectCounts, _ words: FirmWords) -> [(name: String, value: String)] {
        let listed = counts.listed.values.reduce(0, +)
        let unlit = counts.open - counts.lights.values.reduce(0, +)
        var lights = Project.Light.allCases.map { "\(words.light($0)) \(counts.lights[$0] ?? 0)" }
        if unlit > 0 { lights.append("\(words.text("web.project_unlit")) \(unlit)") }
        var blockers = words.text(
            "web.projects_blockers_of",
            ["reported": "\(counts.reported)", "coordinated": "\(counts.coordinated)", "solved": "\(counts.solved)"]
        )
        if let first = counts.daysToCoordinate, let second = counts.daysToSolve {
            blockers += words.text("web.projects_middle", ["first": "\(first)", "second": "\(second)"])
        }
        return [
            (
                words.text("web.projects_listed", ["year": "\(office.today.year)"]),
                words.text(
                    "web.projects_listed_of",
                    [
                        "n": "\(listed)", "new": "\(counts.listed[.new] ?? 0)",
                        "continued": "\(counts.listed[.continued] ?? 0)",
                    ]
                )
            ),
            (words.text("web.projects_lights"), lights.joined(separator: " · ")),
            (
                words.text("web.projects_served"),
                words.text(
                    "web.projects_served_of",
                    ["served": "\(counts.served)", "open": "\(counts.open)", "officers": "\(counts.officers)"]
                )
            ),
            (words.text("web.projects_blockers"), blockers),
        ]
    }

    private func project(_ raw: String, _ visit: Visit) async throws -> Response {
        let words = try await firmWords(visit)
        let view = try await office.project(try serial(raw, .project))
        let (state, details) = (view.state, view.details)
        var page = WorkPage(details.name, back: ("/projects", words.text("web.projects_title")))
        var facts = facts(of: view, words)
        let officer = state.holder(of: .officer, on: office.today)
        facts.append(
            (
                words.seat(.officer),
                officer.map { words.text("web.project_officer_since", ["day": words.since($0)]) }
                    ?? words.text("web.project_nobody")
            )
        )
        facts.append(
            (
                words.text("web.projects_blockers"),
                words.text(
                    "web.projects_blockers_of",
                    [
                        "reported": "\(state.blockers.count)",
                        "coordinated": "\(state.blockers.count { $0.coordinated != nil })",
                        "solved": "\(state.blockers.count { $0.solved != nil })",
                    ]
                )
            )
        )
        page.facts(facts)
        milestones(of: state, on: &page, words)
        weeks(of: state, on: &page, words)
        if visit.signedIn.map({ office.may(.see, $0.staff) }) == true {
            page.links([("/desk/projects/\(details.serial)", words.text("web.project_desk"))])
        }
        return show(page, visit)
    }

    func facts(of view: ProjectView, _ words: FirmWords) -> [(name: String, value: String)] {
        let (state, details) = (view.state, view.details)
        let years = state.listed.sorted { $0.key < $1.key }.map { "\($0.key) \(words.standing($0.value))" }
        var facts: [(name: String, value: String)] = [
            (words.text("web.project_light"), words.light(state.weeks.last)),
            (
                words.text("web.project_stage"),
                "\(words.stage(state.stage)) · \((state.stageOn ?? office.today).description)"
            ),
            (words.text("web.project_level"), ([words.level(details.level)] + years).joined(separator: " · ")),
            (
                words.text("web.project_place"),
                words.words.workPlace(details.place.unit, details.place.grid?.rawValue)
            ),
        ]
        if !details.investor.isEmpty { facts.append((words.text("web.project_investor"), details.investor)) }
        return facts
    }

    func milestones(of state: Project, on page: inout WorkPage, _ words: FirmWords) {
        page.table(
            words.text("web.project_milestones"),
            ["web.project_milestone", "web.project_first_plan", "web.project_plan", "web.project_stands"]
                .map { words.text($0) },
            state.milestones.map { milestone in
                let moves = milestone.moves > 0 ? words.text("web.project_moves", ["n": "\(milestone.moves)"]) : ""
                return [
                    .text("\(milestone.number) \(milestone.name)"), .text(milestone.first.description),
                    .text(milestone.planned.description, small: moves),
                    .text(words.stands(milestone, on: office.today)),
                ]
            },
            empty: words.text("web.project_no_milestones")
        )
    }

    /// The last twelve weeks, the newest first.
    func weeks(of state: Project, on page: inout WorkPage, _ words: FirmWords) {
        page.heading(words.text("web.project_weeks"))
        page.list(
            state.weeks.suffix(12).reversed().map {
                words.text("web.project_week", ["day": $0.sunday.description, "light": words.light($0)])
            }
        )
    }

    // MARK: - The desk's list

    private func projectFilter(_ visit: Visit) -> ProjectFilter {
        var filter = ProjectFilter(day: office.today)
        filter.status = visit.query["status"].flatMap(ProjectFilter.Status.init(rawValue:)) ?? .open
        filter.before = visit.query["before"].flatMap(Int.init)
        filter.limit = 51
        return filter
    }

    private func statusLinks(
        _ address: String,
        _ filter: ProjectFilter,
        _ words: FirmWords
    ) -> [(url: String, text: String)] {
        ProjectFilter.Status.allCases.filter { $0 != filter.status }.map {
            ("\(address)?status=\($0.rawValue)", words.text("web.projects_status_\($0.rawValue)"))
        }
    }

    private func further(
        _ address: String,
        _ filter: ProjectFilter,
        _ rows: [ProjectSummary],
        _ page: inout WorkPage,
        _ words: FirmWords
    ) {
        guard rows.count > 50 else { return }
        let next = "\(address)?status=\(filter.status.rawValue)&before=\(rows[49].serial)"
        page.links([(next, words.text("web.firms_further"))])
    }

    private func deskProjects(
        _ visit: Visit,
        typed: FormBody? = nil,
        failed: Refusal? = nil
    ) async throws -> Response {
        guard visit.signedIn != nil else { return redirect("/desk/sign-in") }
        let staff = try servant(visit, .see).staff
        let words = try await firmWords(visit)
        var filter = projectFilter(visit)
        // Whoever only serves sees the own ones first.
        let isMine = visit.query["status"] == nil && !office.may(.keepProjects, staff) && staff.roles.contains(.steward)
        if isMine { filter.servedBy = staff.account }
        let rows = try await office.projects(filter)
        var page = WorkPage(words.text("web.projects_desk"), back: ("/desk/firms", words.text("web.firms_title")))
        page.paragraph(words.text("web.projects_desk_lead"))
        var links = statusLinks("/desk/projects", filter, words)
        if isMine { links.insert(("/desk/projects?status=open", words.text("web.projects_status_open")), at: 0) }
        page.links(links + [("/projects", words.text("web.projects_public"))])
        page.table(
            words.text(isMine ? "web.projects_mine" : "web.projects_status_\(filter.status.rawValue)"),
            ["web.project", "web.project_stage", "web.project_light", "web.project_next", "web.project_officer"]
                .map { words.text($0) },
            rows.prefix(50).map { row in
                [
                    .link("/desk/projects/\(row.serial)", row.name, small: words.level(row.level)),
                    .text(words.stage(row.stage), small: words.words.workPlace(row.unit, row.grid)),
                    .text(words.light(row.week)),
                    .text(row.next?.planned.description ?? "", small: row.next?.name ?? ""),
                    .text(row.officer.map { words.account($0) } ?? words.text("web.project_nobody")),
                ]
            },
            empty: words.text("web.projects_none")
        )
        further("/desk/projects", filter, rows, &page, words)
        if office.may(.keepProjects, staff) {
            let form = WorkForm(
                act: "register",
                title: words.text("web.project_register"),
                fields: [
                    .line("project_name"),
                    .select("level", words.words.options(Project.Level.allCases, "web.project_level_")),
                ] + placeFields(visit, words.words) + [
                    .line("investor").optional,
                    .line("firm_number", hint: words.text("web.project_firm_hint")).optional,
                ]
            )
            page.forms([form], target: "/desk/projects", visit: visit, typed: typed, words: words.words)
        }
        return show(page, visit, failed: failed, isNarrow: false)
    }

    private func registerProject(_ visit: Visit) async throws -> Response {
        let again = { (form: FormBody, refusal: Refusal) async throws in
            try await deskProjects(visit, typed: form, failed: refusal)
        }
        return try await act(visit, again: again) { form, actor in
            let draft = ProjectDraft(
                name: form["project_name"] ?? "",
                level: try form.choice("level", .kind),
                place: try office.workPlace(unit: form["area"], grid: form["grid"]),
                investor: form["investor"] ?? "",
                firm: try form.optionalWhole("firm_number")
            )
            return "/desk/projects/\(try await office.register(draft, by: actor))?done=1"
        }
    }
}
