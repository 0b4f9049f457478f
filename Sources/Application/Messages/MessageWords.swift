import Domain
import Store

/// What messages say, in one language.
struct MessageWords {
    let office: Office
    let language: Language

    func text(_ key: String, _ values: [String: String] = [:]) -> String {
        if let own = office.directory.wording(of: key, on: office.today) {
            return Catalogues.filled(own.text(in: language), values)
        }
        return office.catalogues.text(key, values, in: language)
    }

    /// A step as a dated sentence.
    func line(_ step: ReporterStep, _ facts: Facts) -> String {
        let unit = facts.optionalText("unit").map { raw in
            office.directory.handlingUnits.values.first { $0.code.rawValue == raw }?.name.text(in: language) ?? raw
        }
        let sentence = text(
            "mail.step_\(step.rawValue)",
            [
                "unit": unit ?? "",
                "due": facts.optionalInteger("due").map { time(Instant(secondsSinceEpoch: $0)) } ?? "",
            ]
        )
        // A payload that was erased has no time any more, and the day stands in the public half.
        let at = facts.optionalInteger("time").map { time(Instant(secondsSinceEpoch: $0)) } ?? facts.optionalText("at")
        return text("mail.line", ["at": at ?? "", "sentence": sentence])
    }

    func unit(_ code: UnitCode) -> String {
        office.directory.handlingUnits[code]?.name.text(in: language) ?? code.rawValue
    }

    func category(_ code: CategoryCode) -> String {
        office.directory.categories[code]?.name.text(in: language) ?? code.rawValue
    }

    func place(_ grid: String?) -> String {
        let directory = office.directory
        guard let code = grid.flatMap({ directory.grid(named: $0) }), let grid = directory.grids[code] else {
            return text("web.place_unknown")
        }
        let street = directory.path(of: code).first { $0.level == .street }?.name
        return [street, grid.name].compactMap { $0 }.joined(separator: " ")
    }

    /// A moment as people say it, as on the pages.
    func time(_ instant: Instant) -> String {
        let zone = office.settings.zone
        let day = zone.day(of: instant)
        let seconds = zone.secondsOfDay(of: instant)
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let key = day.year == office.today.year ? "web.time" : "web.time_with_year"
        let values = [
            "year": "\(day.year)", "month": "\(day.month)", "day": "\(day.day)",
            "clock": "\(two(seconds / 3_600)):\(two(seconds % 3_600 / 60))",
            "month_name": text("web.month_\(day.month)"),
        ]
        return text(key, values)
    }
}
