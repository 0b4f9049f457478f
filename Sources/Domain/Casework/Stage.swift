/// Where a case stands in its life (domain B.3); each stage carries what only it has.
package enum Stage: Hashable, Sendable {
    /// Nothing has been reported yet. Out: ``reported``.
    case unreported
    /// Out: ``selfHandled``, ``verifying``, ``registered``, ``notAccepted``, ``withdrawn``, ``voided``.
    case reported
    /// Solved on the spot by a grid worker. Out: ``closed(_:)``, ``voided``.
    case selfHandled(by: ID<Account>)
    /// Somebody goes and looks whether it is real. Out: ``verified``, ``refuted``, ``withdrawn``, ``voided``.
    case verifying(due: Instant)
    /// Out: ``registered``, ``notAccepted``, ``withdrawn``, ``voided``.
    case verified
    /// Not real. Out: ``reported`` when the reporter reopens with a ground.
    case refuted
    /// Not for this office, agreed by two people. Out: ``reported`` when the reporter reopens with a ground.
    case notAccepted
    /// Out: ``established``, ``merged(into:)``, ``notAccepted``, ``withdrawn``, ``voided``.
    case registered
    /// The same matter as another case, which carries it. Out: ``registered`` when taken apart again, or when the reporter
    /// says that theirs is not fixed.
    case merged(into: CaseNumber)
    /// Out: ``dispatched(_:)``, ``withdrawn``, ``voided``.
    case established
    /// Out: ``acknowledged(_:)``, ``objected(_:due:)``, ``voided``.
    case dispatched(Order)
    /// Out: ``handling(_:)``, ``objected(_:due:)``, ``voided``.
    case acknowledged(Order)
    /// The unit says that it is not theirs. Out: ``returned``, ``acknowledged(_:)`` with an order that stands, ``voided``.
    case objected(Order, due: Instant)
    /// Not the unit's: dispatched anew at once. Out: ``dispatched(_:)``, ``voided``.
    case returned
    /// Out: ``feedback(_:_:)``, ``suspended(_:review:)``, ``terminated(_:)``, ``voided``.
    case handling(Order)
    /// 挂账: an objective obstacle; the clock stands. Out: ``handling(_:)``, ``voided``.
    case suspended(Order, review: Instant)
    /// The unit says what it did. Out: ``checking(_:due:)``, ``passed(_:)`` or ``failed(_:)`` by the reporter, ``voided``.
    case feedback(Order, Feedback)
    /// Somebody else looks whether it is solved. Out: ``passed(_:)``, ``failed(_:)``, ``voided``.
    case checking(Order, due: Instant)
    /// Out: ``closed(_:)``, ``voided``.
    case passed(Order)
    /// Out: ``dispatched(_:)`` (rework), ``voided``.
    case failed(Order)
    /// Out: ``contested(_:_:due:)`` when the reporter is not content and says why.
    case closed(Closure)
    /// The office decides about the reporter's ground. Out: ``established`` or ``reported`` in a new round, ``closed(_:)``
    /// with an explanation.
    case contested(Closure, Contest, due: Instant)
    /// Handling ended before the matter did, agreed by two people. No way out.
    case terminated(Closure)
    /// Taken back by the reporter. No way out.
    case withdrawn
    /// A mistake or a duplicate, agreed by two people; stays countable. No way out.
    case voided

    /// A stage without what it carries: for tables, tests and translations.
    ///
    /// Raw values are stored and never reused.
    package enum Name: String, Hashable, Sendable, CaseIterable {
        case unreported, reported
        case selfHandled = "self_handled"
        case verifying, verified, refuted
        case notAccepted = "not_accepted"
        case registered, merged, established, dispatched, acknowledged, objected, returned, handling, suspended
        case feedback, checking, passed, failed, closed, contested, terminated, withdrawn, voided
    }

    package var name: Name {
        switch self {
        case .unreported: .unreported
        case .reported: .reported
        case .selfHandled: .selfHandled
        case .verifying: .verifying
        case .verified: .verified
        case .refuted: .refuted
        case .notAccepted: .notAccepted
        case .registered: .registered
        case .merged: .merged
        case .established: .established
        case .dispatched: .dispatched
        case .acknowledged: .acknowledged
        case .objected: .objected
        case .returned: .returned
        case .handling: .handling
        case .suspended: .suspended
        case .feedback: .feedback
        case .checking: .checking
        case .passed: .passed
        case .failed: .failed
        case .closed: .closed
        case .contested: .contested
        case .terminated: .terminated
        case .withdrawn: .withdrawn
        case .voided: .voided
        }
    }

    /// The order in force, while the case is with a handling unit.
    package var order: Order? {
        switch self {
        case .dispatched(let order), .acknowledged(let order), .handling(let order), .feedback(let order, _),
            .checking(let order, _), .passed(let order), .failed(let order), .objected(let order, _),
            .suspended(let order, _):
            order
        case .unreported, .reported, .selfHandled, .verifying, .verified, .refuted, .notAccepted, .registered, .merged,
            .established, .returned, .closed, .contested, .terminated, .withdrawn, .voided:
            nil
        }
    }

    /// How the case ended, where it did with an answer.
    package var closure: Closure? {
        switch self {
        case .closed(let closure), .contested(let closure, _, _), .terminated(let closure): closure
        case .unreported, .reported, .selfHandled, .verifying, .verified, .refuted, .notAccepted, .registered, .merged,
            .established, .dispatched, .acknowledged, .objected, .returned, .handling, .suspended, .feedback, .checking,
            .passed, .failed, .withdrawn, .voided:
            nil
        }
    }
}

extension Stage.Name {
    /// The case still needs somebody to act.
    package var isOpen: Bool {
        switch self {
        case .reported, .selfHandled, .verifying, .verified, .registered, .established, .dispatched, .acknowledged,
            .objected, .returned, .handling, .suspended, .feedback, .checking, .passed, .failed, .contested:
            true
        case .unreported, .refuted, .notAccepted, .merged, .closed, .terminated, .withdrawn, .voided:
            false
        }
    }

    /// Whose move it is; nil when nobody's.
    package var awaits: Role? {
        switch self {
        case .reported, .verified, .feedback, .contested: .intake
        case .verifying, .checking: .gridWorker
        case .registered, .selfHandled, .passed: .dutyChief
        case .established, .failed, .objected, .returned, .suspended: .dispatcher
        case .dispatched, .acknowledged, .handling: .handlingUnit
        case .unreported, .refuted, .notAccepted, .merged, .closed, .terminated, .withdrawn, .voided: nil
        }
    }

    /// The overall clock runs: neither stopped (挂账) nor over.
    package var isOnTheClock: Bool { isOpen && self != .suspended && self != .contested }
}

/// 任务派遣单: what a handling unit was sent, and by when it is due.
package struct Order: Hashable, Sendable {
    package var unit: UnitCode
    /// 转办意见: what the dispatcher tells the unit.
    package var opinion: String
    /// Printed on the order.
    package var due: Instant
    /// When an order that nobody has acknowledged counts as acknowledged (T10), and objecting to it is over (T11).
    package var acknowledgeBy: Instant?
    /// The unit was named by a joint session, or its objection was rejected: it may not object (any more).
    package var isDesignated: Bool
    /// Why it went to this unit; nil in orders from before that was kept.
    package var routing: Routing?

    package init(
        unit: UnitCode,
        opinion: String,
        due: Instant,
        acknowledgeBy: Instant? = nil,
        isDesignated: Bool = false,
        routing: Routing? = nil
    ) {
        self.unit = unit
        self.opinion = opinion
        self.due = due
        self.acknowledgeBy = acknowledgeBy
        self.isDesignated = isDesignated
        self.routing = routing
    }
}

/// 任务反馈单: what the unit says came of it.
package struct Feedback: Hashable, Sendable {
    /// 解决 / 部分解决 / 未解决（解释）.
    package enum Result: String, Hashable, Sendable, CaseIterable {
        case solved
        case partlySolved = "partly_solved"
        case explained
    }

    package var result: Result
    package var text: String
    /// Why the lead unit did not wait for an assisting one; empty where it did, and where there was none.
    package var exception: String
    /// The rule that stands in the way, where a firm's problem is explained and not solved; empty otherwise.
    package var basis: String

    package init(result: Result, text: String, exception: String = "", basis: String = "") {
        self.result = result
        self.text = text
        self.exception = exception
        self.basis = basis
    }
}

/// How a case ended; decided when it happened, so that no figure re-derives it.
package struct Closure: Hashable, Sendable {
    package enum Outcome: String, Hashable, Sendable, CaseIterable {
        case solved
        case partlySolved = "partly_solved"
        case explained
        /// Solved on the spot by a grid worker.
        case selfHandled = "self_handled"
        /// Ended before the matter did (T24).
        case terminated
        /// Ended in another system before it was brought in here.
        case elsewhere
    }

    package var outcome: Outcome
    /// The answer to the reporter.
    package var reply: String
    package var at: Instant
    package var isOnTime: Bool
    /// First report to this closing, in whole natural days begun (B.7 rule 8); no pause shortens it.
    package var waitingDays: Int
    package var rounds: Int
    /// The unit that handled it last, if any did.
    package var unit: UnitCode?

    package init(
        outcome: Outcome,
        reply: String,
        at: Instant,
        isOnTime: Bool,
        waitingDays: Int,
        rounds: Int,
        unit: UnitCode?
    ) {
        self.outcome = outcome
        self.reply = reply
        self.at = at
        self.isOnTime = isOnTime
        self.waitingDays = waitingDays
        self.rounds = rounds
        self.unit = unit
    }
}
