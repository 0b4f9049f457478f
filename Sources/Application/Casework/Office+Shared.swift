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

    /// Tells the whole that a part has ended, or is open again.
    ///
    /// - Throws: ``Refusal/wholeEnded`` when the whole is not open any more.
    func note(
        _ part: Case,
        in whole: CaseNumber,
        at now: Instant,
        directory: Directory,
        db: any Connection
    ) throws {
        guard let number = part.file?.report.number, let id = try CaseQueries.id(of: whole, in: db) else {
            throw Fault.corrupt("a part names a whole that there is not")
        }
        let ending = part.stage.name.isOpen ? nil : part.stage.name
        var past = try journal.past(of: id, in: db)
        _ = try perform(
            .share(.notePart(number, ending: ending)),
            on: id,
            past: &past,
            by: .system,
            at: now,
            directory: directory,
            db: db
        )
    }
}

extension SharedTask {
    /// Whether a refusal is this person's to decide: whoever is named while the time runs, then everybody who may.
    fileprivate func isFor(_ staff: Staff, at now: Instant) -> Bool {
        decider == nil || decider == staff.account || due < now
    }
}
