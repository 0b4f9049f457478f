import Application
import Domain
import Hummingbird
import Store

extension WebDoor {
    func addHandoutRoutes<Context: RequestContext>(to router: Router<Context>) {
        router.get("/handouts/new") { request, context in
            await respond(request, context) { newHandout($0) }
        }
        router.post("/handouts/new") { request, context in
            await respond(request, context) { try await defineHandout($0) }
        }
        router.get("/handouts/{serial}") { request, context in
            await respond(request, context) { try await handout(context.parameters.get("serial") ?? "", $0) }
        }
        router.post("/handouts/{serial}") { request, context in
            await respond(request, context) { try await changeHandout(context.parameters.get("serial") ?? "", $0) }
        }
    }

    /// What was printed, what was handed out, what is left: never one for the other.
    func addHandouts(_ handouts: [HandoutRow], to page: inout WorkPage, _ visit: Visit, _ words: Words) {
        page.heading(words.text("web.handouts"))
        page.table(
            words.text("web.handouts_caption"),
            ["web.handout", "web.handout_printed", "web.handout_given", "web.handout_left"].map { words.text($0) },
            handouts.map { row in
                [
                    .link(
                        "/handouts/\(row.serial)",
                        row.title,
                        small: "\(words.text("handout.kind_\(row.kind.rawValue)")) · \(words.territory(row.unit))"
                    ),
                    .number(row.printed), .number(row.given), .number(row.left),
                ]
            },
            numbers: [1, 2, 3],
            empty: words.text("web.handouts_none")
        )
        if may(.keepHandouts, visit) { page.links([("/handouts/new", words.text("web.handout_define"))]) }
    }

    private func newHandout(_ visit: Visit, typed: FormBody? = nil, failed: Refusal? = nil) -> Response {
        guard visit.signedIn != nil else { return redirect("/desk/sign-in") }
        let words = Words(office: office, language: visit.language)
        var page = WorkPage(
            words.text("web.handout_define"),
            back: ("/activities", words.text("web.work_activities"))
        )
        let form = WorkForm(
            act: "define",
            title: words.text("web.handout_define"),
            fields: [.line("topic"), .select("kind", words.options(Handout.Kind.allCases, "handout.kind_"))]
                + placeFields(visit, words, withGrid: false),
            isMain: true
        )
        page.forms([form], target: "/handouts/new", visit: visit, typed: typed, words: words)
        return show(page, visit, failed: failed)
    }

    private func defineHandout(_ visit: Visit) async throws -> Response {
        let again = { (form: FormBody, refusal: Refusal) async throws in
            newHandout(visit, typed: form, failed: refusal)
        }
        return try await act(visit, again: again) { form, actor in
            let serial = try await office.begin(
                handout: try form.choice("kind", .kind),
                title: form["topic"] ?? "",
                unit: try office.knownUnit(form["area"] ?? ""),
                by: actor
            )
            return "/handouts/\(serial)?done=1"
        }
    }

    private func handout(
        _ raw: String,
        _ visit: Visit,
        typed: FormBody? = nil,
        failed: Refusal? = nil
    ) async throws -> Response {
        let serial = try serial(raw, .handout)
        let handout = try await office.work(Handout.self, serial)
        guard let definition = handout.definition else { throw Refusal.unknown(.handout) }
        let words = Words(office: office, language: visit.language)
        var page = WorkPage(definition.title, back: ("/activities", words.text("web.work_activities")))
        page.facts([
            (words.text("web.handout_kind"), words.text("handout.kind_\(definition.kind.rawValue)")),
            (words.text("web.work_unit"), words.territory(definition.unit)),
            (words.text("web.handout_printed"), words.copies(handout.printed)),
            (words.text("web.handout_given"), words.copies(handout.given)),
            (words.text("web.handout_written_off"), words.copies(handout.writtenOff)),
            (words.text("web.handout_left"), words.copies(handout.left)),
        ])
        let isKeeper = may(.keepHandouts, visit, in: handout.place)
        if may(.keepHandouts, visit), handout.left > 0 {
            let give = WorkForm(
                act: "give",
                title: words.text("web.handout_give"),
                fields: [.number("copies"), .day("day", office.today)] + placeFields(visit, words)
                    + [.number("activity", hint: words.text("web.activity_hint")).optional],
                isMain: true
            )
            page.forms([give], target: "/handouts/\(serial)", visit: visit, typed: typed, words: words)
        }
        if isKeeper {
            var forms = [
                WorkForm(
                    act: "print",
                    title: words.text("web.handout_print"),
                    fields: [.number("copies"), .day("day", office.today)]
                )
            ]
            if handout.left > 0 {
                forms.append(
                    WorkForm(
                        act: "write_off",
                        title: words.text("web.handout_write_off"),
                        fields: [.number("copies"), .line("reason")]
                    )
                )
            }
            if !handout.givings.isEmpty {
                forms.append(
                    WorkForm(
                        act: "correct",
                        title: words.text("web.handout_correct"),
                        fields: [.number("giving"), .number("copies"), .line("reason")]
                    )
                )
            }
            page.forms(forms, target: "/handouts/\(serial)", visit: visit, typed: typed, words: words)
        }
        page.heading(words.text("web.handout_givings"))
        page.table(
            words.text("web.handout_givings_caption"),
            ["web.giving", "web.activity_where", "web.handout_given"].map { words.text($0) },
            handout.givings.enumerated().reversed().map { index, giving in
                [
                    .text("\(index + 1) · \(words.moment(giving.on, nil))"),
                    giving.activity.map {
                        .link(
                            "/activities/\($0)",
                            words.workPlace(giving.at.unit, giving.at.grid?.rawValue)
                        )
                    } ?? .text(words.workPlace(giving.at.unit, giving.at.grid?.rawValue)),
                    .number(giving.copies),
                ]
            },
            numbers: [2],
            empty: words.text("web.handout_none_given")
        )
        return show(page, visit, failed: failed)
    }

    private func changeHandout(_ raw: String, _ visit: Visit) async throws -> Response {
        let serial = try serial(raw, .handout)
        let again = { (form: FormBody, refusal: Refusal) async throws in
            try await handout(raw, visit, typed: form, failed: refusal)
        }
        return try await act(visit, again: again) { form, actor in
            let copies = try form.whole("copies", .copies)
            let change: HandoutChange
            switch form["act"] {
            case "print": change = .print(copies: copies, on: try form.day("day"))
            case "give":
                change = .give(
                    Handout.Giving(
                        copies: copies,
                        on: try form.day("day"),
                        at: try office.workPlace(unit: form["area"], grid: form["grid"]),
                        activity: try form.optionalWhole("activity")
                    )
                )
            case "correct":
                let giving = try form.whole("giving", .count)
                change = .correct(giving: giving, copies: copies, reason: form["reason"] ?? "")
            case "write_off": change = .writeOff(copies: copies, reason: form["reason"] ?? "")
            default: throw Refusal.formExpired
            }
            try await office.change(serial, change, by: actor)
            return "/handouts/\(serial)?done=1"
        }
    }
}

extension Words {
    func copies(_ number: Int) -> String { text("web.n_copies", ["n": "\(number)"]) }
}
