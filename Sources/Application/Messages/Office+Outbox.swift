import Domain
import Foundation
import Store

extension Office {
    /// Entries that are read at a time.
    private static let readAtOnce: Int64 = 1_000

    /// Reads the journal on from where the outbox stands, and puts down who is to be told of what.
    ///
    /// Nothing of it is in the way of a report: the journal is read after the commit. Rows and the position are one
    /// transaction, so a crash neither loses nor repeats anything.
    ///
    /// - Throws: ``Fault``.
    package func fillOutbox() async throws {
        while true {
            let now = now
            let reading = try await engine.read { [self] db in try read(at: now, in: db) }
            guard reading.to > reading.from else { return }
            try await engine.write { db in
                try OutboxRecords.put(reading.drafts, from: reading.from, to: reading.to, at: now, in: db)
            }
            if reading.isLast { return }
        }
    }

    private struct Reading: Sendable {
        var from: Int64
        var to: Int64
        var isLast: Bool
        var drafts: [OutboxRecords.Draft] = []
    }

    private func read(at now: Instant, in db: any Connection) throws -> Reading {
        guard let from = try OutboxRecords.position(in: db) else { throw Fault.corrupt("the outbox has no position") }
        let last = try journal.position(in: db)
        var reading = Reading(from: from, to: min(last, from + Self.readAtOnce), isLast: last <= from + Self.readAtOnce)
        guard reading.to > from else { return reading }
        let webhooks = try WebhookRecords.all(in: db).filter(\.isActive)
        let staff = try staffReaders(in: db)
        let hasReporters = try SubscriptionRecords.hasReporters(in: db)
        let hasOthers = try AlsoRecords.hasReaders(in: db)
        guard !webhooks.isEmpty || !staff.isEmpty || hasReporters || hasOthers else {
            // Nobody wants to know: nothing has to be read.
            return Reading(from: from, to: last, isLast: true)
        }
        let range = (from + 1)..<(reading.to + 1)
        if hasReporters {
            for (event, number, timing) in try JournalEvents.toReporters(range, in: db) {
                let type = try event.facts.text("t")
                guard let step = ReporterStep(type: type, facts: event.facts) else { continue }
                let start = Pace.start(timing, at: now, gathering: 0, zone: settings.zone)
                let draft = OutboxRecords.Draft(
                    event: event.position,
                    receiver: .reporter(number),
                    step: step.rawValue,
                    notBefore: start
                )
                reading.drafts.append(try gathered(draft, timing, in: db))
            }
        }
        if hasReporters || hasOthers { reading.drafts += try draftsForOthers(of: range, at: now, db: db) }
        guard !webhooks.isEmpty || !staff.isEmpty else { return reading }
        let events = try JournalEvents.all(range, in: db)
        for event in events {
            let type = try event.facts.text("t")
            for webhook in webhooks where event.position > webhook.since {
                reading.drafts.append(
                    .init(event: event.position, receiver: .webhook(webhook.id), step: type, notBefore: now)
                )
            }
        }
        if !staff.isEmpty {
            for subject in Set(events.filter(\.isCase).map(\.subject)) {
                reading.drafts += try drafts(for: staff, of: subject, in: range, at: now, db: db)
            }
        }
        return reading
    }

    /// Somebody of the staff who wants to be told, with the powers that hold now.
    private struct StaffReader: Sendable {
        var wish: SubscriptionRecords.StaffWish
        var staff: Staff
    }

    private func staffReaders(in db: any Connection) throws -> [StaffReader] {
        try SubscriptionRecords.staff(in: db).compactMap { wish in
            try staffOf(wish.account, in: db).map { StaffReader(wish: wish, staff: $0) }
        }
    }

    func staffOf(_ account: ID<Account>, in db: any Connection) throws -> Staff? {
        guard let row = try AccountQueries.account(account, in: db), row.isOpen else { return nil }
        return Staff(account: row.id, roles: row.grant.roles, scope: row.grant.scope, unit: row.grant.unit)
    }

    /// Who newly has the next move after each event of a case, and whom the clockwork reminds.
    ///
    /// By its stage, because it lies in another grid now, or beside the stage; whoever made the move is not told of it.
    private func drafts(
        for readers: [StaffReader],
        of subject: [UInt8],
        in range: Range<Int64>,
        at now: Instant,
        db: any Connection
    ) throws -> [OutboxRecords.Draft] {
        guard let id = ID<Case>(bytes: subject) else { throw Fault.corrupt("an entry has no valid subject") }
        var state = Case()
        var drafts: [OutboxRecords.Draft] = []
        for entry in try CaseQueries.history(of: id, in: db) {
            let was = state
            state.apply(entry.event)
            guard range.contains(entry.position) else { continue }
            for reader in readers where entry.event.by != .staff(reader.staff.account) {
                guard let step = step(for: reader.staff, of: entry.event.what, from: was, to: state) else { continue }
                let start = Pace.start(
                    reader.wish.wish.timing,
                    at: now,
                    gathering: Pace.gathering,
                    zone: settings.zone
                )
                let receiver = Receiver.staff(reader.staff.account)
                drafts.append(.init(event: entry.position, receiver: receiver, step: step.text, notBefore: start))
            }
        }
        return drafts
    }

    /// What somebody is told of an event; nil when nothing.
    private func step(for staff: Staff, of event: CaseEvent, from was: Case, to state: Case) -> StaffStep? {
        guard let file = state.file, file.report.recusal?.concerns(staff) != true else { return nil }
        let (before, grid) = (was.stage.name.awaits, file.place.grid)
        if case .becameOverdue = event, let role = state.stage.name.awaits {
            return awaits(staff, role, grid: grid, unit: file.unit) ? .overdue(role) : nil
        }
        if let (unit, owed, word) = event.wordToUnit {
            return isOwed(by: staff, .handlingUnit, of: unit, decider: nil, in: grid) ? .owed(owed, unit, word) : nil
        }
        let hasMoved = before == state.stage.name.awaits && was.file?.place.grid != grid
        if let role = state.stage.name.awaits, role != before || hasMoved,
            awaits(staff, role, grid: grid, unit: file.unit),
            // Whom it awaited in the grid before is not told again.
            !hasMoved || !awaits(staff, role, grid: was.file?.place.grid, unit: was.file?.unit)
        {
            return .awaits(role)
        }
        guard file.isShared else { return nil }
        let known = Set(OwedStep.all(of: was))
        return OwedStep.all(of: state).first { step in
            !known.contains(step) && isOwed(by: staff, step.awaits, of: step.unit, decider: step.decider, in: grid)
        }
        .map { .owed($0.owed, $0.unit, nil) }
    }

    /// Whether a next move is this person's, as the queue on the desk has it.
    func awaits(_ staff: Staff, _ role: Role, grid: GridCode?, unit: UnitCode?) -> Bool {
        staff.roles.contains(role) && directory.contains(staff.scope, grid)
            && (role != .handlingUnit || staff.unit == unit)
    }
}
