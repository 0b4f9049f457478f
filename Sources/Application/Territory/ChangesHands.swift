import Domain
import FoundationEssentials
import Geography
import Store

/// A kind of record that lies in a grid and goes to another one when the district is divided anew.
///
/// A new kind is a conformer more in ``TerritoryPreview/kinds``; the preview, its page and the command line show it by itself.
protocol ChangesHands: Sendable {
    static var kind: TerritoryPreview.Kind { get }

    /// What would change hands; nothing is written.
    func handovers(in redivision: Redivision, _ db: any Connection) throws -> [TerritoryPreview.Handover]
}

/// Open cases go with their place.
struct MovingCases: ChangesHands {
    static let kind = TerritoryPreview.Kind.openCases

    func handovers(in redivision: Redivision, _ db: any Connection) throws -> [TerritoryPreview.Handover] {
        var found: [TerritoryPreview.Handover.Way: TerritoryPreview.Handover] = [:]
        try PlacedCases.forEach(in: db) { placed in
            let point = placed.point.map { Coordinate(longitude: $0.longitude, latitude: $0.latitude) }
            let target = redivision.grid(of: placed.grid, at: point)
            guard target?.rawValue != placed.grid else { return }
            let way = TerritoryPreview.Handover.Way(from: placed.grid, to: target?.rawValue)
            let example =
                placed.isConfidential
                ? nil
                : TerritoryPreview.Record(
                    name: placed.number.rawValue,
                    // Whoever divides the district works no cases: the page that everybody sees is enough.
                    address: "/cases/\(placed.number.rawValue)"
                )
            found[way, default: TerritoryPreview.Handover(kind: Self.kind, way: way)].add(example)
        }
        return Array(found.values)
    }
}

/// A post ends with its grid: whoever answers for the grid that takes the ground over answers for it.
struct EndingPosts: ChangesHands {
    static let kind = TerritoryPreview.Kind.posts
    let day: Day

    func handovers(in redivision: Redivision, _ db: any Connection) throws -> [TerritoryPreview.Handover] {
        redivision.changes.retired.compactMap { code in
            let posts = redivision.before.posts(of: code).filter { $0.post.answerable(on: day) != nil }
            guard !posts.isEmpty else { return nil }
            let way = TerritoryPreview.Handover.Way(
                from: code.rawValue,
                to: redivision.after.successors[code]?.rawValue
            )
            var handover = TerritoryPreview.Handover(kind: Self.kind, way: way)
            for post in posts {
                let holder = post.post.answerable(on: day).flatMap { redivision.before.accountNames[$0] } ?? ""
                handover.add(
                    TerritoryPreview.Record(
                        name: "\(post.definition.code.rawValue) \(holder)",
                        address: "/office/roster/\(code.rawValue)"
                    )
                )
            }
            return handover
        }
    }
}

/// Accounts whose roles hold in a grid that ends: somebody has to say where they hold now.
struct GridAccounts: ChangesHands {
    static let kind = TerritoryPreview.Kind.accounts

    func handovers(in redivision: Redivision, _ db: any Connection) throws -> [TerritoryPreview.Handover] {
        let retired = Set(redivision.changes.retired)
        var found: [GridCode: TerritoryPreview.Handover] = [:]
        for account in try AccountQueries.all(in: db) where account.isOpen {
            guard case .grid(let code) = account.grant.scope, retired.contains(code) else { continue }
            let way = TerritoryPreview.Handover.Way(
                from: code.rawValue,
                to: redivision.after.successors[code]?.rawValue
            )
            found[code, default: TerritoryPreview.Handover(kind: Self.kind, way: way)].add(
                TerritoryPreview.Record(
                    name: account.grant.displayName,
                    address: "/office/accounts/\(account.id.rawValue.uuidString)"
                )
            )
        }
        return Array(found.values)
    }
}
