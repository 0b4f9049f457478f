package import Domain
import Store

/// Published values beside each other: over time, and by unit.
extension Office {
    /// How many weeks or months a trend shows.
    private static let points: [TrendStep: Int] = [.week: 12, .month: 12]
    /// Twelve windows and those of the year before, of the district, its streets and its units.
    private static let cardLimit = 4_000

    /// An indicator over the last weeks or months.
    ///
    /// `withCurrent`: what nobody has put down yet is counted now, for those who work here; its readings have no index.
    ///
    /// - Throws: ``Refusal/unknown(_:)``, ``Fault``.
    package func trend(
        of code: IndicatorCode,
        by step: TrendStep,
        scope: Conditions,
        withCurrent: Bool,
        in language: Language
    ) async throws -> FigureTrend {
        let versions = try await engine.read { try FigureQueries.definitions(of: code, in: $0) }
        guard let newest = versions.last?.indicator else { throw Refusal.unknown(.indicator) }
        var windows = step.windows(Self.points[step] ?? 0, before: today)
        guard let oldest = windows.first else { throw Refusal.unknown(.indicator) }
        let whole = Set(windows)
        if withCurrent, let running = try? FigureWindow(from: step.start(of: today), until: today.advanced(by: 1)) {
            windows.append(running)  // Always forwards.
        }
        let earlier = windows.flatMap { [$0.before, $0.yearEarlier] }
        var readings = try await published(of: code, after: oldest.yearEarlier.from, by: versions)
            .filter { $0.key.scope == scope }
        if withCurrent {
            let requests = Set(windows + earlier).map { FigureRequest(code, $0, scope) }
            let current = try await self.readings(of: requests.filter { readings[$0] == nil })
            readings.merge(current.values) { published, _ in published }
        }
        let words = FigureWords(catalogues: catalogues, language: language, codes: [])
        func change(
            to now: FigureReading?,
            from window: FigureWindow,
            _ phrase: Token.Phrase,
            _ own: FigureWindow
        ) -> String? {
            // What is published is compared with what is published.
            guard !newest.comparesYears, let now, let then = readings[FigureRequest(code, window, scope)],
                then.index != nil || now.index == nil
            else { return nil }
            return words.growth(Growth(from: then, to: now), then, now, than: words.than(phrase, own))
        }
        let points = windows.map { window in
            let reading = readings[FigureRequest(code, window, scope)]
            let isWhole = whole.contains(window)
            return FigureTrend.Point(
                window: window,
                reading: reading,
                onPrevious: isWhole ? change(to: reading, from: window.before, .onPrevious, window) : nil,
                onYear: isWhole ? change(to: reading, from: window.yearEarlier, .onYear, window) : nil,
                yearEarlier: isWhole ? readings[FigureRequest(code, window.yearEarlier, scope)] : nil,
                isRunning: !isWhole
            )
        }
        // What lies before the first value says nothing.
        return FigureTrend(indicator: newest, points: Array(points.drop { $0.reading == nil && $0.yearEarlier == nil }))
    }

    /// The units by an indicator in the newest whole week or month of which there is something to show.
    ///
    /// Nil where nothing was published, and where no entry of the indicator names a unit.
    ///
    /// - Throws: ``Refusal/unknown(_:)``, ``Fault``.
    package func unitTable(of code: IndicatorCode, by step: TrendStep, withCurrent: Bool) async throws -> UnitTable? {
        let versions = try await engine.read { try FigureQueries.definitions(of: code, in: $0) }
        guard !versions.isEmpty else { throw Refusal.unknown(.indicator) }
        let windows = step.windows(Self.points[step] ?? 0, before: today)
        guard let oldest = windows.first, let newest = windows.last else { return nil }
        let units = directory.handlingUnits.keys.sorted()
        let scopes = Dictionary(uniqueKeysWithValues: units.map { (Conditions.of(unit: $0), $0) })
        let published = try await published(of: code, after: oldest.from, by: versions)
            .filter { scopes[$0.key.scope] != nil }
        let shown = windows.last { window in published.keys.contains { $0.window == window } }
        guard let window = withCurrent ? newest : shown,
            let definition = versions.last(where: { $0.indicator.covers(window) })
        else { return nil }
        var readings: [UnitCode: FigureReading] = [:]
        for (request, reading) in published where request.window == window {
            if let unit = scopes[request.scope] { readings[unit] = reading }
        }
        let missing = units.filter { readings[$0] == nil }
        let size = readings.values.map(\.asOf).max()
        let asked = missing.map { Asked(definition: definition, window: window, scope: .of(unit: $0)) }
        // What was not published is not shown either; how many cases a unit had, the same log says.
        let counted = try await evaluate(asked, asOf: withCurrent ? nil : size)
        var bases: [UnitCode: Int64] = [:]
        for (unit, found) in zip(missing, counted) {
            let request = FigureRequest(code, window, found.asked.scope)
            let reading = FigureReading(definition.indicator, found.value, asOf: found.asOf, request)
            bases[unit] = reading.base
            if withCurrent { readings[unit] = reading }
        }
        let table = UnitTable(
            definition.indicator,
            window,
            units: units,
            readings: readings,
            bases: bases,
            asOf: counted.first?.asOf ?? size ?? 0
        )
        return table.rows.contains { $0.base > 0 } ? table : nil
    }

    /// What was put down of an indicator and stands, by what it answers.
    private func published(
        of code: IndicatorCode,
        after day: Day,
        by versions: [FigureQueries.Definition]
    ) async throws -> [FigureRequest: FigureReading] {
        let definitions = Dictionary(versions.map { ($0.digest, $0.indicator) }) { _, newer in newer }
        let cards = try await engine.read {
            try FigureQueries.frozen(of: code, after: day, limit: Self.cardLimit, in: $0)
        }
        var readings: [FigureRequest: FigureReading] = [:]
        for card in cards {
            guard case .frozen(let value) = card.content, let indicator = definitions[value.definition] else {
                continue
            }
            let request = FigureRequest(code, value.window, value.scope)
            let counted = indicator.value(
                of: value.counts,
                earlier: indicator.comparesYears ? value.counts.denominator : nil
            )
            var reading = FigureReading(indicator, counted, asOf: value.asOf, request)
            reading.index = card.index
            readings[request] = reading
        }
        return readings
    }
}
