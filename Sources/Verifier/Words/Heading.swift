/// What a report says around its checks; the raw value is the key.
package enum Heading: String, Hashable, Sendable, CaseIterable {
    case more = "report.more"
    case entry = "report.entry"
    case recounted = "report.recounted"
    case entries = "report.entries"
    case days = "report.days"
    case daysFromTo = "report.days_from_to"
    case grids = "report.grids"
    case reportedBy = "report.reported_by"
    case closedOnTime = "report.closed_on_time"
    case waitingDays = "report.waiting_days"
    case filed = "report.filed"
    case shown = "report.shown"
    case inLog = "report.in_log"
    case beforehand = "report.beforehand"
    case afterwards = "report.afterwards"
    case superseded = "report.superseded"
    case holds = "report.holds"
    case holdsWithWarning = "report.holds_with_warning"
    case holdsWithWarnings = "report.holds_with_warnings"
    case fails = "report.fails"
    case undecided = "report.undecided"

    func phrase(_ parts: [String: Phrase.Part] = [:]) -> Phrase { Phrase(rawValue, parts) }
}

extension Report.Outcome {
    package var phrase: Phrase { Phrase("outcome.\(rawValue)") }
}

extension Report.Subject {
    package var phrase: Phrase { Phrase("subject.\(rawValue)") }
}
