import Claims
import Domain
import Store

/// What bulletins ask of figures: values to look at while a text is written, and frozen ones when it is released.
extension Office {
    /// Values with everything that it takes to say them.
    struct Readings: Sendable {
        var values: [FigureRequest: FigureReading] = [:]
        /// Of every indicator that there is.
        var codes: Set<IndicatorCode> = []
        /// What can be frozen, in the order in which it was asked for.
        fileprivate var asked: [(request: FigureRequest, asked: Asked)] = []
    }

    /// - Throws: ``Fault``.
    func readings(of requests: [FigureRequest]) async throws -> Readings {
        let definitions = try await indicators()
        var readings = Readings(codes: Set(definitions.map(\.indicator.code)))
        for request in requests {
            let own = definitions.filter { $0.indicator.code == request.code }
            guard let definition = own.last(where: { $0.indicator.covers(request.window) }) else { continue }
            let asked = Asked(definition: definition, window: request.window, scope: request.scope)
            readings.asked.append((request, asked))
        }
        let found = Array(zip(readings.asked, try await evaluate(readings.asked.map(\.asked))))
        let begun = try await firstDay()
        // Before the log began nothing was counted: that is no zero.
        let known = found.filter { $0.0.request.window.until > begun || $0.1.value.rows > 0 }
        readings.asked = known.map(\.0)
        for ((request, asked), found) in known {
            readings.values[request] = FigureReading(asked.definition.indicator, found.value, asOf: found.asOf, request)
        }
        return readings
    }

    /// The day of the log's first entry, or of the first report where older ones were brought in.
    private func firstDay() async throws -> Day {
        try await engine.read { db in
            guard let facts = try LogRecords.entries(0..<1, in: db).first else { return .distantFuture }
            do {
                let begun = try Day(parsing: try Facts(canonical: facts).text("at"))
                let reported = try FactIndex.firstDay(of: "case.reported", in: db)
                return reported.map { min($0, begun) } ?? begun
            } catch is Malformed {
                throw Fault.corrupt("the log's first entry has no day")
            }
        }
    }

    /// Freezes what has been read, in the same order each time, all of it as of one checkpoint.
    ///
    /// A rate of too few cases is not published, so it is not frozen either.
    ///
    /// - Throws: ``Refusal``, ``Fault``.
    func freeze(_ readings: Readings, by actor: Actor, at moment: Instant) async throws -> Readings {
        var frozen = readings
        let shown = readings.asked.filter { !$0.asked.isTooFew(readings.values[$0.request]) }
        let cards = try await freeze(shown.map(\.asked), by: actor, at: moment)
        for ((request, asked), card) in zip(shown, cards) {
            guard case .frozen(let value) = card.content else {
                throw Fault.corrupt("a figure that was frozen is an imported one")
            }
            let indicator = asked.definition.indicator
            let counted =
                indicator.comparesYears
                ? indicator.value(of: value.counts, earlier: value.counts.denominator)
                : indicator.value(of: value.counts)
            var reading = FigureReading(indicator, counted, asOf: value.asOf, request)
            reading.index = card.index
            frozen.values[request] = reading
        }
        return frozen
    }

    /// What the office answers for in a window, or has taken over from others: what loose numbers are held against.
    ///
    /// Figures of other windows would contradict what is true of this one.
    ///
    /// - Throws: ``Fault``.
    func knownFigures(for window: FigureWindow, in language: Language) async throws -> [KnownFigure] {
        try await frozenFigures(for: window, in: language) + figureSource.figures()
    }

    private func frozenFigures(for window: FigureWindow, in language: Language) async throws -> [KnownFigure] {
        let (cards, definitions) = try await engine.read { db in
            (
                try FigureQueries.cards(since: window.until, limit: Self.knownLimit, in: db),
                try FigureQueries.definitions(in: db)
            )
        }
        let indicators = Dictionary(definitions.map { ($0.indicator.code, $0.indicator) }) { _, newer in newer }
        return cards.compactMap { card in
            switch card.content {
            case .frozen(let value):
                guard value.window == window, value.scope.isEmpty, let text = value.text,
                    let indicator = indicators[value.code], let exact = Rational(parsing: text)
                else { return nil }
                return KnownFigure(
                    code: value.code.rawValue,
                    name: indicator.name.text(in: language),
                    unit: indicator.unit.text(in: language),
                    value: exact,
                    words: Self.words(of: indicator.name.text(in: language)),
                    origin: .log(position: card.index),
                    link: "/f/\(card.index)"
                )
            case .imported(let total):
                guard let exact = Rational(parsing: total.value) else { return nil }
                return KnownFigure(
                    code: total.code.rawValue,
                    name: total.name,
                    unit: total.unit,
                    value: exact,
                    words: Self.words(of: total.name),
                    origin: .imported(source: total.source),
                    link: "/f/\(card.index)"
                )
            }
        }
    }

    private static let knownLimit = 300
}

extension Asked {
    /// Of so few cases a unit's rate says nothing, and might say who they were.
    fileprivate func isTooFew(_ reading: FigureReading?) -> Bool {
        !scope.isEmpty && (reading?.base ?? 0) < Int64(definition.indicator.least)
    }
}

extension Indicator {
    /// Whether the values of parts make up the whole's.
    fileprivate var addsUp: Bool {
        denominator == nil && !comparesYears
            && numerator.allSatisfy { term in
                switch term.function {
                case .count, .sum: true
                case .distinct, .min, .max: false
                }
            }
    }
}

extension FigureReading {
    fileprivate init(_ indicator: Indicator, _ value: FigureValue, asOf: Int64, _ request: FigureRequest) {
        let base = indicator.denominator == nil ? value.rows : value.denominator ?? 0
        let isHidden = !request.scope.isEmpty && base < Int64(indicator.least)
        self.init(
            name: indicator.name,
            unit: indicator.unit,
            text: isHidden ? nil : value.text,
            exact: isHidden ? nil : value.exact,
            decimals: indicator.decimals,
            isShare: indicator.denominator != nil && indicator.unit.chinese == "%",
            isSum: indicator.addsUp,
            base: base,
            asOf: asOf
        )
    }
}
