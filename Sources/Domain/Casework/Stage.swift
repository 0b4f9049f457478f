/// Where a case stands in its life (domain B.3); each stage carries what only it has.
package enum Stage: Hashable, Sendable {
    /// Nothing has been reported yet. Out: ``reported``.
    case unreported
    /// Out: ``selfHandled``, ``verifying``, ``registered``, ``withdrawn``, ``voided``.
    case reported
    /// Solved on the spot by a grid worker. Out: ``closed(_:)``, ``voided``.
    case selfHandled(by: ID<Account>)
    /// Somebody goes and looks whether it is real. Out: ``verified``, ``refuted``, ``withdrawn``, ``voided``.
    case verifying(due: Instant)
    /// Out: ``registered``, ``withdrawn``, ``voided``.
    case verified
    /// Not real. Out: ``reported`` when the reporter reopens with a ground.
    case refuted
    /// Out: ``established``, ``withdrawn``, ``voided``.
    case registered
    /// Out: ``dispatched(_:)``, ``withdrawn``, ``voided``.
    case established
    /// Out: ``acknowledged(_:)``, ``voided``.
    case dispatched(Order)
    /// Out: ``handling(_:)``, ``voided``.
    case acknowledged(Order)
    /// Out: ``feedback(_:_:)``, ``voided``.
    case handling(Order)
    /// The unit says what it did. Out: ``checking(_:due:)``, ``passed(_:)`` or ``failed(_:)`` by the reporter, ``voided``.
    case feedback(Order, Feedback)
    /// Somebody else looks whether it is solved. Out: ``passed(_:)``, ``failed(_:)``, ``voided``.
    case checking(Order, due: Instant)
    /// Out: ``closed(_:)``, ``voided``.
    case passed(Order)
    /// Out: ``dispatched(_:)`` (rework), ``voided``.
    case failed(Order)
    /// Out: ``established`` or ``reported`` when the reporter reopens with a ground.
    case closed(Closure)
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
        case verifying, verified, refuted, registered, established, dispatched, acknowledged, handling, feedback
        case checking, passed, failed, closed, withdrawn, voided
    }

    package var name: Name {
        switch self {
        case .unreported: .unreported
        case .reported: .reported
        case .selfHandled: .selfHandled
        case .verifying: .verifying
        case .verified: .verified
        case .refuted: .refuted
        case .registered: .registered
        case .established: .established
        case .dispatched: .dispatched
        case .acknowledged: .acknowledged
        case .handling: .handling
        case .feedback: .feedback
        case .checking: .checking
        case .passed: .passed
        case .failed: .failed
        case .closed: .closed
        case .withdrawn: .withdrawn
        case .voided: .voided
        }
    }

    /// The order in force, while the case is with a handling unit.
    package var order: Order? {
        switch self {
        case .dispatched(let order), .acknowledged(let order), .handling(let order), .feedback(let order, _),
            .checking(let order, _), .passed(let order), .failed(let order):
            order
        case .unreported, .reported, .selfHandled, .verifying, .verified, .refuted, .registered, .established,
            .closed, .withdrawn, .voided:
            nil
        }
    }
}

extension Stage.Name {
    /// The case still needs somebody to act.
    package var isOpen: Bool {
        switch self {
        case .reported, .selfHandled, .verifying, .verified, .registered, .established, .dispatched, .acknowledged,
            .handling, .feedback, .checking, .passed, .failed:
            true
        case .unreported, .refuted, .closed, .withdrawn, .voided:
            false
        }
    }

    /// Whose move it is; nil when nobody's.
    package var awaits: Role? {
        switch self {
        case .reported, .verified, .feedback: .intake
        case .verifying, .checking: .gridWorker
        case .registered, .selfHandled, .passed: .dutyChief
        case .established, .failed: .dispatcher
        case .dispatched, .acknowledged, .handling: .handlingUnit
        case .unreported, .refuted, .closed, .withdrawn, .voided: nil
        }
    }
}

/// 任务派遣单: what a handling unit was sent, and by when it is due.
package struct Order: Hashable, Sendable {
    package var unit: UnitCode
    /// 转办意见: what the dispatcher tells the unit.
    package var opinion: String
    /// Printed on the order.
    package var due: Instant

    package init(unit: UnitCode, opinion: String, due: Instant) {
        self.unit = unit
        self.opinion = opinion
        self.due = due
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

    package init(result: Result, text: String) {
        self.result = result
        self.text = text
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
