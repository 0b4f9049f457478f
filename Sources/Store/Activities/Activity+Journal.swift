package import Domain

/// How an activity is written down.
///
/// In `activity.corrected` the field `attendances` is by how much the number changes, so that the sum over `activity.counted`
/// and `activity.corrected` is what holds; `total` is the number as it now stands.
extension Activity: Journaled {
    package static func content(of event: Event, in state: Activity) -> EntryContent {
        var content: EntryContent
        switch event {
        case .planned(let plan):
            content = EntryContent(
                type: "activity.planned",
                payload: ["topic": .text(plan.topic), "venue": .text(plan.venue)]
            )
            content.payload.set("starts", plan.starts)
        case .moved: content = EntryContent(type: "activity.moved")
        case .held: content = EntryContent(type: "activity.held")
        case .counted(let attendance):
            content = EntryContent(type: "activity.counted")
            content.facts.set("attendances", attendance.times)
            content.facts.set("method", attendance.method.rawValue)
            content.facts.set("persons", attendance.persons)
        case .corrected(let attendance, let before, let reason):
            content = EntryContent(type: "activity.corrected", payload: ["reason": .text(reason)])
            content.facts.set("attendances", attendance.times - before.times)
            content.facts.set("total", attendance.times)
            content.facts.set("method", attendance.method.rawValue)
            content.facts.set("persons", attendance.persons)
            content.payload.set("before_method", before.method.rawValue)
            content.payload.set("before_persons", before.persons)
        case .calledOff(let reason):
            content = EntryContent(type: "activity.called_off", payload: ["reason": .text(reason)])
        }
        if let plan = state.plan {
            content.facts.set("activity", plan.serial)
            content.facts.set("kind", plan.kind.rawValue)
            content.facts.set("on", plan.on.description)
            content.facts.set("star", plan.star?.rawValue)
            content.facts.set(plan.at)
        }
        return content
    }

    package static func event(type: String, facts: Facts) throws -> Event {
        switch type {
        case "activity.planned":
            return .planned(
                Plan(
                    serial: try facts.number("activity"),
                    kind: try facts.choice("kind"),
                    topic: try facts.text("topic"),
                    on: try facts.day("on"),
                    starts: facts.optionalNumber("starts"),
                    venue: try facts.text("venue"),
                    at: try facts.workPlace(),
                    star: facts.optionalText("star") == nil ? nil : try facts.choice("star")
                )
            )
        case "activity.moved": return .moved(to: try facts.day("on"))
        case "activity.held": return .held(on: try facts.day("on"))
        case "activity.counted":
            return .counted(
                try attendance(
                    facts.number("attendances"),
                    by: facts.choice("method"),
                    persons: facts.optionalNumber("persons")
                )
            )
        case "activity.corrected":
            let total = try facts.number("total")
            return .corrected(
                try attendance(total, by: facts.choice("method"), persons: facts.optionalNumber("persons")),
                before: try attendance(
                    total - facts.number("attendances"),
                    by: facts.choice("before_method"),
                    persons: facts.optionalNumber("before_persons")
                ),
                reason: try facts.text("reason")
            )
        case "activity.called_off": return .calledOff(reason: try facts.text("reason"))
        default: throw Fault.corrupt("an entry of an unknown type stands in an activity's history")
        }
    }

    private static func attendance(
        _ times: Int,
        by method: Attendance.Method,
        persons: Int?
    ) throws -> Attendance {
        do { return try Attendance(times, by: method, persons: persons) } catch {
            throw Fault.corrupt("a journal entry holds a count that cannot be")
        }
    }

    package func project(id: ID<Activity>, version: Int, into db: any Connection) throws {
        guard let plan else { return }
        var attendance: Attendance?
        if case .counted(let counted) = state { attendance = counted }
        var reason: String?
        if case .calledOff(let words) = state { reason = words }
        try db.submit(
            """
            INSERT INTO activity (
                id, serial, kind, star, topic, venue, starts, on_day, unit, grid, state, attendances, method, persons, reason)
            VALUES (
                \(id.bytes), \(plan.serial), \(plan.kind.rawValue), \(plan.star?.rawValue), \(plan.topic),
                \(plan.venue), \(plan.starts), \(plan.on.description), \(plan.at.unit.rawValue),
                \(plan.at.grid?.rawValue), \(state.name.rawValue), \(attendance?.times), \(attendance?.method.rawValue),
                \(attendance?.persons), \(reason))
            ON CONFLICT (id) DO UPDATE SET
                on_day = excluded.on_day,
                state = excluded.state,
                attendances = excluded.attendances,
                method = excluded.method,
                persons = excluded.persons,
                reason = excluded.reason
            """
        )
    }
}

extension Activity: NumberedWork {
    package static var table: SQL { "activity" }
    package static var subject: Refusal.Subject { .activity }
}
