// The State Council's days off and make-up working days, a notice a year; a new year is a new notice here.
// `Tests/Conformance/check_holidays.py` compares every day of both years with an outside source.

extension HolidayNotice {
    /// 国务院办公厅关于2025年部分节假日安排的通知, 国办发明电〔2024〕12号, of 2024-11-12.
    static let china2025 = """
        notice 2025 国办发明电〔2024〕12号 2024-11-12
        off 2025-01-01              # 元旦
        off 2025-01-28..2025-02-04  # 春节
        on  2025-01-26
        on  2025-02-08
        off 2025-04-04..2025-04-06  # 清明节
        off 2025-05-01..2025-05-05  # 劳动节
        on  2025-04-27
        off 2025-05-31..2025-06-02  # 端午节
        off 2025-10-01..2025-10-08  # 国庆节、中秋节
        on  2025-09-28
        on  2025-10-11
        """

    /// 国务院办公厅关于2026年部分节假日安排的通知, 国办发明电〔2025〕7号, of 2025-11-04.
    ///
    /// Its text: https://politics.gmw.cn/2025-11/04/content_38391083.htm
    static let china2026 = """
        notice 2026 国办发明电〔2025〕7号 2025-11-04
        off 2026-01-01..2026-01-03  # 元旦
        on  2026-01-04
        off 2026-02-15..2026-02-23  # 春节
        on  2026-02-14
        on  2026-02-28
        off 2026-04-04..2026-04-06  # 清明节
        off 2026-05-01..2026-05-05  # 劳动节
        on  2026-05-09
        off 2026-06-19..2026-06-21  # 端午节
        off 2026-09-25..2026-09-27  # 中秋节
        off 2026-10-01..2026-10-07  # 国庆节
        on  2026-09-20
        on  2026-10-10
        """
}

extension WorkingCalendar {
    /// A calendar of the mainland's public offices in the years of `notices`.
    ///
    /// - Throws: ``Malformed`` as the initialiser does.
    package init(
        version: String,
        notices: [HolidayNotice],
        shifts: [Shift] = Shift.officeHours
    ) throws(Malformed) {
        let daysOff = notices.reduce(into: Set<Day>()) { $0.formUnion($1.daysOff) }
        try self.init(
            version: version,
            shifts: shifts,
            holidays: daysOff,
            statutoryHolidays: daysOff,
            makeUpDays: notices.reduce(into: []) { $0.formUnion($1.makeUpDays) },
            coveredYears: Set(notices.map(\.year))
        )
    }

    /// Office hours in the years 2025 and 2026.
    package static let china2026 = built(
        version: "china-2026",
        from: [HolidayNotice.china2025, HolidayNotice.china2026]
    )

    /// Office hours in the year 2025, as it was known then.
    package static let china2025 = built(version: "china-2025", from: [HolidayNotice.china2025])

    private static func built(version: String, from texts: [String]) -> WorkingCalendar {
        do {
            return try WorkingCalendar(version: version, notices: texts.map { try HolidayNotice(parsing: $0) })
        } catch {
            preconditionFailure("assumed that the notices in this file can be read: \(error)")
        }
    }
}
