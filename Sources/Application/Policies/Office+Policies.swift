package import Domain
package import Store

/// A policy with everything that is on record of it.
package struct PolicyView: Sendable {
    package let policy: FirmPolicy
    package let content: FirmPolicy.Content
    package let isInForce: Bool
    /// Of this year.
    package let counts: PolicyCounts
}

extension Office {
    // MARK: - For everybody

    /// - Throws: ``Fault``.
    package func policies(_ filter: PolicyFilter) async throws -> [FirmPolicy.Row] {
        var filter = filter
        filter.day = today
        if filter.text?.contains(where: { !$0.isWhitespace }) != true { filter.text = nil }
        let asked = filter
        return try await engine.read { try PolicyQueries.list(asked, in: $0) }
    }

    /// Every policy that is in force today, for whoever answers their conditions.
    ///
    /// - Throws: ``Fault``.
    package func policiesInForce() async throws -> [FirmPolicy.Row] {
        var filter = PolicyFilter()
        filter.limit = Self.mostMatched
        return try await policies(filter)
    }

    /// Far more than a district has; the page on which they are matched holds them all.
    private static let mostMatched = 500

    /// Nil when there is none of that serial.
    ///
    /// - Throws: ``Fault``.
    package func policy(_ serial: Int) async throws -> PolicyView? {
        let (journal, today) = (journal, today)
        let first = Day(year: today.year, month: 1, day: 1) ?? today
        return try await engine.read { db in
            guard try PolicyQueries.policy(serial, in: db) != nil else { return nil }
            let policy = try journal.past(of: FirmPolicy.id(of: serial, in: db), in: db).state
            guard let content = policy.content else { return nil }
            return PolicyView(
                policy: policy,
                content: content,
                isInForce: policy.isInForce(on: today),
                counts: try PolicyQueries.counts(of: serial, since: first, in: db)
            )
        }
    }

    /// The titles of some policies by serial, ended ones too.
    ///
    /// - Throws: ``Fault``.
    package func policyTitles(_ serials: some Sequence<Int> & Sendable) async throws -> [Int: String] {
        let asked = Set(serials)
        guard !asked.isEmpty else { return [:] }
        return try await engine.read { db in
            var titles: [Int: String] = [:]
            for serial in asked { titles[serial] = try PolicyQueries.policy(serial, in: db)?.content.title }
            return titles
        }
    }

    // MARK: - Keeping them

    /// - Returns: the policy's serial.
    /// - Throws: ``Refusal`` or ``Fault``.
    package func publish(_ content: FirmPolicy.Content, by actor: Actor) async throws -> Int {
        try demand(.publishPolicies, of: actor)
        let moment = now
        let (serial, position) = try await engine.write { [self] db in
            (try publish(content, by: actor, at: moment, db: db), try journal.position(in: db))
        }
        noteCommitted(position)
        return serial
    }

    /// The same in the caller's transaction.
    func publish(
        _ content: FirmPolicy.Content,
        by actor: Actor,
        at moment: Instant,
        db: any Connection
    ) throws -> Int {
        try check(content, db: db)
        let serial = try FirmPolicy.nextSerial(in: db)
        var past = Journal.Past<FirmPolicy>()
        let id: ID<FirmPolicy> = world.newID(at: moment)
        let command = FirmPolicy.Command.publish(serial: serial, content, today: settings.zone.day(of: moment))
        let envelope = Envelope(at: moment, by: actor.author)
        _ = try desk.handle(command, on: id, past: &past, in: (), envelope: envelope, db: db)
        return serial
    }

    /// What no policy can know of itself: its unit, and the industries that its conditions name.
    private func check(_ content: FirmPolicy.Content, db: any Connection) throws {
        guard directory.handlingUnits[content.lead] != nil else { throw Refusal.unknown(.handlingUnit) }
        let known = try EnterpriseQueries.lists(in: db).tags
        for condition in content.conditions.clauses.joined() {
            if case .industry(let tag) = condition.test, known[tag] == nil { throw Refusal.unknown(.industry) }
        }
    }

    /// Says a policy anew from today on; `note`: what has changed, for its readers.
    ///
    /// - Throws: ``Refusal`` or ``Fault``.
    package func changePolicy(
        _ serial: Int,
        to content: FirmPolicy.Content,
        note: String,
        by actor: Actor
    ) async throws {
        try demand(.publishPolicies, of: actor)
        let moment = now
        let position = try await engine.write { [self] db in
            try check(content, db: db)
            let command = FirmPolicy.Command.change(content, note: note, today: settings.zone.day(of: moment))
            try put(command, onPolicy: serial, by: actor, at: moment, db: db)
            return try journal.position(in: db)
        }
        noteCommitted(position)
    }

    /// - Throws: ``Refusal`` or ``Fault``.
    package func withdrawPolicy(_ serial: Int, reason: String, by actor: Actor) async throws {
        try demand(.publishPolicies, of: actor)
        let moment = now
        let position = try await engine.write { [self] db in
            let command = FirmPolicy.Command.withdraw(reason: reason, today: settings.zone.day(of: moment))
            try put(command, onPolicy: serial, by: actor, at: moment, db: db)
            return try journal.position(in: db)
        }
        noteCommitted(position)
    }

    func put(
        _ command: FirmPolicy.Command,
        onPolicy serial: Int,
        by actor: Actor,
        at moment: Instant,
        db: any Connection
    ) throws {
        let id = try FirmPolicy.id(of: serial, in: db)
        var past = try journal.past(of: id, in: db)
        let envelope = Envelope(at: moment, by: actor.author)
        _ = try desk.handle(command, on: id, past: &past, in: (), envelope: envelope, db: db)
    }
}
