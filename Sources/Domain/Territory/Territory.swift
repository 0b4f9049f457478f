/// The district's division: its administrative units and its grids.
///
/// One per board.
///
/// Whether the polygons cover the district is the audit's business, which runs before the command; this type keeps
/// the codes and the tree sound.
package struct Territory: Aggregate {
    package typealias Situation = Void

    package static let kind = SubjectKind.territory

    /// 省 to 社区, as far down as the district itself reaches.
    package enum Level: String, Hashable, Sendable, CaseIterable {
        case district
        case street
        case community
    }

    /// An administrative unit.
    package struct Unit: Hashable, Sendable {
        package var code: UnitCode
        package var name: String
        package var level: Level
        /// Nil for the district only.
        package var parent: UnitCode?

        package init(code: UnitCode, name: String, level: Level, parent: UnitCode?) {
            self.code = code
            self.name = name
            self.level = level
            self.parent = parent
        }
    }

    /// A grid cell with its outline.
    package struct Grid: Hashable, Sendable {
        package var code: GridCode
        package var name: String
        /// The community, or the lowest unit that the district has.
        package var unit: UnitCode
        /// Whole square metres on the ellipsoid.
        package var area: Int64
        /// The outline as GeoJSON geometry text, WGS-84.
        package var outline: String

        package init(code: GridCode, name: String, unit: UnitCode, area: Int64, outline: String) {
            self.code = code
            self.name = name
            self.unit = unit
            self.area = area
            self.outline = outline
        }
    }

    /// A whole division of the district, as a file brings it.
    package struct Division: Hashable, Sendable {
        package var units: [Unit]
        package var grids: [Grid]
        /// True for invented territory; every page then says so.
        package var isSynthetic: Bool
        /// For grids that are there no more: the one that has most of their ground now.
        package var successors: [GridCode: GridCode]

        package init(
            units: [Unit],
            grids: [Grid],
            isSynthetic: Bool,
            successors: [GridCode: GridCode] = [:]
        ) {
            self.units = units
            self.grids = grids
            self.isSynthetic = isSynthetic
            self.successors = successors
        }
    }

    package enum Command: Sendable {
        /// Takes a division over: what is new is drawn, what differs is redrawn, what is missing is retired.
        case adopt(Division)
        /// The same on an order (`basis`, its number as people quote it) and from a day on, which may lie ahead.
        case publish(Division, from: Day, basis: String, today: Day)
        /// The day of the division that was published ahead has come.
        case takeEffect(today: Day)
        /// What was published ahead is not to be.
        case withdrawPlan
    }

    package enum Event: Hashable, Sendable {
        case unitEstablished(Unit)
        case gridDrawn(Grid)
        case gridRetired(GridCode)
        case gridSucceeded(GridCode, by: GridCode)
        case divisionAdopted(units: Int, grids: Int, isSynthetic: Bool)
        case divisionPlanned(Plan)
        case planWithdrawn
        /// Stands before the changes that it brings.
        case divisionPublished(from: Day, basis: String)
    }

    package private(set) var units: [UnitCode: Unit] = [:]
    package private(set) var grids: [GridCode: Grid] = [:]
    package private(set) var isSynthetic = false
    package private(set) var successors: [GridCode: GridCode] = [:]
    /// What was published and is not yet in force.
    package private(set) var plan: Plan?
    /// Every division that came into force on an order, oldest first.
    package private(set) var versions: [Version] = []
    /// The order of which the changes are being taken over.
    private var order: (from: Day, basis: String)?

    package init() {}

    /// A division without its past, for looking what another one would change.
    package init(units: [UnitCode: Unit], grids: [GridCode: Grid], isSynthetic: Bool) {
        self.units = units
        self.grids = grids
        self.isSynthetic = isSynthetic
    }

    /// - Throws: ``Refusal/territory(_:)`` naming the first unsound code, ``Refusal/planPending(_:)`` while a division that
    ///   was published waits for its day, ``Refusal/fromThePast``, ``Refusal/missing(_:)`` or ``Refusal/tooLong(_:limit:)``
    ///   for the basis, ``Refusal/unknown(_:)`` where nothing waits.
    package func decide(_ command: Command, in situation: Void) throws(Refusal) -> [Event] {
        switch command {
        case .adopt(let division):
            try Self.checkTree(of: division)
            let changes = changes(to: division)
            guard !changes.isEmpty else { return [] }
            if let plan { throw .planPending(plan.from) }
            return events(of: changes)
        case .publish(let division, let from, let basis, let today):
            try Self.checkTree(of: division)
            let basis = try Self.checked(basis: basis)
            guard from >= today else { throw .fromThePast }
            if let plan { throw .planPending(plan.from) }
            let changes = changes(to: division)
            guard !changes.isEmpty else { return [] }
            guard from == today else {
                return [.divisionPlanned(Plan(from: from, basis: basis, changes: changes))]
            }
            return [.divisionPublished(from: from, basis: basis)] + events(of: changes)
        case .takeEffect(let today):
            guard let plan, plan.from <= today else { return [] }
            return [.divisionPublished(from: plan.from, basis: plan.basis)] + events(of: plan.changes)
        case .withdrawPlan:
            guard plan != nil else { throw .unknown(.plan) }
            return [.planWithdrawn]
        }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .unitEstablished(let unit): units[unit.code] = unit
        case .gridDrawn(let grid):
            grids[grid.code] = grid
            successors[grid.code] = nil
        case .gridRetired(let code): grids[code] = nil
        case .gridSucceeded(let code, let successor): successors[code] = successor
        case .divisionAdopted(_, _, let isSynthetic):
            self.isSynthetic = isSynthetic
            if let order {
                versions.append(Version(from: order.from, basis: order.basis, grids: grids.count))
            }
            order = nil
        case .divisionPlanned(let plan): self.plan = plan
        case .planWithdrawn: plan = nil
        case .divisionPublished(let from, let basis):
            order = (from, basis)
            plan = nil
        }
    }

    static func checkTree(of division: Division) throws(Refusal) {
        guard !division.grids.isEmpty else { throw .territory(.noGrids) }
        for name in division.units.map(\.name) + division.grids.map(\.name) { try name.refuseZeroCharacter() }
        var known: Set<UnitCode> = []
        for unit in division.units where !known.insert(unit.code).inserted {
            throw .territory(.repeatedUnit(unit.code))
        }
        guard division.units.filter({ $0.parent == nil }).count == 1 else { throw .territory(.notOneDistrict) }
        for unit in division.units {
            if let parent = unit.parent, !known.contains(parent) { throw .territory(.unknownUnit(parent)) }
        }
        var grids: Set<GridCode> = []
        for grid in division.grids {
            guard known.contains(grid.unit) else { throw .territory(.unknownUnit(grid.unit)) }
            guard grids.insert(grid.code).inserted else { throw .territory(.repeatedGrid(grid.code)) }
        }
    }
}

/// Why a division cannot be adopted.
package enum TerritoryFault: Hashable, Sendable {
    case noGrids
    case notOneDistrict
    case repeatedUnit(UnitCode)
    case repeatedGrid(GridCode)
    case unknownUnit(UnitCode)
}
