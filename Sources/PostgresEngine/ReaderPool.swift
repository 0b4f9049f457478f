import Synchronization

/// The reading connections, each lent to one body at a time; who comes when all are lent waits in line.
final class ReaderPool: Sendable {
    private struct State: Sendable {
        /// The one that was used last is lent first, so that few connections are opened where few are needed.
        var idle: [Session]
        var waiting: [CheckedContinuation<Session, Never>] = []
    }

    let sessions: [Session]
    private let state: Mutex<State>

    init(_ sessions: [Session]) {
        self.sessions = sessions
        state = Mutex(State(idle: sessions))
    }

    func borrow() async -> Session {
        await withCheckedContinuation { continuation in
            let session = state.withLock { state -> Session? in
                if let session = state.idle.popLast() { return session }
                state.waiting.append(continuation)
                return nil
            }
            if let session { continuation.resume(returning: session) }
        }
    }

    func giveBack(_ session: Session) {
        let next = state.withLock { state -> CheckedContinuation<Session, Never>? in
            guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
            state.idle.append(session)
            return nil
        }
        next?.resume(returning: session)
    }
}
