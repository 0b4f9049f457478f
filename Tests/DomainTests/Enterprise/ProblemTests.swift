import Domain
import FoundationEssentials
import Testing

/// A firm's problem from the visit to the last word: every stage × every command, what is owed, and what counts as solved.
struct ProblemTests {
    private typealias Problem = EnterpriseProblem

    private static let today = Day(number: 20_600)
    private static let tag: FirmTag = {
        do { return try FirmTag(parsing: String(repeating: "c", count: 32)) } catch { preconditionFailure("\(error)") }
    }()
    private static let unit: UnitCode = {
        do { return try UnitCode(parsing: "CG") } catch { preconditionFailure("\(error)") }
    }()
    private static let number = CaseNumber(stored: "411002-20260601-00001-A")
    private static let intake = Problem.Intake(
        number: 1,
        firm: 7,
        firmKind: .enterprise,
        grid: nil,
        source: .visit,
        need: .utilities,
        text: "用电不够"
    )

    private enum Name: String, CaseIterable {
        case none, collected, graded, assigned, opined, suspended, answered, closed, withdrawn, voided
    }

    /// What leads to a stage, a day after the other.
    private static func way(_ name: Name) -> [Problem.Event.What] {
        let opinion = Problem.Opinion(text: "增容", promised: today, on: today)
        let opined = way(to: .assigned) + [.opined(opinion, isOnTime: true)]
        return switch name {
        case .none, .collected, .graded, .assigned: way(to: name)
        case .opined: opined
        case .suspended: opined + [.suspended(review: today.advanced(by: 30))]
        case .answered: opined + [.answered(.solved, basis: "")]
        case .closed: opined + [.answered(.solved, basis: ""), .closed(.solved, isOnTime: true, days: 9, solved: 0)]
        case .withdrawn: [.collected(intake), .withdrawn]
        case .voided: way(to: .graded) + [.voided]
        }
    }

    private static func way(to name: Name) -> [Problem.Event.What] {
        switch name {
        case .none: []
        case .collected: [.collected(intake)]
        case .graded: [.collected(intake), .graded(.simple, number)]
        default: [.collected(intake), .graded(.simple, number), .assigned(unit)]
        }
    }

    private static func problem(_ whats: [Problem.Event.What], on day: Day = today) -> Problem {
        var problem = Problem()
        for what in whats { problem.apply(Problem.Event(tag: tag, on: day, what: what)) }
        return problem
    }

    private static func decide(
        _ command: Problem.Command,
        _ problem: Problem,
        on day: Day = today
    ) throws(Refusal) -> [Problem.Event.What] {
        try problem.decide(command, in: Problem.Situation(today: day, tag: tag)).map(\.what)
    }

    private static let solved = Problem.Word(isSolved: true)
    private static let unsolved = Problem.Word(isSolved: false, note: "还停电")

    @Test(arguments: Name.allCases)
    private func `every command is possible at its stages and at no others`(name: Name) throws {
        let commands: [(Problem.Command, Set<Name>)] = [
            (.collect(Self.intake), [.none]), (.clarify(.labour, text: "招工"), [.collected]),
            (.grade(.complex, Self.number), [.collected]),
            (.opine(text: "增容", promised: Self.today), [.assigned]),
            (.progress(text: "已报装"), [.opined, .suspended]), (.say(.firm, Self.solved), [.answered, .closed]),
            (.say(.firm, Self.unsolved), [.answered, .closed]), (.say(.callBack, Self.solved), [.answered, .closed]),
            (.noteNotReached, [.answered, .closed]), (.withdraw, [.collected]),
        ]
        let problem = Self.problem(Self.way(name))
        for (command, stages) in commands {
            let isPossible = (try? Self.decide(command, problem)) != nil
            #expect(isPossible == stages.contains(name), "\(command) at \(name)")
        }
    }

    @Test func `what is owed, and by when, follows from the last step`() throws {
        let owed: [(Name, Problem.Owed?, Int)] = [
            (.none, nil, 0), (.collected, .grading, 3), (.graded, nil, 0), (.assigned, .opinion, 7),
            (.answered, .word, 7), (.closed, .callBack, 7), (.withdrawn, nil, 0), (.voided, nil, 0),
        ]
        for (name, what, days) in owed {
            let debt = Self.problem(Self.way(name)).debt
            #expect(debt?.what == what && debt.map { Self.today.distance(to: $0.by) } ?? 0 == days, "\(name)")
        }
        // A month, whatever its length; an obstacle does not end it.
        for name in [Name.opined, .suspended] {
            let debt = Self.problem(Self.way(name)).debt
            #expect(debt == Problem.Debt(what: .progress, by: Self.today.adding(months: 1)))
        }
        #expect(Problem.Grade.simple.limit.description == "5wd" && Problem.Grade.crossing.limit.description == "15wd")
        #expect(Problem.Grade.complex.limit.description == "1mo")
    }

    @Test func `what is owed becomes overdue once, whether anybody looked or not`() throws {
        var problem = Self.problem(Self.way(.assigned))
        let last = Self.today.advanced(by: 7)
        #expect(throws: Refusal.notOverdue) { try Self.decide(.markOverdue, problem, on: last) }
        let late = last.advanced(by: 1)

        // Nobody has looked: the late opinion says so by itself.
        let events = try Self.decide(.opine(text: "增容", promised: late), problem, on: late)
        #expect(events.first == .becameOverdue(.opinion, by: last) && events.count == 2)
        if case .opined(_, let isOnTime)? = events.last { #expect(!isOnTime) } else { Issue.record("no opinion") }

        // Somebody has looked: it is said once, and the next debt begins anew.
        let marked = try Self.decide(.markOverdue, problem, on: late)
        #expect(marked == [.becameOverdue(.opinion, by: last)])
        problem.apply(Problem.Event(tag: Self.tag, on: late, what: marked[0]))
        #expect(problem.isOverdue)
        #expect(throws: Refusal.notOverdue) { try Self.decide(.markOverdue, problem, on: late) }
        let opined = try Self.decide(.opine(text: "增容", promised: late), problem, on: late)
        #expect(opined.count == 1)
        problem.apply(Problem.Event(tag: Self.tag, on: late, what: opined[0]))
        #expect(!problem.isOverdue && problem.debt?.what == .progress)
    }

    @Test func `solved counts only what is closed as solved and confirmed, whichever comes last`() throws {
        func closing(_ outcome: Closure.Outcome, after words: [Problem.Event.What]) throws -> Problem.Event.What? {
            let problem = Self.problem(Self.way(.answered) + words)
            return try Self.decide(.follow(.closed(outcome, isOnTime: true)), problem, on: Self.today.advanced(by: 9))
                .last
        }
        let firm = Problem.Event.What.said(.firm, Self.solved, solved: 0)
        #expect(try closing(.solved, after: [firm]) == .closed(.solved, isOnTime: true, days: 9, solved: 1))
        #expect(try closing(.solved, after: []) == .closed(.solved, isOnTime: true, days: 9, solved: 0))
        #expect(try closing(.partlySolved, after: [firm]) == .closed(.partlySolved, isOnTime: true, days: 9, solved: 0))
        #expect(try closing(.explained, after: [firm]) == .closed(.explained, isOnTime: true, days: 9, solved: 0))

        // Written off without the firm: the call-back makes it count, the firm's other word takes it back, once.
        var problem = Self.problem(Self.way(.closed))
        #expect(!problem.isCounted)
        let called = try Self.decide(.say(.callBack, Self.solved), problem)
        #expect(called == [.said(.callBack, Self.solved, solved: 1)])
        problem.apply(Problem.Event(tag: Self.tag, on: Self.today, what: called[0]))
        #expect(problem.isCounted && problem.debt == nil)
        #expect(throws: Refusal.problemCalledBack) { try Self.decide(.say(.callBack, Self.solved), problem) }
        let doubted = try Self.decide(.say(.firm, Self.unsolved), problem)
        #expect(doubted == [.said(.firm, Self.unsolved, solved: -1)])
        problem.apply(Problem.Event(tag: Self.tag, on: Self.today, what: doubted[0]))
        #expect(try Self.decide(.follow(.reopened), problem) == [.reopened(solved: 0)])
        #expect(throws: Refusal.missing(.ground)) {
            try Self.decide(.say(.firm, Problem.Word(isSolved: false)), Self.problem(Self.way(.answered)))
        }
    }

    @Test func `the case's events say what they mean for the problem`() throws {
        let order = Order(unit: Self.unit, opinion: "", due: Instant(secondsSinceEpoch: 0))
        let review = Instant(secondsSinceEpoch: 1_780_279_200)
        let steps: [(CaseEvent, Problem.CaseStep?)] = [
            (.dispatched(order), .assigned(Self.unit)), (.sentBack(order, round: 2), .assigned(Self.unit)),
            (.suspended(.money, condition: "", review: review), .suspended(review: Zone.china.day(of: review))),
            (
                .fedBack(Feedback(result: .explained, text: "", basis: "第三条")),
                .answered(.explained, basis: "第三条")
            ), (.voidApproved, .voided), (.acknowledged, nil), (.rated(stars: 1, comment: ""), nil),
        ]
        for (event, step) in steps { #expect(Problem.CaseStep(event, in: .china) == step) }
    }

    @Test func `an opinion promises a day that is to come, within a year`() throws {
        let problem = Self.problem(Self.way(.assigned))
        #expect(throws: Refusal.fromThePast) {
            try Self.decide(.opine(text: "增容", promised: Self.today.advanced(by: -1)), problem)
        }
        #expect(throws: Refusal.reviewOutOfRange(days: 366)) {
            try Self.decide(.opine(text: "增容", promised: Self.today.advanced(by: 367)), problem)
        }
        #expect(throws: Refusal.missing(.opinion)) {
            try Self.decide(.opine(text: " ", promised: Self.today), problem)
        }
    }
}
