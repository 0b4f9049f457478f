import Domain
import Store

/// How long messages wait, and how often they are tried.
enum Pace {
    /// Attempts before a message is given up: the waits between them make fourteen hours and a half.
    static let attempts = 12
    /// How long an attempt is somebody's, in seconds: longer than the longest attempt takes.
    static let lease: Int64 = 120
    /// Seconds that a message to staff waits for others, so that ten cases at once are one message.
    static let gathering: Int64 = 60
    /// When digests go out, in seconds of the district's day: 08:00.
    static let digestSecond = 8 * 3_600
    /// How long what was done stays in the outbox, in seconds: 90 days.
    static let kept: Int64 = 90 * 86_400

    /// When to try again after `attempts` failures: half a minute, doubled each time, six hours at most, and up to a half
    /// less by chance, so that what failed together does not come back together.
    static func next(after attempts: Int, at now: Instant, random: UInt8) -> Instant {
        let doublings = min(10, max(0, attempts - 1))
        let full = min(21_600, Int64(30) << Int64(doublings))
        return now.advanced(bySeconds: full - full * Int64(random) / 512)
    }

    /// When what happened at `now` is told.
    static func start(_ timing: Timing, at now: Instant, gathering: Int64, zone: Zone) -> Instant {
        switch timing {
        case .atOnce: return now.advanced(bySeconds: gathering)
        case .daily:
            let today = zone.day(of: now)
            let hour = zone.instant(day: today, secondsOfDay: digestSecond)
            return hour > now ? hour : zone.instant(day: today.advanced(by: 1), secondsOfDay: digestSecond)
        }
    }
}
