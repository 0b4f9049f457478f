/// A visit to a firm: asked for, answered by the firm, recorded, and then confirmed or disputed by the firm.
///
/// An inspection is none: it follows other rules and is never booked here.
package struct Visit: Aggregate {
    package static let kind = SubjectKind.visit

    /// What a visit is for; the raw value is stored and never reused.
    package enum Purpose: String, Hashable, Sendable, CaseIterable {
        case service, policy
        case safetyAdvice = "safety_advice"
        case partyBuilding = "party_building"
        case statisticsHelp = "statistics_help"
    }

    package enum DayPart: String, Hashable, Sendable, CaseIterable {
        case morning, afternoon
    }

    /// What somebody found at the firm; every one of them is an honest outcome.
    package enum Outcome: String, Hashable, Sendable, CaseIterable {
        case visited
        case nobodyThere = "nobody_there"
        case closedDown = "closed_down"
        /// 失联.
        case unreachable
        case declined
    }

    /// What a firm says that it needs; the raw value is stored and never reused.
    package enum Need: String, Hashable, Sendable, CaseIterable {
        case land, utilities, finance, labour, approvals, logistics
        case environmentSafety = "environment_safety"
        case intellectualProperty = "intellectual_property"
        case legal
        /// 围墙外: roads, drainage, security outside the wall.
        case outsideTheWall = "outside_the_wall"
        case other
    }

    /// The firm that is visited, as far as a visit needs it.
    package struct Firm: Hashable, Sendable {
        package var number: Int
        package var kind: Enterprise.Kind
        package var grid: GridCode?
        /// Of the year of the visit's day.
        package var tag: FirmTag

        package init(number: Int, kind: Enterprise.Kind, grid: GridCode?, tag: FirmTag) {
            self.number = number
            self.kind = kind
            self.grid = grid
            self.tag = tag
        }
    }

    /// What a body asks a firm for.
    package struct Booking: Hashable, Sendable {
        package var unit: UnitCode
        package var officer: ID<Account>
        package var purpose: Purpose
        package var day: Day
        package var part: DayPart
        /// What it is about, in words for the firm.
        package var note: String
        /// The firm has asked for it: the cap does not count it.
        package var isAsked: Bool
        package var round: UnitCode?

        package init(
            unit: UnitCode,
            officer: ID<Account>,
            purpose: Purpose,
            day: Day,
            part: DayPart,
            note: String,
            isAsked: Bool,
            round: UnitCode?
        ) {
            self.unit = unit
            self.officer = officer
            self.purpose = purpose
            self.day = day
            self.part = part
            self.note = note
            self.isAsked = isAsked
            self.round = round
        }
    }

    /// What somebody wrote down after a visit: no photo, no position.
    package struct Record: Hashable, Sendable {
        package var unit: UnitCode
        package var officer: ID<Account>
        package var on: Day
        package var outcome: Outcome
        /// How long it took the firm; zero where nobody was met.
        package var minutes: Int
        package var needs: Set<Need>
        /// One text a problem.
        package var problems: [String]
        /// Serials of the published policies that were explained.
        package var explained: [Int]
        /// Names of what else was explained.
        package var policies: [String]
        /// What the firm itself wants to have written down.
        package var remark: String
        package var round: UnitCode?

        package init(
            unit: UnitCode,
            officer: ID<Account>,
            on: Day,
            outcome: Outcome,
            minutes: Int,
            needs: Set<Need> = [],
            problems: [String] = [],
            explained: [Int] = [],
            policies: [String] = [],
            remark: String = "",
            round: UnitCode? = nil
        ) {
            self.unit = unit
            self.officer = officer
            self.on = on
            self.outcome = outcome
            self.minutes = minutes
            self.needs = needs
            self.problems = problems
            self.explained = explained
            self.policies = policies
            self.remark = remark
            self.round = round
        }
    }

    /// How a firm has confirmed.
    package enum Way: String, Hashable, Sendable, CaseIterable {
        case link, code
    }

    /// What the firm has said of a recorded visit; the first word is the last.
    package enum Answer: Hashable, Sendable {
        case confirmed(Way)
        case disputed(ground: String)
    }

    package enum State: Hashable, Sendable {
        /// → ``asked``, ``recorded``.
        case none
        /// → ``accepted``, ``refused``, ``merged``, ``withdrawn``, ``recorded``.
        case asked
        /// By the firm, perhaps on another day than was asked for; → ``refused``, ``merged``, ``withdrawn``, ``recorded``.
        case accepted
        /// Without a reason, which nobody owes. The end.
        case refused
        /// Another visit is made together with this one's body. The end.
        case merged(into: ID<Visit>)
        /// The end.
        case withdrawn
        /// → ``answered``.
        case recorded(Record, on: Day)
        /// The end.
        case answered(Record, Answer)
    }

    package private(set) var state = State.none
    /// Nil until something has happened.
    package private(set) var firm: Firm?
    /// Nil for a visit that nobody asked for beforehand; day and part are the ones in force.
    package private(set) var booking: Booking?
    /// Bodies that come along.
    package private(set) var companions: [UnitCode] = []
    /// The day on which it was recorded.
    package private(set) var written: Day?
    /// Questions that the firm had been asked before.
    package private(set) var askedTwice = 0

    package init() {}

    /// The record, where there is one.
    package var record: Record? {
        switch state {
        case .recorded(let record, _), .answered(let record, _): record
        case .none, .asked, .accepted, .refused, .merged, .withdrawn: nil
        }
    }

    package enum Event: Hashable, Sendable {
        case booked(Firm, Booking)
        case accepted
        case moved(Day, DayPart, tag: FirmTag)
        case refused
        case merged(into: ID<Visit>)
        case joined(UnitCode)
        case withdrawn
        /// `written`: the day of recording.
        case recorded(Firm, Record, written: Day)
        case confirmed(Way, askedTwice: Int)
        case disputed(ground: String)
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .booked(let firm, let booking):
            (self.firm, self.booking, state) = (firm, booking, .asked)
        case .accepted: state = .accepted
        case .moved(let day, let part, let tag):
            booking?.day = day
            booking?.part = part
            firm?.tag = tag
            state = .accepted
        case .refused: state = .refused
        case .merged(let other): state = .merged(into: other)
        case .joined(let unit): companions.append(unit)
        case .withdrawn: state = .withdrawn
        case .recorded(let firm, let record, let written):
            (self.firm, self.written, state) = (firm, written, .recorded(record, on: written))
        case .confirmed(let way, let count):
            if let record { state = .answered(record, .confirmed(way)) }
            askedTwice = count
        case .disputed(let ground):
            if let record { state = .answered(record, .disputed(ground: ground)) }
        }
    }
}
