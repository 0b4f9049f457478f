package import Domain

extension Procedure: Journaled {
    package static func content(of event: Event, in state: Procedure) -> EntryContent {
        var content = body(of: event, in: state)
        guard let start = state.start else { return content }
        content.facts["procedure"] = .text(String(start.serial))
        content.facts["kind"] = .text(start.kind.rawValue)
        content.facts.set(start.place)
        return content
    }

    private static func body(of event: Event, in state: Procedure) -> EntryContent {
        var content: EntryContent
        switch event {
        case .begun(let start):
            content = EntryContent(type: "procedure.begun", facts: ["on": .text(start.on.description)])
            content.facts["parts"] = .integer(Int64(start.parts.count))
            content.facts["statutory"] = .integer(Int64(start.statutory))
            content.facts.set("promised", start.promised?.description)
            content.facts.set("until", start.until?.description)
            content.payload["title"] = .text(start.title)
            content.payload["items"] = .text(ListText.encode(start.parts))
            content.payload.set("firm", start.firm)
            content.payload.set("project", start.project)
        case .supplied(let day, let isOnTime):
            content = EntryContent(type: "procedure.supplied", facts: ["on": .text(day.description)])
            content.facts["on_time"] = .integer(isOnTime ? 1 : 0)
        case .used(let by, let day):
            content = EntryContent(type: "procedure.used", facts: ["on": .text(day.description)])
            content.payload["by_whom"] = .text(by)
        case .finished(let finish):
            let statutory = state.start?.statutory ?? 0
            content = EntryContent(type: "procedure.finished", facts: ["on": .text(finish.on.description)])
            content.facts["days"] = .integer(Int64(finish.days))
            content.facts["statutory"] = .integer(Int64(statutory))
            content.facts["saved"] = .integer(Int64(statutory - finish.days))
            content.facts["on_time"] = .integer(finish.days <= statutory ? 1 : 0)
            content.facts["visits"] = .integer(Int64(finish.visits))
            content.facts["parts"] = .integer(Int64(state.start?.parts.count ?? 0))
        case .ended(let reason, let day):
            content = EntryContent(type: "procedure.ended", facts: ["on": .text(day.description)])
            content.payload["reason"] = .text(reason)
        }
        return content
    }

    package static func event(type: String, facts: Facts) throws -> Event {
        switch type {
        case "procedure.begun":
            guard let serial = Int(try facts.text("procedure")) else {
                throw Fault.corrupt("a procedure's entry has no serial")
            }
            return .begun(
                Start(
                    serial: serial,
                    kind: try facts.choice("kind"),
                    title: try facts.text("title"),
                    place: try facts.workPlace(),
                    statutory: try facts.number("statutory"),
                    parts: ListText.decode(try facts.text("items")),
                    promised: facts.optionalText("promised") == nil ? nil : try facts.day("promised"),
                    until: facts.optionalText("until") == nil ? nil : try facts.day("until"),
                    firm: facts.optionalNumber("firm"),
                    project: facts.optionalNumber("project"),
                    on: try facts.day("on")
                )
            )
        case "procedure.supplied": return .supplied(on: try facts.day("on"), isOnTime: facts.flag("on_time"))
        case "procedure.used": return .used(by: try facts.text("by_whom"), on: try facts.day("on"))
        case "procedure.finished":
            return .finished(
                Finish(on: try facts.day("on"), days: try facts.number("days"), visits: try facts.number("visits"))
            )
        case "procedure.ended": return .ended(reason: try facts.text("reason"), on: try facts.day("on"))
        default: throw Fault.corrupt("an entry of an unknown type stands in a procedure's history")
        }
    }

    package func project(id: ID<Procedure>, version: Int, into db: any Connection) throws {
        guard let start else { return }
        var (endedOn, days, visits): (Day?, Int?, Int?) = (nil, nil, nil)
        switch state {
        case .absent, .open: break
        case .finished(let finish): (endedOn, days, visits) = (finish.on, finish.days, finish.visits)
        case .ended(_, let day): endedOn = day
        }
        try db.submit(
            """
            INSERT INTO procedure_service (
                id, serial, kind, title, unit, grid, firm, project, statutory, parts, begun_on, promised, until_day,
                supplied_on, uses, state, ended_on, days, visits)
            VALUES (
                \(id.bytes), \(start.serial), \(start.kind.rawValue), \(start.title), \(start.place.unit.rawValue),
                \(start.place.grid?.rawValue), \(start.firm), \(start.project), \(start.statutory),
                \(start.parts.count), \(start.on.description), \(start.promised?.description),
                \(start.until?.description), \(suppliedOn?.description), \(uses.count), \(state.name.rawValue),
                \(endedOn?.description), \(days), \(visits))
            ON CONFLICT (id) DO UPDATE SET
                supplied_on = excluded.supplied_on,
                uses = excluded.uses,
                state = excluded.state,
                ended_on = excluded.ended_on,
                days = excluded.days,
                visits = excluded.visits
            """
        )
    }
}

extension Procedure: NumberedWork {
    package static var table: SQL { "procedure_service" }
    package static var subject: Refusal.Subject { .procedure }

    /// A procedure as the desk's list shows it.
    package struct Row: Hashable, Sendable {
        package let serial: Int
        package let kind: Kind
        package let title: String
        package let unit: UnitCode
        package let grid: String?
        package let begunOn: Day
        package let statutory: Int
        package let state: State.Name
        package let days: Int?
        package let uses: Int
    }

    /// The newest first; those below a serial, or all.
    package static func list(
        isOpen: Bool,
        before: Int?,
        limit: Int,
        in db: any Connection
    ) throws -> [Row] {
        try db.rows(listStatement(isOpen: isOpen, before: before, limit: limit)) { row in
            Row(
                serial: try row.number(0),
                kind: try row.choice(1),
                title: try row.text(2),
                unit: try row.unit(3),
                grid: try row.optionalText(4),
                begunOn: try row.day(5),
                statutory: try row.number(6),
                state: try row.choice(7),
                days: try row.optionalNumber(8),
                uses: try row.number(9)
            )
        }
    }

    static func listStatement(isOpen: Bool, before: Int?, limit: Int) -> SQL {
        let start: SQL = """
            SELECT serial, kind, title, unit, grid, begun_on, statutory, state, days, uses
            FROM procedure_service
            WHERE serial < \(before ?? Int(Int32.max))
            """
        let narrowed: SQL = isOpen ? start + " AND state = 'open'" : start
        return narrowed + " ORDER BY serial DESC LIMIT \(limit)"
    }

    /// What procedures of a kind have come to, those that were finished in some days.
    package struct Count: Hashable, Sendable {
        package let kind: Kind
        package let finished: Int
        /// Working days, in all.
        package let statutory: Int
        package let days: Int
        package let visits: Int
    }

    package static func counts(from first: Day, until last: Day, in db: any Connection) throws -> [Count] {
        try db.rows(countsStatement(from: first, until: last)) { row in
            Count(
                kind: try row.choice(0),
                finished: try row.number(1),
                statutory: try row.number(2),
                days: try row.number(3),
                visits: try row.number(4)
            )
        }
    }

    static func countsStatement(from first: Day, until last: Day) -> SQL {
        """
        SELECT kind, COUNT(*), CAST(SUM(statutory) AS BIGINT), CAST(SUM(days) AS BIGINT), CAST(SUM(visits) AS BIGINT)
        FROM procedure_service
        WHERE state = 'finished' AND ended_on >= \(first.description) AND ended_on <= \(last.description)
        GROUP BY kind
        ORDER BY kind
        """
    }

    /// Appraisals of areas that are valid on a day, and how often one was used.
    package static func areas(on day: Day, in db: any Connection) throws -> (valid: Int, uses: Int) {
        try db.first(areasStatement(on: day)) { (valid: try $0.number(0), uses: try $0.number(1)) } ?? (0, 0)
    }

    static func areasStatement(on day: Day) -> SQL {
        """
        SELECT COUNT(*), CAST(COALESCE(SUM(uses), 0) AS BIGINT)
        FROM procedure_service
        WHERE state = 'open' AND until_day >= \(day.description)
        """
    }
}
