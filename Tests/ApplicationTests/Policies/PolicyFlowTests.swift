import Application
import Domain
import FoundationEssentials
import Geography
import Store
import TestKit
import Testing

/// Policies through the office: published, asked of, answered, and nothing of a firm's answers anywhere.
struct PolicyFlowTests {
    private static func content(
        _ title: String = "技改补贴",
        unit: String = "CG",
        from: Day,
        until: Day? = nil,
        days: Int = 20
    ) throws -> FirmPolicy.Content {
        FirmPolicy.Content(
            title: title,
            summary: "设备更新补贴",
            authority: "区政府",
            document: "示例〔2026〕1号",
            lead: try UnitCode(parsing: unit),
            from: from,
            until: until,
            gives: "投资额的一成",
            how: "写明设备清单",
            days: days,
            conditions: PolicyConditions([
                [PolicyCondition("在本区登记", .registered)],
                [PolicyCondition("营业收入", .figure(PolicyCondition.Bounds(least: 500), unit: "万元"))],
            ])
        )
    }

    private static func chief(_ board: TestBoard) -> Actor { .staff(board.staff(.serviceChief)) }

    /// A firm that the steward serves, and another one.
    private static func fill(_ board: TestBoard) async throws -> String {
        for (name, west) in [("南山机械有限公司", 113.815), ("王记修车", 113.835)] {
            let draft = EnterpriseDraft(
                name: name,
                kind: west < 113.82 ? .enterprise : .soleTrader,
                place: PlaceDraft(coordinate: Coordinate(longitude: west, latitude: 34.025), address: "建设路 1 号")
            )
            _ = try await board.office.register(draft, by: chief(board))
        }
        let steward = board.staff(.steward).account
        try await board.office.assign(steward, to: 1, from: board.office.today, by: chief(board))
        let link = try await board.office.firmLink(of: 1, for: chief(board))
        return try #require(link.split(separator: "/").last.map(String.init))
    }

    private static func entries(_ prefix: String, _ board: TestBoard) async throws -> [Facts] {
        try await board.office.engine.read { db in
            try db.rows("SELECT facts FROM entry ORDER BY seq") { try Facts(canonical: try $0.blob(0)) }
        }.filter { try $0.text("t").hasPrefix(prefix) }
    }

    @Test(arguments: TestEngine.all)
    func `a firm applies by its link, the unit answers, and both come to the same rows again`(
        kind: TestEngine
    ) async throws {
        let board = try await TestBoard.make(on: kind)
        let office = board.office
        let secret = try await Self.fill(board)
        let begun = office.today
        let serial = try await office.publish(try Self.content(from: begun), by: Self.chief(board))
        let unit = board.staff(.handlingUnit)

        let draft = PolicyRequestDraft(policy: serial, kind: .application, words: "更新两台设备")
        #expect(try await office.ask(draft, ofFirm: 1, secret: "wrong") == nil)
        let number = try #require(try await office.ask(draft, ofFirm: 1, secret: secret))
        await #expect(throws: Refusal.work(.requestOpen)) { try await office.ask(draft, ofFirm: 1, secret: secret) }
        let question = PolicyRequestDraft(policy: serial, kind: .question, words: "材料交到哪里？")
        let asked = try #require(try await office.ask(question, ofFirm: 1, secret: secret))

        board.clock.advance(seconds: 14 * 86_400)
        let days = office.directory.calendar.workingDays(after: begun, through: office.today)
        let waiting = try await office.waitingRequests(of: unit)
        // A question has five working days, an application what its policy promises.
        #expect(waiting.map(\.number) == [asked, number])
        #expect(waiting.map(\.due) == [5, 20].map { office.directory.calendar.workingDay($0, after: begun) })
        await #expect(throws: Refusal.work(.otherAnswer)) {
            try await office.take(.answer(.granted, words: ""), atRequest: asked, by: unit)
        }
        try await office.take(.answer(.granted, words: ""), atRequest: number, by: unit)
        try await office.take(.answer(.explained, words: "交到窗口"), atRequest: asked, by: unit)

        let answers = try await Self.entries("policy.answered", board)
        #expect(answers.map { $0.optionalText("result") } == ["granted", "explained"])
        #expect(answers.map { $0.optionalInteger("days") } == [Int64(days), Int64(days)])
        #expect(answers.map { $0.optionalInteger("on_time") } == [1, 0])
        let counts = try #require(try await office.policy(serial)).counts
        #expect(counts.applications == 1 && counts.granted == 1 && counts.questions == 1 && counts.open == 0)
        // With an answer it may apply anew, and take that back.
        let again = try #require(try await office.ask(draft, ofFirm: 1, secret: secret))
        #expect(try await office.takeBack(again, ofFirm: 1, secret: secret) == true)
        await #expect(throws: Refusal.work(.alreadySettled)) {
            try await office.takeBack(again, ofFirm: 1, secret: secret)
        }
        let own = try #require(try await office.firmPage(of: 1, secret: secret)).requests
        #expect(own.map(\.summary.state) == [.takenBack, .explained, .granted])
        #expect(try await office.rebuild { _, _ in }.isSame)
        try await board.close()
    }

    @Test(arguments: TestEngine.all)
    func `a request holds firm, policy and words, and no answer to a condition has a place anywhere`(
        kind: TestEngine
    ) async throws {
        let board = try await TestBoard.make(on: kind)
        let office = board.office
        let secret = try await Self.fill(board)
        let serial = try await office.publish(try Self.content(from: office.today), by: Self.chief(board))
        let draft = PolicyRequestDraft(policy: serial, kind: .application, words: "更新两台设备")
        _ = try await office.ask(draft, ofFirm: 1, secret: secret)

        // The entry, to the last key of its payload.
        let payload = try #require(
            try await office.engine.read { db in
                try db.rows(
                    """
                    SELECT payload.body, entry.facts FROM entry JOIN payload ON payload.seq = entry.seq ORDER BY entry.seq
                    """
                ) { (try Facts(canonical: try $0.blob(0)), try Facts(canonical: try $0.blob(1))) }
            }.first { $0.1.optionalText("t") == "policy.applied" }?.0
        )
        #expect(Set(payload.fields.map(\.key)) == ["by", "firm", "number", "text", "time"])
        #expect(payload.optionalText("text") == "更新两台设备")
        // The table, to its last column.
        let columns = Schema.tables.first { $0.name == "policy_request" }?.columns
        #expect(
            Set(columns ?? []) == [
                "id", "number", "kind", "policy", "version", "firm", "channel", "unit", "days", "asked_on", "due",
                "state", "ended_on",
            ]
        )
        // What a command can carry, by name: a new field makes somebody think.
        let carried = Mirror(reflecting: draft).children.compactMap(\.label)
        #expect(Set(carried) == ["policy", "kind", "words"])
        try await board.close()
    }

    @Test func `every role may do with policies what it is for, and nothing else`() async throws {
        let board = try await TestBoard.make()
        let office = board.office
        let secret = try await Self.fill(board)
        let content = try Self.content(from: office.today)
        let serial = try await office.publish(content, by: Self.chief(board))
        let ask = PolicyRequestDraft(policy: serial, kind: .question, words: "怎么办？")
        let number = try #require(try await office.ask(ask, ofFirm: 1, secret: secret))
        func isAllowed(_ body: () async throws -> Void) async throws -> Bool {
            do {
                try await body()
                return true
            } catch Refusal.roleNeeded, Refusal.outsideScope, Refusal.otherUnit, Refusal.otherSteward {
                return false
            } catch is Refusal {
                // Let in, and told what is wrong with it.
                return true
            }
        }
        for role in Role.allCases {
            let staff = board.staff(role)
            let publishes = try await isAllowed { _ = try await office.publish(content, by: .staff(staff)) }
            let changes = try await isAllowed {
                try await office.changePolicy(serial, to: content, note: "x", by: .staff(staff))
            }
            let withdraws = try await isAllowed {
                try await office.withdrawPolicy(serial, reason: " ", by: .staff(staff))
            }
            let asks = try await isAllowed {
                _ = try await office.ask(ask, forFirm: 1, hasConsent: false, by: staff)
            }
            let answers = try await isAllowed {
                try await office.take(.answer(.granted, words: ""), atRequest: number, by: staff)
            }
            let sees = try await isAllowed { _ = try await office.policyRequest(number, for: staff) }
            #expect(publishes == (role == .serviceChief), "\(role)")
            #expect(changes == publishes && withdraws == publishes, "\(role)")
            #expect(asks == [.steward, .serviceChief].contains(role), "\(role)")
            #expect(answers == (role == .handlingUnit), "\(role)")
            #expect(sees == ServiceAction.see.roles.contains(role), "\(role)")
        }
        try await board.close()
    }

    @Test func `a steward asks for own firms only, and with their consent`() async throws {
        let board = try await TestBoard.make()
        let office = board.office
        _ = try await Self.fill(board)
        let today = office.today
        let serial = try await office.publish(try Self.content(from: today), by: Self.chief(board))
        let later = try await office.publish(try Self.content(from: today.advanced(by: 9)), by: Self.chief(board))
        let steward = board.staff(.steward)
        let draft = PolicyRequestDraft(policy: serial, kind: .application, words: "代交")

        await #expect(throws: Refusal.work(.consentMissing)) {
            try await office.ask(draft, forFirm: 1, hasConsent: false, by: steward)
        }
        await #expect(throws: Refusal.otherSteward) {
            try await office.ask(draft, forFirm: 2, hasConsent: true, by: steward)
        }
        await #expect(throws: Refusal.work(.policyNotInForce)) {
            let early = PolicyRequestDraft(policy: later, kind: .application, words: "代交")
            _ = try await office.ask(early, forFirm: 1, hasConsent: true, by: steward)
        }
        let number = try await office.ask(draft, forFirm: 1, hasConsent: true, by: steward)
        let view = try #require(try await office.policyRequest(number, for: steward))
        #expect(view.intake.channel == .steward && !view.mayAnswer)
        // Of a sole trader no grid is public.
        _ = try await office.ask(draft, forFirm: 2, hasConsent: true, by: board.staff(.serviceChief))
        let applied = try await Self.entries("policy.applied", board)
        #expect(applied.map { $0.optionalText("firm_kind") } == ["enterprise", "sole_trader"])
        #expect(applied[0].optionalText("grid") != nil && applied[1].optionalText("grid") == nil)
        #expect(Set(applied.compactMap { $0.optionalText("s") }).count == 2)
        // The steward's list has the own firm's, the chief's has both.
        let filter = PolicyRequestFilter()
        #expect(try await office.policyRequests(filter, for: steward).map(\.firm) == [1])
        #expect(try await office.policyRequests(filter, for: board.staff(.serviceChief)).map(\.firm) == [2, 1])
        try await board.close()
    }

    @Test(arguments: TestEngine.all)
    func `lists show what is in force, to come and over, by unit and by word`(kind: TestEngine) async throws {
        let board = try await TestBoard.make(on: kind)
        let office = board.office
        let today = office.today
        func publish(_ title: String, _ from: Int, _ until: Int?) async throws -> Int {
            try await office.publish(
                try Self.content(
                    title,
                    from: today.advanced(by: from),
                    until: until.map { today.advanced(by: $0) }
                ),
                by: Self.chief(board)
            )
        }
        let open = try await publish("设备 Upgrade 补贴", -5, nil)
        let lastDay = try await publish("贷款贴息 50%", -5, 1)
        let over = try await publish("旧政策", -9, 0)
        let coming = try await publish("新政策", 1, nil)
        let withdrawn = try await publish("停办的政策", -5, nil)
        try await office.withdrawPolicy(withdrawn, reason: "任务完成", by: Self.chief(board))
        func found(_ change: (inout PolicyFilter) -> Void) async throws -> [Int] {
            var filter = PolicyFilter()
            change(&filter)
            return try await office.policies(filter).map(\.serial)
        }

        #expect(try await found { _ in } == [lastDay, open])
        #expect(try await found { $0.status = .coming } == [coming])
        #expect(try await found { $0.status = .ended } == [withdrawn, over])
        #expect(try await found { $0.text = "upgrade" } == [open])
        #expect(try await found { $0.text = "50%" } == [lastDay])
        #expect(try await found { $0.text = "5_%" } == [])
        #expect(try await found { $0.text = "示例〔2026〕" } == [lastDay, open])
        #expect(try await found { $0.before = lastDay } == [open])
        let other = try #require(office.directory.handlingUnits.keys.first { $0.rawValue != "CG" })
        #expect(try await found { $0.lead = other } == [])
        #expect(try await office.policyTitles([open, over, 99]) == [open: "设备 Upgrade 补贴", over: "旧政策"])
        await #expect(throws: Refusal.unknown(.handlingUnit)) {
            try await office.publish(try Self.content(unit: "nobody", from: today), by: Self.chief(board))
        }
        try await board.close()
    }

    @Test(arguments: TestEngine.all)
    func `a visit names the policies that were explained, and one without is as it was`(kind: TestEngine) async throws {
        let board = try await TestBoard.make(on: kind)
        let office = board.office
        let secret = try await Self.fill(board)
        let serial = try await office.publish(try Self.content(from: office.today), by: Self.chief(board))
        let steward = board.staff(.steward)
        var record = RecordDraft(
            on: office.today,
            outcome: .visited,
            minutes: 20,
            explained: [serial, serial],
            policies: ["另一项"]
        )
        let visit = try await office.record(record, at: 1, by: steward)
        let found = try #require(try await office.visit(visit.id, for: .staff(steward)))
        #expect(found.state.record?.explained == [serial] && found.state.record?.policies == ["另一项"])
        (record.explained, record.policies) = ([], ["老写法"])
        let old = try await office.record(record, at: 1, by: steward)
        #expect(try await office.visit(old.id, for: .staff(steward))?.state.record?.explained == [])
        record.explained = [99]
        await #expect(throws: Refusal.unknown(.policy)) { try await office.record(record, at: 1, by: steward) }

        let recorded = try await Self.entries("visit.recorded", board)
        #expect(recorded.map { $0.optionalInteger("policies") } == [2, 1])
        let page = try #require(try await office.firmPage(of: 1, secret: secret))
        #expect(page.policyTitles == [serial: "技改补贴"])
        #expect(try await office.rebuild { _, _ in }.isSame)
        try await board.close()
    }
}
