import Application
import Domain
import Foundation
import Geography
import HTTPTypes
import Hummingbird
import Store

extension WebDoor {
    // MARK: - The division as it stands

    func territory(
        _ visit: Visit,
        typed: FormBody? = nil,
        failed: String? = nil,
        faults: [TerritoryFile.Finding] = []
    ) async throws -> Response {
        _ = try administrator(of: visit, for: .divide)
        let words = Words(office: office, language: visit.language)
        let directory = office.directory
        var model: [String: Any] = [
            "state": words.text(
                "web.office_territory_state",
                ["grids": "\(directory.grids.count)", "units": "\(directory.units.count)"]
            ),
            "has_grids": !directory.grids.isEmpty, "groups": gridGroups(words, chosen: nil),
            "schemes": schemes(words, chosen: typed?["scheme"]), "systems": systems(words, chosen: typed?["system"]),
            "versions": directory.versions.reversed().map { version in
                words.text(
                    "web.office_version",
                    ["from": version.from.description, "basis": version.basis, "grids": "\(version.grids)"]
                )
            },
            "filing": typed?["kind"] == "file", "merging": typed?["kind"] == "merge",
        ]
        model.merge(dating(typed)) { $1 }
        if let plan = directory.plan {
            let sentence = words.text("web.office_plan", sentence(of: plan))
            // Under names of its own: an empty key falls through to the page's.
            var shown: [String: Any] = ["sentence": sentence, "csrf": visit.csrf ?? "", "missing": false]
            if let missing = plannedVacancies(words) { shown["missing"] = missing }
            model["plan"] = shown
        }
        if let failed { model["failed"] = failed }
        if !faults.isEmpty { model["faults"] = ["list": faults.map { told($0, visit.language) }] }
        var response = officePage("officeterritory", model, title: words.text("web.office_territory"), visit)
        if failed != nil { response.status = .unprocessableContent }
        return response
    }

    private func sentence(of plan: Territory.Plan) -> [String: String] {
        [
            "from": plan.from.description, "basis": plan.basis, "drawn": "\(plan.changes.drawn.count)",
            "retired": "\(plan.changes.retired.count)",
        ]
    }

    /// The fields that every change of the division has.
    private func dating(_ typed: FormBody?) -> [String: Any] {
        let today = office.today.description
        var model: [String: Any] = ["from": typed?["from"] ?? today, "today": today, "basis": typed?["basis"] ?? ""]
        model["outline"] = typed?["outline"] != nil
        return model
    }

    private func schemes(_ words: Words, chosen: String?) -> [[String: Any]] {
        let chosen = chosen ?? office.directory.grids.keys.min()?.scheme.rawValue
        return GridScheme.allCases.map { scheme in
            [
                "value": scheme.rawValue, "text": words.text("web.office_scheme_\(scheme)"),
                "chosen": scheme.rawValue == chosen,
            ]
        }
    }

    private func systems(_ words: Words, chosen: String?) -> [[String: Any]] {
        CoordinateSystem.allCases.map { system in
            [
                "value": system.rawValue, "text": words.text("web.office_system_\(system.rawValue)"),
                "chosen": system.rawValue == chosen,
            ]
        }
    }

    private func told(_ finding: TerritoryFile.Finding, _ language: Language) -> String {
        var values = finding.values
        values["reason"] = values["reason"].map { office.catalogues.words(forRing: $0, in: language) }
        return office.catalogues.text(finding.key, values, in: language)
    }

    func withdrawPlan(_ visit: Visit) async throws -> Response {
        let signedIn = try administrator(of: visit, for: .divide)
        let form = try await form(of: visit)
        try checkToken(form, signedIn.csrf)
        guard form["withdraw"] != nil else { return redirect("/office/territory") }
        try await office.withdrawPlan(by: .staff(signedIn.staff))
        return redirect("/office/territory?done=1")
    }

    // MARK: - One border

    /// A grid's outline to be changed, or that of a new one.
    func border(_ visit: Visit, typed: FormBody? = nil, failed: String? = nil) async throws -> Response {
        _ = try administrator(of: visit, for: .divide)
        let words = Words(office: office, language: visit.language)
        let directory = office.directory
        let raw = typed?["grid"] ?? visit.query["grid"]
        let known = raw.flatMap { directory.grid(named: $0) }
        let outline = directory.outlines.first { $0.grid.code == known }?.region
        var model: [String: Any] = [
            "ring": typed?["ring"] ?? outline.map(OutlineText.text) ?? "",
            // The outline that stands in the form is in the map's own coordinates; one that is still to be typed is not.
            "systems": systems(words, chosen: typed.map { $0["system"] ?? "" } ?? outline.map { _ in "wgs84" }),
            "follow": typed.map { $0["follow"] != nil } ?? true,
            "heading": words.text(known == nil ? "web.office_border_new" : "web.office_border_title"),
        ]
        model.merge(dating(typed)) { $1 }
        if let known {
            model["known"] = [
                "code": known.rawValue, "label": "\(directory.grids[known]?.name ?? "") \(known.rawValue)",
            ]
        } else {
            model["fresh"] = ["code": raw ?? "", "called": typed?["name"] ?? ""]
        }
        if let leaflet = pages.assets.leaflet { model["leaflet"] = leaflet }
        if let failed { model["failed"] = failed }
        var response = officePage("officeborder", model, title: words.text("web.office_border_title"), visit)
        if failed != nil { response.status = .unprocessableContent }
        return response
    }

    // MARK: - What is prepared

    /// Reads what somebody wants to change, keeps it, and leads to its preview.
    func prepareDivision(_ visit: Visit) async throws -> Response {
        let signedIn = try administrator(of: visit, for: .divide)
        let form = try await form(of: visit)
        do {
            try checkToken(form, signedIn.csrf)
            let (change, faults) = try change(in: form)
            guard let change else {
                let told = pages.text("office_file_faulty", visit.language)
                return try await territory(visit, typed: form, failed: told, faults: faults)
            }
            let basis = (form["basis"] ?? "").split(whereSeparator: \.isWhitespace).joined(separator: " ")
            guard !basis.isEmpty else { throw Refusal.missing(.basis) }
            guard basis.unicodeScalars.count <= Territory.basisLimit else {
                throw Refusal.tooLong(.basis, limit: Territory.basisLimit)
            }
            let from = try day("from", in: form) ?? office.today
            guard from >= office.today else { throw Refusal.fromThePast }
            let draft = TerritoryDraft(
                change: change,
                from: from,
                basis: basis,
                mayChangeOutline: form["outline"] != nil
            )
            let id = try await office.keep(draft, by: signedIn.staff)
            return redirect("/office/territory/drafts/\(id)")
        } catch let refusal as Refusal {
            return try await again(visit, form, office.catalogues.words(for: refusal, in: visit.language))
        } catch let error as GeoJSONError {
            return try await again(visit, form, office.catalogues.words(for: error, in: visit.language))
        } catch let error as Malformed {
            return try await again(visit, form, office.catalogues.words(for: .malformed(error), in: visit.language))
        }
    }

    private func again(_ visit: Visit, _ form: FormBody, _ failed: String) async throws -> Response {
        form["kind"] == "border"
            ? try await border(visit, typed: form, failed: failed)
            : try await territory(visit, typed: form, failed: failed)
    }

    /// Nil with what is wrong where a file's grids have no codes.
    private func change(in form: FormBody) throws -> (TerritoryDraft.Change?, [TerritoryFile.Finding]) {
        let directory = office.directory
        // Coordinates of a system nobody named would lie some hundred metres off.
        func system() throws -> CoordinateSystem { try form.choice("system", .system) }
        func grid(_ name: String) throws -> GridCode {
            guard let code = form[name].flatMap({ directory.grid(named: $0) }) else { throw Refusal.unknown(.grid) }
            return code
        }
        switch form["kind"] {
        case "merge": return (.merge(try grid("grid"), into: try grid("into")), [])
        case "border":
            guard let raw = form["grid"] else { throw Refusal.missing(.grid) }
            let scheme = directory.grids.keys.min()?.scheme ?? .national14
            let known = directory.grid(named: raw)
            let border = TerritoryDraft.Border(
                grid: try known ?? GridCode(parsing: raw, scheme: scheme),
                name: known == nil ? form["name"] : nil,
                outline: try OutlineText.region(form["ring"] ?? "", in: system()).geoJSON,
                neighboursFollow: form["follow"] != nil
            )
            return (.border(border), [])
        default:
            guard let file = form.files.first(where: { $0.name == "file" }) else { throw Refusal.missing(.file) }
            var options = TerritoryFile.Options()
            options.scheme = try form.choice("scheme", .scheme)
            options.system = try system()
            let read = try TerritoryFile(Data(file.bytes), options: options)
            let faults = read.codeFindings()
            guard faults.isEmpty else { return (nil, faults) }
            let settings = office.settings
            return (.division(try read.division(district: settings.district, code: settings.division)), [])
        }
    }

    // MARK: - The preview

    func divisionPreview(_ id: String, _ visit: Visit) async throws -> Response {
        let signedIn = try administrator(of: visit, for: .divide)
        let draft = try await office.draft(id, of: signedIn.staff)
        do {
            let preview = try await office.preview(draft, by: .staff(signedIn.staff))
            return previewPage(preview, draft, id, visit)
        } catch is OverlayFailure {
            return pages.message("office_untangled", status: .unprocessableContent, visit: visit)
        }
    }

    /// Publishes what was looked at; where the board has moved on since, shows what holds now.
    func publishDivision(_ id: String, _ visit: Visit) async throws -> Response {
        let signedIn = try administrator(of: visit, for: .divide)
        let form = try await form(of: visit)
        try checkToken(form, signedIn.csrf)
        let draft = try await office.draft(id, of: signedIn.staff)
        if form["discard"] != nil {
            try await office.forgetDraft(id)
            return redirect("/office/territory")
        }
        guard form["publish"] != nil else { return redirect("/office/territory/drafts/\(id)") }
        let actor = Actor.staff(signedIn.staff)
        do {
            switch try await office.publish(draft, seen: form["seen"] ?? "", by: actor) {
            case .published, .planned:
                try await office.forgetDraft(id)
                return redirect("/office/territory?done=1")
            case .movedOn(let preview):
                return previewPage(preview, draft, id, visit, hasMovedOn: true)
            }
        } catch let refusal as Refusal {
            let preview = try await office.preview(draft, by: actor)
            return previewPage(preview, draft, id, visit, failed: refusal)
        } catch let fault as Fault where fault.kind == .conflict {
            let preview = try await office.preview(draft, by: actor)
            return previewPage(preview, draft, id, visit, hasMovedOn: true)
        }
    }

    private func previewPage(
        _ preview: TerritoryPreview,
        _ draft: TerritoryDraft,
        _ id: String,
        _ visit: Visit,
        failed: Refusal? = nil,
        hasMovedOn: Bool = false
    ) -> Response {
        let words = Words(office: office, language: visit.language)
        var model: [String: Any] = [
            "from": draft.from.description, "basis": draft.basis, "nothing": preview.changes.isEmpty,
            "moved_on": hasMovedOn, "changes": changes(preview, words), "handovers": handovers(preview, words),
            "has_handovers": !preview.handovers.isEmpty, "seen": preview.digest,
            "target": "/office/territory/drafts/\(id)",
            "ready": preview.hindrance(from: draft.from, today: office.today) == nil && !preview.changes.isEmpty,
            "button": words.text("web.office_publish", ["from": draft.from.description]),
            "summary": TerritoryPreview.Kind.allCases.map { kind in
                let name = words.text("web.office_kind_\(kind.rawValue)")
                return words.text("web.office_kind_count", ["kind": name, "n": "\(preview.count(kind))"])
            }.joined(separator: words.text("web.office_comma")),
        ]
        if !preview.findings.isEmpty {
            let count = words.text("web.office_faults", ["n": "\(preview.findings.count)"])
            model["faults"] = ["count": count, "list": preview.findings.map { told($0, visit.language) }]
        }
        model.merge(DivisionNeeds(preview: preview, draft: draft, words: words).model) { $1 }
        if let map = DraftMap(preview, office.directory) { model["map"] = map.model }
        let title = words.text("web.office_preview_title")
        var response = officePage("officepreview", model, title: title, visit, failed: failed)
        if hasMovedOn { response.status = .conflict }
        return response
    }

    private func changes(_ preview: TerritoryPreview, _ words: Words) -> [String] {
        let directory = office.directory
        let before = Dictionary(directory.outlines.map { ($0.grid.code, $0.grid) }) { first, _ in first }
        func hectares(_ area: Int64) -> String { words.text("web.hectares", ["n": "\((area + 5_000) / 10_000)"]) }
        func named(_ grid: Territory.Grid) -> String { "\(grid.name) \(grid.code.rawValue)" }
        let units = preview.changes.units.map {
            words.text("web.office_unit_change", ["unit": "\($0.name) \($0.code.rawValue)"])
        }
        let drawn = preview.changes.drawn.map { grid in
            let values = ["grid": named(grid), "after": hectares(grid.area)]
            guard let old = before[grid.code] else { return words.text("web.office_grid_new", values) }
            return words.text("web.office_grid_redrawn", values.merging(["before": hectares(old.area)]) { $1 })
        }
        let retired = preview.changes.retired.map { code in
            let successor = preview.changes.successors[code]?.rawValue ?? words.text("web.office_nowhere")
            let grid = before[code].map(named) ?? code.rawValue
            return words.text("web.office_grid_retired", ["grid": grid, "successor": successor])
        }
        return units + retired + drawn
    }

    private func handovers(_ preview: TerritoryPreview, _ words: Words) -> [[String: Any]] {
        preview.handovers.map { handover in
            [
                "what": words.text("web.office_kind_\(handover.kind.rawValue)"), "way_from": handover.way.from,
                "way_to": handover.way.to ?? words.text("web.office_nowhere"), "n": handover.count,
                "examples": handover.examples.map { ["url": $0.address, "name": $0.name] },
            ]
        }
    }
}
