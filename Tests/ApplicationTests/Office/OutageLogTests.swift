import Application
import Store
import TestKit
import Testing

/// A log that does not grow as fast as calls fail.
struct OutageLogTests {
    @Test func `of equal failures the first is told at once, and the others in one line with their number`() async {
        let captured = CapturedLog()
        let (isOver, end) = AsyncStream<Void>.makeStream()
        let log = OutageLog(logger: captured.logger) { for await _ in isOver {} }
        let full = Fault(.unavailable, code: "53100", message: "the disk of the database server is full")

        let more = log.tell("page failed", of: full)
        for _ in 0..<41 { #expect(log.tell("page failed", of: full) == nil) }
        #expect(captured.count == 1)
        #expect(log.tell("Open311 call failed", of: full) != nil)
        #expect(log.tell("page failed", of: Fault.corrupt("a gap")) != nil)
        #expect(captured.count == 3)

        end.finish()
        await more?.value
        #expect(captured.count == 4)
        #expect(captured.text.contains("41"))
        #expect(log.tell("page failed", of: full) != nil)
    }
}
