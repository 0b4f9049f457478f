import Foundation
import Store
import Synchronization

/// Tells all who listen on this database (``Listener``) that something was committed, after the commit and beside it.
///
/// NOTIFY inside the commit would take a lock that PostgreSQL has once for all databases of a server, and hold it until
/// the disk and the standby have answered: boards that share a server would wait for one another.
/// Whoever dies between commit and announcement leaves nothing undone: a look is due about every second anyway.
actor Announcer {
    private let thread = ConnectionThread()
    private let target: Target
    private var link: Link?
    private var backOff = BackOff()
    private let isDue = Mutex(false)

    /// Between two announcements, in seconds: many commits in a moment are one piece of news.
    private static let pause = 0.02

    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    init(to target: Target) { self.target = target }

    /// Returns at once.
    nonisolated func announce() {
        let wasDue = isDue.withLock { isDue in
            defer { isDue = true }
            return isDue
        }
        guard !wasDue else { return }
        thread.run { [weak self] in self?.assumeIsolated { $0.say() } }
    }

    private func say() {
        isDue.withLock { $0 = false }
        do {
            let link = try connected()
            // No news is lost with the disk: whoever comes later looks anyway.
            try link.queue("SET synchronous_commit = off")
            try link.queue("NOTIFY qipan")
            try link.settle()
        } catch { link = nil }
        Thread.sleep(forTimeInterval: Self.pause)
    }

    func close() { link = nil }

    private func connected() throws -> Link {
        if let link, !link.isLost, link.failure == nil { return link }
        let link = try backOff.attempt { try Link(to: target) }
        self.link = link
        return link
    }
}
