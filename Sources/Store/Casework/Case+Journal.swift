package import Domain

/// How the events of a case are written down. The type names are permanent; `grid` and `category` travel with every
/// entry so that each one can be counted by itself.
extension Case: Journaled {
    package static func content(of event: Event, in state: Case) -> EntryContent {
        var content = content(of: event.what)
        if let file = state.file {
            content.facts.set("category", file.category.rawValue)
            content.facts.set(grid: file.place.grid)
            content.facts.set("channel", event.what.isCountedByChannel ? file.report.channel.rawValue : nil)
        }
        content.count(state.turn)
        switch event.what {
        case .becameOverdue(let due): content.days["due"] = due
        case .closed, .terminated, .concludedElsewhere: content.days["due"] = state.file?.due
        default: break
        }
        return content
    }

    private static func content(of event: CaseEvent) -> EntryContent {
        switch event {
        case .reported(let report, let post, let answer, let calendar):
            return report.content(post: post, answer: answer, calendar: calendar)
        case .handledOnSpot(let note):
            return EntryContent(type: "case.handled_on_spot", payload: ["note": .text(note)])
        case .verificationAsked(let note, let due):
            return EntryContent(type: "case.verification_asked", payload: ["note": .text(note), "due": due.fact])
        case .verified(let isReal, let note):
            return EntryContent(type: "case.verified", facts: ["real": isReal.fact], payload: ["note": .text(note)])
        case .placed(let place):
            var content = EntryContent(type: "case.placed")
            content.payload.set(place: place)
            return content
        case .registered:
            return EntryContent(type: "case.registered")
        case .established(let note, let solve):
            var content = EntryContent(type: "case.established", payload: ["note": .text(note)])
            content.payload.set(clock: solve)
            return content
        case .dispatched(let order):
            return order.content(type: "case.dispatched")
        case .acknowledged:
            return EntryContent(type: "case.acknowledged")
        case .handlingBegun(let contact):
            return EntryContent(type: "case.handling_begun", facts: ["contact": .text(contact.rawValue)])
        case .fedBack(let feedback):
            var content = EntryContent(
                type: "case.fed_back",
                facts: ["result": .text(feedback.result.rawValue)],
                payload: ["text": .text(feedback.text)]
            )
            content.payload.set("exception", feedback.exception.isEmpty ? nil : feedback.exception)
            content.payload.set("basis", feedback.basis.isEmpty ? nil : feedback.basis)
            return content
        case .checkAsked(let due):
            return EntryContent(type: "case.check_asked", payload: ["due": due.fact])
        case .checked(let isSolved, let note, let byReporter, let round):
            return EntryContent(
                type: "case.checked",
                facts: ["solved": isSolved.fact, "by_reporter": byReporter.fact, "round": .integer(Int64(round))],
                payload: ["note": .text(note)]
            )
        case .sentBack(let order, let round):
            var content = order.content(type: "case.sent_back")
            content.facts.set("round", round)
            return content
        case .closed(let closure):
            return closure.content(type: "case.closed")
        case .added(let text):
            return EntryContent(type: "case.added", payload: ["text": .text(text)])
        case .withdrawn(let reason):
            return EntryContent(type: "case.withdrawn", payload: ["reason": .text(reason)])
        case .rated(let stars, let comment):
            return EntryContent(
                type: "case.rated",
                facts: ["stars": .integer(Int64(stars))],
                payload: ["comment": .text(comment)]
            )
        case .reopened(let ground, let round, let clock):
            var content = EntryContent(
                type: "case.reopened",
                facts: ["round": .integer(Int64(round))],
                payload: ["ground": .text(ground)]
            )
            content.payload.set(clock: clock)
            return content
        case .voidAsked(let ground, let note):
            return EntryContent(
                type: "case.void_asked",
                facts: ["ground": .text(ground.rawValue)],
                payload: ["note": .text(note)]
            )
        case .voidApproved:
            return EntryContent(type: "case.voided")
        case .voidDeclined(let reason):
            return EntryContent(type: "case.void_declined", payload: ["reason": .text(reason)])
        case .contactRead(let reason, let reader):
            var content = EntryContent(type: "case.contact_read", payload: ["reason": .text(reason)])
            content.payload.set("role", reader?.role.rawValue)
            content.payload.set("unit", reader?.unit?.rawValue)
            return content
        case .becameOverdue(let due):
            return EntryContent(type: "case.became_overdue", payload: ["due": due.fact])
        case .concludedElsewhere(let closure):
            return closure.content(type: "case.concluded_elsewhere")
        case .gridChanged(let from, _):
            // The new grid is every entry's own `grid`.
            var content = EntryContent(type: "case.grid_changed")
            content.facts.set("from_grid", from?.rawValue)
            content.facts.set("from_scheme", from?.scheme.rawValue)
            return content
        case .asked, .declined, .notAccepted, .extended, .suspended, .resumed, .terminated, .objected, .objectionUpheld,
            .objectionRejected, .merged, .unmerged, .contested, .explained, .supervised, .supervisionAnswered, .raised,
            .lowered, .photoCovered, .originalSeen:
            return aside(event)
        case .recused(let recusal, let reason):
            var content = EntryContent(
                type: "case.recused",
                facts: ["confidential": (recusal != nil).fact],
                payload: ["reason": .text(reason)]
            )
            content.payload.set("recused", recusal?.text)
            return content
        case .shared(let event):
            return shared(event)
        }
    }

    package static func event(type: String, facts: Facts) throws -> Event {
        let envelope = try Envelope(facts: facts)
        return Event(at: envelope.at, by: envelope.by, what: try what(type: type, facts: facts))
    }

    private static func what(type: String, facts: Facts) throws -> CaseEvent {
        switch type {
        case "case.reported", "case.split_off":
            .reported(
                try Report(facts: facts),
                post: try facts.optionalUnit("post"),
                answer: try facts.clock(),
                calendar: try facts.text("calendar")
            )
        case "case.handled_on_spot": .handledOnSpot(note: try facts.text("note"))
        case "case.verification_asked":
            .verificationAsked(note: try facts.text("note"), due: try facts.instant("due"))
        case "case.verified": .verified(isReal: facts.flag("real"), note: try facts.text("note"))
        case "case.placed": .placed(try Report.Place(facts: facts))
        case "case.registered": .registered(category: try facts.category("category"))
        case "case.established": .established(note: try facts.text("note"), solve: try facts.clock())
        case "case.dispatched": .dispatched(try Order(facts: facts))
        case "case.acknowledged": .acknowledged
        case "case.handling_begun": .handlingBegun(contact: try facts.choice("contact"))
        case "case.fed_back":
            .fedBack(
                Feedback(
                    result: try facts.choice("result"),
                    text: try facts.text("text"),
                    exception: facts.optionalText("exception") ?? "",
                    basis: facts.optionalText("basis") ?? ""
                )
            )
        case "case.check_asked": .checkAsked(due: try facts.instant("due"))
        case "case.checked":
            .checked(
                isSolved: facts.flag("solved"),
                note: try facts.text("note"),
                byReporter: facts.flag("by_reporter"),
                round: Int(try facts.integer("round"))
            )
        case "case.sent_back": .sentBack(try Order(facts: facts), round: Int(try facts.integer("round")))
        case "case.closed": .closed(try Closure(facts: facts))
        case "case.added": .added(text: try facts.text("text"))
        case "case.withdrawn": .withdrawn(reason: try facts.text("reason"))
        case "case.rated": .rated(stars: Int(try facts.integer("stars")), comment: try facts.text("comment"))
        case "case.reopened":
            .reopened(
                ground: try facts.text("ground"),
                round: Int(try facts.integer("round")),
                clock: try facts.clock()
            )
        case "case.void_asked": .voidAsked(ground: try facts.choice("ground"), note: try facts.text("note"))
        case "case.voided": .voidApproved
        case "case.void_declined": .voidDeclined(reason: try facts.text("reason"))
        case "case.contact_read":
            .contactRead(reason: try facts.text("reason"), reader: try ContactReader(facts: facts))
        case "case.became_overdue": .becameOverdue(due: try facts.instant("due"))
        case "case.concluded_elsewhere": .concludedElsewhere(try Closure(facts: facts))
        case "case.grid_changed":
            .gridChanged(from: try facts.optionalGrid("from_grid", "from_scheme"), to: try facts.grid())
        case "case.recused":
            .recused(try facts.optionalText("recused").map(Recusal.init(text:)), reason: try facts.text("reason"))
        default:
            if let event = try shared(type: type, facts: facts) {
                .shared(event)
            } else {
                try aside(type: type, facts: facts)
            }
        }
    }
}

extension CaseEvent {
    /// Where what the office is told by inspectors, residents and other systems is told apart.
    fileprivate var isCountedByChannel: Bool {
        switch self {
        case .reported, .handledOnSpot, .verified, .established, .closed, .rated: true
        default: false
        }
    }
}

extension EntryContent {
    /// What the event has changed, as figures add it up; what it has not changed is left out.
    fileprivate mutating func count(_ turn: Case.Turn) {
        facts.set("open", turn.open == 0 ? nil : turn.open)
        facts.set("overdue", turn.overdue == 0 ? nil : turn.overdue)
        if let isOnTime = turn.isOnTime { facts["on_time"] = isOnTime.fact }
    }
}

extension Instant {
    var fact: Facts.Value { .integer(secondsSinceEpoch) }
}

extension Bool {
    var fact: Facts.Value { .integer(self ? 1 : 0) }
}

extension Order {
    func content(type: String) -> EntryContent {
        var content = EntryContent(
            type: type,
            facts: ["unit": .text(unit.rawValue)],
            payload: ["opinion": .text(opinion), "due": due.fact]
        )
        content.payload["acknowledge_by"] = acknowledgeBy?.fact
        content.payload.set("designated", isDesignated ? 1 : nil as Int?)
        if let routing { content.payload.set(routing: routing) }
        return content
    }

    init(facts: Facts) throws {
        self.init(
            unit: try facts.unit("unit"),
            opinion: try facts.text("opinion"),
            due: try facts.instant("due"),
            acknowledgeBy: facts.optionalInstant("acknowledge_by"),
            isDesignated: facts.flag("designated"),
            routing: try facts.routing()
        )
    }
}

extension Closure {
    func content(type: String) -> EntryContent {
        var content = EntryContent(
            type: type,
            facts: [
                "outcome": .text(outcome.rawValue), "on_time": isOnTime.fact,
                "waiting_days": .integer(Int64(waitingDays)), "rounds": .integer(Int64(rounds)),
            ],
            payload: ["reply": .text(reply), "ended": at.fact]
        )
        content.facts.set("unit", unit?.rawValue)
        return content
    }

    init(facts: Facts) throws {
        self.init(
            outcome: try facts.choice("outcome"),
            reply: try facts.text("reply"),
            at: try facts.instant("ended"),
            isOnTime: facts.flag("on_time"),
            waitingDays: Int(try facts.integer("waiting_days")),
            rounds: Int(try facts.integer("rounds")),
            unit: try facts.optionalUnit("unit")
        )
    }
}

extension Report {
    fileprivate func content(post: UnitCode?, answer: Clock, calendar: String) -> EntryContent {
        var content = EntryContent(
            type: whole == nil ? "case.reported" : "case.split_off",
            facts: ["channel": .text(channel.rawValue)],
            payload: [
                "number": .text(number.rawValue), "text": .text(text), "calendar": .text(calendar),
            ]
        )
        content.payload.set(clock: answer)
        content.payload.set("post", post?.rawValue)
        content.payload.set(place: place)
        content.payload.set("answers", answers.isEmpty ? nil : AnswerText.encode(answers))
        content.payload.set("photos", photos.isEmpty ? nil : photos.joined(separator: ","))
        content.payload.set("documents", documents.isEmpty ? nil : Document.text(of: documents))
        content.payload.set("receipt", receipt)
        content.payload.set("has_contact", hasContact ? 1 : nil as Int?)
        content.payload.set("recused", recusal?.text)
        content.payload.set("whole", whole?.rawValue)
        content.payload.set("rectification", rectification?.description)
        content.payload.set("problem", problem?.number)
        content.payload.set("problem_limit", problem?.limit.description)
        if let origin {
            content.payload["source"] = .text(origin.source)
            content.payload["source_number"] = .text(origin.number)
            if origin.isDuplicate { content.facts["duplicate"] = .integer(1) }
        }
        return content
    }

    fileprivate init(facts: Facts) throws {
        let origin = facts.optionalText("source").map { source in
            Origin(
                source: source,
                number: facts.optionalText("source_number") ?? "",
                isDuplicate: facts.flag("duplicate")
            )
        }
        self.init(
            number: CaseNumber(stored: try facts.text("number")),
            channel: try facts.choice("channel"),
            category: try facts.category("category"),
            place: try Place(facts: facts),
            text: try facts.text("text"),
            answers: AnswerText.decode(facts.optionalText("answers") ?? ""),
            photos: facts.optionalText("photos")?.split(separator: ",").map(String.init) ?? [],
            documents: Document.list(stored: facts.optionalText("documents") ?? ""),
            receipt: facts.optionalText("receipt"),
            hasContact: facts.flag("has_contact"),
            origin: origin,
            recusal: try facts.optionalText("recused").map(Recusal.init(text:)),
            whole: facts.optionalText("whole").map(CaseNumber.init(stored:)),
            rectification: try facts.optionalText("rectification").map { _ in try facts.limit("rectification") },
            problem: try facts.optionalText("problem_limit").map { _ in
                FirmProblem(number: try facts.number("problem"), limit: try facts.limit("problem_limit"))
            }
        )
    }
}

extension ContactReader {
    fileprivate init?(facts: Facts) throws {
        guard let role = facts.optionalText("role").flatMap(Role.init(rawValue:)) else { return nil }
        self.init(role: role, unit: try facts.optionalUnit("unit"))
    }
}

extension Facts {
    fileprivate mutating func set(clock: Clock) {
        self["limit"] = .text(clock.limit.description)
        self["from"] = clock.startsAt.fact
        self["due"] = clock.due.fact
    }

    func limit(_ key: String) throws -> Limit {
        do { return try Limit(parsing: try text(key)) } catch is Malformed {
            throw Fault.corrupt("a journal entry holds no valid limit")
        }
    }

    fileprivate func clock() throws -> Clock {
        Clock(limit: try limit("limit"), startsAt: try instant("from"), due: try instant("due"))
    }

    /// A place in a payload: degrees as their shortest exact decimals.
    fileprivate mutating func set(place: Report.Place) {
        set("longitude", place.point.map { "\($0.longitude)" })
        set("latitude", place.point.map { "\($0.latitude)" })
        set("address", place.address)
        set(grid: place.grid)
    }
}

extension Report.Place {
    fileprivate init(facts: Facts) throws {
        var point: Point?
        if let longitude = facts.optionalText("longitude").flatMap(Double.init),
            let latitude = facts.optionalText("latitude").flatMap(Double.init)
        {
            do { point = try Point(longitude: longitude, latitude: latitude) } catch {
                throw Fault.corrupt("a journal entry holds no valid point")
            }
        }
        self.init(point: point, address: facts.optionalText("address"), grid: try facts.optionalGrid())
    }
}

/// Answers as one text: pairs separated by U+001E, code and answer by U+001D, several answers by U+001F as they come.
enum AnswerText {
    static func encode(_ answers: [String: String]) -> String {
        answers.sorted { $0.key < $1.key }.map { "\($0.key)\u{1D}\($0.value)" }.joined(separator: "\u{1E}")
    }

    static func decode(_ text: String) -> [String: String] {
        var answers: [String: String] = [:]
        for pair in text.split(separator: "\u{1E}") {
            let halves = pair.split(separator: "\u{1D}", maxSplits: 1, omittingEmptySubsequences: false)
            if halves.count == 2 { answers[String(halves[0])] = String(halves[1]) }
        }
        return answers
    }
}
