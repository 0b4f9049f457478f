import Domain

/// How a figure is said in a text, in the language of the issue (domain J.1 to J.3).
struct FigureWords {
    let catalogues: Catalogues
    let language: Language
    /// Of every indicator that there is.
    let codes: Set<IndicatorCode>

    /// Why a token cannot be filled: the key of the words, with what they name.
    struct Unfit: Error {
        var key: String
        var values: [String: String] = [:]
    }

    private func say(_ key: String, _ values: [String: String] = [:]) -> String {
        catalogues.text(key, values, in: language)
    }

    /// `now`, `earlier`: nil where no indicator has that code, or none that holds for the window.
    ///
    /// - Throws: ``Unfit`` for a token that does not fit its figure.
    func text(
        of token: Token,
        _ now: FigureReading?,
        earlier: FigureReading?,
        window: FigureWindow,
        isCell: Bool
    ) throws(Unfit) -> String {
        guard let now else {
            let key = codes.contains(token.code) ? "bulletin.token_outside" : "bulletin.token_unknown"
            throw Unfit(key: key, values: ["code": token.code.rawValue])
        }
        let factor = try factor(of: token, now)
        switch token.phrase {
        case .exact:
            guard let exact = now.exact, let printed = now.text else { return say("bulletin.none") }
            if factor == 1, isCell { return printed }
            let number = factor == 1 ? printed : try Self.scaled(exact, by: factor)
            return counted(number, token.unit)
        case .more, .nearly, .about, .over:
            guard factor == 1, !now.isShare, now.decimals == 0 else { throw Unfit(key: "bulletin.token_not_whole") }
            guard let exact = now.exact else { return say("bulletin.none") }
            guard exact.isWhole, let value = Int64(exactly: exact.numerator) else {
                throw Unfit(key: "bulletin.token_not_whole")
            }
            return round(Approximation(value, said: token.phrase), token.unit)
        case .onYear, .onPrevious:
            guard factor == 1 else { throw Unfit(key: "bulletin.token_phrase") }
            let than = than(token.phrase, window)
            guard let earlier else { return say("bulletin.growth_unknown", ["than": than]) }
            return growth(Growth(from: earlier, to: now), earlier, now, than: than)
        }
    }

    /// What a share in a table is of: `（n=25）`; nothing for other figures.
    func base(of token: Token, _ reading: FigureReading) -> String {
        guard token.phrase == .exact, reading.isShare, reading.exact != nil else { return "" }
        return say("bulletin.share_base", ["n": String(reading.base)])
    }

    /// 1, or what 万 and 亿 in front of the measure word stand for.
    private func factor(of token: Token, _ reading: FigureReading) throws(Unfit) -> Int {
        let unit = reading.unit.text(in: language)
        if token.unit == unit { return 1 }
        if language == .chinese, !reading.isShare {
            if token.unit == "万" + unit { return 10_000 }
            if token.unit == "亿" + unit { return 100_000_000 }
        }
        throw Unfit(
            key: "bulletin.token_wrong_unit",
            values: ["name": reading.name.text(in: language), "unit": unit, "written": token.unit]
        )
    }

    /// With two decimals, and none that is a zero at the end: 4.02亿元.
    private static func scaled(_ value: Rational, by factor: Int) throws(Unfit) -> String {
        guard let scaled = value.over(Rational(factor)) else { throw Unfit(key: "bulletin.token_not_whole") }
        var text = scaled.text(places: 2)
        while text.hasSuffix("0") { text.removeLast() }
        if text.hasSuffix(".") { text.removeLast() }
        return text
    }

    func counted(_ number: String, _ unit: String) -> String {
        unit == "%" ? number + "%" : say("bulletin.exact", ["number": number, "unit": unit])
    }

    private func round(_ round: Approximation, _ unit: String) -> String {
        let values = ["number": String(round.number), "unit": unit]
        switch round.phrase {
        case .more: return say("bulletin.more", values)
        case .nearly: return say("bulletin.nearly", values)
        case .about: return say("bulletin.about", values)
        case .over: return say("bulletin.over", values)
        case .exact, .onYear, .onPrevious: return say("bulletin.exact", values)
        }
    }

    private func than(_ phrase: Token.Phrase, _ window: FigureWindow) -> String {
        guard phrase == .onPrevious else { return say("bulletin.than_year") }
        if window.from.day == 1, window.until.day == 1, window.from.adding(months: 1) == window.until {
            return say("bulletin.than_month")
        }
        return say(window.from.distance(to: window.until) == 7 ? "bulletin.than_week" : "bulletin.than_period")
    }

    private func growth(_ growth: Growth, _ earlier: FigureReading, _ now: FigureReading, than: String) -> String {
        func printed(_ reading: FigureReading) -> String {
            reading.text.map { counted($0, reading.unit.text(in: language)) } ?? say("bulletin.none")
        }
        switch growth {
        case .unknown: return say("bulletin.growth_unknown", ["than": than])
        case .level: return say("bulletin.growth_level", ["than": than])
        case .fromNothing:
            return say("bulletin.growth_from", ["than": than, "earlier": printed(earlier), "now": printed(now)])
        case .percent(let share):
            let amount = (share < .zero ? share.negated : share).text(places: 1)
            guard amount != "0.0" else { return say("bulletin.growth_nearly_level", ["than": than]) }
            let key = share < .zero ? "bulletin.growth_down" : "bulletin.growth_up"
            return say(key, ["than": than, "n": amount])
        case .points(let points):
            let amount = (points < .zero ? points.negated : points).text(places: max(1, now.decimals))
            guard amount.contains(where: { $0 != "0" && $0 != "." }) else {
                return say("bulletin.growth_nearly_level", ["than": than])
            }
            let key = points < .zero ? "bulletin.points_down" : "bulletin.points_up"
            return say(key, ["than": than, "n": amount])
        }
    }
}
