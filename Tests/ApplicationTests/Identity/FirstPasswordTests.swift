import Domain
import Store
import TestKit
import Testing

@testable import Application

/// A password that somebody else has given opens nothing but the page where its owner chooses another.
struct FirstPasswordTests {
    private static let own = "my very own password"

    private static func grant(_ name: String) -> Account.Grant {
        Account.Grant(signInName: name, displayName: "新人", roles: [.intake], scope: .district)
    }

    private static func halfway(_ arrival: Arrival?) throws -> Halfway {
        guard case .halfway(let halfway)? = arrival, halfway.missing == .password else {
            throw Refusal.signInNeeded
        }
        return halfway
    }

    @Test(arguments: TestEngine.all)
    func `a new account chooses its password at the first sign-in, and once`(kind: TestEngine) async throws {
        let board = try await TestBoard.make(on: kind)
        let office = board.office
        let admin = Actor.staff(board.staff(.administrator))
        let first = try await office.openAccount(Self.grant("xin"), by: admin)
        let halfway = try Self.halfway(try await office.signIn(name: "xin", password: first, from: "x"))
        #expect(try await office.signedIn(token: halfway.token) == nil)
        for (new, again, refusal) in [
            (Self.own, "another long one", Refusal.passwordsDiffer), (first, first, .passwordUnchanged),
            ("short", "short", .malformed(Malformed("password", expected: "at least 10 characters"))),
        ] {
            await #expect(throws: refusal) {
                try await office.replaceFirstPassword(with: new, again: again, in: halfway)
            }
        }
        _ = try Self.halfway(try await office.arrival(token: halfway.token))
        let other = try Self.halfway(try await office.signIn(name: "xin", password: first, from: "y"))

        try await office.replaceFirstPassword(with: Self.own, again: Self.own, in: halfway)

        #expect(try await office.signedIn(token: halfway.token)?.signInName == "xin")
        // Whoever else came in with the first password is out, and it opens nothing any more.
        #expect(try await office.arrival(token: other.token) == nil)
        await #expect(throws: Refusal.signInNeeded) {
            try await office.replaceFirstPassword(with: "yet another one", again: "yet another one", in: halfway)
        }
        await #expect(throws: Refusal.signInFailed) { try await office.signIn(name: "xin", password: first, from: "x") }
        guard case .signedIn = try await office.signIn(name: "xin", password: Self.own, from: "x") else {
            Issue.record("asked again")
            return
        }
        try await board.close()
    }

    @Test func `a password that an administrator has reset is a first one again, and the own change is none`()
        async throws
    {
        let board = try await TestBoard.make()
        let office = board.office
        let mine = try await board.signIn(.intake)
        try await office.changePassword(
            from: TestBoard.password,
            to: Self.own,
            again: Self.own,
            for: mine,
            at: "127.0.0.1"
        )
        #expect(try await office.signedIn(token: mine.token) != nil)
        let admin = Actor.staff(board.staff(.administrator))
        let next = try await office.resetPassword(of: mine.staff.account, by: admin)
        #expect(try await office.arrival(token: mine.token) == nil)
        _ = try Self.halfway(try await office.signIn(name: "intake", password: next, from: "x"))
        try await board.close()
    }

    @Test func `the code comes before the password, and the second factor that a role asks for after it`() async throws
    {
        let board = try await TestBoard.make()
        let office = board.office
        let admin = Actor.staff(board.staff(.administrator))
        let first = try await office.openAccount(Self.grant("xin"), by: admin)
        try await office.requireSecondFactor(.intake, true, by: admin)
        let halfway = try Self.halfway(try await office.signIn(name: "xin", password: first, from: "x"))
        try await office.replaceFirstPassword(with: Self.own, again: Self.own, in: halfway)
        guard case .halfway(let next)? = try await office.arrival(token: halfway.token) else {
            Issue.record("let in without the second factor")
            return
        }
        #expect(next.missing == .secondFactor)
        try await board.close()
    }

    @Test func `whoever comes through the provider types no password and is asked for none`() async throws {
        let board = try await TestBoard.make()
        let office = board.office
        let admin = Actor.staff(board.staff(.administrator))
        _ = try await office.openAccount(Self.grant("xin"), by: admin)
        let row = try #require(try await office.accounts(named: ["xin"]).first)
        let link = Account.SignOn(issuer: "https://id.example", subject: "7")
        try await office.link(link, to: row.id, by: .system)
        guard case .signedIn(let signedIn) = try await office.signIn(link) else {
            Issue.record("asked for a password")
            return
        }
        #expect(try await office.signedIn(token: signedIn.token) != nil)
        try await board.close()
    }
}
