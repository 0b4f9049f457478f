import Synchronization

/// Lets commands that arrive together share one durable commit: the first starts the writer, the others join its next
/// round, and every reply leaves after the commit that holds it.
///
/// With a commit that takes a millisecond and 64 clients waiting, a round holds up to 64 commands. Nearly always all of
/// them go well, so they are first done without anything between them; where one fails that has changed something, the
/// round is undone and done again with a savepoint each.
package final class GroupCommit: Sendable {
    /// At most so many commands a commit, so that no reply waits for a thousand others.
    package static let largestRound = 256

    private struct Job: Sendable {
        /// Does the work, perhaps once more after the round was undone; keeps what it returned last for `finish`.
        let run: @Sendable (any Connection) throws -> Void
        /// Called after the commit, or with what prevented it.
        let finish: @Sendable ((any Error)?) -> Void
    }

    private struct State: Sendable {
        var waiting: [Job] = []
        var isRunning = false
        /// What became of the round in hand is being asked after, and nobody waits for that.
        var isInDoubt = false

        mutating func take(_ job: Job) -> Turn {
            if isInDoubt { return .refuse }
            waiting.append(job)
            defer { isRunning = true }
            return isRunning ? .wait : .start
        }
    }

    /// What a new job finds.
    private enum Turn {
        case start
        case wait
        case refuse
    }

    private let state = Mutex(State())
    /// Hands a round of work to the engine's own writing thread.
    private let enter: @Sendable (@escaping @Sendable (any WriteConnection) -> Void) -> Void

    /// - Parameter enter: runs its argument with the writing connection on the thread that owns it, one at a time.
    package init(enter: @escaping @Sendable (@escaping @Sendable (any WriteConnection) -> Void) -> Void) {
        self.enter = enter
    }

    /// - Throws: what `body` throws, or the ``Fault`` that prevented the commit.
    package func write<Result: Sendable>(
        _ body: @escaping @Sendable (any Connection) throws -> Result
    ) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            let box = Box<Result>()
            let job = Job(
                run: { connection in
                    let value = try body(connection)
                    box.value.withLock { $0 = value }
                },
                finish: { error in
                    if let error {
                        continuation.resume(throwing: error)
                    } else if let value = box.value.withLock({ $0 }) {
                        continuation.resume(returning: value)
                    } else {
                        continuation.resume(throwing: Fault.corrupt("a committed command left no result"))
                    }
                }
            )
            switch state.withLock({ $0.take(job) }) {
            case .start: enter { self.drain($0) }
            case .wait: break
            case .refuse: job.finish(Fault.earlierCommitInDoubt)
            }
        }
    }

    private func drain(_ connection: any WriteConnection) {
        while true {
            let round: [Job] = state.withLock { state in
                let round = Array(state.waiting.prefix(Self.largestRound))
                state.waiting.removeFirst(round.count)
                if round.isEmpty { state.isRunning = false }
                return round
            }
            if round.isEmpty { return }
            commit(round, on: connection)
        }
    }

    private func refuseWaiting() {
        let waiting = state.withLock { state in
            defer { state.waiting = [] }
            state.isInDoubt = true
            return state.waiting
        }
        for job in waiting { job.finish(Fault.earlierCommitInDoubt) }
    }

    private func commit(_ round: [Job], on connection: any WriteConnection) {
        var refused: [Int: any Error] = [:]
        do {
            do { refused = try run(round, apart: false, on: connection) } catch let entangled as Entangled {
                guard round.count > 1 else { throw entangled.cause }
                connection.rollback()
                refused = try run(round, apart: true, on: connection)
            }
        } catch {
            connection.rollback()
            for job in round { job.finish(error) }
            return
        }
        for (index, job) in round.enumerated() { job.finish(refused[index]) }
    }

    /// - Returns: what each command that is not stored has failed with, by its place in the round.
    /// - Throws: ``Entangled`` unless they are kept apart, or what has undone all of them.
    private func run(
        _ round: [Job],
        apart: Bool,
        on connection: any WriteConnection
    ) throws -> [Int: any Error] {
        var refused: [Int: any Error] = [:]
        try connection.begin(apart: apart)
        for (index, job) in round.enumerated() {
            try connection.beginCommand()
            do {
                try job.run(connection)
                try connection.endCommand()
            } catch {
                // A full disk or a lost connection has undone the whole transaction already; then this throws, and all
                // are told.
                try connection.undoCommand(after: error)
                refused[index] = error
            }
        }
        defer { state.withLock { $0.isInDoubt = false } }
        try connection.commit { refuseWaiting() }
        return refused
    }
}

/// What a job's two halves share.
private final class Box<Value: Sendable>: Sendable {
    let value = Mutex<Value?>(nil)
}
