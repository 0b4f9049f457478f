import Domain
import Store

/// What becomes of the problems that firms named on visits: 39 are solved and confirmed, as the founding page says; the others are
/// explained, suspended, waiting for the firm, or still under way.
struct DemonstrationProblems: Sendable {
    let office: Office
    let staffing: DemonstrationOffice.Staffing
    let service: DemonstrationFirms.Service

    /// How far a problem comes.
    private enum End: Sendable {
        case closed(Feedback.Result)
        /// The firm says first that it is not solved.
        case reworked
        case suspended
        case answered
        case opined
        case assigned
        case graded
        case collected

        /// In the order in which they were noted, so that the newest are the least far.
        init(_ index: Int) {
            switch index {
            case ..<39: self = index % 13 == 5 ? .reworked : .closed(.solved)
            case ..<43: self = .closed(.explained)
            case ..<45: self = .closed(.partlySolved)
            case ..<47: self = .suspended
            case ..<50: self = .answered
            case ..<56: self = .opined
            case ..<59: self = .assigned
            case ..<62: self = .graded
            default: self = .collected
            }
        }
    }

    private enum Step: Sendable {
        case collect
        case grade(EnterpriseProblem.Grade)
        case dispatch
        case opine
        case answer(Feedback.Result)
        case firmSays(isSolved: Bool)
        case callBack
        case sendBack
        case askSuspension
        case grantSuspension
    }

    private static func steps(_ end: End, _ index: Int) -> [(days: Int, step: Step)] {
        let grade: EnterpriseProblem.Grade = index % 5 == 3 ? .crossing : index % 17 == 9 ? .complex : .simple
        let graded: [(Int, Step)] = [(0, .collect), (1, .grade(grade))]
        let assigned = graded + [(1, .dispatch)]
        // One of nine opinions is late.
        let opined = assigned + [(index % 9 == 4 ? 10 : 2, .opine)]
        let answered = { (result: Feedback.Result) in opined + [(12, .answer(result))] }
        let word: Step = index % 3 == 1 ? .callBack : .firmSays(isSolved: true)
        switch end {
        case .closed(let result): return answered(result) + [(14, word)]
        case .reworked:
            return answered(.solved) + [
                (14, .firmSays(isSolved: false)), (15, .sendBack), (16, .opine), (19, .answer(.solved)),
                (21, .firmSays(isSolved: true)),
            ]
        case .suspended: return opined + [(11, .askSuspension), (12, .grantSuspension)]
        case .answered: return answered(.solved)
        case .opined: return opined
        case .assigned: return assigned
        case .graded: return graded
        case .collected: return [(0, .collect)]
        }
    }

    /// - Throws: ``Fault``; a refusal here is a fault of the plan and is thrown as it is.
    func run(until end: Instant) async throws {
        let zone = office.settings.zone
        let directory = office.directory
        try await office.engine.write { db in
            for (index, noted) in service.noted.enumerated() {
                var number = 0
                for (place, planned) in Self.steps(End(index), index).enumerated() {
                    let day = noted.on.advanced(by: planned.days)
                    let moment = zone.instant(day: day, secondsOfDay: 57_000 + 600 * place)
                    guard moment <= end else { break }
                    try take(planned.step, noted, &number, at: moment, directory: directory, db: db)
                }
            }
        }
        // What still waits past its day says so, as it would on a board that is kept.
        try await office.markOverdueProblems()
        try await office.refreshDirectory()
    }

    private func take(
        _ step: Step,
        _ noted: DemonstrationFirms.Noted,
        _ number: inout Int,
        at moment: Instant,
        directory: Directory,
        db: any Connection
    ) throws {
        func staff(_ role: Role) throws -> Staff {
            guard let staff = staffing.byRole[role]?.first else { throw Refusal.unknown(.account) }
            return staff
        }
        func take(_ step: ProblemStep, by staff: Staff) throws {
            try office.take(step, at: number, by: staff, moment: moment, directory: directory, db: db)
        }
        func move(_ command: CaseCommand, by staff: Staff) throws {
            guard let matter = try ProblemQueries.summary(number, in: db)?.caseNumber else {
                throw Refusal.unknown(.caseFile)
            }
            try office.perform([command], on: matter, by: .staff(staff), at: moment, directory: directory, db: db)
        }
        func say(_ isSolved: Bool) throws {
            let word = EnterpriseProblem.Word(isSolved: isSolved, isSatisfied: isSolved, note: isSolved ? "" : "还差一点")
            try office.say(word, of: number, ofFirm: noted.firm, at: moment, directory: directory, db: db)
        }
        func unit() throws -> Staff {
            guard let unit = try ProblemQueries.summary(number, in: db)?.unit, let staff = staffing.byUnit[unit]?.first
            else { throw Refusal.unknown(.handlingUnit) }
            return staff
        }
        switch step {
        case .collect:
            guard let firm = try EnterpriseQueries.summary(noted.firm, in: db) else { throw Refusal.unknown(.firm) }
            let draft = ProblemDraft(source: .visit, need: noted.need, text: noted.text, visit: noted.visit)
            number = try office.collect(draft, ofFirm: firm, by: .staff(noted.steward), at: moment, db: db)
        case .grade(let grade): try take(.grade(grade, noted.need, text: noted.text), by: service.chief)
        case .dispatch:
            let category = try ProblemQueries.summary(number, in: db)?.caseNumber
                .flatMap { try CaseQueries.summary($0, in: db) }?.category
            guard let lead = category.flatMap({ directory.categories[$0] })?.leadUnit else {
                throw Refusal.unknown(.category)
            }
            try move(.dispatch(to: lead, opinion: "请七日内给出办理意见"), by: try staff(.dispatcher))
        case .opine:
            let problem = try office.problemSubject(number, db: db).past.state
            if problem.opinion == nil {
                let promised = office.settings.zone.day(of: moment).advanced(by: 14)
                try take(.opine(text: "已到企业了解情况，按计划办理", promised: promised, contact: .reached), by: try unit())
            } else {
                try move(.acknowledge, by: try unit())
                try move(.beginHandling(contact: .reached), by: try unit())
                try take(.progress(text: "已返工处理"), by: try unit())
            }
        case .answer(let result):
            let basis = result == .explained ? "示例文件：现行规定没有这一项补助" : ""
            let text = result == .explained ? "已向企业说明" : "已办结，请企业确认"
            try take(.answer(Feedback(result: result, text: text, basis: basis)), by: try unit())
        case .firmSays(let isSolved): try say(isSolved)
        case .callBack: try take(.callBack(.init(isSolved: true, isSatisfied: true)), by: service.chief)
        case .sendBack: try move(.sendBack(opinion: "企业说还差一点，请再到现场"), by: try staff(.dispatcher))
        case .askSuspension:
            let review = moment.advanced(bySeconds: 60 * 86_400)
            let request = CaseRequest.suspension(.money, condition: "资金到位后实施", review: review)
            try move(.ask(request, note: "需要列入下一批工程"), by: try unit())
        case .grantSuspension: try move(.grantRequest, by: try staff(.dutyChief))
        }
    }
}
