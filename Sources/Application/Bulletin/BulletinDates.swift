package import Domain

/// Days, windows and moments as bulletins say them: always with the year, since paper is kept.
package struct BulletinDates: Sendable {
    let catalogues: Catalogues
    let zone: Zone
    let language: Language

    private func day(_ day: Day) -> String {
        catalogues.text(
            "bulletin.day",
            [
                "year": String(day.year), "month": String(day.month), "day": String(day.day),
                "month_name": catalogues.text("web.month_\(day.month)", in: language),
            ],
            in: language
        )
    }

    /// From its first to its last day.
    package func period(_ window: FigureWindow) -> String {
        let ends = ["from": day(window.from), "until": day(window.until.advanced(by: -1))]
        return catalogues.text("bulletin.period", ends, in: language)
    }

    package func moment(_ instant: Instant) -> String {
        let seconds = zone.secondsOfDay(of: instant)
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let clock = "\(two(seconds / 3_600)):\(two(seconds % 3_600 / 60))"
        return catalogues.text("bulletin.moment", ["day": day(zone.day(of: instant)), "clock": clock], in: language)
    }

    /// `2026年第23期`.
    package func number(_ number: Bulletin.Number) -> String {
        catalogues.text("bulletin.numbered", ["year": String(number.year), "n": String(number.serial)], in: language)
    }
}

extension Office {
    package func bulletinDates(in language: Language) -> BulletinDates {
        BulletinDates(catalogues: catalogues, zone: settings.zone, language: language)
    }
}
