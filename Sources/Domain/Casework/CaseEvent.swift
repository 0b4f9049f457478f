/// What happened to a case.
///
/// Everything a figure needs is decided here, when it happens.
package enum CaseEvent: Hashable, Sendable {
    /// T1. `post` answers for the grid on that day; `answer` is the promise on the slip; `calendar` the version that it
    /// was dated with.
    case reported(Report, post: UnitCode?, answer: Clock, calendar: String)
    case handledOnSpot(note: String)
    case verificationAsked(note: String, due: Instant)
    case verified(isReal: Bool, note: String)
    case placed(Report.Place)
    case registered(category: CategoryCode)
    case established(note: String, solve: Clock)
    case dispatched(Order)
    case acknowledged
    case handlingBegun(contact: FirstContact)
    case fedBack(Feedback)
    case checkAsked(due: Instant)
    /// `round` that was checked; `byReporter` when the requester said so.
    case checked(isSolved: Bool, note: String, byReporter: Bool, round: Int)
    case sentBack(Order, round: Int)
    case closed(Closure)
    case added(text: String)
    case withdrawn(reason: String)
    case rated(stars: Int, comment: String)
    /// The case stands `established` again if it ever was, else `reported`; `clock` is the new one.
    case reopened(ground: String, round: Int, clock: Clock)
    case voidAsked(ground: VoidGround, note: String)
    case voidApproved
    case voidDeclined(reason: String)
    /// `reader`: nil in entries from before it was recorded.
    case contactRead(reason: String, reader: ContactReader?)
    case becameOverdue(due: Instant)
    case concludedElsewhere(Closure)
    case asked(CaseRequest, note: String)
    case declined(CaseRequest.Kind, reason: String)
    /// T6, agreed by a second person.
    case notAccepted(NonAcceptanceGround, channel: String)
    /// T13: so many units more; `due` is the new due time.
    case extended(by: Int, due: Instant)
    /// T14.
    case suspended(SuspensionGround, condition: String, review: Instant)
    /// T15: what was left of the limit runs on; `due` is the new due time.
    case resumed(due: Instant)
    /// T24.
    case terminated(TerminationGround, Closure)
    /// T11: the dispatcher decides by `due`.
    case objected(ObjectionGround, note: String, due: Instant)
    case objectionUpheld(note: String)
    case objectionRejected(note: String)
    /// T7.
    case merged(into: CaseNumber)
    case unmerged(reason: String)
    /// T21: the reporter is not content; intake decides by `due`.
    case contested(Contest, ground: String, due: Instant)
    /// T22, the other way: it was done as far as it can be, and why.
    case explained(text: String)
    /// T25.
    case supervised(Supervision)
    case supervisionAnswered(text: String)
    /// T26: `due` is the level's own time, where it has one.
    case raised(to: Level, reason: String, due: Instant?)
    case lowered(to: Level, reason: String, due: Instant?)
    /// The district was divided anew, and the place lies in another grid now.
    case gridChanged(from: GridCode?, to: GridCode)
    /// Parts of a photo are covered from now on: these, and none of before; `shown` is the digest of what everybody sees.
    case photoCovered(String, [Rectangle], shown: String)
    /// Somebody looked at a photo or document as it came.
    case originalSeen(String, reason: String)
    /// Whom the report is about from now on; nil where it is not confidential any more.
    case recused(Recusal?, reason: String)
    /// More than one unit at one case.
    case shared(SharedEvent)
}
