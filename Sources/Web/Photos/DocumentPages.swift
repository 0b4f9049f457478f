import Application
import Domain
import HTTPTypes
import Hummingbird
import NIOCore
import Store

/// Documents: for those who may read what was said in private, and for nobody else; what they see is pictures of the pages.
extension WebDoor {
    func addDocumentRoutes<Context: RequestContext>(to router: Router<Context>) {
        router.get("/r/{number}/{secret}/documents/{document}/{name}") { request, context in
            await respond(request, context) { visit in
                let secret = context.parameters.get("secret") ?? ""
                return try await picture(Wanted(context.parameters), visit) {
                    guard let number = number(context.parameters.get("number") ?? "") else { return [] }
                    return try await office.caseView(number, secret: secret)?.summary.documents ?? []
                }
            }
        }
        router.get("/desk/cases/{number}/documents/{document}/{name}") { request, context in
            await respond(request, context) { visit in
                guard let signedIn = visit.signedIn else { return redirect("/desk/sign-in") }
                return try await picture(Wanted(context.parameters), visit) {
                    guard let number = number(context.parameters.get("number") ?? "") else { return [] }
                    return try await office.caseView(number, as: .staff(signedIn.staff))?.summary.documents ?? []
                }
            }
        }
        router.get("/desk/problems/{number}/documents/{document}/{name}") { request, context in
            await respond(request, context) { visit in
                guard let signedIn = visit.signedIn else { return redirect("/desk/sign-in") }
                return try await picture(Wanted(context.parameters), visit) {
                    guard let number = Int(context.parameters.get("number") ?? "") else { return [] }
                    return try await office.problem(number, for: signedIn.staff)?.summary.documents ?? []
                }
            }
        }
        router.get("/firm/{number}/{secret}/documents/{document}/{name}") { request, context in
            await respond(request, context) { visit in
                let secret = context.parameters.get("secret") ?? ""
                return try await picture(Wanted(context.parameters), visit) {
                    guard let number = Int(context.parameters.get("number") ?? "") else { return [] }
                    return try await office.firmPage(of: number, secret: secret)?.problems.flatMap(\.documents) ?? []
                }
            }
        }
        router.get("/desk/cases/{number}/documents/{document}") { request, context in
            await respond(request, context) { visit in
                try await documentPage(
                    context.parameters.get("number") ?? "",
                    context.parameters.get("document") ?? "",
                    visit
                )
            }
        }
        router.post("/desk/cases/{number}/documents/{document}") { request, context in
            await respond(request, context) { visit in
                try await openDocument(
                    context.parameters.get("number") ?? "",
                    context.parameters.get("document") ?? "",
                    visit
                )
            }
        }
    }

    // MARK: - Pages

    /// Which page of which document an address names: `3.jpg`, or `3-480.jpg` for the small one.
    private struct Wanted {
        let document: String
        let page: Int?
        let isSmall: Bool

        init(_ parameters: Parameters) {
            document = parameters.get("document") ?? ""
            let name = parameters.get("name") ?? ""
            let small = "-\(Office.smallPage).jpg"
            isSmall = name.hasSuffix(small)
            page =
                isSmall
                ? Int(name.dropLast(small.count)) : name.hasSuffix(".jpg") ? Int(name.dropLast(4)) : nil
        }
    }

    /// `documents`: those that whoever asks may see.
    private func picture(
        _ wanted: Wanted,
        _ visit: Visit,
        among documents: () async throws -> [Document]
    ) async throws -> Response {
        guard let number = wanted.page, try await documents().contains(where: { $0.digest == wanted.document }),
            let bytes = try await office.page(number, of: wanted.document, isSmall: wanted.isSmall)
        else { return pages.message("not_found", status: .notFound, visit: visit) }
        var headers = Pages.securityHeaders
        headers[.contentType] = "image/jpeg"
        // Neither a proxy nor a telephone that somebody else takes up keeps a letter.
        headers[.cacheControl] = "no-store"
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    /// `address`: where the pages are for whoever looks; `original`: where the document as it came may be asked for.
    func models(
        of documents: [Document],
        at address: String,
        original: String? = nil,
        _ words: Words
    ) async throws -> [[String: Any]] {
        let extents = try await office.extents(of: documents)
        return zip(documents, extents).enumerated().compactMap { index, item -> [String: Any]? in
            let (document, pages) = item
            // Gone, with the case that it came with.
            guard !pages.isEmpty else { return nil }
            let base = "\(address)/documents/\(document.digest)"
            var model: [String: Any] = [
                "label": Self.label(pages.count, words),
                "pages": pages.enumerated().map { page, extent -> [String: Any] in
                    let longer = max(extent.width, extent.height)
                    let seen = min(longer, Self.thumbnail)
                    func scaled(_ length: Int) -> Int { max(1, (length * seen + longer / 2) / longer) }
                    return [
                        "whole": "\(base)/\(page + 1).jpg", "little": "\(base)/\(page + 1)-\(Office.smallPage).jpg",
                        "width": "\(scaled(extent.width))", "height": "\(scaled(extent.height))",
                        "alt": words.text(
                            "web.document_page",
                            ["document": "\(index + 1)", "n": "\(page + 1)", "of": "\(pages.count)"]
                        ),
                    ]
                },
            ]
            model["original"] = original.map { "\($0)/documents/\(document.digest)" as Any } ?? false
            return model
        }
    }

    /// The longer side of a page on a page, in pixels of CSS.
    private static let thumbnail = 160

    static func label(_ pages: Int, _ words: Words) -> String {
        words.text(pages == 1 ? "web.document_one" : "web.document_many", ["n": "\(pages)"])
    }

    /// The documents of a case, each without a name and with its pages.
    func addDocuments(
        to model: inout [String: Any],
        _ view: CaseView,
        at address: String,
        isDesk: Bool,
        _ words: Words
    ) async throws {
        let mayOpen = isDesk && view.actions.contains(.seeOriginal)
        let documents = try await models(
            of: view.summary.documents,
            at: address,
            original: mayOpen ? address : nil,
            words
        )
        model["documents"] = documents
        model["has_documents"] = !documents.isEmpty
    }

    // MARK: - The document as it came

    private func documentPage(
        _ raw: String,
        _ digest: String,
        _ visit: Visit,
        typed: FormBody? = nil,
        refusal: Refusal? = nil,
        status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        guard let signedIn = visit.signedIn else { return redirect("/desk/sign-in") }
        guard let number = number(raw), let view = try await office.caseView(number, as: .staff(signedIn.staff)),
            let document = view.summary.documents.first(where: { $0.digest == digest })
        else { return pages.message("not_found", status: .notFound, visit: visit) }
        guard view.actions.contains(.seeOriginal) else { throw Refusal.notPermitted(.seeOriginal) }
        let words = Words(office: office, language: visit.language)
        var model: [String: Any] = [
            "number": number.rawValue, "case_url": "/desk/cases/\(number.rawValue)", "csrf": signedIn.csrf,
            "label": Self.label(document.pages.count, words), "reason": typed?["reason"] ?? "",
        ]
        if let refusal { model["failed"] = office.catalogues.words(for: refusal, in: visit.language) }
        let title = pages.text("document_title", visit.language)
        return pages.page(
            "document",
            model,
            title: title,
            visit: visit,
            status: status,
            isNarrow: true,
            isPrivate: true
        )
    }

    /// The file itself, which a browser saves and does not open by itself: what is in it nobody has looked at.
    private func openDocument(_ raw: String, _ digest: String, _ visit: Visit) async throws -> Response {
        guard let signedIn = visit.signedIn else { return redirect("/desk/sign-in") }
        guard let number = number(raw) else { return pages.message("not_found", status: .notFound, visit: visit) }
        let form = try await form(of: visit)
        do {
            try checkToken(form, signedIn.csrf)
            let reason = form["reason"] ?? ""
            let bytes = try await office.document(digest, in: number, reason: reason, by: .staff(signedIn.staff))
            var headers = Pages.securityHeaders
            headers[.contentType] = "application/pdf"
            headers[.contentDisposition] = "attachment; filename=\"\(number.rawValue).pdf\""
            headers[.cacheControl] = "no-store"
            return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
        } catch let refusal as Refusal where refusal != .outsideScope && refusal != .unknown(.caseFile) {
            let status = self.status(of: refusal)
            return try await documentPage(raw, digest, visit, typed: form, refusal: refusal, status: status)
        }
    }

    // MARK: - What comes with a form

    /// Keeps the photos and documents of a form; what cannot be taken costs nothing of the rest.
    ///
    /// - Throws: the first ``Refusal``, after the others were kept; ``Fault``.
    func keepFiles(of form: inout FormBody) async throws {
        var refused: Refusal?
        var documents = form.all("kept_document").count
        for file in form.files where file.name == "photo" || file.name == "document" {
            do {
                // What somebody has put among the photos, which everybody sees, is shown to fewer, never the other way round.
                guard file.name == "document" || Office.isDocument(file.bytes) else {
                    form.fields.append(("kept", try await office.keepPhoto(file.bytes)))
                    continue
                }
                guard documents < Document.limit else { throw Refusal.tooMany(.document, limit: Document.limit) }
                let kept = KeptDocument(try await office.keepDocument(file.bytes))
                form.fields.append(("kept_document", kept.rawValue))
                documents += 1
            } catch let refusal as Refusal {
                refused = refused ?? refusal
            }
        }
        if let refused { throw refused }
    }

    /// The documents that a form has brought already.
    func keptDocuments(_ form: FormBody, _ words: Words) -> [[String: Any]] {
        form.all("kept_document").compactMap(KeptDocument.init).map {
            ["value": $0.rawValue, "words": Self.label($0.pages, words)]
        }
    }
}

/// A document that a form names while it is not sent yet: its digest, and for the reader how many pages it has.
struct KeptDocument {
    let digest: String
    let pages: Int

    init(digest: String, pages: Int) {
        self.digest = digest
        self.pages = pages
    }

    init(_ document: Document) { self.init(digest: document.digest, pages: document.pages.count) }

    init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, parts[0].utf8.count == 64, parts[0].allSatisfy(\.isHexDigit),
            let pages = Int(parts[1]), (1...Document.pageLimit).contains(pages)
        else { return nil }
        digest = parts[0]
        self.pages = pages
    }

    var rawValue: String { "\(digest).\(pages)" }

    /// The digests that a form names, each once.
    static func digests(_ form: FormBody) -> [String] {
        form.all("kept_document").compactMap { KeptDocument($0)?.digest }.reduce(into: []) {
            if !$0.contains($1) { $0.append($1) }
        }
    }
}
