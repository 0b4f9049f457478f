import Testing

@testable import Domain

/// The calendar of B.8: Monday to Friday, 09:00–12:00 and 14:00–18:00, no holiday.
func plainCalendar(holidays: [String] = [], makeUpDays: [String] = []) throws -> WorkingCalendar {
    let holidays = Set(try holidays.map { try Day(parsing: $0) })
    return try WorkingCalendar(
        version: "test",
        holidays: holidays,
        statutoryHolidays: holidays,
        makeUpDays: Set(try makeUpDays.map { try Day(parsing: $0) })
    )
}

/// The moment at which a clock in China shows `2026-11-27 17:30` or `2026-11-27 17:30:01`; 24:00 is the day's end.
func moment(_ text: String) throws -> Instant {
    guard text.hasSuffix(" 24:00") else {
        return try Instant(parsing: text.split(separator: " ").joined(separator: "T"), zone: .china)
    }
    return Zone.china.instant(day: try Day(parsing: text.prefix(10)), secondsOfDay: 86_400)
}

/// A moment as a clock in China shows it, so that a failed test can be read.
func clock(_ instant: Instant?) -> String? {
    instant.map {
        let seconds = Zone.china.secondsOfDay(of: $0)
        let time = [seconds / 3_600, seconds / 60 % 60, seconds % 60].map { $0.padded(to: 2) }
        return "\(Zone.china.day(of: $0)) \(time.joined(separator: ":"))"
    }
}

/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers in every run.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
