import Domain
import Geography
import Logging
import Store

/// Firms go with their place.
///
/// They are counted and not named: no public page shows a firm, and whoever divides the district may keep no list of them.
struct MovingFirms: ChangesHands {
    static let kind = TerritoryPreview.Kind.firms

    func handovers(in redivision: Redivision, _ db: any Connection) throws -> [TerritoryPreview.Handover] {
        var found: [TerritoryPreview.Handover.Way: TerritoryPreview.Handover] = [:]
        try PlacedFirms.forEach(in: db) { placed in
            let target = redivision.grid(of: placed.grid, at: placed.coordinate)
            guard target?.rawValue != placed.grid else { return }
            let way = TerritoryPreview.Handover.Way(from: placed.grid, to: target?.rawValue)
            found[way, default: TerritoryPreview.Handover(kind: Self.kind, way: way)].add(nil)
        }
        return Array(found.values)
    }
}

extension PlacedFirms.PlacedFirm {
    fileprivate var coordinate: Coordinate? {
        point.map { Coordinate(longitude: $0.longitude, latitude: $0.latitude) }
    }
}

extension Office {
    /// Lets every firm follow the division: each has its own entry when its place lies in another grid.
    ///
    /// - Returns: false when the key for the firms' tags is not on this machine, and nothing more was written.
    /// - Throws: ``Fault``.
    func firmsFollow(_ directory: Directory, at now: Instant) async throws -> Bool {
        let leaving = try await engine.read { db in
            var leaving: [(number: Int, to: GridCode)] = []
            try PlacedFirms.forEach(in: db) { placed in
                let target = directory.grid(nowHolding: placed.grid, at: placed.coordinate)
                if let target, target.rawValue != placed.grid { leaving.append((placed.number, target)) }
            }
            return leaving
        }
        var rest = leaving[...]
        while !rest.isEmpty {
            let batch = rest.prefix(200)
            rest = rest.dropFirst(200)
            do {
                let position = try await engine.write { [self] db in
                    for (number, target) in batch { try move(firm: number, to: target, at: now, db: db) }
                    return try journal.position(in: db)
                }
                noteCommitted(position)
            } catch let fault as Fault where fault.code == "firm_key" {
                logger.warning("firms do not follow the division here", metadata: ["cause": "\(fault)"])
                return false
            }
        }
        return true
    }

    private func move(firm number: Int, to grid: GridCode, at now: Instant, db: any Connection) throws {
        do {
            try perform(.moveGrid(grid), needing: .keep, on: number, by: .system, at: now, db: db)
        } catch is Refusal {
            // It has come to its end meanwhile.
        }
    }
}
