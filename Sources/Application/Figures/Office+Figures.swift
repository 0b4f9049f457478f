package import Domain
package import Store
import TransparencyLog

extension Office {
    /// Every definition, by code and version.
    ///
    /// - Throws: ``Fault``.
    package func indicators() async throws -> [FigureQueries.Definition] {
        try await engine.read { try FigureQueries.definitions(in: $0) }
    }

    /// The definition that windows of `until` are counted by: the newest that is valid then.
    ///
    /// - Throws: ``Refusal/unknown(_:)``, ``Refusal/outsideValidity``, ``Fault``.
    package func indicator(_ code: IndicatorCode, for window: FigureWindow) async throws -> FigureQueries.Definition {
        let versions = try await engine.read { try FigureQueries.definitions(of: code, in: $0) }
        guard !versions.isEmpty else { throw Refusal.unknown(.indicator) }
        guard let valid = versions.last(where: { $0.indicator.covers(window) }) else { throw Refusal.outsideValidity }
        return valid
    }

    /// Files a definition; from then on it stands in the log.
    ///
    /// - Throws: ``Refusal``, ``Fault``.
    package func define(_ indicator: Indicator, by actor: Actor) async throws {
        try demand(.defineIndicators, of: actor)
        try await change(.define(indicator), on: ID<Indicators>.board, by: actor.author)
    }

    /// What an indicator yields for a window, as of the newest signed checkpoint; nothing is written.
    ///
    /// - Throws: ``Refusal/unknown(_:)``, ``Refusal/outsideValidity``, ``Fault``.
    package func evaluate(
        _ code: IndicatorCode,
        in window: FigureWindow,
        scope: Conditions = Conditions()
    ) async throws -> Evaluated {
        let definition = try await indicator(code, for: window)
        return try await evaluate([Asked(definition: definition, window: window, scope: scope)])[0]
    }

    /// Several values as of one checkpoint.
    ///
    /// `asOf`: on so many entries, no more than were signed; nil for all of these.
    /// - Throws: ``Fault``.
    package func evaluate(_ asked: [Asked], asOf size: Int64? = nil) async throws -> [Evaluated] {
        let newest = try await keepFacts()
        let asOf = size.map { min($0, newest) } ?? newest
        let dialect = engine.dialect
        return try await engine.read { db in
            try asked.map { one in
                let value = try one.definition.indicator.value(
                    in: one.window,
                    scope: one.scope,
                    asOf: asOf,
                    dialect: dialect,
                    in: db
                )
                return Evaluated(asked: one, value: value, asOf: asOf)
            }
        }
    }

    /// Signs the log as it stands, computes an indicator on it, and writes the value down.
    ///
    /// Where the newest value says the same already, that one is returned.
    /// - Throws: ``Refusal``, ``Fault``.
    package func freeze(
        _ code: IndicatorCode,
        in window: FigureWindow,
        scope: Conditions = Conditions(),
        by actor: Actor
    ) async throws -> FigureQueries.Card {
        try demand(.freezeFigures, of: actor)
        let definition = try await indicator(code, for: window)
        try await signCheckpoint()
        let evaluated = try await evaluate([Asked(definition: definition, window: window, scope: scope)])[0]
        return try await put(.freeze(try await frozen(evaluated)), by: actor.author, at: now)
    }

    /// Several values of one moment, in order: a bulletin's.
    ///
    /// `at`: the present, but for those who make a past up.
    /// - Throws: ``Refusal``, ``Fault``.
    package func freeze(
        _ asked: [Asked],
        by actor: Actor,
        at moment: Instant? = nil
    ) async throws -> [FigureQueries.Card] {
        try demand(.freezeFigures, of: actor)
        try await signCheckpoint()
        var cards: [FigureQueries.Card] = []
        for evaluated in try await evaluate(asked) {
            cards.append(try await put(.freeze(try await frozen(evaluated)), by: actor.author, at: moment ?? now))
        }
        return cards
    }

    /// Takes over a number that another authority answers for.
    ///
    /// - Throws: ``Refusal``, ``Fault``.
    package func importTotal(_ total: ImportedTotal, by actor: Actor) async throws -> FigureQueries.Card {
        try demand(.importTotals, of: actor)
        return try await put(.importTotal(total), by: actor.author, at: now)
    }

    /// A figure's card by the index of its entry in the log.
    ///
    /// - Throws: ``Refusal/unknown(_:)``, ``Fault``.
    package func figure(at index: Int64) async throws -> FigureQueries.Card {
        guard let card = try await engine.read({ try FigureQueries.card(at: index, in: $0) }) else {
            throw Refusal.unknown(.figure)
        }
        return card
    }

    /// Fills the fact table up to the newest signed checkpoint.
    ///
    /// - Returns: the checkpoint's size.
    /// - Throws: ``Fault``.
    @discardableResult
    package func keepFacts() async throws -> Int64 {
        let (size, start) = try await engine.read { db in
            (try LogRecords.latest(in: db)?.size ?? 0, try FactIndex.progress(in: db))
        }
        var reached = start
        while reached < size {
            try Task.checkCancellation()
            reached = try await engine.write { try FactIndex.extend(upTo: size, in: $0) }
        }
        return size
    }

    func frozen(_ evaluated: Evaluated) async throws -> FrozenValue {
        let asOf = evaluated.asOf
        guard let root = try await engine.read({ try LogRecords.root(at: asOf, in: $0) }) else {
            throw Fault.corrupt("a figure rests on a size that was never signed")
        }
        let definition = evaluated.asked.definition
        return FrozenValue(
            code: definition.indicator.code,
            definition: definition.digest,
            window: evaluated.asked.window,
            scope: evaluated.asked.scope,
            asOf: asOf,
            asOfRoot: root.base64,
            counts: Indicator.Counts(
                numerator: evaluated.value.numerator,
                denominator: evaluated.value.denominator,
                rows: evaluated.value.rows,
                excluded: evaluated.value.excluded
            ),
            status: evaluated.value.status,
            text: evaluated.value.text,
            unit: definition.indicator.unit.chinese
        )
    }

    /// `at`: the present, but for those who make a past up.
    func put(_ command: Figure.Command, by author: Case.Author, at moment: Instant) async throws -> FigureQueries.Card {
        let id = command.subject
        let envelope = Envelope(at: moment, by: author)
        let (card, position) = try await engine.write { [self] db in
            var past = try journal.past(of: id, in: db)
            let situation = Figure.Situation(newest: try FigureQueries.newest(of: id, in: db))
            _ = try desk.handle(command, on: id, past: &past, in: situation, envelope: envelope, db: db)
            guard let newest = try FigureQueries.newest(of: id, in: db),
                let card = try FigureQueries.card(at: newest, in: db)
            else { throw Fault.corrupt("a figure that was put down is not there") }
            return (card, try journal.position(in: db))
        }
        noteCommitted(position)
        return card
    }
}

/// What is to be computed.
package struct Asked: Hashable, Sendable {
    package var definition: FigureQueries.Definition
    package var window: FigureWindow
    package var scope: Conditions

    package init(definition: FigureQueries.Definition, window: FigureWindow, scope: Conditions = Conditions()) {
        self.definition = definition
        self.window = window
        self.scope = scope
    }
}

/// A value that nobody has frozen yet.
package struct Evaluated: Hashable, Sendable {
    package var asked: Asked
    package var value: FigureValue
    /// How many entries of the log were looked at.
    package var asOf: Int64
}

extension Indicator {
    /// Whether it is made for all of a window.
    func covers(_ window: FigureWindow) -> Bool {
        validFrom <= window.from && validTo.map { window.until <= $0 } ?? true
    }
}
