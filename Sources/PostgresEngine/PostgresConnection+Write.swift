import Foundation
import Store

extension PostgresConnection: WriteConnection {
    /// Waits for its answer: a connection that died since the last round is noticed here, while nothing of the round has
    /// been run and another one can take its place.
    func begin(apart: Bool) throws {
        round?.begin(apart: apart)
        let (first, isFresh) = try connect()
        do {
            try begin(on: first)
        } catch  where first.isLost && !isFresh {
            try begin(on: connect().link)
        }
    }

    private func begin(on link: Link) throws {
        try link.tidy()
        try mark.begin(on: link)
        for statement in Dialect.postgreSQL.beginWriting { try link.queue(statement) }
        try link.settle()
    }

    func beginCommand() throws {
        if isApart { try queue("SAVEPOINT command") }
        round?.beginCommand()
    }

    /// Where commands are not kept apart, nothing is waited for: while the server works on one command, the next one is
    /// decided here.
    func endCommand() throws {
        let link = try link
        if isApart {
            try link.queue("RELEASE SAVEPOINT command")
            try link.settle()
        } else if let failure = link.failure {
            // The command has gone on as if it did not matter, but the server refuses all that comes after it.
            throw failure
        }
    }

    func undoCommand(after error: any Error) throws {
        let link = try link
        round?.forget()
        if link.isLost { throw link.failure ?? Fault.connectionLost }
        guard isApart else {
            // It may be an earlier command's statement that has failed: of what was not waited for, nobody knows yet.
            if round?.hasChanged == true || link.failure != nil { throw Entangled(error) }
            return
        }
        try link.recover()
        try link.queue("ROLLBACK TO SAVEPOINT command")
        try link.queue("RELEASE SAVEPOINT command")
        try link.settle()
    }

    func commit(inDoubt: () -> Void) throws {
        let link = try link
        do {
            for statement in mark.statements { try queue(statement) }
            try queue("COMMIT")
            // A transaction that has failed is undone by COMMIT, without any error.
            guard try link.settle().tag == "COMMIT" else { throw Fault.notCommitted }
        } catch  where link.isLost {
            try settleDoubt(lostBy: error, inDoubt: inDoubt)
        } catch  where !isApart {
            throw Entangled(error)
        }
    }

    func rollback() {
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

    private var isApart: Bool { round?.isApart == true }
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
