import Store

/// The duties of this process: advisory locks of a session of its own, so that PostgreSQL hands a duty on in the moment in
/// which the process or its machine is gone.
///
/// A lease with a time on it would have to be renewed, would outlive a dead holder, and would trust two clocks.
actor Duties {
    private let thread = ConnectionThread()
    private let target: Target
    private var link: Link?
    private var held: Set<Duty> = []
    private var backOff = BackOff()
    private var isClosed = false

    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    init(on target: Target) { self.target = target }

    /// Also asks whether the session that holds the lock still lives: when it does not, nobody keeps the duty from others.
    func holds(_ duty: Duty) -> Bool {
        guard !isClosed else { return false }
        do {
            let link = try connected()
            if held.contains(duty) {
                try link.queue("SELECT 1")
                try link.settle()
                return true
            }
            try link.queue("SELECT pg_try_advisory_lock(\(duty.lock))")
            let isOurs = try link.settle().rows.first { _ in true }?.integer(0) == 1
            if isOurs { held.insert(duty) }
            return isOurs
        } catch {
            drop()
            return false
        }
    }

    func close() {
        isClosed = true
        drop()
    }

    private func connected() throws -> Link {
        if let link, !link.isLost, link.failure == nil { return link }
        drop()
        let link = try backOff.attempt { try Link(to: target) }
        self.link = link
        return link
    }

    private func drop() {
        link = nil
        held = []
    }
}

extension Duty {
    /// Apart from the writers' lock (``Dialect/postgreSQL``): "qipan" in ASCII and a byte more.
    fileprivate var lock: Int64 { 0x71_6970_616E_00 + rawValue }
}
