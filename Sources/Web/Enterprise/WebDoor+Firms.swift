import Application
import Domain
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Store

/// Enterprise service: the list of firms, who serves them, rounds of visits and visits, and the firm's own page.
extension WebDoor {
    func addFirmRoutes<Context: RequestContext>(to router: Router<Context>) {
        router.get("/desk/firms") { request, context in await respond(request, context) { try await firms($0) } }
        router.get("/desk/firms/new") { request, context in
            await respond(request, context) { try await newFirm($0) }
        }
        router.post("/desk/firms/new") { request, context in
            await respond(request, context) { try await registerFirm($0) }
        }
        router.get("/desk/firms/import") { request, context in
            await respond(request, context) { try await firmImport($0) }
        }
        router.post("/desk/firms/import") { request, context in
            await respond(request, context) { try await importFirms($0) }
        }
        router.get("/desk/firms/lists") { request, context in
            await respond(request, context) { try await firmLists($0) }
        }
        router.post("/desk/firms/lists") { request, context in
            await respond(request, context) { try await changeFirmLists($0) }
        }
        router.get("/desk/firms/{number}") { request, context in
            await respond(request, context) { try await firm(context.number, $0) }
        }
        router.post("/desk/firms/{number}") { request, context in
            await respond(request, context) { try await changeFirm(context.number, $0) }
        }
        router.get("/desk/firms/{number}/gate") { request, context in
            await respond(request, context) { try await gateForDesk(context.number, $0) }
        }
        router.get("/desk/firms/{number}/letter") { request, context in
            await respond(request, context) { try await firmLetter(context.number, $0) }
        }
        router.get("/gate/{number}/{secret}") { request, context in
            await respond(request, context) { visit in
                try await gate(context.number, context.parameters.get("secret") ?? "", visit)
            }
        }
        addFirmMapRoutes(to: router)
        addVisitRoutes(to: router)
        addProblemRoutes(to: router)
        addAssignmentRoutes(to: router)
    }

    private func addVisitRoutes<Context: RequestContext>(to router: Router<Context>) {
        router.get("/desk/firms/{number}/visit") { request, context in
            await respond(request, context) { try await visitForm(context.number, $0) }
        }
        router.post("/desk/firms/{number}/visit") { request, context in
            await respond(request, context) { try await recordVisit(context.number, $0) }
        }
        router.get("/desk/firms/{number}/booking") { request, context in
            await respond(request, context) { try await bookingForm(context.number, $0) }
        }
        router.post("/desk/firms/{number}/booking") { request, context in
            await respond(request, context) { try await bookVisit(context.number, $0) }
        }
        router.get("/desk/visits") { request, context in await respond(request, context) { try await visits($0) } }
        router.get("/desk/visits/key") { request, context in await respond(request, context) { try visitKey($0) } }
        router.get("/desk/visits/worker.js") { request, context in
            await respond(request, context) { visitWorker($0) }
        }
        router.get("/desk/visits/{id}") { request, context in
            await respond(request, context) { try await visit(context.parameters.get("id") ?? "", $0) }
        }
        router.post("/desk/visits/{id}") { request, context in
            await respond(request, context) { try await withdrawVisit(context.parameters.get("id") ?? "", $0) }
        }
        router.get("/desk/rounds") { request, context in await respond(request, context) { try await rounds($0) } }
        router.post("/desk/rounds") { request, context in
            await respond(request, context) { try await freezeRound($0) }
        }
        router.get("/desk/rounds/{code}") { request, context in
            await respond(request, context) { try await round(context.parameters.get("code") ?? "", $0) }
        }
        router.post("/desk/rounds/{code}") { request, context in
            await respond(request, context) { try await closeRound(context.parameters.get("code") ?? "", $0) }
        }
        router.get("/service") { request, context in await respond(request, context) { try await service($0) } }
        router.get("/firm/{number}/{secret}") { request, context in
            await respond(request, context) { visit in
                try await firmPage(context.number, context.parameters.get("secret") ?? "", visit)
            }
        }
        router.post("/firm/{number}/{secret}") { request, context in
            await respond(request, context) { visit in
                try await firmAnswers(context.number, context.parameters.get("secret") ?? "", visit)
            }
        }
    }

    /// Whoever is signed in and may do something here.
    ///
    /// - Throws: ``Refusal``.
    func servant(_ visit: Visit, _ action: ServiceAction) throws(Refusal) -> SignedIn {
        guard let signedIn = visit.signedIn else { throw .signInNeeded }
        try office.demand(action, of: .staff(signedIn.staff))
        return signedIn
    }

    /// A page of enterprise service; a refusal stands above what was typed.
    func servicePage(
        _ template: String,
        _ model: [String: Any],
        title: String,
        _ visit: Visit,
        failed: Refusal? = nil,
        isNarrow: Bool = true
    ) -> Response {
        officePage(template, model, title: title, visit, failed: failed, isNarrow: isNarrow)
    }

    func notFound(_ visit: Visit) -> Response { pages.message("not_found", status: .notFound, visit: visit) }
}

extension RequestContext {
    /// The firm's number in the address; zero, which no firm has, where there is none.
    fileprivate var number: Int { parameters.get("number").flatMap(Int.init) ?? 0 }
}

/// What the pages say about firms and visits, in one language.
struct FirmWords {
    let words: Words
    let lists: EnterpriseLists

    func text(_ key: String, _ values: [String: String] = [:]) -> String { words.text(key, values) }

    func kind(_ kind: Enterprise.Kind) -> String { text("web.firm_kind_\(kind.rawValue)") }
    func status(_ kind: Enterprise.Status.Kind) -> String { text("web.firm_status_\(kind.rawValue)") }
    func outcome(_ outcome: Domain.Visit.Outcome) -> String { text("web.visit_outcome_\(outcome.rawValue)") }
    func purpose(_ purpose: Domain.Visit.Purpose) -> String { text("web.visit_purpose_\(purpose.rawValue)") }
    func part(_ part: Domain.Visit.DayPart) -> String { text("web.visit_part_\(part.rawValue)") }
    func need(_ need: Domain.Visit.Need) -> String { text("web.visit_need_\(need.rawValue)") }
    func state(_ state: VisitSummary.State) -> String { text("web.visit_state_\(state.rawValue)") }

    func park(_ code: String?) -> String {
        guard let code, let park = lists.parks.first(where: { $0.key.rawValue == code }) else { return "" }
        return park.value.text(in: words.language)
    }

    func account(_ id: ID<Account>?) -> String { id.flatMap { words.office.directory.accountNames[$0] } ?? "" }

    /// The unit that visits: a handling unit, or a part of the territory.
    func body(_ raw: String) -> String {
        let directory = words.office.directory
        if let unit = directory.handlingUnits.first(where: { $0.key.rawValue == raw }) {
            return unit.value.name.text(in: words.language)
        }
        return directory.units.first { $0.key.rawValue == raw }?.value.name ?? raw
    }

    /// A firm's row in a list.
    func row(_ firm: EnterpriseSummary) -> [String: Any] {
        let place = [firm.address, words.gridName(firm.grid)].compactMap { $0 }.joined(separator: " · ")
        return [
            "number": firm.number, "url": "/desk/firms/\(firm.number)", "name": firm.name, "kind": kind(firm.kind),
            "place": place, "steward": account(firm.steward), "vacant": firm.isOpen && firm.steward == nil,
            "ended": !firm.isOpen,
        ]
    }

    /// A visit's line: when, who, what for, and how it stands.
    func row(_ visit: VisitSummary, firm: String? = nil) -> [String: Any] {
        let bodies = ([visit.unit.rawValue] + visit.companions).map(body).joined(separator: "、")
        var parts = [visit.day.description]
        if visit.outcome == nil, let part = visit.part { parts.append(self.part(part)) }
        var what: [String] = []
        if let outcome = visit.outcome {
            what.append(self.outcome(outcome))
            if visit.minutes > 0 { what.append(text("web.visit_minutes", ["n": "\(visit.minutes)"])) }
            if visit.problems > 0 { what.append(text("web.visit_problems", ["n": "\(visit.problems)"])) }
        } else if let purpose = visit.purpose {
            what.append(self.purpose(purpose))
        }
        return [
            "id": visit.id.rawValue.uuidString, "url": "/desk/visits/\(visit.id.rawValue.uuidString)",
            "when": parts.joined(separator: " "), "bodies": bodies, "officer": account(visit.officer),
            "what": what.joined(separator: " · "), "state": state(visit.state), "firm": firm ?? "",
            "firm_url": "/desk/firms/\(visit.firm)", "open": visit.state.isBooked,
            "good": visit.state == .confirmed, "bad": visit.state == .disputed,
        ]
    }

    /// Options of a list to choose from.
    func options<Choice: RawRepresentable<String>>(
        _ choices: [Choice],
        chosen: String?,
        _ name: (Choice) -> String
    ) -> [[String: Any]] {
        choices.map { ["value": $0.rawValue, "text": name($0), "chosen": $0.rawValue == chosen] }
    }

    func options(_ names: [(code: String, name: String)], chosen: String?) -> [[String: Any]] {
        names.map { ["value": $0.code, "text": $0.name, "chosen": $0.code == chosen] }
    }

    var parkOptions: [(code: String, name: String)] {
        lists.parks.sorted { $0.key < $1.key }.map { ($0.key.rawValue, $0.value.text(in: words.language)) }
    }

    var tagOptions: [(code: String, name: String)] {
        lists.tags.sorted { $0.key < $1.key }.map { ($0.key.rawValue, $0.value.text(in: words.language)) }
    }
}

extension WebDoor {
    func firmWords(_ visit: Visit) async throws -> FirmWords {
        FirmWords(
            words: Words(office: office, language: visit.language),
            lists: try await office.enterpriseLists()
        )
    }
}
