import Foundation
import Synchronization

/// A web server that keeps what is posted to it.
package final class WebhookSink: Sendable {
    package struct Call: Sendable {
        /// By name in lower case.
        package var headers: [String: String]
        package var body: String
    }

    private final class State: Sendable {
        let calls = Mutex<[Call]>([])
        let status = Mutex(204)
    }

    private let state = State()
    private let listener: Listener

    package init() throws {
        let state = state
        listener = try Listener { Self.serve($0, state) }
    }

    package var calls: [Call] { state.calls.withLock { $0 } }
    package var url: String { "http://127.0.0.1:\(listener.port)/hook" }

    /// What it answers from now on.
    package func answer(_ status: Int) { state.status.withLock { $0 = status } }

    package func stop() { listener.stop() }

    private static func serve(_ connection: Listener.Connection, _ state: State) {
        while connection.line() != nil {
            var headers: [String: String] = [:]
            while let line = connection.line(), !line.isEmpty {
                let parts = line.split(separator: ":", maxSplits: 1)
                let value = parts.count == 2 ? parts[1].drop { $0 == " " } : ""
                headers[parts[0].lowercased()] = String(value)
            }
            guard let bytes = connection.bytes(Int(headers["content-length"] ?? "0") ?? 0) else { return }
            state.calls.withLock { $0.append(Call(headers: headers, body: String(decoding: bytes, as: UTF8.self))) }
            let status = state.status.withLock { $0 }
            connection.say("HTTP/1.1 \(status) Answer\r\nContent-Length: 0\r\n")
        }
    }
}
