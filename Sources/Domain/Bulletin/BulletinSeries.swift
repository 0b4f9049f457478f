/// A row of issues of one kind, with its day and hour (domain J.4).
package enum BulletinSeries: String, Hashable, Sendable, CaseIterable {
    /// 网格周报: what came in and what was done, with a table of units.
    case weekly
    /// 月度通报: the circular with tables, what is wanting, and what is asked for next.
    case monthly
    /// 热线周报.
    case hotline
    /// 助企周报.
    case enterprise
    /// 一周要闻: headlines with a sentence or two.
    case news
}

/// An issue's place in its series: what it tells of, and when it comes out.
///
/// The hour is fixed, and known weeks ahead: nobody picks the moment that suits a number (Code of Practice for Statistics,
/// T3.1 and T3.6).
package struct BulletinSlot: Hashable, Sendable {
    package let window: FigureWindow
    package let day: Day
    /// Since the midnight that begins ``day``.
    package let secondsOfDay: Int

    package func release(in zone: Zone) -> Instant { zone.instant(day: day, secondsOfDay: secondsOfDay) }
}

extension BulletinSeries {
    private enum Rhythm {
        /// The week from Monday to Sunday, so many days after its end.
        case week(after: Int)
        /// The calendar month, on that day of the next one.
        case month(on: Int)
    }

    private var rhythm: Rhythm {
        switch self {
        case .weekly, .news: .week(after: 0)
        case .hotline: .week(after: 1)
        case .enterprise: .week(after: 2)
        case .monthly: .month(on: 5)
        }
    }

    /// 9:30, and for the news 15:00 of the same day.
    private var secondsOfDay: Int {
        switch self {
        case .weekly, .monthly, .hotline, .enterprise: 9 * 3_600 + 1_800
        case .news: 15 * 3_600
        }
    }

    /// The slot whose window ends at the beginning of that day; nil when none does.
    package func slot(until: Day) -> BulletinSlot? {
        switch rhythm {
        case .week(let days):
            guard until.weekday == .monday else { return nil }
            return slot(from: until.advanced(by: -7), until: until, on: until.advanced(by: days))
        case .month(let number):
            guard until.day == 1 else { return nil }
            return slot(from: until.adding(months: -1), until: until, on: until.advanced(by: number - 1))
        }
    }

    /// The slots that come out on one of these days, oldest first.
    package func slots(from first: Day, until end: Day) -> [BulletinSlot] {
        guard first < end else { return [] }
        // A window ends at most a week before its issue comes out.
        return (first.advanced(by: -7)..<end).compactMap { slot(until: $0) }.filter { (first..<end).contains($0.day) }
    }

    private func slot(from: Day, until: Day, on day: Day) -> BulletinSlot? {
        // Days at the ends of the calendar have no window; no issue is that old.
        guard let window = try? FigureWindow(from: from, until: until) else { return nil }
        return BulletinSlot(window: window, day: day, secondsOfDay: secondsOfDay)
    }
}

/// What an issue is before a word of it is written.
package struct BulletinIssue: Hashable, Sendable {
    package let series: BulletinSeries
    package let window: FigureWindow
    /// Not before that.
    package let release: Instant
    /// The one that it is written in; whoever reads the pages in the other one sees it as it is.
    package let language: Language

    /// - Throws: ``Refusal/unknown(_:)`` when no window of the series ends then.
    package init(_ series: BulletinSeries, until: Day, language: Language, zone: Zone) throws(Refusal) {
        guard let slot = series.slot(until: until) else { throw .unknown(.bulletin) }
        self.init(series, window: slot.window, release: slot.release(in: zone), language: language)
    }

    /// As the journal kept it.
    package init(_ series: BulletinSeries, window: FigureWindow, release: Instant, language: Language) {
        self.series = series
        self.window = window
        self.release = release
        self.language = language
    }
}
