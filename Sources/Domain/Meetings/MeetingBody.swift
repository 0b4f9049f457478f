/// A body that meets: a Party branch, a standing committee, a residents' committee, a deliberation hall.
///
/// Its meetings are numbered within a term, for each kind of meeting by itself, with no number missing and none twice:
/// after the 65th comes the 66th.
package struct MeetingBody: GridWork {
    package static let kind = SubjectKind.meetingBody

    package enum Kind: String, Hashable, Sendable, CaseIterable {
        /// 党支部
        case partyBranch = "party_branch"
        /// 区委常委会
        case standingCommittee = "standing_committee"
        /// 政府常务会议
        case executiveMeeting = "executive_meeting"
        /// 居委会
        case committee
        /// 居民议事厅
        case hall
        case other

        /// What such a body holds; the first is what a form begins with.
        package var sessions: [Session] {
            switch self {
            case .partyBranch: [.branchCommittee, .generalMeeting, .partyGroup, .partyLecture, .themeDay]
            case .standingCommittee, .executiveMeeting, .committee, .hall, .other: [.session]
            }
        }
    }

    /// A kind of meeting: 三会一课 of a branch, and the plain session of everybody else.
    package enum Session: String, Hashable, Sendable, CaseIterable {
        case session
        /// 党员大会
        case generalMeeting = "general_meeting"
        /// 支委会
        case branchCommittee = "branch_committee"
        /// 党小组会
        case partyGroup = "party_group"
        /// 党课
        case partyLecture = "party_lecture"
        /// 主题党日
        case themeDay = "theme_day"

        /// How often a branch owes one: 支部工作条例 (试行) as domain E.7 quotes it; lectures "regularly", taken as quarterly.
        package var due: Period.Length? {
            switch self {
            case .generalMeeting, .partyLecture: .quarter
            case .branchCommittee, .partyGroup, .themeDay: .month
            case .session: nil
            }
        }

        /// Whether it resolves only with more than half of those who are entitled (过半数): `2 × present > entitled` (domain E.3).
        ///
        /// A hall's charter is its own and is not checked here; lectures, theme days and groups resolve nothing that binds.
        package func needsMajority(in kind: Kind) -> Bool {
            switch self {
            case .generalMeeting, .branchCommittee: true
            case .session: kind != .hall && kind != .other
            case .partyGroup, .partyLecture, .themeDay: false
            }
        }
    }

    package struct Definition: Hashable, Sendable {
        package var serial: Int
        package var kind: Kind
        package var name: String
        /// The administrative unit that it belongs to.
        package var unit: UnitCode

        package init(serial: Int, kind: Kind, name: String, unit: UnitCode) {
            self.serial = serial
            self.kind = kind
            self.name = name
            self.unit = unit
        }
    }

    /// 届: a run of meetings that are numbered together.
    package struct Term: Hashable, Sendable {
        /// 十五届: 15.
        package var number: Int
        package var from: Day
        /// The number of the first meeting that is written down here: more than 1 for a term that began on paper.
        package var start: Int

        package init(number: Int, from: Day, start: Int = 1) {
            self.number = number
            self.from = from
            self.start = start
        }
    }

    package struct Meeting: Hashable, Sendable {
        package var session: Session
        package var on: Day
        package var entitled: Int
        package var present: Int
        package var items: [String]
        package var resolutions: [String]

        package init(
            _ session: Session,
            on day: Day,
            entitled: Int,
            present: Int,
            items: [String],
            resolutions: [String] = []
        ) {
            self.session = session
            on = day
            self.entitled = entitled
            self.present = present
            self.items = items
            self.resolutions = resolutions
        }

        /// Exact: no share is ever rounded.
        package var hasMajority: Bool { 2 * present > entitled }
    }

    /// A meeting with its term and number: 第66次.
    package struct Numbered: Hashable, Sendable {
        package var term: Int
        package var number: Int
        package var meeting: Meeting

        package init(term: Int, number: Int, _ meeting: Meeting) {
            self.term = term
            self.number = number
            self.meeting = meeting
        }
    }

    /// Why a due period has no meeting.
    package struct Gap: Hashable, Sendable {
        package var session: Session
        package var period: Period
        package var reason: String

        package init(_ session: Session, _ period: Period, reason: String) {
            self.session = session
            self.period = period
            self.reason = reason
        }
    }

    package enum Command: Hashable, Sendable {
        case establish(Definition)
        case openTerm(Term, today: Day)
        /// `number`: the one that its minutes bear; nil takes the next.
        case hold(Meeting, number: Int?, today: Day)
        case correct(Session, number: Int, entitled: Int, present: Int, reason: String)
        case explain(Gap, today: Day)
    }

    package enum Event: Hashable, Sendable {
        case established(Definition)
        case termOpened(Term)
        case held(Numbered)
        /// `before`: as it was written down, so that the entry says by how much it differs.
        case corrected(Numbered, before: Meeting, reason: String)
        case gapExplained(Gap)
    }

    package private(set) var definition: Definition?
    package private(set) var terms: [Term] = []
    /// In the order of recording.
    package private(set) var meetings: [Numbered] = []
    package private(set) var gaps: [Gap] = []

    /// Members of a body.
    package static let memberLimit = 100_000
    /// Items of an agenda, and resolutions of a meeting.
    package static let listLimit = 50
    /// Terms and meetings that begin on paper have numbers up to here.
    package static let numberLimit = 100_000

    package init() {}

    package var place: Scope { definition.map { .unit($0.unit) } ?? .nowhere }

    package func last(_ session: Session, in term: Int) -> Numbered? {
        meetings.last { $0.term == term && $0.meeting.session == session }
    }

    /// The number of the next meeting of the term that runs.
    package func next(_ session: Session) -> Int? {
        terms.last.map { term in last(session, in: term.number).map { $0.number + 1 } ?? term.start }
    }

    /// - Throws: ``Refusal/missing(_:)``, ``Refusal/unknown(_:)``, ``Refusal/tooMany(_:limit:)``, and of ``WorkRefusal``: `termOrder`,
    ///   `noTerm`, `numberGap`, `meetingOrder`, `morePresent`, `notQuorate`, `otherSession`, `dayNotCome`,
    ///   `periodKept`, `periodRunning`, `nothingChanged`.
    package func decide(_ command: Command, in situation: Void) throws(Refusal) -> [Event] {
        if case .establish(var definition) = command {
            guard self.definition == nil else { throw .work(.codeTaken) }
            definition.name = try definition.name.checked(.name, limit: 100)
            return [.established(definition)]
        }
        guard let definition else { throw .unknown(.meetingBody) }
        switch command {
        case .establish: return []
        case .openTerm(let term, let today):
            guard (1...Self.numberLimit).contains(term.number), (1...Self.numberLimit).contains(term.start) else {
                throw .work(.countOutOfRange)
            }
            guard term.from <= today else { throw .work(.dayNotCome) }
            if let before = terms.last, term.number <= before.number || term.from <= before.from {
                throw .work(.termOrder)
            }
            return [.termOpened(term)]
        case .hold(let meeting, let number, let today):
            let meeting = try checked(meeting, of: definition)
            guard meeting.on <= today else { throw .work(.dayNotCome) }
            guard let term = terms.last, term.from <= meeting.on, let next = next(meeting.session) else {
                throw .work(.noTerm)
            }
            if let before = last(meeting.session, in: term.number), meeting.on < before.meeting.on {
                throw .work(.meetingOrder)
            }
            guard (number ?? next) == next else { throw .work(.numberGap(next: next)) }
            return [.held(Numbered(term: term.number, number: next, meeting))]
        case .correct(let session, let number, let entitled, let present, let reason):
            guard let found = meetings.last(where: { $0.number == number && $0.meeting.session == session }) else {
                throw .unknown(.meeting)
            }
            var meeting = found.meeting
            (meeting.entitled, meeting.present) = (entitled, present)
            guard meeting != found.meeting else { throw .work(.nothingChanged) }
            meeting = try checked(meeting, of: definition)
            let numbered = Numbered(term: found.term, number: number, meeting)
            return [.corrected(numbered, before: found.meeting, reason: try reason.checked(.reason))]
        case .explain(var gap, let today):
            guard definition.kind.sessions.contains(gap.session), gap.session.due == gap.period.length else {
                throw .work(.otherSession)
            }
            guard gap.period.last < today else { throw .work(.periodRunning) }
            let isKept = meetings.contains {
                $0.meeting.session == gap.session && gap.period.contains($0.meeting.on)
            }
            guard !isKept else { throw .work(.periodKept) }
            gap.reason = try gap.reason.checked(.reason)
            guard !gaps.contains(gap) else { throw .work(.nothingChanged) }
            return [.gapExplained(gap)]
        }
    }

    /// - Throws: ``Refusal``, see ``decide(_:in:)``.
    private func checked(_ meeting: Meeting, of definition: Definition) throws(Refusal) -> Meeting {
        guard definition.kind.sessions.contains(meeting.session) else { throw .work(.otherSession) }
        guard (1...Self.memberLimit).contains(meeting.entitled), meeting.present >= 0 else {
            throw .work(.countOutOfRange)
        }
        guard meeting.present <= meeting.entitled else { throw .work(.morePresent) }
        // A meeting that was not valid is written down as such; it has resolved nothing (domain E.2).
        if meeting.session.needsMajority(in: definition.kind), !meeting.hasMajority, !meeting.resolutions.isEmpty {
            throw .work(.notQuorate)
        }
        guard meeting.items.count <= Self.listLimit else { throw .tooMany(.items, limit: Self.listLimit) }
        guard meeting.resolutions.count <= Self.listLimit else { throw .tooMany(.resolutions, limit: Self.listLimit) }
        var meeting = meeting
        for index in meeting.items.indices { meeting.items[index] = try meeting.items[index].checked(.items) }
        for index in meeting.resolutions.indices {
            meeting.resolutions[index] = try meeting.resolutions[index].checked(.resolutions)
        }
        guard !meeting.items.isEmpty else { throw .missing(.items) }
        return meeting
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .established(let definition): self.definition = definition
        case .termOpened(let term): terms.append(term)
        case .held(let numbered): meetings.append(numbered)
        case .corrected(let numbered, _, _):
            let index = meetings.lastIndex {
                $0.term == numbered.term && $0.number == numbered.number
                    && $0.meeting.session == numbered.meeting.session
            }
            if let index { meetings[index] = numbered }
        case .gapExplained(let gap):
            gaps.removeAll { $0.session == gap.session && $0.period == gap.period }
            gaps.append(gap)
        }
    }
}
