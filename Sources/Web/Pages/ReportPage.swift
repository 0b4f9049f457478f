import Application
import Domain
import Geography
import HTTPTypes
import Hummingbird
import NIOCore
import Store

extension WebDoor {
    /// The form, empty or as it was typed, with what is wrong after its field.
    func reportForm(
        _ visit: Visit,
        form: FormBody,
        refusal: Refusal? = nil,
        status: HTTPResponse.Status = .ok
    ) -> Response {
        let directory = office.directory
        let language = visit.language
        let groups = Dictionary(grouping: directory.publicCategories) { $0.group }
        let order = directory.publicCategories.map(\.group).reduce(into: [Wording]()) {
            if !$0.contains($1) { $0.append($1) }
        }
        let chosenGrid = form["grid"]
        let streets = directory.units.values.filter { $0.level == .street }.sorted { $0.code < $1.code }
        var model: [String: Any] = [
            "groups": order.map { group -> [String: Any] in
                let items = (groups[group] ?? []).map { category -> [String: Any] in
                    [
                        "code": category.code.rawValue, "name": category.name.text(in: language),
                        "description": category.description.text(in: language),
                        "chosen": form["category"] == category.code.rawValue,
                    ]
                }
                return ["name": group.text(in: language), "items": items]
            },
            "streets": streets.map { street -> [String: Any] in
                let items = (directory.grids(in: .unit(street.code)) ?? []).map { code -> [String: Any] in
                    [
                        "code": code.rawValue, "name": directory.grids[code]?.name ?? code.rawValue,
                        "chosen": code.rawValue == chosenGrid,
                    ]
                }
                return ["name": street.name, "items": items]
            },
            "form": form["form"] ?? Hexadecimal.text(office.world.randomBytes(16)),
            "questions": questions(form, refusal, language),
            "asks": directory.publicCategories.contains { !$0.attributes.isEmpty },
            "chosen_place": chosenPlace(form, language),
        ]
        model["confidential"] = form["confidential"] != nil || form["about"] != nil
        model["about_grid"] = form["about"] == "grid"
        model["units"] = directory.handlingUnits.values.sorted { $0.code < $1.code }.map { unit -> [String: Any] in
            [
                "code": "unit:\(unit.code.rawValue)", "name": unit.name.text(in: language),
                "chosen": form["about"] == "unit:\(unit.code.rawValue)",
            ]
        }
        if let leaflet = pages.assets.leaflet { model["leaflet"] = leaflet }
        for name in ["address", "text", "lat", "long", "contact_name", "contact_phone", "contact_email"] {
            model[name] = form[name] ?? ""
        }
        model["tells"] = tells(form["tell"], language)
        model["looked"] = form["looked"] != nil
        let kept = form.all("kept").filter(isDigest)
        model["kept"] = kept
        model["has_kept"] = !kept.isEmpty
        let documents = keptDocuments(form, Words(office: office, language: language))
        model["kept_documents"] = documents
        model["has_kept_documents"] = !documents.isEmpty
        model["takes_documents"] = office.takesDocuments
        var title = pages.text("report_title", language)
        if let refusal {
            let words = words(for: refusal, language)
            let field = field(of: refusal)
            if let field { model["e_\(field)"] = words }
            model["failed"] = words
            // Where the word above the form leads to: the first thing of the part that is to be mended.
            model["anchor"] =
                field.map { $0 == "place" ? "address" : $0 } ?? question(of: refusal).map { "question-\($0)" }
            title = pages.text("not_sent", language) + title
        }
        return pages.page(
            "report",
            model,
            title: title,
            visit: visit,
            status: status,
            isNarrow: true,
            isPrivate: true
        )
    }

    /// The questions of one category as a part of the form: what JavaScript puts in when the category is chosen.
    func questionsOfCategory(_ visit: Visit) -> Response {
        pages.fragment("questions", ["questions": questions(visit.query, nil, visit.language)], visit: visit)
    }

    /// The place that was set on the map or by the telephone, in words; empty where none is.
    private func chosenPlace(_ form: FormBody, _ language: Language) -> String {
        guard form["grid"] == nil, let coordinate = coordinate(of: form) else { return "" }
        let name = office.directory.grid(at: coordinate)
            .flatMap { Words(office: office, language: language).gridName($0.rawValue) }
        guard let name else { return pages.text("report_outside", language) }
        return office.catalogues.text("web.report_chosen", ["name": name], in: language)
    }

    private func coordinate(of form: FormBody) -> Coordinate? {
        guard let latitude = form["lat"].flatMap({ Double($0) }), let longitude = form["long"].flatMap({ Double($0) })
        else { return nil }
        return Coordinate(longitude: longitude, latitude: latitude)
    }

    /// Why a report was not taken; a question is named by its words, not by its code.
    private func words(for refusal: Refusal, _ language: Language) -> String {
        let key: String
        switch refusal {
        case .answerMissing: key = "web.question_missing"
        case .answerNotListed: key = "web.question_not_listed"
        default: return office.catalogues.words(for: refusal, in: language)
        }
        let attributes = office.directory.publicCategories.flatMap(\.attributes)
        let asked = attributes.first { $0.code.rawValue == question(of: refusal) }?.question.text(in: language)
        return office.catalogues.text(key, ["question": asked ?? ""], in: language)
    }

    /// The code of the question that a refusal is about.
    private func question(of refusal: Refusal) -> String? {
        switch refusal {
        case .answerMissing(let code), .answerNotListed(let code): code.rawValue
        default: nil
        }
    }

    /// The questions of the chosen category: put in by JavaScript when it is chosen, else asked for with a button of
    /// their own, and at the latest after the first send.
    private func questions(_ form: FormBody, _ refusal: Refusal?, _ language: Language) -> [[String: Any]] {
        guard let chosen = form["category"],
            let category = office.directory.publicCategories.first(where: { $0.code.rawValue == chosen })
        else { return [] }
        return category.attributes.map { attribute in
            let code = attribute.code.rawValue
            var model: [String: Any] = [
                "code": code, "question": attribute.question.text(in: language),
                "hint": attribute.hint.text(in: language), "required": attribute.isRequired,
            ]
            if let refusal, question(of: refusal) == code { model["error"] = words(for: refusal, language) }
            let part = answer(to: attribute, given: form.all("attribute[\(code)]"), language)
            model[attribute.choices.isEmpty ? "free" : "lists"] = model.merging(part) { $1 }
            return model
        }
    }

    /// How a question is answered: by choosing, or in one's own words.
    private func answer(
        to attribute: CauseCategory.Attribute,
        given: [String],
        _ language: Language
    ) -> [String: Any] {
        let code = attribute.code.rawValue
        switch attribute.kind {
        case .singleValueList, .multiValueList:
            let isSingle = attribute.kind == .singleValueList
            let choices = attribute.choices.map { choice -> [String: Any] in
                [
                    "key": choice.key, "code": code, "input": isSingle ? "radio" : "checkbox",
                    "name": choice.name.text(in: language), "chosen": given.contains(choice.key),
                    // HTML has no word for "at least one of these boxes"; the office says it after the send.
                    "must": isSingle && attribute.isRequired,
                ]
            }
            return ["choices": choices]
        case .text: return ["value": given.first ?? "", "long": true]
        case .datetime: return ["value": given.first ?? "", "input": "datetime-local"]
        case .number: return ["value": given.first ?? "", "input": "text", "mode": "decimal"]
        case .string: return ["value": given.first ?? "", "input": "text"]
        }
    }

    /// After which field a refusal is shown.
    private func field(of refusal: Refusal) -> String? {
        switch refusal {
        case .malformed(let malformed) where malformed.what == "email_address": "contact_email"
        case .missing(.place), .placeOutside, .missing(.grid), .unknown(.grid), .tooLong(.address, _), .malformed:
            "place"
        case .missing(.text), .tooLong(.text, _): "text"
        case .missing(.category), .unknown(.category): "category"
        case .photoUnreadable, .photoTooLarge, .tooMany(.photo, _): "photo"
        case .documentUnreadable, .documentLocked, .documentTooLong, .documentTooLarge, .documentsNotTaken,
            .tooMany(.document, _), .unknown(.document):
            "document"
        default: nil
        }
    }

    /// Takes a report in; what cannot be taken comes back as it was typed, photos and documents kept.
    func sendReport(_ visit: Visit) async throws -> Response {
        var form = try await form(of: visit)
        do {
            guard throttle.allows(visit.address, at: office.now) else { throw Refusal.throttled(retryAfter: 10) }
            try await keepFiles(of: &form)
            // Without JavaScript a button of its own asks for the questions of the category.
            if form["ask"] != nil { return reportForm(visit, form: form) }
            let draft = try draft(form, visit)
            if let page = try await similarPage(draft, form: form, visit) { return page }
            let receipt = try await office.report(draft, by: visit.actor)
            if visit.signedIn != nil { return redirect("/desk/cases/\(receipt.number.rawValue)") }
            return redirect("/r/\(receipt.number.rawValue)/\(receipt.secret)")
        } catch let refusal as Refusal {
            return reportForm(visit, form: form, refusal: refusal, status: status(of: refusal))
        }
    }

    func draft(_ form: FormBody, _ visit: Visit) throws -> ReportDraft {
        guard let code = form["category"] else { throw Refusal.missing(.category) }
        let category: CategoryCode
        do { category = try CategoryCode(parsing: code) } catch { throw Refusal.unknown(.category) }
        var place = PlaceDraft(address: form["address"])
        if let raw = form["grid"] {
            guard let grid = office.directory.grid(named: raw) else { throw Refusal.unknown(.grid) }
            place.grid = grid
        } else {
            place.coordinate = coordinate(of: form)
        }
        var answers: [String: String] = [:]
        for attribute in office.directory.categories[category]?.attributes ?? [] {
            let given = form.all("attribute[\(attribute.code.rawValue)]")
            if !given.isEmpty { answers[attribute.code.rawValue] = given.joined(separator: "\u{1F}") }
        }
        let timing = form["tell"].flatMap(Timing.init(rawValue:))
        let contact = Contact(
            name: form["contact_name"] ?? "",
            phone: form["contact_phone"] ?? "",
            email: try email(form["contact_email"], isNeeded: timing != nil)
        )
        return ReportDraft(
            channel: visit.signedIn == nil ? .web : .desk,
            category: category,
            place: place,
            text: form["text"] ?? "",
            answers: answers,
            photos: form.all("kept").filter(isDigest).reduce(into: []) { if !$0.contains($1) { $0.append($1) } },
            documents: KeptDocument.digests(form),
            contact: contact.isEmpty ? nil : contact,
            confidence: try confidence(form),
            wish: timing.map { Subscription(language: visit.language, timing: $0) },
            // The same form sent twice, by a slow network or an impatient thumb, is one report.
            idempotency: form["form"].map { "web:" + $0.prefix(64) }
        )
    }

    /// Whom a confidential report is about; naming somebody asks for confidence by itself.
    private func confidence(_ form: FormBody) throws -> ReportDraft.Confidence? {
        switch form["about"] {
        case nil: return form["confidential"] == nil ? nil : .nobodyNamed
        case "grid": return .gridPosts
        case let about?:
            guard about.hasPrefix("unit:") else { throw Refusal.unknown(.handlingUnit) }
            do { return .unit(try UnitCode(parsing: about.dropFirst(5))) } catch {
                throw Refusal.unknown(.handlingUnit)
            }
        }
    }

    /// Whether and when to be told by mail, for the form.
    func tells(_ chosen: String?, _ language: Language) -> [[String: Any]] {
        let options = [("", "web.tell_none")] + Timing.allCases.map { ($0.rawValue, "web.tell_\($0.rawValue)") }
        return options.map { value, key in
            [
                "value": value, "text": office.catalogues.text(key, in: language),
                "chosen": value == (chosen ?? ""),
            ]
        }
    }

    /// - Throws: ``Refusal/malformed(_:)`` for what is no address, and for none where one is needed.
    private func email(_ text: String?, isNeeded: Bool) throws(Refusal) -> String {
        guard let text = text ?? (isNeeded ? "" : nil) else { return "" }
        do throws(Malformed) { return try EmailAddress(parsing: text).rawValue } catch { throw .malformed(error) }
    }

    func isDigest(_ text: String) -> Bool {
        text.utf8.count == 64
            && text.utf8.allSatisfy { byte in
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
            }
    }

    /// Something that the reporter does to the own case.
    func act(_ raw: String, _ secret: String, _ visit: Visit) async throws -> Response {
        guard let number = number(raw), try await office.caseView(number, secret: secret) != nil else {
            return pages.message("not_found", status: .notFound, visit: visit)
        }
        let form = try await form(of: visit)
        do {
            let words = Words(office: office, language: visit.language)
            let command = try ActionForm(office: office, words: words).command(from: form)
            try await office.perform(command, on: number, expecting: version(in: form), by: .reporter)
            return redirect("/r/\(number.rawValue)/\(secret)?done=1")
        } catch let refusal as Refusal {
            let refused = RefusedAction(form: form, refusal: refusal)
            return try await slip(raw, secret, visit, refused: refused, status: status(of: refusal))
        } catch let fault as Fault where fault.kind == .conflict {
            let refused = RefusedAction(form: form, refusal: nil)
            return try await slip(raw, secret, visit, refused: refused, status: .conflict)
        }
    }

    /// The `.tlog-proof` file of a report.
    func proof(_ raw: String, _ secret: String, _ visit: Visit) async throws -> Response {
        guard let number = number(raw) else { return pages.message("not_found", status: .notFound, visit: visit) }
        switch try await office.proofFile(for: number, secret: secret) {
        case .unknown: return pages.message("not_found", status: .notFound, visit: visit)
        case .notYet(let next):
            let words = Words(office: office, language: visit.language)
            let text = words.text("web.proof_wait", ["at": words.time(next)])
            return pages.message("proof_later", status: .notFound, visit: visit, words: text)
        case .file(let text):
            var headers = Pages.securityHeaders
            headers[.contentType] = "text/plain; charset=utf-8"
            headers[.contentDisposition] = "attachment; filename=\"\(number.rawValue).tlog-proof\""
            headers[.cacheControl] = "no-store"
            return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
        }
    }
}
