import Application
import Domain
import Store

/// The top of a case's page: whose move it is, until when, and what comes next.
///
/// What it is and where stand above it on every page.
struct CaseTop {
    let view: CaseView
    let words: Words

    var model: [String: Any] {
        var model: [String: Any] = ["moves": true, "next": words.text("web.next_\(view.stage.name.rawValue)")]
        if let who { model["who"] = who }
        if let due = view.stepDue { model["until"] = words.time(due) }
        return model
    }

    /// The unit or the post where one is known by name, else the role; nil when it is nobody's move.
    private var who: String? {
        guard let role = view.awaits else { return nil }
        switch role {
        case .handlingUnit: return view.file.unit.map(words.unit) ?? words.text("role.\(role.rawValue)")
        case .gridWorker: return words.holder(view.summary.gridCode)
        case .community, .intake, .dutyChief, .leader, .dispatcher, .supervisor, .administrator, .steward,
            .serviceChief:
            return words.text("role.\(role.rawValue)")
        }
    }
}
