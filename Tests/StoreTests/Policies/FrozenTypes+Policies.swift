import Domain

/// The types of policies and of what firms ask of them.
extension FrozenTypes {
    static func name(_ event: FirmPolicy.Event) -> String {
        switch event {
        case .published: "policy.published"
        case .changed: "policy.changed"
        case .withdrawn: "policy.withdrawn"
        }
    }

    static func name(_ event: PolicyRequest.Event) -> String {
        switch event.what {
        case .asked(let intake): intake.kind == .application ? "policy.applied" : "policy.asked"
        case .answered: "policy.answered"
        case .passedOn: "policy.passed_on"
        case .takenBack: "policy.taken_back"
        }
    }
}

extension EventSamples {
    static func policy() throws -> [FirmPolicy.Event] {
        let day = try Day(parsing: "2026-06-02")
        typealias Bounds = PolicyCondition.Bounds
        func content(_ conditions: PolicyConditions, until: Day?) throws -> FirmPolicy.Content {
            FirmPolicy.Content(
                title: "\(mark) title",
                summary: "\(mark) summary",
                authority: "\(mark) authority",
                document: "\(mark) document",
                lead: try unit("CG"),
                from: day,
                until: until,
                gives: "\(mark) gives\nmore",
                how: "\(mark) how",
                days: 20,
                conditions: conditions
            )
        }
        let every = PolicyConditions([
            [PolicyCondition("\(mark) \"kind\"", .kind(.soleTrader)), PolicyCondition("\(mark)", .registered)],
            [PolicyCondition("\(mark)", .industry(try CategoryCode(parsing: "equipment")))],
            [PolicyCondition("\(mark)", .status(.techSME)), PolicyCondition("\(mark)", .age(Bounds(least: 3)))],
            [PolicyCondition("\(mark)", .persons(Bounds(most: 300)))],
            [PolicyCondition("\(mark)", .statement(true)), PolicyCondition("\(mark) no", .statement(false))],
            [PolicyCondition("\(mark)", .figure(Bounds(least: -5, most: 9), unit: "万元"))],
        ])
        let bare = PolicyConditions([[PolicyCondition("\(mark)", .registered)]])
        return [
            .published(serial: 12, try content(every, until: day.advanced(by: 365)), on: day),
            .changed(try content(bare, until: day.advanced(by: 30)), note: "\(mark) note", on: day),
            .changed(try content(every, until: nil), note: "\(mark) note", on: day),
            .withdrawn(reason: "\(mark) reason", on: day),
        ]
    }

    /// Four lives: an application that was passed on and granted, a question, one that was taken back, and a person's.
    static func policyRequests() throws -> [[PolicyRequest.Event]] {
        let day = try Day(parsing: "2026-06-02")
        let tag = try FirmTag(parsing: String(repeating: "b", count: 32))
        func event(_ what: PolicyRequest.Event.What) -> PolicyRequest.Event {
            PolicyRequest.Event(tag: tag, on: day, what: what)
        }
        func asked(
            _ kind: PolicyRequest.Kind,
            _ firm: Enterprise.Kind,
            _ channel: PolicyRequest.Channel
        ) throws
            -> PolicyRequest.Event
        {
            event(
                .asked(
                    PolicyRequest.Intake(
                        number: 4,
                        kind: kind,
                        policy: 12,
                        version: 2,
                        firm: 9,
                        firmKind: firm,
                        grid: try grid(),
                        channel: channel,
                        words: "\(mark) words",
                        unit: try unit("CG"),
                        days: 20,
                        due: day.advanced(by: 28)
                    )
                )
            )
        }
        return [
            [
                try asked(.application, .enterprise, .link), event(.passedOn(try unit("HW"), words: "\(mark) why")),
                event(.answered(.granted, words: "", days: 7)),
            ],
            [
                try asked(.question, .shop, .steward),
                event(.answered(.explained, words: "\(mark) answer", days: 2)),
            ],
            [try asked(.application, .shop, .link), event(.takenBack)],
            [
                try asked(.application, .soleTrader, .link),
                event(.answered(.notGranted, words: "\(mark) no", days: 30)),
            ],
        ]
    }
}
