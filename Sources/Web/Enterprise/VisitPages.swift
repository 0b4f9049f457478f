import Application
import Domain
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Store

/// Visits at the desk: a steward's own day, asking a firm for one, writing one down, and one by itself.
extension WebDoor {
    // MARK: - My visits: where a steward's day begins

    func visits(_ visit: Visit) async throws -> Response {
        guard visit.signedIn != nil else { return redirect("/desk/sign-in") }
        let signedIn = try servant(visit, .see)
        let words = try await firmWords(visit)
        let staff = signedIn.staff
        let mine = try await office.visits(of: staff)
        var filter = EnterpriseFilter()
        filter.limit = 100
        if staff.roles.contains(.steward) { filter.steward = .account(staff.account) }
        let firms = staff.roles.contains(.steward) ? try await office.enterprises(filter, for: staff) : []
        let names = try await office.enterprises(numbered: Set(mine.map(\.firm)))
        func place(_ visit: VisitSummary) -> (Day, Int) { (visit.day, visit.part == .afternoon ? 1 : 0) }
        let booked = mine.filter(\.state.isBooked).sorted { place($0) < place($1) }
        let past = mine.filter { !$0.state.isBooked }
        let mayVisit = office.may(.visit, staff)
        let model: [String: Any] = [
            "booked": booked.map { row -> [String: Any] in
                var line = words.row(row, firm: names[row.firm]?.name)
                line["record"] =
                    mayVisit ? "/desk/firms/\(row.firm)/visit?booking=\(row.id.rawValue.uuidString)" : false as Any
                return line
            },
            "has_booked": !booked.isEmpty,
            "past": past.map { words.row($0, firm: names[$0.firm]?.name) }, "has_past": !past.isEmpty,
            "firms": firms.map { words.row($0) }, "has_firms": !firms.isEmpty, "may_visit": mayVisit,
        ]
        return servicePage("visits", model, title: words.text("web.visits_title"), visit)
    }

    // MARK: - Recording one

    func visitForm(
        _ number: Int,
        _ visit: Visit,
        typed: FormBody? = nil,
        failed: Refusal? = nil
    ) async throws -> Response {
        guard visit.signedIn != nil else { return redirect("/desk/sign-in") }
        let signedIn = try servant(visit, .visit)
        guard let view = try await office.enterprise(number, for: .staff(signedIn.staff)) else {
            return notFound(visit)
        }
        let words = try await firmWords(visit)
        let minutes = typed?["minutes"]
        let needs = Set(typed?.all("need") ?? [])
        let policies = try await office.policiesInForce()
        let explained = Set(typed?.all("explained") ?? [])
        let model: [String: Any] = [
            "has_policies": !policies.isEmpty,
            "policies": policies.map { row -> [String: Any] in
                ["value": row.serial, "text": row.content.title, "chosen": explained.contains("\(row.serial)")]
            },
            "firm": view.details.name, "number": number, "booking": typed?["booking"] ?? visit.query["booking"] ?? "",
            "key": typed?["key"] ?? UUID().uuidString, "who": signedIn.staff.account.rawValue.uuidString,
            "outcomes": words.options(
                Domain.Visit.Outcome.allCases,
                chosen: typed?["outcome"],
                words.outcome
            ),
            "durations": ["15", "30", "45", "60", "90", "120"].map { value -> [String: Any] in
                ["value": value, "text": words.text("web.visit_minutes", ["n": value]), "chosen": value == minutes]
            },
            "needs": Domain.Visit.Need.allCases.map { need -> [String: Any] in
                ["value": need.rawValue, "text": words.need(need), "chosen": needs.contains(need.rawValue)]
            },
            "problem": typed?["problem"] ?? "", "policy": typed?["policy"] ?? "", "remark": typed?["remark"] ?? "",
            "code": typed?["code"] ?? "", "on": typed?["on"] ?? office.today.description,
            "today": office.today.description,
            "earliest": office.today.advanced(by: -Domain.Visit.recordDays).description,
            "week": view.week.filter { $0.state.isBooked }.map { words.row($0) },
        ]
        return servicePage("visitform", model, title: words.text("web.visit_record"), visit, failed: failed)
    }

    func recordVisit(_ number: Int, _ visit: Visit) async throws -> Response {
        let signedIn = try servant(visit, .visit)
        let form = try await form(of: visit)
        do {
            try checkToken(form, signedIn.csrf)
            let outcome: Domain.Visit.Outcome = try form.choice("outcome", .outcome)
            // Who met nobody took no time of the firm's; a visit says how much it took.
            let minutes = try outcome == .visited ? form.whole("minutes", .minutes) : form.optionalWhole("minutes") ?? 0
            let draft = RecordDraft(
                on: try day("on", in: form) ?? office.today,
                outcome: outcome,
                minutes: minutes,
                needs: Set(form.all("need").compactMap(Domain.Visit.Need.init(rawValue:))),
                problems: lines(form["problem"]),
                explained: form.all("explained").compactMap { Int($0) },
                policies: lines(form["policy"]),
                remark: form["remark"] ?? "",
                code: (form["code"] ?? "").filter { $0.isNumber }
            )
            let booked = form["booking"].flatMap(ID<Domain.Visit>.init(text:))
            let key = form["key"].flatMap(ID<Domain.Visit>.init(text:))
            let done = try await office.record(draft, at: number, booked: booked, key: key, by: signedIn.staff)
            let way = done.isCodeRight.map { $0 ? "?done=confirmed" : "?done=wrong" } ?? "?done=1"
            return redirect("/desk/visits/\(done.id.rawValue.uuidString)\(way)")
        } catch let refusal as Refusal {
            guard refusal != .unknown(.firm) else { return notFound(visit) }
            return try await visitForm(number, visit, typed: form, failed: refusal)
        }
    }

    /// One text a line; blank ones are none.
    private func lines(_ text: String?) -> [String] {
        (text ?? "").split(whereSeparator: \.isNewline).map(String.init).filter { $0.contains { !$0.isWhitespace } }
    }

    // MARK: - Asking for one

    func bookingForm(
        _ number: Int,
        _ visit: Visit,
        typed: FormBody? = nil,
        failed: Refusal? = nil
    ) async throws -> Response {
        guard visit.signedIn != nil else { return redirect("/desk/sign-in") }
        let signedIn = try servant(visit, .visit)
        guard let view = try await office.enterprise(number, for: .staff(signedIn.staff)) else {
            return notFound(visit)
        }
        let words = try await firmWords(visit)
        let ahead = view.visits.filter { $0.state.isBooked && $0.day >= office.today }
        let model: [String: Any] = [
            "firm": view.details.name, "number": number,
            "purposes": words.options(
                Domain.Visit.Purpose.allCases,
                chosen: typed?["purpose"],
                words.purpose
            ),
            "parts": words.options(Domain.Visit.DayPart.allCases, chosen: typed?["part"], words.part),
            "day": typed?["day"] ?? office.today.advanced(by: 3).description, "today": office.today.description,
            "note": typed?["note"] ?? "", "asked": typed?["asked"] != nil,
            "others": ahead.map { words.row($0) }, "has_others": !ahead.isEmpty,
            "cap": words.text("web.booking_cap", ["n": "\(words.lists.cap)"]),
        ]
        return servicePage("bookingform", model, title: words.text("web.booking_title"), visit, failed: failed)
    }

    func bookVisit(_ number: Int, _ visit: Visit) async throws -> Response {
        let signedIn = try servant(visit, .visit)
        let form = try await form(of: visit)
        do {
            try checkToken(form, signedIn.csrf)
            // Its rules are others: who comes, on what ground, how often a year.
            guard form["purpose"] != "inspection" else { throw Refusal.inspectionNotBooked }
            let purpose: Domain.Visit.Purpose = try form.choice("purpose", .purpose)
            let part: Domain.Visit.DayPart = try form.choice("part", .part)
            let draft = BookingDraft(
                purpose: purpose,
                day: try day("day", in: form) ?? office.today,
                part: part,
                note: form["note"] ?? "",
                isAsked: form["asked"] != nil
            )
            let id = try await office.book(draft, at: number, by: signedIn.staff)
            return redirect("/desk/visits/\(id.rawValue.uuidString)?done=1")
        } catch let refusal as Refusal {
            guard refusal != .unknown(.firm) else { return notFound(visit) }
            return try await bookingForm(number, visit, typed: form, failed: refusal)
        }
    }

    // MARK: - One visit

    func visit(_ raw: String, _ visit: Visit, failed: Refusal? = nil) async throws -> Response {
        guard visit.signedIn != nil else { return redirect("/desk/sign-in") }
        let signedIn = try servant(visit, .see)
        guard let id = ID<Domain.Visit>(text: raw), let view = try await office.visit(id, for: .staff(signedIn.staff))
        else { return notFound(visit) }
        let words = try await firmWords(visit)
        let isOwn = view.state.booking?.officer == signedIn.staff.account
        let titles = try await office.policyTitles(view.state.record?.explained ?? [])
        var model: [String: Any] = [
            "firm": view.firm.name, "firm_url": "/desk/firms/\(view.firm.number)", "id": raw,
            "lines": lines(of: view.state, titles, words), "may_withdraw": isOwn && view.state.isOpen,
            "record": isOwn && view.state.isOpen
                ? "/desk/firms/\(view.firm.number)/visit?booking=\(raw)" : false as Any,
        ]
        switch visit.query["done"] {
        case "confirmed": model["told"] = words.text("web.visit_code_right")
        case "wrong": model["told"] = words.text("web.visit_code_wrong")
        default: break
        }
        return servicePage("visit", model, title: words.text("web.visit_title"), visit, failed: failed)
    }

    /// Labels and values of what is on record.
    private func lines(
        of state: Domain.Visit,
        _ titles: [Int: String],
        _ words: FirmWords
    ) -> [[String: Any]] {
        var rows: [(String, String)] = []
        if let booking = state.booking {
            rows.append(
                ("web.visit_asked", "\(booking.day) \(words.part(booking.part)) · \(words.purpose(booking.purpose))")
            )
            if !booking.note.isEmpty { rows.append(("web.booking_note", booking.note)) }
        }
        rows.append(("web.visit_state", stateWords(state, words)))
        let bodies = [state.record?.unit ?? state.booking?.unit].compactMap { $0 } + state.companions
        rows.append(("web.visit_bodies", bodies.map { words.body($0.rawValue) }.joined(separator: "、")))
        if let record = state.record {
            rows.append(("web.visit_on", record.on.description))
            rows.append(("web.visit_outcome", words.outcome(record.outcome)))
            if record.minutes > 0 {
                rows.append(("web.visit_duration", words.text("web.visit_minutes", ["n": "\(record.minutes)"])))
            }
            let needs = Domain.Visit.Need.allCases.filter(record.needs.contains).map(words.need)
            rows.append(("web.visit_needs", needs.joined(separator: "、")))
            rows.append(("web.visit_problem", record.problems.joined(separator: "\n")))
            rows.append(("web.visit_policy", words.explained(record, titles)))
            rows.append(("web.visit_remark", record.remark))
            if let round = record.round { rows.append(("web.round_code", round.rawValue)) }
        }
        if case .answered(_, .disputed(let ground)) = state.state { rows.append(("web.visit_ground", ground)) }
        return rows.filter { !$0.1.isEmpty }.map { ["label": words.text($0.0), "value": $0.1] }
    }

    private func stateWords(_ state: Domain.Visit, _ words: FirmWords) -> String {
        let name: VisitSummary.State =
            switch state.state {
            case .none, .asked: .asked
            case .accepted: .accepted
            case .refused: .refused
            case .merged: .merged
            case .withdrawn: .withdrawn
            case .recorded: .recorded
            case .answered(_, .confirmed): .confirmed
            case .answered(_, .disputed): .disputed
            }
        return words.state(name)
    }

    func withdrawVisit(_ raw: String, _ visit: Visit) async throws -> Response {
        let signedIn = try servant(visit, .visit)
        let form = try await form(of: visit)
        guard let id = ID<Domain.Visit>(text: raw) else { return notFound(visit) }
        do {
            try checkToken(form, signedIn.csrf)
            try await office.withdraw(id, by: signedIn.staff)
            return redirect("/desk/visits/\(raw)?done=1")
        } catch let refusal as Refusal {
            guard refusal != .unknown(.visit) else { return notFound(visit) }
            return try await self.visit(raw, visit, failed: refusal)
        }
    }

    // MARK: - Rounds

    func rounds(_ visit: Visit, typed: FormBody? = nil, failed: Refusal? = nil) async throws -> Response {
        guard visit.signedIn != nil else { return redirect("/desk/sign-in") }
        let signedIn = try servant(visit, .see)
        let words = try await firmWords(visit)
        let rounds = try await office.rounds()
        let directory = office.directory
        var model: [String: Any] = [
            "rounds": rounds.map { round -> [String: Any] in
                [
                    "url": "/desk/rounds/\(round.code)", "code": round.code, "name": round.name,
                    "days": words.text("web.round_days", ["from": round.from, "until": round.until]),
                    "firms": "\(round.firms)", "closed": round.closedOn != nil,
                ]
            },
            "has_rounds": !rounds.isEmpty,
        ]
        if office.may(.freeze, signedIn.staff) {
            let kinds = typed.map { Set($0.all("kind")) } ?? Set(Enterprise.Kind.allCases.map(\.rawValue))
            let streets = directory.units.values
                .filter { $0.level == .street && directory.contains(signedIn.staff.scope, .unit($0.code)) }
                .sorted { $0.code < $1.code }
            let last = office.today.adding(months: 1)
            let newYear = Day(year: office.today.year, month: 12, day: 31) ?? last
            model["freeze"] = [
                "code": typed?["code"] ?? "", "name": typed?["name"] ?? "",
                "from": typed?["from"] ?? office.today.description,
                "until": typed?["until"] ?? min(last, newYear).description,
                "kinds": Enterprise.Kind.allCases.map { kind -> [String: Any] in
                    ["value": kind.rawValue, "text": words.kind(kind), "chosen": kinds.contains(kind.rawValue)]
                },
                "areas": words.options(streets.map { ($0.code.rawValue, $0.name) }, chosen: typed?["area"]),
                "parks": words.options(words.parkOptions, chosen: typed?["park"]),
                "has_parks": !words.parkOptions.isEmpty,
            ]
        }
        return servicePage("rounds", model, title: words.text("web.rounds_title"), visit, failed: failed)
    }

    func freezeRound(_ visit: Visit) async throws -> Response {
        let signedIn = try servant(visit, .freeze)
        let form = try await form(of: visit)
        do {
            try checkToken(form, signedIn.csrf)
            let code = try parse { () throws(Malformed) in try UnitCode(parsing: form["code"] ?? "") }
            let draft = RoundDraft(
                definition: VisitRound.Definition(
                    code: code,
                    name: form["name"] ?? "",
                    from: try day("from", in: form) ?? office.today,
                    until: try day("until", in: form) ?? office.today
                ),
                kinds: Set(form.all("kind").compactMap(Enterprise.Kind.init(rawValue:))),
                area: office.directory.units.keys.first { $0.rawValue == form["area"] },
                park: try await office.enterpriseLists().parks.keys.first { $0.rawValue == form["park"] }
            )
            try await office.freeze(draft, by: .staff(signedIn.staff))
            return redirect("/desk/rounds/\(code.rawValue)?done=1")
        } catch let refusal as Refusal {
            return try await rounds(visit, typed: form, failed: refusal)
        }
    }

    /// How far a round has come, and whom nobody has visited yet.
    func round(_ code: String, _ visit: Visit, failed: Refusal? = nil) async throws -> Response {
        guard visit.signedIn != nil else { return redirect("/desk/sign-in") }
        let signedIn = try servant(visit, .see)
        guard let found = try await office.round(code) else { return notFound(visit) }
        let words = try await firmWords(visit)
        let after = visit.query["before"].flatMap(Int.init) ?? 0
        let missing = try await office.missing(from: code, after: after, limit: 51, for: signedIn.staff)
        let isOver = found.round.closedOn != nil || found.round.until < office.today.description
        var model: [String: Any] = [
            "code": code, "name": found.round.name,
            "days": words.text("web.round_days", ["from": found.round.from, "until": found.round.until]),
            "coverage": coverage(found.coverage, words), "rows": rows(found.coverage, words),
            "missing": missing.prefix(50).map { words.row($0) }, "has_missing": !missing.isEmpty,
            "may_close": !isOver && office.may(.freeze, signedIn.staff), "closed": isOver,
        ]
        if missing.count > 50 { model["further"] = "/desk/rounds/\(code)?before=\(missing[49].number)" }
        return servicePage("round", model, title: found.round.name, visit, failed: failed)
    }

    private func coverage(_ coverage: Coverage, _ words: FirmWords) -> String {
        words.text(
            "web.round_coverage",
            ["visited": "\(coverage.visitedInAll)", "frozen": "\(coverage.frozenInAll)", "share": coverage.share]
        )
    }

    /// A row for every kind, and one for every way of not having been visited.
    private func rows(_ coverage: Coverage, _ words: FirmWords) -> [[String: Any]] {
        let kinds = Enterprise.Kind.allCases.filter { coverage.frozen[$0] != nil }.map { kind -> [String: Any] in
            ["what": words.kind(kind), "count": "\(coverage.visited[kind] ?? 0) / \(coverage.frozen[kind] ?? 0)"]
        }
        let outcomes = Domain.Visit.Outcome.allCases.filter { coverage.outcomes[$0] != nil }.map {
            outcome -> [String: Any] in
            ["what": words.outcome(outcome), "count": "\(coverage.outcomes[outcome] ?? 0)"]
        }
        return kinds + outcomes + [
            ["what": words.text("web.round_refused"), "count": "\(coverage.refused)"],
            ["what": words.text("web.round_untried"), "count": "\(coverage.untried)"],
        ]
    }

    func closeRound(_ code: String, _ visit: Visit) async throws -> Response {
        let signedIn = try servant(visit, .freeze)
        let form = try await form(of: visit)
        do {
            try checkToken(form, signedIn.csrf)
            try await office.closeRound(code, by: .staff(signedIn.staff))
            return redirect("/desk/rounds/\(code)?done=1")
        } catch let refusal as Refusal {
            guard refusal != .unknown(.round) else { return notFound(visit) }
            return try await round(code, visit, failed: refusal)
        }
    }

    // MARK: - For everybody

    /// What enterprise service comes to: coverage of the rounds that are on, and what visits cost the firms.
    func service(_ visit: Visit) async throws -> Response {
        func problemFigures(_ counts: ProblemCounts, _ words: FirmWords) -> [[String: Any]] {
            [
                ("web.service_collected", counts.collected), ("web.service_solved", counts.solved),
                ("web.service_explained", counts.explained), ("web.service_open", counts.open),
                ("web.service_suspended", counts.suspended), ("web.service_overdue", counts.overdue),
            ].map { ["what": words.text($0.0), "count": "\($0.1)"] }
        }
        let words = try await firmWords(visit)
        let (month, year) = try await office.burden()
        let today = office.today.description
        var rounds: [[String: Any]] = []
        for round in try await office.rounds().prefix(12) {
            guard let found = try await office.round(round.code) else { continue }
            rounds.append([
                "name": round.name, "days": words.text("web.round_days", ["from": round.from, "until": round.until]),
                "coverage": coverage(found.coverage, words), "rows": rows(found.coverage, words),
            ])
        }
        func figures(_ burden: Burden) -> [[String: Any]] {
            [
                ("web.service_firms", burden.firms), ("web.service_visits", burden.visits),
                ("web.service_confirmed", burden.confirmed), ("web.service_disputed", burden.disputed),
                ("web.service_minutes", burden.minutes), ("web.service_twice", burden.askedTwice),
            ].map { ["what": words.text($0.0), "count": "\($0.1)"] }
        }
        let model: [String: Any] = [
            "rounds": rounds, "has_rounds": !rounds.isEmpty, "month": figures(month), "year": figures(year),
            "problems": problemFigures(try await office.problemCounts(), words),
            "today": today, "cap": words.text("web.service_cap", ["n": "\(words.lists.cap)"]),
        ]
        return pages.page("service", model, title: words.text("web.service_title"), visit: visit, isNarrow: true)
    }
}

extension Coverage {
    /// 87.5 %: of rational numbers, rounded down, so that nothing is said to be complete that is not.
    fileprivate var share: String {
        let thousandths = frozenInAll == 0 ? 0 : visitedInAll * 1_000 / frozenInAll
        return "\(thousandths / 10).\(thousandths % 10) %"
    }
}

extension Domain.Visit {
    /// Whether the body may still come or take it back.
    fileprivate var isOpen: Bool {
        switch state {
        case .asked, .accepted: true
        case .none, .refused, .merged, .withdrawn, .recorded, .answered: false
        }
    }
}
