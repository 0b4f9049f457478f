import Application
import Domain
import Foundation
import Store
import TestKit
import Testing

/// Who may do what, and where: the tables B.4 and B.5 of the domain, written out by hand.
struct RightsTests {
    /// T numbers of B.4 behind each; where there is no ● the role may not.
    ///
    /// B.5 gives the grid worker T1–T4 and the intake clerk T3: asking for verification is the clerk's, as B.4 says. Four
    /// eyes keep the duty chief from T9; the supervisor asks for answers and changes nothing else, and sees no contact data.
    private static let table = """
                            grid_worker  community  intake  duty_chief  leader  dispatcher  handling_unit  supervisor  administrator  steward  service_chief
        report                   ●           ·        ●         ·         ·         ·             ·            ·             ·           ·           ·        T1
        handle_on_spot           ●           ●        ·         ·        ·         ·         ·         ·             ·            ·             ·        T2, L2
        ask_verification         ·           ·        ●         ·         ·         ·             ·            ·             ·           ·           ·        T3
        verify                   ●           ·        ·           ·        ·         ·         ·         ·             ·            ·             ·        T4
        place                    ·           ·        ●         ·         ·         ·             ·            ·             ·           ·           ·        T5
        register                 ·           ·        ●         ·         ·         ·             ·            ·             ·           ·           ·        T5
        ask_non_acceptance       ·           ·        ●         ·         ·         ·         ·         ·             ·            ·             ·        T6, first
        merge                    ·           ·        ●         ·         ·         ·             ·            ·             ·           ·           ·        T7
        unmerge                  ·           ·        ●         ·         ·         ·         ·         ·             ·            ·             ·        T7
        establish                ·           ·        ·         ●         ·         ·             ·            ·             ·           ·           ·        T8
        dispatch                 ·           ·        ·         ·         ·         ●             ·            ·             ·            ·             ·        T9
        acknowledge              ·           ·        ·         ·         ·         ·             ●            ·             ·           ·           ·        T10
        object                   ·           ·        ·         ·         ·         ·             ●            ·             ·           ·           ·        T11
        uphold_objection         ·           ·        ·         ·         ·         ●             ·            ·             ·            ·             ·        T11
        reject_objection         ·           ·        ·         ·         ·         ●             ·            ·             ·           ·           ·        T11
        begin_handling           ·           ·        ·         ·         ·         ·             ●            ·             ·           ·           ·        T12
        ask_more_time            ·           ·        ·         ·         ·         ·             ●            ·             ·            ·             ·        T13, first
        ask_suspension           ·           ·        ·         ·         ·         ·             ●            ·             ·           ·           ·        T14, first
        grant_request            ·           ·        ·         ●         ●         ·             ·         ·             ·            ·             ·        T6, T13, T14, T24, second
        decline_request          ·           ·        ·         ●         ●         ·             ·            ·             ·           ·           ·        T6, T13, T14, T24, second
        resume                   ·           ·        ·         ·         ·         ●             ·            ·             ·           ·           ·        T15
        feed_back                ·           ·        ·         ·         ·         ·             ●            ·             ·            ·             ·        T16
        ask_check                ·           ·        ●         ·         ·         ·             ·            ·             ·           ·           ·        T17
        check                    ●           ·        ·           ·        ·         ·         ·         ·             ·            ·             ·        T18
        send_back                ·           ·        ·         ·         ·         ●             ·            ·             ·           ·           ·        T19
        close                    ·           ·        ·         ●         ·         ·             ·            ·             ·           ·           ·        T20
        contest                  ·           ·                  ·           ·        ·         ·         ·         ·             ·            ·             ·        T21, reporter
        redo                     ·           ·        ●         ·         ·         ·             ·            ·             ·           ·           ·        T22
        explain                  ·           ·        ●         ·         ·         ·             ·            ·             ·           ·           ·        T22
        reopen                   ·           ·                   ·           ·        ·         ·         ·         ·             ·            ·             ·        reporter
        ask_void                 ·           ·        ●         ·         ·         ●             ·            ·             ·           ·           ·        T23, first
        approve_void             ·           ·        ·         ●         ·         ·         ·         ·             ·            ·             ·        T23, second
        decline_void             ·           ·        ·         ●         ·         ·             ·            ·             ·           ·           ·        T23, second
        ask_termination          ·           ·        ·         ·         ·         ·             ●            ·             ·            ·             ·        T24, first
        supervise                ·           ·        ·         ·         ●         ·             ·            ●             ·           ·           ·        T25
        answer_supervision       ·           ·        ●         ●         ·         ●             ●            ·             ·           ·           ·        T25
        raise                    ●           ●        ·         ·         ·         ●             ·            ·             ·            ·             ·        T26
        lower                    ●           ●        ·         ·         ·         ●             ·            ·             ·           ·           ·        T26
        assist                   ·           ·        ·         ·         ·         ●             ·            ·             ·            ·             ·        T9, assisting
        acknowledge_assistance   ·           ·        ·         ·         ·         ·             ●            ·             ·           ·           ·        T10, assisting
        answer_assistance        ·           ·        ·         ·         ·         ·             ●            ·             ·            ·             ·        T16, assisting
        release_assistance       ·           ·        ·         ·         ·         ●             ·            ·             ·           ·           ·        T20
        blow_whistle             ·           ·        ·         ·         ·         ●             ·            ·             ·            ·             ·        T26, L3, first
        accept_call              ·           ·        ·         ·         ·         ·             ●            ·             ·           ·           ·        T26
        refuse_call              ·           ·        ·         ·         ·         ·             ●            ·             ·            ·             ·        T26
        arrive                   ·           ·        ·         ·         ·         ·             ●            ·             ·           ·           ·        T26
        report_action            ·           ·        ·         ·         ·         ·             ●            ·             ·            ·             ·        T26
        rate_call                ·           ·        ·         ·         ·         ●             ·            ·             ·           ·           ·        T26
        call_again               ·           ·        ·         ●         ●         ·             ·         ·             ·            ·             ·        T26, second
        release_call             ·           ·        ·         ●         ●         ·             ·            ·             ·           ·           ·        T26, second
        split                    ·           ·        ●         ·         ·         ●             ·            ·             ·            ·             ·        parts
        begin_part               ·           ·        ●         ·         ·         ●             ·            ·             ·           ·           ·        parts
        note_part                ·           ·                ·           ·        ·         ·         ·         ·             ·            ·             ·        parts, clockwork
        attach                   ·           ·        ●         ·         ·         ●             ·            ·             ·           ·           ·        parts
        detach                   ·           ·        ●         ·         ·         ●             ·            ·             ·           ·           ·        parts
        recuse                   ·           ·        ·         ●         ·         ·             ·            ·             ·           ·           ·        an entry each
        watch                    ·           ·        ·         ·         ·         ·             ·            ·             ·        clockwork      ·
        add                      ·           ·        ·         ·         ·         ·             ·            ·             ·           ·           ·        reporter
        withdraw                 ·           ·                 ·           ·        ·         ·         ·         ·             ·            ·             ·        reporter
        confirm                  ·           ·        ·         ·         ·         ·             ·            ·             ·           ·           ·        reporter
        rate                     ·           ·                     ·           ·        ·         ·         ·         ·             ·            ·             ·        reporter
        read_contact             ·           ·        ●         ●         ·         ·             ●            ·             ·           ·           ·        an entry each
        cover_photo              ·           ·        ●         ●         ·         ·         ·         ·             ·            ·             ·        an entry each
        see_original             ·           ·        ●         ●         ·         ·             ·            ·             ·           ·           ·        an entry each
        mark_overdue             ·           ·             ·           ·        ·         ·         ·         ·             ·            ·             ·        clockwork
        conclude_elsewhere       ·           ·        ·         ·         ·         ·             ·            ·             ·           ·           ·        import
        change_grid              ·           ·        ·         ·         ·         ·             ·            ·             ·           ·           ·        division
        """

    /// The table, read: every role in a column and every action in a row, or the reading fails.
    private static func rights() throws -> [Role: Set<CaseAction>] {
        let lines = table.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        let roles = try #require(lines.first).compactMap(Role.init(rawValue:))
        let actions = lines.dropFirst().compactMap { $0.first.flatMap(CaseAction.init(rawValue:)) }
        // A new role or command does not pass before somebody has written down whose it is.
        try #require(Set(roles) == Set(Role.allCases) && roles.count == Role.allCases.count)
        try #require(Set(actions) == Set(CaseAction.allCases) && actions.count == CaseAction.allCases.count)
        var rights: [Role: Set<CaseAction>] = [:]
        for (action, line) in zip(actions, lines.dropFirst()) {
            for (role, mark) in zip(roles, line.dropFirst()) where mark == "●" {
                rights[role, default: []].insert(action)
            }
        }
        return rights
    }

    static func command(_ action: CaseAction, of report: Report) throws -> CaseCommand {
        let later = TestBoard.start.advanced(bySeconds: 30 * 86_400)
        return switch action {
        case .report: .report(report)
        case .handleOnSpot: .handleOnSpot(note: "换好了")
        case .askVerification: .askVerification(note: "")
        case .verify: .verify(isReal: true, note: "")
        case .place: .place(report.place)
        case .register: .register(category: report.category)
        case .establish: .establish(note: "")
        case .dispatch: .dispatch(to: try UnitCode(parsing: "CG"), opinion: "")
        case .acknowledge: .acknowledge
        case .beginHandling: .beginHandling(contact: .notPossible)
        case .feedBack: .feedBack(Feedback(result: .solved, text: "换了灯泡"))
        case .askCheck: .askCheck
        case .check: .check(isSolved: true, note: "")
        case .sendBack: .sendBack(opinion: "再修")
        case .close: .close(reply: "已修好")
        case .add: .add(text: "还有")
        case .withdraw: .withdraw(reason: "")
        case .confirm: .confirm(isSolved: true, note: "")
        case .rate: .rate(stars: 5, comment: "")
        case .reopen: .reopen(ground: "又坏了")
        case .askVoid: .askVoid(ground: .mistake, note: "误报")
        case .approveVoid: .approveVoid
        case .declineVoid: .declineVoid(reason: "不是")
        case .readContact: .readContact(reason: "回访")
        case .markOverdue: .markOverdue
        case .concludeElsewhere: .concludeElsewhere(at: TestBoard.start)
        case .askNonAcceptance: .ask(.nonAcceptance(.petition, channel: "信访窗口"), note: "已在办")
        case .askMoreTime: .ask(.moreTime(1), note: "等材料")
        case .askSuspension: .ask(.suspension(.season, condition: "雨停", review: later), note: "雨季")
        case .askTermination: .ask(.termination(.noCooperation), note: "进不了门")
        case .grantRequest: .grantRequest
        case .declineRequest: .declineRequest(reason: "理由不足")
        case .resume: .resume(note: "")
        case .object: .object(.otherDuty, note: "归环卫")
        case .upholdObjection: .upholdObjection(note: "")
        case .rejectObjection: .rejectObjection(note: "是你们的")
        case .merge: .merge(into: report.number)
        case .unmerge: .unmerge(reason: "不是一回事")
        case .contest: .contest(.halfSolved, ground: "只修了一半")
        case .redo: .redo(note: "退回再办")
        case .explain: .explain(text: "不归本区管")
        case .supervise: .supervise(Supervision(grade: .listed, ground: .unsolved, opinion: "限期", due: later))
        case .answerSupervision: .answerSupervision(text: "已安排")
        case .raise: .raise(reason: "超出能力")
        case .lower: .lower(reason: "下面能办")
        case .changeGrid: .changeGrid(try GridCode(parsing: TestBoard.gridCodes[1], scheme: .national14))
        case .coverPhoto: .coverPhoto("p1", [try Rectangle(left: 1, top: 1, width: 1, height: 1)], shown: "p2")
        case .seeOriginal: .seeOriginal("p1", reason: "核对")
        case .assist: .share(.assist(try UnitCode(parsing: "HW"), opinion: "请配合", due: nil))
        case .acknowledgeAssistance: .share(.acknowledgeAssistance)
        case .answerAssistance: .share(.answerAssistance(Feedback(result: .solved, text: "已配合")))
        case .releaseAssistance: .share(.releaseAssistance(try UnitCode(parsing: "HW"), reason: "不需要了"))
        case .blowWhistle: .share(.blowWhistle(.emergency, units: [try UnitCode(parsing: "HW")], task: "一起到现场"))
        case .acceptCall: .share(.acceptCall)
        case .refuseCall: .share(.refuseCall(.otherDuty, note: "不归我们"))
        case .arrive: .share(.arrive(note: ""))
        case .reportAction: .share(.reportAction(text: "已拆除"))
        case .rateCall: .share(.rateCall(try UnitCode(parsing: "HW"), .done, note: ""))
        case .callAgain: .share(.callAgain(try UnitCode(parsing: "HW"), note: "清单上是你们"))
        case .releaseCall: .share(.releaseCall(try UnitCode(parsing: "HW"), reason: "另有安排"))
        case .split: .share(.split(report.category, text: "还有一处"))
        case .beginPart: .share(.beginPart(report))
        case .notePart: .share(.notePart(report.number, ending: .closed))
        case .attach: .share(.attach(to: report.number, reason: "一处的事"))
        case .detach: .share(.detach(reason: "不是一处的事"))
        case .recuse: .recuse(Recusal(), reason: "涉及个人")
        case .watch: .share(.watch)
        }
    }

    private static func scopes() throws -> (inside: [Scope], outside: [Scope]) {
        let grids = try TestBoard.gridCodes.map { try GridCode(parsing: $0, scheme: .national14) }
        return (
            [
                .district, .unit(try UnitCode(parsing: "411002")), .unit(try UnitCode(parsing: "411002001")),
                .unit(try UnitCode(parsing: "411002001001")), .grid(grids[0]),
            ],
            [
                .unit(try UnitCode(parsing: "411002002")), .unit(try UnitCode(parsing: "411002002001")),
                // A street whose code begins with the other's, and one that there is not.
                .unit(try UnitCode(parsing: "41100200")), .unit(try UnitCode(parsing: "CG")), .grid(grids[1]),
                .grid(grids[3]),
            ]
        )
    }

    @Test(arguments: Role.allCases)
    func `a role does what the table gives it, where it holds, and nothing else or elsewhere`(
        role: Role
    ) async throws {
        // given: a case in the first grid of the first street
        let board = try await TestBoard.make()
        let allowed = try Self.rights()[role] ?? []
        let scopes = try Self.scopes()
        let receipt = try await board.report(contact: Contact(phone: "13988887777"))
        let view = try #require(try await board.office.caseView(receipt.number, as: .system))
        let before = try await board.stored()
        func attempt(_ action: CaseAction, _ scope: Scope) async throws -> Refusal? {
            let staff = Staff(
                account: board.staff(role).account,
                roles: [role],
                scope: scope,
                unit: try UnitCode(parsing: "CG")
            )
            let command = try Self.command(action, of: view.file.report)
            do {
                try await board.office.perform(command, on: receipt.number, by: .staff(staff))
                return nil
            } catch let refusal as Refusal { return refusal }
        }

        // when, then: what is not in the table is refused for the role, wherever
        for action in CaseAction.allCases where !allowed.contains(action) {
            for scope in scopes.inside + scopes.outside {
                #expect(try await attempt(action, scope) == .notPermitted(action), "\(role) \(action) \(scope)")
            }
        }
        // what is in it is refused for the place, outside
        for action in allowed {
            for scope in scopes.outside {
                #expect(try await attempt(action, scope) == .outsideScope, "\(role) \(action) \(scope)")
            }
        }
        #expect(try await board.stored() == before)
        // and inside it is done, or refused for a reason that is not the person
        for action in CaseAction.allCases where allowed.contains(action) {
            for scope in scopes.inside {
                let refusal = try await attempt(action, scope)
                #expect(refusal != .notPermitted(action) && refusal != .outsideScope, "\(role) \(action) \(scope)")
                #expect(refusal != .signInNeeded)
            }
        }
        try await board.close()
    }

    @Test func `each step of the whole way is done by its role in its own street, and by no other role`() async throws {
        // given: staff of the first street only
        let board = try await TestBoard.make()
        let street = Scope.unit(try UnitCode(parsing: "411002001"))
        func staff(_ role: Role) throws -> Staff {
            let unit = role == .handlingUnit ? try UnitCode(parsing: "CG") : nil
            return Staff(account: board.staff(role).account, roles: [role], scope: street, unit: unit)
        }
        let receipt = try await board.report(contact: Contact(phone: "13988887777"))
        let report = try #require(try await board.office.caseView(receipt.number, as: .system)).file.report
        let way: [(CaseAction, Role)] = [
            (.askVerification, .intake), (.verify, .gridWorker), (.register, .intake), (.establish, .dutyChief),
            (.dispatch, .dispatcher), (.acknowledge, .handlingUnit), (.beginHandling, .handlingUnit),
            (.feedBack, .handlingUnit), (.askCheck, .intake), (.check, .gridWorker), (.close, .dutyChief),
        ]
        for (action, role) in way {
            // when: everybody else tries first
            let command = try Self.command(action, of: report)
            for other in Role.allCases where other != role {
                await #expect(throws: Refusal.notPermitted(action)) {
                    try await board.office.perform(command, on: receipt.number, by: .staff(staff(other)))
                }
            }
            await #expect(throws: Refusal.self) {
                try await board.office.perform(command, on: receipt.number, by: .resident)
            }
            await #expect(throws: Refusal.notPermitted(action)) {
                try await board.office.perform(command, on: receipt.number, by: .reporter)
            }

            // then
            try await board.office.perform(command, on: receipt.number, by: .staff(staff(role)))
        }
        let view = try #require(try await board.office.caseView(receipt.number, as: .resident))
        #expect(view.stage.name == .closed)
        try await board.close()
    }

    @Test(arguments: Role.allCases)
    func `a case that has no place yet belongs to those of the whole district`(role: Role) async throws {
        let board = try await TestBoard.make()
        let draft = ReportDraft(
            channel: .web,
            category: try CategoryCode(parsing: "waste"),
            place: PlaceDraft(address: "莲城大道"),
            text: "垃圾"
        )
        let receipt = try await board.office.report(draft, by: .resident)
        for scope in try Self.scopes().inside where scope != .district {
            let staff = Staff(account: board.staff(role).account, roles: [role], scope: scope, unit: nil)
            await #expect(throws: Refusal.outsideScope) {
                try await board.office.caseView(receipt.number, as: .staff(staff))
            }
            #expect(try await board.office.queue(for: staff, limit: 10).isEmpty)
        }
        try await board.close()
    }

    @Test func `lists, queues and single cases agree on what a person may see`() async throws {
        // given: a case in every grid, one of them with a unit
        let board = try await TestBoard.make()
        var numbers: [CaseNumber] = []
        for grid in TestBoard.gridCodes { numbers.append(try await board.report(grid: grid).number) }
        try await board.close(numbers[0])
        let scopes = try Self.scopes()
        for role in Role.allCases {
            for scope in scopes.inside + scopes.outside {
                for unit in [nil, try UnitCode(parsing: "CG"), try UnitCode(parsing: "HW")] {
                    let staff = Staff(account: board.staff(role).account, roles: [role], scope: scope, unit: unit)

                    // when
                    let listed =
                        try await board.office.filter(for: staff)
                        .asyncMap { try await board.office.cases($0).map(\.number) } ?? []

                    // then
                    for number in numbers {
                        var isShown = true
                        do { _ = try await board.office.caseView(number, as: .staff(staff)) } catch Refusal.outsideScope
                        {
                            isShown = false
                        }
                        #expect(listed.contains(number) == isShown, "\(role) \(scope) \(number.rawValue)")
                    }
                    let queue = try await board.office.queue(for: staff, limit: 10).map(\.number)
                    #expect(Set(queue).isSubset(of: listed), "\(role) \(scope)")
                }
            }
        }
        try await board.close()
    }
}

extension Optional {
    fileprivate func asyncMap<Result>(_ body: (Wrapped) async throws -> Result) async throws -> Result? {
        guard let self else { return nil }
        return try await body(self)
    }
}
