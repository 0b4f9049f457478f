import Application
import Domain
import Store

/// What the pages say about firms' problems.
extension FirmWords {
    /// Where it stands, with the result where there is one.
    func stands(_ row: ProblemSummary) -> String {
        let stage = text("web.problem_stage_\(row.stage.rawValue)")
        guard let result = row.result, row.stage == .answered || row.stage == .closed else { return stage }
        let confirmed = row.stage == .closed && row.isSolved ? " · " + text("web.problem_confirmed") : ""
        return "\(stage) · \(text("outcome.\(result.rawValue)"))\(confirmed)"
    }

    /// The light as a shape and a word, what is owed, by whom and by when; nothing where nothing is owed beside the case.
    func owed(_ debt: EnterpriseProblem.Debt?, isOverdue: Bool, on today: Day) -> String {
        guard let debt else { return "" }
        let light: DueLight =
            isOverdue || today > debt.by ? .red : today.distance(to: debt.by) <= 1 ? .amber : .green
        let what = text("web.problem_owed_\(debt.what.rawValue)", ["day": debt.by.description])
        return "\(text("light.\(light.rawValue)")) · \(what)"
    }

    /// A step in one sentence with its day.
    func sentence(_ event: EnterpriseProblem.Event) -> String {
        var values = ["day": event.on.description]
        let key: String
        switch event.what {
        case .collected(let intake):
            key = "collected"
            values["source"] = text("web.problem_source_\(intake.source.rawValue)")
        case .clarified(_, let said): (key, values["text"]) = ("clarified", said)
        case .graded(let grade, _): (key, values["grade"]) = ("graded", text("web.problem_grade_\(grade.rawValue)"))
        case .assigned(let unit): (key, values["unit"]) = ("assigned", body(unit.rawValue))
        case .opined(let opinion, _):
            key = "opined"
            values["text"] = opinion.text
            values["promised"] = opinion.promised.description
        case .progressed(let said, _): (key, values["text"]) = ("progressed", said)
        case .becameOverdue(let owed, let by):
            key = "became_overdue"
            values["what"] = text("web.problem_owed_\(owed.rawValue)", ["day": by.description])
        case .passedUp: key = "passed_up"
        case .suspended(let review): (key, values["review"]) = ("suspended", review.description)
        case .resumed: key = "resumed"
        case .answered(let result, let basis):
            key = basis.isEmpty ? "answered" : "answered_basis"
            values["result"] = text("outcome.\(result.rawValue)")
            values["basis"] = basis
        case .said(let voice, let word, _):
            key = word.isSolved ? "said_solved" : "said_not_solved"
            values["voice"] = text("web.problem_voice_\(voice.rawValue)")
            values["note"] = word.note
        case .notReached: key = "not_reached"
        case .closed(let outcome, _, let days, _):
            key = "closed"
            values["result"] = text("outcome.\(outcome.rawValue)")
            values["days"] = "\(days)"
        case .reopened: key = "reopened"
        case .withdrawn: key = "withdrawn"
        case .voided: key = "voided"
        }
        return text("web.problem_step_\(key)", values)
    }
}
