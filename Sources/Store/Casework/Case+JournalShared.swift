import Domain
import FoundationEssentials

/// How the events of more than one unit at a case are written down.
///
/// The unit is public, as it is with every order; the numbers of parts are not, since they would tie cases together.
extension Case {
    static func shared(_ event: SharedEvent) -> EntryContent {
        func entry(_ type: String, _ facts: Facts = [:], _ payload: Facts = [:]) -> EntryContent {
            var content = EntryContent(type: "case.\(type)", facts: facts, payload: payload)
            content.facts.set("unit", event.unit?.rawValue)
            return content
        }
        switch event {
        case .assistanceOrdered(let order):
            return order.content(type: "case.assistance_ordered")
        case .assistanceAcknowledged:
            return entry("assistance_acknowledged")
        case .assistanceDone(_, let feedback, let isOnTime):
            return entry(
                "assistance_done",
                ["result": .text(feedback.result.rawValue), "on_time": isOnTime.fact],
                ["text": .text(feedback.text)]
            )
        case .assistanceReleased(_, let reason):
            return entry("assistance_released", [:], ["reason": .text(reason)])
        case .called(_, let ground, let task, let answerBy, let times):
            var content = entry(
                "called",
                ["ground": .text(ground.rawValue)],
                ["task": .text(task), "due": answerBy.fact]
            )
            content.payload.set(times: times)
            return content
        case .callAccepted(_, let arriveBy, let isOnTime):
            return entry("call_accepted", ["on_time": isOnTime.fact], ["due": arriveBy.fact])
        case .callRefused(_, let ground, let note, let decider, let due):
            var content = entry(
                "call_refused",
                ["ground": .text(ground.rawValue)],
                ["note": .text(note), "due": due.fact]
            )
            content.payload.set("decider", decider?.rawValue.uuidString)
            return content
        case .arrived(_, let note, let actBy, let isOnTime):
            return entry("arrived", ["on_time": isOnTime.fact], ["note": .text(note), "due": actBy.fact])
        case .acted(_, let text, let rateBy, let isOnTime):
            return entry("acted", ["on_time": isOnTime.fact], ["text": .text(text), "due": rateBy.fact])
        case .callRated(_, let rating, let note, let actBy):
            var content = entry("call_rated", ["rating": .text(rating.rawValue)], ["note": .text(note)])
            content.payload["due"] = actBy?.fact
            return content
        case .calledAgain(_, let note, let answerBy):
            return entry("called_again", [:], ["note": .text(note), "due": answerBy.fact])
        case .callReleased(_, let reason):
            return entry("call_released", [:], ["reason": .text(reason)])
        case .split(let part):
            return entry(
                "split",
                [:],
                ["part": .text(part.number.rawValue), "part_category": .text(part.category.rawValue)]
            )
        case .partEnded(let number, let ending):
            return entry("part_ended", ["ending": .text(ending.rawValue)], ["part": .text(number.rawValue)])
        case .partReopened(let number):
            return entry("part_reopened", [:], ["part": .text(number.rawValue)])
        case .attached(let number, let reason):
            return entry("attached", [:], ["part": .text(number.rawValue), "reason": .text(reason)])
        case .detached(let number, let reason):
            return entry("detached", [:], ["part": .text(number.rawValue), "reason": .text(reason)])
        case .partAttached(let part):
            return entry(
                "part_attached",
                [:],
                ["part": .text(part.number.rawValue), "part_category": .text(part.category.rawValue)]
            )
        case .partDetached(let number):
            return entry("part_detached", [:], ["part": .text(number.rawValue)])
        case .reminded(_, let owed, let due):
            return entry("companion_reminded", ["owed": .text(owed.rawValue)], ["due": due.fact])
        case .lapsed(_, let owed, let due):
            return entry("companion_overdue", ["owed": .text(owed.rawValue)], ["due": due.fact])
        }
    }

    /// Nil for a type that is none of these.
    static func shared(type: String, facts: Facts) throws -> SharedEvent? {
        func part() throws -> CaseNumber { CaseNumber(stored: try facts.text("part")) }
        switch type {
        case "case.assistance_ordered": return .assistanceOrdered(try Order(facts: facts))
        case "case.assistance_acknowledged": return .assistanceAcknowledged(try facts.unit("unit"))
        case "case.assistance_done":
            return .assistanceDone(
                try facts.unit("unit"),
                Feedback(result: try facts.choice("result"), text: try facts.text("text")),
                isOnTime: facts.flag("on_time")
            )
        case "case.assistance_released":
            return .assistanceReleased(try facts.unit("unit"), reason: try facts.text("reason"))
        case "case.called":
            let ground: WhistleGround = try facts.choice("ground")
            return .called(
                try facts.unit("unit"),
                ground,
                task: try facts.text("task"),
                answerBy: try facts.instant("due"),
                times: try facts.times(of: ground)
            )
        case "case.call_accepted":
            return .callAccepted(
                try facts.unit("unit"),
                arriveBy: try facts.instant("due"),
                isOnTime: facts.flag("on_time")
            )
        case "case.call_refused":
            return .callRefused(
                try facts.unit("unit"),
                try facts.choice("ground"),
                note: try facts.text("note"),
                decider: try facts.optionalText("decider").map { try facts.id($0) },
                due: try facts.instant("due")
            )
        case "case.arrived":
            return .arrived(
                try facts.unit("unit"),
                note: try facts.text("note"),
                actBy: try facts.instant("due"),
                isOnTime: facts.flag("on_time")
            )
        case "case.acted":
            return .acted(
                try facts.unit("unit"),
                text: try facts.text("text"),
                rateBy: try facts.instant("due"),
                isOnTime: facts.flag("on_time")
            )
        case "case.call_rated":
            return .callRated(
                try facts.unit("unit"),
                try facts.choice("rating"),
                note: try facts.text("note"),
                actBy: facts.optionalInstant("due")
            )
        case "case.called_again":
            return .calledAgain(
                try facts.unit("unit"),
                note: try facts.text("note"),
                answerBy: try facts.instant("due")
            )
        case "case.call_released":
            return .callReleased(try facts.unit("unit"), reason: try facts.text("reason"))
        case "case.split":
            return .split(Part(number: try part(), category: try facts.category("part_category")))
        case "case.part_ended": return .partEnded(try part(), try facts.choice("ending"))
        case "case.part_reopened": return .partReopened(try part())
        case "case.attached": return .attached(to: try part(), reason: try facts.text("reason"))
        case "case.detached": return .detached(from: try part(), reason: try facts.text("reason"))
        case "case.part_attached":
            return .partAttached(Part(number: try part(), category: try facts.category("part_category")))
        case "case.part_detached": return .partDetached(try part())
        case "case.companion_reminded":
            return .reminded(try facts.unit("unit"), try facts.choice("owed"), due: try facts.instant("due"))
        case "case.companion_overdue":
            return .lapsed(try facts.unit("unit"), try facts.choice("owed"), due: try facts.instant("due"))
        default: return nil
        }
    }
}

extension Facts {
    fileprivate mutating func set(times: WhistleTimes.Steps) {
        set("answer", times.answer.description)
        set("arrive", times.arrive.description)
        set("act", times.act?.description)
        set("decide", times.decide.description)
        set("rate", times.rate.description)
    }

    /// The times that a call keeps; the usual ones in entries from before they were recorded.
    fileprivate func times(of ground: WhistleGround) throws -> WhistleTimes.Steps {
        guard let answer = optionalText("answer") else { return .usual(ground) }
        do {
            return WhistleTimes.Steps(
                answer: try Limit(parsing: answer),
                arrive: try Limit(parsing: text("arrive")),
                act: try optionalText("act").map { try Limit(parsing: $0) },
                decide: try Limit(parsing: text("decide")),
                rate: try Limit(parsing: text("rate"))
            )
        } catch is Malformed {
            throw Fault.corrupt("a journal entry holds no valid limit of a whistle")
        }
    }
}
