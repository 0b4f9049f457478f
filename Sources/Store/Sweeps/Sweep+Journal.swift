package import Domain

/// How a sweep is written down: the list itself is private, its length is public, and the entry's commitment binds both.
extension Sweep: Journaled {
    package static func content(of event: Event, in state: Sweep) -> EntryContent {
        var content: EntryContent
        switch event {
        case .frozen(let plan):
            content = EntryContent(
                type: "sweep.frozen",
                facts: [
                    "checklist": .integer(Int64(plan.checklist)), "frame": .integer(Int64(plan.elements.count)),
                    "until": .text(plan.until.description), "version": .integer(Int64(plan.version)),
                ],
                payload: ["name": .text(plan.name), "list": .text(plan.elementText)]
            )
        case .ended(let tally, let drawing):
            content = EntryContent(type: "sweep.ended")
            content.facts.set("frame", tally.frame)
            for result in SweepElement.Result.allCases { content.facts.set(result.rawValue, tally[result]) }
            content.facts.set("not_visited", tally.notVisited)
            content.facts.set("drawing", drawing)
        case .drawn(let draw):
            content = EntryContent(
                type: "sweep.drawn",
                facts: [
                    "draw": .text(draw.numbers), "on": .text(draw.on.description), "root": .text(draw.root),
                    "sample": .integer(Int64(draw.elements.count)), "size": .integer(draw.size),
                ]
            )
            content.facts.set("frame", state.plan?.elements.count)
            content.facts.set("elements", draw.elements.map(String.init).joined(separator: ","))
        }
        if let plan = state.plan {
            content.facts.set("sweep", plan.serial)
            content.facts.set("kind", plan.kind.rawValue)
            content.facts.set("unit", plan.unit.rawValue)
        }
        return content
    }

    package static func event(type: String, facts: Facts) throws -> Event {
        switch type {
        case "sweep.frozen":
            return .frozen(
                Plan(
                    serial: try facts.number("sweep"),
                    kind: try facts.choice("kind"),
                    name: try facts.text("name"),
                    unit: try facts.unit("unit"),
                    checklist: try facts.number("checklist"),
                    version: try facts.number("version"),
                    until: try facts.day("until"),
                    elements: try Plan.elements(in: facts.text("list"))
                )
            )
        case "sweep.ended":
            var results: [SweepElement.Result: Int] = [:]
            for result in SweepElement.Result.allCases {
                let count = try facts.number(result.rawValue)
                if count > 0 { results[result] = count }
            }
            return .ended(Tally(results, frame: try facts.number("frame")), drawing: try facts.text("drawing"))
        case "sweep.drawn":
            let elements = try facts.text("elements").split(separator: ",").map { Int($0) }
            guard !elements.contains(nil) else { throw Fault.corrupt("a draw holds no valid numbers") }
            return .drawn(
                Draw(
                    size: try facts.integer("size"),
                    root: try facts.text("root"),
                    numbers: try facts.text("draw"),
                    on: try facts.day("on"),
                    elements: elements.compactMap { $0 }
                )
            )
        default: throw Fault.corrupt("an entry of an unknown type stands in a sweep's history")
        }
    }

    package func project(id: ID<Sweep>, version: Int, into db: any Connection) throws {
        guard let plan else { return }
        var drawing: String?
        switch state {
        case .absent, .running: drawing = nil
        case .ended(let named), .drawn(let named, _): drawing = named
        }
        try db.submit(
            """
            INSERT INTO sweep (id, serial, kind, name, unit, checklist, version, until_day, frame, state, drawing)
            VALUES (
                \(id.bytes), \(plan.serial), \(plan.kind.rawValue), \(plan.name), \(plan.unit.rawValue),
                \(plan.checklist), \(plan.version), \(plan.until.description), \(plan.elements.count),
                \(state.name.rawValue), \(drawing))
            ON CONFLICT (id) DO UPDATE SET state = excluded.state, drawing = excluded.drawing
            """
        )
        // The list is frozen: it is written once.
        guard version == 1 || drawing != nil else { return }
        for (index, element) in plan.elements.enumerated() {
            try db.submit(
                """
                INSERT INTO sweep_element (sweep, number, kind, name, grid, scheme)
                VALUES (
                    \(plan.serial), \(index + 1), \(element.kind.rawValue), \(element.name), \(element.grid.rawValue),
                    \(element.grid.scheme.rawValue))
                ON CONFLICT (sweep, number) DO NOTHING
                """
            )
        }
    }
}

extension Sweep: NumberedWork {
    package static var table: SQL { "sweep" }
    package static var subject: Refusal.Subject { .sweep }
}

extension Sweep.Plan {
    fileprivate var elementText: String {
        ListText.encode(elements.map { [$0.kind.rawValue, $0.name, $0.grid.rawValue, $0.grid.scheme.rawValue] })
    }

    fileprivate static func elements(in text: String) throws -> [Sweep.Element] {
        try ListText.decodeRows(text).map { parts in
            guard parts.count == 4, let kind = Sweep.ElementKind(rawValue: parts[0]),
                let scheme = GridScheme(rawValue: parts[3])
            else { throw Fault.corrupt("an element of a sweep has not its four parts") }
            do {
                return Sweep.Element(kind, name: parts[1], grid: try GridCode(parsing: parts[2], scheme: scheme))
            } catch {
                throw Fault.corrupt("an element of a sweep has no valid grid")
            }
        }
    }
}
