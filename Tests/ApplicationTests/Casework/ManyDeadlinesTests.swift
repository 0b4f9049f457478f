import Application
import Domain
import Foundation
import Store
import Synchronization
import TestKit
import Testing

/// A hundred thousand cases fall due in the same second: each gets its entry, and once, whoever dies in the middle.
struct ManyDeadlinesTests {
    /// 100,000 with `QIPAN_SLOW_TESTS=1`: a debug build takes minutes for them, a release build does not.
    private static var count: Int { ProcessInfo.processInfo.environment["QIPAN_SLOW_TESTS"] == "1" ? 100_000 : 3_000 }

    /// Puts reports down, all of one moment, by the same events, entries and rows as the desk does, some thousands a
    /// transaction; what is left out is the desk's looking up, which is the same for all of them.
    private static func fill(_ board: TestBoard, with count: Int) async throws {
        let office = board.office
        let directory = office.directory
        let category = try #require(directory.categories[try CategoryCode(parsing: "street-light")])
        let grid = try #require(directory.grid(named: TestBoard.gridCodes[0]))
        let (now, day) = (office.now, office.today)
        let envelope = Envelope(at: now, by: .reporter)
        let answer = Clock(category.answerLimit, startingAt: now, in: directory.calendar)
        let key = [UInt8](repeating: 7, count: 32)
        let journal = office.journal
        for first in stride(from: 0, to: count, by: 5_000) {
            try await office.engine.write { db in
                for serial in (first + 1)...min(first + 5_000, count) {
                    let report = Report(
                        number: CaseNumber(division: "411002", day: day, serial: serial),
                        channel: .web,
                        category: category.code,
                        place: Report.Place(point: nil, address: nil, grid: grid),
                        text: "第 \(serial) 件",
                        receipt: nil
                    )
                    let event = Case.Event(
                        at: now,
                        by: .reporter,
                        what: .reported(report, post: nil, answer: answer, calendar: directory.calendar.version)
                    )
                    var past = Journal.Past<Case>()
                    try journal.append(
                        [event],
                        to: office.world.newID(at: now),
                        after: &past,
                        envelope: envelope,
                        keys: [key],
                        in: db
                    )
                }
            }
        }
    }

    private struct Marked: Equatable {
        /// Rows that say so, entries of the journal that do, and the subjects of those.
        var rows: Int64
        var entries: Int64
        var subjects: Int64
    }

    private static func marked(_ office: Office) async throws -> Marked {
        try await office.engine.read { db in
            func count(_ sql: SQL) throws -> Int64 { try db.first(sql) { try $0.integer(0) } ?? 0 }
            return Marked(
                rows: try count("SELECT COUNT(*) FROM case_file WHERE is_overdue = 1"),
                // A report is the first entry of a case, and nothing else has happened to any.
                entries: try count("SELECT COUNT(*) FROM entry WHERE kind = 'case' AND version > 1"),
                subjects: try count("SELECT COUNT(DISTINCT subject) FROM entry WHERE kind = 'case' AND version > 1")
            )
        }
    }

    /// A world in which a worker dies: its task is cancelled while it writes its so-manieth entry.
    private final class Death: Sendable {
        private let state: Mutex<(left: Int, worker: Task<Int, any Error>?)>

        init(at entry: Int) { state = Mutex((entry, nil)) }

        func awaits(_ worker: Task<Int, any Error>) { state.withLock { $0.worker = worker } }

        func world(clock: StandingClock) -> OutsideWorld {
            OutsideWorld(
                now: { clock.now },
                randomBytes: { [self] count in
                    state.withLock { state in
                        state.left -= 1
                        if state.left == 0 { state.worker?.cancel() }
                    }
                    return [UInt8](repeating: 7, count: count)
                }
            )
        }
    }

    @Test(arguments: TestEngine.all)
    func `each is acted on exactly once, also when the worker dies in mid-run and another takes over`(
        kind: TestEngine
    ) async throws {
        // given
        let board = try await TestBoard.make(on: kind)
        let count = Self.count
        try await Self.fill(board, with: count)
        #expect(try await board.office.markOverdueCases() == 0)
        board.clock.advance(seconds: 30 * 86_400)
        let other = try await board.reopened()
        let death = Death(at: count / 3)
        let dying = try await board.reopened(on: board.database.open(), world: death.world(clock: board.clock))

        // when: the first worker dies in the middle
        let (start, begin) = AsyncStream<Void>.makeStream()
        let first = Task {
            for await _ in start { break }
            return try await dying.markOverdueCases()
        }
        death.awaits(first)
        begin.finish()
        await #expect(throws: CancellationError.self) { try await first.value }

        // then: a part is done, each of it once
        let part = try await Self.marked(other)
        #expect(part.rows >= count / 3 && part.rows < count)
        #expect(part.entries == part.rows && part.subjects == part.rows)

        // when: two workers who both believe to have the duty finish
        async let one = board.office.markOverdueCases()
        async let two = other.markOverdueCases()
        let taken = try await one + two

        // then
        let whole = Int64(count)
        #expect(taken == count - Int(part.rows))
        #expect(try await Self.marked(other) == Marked(rows: whole, entries: whole, subjects: whole))
        #expect(try await board.office.markOverdueCases() == 0)
        try await dying.engine.close()
        try await other.engine.close()
        try await board.close()
    }

    @Test func `a case that cannot be read keeps no other one from its turn, and is told`() async throws {
        let log = CapturedLog()
        let board = try await TestBoard.make(logger: log.logger)
        var numbers: [CaseNumber] = []
        for index in 0..<3 { numbers.append(try await board.report("第 \(index) 件").number) }
        let broken = numbers[1]
        try await board.office.engine.write { db in
            let id = try CaseQueries.id(of: broken, in: db)
            try db.execute(
                "UPDATE payload SET body = \(Array("{}".utf8)) WHERE seq = (SELECT seq FROM entry WHERE subject = \(id?.bytes))"
            )
        }
        board.clock.advance(seconds: 30 * 86_400)
        #expect(try await board.office.markOverdueCases() == 2)
        #expect(log.text.contains("cannot be read") && log.text.contains(broken.rawValue))
        try await board.close()
    }
}
