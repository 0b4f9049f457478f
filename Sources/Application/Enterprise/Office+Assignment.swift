package import Domain
import Store

/// A proposal with the names that a page shows.
package struct AssignmentProposal: Sendable {
    package let proposal: StewardProposal
    /// Of the firms that would move.
    package let names: [Int: String]

    /// Says which moves these are, so that what is accepted is what was shown.
    package var digest: String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for move in proposal.moves {
            for byte in "\(move.firm)".utf8 + (move.from?.bytes ?? []) + move.to.bytes {
                hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
            }
        }
        return String(hash, radix: 16)
    }
}

/// What became of moves that somebody accepted.
package struct AcceptedMoves: Sendable {
    package var done = 0
    /// By the firm's number: why it stayed as it was.
    package var refused: [(firm: Int, why: Refusal)] = []
}

extension Office {
    /// Proposes stewards for the firms of the asker's part of the territory, and changes nothing.
    ///
    /// - Throws: ``Refusal``, ``Fault``.
    package func proposeStewards(_ reach: StewardProposal.Reach, by staff: Staff) async throws -> AssignmentProposal {
        try demand(.assign, of: .staff(staff))
        let directory = directory
        let firms = try await engine.read { try AssignmentQueries.firms(in: $0) }
            .filter { directory.contains(staff.scope, $0.grid.flatMap(directory.grid(named:))) }
        let served = Set(firms.compactMap(\.firm.steward))
        let stewards = try await stewards().filter { row in
            if staff.scope == .district || served.contains(row.id) { return true }
            let grids = directory.grids(in: row.grant.scope) ?? []
            return !grids.isEmpty && grids.allSatisfy { directory.contains(staff.scope, $0) }
        }
        let candidates = stewards.map { row in
            let own =
                served.contains(row.id) || row.grant.scope == .district
                ? []
                : firms.filter { directory.contains(row.grant.scope, $0.grid.flatMap(directory.grid(named:))) }
                    .compactMap(\.firm.point)
            return StewardProposal.Steward(account: row.id, start: StewardProposal.middle(of: own))
        }
        let proposal = StewardProposal(firms: firms.map(\.firm), stewards: candidates, reach: reach)
        let moved = Set(proposal.moves.map(\.firm))
        let names = firms.filter { moved.contains($0.firm.number) }.map { ($0.firm.number, $0.name) }
        return AssignmentProposal(proposal: proposal, names: Dictionary(uniqueKeysWithValues: names))
    }

    /// Assigns as proposed, from today on; a firm that somebody else has been given meanwhile stays with them.
    ///
    /// - Throws: ``Refusal``, ``Fault``.
    package func accept(_ moves: [StewardProposal.Move], by actor: Actor) async throws -> AcceptedMoves {
        try demand(.assign, of: actor)
        var units: [ID<Account>: UnitCode] = [:]
        for holder in Set(moves.map(\.to)) { units[holder] = try await unit(ofSteward: holder) }
        var accepted = AcceptedMoves()
        // Other writers get their turn between the parts.
        for start in stride(from: 0, to: moves.count, by: 200) {
            let part = moves[start..<min(start + 200, moves.count)].compactMap { move in
                units[move.to].map { (move, Stewardship.Term(holder: move.to, unit: $0, from: today)) }
            }
            let moment = now
            let (outcome, position) = try await engine.write { [self] db in
                var outcome = AcceptedMoves()
                for (move, term) in part {
                    do {
                        guard let firm = try EnterpriseQueries.summary(move.firm, in: db) else {
                            throw Refusal.unknown(.firm)
                        }
                        guard firm.steward == move.from else { throw Refusal.stewardTaken }
                        try perform(.assign(term), needing: .assign, on: move.firm, by: actor, at: moment, db: db)
                        outcome.done += 1
                    } catch let refusal as Refusal {
                        // Refused before anything was written: the others go on.
                        outcome.refused.append((move.firm, refusal))
                    }
                }
                return (outcome, try journal.position(in: db))
            }
            noteCommitted(position)
            accepted.done += outcome.done
            accepted.refused += outcome.refused
        }
        return accepted
    }
}
