/// 吹哨、报到: a department that the street has called, from the whistle to the street's word on what it did.
///
/// A whistle is one or several calls at once. Each department has one open call; it ends rated or released, and the case
/// does not end before.
package struct Call: Hashable, Sendable {
    package enum State: Hashable, Sendable {
        /// Out: ``accepted(arriveBy:)``, by the clock where nobody answers; ``refused(_:decider:due:)``; ``released``.
        case called(answerBy: Instant)
        /// On the way. Out: ``arrived(actBy:)``, ``released``.
        case accepted(arriveBy: Instant)
        /// At work: nobody leaves before it is done (事不完人不撤). Out: ``acted(rateBy:)``, ``released``.
        case arrived(actBy: Instant)
        /// The street looks. Out: ``rated(_:)``, ``arrived(actBy:)`` where it is not done, ``released``.
        case acted(rateBy: Instant)
        /// One level up: whoever is named decides; nil where nobody could be. Out: ``called(answerBy:)`` without a second
        /// refusal, ``released``.
        case refused(CallRefusal, decider: ID<Account>?, due: Instant)
        /// No way out.
        case rated(CallRating)
        /// Called off by a second person, who said why. No way out.
        case released

        /// A state without what it carries; raw values are stored and never reused.
        package enum Name: String, Hashable, Sendable, CaseIterable {
            case called, accepted, arrived, acted, refused, rated, released
        }

        package var name: Name {
            switch self {
            case .called: .called
            case .accepted: .accepted
            case .arrived: .arrived
            case .acted: .acted
            case .refused: .refused
            case .rated: .rated
            case .released: .released
            }
        }
    }

    package var unit: UnitCode
    package var ground: WhistleGround
    /// What the department is wanted for.
    package var task: String
    /// As they held when it was called.
    package var times: WhistleTimes.Steps
    /// Whoever blew the whistle: may not decide about a refusal, nor call it off.
    package var by: ID<Account>
    /// It was refused once, and called again: that stands.
    package var isDesignated = false
    package var state: State
    /// Of the present step.
    package var watch: Watch

    package init(
        unit: UnitCode,
        ground: WhistleGround,
        task: String,
        times: WhistleTimes.Steps,
        by: ID<Account>,
        state: State,
        watch: Watch
    ) {
        self.unit = unit
        self.ground = ground
        self.task = task
        self.times = times
        self.by = by
        self.state = state
        self.watch = watch
    }

    package var isOpen: Bool { awaits != nil }

    /// Whose move it is; nil when it is over.
    package var awaits: Role? {
        switch state {
        case .called, .accepted, .arrived: .handlingUnit
        case .acted: .dispatcher
        case .refused: .leader
        case .rated, .released: nil
        }
    }

    /// By when that move is due; nil when it is over.
    package var stepDue: Instant? {
        switch state {
        case .called(let due), .accepted(let due), .arrived(let due), .acted(let due), .refused(_, _, let due): due
        case .rated, .released: nil
        }
    }

    /// What the clockwork says of it now, where it is the department's move; nil when nothing.
    ///
    /// Silence past the time to answer is accepted, and not told as overdue.
    package func word(at now: Instant) -> Watch.Word? {
        guard awaits == .handlingUnit, let word = stepDue.flatMap({ watch.word(due: $0, at: now) }) else { return nil }
        return state.name == .called && word == .overdue ? nil : word
    }
}

/// For what a street may blow the whistle (Beijing, three cases); the raw value is stored and never reused.
package enum WhistleGround: String, Hashable, Sendable, CaseIterable {
    /// 群众反映突出、街道解决不了.
    case beyondStreet = "beyond_street"
    /// 综合执法.
    case jointEnforcement = "joint_enforcement"
    /// 应急处置.
    case emergency
}

/// The only grounds on which a department may refuse a call.
package enum CallRefusal: String, Hashable, Sendable, CaseIterable {
    /// 不属本单位职责.
    case otherDuty = "other_duty"
    /// 不在本单位管辖范围.
    case otherArea = "other_area"
    /// 依法无权处理.
    case noPower = "no_power"
}

/// What the street says of a department that came.
package enum CallRating: String, Hashable, Sendable, CaseIterable {
    case done
    case partlyDone = "partly_done"
    /// It stays until it is.
    case notDone = "not_done"
}
