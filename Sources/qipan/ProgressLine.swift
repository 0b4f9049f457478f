import Foundation
import Synchronization

/// Progress on standard error: one line that is drawn over on a terminal, a line now and then elsewhere.
final class ProgressLine: Sendable {
    private struct State: Sendable {
        var lastDrawn = ContinuousClock.now - .seconds(60)
        var isOpen = false
    }

    private let isTerminal = isatty(STDERR_FILENO) == 1
    private let state = Mutex(State())

    /// Shows the words under `key` and `done` of `total`, at most ten times a second on a terminal and every five seconds elsewhere.
    func show(_ key: String, _ done: Int, of total: Int, _ values: [String: String] = [:]) {
        let isLast = done >= total
        state.withLock { state in
            let pause: Duration = isTerminal ? .milliseconds(100) : .seconds(5)
            guard isLast || ContinuousClock.now - state.lastDrawn >= pause else { return }
            state.lastDrawn = .now
            let percent = total > 0 ? min(100, done * 100 / total) : 100
            let bar = String(repeating: "█", count: percent / 4) + String(repeating: "·", count: 25 - percent / 4)
            draw("\(Console.text(key, values))  \(bar) \(percent) %  (\(done) / \(total))", isLast: isLast, &state)
        }
    }

    /// Says the sentence under `key`, which has no measure.
    func say(_ key: String, _ values: [String: String] = [:]) { put(Console.text(key, values)) }

    /// Prints a line as it is.
    func put(_ line: String) {
        state.withLock { draw(line, isLast: true, &$0) }
    }

    private func draw(_ text: String, isLast: Bool, _ state: inout State) {
        let start = isTerminal && state.isOpen ? "\r\u{1B}[K" : ""
        let end = isTerminal && !isLast ? "" : "\n"
        state.isOpen = isTerminal && !isLast
        FileHandle.standardError.write(Data((start + text + end).utf8))
    }
}
