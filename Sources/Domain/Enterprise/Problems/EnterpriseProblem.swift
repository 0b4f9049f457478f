/// A problem of a firm (企业诉求) on its way to an end: collected, graded, given to a unit, answered, confirmed, written off.
///
/// Who handles it, by when, and what came of it is its case's business, on the same machine as every other case. Here stands
/// what only a firm's problem has: the grade, the opinion with a day, a word every month, and whether the firm, or a body that
/// did not handle it, says that it is solved. Longer than most files: it is one state and what changes it.
package struct EnterpriseProblem: Aggregate {
    package static let kind = SubjectKind.problem

    /// How it came to the office; the raw value is stored and never reused.
    package enum Source: String, Hashable, Sendable, CaseIterable {
        case visit
        /// The firm's own page.
        case link
        case hotline
        /// 吐槽会: a meeting at which firms speak out.
        case session
        case letter
        case desk
    }

    /// How hard it is, and so how long it may take (许昌 2025-07-08): 5 working days, 15 working days, a month.
    package enum Grade: String, Hashable, Sendable, CaseIterable {
        case simple = "C"
        case crossing = "B"
        case complex = "A"

        package var limit: Limit {
            switch self {
            case .simple: .workingDays(5)
            case .crossing: .workingDays(15)
            case .complex: .oneMonth
            }
        }
    }

    /// What was written down when it came in.
    package struct Intake: Hashable, Sendable {
        package var number: Int
        package var firm: Int
        package var firmKind: Enterprise.Kind
        package var grid: GridCode?
        package var source: Source
        package var need: Visit.Need
        package var text: String
        package var visit: ID<Visit>?
        /// Units that must not see it.
        package var hidden: Set<UnitCode>
        package var documents: [Document]

        package init(
            number: Int,
            firm: Int,
            firmKind: Enterprise.Kind,
            grid: GridCode?,
            source: Source,
            need: Visit.Need,
            text: String,
            visit: ID<Visit>? = nil,
            hidden: Set<UnitCode> = [],
            documents: [Document] = []
        ) {
            self.number = number
            self.firm = firm
            self.firmKind = firmKind
            self.grid = grid
            self.source = source
            self.need = need
            self.text = text
            self.visit = visit
            self.hidden = hidden
            self.documents = documents
        }
    }

    /// 办理意见: what the unit is going to do, and by when.
    package struct Opinion: Hashable, Sendable {
        package var text: String
        package var promised: Day
        package var on: Day

        package init(text: String, promised: Day, on: Day) {
            self.text = text
            self.promised = promised
            self.on = on
        }
    }

    /// Who says whether it is solved: the firm by its own page, or somebody who asked it.
    package enum Voice: String, Hashable, Sendable, CaseIterable {
        case firm
        case callBack = "call_back"
    }

    /// What was said.
    package struct Word: Hashable, Sendable {
        package var isSolved: Bool
        /// Nil where nobody has asked or answered.
        package var isSatisfied: Bool?
        package var note: String

        package init(isSolved: Bool, isSatisfied: Bool? = nil, note: String = "") {
            self.isSolved = isSolved
            self.isSatisfied = isSatisfied
            self.note = note
        }
    }

    /// Where it stands.
    package enum Stage: Hashable, Sendable {
        /// → ``collected``.
        case none
        /// → ``graded``, ``withdrawn``.
        case collected
        /// Its case waits to be dispatched. → ``assigned``, ``withdrawn``, ``voided``.
        case graded
        /// With a unit. → ``answered(_:)``, ``suspended(review:)``, ``closed(_:)``, ``voided``.
        case assigned
        /// 挂账. → ``assigned``, ``voided``.
        case suspended(review: Day)
        /// The unit has said what came of it; the firm is asked. → ``closed(_:)``, ``assigned``, ``voided``.
        case answered(Feedback.Result)
        /// 销号. → ``graded`` when it is taken up again.
        case closed(Closure.Outcome)
        /// The end.
        case withdrawn
        /// The end.
        case voided

        package enum Name: String, Hashable, Sendable, CaseIterable {
            case collected, graded, assigned, suspended, answered, closed, withdrawn, voided
        }

        package var name: Name {
            switch self {
            case .none, .collected: .collected
            case .graded: .graded
            case .assigned: .assigned
            case .suspended: .suspended
            case .answered: .answered
            case .closed: .closed
            case .withdrawn: .withdrawn
            case .voided: .voided
            }
        }

        package var isOpen: Bool {
            switch self {
            case .collected, .graded, .assigned, .suspended, .answered: true
            case .none, .closed, .withdrawn, .voided: false
            }
        }
    }

    /// What somebody owes to it beside the case's own clock.
    package enum Owed: String, Hashable, Sendable, CaseIterable {
        /// The service chief: looking into it and grading it.
        case grading
        /// The unit: an opinion with a day.
        case opinion
        /// The unit: a word of how far it is, every month until it ends.
        case progress
        /// The firm's word, or that of whoever asks it.
        case word
        /// A call-back, where it was written off without the firm.
        case callBack = "call_back"
    }

    package struct Debt: Hashable, Sendable {
        package var what: Owed
        /// The last day on which it is in time.
        package var by: Day

        package init(what: Owed, by: Day) {
            self.what = what
            self.by = by
        }
    }

    /// Days for grading.
    package static let gradingDays = 3
    /// Days for the opinion (信阳: 7 日内); the firm has as many to say its word, and the office to call it back.
    package static let answerDays = 7
    /// In code points.
    package static let textLimit = 1_000

    package private(set) var stage = Stage.none
    /// Nil until it was collected.
    package private(set) var intake: Intake?
    package private(set) var grade: Grade?
    package private(set) var caseNumber: CaseNumber?
    package private(set) var unit: UnitCode?
    package private(set) var opinion: Opinion?
    /// How far it was, in the order of telling.
    package private(set) var progress: [(on: Day, text: String)] = []
    package private(set) var result: Feedback.Result?
    /// The rule that stands in the way, where it is explained.
    package private(set) var basis = ""
    /// What was said of the end that it has now, the last word of each voice.
    package private(set) var words: [Voice: Word] = [:]
    /// It was handed up a level.
    package private(set) var isPassedUp = false
    package private(set) var reopened = 0
    /// It counts as solved: the result says so, somebody confirmed it, and it is closed.
    package private(set) var isCounted = false
    package private(set) var collectedOn: Day?
    package private(set) var closedOn: Day?
    /// The last day on which the unit, the firm or whoever calls it back took a step: the next one is counted from it.
    package private(set) var stepOn: Day?
    /// What is owed now has become overdue, and stands in the journal as that.
    package private(set) var isOverdue = false

    package init() {}

    /// What is owed now, and by when; nil where only the case's clock runs, and where nothing is owed any more.
    package var debt: Debt? {
        guard let stepOn else { return nil }
        switch stage {
        case .none, .graded, .withdrawn, .voided: return nil
        case .collected: return Debt(what: .grading, by: stepOn.advanced(by: Self.gradingDays))
        case .assigned, .suspended:
            return opinion == nil
                ? Debt(what: .opinion, by: stepOn.advanced(by: Self.answerDays))
                : Debt(what: .progress, by: stepOn.adding(months: 1))
        case .answered: return words.isEmpty ? Debt(what: .word, by: stepOn.advanced(by: Self.answerDays)) : nil
        case .closed: return words.isEmpty ? Debt(what: .callBack, by: stepOn.advanced(by: Self.answerDays)) : nil
        }
    }

    /// Whether somebody who was asked says that it is solved, and nobody the contrary.
    package var isConfirmed: Bool { !words.isEmpty && words.values.allSatisfy(\.isSolved) }

    package mutating func apply(_ event: Event) {
        let owed = debt
        switch event.what {
        case .collected(let intake):
            (self.intake, collectedOn, stepOn, stage) = (intake, event.on, event.on, .collected)
        case .clarified(let need, let text):
            intake?.need = need
            intake?.text = text
        case .graded(let grade, let number):
            (self.grade, caseNumber, stage) = (grade, number, .graded)
        case .assigned(let unit):
            // Another unit gives an opinion of its own; the same one goes on from its last.
            if unit != self.unit { opinion = nil }
            (self.unit, stage, stepOn, words) = (unit, .assigned, event.on, [:])
        case .opined(let opinion, _): (self.opinion, stepOn) = (opinion, event.on)
        case .progressed(let text, _):
            progress.append((event.on, text))
            stepOn = event.on
        case .becameOverdue:
            isOverdue = true
            return
        case .passedUp: isPassedUp = true
        case .suspended(let review): stage = .suspended(review: review)
        case .resumed: stage = .assigned
        case .answered(let result, let basis):
            (self.result, self.basis, stage, stepOn, words) = (result, basis, .answered(result), event.on, [:])
        case .said(let voice, let word, let solved):
            words[voice] = word
            stepOn = event.on
            count(solved)
        case .notReached: stepOn = event.on
        case .closed(let outcome, _, _, let solved):
            (stage, closedOn, stepOn) = (.closed(outcome), event.on, event.on)
            count(solved)
        case .reopened(let solved):
            (stage, closedOn, stepOn, words) = (.graded, nil, event.on, [:])
            reopened += 1
            count(solved)
        case .withdrawn: stage = .withdrawn
        case .voided: stage = .voided
        }
        if debt != owed { isOverdue = false }
    }

    private mutating func count(_ change: Int) {
        if change != 0 { isCounted = change > 0 }
    }
}

extension EnterpriseProblem {
    package enum Command: Hashable, Sendable {
        case collect(Intake)
        case clarify(Visit.Need, text: String)
        case grade(Grade, CaseNumber)
        case opine(text: String, promised: Day)
        case progress(text: String)
        case say(Voice, Word)
        /// Nobody answered the call.
        case noteNotReached
        /// The firm takes back what nobody has graded yet.
        case withdraw
        /// The day of what is owed has passed.
        case markOverdue
        /// What happened to its case.
        case follow(CaseStep)
    }

    /// What an event of the case means for the problem.
    package enum CaseStep: Hashable, Sendable {
        case assigned(UnitCode)
        case passedUp
        case suspended(review: Day)
        case resumed
        case answered(Feedback.Result, basis: String)
        case closed(Closure.Outcome, isOnTime: Bool)
        case reopened
        case withdrawn
        case voided
    }

    /// What is looked up before a decision.
    package struct Situation: Sendable {
        package var today: Day
        /// The firm's tag of the year that the entry falls in.
        package var tag: FirmTag

        package init(today: Day, tag: FirmTag) {
            self.today = today
            self.tag = tag
        }
    }

    /// Something that happened, with the day, and the tag by which the firm is counted.
    package struct Event: Hashable, Sendable {
        package var tag: FirmTag
        package var on: Day
        package var what: What

        package init(tag: FirmTag, on: Day, what: What) {
            self.tag = tag
            self.on = on
            self.what = what
        }

        /// `solved`: by how much the number of solved problems changes, 1, 0 or −1.
        package enum What: Hashable, Sendable {
            case collected(Intake)
            case clarified(Visit.Need, text: String)
            case graded(Grade, CaseNumber)
            case assigned(UnitCode)
            case opined(Opinion, isOnTime: Bool)
            case progressed(text: String, isOnTime: Bool)
            case becameOverdue(Owed, by: Day)
            case passedUp
            case suspended(review: Day)
            case resumed
            case answered(Feedback.Result, basis: String)
            case said(Voice, Word, solved: Int)
            case notReached
            /// `days`: whole days from collecting to writing off.
            case closed(Closure.Outcome, isOnTime: Bool, days: Int, solved: Int)
            case reopened(solved: Int)
            case withdrawn
            case voided
        }
    }
}
