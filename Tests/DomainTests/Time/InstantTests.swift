import Testing

@testable import Domain

struct InstantTests {
    @Test(
        arguments: [
            ("2026-11-23T08:00:00Z", 1_795_420_800),
            ("1970-01-01T00:00:00Z", 0),
            ("1969-12-31T23:59:59Z", -1),
            ("2000-02-29T12:34:56Z", 951_827_696),
            ("0001-01-01T00:00:00Z", -62_135_596_800),
            ("9999-12-31T23:59:59Z", 253_402_300_799),
        ] as [(String, Int64)]
    )
    func `GR-08: a moment is written in UTC with whole seconds and read back`(text: String, seconds: Int64) throws {
        let instant = Instant(secondsSinceEpoch: seconds)

        #expect(instant.description == text)
        #expect(try Instant(parsing: text, zone: .china) == instant)
    }

    @Test(arguments: [
        ("2026-11-23T16:00:00+08:00", "2026-11-23T08:00:00Z"),
        ("2026-11-23T02:30:00-05:30", "2026-11-23T08:00:00Z"),
        ("2026-11-23T08:00:00.999Z", "2026-11-23T08:00:00Z"),
        ("2026-11-23T08:00:00.1234567890123+00:00", "2026-11-23T08:00:00Z"),
        ("2026-11-23T08:00:00-00:00", "2026-11-23T08:00:00Z"),
        ("2026-11-23T16:00:00", "2026-11-23T08:00:00Z"),
        ("2026-11-23T16:00", "2026-11-23T08:00:00Z"),
        ("2026-11-23T08:00Z", "2026-11-23T08:00:00Z"),
        ("2026-11-23T00:00:00.5", "2026-11-22T16:00:00Z"),
        ("2026-11-23T22:00:00+14:00", "2026-11-23T08:00:00Z"),
    ])
    func `GR-08: offsets, fractions and the district's own time are read`(text: String, utc: String) throws {
        #expect(try Instant(parsing: text, zone: .china).description == utc)
    }

    @Test(arguments: [
        "", "2026", "2026-11-23", "2026-11-23 08:00:00Z", "2026-11-23t08:00:00Z", "2026-11-23T08:00:00z",
        "2026-11-23T8:00:00Z", "2026-11-23T08Z", "2026-11-23T24:00:00Z", "2026-11-23T08:60:00Z", "2026-11-23T08:00:60Z",
        "2026-11-23T08:00:00.Z", "2026-11-23T08:00:00,5Z", "2026-11-23T08:00.5Z", "2026-11-23T08:00:00+0800",
        "2026-11-23T08:00:00+8:00", "2026-11-23T08:00:00+08", "2026-11-23T08:00:00 08:00", "2026-11-23T08:00:00+14:01",
        "2026-11-23T08:00:00+08:60", "2026-11-23T08:00:00Z ", " 2026-11-23T08:00:00Z", "2026-11-23T08:00:00ZZ",
        "2026-02-29T08:00:00Z", "2026-13-01T08:00:00Z", "0000-12-31T08:00:00Z", "+2026-11-23T08:00:00Z",
        "20261123T080000Z", "1795420800", "２０２６-11-23T08:00:00Z", "0001-01-01T00:00:00+08:00",
        "9999-12-31T23:00:00-02:00", "2026-11-23T08:00:00Z\0",
    ])
    func `GR-08: anything else is refused with an example`(text: String) {
        let refusal = #expect(throws: Malformed.self) { try Instant(parsing: text, zone: .china) }

        #expect(refusal?.expected.contains("2026-11-23T08:00:00Z") == true)
    }

    @Test func `every moment written is read back, in every zone`() throws {
        var generator = SeededGenerator(seed: 8)
        for _ in 0..<2_000 {
            let second = Int64.random(in: -62_135_596_800...253_402_300_799, using: &generator)
            let instant = Instant(secondsSinceEpoch: second)

            #expect(try Instant(parsing: instant.description, zone: .china) == instant)
        }
    }

    @Test func `no arithmetic on moments overflows`() {
        #expect(Instant(secondsSinceEpoch: .max) == .distantFuture)
        #expect(Instant(secondsSinceEpoch: .min) == .distantPast)
        for instant in [Instant.distantPast, Instant(secondsSinceEpoch: 0), .distantFuture] {
            #expect(instant.advanced(bySeconds: .max) == .distantFuture)
            #expect(instant.advanced(bySeconds: .min) == .distantPast)
        }
        #expect(Instant.distantPast.seconds(until: .distantFuture) == 315_537_897_599)
        #expect(Instant.distantPast.seconds(since: .distantFuture) == -315_537_897_599)
    }
}

struct ZoneTests {
    @Test func `a day of China's begins at 16:00 UTC of the day before`() throws {
        let midnight = try Instant(parsing: "2026-11-23T16:00:00Z", zone: .utc)
        let day = try Day(parsing: "2026-11-24")

        #expect(Zone.china.day(of: midnight) == day)
        #expect(Zone.china.secondsOfDay(of: midnight) == 0)
        #expect(Zone.china.day(of: midnight.advanced(bySeconds: -1)) == day.advanced(by: -1))
        #expect(Zone.china.secondsOfDay(of: midnight.advanced(bySeconds: -1)) == 86_399)
        #expect(Zone.china.instant(day: day, secondsOfDay: 0) == midnight)
    }

    @Test func `no day is longer or shorter than another`() throws {
        // Summers of 1986–1991, when clocks in China did change, included: the zone is fixed.
        let first = try Day(parsing: "1985-01-01")
        for day in first...first.advanced(by: 60 * 365) {
            let midnight = Zone.china.instant(day: day, secondsOfDay: 0)
            let next = Zone.china.instant(day: day.advanced(by: 1), secondsOfDay: 0)

            #expect(midnight.seconds(until: next) == 86_400)
            #expect(Zone.china.instant(day: day, secondsOfDay: 86_400) == next)
        }
    }

    @Test func `an offset that no zone has is refused`() {
        #expect(Zone(secondsFromUTC: 8 * 3_600) == .china)
        #expect(Zone(secondsFromUTC: -14 * 3_600) != nil)
        #expect(Zone(secondsFromUTC: 14 * 3_600 + 1) == nil)
        #expect(Zone(secondsFromUTC: .min) == nil)
    }
}
