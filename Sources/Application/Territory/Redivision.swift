import Domain
import Geography
import Store

/// The step from the division in force to another one: where every place belongs before and after.
struct Redivision: Sendable {
    let before: Directory
    let after: Territory.Division
    let changes: Territory.Changes

    private let regions: [Region]
    private let locator: GridLocator
    private let grids: Set<GridCode>

    /// - Throws: ``Fault/corrupt(_:)`` when an outline is no polygon, ``OverlayFailure``.
    ///
    /// Blocks: successors are looked for with GEOS.
    init(from before: Directory, to division: Territory.Division) throws {
        var after = division
        regions = try division.grids.map { grid in
            do { return try Region(geoJSON: grid.outline) } catch {
                throw Fault.corrupt("a grid outline is no polygon")
            }
        }
        locator = GridLocator(areas: regions)
        grids = Set(division.grids.map(\.code))
        let retired = before.outlines.filter { [grids] in !grids.contains($0.grid.code) }
        let heirs = try Redrawing.successors(of: retired.map(\.region), among: regions)
        for ((grid, _), heir) in zip(retired, heirs) {
            if let heir { after.successors[grid.code] = division.grids[heir].code }
        }
        self.before = before
        self.after = after
        changes = before.territory.changes(to: after)
    }

    /// Where a place belongs afterwards: its point says so, else its grid, else the grid that has most of that ground.
    func grid(of raw: String, at point: Coordinate?) -> GridCode? {
        if let point, let index = locator.area(at: point) { return after.grids[index].code }
        guard let code = before.grid(named: raw) else { return nil }
        return grids.contains(code) ? code : after.successors[code]
    }

    func remains(_ code: GridCode) -> Bool { grids.contains(code) }

    /// What is wrong with the division afterwards; `outline`: the ground that has to be covered, nil where it may change.
    func findings(outline: Region?, allowsGaps: Bool) throws -> [TerritoryFile.Finding] {
        let areas = zip(after.grids, regions).map { AuditedArea(code: $0.code.rawValue, region: $1) }
        return try CoverageAudit.faults(of: areas, outline: outline)
            .compactMap { TerritoryFile.Finding($0, allowsGaps: allowsGaps) }
    }
}

extension TerritoryDraft {
    /// The whole division that this change would make of the one in force.
    ///
    /// Blocks: neighbours follow by GEOS.
    /// - Throws: ``Refusal``, ``OverlayFailure``.
    func division(on directory: Directory) throws -> Territory.Division {
        let present = directory.outlines
        var division = Territory.Division(
            units: directory.units.values.sorted { $0.code < $1.code },
            grids: present.map(\.grid),
            isSynthetic: directory.isSynthetic
        )
        switch change {
        case .division(let whole):
            return whole
        case .merge(let code, let target):
            guard let from = present.first(where: { $0.grid.code == code }),
                let into = present.firstIndex(where: { $0.grid.code == target }), code != target
            else { throw Refusal.unknown(.grid) }
            let ground = try Redrawing.union(of: [from.region, present[into].region])
            let parts = from.region.polygons.count + present[into].region.polygons.count
            guard ground.polygons.count < parts else { throw Refusal.gridsApart }
            division.grids[into].redraw(ground)
            division.grids.removeAll { $0.code == code }
            return division
        case .border(let border):
            return try exchange(border, in: division, among: present)
        }
    }

    private func exchange(
        _ border: Border,
        in division: Territory.Division,
        among present: [(grid: Territory.Grid, region: Region)]
    ) throws -> Territory.Division {
        var division = division
        let outline = try Region(geoJSON: border.outline)
        let index = present.firstIndex { $0.grid.code == border.grid }
        var unit = index.map { present[$0].grid.unit }
        if border.neighboursFollow {
            let changed: [Int: Region?]
            do {
                changed = try Redrawing.exchange(outline, for: index, among: present.map(\.region))
            } catch is OverlayFailure {
                // What is wrong with the outline is for the audit to say.
                changed = [:]
            }
            for (other, region) in changed {
                if let region { division.grids[other].redraw(region) }
            }
            // A new grid belongs to the unit that gives up most for it.
            let given = changed.max { loss($0, present) < loss($1, present) }
            unit = unit ?? given.map { present[$0.key].grid.unit }
            let gone = Set(changed.filter { $0.value == nil }.map { present[$0.key].grid.code })
            division.grids.removeAll { gone.contains($0.code) && $0.code != border.grid }
        }
        if let position = division.grids.firstIndex(where: { $0.code == border.grid }) {
            division.grids[position].redraw(outline)
            if let name = border.name { division.grids[position].name = name }
            return division
        }
        guard let unit = unit ?? division.units.first(where: { $0.parent == nil })?.code else {
            throw Refusal.unknown(.unit)
        }
        var grid = Territory.Grid(
            code: border.grid,
            name: border.name ?? border.grid.rawValue,
            unit: unit,
            area: 0,
            outline: ""
        )
        grid.redraw(outline)
        division.grids.append(grid)
        return division
    }

    private func loss(
        _ change: (key: Int, value: Region?),
        _ present: [(grid: Territory.Grid, region: Region)]
    ) -> Double {
        squareMetres(of: present[change.key].region) - (change.value.map(squareMetres) ?? 0)
    }
}

extension Territory.Grid {
    fileprivate mutating func redraw(_ region: Region) {
        area = Int64(squareMetres(of: region).rounded())
        outline = region.geoJSON
    }
}
