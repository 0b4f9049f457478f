import Foundation
import Store

/// One connection for as long as the engine lives: opened when it is first needed, and opened anew when it was lost.
///
/// Not for sharing: it lives on its own thread.
final class PostgresConnection {
    private let target: Target
    /// For how long an unanswered commit is asked after.
    let patience: Duration
    private var current: Link?
    private var backOff = BackOff()
    /// Set by ``close()``.
    private var isClosed = false
    /// How many walks through a result are under way, one inside another.
    private var walks = 0
    /// What this process's commits are told by.
    var mark = CommitMark()
    /// Nil on a connection that only reads.
    let round: Round?

    init(to target: Target, patience: Duration, writes: Bool) {
        self.target = target
        self.patience = patience
        round = writes ? Round() : nil
    }

    /// The link that the body in hand works on.
    ///
    /// - Throws: ``Fault`` when there is none.
    var link: Link {
        get throws {
            if let current { return current }
            throw Fault.connectionLost
        }
    }

    /// A link for a new transaction, and whether it was made just now.
    ///
    /// - Throws: ``Fault`` when the server cannot be reached.
    func connect() throws -> (link: Link, isFresh: Bool) {
        if isClosed { throw Fault.closed }
        if let current, !current.isLost { return (current, false) }
        current = nil
        let link = try backOff.attempt { try Link(to: target) }
        current = link
        return (link, true)
    }

    func drop() { current = nil }

    func close() {
        isClosed = true
        current = nil
    }

    /// Runs `body` on one snapshot.
    ///
    /// When the connection turns out to be dead, `body` runs once more on a new one: it has changed nothing.
    ///
    /// - Throws: what `body` throws, or a ``Fault``.
    func read<Result>(_ body: (any Connection) throws -> Result) throws -> Result {
        let first = try connect().link
        do {
            return try read(body, on: first)
        } catch  where first.isLost {
            return try read(body, on: connect().link)
        }
    }

    private func read<Result>(_ body: (any Connection) throws -> Result, on link: Link) throws -> Result {
        try link.tidy()
        try link.queue("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        let result = Swift.Result { try body(self) }
        if case .failure(let error) = result {
            guard !link.isLost else { throw error }
            try link.recover()
        }
        // Its answer comes with the next body's: nothing depends on it.
        try link.queue("COMMIT")
        try link.send()
        return try result.get()
    }
}

extension PostgresConnection: Connection {
    @discardableResult
    func execute(_ sql: SQL) throws -> Int {
        round?.noteChange()
        return try answer(to: sql).changedRows
    }

    func submit(_ sql: SQL, whenTaken: Fault?) throws {
        round?.noteChange()
        try queue(sql, whenTaken: whenTaken)
    }

    func rows<Value>(_ sql: SQL, _ decode: (any Row) throws -> Value) throws -> [Value] {
        try answer(to: sql).rows.map(decode)
    }

    /// Through a cursor, so that neither the whole result is in memory, nor `body` is kept from statements of its own.
    func forEach(_ sql: SQL, _ body: (any Row) throws -> Void) throws {
        let batch = 1_000
        let cursor = "walk_\(walks)"
        walks += 1
        defer { walks -= 1 }
        try queue(SQL(stringLiteral: "DECLARE \(cursor) NO SCROLL CURSOR FOR ") + sql)
        let fetch = SQL(stringLiteral: "FETCH \(batch) FROM \(cursor)")
        var answer: Answer
        do {
            repeat {
                answer = try self.answer(to: fetch)
                for row in answer.rows { try body(row) }
            } while answer.rowCount == batch
        } catch {
            // Where the transaction goes on, the name must be free again; where it has failed, the cursor is gone.
            if let link = current, !link.isLost, link.failure == nil { try queue(close(cursor)) }
            throw error
        }
        try queue(close(cursor))
    }

    private func close(_ cursor: String) -> SQL { SQL(stringLiteral: "CLOSE \(cursor)") }

    func queue(_ sql: SQL, whenTaken: Fault? = nil) throws {
        let link = try link
        if link.isLong { try link.settle() }
        try link.queue(sql, whenTaken: whenTaken)
    }

    private func answer(to sql: SQL) throws -> Answer {
        try queue(sql)
        return try link.settle()
    }
}
