/// The name of everything that can be done to a case, with who may do it.
///
/// Raw values travel in forms and are never reused.
package enum CaseAction: String, Hashable, Sendable, CaseIterable {
    case report
    case handleOnSpot = "handle_on_spot"
    case askVerification = "ask_verification"
    case verify
    case place
    case register
    case establish
    case dispatch
    case acknowledge
    case beginHandling = "begin_handling"
    case feedBack = "feed_back"
    case askCheck = "ask_check"
    case check
    case sendBack = "send_back"
    case close
    case add
    case withdraw
    case confirm
    case rate
    case reopen
    case askVoid = "ask_void"
    case approveVoid = "approve_void"
    case declineVoid = "decline_void"
    case readContact = "read_contact"
    case markOverdue = "mark_overdue"
    case concludeElsewhere = "conclude_elsewhere"
    case askNonAcceptance = "ask_non_acceptance"
    case askMoreTime = "ask_more_time"
    case askSuspension = "ask_suspension"
    case askTermination = "ask_termination"
    case grantRequest = "grant_request"
    case declineRequest = "decline_request"
    case resume
    case object
    case upholdObjection = "uphold_objection"
    case rejectObjection = "reject_objection"
    case merge
    case unmerge
    case contest
    case redo
    case explain
    case supervise
    case answerSupervision = "answer_supervision"
    case raise
    case lower
    case changeGrid = "change_grid"
    case coverPhoto = "cover_photo"
    case seeOriginal = "see_original"
    case assist
    case acknowledgeAssistance = "acknowledge_assistance"
    case answerAssistance = "answer_assistance"
    case releaseAssistance = "release_assistance"
    case blowWhistle = "blow_whistle"
    case acceptCall = "accept_call"
    case refuseCall = "refuse_call"
    case arrive
    case reportAction = "report_action"
    case rateCall = "rate_call"
    case callAgain = "call_again"
    case releaseCall = "release_call"
    case split
    case beginPart = "begin_part"
    case notePart = "note_part"
    case attach
    case detach
    case watch
    case recuse

    /// Whose act this is (domain B.5).
    ///
    /// Whoever is not named here may not: deny by default.
    package var permission: Permission {
        switch self {
        case .report: Permission(roles: [.gridWorker, .intake], resident: true, system: true)
        case .handleOnSpot: Permission(roles: [.gridWorker, .community])
        case .verify: Permission(roles: [.gridWorker])
        case .check: Permission(roles: [.gridWorker, .serviceChief])
        case .askVerification, .place, .register, .askNonAcceptance, .merge, .unmerge:
            Permission(roles: [.intake])
        case .askCheck, .redo, .explain: Permission(roles: [.intake, .serviceChief])
        case .establish, .approveVoid, .declineVoid: Permission(roles: [.dutyChief])
        case .close: Permission(roles: [.dutyChief], system: true)
        case .grantRequest, .declineRequest: Permission(roles: [.dutyChief, .leader])
        case .dispatch, .sendBack, .upholdObjection, .rejectObjection: Permission(roles: [.dispatcher])
        case .resume: Permission(roles: [.dispatcher], system: true)
        case .acknowledge: Permission(roles: [.handlingUnit], system: true)
        case .beginHandling, .feedBack, .object, .askMoreTime, .askSuspension, .askTermination:
            Permission(roles: [.handlingUnit])
        case .add: Permission(reporter: true, system: true)
        case .withdraw, .confirm, .rate, .reopen: Permission(reporter: true)
        case .contest: Permission(roles: [.serviceChief], reporter: true)
        case .supervise: Permission(roles: [.supervisor, .leader])
        case .answerSupervision: Permission(roles: [.intake, .dutyChief, .dispatcher, .handlingUnit])
        case .raise, .lower: Permission(roles: [.gridWorker, .community, .dispatcher])
        case .askVoid: Permission(roles: [.intake, .dispatcher])
        case .readContact: Permission(roles: [.intake, .dutyChief, .handlingUnit])
        case .coverPhoto, .seeOriginal: Permission(roles: [.intake, .dutyChief])
        case .markOverdue, .concludeElsewhere, .changeGrid, .notePart, .watch: Permission(system: true)
        case .assist, .releaseAssistance, .blowWhistle, .rateCall: Permission(roles: [.dispatcher])
        case .acknowledgeAssistance, .acceptCall: Permission(roles: [.handlingUnit], system: true)
        case .answerAssistance, .refuseCall, .arrive, .reportAction: Permission(roles: [.handlingUnit])
        case .callAgain, .releaseCall: Permission(roles: [.dutyChief, .leader])
        case .split, .beginPart, .attach: Permission(roles: [.intake, .dispatcher])
        // By the clockwork where the whole has ended and the part goes on.
        case .detach: Permission(roles: [.intake, .dispatcher], system: true)
        // By the clockwork for the parts of what somebody changed.
        case .recuse: Permission(roles: [.dutyChief], system: true)
        }
    }

    /// Who may do something.
    package struct Permission: Hashable, Sendable {
        package var roles: Set<Role> = []
        /// Anybody, without an account.
        package var resident = false
        /// Whoever holds the case's secret link.
        package var reporter = false
        /// The office's own clockwork.
        package var system = false
    }
}

extension Stage.Name {
    /// What can be done to a case at this stage, whoever may do it.
    package var actions: Set<CaseAction> { Self.actions[self] ?? [] }

    /// Put together once: every decision asks.
    private static let actions = Dictionary(
        uniqueKeysWithValues: allCases.map { stage in
            let always = stage == .unreported ? [] : always
            return (stage, stage.moves.union(stage.asides).union(always).union(stage.shared))
        }
    )

    /// A case has pages, and eyes that read them, for as long as there is one.
    private static let always: Set<CaseAction> = [.coverPhoto, .seeOriginal, .recuse]

    /// What moves the case on from here, or asks for it.
    private var moves: Set<CaseAction> {
        switch self {
        case .unreported: [.report, .beginPart]
        case .reported:
            [
                .handleOnSpot, .askVerification, .place, .register, .askNonAcceptance, .withdraw, .raise, .lower,
                .concludeElsewhere,
            ]
        case .selfHandled: [.close]
        case .verifying: [.verify, .withdraw]
        case .verified: [.place, .register, .askNonAcceptance, .withdraw, .raise, .lower]
        case .registered: [.place, .establish, .merge, .askNonAcceptance, .withdraw, .raise, .lower]
        case .established: [.dispatch, .withdraw, .raise, .lower]
        case .dispatched: [.acknowledge, .object, .raise]
        case .acknowledged: [.beginHandling, .object, .raise]
        case .objected: [.upholdObjection, .rejectObjection]
        case .returned: [.dispatch, .raise, .lower]
        case .handling: [.feedBack, .askMoreTime, .askSuspension, .askTermination, .raise]
        case .suspended: [.resume]
        case .feedback: [.askCheck, .confirm]
        case .checking: [.check, .confirm]
        case .passed: [.close]
        case .failed: [.sendBack]
        case .refuted, .notAccepted: [.reopen]
        case .merged: [.unmerge, .reopen]
        case .closed: [.rate, .contest]
        case .contested: [.redo, .explain]
        case .terminated, .withdrawn, .voided: []
        }
    }

    /// What can be done beside: everywhere while a case is open, and the look at contact data for as long as anybody may
    /// have to call back.
    private var asides: Set<CaseAction> {
        switch self {
        case .unreported, .withdrawn, .voided: return []
        case .refuted, .notAccepted, .merged, .closed, .terminated: return [.readContact]
        case .reported, .selfHandled, .verifying, .verified, .registered, .established, .dispatched, .acknowledged,
            .objected, .returned, .handling, .suspended, .feedback, .checking, .passed, .failed, .contested:
            var asides: Set<CaseAction> = [
                .add, .askVoid, .approveVoid, .declineVoid, .readContact, .supervise, .answerSupervision, .changeGrid,
            ]
            if isOnTheClock { asides.insert(.markOverdue) }
            // A request is decided where it can be asked.
            if !moves.isDisjoint(with: [.askNonAcceptance, .askMoreTime]) {
                asides.formUnion([.grantRequest, .declineRequest])
            }
            return asides
        }
    }

    /// What can be done where more than one unit is at work: what somebody has begun can be brought to its end at every stage
    /// that is open and not contested.
    private var shared: Set<CaseAction> {
        let running: Set<CaseAction> = [
            .acknowledgeAssistance, .answerAssistance, .releaseAssistance, .acceptCall, .refuseCall, .arrive,
            .reportAction, .rateCall, .callAgain, .releaseCall, .notePart, .watch,
        ]
        switch self {
        case .unreported: return []
        case .refuted, .notAccepted, .merged, .closed, .contested, .terminated, .withdrawn, .voided:
            return [.notePart, .detach]
        case .reported, .selfHandled, .verifying, .verified: return running.union([.detach])
        case .passed: return running.union([.attach, .detach])
        case .feedback, .checking, .objected: return running.union([.blowWhistle, .attach, .detach])
        case .registered, .established, .returned, .failed:
            return running.union([.blowWhistle, .split, .attach, .detach])
        case .dispatched, .acknowledged, .handling, .suspended:
            return running.union([.blowWhistle, .split, .assist, .attach, .detach])
        }
    }
}
