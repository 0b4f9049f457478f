/// Something of the grid's own work that has a place, beside the cases: an activity, a stock of leaflets, a sweep.
///
/// It needs nothing looked up: what its rules ask for comes with the command.
package protocol GridWork: Aggregate where Situation == Void {
    /// Where it lies: whoever's roles do not hold there, does not touch it.
    var place: Scope { get }
}

/// Where something takes place: the unit that answers for it, and the grid if it is one grid's.
package struct WorkPlace: Hashable, Sendable {
    package var unit: UnitCode
    package var grid: GridCode?

    package init(unit: UnitCode, grid: GridCode? = nil) {
        self.unit = unit
        self.grid = grid
    }

    package var scope: Scope { grid.map { .grid($0) } ?? .unit(unit) }
}

extension Scope {
    /// Of what has not begun: nobody's but the district's.
    static let nowhere = Scope.district
}
