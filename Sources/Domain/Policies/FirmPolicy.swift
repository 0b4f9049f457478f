/// A pro-business policy (惠企政策, domain F.7): what it gives to whom, from when until when, and who answers for it.
///
/// Whom it suits is a firm's own business: conditions are published for its browser, and no answer to them is recorded.
package struct FirmPolicy: GridWork {
    package static let kind = SubjectKind.policy

    /// What is published of it.
    package struct Content: Hashable, Sendable {
        package var title: String
        package var summary: String
        /// Who has issued it.
        package var authority: String
        /// 文号, or what else it rests on.
        package var document: String
        /// The handling unit that takes applications and answers questions.
        package var lead: UnitCode
        package var from: Day
        /// The first day on which it does not hold any more; nil until somebody withdraws it.
        package var until: Day?
        package var gives: String
        /// How a firm applies.
        package var how: String
        /// 承诺办结时限: working days within which an application is answered.
        package var days: Int
        package var conditions: PolicyConditions

        package init(
            title: String,
            summary: String,
            authority: String,
            document: String,
            lead: UnitCode,
            from: Day,
            until: Day? = nil,
            gives: String,
            how: String,
            days: Int,
            conditions: PolicyConditions
        ) {
            self.title = title
            self.summary = summary
            self.authority = authority
            self.document = document
            self.lead = lead
            self.from = from
            self.until = until
            self.gives = gives
            self.how = how
            self.days = days
            self.conditions = conditions
        }
    }

    /// What it said from a day on, and what had changed.
    package struct Version: Hashable, Sendable {
        package var content: Content
        /// Empty of the first.
        package var note: String
        package var on: Day
    }

    package enum Command: Hashable, Sendable {
        case publish(serial: Int, Content, today: Day)
        case change(Content, note: String, today: Day)
        case withdraw(reason: String, today: Day)
    }

    package enum Event: Hashable, Sendable {
        case published(serial: Int, Content, on: Day)
        case changed(Content, note: String, on: Day)
        case withdrawn(reason: String, on: Day)
    }

    /// In code points.
    package static let titleLimit = 100
    package static let textLimit = 1_000
    /// In working days.
    package static let longest = 250

    /// Zero until it is published.
    package private(set) var serial = 0
    /// The first one first; nothing is ever taken out.
    package private(set) var versions: [Version] = []
    package private(set) var withdrawal: (reason: String, on: Day)?

    package init() {}

    /// What it says now; nil until it is published.
    package var content: Content? { versions.last?.content }

    /// It holds in the whole district.
    package var place: Scope { .district }

    package func isInForce(on day: Day) -> Bool {
        guard let content, withdrawal == nil else { return false }
        return content.from <= day && content.until.map { day < $0 } ?? true
    }

    /// - Throws: ``Refusal/missing(_:)``, ``Refusal/tooLong(_:limit:)``, ``Refusal/tooMany(_:limit:)``,
    ///   ``Refusal/malformed(_:)``, ``Refusal/datesReversed``, ``Refusal/unknown(_:)`` or ``Refusal/work(_:)``.
    package func decide(_ command: Command, in situation: Void) throws(Refusal) -> [Event] {
        switch command {
        case .publish(let serial, let content, let today):
            guard versions.isEmpty else { throw .work(.alreadySettled) }
            return [.published(serial: serial, try content.checked(), on: today)]
        case .change(let content, let note, let today):
            try demandStanding()
            let content = try content.checked()
            guard content != self.content else { throw .work(.nothingChanged) }
            return [.changed(content, note: try note.checked(.note), on: today)]
        case .withdraw(let reason, let today):
            try demandStanding()
            return [.withdrawn(reason: try reason.checked(.reason), on: today)]
        }
    }

    private func demandStanding() throws(Refusal) {
        guard !versions.isEmpty else { throw .unknown(.policy) }
        guard withdrawal == nil else { throw .work(.alreadySettled) }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .published(let serial, let content, let day):
            self.serial = serial
            versions = [Version(content: content, note: "", on: day)]
        case .changed(let content, let note, let day):
            versions.append(Version(content: content, note: note, on: day))
        case .withdrawn(let reason, let day): withdrawal = (reason, day)
        }
    }
}

extension FirmPolicy.Content {
    fileprivate func checked() throws(Refusal) -> FirmPolicy.Content {
        var content = self
        content.title = try title.checked(.name, limit: FirmPolicy.titleLimit)
        content.summary = try summary.checked(.text, limit: FirmPolicy.textLimit)
        content.authority = try authority.checked(.authority, limit: FirmPolicy.titleLimit)
        content.document = try document.checked(.basis, limit: FirmPolicy.titleLimit)
        content.gives = try gives.checked(.benefit, limit: FirmPolicy.textLimit)
        content.how = try how.checked(.applying, limit: FirmPolicy.textLimit)
        guard (1...FirmPolicy.longest).contains(days) else { throw .work(.countOutOfRange) }
        if let until { guard from < until else { throw .datesReversed } }
        content.conditions = try conditions.checked()
        return content
    }
}
