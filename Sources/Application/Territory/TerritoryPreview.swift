import Crypto
package import Domain
import Foundation
package import Geography
import Store

/// What a change of the division would bring: what is wrong with it, and what changes hands.
package struct TerritoryPreview: Sendable {
    /// What changes hands; raw values are catalogue keys' ends.
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        case openCases = "cases"
        case posts
        case accounts
        case firms
    }

    /// Something that changes hands, and where to see it.
    package struct Record: Hashable, Sendable {
        package let name: String
        package let address: String
    }

    /// As many records of a kind as go from one grid to another.
    package struct Handover: Hashable, Sendable {
        package struct Way: Hashable, Sendable {
            /// The code as it is written on the grid's card.
            package let from: String
            /// Nil where the place would lie in no grid.
            package let to: String?
        }

        /// Named examples at most.
        package static let exampleLimit = 5

        package let kind: Kind
        package let way: Way
        package private(set) var count = 0
        package private(set) var examples: [Record] = []

        init(kind: Kind, way: Way) {
            self.kind = kind
            self.way = way
        }

        mutating func add(_ record: Record?) {
            count += 1
            if let record, examples.count < Self.exampleLimit { examples.append(record) }
        }
    }

    package let changes: Territory.Changes
    package let findings: [TerritoryFile.Finding]
    /// By kind, then by the grids' codes.
    package let handovers: [Handover]
    /// New grids for which nobody would answer.
    package let vacant: [Territory.Grid]
    /// Grids that stay, and for which nobody answers on that day in any case.
    package let stillVacant: [Territory.Grid]
    /// Where the dispatch catalogue would be without exactly one answer, and which rules would name what is no more.
    package let dispatch: [DispatchFinding]
    /// The board has had no grids so far: its people come after them.
    let isFirst: Bool
    /// The outlines afterwards, of what is new or redrawn.
    package let drawn: [(grid: Territory.Grid, region: Region)]
    /// What somebody has seen who confirms: another one says that the board has moved on.
    package let digest: String

    /// Where a place, a matter and an hour would be without exactly one answer.
    package var undispatched: [DispatchFinding] { dispatch.filter(\.isAboutCoverage) }

    /// Why it cannot be published as of `from`; nil when it can.
    package func hindrance(from: Day, today: Day) -> Refusal? {
        if !findings.isEmpty { return .territoryFaulty(findings.count) }
        if !undispatched.isEmpty { return .divisionUndispatched(undispatched.count) }
        // Ahead of its day there is time to appoint somebody.
        return vacant.isEmpty || isFirst || from > today ? nil : .gridsVacant(vacant.count)
    }

    /// How many records of a kind change hands.
    package func count(_ kind: Kind) -> Int { handovers.filter { $0.kind == kind }.reduce(0) { $0 + $1.count } }

    /// - Throws: ``Fault``, ``OverlayFailure``.
    init(
        _ redivision: Redivision,
        findings: [TerritoryFile.Finding],
        dispatch: [DispatchFinding],
        on day: Day,
        in db: any Connection
    ) throws {
        changes = redivision.changes
        self.findings = findings
        handovers = try Self.kinds(on: day)
            .flatMap { try $0.handovers(in: redivision, db) }
            .sorted { $0.sortKey < $1.sortKey }
        let before = redivision.before
        vacant = before.vacancies(in: redivision.after.grids, on: day)
        stillVacant = redivision.after.grids
            .filter { before.grids[$0.code] != nil && before.post(for: $0.code, on: day)?.holder == nil }
            .sorted { $0.code < $1.code }
        self.dispatch = dispatch
        isFirst = before.grids.isEmpty
        drawn = try changes.drawn.map { grid in
            do { return (grid, try Region(geoJSON: grid.outline)) } catch {
                throw Fault.corrupt("a grid outline is no polygon")
            }
        }
        digest = Self.digest(changes, findings, handovers, vacant + stillVacant, dispatch)
    }

    private static func kinds(on day: Day) -> [any ChangesHands] {
        [MovingCases(), EndingPosts(day: day), GridAccounts(), MovingFirms()]
    }

    private static func digest(
        _ changes: Territory.Changes,
        _ findings: [TerritoryFile.Finding],
        _ handovers: [Handover],
        _ vacant: [Territory.Grid],
        _ dispatch: [DispatchFinding]
    ) -> String {
        var parts = changes.units.map { "\($0.code.rawValue) \($0.name)" }
        parts += changes.drawn.map { "\($0.code.rawValue) \($0.name) \($0.unit.rawValue) \($0.outline)" }
        parts += changes.retired.map { "\($0.rawValue) \(changes.successors[$0]?.rawValue ?? "")" }
        parts += findings.map { "\($0.key) \($0.values.sorted { $0.key < $1.key })" }
        parts += handovers.map { "\($0.kind.rawValue) \($0.way.from) \($0.way.to ?? "") \($0.count)" }
        parts += vacant.map(\.code.rawValue)
        parts += dispatch.map { "\($0)" }
        return SHA256.hash(data: Data(parts.joined(separator: "\n").utf8)).prefix(16)
            .map { String(format: "%02x", $0) }.joined()
    }
}

extension TerritoryPreview.Handover {
    fileprivate var sortKey: (Int, String, String) {
        (TerritoryPreview.Kind.allCases.firstIndex(of: kind) ?? 0, way.from, way.to ?? "")
    }
}
