import Application
import Domain
import Hummingbird
import Store

/// Needs and offers side by side, and volunteers' time.
extension WebDoor {
    func addVolunteerRoutes<Context: RequestContext>(to router: Router<Context>) {
        router.get("/needs") { request, context in await respond(request, context) { try await needs($0) } }
        router.post("/needs") { request, context in await respond(request, context) { try await beginNeed($0) } }
        router.get("/needs/{serial}") { request, context in
            await respond(request, context) { try await need(context.parameters.get("serial") ?? "", $0) }
        }
        router.post("/needs/{serial}") { request, context in
            await respond(request, context) { try await changeNeed(context.parameters.get("serial") ?? "", $0) }
        }
        router.get("/volunteers") { request, context in
            await respond(request, context) { try await volunteers($0) }
        }
        router.post("/volunteers") { request, context in
            await respond(request, context) { try await join($0) }
        }
        router.get("/volunteers/{serial}") { request, context in
            await respond(request, context) { try await volunteer(context.parameters.get("serial") ?? "", $0) }
        }
        router.post("/volunteers/{serial}") { request, context in
            await respond(request, context) { try await changeVolunteer(context.parameters.get("serial") ?? "", $0) }
        }
        router.get("/certificates/{number}") { request, context in
            await respond(request, context) { try await certificate(context.parameters.get("number") ?? "", $0) }
        }
    }

    // MARK: - Needs and offers

    private func needs(_ visit: Visit, typed: FormBody? = nil, failed: Refusal? = nil) async throws -> Response {
        let words = Words(office: office, language: visit.language)
        let lists = try await office.needLists()
        var page = WorkPage(words.text("web.work_needs"))
        page.paragraph(words.text("web.needs_lead"))
        let open = lists.needs.count { $0.state == .open || $0.state == .proposed }
        page.table(
            words.text("web.needs_caption", ["n": "\(open)"]),
            ["web.need", "web.activity_where", "web.need_when", "web.need_hands", "web.work_state"].map {
                words.text($0)
            },
            lists.needs.map { need in
                [
                    .link("/needs/\(need.serial)", "\(need.serial) \(words.text("need.kind_\(need.kind.rawValue)"))"),
                    .text(words.workPlace(need.unit, need.grid)),
                    .text(words.span(need.from, need.until)), .number(need.hands),
                    .text(words.text("need.state_\(need.state.rawValue)")),
                ]
            },
            numbers: [3],
            empty: words.text("web.needs_none")
        )
        let keepsNames = may(.keepVolunteers, visit)
        page.heading(words.text("web.offers"))
        page.table(
            words.text("web.offers_caption"),
            ["web.offer", "web.work_unit", "web.need_when"].map { words.text($0) },
            lists.offers.map { offer in
                [
                    // Who offers is for those who match.
                    .text(
                        "\(offer.serial) \(words.text("need.kind_\(offer.kind.rawValue)"))",
                        small: may(.matchNeeds, visit) ? offer.name : ""
                    ),
                    .text(words.territory(offer.unit)), .text(words.span(offer.from, offer.until)),
                ]
            },
            empty: words.text("web.offers_none")
        )
        let kinds = words.options(Need.Kind.allCases, "need.kind_")
        let today = office.today
        var forms: [WorkForm] = []
        if may(.matchNeeds, visit) {
            forms.append(
                WorkForm(
                    act: "raise",
                    title: words.text("web.need_raise"),
                    fields: [.select("kind", kinds)] + placeFields(visit, words) + [
                        .day("from", today), .day("until", today.advanced(by: 7)), .number("hands", 1),
                    ],
                    lead: words.text("web.need_raise_lead")
                )
            )
        }
        if keepsNames {
            forms.append(
                WorkForm(
                    act: "offer",
                    title: words.text("web.offer_make"),
                    fields: [.select("kind", kinds), .line("name")] + placeFields(visit, words, withGrid: false) + [
                        .day("from", today), .day("until", today.advanced(by: 90)),
                    ]
                )
            )
            forms.append(
                WorkForm(act: "withdraw_offer", title: words.text("web.offer_withdraw"), fields: [.number("offer")])
            )
        }
        page.forms(forms, target: "/needs", visit: visit, typed: typed, words: words)
        page.heading(words.text("web.work_more"))
        page.links(workLinks("/needs", visit, words))
        return show(page, visit, failed: failed, isNarrow: false)
    }

    private func beginNeed(_ visit: Visit) async throws -> Response {
        let again = { (form: FormBody, refusal: Refusal) async throws in
            try await needs(visit, typed: form, failed: refusal)
        }
        return try await act(visit, again: again) { form, actor in
            switch form["act"] {
            case "raise":
                let serial = try await office.raise(
                    try form.choice("kind", .kind),
                    at: try office.workPlace(unit: form["area"], grid: form["grid"]),
                    from: try form.day("from"),
                    until: try form.day("until", .until),
                    hands: try form.whole("hands", .count),
                    by: actor
                )
                return "/needs/\(serial)?done=1"
            case "offer":
                _ = try await office.offer(
                    try form.choice("kind", .kind),
                    name: form["name"] ?? "",
                    unit: try office.knownUnit(form["area"] ?? ""),
                    from: try form.day("from"),
                    until: try form.day("until", .until),
                    by: actor
                )
            case "withdraw_offer":
                try await office.withdraw(offer: try form.whole("offer", .number), by: actor)
            default: throw Refusal.formExpired
            }
            return "/needs?done=1"
        }
    }

    private func need(
        _ raw: String,
        _ visit: Visit,
        typed: FormBody? = nil,
        failed: Refusal? = nil
    ) async throws -> Response {
        let serial = try serial(raw, .need)
        let need = try await office.work(Need.self, serial)
        guard let request = need.request else { throw Refusal.unknown(.need) }
        let words = Words(office: office, language: visit.language)
        var page = WorkPage(
            "\(serial) \(words.text("need.kind_\(request.kind.rawValue)"))",
            back: ("/needs", words.text("web.work_needs"))
        )
        page.facts([
            (words.text("web.activity_where"), words.workPlace(request.at.unit, request.at.grid?.rawValue)),
            (words.text("web.need_when"), words.span(request.from, request.until)),
            (words.text("web.need_hands"), "\(request.hands)"),
            (words.text("web.work_state"), words.text("need.state_\(need.state.name.rawValue)")),
        ])
        if may(.matchNeeds, visit, in: need.place) {
            let sides = words.options(Need.Side.allCases, "need.side_")
            var forms: [WorkForm] = []
            switch need.state {
            case .absent, .met, .withdrawn: break
            case .open:
                let fitting = try await office.needLists().offers.filter {
                    $0.kind == request.kind && $0.from <= request.until && request.from <= $0.until
                }
                if fitting.isEmpty {
                    page.paragraph(words.text("web.need_no_offer"))
                } else {
                    let options = fitting.map { offer in
                        let name = "\(offer.name) · \(words.territory(offer.unit))"
                        return WorkForm.Field.Option(value: "\(offer.serial)", text: name)
                    }
                    forms.append(
                        WorkForm(
                            act: "propose",
                            title: words.text("web.need_propose"),
                            fields: [.select("offer", options)],
                            isMain: true
                        )
                    )
                }
            case .proposed:
                forms = [
                    WorkForm(
                        act: "agree",
                        title: words.text("web.need_agree"),
                        fields: [.select("side", sides)],
                        isMain: true
                    ),
                    WorkForm(act: "decline", title: words.text("web.need_decline"), fields: [.select("side", sides)]),
                ]
            case .matched:
                forms = [WorkForm(act: "meet", title: words.text("web.need_meet"), fields: [], isMain: true)]
            }
            if need.state.name != .met, need.state.name != .withdrawn {
                forms.append(WorkForm(act: "withdraw", title: words.text("web.need_withdraw"), fields: []))
            }
            page.forms(forms, target: "/needs/\(serial)", visit: visit, typed: typed, words: words)
        }
        return show(page, visit, failed: failed)
    }

    private func changeNeed(_ raw: String, _ visit: Visit) async throws -> Response {
        let serial = try serial(raw, .need)
        let again = { (form: FormBody, refusal: Refusal) async throws in
            try await need(raw, visit, typed: form, failed: refusal)
        }
        return try await act(visit, again: again) { form, actor in
            let change: NeedChange
            switch form["act"] {
            case "propose": change = .propose(offer: try form.whole("offer", .number))
            case "agree": change = .agree(try form.choice("side", .kind))
            case "decline": change = .decline(try form.choice("side", .kind))
            case "meet": change = .meet
            case "withdraw": change = .withdraw
            default: throw Refusal.formExpired
            }
            try await office.change(serial, change, by: actor)
            return "/needs/\(serial)?done=1"
        }
    }

    // MARK: - Volunteers

    private func volunteers(_ visit: Visit, typed: FormBody? = nil, failed: Refusal? = nil) async throws -> Response {
        guard let signedIn = visit.signedIn else { return redirect("/desk/sign-in") }
        let words = Words(office: office, language: visit.language)
        let rows = try await office.volunteers(for: signedIn.staff)
        var page = WorkPage(words.text("web.work_volunteers"), back: ("/needs", words.text("web.work_needs")))
        page.paragraph(words.text("web.volunteers_lead"))
        page.table(
            words.text("web.volunteers_caption"),
            ["web.volunteer", "web.work_unit", "web.volunteer_time"].map { words.text($0) },
            rows.map {
                [
                    .link("/volunteers/\($0.serial)", $0.name), .text(words.territory($0.unit)),
                    .text(words.duration($0.minutes)),
                ]
            },
            empty: words.text("web.volunteers_none")
        )
        var name = WorkForm.Field.line("name")
        name.label = words.text("web.volunteer_name")
        let form = WorkForm(
            act: "join",
            title: words.text("web.volunteer_join"),
            fields: [name] + placeFields(visit, words, withGrid: false),
            isMain: true
        )
        page.forms([form], target: "/volunteers", visit: visit, typed: typed, words: words)
        return show(page, visit, failed: failed)
    }

    private func join(_ visit: Visit) async throws -> Response {
        let again = { (form: FormBody, refusal: Refusal) async throws in
            try await volunteers(visit, typed: form, failed: refusal)
        }
        return try await act(visit, again: again) { form, actor in
            let unit = try office.knownUnit(form["area"] ?? "")
            return "/volunteers/\(try await office.join(form["name"] ?? "", unit: unit, by: actor))?done=1"
        }
    }

    private func volunteer(
        _ raw: String,
        _ visit: Visit,
        typed: FormBody? = nil,
        failed: Refusal? = nil
    ) async throws -> Response {
        guard visit.signedIn != nil else { return redirect("/desk/sign-in") }
        let serial = try serial(raw, .volunteer)
        let volunteer = try await office.work(Volunteer.self, serial)
        guard let profile = volunteer.profile else { throw Refusal.unknown(.volunteer) }
        try office.demand(.keepVolunteers, of: visit.actor, in: volunteer.place)
        let words = Words(office: office, language: visit.language)
        var page = WorkPage(profile.name, back: ("/volunteers", words.text("web.work_volunteers")))
        page.facts([
            (words.text("web.work_unit"), words.territory(profile.unit)),
            (words.text("web.volunteer_time"), words.duration(volunteer.minutes)),
        ])
        page.table(
            words.text("web.shifts"),
            ["web.shift", "web.activity", "web.work_state"].map { words.text($0) },
            volunteer.services.enumerated().map { index, service in
                let shift = service.shift
                let state: String =
                    service.isOver
                    ? words.text("web.shift_left")
                    : service.minutes.map { words.duration($0) } ?? words.text("web.shift_open")
                return [
                    .text(
                        "\(index + 1) · \(words.moment(shift.on, nil)) \(words.clock(shift.from))–\(words.clock(shift.until))"
                    ),
                    .link("/activities/\(shift.activity)", "\(shift.activity)"), .text(state),
                ]
            },
            empty: words.text("web.shifts_none")
        )
        for certificate in volunteer.certificates {
            page.heading(words.text("web.certificate_number", ["n": certificate.number]))
            page.paragraph(
                words.text(
                    "web.certificate_words",
                    [
                        "name": profile.name, "unit": words.territory(profile.unit),
                        "time": words.duration(certificate.minutes), "day": words.moment(certificate.on, nil),
                        "district": office.settings.district.text(in: visit.language),
                    ]
                )
            )
            page.links([("/certificates/\(certificate.number)", words.text("web.certificate_check"))])
        }
        var forms = [
            WorkForm(
                act: "take_shift",
                title: words.text("web.shift_take"),
                fields: [.number("activity"), .line("hour").time, .line("ends").time],
                isMain: true
            )
        ]
        if volunteer.services.contains(where: { $0.minutes == nil && !$0.isOver }) {
            forms.append(
                WorkForm(
                    act: "confirm",
                    title: words.text("web.shift_confirm"),
                    fields: [.number("shift"), .number("minutes")],
                    lead: words.text("web.shift_confirm_lead")
                )
            )
            forms.append(
                WorkForm(act: "leave_shift", title: words.text("web.shift_leave"), fields: [.number("shift")])
            )
        }
        if volunteer.minutes > 0 {
            forms.append(WorkForm(act: "certify", title: words.text("web.volunteer_certify"), fields: []))
        }
        page.forms(forms, target: "/volunteers/\(serial)", visit: visit, typed: typed, words: words)
        return show(page, visit, failed: failed)
    }

    private func changeVolunteer(_ raw: String, _ visit: Visit) async throws -> Response {
        let serial = try serial(raw, .volunteer)
        let again = { (form: FormBody, refusal: Refusal) async throws in
            try await volunteer(raw, visit, typed: form, failed: refusal)
        }
        return try await act(visit, again: again) { form, actor in
            let change: VolunteerChange
            switch form["act"] {
            case "take_shift":
                guard let from = try form.clock("hour"), let until = try form.clock("ends") else {
                    throw Refusal.missing(.hour)
                }
                change = .takeShift(activity: try form.whole("activity", .number), from: from, until: until)
            case "leave_shift": change = .leaveShift(try form.whole("shift", .number))
            case "confirm":
                change = .confirm(try form.whole("shift", .number), minutes: try form.whole("minutes", .count))
            case "certify": change = .certify
            default: throw Refusal.formExpired
            }
            try await office.change(serial, change, by: actor)
            return "/volunteers/\(serial)?done=1"
        }
    }

    /// Whoever was shown a certificate sees whether it was issued here, and for how long; whose it is stands on the paper.
    private func certificate(_ number: String, _ visit: Visit) async throws -> Response {
        guard let certificate = try await office.certificate(number) else {
            return pages.message("not_found", status: .notFound, visit: visit)
        }
        let words = Words(office: office, language: visit.language)
        var page = WorkPage(words.text("web.certificate_number", ["n": certificate.number]))
        page.facts([
            (words.text("web.certificate_issuer"), office.settings.district.text(in: visit.language)),
            (words.text("web.volunteer_time"), words.duration(certificate.minutes)),
            (words.text("web.certificate_day"), words.moment(certificate.on, nil)),
        ])
        page.paragraph(words.text("web.certificate_nameless"))
        return show(page, visit)
    }
}

extension Words {
    /// From one day to another, or one day.
    func span(_ from: Day, _ until: Day) -> String {
        from == until ? moment(from, nil) : "\(moment(from, nil)) – \(moment(until, nil))"
    }

    /// 3 小时 30 分钟.
    func duration(_ minutes: Int) -> String {
        text("web.n_duration", ["hours": "\(minutes / 60)", "minutes": "\(minutes % 60)"])
    }
}
