import Application
import Domain
import FoundationEssentials
import Geography
import HTTPTypes
import Hummingbird
import Store

extension WebDoor {
    // MARK: - The list

    func firms(_ visit: Visit) async throws -> Response {
        guard visit.signedIn != nil else { return redirect("/desk/sign-in") }
        let signedIn = try servant(visit, .see)
        let words = try await firmWords(visit)
        let query = visit.query
        var filter = EnterpriseFilter()
        filter.kind = query["kind"].flatMap(Enterprise.Kind.init(rawValue:))
        filter.status = query["status"].flatMap(Enterprise.Status.Kind.init(rawValue:))
        filter.park = words.lists.parks.keys.first { $0.rawValue == query["park"] }
        filter.tag = words.lists.tags.keys.first { $0.rawValue == query["industry"] }
        filter.text = query["q"]
        filter.hasEnded = query["ended"] != nil
        filter.before = query["before"].flatMap(Int.init)
        filter.limit = 51
        let staff = signedIn.staff
        switch query["steward"] {
        case "none": filter.steward = .nobody
        case "mine": filter.steward = .account(staff.account)
        case let id?: filter.steward = ID<Account>(text: id).map { .account($0) }
        case nil: break
        }
        let directory = office.directory
        let area = query["area"].flatMap { raw in directory.units.keys.first { $0.rawValue == raw } }
        if let area { filter.grids = directory.grids(in: .unit(area))?.map(\.rawValue) }
        if let grid = query["grid"].flatMap({ directory.grid(named: $0) }) { filter.grids = [grid.rawValue] }
        let found = try await office.enterprises(filter, for: staff)
        var model: [String: Any] = [
            "firms": found.prefix(50).map { words.row($0) }, "has_firms": !found.isEmpty, "q": query["q"] ?? "",
            "ended": filter.hasEnded, "may_keep": office.may(.keep, staff), "may_freeze": office.may(.freeze, staff),
            "choices": choices(query, words, for: staff), "map": mapAddress(query),
            "is_narrowed": ["kind", "status", "park", "industry", "steward", "area", "ended"].contains {
                query[$0] != nil
            },
        ]
        if found.count > 50 {
            let last = found[49].number
            let kept = query.fields.filter { !["before", "lang"].contains($0.name) && !$0.value.isEmpty }
                .map { "\(Pages.escape($0.name))=\(Pages.escape($0.value))" }
            model["further"] = "/desk/firms?" + (kept + ["before=\(last)"]).joined(separator: "&")
        }
        return servicePage("firms", model, title: words.text("web.firms_title"), visit, isNarrow: false)
    }

    /// The map of the same firms, as far as it knows the conditions.
    private func mapAddress(_ query: FormBody) -> String {
        let kept =
            query.fields.filter { ["kind", "area", "grid"].contains($0.name) && !$0.value.isEmpty }
            .map { "\($0.name)=\(Pages.escape($0.value))" } + (query["steward"] == "none" ? ["steward=none"] : [])
        return kept.isEmpty ? "/desk/firms/map" : "/desk/firms/map?" + kept.joined(separator: "&")
    }

    private func choices(_ query: FormBody, _ words: FirmWords, for staff: Staff) -> [[String: Any]] {
        let directory = office.directory
        let streets = directory.units.values.filter {
            $0.level == .street && directory.contains(staff.scope, .unit($0.code))
        }
        .sorted { $0.code < $1.code }
        var stewards = [("none", words.text("web.firms_no_steward"))]
        if staff.roles.contains(.steward) { stewards.insert(("mine", words.text("web.firms_mine")), at: 0) }
        func choice(_ name: String, _ key: String, _ options: [[String: Any]]) -> [String: Any] {
            ["id": "choice-\(name)", "name": name, "label": words.text(key), "options": options]
        }
        return [
            choice("kind", "web.firm_kind", words.options(Enterprise.Kind.allCases, chosen: query["kind"], words.kind)),
            choice(
                "status",
                "web.firm_status",
                words.options(Enterprise.Status.Kind.allCases, chosen: query["status"], words.status)
            ),
            choice("industry", "web.firm_industry_tag", words.options(words.tagOptions, chosen: query["industry"])),
            choice("park", "web.firm_park", words.options(words.parkOptions, chosen: query["park"])),
            choice(
                "area",
                "web.street",
                words.options(streets.map { ($0.code.rawValue, $0.name) }, chosen: query["area"])
            ),
            choice("steward", "web.firm_steward", words.options(stewards, chosen: query["steward"])),
        ]
    }

    // MARK: - A new one

    func newFirm(_ visit: Visit, typed: FormBody? = nil, failed: Refusal? = nil) async throws -> Response {
        guard visit.signedIn != nil else { return redirect("/desk/sign-in") }
        _ = try servant(visit, .keep)
        let words = try await firmWords(visit)
        var model = fields(typed, nil, words)
        model["target"] = "/desk/firms/new"
        return servicePage("firmnew", model, title: words.text("web.firm_new"), visit, failed: failed)
    }

    func registerFirm(_ visit: Visit) async throws -> Response {
        let signedIn = try servant(visit, .keep)
        let form = try await form(of: visit)
        do {
            try checkToken(form, signedIn.csrf)
            let number = try await office.register(try draft(form), by: .staff(signedIn.staff))
            return redirect("/desk/firms/\(number)?done=1")
        } catch let refusal as Refusal {
            return try await newFirm(visit, typed: form, failed: refusal)
        }
    }

    /// What the form says of a firm.
    ///
    /// - Throws: ``Refusal``.
    func draft(_ form: FormBody) throws(Refusal) -> EnterpriseDraft {
        do {
            var place = PlaceDraft(address: form["address"])
            if let raw = form["grid"] {
                guard let grid = office.directory.grid(named: raw) else { throw Refusal.unknown(.grid) }
                place.grid = grid
            }
            if let longitude = form["long"], let latitude = form["lat"] {
                guard let longitude = Double(longitude), let latitude = Double(latitude) else {
                    throw Malformed("point", expected: "longitude -180 to 180 and latitude -90 to 90 in degrees")
                }
                place.coordinate = .init(longitude: longitude, latitude: latitude)
                place.grid = nil
            }
            let kind: Enterprise.Kind = try form.choice("kind", .kind)
            return EnterpriseDraft(
                name: form["name"] ?? "",
                creditCode: try form["uscc"].map { try CreditCode(parsing: $0) },
                kind: kind,
                industry: form["trade"] ?? "",
                park: try form["park"].map { try UnitCode(parsing: $0) },
                place: place
            )
        } catch let malformed as Malformed {
            throw .malformed(malformed)
        } catch let refusal as Refusal {
            throw refusal
        } catch {
            preconditionFailure("assumed a refusal: \(error)")
        }
    }

    /// The fields of a firm's form.
    func fields(_ typed: FormBody?, _ details: Enterprise.Details?, _ words: FirmWords) -> [String: Any] {
        func value(_ name: String, _ stored: String?) -> String { typed.map { $0[name] ?? "" } ?? stored ?? "" }
        let park = value("park", details?.park?.rawValue)
        let grid = value("grid", details?.place.grid?.rawValue)
        return [
            "name": value("name", details?.name), "credit_code": value("uscc", details?.creditCode?.rawValue),
            "trade": value("trade", details?.industry), "address": value("address", details?.place.address),
            "long": value("long", details?.place.point.map { "\($0.longitude)" }),
            "lat": value("lat", details?.place.point.map { "\($0.latitude)" }),
            "kinds": words.options(
                Enterprise.Kind.allCases,
                chosen: typed.map { $0["kind"] ?? "" } ?? details?.kind.rawValue,
                words.kind
            ),
            "parks": words.options(words.parkOptions, chosen: park), "has_parks": !words.lists.parks.isEmpty,
            "groups": gridGroups(words.words, chosen: grid),
        ]
    }

    // MARK: - Parks, leading industries, the cap

    func firmLists(_ visit: Visit, typed: FormBody? = nil, failed: Refusal? = nil) async throws -> Response {
        guard visit.signedIn != nil else { return redirect("/desk/sign-in") }
        _ = try servant(visit, .keep)
        let words = try await firmWords(visit)
        let model: [String: Any] = [
            "parks": words.parkOptions.map { ["code": $0.code, "name": $0.name] },
            "has_parks": !words.parkOptions.isEmpty,
            "tags": words.tagOptions.map { ["code": $0.code, "name": $0.name] }, "has_tags": !words.tagOptions.isEmpty,
            "cap": typed?["amount"] ?? "\(words.lists.cap)", "code": typed?["code"] ?? "",
            "text_zh": typed?["text_zh"] ?? "", "text_en": typed?["text_en"] ?? "",
        ]
        return servicePage("firmlists", model, title: words.text("web.firm_lists"), visit, failed: failed)
    }

    func changeFirmLists(_ visit: Visit) async throws -> Response {
        let signedIn = try servant(visit, .keep)
        let form = try await form(of: visit)
        do {
            try checkToken(form, signedIn.csrf)
            let actor = Actor.staff(signedIn.staff)
            let name = Wording(form["text_zh"] ?? "", english: form["text_en"] ?? "")
            switch form["act"] {
            case "park":
                let code = try parse { () throws(Malformed) in try UnitCode(parsing: form["code"] ?? "") }
                try await office.changeLists(.namePark(code, name), by: actor)
            case "industry":
                let code = try parse { () throws(Malformed) in try CategoryCode(parsing: form["code"] ?? "") }
                try await office.changeLists(.nameTag(code, name), by: actor)
            default: try await office.changeLists(.cap(form["amount"].flatMap(Int.init) ?? 0), by: actor)
            }
            return redirect("/desk/firms/lists?done=1")
        } catch let refusal as Refusal {
            return try await firmLists(visit, typed: form, failed: refusal)
        }
    }

    func parse<Value>(_ body: () throws(Malformed) -> Value) throws(Refusal) -> Value {
        do throws(Malformed) { return try body() } catch { throw .malformed(error) }
    }

    // MARK: - Files

    func firmImport(
        _ visit: Visit,
        outcome: EnterpriseImport.Outcome? = nil,
        isDry: Bool = true,
        fault: String? = nil
    ) async throws -> Response {
        guard visit.signedIn != nil else { return redirect("/desk/sign-in") }
        let signedIn = try servant(visit, .keep)
        let words = Words(office: office, language: visit.language)
        var model: [String: Any] = ["csrf": signedIn.csrf]
        if let fault { model["failed"] = fault }
        if let outcome {
            model["report"] = [
                "summary": words.text(
                    isDry ? "web.firm_import_checked" : "web.firm_import_done",
                    [
                        "added": "\(outcome.count(.added))", "changed": "\(outcome.count(.changed))",
                        "same": "\(outcome.count(.same))", "rejected": "\(outcome.rejected.count)",
                    ]
                ),
                "unread": outcome.unread.isEmpty ? false : outcome.unread.joined(separator: "、") as Any,
                "has_rejected": !outcome.rejected.isEmpty,
                "lines": outcome.rejected.prefix(500).map { line -> [String: Any] in
                    [
                        "line": "\(line.line)", "name": line.name,
                        "reason": office.catalogues.words(for: line, in: visit.language),
                    ]
                },
            ]
        }
        var response = servicePage("firmimport", model, title: words.text("web.firm_import"), visit)
        if fault != nil { response.status = .unprocessableContent }
        return response
    }

    func importFirms(_ visit: Visit) async throws -> Response {
        let signedIn = try servant(visit, .keep)
        let form = try await form(of: visit)
        try checkToken(form, signedIn.csrf)
        let isDry = form["act"] != "apply"
        let catalogues = office.catalogues
        guard let file = form.files.first(where: { $0.name == "sheet" }), !file.bytes.isEmpty else {
            return try await firmImport(visit, fault: catalogues.words(for: .empty, in: visit.language))
        }
        do {
            let sheet = try await office.sheet(file.bytes)
            let outcome = try await EnterpriseImport(office: office)
                .run(sheet, isDryRun: isDry, by: .staff(signedIn.staff))
            return try await firmImport(visit, outcome: outcome, isDry: isDry)
        } catch let fault as SheetFault {
            return try await firmImport(visit, fault: catalogues.words(for: fault, in: visit.language))
        } catch let fault as ImportFault {
            return try await firmImport(visit, fault: catalogues.words(for: fault, in: visit.language))
        }
    }
}
