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

        package init(units: [Unit], grids: [Grid], isSynthetic: Bool) {
            self.units = units
            self.grids = grids
            self.isSynthetic = isSynthetic
        }
    }

    package enum Command: Sendable {
        /// Takes a division over: what is new is drawn, what differs is redrawn, what is missing is retired.
        case adopt(Division)
    }

    package enum Event: Hashable, Sendable {
        case unitEstablished(Unit)
        case gridDrawn(Grid)
        case gridRetired(GridCode)
        case divisionAdopted(units: Int, grids: Int, isSynthetic: Bool)
    }

    package private(set) var units: [UnitCode: Unit] = [:]
    package private(set) var grids: [GridCode: Grid] = [:]
    package private(set) var isSynthetic = false

    package init() {}

    /// - Throws: ``Refusal/territory(_:)`` naming the first unsound code.
    package func decide(_ command: Command, in situation: Void) throws(Refusal) -> [Event] {
        switch command {
        case .adopt(let division):
            try Self.checkTree(of: division)
            var events: [Event] = []
            for unit in division.units where units[unit.code] != unit {
                events.append(.unitEstablished(unit))
            }
            for grid in division.grids where grids[grid.code] != grid {
                events.append(.gridDrawn(grid))
            }
            let kept = Set(division.grids.map(\.code))
            for code in grids.keys.sorted() where !kept.contains(code) {
                events.append(.gridRetired(code))
            }
            guard !events.isEmpty || isSynthetic != division.isSynthetic else { return [] }
            events.append(
                .divisionAdopted(
                    units: division.units.count,
                    grids: division.grids.count,
                    isSynthetic: division.isSynthetic
                )
            )
            return events
        }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .unitEstablished(let unit): units[unit.code] = unit
        case .gridDrawn(let grid): grids[grid.code] = grid
        case .gridRetired(let code): grids[code] = nil
        case .divisionAdopted(_, _, let isSynthetic): self.isSynthetic = isSynthetic
        }
    }

    private static func checkTree(of division: Division) throws(Refusal) {
        guard !division.grids.isEmpty else { throw .territory(.noGrids) }
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
