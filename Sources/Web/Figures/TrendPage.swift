import Application
import Domain
import Hummingbird
import Store

/// `/figures/trends`: an indicator over the last weeks or months, and the units by it.
extension WebDoor {
    func addTrendRoutes<Context: RequestContext>(to router: Router<Context>) {
        router.get("/figures/trends") { request, context in await respond(request, context) { try await trends($0) } }
    }

    private static let firstShown = "case.on_time_rate"

    /// What a reader has chosen; whatever is not known is refused, what is not said is the district by week.
    private struct Choice {
        var code: IndicatorCode
        var step: TrendStep
        var scope: Conditions

        init(_ visit: Visit, _ scopes: [(value: String, name: String, scope: Conditions)]) throws(Refusal) {
            do { code = try IndicatorCode(parsing: visit.query["fig"] ?? WebDoor.firstShown) } catch {
                throw .unknown(.indicator)
            }
            step = visit.query["by"].flatMap(TrendStep.init(rawValue:)) ?? .week
            let asked = visit.query["of"] ?? ""
            guard let found = scopes.first(where: { $0.value == asked }) else { throw .unknown(.unit) }
            scope = found.scope
        }
    }

    private func trends(_ visit: Visit) async throws -> Response {
        let words = FigureWords(words: Words(office: office, language: visit.language))
        let scopes = scopes(words)
        let choice = try Choice(visit, scopes)
        let isStaff = visit.signedIn != nil
        let trend = try await office.trend(
            of: choice.code,
            by: choice.step,
            scope: choice.scope,
            withCurrent: isStaff,
            in: visit.language
        )
        let indicator = trend.indicator
        let name = indicator.name.text(in: visit.language)
        let unit = indicator.unit.text(in: visit.language)
        let isKnown = trend.points.contains { $0.reading != nil }
        var model: [String: Any] = [
            "name": name, "unit": unit, "logged": true, "staff": isStaff, "has_points": isKnown,
            "by": TrendStep.allCases.map { step -> [String: Any] in
                let said = words.text("web.trend_by_\(step.rawValue)")
                return ["value": step.rawValue, "name": said, "chosen": step == choice.step]
            },
            "scopes": scopes.map { scope -> [String: Any] in
                ["value": scope.value, "name": scope.name, "chosen": scope.scope == choice.scope]
            },
            "codes": try await codes(choice.code, visit.language),
            "points": trend.points.reversed().map { point(point: $0, trend.indicator, words, visit.language) },
            "has_open": trend.points.contains { $0.reading != nil && !$0.isPublished },
        ]
        if let chart = chart(trend, name, unit, words).svg { model["chart"] = chart }
        if let table = try await office.unitTable(of: choice.code, by: choice.step, withCurrent: isStaff) {
            model["ranking"] = ranking(table, words, visit.language)
        }
        return pages.page("trends", model, title: words.text("web.trends_title"), visit: visit)
    }

    private func scopes(_ words: FigureWords) -> [(value: String, name: String, scope: Conditions)] {
        let directory = office.directory
        let streets = directory.units.values.filter { $0.level == .street }.sorted { $0.code < $1.code }
        return [("", words.text("web.figure_district"), Conditions())]
            + streets.map { ("street:\($0.code.rawValue)", $0.name, .of(street: $0.code)) }
            + directory.handlingUnits.keys.sorted().map {
                ("unit:\($0.rawValue)", words.words.unit($0), .of(unit: $0))
            }
    }

    private func codes(_ chosen: IndicatorCode, _ language: Language) async throws -> [[String: Any]] {
        let newest = Dictionary(try await office.indicators().map { ($0.indicator.code, $0.indicator) }) { $1 }
        return newest.values.sorted { $0.code < $1.code }.map {
            ["value": $0.code.rawValue, "name": $0.name.text(in: language), "chosen": $0.code == chosen]
        }
    }

    private func point(
        point: FigureTrend.Point,
        _ indicator: Indicator,
        _ words: FigureWords,
        _ language: Language
    ) -> [String: Any] {
        var model: [String: Any] = [
            "window": words.window(point.window), "running": point.isRunning,
            "on_previous": point.onPrevious ?? "—", "on_year": point.onYear ?? "—",
        ]
        guard let reading = point.reading else {
            model["value"] = ["none": true]
            model["n"] = "—"
            return model
        }
        model["value"] = value(reading, indicator, language)
        model["n"] = "\(reading.base)"
        return model
    }

    /// What the template shows of a reading: with its card where it was published.
    private func value(_ reading: FigureReading, _ indicator: Indicator, _ language: Language) -> [String: Any] {
        let text = reading.text.map { number in
            let unit = reading.unit.text(in: language)
            return unit == "%" ? number + "%" : "\(number) \(unit)"
        }
        var model: [String: Any] = ["text": text ?? "—", "none": false, "card": false]
        if let index = reading.index {
            model["card"] = [
                "index": "\(index)", "exact": reading.text ?? "", "code": indicator.code.rawValue,
                "as_of": "\(reading.asOf)", "shown": text ?? "—",
            ]
        }
        return model
    }

    private func chart(_ trend: FigureTrend, _ name: String, _ unit: String, _ words: FigureWords) -> TrendChart {
        let said = trend.points.compactMap { point in
            point.reading.map { reading in
                words.text(
                    reading.index == nil ? "web.trend_said_open" : "web.trend_said",
                    ["window": words.window(point.window), "value": reading.text ?? "—", "unit": unit]
                )
            }
        }
        return TrendChart(
            title: words.text("web.trend_chart", ["name": name, "unit": unit]),
            summary: said.joined(separator: words.text("bulletin.list_separator")),
            yearBefore: words.text("web.trend_year_before"),
            marks: trend.points.map { point in
                TrendChart.Mark(
                    text: point.reading?.text,
                    height: point.reading?.exact?.approximate,
                    isPublished: point.isPublished,
                    yearEarlier: point.yearEarlier?.exact?.approximate,
                    day: "\(point.window.from.month)/\(point.window.from.day)"
                )
            }
        )
    }

    private func ranking(_ table: UnitTable, _ words: FigureWords, _ language: Language) -> [String: Any] {
        let isRanked = table.rows.contains { $0.rank != nil }
        return [
            "window": words.window(table.window), "ranked": isRanked, "as_of": "\(table.asOf)",
            "rows": table.rows.map { row -> [String: Any] in
                var model: [String: Any] = [
                    "unit": words.words.unit(row.unit), "n": "\(row.base)",
                    "rank": row.rank.map { "\($0)" } ?? "—", "ranked": isRanked,
                ]
                if row.isTooFew {
                    model["few"] = words.text("web.trend_few", ["least": "\(table.indicator.least)"])
                } else if let reading = row.reading {
                    model["value"] = value(reading, table.indicator, language)
                } else {
                    model["value"] = ["none": true]
                }
                return model
            },
        ]
    }
}
