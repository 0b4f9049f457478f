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
        case .gridSucceeded(let code, let successor):
            var content = EntryContent(
                type: "territory.grid_succeeded",
                facts: [
                    "successor": .text(successor.rawValue), "successor_scheme": .text(successor.scheme.rawValue),
                ]
            )
            content.facts.set(grid: code)
            return content
        case .divisionPlanned(let plan):
            return EntryContent(
                type: "territory.division_planned",
                facts: [
                    "from": .text(plan.from.description), "basis": .text(plan.basis),
                    "drawn": .integer(Int64(plan.changes.drawn.count)),
                    "retired": .integer(Int64(plan.changes.retired.count)),
                ],
                payload: ["changes": .text(ChangesRecord(plan.changes).json)]
            )
        case .planWithdrawn:
            return EntryContent(type: "territory.plan_withdrawn")
        case .divisionPublished(let from, let basis):
            return EntryContent(
                type: "territory.division_published",
                facts: ["from": .text(from.description), "basis": .text(basis)]
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
        case "territory.grid_succeeded":
            guard let successor = try facts.optionalGrid("successor", "successor_scheme") else {
                throw Fault.corrupt("a journal entry lacks its grid")
            }
            return .gridSucceeded(try facts.grid(), by: successor)
        case "territory.division_planned":
            return .divisionPlanned(
                Plan(
                    from: try facts.day("from"),
                    basis: try facts.text("basis"),
                    changes: try ChangesRecord(json: try facts.text("changes")).changes()
                )
            )
        case "territory.plan_withdrawn":
            return .planWithdrawn
        case "territory.division_published":
            return .divisionPublished(from: try facts.day("from"), basis: try facts.text("basis"))
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
        try projectVersions(into: db)
    }

    private func projectVersions(into db: any Connection) throws {
        try db.submit("DELETE FROM grid_successor")
        for (code, successor) in successors.sorted(by: { $0.key < $1.key }) {
            try db.submit(
                "INSERT INTO grid_successor (code, successor) VALUES (\(code.rawValue), \(successor.rawValue))"
            )
        }
        try db.submit("DELETE FROM division_version")
        for (index, version) in versions.enumerated() {
            try db.submit(
                """
                INSERT INTO division_version (number, from_day, basis, grids)
                VALUES (\(index + 1), \(version.from.description), \(version.basis), \(version.grids))
                """
            )
        }
        try db.submit("DELETE FROM division_plan")
        if let plan {
            try db.submit(
                """
                INSERT INTO division_plan (id, from_day, basis, changes)
                VALUES (1, \(plan.from.description), \(plan.basis), \(ChangesRecord(plan.changes).json))
                """
            )
        }
    }
}
