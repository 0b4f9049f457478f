import Application
import Domain
import Foundation
import TestKit
import Testing

struct SignInTests {
    @Test func `a session opens with the right password and ends with the day`() async throws {
        let board = try await TestBoard.make()
        let signedIn = try await board.signIn(.intake)
        #expect(try await board.office.signedIn(token: signedIn.token)?.staff == board.staff(.intake))
        board.clock.advance(seconds: Office.sessionLength)
        #expect(try await board.office.signedIn(token: signedIn.token) == nil)
        #expect(try await board.office.signedIn(token: "nothing") == nil)
        try await board.close()
    }

    @Test func `a wrong name and a wrong password are refused alike`() async throws {
        let board = try await TestBoard.make()
        for name in ["intake", "nobody"] {
            await #expect(throws: Refusal.signInFailed) {
                try await board.office.signIn(name: name, password: "wrong", from: "10.0.0.1")
            }
        }
        try await board.close()
    }

    @Test func `after five failures the next attempts have to wait, and a right one clears them`() async throws {
        let board = try await TestBoard.make()
        for _ in 0..<5 {
            await #expect(throws: Refusal.signInFailed) {
                try await board.office.signIn(name: "intake", password: "wrong", from: "10.0.0.2")
            }
        }
        await #expect(throws: Refusal.throttled(retryAfter: 2)) {
            try await board.office.signIn(name: "intake", password: TestBoard.password, from: "10.0.0.3")
        }
        await #expect(throws: Refusal.throttled(retryAfter: 2)) {
            try await board.office.signIn(name: "dispatcher", password: TestBoard.password, from: "10.0.0.2")
        }
        board.clock.advance(seconds: 2)
        _ = try await board.office.signIn(name: "intake", password: TestBoard.password, from: "10.0.0.2")
        try await board.close()
    }

    @Test func `a new password ends every session`() async throws {
        let board = try await TestBoard.make()
        let signedIn = try await board.signIn(.dispatcher)
        try await board.office.setPassword("another long password", for: signedIn.staff.account)
        #expect(try await board.office.signedIn(token: signedIn.token) == nil)
        await #expect(throws: Refusal.self) { try await board.office.setPassword("short", for: signedIn.staff.account) }
        try await board.close()
    }

    @Test func `every failure after the fifth doubles the wait, up to fifteen minutes, and a right word ends it`()
        async throws
    {
        let board = try await TestBoard.make()
        func attempt(_ password: String) async -> Refusal? {
            do {
                _ = try await board.office.signIn(name: "intake", password: password, from: "10.0.0.4")
                return nil
            } catch { return error as? Refusal }
        }
        // given
        for _ in 0..<5 { #expect(await attempt("wrong") == .signInFailed) }

        for wait in [2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900] {
            // when: the wait is told, shortens with time, and lasts to its last second, for the right word too
            #expect(await attempt("wrong") == .throttled(retryAfter: wait))
            board.clock.advance(seconds: Int64(wait) - 1)
            #expect(await attempt(TestBoard.password) == .throttled(retryAfter: 1))
            board.clock.advance(seconds: 1)

            // then
            #expect(await attempt("wrong") == .signInFailed)
        }
        board.clock.advance(seconds: 900)
        #expect(await attempt(TestBoard.password) == nil)
        for _ in 0..<5 { #expect(await attempt("wrong") == .signInFailed) }
        #expect(await attempt("wrong") == .throttled(retryAfter: 2))
        try await board.close()
    }

    @Test func `an attempt while waiting costs nothing more`() async throws {
        let board = try await TestBoard.make()
        for _ in 0..<5 {
            await #expect(throws: Refusal.signInFailed) {
                try await board.office.signIn(name: "intake", password: "wrong", from: "10.0.0.5")
            }
        }
        for _ in 0..<50 {
            await #expect(throws: Refusal.throttled(retryAfter: 2)) {
                try await board.office.signIn(name: "intake", password: "wrong", from: "10.0.0.5")
            }
        }
        board.clock.advance(seconds: 2)
        _ = try await board.office.signIn(name: "intake", password: TestBoard.password, from: "10.0.0.5")
        try await board.close()
    }

    @Test func `names differ by their letters, and are throttled however they are written`() async throws {
        let board = try await TestBoard.make()
        for name in ["INTAKE", "Intake", "intakE", "inTake", "intake"] {
            await #expect(throws: Refusal.signInFailed) {
                try await board.office.signIn(name: name, password: "wrong", from: "10.0.1.\(name.count)")
            }
        }
        await #expect(throws: Refusal.throttled(retryAfter: 2)) {
            try await board.office.signIn(name: "intake", password: TestBoard.password, from: "10.9.9.9")
        }
        try await board.close()
    }

    @Test func `a session lasts to its last second, and signing out ends that one only`() async throws {
        let board = try await TestBoard.make()
        let first = try await board.signIn(.intake)
        board.clock.advance(seconds: 60)
        let second = try await board.signIn(.intake)
        #expect(first.token != second.token && first.csrf != second.csrf)

        try await board.office.signOut(token: second.token)
        #expect(try await board.office.signedIn(token: second.token) == nil)
        // Used all day, or it would end for want of use.
        for _ in 0..<11 {
            board.clock.advance(seconds: 3_600)
            #expect(try await board.office.signedIn(token: first.token) != nil)
        }
        board.clock.advance(seconds: Office.sessionLength - 11 * 3_600 - 61)
        #expect(try await board.office.signedIn(token: first.token) != nil)
        board.clock.advance(seconds: 1)
        #expect(try await board.office.signedIn(token: first.token) == nil)
        try await board.close()
    }

    @Test func `a new password ends the sessions of its account only, and the old one opens none`() async throws {
        let board = try await TestBoard.make()
        let changed = [try await board.signIn(.dispatcher), try await board.signIn(.dispatcher)]
        let other = try await board.signIn(.intake)

        try await board.office.setPassword("another long password", for: changed[0].staff.account)

        for session in changed { #expect(try await board.office.signedIn(token: session.token) == nil) }
        #expect(try await board.office.signedIn(token: other.token) != nil)
        await #expect(throws: Refusal.signInFailed) { try await board.signIn(.dispatcher) }
        _ = try await board.office.signIn(name: "dispatcher", password: "another long password", from: "10.0.0.6")
        try await board.close()
    }

    @Test func `a closed account cannot sign in, and its open session is dead`() async throws {
        let board = try await TestBoard.make()
        let signedIn = try await board.signIn(.dutyChief)

        try await board.office.change(.close, on: signedIn.staff.account, by: .system)

        #expect(try await board.office.signedIn(token: signedIn.token) == nil)
        await #expect(throws: Refusal.signInFailed) { try await board.signIn(.dutyChief) }
        // A new password opens nothing either.
        try await board.office.setPassword("another long password", for: signedIn.staff.account)
        await #expect(throws: Refusal.signInFailed) {
            try await board.office.signIn(name: "duty_chief", password: "another long password", from: "10.0.0.7")
        }
        try await board.close()
    }

    @Test func `what an account may do changes in its open session at once`() async throws {
        let board = try await TestBoard.make()
        let signedIn = try await board.signIn(.intake)
        let grant = Account.Grant(
            signInName: "intake",
            displayName: "职员",
            roles: [.supervisor],
            scope: .unit(try UnitCode(parsing: "411002002"))
        )

        try await board.office.change(.change(grant), on: signedIn.staff.account, by: .system)

        let staff = try #require(try await board.office.signedIn(token: signedIn.token)).staff
        #expect(staff.roles == [.supervisor] && staff.scope == grant.scope)
        let receipt = try await board.report()
        await #expect(throws: Refusal.outsideScope) {
            try await board.office.caseView(receipt.number, as: .staff(staff))
        }
        try await board.close()
    }

    @Test func `an account without a password cannot be signed in to`() async throws {
        let board = try await TestBoard.make()
        for password in ["", TestBoard.password] {
            await #expect(throws: Refusal.signInFailed) {
                try await board.office.signIn(
                    name: "worker-\(TestBoard.gridCodes[0])",
                    password: password,
                    from: "10.0.0.8"
                )
            }
        }
        try await board.close()
    }
}
