import Store

/// A connection behind an actor whose executor is a thread of its own.
actor Session {
    private let thread = ConnectionThread()
    private let connection: PostgresConnection

    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    /// `writes`: commands go through it, not reads.
    init(to target: Target, patience: Duration, writes: Bool = false) {
        connection = PostgresConnection(to: target, patience: patience, writes: writes)
    }

    /// - Throws: what `body` throws, or a ``Fault``.
    func read<Result: Sendable>(_ body: @Sendable (any Connection) throws -> Result) throws -> Result {
        try connection.read(body)
    }

    /// Opens the connection now, so that what is wrong with the address is told at the start.
    ///
    /// - Throws: ``Fault``.
    func connect() throws { _ = try connection.connect() }

    /// Hands a round of work to the thread, without a task.
    nonisolated func enter(_ work: @escaping @Sendable (any WriteConnection) -> Void) {
        thread.run { self.assumeIsolated { work($0.connection) } }
    }

    func close() { connection.close() }
}
