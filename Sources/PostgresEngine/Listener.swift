import CPostgres
import Foundation
import Store
import Synchronization

/// Hears that a process on this database has committed (``Announcer``), on a connection and a thread of its own
/// (https://www.postgresql.org/docs/15/sql-listen.html).
///
/// What is heard carries nothing: whoever hears it looks. A connection that dies may have missed something, so a look is
/// due about every second anyway.
final class Listener: Sendable {
    /// Longest time between two looks, and shortest, in milliseconds.
    private static let longest: Int32 = 1_000
    private static let shortest = 0.05

    private let target: Target
    private let isEnded = Mutex(false)

    init(to target: Target) { self.target = target }

    deinit { end() }

    /// A stream that ends with ``end()``; for one reader.
    func news() -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let target = target
        let isOver: @Sendable () -> Bool = { [weak self] in self?.isEnded.withLock { $0 } ?? true }
        let thread = Thread {
            while !isOver() {
                let connection = Self.connect(target)
                defer { PQfinish(connection) }
                repeat {
                    continuation.yield()
                    // Many commits in a moment are one piece of news.
                    Thread.sleep(forTimeInterval: Self.shortest)
                } while Self.wait(connection) && !isOver()
                // A server that is gone is asked again at the pace of the looks.
                if connection == nil { Thread.sleep(forTimeInterval: 1) }
            }
            continuation.finish()
        }
        thread.name = "qipan.postgres.news"
        thread.start()
        return stream
    }

    func end() { isEnded.withLock { $0 = true } }

    /// Nil when the server cannot be reached or does not let us listen, as a standby does not.
    private static func connect(_ target: Target) -> OpaquePointer? {
        // Whoever listens has nobody to tell: the other connections say what is wrong.
        guard let connection = try? target.connect() else { return nil }
        qipan_ignore_notices(connection)
        let answer = PQexec(connection, "LISTEN qipan")
        defer { PQclear(answer) }
        guard PQresultStatus(answer) == PGRES_COMMAND_OK else {
            PQfinish(connection)
            return nil
        }
        return connection
    }

    /// Waits for news, at most ``longest``.
    ///
    /// - Returns: false when the connection is lost.
    private static func wait(_ connection: OpaquePointer?) -> Bool {
        guard let connection else { return false }
        var socket = pollfd(fd: PQsocket(connection), events: Int16(POLLIN), revents: 0)
        _ = poll(&socket, 1, longest)
        guard PQconsumeInput(connection) == 1 else { return false }
        while let notice = PQnotifies(connection) { PQfreemem(notice) }
        return PQstatus(connection) == CONNECTION_OK
    }
}
