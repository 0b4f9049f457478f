import Synchronization

/// An answer that is the same for all who ask: made once for a version, and by one of those who wait for it.
package final class SharedAnswer<Version: Equatable & Sendable, Value: Sendable>: Sendable {
    private struct State: Sendable {
        var known: (version: Version, value: Value, turn: Int)?
        /// How often the answer was begun to be made.
        var turns = 0
        var isUnderWay = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private enum Step {
        case take(Value)
        case make
        case wait
    }

    private let state = Mutex(State())

    package init() {}

    /// The answer at the version of now, or one that was begun after this was called.
    ///
    /// Without the second half, all who wait would make their own one after another where commits come faster than answers.
    ///
    /// - Throws: what `make` throws, to the one that made; the others try themselves.
    package func value(at version: () -> Version, make: () async throws -> Value) async throws -> Value {
        let arrival = state.withLock { $0.turns }
        while true {
            let current = version()
            let step = state.withLock { state -> Step in
                if let known = state.known, known.version == current || known.turn > arrival {
                    return .take(known.value)
                }
                if state.isUnderWay { return .wait }
                state.isUnderWay = true
                state.turns += 1
                return .make
            }
            switch step {
            case .take(let value): return value
            case .wait: await pause()
            case .make:
                let turn = state.withLock { $0.turns }
                do {
                    let value = try await make()
                    end { $0.known = (current, value, turn) }
                    return value
                } catch {
                    end { _ in }
                    throw error
                }
            }
        }
    }

    private func pause() async {
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                if state.isUnderWay { state.waiting.append(continuation) }
                return !state.isUnderWay
            }
            if isOver { continuation.resume() }
        }
    }

    private func end(_ change: (inout State) -> Void) {
        let waiting = state.withLock { state in
            change(&state)
            state.isUnderWay = false
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }
}
