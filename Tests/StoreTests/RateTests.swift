import Foundation
import TestKit
import Testing

/// How many reports an engine takes a second; measured only when `QIPAN_MEASURE` is set, since a number is no test.
///
/// `scripts/with-postgres` does not sync: measure PostgreSQL with `QIPAN_TEST_POSTGRES` set to a server that does.
@Suite(
    .enabled(if: ProcessInfo.processInfo.environment["QIPAN_MEASURE"] != nil, "QIPAN_MEASURE is not set"),
    .serialized
)
struct RateTests {
    @Test(arguments: TestEngine.all)
    func `reports a second with 64 at once`(kind: TestEngine) async throws {
        let board = try await TestBoard.make(on: kind)
        func run(_ each: Int) async throws -> Double {
            let began = ContinuousClock.now
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<64 { group.addTask { for _ in 0..<each { try await board.report() } } }
                try await group.waitForAll()
            }
            return Double(64 * each) / ((ContinuousClock.now - began) / .seconds(1))
        }
        _ = try await run(10)
        print("\(kind): \(Int(try await run(100))) reports/s")
        try await board.close()
    }
}
