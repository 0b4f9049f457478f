extension Territory {
    /// The units that a grid lies in, from the district down; empty for a grid that there is not.
    package func path(of code: GridCode) -> [Unit] {
        var path: [Unit] = []
        var next = grids[code].flatMap { units[$0.unit] }
        // The tree was checked when it was adopted; the bound keeps a damaged one from looping.
        while let unit = next, path.count < Level.allCases.count {
            path.append(unit)
            next = unit.parent.flatMap { units[$0] }
        }
        return path.reversed()
    }

    /// The division as it is when `changes` have been taken over.
    package func after(_ changes: Changes) -> Territory {
        var territory = self
        for event in events(of: changes) { territory.apply(event) }
        return territory
    }
}
