import Domain

extension CaseAction {
    /// The key that brings an action's form forward on a case's page, where the reader has keys on.
    ///
    /// `j`, `k`, `o`, `u`, `x`, `/` and `?` are the desk's own. The first of a page that has a letter keeps it.
    var letter: String? {
        switch self {
        case .register, .resume, .redo: "r"
        case .establish: "e"
        case .dispatch: "d"
        case .acknowledge: "a"
        case .beginHandling: "b"
        case .feedBack: "f"
        case .askCheck, .check: "c"
        case .verify, .askVerification: "v"
        case .close: "l"
        case .sendBack, .supervise: "s"
        case .place: "p"
        case .handleOnSpot, .askSuspension: "h"
        case .approveVoid, .upholdObjection: "y"
        case .declineVoid, .rejectObjection: "n"
        case .grantRequest: "g"
        case .declineRequest, .explain, .answerSupervision: "w"
        case .merge, .unmerge, .askMoreTime: "m"
        case .readContact: "t"
        case .askVoid: "z"
        case .askNonAcceptance: "q"
        case .askTermination: "i"
        case .object: "n"
        case .acceptCall, .acknowledgeAssistance: "a"
        case .arrive: "b"
        case .answerAssistance, .reportAction: "f"
        // The levels, what is rare with several units, and what the reporter does at a page of their own.
        case .raise, .lower, .add, .withdraw, .confirm, .rate, .reopen, .contest, .report, .markOverdue,
            .concludeElsewhere, .changeGrid, .coverPhoto, .seeOriginal, .assist, .releaseAssistance, .blowWhistle,
            .refuseCall, .rateCall, .callAgain, .releaseCall, .split, .beginPart, .notePart, .attach, .detach,
            .recuse, .watch:
            nil
        }
    }
}
