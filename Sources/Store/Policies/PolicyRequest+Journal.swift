package import Domain

extension PolicyRequest: Journaled {
    package static func content(of event: Event, in state: PolicyRequest) -> EntryContent {
        var content = body(of: event.what, in: state)
        content.facts["s"] = .text(event.tag.rawValue)
        content.facts["on"] = .text(event.on.description)
        content.facts.set("unit", state.unit?.rawValue)
        guard let intake = state.intake else { return content }
        content.facts["kind"] = .text(intake.kind.rawValue)
        content.facts["policy"] = .text(String(intake.policy))
        content.facts["firm_kind"] = .text(intake.firmKind.rawValue)
        // A sole trader is a person: see ``Enterprise/content(of:in:)``.
        if intake.firmKind == .soleTrader {
            content.payload.set(grid: intake.grid)
        } else {
            content.facts.set(grid: intake.grid)
        }
        return content
    }

    private static func body(of event: Event.What, in state: PolicyRequest) -> EntryContent {
        switch event {
        case .asked(let intake):
            let type = intake.kind == .application ? "policy.applied" : "policy.asked"
            var content = EntryContent(type: type, facts: ["channel": .text(intake.channel.rawValue)])
            content.facts["version"] = .integer(Int64(intake.version))
            content.facts["days"] = .integer(Int64(intake.days))
            content.facts["due"] = .text(intake.due.description)
            content.facts["open"] = .integer(1)
            content.payload["number"] = .integer(Int64(intake.number))
            content.payload["firm"] = .integer(Int64(intake.firm))
            content.payload["text"] = .text(intake.words)
            return content
        case .answered(let result, let words, let days):
            let limit = state.intake?.days ?? 0
            var content = EntryContent(type: "policy.answered", facts: ["result": .text(result.rawValue)])
            content.facts["days"] = .integer(Int64(days))
            content.facts["on_time"] = .integer(days <= limit ? 1 : 0)
            content.facts["open"] = .integer(-1)
            content.payload["text"] = .text(words)
            return content
        case .passedOn(_, let words):
            return EntryContent(type: "policy.passed_on", payload: ["text": .text(words)])
        case .takenBack: return EntryContent(type: "policy.taken_back", facts: ["open": .integer(-1)])
        }
    }

    package static func event(type: String, facts: Facts) throws -> Event {
        // The type first: what is no entry of a request is said to be that.
        let what = try what(type, facts)
        return Event(tag: try facts.firmTag("s"), on: try facts.day("on"), what: what)
    }

    private static func what(_ type: String, _ facts: Facts) throws -> Event.What {
        switch type {
        case "policy.applied", "policy.asked": return .asked(try intake(facts))
        case "policy.answered":
            return .answered(
                try facts.choice("result"),
                words: try facts.text("text"),
                days: try facts.number("days")
            )
        case "policy.passed_on": return .passedOn(try facts.unit("unit"), words: try facts.text("text"))
        case "policy.taken_back": return .takenBack
        default: throw Fault.corrupt("an entry of an unknown type stands in the history of a request about a policy")
        }
    }

    private static func intake(_ facts: Facts) throws -> Intake {
        guard let policy = Int(try facts.text("policy")) else {
            throw Fault.corrupt("a request's entry names no policy")
        }
        return Intake(
            number: try facts.number("number"),
            kind: try facts.choice("kind"),
            policy: policy,
            version: try facts.number("version"),
            firm: try facts.number("firm"),
            firmKind: try facts.choice("firm_kind"),
            grid: try facts.optionalGrid(),
            channel: try facts.choice("channel"),
            words: try facts.text("text"),
            unit: try facts.unit("unit"),
            days: try facts.number("days"),
            due: try facts.day("due")
        )
    }

    package func project(id: ID<PolicyRequest>, version: Int, into db: any Connection) throws {
        guard let intake, let unit, let askedOn else { return }
        try db.submit(
            """
            INSERT INTO policy_request (
                id, number, kind, policy, version, firm, channel, unit, days, asked_on, due, state, ended_on)
            VALUES (
                \(id.bytes), \(intake.number), \(intake.kind.rawValue), \(intake.policy), \(intake.version),
                \(intake.firm), \(intake.channel.rawValue), \(unit.rawValue), \(intake.days),
                \(askedOn.description), \(intake.due.description), \(state.name.rawValue), \(endedOn?.description))
            ON CONFLICT (id) DO UPDATE SET
                unit = excluded.unit,
                state = excluded.state,
                ended_on = excluded.ended_on
            """
        )
    }
}
