extension Visit {
    package enum Command: Hashable, Sendable {
        case book(Firm, Booking)
        /// The firm's answers.
        case accept
        case move(Day, DayPart, tag: FirmTag)
        case refuse
        /// The firm has the body of this visit come along with another one's.
        case merge(into: ID<Visit>)
        /// The other half of a merging.
        case join(UnitCode)
        /// The body's own.
        case withdraw
        case record(Firm, Record)
        /// The firm's.
        case confirm(Way, askedTwice: Int)
        case dispute(ground: String)
    }

    /// What is looked up before a decision.
    package struct Situation: Sendable {
        package var today: Day
        /// Visits that bodies have asked the firm for in the month of the day in question, this one not counted.
        package var askedInMonth: Int
        package var cap: Int

        package init(today: Day, askedInMonth: Int = 0, cap: Int = EnterpriseLists.usualCap) {
            self.today = today
            self.askedInMonth = askedInMonth
            self.cap = cap
        }
    }

    /// Days in which the firm may say that it was otherwise.
    package static let answerDays = 7
    /// Days in which a visit may be written down: the tag's key of last year may be destroyed after January.
    package static let recordDays = 31
    /// Days ahead for which a visit is asked for or moved.
    package static let bookingDays = 92
    package static let minutesLimit = 600
    package static let textLimit = 1_000
    package static let problemLimit = 10
    package static let policyLimit = 20

    /// - Throws: ``Refusal/visitNotOpen``, ``Refusal/visitCapReached(limit:)``, ``Refusal/visitAnswered``,
    ///   ``Refusal/answerTooLate(days:)``, ``Refusal/fromThePast``, ``Refusal/fromTheFuture``,
    ///   ``Refusal/recordTooLate(days:)``, ``Refusal/amountOutOfRange(limit:)``, ``Refusal/tooLong(_:limit:)``,
    ///   ``Refusal/tooMany(_:limit:)`` or ``Refusal/missing(_:)``.
    package func decide(_ command: Command, in situation: Situation) throws(Refusal) -> [Event] {
        switch command {
        case .book(let firm, let booking):
            guard case .none = state else { throw .visitNotOpen }
            try Self.check(booking.day, situation.today)
            try Self.check(booking.note)
            guard booking.isAsked || situation.askedInMonth < situation.cap else {
                throw .visitCapReached(limit: situation.cap)
            }
            return [.booked(firm, booking)]
        case .accept:
            switch state {
            case .asked: return [.accepted]
            case .accepted: return []
            case .none, .refused, .merged, .withdrawn, .recorded, .answered: throw .visitNotOpen
            }
        case .move(let day, let part, let tag):
            try demandOpen()
            try Self.check(day, situation.today)
            return [.moved(day, part, tag: tag)]
        case .refuse:
            try demandOpen()
            return [.refused]
        case .merge(let other):
            try demandOpen()
            return [.merged(into: other)]
        case .join(let unit):
            try demandOpen()
            return companions.contains(unit) || unit == booking?.unit ? [] : [.joined(unit)]
        case .withdraw:
            try demandOpen()
            return [.withdrawn]
        case .record(let firm, let record):
            switch state {
            case .none, .asked, .accepted: break
            // The same record sent twice is one.
            case .recorded(let before, _) where before == record, .answered(let before, _) where before == record:
                return []
            case .refused, .merged, .withdrawn, .recorded, .answered: throw .visitNotOpen
            }
            return [.recorded(firm, try record.checked(on: situation.today), written: situation.today)]
        case .confirm(let way, let count):
            try demandAnswerable(situation.today)
            guard (0...99).contains(count) else { throw .amountOutOfRange(limit: 99) }
            return [.confirmed(way, askedTwice: count)]
        case .dispute(let ground):
            try demandAnswerable(situation.today)
            try Self.check(ground)
            return [.disputed(ground: ground)]
        }
    }

    /// Whether the firm may still answer for what was recorded.
    package func isAnswerable(on day: Day) -> Bool {
        if case .recorded(_, let written) = state { day <= written.advanced(by: Self.answerDays) } else { false }
    }

    private func demandOpen() throws(Refusal) {
        switch state {
        case .asked, .accepted: return
        case .none, .refused, .merged, .withdrawn, .recorded, .answered: throw .visitNotOpen
        }
    }

    private func demandAnswerable(_ today: Day) throws(Refusal) {
        switch state {
        case .recorded:
            guard isAnswerable(on: today) else { throw .answerTooLate(days: Self.answerDays) }
        case .answered: throw .visitAnswered
        case .none, .asked, .accepted, .refused, .merged, .withdrawn: throw .visitNotOpen
        }
    }

    private static func check(_ day: Day, _ today: Day) throws(Refusal) {
        guard day >= today else { throw .fromThePast }
        guard day <= today.advanced(by: bookingDays) else { throw .reviewOutOfRange(days: bookingDays) }
    }

    fileprivate static func check(_ text: String) throws(Refusal) {
        guard text.unicodeScalars.count <= textLimit else { throw .tooLong(.text, limit: textLimit) }
        try text.refuseZeroCharacter()
    }
}

extension Visit.Record {
    fileprivate func checked(on today: Day) throws(Refusal) -> Visit.Record {
        guard on <= today else { throw .fromTheFuture }
        guard on >= today.advanced(by: -Visit.recordDays) else { throw .recordTooLate(days: Visit.recordDays) }
        guard (0...Visit.minutesLimit).contains(minutes) else { throw .amountOutOfRange(limit: Visit.minutesLimit) }
        guard outcome != .visited || minutes > 0 else { throw .amountOutOfRange(limit: Visit.minutesLimit) }
        guard problems.count <= Visit.problemLimit else { throw .tooMany(.problem, limit: Visit.problemLimit) }
        guard policies.count + explained.count <= Visit.policyLimit else {
            throw .tooMany(.policy, limit: Visit.policyLimit)
        }
        for text in problems + policies + [remark] { try Visit.check(text) }
        return self
    }
}
