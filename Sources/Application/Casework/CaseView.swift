package import Domain
package import Store

/// A case as one person may see it.
package struct CaseView: Sendable {
    package let summary: CaseSummary
    package let file: Case.File
    package let stage: Stage
    /// Whose move it is; nil when nobody's.
    package let awaits: Role?
    /// By when that move is due; nil when it is nobody's.
    package let stepDue: Instant?
    /// Nil when nothing is owed any more.
    package let light: DueLight?
    package let remaining: Remaining?
    /// Oldest first; what the person may not see is left out or has no words.
    package let events: [Case.Event]
    /// The version of the case that each of ``events`` led to.
    package let versions: [Int]
    /// What this person could do now.
    package let actions: [CaseAction]
    /// Who the staff in ``events`` are; empty for the public.
    package let names: [ID<Account>: String]
    /// What was split off.
    package let parts: [CaseSummary]
    /// One for each entry of the case: its zero-based index in the log and its leaf hash in hexadecimal.
    package let leaves: [Leaf]

    package struct Leaf: Hashable, Sendable {
        package let index: Int64
        package let hash: String
    }
}

/// How much of a case somebody sees.
enum Sight {
    case everything
    /// Own words and the office's answers.
    case reporter
    /// The office's public steps.
    case anybody
}

extension Case.Event {
    /// The event as it may be shown; nil when it may not.
    func redacted(for sight: Sight) -> Case.Event? {
        guard sight != .everything else { return self }
        var copy = self
        if case .staff = by { copy.by = .system }
        switch what {
        // The reporter sees every look at the own contact data, and that with its reason.
        case .contactRead where sight == .reporter, .originalSeen where sight == .reporter: break
        case .contactRead, .originalSeen, .voidAsked, .voidDeclined, .asked, .declined, .objected, .objectionUpheld,
            .objectionRejected, .supervised, .supervisionAnswered, .unmerged:
            return nil
        case .verificationAsked(_, let due): copy.what = .verificationAsked(note: "", due: due)
        case .established(_, let solve): copy.what = .established(note: "", solve: solve)
        case .fedBack(var feedback):
            feedback.exception = ""
            copy.what = .fedBack(feedback)
        case .dispatched(var order):
            (order.opinion, order.routing) = ("", nil)
            copy.what = .dispatched(order)
        case .sentBack(var order, let round):
            (order.opinion, order.routing) = ("", nil)
            copy.what = .sentBack(order, round: round)
        case .added where sight == .anybody: copy.what = .added(text: "")
        case .withdrawn where sight == .anybody: copy.what = .withdrawn(reason: "")
        case .rated(let stars, _) where sight == .anybody: copy.what = .rated(stars: stars, comment: "")
        case .reopened(_, let round, let clock) where sight == .anybody:
            copy.what = .reopened(ground: "", round: round, clock: clock)
        case .contested(let contest, _, let due) where sight == .anybody:
            copy.what = .contested(contest, ground: "", due: due)
        case .raised(let level, _, let due): copy.what = .raised(to: level, reason: "", due: due)
        case .lowered(let level, _, let due): copy.what = .lowered(to: level, reason: "", due: due)
        case .checked(let isSolved, _, true, let round) where sight == .anybody:
            copy.what = .checked(isSolved: isSolved, note: "", byReporter: true, round: round)
        case .reported, .handledOnSpot, .verified, .placed, .registered, .acknowledged, .handlingBegun,
            .checkAsked, .checked, .closed, .added, .withdrawn, .rated, .reopened, .voidApproved, .becameOverdue,
            .concludedElsewhere, .photoCovered, .notAccepted, .extended, .suspended, .resumed, .terminated, .merged,
            .contested,
            .explained, .gridChanged:
            break
        // The reporter is told that it is confidential, or is not, and not what colleagues wrote about whom.
        case .recused(let recusal, _):
            guard sight == .reporter else { return nil }
            copy.what = .recused(recusal.map { _ in Recusal() }, reason: "")
        case .shared(let event):
            guard let shown = event.redacted else { return nil }
            copy.what = .shared(shown)
        }
        return copy
    }
}

extension SharedEvent {
    /// The event as it may be shown outside the office: who was asked, came and was done with, without what was said among the
    /// units; nil for a refusal and what was decided about it, and for what the clockwork says to a unit.
    fileprivate var redacted: SharedEvent? {
        switch self {
        case .callRefused, .calledAgain, .reminded, .lapsed: return nil
        case .assistanceOrdered(var order):
            order.opinion = ""
            return .assistanceOrdered(order)
        case .assistanceDone(let unit, let feedback, let isOnTime):
            return .assistanceDone(unit, Feedback(result: feedback.result, text: ""), isOnTime: isOnTime)
        case .assistanceReleased(let unit, _): return .assistanceReleased(unit, reason: "")
        case .called(let unit, let ground, _, let answerBy, let times):
            return .called(unit, ground, task: "", answerBy: answerBy, times: times)
        case .arrived(let unit, _, let actBy, let isOnTime):
            return .arrived(unit, note: "", actBy: actBy, isOnTime: isOnTime)
        case .acted(let unit, _, let rateBy, let isOnTime):
            return .acted(unit, text: "", rateBy: rateBy, isOnTime: isOnTime)
        case .callRated(let unit, let rating, _, let actBy):
            return .callRated(unit, rating, note: "", actBy: actBy)
        case .callReleased(let unit, _): return .callReleased(unit, reason: "")
        case .attached(let number, _): return .attached(to: number, reason: "")
        case .detached(let number, _): return .detached(from: number, reason: "")
        case .assistanceAcknowledged, .callAccepted, .split, .partEnded, .partReopened, .partAttached, .partDetached:
            return self
        }
    }
}
