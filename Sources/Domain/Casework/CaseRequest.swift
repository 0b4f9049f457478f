/// What one person asks for and another decides (domain B.4); while it is pending, nothing moves and no clock stands.
package enum CaseRequest: Hashable, Sendable {
    /// T6 不予受理: the office may not take it; `channel` says where it belongs instead, and is told to the reporter.
    case nonAcceptance(NonAcceptanceGround, channel: String)
    /// T13 延期: so many more of the solving limit's own units.
    case moreTime(Int)
    /// T14 挂账: the clock stands until `review`, or until `condition` is met.
    case suspension(SuspensionGround, condition: String, review: Instant)
    /// T24 终止办理.
    case termination(TerminationGround)

    /// A request without what it carries; raw values are stored and never reused.
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        case nonAcceptance = "non_acceptance"
        case moreTime = "more_time"
        case suspension
        case termination
    }

    package var kind: Kind {
        switch self {
        case .nonAcceptance: .nonAcceptance
        case .moreTime: .moreTime
        case .suspension: .suspension
        case .termination: .termination
        }
    }
}

/// The closed list of T6 (Weifang article 19, Beijing article 11).
package enum NonAcceptanceGround: String, Hashable, Sendable, CaseIterable {
    /// 诉讼、仲裁、纪检监察、行政复议、政府信息公开: a procedure of its own exists for it.
    case ownProcedure = "own_procedure"
    /// 已进入信访渠道.
    case petition
    /// 涉密.
    case secrecy
    /// 已依法办结.
    case settled
    /// 违反公序良俗.
    case publicOrder = "public_order"
}

/// The objective obstacles of T14.
package enum SuspensionGround: String, Hashable, Sendable, CaseIterable {
    case season
    case engineering
    case money
    /// 权属不清.
    case ownership
}

/// The grounds of T24.
package enum TerminationGround: String, Hashable, Sendable, CaseIterable {
    /// One of T6's grounds was found later.
    case notAcceptable = "not_acceptable"
    /// Without the requester's cooperation it cannot be handled.
    case noCooperation = "no_cooperation"
}

/// T11 派单异议: the only ground is "not ours", and it says why.
package enum ObjectionGround: String, Hashable, Sendable, CaseIterable {
    /// 不属本单位职责.
    case otherDuty = "other_duty"
    /// 不在本单位管辖范围.
    case otherArea = "other_area"
}

/// What the reporter says of a closed case that they are not content with.
package enum Contest: String, Hashable, Sendable, CaseIterable {
    /// 部分解决.
    case halfSolved = "half_solved"
    case notSolved = "not_solved"
    /// 不满意: with how it was done, whatever came of it; what a rating of one or two grades says as well.
    case unhappy
}

/// T25 督办: somebody above looks at a case and wants an answer by a time.
package struct Supervision: Hashable, Sendable {
    /// 日常 / 挂牌 / 约谈.
    package enum Grade: String, Hashable, Sendable, CaseIterable {
        case ordinary, listed, interview
    }

    /// The listed grounds (Weifang article 26, Jinan article 28).
    package enum Ground: String, Hashable, Sendable, CaseIterable {
        case refused
        case overdue
        /// Ought to be solved and is not.
        case unsolved
        case harm
        /// 重复、集体反映.
        case repeated
    }

    package var grade: Grade
    package var ground: Ground
    package var opinion: String
    package var due: Instant

    package init(grade: Grade, ground: Ground, opinion: String, due: Instant) {
        self.grade = grade
        self.ground = ground
        self.opinion = opinion
        self.due = due
    }
}
