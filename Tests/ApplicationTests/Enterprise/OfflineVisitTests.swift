import Application
import Domain
import Foundation
import Geography
import Store
import TestKit
import Testing

/// A visit that a browser has kept and sends until it hears that it is there.
struct OfflineVisitTests {
    private static let key = ID<Visit>(UUID(uuid: (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16)))

    private static func fill(_ board: TestBoard) async throws {
        let chief = Actor.staff(board.staff(.serviceChief))
        let draft = EnterpriseDraft(
            name: "南山机械有限公司",
            kind: .enterprise,
            place: PlaceDraft(coordinate: Coordinate(longitude: 113.815, latitude: 34.025))
        )
        #expect(try await board.office.register(draft, by: chief) == 1)
        try await board.office.assign(board.staff(.steward).account, to: 1, from: board.office.today, by: chief)
    }

    private static func draft(_ board: TestBoard, minutes: Int = 20, code: String = "") -> RecordDraft {
        RecordDraft(
            on: board.office.today,
            outcome: .visited,
            minutes: minutes,
            needs: [.labour],
            problems: ["招工难"],
            remark: "还好",
            code: code
        )
    }

    private static func entries(_ board: TestBoard) async throws -> Int {
        try await board.office.engine.read { db in
            try db.first("SELECT COUNT(*) FROM entry") { Int(try $0.integer(0)) } ?? 0
        }
    }

    @Test(arguments: TestEngine.all)
    func `what is sent twice under one key is one visit with one problem`(kind: TestEngine) async throws {
        let board = try await TestBoard.make(on: kind)
        try await Self.fill(board)
        let (office, steward) = (board.office, board.staff(.steward))
        let first = try await office.record(Self.draft(board), at: 1, key: Self.key, by: steward)
        let count = try await Self.entries(board)

        // Hours later, and after the firm has answered: it is the same.
        board.clock.advance(seconds: 3_600)
        let again = try await office.record(Self.draft(board), at: 1, key: Self.key, by: steward)
        #expect(again.id == first.id && again.isCodeRight == nil)
        #expect(try await Self.entries(board) == count)
        #expect(try await office.problems(ProblemFilter(), for: board.staff(.serviceChief)).count == 1)
        await #expect(throws: Refusal.visitNotOpen) {
            try await office.record(Self.draft(board, minutes: 30), at: 1, key: Self.key, by: steward)
        }
        // Without a key they are two.
        let other = try await office.record(Self.draft(board), at: 1, by: steward)
        #expect(other.id != first.id)
        try await board.close()
    }

    @Test func `a booked visit sent twice is one, and its code is answered the same again`() async throws {
        let board = try await TestBoard.make()
        try await Self.fill(board)
        let (office, steward) = (board.office, board.staff(.steward))
        let asked = BookingDraft(purpose: .service, day: office.today, part: .morning)
        let booked = try await office.book(asked, at: 1, by: steward)
        let link = try await office.firmLink(of: 1, for: .staff(board.staff(.serviceChief)))
        let secret = try #require(link.split(separator: "/").last.map(String.init))
        let code = try #require(try await office.firmPage(of: 1, secret: secret)).code
        for _ in 0..<2 {
            let sent = try await office.record(
                Self.draft(board, code: code),
                at: 1,
                booked: booked,
                key: Self.key,
                by: steward
            )
            #expect(sent.id == booked && sent.isCodeRight == true)
        }
        #expect(try await office.visits(of: steward).count == 1)
        try await board.close()
    }
}
