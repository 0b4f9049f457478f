package import Domain

/// Checklists to begin with, and activities that come every year: their words are in the catalogues.
package enum ChecklistTemplate: String, Hashable, Sendable, CaseIterable {
    /// 重点场所安全
    case keyPlaces = "key_places"
    /// 秸秆禁烧
    case strawBurning = "straw_burning"
    /// 三夏
    case harvest
    case fire

    package static let itemCount = 4

    /// Keys of the items.
    package var keys: [String] { (1...Self.itemCount).map { "checklist.\(rawValue)_\($0)" } }
    package var nameKey: String { "checklist.\(rawValue)" }

    /// How long putting a failed item right may take, as a form begins with it.
    package var limit: String {
        switch self {
        case .keyPlaces, .fire: "3wd"
        case .strawBurning, .harvest: "1d"
        }
    }
}

/// An activity that is prepared as far as can be: its kind, and its topic in the catalogues.
package enum ActivityPreset: String, Hashable, Sendable, CaseIterable {
    case policy
    case antiFraud = "anti_fraud"
    case fireLecture = "fire_lecture"
    case harvestHelp = "harvest_help"
    case strawBan = "straw_ban"
    case homework

    package var kind: Activity.Kind {
        switch self {
        case .policy: .policyLecture
        case .antiFraud, .strawBan: .publicity
        case .fireLecture: .training
        case .harvestHelp: .voluntaryService
        case .homework: .convenienceService
        }
    }

    package var star: Activity.Star? {
        switch self {
        case .antiFraud, .fireLecture, .strawBan: .safe
        case .harvestHelp: .shared
        case .homework: .harmonious
        case .policy: nil
        }
    }
}
