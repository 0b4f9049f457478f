package import Logging
import Synchronization

/// The log lines of calls that failed: in an outage every call fails, and the log must not grow as fast as they come.
///
/// The first of a kind is told at once; those of the second after it in one line with their number.
package final class OutageLog: Sendable {
    private let logger: Logger
    /// Ends when the lines that were held back are due.
    private let pause: @Sendable () async -> Void
    private let heldBack = Mutex<[Line: Int]>([:])

    private struct Line: Hashable, Sendable {
        var words: String
        var cause: String
    }

    package init(
        logger: Logger,
        pause: @escaping @Sendable () async -> Void = { try? await Task.sleep(for: .seconds(1)) }
    ) {
        self.logger = logger
        self.pause = pause
    }

    /// - Returns: what will tell how many more there were, when this one is the first of its kind.
    @discardableResult
    package func tell(_ words: String, of error: any Error) -> Task<Void, Never>? {
        let line = Line(words: words, cause: "\(type(of: error)) \(error)")
        let isFirst = heldBack.withLock { heldBack in
            guard let count = heldBack[line] else {
                heldBack[line] = 0
                return true
            }
            heldBack[line] = count + 1
            return false
        }
        guard isFirst else { return nil }
        logger.error("\(words)", metadata: ["cause": "\(line.cause)"])
        return Task {
            await pause()
            let more = heldBack.withLock { $0.removeValue(forKey: line) } ?? 0
            if more > 0 { logger.error("\(words)", metadata: ["cause": "\(line.cause)", "more": "\(more)"]) }
        }
    }
}
