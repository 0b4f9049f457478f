import Dispatch

/// Runs blocking or heavy C (passwords, photos, polygons) on a thread of its own, one call at a time, so that Swift's
/// shared threads stay free and memory holds one such job.
package struct OwnThread: Sendable {
    private let queue: DispatchQueue

    package init(_ label: String) { queue = DispatchQueue(label: "qipan.\(label)") }

    /// - Throws: what `body` throws.
    package func run<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Swift.Result { try body() }) }
        }
    }
}
