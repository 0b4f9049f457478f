package import Domain
import FoundationEssentials

extension Erasure: Journaled {
    package static func content(of event: Event, in state: Self) -> EntryContent {
        switch event.what {
        case .asked(let request):
            var content = EntryContent(type: "erasure.asked", facts: ["basis": .text(request.basis.rawValue)])
            content.payload.set(request)
            return content
        case .declined:
            return EntryContent(type: "erasure.declined")
        case .done(let request, let remainder):
            // No identity, no case, no grid: how much was destroyed, and why (transparency log 5.6).
            var content = EntryContent(
                type: "erasure",
                facts: ["basis": .text(request.basis.rawValue), "n": .integer(Int64(remainder.payloads))]
            )
            content.payload.set(request)
            content.payload["category"] = .text(remainder.category.rawValue)
            content.payload.set("grid", remainder.grid)
            content.payload["reported_on"] = .text(remainder.reportedOn.description)
            content.payload.set("ended_on", remainder.endedOn?.description)
            content.payload.set("confidential", remainder.isConfidential ? 1 : nil as Int?)
            content.payload.set("receipt", remainder.receipt)
            return content
        }
    }

    package static func event(type: String, facts: Facts) throws -> Event {
        let envelope = try Envelope(facts: facts)
        let what: What =
            switch type {
            case "erasure.asked": .asked(try facts.erasureRequest())
            case "erasure.declined": .declined
            case "erasure":
                .done(
                    try facts.erasureRequest(),
                    Remainder(
                        payloads: Int(try facts.integer("n")),
                        category: try facts.category("category"),
                        grid: facts.optionalText("grid"),
                        reportedOn: try facts.day("reported_on"),
                        endedOn: facts.optionalText("ended_on") == nil ? nil : try facts.day("ended_on"),
                        isConfidential: facts.flag("confidential"),
                        receipt: facts.optionalText("receipt")
                    )
                )
            default: throw Fault.corrupt("an entry of an unknown type stands among the erasures")
            }
        return Event(at: envelope.at, by: envelope.by, what: what)
    }

    package func project(id: ID<Erasure>, version: Int, into db: any Connection) throws {
        switch state {
        case .none: return
        case .asked(let request, let asker, let at):
            try put(id, request, "asked", at, asker, nil, into: db)
        case .declined(let request, let at):
            try put(id, request, "declined", at, nil, nil, into: db)
        case .done(let request, let remainder, let at):
            try put(id, request, "done", at, nil, remainder, into: db)
        }
    }

    private func put(
        _ id: ID<Erasure>,
        _ request: Request,
        _ state: String,
        _ at: Instant,
        _ asker: ID<Account>?,
        _ left: Remainder?,
        into db: any Connection
    ) throws {
        let parts = request.number.rawValue.split(separator: "-")
        let day = parts.count == 4 ? String(parts[1]) : ""
        try db.submit(
            """
            INSERT INTO erasure (
                id, case_id, number, day, serial, state, basis, changed_at, asked_by,
                payloads, category, grid, reported_on, ended_on, is_confidential, receipt)
            VALUES (
                \(id.bytes), \(request.subject.bytes), \(request.number.rawValue), \(day),
                \(request.number.serial), \(state), \(request.basis.rawValue), \(at.secondsSinceEpoch),
                \(asker?.bytes),
                \(left?.payloads), \(left?.category.rawValue), \(left?.grid), \(left?.reportedOn.description),
                \(left?.endedOn?.description), \(left.map { $0.isConfidential ? 1 : 0 }), \(left?.receipt))
            ON CONFLICT (id) DO UPDATE SET
                state = excluded.state, changed_at = excluded.changed_at, asked_by = excluded.asked_by,
                payloads = excluded.payloads, category = excluded.category, grid = excluded.grid,
                reported_on = excluded.reported_on, ended_on = excluded.ended_on,
                is_confidential = excluded.is_confidential, receipt = excluded.receipt
            """
        )
    }
}

extension Facts {
    fileprivate mutating func set(_ request: Erasure.Request) {
        self["case"] = .text(request.subject.rawValue.uuidString)
        self["number"] = .text(request.number.rawValue)
    }

    fileprivate func erasureRequest() throws -> Erasure.Request {
        Erasure.Request(
            subject: try id(try text("case")),
            number: CaseNumber(stored: try text("number")),
            basis: try choice("basis")
        )
    }
}
