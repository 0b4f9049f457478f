import Logging
import ServiceLifecycle
import Store

extension Office {
    /// Does `work` every `pause` for as long as `duty` is this process's; asks about once a second whether it has become so.
    ///
    /// Ends when the service is told to.
    func onDuty(_ duty: Duty, every pause: Duration, _ work: () async -> Void) async {
        while !Task.isCancelled {
            let isOurs = await engine.holds(duty)
            if isOurs { await work() }
            // A cancelled sleep is the end of the service, not a failure.
            try? await Task.sleep(for: isOurs ? pause : .seconds(1))
        }
    }
}

/// Takes note of what other processes on the same database have committed.
package struct NewsReader: Service {
    private let office: Office
    private let news: AsyncStream<Void>

    /// Nil where no other process shares the database.
    package init?(office: Office) {
        guard let news = office.engine.news() else { return nil }
        self.office = office
        self.news = news
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            for await _ in news {
                do { try await office.lookAround() } catch {
                    office.logger.error("news not read", metadata: ["cause": "\(error)"])
                }
            }
        }
    }
}

extension Office {
    /// Looks how far the journal has come, and takes over what changed in territory, posts, matters or accounts.
    ///
    /// - Throws: ``Fault``.
    package func lookAround() async throws {
        let journal = journal
        let (position, board) = try await engine.read { db in
            (try journal.position(in: db), try BoardRecords.position(in: db))
        }
        if board > directory.position { try await refreshDirectory() }
        noteCommitted(position)
    }
}
