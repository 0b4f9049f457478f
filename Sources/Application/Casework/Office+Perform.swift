package import Domain
package import Store

extension Office {
    /// Does something to a case.
    ///
    /// `rest`: what is done right after, in the same transaction. `version`: the version of the page that the person looked at;
    /// nil takes the case as it is.
    /// `beside`: what is stored together with it, or not at all.
    /// - Throws: ``Refusal``; ``Fault`` of kind conflict when somebody else acted since `version`.
    @discardableResult
    package func perform(
        _ command: CaseCommand,
        then rest: [CaseCommand] = [],
        on number: CaseNumber,
        expecting version: Int? = nil,
        by actor: Actor,
        beside: @escaping @Sendable (any Connection) throws -> Void = { _ in }
    ) async throws -> Int {
        let now = now
        let directory = directory
        let (after, position) = try await engine.write { [self] db in
            guard let id = try CaseQueries.id(of: number, in: db) else { throw Refusal.unknown(.caseFile) }
            var past = try journal.past(of: id, in: db)
            // Conflicts first: "somebody was faster" helps more than "not possible at this stage".
            if let version, version != past.version {
                throw Fault(.conflict, code: "version", message: "the case has changed since the page was shown")
            }
            for command in [command] + rest {
                _ = try perform(command, on: id, past: &past, by: actor, at: now, directory: directory, db: db)
            }
            try beside(db)
            return (past.version, try journal.position(in: db))
        }
        noteCommitted(position)
        return after
    }

    /// The same in the caller's transaction, with the past in hand.
    func perform(
        _ command: CaseCommand,
        on id: ID<Case>,
        past: inout Journal.Past<Case>,
        by actor: Actor,
        at now: Instant,
        directory: Directory,
        db: any Connection
    ) throws -> Desk.Handled<Case> {
        let place: Report.Place? = if case .place(let place) = command { place } else { nil }
        var situation = situation(of: past.state, actor: actor, at: now, directory: directory, placing: place)
        if let number = command.other, let other = try CaseQueries.id(of: number, in: db) {
            let state = try journal.past(of: other, in: db).state
            situation.other = state
            if case .staff(let staff) = actor {
                situation.isOtherInScope = directory.contains(staff.scope, state.file?.place.grid)
            }
        }
        if case .recuse(let recusal, _, _) = command {
            guard recusal?.accounts.allSatisfy({ directory.accountNames[$0] != nil }) != false else {
                throw Refusal.unknown(.account)
            }
            let grid = past.state.file?.place.grid
            situation.holders = grid.map { directory.holders(of: $0, on: settings.zone.day(of: now)) } ?? []
        }
        if case .share(.refuseCall) = command, let grid = past.state.file?.place.grid {
            situation.leaders = directory.leaders(of: grid)
        }
        if case .share(.blowWhistle) = command { situation.whistle = directory.rules.whistle }
        if case .share(.split) = command {
            let day = settings.zone.day(of: now)
            let serial = try CaseQueries.nextSerial(on: day, in: db)
            situation.newNumber = CaseNumber(division: settings.division, day: day, serial: serial)
        }
        let (wasOpen, wasPartOf) = (past.state.stage.name.isOpen, past.state.file?.report.whole)
        if case .dispatch = command { situation.routing = directory.assignment(of: past.state, at: now) }
        let envelope = Envelope(at: now, by: actor.author)
        let handled = try desk.handle(command, on: id, past: &past, in: situation, envelope: envelope, db: db)
        if case .share(.split(_, let text)) = command, let file = past.state.file, let part = file.parts.last {
            try begin(part, of: file, saying: text, by: actor, at: now, directory: directory, db: db)
        }
        if past.state.file?.report.whole != wasPartOf {
            try noteAttachment(of: past.state, was: wasPartOf, at: now, directory: directory, db: db)
        } else if past.state.stage.name.isOpen != wasOpen {
            try noteEnding(of: id, &past, at: now, directory: directory, db: db)
        }
        if case .recuse(_, _, let reason) = command, let file = past.state.file {
            try recuseParts(of: file, reason, at: now, directory: directory, db: db)
        }
        if case .check(isSolved: true, _) = command {
            try closeHazard(on: id, past: &past, at: now, directory: directory, db: db)
        }
        try followProblem(handled.events, on: id, past: &past, at: now, directory: directory, db: db)
        return try follow(handled, id, past: &past, at: now, directory: directory, db: db)
    }

    /// Reads how the reporter may be reached; the look itself is recorded before anything is shown.
    ///
    /// - Throws: ``Refusal`` or ``Fault``.
    package func readContact(of number: CaseNumber, reason: String, by actor: Actor) async throws -> Contact {
        try await perform(.readContact(reason: reason), on: number, by: actor)
        guard let sealed = try await engine.read({ try ContactRecords.sealed(for: number, in: $0) }) else {
            throw Refusal.noContact
        }
        return try vault.open(sealed, for: number)
    }

    /// What a case is told about the world before it decides.
    func situation(
        of state: Case,
        actor: Actor,
        at now: Instant,
        directory: Directory,
        placing place: Report.Place? = nil
    ) -> Case.Situation {
        let grid = place?.grid ?? state.file?.place.grid
        let isInScope: Bool =
            switch actor {
            case .resident, .reporter, .system: true
            case .staff(let staff): directory.contains(staff.scope, state.file == nil ? grid : state.file?.place.grid)
            }
        return Case.Situation(
            now: now,
            actor: actor,
            isInScope: isInScope,
            categories: state.file.map { directory.ruleBook.categories(of: $0, in: settings.zone) }
                ?? directory.categories,
            units: Set(directory.handlingUnits.keys),
            calendar: state.file.map { directory.calendar(version: $0.calendar) } ?? directory.calendar,
            post: grid.flatMap { directory.post(for: $0, on: settings.zone.day(of: now))?.code }
        )
    }
}

extension CaseCommand {
    /// Another case that has a say in it.
    fileprivate var other: CaseNumber? {
        if case .merge(let number) = self { return number }
        if case .share(.attach(let number, _)) = self { return number }
        return nil
    }
}
