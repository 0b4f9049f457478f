/// The connection that commands are written through: what frames them is each engine's own business.
///
/// Commands of one round share a transaction. At first they are not kept apart: none has a savepoint, and none waits for
/// the outcome of its statements. That is cheap, and right as long as nothing fails that has changed something. When it
/// does, the connection throws ``Entangled``, and the round is done once more, apart.
package protocol WriteConnection: Connection {
    /// Starts the transaction that a round of commands shares.
    ///
    /// `apart`: each command can be undone alone, and its outcome is known at its end.
    /// - Throws: ``Fault``.
    func begin(apart: Bool) throws

    /// Marks where a command begins.
    ///
    /// - Throws: ``Fault``.
    func beginCommand() throws

    /// Ends a command that went well as far as is known.
    ///
    /// - Throws: ``Fault``; the command is to be undone then.
    func endCommand() throws

    /// Undoes the command that was begun last and has failed with `error`.
    ///
    /// - Throws: ``Entangled`` when it has changed something and is not kept apart, ``Fault`` when the whole transaction is
    ///   gone.
    func undoCommand(after error: any Error) throws

    /// Makes everything since ``begin(apart:)`` durable.
    ///
    /// An engine that has lost its database in the middle of it, and cannot find out at once what became of it, calls
    /// `inDoubt` and goes on asking.
    ///
    /// - Throws: ``Entangled``, or ``Fault``; nothing is stored then, unless its code is ``Fault/commitUnknown``.
    func commit(inDoubt: () -> Void) throws

    /// Undoes everything since ``begin(apart:)``.
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
