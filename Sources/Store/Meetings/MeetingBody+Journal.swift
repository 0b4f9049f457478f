package import Domain

/// How the meetings of a body are written down.
///
/// In `meeting.corrected` the fields `entitled` and `present` are by how much the numbers change.
extension MeetingBody: Journaled {
    package static func content(of event: Event, in state: MeetingBody) -> EntryContent {
        var content: EntryContent
        switch event {
        case .established(let definition):
            content = EntryContent(type: "meeting_body.established", payload: ["name": .text(definition.name)])
        case .termOpened(let term):
            content = EntryContent(
                type: "meeting_body.term_opened",
                facts: [
                    "from": .text(term.from.description), "start": .integer(Int64(term.start)),
                    "term": .integer(Int64(term.number)),
                ]
            )
        case .held(let numbered):
            content = numbered.content(type: "meeting.held", in: state)
            content.facts.set("entitled", numbered.meeting.entitled)
            content.facts.set("present", numbered.meeting.present)
            content.payload.set("agenda", ListText.encode(numbered.meeting.items))
            content.payload.set("resolved", ListText.encode(numbered.meeting.resolutions))
        case .corrected(let numbered, let before, let reason):
            content = numbered.content(type: "meeting.corrected", in: state)
            content.facts.set("entitled", numbered.meeting.entitled - before.entitled)
            content.facts.set("present", numbered.meeting.present - before.present)
            content.facts.set("total_entitled", numbered.meeting.entitled)
            content.facts.set("total_present", numbered.meeting.present)
            content.payload.set("agenda", ListText.encode(numbered.meeting.items))
            content.payload.set("resolved", ListText.encode(numbered.meeting.resolutions))
            content.payload.set("reason", reason)
        case .gapExplained(let gap):
            content = EntryContent(
                type: "meeting.gap_explained",
                facts: ["period": .text(gap.period.description), "session": .text(gap.session.rawValue)],
                payload: ["reason": .text(gap.reason)]
            )
        }
        if let definition = state.definition {
            content.facts.set("body", definition.serial)
            content.facts.set("body_kind", definition.kind.rawValue)
            content.facts.set("unit", definition.unit.rawValue)
        }
        return content
    }

    package static func event(type: String, facts: Facts) throws -> Event {
        switch type {
        case "meeting_body.established":
            return .established(
                Definition(
                    serial: try facts.number("body"),
                    kind: try facts.choice("body_kind"),
                    name: try facts.text("name"),
                    unit: try facts.unit("unit")
                )
            )
        case "meeting_body.term_opened":
            return .termOpened(
                Term(
                    number: try facts.number("term"),
                    from: try facts.day("from"),
                    start: try facts.number("start")
                )
            )
        case "meeting.held":
            let meeting = try meeting(
                facts,
                entitled: try facts.number("entitled"),
                present: try facts.number("present")
            )
            return .held(Numbered(term: try facts.number("term"), number: try facts.number("number"), meeting))
        case "meeting.corrected":
            let (entitled, present) = (try facts.number("total_entitled"), try facts.number("total_present"))
            return .corrected(
                Numbered(
                    term: try facts.number("term"),
                    number: try facts.number("number"),
                    try meeting(facts, entitled: entitled, present: present)
                ),
                before: try meeting(
                    facts,
                    entitled: entitled - (try facts.number("entitled")),
                    present: present - (try facts.number("present"))
                ),
                reason: try facts.text("reason")
            )
        case "meeting.gap_explained":
            let period: Period
            do { period = try Period(parsing: try facts.text("period")) } catch is Malformed {
                throw Fault.corrupt("a journal entry holds no valid period")
            }
            return .gapExplained(Gap(try facts.choice("session"), period, reason: try facts.text("reason")))
        default: throw Fault.corrupt("an entry of an unknown type stands in a body's history")
        }
    }

    private static func meeting(_ facts: Facts, entitled: Int, present: Int) throws -> Meeting {
        Meeting(
            try facts.choice("session"),
            on: try facts.day("on"),
            entitled: entitled,
            present: present,
            items: ListText.decode(try facts.text("agenda")),
            resolutions: ListText.decode(try facts.text("resolved"))
        )
    }

    package func project(id: ID<MeetingBody>, version: Int, into db: any Connection) throws {
        guard let definition else { return }
        let serial = definition.serial
        try db.submit(
            """
            INSERT INTO meeting_body (id, serial, kind, name, unit, term, term_from)
            VALUES (
                \(id.bytes), \(serial), \(definition.kind.rawValue), \(definition.name), \(definition.unit.rawValue),
                \(terms.last?.number), \(terms.last?.from.description))
            ON CONFLICT (id) DO UPDATE SET term = excluded.term, term_from = excluded.term_from
            """
        )
        for numbered in meetings {
            let meeting = numbered.meeting
            try db.submit(
                """
                INSERT INTO meeting (body, term, session, number, on_day, entitled, present, items, resolutions)
                VALUES (
                    \(serial), \(numbered.term), \(meeting.session.rawValue), \(numbered.number),
                    \(meeting.on.description), \(meeting.entitled), \(meeting.present), \(meeting.items.count),
                    \(meeting.resolutions.count))
                ON CONFLICT (body, term, session, number) DO UPDATE SET
                    entitled = excluded.entitled,
                    present = excluded.present
                """
            )
        }
        for gap in gaps {
            try db.submit(
                """
                INSERT INTO meeting_gap (body, session, period, reason)
                VALUES (\(serial), \(gap.session.rawValue), \(gap.period.description), \(gap.reason))
                ON CONFLICT (body, session, period) DO UPDATE SET reason = excluded.reason
                """
            )
        }
    }
}

extension MeetingBody.Numbered {
    fileprivate func content(type: String, in state: MeetingBody) -> EntryContent {
        var content = EntryContent(type: type)
        content.facts.set("term", term)
        content.facts.set("number", number)
        content.facts.set("session", meeting.session.rawValue)
        content.facts.set("on", meeting.on.description)
        content.facts.set("items", meeting.items.count)
        content.facts.set("resolutions", meeting.resolutions.count)
        if let kind = state.definition?.kind, meeting.session.needsMajority(in: kind) {
            content.facts.set("quorate", meeting.hasMajority ? 1 : 0)
        }
        return content
    }
}

extension MeetingBody: NumberedWork {
    package static var table: SQL { "meeting_body" }
    package static var subject: Refusal.Subject { .meetingBody }
}
