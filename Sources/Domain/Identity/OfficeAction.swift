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
    case defineIndicators = "define_indicators"
    case freezeFigures = "freeze_figures"
    case importTotals = "import_totals"

    package var roles: Set<Role> {
        switch self {
        case .divide, .appoint, .relieve, .openAccount, .changeAccount, .lockAccount, .endSessions, .resetPassword,
            .resetSecondFactor, .requireSecondFactor, .wordMessages, .defineIndicators:
            [.administrator]
        case .freezeFigures, .importTotals: [.administrator, .dutyChief, .leader]
        }
    }

    /// What holds for everybody takes a role that holds in the whole district.
    package var isForDistrict: Bool {
        switch self {
        case .divide, .requireSecondFactor, .wordMessages, .defineIndicators, .freezeFigures, .importTotals: true
        case .appoint, .relieve, .openAccount, .changeAccount, .lockAccount, .endSessions, .resetPassword,
            .resetSecondFactor:
            false
        }
    }
}
