package import Domain
package import Store

/// A line of a form with what stands in it.
package struct FormLine: Hashable, Sendable {
    package var item: FormOrder.Item
    /// The figure's name; nil where somebody has to fill the line.
    package var name: Wording?
    /// As it is printed; nil where somebody has to fill the line.
    package var value: String?
}

extension Office {
    /// Orders a form: its number and authority, its term and its lines.
    ///
    /// - Returns: its serial.
    /// - Throws: ``Refusal`` or ``Fault``.
    package func order(
        _ draft: FormOrder.Order,
        by actor: Actor
    ) async throws -> Int {
        let today = today
        try demand(.orderForms, of: actor, in: .unit(draft.unit))
        let known = Set(try await indicators().map(\.indicator.code))
        for code in draft.items.compactMap(\.indicator) where !known.contains(code) {
            throw Refusal.unknown(.indicator)
        }
        return try await begin(FormOrder.self, .orderForms, in: .unit(draft.unit), by: actor) { serial in
            var order = draft
            order.serial = serial
            return .order(order, today: today)
        }
    }

    /// Ends a form before its term.
    ///
    /// - Throws: ``Refusal`` or ``Fault``.
    package func end(form serial: Int, reason: String, by actor: Actor) async throws {
        let today = today
        try await alter(FormOrder.self, serial, .orderForms, by: actor) { _, _ in
            [.end(reason: reason, today: today)]
        }
    }

    /// The lines of a form for a unit, filled from what is recorded as far as they can be.
    ///
    /// - Throws: ``Refusal`` or ``Fault``.
    package func lines(of order: FormOrder.Order, for unit: UnitCode) async throws -> [FormLine] {
        let window = try order.rhythm.window(on: max(today, order.from), since: order.from)
        var lines = order.items.map { FormLine(item: $0) }
        var asked: [(line: Int, what: Asked)] = []
        for (index, item) in order.items.enumerated() {
            guard let code = item.indicator else { continue }
            let definition = try await indicator(code, for: window)
            lines[index].name = definition.indicator.name
            let scope = scope(of: definition.indicator, in: unit)
            asked.append((index, Asked(definition: definition, window: window, scope: scope)))
        }
        guard !asked.isEmpty else { return lines }
        for (place, evaluated) in zip(asked, try await evaluate(asked.map(\.what))) {
            lines[place.line].value = evaluated.value.text ?? "—"
        }
        return lines
    }

    /// Hands a form in for a unit: figures as they stand, and in order what somebody wrote into the other lines.
    ///
    /// - Throws: ``Refusal`` or ``Fault``.
    package func handIn(form serial: Int, for unit: UnitCode, answers: [String], by actor: Actor) async throws {
        try demand(.handInForms, of: actor, in: .unit(unit))
        guard let order = try await work(FormOrder.self, serial).order else { throw Refusal.unknown(.form) }
        guard directory.contains(.unit(order.unit), .unit(unit)) else { throw Refusal.beyondScope }
        var answers = answers[...]
        let values = try await lines(of: order, for: unit).map { $0.value ?? answers.popFirst() ?? "" }
        let (now, today) = (now, today)
        let position = try await engine.write { [self] db in
            let id = try FormOrder.id(of: serial, in: db)
            var past = try journal.past(of: id, in: db)
            let envelope = Envelope(at: now, by: actor.author)
            let command = FormOrder.Command.handIn(unit, values: values, today: today)
            _ = try desk.handle(command, on: id, past: &past, in: (), envelope: envelope, db: db)
            return try journal.position(in: db)
        }
        noteCommitted(position)
    }

    /// The newest forms.
    ///
    /// - Throws: ``Fault``.
    package func forms() async throws -> [FormQueries.Row] {
        try await engine.read { try FormQueries.list(limit: 300, in: $0) }
    }

    /// What was handed in of a form.
    ///
    /// - Throws: ``Refusal`` or ``Fault``.
    package func returns(of serial: Int, by actor: Actor) async throws -> [FormOrder.Return] {
        let place = try await work(FormOrder.self, serial).place
        try demand(.orderForms, of: actor, in: place)
        return try await engine.read { try FormQueries.returns(of: serial, limit: 300, in: $0) }
    }

    /// What forms took of each community in this year so far.
    ///
    /// - Throws: ``Refusal`` or ``Fault``.
    package func reportingBurden() async throws -> [FormQueries.Burden] {
        let year = today.advanced(by: 1 - today.day).adding(months: 1 - today.month)
        let window = try FigureWindow(from: year, until: year.adding(months: 12))
        return try await engine.read { try FormQueries.burden(in: window, in: $0) }
    }

    /// What narrows a figure to a unit: cases and visits name their grid, the grid's own work names the unit itself.
    ///
    /// The whole district is not narrowed at all.
    private func scope(of indicator: Indicator, in unit: UnitCode) -> Conditions {
        guard directory.units[unit]?.parent != nil else { return Conditions() }
        let terms = indicator.numerator + (indicator.denominator ?? [])
        let isOfGrids = terms.flatMap(\.types).allSatisfy {
            $0.rawValue.hasPrefix("case.") || $0.rawValue.hasPrefix("visit.")
        }
        guard isOfGrids else { return .of(unit: unit) }
        // A unit without a grid has no case: its own code is no grid's.
        let grids = directory.grids(in: .unit(unit)) ?? []
        let codes = grids.isEmpty ? [unit.rawValue] : grids.map(\.rawValue)
        return .of(grids: codes)
    }
}

extension Conditions {
    /// - Complexity: O(n log n).
    fileprivate static func of(grids: [String]) -> Conditions {
        do {
            let fact = try FactName(parsing: "grid")
            return Conditions([Condition(fact, .isOneOf(Set(grids).sorted().map { .text($0) }))])
        } catch {
            preconditionFailure("assumed a fact's name")
        }
    }
}
