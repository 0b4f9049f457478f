import CPostgres
import Store

/// An open connection in libpq's pipeline mode: statements are put into a queue, and one round trip brings the answers
/// of all of them (https://www.postgresql.org/docs/15/libpq-pipeline-mode.html).
///
/// Not for sharing: it lives on its connection's thread.
final class Link {
    private let pointer: OpaquePointer
    private var statements = StatementCache()
    /// What the server still owes an answer to, in order.
    private var due: [Due] = []
    /// The server is gone or has ended the connection: nothing more comes of it.
    private(set) var isLost = false
    /// What the transaction in hand, or its current command, has failed with: until it is undone, PostgreSQL refuses
    /// every further statement.
    private(set) var failure: Fault?

    private static let settings = [
        "TimeZone = 'UTC'",
        "standard_conforming_strings = on",
        // Whoever waits for the writer's lock that long is told to try again, as by SQLite's busy timeout.
        "lock_timeout = '10s'",
        // A process that has stopped in the middle of a transaction would keep all others from writing.
        "idle_in_transaction_session_timeout = '60s'",
        // So would the locks of a process whose machine has vanished, for two hours: the server has to ask as well, as our
        // side does (``Target``).
        "tcp_keepalives_idle = 20",
        "tcp_keepalives_interval = 5",
        "tcp_keepalives_count = 3",
        "tcp_user_timeout = 30000",
        // Who walks through a result wants all of it, not its first tenth soon.
        "cursor_tuple_fraction = 1",
        // Our statements are short: compiling one takes longer than running it.
        "jit = off",
    ]

    private enum Due {
        case preparation(text: String)
        case statement(whenTaken: Fault?)
        case synchronization
    }

    /// - Throws: ``Fault``.
    init(to target: Target) throws {
        pointer = try target.connect()
        qipan_ignore_notices(pointer)
        try setUp()
    }

    deinit { PQfinish(pointer) }

    private func setUp() throws {
        // The oldest version that its makers still kept when this was written, and the oldest that we have thought about.
        guard PQserverVersion(pointer) >= 130_000 else {
            throw Fault(.unavailable, code: "server_too_old", message: "PostgreSQL 13 or later is needed")
        }
        guard PQparameterStatus(pointer, "server_encoding").map({ String(cString: $0) }) == "UTF8" else {
            throw Fault(.unavailable, code: "encoding", message: "the database must be made with the encoding UTF8")
        }
        guard let result = PQexec(pointer, Self.settings.map { "SET \($0)" }.joined(separator: ";")) else {
            throw Fault.connectionLost
        }
        let answer = Answer(result)
        guard answer.status == PGRES_COMMAND_OK else {
            throw answer.sqlState.map { Fault(sqlState: $0) } ?? Fault.connectionLost
        }
        guard PQenterPipelineMode(pointer) == 1 else { throw Fault.connectionLost }
    }

    /// Puts a statement into the queue.
    ///
    /// - Throws: ``Fault`` when it cannot be sent, or when the transaction has failed already.
    func queue(_ sql: SQL, whenTaken: Fault? = nil) throws {
        if isLost { throw Fault.connectionLost }
        if let failure { throw failure }
        try sql.refuseZeroCharacters()
        let name = try prepared(sql)
        let sent = WireValues(sql.values).withPointers { count, values, lengths, formats in
            PQsendQueryPrepared(pointer, name, count, values, lengths, formats, 1)
        }
        guard sent == 1 else { throw lost() }
        due.append(.statement(whenTaken: whenTaken))
    }

    /// Sends the queue and waits for every answer.
    ///
    /// - Returns: the answer to the last statement.
    /// - Throws: the ``Fault`` of the first statement that failed; those after it were not run.
    @discardableResult
    func settle() throws -> Answer {
        try send()
        var last: Answer?
        let owed = due
        due.removeAll(keepingCapacity: true)
        for (index, next) in owed.enumerated() {
            switch next {
            case .preparation(let text):
                let answer = try takeAnswer()
                if answer.status != PGRES_COMMAND_OK { statements.forget(text) }
                note(answer, whenTaken: nil)
            case .statement(let whenTaken):
                let answer = try takeAnswer()
                note(answer, whenTaken: whenTaken)
                last = answer
            case .synchronization:
                try takeSynchronization()
                // Of an earlier body: nobody is left to tell, and what state it left is not known.
                if failure != nil, index < owed.count - 1 { throw lost() }
            }
            if isLost { throw failure ?? lost() }
        }
        if let failure { throw failure }
        guard let last else { throw lost() }
        return last
    }

    /// Sends the queue without waiting; the answers are taken with the next ones.
    ///
    /// - Throws: ``Fault``.
    func send() throws {
        if isLost { throw Fault.connectionLost }
        // It also flushes; and the server, which skips everything after a failure, goes on from here.
        guard PQpipelineSync(pointer) == 1 else { throw lost() }
        due.append(.synchronization)
    }

    /// Takes what is still owed, and forgets the failure: what follows undoes it.
    ///
    /// - Throws: ``Fault`` when the connection is lost.
    func recover() throws {
        do { try settleRest() } catch  where !isLost {
            // It is about to be undone.
        }
        if isLost { throw failure ?? .connectionLost }
        failure = nil
    }

    /// Waits for the answers that nobody has waited for yet.
    ///
    /// - Throws: the ``Fault`` of the first statement that failed.
    func settleRest() throws {
        if let failure { throw failure }
        if isOwed { try settle() }
    }

    /// Whether so many answers are owed that waiting for them costs little beside what they take in memory: a rebuild hands
    /// over a million statements.
    var isLong: Bool { due.count >= 2_000 }

    /// Whether the outcome of any statement is not known yet.
    var isOwed: Bool {
        due.contains { next in
            switch next {
            case .preparation, .statement: true
            case .synchronization: false
            }
        }
    }

    /// Drops prepared statements when there are too many of them or their tables have changed.
    ///
    /// - Throws: ``Fault``.
    func tidy() throws {
        guard statements.mustBeDropped else { return }
        statements.drop()
        // Not prepared itself, which it would drop under its own feet.
        guard PQsendQueryParams(pointer, "DEALLOCATE ALL", 0, nil, nil, nil, nil, 1) == 1 else { throw lost() }
        due.append(.statement(whenTaken: nil))
        try send()
    }

    /// The name under which the server knows a statement; unknown ones are sent along to be prepared.
    private func prepared(_ sql: SQL) throws -> String {
        if let known = statements.name(of: sql) { return known }
        let new = statements.add(sql)
        guard PQsendPrepare(pointer, new.name, new.text, Int32(new.types.count), new.types) == 1 else { throw lost() }
        due.append(.preparation(text: sql.text))
        return new.name
    }

    /// The last result of the next statement; libpq ends each statement's results with none.
    private func takeAnswer() throws -> Answer {
        var answer: Answer?
        while let result = PQgetResult(pointer) { answer = Answer(result) }
        guard let answer else { throw lost() }
        return answer
    }

    private func takeSynchronization() throws {
        guard let result = PQgetResult(pointer) else { throw lost() }
        guard Answer(result).status == PGRES_PIPELINE_SYNC else { throw lost() }
    }

    private func note(_ answer: Answer, whenTaken: Fault?) {
        switch answer.status {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK: return
        // Skipped because of a failure that is known already.
        case PGRES_PIPELINE_ABORTED: return
        default: break
        }
        if answer.isFatal || PQstatus(pointer) == CONNECTION_BAD { isLost = true }
        guard failure == nil else { return }
        failure = answer.sqlState.map { state in
            // unique_violation
            if state == "23505", let whenTaken { whenTaken } else { Fault(sqlState: state) }
        }
        failure = failure ?? .connectionLost
        statements.note(failure: answer.sqlState)
    }

    private func lost() -> Fault {
        isLost = true
        due.removeAll()
        return failure ?? .connectionLost
    }
}
