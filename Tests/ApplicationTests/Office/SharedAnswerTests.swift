import Application
import Synchronization
import Testing

/// What is the same for all is made once.
struct SharedAnswerTests {
    private final class Count: Sendable {
        let made = Mutex(0)
        var number: Int { made.withLock { $0 } }
        func make() -> Int {
            made.withLock { made in
                made += 1
                return made
            }
        }
    }

    @Test func `a version is made once for all who ask`() async throws {
        let (answer, count) = (SharedAnswer<Int, Int>(), Count())
        let values = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    try await answer.value(
                        at: { 1 },
                        make: {
                            await Task.yield()
                            return count.make()
                        }
                    )
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(values == Array(repeating: 1, count: 50))
        #expect(try await answer.value(at: { 2 }, make: { count.make() }) == 2)
        #expect(try await answer.value(at: { 2 }, make: { count.make() }) == 2)
    }

    @Test func `who fails says so, and the next one tries`() async throws {
        struct Failure: Error {}
        let answer = SharedAnswer<Int, Int>()
        await #expect(throws: Failure.self) { try await answer.value(at: { 1 }, make: { throw Failure() }) }
        #expect(try await answer.value(at: { 1 }, make: { 7 }) == 7)
    }
}
