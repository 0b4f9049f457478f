import Testing

@testable import Domain

struct WorkingCalendarTests {
    @Test func `a day is a workday, a weekend, a holiday or a make-up day`() throws {
        let calendar = WorkingCalendar.china2026

        #expect(calendar.kind(of: try Day(parsing: "2026-11-24")) == .workday)
        #expect(calendar.kind(of: try Day(parsing: "2026-11-28")) == .weekend)
        #expect(calendar.kind(of: try Day(parsing: "2026-10-05")) == .holiday)
        #expect(calendar.kind(of: try Day(parsing: "2026-09-20")) == .makeUp)
        #expect(try calendar.isWorkingDay(Day(parsing: "2026-09-20")))
        #expect(try !calendar.isWorkingDay(Day(parsing: "2026-10-05")))
    }

    @Test func `beyond the covered years the weekly pattern answers, and says that it is not certain`() throws {
        let newYear = try Day(parsing: "2027-01-01")

        #expect(WorkingCalendar.china2026.isWorkingDay(newYear))
        #expect(!WorkingCalendar.china2026.isCertain(newYear))
        #expect(WorkingCalendar.china2026.isCertain(newYear.advanced(by: -1)))
    }

    @Test(arguments: [
        ("2026-11-27 17:30", "2026-11-27 17:30:00"),
        ("2026-11-27 18:00", "2026-11-30 09:00:00"),
        ("2026-11-27 12:00", "2026-11-27 14:00:00"),
        ("2026-11-27 13:15", "2026-11-27 14:00:00"),
        ("2026-11-27 03:00", "2026-11-27 09:00:00"),
        ("2026-11-28 10:00", "2026-11-30 09:00:00"),
    ])
    func `the office opens at the next shift`(now: String, opening: String) throws {
        let calendar = try plainCalendar()
        let now = try moment(now)

        #expect(clock(calendar.nextOpening(from: now)) == opening)
        #expect(calendar.isOpen(at: now) == (clock(now) == opening))
    }

    @Test(
        arguments: [
            ("2026-11-27 17:30", "2026-11-30 09:30", 3_600),
            ("2026-11-23 00:00", "2026-11-30 00:00", 5 * 7 * 3_600),
            ("2026-11-27 11:00", "2026-11-27 15:00", 2 * 3_600),
            ("2026-11-28 11:00", "2026-11-29 15:00", 0),
            ("2026-11-27 15:00", "2026-11-27 11:00", 0),
            ("2026-11-27 15:00", "2026-11-27 15:00", 0),
        ] as [(String, String, Int64)]
    )
    func `working time between two moments leaves out nights, lunch and days off`(
        from: String,
        to: String,
        seconds: Int64
    ) throws {
        #expect(try plainCalendar().workingSeconds(from: moment(from), to: moment(to)) == seconds)
    }

    @Test func `an office without business hours works the whole of its working days`() throws {
        let calendar = try WorkingCalendar(version: "test", shifts: [])

        #expect(calendar.secondsPerWorkingDay == 86_400)
        #expect(clock(calendar.end(of: try Day(parsing: "2026-11-27"))) == "2026-11-28 00:00:00")
        #expect(clock(calendar.nextOpening(from: try moment("2026-11-28 10:00"))) == "2026-11-30 00:00:00")
        #expect(
            try clock(Limit(parsing: "2wh").due(startingAt: moment("2026-11-27 23:00"), in: calendar))
                == "2026-11-30 01:00:00"
        )
    }

    @Test func `a calendar that contradicts itself is refused`() throws {
        let day = try Day(parsing: "2026-10-01")
        let morning = try Shift(start: 540, end: 720)

        #expect(throws: Malformed.self) { try WorkingCalendar(version: "") }
        #expect(throws: Malformed.self) { try WorkingCalendar(version: "x", workingWeekdays: []) }
        #expect(throws: Malformed.self) { try WorkingCalendar(version: "x", shifts: [morning, morning]) }
        #expect(throws: Malformed.self) { try WorkingCalendar(version: "x", holidays: [day], makeUpDays: [day]) }
        #expect(throws: Malformed.self) { try WorkingCalendar(version: "x", statutoryHolidays: [day]) }
        #expect(throws: Malformed.self) { try Shift(start: 720, end: 720) }
        #expect(throws: Malformed.self) { try Shift(start: -1, end: 720) }
        #expect(throws: Malformed.self) { try Shift(start: 1_320, end: 1_441) }
    }

    @Test func `no amount of working time leads beyond the year 9999`() throws {
        let calendar = try plainCalendar()

        #expect(calendar.instant(afterWorking: .max, since: .distantFuture) == .distantFuture)
        #expect(calendar.workingDay(.max, after: Day.distantFuture.advanced(by: -9)) == .distantFuture)
        #expect(calendar.nextOpening(from: .distantFuture) == .distantFuture)
    }
}

struct ChinaHolidaysTests {
    @Test func `the notices for 2025 and 2026 have as many days off and on as were announced`() throws {
        // 2025: 1 + 8 + 3 + 5 + 3 + 8; 2026: 3 + 9 + 3 + 5 + 3 + 3 + 7.
        let notices = [
            try HolidayNotice(parsing: HolidayNotice.china2025), try HolidayNotice(parsing: HolidayNotice.china2026),
        ]

        #expect(notices.map(\.year) == [2_025, 2_026])
        #expect(notices.map(\.daysOff.count) == [28, 33])
        #expect(notices.map(\.makeUpDays.count) == [5, 6])
        #expect(notices.map(\.number) == ["国办发明电〔2024〕12号", "国办发明电〔2025〕7号"])
    }

    @Test func `every make-up day is a weekend`() {
        for day in WorkingCalendar.china2026.makeUpDays {
            #expect(day.weekday == .saturday || day.weekday == .sunday)
        }
    }

    @Test func `the thirteen statutory days of 2026 are off`() throws {
        // 全国年节及纪念日放假办法 as in force since 2025-01-01; the lunar ones are 除夕 to 初三, 清明, 端午, 中秋 of 2026.
        let days = [
            "01-01", "02-16", "02-17", "02-18", "02-19", "04-05", "05-01", "05-02", "06-19", "09-25", "10-01", "10-02",
            "10-03",
        ]
        for day in days {
            #expect(WorkingCalendar.china2026.kind(of: try Day(parsing: "2026-\(day)")) == .holiday)
        }
    }

    @Test func `the calendar of 2025 does not know 2026 yet`() throws {
        let midAutumn = try Day(parsing: "2026-09-25")

        #expect(WorkingCalendar.china2025.isWorkingDay(midAutumn))
        #expect(!WorkingCalendar.china2025.isCertain(midAutumn))
        #expect(WorkingCalendar.china2025.version != WorkingCalendar.china2026.version)
    }

    @Test func `a notice can be read from a file with comments, blank lines and Windows line ends`() throws {
        let text = "# 2027\r\nnotice 2027 test 2026-11-04\r\n\r\noff 2026-12-31..2027-01-01 # 元旦\r\non 2027-01-03\r\n"
        let notice = try HolidayNotice(parsing: text)

        #expect(notice.daysOff.map(\.description).sorted() == ["2026-12-31", "2027-01-01"])
        #expect(notice.makeUpDays.map(\.description) == ["2027-01-03"])
    }

    @Test(arguments: [
        "", "off 2026-01-01", "notice 2026 x", "notice 2026 x 2025-11-04\nnotice 2026 x 2025-11-04",
        "notice 2026 x 2025-11-04\noff 2026-01-03..2026-01-01", "notice 2026 x 2025-11-04\noff 2026-01-01..2026-12-31",
        "notice 2026 x 2025-11-04\noff 2026-01-01-2026-01-03", "notice 2026 x 2025-11-04\nfree 2026-01-01",
        "notice 2026 x 2025-11-04\noff 2026-01-01\non 2026-01-01", "notice 2026 x 2025-11-04\noff 2020-01-01",
        "notice 2026 x 2025-11-04\non 2026-01-01..2026-01-02", "notice 999999999999 x 2025-11-04",
        "notice 2026 x 2025-11-04\noff 元旦",
    ])
    func `a notice that cannot be meant is refused`(text: String) {
        #expect(throws: Malformed.self) { try HolidayNotice(parsing: text) }
    }
}
