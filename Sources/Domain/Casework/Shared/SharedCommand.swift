/// What is asked where more than one unit works on a case: assisting units, the whistle, parts.
package enum SharedCommand: Hashable, Sendable {
    /// 协办: orders a unit to assist; by the case's own due time unless `due` is earlier.
    case assist(UnitCode, opinion: String, due: Instant?)
    /// 协办签收, by the unit, or by the clock for all that are silent.
    case acknowledgeAssistance
    /// 协办反馈.
    case answerAssistance(Feedback)
    /// Nobody waits for the unit any longer.
    case releaseAssistance(UnitCode, reason: String)
    /// 吹哨.
    case blowWhistle(WhistleGround, units: [UnitCode], task: String)
    /// 应哨, by the department, or by the clock for all that are silent.
    case acceptCall
    /// 拒哨: goes one level up.
    case refuseCall(CallRefusal, note: String)
    /// 报到.
    case arrive(note: String)
    /// What the department did.
    case reportAction(text: String)
    /// The street rates it.
    case rateCall(UnitCode, CallRating, note: String)
    /// A refusal is not upheld.
    case callAgain(UnitCode, note: String)
    /// A refusal is upheld, or the department is not needed any more.
    case releaseCall(UnitCode, reason: String)
    /// 拆分: what a part is about.
    case split(CategoryCode, text: String)
    /// The first entry of a part.
    case beginPart(Report)
    /// The whole takes note of how a part ended, or that it is open again (nil).
    case notePart(CaseNumber, ending: Stage.Name?)
    /// 归并为一部分: the case becomes a part of another one, which waits for it.
    case attach(to: CaseNumber, reason: String)
    /// The case stands by itself again.
    case detach(reason: String)
    /// The whole takes note of a case that has become a part of it, or is one no more.
    case noteAttached(Part)
    case noteDetached(CaseNumber)
    /// The clockwork says of what others owe that its time is nearly up, or over.
    case watch

    package var action: CaseAction {
        switch self {
        case .assist: .assist
        case .acknowledgeAssistance: .acknowledgeAssistance
        case .answerAssistance: .answerAssistance
        case .releaseAssistance: .releaseAssistance
        case .blowWhistle: .blowWhistle
        case .acceptCall: .acceptCall
        case .refuseCall: .refuseCall
        case .arrive: .arrive
        case .reportAction: .reportAction
        case .rateCall: .rateCall
        case .callAgain: .callAgain
        case .releaseCall: .releaseCall
        case .split: .split
        case .beginPart: .beginPart
        case .notePart: .notePart
        case .attach: .attach
        case .detach: .detach
        case .noteAttached, .noteDetached: .notePart
        case .watch: .watch
        }
    }
}
