import Dispatch
import Foundation
import Synchronization

/// A thread that does nothing but run what one connection is asked, in order: libpq blocks, and must not block Swift's
/// shared threads.
final class ConnectionThread: SerialExecutor {
    private let mailbox = Mailbox()
    private let identity: ObjectIdentifier

    init() {
        // The thread holds the mailbox, not this object: it ends when this object does.
        let thread = Thread { [mailbox] in mailbox.run() }
        thread.name = "qipan.postgres"
        identity = ObjectIdentifier(thread)
        thread.start()
    }

    deinit { mailbox.end() }

    /// Runs `body` after all that was asked before.
    func run(_ body: @escaping @Sendable () -> Void) { mailbox.put(body) }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let executor = asUnownedSerialExecutor()
        mailbox.put { job.runSynchronously(on: executor) }
    }

    func checkIsolated() {
        precondition(ObjectIdentifier(Thread.current) == identity, "assumed the connection's own thread")
    }
}

/// What a thread has still to do.
private final class Mailbox: Sendable {
    private let waiting = Mutex<[@Sendable () -> Void]>([])
    /// As many as there are bodies waiting, and one for the end.
    ///
    /// The thread that waits is none of Swift's.
    private let letters = DispatchSemaphore(value: 0)

    func put(_ body: @escaping @Sendable () -> Void) {
        waiting.withLock { $0.append(body) }
        letters.signal()
    }

    /// A signal with no body behind it.
    func end() { letters.signal() }

    func run() {
        while true {
            letters.wait()
            let next = waiting.withLock { waiting in waiting.isEmpty ? nil : waiting.removeFirst() }
            guard let next else { return }
            next()
        }
    }
}
