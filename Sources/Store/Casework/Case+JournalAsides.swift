import Domain

/// How the events beside the straight way are written down: requests and decisions, objections, merging, contests,
/// supervision, levels.
extension Case {
    static func aside(_ event: CaseEvent) -> EntryContent {
        func entry(_ type: String, _ facts: Facts = [:], _ payload: Facts = [:]) -> EntryContent {
            EntryContent(type: "case.\(type)", facts: facts, payload: payload)
        }
        switch event {
        case .asked(let request, let note):
            var content = request.content
            content.payload["note"] = .text(note)
            return content
        case .declined(let kind, let reason):
            return entry("\(kind.rawValue)_declined", [:], ["reason": .text(reason)])
        case .notAccepted(let ground, let channel):
            return entry("not_accepted", ["ground": .text(ground.rawValue)], ["channel": .text(channel)])
        case .extended(let amount, let due):
            return entry("extended", ["amount": .integer(Int64(amount))], ["due": due.fact])
        case .suspended(let ground, let condition, let review):
            return entry(
                "suspended",
                ["ground": .text(ground.rawValue)],
                ["condition": .text(condition), "review": review.fact]
            )
        case .resumed(let due):
            return entry("resumed", [:], ["due": due.fact])
        case .terminated(let ground, let closure):
            var content = closure.content(type: "case.terminated")
            content.facts["ground"] = .text(ground.rawValue)
            return content
        case .objected(let ground, let note, let due):
            return entry("objected", ["ground": .text(ground.rawValue)], ["note": .text(note), "due": due.fact])
        case .objectionUpheld(let note):
            return entry("objection_upheld", [:], ["note": .text(note)])
        case .objectionRejected(let note):
            return entry("objection_rejected", [:], ["note": .text(note)])
        case .merged(let number):
            return entry("merged", [:], ["into": .text(number.rawValue)])
        case .unmerged(let reason):
            return entry("unmerged", [:], ["reason": .text(reason)])
        case .contested(let contest, let ground, let due):
            return entry(
                "contested",
                ["contest": .text(contest.rawValue)],
                ["ground": .text(ground), "due": due.fact]
            )
        case .explained(let text):
            return entry("explained", [:], ["text": .text(text)])
        case .supervised(let supervision):
            return entry(
                "supervised",
                ["grade": .text(supervision.grade.rawValue), "ground": .text(supervision.ground.rawValue)],
                ["opinion": .text(supervision.opinion), "due": supervision.due.fact]
            )
        case .supervisionAnswered(let text):
            return entry("supervision_answered", [:], ["text": .text(text)])
        case .raised(let level, let reason, let due):
            return entry("raised", ["level": .integer(Int64(level.rawValue))], Facts(reason: reason, due: due))
        case .lowered(let level, let reason, let due):
            return entry("lowered", ["level": .integer(Int64(level.rawValue))], Facts(reason: reason, due: due))
        case .photoCovered(let photo, let rectangles, let shown):
            return entry(
                "photo_covered",
                ["parts": .integer(Int64(rectangles.count))],
                ["photo": .text(photo), "rectangles": .text(Rectangle.text(of: rectangles)), "shown": .text(shown)]
            )
        case .originalSeen(let photo, let reason):
            return entry("original_seen", [:], ["photo": .text(photo), "reason": .text(reason)])
        case .reported, .handledOnSpot, .verificationAsked, .verified, .placed, .registered, .established, .dispatched,
            .acknowledged, .handlingBegun, .fedBack, .checkAsked, .checked, .sentBack, .closed, .added, .withdrawn,
            .rated, .reopened, .voidAsked, .voidApproved, .voidDeclined, .contactRead, .becameOverdue,
            .concludedElsewhere, .gridChanged, .recused, .shared:
            preconditionFailure("assumed an event beside the straight way")
        }
    }

    /// - Throws: ``Fault`` for a type that no case has.
    static func aside(type: String, facts: Facts) throws -> CaseEvent {
        switch type {
        case "case.non_acceptance_asked", "case.more_time_asked", "case.suspension_asked", "case.termination_asked":
            .asked(try CaseRequest(type: type, facts: facts), note: try facts.text("note"))
        case "case.non_acceptance_declined": .declined(.nonAcceptance, reason: try facts.text("reason"))
        case "case.more_time_declined": .declined(.moreTime, reason: try facts.text("reason"))
        case "case.suspension_declined": .declined(.suspension, reason: try facts.text("reason"))
        case "case.termination_declined": .declined(.termination, reason: try facts.text("reason"))
        case "case.not_accepted": .notAccepted(try facts.choice("ground"), channel: try facts.text("channel"))
        case "case.extended": .extended(by: Int(try facts.integer("amount")), due: try facts.instant("due"))
        case "case.suspended":
            .suspended(
                try facts.choice("ground"),
                condition: try facts.text("condition"),
                review: try facts.instant("review")
            )
        case "case.resumed": .resumed(due: try facts.instant("due"))
        case "case.terminated": .terminated(try facts.choice("ground"), try Closure(facts: facts))
        case "case.objected":
            .objected(try facts.choice("ground"), note: try facts.text("note"), due: try facts.instant("due"))
        case "case.objection_upheld": .objectionUpheld(note: try facts.text("note"))
        case "case.objection_rejected": .objectionRejected(note: try facts.text("note"))
        case "case.merged": .merged(into: CaseNumber(stored: try facts.text("into")))
        case "case.unmerged": .unmerged(reason: try facts.text("reason"))
        case "case.contested":
            .contested(try facts.choice("contest"), ground: try facts.text("ground"), due: try facts.instant("due"))
        case "case.explained": .explained(text: try facts.text("text"))
        case "case.supervised":
            .supervised(
                Supervision(
                    grade: try facts.choice("grade"),
                    ground: try facts.choice("ground"),
                    opinion: try facts.text("opinion"),
                    due: try facts.instant("due")
                )
            )
        case "case.supervision_answered": .supervisionAnswered(text: try facts.text("text"))
        case "case.raised":
            .raised(to: try facts.level(), reason: try facts.text("reason"), due: facts.optionalInstant("due"))
        case "case.lowered":
            .lowered(to: try facts.level(), reason: try facts.text("reason"), due: facts.optionalInstant("due"))
        case "case.photo_covered":
            .photoCovered(
                try facts.text("photo"),
                try facts.rectangles("rectangles"),
                shown: try facts.text("shown")
            )
        case "case.original_seen": .originalSeen(try facts.text("photo"), reason: try facts.text("reason"))
        default: throw Fault.corrupt("an entry of an unknown type stands in a case's history")
        }
    }
}

extension CaseRequest {
    fileprivate var content: EntryContent {
        let type = "case.\(kind.rawValue)_asked"
        switch self {
        case .nonAcceptance(let ground, let channel):
            return EntryContent(
                type: type,
                facts: ["ground": .text(ground.rawValue)],
                payload: ["channel": .text(channel)]
            )
        case .moreTime(let amount):
            return EntryContent(type: type, facts: ["amount": .integer(Int64(amount))])
        case .suspension(let ground, let condition, let review):
            return EntryContent(
                type: type,
                facts: ["ground": .text(ground.rawValue)],
                payload: ["condition": .text(condition), "review": review.fact]
            )
        case .termination(let ground):
            return EntryContent(type: type, facts: ["ground": .text(ground.rawValue)])
        }
    }

    fileprivate init(type: String, facts: Facts) throws {
        switch type {
        case "case.non_acceptance_asked":
            self = .nonAcceptance(try facts.choice("ground"), channel: try facts.text("channel"))
        case "case.more_time_asked":
            self = .moreTime(Int(try facts.integer("amount")))
        case "case.suspension_asked":
            self = .suspension(
                try facts.choice("ground"),
                condition: try facts.text("condition"),
                review: try facts.instant("review")
            )
        default:
            self = .termination(try facts.choice("ground"))
        }
    }
}

extension Facts {
    fileprivate init(reason: String, due: Instant?) {
        self = ["reason": .text(reason)]
        self["due"] = due?.fact
    }

    fileprivate func rectangles(_ key: String) throws -> [Rectangle] {
        do { return try Rectangle.list(parsing: text(key)) } catch is Malformed {
            throw Fault.corrupt("a journal entry holds no valid \(key)")
        }
    }

    fileprivate func level() throws -> Level {
        guard let level = Level(rawValue: Int(try integer("level"))) else {
            throw Fault.corrupt("a journal entry holds an unknown level")
        }
        return level
    }
}
