import Domain
import FoundationEssentials
import Testing

/// What a proposal weighs: distance, trade, an even share, and that nobody changes without need.
struct StewardProposalTests {
    private static let stewards: [ID<Account>] = (1...2).map { number in
        ID(UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, UInt8(number))))
    }

    /// A firm so many metres east of the district's edge, about.
    private static func firm(
        _ number: Int,
        at metres: Double?,
        steward: Int? = nil,
        tag: String? = nil
    ) throws
        -> StewardProposal.Firm
    {
        StewardProposal.Firm(
            number: number,
            point: try metres.map { try Point(longitude: 113.8 + $0 / 92_300, latitude: 34) },
            tags: try tag.map { [try CategoryCode(parsing: $0)] } ?? [],
            steward: steward.map { stewards[$0] }
        )
    }

    private static func propose(_ firms: [StewardProposal.Firm], _ reach: StewardProposal.Reach) -> StewardProposal {
        StewardProposal(firms: firms, stewards: stewards.map { .init(account: $0) }, reach: reach)
    }

    @Test func `firms without a steward go to the nearest who has room, and the others stay`() throws {
        let firms = [
            try Self.firm(1, at: 0, steward: 0), try Self.firm(2, at: 5_000, steward: 1),
            try Self.firm(3, at: 300), try Self.firm(4, at: 4_800), try Self.firm(5, at: 100),
        ]

        let proposal = Self.propose(firms, .vacant)

        #expect(proposal.limit == 3)
        #expect(proposal.moves.map(\.firm) == [3, 4, 5])
        #expect(proposal.moves.map(\.to) == [Self.stewards[0], Self.stewards[1], Self.stewards[0]])
        #expect(proposal.loads.map(\.before) == [1, 1] && proposal.loads.map(\.after) == [3, 2])
        #expect((390...410).contains(proposal.loads[0].metresAfter))
    }

    @Test func `whoever knows the trade is preferred by two kilometres, and nobody gets more than the limit`() throws {
        let firms = [
            try Self.firm(1, at: 0, steward: 0), try Self.firm(2, at: 1_000, steward: 1, tag: "materials"),
            try Self.firm(3, at: 100, tag: "materials"),
        ]
        #expect(Self.propose(firms, .vacant).moves.map(\.to) == [Self.stewards[1]])

        let crowd = try (1...10).map { try Self.firm($0, at: Double($0), steward: 0) }
        let evened = Self.propose(crowd, .all)
        #expect(evened.limit == 6 && evened.loads.map(\.after) == [6, 4])
        #expect(evened.moves.allSatisfy { $0.from == Self.stewards[0] && $0.to == Self.stewards[1] })
    }

    @Test func `nobody changes for less than a kilometre, and a firm of somebody else is left alone`() throws {
        let other = ID<Account>(UUID(uuid: (9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9)))
        var firms = [try Self.firm(1, at: 0, steward: 0), try Self.firm(2, at: 900, steward: 1)]
        firms.append(.init(number: 3, point: nil, steward: other))
        #expect(Self.propose(firms, .all).moves.isEmpty)
        #expect(StewardProposal(firms: firms, stewards: [], reach: .all).moves.isEmpty)
    }
}
