import Application
import Domain
import Store

/// Figures in words.
struct FigureWords {
    let words: Words

    func text(_ key: String, _ values: [String: String] = [:]) -> String { words.text(key, values) }

    /// One line of the list.
    func line(_ card: FigureQueries.Card, name: String?) -> [String: Any] {
        switch card.content {
        case .frozen(let value):
            [
                "index": "\(card.index)", "name": name ?? value.code.rawValue, "value": value.text ?? "—",
                "exact": value.text ?? "", "code": value.code.rawValue, "as_of": "\(value.asOf)",
                "unit": value.text == nil ? "" : value.unit, "window": window(value.window), "proved": true,
                "n": "\(value.counts.rows)", "scope": value.scope.isEmpty ? "" : value.scope.text,
            ]
        case .imported(let total):
            [
                "index": "\(card.index)", "name": total.name, "value": total.value, "unit": total.unit,
                "exact": total.value, "code": total.code.rawValue, "as_of": false,
                "window": window(total.window), "proved": false, "n": "", "scope": "",
            ]
        }
    }

    func frozen(
        _ value: FrozenValue,
        card: FigureQueries.Card,
        by definition: FigureQueries.Definition?,
        language: Language
    ) -> [String: Any] {
        var model: [String: Any] = [
            "index": "\(card.index)", "value": value.text ?? "—", "unit": value.text == nil ? "" : value.unit,
            "exact": value.text ?? "", "code": value.code.rawValue, "window": window(value.window), "logged": true,
            "status": text("web.figure_status_\(value.status.rawValue.lowercased())"),
            "numerator": value.counts.numerator.map { "\($0)" } ?? "—", "n": "\(value.counts.rows)",
            "as_of": "\(value.asOf)", "root": value.asOfRoot, "filed_on": words.day(card.filedOn),
            "def": value.definition, "scope": value.scope.isEmpty ? text("web.figure_district") : value.scope.text,
            "excluded": value.counts.excluded.sorted { $0.key < $1.key }.map {
                ["reason": $0.key, "count": "\($0.value)"]
            },
        ]
        if let denominator = value.counts.denominator { model["denominator"] = ["count": "\(denominator)"] }
        if let index = card.supersedes { model["supersedes"] = ["index": "\(index)"] }
        if let index = card.supersededBy { model["superseded"] = ["index": "\(index)"] }
        if let definition {
            let indicator = definition.indicator
            let isBeforehand = definition.filedOn < value.window.from
            model["name"] = indicator.name.text(in: language)
            model["basis"] = indicator.basis
            model["cohort"] = text("web.figure_cohort_\(indicator.cohort.rawValue)")
            model["definition"] = indicator.text
            model["definition_index"] = "\(definition.index)"
            model["beforehand"] = text(
                isBeforehand ? "web.figure_beforehand" : "web.figure_afterwards",
                ["day": words.day(definition.filedOn)]
            )
            if let formula = formula(value, indicator) { model["formula"] = formula }
        }
        return model
    }

    /// `39 ÷ 448 × 100 = 8.71 %`.
    private func formula(_ value: FrozenValue, _ indicator: Indicator) -> String? {
        guard let numerator = value.counts.numerator, let denominator = value.counts.denominator, let text = value.text
        else { return nil }
        let scale = indicator.scale == 1 ? "" : " × \(indicator.scale)"
        let above = indicator.comparesYears ? "(\(numerator) − \(denominator))" : "\(numerator)"
        return "\(above)\(scale) ÷ \(denominator) = \(text)"
    }

    func imported(_ total: ImportedTotal, card: FigureQueries.Card) -> [String: Any] {
        var model: [String: Any] = [
            "index": "\(card.index)", "name": total.name, "value": total.value, "unit": total.unit,
            "exact": total.value, "code": total.code.rawValue, "logged": true,
            "window": window(total.window), "basis": text("web.figure_prices_\(total.priceBasis.rawValue)"),
            "cumulative": total.isCumulative, "form": total.form, "authority": total.authority,
            "source": total.source, "filed_on": words.day(card.filedOn),
        ]
        if let growth = total.growth { model["growth"] = ["value": growth] }
        if let base = total.baseRevised ?? total.basePublished { model["base"] = ["value": base] }
        if let nominal = total.nominalGrowth { model["nominal"] = ["value": nominal.text(places: 2)] }
        if let index = card.supersedes { model["supersedes"] = ["index": "\(index)"] }
        if let index = card.supersededBy { model["superseded"] = ["index": "\(index)"] }
        return model
    }

    /// From the first day to the last, both included.
    func window(_ window: FigureWindow) -> String {
        text("web.figure_window", ["from": words.day(window.from), "to": words.day(window.until.advanced(by: -1))])
    }
}
