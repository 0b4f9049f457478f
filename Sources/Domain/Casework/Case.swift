/// A matter from its report to its end (案件): the file, and the stage where it stands.
package struct Case: Aggregate {
    package static let kind = SubjectKind.casework

    package private(set) var stage = Stage.unreported
    /// Nil only while ``stage`` is ``Stage/unreported``.
    package private(set) var file: File?

    package init() {}

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
        package var feedback: Feedback?
        /// Everybody who acted for the handling unit: none of them may check.
        package var handlers: Set<ID<Account>>
        /// Whoever established it may not dispatch it (four eyes).
        package var establishedBy: ID<Account>?
        package var voidRequest: VoidRequest?
        package var rating: Int?

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

    /// The next moment that matters: the step's own limit where it has one, else the overall one.
    package var stepDue: Instant? {
        guard let file, stage.name.isOpen else { return nil }
        switch stage {
        case .verifying(let due), .checking(_, let due): return due
        case .unreported, .reported, .selfHandled, .verified, .refuted, .registered, .established, .dispatched,
            .acknowledged, .handling, .feedback, .passed, .failed, .closed, .withdrawn, .voided:
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
            return
        }
        guard var file else { return }
        stage = stage(after: what, by: event.by, in: &file)
        switch what {
        case .contactRead: break  // Looking changes nothing that the reporter would call an update.
        default: file.updatedAt = max(file.updatedAt, event.at)
        }
        self.file = file
    }

    private func stage(after event: CaseEvent, by author: Author, in file: inout File) -> Stage {
        switch event {
        case .reported, .added, .contactRead:
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
        case .registered(let category):
            file.category = category
            return .registered
        case .established(_, let solve):
            if case .staff(let account) = author { file.establishedBy = account }
            file.solve = solve
            return .established
        case .dispatched(let order):
            file.unit = order.unit
            return .dispatched(order)
        case .acknowledged:
            return handled(by: author, in: &file) { .acknowledged($0) }
        case .handlingBegun:
            return handled(by: author, in: &file) { .handling($0) }
        case .fedBack(let feedback):
            file.feedback = feedback
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
            guard file.establishedBy != nil else {
                file.answer = clock
                return .reported
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
        }
    }

    private func handled(by author: Author, in file: inout File, next: (Order) -> Stage) -> Stage {
        if case .staff(let account) = author { file.handlers.insert(account) }
        return stage.order.map(next) ?? stage
    }
}
