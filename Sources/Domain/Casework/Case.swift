/// A matter from its report to its end (案件): the file, and the stage where it stands.
package struct Case: Aggregate {
    package static let kind = SubjectKind.casework

    package private(set) var stage = Stage.unreported
    /// Nil only while ``stage`` is ``Stage/unreported``.
    package private(set) var file: File?
    /// What the newest event has changed, as figures count it.
    package private(set) var turn = Turn()

    package init() {}

    /// What an event changes: decided when it happens, so that no figure re-derives it.
    package struct Turn: Hashable, Sendable {
        /// 1 when the case has come to need somebody, −1 when it no longer does.
        package var open = 0
        /// The same for being open past its due time.
        package var overdue = 0
        /// Whether a step that had a limit of its own was taken within it.
        package var isOnTime: Bool?
    }

    /// What is known about a case, whatever its stage.
    package struct File: Hashable, Sendable {
        package var report: Report
        package var reportedAt: Instant
        package var updatedAt: Instant
        /// Corrected by intake where the reporter's guess was wrong.
        package var category: CategoryCode
        package var place: Report.Place
        /// The post that answered for the grid when the case came in.
        package var post: UnitCode?
        /// The version of the working calendar that every clock of the case runs by.
        package var calendar: String
        /// Report → first real answer.
        package var answer: Clock
        /// Established → closed; nil before 立案.
        package var solve: Clock?
        package var round: Int
        package var isOverdue: Bool
        /// The unit that handled it last.
        package var unit: UnitCode?
        /// Why it went to that unit.
        package var routing: Routing?
        package var feedback: Feedback?
        /// Everybody who acted for the handling unit: none of them may check.
        package var handlers: Set<ID<Account>>
        /// Whoever established it may not dispatch it (four eyes).
        package var establishedBy: ID<Account>?
        package var voidRequest: VoidRequest?
        /// What is asked for and not decided; it lapses when the case moves on without it.
        package var request: Request?
        /// How often the solving limit has been extended.
        package var extensions = 0
        package var level = Level.grid
        /// By when whoever carries the case at its level has solved it or handed it on.
        package var levelDue: Instant?
        /// The levels that the case was handed down from: a second time is not possible.
        package var descents: Set<Level> = []
        /// The reporter's ground was answered with an explanation, and that is final.
        package var isExplained = false
        /// Asked for and not answered.
        package var supervision: Supervision?
        package var rating: Int?
        /// 协办: one for each unit, in the order in which they were ordered.
        package var assistance: [Assistance] = []
        /// 吹哨: the last call of each department.
        package var calls: [Call] = []
        package var parts: [Part] = []
        /// It came in by itself and was made a part later, so it can stand by itself again.
        package var isAttached = false

        /// The overall clock in force.
        package var clock: Clock { solve ?? answer }

        /// The overall time by which something is owed to the reporter.
        package var due: Instant { clock.due }
    }

    /// 作废 asked for by one person, to be agreed by another.
    package struct VoidRequest: Hashable, Sendable {
        package var ground: VoidGround
        package var by: ID<Account>
    }

    /// One of ``CaseRequest`` while it waits to be decided.
    package struct Request: Hashable, Sendable {
        package var what: CaseRequest
        /// Why; where the case ends by it, the explanation to the reporter.
        package var note: String
        package var by: ID<Account>
    }

    /// Whose move it is; nil when nobody's.
    package var awaits: Role? {
        // What the grid could not solve waits for the community; what neither could, for the office.
        if stage.name == .reported, file?.level == .community { return .community }
        return stage.name.awaits
    }

    /// The next moment that matters: the step's own limit where it has one, else the overall one.
    package var stepDue: Instant? {
        guard let file, stage.name.isOpen else { return nil }
        switch stage {
        case .verifying(let due), .checking(_, let due), .objected(_, let due), .contested(_, _, let due): return due
        case .suspended(_, let review): return review
        case .dispatched(let order): return min(order.acknowledgeBy ?? file.due, file.due)
        case .reported, .verified, .registered, .established, .returned: return min(file.levelDue ?? file.due, file.due)
        case .unreported, .selfHandled, .refuted, .notAccepted, .merged, .acknowledged, .handling, .feedback, .passed,
            .failed, .closed, .terminated, .withdrawn, .voided:
            return file.due
        }
    }
}

extension Case {
    /// An event with when it happened and who did it.
    package struct Event: Hashable, Sendable {
        package var at: Instant
        package var by: Author
        package var what: CaseEvent

        package init(at: Instant, by: Author, what: CaseEvent) {
            self.at = at
            self.by = by
            self.what = what
        }
    }

    /// Who did something, as the journal remembers it.
    package enum Author: Hashable, Sendable {
        case reporter
        case staff(ID<Account>)
        case system
    }

    package typealias Command = CaseCommand

    package mutating func apply(_ event: Event) {
        let what = event.what
        if case .reported(let report, let post, let answer, let calendar) = what {
            file = File(
                report: report,
                reportedAt: event.at,
                updatedAt: event.at,
                category: report.category,
                place: report.place,
                post: post,
                calendar: calendar,
                answer: answer,
                round: 1,
                isOverdue: false,
                handlers: []
            )
            stage = .reported
            turn = Turn(open: 1)
            return
        }
        guard var file else { return }
        let before = stage.name
        let (limit, wasLate) = (limit(of: what), isLate)
        stage = stage(after: what, at: event.at, by: event.by, in: &file)
        if stage.name != before { file.request = nil }
        switch what {
        // Neither a look nor a reminder changes anything that the reporter would call an update.
        case .contactRead, .originalSeen, .shared(.reminded): break
        default: file.updatedAt = max(file.updatedAt, event.at)
        }
        self.file = file
        turn = Turn(
            open: (stage.name.isOpen ? 1 : 0) - (before.isOpen ? 1 : 0),
            overdue: (isLate ? 1 : 0) - (wasLate ? 1 : 0),
            isOnTime: limit.map { event.at <= $0 }
        )
    }

    private var isLate: Bool { stage.name.isOpen && file?.isOverdue == true }

    /// By when the step that an event takes was to be taken.
    private func limit(of event: CaseEvent) -> Instant? {
        switch (event, stage) {
        case (.verified, .verifying(let due)), (.checked, .checking(_, let due)): due
        case (.fedBack, _): stage.order?.due
        case (.established, _): file?.answer.due
        default: nil
        }
    }

    private func stage(after event: CaseEvent, at moment: Instant, by author: Author, in file: inout File) -> Stage {
        switch event {
        case .reported, .added, .contactRead, .photoCovered, .originalSeen:
            return stage
        case .handledOnSpot:
            guard case .staff(let account) = author else { return stage }
            file.handlers.insert(account)
            return .selfHandled(by: account)
        case .verificationAsked(_, let due):
            return .verifying(due: due)
        case .verified(let isReal, _):
            return isReal ? .verified : .refuted
        case .placed(let place):
            file.place = place
            return stage
        case .gridChanged(_, let grid):
            file.place.grid = grid
            return stage
        case .registered(let category):
            file.category = category
            file.level = max(file.level, .street)
            return .registered
        case .established(_, let solve):
            if case .staff(let account) = author { file.establishedBy = account }
            file.solve = solve
            return .established
        case .dispatched(let order):
            (file.unit, file.routing) = (order.unit, order.routing)
            return .dispatched(order)
        case .acknowledged:
            return handled(by: author, in: &file) { .acknowledged($0) }
        case .handlingBegun:
            return handled(by: author, in: &file) { .handling($0) }
        case .fedBack(let feedback):
            file.feedback = feedback
            if !feedback.exception.isEmpty { file.releaseAssistance() }
            return handled(by: author, in: &file) { .feedback($0, feedback) }
        case .checkAsked(let due):
            return stage.order.map { .checking($0, due: due) } ?? stage
        case .checked(let isSolved, _, _, _):
            return stage.order.map { isSolved ? .passed($0) : .failed($0) } ?? stage
        case .sentBack(let order, let round):
            file.round = round
            return .dispatched(order)
        case .closed(let closure), .concludedElsewhere(let closure):
            return .closed(closure)
        case .withdrawn:
            return .withdrawn
        case .rated(let stars, _):
            file.rating = stars
            return stage
        case .reopened(_, let round, let clock):
            file.round = round
            file.rating = nil
            file.isOverdue = false
            guard file.solve != nil else {
                file.answer = clock
                return stage.name == .merged ? .registered : .reported
            }
            file.solve = clock
            return .established
        case .voidAsked(let ground, _):
            if case .staff(let account) = author { file.voidRequest = VoidRequest(ground: ground, by: account) }
            return stage
        case .voidApproved:
            return .voided
        case .voidDeclined:
            file.voidRequest = nil
            return stage
        case .becameOverdue:
            file.isOverdue = true
            return stage
        case .asked, .declined, .notAccepted, .extended, .suspended, .resumed, .terminated:
            return stage(afterRequest: event, at: moment, by: author, in: &file)
        case .objected(_, _, let due):
            return stage.order.map { .objected($0, due: due) } ?? stage
        case .objectionUpheld:
            return .returned
        case .objectionRejected:
            return order { $0.isDesignated = true }.map { .acknowledged($0) } ?? stage
        case .merged(let number):
            return .merged(into: number)
        case .unmerged:
            return .registered
        case .contested(let contest, _, let due):
            return stage.closure.map { .contested($0, contest, due: due) } ?? stage
        case .explained:
            file.isExplained = true
            return stage.closure.map { .closed($0) } ?? stage
        case .supervised(let supervision):
            file.supervision = supervision
            return stage
        case .supervisionAnswered:
            file.supervision = nil
            return stage
        case .raised(let level, _, let due):
            (file.level, file.levelDue) = (level, due)
            // Whom a joint session names takes over from whoever has it.
            return level == .joint && stage.order != nil ? .returned : stage
        case .lowered(let level, _, let due):
            file.descents.insert(file.level)
            (file.level, file.levelDue) = (level, due)
            return level < .street ? .reported : stage
        case .recused(let recusal, _):
            file.report.recusal = recusal
            let units = recusal?.units ?? []
            file.releaseCompanions(of: units, at: moment)
            // Whoever it is about does not go on with it; another unit does. What others have found solved stays so.
            guard let order = stage.order, stage.name != .passed, units.contains(order.unit) else { return stage }
            return stage.name.isOpen ? .returned : stage
        case .shared(let event):
            apply(shared: event, at: moment, by: author, to: &file)
            return stage
        }
    }

    /// What becomes of a request, and of the clock by it.
    private func stage(
        afterRequest event: CaseEvent,
        at moment: Instant,
        by author: Author,
        in file: inout File
    ) -> Stage {
        switch event {
        case .asked(let request, let note):
            if case .staff(let account) = author { file.request = Request(what: request, note: note, by: account) }
            return stage
        case .declined:
            file.request = nil
            return stage
        case .notAccepted:
            return .notAccepted
        case .extended(let amount, let due):
            file.request = nil
            file.extensions += 1
            file.solve?.move(.extended(by: amount, at: moment), due: due)
            return order { $0.due = due }.map { .handling($0) } ?? stage
        case .suspended(_, _, let review):
            let due = file.due
            file.solve?.move(.suspended(at: moment), due: due)
            return stage.order.map { .suspended($0, review: review) } ?? stage
        case .resumed(let due):
            file.solve?.move(.resumed(at: moment), due: due)
            return order { $0.due = due }.map { .handling($0) } ?? stage
        case .terminated(_, let closure):
            return .terminated(closure)
        case .reported, .handledOnSpot, .verificationAsked, .verified, .placed, .registered, .established, .dispatched,
            .acknowledged, .handlingBegun, .fedBack, .checkAsked, .checked, .sentBack, .closed, .added, .withdrawn,
            .rated, .reopened, .voidAsked, .voidApproved, .voidDeclined, .contactRead, .becameOverdue,
            .concludedElsewhere, .objected, .objectionUpheld, .objectionRejected, .merged, .unmerged, .contested,
            .explained, .supervised, .supervisionAnswered, .raised, .lowered, .gridChanged, .photoCovered,
            .originalSeen, .recused, .shared:
            return stage
        }
    }

    /// The order in force, changed.
    private func order(_ change: (inout Order) -> Void) -> Order? {
        guard var order = stage.order else { return nil }
        change(&order)
        return order
    }

    private func handled(by author: Author, in file: inout File, next: (Order) -> Stage) -> Stage {
        if case .staff(let account) = author { file.handlers.insert(account) }
        return stage.order.map(next) ?? stage
    }
}
