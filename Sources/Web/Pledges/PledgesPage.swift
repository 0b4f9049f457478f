import Application
import Domain
import Hummingbird
import Store

/// Promises in public, and disputes as numbers.
extension WebDoor {
    func addPledgeRoutes<Context: RequestContext>(to router: Router<Context>) {
        router.get("/pledges") { request, context in await respond(request, context) { try await pledges($0) } }
        router.post("/pledges") { request, context in
            await respond(request, context) { try await changePledges($0) }
        }
        router.get("/disputes") { request, context in
            await respond(request, context) { try await disputes($0) }
        }
        router.post("/disputes") { request, context in
            await respond(request, context) { try await changeDisputes($0) }
        }
    }

    private func pledges(_ visit: Visit, typed: FormBody? = nil, failed: Refusal? = nil) async throws -> Response {
        let words = Words(office: office, language: visit.language)
        let rows = try await office.pledges()
        var page = WorkPage(words.text("web.work_pledges"))
        page.paragraph(words.text("web.pledges_lead"))
        let kept = rows.count { $0.state == .kept }
        let due = rows.count { $0.state != .published || $0.promise.until < office.today }
        page.paragraph(
            words.text("web.pledges_kept", ["kept": "\(kept)", "due": "\(due)", "n": "\(rows.count)"])
        )
        page.table(
            words.text("web.pledges_caption"),
            ["web.pledge", "web.work_unit", "web.pledge_until", "web.work_state"].map { words.text($0) },
            rows.map { row in
                let isLate = row.state == .published && row.promise.until < office.today
                let key: String =
                    row.state == .kept && row.isOnTime == false
                    ? "pledge.state_kept_late" : isLate ? "pledge.state_overdue" : "pledge.state_\(row.state.rawValue)"
                return [
                    .text("\(row.promise.serial) \(row.promise.text)"), .text(words.territory(row.promise.unit)),
                    .text(words.moment(row.promise.until, nil)), .text(words.text(key), small: row.note ?? ""),
                ]
            },
            empty: words.text("web.pledges_none")
        )
        if may(.keepPledges, visit) {
            let open = rows.filter { $0.state == .published && may(.keepPledges, visit, in: .unit($0.promise.unit)) }
                .map {
                    let text = "\($0.promise.serial) \($0.promise.text.prefix(40))"
                    return WorkForm.Field.Option(value: "\($0.promise.serial)", text: text)
                }
            var forms = [
                WorkForm(
                    act: "publish",
                    title: words.text("web.pledge_publish"),
                    fields: [.area("promise")] + placeFields(visit, words, withGrid: false)
                        + [.day("until", office.today.advanced(by: 30))]
                )
            ]
            if !open.isEmpty {
                forms.append(
                    WorkForm(
                        act: "keep",
                        title: words.text("web.pledge_keep"),
                        fields: [.select("pledge", open), .line("evidence")]
                    )
                )
                forms.append(
                    WorkForm(
                        act: "miss",
                        title: words.text("web.pledge_miss"),
                        fields: [.select("pledge", open), .line("reason")]
                    )
                )
            }
            page.forms(forms, target: "/pledges", visit: visit, typed: typed, words: words)
        }
        page.heading(words.text("web.work_more"))
        page.links(workLinks("/pledges", visit, words))
        return show(page, visit, failed: failed, isNarrow: false)
    }

    private func changePledges(_ visit: Visit) async throws -> Response {
        let again = { (form: FormBody, refusal: Refusal) async throws in
            try await pledges(visit, typed: form, failed: refusal)
        }
        return try await act(visit, again: again) { form, actor in
            switch form["act"] {
            case "publish":
                _ = try await office.pledge(
                    form["promise"] ?? "",
                    unit: try office.knownUnit(form["area"] ?? ""),
                    until: try form.day("until", .until),
                    by: actor
                )
            case "keep":
                let serial = try form.whole("pledge", .number)
                try await office.change(serial, .keep(evidence: form["evidence"] ?? ""), by: actor)
            case "miss":
                let serial = try form.whole("pledge", .number)
                try await office.change(serial, .miss(reason: form["reason"] ?? ""), by: actor)
            default: throw Refusal.formExpired
            }
            return "/pledges?done=1"
        }
    }

    // MARK: - Disputes

    private func disputes(_ visit: Visit, typed: FormBody? = nil, failed: Refusal? = nil) async throws -> Response {
        let words = Words(office: office, language: visit.language)
        let lists = try await office.disputeLists()
        var page = WorkPage(words.text("web.work_disputes"))
        page.paragraph(words.text("web.disputes_lead"))
        func count(_ kind: Dispute.Kind, _ result: Dispute.Result?) -> Int {
            lists.counts.first { $0.kind == kind && $0.result == result }?.count ?? 0
        }
        let kinds = Dispute.Kind.allCases.filter { kind in lists.counts.contains { $0.kind == kind } }
        page.table(
            words.text("web.disputes_caption"),
            [words.text("web.dispute_kind")]
                + Dispute.Result.allCases.map { words.text("dispute.result_\($0.rawValue)") }
                + [words.text("web.dispute_open")],
            kinds.map { kind in
                [.text(words.text("dispute.kind_\(kind.rawValue)"))]
                    + Dispute.Result.allCases.map { .number(count(kind, $0)) } + [.number(count(kind, nil))]
            },
            numbers: [1, 2, 3, 4],
            empty: words.text("web.disputes_none")
        )
        if may(.recordDisputes, visit) {
            let mine = lists.open.filter { row in
                let grid = row.grid.flatMap { office.directory.grid(named: $0) }
                return may(.recordDisputes, visit, in: grid.map { .grid($0) } ?? .unit(row.unit))
            }
            var forms = [
                WorkForm(
                    act: "record",
                    title: words.text("web.dispute_record"),
                    fields: [.select("kind", words.options(Dispute.Kind.allCases, "dispute.kind_"))]
                        + placeFields(visit, words) + [.number("parties", 2), .day("day", office.today)],
                    lead: words.text("web.dispute_record_lead")
                )
            ]
            if !mine.isEmpty {
                let open = mine.map { row in
                    let place = words.workPlace(row.unit, row.grid)
                    let text =
                        "\(row.serial) \(words.text("dispute.kind_\(row.kind.rawValue)")) · \(place) · \(words.moment(row.on, nil))"
                    return WorkForm.Field.Option(value: "\(row.serial)", text: text)
                }
                forms.append(
                    WorkForm(
                        act: "conclude",
                        title: words.text("web.dispute_conclude"),
                        fields: [
                            .select("dispute", open),
                            .select("result", words.options(Dispute.Result.allCases, "dispute.result_")),
                        ]
                    )
                )
            }
            page.forms(forms, target: "/disputes", visit: visit, typed: typed, words: words)
        }
        page.heading(words.text("web.work_more"))
        page.links(workLinks("/disputes", visit, words))
        return show(page, visit, failed: failed, isNarrow: false)
    }

    private func changeDisputes(_ visit: Visit) async throws -> Response {
        let again = { (form: FormBody, refusal: Refusal) async throws in
            try await disputes(visit, typed: form, failed: refusal)
        }
        return try await act(visit, again: again) { form, actor in
            switch form["act"] {
            case "record":
                _ = try await office.record(
                    try form.choice("kind", .kind),
                    at: try office.workPlace(unit: form["area"], grid: form["grid"]),
                    parties: try form.whole("parties", .count),
                    on: try form.day("day"),
                    by: actor
                )
            case "conclude":
                let serial = try form.whole("dispute", .number)
                try await office.conclude(dispute: serial, try form.choice("result", .kind), by: actor)
            default: throw Refusal.formExpired
            }
            return "/disputes?done=1"
        }
    }
}
