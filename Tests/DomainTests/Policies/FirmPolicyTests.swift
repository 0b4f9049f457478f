import Domain
import Testing

/// Policies and what firms ask of them: every step from every state.
struct FirmPolicyTests {
    private static let day = Day(number: 20_605)

    private static func content(
        _ title: String = "技改补贴",
        from: Day = day,
        until: Day? = nil
    ) throws
        -> FirmPolicy.Content
    {
        FirmPolicy.Content(
            title: title,
            summary: "设备更新补贴",
            authority: "区政府",
            document: "示例〔2026〕1号",
            lead: try UnitCode(parsing: "CG"),
            from: from,
            until: until,
            gives: "按投资额的一成",
            how: "写明设备清单",
            days: 20,
            conditions: PolicyConditions([[PolicyCondition("在本区登记", .registered)]])
        )
    }

    private static func published(until: Day? = nil) throws -> FirmPolicy {
        var policy = FirmPolicy()
        let command = FirmPolicy.Command.publish(serial: 3, try content(until: until), today: day)
        for event in try policy.decide(command, in: ()) { policy.apply(event) }
        return policy
    }

    private static func refusal(_ policy: FirmPolicy, _ command: FirmPolicy.Command) -> Refusal? {
        do {
            _ = try policy.decide(command, in: ())
            return nil
        } catch { return error }
    }

    @Test func `a policy holds from its first day to the one before its last bound, until it is withdrawn`() throws {
        var policy = try Self.published(until: Self.day.advanced(by: 10))
        #expect(!policy.isInForce(on: Self.day.advanced(by: -1)) && policy.isInForce(on: Self.day))
        #expect(policy.isInForce(on: Self.day.advanced(by: 9)) && !policy.isInForce(on: Self.day.advanced(by: 10)))
        for event in try policy.decide(.withdraw(reason: "任务完成", today: Self.day), in: ()) { policy.apply(event) }
        #expect(!policy.isInForce(on: Self.day) && policy.withdrawal?.reason == "任务完成")
        #expect(!FirmPolicy().isInForce(on: Self.day))
    }

    @Test func `a policy is published once, changed with what changed, and not after it was withdrawn`() throws {
        var policy = try Self.published()
        let changed = try Self.content("技改补贴（新）")
        let none = FirmPolicy()
        #expect(Self.refusal(none, .change(changed, note: "x", today: Self.day)) == .unknown(.policy))
        #expect(Self.refusal(none, .withdraw(reason: "x", today: Self.day)) == .unknown(.policy))
        #expect(
            Self.refusal(policy, .publish(serial: 4, changed, today: Self.day)) == .work(.alreadySettled)
        )
        #expect(
            Self.refusal(policy, .change(try Self.content(), note: "x", today: Self.day)) == .work(.nothingChanged)
        )
        #expect(Self.refusal(policy, .change(changed, note: " ", today: Self.day)) == .missing(.note))
        #expect(Self.refusal(policy, .withdraw(reason: "", today: Self.day)) == .missing(.reason))
        for event in try policy.decide(.change(changed, note: "改名", today: Self.day), in: ()) { policy.apply(event) }
        #expect(policy.versions.map(\.note) == ["", "改名"] && policy.content?.title == "技改补贴（新）")
        #expect(policy.serial == 3)
        for event in try policy.decide(.withdraw(reason: "完", today: Self.day), in: ()) { policy.apply(event) }
        #expect(Self.refusal(policy, .change(changed, note: "x", today: Self.day)) == .work(.alreadySettled))
        #expect(Self.refusal(policy, .withdraw(reason: "x", today: Self.day)) == .work(.alreadySettled))
    }

    @Test func `every part of a policy is asked for`() throws {
        func refused(_ change: (inout FirmPolicy.Content) -> Void) throws -> Refusal? {
            var content = try Self.content()
            change(&content)
            return Self.refusal(FirmPolicy(), .publish(serial: 1, content, today: Self.day))
        }
        #expect(try refused { $0.title = "" } == .missing(.name))
        #expect(try refused { $0.summary = " " } == .missing(.text))
        #expect(try refused { $0.authority = "" } == .missing(.authority))
        #expect(try refused { $0.document = "" } == .missing(.basis))
        #expect(try refused { $0.gives = "" } == .missing(.benefit))
        #expect(try refused { $0.how = "" } == .missing(.applying))
        #expect(try refused { $0.days = 0 } == .work(.countOutOfRange))
        #expect(try refused { $0.until = $0.from } == .datesReversed)
        #expect(try refused { $0.conditions = PolicyConditions([]) } == .missing(.conditions))
        #expect(try refused { $0.until = $0.from.advanced(by: 1) } == nil)
    }

    // MARK: - Requests

    private static func request(
        _ kind: PolicyRequest.Kind,
        then commands: [PolicyRequest.Command] = []
    ) throws
        -> PolicyRequest
    {
        var request = PolicyRequest()
        for command in [.ask(try intake(kind))] + commands {
            for event in try request.decide(command, in: try situation()) { request.apply(event) }
        }
        return request
    }

    private static func intake(_ kind: PolicyRequest.Kind, words: String = "想申请") throws -> PolicyRequest.Intake {
        PolicyRequest.Intake(
            number: 1,
            kind: kind,
            policy: 3,
            version: 1,
            firm: 9,
            firmKind: .enterprise,
            grid: nil,
            channel: .link,
            words: words,
            unit: try UnitCode(parsing: "CG"),
            days: 20,
            due: day.advanced(by: 28)
        )
    }

    private static func situation() throws -> PolicyRequest.Situation {
        PolicyRequest.Situation(today: day, tag: try FirmTag(parsing: String(repeating: "a", count: 32)))
    }

    @Test func `an application is granted or not, a question is answered, and both once`() throws {
        let other = try UnitCode(parsing: "HW")
        let same = try UnitCode(parsing: "CG")
        let commands: [(name: String, command: PolicyRequest.Command)] = [
            ("ask", .ask(try Self.intake(.application))), ("grant", .answer(.granted, words: "", days: 3)),
            ("refuse", .answer(.notGranted, words: "不在本区登记", days: 3)),
            ("refuse bare", .answer(.notGranted, words: " ", days: 3)),
            ("explain", .answer(.explained, words: "材料见附件", days: 3)), ("pass", .passOn(other, words: "归他们")),
            ("pass same", .passOn(same, words: "x")), ("pass bare", .passOn(other, words: "")),
            ("back", .takeBack),
        ]
        let granted = PolicyRequest.Command.answer(.granted, words: "", days: 3)
        let states: [(PolicyRequest, [String: Refusal])] = [
            (
                PolicyRequest(),
                Dictionary(uniqueKeysWithValues: commands.dropFirst().map { ($0.name, .unknown(.policyRequest)) })
            ),
            (
                try Self.request(.application),
                [
                    "ask": .work(.alreadySettled), "refuse bare": .missing(.ground), "explain": .work(.otherAnswer),
                    "pass same": .work(.nothingChanged), "pass bare": .missing(.reason),
                ]
            ),
            (
                try Self.request(.question),
                [
                    "ask": .work(.alreadySettled), "grant": .work(.otherAnswer), "refuse": .work(.otherAnswer),
                    "refuse bare": .work(.otherAnswer), "pass same": .work(.nothingChanged),
                    "pass bare": .missing(.reason),
                ]
            ),
            (
                try Self.request(.application, then: [granted]),
                Dictionary(uniqueKeysWithValues: commands.map { ($0.name, .work(.alreadySettled)) })
            ),
            (
                try Self.request(.application, then: [.takeBack]),
                Dictionary(uniqueKeysWithValues: commands.map { ($0.name, .work(.alreadySettled)) })
            ),
        ]
        for (request, refusals) in states {
            for (name, command) in commands {
                let refusal: Refusal?
                do {
                    let events = try request.decide(command, in: try Self.situation())
                    #expect(events.count == 1)
                    refusal = nil
                } catch let said as Refusal { refusal = said }
                #expect(refusal == refusals[name], "\(request.state.name) \(name)")
            }
        }
    }

    @Test func `whoever it is passed on to answers for it, and its clock goes on`() throws {
        let other = try UnitCode(parsing: "HW")
        let request = try Self.request(.application, then: [.passOn(other, words: "归他们")])
        #expect(request.unit == other && request.state == .open && request.intake?.due == Self.day.advanced(by: 28))
        #expect(request.passings.map { $0.words } == ["归他们"])
        let bare = try Self.intake(.question, words: " ")
        #expect(throws: Refusal.missing(.text)) {
            try PolicyRequest().decide(.ask(bare), in: try Self.situation())
        }
    }
}
