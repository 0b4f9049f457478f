import Domain
import Store

/// What a reporter is told of: the one place that says which entries of the log are a message.
///
/// A new entry type is one line more; what stands here not is told to nobody.
package enum ReporterStep: String, Hashable, Sendable, CaseIterable {
    case received
    case accepted
    case notAccepted = "not_accepted"
    case handedOver = "handed_over"
    case sentBack = "sent_back"
    /// The unit says what it did; the reporter is asked whether it is solved.
    case answered
    case closed
    case overdue
    case reopened
    /// The due time has moved.
    case extended
    case suspended
    case resumed
    case merged
    /// What the reporter was not content with is explained, and that is final.
    case explained
    case terminated

    /// Nil for what is told to nobody; the public facts are enough.
    init?(type: String, facts: Facts) {
        switch type {
        case "case.reported": self = .received
        case "case.registered": self = .accepted
        case "case.verified" where facts.optionalInteger("real") == 0: self = .notAccepted
        case "case.not_accepted": self = .notAccepted
        case "case.extended": self = .extended
        case "case.suspended": self = .suspended
        case "case.resumed": self = .resumed
        case "case.merged": self = .merged
        case "case.explained": self = .explained
        case "case.terminated": self = .terminated
        case "case.voided": self = .notAccepted
        case "case.dispatched": self = .handedOver
        case "case.sent_back": self = .sentBack
        case "case.fed_back": self = .answered
        case "case.closed": self = .closed
        case "case.became_overdue": self = .overdue
        case "case.reopened": self = .reopened
        default: return nil
        }
    }

    /// Whether the message carries the office's own words.
    var says: Bool {
        switch self {
        case .answered, .closed, .notAccepted, .suspended, .explained, .terminated: true
        case .received, .accepted, .handedOver, .sentBack, .overdue, .reopened, .extended, .resumed, .merged: false
        }
    }

    /// Whether the message ends with the question if it is solved.
    var asks: Bool { self == .answered || self == .closed }
}
