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
        case .done(let request, let left):
            // No identity, no case, no grid: how much was destroyed, and why (transparency log 5.6).
            var content = EntryContent(
                type: "erasure",
                facts: ["basis": .text(request.basis.rawValue), "n": .integer(Int64(left.payloads))]
            )
            content.payload.set(request)
            guard case .file(let remainder) = left else { return content }
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
            case "erasure": try done(facts)
            default: throw Fault.corrupt("an entry of an unknown type stands among the erasures")
            }
        return Event(at: envelope.at, by: envelope.by, what: what)
    }

    private static func done(_ facts: Facts) throws -> What {
        let request = try facts.erasureRequest()
        let payloads = try facts.number("n")
        guard case .file = request.target else { return .done(request, .record(payloads: payloads)) }
        let remainder = Remainder(
            payloads: payloads,
            category: try facts.category("category"),
            grid: facts.optionalText("grid"),
            reportedOn: try facts.day("reported_on"),
            endedOn: try facts.optionalDay("ended_on"),
            isConfidential: facts.flag("confidential"),
            receipt: facts.optionalText("receipt")
        )
        return .done(request, .file(remainder))
    }

    package func project(id: ID<Erasure>, version: Int, into db: any Connection) throws {
        switch state {
        case .none: return
        case .asked(let request, let asker, let at): try put(id, request, "asked", at, asker, nil, into: db)
        case .declined(let request, let at): try put(id, request, "declined", at, nil, nil, into: db)
        case .done(let request, let left, let at): try put(id, request, "done", at, nil, left, into: db)
        }
    }

    private func put(
        _ id: ID<Erasure>,
        _ request: Request,
        _ state: String,
        _ at: Instant,
        _ asker: ID<Account>?,
        _ left: Left?,
        into db: any Connection
    ) throws {
        switch request.target {
        case .file(let subject, let number):
            let remainder: Remainder? = if case .file(let remainder) = left { remainder } else { nil }
            try put(id, subject, number, request.basis, state, at, asker, remainder, into: db)
        case .record(let record, let subject):
            try db.submit(
                """
                INSERT INTO record_erasure (id, subject, kind, number, state, basis, changed_at, asked_by, payloads)
                VALUES (
                    \(id.bytes), \(ID<Record>(subject).bytes), \(record.kind.rawValue), \(record.number), \(state),
                    \(request.basis.rawValue), \(at.secondsSinceEpoch), \(asker?.bytes), \(left?.payloads))
                ON CONFLICT (id) DO UPDATE SET
                    state = excluded.state, changed_at = excluded.changed_at, asked_by = excluded.asked_by,
                    payloads = excluded.payloads
                """
            )
        }
    }

    private func put(
        _ id: ID<Erasure>,
        _ subject: ID<Case>,
        _ number: CaseNumber,
        _ basis: Basis,
        _ state: String,
        _ at: Instant,
        _ asker: ID<Account>?,
        _ left: Remainder?,
        into db: any Connection
    ) throws {
        let parts = number.rawValue.split(separator: "-")
        let day = parts.count == 4 ? String(parts[1]) : ""
        try db.submit(
            """
            INSERT INTO erasure (
                id, case_id, number, day, serial, state, basis, changed_at, asked_by,
                payloads, category, grid, reported_on, ended_on, is_confidential, receipt)
            VALUES (
                \(id.bytes), \(subject.bytes), \(number.rawValue), \(day),
                \(number.serial), \(state), \(basis.rawValue), \(at.secondsSinceEpoch),
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
    /// A case under `case` with its number, as ever; a record under `subject` with its kind and number.
    fileprivate mutating func set(_ request: Erasure.Request) {
        switch request.target {
        case .file(let id, let number):
            self["case"] = .text(id.rawValue.uuidString)
            self["number"] = .text(number.rawValue)
        case .record(let record, let subject):
            self["subject"] = .text(subject.uuidString)
            self["record"] = .text(record.kind.rawValue)
            self["record_number"] = .integer(Int64(record.number))
        }
    }

    fileprivate func erasureRequest() throws -> Erasure.Request {
        guard optionalText("record") != nil else {
            return Erasure.Request(
                subject: try id(try text("case")),
                number: CaseNumber(stored: try text("number")),
                basis: try choice("basis")
            )
        }
        let record = Erasure.Record(try choice("record"), try number("record_number"))
        let subject: ID<Erasure.Record> = try id(try text("subject"))
        return Erasure.Request(target: .record(record, subject: subject.rawValue), basis: try choice("basis"))
    }
}
