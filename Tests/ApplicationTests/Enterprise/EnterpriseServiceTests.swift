import Application
import Domain
import FoundationEssentials
import Geography
import Store
import TestKit
import Testing

/// Firms, their stewards, rounds and visits through the office, as the pages and files use it.
struct EnterpriseServiceTests {
    private static func draft(
        _ name: String,
        code: String? = nil,
        kind: Enterprise.Kind = .enterprise,
        west: Double = 113.815
    ) throws -> EnterpriseDraft {
        EnterpriseDraft(
            name: name,
            creditCode: try code.map { try CreditCode(parsing: $0) },
            kind: kind,
            place: PlaceDraft(coordinate: Coordinate(longitude: west, latitude: 34.025), address: "建设路 1 号")
        )
    }

    private static func chief(_ board: TestBoard) -> Actor { .staff(board.staff(.serviceChief)) }

    /// Three firms, of which the steward serves the first two.
    private static func fill(_ board: TestBoard) async throws {
        let office = board.office
        let steward = board.staff(.steward).account
        let code = "914403001922038216"
        let first = try await office.register(try draft("南山机械有限公司", code: code), by: chief(board))
        let shop = try await office.register(try draft("北关小吃店", kind: .shop, west: 113.825), by: chief(board))
        let trader = try await office.register(try draft("王记修车", kind: .soleTrader, west: 113.835), by: chief(board))
        #expect([first, shop, trader] == [1, 2, 3])
        for number in [1, 2] { try await office.assign(steward, to: number, from: office.today, by: chief(board)) }
    }

    private static func freeze(_ board: TestBoard) async throws -> Int {
        let office = board.office
        let definition = VisitRound.Definition(
            code: try UnitCode(parsing: "2026-06"),
            name: "六月走访",
            from: office.today,
            until: office.today.advanced(by: 29)
        )
        let draft = RoundDraft(definition: definition, kinds: Set(Enterprise.Kind.allCases))
        return try await office.freeze(draft, by: chief(board))
    }

    /// The public halves of all entries whose type begins so, in their order.
    private static func facts(_ prefix: String, _ board: TestBoard) async throws -> [Facts] {
        try await board.office.engine.read { db in
            try db.rows("SELECT facts FROM entry ORDER BY seq") { try Facts(canonical: try $0.blob(0)) }
        }.filter { try $0.text("t").hasPrefix(prefix) }
    }

    private static func secret(_ number: Int, _ board: TestBoard) async throws -> String {
        let link = try await board.office.firmLink(of: number, for: chief(board))
        return try #require(link.split(separator: "/").last.map(String.init))
    }

    @Test(arguments: TestEngine.all)
    func `a firm stands in the grid of its point, and is found by name, code, number and grid`(
        kind: TestEngine
    ) async throws {
        let board = try await TestBoard.make(on: kind)
        try await Self.fill(board)
        let office = board.office
        let chief = board.staff(.serviceChief)
        func found(_ change: (inout EnterpriseFilter) -> Void) async throws -> [Int] {
            var filter = EnterpriseFilter()
            change(&filter)
            return try await office.enterprises(filter, for: chief).map(\.number)
        }

        #expect(try await found { _ in } == [3, 2, 1])
        #expect(try await found { $0.text = "机械" } == [1])
        #expect(try await found { $0.text = "914403001922038216" } == [1])
        #expect(try await found { $0.text = "3" } == [3])
        #expect(try await found { $0.grids = [TestBoard.gridCodes[1]] } == [2])
        #expect(try await found { $0.kind = .soleTrader } == [3])
        #expect(try await found { $0.steward = .nobody } == [3])
        #expect(try await found { $0.before = 2 } == [1])
        await #expect(throws: Refusal.firmExists) {
            _ = try await office.register(Self.draft("又一家", code: "914403001922038216"), by: Self.chief(board))
        }
        try await board.close()
    }

    @Test(arguments: TestEngine.all)
    func `whoever sees many grids finds by a word what lies in them or is served, the newest first`(
        kind: TestEngine
    ) async throws {
        let board = try await TestBoard.make(on: kind)
        try await Self.fill(board)
        let office = board.office
        _ = try await office.register(try Self.draft("南山机械二厂"), by: Self.chief(board))
        let codes = [TestBoard.gridCodes[0]] + (0..<12).map { "none-\($0)" }
        func found(_ text: String, before: Int? = nil, limit: Int = 50) async throws -> [Int] {
            var filter = EnterpriseFilter()
            (filter.text, filter.before, filter.limit) = (text, before, limit)
            filter.sight = EnterpriseFilter.Sight(
                account: board.staff(.steward).account,
                day: office.today,
                grids: codes
            )
            let asked = filter
            return try await office.engine.read { try EnterpriseQueries.list(asked, in: $0).map(\.number) }
        }

        #expect(try await found("机械") == [4, 1])
        #expect(try await found("机械", limit: 1) == [4])
        #expect(try await found("机械", before: 4) == [1])
        #expect(try await found("机械有限") == [1])
        // The steward's own, in another grid; and what is neither.
        #expect(try await found("小吃") == [2])
        #expect(try await found("修车") == [])
        #expect(try await found("没有的") == [])
        try await board.close()
    }

    @Test(arguments: TestEngine.all)
    func `a steward sees and visits the own firms and no others; nobody else keeps the list`(
        kind: TestEngine
    ) async throws {
        let board = try await TestBoard.make(on: kind)
        try await Self.fill(board)
        let office = board.office
        let steward = board.staff(.steward)
        let record = RecordDraft(on: office.today, outcome: .visited, minutes: 20)

        #expect(try await office.enterprises(EnterpriseFilter(), for: steward).map(\.number) == [2, 1])
        #expect(try await office.enterprise(1, for: .staff(steward)) != nil)
        await #expect(throws: Refusal.otherSteward) { try await office.enterprise(3, for: .staff(steward)) }
        await #expect(throws: Refusal.otherSteward) { try await office.record(record, at: 3, by: steward) }
        for role in Role.allCases where role != .serviceChief {
            await #expect(throws: Refusal.self) {
                try await office.perform(.close(on: office.today), on: 1, by: .staff(board.staff(role)))
            }
            await #expect(throws: Refusal.self) { try await office.firmLink(of: 1, for: .staff(board.staff(role))) }
        }
        // Whoever may answer for the firm may not visit it.
        await #expect(throws: Refusal.roleNeeded(.steward)) {
            try await office.record(record, at: 1, by: board.staff(.serviceChief))
        }
        try await board.close()
    }

    @Test(arguments: TestEngine.all)
    func `coverage is visited by frozen, whatever is registered or closed afterwards`(kind: TestEngine) async throws {
        let board = try await TestBoard.make(on: kind)
        try await Self.fill(board)
        let office = board.office
        let steward = board.staff(.steward)
        #expect(try await Self.freeze(board) == 3)
        _ = try await office.register(try Self.draft("后来的店", kind: .shop), by: Self.chief(board))

        try await office.record(RecordDraft(on: office.today, outcome: .nobodyThere, minutes: 0), at: 1, by: steward)
        try await office.record(RecordDraft(on: office.today, outcome: .visited, minutes: 20), at: 1, by: steward)
        try await office.record(RecordDraft(on: office.today, outcome: .visited, minutes: 20), at: 1, by: steward)
        let booking = BookingDraft(purpose: .policy, day: office.today.advanced(by: 2), part: .morning)
        let id = try await office.book(booking, at: 2, by: steward)
        let secret = try await Self.secret(2, board)
        #expect(try await office.answer(.refuse, to: id, ofFirm: 2, secret: secret) == true)

        let coverage = try #require(try await office.round("2026-06")).coverage
        #expect(coverage.frozen == [.enterprise: 1, .shop: 1, .soleTrader: 1] && coverage.visited == [.enterprise: 1])
        #expect(coverage.refused == 1 && coverage.untried == 1 && coverage.outcomes.isEmpty)
        let missing = try await office.missing(from: "2026-06", after: 0, limit: 9, for: board.staff(.serviceChief))
        #expect(missing.map(\.number) == [2, 3])
        // An outsider counts the same from the public halves alone.
        let visits = try await Self.facts("visit.recorded", board).filter { try $0.text("outcome") == "visited" }
        #expect(Set(try visits.map { try $0.text("s") }).count == 1 && visits.count == 2)
        #expect(try visits.allSatisfy { try $0.text("round") == "2026-06" })
        #expect(try await Self.facts("round.frozen", board).map { try $0.integer("firms") } == [3])
        // The sums that were kept step by step are those that a rebuild counts at once.
        #expect(try await office.rebuild { _, _ in }.isSame)
        #expect(try await office.round("2026-06")?.coverage == coverage)
        try await board.close()
    }

    @Test(arguments: TestEngine.all)
    func `a firm accepts, moves and merges by its link, and nothing opens with another secret`(
        kind: TestEngine
    ) async throws {
        let board = try await TestBoard.make(on: kind)
        try await Self.fill(board)
        let office = board.office
        let (steward, unit) = (board.staff(.steward), board.staff(.handlingUnit))
        let day = office.today.advanced(by: 2)
        let draft = BookingDraft(purpose: .service, day: day, part: .morning, note: "看看需要什么")
        let first = try await office.book(draft, at: 1, by: steward)
        let second = try await office.book(draft, at: 1, by: unit)
        await #expect(throws: Refusal.visitCapReached(limit: 2)) { try await office.book(draft, at: 1, by: unit) }
        let secret = try await Self.secret(1, board)
        let seen = try #require(try await office.firmPage(of: 1, secret: secret)).bookings
        #expect(Set(seen.map(\.id)) == [first, second] && seen.allSatisfy { $0.state == .asked })

        #expect(try await office.answer(.accept, to: first, ofFirm: 1, secret: Self.secret(2, board)) == nil)
        #expect(try await office.answer(.accept, to: first, ofFirm: 1, secret: "") == nil)
        await #expect(throws: Refusal.unknown(.visit)) {
            try await office.answer(.accept, to: first, ofFirm: 2, secret: Self.secret(2, board))
        }
        let later = day.advanced(by: 3)
        #expect(try await office.answer(.move(later, .afternoon), to: first, ofFirm: 1, secret: secret) == true)
        #expect(try await office.answer(.merge(into: first), to: second, ofFirm: 1, secret: secret) == true)
        let view = try #require(try await office.visit(first, for: .staff(steward)))
        #expect(view.state.booking?.day == later && view.state.companions.map(\.rawValue) == ["CG"])
        // A merged visit is one less that the firm was asked for.
        _ = try await office.book(draft, at: 1, by: unit)

        // The old link opens nothing any more.
        try await office.perform(.renewLink, needing: .handLink, on: 1, by: Self.chief(board))
        #expect(try await office.firmPage(of: 1, secret: secret) == nil)
        #expect(try await office.firmPage(of: 1, secret: Self.secret(1, board)) != nil)
        try await board.close()
    }

    @Test(arguments: TestEngine.all)
    func `recorded, confirmed and disputed are three figures, and a code of the day confirms on the spot`(
        kind: TestEngine
    ) async throws {
        let board = try await TestBoard.make(on: kind)
        try await Self.fill(board)
        let office = board.office
        let steward = board.staff(.steward)
        let secret = try await Self.secret(1, board)
        let code = try #require(try await office.firmPage(of: 1, secret: secret)).code
        func record(_ code: String) async throws -> (id: ID<Visit>, isCodeRight: Bool?) {
            try await office.record(
                RecordDraft(on: office.today, outcome: .visited, minutes: 30, problems: ["门口路坏了"], code: code),
                at: 1,
                by: steward
            )
        }
        let wrong = code == "000000" ? "000001" : "000000"
        let (right, off, silent) = (try await record(code), try await record(wrong), try await record(""))

        #expect(right.isCodeRight == true && off.isCodeRight == false && silent.isCodeRight == nil)
        #expect(try await office.answer(.dispute(ground: "没有来过"), to: off.id, ofFirm: 1, secret: secret) == true)
        await #expect(throws: Refusal.visitAnswered) {
            try await office.answer(.confirm(askedTwice: 0), to: right.id, ofFirm: 1, secret: secret)
        }
        board.clock.advance(seconds: 8 * 86_400)
        await #expect(throws: Refusal.answerTooLate(days: 7)) {
            try await office.answer(.confirm(askedTwice: 0), to: silent.id, ofFirm: 1, secret: secret)
        }
        let (month, year) = try await office.burden()
        #expect(month == year && month.visits == 3 && month.minutes == 90 && month.firms == 1)
        #expect(month.confirmed == 1 && month.disputed == 1)
        #expect(try await office.rebuild { _, _ in }.isSame)
        #expect(try await office.burden().year == year)
        // The answer counts where the visit counts: the same tag, the same day.
        let recorded = try await Self.facts("visit.recorded", board)
        for answer in try await Self.facts("visit.confirmed", board) + Self.facts("visit.disputed", board) {
            #expect(try answer.text("s") == recorded[0].text("s") && answer.text("on") == recorded[0].text("on"))
        }
        try await board.close()
    }

    @Test(arguments: TestEngine.all)
    func `of a sole trader nothing but a tag is public, and a rebuild brings all rows back`(
        kind: TestEngine
    ) async throws {
        let board = try await TestBoard.make(on: kind)
        try await Self.fill(board)
        let office = board.office
        _ = try await Self.freeze(board)
        try await office.assign(board.staff(.steward).account, to: 3, from: office.today, by: Self.chief(board))
        try await office.record(
            RecordDraft(on: office.today, outcome: .visited, minutes: 15),
            at: 3,
            by: board.staff(.steward)
        )
        try await office.merge(2, into: 1, on: office.today, by: Self.chief(board))
        #expect(try await office.split(1, into: ["东厂", "西厂"], on: office.today, by: Self.chief(board)) == [4, 5])

        let all = try await Self.facts("enterprise.", board) + Self.facts("visit.", board)
        let traders = try all.filter { try $0.text("firm_kind") == "sole_trader" }
        #expect(traders.count == 3)
        for facts in traders {
            #expect(facts.optionalText("grid") == nil && facts.optionalText("park") == nil)
            #expect(try facts.text("s").count == 32)
        }
        #expect(Set(try traders.map { try $0.text("s") }).count == 1)
        #expect(Set(try all.map { try $0.text("s") }).count == 5)
        let rebuilt = try await office.rebuild { _, _ in }
        #expect(rebuilt.isSame)
        let view = try #require(try await office.enterprise(1, for: Self.chief(board)))
        #expect(
            view.relatives.map(\.number) == [2, 4, 5] && view.state.ending == .split(into: [4, 5], on: office.today)
        )
        try await board.close()
    }

    @Test(arguments: TestEngine.all)
    func `a server without the year's key of tags says so and writes nothing`(kind: TestEngine) async throws {
        let board = try await TestBoard.make(on: kind)
        try await Self.fill(board)
        let other = try await board.reopened()
        let before = try await board.stored()

        // Its key is in the first office's memory alone.
        let fault = await #expect(throws: Fault.self) {
            _ = try await other.register(Self.draft("另一台服务器上的店"), by: .system)
        }

        #expect(fault?.code == "firm_key")
        #expect(try await board.stored() == before)
        if kind != .sqlite { try await other.engine.close() }
        try await board.close()
    }

    @Test func `a notice for the gate names the steward, and its address opens with its own secret only`() async throws
    {
        let board = try await TestBoard.make()
        try await Self.fill(board)
        let office = board.office
        let notice = try #require(try await office.gateNotice(of: 1, for: Self.chief(board)))
        let secret = try #require(notice.address.split(separator: "/").last.map(String.init))

        #expect(notice.steward == "职员 steward" && notice.since == office.today && notice.deputy == nil)
        #expect(try await office.gateNotice(of: 1, secret: secret)?.firm == "南山机械有限公司")
        #expect(try await office.gateNotice(of: 2, secret: secret) == nil)
        #expect(try await office.firmPage(of: 1, secret: secret) == nil)
        try await board.close()
    }
}
