/// What happened where more than one unit works on a case.
///
/// As everywhere, whether it was in time is decided when it happens.
package enum SharedEvent: Hashable, Sendable {
    case assistanceOrdered(Order)
    case assistanceAcknowledged(UnitCode)
    case assistanceDone(UnitCode, Feedback, isOnTime: Bool)
    case assistanceReleased(UnitCode, reason: String)
    /// `times`: those that hold now, which the call keeps.
    case called(UnitCode, WhistleGround, task: String, answerBy: Instant, times: WhistleTimes.Steps)
    /// Not in time where the clock answered for a silent department.
    case callAccepted(UnitCode, arriveBy: Instant, isOnTime: Bool)
    /// `decider`: nil where no leader of the place is free to decide.
    case callRefused(UnitCode, CallRefusal, note: String, decider: ID<Account>?, due: Instant)
    case arrived(UnitCode, note: String, actBy: Instant, isOnTime: Bool)
    case acted(UnitCode, text: String, rateBy: Instant, isOnTime: Bool)
    /// `actBy`: until when the department stays to do what is not done; nil when the call is over.
    case callRated(UnitCode, CallRating, note: String, actBy: Instant?)
    case calledAgain(UnitCode, note: String, answerBy: Instant)
    case callReleased(UnitCode, reason: String)
    case split(Part)
    case partEnded(CaseNumber, Stage.Name)
    case partReopened(CaseNumber)
    /// The case is a part of another one from now on.
    case attached(to: CaseNumber, reason: String)
    /// It stands by itself again; `from`: the whole.
    case detached(from: CaseNumber, reason: String)
    /// The same two, as the whole remembers them.
    case partAttached(Part)
    case partDetached(CaseNumber)
    /// A quarter of the time of what the unit owes is left; `due`: its end.
    case reminded(UnitCode, Companionship, due: Instant)
    /// The time has passed with the step not taken.
    case lapsed(UnitCode, Companionship, due: Instant)

    /// The unit that it is about; nil for parts.
    package var unit: UnitCode? {
        switch self {
        case .assistanceOrdered(let order): order.unit
        case .assistanceAcknowledged(let unit), .assistanceDone(let unit, _, _), .assistanceReleased(let unit, _),
            .called(let unit, _, _, _, _), .callAccepted(let unit, _, _), .callRefused(let unit, _, _, _, _),
            .arrived(let unit, _, _, _), .acted(let unit, _, _, _), .callRated(let unit, _, _, _),
            .calledAgain(let unit, _, _), .callReleased(let unit, _), .reminded(let unit, _, _),
            .lapsed(let unit, _, _):
            unit
        case .split, .partEnded, .partReopened, .attached, .detached, .partAttached, .partDetached: nil
        }
    }
}
