import Domain
import FoundationEssentials
import Testing

/// Every state of an erasure against every command, by whoever asked and by somebody else.
struct ErasureTests {
    private static let (asker, other) = (ID<Account>(UUID()), ID<Account>(UUID()))
    private static let now = Instant(secondsSinceEpoch: 1_780_279_200)

    private static func request() throws -> Erasure.Request {
        let number = CaseNumber(division: "411002", day: try Day(parsing: "2026-06-01"), serial: 1)
        return Erasure.Request(subject: ID(UUID()), number: number, basis: .consentWithdrawn)
    }

    private static func left() throws -> Erasure.Left {
        let remainder = Erasure.Remainder(
            payloads: 9,
            category: try CategoryCode(parsing: "street-light"),
            grid: nil,
            reportedOn: try Day(parsing: "2026-06-01"),
            endedOn: nil,
            isConfidential: false,
            receipt: nil
        )
        return .file(remainder)
    }

    private static func outcome(
        _ what: [Erasure.What],
        _ command: Erasure.Command,
        by account: ID<Account>
    ) throws -> Result<[Erasure.What], Refusal> {
        var erasure = Erasure()
        for event in what { erasure.apply(Erasure.Event(at: now, by: .staff(asker), what: event)) }
        do {
            let events = try erasure.decide(command, in: Erasure.Situation(now: now, by: .staff(account)))
            return .success(events.map(\.what))
        } catch { return .failure(error) }
    }

    @Test func `two people erase, once, and nobody approves the own request`() throws {
        let (request, left) = (try Self.request(), try Self.left())
        let (asked, done) = (Erasure.What.asked(request), Erasure.What.done(request, left))
        typealias Row = ([Erasure.What], Erasure.Command, ID<Account>, Result<[Erasure.What], Refusal>)
        let table: [Row] = [
            ([], .ask(request), Self.asker, .success([asked])),
            ([], .decline, Self.other, .failure(.nothingAsked)),
            ([], .approve(left), Self.other, .failure(.nothingAsked)),
            ([], .follow(request, left), Self.other, .success([done])),
            ([asked], .ask(request), Self.other, .failure(.erasureAsked)),
            ([asked], .decline, Self.asker, .success([.declined])),
            ([asked], .decline, Self.other, .success([.declined])),
            ([asked], .approve(left), Self.asker, .failure(.askerMayNotApprove)),
            ([asked], .approve(left), Self.other, .success([done])),
            ([asked], .follow(request, left), Self.asker, .success([done])),
            ([asked, .declined], .ask(request), Self.other, .failure(.erasureAsked)),
            ([asked, .declined], .decline, Self.other, .failure(.nothingAsked)),
            ([asked, .declined], .approve(left), Self.other, .failure(.nothingAsked)),
            ([asked, .declined], .follow(request, left), Self.other, .success([done])),
            ([asked, done], .ask(request), Self.other, .failure(.erasureDone)),
            ([asked, done], .decline, Self.other, .failure(.erasureDone)),
            ([asked, done], .approve(left), Self.other, .failure(.erasureDone)),
            ([asked, done], .follow(request, left), Self.other, .failure(.erasureDone)),
        ]
        for (index, (past, command, account, expected)) in table.enumerated() {
            #expect(try Self.outcome(past, command, by: account) == expected, "row \(index)")
        }
    }
}
