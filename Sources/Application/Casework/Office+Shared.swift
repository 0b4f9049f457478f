package import Domain
package import Store

/// Something that somebody owes to a case beside its stage, with the case.
package struct SharedWork: Sendable {
    package let task: SharedTask
    package let summary: CaseSummary
}

extension Office {
    /// What waits for `staff` beside the stages of cases: orders to assist, calls of the whistle, what departments have done,
    /// refusals to be decided; the most urgent first.
    ///
    /// - Throws: ``Fault``.
    package func sharedWork(for staff: Staff, limit: Int) async throws -> [SharedWork] {
        let now = now
        let (tasks, summaries) = try await engine.read { db in
            var tasks: [SharedTask] = []
            if staff.roles.contains(.handlingUnit), let unit = staff.unit {
                tasks += try SharedTask.waiting(for: .handlingUnit, of: unit, limit: Self.mostShared, in: db)
            }
            if staff.roles.contains(.dispatcher) {
                tasks += try SharedTask.waiting(for: .dispatcher, of: nil, limit: Self.mostShared, in: db)
            }
            if !staff.roles.isDisjoint(with: CaseAction.callAgain.permission.roles) {
                tasks += try SharedTask.waiting(for: .leader, of: nil, limit: Self.mostShared, in: db)
                    .filter { $0.isFor(staff, at: now) }
            }
            var filter = CaseFilter()
            filter.reader = .staff(staff.account, staff.unit)
            filter.numbers = Array(Set(tasks.map(\.number)))
            filter.limit = tasks.count
            return (tasks, tasks.isEmpty ? [] : try CaseQueries.list(filter, in: db))
        }
        let cases = Dictionary(uniqueKeysWithValues: summaries.map { ($0.number, $0) })
        let work = tasks.compactMap { task -> SharedWork? in
            guard let summary = cases[task.number] else { return nil }
            let grid = summary.gridCode.flatMap { directory.grid(named: $0) }
            return directory.contains(staff.scope, grid) ? SharedWork(task: task, summary: summary) : nil
        }
        return Array(
            work.sorted { ($0.task.due, $0.task.number.rawValue) < ($1.task.due, $1.task.number.rawValue) }
                .prefix(limit)
        )
    }

    /// Rows that are read for a role before the place is looked at.
    private static let mostShared = 1_000

    /// Puts a part down that was just split off, in the caller's transaction.
    func begin(
        _ part: Part,
        of whole: Case.File,
        saying text: String,
        by actor: Actor,
        at now: Instant,
        directory: Directory,
        db: any Connection
    ) throws {
        let report = Report(
            number: part.number,
            channel: .desk,
            category: part.category,
            place: whole.place,
            text: text,
            photos: whole.report.photos,
            receipt: nil,
            // Whom the whole is about does not see its parts either.
            recusal: whole.report.recusal,
            whole: whole.report.number
        )
        var past = Journal.Past<Case>()
        let situation = situation(of: past.state, actor: actor, at: now, directory: directory, placing: report.place)
        _ = try desk.handle(
            .share(.beginPart(report)),
            on: world.newID(at: now),
            past: &past,
            in: situation,
            envelope: Envelope(at: now, by: actor.author),
            db: db
        )
    }

    /// Tells the whole that a part has ended, or is open again; nothing for a case that is no part.
    ///
    /// A case that was attached and goes on after its whole has ended stands by itself again: nobody is kept from being heard
    /// by what somebody else has reported. The same where the whole has been erased.
    ///
    /// - Throws: ``Refusal/wholeEnded`` when a part that was split off is taken up again and the whole is not open any more.
    func noteEnding(
        of id: ID<Case>,
        _ part: inout Journal.Past<Case>,
        at now: Instant,
        directory: Directory,
        db: any Connection
    ) throws {
        guard let file = part.state.file, let number = file.report.whole else { return }
        let ending = part.state.stage.name.isOpen ? nil : part.state.stage.name
        let found = try relative(number, in: db)
        if ending == nil, file.isAttached, found?.past.state.stage.name.isOpen != true {
            let reason = catalogues.text("shared.whole_ended", in: .chinese)
            _ = try perform(
                .share(.detach(reason: reason)),
                on: id,
                past: &part,
                by: .system,
                at: now,
                directory: directory,
                db: db
            )
            return
        }
        guard var whole = found else { throw Refusal.wholeEnded }
        _ = try perform(
            .share(.notePart(file.report.number, ending: ending)),
            on: whole.id,
            past: &whole.past,
            by: .system,
            at: now,
            directory: directory,
            db: db
        )
    }

    /// Tells the whole that a case has become a part of it, or is one no more.
    func noteAttachment(
        of part: Case,
        was before: CaseNumber?,
        at now: Instant,
        directory: Directory,
        db: any Connection
    ) throws {
        guard let file = part.file, let number = file.report.whole ?? before else { return }
        let command: SharedCommand =
            file.isAttached
            ? .noteAttached(Part(number: file.report.number, category: file.category))
            : .noteDetached(file.report.number)
        guard var whole = try relative(number, in: db) else { return }
        _ = try perform(
            .share(command),
            on: whole.id,
            past: &whole.past,
            by: .system,
            at: now,
            directory: directory,
            db: db
        )
    }

    /// The parts of a case are for the same eyes as the whole.
    func recuseParts(
        of whole: Case.File,
        _ reason: String,
        at now: Instant,
        directory: Directory,
        db: any Connection
    ) throws {
        for part in whole.parts {
            guard var part = try relative(part.number, in: db) else { continue }
            _ = try perform(
                .recuse(whole.report.recusal, reason: reason),
                on: part.id,
                past: &part.past,
                by: .system,
                at: now,
                directory: directory,
                db: db
            )
        }
    }

    /// A part or a whole with its past; nil when it has been erased.
    private func relative(
        _ number: CaseNumber,
        in db: any Connection
    ) throws -> (id: ID<Case>, past: Journal.Past<Case>)? {
        guard let id = try CaseQueries.id(of: number, in: db) else { return nil }
        return (id, try journal.past(of: id, in: db))
    }
}

extension SharedTask {
    /// Whether a refusal is this person's to decide: whoever is named while the time runs, then everybody who may.
    fileprivate func isFor(_ staff: Staff, at now: Instant) -> Bool {
        decider == nil || decider == staff.account || due < now
    }
}
