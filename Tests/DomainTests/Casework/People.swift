import Domain
import Foundation

/// Staff, categories and cases for the rules' tests.
enum People {
    static let monday = Instant(secondsSinceEpoch: 1_780_279_200)  // 2026-06-01 10:00 +08:00

    static func account(_ number: UInt8) -> ID<Account> {
        ID(UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, number)))
    }

    /// Another person for every role.
    static func staff(_ role: Role, number: UInt8? = nil) throws -> Staff {
        let index = UInt8(Role.allCases.firstIndex(of: role) ?? 0) + 1
        let unit = role == .handlingUnit ? try UnitCode(parsing: "CG") : nil
        return Staff(account: account(number ?? index), roles: [role], scope: .district, unit: unit)
    }

    /// Somebody of the unit that assists, or is called.
    static func companion() throws -> Staff {
        Staff(
            account: account(66),
            roles: [.handlingUnit],
            scope: .district,
            unit: try UnitCode(parsing: "HW")
        )
    }

    static func category(isSelfHandlable: Bool = true) throws -> CauseCategory {
        let text = Wording("路灯", english: "Lamp")
        return CauseCategory(
            code: try CategoryCode(parsing: "lamp"),
            name: text,
            description: text,
            group: text,
            keywords: [],
            establishCondition: text,
            answerLimit: try Limit(parsing: "1wd"),
            verifyLimit: try Limit(parsing: "4wh"),
            solveLimit: try Limit(parsing: "5wd"),
            checkLimit: try Limit(parsing: "1wd"),
            leadUnit: try UnitCode(parsing: "CG"),
            isSelfHandlable: isSelfHandlable,
            attributes: []
        )
    }

    /// What begins a part of ``report(hasContact:grid:)``.
    static func partReport() throws -> Report {
        var report = try report(hasContact: false)
        report.whole = report.number
        report.number = CaseNumber(division: "411002", day: try Day(parsing: "2026-06-01"), serial: 3)
        return report
    }

    static func situation(_ actor: Actor, at now: Instant = monday, isInScope: Bool = true) throws -> Case.Situation {
        let category = try category()
        var situation = Case.Situation(
            now: now,
            actor: actor,
            isInScope: isInScope,
            categories: [category.code: category],
            units: [try UnitCode(parsing: "CG"), try UnitCode(parsing: "HW")],
            calendar: try WorkingCalendar(version: "test"),
            post: nil,
            other: try twin()
        )
        situation.leaders = [try staff(.leader)]
        situation.newNumber = try partReport().number
        return situation
    }

    /// An open case of the same matter, with another number.
    static func twin() throws -> Case {
        var report = try report()
        report.number = CaseNumber(division: "411002", day: try Day(parsing: "2026-06-01"), serial: 2)
        let answer = Clock(try category().answerLimit, startingAt: monday, in: try WorkingCalendar(version: "test"))
        var twin = Case()
        twin.apply(
            Case.Event(at: monday, by: .reporter, what: .reported(report, post: nil, answer: answer, calendar: "test"))
        )
        twin.apply(Case.Event(at: monday, by: .system, what: .registered(category: report.category)))
        return twin
    }

    /// An open case that has been registered, and may have parts.
    private static func whole() throws -> Report {
        var report = try report()
        report.number = CaseNumber(division: "411002", day: try Day(parsing: "2026-06-01"), serial: 2)
        return report
    }

    static func report(hasContact: Bool = true, grid: Bool = true) throws -> Report {
        Report(
            number: CaseNumber(division: "411002", day: try Day(parsing: "2026-06-01"), serial: 1),
            channel: .web,
            category: try CategoryCode(parsing: "lamp"),
            place: Report.Place(
                point: nil,
                address: "建设路 1 号",
                grid: grid ? try GridCode(parsing: "41100200100101", scheme: .national14) : nil
            ),
            text: "灯不亮",
            photos: ["p1"],
            receipt: nil,
            hasContact: hasContact
        )
    }

    /// Who usually does something; going up and down the levels is for whoever holds the case at its level.
    static func usual(_ action: CaseAction, in state: Case = Case()) throws -> Actor {
        if action == .raise || action == .lower { return .staff(try staff(state.file?.level.holder ?? .gridWorker)) }
        let assisting: Set<CaseAction> = [
            .acknowledgeAssistance, .answerAssistance, .acceptCall, .refuseCall, .arrive, .reportAction,
        ]
        if assisting.contains(action) { return .staff(try companion()) }
        if action == .callAgain { return .staff(try staff(.leader)) }
        let permission = action.permission
        if permission.reporter { return .reporter }
        if permission.resident { return .resident }
        if permission.system && permission.roles.isEmpty { return .system }
        return .staff(try staff(permission.roles.sorted { $0.rawValue < $1.rawValue }[0]))
    }

    /// A command of each action, complete enough to be taken.
    static func command(_ action: CaseAction) throws -> CaseCommand {
        switch action {
        case .report: .report(try report())
        case .handleOnSpot: .handleOnSpot(note: "换好了")
        case .askVerification: .askVerification(note: "")
        case .verify: .verify(isReal: true, note: "")
        case .place: .place(try report().place)
        case .register: .register(category: try CategoryCode(parsing: "lamp"))
        case .establish: .establish(note: "")
        case .dispatch: .dispatch(to: try UnitCode(parsing: "CG"), opinion: "")
        case .acknowledge: .acknowledge
        case .beginHandling: .beginHandling(contact: .reached)
        case .feedBack: .feedBack(Feedback(result: .solved, text: "换了灯泡"))
        case .askCheck: .askCheck
        case .check: .check(isSolved: true, note: "")
        case .sendBack: .sendBack(opinion: "再看看")
        case .close: .close(reply: "已修好")
        case .add: .add(text: "还有一盏")
        case .withdraw: .withdraw(reason: "")
        case .confirm: .confirm(isSolved: true, note: "")
        case .rate: .rate(stars: 5, comment: "")
        case .reopen: .reopen(ground: "又坏了")
        case .askVoid: .askVoid(ground: .mistake, note: "重复")
        case .approveVoid: .approveVoid
        case .declineVoid: .declineVoid(reason: "不重复")
        case .readContact: .readContact(reason: "回访")
        case .markOverdue: .markOverdue
        case .concludeElsewhere: .concludeElsewhere(at: monday)
        case .askNonAcceptance: .ask(.nonAcceptance(.petition, channel: "信访窗口"), note: "已在办")
        case .askMoreTime: .ask(.moreTime(2), note: "等材料")
        case .askSuspension:
            .ask(
                .suspension(.season, condition: "雨停", review: monday.advanced(bySeconds: 10 * 86_400)),
                note: "雨季"
            )
        case .askTermination: .ask(.termination(.noCooperation), note: "进不了门")
        case .grantRequest: .grantRequest
        case .declineRequest: .declineRequest(reason: "理由不足")
        case .resume: .resume(note: "")
        case .object: .object(.otherDuty, note: "归环卫")
        case .upholdObjection: .upholdObjection(note: "")
        case .rejectObjection: .rejectObjection(note: "清单上是你们")
        case .merge: .merge(into: CaseNumber(division: "411002", day: try Day(parsing: "2026-06-01"), serial: 2))
        case .unmerge: .unmerge(reason: "不是一回事")
        case .contest: .contest(.halfSolved, ground: "只修了一半")
        case .redo: .redo(note: "退回再办")
        case .explain: .explain(text: "另一半不归本区管")
        case .supervise:
            .supervise(
                Supervision(
                    grade: .listed,
                    ground: .unsolved,
                    opinion: "限期办好",
                    due: monday.advanced(bySeconds: 3 * 86_400)
                )
            )
        case .answerSupervision: .answerSupervision(text: "已安排")
        case .raise: .raise(reason: "超出能力")
        case .lower: .lower(reason: "下面能办")
        case .changeGrid: .changeGrid(try GridCode(parsing: "41100200100109", scheme: .national14))
        case .coverPhoto: .coverPhoto("p1", [try Rectangle(left: 1, top: 2, width: 3, height: 4)], shown: "p2")
        case .seeOriginal: .seeOriginal("p1", reason: "核对车牌")
        case .assist: .share(.assist(try UnitCode(parsing: "HW"), opinion: "请配合", due: nil))
        case .acknowledgeAssistance: .share(.acknowledgeAssistance)
        case .answerAssistance: .share(.answerAssistance(Feedback(result: .solved, text: "已配合")))
        case .releaseAssistance: .share(.releaseAssistance(try UnitCode(parsing: "HW"), reason: "不需要了"))
        case .blowWhistle:
            .share(.blowWhistle(.jointEnforcement, units: [try UnitCode(parsing: "HW")], task: "一起到现场"))
        case .acceptCall: .share(.acceptCall)
        case .refuseCall: .share(.refuseCall(.otherDuty, note: "不归我们"))
        case .arrive: .share(.arrive(note: ""))
        case .reportAction: .share(.reportAction(text: "已拆除"))
        case .rateCall: .share(.rateCall(try UnitCode(parsing: "HW"), .done, note: ""))
        case .callAgain: .share(.callAgain(try UnitCode(parsing: "HW"), note: "清单上是你们"))
        case .releaseCall: .share(.releaseCall(try UnitCode(parsing: "HW"), reason: "另有安排"))
        case .split: .share(.split(try CategoryCode(parsing: "lamp"), text: "线缆也断了"))
        case .beginPart: .share(.beginPart(try partReport()))
        case .notePart: .share(.notePart(try partReport().number, ending: .closed))
        case .attach: .share(.attach(to: try whole().number, reason: "一处的事"))
        case .detach: .share(.detach(reason: "不是一处的事"))
        case .watch: .share(.watch)
        case .recuse: .recuse(Recusal(units: [try UnitCode(parsing: "HW")]), reason: "投诉的是该单位")
        }
    }

    /// Puts commands through, each by whoever usually does it, a minute apart.
    static func play(_ commands: [CaseCommand], from start: Case = Case()) throws -> Case {
        var state = start
        var now = monday
        for command in commands {
            let events = try state.decide(command, in: situation(usual(command.action, in: state), at: now))
            for event in events { state.apply(event) }
            now = now.advanced(bySeconds: 60)
        }
        return state
    }

    /// The shortest way to a stage.
    static func way(to stage: Stage.Name) throws -> [CaseCommand] {
        func c(_ actions: CaseAction...) throws -> [CaseCommand] { try actions.map(command) }
        let established = try c(.report, .register, .establish)
        let handling = try established + c(.dispatch, .acknowledge, .beginHandling)
        let handled = try handling + c(.feedBack)
        return switch stage {
        case .unreported: []
        case .reported: try c(.report)
        case .selfHandled: try c(.report, .handleOnSpot)
        case .verifying: try c(.report, .askVerification)
        case .verified: try c(.report, .askVerification, .verify)
        case .refuted: try c(.report, .askVerification) + [.verify(isReal: false, note: "没有")]
        case .registered: try c(.report, .register)
        case .established: established
        case .dispatched: try established + c(.dispatch)
        case .acknowledged: try established + c(.dispatch, .acknowledge)
        case .handling: handling
        case .feedback: handled
        case .checking: try handled + c(.askCheck)
        case .passed: try handled + c(.askCheck, .check)
        case .failed: try handled + c(.askCheck) + [.check(isSolved: false, note: "没修好")]
        case .closed: try handled + c(.askCheck, .check, .close)
        case .notAccepted: try c(.report, .askNonAcceptance, .grantRequest)
        case .merged: try c(.report, .register, .merge)
        case .objected: try established + c(.dispatch, .object)
        case .returned: try established + c(.dispatch, .object, .upholdObjection)
        case .suspended: try handling + c(.askSuspension, .grantRequest)
        case .terminated: try handling + c(.askTermination, .grantRequest)
        case .contested: try handled + c(.askCheck, .check, .close, .contest)
        case .withdrawn: try c(.report, .withdraw)
        case .voided: try c(.report, .askVoid, .approveVoid)
        }
    }
}
