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
}
