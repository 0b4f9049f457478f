import Application
import Domain
import Store
import TestKit
import Testing

/// Codes from an app beside the password.
struct SecondFactorTests {
    /// Somebody's app.
    private struct App {
        let secret: [UInt8]

        init(_ offer: SecondFactorOffer) throws {
            // base32 back into bytes.
            let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
            var (bytes, buffer, bits) = ([UInt8](), 0, 0)
            for sign in offer.secret {
                buffer = (buffer << 5 | (try #require(alphabet.firstIndex(of: sign)))) & 0xFFFF
                bits += 5
                if bits >= 8 {
                    bits -= 8
                    bytes.append(UInt8(truncatingIfNeeded: buffer >> bits))
                }
            }
            secret = bytes
        }

        func code(at now: Instant, later steps: Int64 = 0) -> String {
            OneTimeCode.code(secret: secret, step: OneTimeCode.step(atSecond: now.secondsSinceEpoch) + steps)
        }
    }

    private func arrive(_ board: TestBoard, _ role: Role = .intake) async throws -> Arrival {
        try await board.office.signIn(name: role.rawValue, password: TestBoard.password, from: "127.0.0.1")
    }

    private func halfway(_ board: TestBoard, _ role: Role = .intake) async throws -> Halfway {
        guard case .halfway(let halfway) = try await arrive(board, role) else { throw Refusal.signInNeeded }
        return halfway
    }

    /// Sets a second factor up; the clock then stands a period later, where the next code is fresh.
    private func setUp(_ board: TestBoard, _ role: Role = .intake) async throws -> (App, [String], SignedIn) {
        let arrival = try await arrive(board, role)
        let offer = try await board.office.offerSecondFactor(to: arrival.account, named: role.rawValue)
        let app = try App(offer)
        let (codes, signedIn) = try await board.office.confirmSecondFactor(
            code: app.code(at: board.office.now),
            in: arrival
        )
        board.clock.advance(seconds: OneTimeCode.period)
        return (app, codes, signedIn)
    }

    private func types(_ board: TestBoard) async throws -> [String] {
        try await board.office.engine.read { db in
            try db.rows("SELECT facts FROM entry WHERE kind <> 'case' ORDER BY seq") {
                try Facts(canonical: $0.blob(0)).text("t")
            }
        }
    }

    @Test func `with a second factor the password alone opens nothing, and the code turns the session over`()
        async throws
    {
        // given
        let board = try await TestBoard.make()
        let (app, codes, first) = try await setUp(board)
        #expect(codes.count == 10 && Set(codes).count == 10)

        // when
        let halfway = try await halfway(board)

        // then
        #expect(halfway.missing == .code)
        #expect(try await board.office.signedIn(token: halfway.token) == nil)
        let signedIn = try await board.office.enter(code: app.code(at: board.office.now), in: halfway)
        #expect(signedIn.token != halfway.token && signedIn.csrf != halfway.csrf)
        #expect(try await board.office.arrival(token: halfway.token) == nil)
        #expect(try await board.office.signedIn(token: signedIn.token)?.staff == board.staff(.intake))
        #expect(try await board.office.signedIn(token: first.token) != nil)
        #expect(try await types(board).last == "account.second_factor_set")
        try await board.close()
    }

    @Test func `no code opens twice, not even one of a period before`() async throws {
        let board = try await TestBoard.make()
        let (app, _, _) = try await setUp(board)
        let code = app.code(at: board.office.now)
        _ = try await board.office.enter(code: code, in: halfway(board))
        for used in [code, app.code(at: board.office.now, later: -1)] {
            let halfway = try await halfway(board)
            await #expect(throws: Refusal.codeWrong) { try await board.office.enter(code: used, in: halfway) }
        }
        // The next one does, also a little early.
        let early = app.code(at: board.office.now, later: 1)
        _ = try await board.office.enter(code: early, in: halfway(board))
        try await board.close()
    }

    @Test func `the same code sent at the same time opens once`() async throws {
        let board = try await TestBoard.make()
        let (app, _, _) = try await setUp(board)
        let code = app.code(at: board.office.now)
        let (one, other) = (try await halfway(board), try await halfway(board))
        let opened = await withTaskGroup(of: Bool.self) { group in
            for halfway in [one, other] {
                group.addTask { (try? await board.office.enter(code: code, in: halfway)) != nil }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(opened == 1)
        try await board.close()
    }

    @Test(arguments: [(-2, false), (-1, true), (0, true), (1, true), (2, false)] as [(Int64, Bool)])
    func `a telephone's clock may differ by one period`(drift: Int64, opens: Bool) async throws {
        let board = try await TestBoard.make()
        let (app, _, _) = try await setUp(board)
        board.clock.advance(seconds: 10 * OneTimeCode.period)
        let halfway = try await halfway(board)
        let code = app.code(at: board.office.now, later: drift)
        if opens {
            _ = try await board.office.enter(code: code, in: halfway)
        } else {
            await #expect(throws: Refusal.codeWrong) { try await board.office.enter(code: code, in: halfway) }
        }
        try await board.close()
    }

    @Test func `a recovery code opens once, however it is written, and none is stored as it is`() async throws {
        let board = try await TestBoard.make()
        let (_, codes, _) = try await setUp(board)
        let written = codes[0].uppercased().replacing("-", with: " ")
        let signedIn = try await board.office.enter(code: written, in: halfway(board))
        #expect(try await board.office.secondFactor(of: signedIn.staff.account).recoveryCodes == 9)
        let again = try await halfway(board)
        await #expect(throws: Refusal.codeWrong) { try await board.office.enter(code: codes[0], in: again) }
        let kept = try await board.office.engine.read { db in
            try db.rows("SELECT hash FROM recovery_code") { try $0.blob(0) }
        }
        #expect(kept.count == 9 && kept.allSatisfy { $0.count == 32 })
        try await board.close()
    }

    @Test func `wrong codes have to wait like wrong passwords, and the password does not clear them`() async throws {
        let board = try await TestBoard.make()
        let (app, codes, _) = try await setUp(board)
        for wait in [nil, nil, nil, nil, nil, 2] as [Int?] {
            let halfway = try await halfway(board)
            let expected = wait.map { Refusal.throttled(retryAfter: $0) } ?? .codeWrong
            await #expect(throws: expected) { try await board.office.enter(code: "000000", in: halfway) }
        }
        let waiting = try await halfway(board)
        for right in [app.code(at: board.office.now), codes[0]] {
            await #expect(throws: Refusal.throttled(retryAfter: 2)) {
                try await board.office.enter(code: right, in: waiting)
            }
        }
        board.clock.advance(seconds: 2)
        _ = try await board.office.enter(code: app.code(at: board.office.now), in: waiting)
        // The right one has cleared the count.
        let after = try await halfway(board)
        await #expect(throws: Refusal.codeWrong) { try await board.office.enter(code: "000000", in: after) }
        try await board.close()
    }

    @Test func `a role that asks for it lets nobody in before it is set up, and nobody give it up`() async throws {
        // given
        let board = try await TestBoard.make()
        try await board.office.change(
            .requireSecondFactor(.administrator, true),
            on: ID<SignInRules>.board,
            by: .system
        )
        #expect(try await types(board).last == "sign_in.second_factor_required")

        // when
        let halfway = try await halfway(board, .administrator)

        // then
        #expect(halfway.missing == .secondFactor)
        #expect(try await board.office.signedIn(token: halfway.token) == nil)
        await #expect(throws: Refusal.signInNeeded) { try await board.office.enter(code: "000000", in: halfway) }
        let (app, _, signedIn) = try await setUp(board, .administrator)
        #expect(try await board.office.arrival(token: halfway.token) == nil)
        await #expect(throws: Refusal.secondFactorRequired) {
            try await board.office.giveUpSecondFactor(code: app.code(at: board.office.now), for: signedIn)
        }
        // Others are not asked, and nobody is when the rule is gone.
        _ = try await board.signIn(.intake)
        try await board.office.change(
            .requireSecondFactor(.administrator, false),
            on: ID<SignInRules>.board,
            by: .system
        )
        try await board.office.giveUpSecondFactor(code: app.code(at: board.office.now), for: signedIn)
        _ = try await board.signIn(.administrator)
        try await board.close()
    }

    @Test func `the administrator takes it away: an entry, and the end of every session`() async throws {
        let board = try await TestBoard.make()
        let (app, codes, signedIn) = try await setUp(board)
        let waiting = try await halfway(board)
        try await board.office.resetSecondFactor(of: signedIn.staff.account, by: .system)
        #expect(try await types(board).last == "account.second_factor_dropped")
        #expect(try await board.office.signedIn(token: signedIn.token) == nil)
        for code in [app.code(at: board.office.now), codes[0]] {
            await #expect(throws: Refusal.signInNeeded) { try await board.office.enter(code: code, in: waiting) }
        }
        _ = try await board.signIn(.intake)
        try await board.close()
    }

    @Test func `new recovery codes take the place of the old ones, against a code`() async throws {
        let board = try await TestBoard.make()
        let (app, old, signedIn) = try await setUp(board)
        await #expect(throws: Refusal.codeWrong) {
            try await board.office.renewRecoveryCodes(code: old[0], for: signedIn)
        }
        let new = try await board.office.renewRecoveryCodes(code: app.code(at: board.office.now), for: signedIn)
        #expect(Set(new).isDisjoint(with: old))
        let halfway = try await halfway(board)
        await #expect(throws: Refusal.codeWrong) { try await board.office.enter(code: old[0], in: halfway) }
        _ = try await board.office.enter(code: new[0], in: halfway)
        try await board.close()
    }

    @Test func `the secret is the same until it is confirmed, is sealed, and is shown no more afterwards`() async throws
    {
        let board = try await TestBoard.make()
        let account = board.staff(.intake).account
        let first = try await board.office.offerSecondFactor(to: account, named: "intake")
        #expect(try await board.office.offerSecondFactor(to: account, named: "intake").secret == first.secret)
        let app = try App(first)
        #expect(app.secret.count == 20)
        let sealed = try await board.office.engine.read { try SecondFactorRecords.factor(of: account, in: $0) }?.sealed
        #expect(sealed?.count == 48 && sealed.map { Array($0[12..<32]) } != app.secret)
        _ = try await setUp(board)
        await #expect(throws: Refusal.secondFactorSet) {
            try await board.office.offerSecondFactor(to: account, named: "intake")
        }
        try await board.close()
    }

    @Test func `whoever waits with the code for more than ten minutes begins again`() async throws {
        let board = try await TestBoard.make()
        let (_, _, _) = try await setUp(board)
        let halfway = try await halfway(board)
        board.clock.advance(seconds: Office.halfwayLength)
        #expect(try await board.office.arrival(token: halfway.token) == nil)
        try await board.close()
    }

    @Test func `a rebuild makes the rules and the links again`() async throws {
        let board = try await TestBoard.make()
        try await board.office.change(.requireSecondFactor(.intake, true), on: ID<SignInRules>.board, by: .system)
        let link = Account.SignOn(issuer: "https://login.example", subject: "4711")
        try await board.office.link(link, to: board.staff(.dispatcher).account, by: .system)
        #expect(try await board.office.rebuild { _, _ in }.isSame)
        #expect(try await board.office.rolesWithSecondFactor() == [.intake])
        #expect(try await board.office.account(board.staff(.dispatcher).account)?.signOn == link)
        try await board.close()
    }
}
