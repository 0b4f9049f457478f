package import Domain
import FoundationEssentials

extension Visit: Journaled {
    package static func content(of event: Event, in state: Visit) -> EntryContent {
        var content = body(of: event, in: state)
        guard let firm = state.firm else { return content }
        content.facts["s"] = .text(firm.tag.rawValue)
        content.facts["firm_kind"] = .text(firm.kind.rawValue)
        content.payload["firm"] = .integer(Int64(firm.number))
        // A sole trader is a person: see ``Enterprise/content(of:in:)``.
        if firm.kind == .soleTrader {
            content.payload.set(grid: firm.grid)
        } else {
            content.facts.set(grid: firm.grid)
        }
        return content
    }

    private static func body(of event: Event, in state: Visit) -> EntryContent {
        switch event {
        case .booked(_, let booking):
            var content = EntryContent(type: "visit.booked")
            content.facts["asked"] = .integer(booking.isAsked ? 1 : 0)
            content.facts["on"] = .text(booking.day.description)
            content.facts["purpose"] = .text(booking.purpose.rawValue)
            content.facts["unit"] = .text(booking.unit.rawValue)
            content.facts.set("round", booking.round?.rawValue)
            content.payload["part"] = .text(booking.part.rawValue)
            content.payload["note"] = .text(booking.note)
            content.payload["officer"] = .text(booking.officer.rawValue.uuidString)
            return content
        case .accepted: return answered("visit.accepted", in: state)
        case .moved(let day, let part, _):
            var content = answered("visit.moved", in: state)
            content.facts["on"] = .text(day.description)
            content.payload["part"] = .text(part.rawValue)
            return content
        case .refused: return answered("visit.refused", in: state)
        case .merged(let other):
            var content = answered("visit.merged", in: state)
            content.payload["into"] = .text(other.rawValue.uuidString)
            return content
        case .joined(let unit):
            var content = answered("visit.joined", in: state)
            content.facts["companion"] = .text(unit.rawValue)
            return content
        case .withdrawn: return answered("visit.withdrawn", in: state)
        case .recorded(_, let record, let written):
            var content = EntryContent(type: "visit.recorded")
            write(record, to: &content.facts)
            content.facts["minutes"] = .integer(Int64(record.minutes))
            content.facts["needs"] = .integer(Int64(record.needs.count))
            content.facts["problems"] = .integer(Int64(record.problems.count))
            content.facts["policies"] = .integer(Int64(record.policies.count + record.explained.count))
            content.payload["officer"] = .text(record.officer.rawValue.uuidString)
            content.payload["written"] = .text(written.description)
            content.payload["need_list"] = .text(record.needs.map(\.rawValue).sorted().joined(separator: ","))
            content.payload["problem_list"] = .text(joined(record.problems))
            content.payload["policy_list"] = .text(joined(record.policies))
            // Only where there are any: visits that were recorded before policies were published have no such key.
            let explained = record.explained.map(String.init).joined(separator: ",")
            content.payload.set("explained", explained.isEmpty ? nil : explained)
            content.payload["remark"] = .text(record.remark)
            return content
        case .confirmed(let way, let count):
            var content = EntryContent(type: "visit.confirmed")
            if let record = state.record { write(record, to: &content.facts) }
            content.facts["way"] = .text(way.rawValue)
            content.facts["asked_twice"] = .integer(Int64(count))
            return content
        case .disputed(let ground):
            var content = EntryContent(type: "visit.disputed")
            if let record = state.record { write(record, to: &content.facts) }
            content.payload["ground"] = .text(ground)
            return content
        }
    }

    /// What tells which visit's figures an entry belongs to: a confirmation counts where its visit counts.
    private static func write(_ record: Record, to facts: inout Facts) {
        facts["on"] = .text(record.on.description)
        facts["unit"] = .text(record.unit.rawValue)
        facts["outcome"] = .text(record.outcome.rawValue)
        facts.set("round", record.round?.rawValue)
    }

    /// A step of a visit that was asked for.
    private static func answered(_ type: String, in state: Visit) -> EntryContent {
        var content = EntryContent(type: type)
        guard let booking = state.booking else { return content }
        content.facts["on"] = .text(booking.day.description)
        content.facts["unit"] = .text(booking.unit.rawValue)
        content.facts.set("round", booking.round?.rawValue)
        return content
    }

    /// U+001E between texts; whoever types it gets a blank.
    private static func joined(_ texts: [String]) -> String {
        texts.map { $0.replacing("\u{1E}", with: " ") }.joined(separator: "\u{1E}")
    }

    private static func parted(_ text: String) -> [String] {
        text.isEmpty ? [] : text.split(separator: "\u{1E}", omittingEmptySubsequences: false).map(String.init)
    }

    package static func event(type: String, facts: Facts) throws -> Event {
        switch type {
        case "visit.booked":
            return .booked(
                try firm(facts),
                Booking(
                    unit: try facts.unit("unit"),
                    officer: try facts.id(try facts.text("officer")),
                    purpose: try facts.choice("purpose"),
                    day: try facts.day("on"),
                    part: try facts.choice("part"),
                    note: try facts.text("note"),
                    isAsked: facts.flag("asked"),
                    round: try facts.optionalUnit("round")
                )
            )
        case "visit.accepted": return .accepted
        case "visit.moved":
            return .moved(try facts.day("on"), try facts.choice("part"), tag: try facts.firmTag("s"))
        case "visit.refused": return .refused
        case "visit.merged": return .merged(into: try facts.id(try facts.text("into")))
        case "visit.joined": return .joined(try facts.unit("companion"))
        case "visit.withdrawn": return .withdrawn
        case "visit.recorded":
            return .recorded(try firm(facts), try record(facts), written: try facts.day("written"))
        case "visit.confirmed":
            return .confirmed(try facts.choice("way"), askedTwice: try facts.number("asked_twice"))
        case "visit.disputed": return .disputed(ground: try facts.text("ground"))
        default: throw Fault.corrupt("an entry of an unknown type stands in a visit's history")
        }
    }

    private static func record(_ facts: Facts) throws -> Record {
        let needs = try facts.text("need_list").split(separator: ",").map { text in
            guard let need = Need(rawValue: String(text)) else { throw Fault.corrupt("a visit names an unknown need") }
            return need
        }
        return Record(
            unit: try facts.unit("unit"),
            officer: try facts.id(try facts.text("officer")),
            on: try facts.day("on"),
            outcome: try facts.choice("outcome"),
            minutes: try facts.number("minutes"),
            needs: Set(needs),
            problems: parted(try facts.text("problem_list")),
            explained: (facts.optionalText("explained") ?? "").split(separator: ",").compactMap { Int($0) },
            policies: parted(try facts.text("policy_list")),
            remark: try facts.text("remark"),
            round: try facts.optionalUnit("round")
        )
    }

    private static func firm(_ facts: Facts) throws -> Firm {
        Firm(
            number: try facts.number("firm"),
            kind: try facts.choice("firm_kind"),
            grid: try facts.optionalGrid(),
            tag: try facts.firmTag("s")
        )
    }
}

extension Visit {
    /// The visit's row: a function of the state alone.
    package func project(id: ID<Visit>, version: Int, into db: any Connection) throws {
        guard let firm, let unit = record?.unit ?? booking?.unit, let officer = record?.officer ?? booking?.officer,
            let day = record?.on ?? booking?.day
        else { return }
        try db.submit(
            """
            INSERT INTO visit (
                id, version, firm, state, unit, officer, companions, purpose, is_asked, day, part, round, outcome, minutes,
                needs, problems, policies, written, asked_twice)
            VALUES (
                \(id.bytes), \(version), \(firm.number), \(stateName), \(unit.rawValue), \(officer.bytes),
                \(companions.map(\.rawValue).joined(separator: ",")), \(booking?.purpose.rawValue),
                \(booking?.isAsked ?? false), \(day.description), \(booking?.part.rawValue),
                \((record?.round ?? booking?.round)?.rawValue), \(record?.outcome.rawValue), \(record?.minutes ?? 0),
                \(record?.needs.count ?? 0), \(record?.problems.count ?? 0), \(record.map { $0.policies.count + $0.explained.count } ?? 0),
                \(written?.description), \(askedTwice))
            ON CONFLICT (id) DO UPDATE SET
                version = excluded.version,
                state = excluded.state,
                unit = excluded.unit,
                officer = excluded.officer,
                companions = excluded.companions,
                day = excluded.day,
                part = excluded.part,
                round = excluded.round,
                outcome = excluded.outcome,
                minutes = excluded.minutes,
                needs = excluded.needs,
                problems = excluded.problems,
                policies = excluded.policies,
                written = excluded.written,
                asked_twice = excluded.asked_twice
            """
        )
    }

    private var stateName: String {
        switch state {
        case .none, .asked: "asked"
        case .accepted: "accepted"
        case .refused: "refused"
        case .merged: "merged"
        case .withdrawn: "withdrawn"
        case .recorded: "recorded"
        case .answered(_, .confirmed): "confirmed"
        case .answered(_, .disputed): "disputed"
        }
    }
}
