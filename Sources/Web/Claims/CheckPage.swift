import Application
import Claims
import Domain
import HTTPTypes
import Hummingbird
import NIOCore
import Store

/// `/check`: the numbers of a draft, for anybody; nothing that is pasted is kept.
extension WebDoor {
    /// Bytes of a form: three for a Chinese character, nine as the form writes them, and the answers.
    private static let draftBytes = 12 * Draft.limit + 65_536
    private static let draftLimits = FormLimits(fields: 1_000, fieldBytes: 4 * Draft.limit)

    func addCheckRoutes<Context: RequestContext>(to router: Router<Context>) {
        router.get("/check") { request, context in
            await respond(request, context) { checkPage($0, draft: "", year: String(office.today.year)) }
        }
        router.post("/check") { request, context in await respond(request, context) { try await checkDraft($0) } }
    }

    private func checkDraft(_ visit: Visit) async throws -> Response {
        guard checks.allows(visit.address, at: office.now) else { throw Refusal.throttled(retryAfter: 10) }
        let bytes = Array(try await visit.request.body.collect(upTo: Self.draftBytes).readableBytesView)
        let form = try FormBody.parse(
            contentType: visit.request.headers[.contentType],
            bytes: bytes,
            limits: Self.draftLimits
        )
        let draft = form["draft"] ?? ""
        let year = form["year"] ?? ""
        do {
            let answers = Self.answers(in: form)
            let checked = try await office.check(
                draft,
                year: try Self.year(year),
                answers: answers,
                in: visit.language
            )
            var isRemembered = false
            if let signedIn = visit.signedIn, !answers.isEmpty {
                try checkToken(form, signedIn.csrf)
                try await office.remember(answers, of: checked.check, by: signedIn.staff)
                isRemembered = true
            }
            switch form["as"] {
            case "json": return try download(checked.report.json(), "application/json", "check.json")
            case "html":
                let html = checked.report.html(in: visit.language, title: pages.text("check_title", visit.language))
                return download(html, "text/html; charset=utf-8", "check.html")
            default:
                let known = try await office.knownFigures().count
                let result = result(of: checked, known: known, isRemembered: isRemembered, visit)
                return checkPage(visit, draft: draft, year: year, result: result)
            }
        } catch let refusal as Refusal {
            // What was pasted stays in the form.
            return checkPage(visit, draft: draft, year: year, failed: refusal)
        }
    }

    private func checkPage(
        _ visit: Visit,
        draft: String,
        year: String,
        result: [String: Any]? = nil,
        failed: Refusal? = nil
    ) -> Response {
        let words = Words(office: office, language: visit.language)
        var model: [String: Any] = [
            "draft": draft, "year": year, "csrf": visit.signedIn?.csrf ?? "",
            "draft_hint": words.text("web.check_draft_hint", ["limit": String(Draft.limit)]),
        ]
        if let result { model["result"] = result }
        if let failed { model["failed"] = office.catalogues.words(for: failed, in: visit.language) }
        var response = pages.page(
            "check",
            model,
            title: words.text("web.check_title"),
            visit: visit,
            status: failed.map(status(of:)) ?? .ok,
            isPrivate: !draft.isEmpty
        )
        if case .throttled(let seconds)? = failed { response.headers[.retryAfter] = String(seconds) }
        return response
    }

    private func download(_ text: String, _ type: String, _ name: String) -> Response {
        var headers = Pages.securityHeaders
        headers[.contentType] = type
        headers[.cacheControl] = "no-store"
        headers[.contentDisposition] = "attachment; filename=\"\(name)\""
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }

    /// `meant3=<question>:<code>`; the last one holds.
    private static func answers(in form: FormBody) -> [String: String] {
        form.fields.reduce(into: [:]) { answers, field in
            guard field.name.hasPrefix("meant"), let colon = field.value.firstIndex(of: ":") else { return }
            answers[String(field.value[..<colon])] = String(field.value[field.value.index(after: colon)...])
        }
    }

    private static func year(_ text: String) throws(Refusal) -> Int? {
        let digits = text.filter { !$0.isWhitespace }
        if digits.isEmpty { return nil }
        guard digits.count == 4, let year = Int(digits), (1_900...2_199).contains(year) else {
            throw .malformed(Malformed("claim year", expected: "a year of four digits, such as 2026"))
        }
        return year
    }

    // MARK: The result

    private func result(
        of checked: CheckedDraft,
        known: Int,
        isRemembered: Bool,
        _ visit: Visit
    ) -> [String: Any] {
        let words = Words(office: office, language: visit.language)
        let report = checked.report
        let against =
            known == 0 ? words.text("web.check_no_figures") : words.text("web.check_figures", ["n": String(known)])
        let rows = rows(of: report, words)
        return [
            "summary": report.summary, "fails": !checked.check.holds, "against": against, "remembered": isRemembered,
            "groups": groups(of: report, words), "pieces": pieces(of: report), "rows": rows, "has_rows": !rows.isEmpty,
            "as_text": report.text,
        ]
    }

    /// The findings, the worst first, each with its place in the marked text.
    private func groups(of report: CheckReport, _ words: Words) -> [[String: Any]] {
        var places: [Int: String] = [:]
        for piece in report.pieces {
            if case .finding(let index, _) = piece { places[index] = "f\(index + 1)" }
        }
        let draft = report.check.draft
        let figures = report.check.judged.map(\.claim.range)
        return Finding.Severity.allCases.reversed().compactMap { severity -> [String: Any]? in
            let found = report.check.findings.enumerated().filter { $0.element.severity == severity }
            guard !found.isEmpty else { return nil }
            return [
                "sign": report.sign(severity), "heading": words.text(heading(of: severity)), "count": found.count,
                "items": found.map { index, finding -> [String: Any] in
                    let figure = figures.firstIndex { $0.overlaps(finding.range) }
                    return [
                        "at": places[index] ?? figure.map { "c\($0 + 1)" } ?? "result",
                        "about": draft.quoted(finding.range), "words": report.words(finding),
                    ]
                },
            ]
        }
    }

    private func heading(of severity: Finding.Severity) -> String {
        switch severity {
        case .error: "web.check_errors"
        case .warning: "web.check_warnings"
        case .note: "web.check_notes"
        }
    }

    private func pieces(of report: CheckReport) -> [[String: Any]] {
        report.pieces.map { piece -> [String: Any] in
            switch piece {
            case .plain(let text): return ["text": text, "place": false]
            case .claim(let index, let text):
                let judged = report.check.judged[index]
                return [
                    "text": text, "place": "c\(index + 1)", "note": "n\(index + 1)", "number": "\(index + 1)",
                    "sign": sign(of: judged, report), "word": word(of: judged, report), "tone": report.tone(of: judged),
                ]
            case .finding(let index, let text):
                let finding = report.check.findings[index]
                return [
                    "text": text, "place": "f\(index + 1)", "note": "result", "number": "",
                    "sign": report.sign(finding.severity), "word": report.words(finding), "tone": "words",
                ]
            }
        }
    }

    /// A figure that does not add up is wrong whatever supports it.
    private func sign(of judged: ClaimCheck.Judged, _ report: CheckReport) -> String {
        report.tone(of: judged) == "bad" ? report.sign(.error) : report.sign(judged.verdict)
    }

    private func word(of judged: ClaimCheck.Judged, _ report: CheckReport) -> String {
        report.tone(of: judged) == "bad" && judged.verdict.name != .contradicted
            ? report.wordForWrong : report.word(judged.verdict)
    }

    private func rows(of report: CheckReport, _ words: Words) -> [[String: Any]] {
        var asked: Set<String> = []
        return report.check.judged.enumerated().map { index, judged -> [String: Any] in
            var row: [String: Any] = [
                "number": "\(index + 1)", "place": "c\(index + 1)", "note": "n\(index + 1)",
                "claim": judged.claim.text, "reads": report.reading(of: judged.claim), "tone": report.tone(of: judged),
                "sign": sign(of: judged, report), "word": word(of: judged, report),
                "why": [report.words(judged)] + report.findings(about: judged).map(report.words),
                "link": judged.verdict.figure?.link ?? false as Any, "asks": false,
            ]
            if !judged.candidates.isEmpty, asked.insert(judged.question).inserted {
                row["asks"] = [
                    "question": words.text(
                        "web.check_which",
                        ["claim": judged.claim.before + judged.claim.text + judged.claim.after]
                    ),
                    "choices": choices(of: judged, words),
                ]
            }
            return row
        }
    }

    private func choices(of judged: ClaimCheck.Judged, _ words: Words) -> [[String: Any]] {
        let name = Office.questionName(judged.question)
        let all = judged.candidates.map { ($0.code, $0.name) } + [("", words.text("web.check_none"))]
        return all.map { code, text in
            ["value": "\(name):\(code)", "name": text, "chosen": judged.answer == code]
        }
    }
}
