import Application
import Domain
import HTTPTypes
import Hummingbird
import NIOCore
import Store

/// The pages that everybody reads: what came out, what is to come, and each issue with its old versions.
extension WebDoor {
    func addBulletinRoutes<Context: RequestContext>(to router: Router<Context>) {
        router.get("/bulletins") { request, context in
            await respond(request, context) { try await bulletins($0) }
        }
        router.get("/bulletins/calendar") { request, context in
            await respond(request, context) { try await bulletinCalendar($0) }
        }
        router.get("/bulletins/{series}") { request, context in
            await respond(request, context) { try await bulletins(of: context.parameters.get("series") ?? "", $0) }
        }
        router.get("/bulletins/{series}/{number}") { request, context in
            await respond(request, context) { visit in
                try await bulletin(
                    context.parameters.get("series") ?? "",
                    context.parameters.get("number") ?? "",
                    version: nil,
                    visit
                )
            }
        }
        router.get("/bulletins/{series}/{number}/v/{version}") { request, context in
            await respond(request, context) { visit in
                try await bulletin(
                    context.parameters.get("series") ?? "",
                    context.parameters.get("number") ?? "",
                    version: context.parameters.get("version") ?? "",
                    visit
                )
            }
        }
        router.get("/feeds/bulletins/{series}") { request, context in
            await respond(request, context) { visit in
                try await bulletinFeed(context.parameters.get("series") ?? "", year: nil, visit)
            }
        }
        router.get("/feeds/bulletins/{series}/{year}") { request, context in
            await respond(request, context) { visit in
                try await bulletinFeed(
                    context.parameters.get("series") ?? "",
                    year: context.parameters.get("year") ?? "",
                    visit
                )
            }
        }
        router.get("/desk/bulletins") { request, context in
            await respond(request, context) { try await bulletinDesk($0) }
        }
        router.post("/desk/bulletins") { request, context in
            await respond(request, context) { try await beginBulletin($0) }
        }
        router.get("/desk/bulletins/{id}") { request, context in
            await respond(request, context) { try await deskBulletin(context.parameters.get("id") ?? "", $0) }
        }
        router.post("/desk/bulletins/{id}") { request, context in
            await respond(request, context) { try await changeBulletin(context.parameters.get("id") ?? "", $0) }
        }
    }

    private static let newest = 30
    /// Five years of a weekly.
    private static let listed = 300

    private func bulletins(_ visit: Visit) async throws -> Response {
        let words = Words(office: office, language: visit.language)
        let issues = try await office.releasedBulletins(limit: Self.newest)
        let series = BulletinSeries.allCases.filter { series in issues.contains { $0.issue.series == series } }
        let model: [String: Any] = [
            "issues": issues.compactMap { line($0, words) }, "one": false, "any": !issues.isEmpty,
            "series": series.map { series -> [String: Any] in
                let name = words.text("bulletin.series_\(series.rawValue)")
                return [
                    "url": "/bulletins/\(series.rawValue)", "all": words.text("web.bulletins_all_of", ["series": name]),
                    "name": name, "feed_url": "/feeds/bulletins/\(series.rawValue)",
                ]
            },
            "desk": visit.signedIn.map { office.maySeeBulletins($0.staff) } ?? false,
        ]
        return pages.page("bulletins", model, title: words.text("web.bulletins_title"), visit: visit, isNarrow: true)
    }

    private func bulletins(of name: String, _ visit: Visit) async throws -> Response {
        guard let series = BulletinSeries(rawValue: name) else { throw Refusal.unknown(.bulletin) }
        let words = Words(office: office, language: visit.language)
        let issues = try await office.releasedBulletins(series, limit: Self.listed)
        let title = words.text("bulletin.series_\(series.rawValue)")
        let model: [String: Any] = [
            "issues": issues.compactMap { line($0, words) }, "any": !issues.isEmpty, "series": [[String: Any]](),
            "one": ["name": title, "feed_url": "/feeds/bulletins/\(series.rawValue)"], "desk": false,
            "atom": "/feeds/bulletins/\(series.rawValue)",
        ]
        return pages.page("bulletins", model, title: title, visit: visit, isNarrow: true)
    }

    /// An issue in a list: what it says first, its number and its window.
    private func line(_ summary: BulletinSummary, _ words: Words) -> [String: Any]? {
        guard let number = summary.number else { return nil }
        let dates = office.bulletinDates(in: words.language)
        return [
            "url": Self.address(of: summary.issue.series, number), "name": summary.title ?? "",
            "lang": summary.issue.language == .chinese ? "zh-CN" : "en",
            "about": [
                words.text("bulletin.series_\(summary.issue.series.rawValue)"), dates.number(number),
                dates.period(summary.issue.window),
            ].joined(separator: " · "),
            "gone": summary.stage == .withdrawn ? words.text("bulletin.stage_withdrawn") : false as Any,
            "corrected": summary.updatedAt != summary.releasedAt
                ? words.text("web.bulletin_this_version", ["n": String(summary.version)]) : false as Any,
        ]
    }

    static func address(of series: BulletinSeries, _ number: Bulletin.Number) -> String {
        "/bulletins/\(series.rawValue)/\(number.address)"
    }

    private func bulletinCalendar(_ visit: Visit) async throws -> Response {
        let words = Words(office: office, language: visit.language)
        let dates = office.bulletinDates(in: visit.language)
        let slots = try await office.bulletinCalendar()
        let model: [String: Any] = [
            "any": !slots.isEmpty,
            "slots": slots.map { series, slot -> [String: Any] in
                [
                    "when": dates.moment(slot.release(in: office.settings.zone)), "window": dates.period(slot.window),
                    "name": words.text("bulletin.series_\(series.rawValue)"), "url": "/bulletins/\(series.rawValue)",
                ]
            },
        ]
        let title = words.text("web.bulletins_calendar")
        return pages.page("bulletincalendar", model, title: title, visit: visit, isNarrow: true)
    }

    // MARK: An issue

    private func bulletin(_ name: String, _ address: String, version: String?, _ visit: Visit) async throws -> Response
    {
        let (raw, format) = Self.parts(of: version ?? address)
        guard let series = BulletinSeries(rawValue: name),
            let number = Bulletin.Number(address: version == nil ? raw : address)
        else { throw Refusal.unknown(.bulletin) }
        var wanted: Int?
        if version != nil {
            guard let parsed = Int(raw), String(parsed) == raw else { throw Refusal.unknown(.bulletin) }
            wanted = parsed
        }
        let released = try await office.releasedBulletin(number, of: series, version: wanted)
        switch format {
        case .page: return bulletinPage(released, number, visit)
        case .text: return plain(released, visit)
        case .paper: return try await paper(released, number, visit)
        }
    }

    private enum Format {
        case page
        case text
        case paper
    }

    private static func parts(of name: String) -> (String, Format) {
        if name.hasSuffix(".txt") { return (String(name.dropLast(4)), .text) }
        if name.hasSuffix(".pdf") { return (String(name.dropLast(4)), .paper) }
        return (name, .page)
    }

    private func bulletinPage(_ released: ReleasedBulletin, _ number: Bulletin.Number, _ visit: Visit) -> Response {
        let words = Words(office: office, language: visit.language)
        let edition = released.edition
        let series = released.summary.issue.series
        let address = Self.address(of: series, number)
        let own = released.isNewest ? address : "\(address)/v/\(edition.version)"
        let isLarge = visit.query["size"] == "large"
        var model = BulletinModel(office: office, page: released.page, corrected: released.corrected).values(
            proof: (edition.proof.asOf, edition.proof.root)
        )
        model["large"] = isLarge
        model["text_url"] = own + ".txt"
        model["a4_url"] = own + ".pdf"
        model["a3_url"] = own + ".pdf?paper=a3"
        model["size_url"] = isLarge ? own : own + "?size=large"
        model["size_name"] = words.text(isLarge ? "web.bulletin_usual" : "web.bulletin_large")
        model["digest"] = words.text(
            "web.bulletin_proof_text",
            ["digest": edition.proof.digest, "index": released.index.map { String($0) } ?? ""]
        )
        model["old"] =
            released.isNewest
            ? false as Any
            : [
                "words": words.text("web.bulletin_old", ["n": String(released.editions.last?.version ?? 1)]),
                "url": address,
            ]
        model["gone"] =
            released.summary.withdrawal.map { ["words": words.text("web.bulletin_gone", ["reason": $0])] }
            ?? false as Any
        model["versions"] = released.editions.reversed().map { other -> [String: Any] in
            [
                "url": other.version == released.editions.last?.version ? address : "\(address)/v/\(other.version)",
                "name": words.text(
                    "web.bulletin_version",
                    ["n": String(other.version), "at": office.bulletinDates(in: visit.language).moment(other.at)]
                ),
                "note": other.note.map { ["words": $0] } ?? false as Any, "here": other.version == edition.version,
            ]
        }
        model["has_versions"] = released.editions.count > 1
        model["code"] = code(of: own, visit.language)
        model["atom"] = "/feeds/bulletins/\(series.rawValue)"
        model["logged"] = true
        let title = [released.page.title, released.page.series].filter { !$0.isEmpty }.joined(separator: " · ")
        return pages.page("bulletin", model, title: title, visit: visit)
    }

    /// The code that leads from paper to the page.
    private func code(of address: String, _ language: Language) -> String {
        QRCode.svg(office.settings.publicURL + address, label: pages.text("bulletin_code", language)) ?? ""
    }

    /// The very bytes whose digest the log keeps.
    private func plain(_ released: ReleasedBulletin, _ visit: Visit) -> Response {
        var headers = Pages.securityHeaders
        headers[.contentType] = "text/plain; charset=utf-8"
        headers[.cacheControl] = "no-cache"
        headers[.vary] = "Accept-Encoding"
        return Pages.compressed(
            Array(released.edition.proof.plain.utf8),
            status: .ok,
            headers: headers,
            for: visit.request
        )
    }

    /// `?paper=a3`, `?size=large`; A4 in the usual size otherwise.
    private func paper(_ released: ReleasedBulletin, _ number: Bulletin.Number, _ visit: Visit) async throws -> Response
    {
        let address = Self.address(of: released.summary.issue.series, number)
        let own = released.isNewest ? address : "\(address)/v/\(released.edition.version)"
        let sheet = visit.query["size"] == "large" ? "large" : visit.query["paper"] == "a3" ? "a3" : "a4"
        let page = try await press.pdf(
            "\(own) \(released.edition.version) \(released.corrected.count) \(sheet)",
            from: visit.address,
            at: office.now
        ) {
            var model = BulletinModel(office: office, page: released.page, corrected: released.corrected).values(
                proof: (released.edition.proof.asOf, released.edition.proof.root)
            )
            model["sheet"] = sheet
            model["head_line"] = [released.page.publisher, released.page.series, released.page.dateline]
                .joined(separator: " · ")
            model["base"] = office.settings.publicURL
            model["code"] = code(of: own, released.page.language)
            return pages.document("bulletinprint", model, in: released.page.language)
        }
        var headers = Pages.securityHeaders
        headers[.contentType] = "application/pdf"
        headers[.cacheControl] = "no-cache"
        let name = "\(released.summary.issue.series.rawValue)-\(number.address).pdf"
        headers[.contentDisposition] = "inline; filename=\"\(name)\""
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: page)))
    }
}
