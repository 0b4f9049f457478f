package import Store

/// For where one machine is not enough: a PostgreSQL server, reached through libpq.
///
/// One connection writes and some read, each on a thread of its own (docs/decisions/2026-11-24-postgres-engine.md).
package struct PostgresEngine: Engine {
    private let writer: Session
    private let readers: ReaderPool
    private let commits: GroupCommit
    private let duties: Duties
    private let listener: Listener
    private let announcer: Announcer

    package var dialect: Dialect { .postgreSQL }

    /// Connects to the database.
    ///
    /// - Parameters:
    ///   - address: a `postgres://` address or libpq's `keyword=value` text.
    ///   - readers: how many bodies can read at one time.
    ///   - patience: for how long an unanswered commit is asked after before it is told as unknown.
    /// - Throws: ``Fault`` when the server cannot be reached or refuses.
    package init(address: String, readers: Int = 4, patience: Duration = .seconds(30)) async throws {
        let target = Target(address)
        let writer = Session(to: target, patience: patience, writes: true)
        self.writer = writer
        self.readers = ReaderPool((0..<readers).map { _ in Session(to: target, patience: patience) })
        commits = GroupCommit { work in writer.enter(work) }
        duties = Duties(on: target)
        listener = Listener(to: target)
        announcer = Announcer(to: target)
        try await writer.connect()
    }

    package func read<Result: Sendable>(
        _ body: @escaping @Sendable (any Connection) throws -> Result
    ) async throws -> Result {
        let session = await readers.borrow()
        defer { readers.giveBack(session) }
        return try await session.read(body)
    }

    package func write<Result: Sendable>(
        _ body: @escaping @Sendable (any Connection) throws -> Result
    ) async throws -> Result {
        let result = try await commits.write(body)
        announcer.announce()
        return result
    }

    package func holds(_ duty: Duty) async -> Bool { await duties.holds(duty) }

    package func news() -> AsyncStream<Void>? { listener.news() }

    /// The server's own business: a row's old version is there until VACUUM has passed, and in WAL archives for as long as they
    /// are kept (docs/operations.md).
    package func leaveNoTraces() async throws {}

    package func close() async throws {
        listener.end()
        await announcer.close()
        await duties.close()
        await writer.close()
        for session in readers.sessions { await session.close() }
    }
}
