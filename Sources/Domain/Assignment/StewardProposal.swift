/// Who could serve which firm: near, knowing the trade, and nobody with much more than the others.
///
/// It proposes and changes nothing; a person accepts each move. What it weighs is on record already: where a firm lies, its leading
/// industries, and whom everybody serves now.
package struct StewardProposal: Hashable, Sendable {
    package struct Firm: Hashable, Sendable {
        package var number: Int
        /// Nil where nobody knows: then distance does not count for it.
        package var point: Point?
        package var tags: Set<CategoryCode>
        package var steward: ID<Account>?

        package init(number: Int, point: Point?, tags: Set<CategoryCode> = [], steward: ID<Account>? = nil) {
            self.number = number
            self.point = point
            self.tags = tags
            self.steward = steward
        }
    }

    package struct Steward: Hashable, Sendable {
        package var account: ID<Account>
        /// The middle of the own part of the territory, for whoever serves no firm yet.
        package var start: Point?

        package init(account: ID<Account>, start: Point? = nil) {
            self.account = account
            self.start = start
        }
    }

    /// Which firms it moves.
    package enum Reach: String, Hashable, Sendable, CaseIterable {
        /// Those without a steward; everybody else keeps theirs.
        case vacant
        case all
    }

    package struct Move: Hashable, Sendable {
        package var firm: Int
        package var from: ID<Account>?
        package var to: ID<Account>

        package init(firm: Int, from: ID<Account>?, to: ID<Account>) {
            self.firm = firm
            self.from = from
            self.to = to
        }
    }

    /// What somebody serves before and after; distances are sums of metres from the middle of the own firms, as the crow flies.
    package struct Load: Hashable, Sendable {
        package var steward: ID<Account>
        package var before = 0
        package var after = 0
        package var metresBefore = 0
        package var metresAfter = 0
    }

    /// A firm whose trade the steward does not know yet counts as if it lay so much farther, in metres.
    package static let strangeTrade = 2_000
    /// So does a firm that would change from one steward to another.
    package static let change = 1_000
    /// Farther than any district is wide: costs stay small whole numbers.
    static let farthest = 200_000

    /// By the firm's number.
    package let moves: [Move]
    /// In the order in which the stewards were given.
    package let loads: [Load]
    /// Firms that nobody gets more of: a tenth above an even share, rounded up.
    package let limit: Int

    /// - Complexity: that of ``Transportation/solve()`` over the firms that it may move.
    package init(firms: [Firm], stewards: [Steward], reach: Reach) {
        let known = Dictionary(uniqueKeysWithValues: stewards.enumerated().map { ($1.account, $0) })
        let holders = firms.map { $0.steward.flatMap { known[$0] } }
        let portraits = Self.portraits(firms, stewards, holders)
        let share = stewards.isEmpty ? 0 : (firms.count * 11 + stewards.count * 10 - 1) / (stewards.count * 10)
        limit = share
        var loads = stewards.map { Load(steward: $0.account) }
        for (index, holder) in holders.enumerated() {
            guard let holder else { continue }
            loads[holder].before += 1
            loads[holder].metresBefore += portraits[holder].metres(to: firms[index])
        }
        // Whoever is served by somebody who is not in question stays there, like the others where only vacant ones are asked for.
        let asked = firms.indices.filter { firms[$0].steward == nil || (reach == .all && holders[$0] != nil) }
        let kept = reach == .all ? loads.map { _ in 0 } : loads.map(\.before)
        var costs: [Int32] = []
        costs.reserveCapacity(asked.count * stewards.count)
        for index in asked {
            for (steward, portrait) in portraits.enumerated() {
                var cost = portrait.metres(to: firms[index])
                if portrait.tags.isDisjoint(with: firms[index].tags), !firms[index].tags.isEmpty {
                    cost += Self.strangeTrade
                }
                if let holder = holders[index], holder != steward { cost += Self.change }
                costs.append(Int32(cost))
            }
        }
        let problem = Transportation(capacities: kept.map { max(0, share - $0) }, costs: costs)
        var moves: [Move] = []
        var after = holders
        if let plan = problem.solve() {
            for (index, steward) in zip(asked, plan.sinks) where holders[index] != steward {
                moves.append(Move(firm: firms[index].number, from: firms[index].steward, to: stewards[steward].account))
                after[index] = steward
            }
        }
        for (index, steward) in after.enumerated() {
            guard let steward else { continue }
            loads[steward].after += 1
            loads[steward].metresAfter += portraits[steward].metres(to: firms[index])
        }
        self.loads = loads
        self.moves = moves.sorted { $0.firm < $1.firm }
    }

    /// Where somebody's firms lie, and the trades that they are in.
    private struct Portrait {
        var middle: Point?
        var tags: Set<CategoryCode> = []

        func metres(to firm: Firm) -> Int {
            guard let middle, let point = firm.point else { return 0 }
            // A degree of latitude has 111,320 m; across a district a flat map is true to a thousandth.
            let parallel = StewardProposal.cosine((middle.latitude + point.latitude) / 2 * Double.pi / 180)
            let east = (middle.longitude - point.longitude) * parallel * 111_320
            let north = (middle.latitude - point.latitude) * 111_320
            return min(Int((east * east + north * north).squareRoot()), StewardProposal.farthest)
        }
    }

    /// The cosine between -π/2 and π/2, to a millionth: the series up to the tenth power, since no mathematics is imported here.
    private static func cosine(_ angle: Double) -> Double {
        let square = angle * angle
        return [90.0, 56, 30, 12, 2].reduce(1) { 1 - square / $1 * $0 }
    }

    private static func portraits(_ firms: [Firm], _ stewards: [Steward], _ holders: [Int?]) -> [Portrait] {
        var portraits = stewards.map { _ in Portrait() }
        var points: [[Point]] = stewards.map { _ in [] }
        for (firm, holder) in zip(firms, holders) {
            guard let holder else { continue }
            portraits[holder].tags.formUnion(firm.tags)
            if let point = firm.point { points[holder].append(point) }
        }
        let all = middle(of: firms.compactMap(\.point))
        for index in stewards.indices {
            portraits[index].middle = middle(of: points[index]) ?? stewards[index].start ?? all
        }
        return portraits
    }

    /// The mean of points; nil of none.
    package static func middle(of points: [Point]) -> Point? {
        guard !points.isEmpty else { return nil }
        let count = Double(points.count)
        // A mean of valid degrees is valid.
        return try? Point(
            longitude: points.reduce(0) { $0 + $1.longitude } / count,
            latitude: points.reduce(0) { $0 + $1.latitude } / count
        )
    }
}
