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

    /// Whose act this is (domain B.5).
    ///
    /// Whoever is not named here may not: deny by default.
    package var permission: Permission {
        switch self {
        case .report: Permission(roles: [.gridWorker, .intake], resident: true, system: true)
        case .handleOnSpot, .verify, .check: Permission(roles: [.gridWorker])
        case .askVerification, .place, .register, .askCheck: Permission(roles: [.intake])
        case .establish, .close, .approveVoid, .declineVoid: Permission(roles: [.dutyChief])
        case .dispatch, .sendBack: Permission(roles: [.dispatcher])
        case .acknowledge, .beginHandling, .feedBack: Permission(roles: [.handlingUnit])
        case .add, .withdraw, .confirm, .rate, .reopen: Permission(reporter: true)
        case .askVoid: Permission(roles: [.intake, .dispatcher])
        case .readContact: Permission(roles: [.intake, .dutyChief, .handlingUnit])
        case .markOverdue, .concludeElsewhere: Permission(system: true)
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
    package var actions: Set<CaseAction> {
        switch self {
        case .unreported: [.report]
        case .reported:
            [
                .handleOnSpot, .askVerification, .place, .register, .add, .withdraw, .askVoid, .approveVoid,
                .declineVoid,
                .readContact, .markOverdue, .concludeElsewhere,
            ]
        case .selfHandled: [.close, .add, .askVoid, .approveVoid, .declineVoid, .readContact, .markOverdue]
        case .verifying:
            [.verify, .add, .withdraw, .askVoid, .approveVoid, .declineVoid, .readContact, .markOverdue]
        case .verified:
            [.place, .register, .add, .withdraw, .askVoid, .approveVoid, .declineVoid, .readContact, .markOverdue]
        case .registered:
            [.place, .establish, .add, .withdraw, .askVoid, .approveVoid, .declineVoid, .readContact, .markOverdue]
        case .established:
            [.dispatch, .add, .withdraw, .askVoid, .approveVoid, .declineVoid, .readContact, .markOverdue]
        case .dispatched: [.acknowledge, .add, .askVoid, .approveVoid, .declineVoid, .readContact, .markOverdue]
        case .acknowledged: [.beginHandling, .add, .askVoid, .approveVoid, .declineVoid, .readContact, .markOverdue]
        case .handling: [.feedBack, .add, .askVoid, .approveVoid, .declineVoid, .readContact, .markOverdue]
        case .feedback:
            [.askCheck, .add, .confirm, .askVoid, .approveVoid, .declineVoid, .readContact, .markOverdue]
        case .checking:
            [.check, .add, .confirm, .askVoid, .approveVoid, .declineVoid, .readContact, .markOverdue]
        case .passed: [.close, .add, .askVoid, .approveVoid, .declineVoid, .readContact, .markOverdue]
        case .failed: [.sendBack, .add, .askVoid, .approveVoid, .declineVoid, .readContact, .markOverdue]
        case .refuted: [.reopen, .readContact]
        case .closed: [.rate, .reopen, .readContact]
        case .withdrawn, .voided: []
        }
    }
}
