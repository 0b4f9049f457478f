import Application
import Domain
import Geography

/// What a division still needs before it can hold: people for new grids, and a dispatch catalogue that answers everywhere.
struct DivisionNeeds {
    let preview: TerritoryPreview
    let draft: TerritoryDraft
    let words: Words

    /// Sentences and names at most.
    private static let limit = 50

    var model: [String: Any] {
        var model: [String: Any] = [:]
        let isNow = draft.from <= words.office.today
        if !preview.vacant.isEmpty {
            model["vacant"] = notice(
                "web.office_vacant_new",
                preview.vacant.map(name),
                hint: words.text(isNow ? "web.office_vacant_today" : "web.office_vacant_ahead")
            )
        }
        if !preview.stillVacant.isEmpty {
            model["still_vacant"] = notice("web.office_vacant_still", preview.stillVacant.map(name))
        }
        if !preview.undispatched.isEmpty {
            model["undispatched"] = notice("web.office_undispatched", preview.undispatched.map(sentence))
        }
        let misnamed = preview.dispatch.filter { !$0.isAboutCoverage }
        if !misnamed.isEmpty { model["misnamed"] = notice("web.office_dispatch_names", misnamed.map(sentence)) }
        return model
    }

    private func notice(_ key: String, _ lines: [String], hint: String? = nil) -> [String: Any] {
        [
            "count": words.text(key, ["n": "\(lines.count)"]), "list": Array(lines.prefix(Self.limit)),
            "hint": hint ?? false,
        ]
    }

    private func name(_ grid: Territory.Grid) -> String { "\(grid.name) \(grid.code.rawValue)" }

    private func sentence(_ finding: DispatchFinding) -> String {
        let drawn = Dictionary(preview.drawn.map { ($0.grid.code, $0.region) }) { first, _ in first }
        return words.office.words(for: finding, in: words.language, drawn: drawn)
    }
}

extension WebDoor {
    /// The grids of the plan that have nobody yet, with the pages where that is changed; nil when there are none.
    func plannedVacancies(_ words: Words) -> [String: Any]? {
        let vacant = office.directory.plannedVacancies
        guard !vacant.isEmpty, let plan = office.directory.plan else { return nil }
        let key = plan.from <= office.today ? "web.office_plan_vacant_late" : "web.office_plan_vacant"
        return [
            "count": words.text(key, ["n": "\(vacant.count)"]),
            "list": vacant.prefix(100).map { grid in
                ["code": grid.code.rawValue, "label": "\(grid.name) \(grid.code.rawValue)"]
            },
        ]
    }
}
