import Application
import Domain
import HTTPTypes
import Hummingbird
import Store

extension WebDoor {
    func addTogetherRoutes<Context: RequestContext>(to router: Router<Context>) {
        router.post("/report/similar") { request, context in
            await respond(request, context) { try await similarPart($0) }
        }
        router.post("/cases/{number}/also") { request, context in
            await respond(request, context) { try await joinAlso(context.parameters.get("number") ?? "", $0) }
        }
        router.get("/also/{number}/{serial}/{secret}") { request, context in
            await respond(request, context) { try await alsoPage(receipt(in: context.parameters), $0) }
        }
        router.post("/also/{number}/{serial}/{secret}") { request, context in
            await respond(request, context) { try await changeAlso(receipt(in: context.parameters), $0) }
        }
        router.post("/desk/cases/{number}/merge") { request, context in
            await respond(request, context) { try await mergeSimilar(context.parameters.get("number") ?? "", $0) }
        }
    }

    /// Kept by the browser for one case only, so that nobody can be followed from one case to another.
    private static let alsoCookie = "qipan_also"

    private func receipt(in parameters: Parameters) -> AlsoReceipt? {
        guard let number = number(parameters.get("number") ?? ""),
            let serial = parameters.get("serial").flatMap({ Int($0) })
        else { return nil }
        return AlsoReceipt(number: number, serial: serial, secret: parameters.get("secret") ?? "")
    }

    /// The receipt that the browser has kept of a case.
    private func heldReceipt(of number: CaseNumber, _ visit: Visit) -> AlsoReceipt? {
        let parts = Visit.cookie(Self.alsoCookie, in: visit.request)?.split(separator: "-").map(String.init) ?? []
        guard parts.count == 2, let serial = Int(parts[0]) else { return nil }
        return AlsoReceipt(number: number, serial: serial, secret: parts[1])
    }

    // MARK: - On the pages of a case

    /// Who else has met the same, and what is merged with it.
    func addOthers(to model: inout [String: Any], _ view: CaseView, _ visit: Visit, isPublic: Bool) async throws {
        let words = Words(office: office, language: visit.language)
        let number = view.summary.number
        let count = try await office.alsoCount(of: number)
        if count > 0 { model["also_line"] = alsoLine(count, words) }
        if isPublic {
            let held = heldReceipt(of: number, visit)
            if let held, let row = try await office.also(held), row.leftAt == nil {
                model["also_mine"] = office.alsoPath(number, row.serial)
            } else if view.summary.isOpen {
                model["also_form"] = [
                    "target": "/cases/\(number.rawValue)/also", "word": office.alsoWord(for: number),
                ]
            }
        }
        let folder = visit.signedIn == nil ? "/cases" : "/desk/cases"
        if case .merged(let target) = view.stage {
            let actor = isPublic ? Actor.resident : visit.actor
            var merged: [String: Any] = ["number": target.rawValue]
            // Where it lies outside somebody's part of the territory, the number is all.
            if let other = try? await office.caseView(target, as: actor) {
                merged["url"] = "\(folder)/\(target.rawValue)"
                merged["stage"] = words.stage(other.summary.stage)
            }
            model["merged_target"] = merged
        }
        guard visit.signedIn != nil, !isPublic else { return }
        let here = try await office.merged(into: number)
        model["has_merged"] = !here.isEmpty
        model["merged_here"] = here.map { ["url": "\(folder)/\($0.rawValue)", "number": $0.rawValue] }
    }

    private func alsoLine(_ count: Int, _ words: Words) -> String {
        words.text(count == 1 ? "web.also_count_1" : "web.also_count", ["n": "\(count)"])
    }

    // MARK: - The receipt

    func joinAlso(_ raw: String, _ visit: Visit) async throws -> Response {
        guard let number = number(raw) else { return pages.message("not_found", status: .notFound, visit: visit) }
        guard throttle.allows(visit.address, at: office.now) else { throw Refusal.throttled(retryAfter: 10) }
        let form = try await form(of: visit)
        let held = heldReceipt(of: number, visit)
        let receipt = try await office.joinAlso(number, word: form["word"] ?? "", held: held)
        var response = redirect(office.alsoPath(number, receipt.serial))
        let secure = office.settings.publicURL.hasPrefix("https:") ? "; Secure" : ""
        let cookie =
            "\(Self.alsoCookie)=\(receipt.serial)-\(receipt.secret); Path=/cases/\(number.rawValue); Max-Age=31536000; "
            + "HttpOnly; SameSite=Lax\(secure)"
        response.headers.append(HTTPField(name: .setCookie, value: cookie))
        return response
    }

    func alsoPage(
        _ receipt: AlsoReceipt?,
        _ visit: Visit,
        typed: FormBody? = nil,
        refusal: Refusal? = nil,
        status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        guard let receipt, let row = try await office.also(receipt),
            let view = try await office.caseView(receipt.number, as: .resident)
        else { return pages.message("not_found", status: .notFound, visit: visit) }
        let words = Words(office: office, language: visit.language)
        let (number, summary) = (receipt.number.rawValue, view.summary)
        let path = office.alsoPath(receipt.number, row.serial)
        let timing = row.isActive ? row.timing?.rawValue : nil
        var model: [String: Any] = [
            "receipt": "\(number) +\(row.serial)", "category": words.category(summary.category),
            "place": words.place(summary.address, summary.gridCode), "holder": words.holder(summary.gridCode),
            "stage": words.stage(summary.stage), "district": office.settings.district.text(in: visit.language),
            "link": office.settings.publicURL + path, "target": path, "case_url": "/cases/\(number)",
            "email": typed?["email"] ?? "", "left": row.leftAt != nil,
            "tells": tells(typed.map { $0["tell"] ?? "" } ?? timing, visit.language),
        ]
        if let light = view.light, let remaining = view.remaining { model["light"] = words.light((light, remaining)) }
        let count = try await office.alsoCount(of: receipt.number)
        if count > 0 { model["also_line"] = alsoLine(count, words) }
        if !summary.isOpen {
            // Not solved where I am: a report of my own, with everything filled in that is known.
            let fields = [
                ("category", summary.category.rawValue), ("address", summary.address ?? ""),
                ("grid", summary.gridCode ?? ""),
            ]
            model["again"] = "/report?" + fields.map { "\($0)=\(Pages.escape($1))" }.joined(separator: "&")
        }
        if let refusal { model["failed"] = office.catalogues.words(for: refusal, in: visit.language) }
        if visit.query["done"] != nil { model["done"] = words.text("web.done") }
        let title = pages.text("also_title", visit.language)
        return pages.page("also", model, title: title, visit: visit, status: status, isNarrow: true, isPrivate: true)
    }

    func changeAlso(_ receipt: AlsoReceipt?, _ visit: Visit) async throws -> Response {
        guard let receipt, try await office.also(receipt) != nil else {
            return pages.message("not_found", status: .notFound, visit: visit)
        }
        let form = try await form(of: visit)
        do {
            switch form["action"] {
            case "leave": try await office.leaveAlso(receipt)
            case "tell":
                let timing = form["tell"].flatMap(Timing.init(rawValue:))
                try await office.tellAlso(receipt, at: form["email"] ?? "", timing, in: visit.language)
            default: throw Refusal.formExpired
            }
            return redirect(office.alsoPath(receipt.number, receipt.serial) + "?done=1")
        } catch let refusal as Refusal {
            return try await alsoPage(receipt, visit, typed: form, refusal: refusal, status: self.status(of: refusal))
        }
    }
}
