/// A moment, in whole seconds of UTC since 1970-01-01.
///
/// Always within the years 0001 to 9999, so that every moment can be printed and no sum of two can overflow.
package struct Instant: Hashable, Comparable, Sendable {
    package let secondsSinceEpoch: Int64

    /// The moment nearest to `secondsSinceEpoch` that lies within the years 0001 to 9999.
    package init(secondsSinceEpoch: Int64) {
        self.secondsSinceEpoch = min(max(secondsSinceEpoch, Self.firstSecond), Self.lastSecond)
    }

    /// 0001-01-01T00:00:00Z.
    package static let distantPast = Instant(secondsSinceEpoch: firstSecond)

    /// 9999-12-31T23:59:59Z.
    package static let distantFuture = Instant(secondsSinceEpoch: lastSecond)

    package static func < (left: Instant, right: Instant) -> Bool {
        left.secondsSinceEpoch < right.secondsSinceEpoch
    }

    /// The moment `seconds` later; earlier when negative.
    package func advanced(bySeconds seconds: Int64) -> Instant {
        let (sum, overflow) = secondsSinceEpoch.addingReportingOverflow(seconds)
        if overflow { return seconds < 0 ? .distantPast : .distantFuture }
        return Instant(secondsSinceEpoch: sum)
    }

    /// Natural seconds from here until `later`; negative when that lies before.
    package func seconds(until later: Instant) -> Int64 {
        later.secondsSinceEpoch - secondsSinceEpoch
    }

    /// Natural seconds from `earlier` until here: a requester's waiting time, which nothing pauses (B.7 rule 8).
    package func seconds(since earlier: Instant) -> Int64 {
        earlier.seconds(until: self)
    }

    // 719,162 days from 0001-01-01 to 1970-01-01, and 2,932,897 from there to 10000-01-01, of 86,400 seconds.
    private static let firstSecond: Int64 = -719_162 * 86_400
    private static let lastSecond: Int64 = 2_932_897 * 86_400 - 1
}
