import Domain
import FoundationEssentials
import Testing

/// What may happen to a firm: given events, when a command, then events or a refusal.
struct EnterpriseTests {
    private static func day(_ text: String) throws -> Day { try Day(parsing: text) }
    private static let people = (1...3).map { _ in ID<Account>(UUID()) }

    private static func situation() throws -> Enterprise.Situation {
        .init(today: try day("2026-06-10"), tag: try FirmTag(parsing: String(repeating: "a", count: 32)))
    }

    private static func firm(_ commands: [Enterprise.Command] = []) throws -> Enterprise {
        var firm = Enterprise()
        let details = Enterprise.Details(
            name: "某某机械有限公司",
            kind: .enterprise,
            place: .init(point: nil, address: nil, grid: nil)
        )
        for command in [.register(number: 1, details, .registered)] + commands {
            for event in try firm.decide(command, in: situation()) { firm.apply(event) }
        }
        return firm
    }

    private static func term(
        _ person: Int,
        _ from: String,
        _ until: String? = nil,
        deputy: Bool = false
    ) throws
        -> Stewardship.Term
    {
        Stewardship.Term(
            holder: people[person],
            unit: try UnitCode(parsing: "CG"),
            from: try day(from),
            until: try until.map(day),
            isDeputy: deputy
        )
    }

    @Test func `a firm has one steward at a time, and whoever was before stays on record`() throws {
        let firm = try Self.firm([
            .assign(Self.term(0, "2026-01-01")), .assign(Self.term(1, "2026-03-01")),
            .assign(Self.term(2, "2026-05-01", "2026-05-09", deputy: true)),
        ])

        let terms = firm.stewardship.terms
        #expect(terms.count == 3)
        #expect(try terms[0].until == Self.day("2026-02-28") && terms[1].until == nil)
        for (text, holder) in [("2026-02-28", 0), ("2026-03-01", 1), ("2026-05-01", 2), ("2026-05-10", 1)] {
            #expect(try firm.stewardship.acting(on: Self.day(text))?.holder == Self.people[holder], "\(text)")
        }
        #expect(try firm.stewardship.acting(on: Self.day("2025-12-31")) == nil)
    }

    @Test func `two stewards on one day, a steward as the own deputy and a deputy of nobody are refused`() throws {
        let firm = try Self.firm([.assign(Self.term(0, "2026-03-01"))])
        let refused: [(Stewardship.Term, Refusal)] = [
            (try Self.term(1, "2026-03-01"), .stewardTaken), (try Self.term(1, "2026-02-01"), .stewardTaken),
            (try Self.term(0, "2026-05-01", "2026-05-09", deputy: true), .deputyIsHolder),
            (try Self.term(1, "2026-02-01", "2026-02-09", deputy: true), .unknown(.steward)),
            (try Self.term(1, "2026-05-09", "2026-05-01", deputy: true), .datesReversed),
        ]
        for (term, refusal) in refused {
            #expect(throws: refusal) { try firm.decide(.assign(term), in: Self.situation()) }
        }
    }

    @Test func `statuses of one kind never overlap, and are valid on their days only`() throws {
        let (from, until) = (try Self.day("2024-01-01"), try Self.day("2026-12-31"))
        let status = Enterprise.Status(kind: .highTech, certificate: "GR1", from: from, until: until)
        let firm = try Self.firm([.grant(status)])
        var later = status
        later.from = try Self.day("2026-06-01")

        #expect(throws: Refusal.statusOverlaps) { try firm.decide(.grant(later), in: Self.situation()) }
        #expect(try firm.decide(.grant(status), in: Self.situation()).isEmpty)
        later.kind = .techSME
        #expect(try firm.decide(.grant(later), in: Self.situation()).count == 1)
        for (text, isValid) in [
            ("2023-12-31", false), ("2024-01-01", true), ("2026-12-31", true), ("2027-01-01", false),
        ] {
            #expect(try status.isValid(on: Self.day(text)) == isValid)
        }
    }

    @Test func `a firm that ended changes no more, keeps its history, and leaves nobody as its steward`() throws {
        let end = try Self.day("2026-06-09")
        for command in [Enterprise.Command.merge(into: 2, on: end), .split(into: [2, 3], on: end), .close(on: end)] {
            let firm = try Self.firm([.assign(Self.term(0, "2026-03-01")), command])

            #expect(firm.ending?.day == end)
            #expect(firm.stewardship.terms.first?.until == end && firm.details?.name == "某某机械有限公司")
            #expect(throws: Refusal.firmEnded) { try firm.decide(.close(on: end), in: Self.situation()) }
        }
        let firm = try Self.firm()
        let tomorrow = try Self.day("2026-06-11")
        #expect(throws: Refusal.fromTheFuture) { try firm.decide(.close(on: tomorrow), in: Self.situation()) }
        #expect(throws: Refusal.related) { try firm.decide(.merge(into: 1, on: end), in: Self.situation()) }
    }

    @Test func `a firm is found by the names that it had before`() throws {
        var details = try #require(try Self.firm().details)
        details.name = "某某智能装备有限公司"
        let firm = try Self.firm([.change(details)])

        #expect(firm.formerNames == ["某某机械有限公司"] && firm.details?.name == "某某智能装备有限公司")
        details.name = " "
        #expect(throws: Refusal.missing(.name)) { try firm.decide(.change(details), in: Self.situation()) }
    }
}
