extension Territory {
    /// What a division does to the one in force.
    package struct Changes: Hashable, Sendable {
        /// New or renamed units.
        package var units: [Unit]
        /// New and redrawn grids.
        package var drawn: [Grid]
        package var retired: [GridCode]
        package var successors: [GridCode: GridCode]
        /// As many as there are afterwards.
        package var unitCount: Int
        package var gridCount: Int
        package var isSynthetic: Bool
        /// Nothing is drawn anew, but the division is, or is no longer, an invented one.
        package var isEmpty: Bool

        package init(
            units: [Unit],
            drawn: [Grid],
            retired: [GridCode],
            successors: [GridCode: GridCode],
            unitCount: Int,
            gridCount: Int,
            isSynthetic: Bool,
            isEmpty: Bool = false
        ) {
            self.units = units
            self.drawn = drawn
            self.retired = retired
            self.successors = successors
            self.unitCount = unitCount
            self.gridCount = gridCount
            self.isSynthetic = isSynthetic
            self.isEmpty = isEmpty
        }
    }

    /// A division that was published ahead of its day.
    package struct Plan: Hashable, Sendable {
        package var from: Day
        /// The order that it rests on, as people quote it: 魏政办〔2026〕3号.
        package var basis: String
        package var changes: Changes

        package init(from: Day, basis: String, changes: Changes) {
            self.from = from
            self.basis = basis
            self.changes = changes
        }
    }

    /// A division that came into force on an order.
    package struct Version: Hashable, Sendable {
        package var from: Day
        package var basis: String
        package var grids: Int

        package init(from: Day, basis: String, grids: Int) {
            self.from = from
            self.basis = basis
            self.grids = grids
        }
    }

    /// Code points of a basis.
    package static let basisLimit = 100

    /// What `division` differs in from the one in force.
    package func changes(to division: Division) -> Changes {
        let kept = Set(division.grids.map(\.code))
        let units = division.units.filter { self.units[$0.code] != $0 }
        let drawn = division.grids.filter { grids[$0.code] != $0 }
        let retired = grids.keys.filter { !kept.contains($0) }.sorted()
        return Changes(
            units: units,
            drawn: drawn,
            retired: retired,
            successors: division.successors.filter { retired.contains($0.key) && kept.contains($0.value) },
            unitCount: division.units.count,
            gridCount: division.grids.count,
            isSynthetic: division.isSynthetic,
            isEmpty: units.isEmpty && drawn.isEmpty && retired.isEmpty && isSynthetic == division.isSynthetic
        )
    }

    func events(of changes: Changes) -> [Event] {
        changes.units.map(Event.unitEstablished) + changes.drawn.map(Event.gridDrawn)
            + changes.retired.map(Event.gridRetired)
            + changes.successors.sorted { $0.key < $1.key }.map { Event.gridSucceeded($0.key, by: $0.value) }
            + [
                .divisionAdopted(
                    units: changes.unitCount,
                    grids: changes.gridCount,
                    isSynthetic: changes.isSynthetic
                )
            ]
    }

    static func checked(basis: String) throws(Refusal) -> String {
        let basis = basis.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard !basis.isEmpty else { throw .missing(.basis) }
        guard basis.unicodeScalars.count <= basisLimit else { throw .tooLong(.basis, limit: basisLimit) }
        try basis.refuseZeroCharacter()
        return basis
    }
}
