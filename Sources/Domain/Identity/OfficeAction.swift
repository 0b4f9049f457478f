/// The name of everything that keeps the board itself, with who may do it and where.
///
/// Whoever is not named may not: deny by default.
package enum OfficeAction: String, Hashable, Sendable, CaseIterable {
    case divide
    case appoint
    case relieve
    case openAccount = "open_account"
    case changeAccount = "change_account"
    case lockAccount = "lock_account"
    case endSessions = "end_sessions"
    case resetPassword = "reset_password"
    case resetSecondFactor = "reset_second_factor"
    case requireSecondFactor = "require_second_factor"
    case wordMessages = "word_messages"
    case erase
    case defineIndicators = "define_indicators"
    case freezeFigures = "freeze_figures"
    case importTotals = "import_totals"
    // The grid's own work.
    case runActivities = "run_activities"
    case keepHandouts = "keep_handouts"
    case keepMeetings = "keep_meetings"
    case keepChecklists = "keep_checklists"
    case planSweeps = "plan_sweeps"
    case visitElements = "visit_elements"
    case recheckElements = "recheck_elements"
    case matchNeeds = "match_needs"
    case keepVolunteers = "keep_volunteers"
    case keepPledges = "keep_pledges"
    case recordDisputes = "record_disputes"
    case orderForms = "order_forms"
    case handInForms = "hand_in_forms"
    case writeBulletin = "write_bulletin"
    case reviewBulletin = "review_bulletin"
    case releaseBulletin = "release_bulletin"

    package var roles: Set<Role> {
        switch self {
        case .divide, .appoint, .relieve, .openAccount, .changeAccount, .lockAccount, .endSessions, .resetPassword,
            .resetSecondFactor, .requireSecondFactor, .wordMessages, .erase, .defineIndicators:
            [.administrator]
        case .freezeFigures, .importTotals: [.administrator, .dutyChief, .leader]
        // Domain B.5: meetings and activities are the community's; the grid worker does what lies in the own grid.
        case .runActivities, .keepHandouts, .visitElements, .recordDisputes, .matchNeeds: [.gridWorker, .community]
        case .keepMeetings, .keepVolunteers: [.community]
        case .planSweeps: [.community, .dutyChief]
        case .keepChecklists: [.dutyChief]
        // Domain B.5: sampling is the supervisor's.
        case .recheckElements: [.supervisor]
        case .keepPledges: [.community, .leader]
        case .orderForms: [.dutyChief, .leader]
        case .handInForms: [.community]
        case .writeBulletin: [.intake, .dispatcher, .dutyChief]
        case .reviewBulletin: [.dutyChief, .supervisor]
        case .releaseBulletin: [.leader]
        }
    }

    /// What holds for everybody takes a role that holds in the whole district.
    package var isForDistrict: Bool {
        switch self {
        case .divide, .requireSecondFactor, .wordMessages, .erase, .defineIndicators, .freezeFigures, .importTotals,
            .keepChecklists:
            true
        case .runActivities, .keepHandouts, .keepMeetings, .planSweeps, .visitElements, .recheckElements, .matchNeeds,
            .keepVolunteers, .keepPledges, .recordDisputes, .orderForms, .handInForms:
            false
        case .writeBulletin, .reviewBulletin, .releaseBulletin: true
        case .appoint, .relieve, .openAccount, .changeAccount, .lockAccount, .endSessions, .resetPassword,
            .resetSecondFactor:
            false
        }
    }
}
