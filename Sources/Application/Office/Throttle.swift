package import Domain
import Synchronization

/// Counts reports by address in windows of ten seconds; forgets all of them with the window.
package final class Throttle: Sendable {
    private struct State: Sendable {
        var window: Int64 = 0
        var counts: [String: Int] = [:]
    }

    private let limit: Int
    private let state = Mutex(State())

    package init(limit: Int) { self.limit = limit }

    package func allows(_ address: String, at now: Instant) -> Bool {
        state.withLock { state in
            let window = now.secondsSinceEpoch / 10
            if state.window != window {
                state.window = window
                state.counts.removeAll(keepingCapacity: true)
            }
            state.counts[address, default: 0] += 1
            return state.counts[address, default: 0] <= limit
        }
    }
}
