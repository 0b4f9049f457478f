import Store

/// Keeps a server that cannot be reached from being asked again and again: for a moment after a failed attempt, the next
/// ones fail with it.
struct BackOff {
    /// Longer than a burst of requests, shorter than anybody's patience.
    private static let pause: Duration = .milliseconds(250)

    private var last: (fault: Fault, at: ContinuousClock.Instant)?

    /// - Throws: what `body` throws, or has thrown a moment ago.
    mutating func attempt<Value>(_ body: () throws -> Value) throws -> Value {
        if let last, ContinuousClock.now - last.at < Self.pause { throw last.fault }
        do {
            let value = try body()
            last = nil
            return value
        } catch let fault as Fault {
            last = (fault, ContinuousClock.now)
            throw fault
        }
    }
}
