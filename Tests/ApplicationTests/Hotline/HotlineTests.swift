import CZlib
import Domain
import Foundation
import Store
import TestKit
import Testing

@testable import Application

/// The 12345 hotline's sheets: orders in, answers out, differences told.
struct HotlineTests {
    private static let head = "工单编号,接收时间,问题描述,转办意见,办结时限,是否保密,一级分类,二级分类,来电人,联系电话"

    private func order(
        _ number: String,
        at: String = "2026/6/1 9:05",
        text: String = "路灯不亮",
        opinion: String = "请办理",
        due: String = "2026-06-05",
        secret: String = "否",
        category: String = "street-light"
    ) -> String {
        "\(number),\(at),\(text),\(opinion),\(due),\(secret),城市管理,\(category),张三,13900001111"
    }

    private func sheet(
        _ lines: [String],
        on board: TestBoard,
        head: String = head,
        gb18030: Bool = false
    ) throws -> Sheet {
        let text = ([head] + lines).joined(separator: "\r\n")
        let encoding = String.Encoding(
            rawValue: gb18030Encoding
        )
        let data = gb18030 ? try #require(text.data(using: encoding)) : Data(text.utf8)
        let file = board.folder.appending(path: "\(UUID().uuidString).csv")
        try data.write(to: file)
        return try Sheet(contentsOf: file)
    }

    private func bringIn(
        _ lines: [String],
        into board: TestBoard,
        other: String? = nil,
        dry: Bool = false
    ) async throws -> HotlinePlan {
        try await board.office.bringIn(
            try sheet(lines, on: board),
            otherCategory: try other.map { try CategoryCode(parsing: $0) },
            isDryRun: dry
        )
    }

    @Test(arguments: TestEngine.all)
    func `orders become cases once, whatever is sent again, and nothing of the caller is kept`(
        kind: TestEngine
    ) async throws {
        let board = try await TestBoard.make(on: kind)
        let lines = [order("DH001"), order("DH002", secret: "是")]
        let before = try await board.stored()

        let look = try await bringIn(lines, into: board, dry: true)
        #expect(look.created == 2)
        #expect(try await board.stored() == before)
        let first = try await bringIn(lines, into: board)
        let after = try await board.stored()
        let again = try await bringIn(lines, into: board)

        #expect(first.created == 2 && first.rejections.isEmpty)
        #expect(first.unread == ["来电人", "联系电话"])
        #expect(again.unchanged == 2 && again.created == 0)
        #expect(try await board.stored() == after)
        #expect(after.cases == before.cases + 2)
        let numbers = first.lines.compactMap(\.step.caseNumber)
        let view = try #require(try await board.office.caseView(numbers[0], as: .system))
        #expect(view.summary.channel == .hotline && view.summary.text == "路灯不亮")
        #expect(view.summary.reportedAt == Instant(secondsSinceEpoch: 1_780_275_900))
        #expect(view.summary.origin == Report.Origin(source: "12345", number: "DH001", isDuplicate: false))
        // The second is confidential.
        #expect(try await board.office.caseView(numbers[1], as: .resident) == nil)
        let kept = try await board.office.engine.read { db in
            try db.rows("SELECT fields FROM hotline_order") { try $0.text(0) }.joined()
        }
        #expect(kept.contains("请办理") && !kept.contains("张三") && !kept.contains("13900001111"))
        try await board.close()
    }

    @Test func `what the hotline changes is told to an open case once, and only noted by one that has ended`()
        async throws
    {
        let board = try await TestBoard.make()
        let number = try #require(try await bringIn([order("DH001")], into: board).lines.first?.step.caseNumber)

        let changed = try await bringIn([order("DH001", opinion: "请加急", due: "2026-06-03")], into: board)
        let again = try await bringIn([order("DH001", opinion: "请加急", due: "2026-06-03")], into: board)

        #expect(changed.lines.map(\.step) == [.change(number, [.opinion, .due], isTold: true)])
        #expect(again.unchanged == 1)
        let view = try #require(try await board.office.caseView(number, as: .system))
        let said = view.events.last
        #expect(said?.what == .added(text: "12345 转办意见：请加急\n12345 办结时限：2026-06-03 23:59:59"))
        #expect(said?.by == .system)
        try await board.office.perform(
            .place(
                Report.Place(point: nil, address: "x", grid: board.office.directory.grid(named: TestBoard.gridCodes[0]))
            ),
            on: number,
            by: .staff(board.staff(.intake))
        )
        try await board.close(number)
        let late = try await bringIn([order("DH001", opinion: "再问")], into: board)
        #expect(late.lines.map(\.step) == [.change(number, [.opinion, .due], isTold: false)])
        try await board.close()
    }

    @Test func `every line that is not taken says where, why and what to do`() async throws {
        let board = try await TestBoard.make()
        let lines = [
            order("DH001"), order("", text: "无编号"), order("DH003", at: "昨天"), order("DH004", at: "2027-01-01"),
            order("DH005", text: ""), order("DH006", category: "外星人"), order("DH001"), "DH008,\"open",
            order("DH009") + ",extra", order("DH010", due: "2026-13-40"),
            order("DH011", text: String(repeating: "长", count: 4_001)),
        ]

        let plan = try await bringIn(lines, into: board)

        #expect(plan.created == 1)
        #expect(
            plan.rejections.map { "\($0.line) \($0.column) \($0.fault.rawValue)" } == [
                "3 工单编号 missing", "4 接收时间 bad_date", "5 接收时间 future", "6 问题描述 missing",
                "7 二级分类 unknown_category", "8 工单编号 twice", "9  unreadable", "10  columns", "11 办结时限 bad_date",
                "12 问题描述 too_long",
            ]
        )
        for rejection in plan.rejections {
            for language in Language.allCases {
                let words = board.office.catalogues.words(for: rejection, in: language)
                #expect(words.count > 3 && !words.contains("{"), "\(words)")
            }
        }
        let other = try await bringIn(lines, into: board, other: "waste")
        #expect(other.created == 1 && other.unchanged == 1 && other.rejections.count == 9)
        try await board.close()
    }

    @Test func `GB18030 is found out by itself, with characters that GBK has not`() async throws {
        let board = try await TestBoard.make()
        let text = "㐂里路灯不亮𠮷"
        let plan = try await board.office.bringIn(
            try sheet([order("DH001", text: text)], on: board, gb18030: true),
            otherCategory: nil,
            isDryRun: false
        )
        let number = try #require(plan.lines.first?.step.caseNumber)
        #expect(try await board.office.caseView(number, as: .system)?.summary.text == text)
        try await board.close()
    }

    /// The rows of the sheet that is given back, by the order's number.
    private func answers(_ board: TestBoard) async throws -> [String: [String: String]] {
        let office = board.office
        let (rows, _) = try await office.hotlineRows(from: .distantPast, to: .distantFuture, after: nil, for: nil)
        return Dictionary(
            uniqueKeysWithValues: rows.map { row in
                let cells = office.hotlineCells(row).map { $0.text(in: office.settings.zone) }
                return (row.order.number, Dictionary(uniqueKeysWithValues: zip(Office.hotlineHeadings, cells)))
            }
        )
    }

    @Test func `the sheet goes back with its own columns and our answers, and coming in again it changes nothing`()
        async throws
    {
        let board = try await TestBoard.make()
        let plan = try await bringIn([order("DH001"), order("DH002")], into: board)
        let number = try #require(plan.lines.first?.step.caseNumber)
        try await board.office.perform(
            .place(
                Report.Place(point: nil, address: "x", grid: board.office.directory.grid(named: TestBoard.gridCodes[0]))
            ),
            on: number,
            by: .staff(board.staff(.intake))
        )
        try await board.close(number)

        let answers = try await answers(board)

        let closed = try #require(answers["DH001"])
        #expect(closed["转办意见"] == "请办理" && closed["接收时间"] == "2026-06-01 09:05:00")
        #expect(closed["办理情况或回退(延期)理由"] == "换了灯泡" && closed["答复来电人情况"] == "已修好")
        #expect(closed["回复类型"] == "解决" || closed["回复类型"] == "已解决", "\(closed["回复类型"] ?? "")")
        #expect(closed["答复时间"] == "2026-06-01 10:09:00" && closed["答复电话"] == "0374-0000000")
        #expect(closed["办理轨迹"]?.hasPrefix("2026-06-01 09:05 ") == true)
        #expect(answers["DH002"]?["答复时间"] == "" && answers["DH002"]?["回复类型"] == "")
        for format in ["gb18030", "utf-8", "xlsx"] {
            let file = board.folder.appending(path: "back.\(format)")
            if format == "xlsx" {
                let book = try await board.office.hotlineWorkbook(from: .distantPast, to: .distantFuture, for: nil)
                try FileManager.default.copyItem(at: book.file, to: file)
            } else {
                let encoding = try #require(TextEncoding(rawValue: format))
                var bytes = try HotlineText.bytes(Office.hotlineHeadings, in: encoding)
                let (rows, _) = try await board.office.hotlineRows(
                    from: .distantPast,
                    to: .distantFuture,
                    after: nil,
                    for: nil
                )
                for row in rows { bytes += try board.office.hotlineLine(row, in: encoding) }
                try Data(bytes).write(to: file)
            }
            let again = try await board.office.bringIn(Sheet(contentsOf: file), otherCategory: nil, isDryRun: false)
            #expect(again.unchanged == 2 && again.rejections.isEmpty, "\(format): \(again.lines)")
        }
        try await board.close()
    }

    @Test func `both sides are compared: what one has alone, what has ended, what is overdue`() async throws {
        let board = try await TestBoard.make()
        let plan = try await bringIn(
            [order("DH001"), order("DH002"), order("DH003", due: "2026-06-02"), order("DH004")],
            into: board
        )
        let number = try #require(plan.lines.first?.step.caseNumber)
        try await board.office.perform(
            .place(
                Report.Place(point: nil, address: "x", grid: board.office.directory.grid(named: TestBoard.gridCodes[0]))
            ),
            on: number,
            by: .staff(board.staff(.intake))
        )
        try await board.close(number)
        board.clock.advance(seconds: 3 * 86_400)
        let head = "工单编号,接收时间,问题描述,办结时限,答复时间,工单状态"
        let lines = [
            "DH001,2026/6/1 9:05,a,2026-06-05,,在办", "DH003,2026/6/1 9:05,a,2026-06-02,,在办",
            "DH004,2026/6/1 9:05,a,2026-06-05,,在办", "DH999,2026/6/1 9:05,a,2026-06-05,2026-06-02 10:00,已办结",
            "DH998,when,a,,,",
        ]

        let found = try await board.office.reconcile(try sheet(lines, on: board, head: head), for: nil)

        #expect(found.compared == 4 && found.rejections.map(\.number) == ["DH998"])
        #expect(
            found.differences.map { "\($0.number) \($0.kind.rawValue)" } == [
                "DH001 status", "DH003 overdue", "DH999 only_theirs", "DH002 only_ours",
            ]
        )
        try await board.close()
    }

    @Test func `only dispatchers deal with the hotline, and only the sender finds a sheet`()
        async throws
    {
        let board = try await TestBoard.make()
        let dispatcher = board.staff(.dispatcher)
        let bytes = Array(([Self.head, order("DH001")].joined(separator: "\n")).utf8)
        for role in Role.allCases where role != .dispatcher {
            await #expect(throws: Refusal.roleNeeded(.dispatcher)) {
                try await board.office.upload(bytes, named: "a.csv", by: board.staff(role))
            }
        }
        let id = try await board.office.upload(bytes, named: "a.csv", by: dispatcher)
        let other = Staff(account: board.staff(.intake).account, roles: [.dispatcher], scope: .district, unit: nil)
        #expect(try await board.office.uploaded(id, by: other) == nil)
        #expect(try await board.office.uploaded(id, by: dispatcher)?.sheet.rows.count == 1)
        #expect(try await board.office.applyUpload(id, otherCategory: nil, by: dispatcher)?.created == 1)
        #expect(try await board.office.uploaded(id, by: dispatcher) == nil)
        let kept = try await board.office.upload(bytes, named: "a.csv", by: dispatcher)
        board.clock.advance(seconds: Office.uploadKept + 1)
        try await board.office.forgetStale()
        #expect(try await board.office.uploaded(kept, by: dispatcher) == nil)
        try await board.close()
    }
}

/// `kCFStringEncodingGB_18030_2000` with the bit that makes it an `NSStringEncoding`.
private let gb18030Encoding: UInt = 0x8000_0632
