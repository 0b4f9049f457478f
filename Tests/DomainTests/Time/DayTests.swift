import Testing

@testable import Domain

struct DayTests {
    @Test(arguments: [
        ("1970-01-01", 0, Weekday.thursday),
        ("1969-12-31", -1, .wednesday),
        ("2000-02-29", 11_016, .tuesday),
        ("2026-11-24", 20_781, .tuesday),
        ("0001-01-01", -719_162, .monday),
        ("9999-12-31", 2_932_896, .friday),
    ])
    func `a day has its number and weekday`(text: String, number: Int32, weekday: Weekday) throws {
        let day = try Day(parsing: text)

        #expect(day.number == number)
        #expect(day.weekday == weekday)
        #expect(day.description == text)
    }

    @Test func `every day from 0001 to 9999 follows the one before it as a calendar on paper says`() throws {
        // given the rule of Pope Gregory, counted up from the first day without any division into cycles
        var (year, month, day, weekday) = (1, 1, 1, 1)
        var wrong: [Int32] = []

        // when
        for number in Day.distantPast.number...Day.distantFuture.number {
            let counted = Day(number: number)
            if counted.year != year || counted.month != month || counted.day != day
                || counted.weekday.rawValue != weekday || Day(year: year, month: month, day: day) != counted
            {
                wrong.append(number)
            }
            let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
            let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
            day += 1
            weekday = weekday % 7 + 1
            if day > lengths[month - 1] { (month, day) = (month + 1, 1) }
            if month > 12 { (year, month) = (year + 1, 1) }
        }

        // then
        #expect(wrong.isEmpty)
        #expect(year == 10_000)
    }

    @Test(arguments: [
        "", "2026-11-4", "2026-11-24 ", " 2026-11-24", "2026/11/24", "20261124", "2026-13-01", "2026-00-10",
        "2026-02-30",
        "2023-02-29", "1900-02-29", "2026-11-00", "0000-01-01", "-001-01-01", "+026-01-01", "２０２６-11-24",
        "2026-11-24T00:00:00Z", "10000-01-01",
    ])
    func `text that names no day is refused with an example`(text: String) {
        let refusal = #expect(throws: Malformed.self) { try Day(parsing: text) }

        #expect(refusal?.expected.contains("2026-11-24") == true)
    }

    @Test(arguments: [
        ("2026-01-31", 1, "2026-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2026-01-31", 2, "2026-03-31"),
        ("2026-11-24", 3, "2027-02-24"),
        ("2026-12-31", 12, "2027-12-31"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2026-03-31", -1, "2026-02-28"),
    ])
    func `a month ends on the corresponding day or the month's last`(start: String, months: Int, end: String) throws {
        #expect(try Day(parsing: start).adding(months: months) == Day(parsing: end))
    }

    @Test func `days count and compare as numbers`() throws {
        let day = try Day(parsing: "2026-12-30")

        #expect(day.advanced(by: 3) == (try Day(parsing: "2027-01-02")))
        #expect(try day.distance(to: Day(parsing: "2026-12-01")) == -29)
        #expect(day < day.advanced(by: 1))
        #expect((day...day.advanced(by: 2)).map(\.day) == [30, 31, 1])
    }

    @Test func `no arithmetic on days overflows`() {
        for day in [Day(number: .min), Day(number: .max), .distantPast, .distantFuture] {
            #expect(Day(number: .min)...Day(number: .max) ~= day.advanced(by: .max))
            #expect(day.advanced(by: .min) <= day)
            #expect(day.adding(months: .max) >= day || day.number == .max)
            #expect(!day.adding(months: .min).description.isEmpty)
        }
    }
}
