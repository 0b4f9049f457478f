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
        var marked = 0
        while true {
            let now = now
            let numbers = try await engine.read { try CaseQueries.newlyOverdue(at: now, limit: 500, in: $0) }
            for number in numbers {
                do {
                    try await perform(.markOverdue, on: number, by: .system)
                    marked += 1
                } catch is Refusal {
                    // Somebody closed it in the meantime: then nothing is overdue.
                    continue
                }
            }
            if numbers.count < 500 { return marked }
        }
    }

    /// Forgets what is only kept for a while: repeated reports, sessions, photos of forms that were never sent.
    package func forgetStale() async throws {
        let now = now
        try await engine.write { db in
            try RepeatGuard.forget(before: now.advanced(bySeconds: -Self.repeatWindow), in: db)
            try SignInRecords.forgetExpired(at: now, in: db)
            try PhotoRecords.forgetUnused(before: now.advanced(bySeconds: -Self.unsentPhotoKept), in: db)
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
            try await office.forgetStale()
        } catch {
            office.logger.error("deadlines not looked at", metadata: ["cause": "\(error)"])
        }
    }
}
