import Application
import Domain
import Foundation
import Geography
import Store
import TestKit
import Testing

/// Who may keep the board itself, and where: written out by hand, every action a row.
struct OfficeRightsTests {
    /// ● for roles that hold in the district, ○ where a street's is enough as well.
    private static let table = """
                                grid_worker  community  intake  duty_chief  leader  dispatcher  handling_unit  supervisor  administrator  steward  service_chief
        divide                       ·           ·        ·         ·         ·         ·             ·            ·             ●           ·           ·
        appoint                      ·           ·        ·         ·         ·         ·             ·            ·             ○           ·           ·
        relieve                      ·           ·        ·         ·         ·         ·             ·            ·             ○           ·           ·
        open_account                 ·           ·        ·         ·         ·         ·             ·            ·             ○           ·           ·
        change_account               ·           ·        ·         ·         ·         ·             ·            ·             ○           ·           ·
        lock_account                 ·           ·        ·         ·         ·         ·             ·            ·             ○           ·           ·
        end_sessions                 ·           ·        ·         ·         ·         ·             ·            ·             ○           ·           ·
        reset_password               ·           ·        ·         ·         ·         ·             ·            ·             ○           ·           ·
        reset_second_factor          ·           ·        ·         ·         ·         ·             ·            ·             ○           ·           ·
        require_second_factor        ·           ·        ·         ·         ·         ·             ·            ·             ●           ·           ·
        word_messages                ·           ·        ·         ·         ·         ·             ·            ·             ●           ·           ·
        erase                        ·           ·        ·         ·         ·         ·             ·            ·             ●           ·           ·
        define_indicators            ·           ·        ·         ·         ·         ·             ·            ·             ●           ·           ·
        freeze_figures               ·           ·        ·         ●         ●         ·             ·            ·             ●           ·           ·
        import_totals                ·           ·        ·         ●         ●         ·             ·            ·             ●           ·           ·
        run_activities               ○           ○        ·         ·         ·         ·             ·            ·             ·           ·           ·
        keep_handouts                ○           ○        ·         ·         ·         ·             ·            ·             ·           ·           ·
        keep_meetings                ·           ○        ·         ·         ·         ·             ·            ·             ·           ·           ·
        keep_checklists              ·           ·        ·         ●         ·         ·             ·            ·             ·           ·           ·
        plan_sweeps                  ·           ○        ·         ○         ·         ·             ·            ·             ·           ·           ·
        visit_elements               ○           ○        ·         ·         ·         ·             ·            ·             ·           ·           ·
        recheck_elements             ·           ·        ·         ·         ·         ·             ·            ○             ·           ·           ·
        match_needs                  ○           ○        ·         ·         ·         ·             ·            ·             ·           ·           ·
        keep_volunteers              ·           ○        ·         ·         ·         ·             ·            ·             ·           ·           ·
        keep_pledges                 ·           ○        ·         ·         ○         ·             ·            ·             ·           ·           ·
        record_disputes              ○           ○        ·         ·         ·         ·             ·            ·             ·           ·           ·
        order_forms                  ·           ·        ·         ○         ○         ·             ·            ·             ·           ·           ·
        hand_in_forms                ·           ○        ·         ·         ·         ·             ·            ·             ·           ·           ·
        write_bulletin               ·           ·        ●         ●         ·         ●             ·            ·             ·           ·           ·
        review_bulletin              ·           ·        ·         ●         ·         ·             ·            ●             ·           ·           ·
        release_bulletin             ·           ·        ·         ·         ●         ·             ·            ·             ·           ·           ·
        """

    private static func rights() throws -> [OfficeAction: [Role: String]] {
        let lines = table.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        let roles = try #require(lines.first).compactMap(Role.init(rawValue:))
        try #require(Set(roles) == Set(Role.allCases))
        var rights: [OfficeAction: [Role: String]] = [:]
        for line in lines.dropFirst() {
            let action = try #require(line.first.flatMap(OfficeAction.init(rawValue:)))
            rights[action] = Dictionary(uniqueKeysWithValues: zip(roles, line.dropFirst()))
        }
        // A new action does not pass before somebody has written down whose it is.
        try #require(Set(rights.keys) == Set(OfficeAction.allCases))
        return rights
    }

    /// What each action comes to, aimed at the first grid of the first street and at the account of a grid worker there.
    private static func attempt(_ action: OfficeAction, by staff: Staff, _ board: TestBoard) async throws {
        let office = board.office
        let actor = Actor.staff(staff)
        let grid = try GridCode(parsing: TestBoard.gridCodes[0], scheme: .national14)
        let target = try #require(try await office.accounts(named: ["target"]).first)
        switch action {
        case .divide:
            let merge = TerritoryDraft.Change.merge(
                try GridCode(parsing: TestBoard.gridCodes[3], scheme: .national14),
                into: try GridCode(parsing: TestBoard.gridCodes[2], scheme: .national14)
            )
            let draft = TerritoryDraft(
                change: merge,
                from: office.today.advanced(by: 9),
                basis: "1号",
                mayChangeOutline: false
            )
            _ = try await office.publish(draft, seen: nil, by: actor)
            try await office.withdrawPlan(by: actor)
        case .appoint:
            let change = RosterChange.standIn(
                .gridWorker,
                grid,
                deputy: target.id,
                from: office.today,
                until: office.today
            )
            _ = try await office.make(change, seen: "", by: actor)
        case .relieve:
            _ = try await office.make(.relieve(.gridWorker, grid, on: office.today), seen: "", by: actor)
        case .openAccount:
            var grant = target.grant
            grant.signInName = "new-\(UUID().uuidString.prefix(8))"
            _ = try await office.openAccount(grant, by: actor)
        case .changeAccount:
            var grant = target.grant
            grant.displayName = "\(UUID().uuidString.prefix(8))"
            try await office.changeAccount(target.id, to: grant, by: actor)
        case .lockAccount:
            try await office.lockAccount(target.id, by: actor)
            try await office.unlockAccount(target.id, by: actor)
        case .endSessions: try await office.endSessions(of: target.id, by: actor)
        case .resetPassword: _ = try await office.resetPassword(of: target.id, by: actor)
        case .resetSecondFactor:
            do { try await office.askFactorReset(of: target.id, by: staff) } catch Refusal.unknown(.token) {
                // The person has none: that is asked after the rights.
            }
        case .requireSecondFactor:
            try await office.requireSecondFactor(.leader, true, by: actor)
            try await office.requireSecondFactor(.leader, false, by: actor)
        case .erase:
            let nobody = CaseNumber(division: "411002", day: office.today, serial: 99_999)
            do { try await office.askErasure(of: .file(nobody), basis: .otherLaw, by: actor) } catch Refusal.unknown(
                .caseFile
            ) {
                // There is no such case: that is asked after the rights.
            }
        case .wordMessages:
            try await office.word(
                "mail.short_closed",
                Wording("办好了 \(UUID().uuidString)", english: "done"),
                from: office.today,
                by: actor
            )
        case .defineIndicators:
            var indicator = try #require(Indicator.builtIn.first)
            let known = try await office.indicators().last { $0.indicator.code == indicator.code }
            indicator.version = (known?.indicator.version ?? 0) + 1
            try await office.define(indicator, by: actor)
        case .freezeFigures:
            let today = office.today
            let window = try FigureWindow(from: today.advanced(by: -7), until: today)
            _ = try await office.freeze(try IndicatorCode(parsing: "case.reported"), in: window, by: actor)
        case .importTotals:
            let window = try FigureWindow(from: office.today.advanced(by: -7), until: office.today)
            let total = ImportedTotal(
                code: try IndicatorCode(parsing: "stat.total"),
                name: "合计",
                unit: "万元",
                value: "\(Int.random(in: 1...1_000_000))",
                window: window,
                priceBasis: .unknown,
                isCumulative: false,
                form: "1",
                authority: "统计局",
                source: "月报"
            )
            _ = try await office.importTotal(total, by: actor)
        case .runActivities, .keepHandouts, .keepMeetings, .keepChecklists, .planSweeps, .visitElements,
            .recheckElements, .matchNeeds, .keepVolunteers, .keepPledges, .recordDisputes,
            .orderForms, .handInForms:
            try await office.attemptWork(action, in: grid, by: actor)
        case .writeBulletin:
            // A window of its own for everybody who may.
            let monday = try Day(parsing: "2026-06-01").advanced(by: -7 * Int.random(in: 1...50_000))
            try await office.beginBulletin(.weekly, until: monday, in: .chinese, by: actor)
        case .reviewBulletin, .releaseBulletin:
            // What comes before them is other people's: BulletinOfficeTests go through all of it.
            try office.demand(action, of: actor)
        }
    }

    @Test(arguments: Role.allCases)
    func `a role does what the table gives it, where it holds, and nothing else or elsewhere`(
        role: Role
    ) async throws {
        // given: somebody with this role in the district, in the first street and in the second
        let board = try await TestBoard.make()
        let office = board.office
        let worker = Account.Grant(
            signInName: "target",
            displayName: "网格员",
            roles: [.gridWorker],
            scope: .grid(try GridCode(parsing: TestBoard.gridCodes[0], scheme: .national14))
        )
        _ = try await office.openAccount(worker, by: .system)
        try await office.adoptIndicators()
        try await office.prepareWork()
        let scopes: [(String, Scope)] = [
            ("district", .district), ("here", .unit(try UnitCode(parsing: "411002001"))),
            ("there", .unit(try UnitCode(parsing: "411002002"))),
        ]
        let unit = try UnitCode(parsing: "CG")
        for (action, rights) in try Self.rights() {
            for (name, scope) in scopes {
                let grant = Account.Grant(
                    signInName: "\(action.rawValue)-\(name)",
                    displayName: "某人",
                    roles: [role],
                    scope: scope,
                    unit: unit
                )
                _ = try await office.openAccount(grant, by: .system)
                let row = try #require(try await office.accounts(named: [grant.signInName]).first)
                let staff = Staff(account: row.id, roles: [role], scope: scope, unit: unit)
                let mark = try #require(rights[role])
                let before = office.position
                let expected: Refusal? =
                    switch (mark, name) {
                    case ("·", _): .roleNeeded(try #require(action.roles.min { $0.rawValue < $1.rawValue }))
                    case ("●", "district"), ("○", "district"), ("○", "here"): nil
                    default: .beyondScope
                    }
                var refused: Refusal?
                do { try await Self.attempt(action, by: staff, board) } catch let refusal as Refusal {
                    refused = refusal
                }
                #expect(refused == expected, "\(role) \(action) \(name)")
                if expected != nil { #expect(office.position == before) }
            }
        }
        for actor in [Actor.resident, .reporter] {
            #expect(throws: Refusal.signInNeeded) { try office.demand(.divide, of: actor) }
        }
        try await board.close()
    }
}
