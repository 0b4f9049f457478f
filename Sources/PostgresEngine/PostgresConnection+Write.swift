import Foundation
import Store

extension PostgresConnection: WriteConnection {
    /// Waits for its answer: a connection that died since the last round is noticed here, while nothing of the round has
    /// been run and another one can take its place.
    func begin() throws {
        let (first, isFresh) = try connect()
        do {
            try begin(on: first)
        } catch  where first.isLost && !isFresh {
            try begin(on: connect().link)
        }
    }

    private func begin(on link: Link) throws {
        forgetPrevious()
        try link.tidy()
        for statement in Dialect.postgreSQL.beginWriting { try link.queue(statement) }
        // The transaction's number, in case its commit is not answered.
        try link.queue("SELECT CAST(pg_current_xact_id() AS TEXT)")
        transaction = try link.settle().rows.first { _ in true }?.text(0)
    }

    func beginCommand() throws {
        try link.command += 1
        try queue("SAVEPOINT command")
    }

    func endCommand(orLater failed: @escaping (any Error) -> Void) throws {
        let link = try link
        // Of two commands whose outcome is not known, only the later could be undone alone.
        if previous != nil, link.isOwed { try settle() }
        let isOwed = link.isOwed
        // When a statement has failed, the server skips this as well, and the savepoint is there to go back to.
        try link.queue("RELEASE SAVEPOINT command")
        if isOwed { previous = failed }
    }

    func undoCommand() throws {
        let link = try link
        if previous != nil, link.isOwed {
            // The fault of the command in hand is known; that of the one before may show here.
            do { try settle() } catch  where !link.isLost {}
        }
        try link.recover()
        for statement in Self.undoing { try link.queue(statement) }
        try link.settle()
    }

    func commit() throws {
        let link = try link
        do {
            link.command += 1
            try queue("COMMIT")
            // A transaction that has failed is undone by COMMIT, without any error.
            guard try settle().tag == "COMMIT" else { throw Fault.notCommitted }
        } catch  where link.isLost {
            guard let transaction else { throw error }
            try settleDoubt(about: transaction, lostBy: error)
        }
    }

    func rollback() {
        forgetPrevious()
        guard let link = try? link else { return }
        do {
            try link.recover()
            try link.queue("ROLLBACK")
            try link.settle()
        } catch {
            // The server undoes what a connection leaves unfinished.
            drop()
        }
    }
}

/// A command is not waited for at its end: its last answers come with the first ones of the next command. So of two
/// commands on their way, the first may turn out to have failed; the second is then sent once more, since the server has
/// skipped all of it, and nobody has seen an answer to any of it.
extension PostgresConnection {
    private static let undoing: [SQL] = ["ROLLBACK TO SAVEPOINT command", "RELEASE SAVEPOINT command"]

    private func forgetPrevious() {
        previous = nil
        since = []
    }

    func queue(_ sql: SQL, whenTaken: Fault? = nil) throws {
        if try link.isLong { try settle() }
        try link.queue(sql, whenTaken: whenTaken)
        if previous != nil { since.append((sql, whenTaken)) }
    }

    /// Sends what is queued and waits for every answer.
    ///
    /// - Throws: the ``Fault`` of the command in hand; the one before is told of its own.
    @discardableResult
    func settle() throws -> Answer {
        let link = try link
        let (previous, since) = (previous, since)
        forgetPrevious()
        do {
            return try link.settle()
        } catch  where !link.isLost && link.failedCommand < link.command {
            guard let previous else { throw error }
            previous(error)
            try link.recover()
            for statement in Self.undoing { try link.queue(statement) }
            for (sql, whenTaken) in since { try link.queue(sql, whenTaken: whenTaken) }
            return try link.settle()
        }
    }
}

extension PostgresConnection {
    /// Finds out what became of a transaction whose commit was not answered.
    ///
    /// No command is ever run again, and nothing is guessed.
    /// The number that PostgreSQL gives a transaction is the same on a standby that takes over.
    ///
    /// - Throws: `error` when it was undone; ``Fault/commitOutcomeUnknown`` when that cannot be found out in time.
    private func settleDoubt(about transaction: String, lostBy error: any Error) throws {
        let deadline = ContinuousClock.now + patience
        var pause = 0.02
        while true {
            switch outcome(of: transaction) {
            case .committed: return
            case .undone: throw error
            case .forgotten: throw Fault.commitOutcomeUnknown
            case .notYetKnown: break
            }
            guard ContinuousClock.now < deadline else { throw Fault.commitOutcomeUnknown }
            // This thread is the writer's own, and no other command can be written before this one is settled.
            Thread.sleep(forTimeInterval: pause)
            pause = min(pause * 2, 1)
        }
    }

    private enum Outcome {
        case committed
        case undone
        /// Still under way, or the server that knows cannot be reached.
        case notYetKnown
        /// So long ago that the server has dropped the record.
        case forgotten
    }

    private func outcome(of transaction: String) -> Outcome {
        do {
            let link = try connect().link
            // A standby may be behind: only a server that writes has the last word.
            try link.queue(
                """
                SELECT CASE
                    WHEN pg_is_in_recovery() THEN 'in progress'
                    ELSE pg_xact_status(CAST(\(transaction) AS XID8))
                END
                """
            )
            guard let row = try link.settle().rows.first(where: { _ in true }) else { return .notYetKnown }
            switch try row.optionalText(0) {
            case "committed": return .committed
            case "aborted": return .undone
            case "in progress": return .notYetKnown
            default: return .forgotten
            }
        } catch {
            drop()
            return .notYetKnown
        }
    }
}
