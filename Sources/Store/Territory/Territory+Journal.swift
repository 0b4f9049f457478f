package import Domain

extension Territory: Journaled {
    package static func content(of event: Event, in state: Territory) -> EntryContent {
        switch event {
        case .unitEstablished(let unit):
            var content = EntryContent(
                type: "territory.unit_established",
                facts: [
                    "unit": .text(unit.code.rawValue), "name": .text(unit.name), "level": .text(unit.level.rawValue),
                ]
            )
            content.facts.set("parent", unit.parent?.rawValue)
            return content
        case .gridDrawn(let grid):
            var content = EntryContent(
                type: "territory.grid_drawn",
                facts: [
                    "name": .text(grid.name), "unit": .text(grid.unit.rawValue), "area_m2": .integer(grid.area),
                ],
                payload: ["outline": .text(grid.outline)]
            )
            content.facts.set(grid: grid.code)
            return content
        case .gridRetired(let code):
            var content = EntryContent(type: "territory.grid_retired")
            content.facts.set(grid: code)
            return content
        case .divisionAdopted(let units, let grids, let isSynthetic):
            return EntryContent(
                type: "territory.division_adopted",
                facts: [
                    "units": .integer(Int64(units)), "grids": .integer(Int64(grids)),
                    "synthetic": .integer(isSynthetic ? 1 : 0),
                ]
            )
        }
    }

    package static func event(type: String, facts: Facts) throws -> Event {
        switch type {
        case "territory.unit_established":
            return .unitEstablished(
                Unit(
                    code: try facts.unit("unit"),
                    name: try facts.text("name"),
                    level: try facts.choice("level"),
                    parent: try facts.optionalUnit("parent")
                )
            )
        case "territory.grid_drawn":
            return .gridDrawn(
                Grid(
                    code: try facts.grid(),
                    name: try facts.text("name"),
                    unit: try facts.unit("unit"),
                    area: try facts.integer("area_m2"),
                    outline: try facts.text("outline")
                )
            )
        case "territory.grid_retired":
            return .gridRetired(try facts.grid())
        case "territory.division_adopted":
            return .divisionAdopted(
                units: Int(try facts.integer("units")),
                grids: Int(try facts.integer("grids")),
                isSynthetic: facts.flag("synthetic")
            )
        default:
            throw Fault.corrupt("an entry of an unknown type stands in the territory's history")
        }
    }

    package func project(id: ID<Territory>, version: Int, into db: any Connection) throws {
        try db.submit("DELETE FROM admin_unit")
        for unit in units.values.sorted(by: { $0.code < $1.code }) {
            try db.submit(
                """
                INSERT INTO admin_unit (code, name, level, parent)
                VALUES (\(unit.code.rawValue), \(unit.name), \(unit.level.rawValue), \(unit.parent?.rawValue))
                """
            )
        }
        try db.submit("DELETE FROM grid")
        for grid in grids.values.sorted(by: { $0.code < $1.code }) {
            try db.submit(
                """
                INSERT INTO grid (code, scheme, name, unit, area, outline)
                VALUES (
                    \(grid.code.rawValue), \(grid.code.scheme.rawValue), \(grid.name), \(grid.unit.rawValue),
                    \(grid.area), \(grid.outline))
                """
            )
        }
        try db.submit(
            """
            INSERT INTO board (id, is_synthetic)
            VALUES (1, \(isSynthetic))
            ON CONFLICT (id) DO UPDATE SET is_synthetic = excluded.is_synthetic
            """
        )
    }
}
