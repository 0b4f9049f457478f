import Application
import Domain
import Hummingbird
import Store

/// Sweeps: coverage for everybody, the list with its names for those who go there.
extension WebDoor {
    func addSweepRoutes<Context: RequestContext>(to router: Router<Context>) {
        router.get("/sweeps") { request, context in await respond(request, context) { try await sweeps($0) } }
        router.get("/sweeps/new") { request, context in
            await respond(request, context) { try await newSweep($0) }
        }
        router.post("/sweeps/new") { request, context in
            await respond(request, context) { try await freezeSweep($0) }
        }
        router.get("/sweeps/checklists") { request, context in
            await respond(request, context) { try await checklists($0) }
        }
        router.post("/sweeps/checklists") { request, context in
            await respond(request, context) { try await publishChecklist($0) }
        }
        router.get("/sweeps/{serial}") { request, context in
            await respond(request, context) { try await sweep(context.parameters.get("serial") ?? "", $0) }
        }
        router.post("/sweeps/{serial}") { request, context in
            await respond(request, context) { try await changeSweep(context.parameters.get("serial") ?? "", $0) }
        }
        addElementRoutes(to: router)
    }

    private func sweeps(_ visit: Visit) async throws -> Response {
        let words = Words(office: office, language: visit.language)
        let sweeps = try await office.sweeps()
        var page = WorkPage(words.text("web.work_sweeps"))
        page.paragraph(words.text("web.sweeps_lead"))
        var links: [(url: String, text: String)] = []
        if may(.planSweeps, visit) { links.append(("/sweeps/new", words.text("web.sweep_freeze"))) }
        page.links(links, isMain: true)
        if visit.signedIn != nil { page.links([("/sweeps/checklists", words.text("web.checklists"))]) }
        page.table(
            words.text("web.sweeps_caption"),
            ["web.sweep", "web.work_unit", "web.sweep_until", "web.sweep_frame", "web.work_state"].map {
                words.text($0)
            },
            sweeps.map { sweep in
                [
                    .link(
                        "/sweeps/\(sweep.serial)",
                        sweep.name,
                        small: words.text("sweep.kind_\(sweep.kind.rawValue)")
                    ),
                    .text(words.territory(sweep.unit)), .text(words.moment(sweep.until, nil)), .number(sweep.frame),
                    .text(words.text("sweep.state_\(sweep.state.rawValue)")),
                ]
            },
            numbers: [3],
            empty: words.text("web.sweeps_none")
        )
        page.heading(words.text("web.work_more"))
        page.links(workLinks("/sweeps", visit, words))
        return show(page, visit, isNarrow: false)
    }

    // MARK: - Planning

    private func newSweep(_ visit: Visit, typed: FormBody? = nil, failed: Refusal? = nil) async throws -> Response {
        guard let signedIn = visit.signedIn else { return redirect("/desk/sign-in") }
        let words = Words(office: office, language: visit.language)
        let lists = try await office.checklists()
        let earlier = try await office.sweeps()
            .filter { office.may(.planSweeps, .staff(signedIn.staff), in: .unit($0.unit)) }
        var page = WorkPage(words.text("web.sweep_freeze"), back: ("/sweeps", words.text("web.work_sweeps")))
        guard !lists.isEmpty else {
            page.paragraph(words.text("web.checklists_needed"))
            page.links([("/sweeps/checklists", words.text("web.checklists"))], isMain: true)
            return show(page, visit, failed: failed)
        }
        let sources =
            [
                WorkForm.Field.Option(value: "lines", text: words.text("web.source_lines")),
                WorkForm.Field.Option(value: "grids", text: words.text("web.source_grids")),
            ]
            + earlier.map {
                let name = words.text("web.source_earlier", ["name": $0.name, "n": "\($0.frame)"])
                return WorkForm.Field.Option(value: "\($0.serial)", text: name)
            }
        let form = WorkForm(
            act: "freeze",
            title: words.text("web.sweep_freeze"),
            fields: [
                .line("name"), .select("kind", words.options(Sweep.Kind.allCases, "sweep.kind_")),
            ] + placeFields(visit, words, withGrid: false) + [
                .select(
                    "checklist",
                    lists.map { WorkForm.Field.Option(value: "\($0.serial)", text: words.checklist($0)) }
                ),
                .day("until", office.today.advanced(by: 14)), .select("source", sources),
                .area("frame", hint: words.text("web.frame_hint")).optional,
            ],
            isMain: true,
            lead: words.text("web.sweep_freeze_lead")
        )
        page.forms([form], target: "/sweeps/new", visit: visit, typed: typed, words: words)
        return show(page, visit, failed: failed)
    }

    private func freezeSweep(_ visit: Visit) async throws -> Response {
        let again = { (form: FormBody, refusal: Refusal) async throws in
            try await newSweep(visit, typed: form, failed: refusal)
        }
        return try await act(visit, again: again) { form, actor in
            let source: SweepDraft.Source =
                switch form["source"] {
                case "grids": .grids
                case "lines", nil: .lines(form["frame"] ?? "")
                case .some: .earlier(try form.whole("source", .frame))
                }
            let draft = SweepDraft(
                kind: try form.choice("kind", .kind),
                name: form["name"] ?? "",
                unit: try office.knownUnit(form["area"] ?? ""),
                checklist: try form.whole("checklist", .items),
                until: try form.day("until", .until),
                source: source
            )
            return "/sweeps/\(try await office.freeze(draft, by: actor))?done=1"
        }
    }

    // MARK: - Checklists

    private func checklists(_ visit: Visit, typed: FormBody? = nil, failed: Refusal? = nil) async throws -> Response {
        guard visit.signedIn != nil else { return redirect("/desk/sign-in") }
        let words = Words(office: office, language: visit.language)
        let lists = try await office.checklists()
        var page = WorkPage(words.text("web.checklists"), back: ("/sweeps", words.text("web.work_sweeps")))
        page.paragraph(words.text("web.checklists_lead"))
        for list in lists {
            page.heading(words.checklist(list))
            page.table(
                words.text("web.checklist_items"),
                ["web.checklist_item", "web.field_category", "web.checklist_limit"].map { words.text($0) },
                list.items.map { [.text($0.text), .text(words.category($0.category)), .text(words.limit($0.limit))] },
                empty: ""
            )
        }
        if may(.keepChecklists, visit) {
            let categories = office.directory.sortedCategories.map {
                WorkForm.Field.Option(value: $0.code.rawValue, text: $0.name.text(in: words.language))
            }
            let ready = words.options(ChecklistTemplate.allCases, "checklist.")
            let versions =
                [WorkForm.Field.Option(value: "", text: words.text("web.checklist_new"))]
                + lists.map { WorkForm.Field.Option(value: "\($0.serial)", text: words.checklist($0)) }
            page.forms(
                [
                    WorkForm(
                        act: "adopt",
                        title: words.text("web.checklist_adopt"),
                        fields: [.select("template", ready), .select("category", categories)],
                        isMain: lists.isEmpty,
                        lead: words.text("web.checklist_adopt_lead")
                    ),
                    WorkForm(
                        act: "publish",
                        title: words.text("web.checklist_publish"),
                        fields: [
                            .select("checklist", versions), .line("name"), .select("category", categories),
                            .line("limit", "3wd", hint: words.text("expected.limit")),
                            .area("agenda_items", hint: words.text("web.lines_hint")),
                        ]
                    ),
                ],
                target: "/sweeps/checklists",
                visit: visit,
                typed: typed,
                words: words
            )
        }
        return show(page, visit, failed: failed, isNarrow: false)
    }

    private func publishChecklist(_ visit: Visit) async throws -> Response {
        let again = { (form: FormBody, refusal: Refusal) async throws in
            try await checklists(visit, typed: form, failed: refusal)
        }
        return try await act(visit, again: again) { form, actor in
            let category: CategoryCode
            do throws(Malformed) { category = try CategoryCode(parsing: form["category"] ?? "") } catch {
                throw Refusal.malformed(error)
            }
            func items(_ texts: [String], _ limit: String) throws(Refusal) -> [Checklist.Item] {
                do {
                    let limit = try Limit(parsing: limit)
                    return texts.map { Checklist.Item($0, category: category, limit: limit) }
                } catch { throw .malformed(error) }
            }
            if form["act"] == "adopt" {
                let template: ChecklistTemplate = try form.choice("template", .items)
                let words = Words(office: office, language: visit.language)
                _ = try await office.publish(
                    checklist: nil,
                    name: words.text(template.nameKey),
                    items: try items(template.keys.map { words.text($0) }, template.limit),
                    by: actor
                )
            } else {
                _ = try await office.publish(
                    checklist: try form.optionalWhole("checklist"),
                    name: form["name"] ?? "",
                    items: try items(form.lines("agenda_items"), form["limit"] ?? ""),
                    by: actor
                )
            }
            return "/sweeps/checklists?done=1"
        }
    }

    // MARK: - One sweep

    private func sweep(
        _ raw: String,
        _ visit: Visit,
        typed: FormBody? = nil,
        failed: Refusal? = nil
    ) async throws -> Response {
        let serial = try serial(raw, .sweep)
        let view = try await office.sweepView(serial)
        let plan = view.plan
        let words = Words(office: office, language: visit.language)
        var page = WorkPage(plan.name, back: ("/sweeps", words.text("web.work_sweeps")))
        let tally = view.tally
        page.facts([
            (words.text("web.sweep_kind"), words.text("sweep.kind_\(plan.kind.rawValue)")),
            (words.text("web.work_unit"), words.territory(plan.unit)),
            (
                words.text("web.sweep_frame"),
                words.text("web.frame_frozen", ["n": "\(plan.elements.count)", "position": "\(view.frozenAt)"])
            ),
            (words.text("web.checklist"), words.checklist(view.checklist)),
            (words.text("web.sweep_until"), words.moment(plan.until, nil)),
            (words.text("web.work_state"), words.text("sweep.state_\(view.sweep.state.name.rawValue)")),
        ])
        page.paragraph(
            words.text(
                tally.missed == 0 ? "web.sweep_all" : "web.sweep_share",
                ["covered": "\(tally.covered)", "frame": "\(tally.frame)", "missed": "\(tally.missed)"]
            )
        )
        let goes = may(.visitElements, visit)
        if goes, view.sweep.state == .running, view.elements.contains(where: { $0.result == nil }) {
            page.links([("/sweeps/\(serial)/next", words.text("web.sweep_go"))], isMain: true)
        }
        page.table(
            words.text("web.sweep_results"),
            ["web.sweep_result", "web.sweep_count"].map { words.text($0) },
            SweepElement.Result.allCases.map {
                [.text(words.text("sweep.result_\($0.rawValue)")), .number(tally[$0])]
            } + [[.text(words.text("sweep.result_none")), .number(tally.notVisited)]],
            numbers: [1],
            empty: ""
        )
        addHazards(view, to: &page, words)
        addRecheck(view, to: &page, visit, typed, words)
        page.heading(words.text("web.sweep_grids"))
        addCoverage(view, to: &page, words)
        if goes || may(.planSweeps, visit) || may(.recheckElements, visit) { addMisses(view, to: &page, words) }
        if view.sweep.state == .running, may(.planSweeps, visit, in: view.sweep.place) {
            let end = WorkForm(
                act: "end",
                title: words.text("web.sweep_end"),
                fields: [.line("drawing", hint: words.text("web.drawing_hint"))],
                lead: words.text("web.sweep_end_lead")
            )
            page.forms([end], target: "/sweeps/\(serial)", visit: visit, typed: typed, words: words)
        }
        return show(page, visit, failed: failed, isNarrow: false)
    }

    private func addHazards(_ view: SweepView, to page: inout WorkPage, _ words: Words) {
        guard !view.cases.isEmpty else { return }
        page.heading(words.text("web.sweep_hazards"))
        let open = view.cases.count { $0.isOpen }
        page.table(
            words.text("web.sweep_hazards_caption", ["n": "\(view.cases.count)", "open": "\(open)"]),
            ["web.sweep_case", "web.work_state", "web.clock"].map { words.text($0) },
            view.cases.prefix(100).map { summary in
                let clock = office.clock(of: summary).map { words.remaining($0.remaining) }
                return [
                    .link(
                        "/cases/\(summary.number.rawValue)",
                        summary.number.rawValue,
                        small: words.category(summary.category)
                    ),
                    .text(words.stage(summary.stage)),
                    .text(clock ?? summary.closedAt.map { words.time($0) } ?? ""),
                ]
            },
            empty: ""
        )
    }

    /// What a second pair of eyes found, and how sure that makes.
    private func addRecheck(
        _ view: SweepView,
        to page: inout WorkPage,
        _ visit: Visit,
        _ typed: FormBody?,
        _ words: Words
    ) {
        switch view.sweep.state {
        case .absent, .running: return
        case .ended(let drawing):
            page.heading(words.text("web.recheck"))
            page.paragraph(words.text("web.recheck_waits", ["drawing": drawing]))
            if may(.recheckElements, visit, in: view.sweep.place) {
                let draw = WorkForm(
                    act: "draw",
                    title: words.text("web.sweep_draw"),
                    fields: [.line("draw"), .day("day", office.today), .number("sample", 59)],
                    isMain: true,
                    lead: words.text("web.sweep_draw_lead", ["drawing": drawing])
                )
                page.forms([draw], target: "/sweeps/\(view.plan.serial)", visit: visit, typed: typed, words: words)
            }
        case .drawn(let drawing, let draw):
            page.heading(words.text("web.recheck"))
            page.facts([
                (words.text("web.recheck_head"), "\(draw.size) \(draw.root)"), (drawing, draw.numbers),
                (words.text("web.recheck_elements"), draw.elements.map(String.init).joined(separator: ", ")),
            ])
            let drawn = Set(draw.elements)
            let seen = view.elements.filter { drawn.contains($0.number) && $0.agrees != nil }
            let differing = seen.count { $0.agrees == false }
            page.paragraph(
                words.text(
                    "web.recheck_found",
                    ["seen": "\(seen.count)", "n": "\(draw.elements.count)", "differing": "\(differing)"]
                )
            )
            let population = view.tally.covered
            for share in [2, 5, 10] where population > 0 {
                let wrong = population * share / 100
                let confidence = Confidence(
                    population: population,
                    wrong: wrong,
                    sample: min(seen.count, population)
                )
                page.paragraph(
                    words.text(
                        "web.recheck_sure",
                        [
                            "share": "\(share)", "wrong": "\(wrong)", "population": "\(population)",
                            "sample": "\(confidence.sample)", "percent": confidence.percent,
                        ]
                    )
                )
            }
            if may(.recheckElements, visit, in: view.sweep.place) {
                page.links(
                    view.elements.filter { drawn.contains($0.number) && $0.agrees == nil }.prefix(20).map {
                        ("/sweeps/\(view.plan.serial)/\($0.number)", "\($0.number) \($0.name)")
                    }
                )
            }
        }
    }

    /// The map and the table of the grids say the same.
    private func addCoverage(_ view: SweepView, to page: inout WorkPage, _ words: Words) {
        let directory = office.directory
        var frame: [GridCode: Int] = [:]
        var covered: [GridCode: Int] = [:]
        for count in view.counts {
            guard let grid = directory.grid(named: count.grid) ?? directory.successor(of: count.grid) else { continue }
            frame[grid, default: 0] += count.count
            if count.result?.isCovered == true { covered[grid, default: 0] += count.count }
        }
        func sentence(_ grid: GridCode) -> String {
            words.text(
                "web.grid_coverage",
                [
                    "name": words.gridName(grid.rawValue) ?? grid.rawValue, "covered": "\(covered[grid] ?? 0)",
                    "frame": "\(frame[grid] ?? 0)",
                ]
            )
        }
        let inUnit = Set(directory.grids(in: .unit(view.plan.unit)) ?? [])
        let map = BoardMap(directory, only: inUnit.union(frame.keys))
        if !map.streets.isEmpty {
            page.drawing([
                "width": map.width, "height": map.height, "borders": map.borders,
                "label": words.text("web.sweep_map"), "none": words.text("web.coverage_none"),
                "some": words.text("web.coverage_some"), "most": words.text("web.coverage_most"),
                "all": words.text("web.coverage_all"),
                "cells": map.streets.flatMap(\.cells).map { cell -> [String: Any] in
                    let (all, done) = (frame[cell.code] ?? 0, covered[cell.code] ?? 0)
                    let tint: Any = all == 0 || done == 0 ? false : done == all ? "o4" : 2 * done >= all ? "o2" : "o1"
                    return [
                        "url": "/grids/\(cell.code.rawValue)", "path": cell.path, "tint": tint,
                        "sentence": sentence(cell.code),
                    ]
                },
            ])
        }
        page.table(
            words.text("web.sweep_grids_caption"),
            ["web.field_grid", "web.sweep_frame", "web.sweep_covered", "web.sweep_missed"].map { words.text($0) },
            frame.keys.sorted().map { grid in
                let (all, done) = (frame[grid] ?? 0, covered[grid] ?? 0)
                return [
                    .link("/grids/\(grid.rawValue)", words.gridName(grid.rawValue) ?? grid.rawValue),
                    .number(all), .number(done), .number(all - done),
                ]
            },
            numbers: [1, 2, 3],
            empty: words.text("web.sweeps_none")
        )
    }

    /// By name, for those who go there: what is missing.
    private func addMisses(_ view: SweepView, to page: inout WorkPage, _ words: Words) {
        let misses = view.elements.filter { $0.result?.isCovered != true }
        page.heading(words.text("web.sweep_misses"))
        page.table(
            words.text("web.sweep_misses_caption", ["n": "\(misses.count)", "shown": "\(min(200, misses.count))"]),
            ["web.sweep_element", "web.field_grid", "web.sweep_result"].map { words.text($0) },
            misses.prefix(200).map { element in
                let result = element.result.map { words.text("sweep.result_\($0.rawValue)") }
                return [
                    .link("/sweeps/\(view.plan.serial)/\(element.number)", "\(element.number) \(element.name)"),
                    .text(words.gridName(element.grid.rawValue) ?? element.grid.rawValue),
                    .text(
                        result ?? words.text("sweep.result_none"),
                        small: element.attempt > 1 ? words.text("web.n_attempts", ["n": "\(element.attempt)"]) : ""
                    ),
                ]
            },
            empty: words.text("web.sweep_no_misses")
        )
    }

    private func changeSweep(_ raw: String, _ visit: Visit) async throws -> Response {
        let serial = try serial(raw, .sweep)
        let again = { (form: FormBody, refusal: Refusal) async throws in
            try await sweep(raw, visit, typed: form, failed: refusal)
        }
        return try await act(visit, again: again) { form, actor in
            switch form["act"] {
            case "end": try await office.end(sweep: serial, drawing: form["drawing"] ?? "", by: actor)
            case "draw":
                try await office.draw(
                    try form.whole("sample", .count),
                    of: serial,
                    numbers: form["draw"] ?? "",
                    on: try form.day("day"),
                    by: actor
                )
            default: throw Refusal.formExpired
            }
            return "/sweeps/\(serial)?done=1"
        }
    }
}

extension Words {
    func checklist(_ version: Checklist.Version) -> String {
        text("web.checklist_version", ["name": version.name, "n": "\(version.number)"])
    }
}
