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

    /// Shows `done` of `total`, at most ten times a second on a terminal and every five seconds elsewhere.
    func show(_ what: String, _ done: Int, of total: Int) {
        let isLast = done >= total
        state.withLock { state in
            let pause: Duration = isTerminal ? .milliseconds(100) : .seconds(5)
            guard isLast || ContinuousClock.now - state.lastDrawn >= pause else { return }
            state.lastDrawn = .now
            let percent = total > 0 ? min(100, done * 100 / total) : 100
            let bar = String(repeating: "█", count: percent / 4) + String(repeating: "·", count: 25 - percent / 4)
            draw("\(what)  \(bar) \(percent) %  (\(done) / \(total))", isLast: isLast, &state)
        }
    }

    /// Says something that has no measure.
    func say(_ text: String) {
        state.withLock { draw(text, isLast: true, &$0) }
    }

    private func draw(_ text: String, isLast: Bool, _ state: inout State) {
        let start = isTerminal && state.isOpen ? "\r\u{1B}[K" : ""
        let end = isTerminal && !isLast ? "" : "\n"
        state.isOpen = isTerminal && !isLast
        FileHandle.standardError.write(Data((start + text + end).utf8))
    }
}
