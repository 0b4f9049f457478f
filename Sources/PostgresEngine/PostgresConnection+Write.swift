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
        try mark.begin(on: link)
        for statement in Dialect.postgreSQL.beginWriting { try link.queue(statement) }
        try link.settle()
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

    func commit(inDoubt: () -> Void) throws {
        let link = try link
        do {
            link.command += 1
            for statement in mark.statements { try queue(statement) }
            try queue("COMMIT")
            // A transaction that has failed is undone by COMMIT, without any error.
            guard try settle().tag == "COMMIT" else { throw Fault.notCommitted }
        } catch  where link.isLost {
            try settleDoubt(lostBy: error, inDoubt: inDoubt)
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
    /// Finds out what became of a round whose commit was not answered.
    ///
    /// No command is ever run again, and nothing is guessed.
    ///
    /// - Throws: `error` when it was undone; ``Fault/commitOutcomeUnknown`` when that cannot be found out in time.
    private func settleDoubt(lostBy error: any Error, inDoubt: () -> Void) throws {
        let deadline = ContinuousClock.now + patience
        var pause = 0.02
        while true {
            switch Result(catching: { try mark.isCommitted(askedOn: connect().link) }) {
            case .success(true): return
            case .success(false): throw error
            // The server that knows cannot be reached, only reads, or still has the transaction under way.
            case .failure:
                drop()
                inDoubt()
            }
            guard ContinuousClock.now < deadline else { throw Fault.commitOutcomeUnknown }
            // This thread is the writer's own, and no other command can be written before this one is settled.
            Thread.sleep(forTimeInterval: pause)
            pause = min(pause * 2, 1)
        }
    }
}
