/// The district's zone: a fixed offset from UTC (China has had none but +08:00 since 1991).
package struct Zone: Hashable, Sendable {
    package let secondsFromUTC: Int

    /// A zone at most 14 hours from UTC, the widest there is; nil beyond.
    package init?(secondsFromUTC: Int) {
        guard (-14 * 3_600...14 * 3_600).contains(secondsFromUTC) else { return nil }
        self.init(trusted: secondsFromUTC)
    }

    package static let china = Zone(trusted: 8 * 3_600)
    package static let utc = Zone(trusted: 0)

    /// The civil day that it is here at `instant`.
    package func day(of instant: Instant) -> Day {
        Day(number: Int32(clamping: local(instant).quotient))
    }

    /// Seconds since the day's midnight, 0 to 86,399.
    package func secondsOfDay(of instant: Instant) -> Int {
        Int(local(instant).remainder)
    }

    /// The moment `secondsOfDay` after the midnight that begins `day`; 86,400 is the midnight that ends it (24:00).
    package func instant(day: Day, secondsOfDay: Int) -> Instant {
        Instant(secondsSinceEpoch: Int64(day.number) * 86_400 - Int64(secondsFromUTC))
            .advanced(bySeconds: Int64(secondsOfDay))
    }

    private init(trusted secondsFromUTC: Int) { self.secondsFromUTC = secondsFromUTC }

    private func local(_ instant: Instant) -> (quotient: Int64, remainder: Int64) {
        (instant.secondsSinceEpoch + Int64(secondsFromUTC)).quotientAndRemainder(flooringBy: 86_400)
    }
}
