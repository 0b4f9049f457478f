/// What a firm asks of a policy: it applies, or has a question; the policy's lead unit answers.
///
/// It holds the firm, the policy with its version, and the words that were typed. What the firm has answered to the policy's
/// conditions in its browser is not there, and there is no place for it.
package struct PolicyRequest: Aggregate {
    package static let kind = SubjectKind.policyRequest

    /// The raw value is stored and never reused.
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        case application, question
    }

    /// Who has sent it: the firm by its link, or its steward, to whom it has given its consent.
    package enum Channel: String, Hashable, Sendable, CaseIterable {
        case link, steward
    }

    package struct Intake: Hashable, Sendable {
        package var number: Int
        package var kind: Kind
        /// The policy's serial, and which of its versions was in force.
        package var policy: Int
        package var version: Int
        package var firm: Int
        package var firmKind: Enterprise.Kind
        package var grid: GridCode?
        package var channel: Channel
        package var words: String
        package var unit: UnitCode
        /// Working days within which it is answered, and the last of them.
        package var days: Int
        package var due: Day

        package init(
            number: Int,
            kind: Kind,
            policy: Int,
            version: Int,
            firm: Int,
            firmKind: Enterprise.Kind,
            grid: GridCode?,
            channel: Channel,
            words: String,
            unit: UnitCode,
            days: Int,
            due: Day
        ) {
            self.number = number
            self.kind = kind
            self.policy = policy
            self.version = version
            self.firm = firm
            self.firmKind = firmKind
            self.grid = grid
            self.channel = channel
            self.words = words
            self.unit = unit
            self.days = days
            self.due = due
        }
    }

    /// What the unit says; the raw value is stored and never reused.
    package enum Result: String, Hashable, Sendable, CaseIterable {
        case granted
        case notGranted = "not_granted"
        /// A question is answered.
        case explained

        package var kind: Kind {
            switch self {
            case .granted, .notGranted: .application
            case .explained: .question
            }
        }
    }

    package enum Command: Hashable, Sendable {
        case ask(Intake)
        /// `days`: working days that it took.
        case answer(Result, words: String, days: Int)
        /// Another unit answers for it; its clock goes on.
        case passOn(UnitCode, words: String)
        /// By the firm.
        case takeBack
    }

    /// What is looked up before a decision.
    package struct Situation: Sendable {
        package var today: Day
        /// The firm's tag of the year that the entry falls in.
        package var tag: FirmTag

        package init(today: Day, tag: FirmTag) {
            self.today = today
            self.tag = tag
        }
    }

    /// Something that happened, with the day, and the tag by which the firm is counted.
    package struct Event: Hashable, Sendable {
        package var tag: FirmTag
        package var on: Day
        package var what: What

        package init(tag: FirmTag, on: Day, what: What) {
            self.tag = tag
            self.on = on
            self.what = what
        }

        package enum What: Hashable, Sendable {
            case asked(Intake)
            case answered(Result, words: String, days: Int)
            case passedOn(UnitCode, words: String)
            case takenBack
        }
    }

    package enum State: Hashable, Sendable {
        /// → ``open``.
        case none
        /// → ``answered(_:words:days:)``, ``takenBack``.
        case open
        /// The end.
        case answered(Result, words: String, days: Int)
        /// The end.
        case takenBack

        package enum Name: String, Hashable, Sendable, CaseIterable {
            case open, granted, explained
            case notGranted = "not_granted"
            case takenBack = "taken_back"
        }

        package var name: Name {
            switch self {
            case .none, .open: .open
            case .answered(.granted, _, _): .granted
            case .answered(.notGranted, _, _): .notGranted
            case .answered(.explained, _, _): .explained
            case .takenBack: .takenBack
            }
        }
    }

    /// Working days within which a question is answered.
    package static let questionDays = 5
    /// In code points.
    package static let textLimit = 1_000

    /// Nil until something was asked.
    package private(set) var intake: Intake?
    package private(set) var state = State.none
    /// The unit that answers for it now.
    package private(set) var unit: UnitCode?
    package private(set) var askedOn: Day?
    package private(set) var endedOn: Day?
    /// Whom it was passed on to, with what was said, in the order of time.
    package private(set) var passings: [(to: UnitCode, words: String, on: Day)] = []

    package init() {}

    /// - Throws: ``Refusal/missing(_:)``, ``Refusal/tooLong(_:limit:)``, ``Refusal/unknown(_:)``, ``Refusal/malformed(_:)`` or
    ///   ``Refusal/work(_:)``.
    package func decide(_ command: Command, in situation: Situation) throws(Refusal) -> [Event] {
        let what: Event.What
        switch command {
        case .ask(var intake):
            guard self.intake == nil else { throw .work(.alreadySettled) }
            intake.words = try intake.words.checked(.text, limit: Self.textLimit)
            what = .asked(intake)
        case .answer(let result, let words, let days):
            let intake = try demandOpen()
            guard result.kind == intake.kind else { throw .work(.otherAnswer) }
            // Whoever grants owes no words; whoever does not says on what ground.
            let words =
                result == .granted
                ? try words.optional(.ground, limit: Self.textLimit) : try words.checked(.ground, limit: Self.textLimit)
            what = .answered(result, words: words, days: days)
        case .passOn(let unit, let words):
            _ = try demandOpen()
            guard unit != self.unit else { throw .work(.nothingChanged) }
            what = .passedOn(unit, words: try words.checked(.reason, limit: Self.textLimit))
        case .takeBack:
            _ = try demandOpen()
            what = .takenBack
        }
        return [Event(tag: situation.tag, on: situation.today, what: what)]
    }

    private func demandOpen() throws(Refusal) -> Intake {
        guard let intake else { throw .unknown(.policyRequest) }
        guard case .open = state else { throw .work(.alreadySettled) }
        return intake
    }

    package mutating func apply(_ event: Event) {
        switch event.what {
        case .asked(let intake): (self.intake, unit, askedOn, state) = (intake, intake.unit, event.on, .open)
        case .answered(let result, let words, let days):
            (state, endedOn) = (.answered(result, words: words, days: days), event.on)
        case .passedOn(let unit, let words):
            self.unit = unit
            passings.append((unit, words, event.on))
        case .takenBack: (state, endedOn) = (.takenBack, event.on)
        }
    }
}
