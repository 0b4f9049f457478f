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

    static func situation(_ actor: Actor, at now: Instant = monday, isInScope: Bool = true) throws -> Case.Situation {
        let category = try category()
        return Case.Situation(
            now: now,
            actor: actor,
            isInScope: isInScope,
            categories: [category.code: category],
            units: [try UnitCode(parsing: "CG"), try UnitCode(parsing: "HW")],
            calendar: try WorkingCalendar(version: "test"),
            post: nil
        )
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
            receipt: nil,
            hasContact: hasContact
        )
    }

    /// Who usually does something.
    static func usual(_ action: CaseAction) throws -> Actor {
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
        }
    }

    /// Puts commands through, each by whoever usually does it, a minute apart.
    static func play(_ commands: [CaseCommand], from start: Case = Case()) throws -> Case {
        var state = start
        var now = monday
        for command in commands {
            let events = try state.decide(command, in: situation(usual(command.action), at: now))
            for event in events { state.apply(event) }
            now = now.advanced(bySeconds: 60)
        }
        return state
    }

    /// The shortest way to a stage.
    static func way(to stage: Stage.Name) throws -> [CaseCommand] {
        func c(_ actions: CaseAction...) throws -> [CaseCommand] { try actions.map(command) }
        let established = try c(.report, .register, .establish)
        let handled = try established + c(.dispatch, .acknowledge, .beginHandling, .feedBack)
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
        case .handling: try established + c(.dispatch, .acknowledge, .beginHandling)
        case .feedback: handled
        case .checking: try handled + c(.askCheck)
        case .passed: try handled + c(.askCheck, .check)
        case .failed: try handled + c(.askCheck) + [.check(isSolved: false, note: "没修好")]
        case .closed: try handled + c(.askCheck, .check, .close)
        case .withdrawn: try c(.report, .withdraw)
        case .voided: try c(.report, .askVoid, .approveVoid)
        }
    }
}
