package import Domain

/// The rules of all times: what was set up at once at the beginning, and every dated version since.
package struct RuleBook: Sendable {
    package let editions: [Edition.Dated]
    private let plainCalendar: WorkingCalendar
    /// The lists of matters, the first from the beginning of time, each from its day on.
    private let lists: [(from: Day, list: ListOfMatters)]
    private let lastCalendar: WorkingCalendar?
    private let calendars: [String: WorkingCalendar]

    init(
        categories: [CauseCategory],
        calendars: [WorkingCalendar],
        plainCalendar: WorkingCalendar,
        editions: [Edition.Dated]
    ) {
        self.editions = editions
        self.plainCalendar = plainCalendar
        let later = editions.compactMap { dated -> (from: Day, list: ListOfMatters)? in
            guard case .matters(let categories) = dated.edition.content, let from = dated.publication?.from else {
                return nil
            }
            return (from, ListOfMatters(categories.sorted { $0.code < $1.code }))
        }
        lists = [(.distantPast, ListOfMatters(categories))] + later.sorted { $0.from < $1.from }
        lastCalendar = calendars.last
        let dated = editions.compactMap { dated -> WorkingCalendar? in
            guard case .calendar(let calendar) = dated.edition.content, dated.publication != nil else { return nil }
            return calendar
        }
        self.calendars = Dictionary((calendars + dated).map { ($0.version, $0) }) { first, _ in first }
    }

    package func calendar(version: String) -> WorkingCalendar? { calendars[version] }

    /// The rules that hold on `day`.
    package func rules(on day: Day) -> RulesInForce {
        let calendar: WorkingCalendar
        switch editions.inForce(.calendar, on: day)?.edition.content {
        case .calendar(let dated): calendar = dated
        case .matters, .dispatch, .whistle, nil: calendar = lastCalendar ?? plainCalendar
        }
        return RulesInForce(
            day: day,
            matters: matters(on: day),
            calendar: calendar,
            editions: Edition.Kind.allCases.compactMap { editions.inForce($0, on: day) },
            editionsBegun: editions.count { ($0.publication.map { $0.from <= day }) ?? false }
        )
    }

    private func matters(on day: Day) -> ListOfMatters {
        lists.last { $0.from <= day }?.list ?? ListOfMatters([])
    }

    /// The categories that a case is decided by: those of the day on which it was reported, so that a new list does not
    /// reach back; and those that have come since, where it was put into one of them.
    func categories(of file: Case.File, in zone: Zone) -> [CategoryCode: CauseCategory] {
        let own = matters(on: zone.day(of: file.reportedAt)).byCode
        guard lists.count > 1, own[file.category] == nil else { return own }
        return own.merging(matters(on: zone.day(of: file.updatedAt)).byCode) { own, _ in own }
    }

    /// The name of a category, of whatever time.
    package func category(_ code: CategoryCode, on day: Day) -> CauseCategory? {
        matters(on: day).byCode[code] ?? lists.reversed().lazy.compactMap { $0.list.byCode[code] }.first
    }
}

/// A list of matters (事项清单), by code.
package struct ListOfMatters: Sendable {
    package let sorted: [CauseCategory]
    package let byCode: [CategoryCode: CauseCategory]

    fileprivate init(_ categories: [CauseCategory]) {
        sorted = categories
        byCode = Dictionary(categories.map { ($0.code, $0) }) { first, _ in first }
    }
}

/// The rules that hold on one day.
package struct RulesInForce: Sendable {
    package let day: Day
    private let matters: ListOfMatters
    package let calendar: WorkingCalendar
    /// The dated version of each part that has one.
    package let editions: [Edition.Dated]
    /// How many dated versions have come into force up to this day.
    let editionsBegun: Int

    fileprivate init(
        day: Day,
        matters: ListOfMatters,
        calendar: WorkingCalendar,
        editions: [Edition.Dated],
        editionsBegun: Int
    ) {
        self.day = day
        self.matters = matters
        self.calendar = calendar
        self.editions = editions
        self.editionsBegun = editionsBegun
    }

    package var sortedCategories: [CauseCategory] { matters.sorted }
    package var categories: [CategoryCode: CauseCategory] { matters.byCode }

    package func edition(_ kind: Edition.Kind) -> Edition.Dated? { editions.first { $0.edition.kind == kind } }

    /// The times of the whistle; the usual ones until the first version holds.
    package var whistle: WhistleTimes {
        guard case .whistle(let times)? = edition(.whistle)?.edition.content else { return .usual }
        return times
    }

    /// The rules of the dispatch catalogue in force, with its version; nil where there is none.
    package var dispatch: (version: EditionVersion, rules: [DispatchRule])? {
        guard let edition = edition(.dispatch)?.edition, case .dispatch(let rules) = edition.content else { return nil }
        return (edition.version, rules)
    }
}
