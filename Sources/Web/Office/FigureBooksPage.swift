import Application
import Domain
import Hummingbird
import Store

/// `/office/totals`: numbers of other authorities. `/office/definitions`: what the office's own are counted by.
extension WebDoor {
    func addFigureBookRoutes<Context: RequestContext>(to router: Router<Context>) {
        router.get("/office/totals") { request, context in await respond(request, context) { try totals($0) } }
        router.post("/office/totals") { request, context in
            await respond(request, context) { try await importTotal($0) }
        }
        router.post("/office/totals/sheet") { request, context in
            await respond(request, context) { try await importTotals($0) }
        }
        router.get("/office/definitions") { request, context in
            await respond(request, context) { try await definitions($0) }
        }
        router.post("/office/definitions") { request, context in
            await respond(request, context) { try await define($0) }
        }
    }

    // MARK: Totals

    private static let neededFields: Set<String> = [
        "code", "name", "unit", "value", "from", "until", "form", "authority", "source",
    ]

    private func totals(
        _ visit: Visit,
        typed: FormBody? = nil,
        outcome: (TotalOutcome, isDry: Bool)? = nil,
        fault: String? = nil,
        failed: Refusal? = nil
    ) throws -> Response {
        _ = try administrator(of: visit, for: .importTotals)
        let words = Words(office: office, language: visit.language)
        let chosen = [
            "price_basis": ["unknown", "current", "comparable"], "cumulative": ["0", "1"], "status": ["A", "P", "E"],
        ]
        var model: [String: Any] = [
            "fields": ImportedTotal.fields.map { field -> [String: Any] in
                let value = typed?[field.name] ?? ""
                let options = chosen[field.name] ?? []
                return [
                    "field": field.name, "label": words.text("web.total_\(field.name)"), "value": value,
                    "needed": Self.neededFields.contains(field.name),
                    "kind": ["from", "until"].contains(field.name) ? "date" : "text", "has_options": !options.isEmpty,
                    "options": options.map { option -> [String: Any] in
                        [
                            "option": option, "said": option == value,
                            "words": words.text("web.total_\(field.name)_\(option.lowercased())"),
                        ]
                    },
                ]
            },
            "columns": ImportedTotal.fields.map(\.name).joined(separator: ", "), "has_rejected": false,
        ]
        if let (outcome, isDry) = outcome {
            model["report"] = words.text(
                isDry ? "totals.summary_dry" : "totals.summary",
                ["taken": "\(outcome.taken)", "rejected": "\(outcome.rejected.count)"]
            )
            model["has_rejected"] = !outcome.rejected.isEmpty
            model["lines"] = outcome.rejected.map { line -> [String: Any] in
                let reason = line.refusal.map { office.catalogues.words(for: $0, in: visit.language) } ?? ""
                return ["line": "\(line.line)", "total": line.code, "reason": reason]
            }
        }
        if let fault { model["fault"] = fault }
        return officePage("officetotals", model, title: words.text("web.office_totals"), visit, failed: failed)
    }

    private func importTotal(_ visit: Visit) async throws -> Response {
        let signedIn = try administrator(of: visit, for: .importTotals)
        let form = try await form(of: visit)
        try checkToken(form, signedIn.csrf)
        do {
            let fields = ImportedTotal.fields.map { ($0.name, form[$0.name] ?? "") }
            let total = try ImportedTotal(fields: Dictionary(uniqueKeysWithValues: fields))
            let card = try await office.importTotal(total, by: .staff(signedIn.staff))
            return redirect("/f/\(card.index)")
        } catch let refusal as Refusal {
            return try totals(visit, typed: form, failed: refusal)
        }
    }

    private func importTotals(_ visit: Visit) async throws -> Response {
        let signedIn = try administrator(of: visit, for: .importTotals)
        let form = try await form(of: visit)
        try checkToken(form, signedIn.csrf)
        let isDry = form["act"] != "apply"
        let catalogues = office.catalogues
        guard let file = form.files.first(where: { $0.name == "sheet" }), !file.bytes.isEmpty else {
            return try totals(visit, fault: catalogues.words(for: .empty, in: visit.language))
        }
        do {
            let sheet = try await office.sheet(file.bytes)
            let outcome = try await office.importTotals(sheet, isDryRun: isDry, by: .staff(signedIn.staff))
            return try totals(visit, outcome: (outcome, isDry))
        } catch let fault as SheetFault {
            return try totals(visit, fault: catalogues.words(for: fault, in: visit.language))
        } catch let fault as ImportFault {
            return try totals(visit, fault: catalogues.words(for: fault, in: visit.language))
        }
    }

    // MARK: Definitions

    private func definitions(
        _ visit: Visit,
        typed: String? = nil,
        preview: DefinitionPreview? = nil,
        failed: Refusal? = nil
    ) async throws -> Response {
        _ = try administrator(of: visit, for: .defineIndicators)
        let words = Words(office: office, language: visit.language)
        let all = try await office.indicators()
        let newest = Dictionary(all.map { ($0.indicator.code, $0) }) { $1 }.values.sorted {
            $0.indicator.code < $1.indicator.code
        }
        let asked = visit.query["from"]
        let begun = newest.first { $0.indicator.code.rawValue == asked }?.indicator.text
        var model: [String: Any] = [
            "definition": typed ?? begun ?? "",
            "all": newest.map { definition -> [String: Any] in
                let indicator = definition.indicator
                return [
                    "code": indicator.code.rawValue, "name": indicator.name.text(in: visit.language),
                    "version": "\(indicator.version)", "filed": words.day(definition.filedOn),
                ]
            },
        ]
        if let preview {
            var look: [String: Any] = [
                "digest": preview.digest, "title": preview.indicator.name.text(in: visit.language),
                "version": "\(preview.indicator.version)",
            ]
            if preview.isAfterwards {
                look["warning"] = words.text("totals.afterwards", ["day": words.day(preview.beforehandFrom)])
            }
            if let earlier = preview.earlier { look["earlier"] = earlier.text }
            model["look"] = look
        }
        return officePage(
            "officedefinitions",
            model,
            title: words.text("web.office_definitions"),
            visit,
            failed: failed
        )
    }

    private func define(_ visit: Visit) async throws -> Response {
        let signedIn = try administrator(of: visit, for: .defineIndicators)
        let form = try await form(of: visit)
        try checkToken(form, signedIn.csrf)
        let text = form["definition"] ?? ""
        do {
            let actor = Actor.staff(signedIn.staff)
            let preview = try await office.preview(definition: text, by: actor)
            // What is filed is what was looked at.
            guard form["act"] == "file", form["digest"] == preview.digest else {
                return try await definitions(visit, typed: preview.indicator.text, preview: preview)
            }
            try await office.define(preview.indicator, by: actor)
            return redirect("/office/definitions?done=1")
        } catch let refusal as Refusal {
            return try await definitions(visit, typed: text, failed: refusal)
        }
    }
}
