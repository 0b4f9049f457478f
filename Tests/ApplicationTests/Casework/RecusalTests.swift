import Application
import Domain
import Store
import TestKit
import Testing

/// A confidential report, and those whom it is about.
struct RecusalTests {
    private static let words = "城管局老王收了钱"

    /// Staff of every role, of the unit and of no unit, somebody by name and a colleague of the same role.
    private func people(_ board: TestBoard, unit: String) throws -> (recused: [Staff], others: [Staff]) {
        let code = try UnitCode(parsing: unit)
        let recused = Role.allCases.map {
            Staff(account: board.staff($0).account, roles: [$0], scope: .district, unit: code)
        }
        let others = [Role.intake, .dutyChief, .dispatcher, .gridWorker, .supervisor].map { board.staff($0) }
        return (recused, others)
    }

    /// Everything in which a case could turn up for somebody.
    private func sees(_ staff: Staff, _ number: CaseNumber, in office: Office) async throws -> Bool {
        var found = try await office.queue(for: staff, limit: 100).contains { $0.number == number }
        if var filter = office.filter(for: staff) {
            for prepare in [
                { (_: inout CaseFilter) in }, { $0.numbers = [number] }, { $0.text = "老王" }, { $0.overdueOnly = true },
                { $0.isOpen = true },
            ] as [(inout CaseFilter) -> Void] {
                var narrow = filter
                prepare(&narrow)
                found = try await office.cases(narrow).contains { $0.number == number } || found
                filter.limit = 100
            }
            filter.numbers = [number]
            found = try await office.count(filter).number > 0 || found
        }
        return try await office.caseView(number, as: .staff(staff)) != nil || found
    }

    @Test
    func `a report about a unit is hidden from everybody of that unit, whatever their role, and worked by others`()
        async throws
    {
        // given
        let board = try await TestBoard.make()
        let office = board.office
        let unit = try UnitCode(parsing: "CG")
        let receipt = try await board.report(Self.words, contact: Contact(phone: "1"), confidence: .unit(unit))
        let ordinary = try await board.report("普通的").number
        let people = try people(board, unit: "CG")

        // then: those of the unit
        for staff in people.recused {
            #expect(try await !sees(staff, receipt.number, in: office), "\(staff.roles)")
            for action in CaseAction.allCases where !action.permission.roles.isDisjoint(with: staff.roles) {
                let command = try await RightsTests.command(action, of: office.report(of: receipt.number))
                if action == .report { continue }
                await #expect(throws: Refusal.unknown(.caseFile), "\(staff.roles) \(action)") {
                    try await office.perform(command, on: receipt.number, by: .staff(staff))
                }
            }
            await #expect(throws: Refusal.self) {
                try await office.readContact(of: receipt.number, reason: "x", by: .staff(staff))
            }
        }
        // and the others
        for staff in people.others {
            #expect(try await sees(staff, receipt.number, in: office), "\(staff.roles)")
            #expect(try await sees(staff, ordinary, in: office))
        }
        #expect(try await sees(people.recused[0], ordinary, in: office))
        try await board.close()
    }

    @Test func `it cannot be sent to the unit that it is about, and can to another`() async throws {
        let board = try await TestBoard.make()
        let unit = try UnitCode(parsing: "CG")
        let number = try await board.report(Self.words, confidence: .unit(unit)).number
        let category = try CategoryCode(parsing: "street-light")
        try await board.office.perform(.register(category: category), on: number, by: .staff(board.staff(.intake)))
        try await board.office.perform(.establish(note: ""), on: number, by: .staff(board.staff(.dutyChief)))
        let dispatcher = Actor.staff(board.staff(.dispatcher))
        await #expect(throws: Refusal.unitRecused) {
            try await board.office.perform(.dispatch(to: unit, opinion: ""), on: number, by: dispatcher)
        }
        let other = try UnitCode(parsing: "HW")
        try await board.office.perform(.dispatch(to: other, opinion: ""), on: number, by: dispatcher)
        try await board.close()
    }

    @Test func `a report about the grid's people is hidden from the holder of that day and nobody else`() async throws {
        let board = try await TestBoard.make()
        let office = board.office
        let grid = try #require(office.directory.grid(named: TestBoard.gridCodes[0]))
        let holder = try #require(office.directory.post(for: grid, on: office.today)?.holder)
        let number = try await board.report(Self.words, confidence: .gridPosts).number
        let complained = Staff(account: holder, roles: [.gridWorker], scope: .grid(grid), unit: nil)
        let promoted = Staff(account: holder, roles: [.intake, .dutyChief], scope: .district, unit: nil)
        #expect(try await !sees(complained, number, in: office))
        #expect(try await !sees(promoted, number, in: office))
        #expect(try await sees(board.staff(.gridWorker), number, in: office))
        // Where nobody knows the place, nobody knows whose it is.
        let draft = ReportDraft(
            channel: .web,
            category: try CategoryCode(parsing: "waste"),
            place: PlaceDraft(address: "某处"),
            text: "x",
            confidence: .gridPosts
        )
        await #expect(throws: Refusal.missing(.grid)) { try await office.report(draft, by: .resident) }
        try await board.close()
    }

    @Test(arguments: [ReportDraft.Confidence.nobodyNamed, .gridPosts])
    func `the public sees no confidential report, and the reporter does`(
        confidence: ReportDraft.Confidence
    ) async throws {
        let board = try await TestBoard.make()
        let receipt = try await board.report(Self.words, confidence: confidence)
        #expect(try await board.office.caseView(receipt.number, as: .resident) == nil)
        #expect(try await board.office.cases(CaseFilter()).isEmpty)
        #expect(try await board.office.count(CaseFilter()).number == 0)
        let own = try await board.office.caseView(receipt.number, secret: receipt.secret)
        #expect(own?.file.report.text == Self.words)
        var all = CaseFilter()
        all.reader = .office
        #expect(try await board.office.count(all).number == 1)
        #expect(try await board.office.rebuild { _, _ in }.isSame)
        // The figures count it, without its words.
        #expect(try await board.office.boardFigures().openNow == 1)
        try await board.close()
    }

    @Test func `units whose codes resemble each other are not taken for one another`() async throws {
        let board = try await TestBoard.make()
        let number = try await board.report(Self.words, confidence: .unit(UnitCode(parsing: "CG"))).number
        let account = board.staff(.supervisor).account
        for (code, isHidden) in [("CG", true), ("C", false), ("CG1", false), ("cg", false), ("G", false)] {
            let staff = Staff(
                account: account,
                roles: [.supervisor],
                scope: .district,
                unit: try UnitCode(parsing: code)
            )
            #expect(try await sees(staff, number, in: board.office) != isHidden, "\(code)")
        }
        try await board.close()
    }
}

extension Office {
    fileprivate func report(of number: CaseNumber) async throws -> Report {
        guard let view = try await caseView(number, as: .system) else { throw Refusal.unknown(.caseFile) }
        return view.file.report
    }
}
