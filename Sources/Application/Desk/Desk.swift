package import Domain
package import Store

/// The one way in: every change, whichever door it came through, is decided by its aggregate and appended to the
/// journal here.
package struct Desk: Sendable {
    let engine: any Engine
    let journal: Journal
    let world: OutsideWorld

    package init(engine: any Engine, journal: Journal, world: OutsideWorld) {
        self.engine = engine
        self.journal = journal
        self.world = world
    }

    /// What a command led to.
    package struct Handled<Subject: Journaled>: Sendable {
        package var state: Subject
        package var version: Int
        package var events: [Subject.Event]
        /// Nil when the command changed nothing.
        package var appended: Journal.Appended?
    }

    /// Asks the subject for its decision and appends what it decides, in the caller's transaction.
    ///
    /// - Throws: the ``Refusal`` of the subject, or ``Fault``.
    package func handle<Subject: Journaled>(
        _ command: Subject.Command,
        on id: ID<Subject>,
        past: inout Journal.Past<Subject>,
        in situation: Subject.Situation,
        envelope: Envelope,
        db: any Connection
    ) throws -> Handled<Subject> {
        let events = try past.state.decide(command, in: situation)
        guard !events.isEmpty else {
            return Handled(state: past.state, version: past.version, events: [], appended: nil)
        }
        let keys = events.map { _ in world.randomBytes(32) }
        let appended = try journal.append(events, to: id, after: &past, envelope: envelope, keys: keys, in: db)
        return Handled(state: past.state, version: past.version, events: events, appended: appended)
    }

    /// The same for subjects that need nothing looked up, in a transaction of its own.
    ///
    /// - Throws: the ``Refusal`` of the subject, or ``Fault``.
    package func handle<Subject: Journaled>(
        _ command: Subject.Command,
        on id: ID<Subject>,
        envelope: Envelope
    ) async throws -> Handled<Subject> where Subject.Situation == Void {
        try await engine.write { [self] db in
            var past = try journal.past(of: id, in: db)
            return try handle(command, on: id, past: &past, in: (), envelope: envelope, db: db)
        }
    }
}
