import Dispatch
import Synchronization

/// A value that an engine's own thread waits for, in a body that must not return before.
final class Blocking<Value: Sendable>: Sendable {
    private let value = Mutex<Value?>(nil)
    private let isThere = DispatchSemaphore(value: 0)

    func give(_ value: Value) {
        self.value.withLock { $0 = value }
        isThere.signal()
    }

    /// Waits half a minute at most; nil then.
    func take() -> Value? {
        _ = isThere.wait(timeout: .now() + 30)
        return value.withLock { $0 }
    }
}
