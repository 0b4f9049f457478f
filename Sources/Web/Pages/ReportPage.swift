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
        let groups = Dictionary(grouping: directory.sortedCategories) { $0.group }
        let order = directory.sortedCategories.map(\.group).reduce(into: [Wording]()) {
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
        ]
        for name in ["address", "text", "lat", "long", "contact_name", "contact_phone"] {
            model[name] = form[name] ?? ""
        }
        if let kept = form["kept"], isDigest(kept) { model["photo"] = kept }
        if let refusal {
            let words = office.catalogues.words(for: refusal, in: language)
            if let field = field(of: refusal) { model["e_\(field)"] = words }
            model["failed"] = words
        }
        let title = pages.text("report_title", language)
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

    /// The questions of the chosen category: asked when it is known, which without JavaScript is after the first send.
    private func questions(_ form: FormBody, _ refusal: Refusal?, _ language: Language) -> [[String: Any]] {
        guard let chosen = form["category"],
            let category = office.directory.sortedCategories.first(where: { $0.code.rawValue == chosen })
        else { return [] }
        return category.attributes.map { attribute in
            let code = attribute.code.rawValue
            let given = form.all("attribute[\(code)]")
            var model: [String: Any] = [
                "code": code, "question": attribute.question.text(in: language),
                "hint": attribute.hint.text(in: language),
                "input": attribute.kind == .multiValueList ? "checkbox" : "radio",
                "choices": attribute.choices.map {
                    [
                        "key": $0.key, "code": code, "input": attribute.kind == .multiValueList ? "checkbox" : "radio",
                        "name": $0.name.text(in: language), "chosen": given.contains($0.key),
                    ] as [String: Any]
                },
            ]
            if attribute.choices.isEmpty {
                model["free"] = ["value": given.first ?? "", "code": code] as [String: Any]
            }
            switch refusal {
            case .answerMissing(let missing) where missing == attribute.code,
                .answerNotListed(let missing) where missing == attribute.code:
                model["error"] = refusal.map { office.catalogues.words(for: $0, in: language) }
            default: break
            }
            return model
        }
    }

    /// After which field a refusal is shown.
    private func field(of refusal: Refusal) -> String? {
        switch refusal {
        case .missing(.place), .placeOutside, .unknown(.grid), .tooLong(.address, _), .malformed: "place"
        case .missing(.text), .tooLong(.text, _): "text"
        case .missing(.category), .unknown(.category): "category"
        case .photoUnreadable, .photoTooLarge, .tooMany(.photo, _): "photo"
        default: nil
        }
    }

    /// Takes a report in; what cannot be taken comes back as it was typed, the photo kept.
    func sendReport(_ visit: Visit) async throws -> Response {
        var form = try await form(of: visit)
        do {
            guard throttle.allows(visit.address, at: office.now) else { throw Refusal.throttled(retryAfter: 10) }
            if let photo = form.files.first(where: { $0.name == "photo" }) {
                form.fields.append(("kept", try await office.keepPhoto(photo.bytes)))
            }
            let receipt = try await office.report(try draft(form, visit), by: visit.actor)
            if visit.signedIn != nil { return redirect("/desk/cases/\(receipt.number.rawValue)") }
            return redirect("/r/\(receipt.number.rawValue)/\(receipt.secret)")
        } catch let refusal as Refusal {
            return reportForm(visit, form: form, refusal: refusal, status: status(of: refusal))
        }
    }

    private func draft(_ form: FormBody, _ visit: Visit) throws -> ReportDraft {
        guard let code = form["category"] else { throw Refusal.missing(.category) }
        let category: CategoryCode
        do { category = try CategoryCode(parsing: code) } catch { throw Refusal.unknown(.category) }
        var place = PlaceDraft(address: form["address"])
        if let raw = form["grid"] {
            guard let grid = office.directory.grid(named: raw) else { throw Refusal.unknown(.grid) }
            place.grid = grid
        } else if let latitude = form["lat"].flatMap({ Double($0) }),
            let longitude = form["long"].flatMap({ Double($0) })
        {
            place.coordinate = Coordinate(longitude: longitude, latitude: latitude)
        }
        var answers: [String: String] = [:]
        for attribute in office.directory.categories[category]?.attributes ?? [] {
            let given = form.all("attribute[\(attribute.code.rawValue)]")
            if !given.isEmpty { answers[attribute.code.rawValue] = given.joined(separator: "\u{1F}") }
        }
        let contact = Contact(name: form["contact_name"] ?? "", phone: form["contact_phone"] ?? "")
        return ReportDraft(
            channel: visit.signedIn == nil ? .web : .desk,
            category: category,
            place: place,
            text: form["text"] ?? "",
            answers: answers,
            photos: form["kept"].map { [$0] }?.filter(isDigest) ?? [],
            contact: contact.isEmpty ? nil : contact,
            // The same form sent twice, by a slow network or an impatient thumb, is one report.
            idempotency: form["form"].map { "web:" + $0.prefix(64) }
        )
    }

    private func isDigest(_ text: String) -> Bool {
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
            let words = office.catalogues.words(for: refusal, in: visit.language)
            return try await slip(raw, secret, visit, typed: form, failed: words, status: status(of: refusal))
        } catch let fault as Fault where fault.kind == .conflict {
            let words = office.catalogues.text("fault.conflict", in: visit.language)
            return try await slip(raw, secret, visit, typed: form, failed: words, status: .conflict)
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
