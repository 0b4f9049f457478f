import Application
import HTTPTypes
import Hummingbird
import NIOCore
import ServiceLifecycle
import Synchronization

/// Tells open pages when the office has committed something, so that they can show it: `GET /events`.
///
/// What is told is a number and nothing else; the page fetches what it may see as it always does.
/// https://html.spec.whatwg.org/multipage/server-sent-events.html
package struct LiveFeed: Sendable {
    /// How many pages may listen at one time; each holds a connection of the 1,024 that the server takes.
    private let largestCount: Int
    /// After how many looks a stream ends; the browser then asks anew, and is let in if there is room.
    private let looks: Int
    private let pause: @Sendable () async throws -> Void
    private let listeners = Listeners()

    /// A line without meaning every so many looks, or middlemen take the stream for dead.
    private static let breath = 20

    /// By default a look a second for ten minutes.
    package init(
        largestCount: Int = 200,
        looks: Int = 600,
        pause: @escaping @Sendable () async throws -> Void = { try await Task.sleep(for: .seconds(1)) }
    ) {
        self.largestCount = largestCount
        self.looks = looks
        self.pause = pause
    }

    private final class Listeners: Sendable {
        private let count = Mutex(0)

        func enter(atMost largest: Int) -> Bool {
            count.withLock { count in
                guard count < largest else { return false }
                count += 1
                return true
            }
        }

        func leave() { count.withLock { $0 -= 1 } }

        func isFull(atMost largest: Int) -> Bool { count.withLock { $0 >= largest } }
    }

    /// The stream; nil when as many listen as may.
    func response(_ office: Office) -> Response? {
        guard !listeners.isFull(atMost: largestCount) else { return nil }
        var headers = Pages.securityHeaders
        headers[.contentType] = "text/event-stream"
        headers[.cacheControl] = "no-store"
        // A place is taken when the body begins: the answer to HEAD has none.
        return Response(
            status: .ok,
            headers: headers,
            body: ResponseBody { writer in
                guard listeners.enter(atMost: largestCount) else { return try await writer.finish(nil) }
                defer { listeners.leave() }
                var told: Int64 = -1
                try await writer.write(ByteBuffer(string: "retry: 5000\n\n"))
                for look in 0..<looks where !Task.isShuttingDownGracefully {
                    let position = office.position
                    if position != told {
                        told = position
                        try await writer.write(ByteBuffer(string: "data: {\"position\":\(position)}\n\n"))
                    } else if look % Self.breath == 0 {
                        try await writer.write(ByteBuffer(string: ":\n\n"))
                    }
                    try await pause()
                }
                try await writer.finish(nil)
            }
        )
    }
}
