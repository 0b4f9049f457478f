import NIOCore
import Synchronization

/// Rendered lists, as long as nothing has been committed since: at most 32 MiB, then all are dropped and it begins anew.
final class AnswerCache: Sendable {
    struct Answer: Sendable {
        var body: ByteBuffer
        var total: Int?
        var link: String?
    }

    private struct State: Sendable {
        var position: Int64 = -1
        /// Windows that end now move on with the clock: a list is at most ten seconds old.
        var slot: Int64 = -1
        var answers: [String: Answer] = [:]
        var bytes = 0
    }

    private let state = Mutex(State())
    private static let byteLimit = 32 * 1_048_576

    func answer(for key: String, position: Int64, slot: Int64) -> Answer? {
        state.withLock { state in
            state.position == position && state.slot == slot ? state.answers[key] : nil
        }
    }

    func keep(_ answer: Answer, for key: String, position: Int64, slot: Int64) {
        state.withLock { state in
            // A list that was read before a commit must not stand for the time after it.
            if position < state.position { return }
            if state.position != position || state.slot != slot || state.bytes > Self.byteLimit {
                state = State(position: position, slot: slot)
            }
            state.answers[key] = answer
            state.bytes += answer.body.readableBytes + key.utf8.count
        }
    }
}
