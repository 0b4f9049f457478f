import Application
import Domain
import Foundation
import Store
import TestKit
import Testing

/// What administrators do to accounts: never to the own, never so that nobody could any more.
struct KeepAccountsTests {
    private static func another(_ board: TestBoard, _ name: String = "second") async throws -> Staff {
        let grant = Account.Grant(
            signInName: name,
            displayName: "另一名管理员",
            roles: [.administrator],
            scope: .district
        )
        _ = try await board.office.openAccount(grant, by: .system)
        let row = try #require(try await board.office.accounts(named: [name]).first)
        return Staff(account: row.id, roles: [.administrator], scope: .district, unit: nil)
    }

    private static func types(_ board: TestBoard) async throws -> [String] {
        try await board.office.engine.read { db in
            try db.rows("SELECT facts FROM entry WHERE kind = 'account' ORDER BY seq") {
                let facts = try Facts(canonical: try $0.blob(0))
                return try facts.text("t")
            }
        }
    }

    /// Sets a second factor up, beside the pages.
    private static func setFactor(_ account: ID<Account>, _ board: TestBoard) async throws {
        try await board.office.engine.write { db in
            try SecondFactorRecords.offer(sealed: [1], to: account, in: db)
            _ = try SecondFactorRecords.use(step: 1, of: account, in: db)
        }
    }

    @Test(arguments: TestEngine.all)
    func `an account is opened with a password that is shown once, and its rights change at once`(
        engine: TestEngine
    ) async throws {
        let board = try await TestBoard.make(on: engine)
        let office = board.office
        let admin = Actor.staff(board.staff(.administrator))
        var grant = Account.Grant(signInName: "li", displayName: "李", roles: [.intake], scope: .district)

        let password = try await office.openAccount(grant, by: admin)
        await #expect(throws: Refusal.accountExists) { try await office.openAccount(grant, by: admin) }
        let arrival = try await office.signIn(name: "li", password: password, from: "127.0.0.1")
        #expect(password.count == 19)
        let own = "a password of my own"
        guard case .halfway(let halfway) = arrival else { throw Refusal.signInNeeded }
        try await office.replaceFirstPassword(with: own, again: own, in: halfway)

        grant.roles = [.dispatcher]
        let id = arrival.account
        try await office.changeAccount(id, to: grant, by: admin)
        #expect(try await office.signedIn(token: arrival.token)?.staff.roles == [.dispatcher])
        try await office.lockAccount(id, by: admin)
        #expect(try await office.signedIn(token: arrival.token) == nil)
        await #expect(throws: Refusal.signInFailed) {
            try await office.signIn(name: "li", password: own, from: "127.0.0.1")
        }
        #expect(office.directory.closedAccounts.contains(id))
        try await office.unlockAccount(id, by: admin)
        let back = try await office.signIn(name: "li", password: own, from: "127.0.0.1")
        #expect(try await office.endSessions(of: id, by: admin) == 1)
        #expect(try await office.signedIn(token: back.token) == nil)
        let next = try await office.resetPassword(of: id, by: admin)
        #expect(next != password)
        _ = try await office.signIn(name: "li", password: next, from: "127.0.0.1")
        #expect(
            try await Self.types(board).suffix(6) == [
                "account.opened", "account.changed", "account.locked", "account.unlocked", "account.sessions_ended",
                "account.password_reset",
            ]
        )
        #expect(try await office.rebuild { _, _ in }.isSame)
        try await board.close()
    }

    @Test func `nobody changes the own rights, and the last administrator stays`() async throws {
        let board = try await TestBoard.make()
        let office = board.office
        let mine = board.staff(.administrator)
        let own = try #require(try await office.account(mine.account))
        var less = own.grant
        less.roles = [.intake]
        await #expect(throws: Refusal.ownRights) {
            try await office.changeAccount(mine.account, to: less, by: .staff(mine))
        }
        await #expect(throws: Refusal.ownRights) { try await office.lockAccount(mine.account, by: .staff(mine)) }
        await #expect(throws: Refusal.ownRights) { try await office.resetPassword(of: mine.account, by: .staff(mine)) }
        await #expect(throws: Refusal.ownRights) { try await office.askFactorReset(of: mine.account, by: mine) }
        // The operator at the machine cannot either.
        await #expect(throws: Refusal.lastAdministrator) { try await office.lockAccount(mine.account, by: .system) }
        await #expect(throws: Refusal.lastAdministrator) {
            try await office.changeAccount(mine.account, to: less, by: .system)
        }
        less = own.grant
        less.scope = .unit(try UnitCode(parsing: "411002001"))
        await #expect(throws: Refusal.lastAdministrator) {
            try await office.changeAccount(mine.account, to: less, by: .system)
        }
        try await board.close()
    }

    @Test(arguments: TestEngine.all)
    func `two administrators who lock one another at the same time do not both succeed`(
        engine: TestEngine
    ) async throws {
        let board = try await TestBoard.make(on: engine)
        let office = board.office
        let (first, second) = (board.staff(.administrator), try await Self.another(board))
        let outcomes = await withTaskGroup(of: Bool.self) { group in
            for (actor, target) in [(first, second), (second, first)] {
                group.addTask {
                    do {
                        try await office.lockAccount(target.account, by: .staff(actor))
                        return true
                    } catch { return false }
                }
            }
            return await group.reduce(into: [Bool]()) { $0.append($1) }
        }
        #expect(outcomes.count { $0 } == 1)
        let open = try await office.allAccounts().filter { $0.isOpen && $0.grant.roles.contains(.administrator) }
        #expect(open.count == 1)
        try await board.close()
    }

    @Test func `rights reach no further than one's own`() async throws {
        let board = try await TestBoard.make()
        let office = board.office
        let street = Scope.unit(try UnitCode(parsing: "411002001"))
        let grant = Account.Grant(signInName: "s", displayName: "街道管理员", roles: [.administrator], scope: street)
        _ = try await office.openAccount(grant, by: .system)
        let row = try #require(try await office.accounts(named: ["s"]).first)
        let actor = Actor.staff(Staff(account: row.id, roles: [.administrator], scope: street, unit: nil))
        var wide = Account.Grant(signInName: "x", displayName: "x", roles: [.intake], scope: .district)
        await #expect(throws: Refusal.beyondScope) { try await office.openAccount(wide, by: actor) }
        wide.scope = .unit(try UnitCode(parsing: "411002001001"))
        _ = try await office.openAccount(wide, by: actor)
        let opened = try #require(try await office.accounts(named: ["x"]).first)
        wide.scope = .district
        await #expect(throws: Refusal.beyondScope) { try await office.changeAccount(opened.id, to: wide, by: actor) }
        await #expect(throws: Refusal.beyondScope) {
            try await office.lockAccount(board.staff(.intake).account, by: actor)
        }
        try await board.close()
    }

    @Test(arguments: TestEngine.all)
    func `a role that comes to ask for a second factor ends the sessions that were opened without one`(
        engine: TestEngine
    ) async throws {
        let board = try await TestBoard.make(on: engine)
        let office = board.office
        let (chief, intake) = (try await board.signIn(.dutyChief), try await board.signIn(.intake))
        let with = try await board.signIn(.leader)
        try await Self.setFactor(with.staff.account, board)
        let admin = Actor.staff(board.staff(.administrator))

        #expect(try await office.requireSecondFactor(.dutyChief, true, by: admin) == 1)
        #expect(try await office.requireSecondFactor(.leader, true, by: admin) == 0)

        #expect(try await office.signedIn(token: chief.token) == nil)
        #expect(try await office.signedIn(token: intake.token) != nil)
        #expect(try await office.signedIn(token: with.token) != nil)
        // So does an account that comes to such a role.
        let row = try #require(try await office.account(intake.staff.account))
        var grant = row.grant
        grant.roles.insert(.dutyChief)
        try await office.changeAccount(row.id, to: grant, by: admin)
        #expect(try await office.signedIn(token: intake.token) == nil)
        try await board.close()
    }

    @Test func `a second factor is taken away by two people`() async throws {
        let board = try await TestBoard.make()
        let office = board.office
        let (first, second) = (board.staff(.administrator), try await Self.another(board))
        let target = board.staff(.intake).account
        await #expect(throws: Refusal.unknown(.token)) { try await office.askFactorReset(of: target, by: first) }
        try await Self.setFactor(target, board)
        await #expect(throws: Refusal.resetNotAsked) {
            try await office.decideFactorReset(of: target, grants: true, by: second)
        }

        try await office.askFactorReset(of: target, by: first)
        #expect(try await office.account(target)?.resetAskedBy == first.account)
        await #expect(throws: Refusal.askerMayNotApprove) {
            try await office.decideFactorReset(of: target, grants: true, by: first)
        }
        try await office.decideFactorReset(of: target, grants: false, by: second)
        #expect(try await office.secondFactor(of: target).isSet)
        try await office.askFactorReset(of: target, by: second)
        try await office.decideFactorReset(of: target, grants: true, by: first)

        #expect(try await !office.secondFactor(of: target).isSet)
        #expect(try await office.account(target)?.resetAskedBy == nil)
        #expect(
            try await Self.types(board).suffix(4) == [
                "account.factor_reset_asked", "account.factor_reset_declined", "account.factor_reset_asked",
                "account.second_factor_dropped",
            ]
        )
        try await board.close()
    }
}
