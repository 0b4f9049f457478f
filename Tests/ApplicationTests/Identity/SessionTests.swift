import Application
import Domain
import Store
import TestKit
import Testing

/// What is open for somebody, and how it ends.
struct SessionTests {
    @Test func `a session ends after two hours without use, and after twelve in any case`() async throws {
        let board = try await TestBoard.make()
        let office = board.office
        let idle = try await board.signIn(.intake)
        let used = try await board.signIn(.dispatcher)
        for _ in 0..<11 {
            board.clock.advance(seconds: 3_600)
            #expect(try await office.signedIn(token: used.token) != nil)
        }
        #expect(try await office.signedIn(token: idle.token) == nil)
        board.clock.advance(seconds: 3_599)
        #expect(try await office.signedIn(token: used.token) != nil)
        board.clock.advance(seconds: 1)
        #expect(try await office.signedIn(token: used.token) == nil)
        try await board.close()
    }

    @Test func `the last use is kept to five minutes`() async throws {
        let board = try await TestBoard.make()
        let signedIn = try await board.signIn(.intake)
        let account = signedIn.staff.account
        board.clock.advance(seconds: 299)
        _ = try await board.office.signedIn(token: signedIn.token)
        #expect(try await board.office.sessions(of: account).map(\.usedAt) == [TestBoard.start])
        board.clock.advance(seconds: 1)
        _ = try await board.office.signedIn(token: signedIn.token)
        #expect(try await board.office.sessions(of: account).map(\.usedAt) == [board.office.now])
        try await board.close()
    }

    @Test func `a person ends one session, or all others, and nobody else's`() async throws {
        let board = try await TestBoard.make()
        let office = board.office
        var mine: [SignedIn] = []
        for _ in 0..<4 { mine.append(try await board.signIn(.intake)) }
        let other = try await board.signIn(.dispatcher)
        let account = mine[0].staff.account

        try await office.endSession(mine[1].session.id, of: account)
        try await office.endSession(other.session.id, of: account)

        #expect(try await office.signedIn(token: mine[1].token) == nil)
        #expect(try await office.signedIn(token: other.token) != nil)
        #expect(try await office.sessions(of: account).count == 3)

        try await office.endSessions(of: account, but: mine[0].session.id)

        #expect(try await office.sessions(of: account).map(\.id) == [mine[0].session.id])
        #expect(try await office.signedIn(token: mine[0].token) != nil)
        #expect(try await office.signedIn(token: other.token) != nil)
        #expect(try await office.endSessions(of: account) == 1)
        #expect(try await office.signedIn(token: mine[0].token) == nil)
        try await board.close()
    }

    @Test func `whoever changes the own password stays, the others go, and a wrong current one is throttled`()
        async throws
    {
        let board = try await TestBoard.make()
        let office = board.office
        let (mine, other) = (try await board.signIn(.intake), try await board.signIn(.intake))
        func change(_ current: String, _ new: String, _ again: String) async throws {
            try await office.changePassword(from: current, to: new, again: again, for: mine, at: "10.0.0.9")
        }
        let new = "一个新的足够长的密码"
        await #expect(throws: Refusal.passwordsDiffer) { try await change(TestBoard.password, new, new + "x") }
        await #expect(throws: Refusal.self) { try await change(TestBoard.password, "short", "short") }
        try await change(TestBoard.password, new, new)
        #expect(try await office.signedIn(token: mine.token) != nil)
        #expect(try await office.signedIn(token: other.token) == nil)
        for _ in 0..<5 { await #expect(throws: Refusal.signInFailed) { try await change("wrong", new, new) } }
        await #expect(throws: Refusal.throttled(retryAfter: 2)) { try await change(new, new, new) }
        try await board.close()
    }

    @Test(arguments: [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "firefox/linux"),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126 Safari/537.36 Edg/126",
            "edge/windows"
        ),
        (
            "Mozilla/5.0 (Linux; Android 14; V2309A) AppleWebKit/537.36 Chrome/116 Mobile Safari/537.36 MicroMessenger/8.0",
            "wechat/android"
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605 Version/17.5 Safari/604",
            "safari/ios"
        ),
        ("curl/8.5", "other/other"), (nil, "other/other"),
    ])
    func `of a browser its family and system are kept, and nothing that tells two apart`(header: String?, kept: String)
    {
        #expect(UserAgent.coarse(header) == kept)
        #expect(kept.utf8.count <= 32)
    }

    @Test func `a provider's person opens the account that is linked, and no other way leads there`() async throws {
        let board = try await TestBoard.make()
        let office = board.office
        let link = Account.SignOn(issuer: "https://login.example", subject: "4711")
        await #expect(throws: Refusal.notLinked) { try await office.signIn(link) }

        try await office.link(link, to: board.staff(.intake).account, by: .system)

        guard case .signedIn(let signedIn) = try await office.signIn(link) else { throw Refusal.signInNeeded }
        #expect(signedIn.staff == board.staff(.intake) && signedIn.session.isSignOn)
        for other in [
            Account.SignOn(issuer: "https://other.example", subject: "4711"),
            Account.SignOn(issuer: link.issuer, subject: "4712"),
            Account.SignOn(issuer: link.issuer, subject: "intake"),
        ] {
            await #expect(throws: Refusal.notLinked) { try await office.signIn(other) }
        }
        await #expect(throws: Refusal.linkTaken) {
            try await office.link(link, to: board.staff(.dispatcher).account, by: .system)
        }
        try await office.change(.close, on: board.staff(.intake).account, by: .system)
        await #expect(throws: Refusal.notLinked) { try await office.signIn(link) }
        // Whoever has left makes room.
        try await office.link(link, to: board.staff(.dispatcher).account, by: .system)
        _ = try await office.signIn(link)
        try await office.link(nil, to: board.staff(.dispatcher).account, by: .system)
        await #expect(throws: Refusal.notLinked) { try await office.signIn(link) }
        try await board.close()
    }
}
