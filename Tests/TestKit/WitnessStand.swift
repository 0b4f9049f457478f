import Foundation
import Synchronization

/// A web server in a witness's place: answers what is posted as a test says, and keeps it.
package final class WitnessStand: Sendable {
    package struct Answer: Sendable {
        package var status: Int
        package var type: String
        package var body: String

        package init(_ status: Int, _ body: String, type: String = "text/plain") {
            self.status = status
            self.type = type
            self.body = body
        }
    }

    private final class State: Sendable {
        let bodies = Mutex<[String]>([])
        let answer: Mutex<@Sendable (String) -> Answer?>

        init(_ answer: @escaping @Sendable (String) -> Answer?) { self.answer = Mutex(answer) }
    }

    private let state: State
    private let listener: Listener

    /// `answer`: called with each body; nil hangs up.
    package init(_ answer: @escaping @Sendable (String) -> Answer?) throws {
        let state = State(answer)
        self.state = state
        listener = try Listener { Self.serve($0, state) }
    }

    package var bodies: [String] { state.bodies.withLock { $0 } }
    package var url: String { "http://127.0.0.1:\(listener.port)/w1" }

    /// How it answers from now on.
    package func answer(_ answer: @escaping @Sendable (String) -> Answer?) { state.answer.withLock { $0 = answer } }

    package func stop() { listener.stop() }

    private static func serve(_ connection: Listener.Connection, _ state: State) {
        while let first = connection.line() {
            var length = 0
            while let line = connection.line(), !line.isEmpty {
                let parts = line.lowercased().split(separator: ":", maxSplits: 1)
                if parts.first == "content-length" { length = Int(parts[1].drop { $0 == " " }) ?? 0 }
            }
            guard let bytes = connection.bytes(length) else { return }
            let body = String(decoding: bytes, as: UTF8.self)
            state.bodies.withLock { $0.append(body) }
            let isRight = first == "POST /w1/add-checkpoint HTTP/1.1"
            let make = state.answer.withLock { $0 }
            guard let answer = isRight ? make(body) : Answer(404, "no such road\n") else { return }
            let head = "HTTP/1.1 \(answer.status) Answer\r\nContent-Type: \(answer.type)\r\n"
            connection.say("\(head)Content-Length: \(answer.body.utf8.count)\r\n\r\n\(answer.body)", end: "")
        }
    }
}
