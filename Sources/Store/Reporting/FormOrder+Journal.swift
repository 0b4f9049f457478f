package import Domain

extension FormOrder: Journaled {
    package static func content(of event: Event, in state: FormOrder) -> EntryContent {
        var content: EntryContent
        switch event {
        case .ordered(let order):
            content = EntryContent(type: "form.ordered")
            content.facts.set("from", order.from.description)
            content.facts.set("until", order.until.description)
            content.facts.set("rhythm", order.rhythm.rawValue)
            content.facts.set("unit", order.unit.rawValue)
            content.payload.set("number", order.number)
            content.payload.set("title", order.title)
            content.payload.set("authority", order.authority)
            content.payload.set("basis", order.basis)
            content.payload.set("lines", encode(order.items))
        case .handedIn(let given):
            content = EntryContent(type: "form.handed_in")
            content.facts.set("unit", given.unit.rawValue)
            content.facts.set("from", given.window.from.description)
            content.facts.set("until", given.window.until.description)
            content.facts.set("on", given.on.description)
            content.payload.set("values", ListText.encode(given.values))
        case .ended(let reason, let day):
            content = EntryContent(type: "form.ended", payload: ["reason": .text(reason)])
            content.facts.set("unit", state.order?.unit.rawValue)
            content.facts.set("on", day.description)
        }
        if let order = state.order {
            content.facts.set("form", order.serial)
            content.facts.set("minutes", order.minutes)
            content.facts.set("items", order.items.count)
            content.facts.set("filled", order.filled)
        }
        return content
    }

    package static func event(type: String, facts: Facts) throws -> Event {
        switch type {
        case "form.ordered":
            return .ordered(
                Order(
                    serial: try facts.number("form"),
                    number: try facts.text("number"),
                    title: try facts.text("title"),
                    authority: try facts.text("authority"),
                    basis: try facts.text("basis"),
                    unit: try facts.unit("unit"),
                    from: try facts.day("from"),
                    until: try facts.day("until"),
                    rhythm: try rhythm(of: try facts.text("rhythm")),
                    minutes: try facts.number("minutes"),
                    items: try decode(try facts.text("lines"))
                )
            )
        case "form.handed_in":
            return .handedIn(
                Return(
                    unit: try facts.unit("unit"),
                    window: try window(from: try facts.day("from"), until: try facts.day("until")),
                    on: try facts.day("on"),
                    values: ListText.decode(try facts.text("values"))
                )
            )
        case "form.ended": return .ended(reason: try facts.text("reason"), on: try facts.day("on"))
        default: throw Fault.corrupt("an entry of an unknown type stands in a form's history")
        }
    }

    package func project(id: ID<FormOrder>, version: Int, into db: any Connection) throws {
        guard let order else { return }
        try db.submit(
            """
            INSERT INTO form_order (
                id, serial, number, title, authority, basis, unit, from_day, until_day, rhythm, minutes, items, filled,
                ended_on, reason)
            VALUES (
                \(id.bytes), \(order.serial), \(order.number), \(order.title), \(order.authority), \(order.basis),
                \(order.unit.rawValue), \(order.from.description), \(order.until.description),
                \(order.rhythm.rawValue), \(order.minutes), \(Self.encode(order.items)), \(order.filled),
                \(ending?.on.description), \(ending?.reason))
            ON CONFLICT (id) DO UPDATE SET
                ended_on = excluded.ended_on,
                reason = excluded.reason
            """
        )
        // Returns are only ever added: those that are there already are the first ones.
        let known =
            try db.first("SELECT COUNT(*) FROM form_return WHERE form = \(order.serial)") { try $0.number(0) } ?? 0
        for given in returns.dropFirst(known) {
            try db.submit(
                """
                INSERT INTO form_return (form, unit, from_day, until_day, on_day, minutes, content)
                VALUES (
                    \(order.serial), \(given.unit.rawValue), \(given.window.from.description),
                    \(given.window.until.description), \(given.on.description), \(order.minutes),
                    \(ListText.encode(given.values)))
                """
            )
        }
    }

    static func encode(_ items: [Item]) -> String {
        ListText.encode(items.map { [$0.text, $0.indicator?.rawValue ?? ""] })
    }

    static func decode(_ text: String) throws -> [Item] {
        try ListText.decodeRows(text).map { parts in
            guard parts.count == 2 else { throw Fault.corrupt("a form holds no valid lines") }
            guard !parts[1].isEmpty else { return Item(parts[0]) }
            do { return Item(parts[0], indicator: try IndicatorCode(parsing: parts[1])) } catch {
                throw Fault.corrupt("a form names no valid indicator")
            }
        }
    }

    private static func rhythm(of text: String) throws -> Rhythm {
        guard let rhythm = Rhythm(rawValue: text) else { throw Fault.corrupt("a form comes at no known times") }
        return rhythm
    }

    static func window(from: Day, until: Day) throws -> FigureWindow {
        do { return try FigureWindow(from: from, until: until) } catch {
            throw Fault.corrupt("a form was handed in for no days")
        }
    }
}
