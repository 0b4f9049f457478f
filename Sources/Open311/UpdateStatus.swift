import Application
import Domain

/// The states of service request updates, as FixMyStreet and its like know them (GR-55).
enum UpdateStatus: String, CaseIterable {
    case open
    case closed
    case fixed
    case inProgress = "in_progress"
    case actionScheduled = "action_scheduled"
    case investigating
    case planned
    case duplicate
    case notOurs = "not_councils_responsibility"
    case noFurtherAction = "no_further_action"
    case internalReferral = "internal_referral"
    case forTriage = "for_triage"
    case cancelled
    case reopen
    case unchanged

    /// What a sender's status asks of us; what the sender's own office thinks of the case moves nothing here.
    var wish: UpdateDraft.Wish {
        switch self {
        case .fixed, .closed: .confirm
        case .reopen: .reopen
        case .cancelled: .withdraw
        case .open, .inProgress, .actionScheduled, .investigating, .planned, .duplicate, .notOurs, .noFurtherAction,
            .internalReferral, .forTriage, .unchanged:
            .add
        }
    }

    /// Where a case stands after a step.
    ///
    /// Only what is solved is called `fixed`, and nothing is called `closed`, which clients without extended statuses show as
    /// fixed.
    init(_ stage: Stage, voidGround: VoidGround?) {
        switch stage {
        case .unreported, .reported: self = .open
        case .verifying, .verified, .registered: self = .investigating
        case .established, .dispatched, .acknowledged, .objected, .returned: self = .actionScheduled
        case .selfHandled, .handling, .feedback, .checking, .passed, .failed, .contested: self = .inProgress
        case .suspended: self = .planned
        case .merged: self = .duplicate
        case .notAccepted: self = .notOurs
        case .refuted, .terminated: self = .noFurtherAction
        case .withdrawn: self = .cancelled
        case .voided: self = voidGround == .duplicate ? .duplicate : .noFurtherAction
        case .closed(let closure):
            switch closure.outcome {
            case .solved, .selfHandled, .elsewhere: self = .fixed
            case .partlySolved, .explained, .terminated: self = .noFurtherAction
            }
        }
    }
}
