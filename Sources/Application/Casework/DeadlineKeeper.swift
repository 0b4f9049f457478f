import Domain
import Logging
import ServiceLifecycle
import Store

extension Office {
    /// Gives every open case whose due time has passed its own entry, so that no figure has to re-derive it.
    ///
    /// - Returns: how many became overdue.
    /// - Throws: ``Fault``.
    @discardableResult
    package func markOverdueCases() async throws -> Int {
        try await actOnDue(CaseQueries.newlyOverdue) { _ in .markOverdue }
    }

    /// Takes the steps that wait for a time and for nobody: orders count as acknowledged (T10), suspensions end (T15), and
    /// a unit that was asked to assist, or called, and is silent has taken it, or is reminded of what it owes.
    ///
    /// - Returns: how many were taken.
    /// - Throws: ``Fault``.
    @discardableResult
    package func takeDueSteps() async throws -> Int {
        let steps = try await actOnDue(CaseQueries.dueSteps) { due in
            due.stage == .suspended ? .resume(note: "") : .acknowledge
        }
        let orders = try await actOnDue(silent(.assistance)) { _ in .share(.acknowledgeAssistance) }
        let calls = try await actOnDue(silent(.call)) { _ in .share(.acceptCall) }
        let words = try await actOnDue(SharedTask.watched) { _ in .share(.watch) }
        return steps + orders + calls + words
    }

    /// The units that owe an answer and have not given it in time.
    private func silent(_ kind: SharedTask.Kind) -> DueQuery {
        { now, last, limit, db in try SharedTask.silent(kind, at: now, after: last, limit: limit, in: db) }
    }

    private typealias DueQuery =
        @Sendable (Instant, CaseQueries.Due?, Int, any Connection) throws -> [CaseQueries.Due]

    /// Goes through all that is due, in order, some hundreds a transaction; what refuses is passed over, and nothing keeps the
    /// rest from its turn: not a case that cannot be read either, which is told to the operator each time.
    ///
    /// Ends between two transactions when the task is cancelled; whoever looks next finds the rest.
    ///
    /// - Throws: `CancellationError`, ``Fault``.
    private func actOnDue(
        _ query: @escaping DueQuery,
        _ command: @escaping @Sendable (CaseQueries.Due) -> CaseCommand
    ) async throws -> Int {
        let batch = 200
        let now = now
        let directory = directory
        var taken = 0
        var last: CaseQueries.Due?
        while true {
            try Task.checkCancellation()
            let due = try await engine.read { [last] in try query(now, last, batch, $0) }
            if due.isEmpty { return taken }
            let (done, unread, position) = try await engine.write { [self] db in
                var (done, unread) = (0, [CaseNumber]())
                var pasts = try journal.pasts(of: due.map(\.id), in: db)
                for item in due {
                    guard case .success(var past)? = pasts[item.id] else {
                        unread.append(item.number)
                        continue
                    }
                    do {
                        _ = try perform(
                            command(item),
                            on: item.id,
                            past: &past,
                            by: .system,
                            at: now,
                            directory: directory,
                            db: db
                        )
                        // A case may be due for two of its units.
                        pasts[item.id] = .success(past)
                        done += 1
                    } catch is Refusal {
                        // Somebody was faster: then nothing is due, and nothing was written.
                        continue
                    }
                }
                return (done, unread, try journal.position(in: db))
            }
            for number in unread {
                logger.error(
                    "a case cannot be read; its clock is passed over",
                    metadata: ["case": "\(number.rawValue)"]
                )
            }
            noteCommitted(position)
            taken += done
            last = due.last
            if due.count < batch { return taken }
        }
    }

    /// Forgets what is only kept for a while: repeated reports, sessions, photos and documents of forms that were never sent.
    package func forgetStale() async throws {
        let now = now
        try await engine.write { db in
            try RepeatGuard.forget(before: now.advanced(bySeconds: -Self.repeatWindow), in: db)
            try SignInRecords.forgetExpired(at: now, in: db)
            try UploadRecords.forget(before: now.advanced(bySeconds: -Self.unsentPhotoKept), in: db)
            try PhotoRecords.forgetUnused(before: now.advanced(bySeconds: -Self.unsentPhotoKept), in: db)
            try DocumentRecords.forgetUnused(before: now.advanced(bySeconds: -Self.unsentPhotoKept), in: db)
            try HotlineRecords.forgetUploads(before: now.advanced(bySeconds: -Self.uploadKept), in: db)
        }
    }
}

/// Watches the clocks of all open cases.
package struct DeadlineKeeper: Service {
    private let office: Office

    package init(office: Office) { self.office = office }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            await office.onDuty(.deadlines, every: .seconds(15), look)
        }
    }

    private func look() async {
        do {
            try await office.markOverdueCases()
            try await office.takeDueSteps()
            try await office.markOverdueProblems()
            try await office.lightProjects()
            try await office.keepTerritory()
            try await office.forgetStale()
        } catch is CancellationError {
            // The service ends; whoever has the duty next goes on where this one stopped.
        } catch {
            office.logger.error("deadlines not looked at", metadata: ["cause": "\(error)"])
        }
    }
}
