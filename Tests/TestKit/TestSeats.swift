import Synchronization

extension TestServer {
    /// So many databases at one time: all tests begin at once, each board has up to nine connections, and a server that is
    /// asked for thousands of them refuses some.
    static let seats = Seats(64)

    /// Room for one database; given back when nobody holds it any more.
    final class Seat: Sendable {
        fileprivate init() {}

        deinit { seats.giveBack() }
    }

    final class Seats: Sendable {
        private struct State: Sendable {
            var free: Int
            var waiting: [CheckedContinuation<Void, Never>] = []
        }

        private let state: Mutex<State>

        init(_ count: Int) { state = Mutex(State(free: count)) }

        func take() async -> Seat {
            await withCheckedContinuation { continuation in
                let isFree = state.withLock { state in
                    guard state.free > 0 else {
                        state.waiting.append(continuation)
                        return false
                    }
                    state.free -= 1
                    return true
                }
                if isFree { continuation.resume() }
            }
            return Seat()
        }

        fileprivate func giveBack() {
            let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
                guard !state.waiting.isEmpty else {
                    state.free += 1
                    return nil
                }
                return state.waiting.removeFirst()
            }
            next?.resume()
        }
    }
}
