package import Domain

/// Dates as mail and HTTP write them.
package enum InternetDate {
    /// `Tue, 24 Nov 2026 08:00:00 +0800` (RFC 5322 3.3).
    package static func mail(_ instant: Instant, in zone: Zone) -> String {
        let offset = abs(zone.secondsFromUTC) / 60
        let sign = zone.secondsFromUTC < 0 ? "-" : "+"
        return "\(parts(instant, in: zone)) \(sign)\(two(offset / 60))\(two(offset % 60))"
    }

    /// `Tue, 24 Nov 2026 00:00:00 GMT` (RFC 9110 5.6.7).
    package static func http(_ instant: Instant) -> String { "\(parts(instant, in: .utc)) GMT" }

    private static func parts(_ instant: Instant, in zone: Zone) -> String {
        let day = zone.day(of: instant)
        let seconds = zone.secondsOfDay(of: instant)
        let names = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let clock = [seconds / 3_600, seconds / 60 % 60, seconds % 60].map(two).joined(separator: ":")
        return "\(names[day.weekday.rawValue - 1]), \(two(day.day)) \(months[day.month - 1]) \(day.year) \(clock)"
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
