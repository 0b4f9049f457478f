package import Domain
package import Store

/// What somebody writes down of a firm's problem.
package struct ProblemDraft: Hashable, Sendable {
    package var source: EnterpriseProblem.Source
    package var need: Visit.Need
    package var text: String
    package var visit: ID<Visit>?
    /// Units that must not see it.
    package var hidden: Set<UnitCode>
    /// Digests of documents that ``Office/keepDocument(_:)`` gave.
    package var documents: [String]

    package init(
        source: EnterpriseProblem.Source,
        need: Visit.Need,
        text: String,
        visit: ID<Visit>? = nil,
        hidden: Set<UnitCode> = [],
        documents: [String] = []
    ) {
        self.source = source
        self.need = need
        self.text = text
        self.visit = visit
        self.hidden = hidden
        self.documents = documents
    }
}

/// What becomes of a problem by somebody's hand.
package enum ProblemStep: Hashable, Sendable {
    /// Looks into it and grades it: its case begins.
    case grade(EnterpriseProblem.Grade, Visit.Need, text: String)
    /// Takes it up with an opinion; `contact`: whether the firm was reached before.
    case opine(text: String, promised: Day, contact: FirstContact)
    case progress(text: String)
    /// What came of it.
    case answer(Feedback)
    /// The firm was asked.
    case callBack(EnterpriseProblem.Word)
    case noteNotReached

    var action: ServiceAction {
        switch self {
        case .grade: .grade
        case .opine, .progress, .answer: .answer
        case .callBack, .noteNotReached: .callBack
        }
    }
}

/// A problem with everything that is on record of it.
package struct ProblemView: Sendable {
    package let summary: ProblemSummary
    package let state: EnterpriseProblem
    /// In the order in which they happened.
    package let events: [EnterpriseProblem.Event]
    /// Nil until it is graded.
    package let matter: CaseSummary?
    /// Whoever looks may take these steps now.
    package let actions: Set<ServiceAction>
}

extension Office {
    // MARK: - Looking

    /// The problems that somebody may see, the newest first.
    ///
    /// - Throws: ``Refusal``, ``Fault``.
    package func problems(_ filter: ProblemFilter, for staff: Staff) async throws -> [ProblemSummary] {
        try demand(.see, of: .staff(staff))
        guard let asked = narrowed(filter, to: staff) else { return [] }
        return try await engine.read { try ProblemQueries.list(asked, in: $0) }
            .filter { row in !(staff.unit.map { row.hidden.contains($0.rawValue) } ?? false) }
    }

    /// A list of something that firms bring, as far as somebody may see it: a unit its own, a steward those of the firms that it
    /// serves, others their grids'; nil for a unit's person without a unit.
    func narrowed<Filter: SightedFilter>(_ filter: Filter, to staff: Staff) -> Filter? {
        var filter = filter
        let held = staff.roles.intersection(ServiceAction.see.roles)
        let grids = directory.grids(in: staff.scope)?.map(\.rawValue)
        if held == [.handlingUnit] {
            guard let unit = staff.unit else { return nil }
            filter.unit = unit
        } else if held == [.steward] {
            let own = staff.scope == .district ? [] : grids ?? []
            filter.sight = EnterpriseFilter.Sight(account: staff.account, day: today, grids: own)
        } else if let grids {
            filter.grids = grids
        }
        return filter
    }

    /// A problem as somebody may see it; nil when there is none of that number, or none for the unit that it is kept from.
    ///
    /// - Throws: ``Refusal``, ``Fault``.
    package func problem(_ number: Int, for staff: Staff) async throws -> ProblemView? {
        try demand(.see, of: .staff(staff))
        let journal = journal
        let found = try await engine.read { db -> (ProblemView, Enterprise)? in
            guard let summary = try ProblemQueries.summary(number, in: db),
                let firm = try EnterpriseQueries.summary(summary.firm, in: db)
            else { return nil }
            let events = try ProblemQueries.events(of: summary.id, in: db)
            var state = EnterpriseProblem()
            for event in events { state.apply(event) }
            let matter = try summary.caseNumber.flatMap { try CaseQueries.summary($0, in: db) }
            let view = ProblemView(summary: summary, state: state, events: events, matter: matter, actions: [])
            return (view, try journal.past(of: firm.id, in: db).state)
        }
        guard let (view, firm) = found, !isHidden(view.state, from: staff) else { return nil }
        try demand(.see, of: staff, at: view.state, of: firm)
        let actions = ServiceAction.allCases.filter { action in
            do {
                try demand(action, of: staff, at: view.state, of: firm)
                return true
            } catch { return false }
        }
        return ProblemView(
            summary: view.summary,
            state: view.state,
            events: view.events,
            matter: view.matter,
            actions: Set(actions)
        )
    }

    /// The problems of this year as numbers, for everybody.
    ///
    /// - Throws: ``Fault``.
    package func problemCounts() async throws -> ProblemCounts {
        let first = Day(year: today.year, month: 1, day: 1) ?? today
        return try await engine.read { try ProblemQueries.counts(since: first, in: $0) }
    }

    private func isHidden(_ problem: EnterpriseProblem, from staff: Staff) -> Bool {
        staff.unit.map { problem.intake?.hidden.contains($0) == true } ?? false
    }

    /// Rights at one problem: the unit that handles it sees and answers it wherever the firm lies.
    private func demand(
        _ action: ServiceAction,
        of staff: Staff,
        at problem: EnterpriseProblem,
        of firm: Enterprise
    ) throws(Refusal) {
        guard !isHidden(problem, from: staff) else { throw .unknown(.problem) }
        let isOurs = staff.unit != nil && staff.unit == problem.unit && staff.roles.contains(.handlingUnit)
        switch action {
        case .see where isOurs: return
        case .answer:
            try demand(action, of: .staff(staff))
            guard isOurs else { throw .otherUnit }
        // Another body asks than the one that handled it, whatever else the account may do.
        case .callBack where staff.unit != nil && staff.unit == problem.unit: throw .handlerMayNotCheck
        case .see, .keep, .assign, .freeze, .visit, .handLink, .collect, .grade, .callBack, .keepProjects,
            .serveProject, .serveProcedures, .publishPolicies, .askForFirm, .answerRequests:
            try demand(action, of: .staff(staff), on: firm)
        }
    }

    // MARK: - Collecting

    /// Whether somebody of the staff writes problems down at all, before anything that comes with one is looked at.
    ///
    /// - Throws: ``Refusal``.
    package func demandCollecting(by staff: Staff) throws(Refusal) { try demand(.collect, of: .staff(staff)) }

    /// Writes down what a firm has said to somebody of the staff.
    ///
    /// - Returns: the problem's number.
    /// - Throws: ``Refusal``, ``Fault``.
    package func collect(_ draft: ProblemDraft, ofFirm number: Int, by staff: Staff) async throws -> Int {
        try demand(.collect, of: .staff(staff))
        let moment = now
        let (problem, position) = try await engine.write { [self] db in
            guard let summary = try EnterpriseQueries.summary(number, in: db) else { throw Refusal.unknown(.firm) }
            let firm = try journal.past(of: summary.id, in: db).state
            try demand(.collect, of: .staff(staff), on: firm)
            let problem = try collect(draft, ofFirm: summary, by: .staff(staff), at: moment, db: db)
            return (problem, try journal.position(in: db))
        }
        noteCommitted(position)
        return problem
    }

    /// The same in the caller's transaction, for whoever was let in otherwise.
    func collect(
        _ draft: ProblemDraft,
        ofFirm firm: EnterpriseSummary,
        by actor: Actor,
        at moment: Instant,
        db: any Connection
    ) throws -> Int {
        guard firm.isOpen else { throw Refusal.firmEnded }
        let units = directory.handlingUnits
        guard draft.hidden.allSatisfy({ units[$0] != nil }) else { throw Refusal.unknown(.handlingUnit) }
        let number = try ProblemQueries.lastNumber(in: db) + 1
        let intake = EnterpriseProblem.Intake(
            number: number,
            firm: firm.number,
            firmKind: firm.kind,
            grid: firm.grid.flatMap { directory.grid(named: $0) },
            source: draft.source,
            need: draft.need,
            text: draft.text,
            visit: draft.visit,
            hidden: draft.hidden,
            documents: try draft.documents.map { digest in
                guard let document = try DocumentRecords.use(digest, in: db) else { throw Refusal.unknown(.document) }
                return document
            }
        )
        var past = Journal.Past<EnterpriseProblem>()
        let id: ID<EnterpriseProblem> = world.newID(at: moment)
        try handle(.collect(intake), on: id, &past, ofFirm: firm.id, by: actor, at: moment, db: db)
        return number
    }

    func handle(
        _ command: EnterpriseProblem.Command,
        on id: ID<EnterpriseProblem>,
        _ past: inout Journal.Past<EnterpriseProblem>,
        ofFirm firm: ID<Enterprise>,
        by actor: Actor,
        at moment: Instant,
        db: any Connection
    ) throws {
        let day = settings.zone.day(of: moment)
        let situation = EnterpriseProblem.Situation(
            today: day,
            tag: try firmTag(of: firm, year: day.year, db: db)
        )
        let envelope = Envelope(at: moment, by: actor.author)
        _ = try desk.handle(command, on: id, past: &past, in: situation, envelope: envelope, db: db)
    }

    // MARK: - Taking it on

    /// Takes a step of the staff's.
    ///
    /// - Throws: ``Refusal``, ``Fault``.
    package func take(_ step: ProblemStep, at number: Int, by staff: Staff) async throws {
        try demand(step.action, of: .staff(staff))
        let (moment, directory) = (now, directory)
        let position = try await engine.write { [self] db in
            try take(step, at: number, by: staff, moment: moment, directory: directory, db: db)
            return try journal.position(in: db)
        }
        noteCommitted(position)
    }

    /// The same in the caller's transaction.
    func take(
        _ step: ProblemStep,
        at number: Int,
        by staff: Staff,
        moment: Instant,
        directory: Directory,
        db: any Connection
    ) throws {
        var subject = try problemSubject(number, db: db)
        try demand(step.action, of: staff, at: subject.past.state, of: journal.past(of: subject.firm, in: db).state)
        func put(_ command: EnterpriseProblem.Command) throws {
            let actor = Actor.staff(staff)
            try handle(command, on: subject.id, &subject.past, ofFirm: subject.firm, by: actor, at: moment, db: db)
        }
        func move(_ commands: [CaseCommand]) throws {
            guard let matter = subject.past.state.caseNumber else { throw Refusal.problemElsewhere }
            try perform(commands, on: matter, by: .staff(staff), at: moment, directory: directory, db: db)
        }
        switch step {
        case .grade(let grade, let need, let text):
            try put(.clarify(need, text: text))
            let day = settings.zone.day(of: moment)
            let serial = try CaseQueries.nextSerial(on: day, in: db)
            let matter = CaseNumber(division: settings.division, day: day, serial: serial)
            try put(.grade(grade, matter))
            try begin(subject.past.state, grade, as: matter, at: moment, directory: directory, db: db)
        case .opine(let text, let promised, let contact):
            try put(.opine(text: text, promised: promised))
            try move(try takingUp(subject.past.state, contact: contact, db: db))
        case .progress(let text): try put(.progress(text: text))
        case .answer(let feedback): try move([.feedBack(feedback)])
        case .callBack(let word):
            try put(.say(.callBack, word))
            try move(try followingWord(word, of: subject.past.state, isStaff: true, db: db))
        case .noteNotReached: try put(.noteNotReached)
        }
    }

    /// What a unit does by its opinion: it has the order, and begins.
    private func takingUp(
        _ problem: EnterpriseProblem,
        contact: FirstContact,
        db: any Connection
    ) throws -> [CaseCommand] {
        switch try stage(ofCaseOf: problem, db: db) {
        case .dispatched: [.acknowledge, .beginHandling(contact: contact)]
        case .acknowledged: [.beginHandling(contact: contact)]
        case .unreported, .reported, .selfHandled, .verifying, .verified, .refuted, .notAccepted, .registered, .merged,
            .established, .objected, .returned, .handling, .suspended, .feedback, .checking, .passed, .failed, .closed,
            .contested, .terminated, .withdrawn, .voided:
            []
        }
    }

    /// What a word of the firm, or of whoever asked it, means for the case.
    private func followingWord(
        _ word: EnterpriseProblem.Word,
        of problem: EnterpriseProblem,
        isStaff: Bool,
        db: any Connection
    ) throws -> [CaseCommand] {
        switch try stage(ofCaseOf: problem, db: db) {
        case .feedback:
            return isStaff
                ? [.askCheck, .check(isSolved: word.isSolved, note: word.note)]
                : [.confirm(isSolved: word.isSolved, note: word.note)]
        case .checking:
            return [
                isStaff
                    ? .check(isSolved: word.isSolved, note: word.note)
                    : .confirm(isSolved: word.isSolved, note: word.note)
            ]
        case .closed where !word.isSolved:
            // Whoever calls back decides at once; to the firm the office still owes a decision.
            let contest = CaseCommand.contest(.notSolved, ground: word.note)
            return isStaff ? [contest, .redo(note: word.note)] : [contest]
        case .closed, .unreported, .reported, .selfHandled, .verifying, .verified, .refuted, .notAccepted, .registered,
            .merged, .established, .dispatched, .acknowledged, .objected, .returned, .handling, .suspended, .passed,
            .failed, .contested, .terminated, .withdrawn, .voided:
            return []
        }
    }

    private func stage(ofCaseOf problem: EnterpriseProblem, db: any Connection) throws -> Domain.Stage.Name {
        guard let number = problem.caseNumber, let id = try CaseQueries.id(of: number, in: db) else {
            return .unreported
        }
        return try journal.past(of: id, in: db).state.stage.name
    }

    // MARK: - The firm's own page

    /// What a firm does on its own page; nil when number or secret is wrong.
    ///
    /// - Throws: ``Refusal``, ``Fault``.
    package func answer(_ answer: FirmProblemAnswer, ofFirm number: Int, secret: String) async throws -> Bool? {
        guard try await firmPage(of: number, secret: secret) != nil else { return nil }
        let (moment, directory) = (now, directory)
        let position = try await engine.write { [self] db in
            switch answer {
            case .raise(let need, let text, let hidden, let documents):
                guard let firm = try EnterpriseQueries.summary(number, in: db) else { throw Refusal.unknown(.firm) }
                let draft = ProblemDraft(source: .link, need: need, text: text, hidden: hidden, documents: documents)
                _ = try collect(draft, ofFirm: firm, by: .reporter, at: moment, db: db)
            case .say(let problem, let word):
                try say(word, of: problem, ofFirm: number, at: moment, directory: directory, db: db)
            case .withdraw(let problem):
                var subject = try problemSubject(problem, ofFirm: number, db: db)
                let firm = subject.firm
                try handle(.withdraw, on: subject.id, &subject.past, ofFirm: firm, by: .reporter, at: moment, db: db)
            }
            return try journal.position(in: db)
        }
        noteCommitted(position)
        return true
    }

    /// The firm says whether its problem is solved, in the caller's transaction.
    func say(
        _ word: EnterpriseProblem.Word,
        of problem: Int,
        ofFirm number: Int,
        at moment: Instant,
        directory: Directory,
        db: any Connection
    ) throws {
        var subject = try problemSubject(problem, ofFirm: number, db: db)
        let firm = subject.firm
        let command = EnterpriseProblem.Command.say(.firm, word)
        try handle(command, on: subject.id, &subject.past, ofFirm: firm, by: .reporter, at: moment, db: db)
        guard let matter = subject.past.state.caseNumber else { throw Refusal.problemElsewhere }
        let commands = try followingWord(word, of: subject.past.state, isStaff: false, db: db)
        try perform(commands, on: matter, by: .reporter, at: moment, directory: directory, db: db)
    }

    /// A problem with its past and its firm.
    struct ProblemSubject {
        let id: ID<EnterpriseProblem>
        let firm: ID<Enterprise>
        var past: Journal.Past<EnterpriseProblem>
    }

    /// - Throws: ``Refusal/unknown(_:)`` also for a problem of another firm.
    func problemSubject(_ number: Int, ofFirm asked: Int? = nil, db: any Connection) throws -> ProblemSubject {
        guard let summary = try ProblemQueries.summary(number, in: db), asked.map({ $0 == summary.firm }) ?? true,
            let firm = try EnterpriseQueries.summary(summary.firm, in: db)
        else { throw Refusal.unknown(.problem) }
        return ProblemSubject(id: summary.id, firm: firm.id, past: try journal.past(of: summary.id, in: db))
    }
}

/// What a firm does about its problems on its own page.
package enum FirmProblemAnswer: Hashable, Sendable {
    /// `documents`: digests that ``Office/keepDocument(_:)`` gave.
    case raise(Visit.Need, text: String, hidden: Set<UnitCode>, documents: [String] = [])
    case say(Int, EnterpriseProblem.Word)
    case withdraw(Int)
}
