import Application
import Domain
import HTTPTypes
import Hummingbird
import NIOCore
import Store

/// The administrator's pages for the rules: what holds, what is coming, what is proposed, and how to change it.
extension WebDoor {
    func addRuleRoutes<Context: RequestContext>(to router: Router<Context>) {
        router.get("/desk/rules") { request, context in await respond(request, context) { try rules($0) } }
        router.get("/desk/rules/{kind}") { request, context in
            await respond(request, context) { try rulesOf(kind(context), $0) }
        }
        router.post("/desk/rules/{kind}") { request, context in
            await respond(request, context) { try await propose(kind(context), $0) }
        }
        router.get("/desk/rules/{kind}/file") { request, context in
            await respond(request, context) { try ruleFile(kind(context), nil, $0) }
        }
        router.get("/desk/rules/{kind}/versions/{version}") { request, context in
            await respond(request, context) { try await edition(kind(context), version(context), $0) }
        }
        router.post("/desk/rules/{kind}/versions/{version}") { request, context in
            await respond(request, context) { try await decideEdition(kind(context), version(context), $0) }
        }
        router.get("/desk/rules/{kind}/versions/{version}/file") { request, context in
            await respond(request, context) { try ruleFile(kind(context), version(context), $0) }
        }
    }

    private func kind<Context: RequestContext>(_ context: Context) -> Edition.Kind? {
        context.parameters.get("kind").flatMap(Edition.Kind.init(rawValue:))
    }

    private func version<Context: RequestContext>(_ context: Context) -> EditionVersion? {
        // What is no version names none.
        context.parameters.get("version").flatMap { try? EditionVersion(parsing: $0) }
    }

    /// - Throws: ``Refusal/signInNeeded``, ``Refusal/roleNeeded(_:)``.
    private func administrator(_ visit: Visit) throws(Refusal) -> SignedIn {
        guard let signedIn = visit.signedIn else { throw .signInNeeded }
        guard signedIn.staff.roles.contains(.administrator) else { throw .roleNeeded(.administrator) }
        return signedIn
    }

    // MARK: - Looking

    private func rules(_ visit: Visit) throws -> Response {
        guard visit.signedIn != nil else { return redirect("/desk/sign-in") }
        _ = try administrator(visit)
        let words = RuleWords(words: Words(office: office, language: visit.language))
        let model: [String: Any] = ["kinds": Edition.Kind.allCases.map { words.overview($0) }]
        let title = pages.text("rules_title", visit.language)
        return pages.page("rules", model, title: title, visit: visit, isNarrow: true, isPrivate: true)
    }

    private func rulesOf(
        _ kind: Edition.Kind?,
        _ visit: Visit,
        typed: FormBody? = nil,
        faults: [String] = [],
        status: HTTPResponse.Status = .ok
    ) throws -> Response {
        guard visit.signedIn != nil else { return redirect("/desk/sign-in") }
        let signedIn = try administrator(visit)
        guard let kind else { return pages.message("not_found", status: .notFound, visit: visit) }
        let words = RuleWords(words: Words(office: office, language: visit.language))
        var model = words.overview(kind)
        model["csrf"] = signedIn.csrf
        model["content"] = words.contentInForce(of: kind)
        model["form"] = words.form(for: kind, typed: typed)
        model["faults"] = faults
        if !faults.isEmpty { model["failed"] = pages.text("rules_not_proposed", visit.language) }
        let title = words.name(of: kind)
        return pages.page("rulekind", model, title: title, visit: visit, status: status, isPrivate: true)
    }

    private func edition(
        _ kind: Edition.Kind?,
        _ version: EditionVersion?,
        _ visit: Visit,
        typed: FormBody? = nil,
        refusal: Refusal? = nil,
        status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        guard visit.signedIn != nil else { return redirect("/desk/sign-in") }
        let signedIn = try administrator(visit)
        guard let kind, let version, let dated = office.directory.edition(kind, version) else {
            return pages.message("not_found", status: .notFound, visit: visit)
        }
        let words = RuleWords(words: Words(office: office, language: visit.language))
        var model = words.heading(of: dated)
        model["content"] = words.content(dated.edition.content)
        model["csrf"] = signedIn.csrf
        if let refusal { model["failed"] = office.catalogues.words(for: refusal, in: visit.language) }
        let isComing = dated.publication.map { $0.from > office.today } ?? true
        if isComing {
            let day = dated.publication?.from ?? kind.earliestDay(publishing: office.today)
            let preview = try await office.preview(dated.edition, from: day)
            model["preview"] = words.preview(preview, of: kind)
            model["withdraw"] = true
        }
        if dated.publication == nil {
            let earliest = kind.earliestDay(publishing: office.today).description
            model["publish"] = [
                "earliest": earliest, "valid_from": typed?["valid_from"] ?? earliest, "basis": typed?["basis"] ?? "",
            ]
        }
        let title = "\(words.name(of: kind)) \(version.rawValue)"
        return pages.page("rulesversion", model, title: title, visit: visit, status: status, isPrivate: true)
    }

    /// The version as a file that can be changed and brought in again; nil is the one in force.
    private func ruleFile(_ kind: Edition.Kind?, _ version: EditionVersion?, _ visit: Visit) throws -> Response {
        guard visit.signedIn != nil else { return redirect("/desk/sign-in") }
        _ = try administrator(visit)
        guard let kind, let content = content(of: kind, version), let file = text(of: content) else {
            return pages.message("not_found", status: .notFound, visit: visit)
        }
        var headers = Pages.securityHeaders
        headers[.contentType] = file.type
        headers[.contentDisposition] = "attachment; filename=\"\(kind.rawValue).\(file.ending)\""
        headers[.cacheControl] = "no-store"
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: file.text)))
    }

    private func content(of kind: Edition.Kind, _ version: EditionVersion?) -> Edition.Content? {
        let directory = office.directory
        if let version { return directory.edition(kind, version)?.edition.content }
        return directory.rules.edition(kind)?.edition.content
            ?? (kind == .matters ? .matters(directory.sortedCategories) : nil)
            ?? (kind == .whistle ? .whistle(directory.rules.whistle) : nil)
    }

    private func text(of content: Edition.Content) -> (text: String, type: String, ending: String)? {
        switch content {
        case .matters(let categories):
            let units = Array(office.directory.handlingUnits.values)
            let text = CatalogueFile.text(units: units, categories: categories)
            return (text, "application/json; charset=utf-8", "json")
        case .dispatch(let rules): return (DispatchFile.text(of: rules), "text/csv; charset=utf-8", "csv")
        case .whistle(let times): return (WhistleFile.text(of: times), "text/csv; charset=utf-8", "csv")
        case .calendar: return nil
        }
    }

    // MARK: - Changing

    private func propose(_ kind: Edition.Kind?, _ visit: Visit) async throws -> Response {
        guard visit.signedIn != nil else { return redirect("/desk/sign-in") }
        let signedIn = try administrator(visit)
        guard let kind else { return pages.message("not_found", status: .notFound, visit: visit) }
        let form = try await ruleForm(of: visit)
        let draft = EditionDraft(office: office)
        do {
            try checkToken(form, signedIn.csrf)
            let version = try draft.version(form["version"])
            let (content, units) = try draft.content(of: kind, version, from: form)
            let edition = Edition(version: version, content: content)
            try await office.propose(edition, naming: units, by: .staff(signedIn.staff))
            return redirect("/desk/rules/\(kind.rawValue)/versions/\(version.rawValue)")
        } catch let refusal as Refusal {
            let faults = [office.catalogues.words(for: refusal, in: visit.language)]
            return try rulesOf(kind, visit, typed: form, faults: faults, status: status(of: refusal))
        } catch let unreadable as EditionDraft.Unreadable {
            let faults = unreadable.words(office.catalogues, in: visit.language)
            return try rulesOf(kind, visit, typed: form, faults: faults, status: .unprocessableContent)
        }
    }

    private func decideEdition(
        _ kind: Edition.Kind?,
        _ version: EditionVersion?,
        _ visit: Visit
    ) async throws -> Response {
        guard visit.signedIn != nil else { return redirect("/desk/sign-in") }
        let signedIn = try administrator(visit)
        guard let kind, let version else { return pages.message("not_found", status: .notFound, visit: visit) }
        let form = try await form(of: visit)
        do {
            try checkToken(form, signedIn.csrf)
            if form["action"] == "withdraw" {
                try await office.withdraw(kind, version, by: .staff(signedIn.staff))
                return redirect("/desk/rules/\(kind.rawValue)")
            }
            let day: Day
            do { day = try Day(parsing: form["valid_from"] ?? "") } catch { throw Refusal.malformed(error) }
            let actor = Actor.staff(signedIn.staff)
            try await office.publish(kind, version, from: day, basis: form["basis"] ?? "", by: actor)
            return redirect("/desk/rules/\(kind.rawValue)/versions/\(version.rawValue)")
        } catch let refusal as Refusal {
            return try await edition(
                kind,
                version,
                visit,
                typed: form,
                refusal: refusal,
                status: status(of: refusal)
            )
        }
    }

    /// A whole list of matters is longer than any other form.
    private func ruleForm(of visit: Visit) async throws -> FormBody {
        let bytes = Array(try await visit.request.body.collect(upTo: Self.uploadLimit).readableBytesView)
        let limits = FormLimits(fields: 5_000, fieldBytes: 4 * 1_048_576, files: 1)
        return try FormBody.parse(contentType: visit.request.headers[.contentType], bytes: bytes, limits: limits)
    }
}
