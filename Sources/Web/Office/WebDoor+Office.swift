import Application
import Domain
import HTTPTypes
import Hummingbird
import Store

/// The office's own pages: what keeps the board itself.
extension WebDoor {
    func addOfficeRoutes<Context: RequestContext>(to router: Router<Context>) {
        router.get("/office") { request, context in await respond(request, context) { officeHome($0) } }
        addTerritoryRoutes(to: router)
        addErasureRoutes(to: router)
        addFigureBookRoutes(to: router)
        router.get("/office/roster") { request, context in await respond(request, context) { try await roster($0) } }
        router.get("/office/roster/{grid}") { request, context in
            await respond(request, context) { try await rosterGrid(context.parameters.get("grid") ?? "", $0) }
        }
        router.post("/office/roster/{grid}") { request, context in
            await respond(request, context) { try await changeRoster(context.parameters.get("grid") ?? "", $0) }
        }
        router.get("/office/accounts") { request, context in
            await respond(request, context) { try await accounts($0) }
        }
        router.post("/office/accounts") { request, context in
            await respond(request, context) { try await openAccount($0) }
        }
        router.get("/office/accounts/new") { request, context in
            await respond(request, context) { try await newAccount($0) }
        }
        router.post("/office/accounts/rules") { request, context in
            await respond(request, context) { try await changeSignInRules($0) }
        }
        router.get("/office/accounts/{id}") { request, context in
            await respond(request, context) { try await accountFile(context.parameters.get("id") ?? "", $0) }
        }
        router.post("/office/accounts/{id}") { request, context in
            await respond(request, context) { try await changeAccount(context.parameters.get("id") ?? "", $0) }
        }
        router.get("/office/templates") { request, context in await respond(request, context) { try templates($0) } }
        router.get("/office/templates/{key}") { request, context in
            await respond(request, context) { try template(context.parameters.get("key") ?? "", $0) }
        }
        router.post("/office/templates/{key}") { request, context in
            await respond(request, context) { try await wordTemplate(context.parameters.get("key") ?? "", $0) }
        }
    }

    private func addTerritoryRoutes<Context: RequestContext>(to router: Router<Context>) {
        router.get("/office/territory") { request, context in
            await respond(request, context) { try await territory($0) }
        }
        router.post("/office/territory") { request, context in
            await respond(request, context) { try await withdrawPlan($0) }
        }
        router.get("/office/territory/border") { request, context in
            await respond(request, context) { try await border($0) }
        }
        router.post("/office/territory/drafts") { request, context in
            await respond(request, context) { try await prepareDivision($0) }
        }
        router.get("/office/territory/drafts/{id}") { request, context in
            await respond(request, context) { try await divisionPreview(context.parameters.get("id") ?? "", $0) }
        }
        router.post("/office/territory/drafts/{id}") { request, context in
            await respond(request, context) { try await publishDivision(context.parameters.get("id") ?? "", $0) }
        }
    }

    /// All that the person may look after, in plain words.
    private func officeHome(_ visit: Visit) -> Response {
        guard let signedIn = visit.signedIn else { return redirect("/desk/sign-in") }
        let words = Words(office: office, language: visit.language)
        let areas = officeAreas(of: signedIn)
        guard !areas.isEmpty else {
            let refusal = office.catalogues.words(for: .roleNeeded(.administrator), in: visit.language)
            return pages.message("refused", status: .forbidden, visit: visit, words: refusal)
        }
        let model: [String: Any] = [
            "areas": areas.map { ["url": $0.path, "name": words.text($0.name), "lead": words.text($0.lead)] }
        ]
        let title = words.text("web.office_title")
        return pages.page("office", model, title: title, visit: visit, isNarrow: true, isPrivate: true)
    }

    private func officeAreas(of signedIn: SignedIn) -> [OfficeArea] {
        OfficeArea.all.filter { office.may($0.action, signedIn.staff) }
    }

    /// Whoever is signed in and may do something; everybody else is told why not.
    ///
    /// - Throws: ``Refusal``.
    func administrator(of visit: Visit, for action: OfficeAction) throws(Refusal) -> SignedIn {
        guard let signedIn = visit.signedIn else { throw .signInNeeded }
        try office.demand(action, of: .staff(signedIn.staff))
        return signedIn
    }

    /// A page of the office; a refusal stands above what was typed.
    func officePage(
        _ template: String,
        _ model: [String: Any],
        title: String,
        _ visit: Visit,
        failed: Refusal? = nil,
        isNarrow: Bool = true
    ) -> Response {
        var model = model
        model["csrf"] = visit.csrf ?? ""
        if let failed { model["failed"] = office.catalogues.words(for: failed, in: visit.language) }
        if visit.query["done"] != nil { model["done"] = pages.text("done", visit.language) }
        return pages.page(
            template,
            model,
            title: title,
            visit: visit,
            status: failed.map(status) ?? .ok,
            isNarrow: isNarrow,
            isPrivate: true
        )
    }

    /// A day from a form; nil where nothing was written.
    ///
    /// - Throws: ``Refusal/malformed(_:)``.
    func day(_ name: String, in form: FormBody) throws(Refusal) -> Day? {
        guard let text = form[name] else { return nil }
        do { return try Day(parsing: text) } catch { throw .malformed(error) }
    }

    /// The grids of a list to choose from, by street.
    func gridGroups(_ words: Words, chosen: String?, in scope: Scope = .district) -> [[String: Any]] {
        let directory = office.directory
        let codes = directory.grids(in: scope) ?? directory.grids.keys.sorted()
        let byStreet = Dictionary(grouping: codes) { code -> UnitCode? in
            directory.path(of: code).first { $0.level == .street }?.code ?? directory.path(of: code).first?.code
        }
        return byStreet.sorted { ($0.key?.rawValue ?? "") < ($1.key?.rawValue ?? "") }.map { street, codes in
            let items = codes.map { code -> [String: Any] in
                [
                    "code": code.rawValue, "chosen": code.rawValue == chosen,
                    "label": "\(directory.grids[code]?.name ?? "") \(code.rawValue)",
                ]
            }
            return ["street": street.flatMap { directory.units[$0]?.name } ?? "", "items": items]
        }
    }
}
