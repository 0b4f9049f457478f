package import Application
package import Domain
import Synchronization

/// Time that stands still until a test moves it.
package final class StandingClock: Sendable {
    private let state: Mutex<Instant>

    package init(at start: Instant) { state = Mutex(start) }

    package var now: Instant { state.withLock { $0 } }

    package func advance(seconds: Int64) { state.withLock { $0 = $0.advanced(bySeconds: seconds) } }

    package func move(to instant: Instant) { state.withLock { $0 = instant } }
}

extension OutsideWorld {
    /// A clock that stands and randomness that repeats.
    package static func still(clock: StandingClock, random: SeededRandom) -> OutsideWorld {
        OutsideWorld(now: { clock.now }, randomBytes: { random.bytes($0) })
    }
}
