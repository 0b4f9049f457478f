import Domain
import Store

/// Where a firm's problem and its case meet.
extension Office {
    /// The category of a problem's case: `firm-finance`, or `firm-other` where the list of matters has none of its own.
    ///
    /// - Throws: ``Refusal/unknown(_:)`` where the list has neither.
    private func category(of need: Visit.Need, in directory: Directory) throws -> CategoryCode {
        for name in [need, .other] {
            let raw = "firm-" + name.rawValue.replacing("_", with: "-")
            if let code = directory.categories.keys.first(where: { $0.rawValue == raw }) { return code }
        }
        throw Refusal.unknown(.category)
    }

    /// Begins the case of a problem that was just graded: established, on the grade's clock, and seen by no outsider.
    func begin(
        _ problem: EnterpriseProblem,
        _ grade: EnterpriseProblem.Grade,
        as number: CaseNumber,
        at moment: Instant,
        directory: Directory,
        db: any Connection
    ) throws {
        guard let intake = problem.intake, let firm = try EnterpriseQueries.summary(intake.firm, in: db) else {
            throw Refusal.unknown(.firm)
        }
        let address = [firm.name, firm.address].compactMap { $0 }.joined(separator: " · ")
        let report = Report(
            number: number,
            channel: .firm,
            category: try category(of: intake.need, in: directory),
            // Where there are few sole traders, the grid of a case would say who it is.
            place: Report.Place(
                point: nil,
                address: String(address.prefix(Report.addressLimit)),
                grid: intake.firmKind == .soleTrader ? nil : intake.grid
            ),
            text: intake.text,
            documents: intake.documents,
            receipt: nil,
            recusal: Recusal(units: intake.hidden),
            problem: Report.FirmProblem(number: intake.number, limit: grade.limit)
        )
        _ = try put(
            report,
            id: world.newID(at: moment),
            secret: keys.linkSecret(for: number),
            by: .system,
            at: moment,
            directory: directory,
            db: db
        )
    }

    /// Does one thing after the other to a case, in the caller's transaction.
    func perform(
        _ commands: [CaseCommand],
        on number: CaseNumber,
        by actor: Actor,
        at moment: Instant,
        directory: Directory,
        db: any Connection
    ) throws {
        guard !commands.isEmpty else { return }
        guard let id = try CaseQueries.id(of: number, in: db) else { throw Refusal.unknown(.caseFile) }
        var past = try journal.past(of: id, in: db)
        for command in commands {
            _ = try perform(command, on: id, past: &past, by: actor, at: moment, directory: directory, db: db)
        }
    }

    /// Tells a problem what has just happened to its case, and writes it off when the firm, or whoever asked it, is content.
    func followProblem(
        _ events: [Case.Event],
        on id: ID<Case>,
        past: inout Journal.Past<Case>,
        at moment: Instant,
        directory: Directory,
        db: any Connection
    ) throws {
        guard let problem = past.state.file?.report.problem else { return }
        try tell(problem.number, events, at: moment, db: db)
        let isConfirmed = events.contains {
            if case .checked(isSolved: true, _, _, _) = $0.what { true } else { false }
        }
        guard isConfirmed else { return }
        let situation = situation(of: past.state, actor: .system, at: moment, directory: directory)
        // Where something stands in the way, a duty chief writes it off.
        guard past.state.refusal(of: .close, in: situation) == nil else { return }
        let closed = try desk.handle(
            .close(reply: catalogues.text("problem.closing", in: .chinese)),
            on: id,
            past: &past,
            in: situation,
            envelope: Envelope(at: moment, by: .system),
            db: db
        )
        try tell(problem.number, closed.events, at: moment, db: db)
    }

    private func tell(_ number: Int, _ events: [Case.Event], at moment: Instant, db: any Connection) throws {
        let steps = events.compactMap { EnterpriseProblem.CaseStep($0.what, in: settings.zone) }
        guard !steps.isEmpty else { return }
        var subject = try problemSubject(number, db: db)
        for step in steps {
            let firm = subject.firm
            try handle(.follow(step), on: subject.id, &subject.past, ofFirm: firm, by: .system, at: moment, db: db)
        }
    }

    /// Gives every problem to which something is owed since before today its own entry.
    ///
    /// - Returns: how many became overdue.
    /// - Throws: ``Fault``.
    @discardableResult
    package func markOverdueProblems() async throws -> Int {
        let (moment, today) = (now, today)
        var marked = 0
        while true {
            try Task.checkCancellation()
            let batch = 200
            let due = try await engine.read { try ProblemQueries.newlyOverdue(before: today, limit: batch, in: $0) }
            if due.isEmpty { return marked }
            let (done, position) = try await engine.write { [self] db in
                var done = 0
                for id in due {
                    var past = try journal.past(of: id, in: db)
                    guard let intake = past.state.intake,
                        let firm = try EnterpriseQueries.summary(intake.firm, in: db)
                    else { throw Fault.corrupt("a problem's row has no history") }
                    do {
                        try handle(.markOverdue, on: id, &past, ofFirm: firm.id, by: .system, at: moment, db: db)
                        done += 1
                    } catch is Refusal {
                        // Somebody was faster: nothing is owed any more.
                        continue
                    }
                }
                return (done, try journal.position(in: db))
            }
            noteCommitted(position)
            marked += done
            if done == 0 || due.count < batch { return marked }
        }
    }
}
