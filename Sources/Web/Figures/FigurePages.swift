import Application
import Domain
import HTTPTypes
import Hummingbird
import NIOCore
import Store

/// `/f/…`: a figure with all that it rests on, for anybody. `/figures`: those that stand.
extension WebDoor {
    /// Rows on a figure's page; its file has more.
    private static let shownRows = 20
    private static let fileRows = 100_000

    func addFigureRoutes<Context: RequestContext>(to router: Router<Context>) {
        router.get("/figures") { request, context in await respond(request, context) { try await figures($0) } }
        router.post("/figures") { request, context in await respond(request, context) { try await freezeFigure($0) } }
        router.get("/f/{index}") { request, context in
            await respond(request, context) { try await figure(context.parameters.get("index"), $0) }
        }
        router.get("/f/{index}/proof") { request, context in
            await respond(request, context) { try await figureProof(context.parameters.get("index"), $0) }
        }
        router.get("/f/{index}/rows.csv") { request, context in
            await respond(request, context) { try await figureRows(context.parameters.get("index"), $0) }
        }
        router.get("/f/{index}/prov.json") { request, context in
            await respond(request, context) { try await figureProvenance(context.parameters.get("index"), $0) }
        }
    }

    // MARK: The list

    private func figures(
        _ visit: Visit,
        typed: [String: String] = [:],
        failed: Refusal? = nil
    ) async throws -> Response {
        let words = FigureWords(words: Words(office: office, language: visit.language))
        let cards = try await office.standingFigures()
        let definitions = try await office.indicators()
        let names = Dictionary(definitions.map { ($0.indicator.code, $0.indicator.name) }) { $1 }
        var model: [String: Any] = [
            "cards": cards.map { card in
                let name = names[card.code]?.text(in: visit.language)
                return words.line(card, name: name)
            },
            "has_cards": !cards.isEmpty, "logged": true,
        ]
        if let signedIn = visit.signedIn, office.may(.freezeFigures, signedIn.staff) {
            let week = office.today.advanced(by: -7)
            let chosen = typed["code"]
            let newest = Dictionary(definitions.map { ($0.indicator.code, $0) }) { $1 }.values
                .sorted { $0.indicator.code < $1.indicator.code }
            model["freeze"] = [
                "csrf": signedIn.csrf, "from": typed["from"] ?? week.description,
                "until": typed["until"] ?? office.today.description,
                "codes": newest.map { definition -> [String: Any] in
                    let code = definition.indicator.code.rawValue
                    return [
                        "code": code, "name": definition.indicator.name.text(in: visit.language),
                        "chosen": code == chosen,
                    ]
                },
            ]
        }
        if let failed { model["failed"] = office.catalogues.words(for: failed, in: visit.language) }
        let status: HTTPResponse.Status = failed.map { self.status(of: $0) } ?? .ok
        return pages.page("figures", model, title: words.text("web.figures_title"), visit: visit, status: status)
    }

    private func freezeFigure(_ visit: Visit) async throws -> Response {
        guard let signedIn = visit.signedIn else { return redirect("/desk/sign-in") }
        let form = try await form(of: visit)
        try checkToken(form, signedIn.csrf)
        do {
            let window = try FigureWindow(from: day(form["from"]), until: day(form["until"]))
            let code: IndicatorCode
            do { code = try IndicatorCode(parsing: form["code"] ?? "") } catch { throw Refusal.unknown(.indicator) }
            let card = try await office.freeze(code, in: window, by: .staff(signedIn.staff))
            return redirect("/f/\(card.index)")
        } catch let refusal as Refusal {
            let typed = ["code": form["code"], "from": form["from"], "until": form["until"]].compactMapValues { $0 }
            return try await figures(visit, typed: typed, failed: refusal)
        }
    }

    private func day(_ text: String?) throws(Refusal) -> Day {
        do { return try Day(parsing: text ?? "") } catch { throw .malformed(error) }
    }

    // MARK: One figure

    private func card(_ raw: String?) async throws -> FigureQueries.Card {
        guard let index = raw.flatMap({ Int64($0) }), index >= 0 else { throw Refusal.unknown(.figure) }
        return try await office.figure(at: index)
    }

    private func figure(_ raw: String?, _ visit: Visit) async throws -> Response {
        let card = try await card(raw)
        let words = FigureWords(words: Words(office: office, language: visit.language))
        switch card.content {
        case .frozen(let value):
            let definition = try await office.definition(of: value)
            let known = visit.query["behind"].flatMap { Int64($0) } ?? -1
            let rows = try await office.rows(counted: value, behind: known, limit: Self.shownRows + 1)
            var model = words.frozen(value, card: card, by: definition, language: visit.language)
            let shown = Array(rows.prefix(Self.shownRows))
            // Whoever may look at the cases gets from the figure to them.
            let numbers: [Int64: CaseNumber]
            if let staff = visit.signedIn?.staff {
                numbers = try await office.cases(of: shown, for: staff)
            } else {
                numbers = [:]
            }
            model["rows"] = shown.map { row -> [String: Any] in
                var line: [String: Any] = ["index": "\(row.index)", "facts": row.facts]
                if let number = numbers[row.index] { line["file"] = ["number": number.rawValue] }
                return line
            }
            if rows.count > Self.shownRows, let last = shown.last { model["more"] = ["last": "\(last.index)"] }
            if let definition, let day = try await office.recordsReachBack(for: definition.indicator) {
                let key = day > value.window.from ? "web.figure_reach_late" : "web.figure_reach_back"
                model["reach"] = words.text(key, ["day": words.words.day(day)])
            }
            model["card"] = "\(office.settings.publicURL)/f/\(card.index)"
            model["key"] = office.publishedLog.verifierKey
            let name = definition?.indicator.name.text(in: visit.language) ?? value.code.rawValue
            return pages.page("figure", model, title: name, visit: visit)
        case .imported(let total):
            return pages.page("figureimported", words.imported(total, card: card), title: total.name, visit: visit)
        }
    }

    private func figureProof(_ raw: String?, _ visit: Visit) async throws -> Response {
        let card = try await card(raw)
        guard let file = try await office.proofFile(at: card.index) else {
            return pages.message(
                "proof_later",
                status: .notFound,
                visit: visit,
                words: pages.text("figure_proof_later", visit.language)
            )
        }
        return download(
            ResponseBody(byteBuffer: ByteBuffer(string: file)),
            named: "figure-\(card.index).tlog-proof",
            type: "text/plain; charset=utf-8",
            isPrivate: false
        )
    }

    /// What the figure counts, as far as anybody may see it: the entries' public facts.
    private func figureRows(_ raw: String?, _ visit: Visit) async throws -> Response {
        let card = try await card(raw)
        guard case .frozen(let value) = card.content else { throw Refusal.unknown(.figure) }
        let rows = try await office.rows(counted: value, limit: Self.fileRows)
        let lines = rows.map { CSVLine.bytes(["\($0.index)", $0.facts]) }
        return download(
            ResponseBody(byteBuffer: ByteBuffer(bytes: ([CSVLine.bytes(["index", "facts"])] + lines).joined())),
            named: "figure-\(card.index).csv",
            type: "text/csv; charset=utf-8",
            isPrivate: false
        )
    }

    private func figureProvenance(_ raw: String?, _ visit: Visit) async throws -> Response {
        let card = try await card(raw)
        return download(
            ResponseBody(byteBuffer: ByteBuffer(string: office.provenance(of: card))),
            named: "figure-\(card.index).json",
            type: "application/json",
            isPrivate: false
        )
    }
}
