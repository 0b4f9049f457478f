package import Domain
package import Store

/// What somebody says of a project that is to be registered.
package struct ProjectDraft: Hashable, Sendable {
    package var name: String
    package var level: Project.Level
    package var place: WorkPlace
    package var investor: String
    /// The firm's number, where it is on the list of firms.
    package var firm: Int?

    package init(name: String, level: Project.Level, place: WorkPlace, investor: String = "", firm: Int? = nil) {
        self.name = name
        self.level = level
        self.place = place
        self.investor = investor
        self.firm = firm
    }
}

/// What somebody does to a project.
package enum ProjectStep: Hashable, Sendable {
    case list(year: Int, Project.Standing, on: Day)
    case move(Project.Stage, on: Day)
    case seat(Project.Seat, ID<Account>, from: Day, Project.Precision, until: Day?)
    case unseat(Project.Seat, on: Day)
    case plan(name: String, Day)
    case replan(Int, to: Day, reason: String)
    case reach(Int, on: Day)
    case note(String, on: Day)
    /// `asProblem`: it becomes a problem of the project's firm as well, and is solved when that one is.
    case block(Visit.Need, text: String, asProblem: Bool, on: Day)
    case coordinate(Int, with: String, on: Day)
    case solve(Int, solution: String, on: Day)
    case reopen(Int, reason: String)

    package var action: ServiceAction {
        switch self {
        case .list, .move, .seat, .unseat, .plan, .replan: .keepProjects
        case .reach, .note, .block, .coordinate, .solve, .reopen: .serveProject
        }
    }
}

/// A project with everything that is on record of it, and what whoever looks may do.
package struct ProjectView: Sendable {
    package let state: Project
    package let details: Project.Details
    /// Oldest first.
    package let events: [Project.Event]
    package let actions: Set<ServiceAction>
}

extension Office {
    /// The projects as everybody may see them: names, stages, lights, milestones, and of what stands in their way only the number.
    ///
    /// - Throws: ``Fault``.
    package func projects(_ filter: ProjectFilter) async throws -> [ProjectSummary] {
        try await engine.read { try ProjectQueries.list(filter, in: $0) }
    }

    /// - Throws: ``Fault``.
    package func projectCounts() async throws -> ProjectCounts {
        let today = today
        return try await engine.read { try ProjectQueries.counts(on: today, in: $0) }
    }

    /// A project for everybody: what a page shows of it is that page's to choose.
    ///
    /// - Throws: ``Refusal/unknown(_:)`` or ``Fault``.
    package func project(_ serial: Int) async throws -> ProjectView { try await view(serial, actions: []) }

    /// A project with its blockers and notes, for whoever may see those.
    ///
    /// - Throws: ``Refusal`` or ``Fault``.
    package func project(_ serial: Int, for staff: Staff) async throws -> ProjectView {
        try demand(.see, of: .staff(staff))
        let view = try await view(serial, actions: [])
        try demand(.see, of: .staff(staff), on: view.state)
        let actions = [ServiceAction.keepProjects, .serveProject].filter { may($0, staff, view.state) }
        return ProjectView(state: view.state, details: view.details, events: view.events, actions: Set(actions))
    }

    private func view(_ serial: Int, actions: Set<ServiceAction>) async throws -> ProjectView {
        let events = try await engine.read { try ProjectQueries.events(of: serial, in: $0) }
        var state = Project()
        for event in events { state.apply(event) }
        guard let details = state.details else { throw Refusal.unknown(.project) }
        return ProjectView(state: state, details: details, events: events, actions: actions)
    }

    /// Rights at one project: its officer, leader and deputy serve it wherever it lies.
    private func demand(_ action: ServiceAction, of actor: Actor, on project: Project) throws(Refusal) {
        try demand(action, of: actor)
        guard case .staff(let staff) = actor else { return }
        if action != .keepProjects, project.serves(staff.account, on: today) { return }
        let held = staff.roles.intersection(action.roles)
        // Whoever is a steward and nothing else serves the own projects and looks at those of the own part of the territory.
        if held == [.steward] {
            let isHere = staff.scope != .district && directory.contains(staff.scope, project.place)
            guard action == .see, isHere else { throw .otherSteward }
        } else {
            guard directory.contains(staff.scope, project.place) else { throw .outsideScope }
        }
    }

    private func may(_ action: ServiceAction, _ staff: Staff, _ project: Project) -> Bool {
        do {
            try demand(action, of: .staff(staff), on: project)
            return true
        } catch { return false }
    }

    /// Puts a project on record.
    ///
    /// - Returns: its serial.
    /// - Throws: ``Refusal`` or ``Fault``.
    package func register(_ draft: ProjectDraft, by actor: Actor) async throws -> Int {
        try demand(.keepProjects, of: actor)
        if case .staff(let staff) = actor, !directory.contains(staff.scope, draft.place.scope) {
            throw Refusal.outsideScope
        }
        let moment = now
        let (serial, position) = try await engine.write { [self] db in
            let serial = try register(draft, by: actor, at: moment, db: db)
            return (serial, try journal.position(in: db))
        }
        noteCommitted(position)
        return serial
    }

    /// The same in the caller's transaction.
    func register(_ draft: ProjectDraft, by actor: Actor, at moment: Instant, db: any Connection) throws -> Int {
        if let firm = draft.firm, try EnterpriseQueries.summary(firm, in: db) == nil { throw Refusal.unknown(.firm) }
        let serial = try Project.nextSerial(in: db)
        let details = Project.Details(
            serial: serial,
            name: draft.name,
            level: draft.level,
            place: draft.place,
            investor: draft.investor,
            firm: draft.firm
        )
        var past = Journal.Past<Project>()
        try handle(.register(details), on: world.newID(at: moment), &past, by: actor, at: moment, db: db)
        return serial
    }

    /// Takes a step of the staff's.
    ///
    /// - Throws: ``Refusal`` or ``Fault``.
    package func take(_ step: ProjectStep, atProject serial: Int, by actor: Actor) async throws {
        try demand(step.action, of: actor)
        let moment = now
        var unit: UnitCode?
        if case .seat(_, let holder, _, _, _) = step { unit = try await self.unit(ofSteward: holder) }
        let body = unit
        let position = try await engine.write { [self] db in
            try take(step, atProject: serial, body: body, by: actor, at: moment, db: db)
            return try journal.position(in: db)
        }
        noteCommitted(position)
    }

    /// The same in the caller's transaction.
    ///
    /// `body`: that somebody who is given a seat works for.
    func take(
        _ step: ProjectStep,
        atProject serial: Int,
        body: UnitCode? = nil,
        by actor: Actor,
        at moment: Instant,
        db: any Connection
    ) throws {
        let id = try Project.id(of: serial, in: db)
        var past = try journal.past(of: id, in: db)
        try demand(step.action, of: actor, on: past.state)
        let command = try command(step, past.state, body: body, by: actor, at: moment, db: db)
        try handle(command, on: id, &past, by: actor, at: moment, db: db)
    }

    private func command(
        _ step: ProjectStep,
        _ project: Project,
        body: UnitCode?,
        by actor: Actor,
        at moment: Instant,
        db: any Connection
    ) throws -> Project.Step {
        switch step {
        case .list(let year, let standing, let day): return .list(year: year, standing, on: day)
        case .move(let stage, let day): return .move(stage, on: day)
        case .seat(let seat, let holder, let from, let precision, let until):
            guard let body else { throw Refusal.missing(.unit) }
            return .seat(
                Project.Term(seat: seat, holder: holder, unit: body, from: from, precision: precision, until: until)
            )
        case .unseat(let seat, let day): return .unseat(seat, on: day)
        case .plan(let name, let day): return .plan(name: name, day)
        case .replan(let number, let day, let reason): return .replan(number, to: day, reason: reason)
        case .reach(let number, let day): return .reach(number, on: day)
        case .note(let text, let day): return .note(text, on: day)
        case .block(let need, let text, let asProblem, let day):
            var problem: Int?
            if asProblem {
                guard let number = project.details?.firm, let firm = try EnterpriseQueries.summary(number, in: db)
                else {
                    throw Refusal.unknown(.firm)
                }
                let draft = ProblemDraft(source: .desk, need: need, text: text)
                problem = try collect(draft, ofFirm: firm, by: actor, at: moment, db: db)
            }
            return .block(need, text: text, problem: problem, on: day)
        case .coordinate(let number, let with, let day): return .coordinate(number, with: with, on: day)
        case .solve(let number, let solution, let day):
            if let problem = project.blockers.first(where: { $0.number == number })?.problem,
                try ProblemQueries.summary(problem, in: db)?.isSolved != true
            {
                throw Refusal.work(.problemOpen)
            }
            return .solve(number, solution: solution, on: day)
        case .reopen(let number, let reason): return .reopen(number, reason: reason)
        }
    }

    private func handle(
        _ step: Project.Step,
        on id: ID<Project>,
        _ past: inout Journal.Past<Project>,
        by actor: Actor,
        at moment: Instant,
        db: any Connection
    ) throws {
        let command = Project.Command(step, today: settings.zone.day(of: moment))
        let envelope = Envelope(at: moment, by: actor.author)
        _ = try desk.handle(command, on: id, past: &past, in: (), envelope: envelope, db: db)
    }

    // MARK: - Lights

    /// Lights every week that has ended, for every project that is under way.
    ///
    /// - Returns: for how many projects.
    /// - Throws: ``Fault``.
    @discardableResult
    package func lightProjects() async throws -> Int {
        let (moment, today) = (now, today)
        var lit = 0
        while true {
            try Task.checkCancellation()
            let batch = 200
            let unlit = try await engine.read { try ProjectQueries.unlit(before: today, limit: batch, in: $0) }
            if unlit.isEmpty { return lit }
            let (done, position) = try await engine.write { [self] db in
                let done = try unlit.count { try light($0, at: moment, db: db) }
                return (done, try journal.position(in: db))
            }
            noteCommitted(position)
            lit += done
            if done == 0 || unlit.count < batch { return lit }
        }
    }

    /// - Returns: whether there was a week to light: somebody else may have been faster.
    func light(_ serial: Int, at moment: Instant, db: any Connection) throws -> Bool {
        let id = try Project.id(of: serial, in: db)
        var past = try journal.past(of: id, in: db)
        do {
            try handle(.light, on: id, &past, by: .system, at: moment, db: db)
            return true
        } catch Refusal.notYet { return false }
    }
}
