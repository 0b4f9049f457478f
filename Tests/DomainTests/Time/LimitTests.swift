import Testing

@testable import Domain

struct LimitTests {
    @Test(arguments: [
        ("5wd", 5, LimitUnit.workingDay, Counting.civilDay),
        ("5wd@clock", 5, .workingDay, .clockTime),
        ("0wd", 0, .workingDay, .civilDay),
        ("4wh", 4, .workingHour, .clockTime),
        ("30min", 30, .minute, .clockTime),
        ("24h", 24, .hour, .clockTime),
        ("30d", 30, .calendarDay, .civilDay),
        ("30d@clock", 30, .calendarDay, .clockTime),
        ("1mo", 1, .month, .civilDay),
        ("3660mo@clock", 3_660, .month, .clockTime),
    ])
    func `a limit has one compact form`(text: String, amount: Int, unit: LimitUnit, counting: Counting) throws {
        let limit = try Limit(amount, unit, counting: counting)

        #expect(limit.description == text)
        #expect(try Limit(parsing: text) == limit)
    }

    @Test(arguments: [
        "", "wd", "5", "5 wd", "5WD", "05wd", "+5wd", "-5wd", "5wd@", "5wd@civil", "5wd@clock@clock", "5wd@noon",
        "4wh@clock",
        "4wh@civil", "0wh", "0d", "0mo", "0min", "0h", "0wd@clock", "3661wd", "99999999999999999999wd", "5w", "5wdx",
        "５wd",
        "5.5wd", "@clock",
    ])
    func `text that names no limit is refused with what would be one`(text: String) {
        let refusal = #expect(throws: Malformed.self) { try Limit(parsing: text) }

        #expect(refusal?.what == "limit")
    }

    @Test func `hours are never counted as civil days`() {
        for unit in [LimitUnit.minute, .workingHour, .hour] {
            #expect(throws: Malformed.self) { try Limit(1, unit, counting: .civilDay) }
        }
    }
}
