package import Domain

extension CaseEvent {
    /// The step's name in `open311.step.…`.
    package var name: String {
        switch self {
        case .reported: "reported"
        case .handledOnSpot: "handled_on_spot"
        case .verificationAsked: "verification_asked"
        case .verified(let isReal, _): isReal ? "verified" : "refuted"
        case .placed: "placed"
        case .registered: "registered"
        case .established: "established"
        case .dispatched: "dispatched"
        case .acknowledged: "acknowledged"
        case .handlingBegun: "handling_begun"
        case .fedBack: "fed_back"
        case .checkAsked: "check_asked"
        case .checked(let isSolved, _, _, _): isSolved ? "check_passed" : "check_failed"
        case .sentBack: "sent_back"
        case .closed: "closed"
        case .added: "added"
        case .withdrawn: "withdrawn"
        case .rated: "rated"
        case .reopened: "reopened"
        case .voidAsked: "void_asked"
        case .voidApproved: "voided"
        case .voidDeclined: "void_declined"
        case .contactRead: "contact_read"
        case .becameOverdue: "became_overdue"
        case .concludedElsewhere: "concluded_elsewhere"
        case .asked(let request, _): "\(request.kind.rawValue)_asked"
        case .declined(let kind, _): "\(kind.rawValue)_declined"
        case .notAccepted: "not_accepted"
        case .extended: "extended"
        case .suspended: "suspended"
        case .resumed: "resumed"
        case .terminated: "terminated"
        case .objected: "objected"
        case .objectionUpheld: "objection_upheld"
        case .objectionRejected: "objection_rejected"
        case .merged: "merged"
        case .unmerged: "unmerged"
        case .contested: "contested"
        case .explained: "explained"
        case .supervised: "supervised"
        case .supervisionAnswered: "supervision_answered"
        case .raised: "raised"
        case .lowered: "lowered"
        case .gridChanged: "grid_changed"
        case .photoCovered(_, let rectangles, _): rectangles.isEmpty ? "photo_uncovered" : "photo_covered"
        case .originalSeen: "original_seen"
        case .recused(let recusal, _): recusal == nil ? "recusal_lifted" : "recused"
        case .shared(let event): event.name
        }
    }

    /// What the office itself says to everybody with this step.
    package var publicWords: String? {
        switch self {
        case .fedBack(let feedback): feedback.text
        case .closed(let closure), .terminated(_, let closure): closure.reply
        case .notAccepted(_, let channel): channel
        case .suspended(_, let condition, _): condition
        case .explained(let text): text
        case .asked, .declined, .extended, .resumed, .objected, .objectionUpheld, .objectionRejected, .merged,
            .unmerged,
            .contested, .supervised, .supervisionAnswered, .raised, .lowered, .gridChanged, .photoCovered,
            .originalSeen, .recused, .shared:
            nil
        case .reported, .handledOnSpot, .verificationAsked, .verified, .placed, .registered, .established, .dispatched,
            .acknowledged, .handlingBegun, .checkAsked, .checked, .sentBack, .added, .withdrawn, .rated, .reopened,
            .voidAsked, .voidApproved, .voidDeclined, .contactRead, .becameOverdue, .concludedElsewhere:
            nil
        }
    }
}
