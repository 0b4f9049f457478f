package import Domain
package import Store

/// Which cases of the desk somebody looks at: everything that a queue's address says.
///
/// Every condition that is nil does not restrict.
package struct Queue: Hashable, Sendable {
    /// Raw values stand in addresses.
    package enum List: String, Hashable, Sendable, CaseIterable {
        /// Those whose next move is the reader's.
        case mine
        case open
        case overdue
        case closed
        /// Open ones and ended ones, the newest first.
        case all

        /// Whether all its cases are open, so that it is sorted by due time and counted exactly.
        package var isOpen: Bool {
            switch self {
            case .mine, .open, .overdue: true
            case .closed, .all: false
            }
        }
    }

    /// Whose order a case is.
    package enum Holder: Hashable, Sendable {
        /// It was never dispatched.
        case nobody
        case unit(UnitCode)
    }

    /// Where it is.
    package enum Area: Hashable, Sendable {
        case grid(GridCode)
        /// An administrative unit with every grid in it.
        case unit(UnitCode)
        /// Intake has still to place it.
        case unplaced
    }

    /// Where a case stands in a queue: by due time, then by number.
    package struct Place: Hashable, Comparable, Sendable {
        package let due: Instant
        package let number: CaseNumber

        package init(due: Instant, number: CaseNumber) {
            self.due = due
            self.number = number
        }

        package static func < (first: Place, second: Place) -> Bool {
            (first.due, first.number.rawValue) < (second.due, second.number.rawValue)
        }
    }

    package var list: List
    package var stage: Stage.Name?
    package var level: Level?
    package var light: DueLight?
    package var category: CategoryCode?
    package var holder: Holder?
    package var area: Area?

    package init(_ list: List) { self.list = list }

    /// Whether it restricts its list at all.
    package var isNarrowed: Bool { self != Queue(list) }
}

/// How many cases of a list there are with each choice of a condition, all other conditions as they are.
package struct QueueCounts: Sendable {
    package var stages: [Stage.Name: Int] = [:]
    package var levels: [Level: Int] = [:]
    package var lights: [DueLight: Int] = [:]
    package var categories: [CategoryCode: Int] = [:]
    package var units: [UnitCode: Int] = [:]
    package var withoutUnit = 0
    /// By the raw code of the grid; those without one under the empty code.
    package var grids: [String: Int] = [:]
}

/// A page of a queue.
package struct QueuePage: Sendable {
    package var cases: [CaseSummary] = []
    /// All cases of the queue.
    package var count = CaseCount(0)
    /// Behind which place the next page begins; nil on the last.
    package var next: Queue.Place?
    /// Nil for lists of what has ended: nobody counts those by every condition.
    package var counts: QueueCounts?
    /// How many there are in each list of open cases without any condition.
    package var lists: [Queue.List: Int] = [:]
}

/// What stands beside a case in a queue.
package struct QueueNeighbours: Sendable {
    package var before: CaseNumber?
    package var after: CaseNumber?
    /// The first of the queue but for the case itself.
    package var first: CaseNumber?
    /// How many stand before the case.
    package var ahead = 0
    /// Whether the case is in the queue.
    package var isInside = false
    /// How many stand in the queue, the case itself included where it does.
    package var count = 0
}
