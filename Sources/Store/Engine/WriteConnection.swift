/// The connection that commands are written through: what frames them is each engine's own business.
package protocol WriteConnection: Connection {
    /// Starts the transaction that a round of commands shares.
    ///
    /// - Throws: ``Fault``.
    func begin() throws

    /// Marks where a command begins.
    ///
    /// - Throws: ``Fault``.
    func beginCommand() throws

    /// Ends a command that went well as far as is known.
    ///
    /// An engine may still owe the outcome of statements that the command handed over, and go on to the next command
    /// meanwhile. When one of them turns out to have failed, the engine undoes the command by itself and calls `failed`,
    /// before ``commit()`` returns.
    ///
    /// - Throws: ``Fault``; the command is to be undone then.
    func endCommand(orLater failed: @escaping (any Error) -> Void) throws

    /// Undoes the command that was begun last, whatever has come of it.
    ///
    /// - Throws: ``Fault`` when the whole transaction is gone.
    func undoCommand() throws

    /// Makes everything since ``begin()`` durable.
    ///
    /// An engine that has lost its database in the middle of it, and cannot find out at once what became of it, calls
    /// `inDoubt` and goes on asking.
    ///
    /// - Throws: ``Fault``; nothing is stored then, unless its code is ``Fault/commitUnknown``.
    func commit(inDoubt: () -> Void) throws

    /// Undoes everything since ``begin()``.
    func rollback()
}

extension Fault {
    /// The code of the one fault after which a command may have been stored and may not: the engine has lost its
    /// database in the middle of a commit and could not ask what became of it.
    package static let commitUnknown = "commit_unknown"

    /// For commands that come while the outcome of an earlier commit is being asked after: nothing can be written before
    /// that is known, which may take as long as a failover.
    package static let earlierCommitInDoubt = Fault(
        .unavailable,
        code: "earlier_commit_in_doubt",
        message: "the database was lost during an earlier commit: nothing of this one is stored; send it again"
    )
}
