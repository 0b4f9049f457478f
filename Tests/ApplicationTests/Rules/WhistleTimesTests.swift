import Domain
import Store
import TestKit
import Testing

@testable import Application

/// The whistle's times as dated versions: calls that were made keep theirs.
struct WhistleTimesTests {
    private static func times(answer: String, arrive: String = "2h", act: String? = "4h") throws -> WhistleTimes {
        let steps = WhistleTimes.Steps(
            answer: try Limit(parsing: answer),
            arrive: try Limit(parsing: arrive),
            act: try act.map { try Limit(parsing: $0) },
            decide: try Limit(parsing: "3h"),
            rate: try Limit(parsing: "5h")
        )
        return WhistleTimes(Dictionary(uniqueKeysWithValues: WhistleGround.allCases.map { ($0, steps) }))
    }

    /// A case at the street, and somebody of the department.
    private static func scene(_ board: TestBoard) async throws -> (CaseNumber, Staff) {
        let number = try await board.report().number
        let category = try CategoryCode(parsing: "street-light")
        try await board.office.perform(.register(category: category), on: number, by: .staff(board.staff(.intake)))
        try await board.office.perform(.establish(note: ""), on: number, by: .staff(board.staff(.dutyChief)))
        let companion = Staff(
            account: board.office.world.newID(at: board.office.now),
            roles: [.handlingUnit],
            scope: .district,
            unit: try UnitCode(parsing: "HW")
        )
        return (number, companion)
    }

    @Test(arguments: TestEngine.all)
    func `a version holds from its day on, and every step of an older call keeps the older times`(
        kind: TestEngine
    ) async throws {
        // given: two calls, one before and one after another version
        let board = try await TestBoard.make(on: kind)
        let office = board.office
        let admin = Actor.staff(board.staff(.administrator))
        let version = try EditionVersion(parsing: "2026-06")
        let hw = try UnitCode(parsing: "HW")
        let (old, companion) = try await Self.scene(board)
        let (new, _) = try await Self.scene(board)
        let dispatcher = Actor.staff(board.staff(.dispatcher))
        let whistle = CaseCommand.share(.blowWhistle(.emergency, units: [hw], task: "抢险"))
        try await office.perform(whistle, on: old, by: dispatcher)
        try await office.propose(
            Edition(version: version, content: .whistle(try Self.times(answer: "10min"))),
            by: admin
        )
        try await office.publish(.whistle, version, from: office.today, basis: "某文", by: admin)
        try await office.perform(whistle, on: new, by: dispatcher)

        // when: both go on to their end
        func due(_ number: CaseNumber) async throws -> Int64? {
            let call = try await office.caseView(number, as: .system)?.file.calls.first
            return call?.stepDue?.seconds(since: office.now)
        }
        let other = try await board.reopened()
        #expect(other.directory.rules.whistle[.emergency].answer.description == "10min")
        let dueTimes: [(SharedCommand?, Int64, Int64)] = [
            (nil, 1_800, 600), (.acceptCall, 1_800, 7_200), (.arrive(note: ""), 0, 14_400),
            (.reportAction(text: "已封堵"), 0, 18_000),
        ]
        for (command, before, after) in dueTimes {
            if let command {
                for number in [old, new] {
                    try await office.perform(.share(command), on: number, by: .staff(companion))
                }
            }
            #expect(try await due(new) == after, "\(String(describing: command))")
            if before > 0 { #expect(try await due(old) == before, "\(String(describing: command))") }
        }
        // An act without a time of its own is due with the case.
        #expect(try await office.caseView(old, as: .system)?.file.calls.first?.times == .usual(.emergency))
        #expect(try await office.rebuild { _, _ in }.isSame)
        try await other.engine.close()
        try await board.close()
    }

    @Test func `a refusal is decided by the time that the call keeps, and a second call answers by it`() async throws {
        let board = try await TestBoard.make()
        let office = board.office
        let admin = Actor.staff(board.staff(.administrator))
        let version = try EditionVersion(parsing: "2026-06")
        try await office.propose(
            Edition(version: version, content: .whistle(try Self.times(answer: "10min"))),
            by: admin
        )
        let preview = try await office.preview(
            Edition(version: version, content: .whistle(try Self.times(answer: "10min"))),
            from: office.today
        )
        #expect(preview.rows.count == 3 && preview.openCases == 0 && preview.findings.isEmpty)
        try await office.publish(.whistle, version, from: office.today, basis: "某文", by: admin)
        let (number, companion) = try await Self.scene(board)
        let hw = try UnitCode(parsing: "HW")
        let whistle = CaseCommand.share(.blowWhistle(.beyondStreet, units: [hw], task: "来"))
        try await office.perform(whistle, on: number, by: .staff(board.staff(.dispatcher)))
        try await office.perform(.share(.refuseCall(.otherDuty, note: "不归我们")), on: number, by: .staff(companion))
        let refused = try await office.caseView(number, as: .system)?.file.calls.first
        #expect(refused?.stepDue == office.now.advanced(bySeconds: 10_800))
        try await office.perform(
            .share(.callAgain(hw, note: "是你们的")),
            on: number,
            by: .staff(board.staff(.leader))
        )
        let again = try await office.caseView(number, as: .system)?.file.calls.first
        #expect(again?.stepDue == office.now.advanced(bySeconds: 600))
        let usual = Edition(version: version, content: .whistle(.usual))
        #expect(try await office.preview(usual, from: office.today).openCases == 1)
        try await board.close()
    }

    @Test func `the file is read as it is written, and what is wrong with one is said`() throws {
        let times = try Self.times(answer: "15min", act: nil)
        #expect(try WhistleFile.times(in: WhistleFile.text(of: times)) == times)
        #expect(try WhistleFile.times(in: WhistleFile.text(of: .usual)) == .usual)
        let header = "ground,answer,arrive,act,decide,rate\n"
        for text in ["", "ground,answer\n", header + "emergency,30min\n"] {
            #expect(throws: ImportFault.self) { try WhistleFile.times(in: text) }
        }
        for text in ["fire,30min,30min,,30min,1wd\n", "emergency,soon,30min,,30min,1wd\n"] {
            #expect(throws: Malformed.self) { try WhistleFile.times(in: header + text) }
        }
        let twice = "emergency,30min,30min,,30min,1wd\n"
        #expect(throws: Refusal.repeatedCode("emergency")) { try WhistleFile.times(in: header + twice + twice) }
    }

    @Test func `times for some grounds only are no version, and only the administrator proposes`() async throws {
        let board = try await TestBoard.make()
        let version = try EditionVersion(parsing: "2026-06")
        let one = WhistleTimes([.emergency: .usual(.emergency)])
        await #expect(throws: Refusal.missing(.ground)) {
            try await board.office.propose(
                Edition(version: version, content: .whistle(one)),
                by: .staff(board.staff(.administrator))
            )
        }
        for role in Role.allCases where role != .administrator {
            await #expect(throws: Refusal.roleNeeded(.administrator)) {
                try await board.office.propose(
                    Edition(version: version, content: .whistle(.usual)),
                    by: .staff(board.staff(role))
                )
            }
        }
        try await board.close()
    }
}
