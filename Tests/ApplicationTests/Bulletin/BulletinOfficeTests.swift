import Application
import Claims
import Crypto
import Domain
import Foundation
import Store
import TestKit
import Testing

/// A bulletin's road from its layout to what everybody reads, with real figures of a real journal.
struct BulletinOfficeTests {
    /// A board with three reports of last week, one of them closed, and every built-in indicator filed before it.
    private static func board(on engine: TestEngine = .usual) async throws -> TestBoard {
        let board = try await TestBoard.make(on: engine)
        try await board.office.adoptIndicators()
        var receipts: [Receipt] = []
        for _ in 0..<3 { receipts.append(try await board.report()) }
        try await board.close(receipts[0].number)
        // The Monday after, at the hour of the release.
        board.clock.advance(seconds: 8 * 86_400)
        try await board.office.signCheckpoint()
        return board
    }

    private static let until = "2026-06-08"

    private static func actor(_ role: Role, _ board: TestBoard) -> Actor { .staff(board.staff(role)) }

    private static func begin(
        _ board: TestBoard,
        _ text: String,
        in language: Language = .chinese
    ) async throws
        -> ID<Bulletin>
    {
        let writer = actor(.intake, board)
        let id = try await board.office.beginBulletin(.weekly, until: Day(parsing: until), in: language, by: writer)
        try await board.office.reviseBulletin(id, text: text, by: writer)
        return id
    }

    private static func look(_ board: TestBoard, _ id: ID<Bulletin>) async throws -> BulletinFile {
        try await board.office.bulletin(id, for: actor(.intake, board))
    }

    private static func release(
        _ board: TestBoard,
        _ id: ID<Bulletin>,
        grounds: [String: NumberGround] = [:]
    )
        async throws
    {
        try await board.office.submitBulletin(id, by: actor(.intake, board))
        try await board.office.reviewBulletin(id, grounds: grounds, by: actor(.dutyChief, board))
        try await board.office.releaseBulletin(id, by: actor(.leader, board))
    }

    @Test(arguments: TestEngine.all)
    func `three people release what its figures prove, and the log keeps the digest of its words`(
        engine: TestEngine
    ) async throws {
        // given
        let board = try await Self.board(on: engine)
        let office = board.office
        let text = """
            # 上周受理{{case.reported|件}}
            受理{{case.reported|件}}，{{case.reported|件|环比}}，办结{{case.closed|件}}，近期无{{case.supervised|件}}。
            | 单位 | 派遣 |
            |* {{name}} | {{case.dispatched|件}} |
            |= 合计 | {{case.dispatched|件}} |
            """
        let id = try await Self.begin(board, text)

        // when
        try await Self.release(board, id)

        // then
        let released = try await office.releasedBulletin(.init(year: 2026, serial: 1), of: .weekly)
        let plain = released.edition.proof.plain
        #expect(released.page.title == "上周受理3件")
        #expect(plain.contains("受理3件，较上周无数据可比，办结1件，近期无0件。"))
        #expect(plain.contains("2026年第1期　2026年6月1日至2026年6月7日") && plain.contains("单位\t派遣（件）"))
        let digest = SHA256.hash(data: Data(plain.utf8)).map { String(format: "%02x", $0) }.joined()
        #expect(released.edition.proof.digest == digest)
        let index = try #require(released.index)
        let facts = try await office.engine.read { db in
            try Facts(canonical: try #require(try LogRecords.entries(index..<(index + 1), in: db).first))
        }
        #expect(facts.optionalText("digest") == digest && facts.optionalText("t") == "bulletin.released")
        let indices = released.edition.proof.figures.compactMap(\.reading.index)
        #expect(facts.optionalText("figures") == indices.map(String.init).joined(separator: ","))
        // Each is the entry of a frozen figure with the very value.
        for frozen in released.edition.proof.figures {
            let card = try await office.figure(at: try #require(frozen.reading.index))
            guard case .frozen(let value) = card.content else {
                Issue.record("assumed a frozen value")
                continue
            }
            #expect(value.text == frozen.reading.text && value.code == frozen.request.code)
            #expect(value.window == frozen.request.window && value.asOf == frozen.reading.asOf)
        }
        #expect(released.page.sources.last?.words.contains("各单位（case.dispatched，日志第") == true)
        // What is projected is the journal's, and nothing else's.
        let before = try await office.engine.read { try Rebuild.contentDigests(in: $0).map(\.digest) }
        _ = try await office.engine.write { try Rebuild().run(in: $0) { _ in } }
        let after = try await office.engine.read { try Rebuild.contentDigests(in: $0).map(\.digest) }
        #expect(before == after)
        try await board.close()
    }

    @Test func `numbers that are no tokens are held against the figures, and wrong ones go nowhere`() async throws {
        let board = try await Self.board()
        let office = board.office
        let id = try await Self.begin(board, "# 一周\n受理{{case.reported|件}}。受理4件。")

        let file = try await Self.look(board, id)
        #expect(file.numbers.loose.map(\.text) == ["4件"])
        #expect(file.numbers.loose.first?.verdict.name == .contradicted && file.numbers.check.proved == 1)
        await #expect(throws: Refusal.numbersContradicted(1)) {
            try await office.submitBulletin(id, by: Self.actor(.intake, board))
        }

        // What nothing supports wants a ground, one for each.
        let other = "# 一周\n6月2日下午，区委常委会第66次会议召开。发放宣传页5000余份，又发5000余份。受理{{case.reported|件}}。"
        try await office.reviseBulletin(id, text: other, by: Self.actor(.intake, board))
        let open = try await Self.look(board, id).numbers
        #expect(open.loose.map(\.key) == ["5000余份#1", "5000余份#2"])
        try await office.submitBulletin(id, by: Self.actor(.intake, board))
        await #expect(throws: Refusal.numbersUnconfirmed(1)) {
            try await office.reviewBulletin(id, grounds: ["5000余份#1": .paper], by: Self.actor(.dutyChief, board))
        }
        let grounds: [String: NumberGround] = ["5000余份#1": .paper, "5000余份#2": .quoted]
        try await office.reviewBulletin(id, grounds: grounds, by: Self.actor(.dutyChief, board))
        try await office.releaseBulletin(id, by: Self.actor(.leader, board))
        #expect(try await office.releasedBulletins(limit: 9).map(\.title) == ["一周"])
        try await board.close()
    }

    @Test(
        arguments: [
            ("{{case.nothing|件}}", "没有指标“case.nothing”"), ("{{case.reported|家}}", "量词是“件”，不是“家”"),
            ("{{case.on_time_rate|%|余}}", "只用于整数"), ("{{case.reported|件|most}}", "说法不对"),
            ("{{case.reported@2020-01-01..2020-02-01|件}}", "不适用于这个时段"), ("{{case.reported", "没有“}}”结尾"),
        ]
    )
    func `a token that cannot be filled is told at its place, and stops the text`(
        token: String,
        words: String
    ) async throws {
        let board = try await Self.board()
        let id = try await Self.begin(board, "# 题\n共\(token)。")

        let file = try await Self.look(board, id)

        #expect(file.page.faults.count == 1 && file.page.faults.first?.words.contains(words) == true)
        await #expect(throws: Refusal.bulletinFaulty(1)) {
            try await board.office.submitBulletin(id, by: Self.actor(.intake, board))
        }
        try await board.close()
    }

    @Test func `an English issue has English words, and every bare number of it wants a ground`() async throws {
        let board = try await Self.board()
        let id = try await Self.begin(
            board,
            "# {{case.reported|cases}} reported\nOn 2 June {{case.closed|cases}} were closed, {{case.closed|cases|year}}.",
            in: .english
        )
        let file = try await Self.look(board, id)
        #expect(file.page.faults == [] && file.page.title == "3 cases reported")
        #expect(file.numbers.loose.map(\.key) == ["2#1"])
        try await Self.release(board, id, grounds: ["2#1": .date])
        let released = try await board.office.releasedBulletin(.init(year: 2026, serial: 1), of: .weekly)
        #expect(released.edition.proof.plain.contains("On 2 June 1 cases were closed, no comparison on a year earlier."))
        #expect(released.edition.proof.plain.contains("Grid weekly\nNo. 1 of 2026 · 1 June 2026 to 7 June 2026"))
        try await board.close()
    }

    @Test func `nobody sees it early without being written down, and nobody without a part in it sees it`() async throws
    {
        let board = try await Self.board()
        let office = board.office
        let id = try await Self.begin(board, "# 题\n文")
        for role in [Role.handlingUnit, .gridWorker, .administrator, .community] {
            await #expect(throws: Refusal.roleNeeded(.dispatcher)) {
                try await office.bulletin(id, for: Self.actor(role, board))
            }
        }
        await #expect(throws: Refusal.signInNeeded) { try await office.bulletin(id, for: .resident) }
        let before = office.position
        for _ in 0..<2 { _ = try await office.bulletin(id, for: Self.actor(.leader, board)) }
        #expect(office.position == before + 1)
        let looks = try await Self.look(board, id).bulletin.looks
        #expect(looks.map(\.by) == [board.staff(.leader).account, board.staff(.intake).account])
        #expect(looks.first?.at == office.now)
        try await board.close()
    }

    @Test func `a correction is a new version with its note, and the old one stays as it was`() async throws {
        // given
        let board = try await Self.board()
        let office = board.office
        let id = try await Self.begin(board, "# 题\n受理{{case.reported|件}}。")
        try await Self.release(board, id)
        let number = Bulletin.Number(year: 2026, serial: 1)
        let first = try await office.releasedBulletin(number, of: .weekly)

        // when
        try await office.correctBulletin(id, note: "补写办结数", by: Self.actor(.intake, board))
        let text = "# 题\n受理{{case.reported|件}}，办结{{case.closed|件}}。"
        try await office.reviseBulletin(id, text: text, by: Self.actor(.intake, board))
        #expect(try await office.releasedBulletin(number, of: .weekly).edition == first.edition)
        board.clock.advance(seconds: 3_600)
        try await Self.release(board, id)

        // then
        let second = try await office.releasedBulletin(number, of: .weekly)
        #expect(second.edition.version == 2 && second.editions.count == 2)
        #expect(second.edition.proof.plain.contains("更正（第2版）：补写办结数"))
        #expect(try await office.releasedBulletin(number, of: .weekly, version: 1).edition == first.edition)
        let summary = try #require(try await office.releasedBulletins(.weekly, year: 2026, limit: 9).first)
        #expect(summary.updatedAt == office.now && summary.releasedAt == first.edition.at)
        await #expect(throws: Refusal.unknown(.bulletin)) {
            try await office.releasedBulletin(number, of: .weekly, version: 3)
        }
        try await board.close()
    }

    @Test func `a figure that was corrected after the release is marked, and the text stays`() async throws {
        // given
        let board = try await Self.board()
        let office = board.office
        let id = try await Self.begin(board, "# 题\n六月受理{{case.reported@2026-06-01..2026-07-01|件}}。")
        try await Self.release(board, id)
        let number = Bulletin.Number(year: 2026, serial: 1)
        let before = try await office.releasedBulletin(number, of: .weekly)
        #expect(before.corrected == [:])

        // when
        _ = try await board.report()
        let june = try FigureWindow(from: Day(parsing: "2026-06-01"), until: Day(parsing: "2026-07-01"))
        let code = try IndicatorCode(parsing: "case.reported")
        let card = try await office.freeze(code, in: june, by: Self.actor(.leader, board))

        // then
        let after = try await office.releasedBulletin(number, of: .weekly)
        let old = try #require(before.edition.proof.figures.first?.reading.index)
        #expect(after.corrected == [old: card.index] && after.page == before.page && after.edition == before.edition)
        try await board.close()
    }

    @Test func `the calendar tells four weeks ahead when the series that there are come out`() async throws {
        let board = try await Self.board()
        let office = board.office
        #expect(try await office.bulletinCalendar().isEmpty)
        _ = try await Self.begin(board, "# 题\n文")
        await #expect(throws: Refusal.issueExists) { try await Self.begin(board, "# 题\n文") }
        let days = try await office.bulletinCalendar().map { "\($0.series.rawValue) \($0.slot.day)" }
        // It is Tuesday, 9 June.
        #expect(days == ["weekly 2026-06-15", "weekly 2026-06-22", "weekly 2026-06-29", "weekly 2026-07-06"])
        let early = try await office.beginBulletin(
            .weekly,
            until: Day(parsing: "2026-06-15"),
            in: .chinese,
            by: Self.actor(.intake, board)
        )
        try await office.submitBulletin(early, by: Self.actor(.intake, board))
        try await office.reviewBulletin(early, grounds: [:], by: Self.actor(.dutyChief, board))
        let before = office.position
        await #expect(throws: Refusal.bulletinTooEarly(try Day(parsing: "2026-06-15"), clock: "09:30")) {
            try await office.releaseBulletin(early, by: Self.actor(.leader, board))
        }
        // And no figure was frozen for it.
        #expect(office.position == before)
        try await board.close()
    }

    @Test(arguments: BulletinSeries.allCases, Language.allCases)
    func `every layout can be filled as it is, by the indicators that there are`(
        series: BulletinSeries,
        language: Language
    ) async throws {
        let board = try await Self.board()
        let until = try Day(parsing: series == .monthly ? "2026-07-01" : "2026-06-08")
        let id = try await board.office.beginBulletin(
            series,
            until: until,
            in: language,
            by: Self.actor(.intake, board)
        )

        let file = try await Self.look(board, id)

        #expect(file.page.faults == [] && file.numbers.check.contradicted == 0 && file.numbers.check.open == [])
        #expect(!file.page.plainText(sourcesTitle: "", footer: []).contains("bulletin."))
        try await board.close()
    }
}
