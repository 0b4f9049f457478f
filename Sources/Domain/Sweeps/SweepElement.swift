/// One element of a sweep's list, with what was found there.
package struct SweepElement: Aggregate {
    package static let kind = SubjectKind.sweepElement

    /// What somebody who went there found.
    package enum Result: String, Hashable, Sendable, CaseIterable {
        case noHazard = "no_hazard"
        case hazard
        case notOpen = "not_open"
        case refused
        case doesNotExist = "does_not_exist"
        case duplicate

        /// Whether the element has been dealt with; what was shut or refused counts as missed until somebody comes again.
        package var isCovered: Bool {
            switch self {
            case .noHazard, .hazard, .doesNotExist, .duplicate: true
            case .notOpen, .refused: false
            }
        }
    }

    /// Which element of which sweep.
    package struct Place: Hashable, Sendable {
        /// The sweep's serial, and the element's number in its list.
        package var sweep: Int
        package var number: Int
        package var kind: Sweep.ElementKind
        package var grid: GridCode

        package init(sweep: Int, number: Int, kind: Sweep.ElementKind, grid: GridCode) {
            self.sweep = sweep
            self.number = number
            self.kind = kind
            self.grid = grid
        }
    }

    /// A look at the element; its time is that of its entry, and nobody types one.
    package struct Visit: Hashable, Sendable {
        package var place: Place
        package var result: Result
        /// The items that failed, by their place in the checklist from 1.
        package var failed: [Int]
        /// The cases that were opened for them, in the same order.
        package var cases: [CaseNumber]
        package var note: String
        package var visitor: ID<Account>
        /// From 1.
        package var attempt: Int
        package var on: Day

        package init(
            place: Place,
            result: Result,
            failed: [Int] = [],
            cases: [CaseNumber] = [],
            note: String = "",
            visitor: ID<Account>,
            attempt: Int = 1,
            on day: Day
        ) {
            self.place = place
            self.result = result
            self.failed = failed
            self.cases = cases
            self.note = note
            self.visitor = visitor
            self.attempt = attempt
            on = day
        }
    }

    /// Whether a second pair of eyes found the same.
    package struct Recheck: Hashable, Sendable {
        package var agrees: Bool
        package var note: String
        package var checker: ID<Account>

        package init(agrees: Bool, note: String = "", checker: ID<Account>) {
            self.agrees = agrees
            self.note = note
            self.checker = checker
        }
    }

    package enum Command: Hashable, Sendable {
        /// `attempt` is counted here.
        case visit(Visit)
        case recheck(Recheck)
    }

    package enum Event: Hashable, Sendable {
        case visited(Visit)
        case rechecked(Recheck, on: Day)
    }

    /// What the office looked up.
    package struct Situation: Sendable {
        package var sweep: Sweep.State
        /// How many items the checklist has.
        package var items: Int
        package var today: Day

        package init(sweep: Sweep.State, items: Int, today: Day) {
            self.sweep = sweep
            self.items = items
            self.today = today
        }
    }

    /// The last look at it.
    package private(set) var visit: Visit?
    package private(set) var visitors: Set<ID<Account>> = []
    package private(set) var recheck: Recheck?

    package init() {}

    /// - Throws: ``Refusal/tooLong(_:limit:)``, ``Refusal/missing(_:)``, and of ``WorkRefusal``: `sweepClosed`, `hazardItems`, `notDrawn`,
    ///   `sameHands`, `alreadyChecked`.
    package func decide(_ command: Command, in situation: Situation) throws(Refusal) -> [Event] {
        switch command {
        case .visit(var visit):
            guard case .running = situation.sweep else { throw .work(.sweepClosed) }
            let isNamed = !visit.failed.isEmpty && visit.failed.allSatisfy { (1...situation.items).contains($0) }
            guard visit.result == .hazard ? isNamed : visit.failed.isEmpty else { throw .work(.hazardItems) }
            guard Set(visit.failed).count == visit.failed.count else { throw .work(.hazardItems) }
            visit.note = try visit.note.optional(.note)
            visit.attempt = (self.visit?.attempt ?? 0) + 1
            return [.visited(visit)]
        case .recheck(var recheck):
            guard case .drawn(_, let draw) = situation.sweep, let visit,
                draw.elements.contains(visit.place.number)
            else { throw .work(.notDrawn) }
            guard self.recheck == nil else { throw .work(.alreadyChecked) }
            guard !visitors.contains(recheck.checker) else { throw .work(.sameHands) }
            recheck.note =
                recheck.agrees ? try recheck.note.optional(.note) : try recheck.note.checked(.note)
            return [.rechecked(recheck, on: situation.today)]
        }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .visited(let visit):
            self.visit = visit
            visitors.insert(visit.visitor)
        case .rechecked(let recheck, _):
            self.recheck = recheck
        }
    }
}
