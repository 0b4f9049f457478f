import Foundation
import Store

/// A row that every round of commands leaves with its commit: by it a process that lost its connection in the middle of a
/// commit finds out what became of it.
///
/// The number that PostgreSQL gives a transaction would be at hand, and would lie: a standby that takes over gives numbers
/// that the lost primary had given already to other transactions, so another one's "committed" would be taken for ours.
struct CommitMark {
    /// This process, or rather this connection of it: nobody else writes its row.
    private let writer = UUID().uuidString
    private var round: Int64 = 0
    private var linkWithTable: ObjectIdentifier?

    /// The engine's own table, no part of the board: a board that is moved leaves it behind.
    private static let table: SQL = """
        CREATE TABLE IF NOT EXISTS commit_mark (
            writer TEXT NOT NULL PRIMARY KEY,
            round BIGINT NOT NULL,
            marked_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT CURRENT_TIMESTAMP
        )
        """

    /// A new round begins on `link`.
    ///
    /// - Throws: ``Fault``.
    mutating func begin(on link: Link) throws {
        round += 1
        guard linkWithTable != ObjectIdentifier(link) else { return }
        do {
            try link.queue(Self.table)
            try link.settle()
        } catch  where !link.isLost {
            // Another process makes it at the same moment, or the server only reads: then the first write says so.
            try link.recover()
        }
        linkWithTable = ObjectIdentifier(link)
    }

    /// Said last before a round's COMMIT; rows of processes that ended long ago go with it.
    var statements: [SQL] {
        let put: SQL = """
            INSERT INTO commit_mark (writer, round)
            VALUES (\(writer), \(round))
            ON CONFLICT (writer) DO UPDATE SET round = excluded.round, marked_at = excluded.marked_at
            """
        let tidy: SQL = "DELETE FROM commit_mark WHERE marked_at < CURRENT_TIMESTAMP - INTERVAL '7 days'"
        return round == 1 ? [tidy, put] : [put]
    }

    /// Asks whether the round in hand was committed, on another connection than the one that was lost.
    ///
    /// The writers' lock first: while the lost transaction is still under way on this server it holds it. Then the question
    /// is itself a change, so that its commit waits until a synchronous standby has all that came before it: what is told
    /// as stored survives the next failover too.
    ///
    /// - Throws: ``Fault`` while that cannot be known.
    func isCommitted(askedOn link: Link) throws -> Bool {
        for statement in Dialect.postgreSQL.beginWriting { try link.queue(statement) }
        try link.queue("UPDATE commit_mark SET round = round WHERE writer = \(writer) AND round = \(round)")
        let isThere = try link.settle().changedRows == 1
        try link.queue("COMMIT")
        guard try link.settle().tag == "COMMIT" else { throw Fault.notCommitted }
        return isThere
    }
}
