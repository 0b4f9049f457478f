import Application
import Domain
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Store

extension WebDoor {
    func addPhotoRoutes<Context: RequestContext>(to router: Router<Context>) {
        router.get("/photos/{name}") { request, context in
            await respond(request, context) { try await photo(context.parameters.get("name") ?? "", $0) }
        }
        router.get("/desk/cases/{number}/photos/{photo}") { request, context in
            await respond(request, context) { visit in
                try await coverPage(
                    context.parameters.get("number") ?? "",
                    context.parameters.get("photo") ?? "",
                    visit
                )
            }
        }
        router.post("/desk/cases/{number}/photos/{photo}") { request, context in
            await respond(request, context) { visit in
                try await changePhoto(
                    context.parameters.get("number") ?? "",
                    context.parameters.get("photo") ?? "",
                    visit
                )
            }
        }
        addDocumentRoutes(to: router)
        addUploadRoutes(to: router)
    }

    // MARK: - The pictures themselves

    /// `DIGEST.jpg`, or `DIGEST-480.jpg` for one with its longer side at most that long.
    ///
    /// A picture may be replaced by one with parts covered, so nobody keeps it for longer than an hour without asking; who
    /// asks with what is still shown gets no bytes again.
    private func photo(_ name: String, _ visit: Visit) async throws -> Response {
        let parts =
            name.hasSuffix(".jpg")
            ? name.dropLast(4).split(separator: "-", omittingEmptySubsequences: false).map(String.init) : []
        let side = parts.count == 2 ? Int(parts[1]) : nil
        guard let digest = parts.first, isDigest(digest),
            parts.count == 1 || side.map(Office.photoSides.contains) == true
        else { return pages.message("not_found", status: .notFound, visit: visit) }
        let found: PhotoRecords.Photo?
        if let side {
            found = try await office.photo(digest, side: side)
        } else {
            found = try await office.photo(digest)
        }
        guard let photo = found else { return pages.message("not_found", status: .notFound, visit: visit) }
        var headers = Pages.securityHeaders
        let tag = "\"\(photo.shown ?? digest)\(side.map { "-\($0)" } ?? "")\""
        headers[.eTag] = tag
        headers[.cacheControl] = "public, max-age=3600"
        let known = visit.request.headers[.ifNoneMatch]?.split(separator: ",").map { $0.filter { $0 != " " } } ?? []
        if known.contains(tag) || known.contains("W/" + tag) { return Response(status: .notModified, headers: headers) }
        headers[.contentType] = "image/jpeg"
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: photo.bytes)))
    }

    /// The photos of a case with their sizes, so that a browser fetches the one that fits and keeps room for it.
    ///
    /// `desk`: the case's own address at the desk, for whoever may cover parts of them.
    func addPhotos(to model: inout [String: Any], _ view: CaseView, desk: String? = nil) async throws {
        let extents = try await office.extents(ofPhotos: view.summary.photos)
        model["photos"] = view.summary.photos.compactMap { digest -> [String: Any]? in
            guard let (width, height) = extents[digest] else { return nil }
            let longer = max(width, height)
            let sides = Office.photoSides.filter { $0 < longer }
            func scaled(_ length: Int, _ side: Int) -> Int { max(1, (length * side + longer / 2) / longer) }
            let sizes =
                sides.map { "/photos/\(digest)-\($0).jpg \(scaled(width, $0))w" } + ["/photos/\(digest).jpg \(width)w"]
            let seen = min(longer, 480)
            var model: [String: Any] = [
                "whole": "/photos/\(digest).jpg", "width": "\(scaled(width, seen))",
                "height": "\(scaled(height, seen))",
                "small": sides.first.map { "/photos/\(digest)-\($0).jpg" } ?? "/photos/\(digest).jpg",
            ]
            if !sides.isEmpty { model["srcset"] = sizes.joined(separator: ", ") }
            if let desk, view.actions.contains(.coverPhoto) { model["cover"] = "\(desk)/photos/\(digest)" }
            return model
        }
    }

    // MARK: - Covering parts

    /// The page where staff cover faces and number plates: drawn on the picture, or typed as numbers.
    func coverPage(
        _ raw: String,
        _ digest: String,
        _ visit: Visit,
        typed: FormBody? = nil,
        refusal: Refusal? = nil,
        original: [UInt8]? = nil,
        status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        guard let signedIn = visit.signedIn else { return redirect("/desk/sign-in") }
        guard let number = number(raw), let view = try await office.caseView(number, as: .staff(signedIn.staff)),
            view.summary.photos.contains(digest),
            let extent = try await office.extents(ofPhotos: [digest])[digest]
        else { return pages.message("not_found", status: .notFound, visit: visit) }
        guard view.actions.contains(.coverPhoto) else { throw Refusal.notPermitted(.coverPhoto) }
        let covered = try await office.covered(digest)
        let words = Words(office: office, language: visit.language)
        // What is shown may change under its address; this page shows it as it is now.
        let shown = try await office.photo(digest)?.shown ?? digest
        var model: [String: Any] = [
            "number": number.rawValue, "case_url": "/desk/cases/\(number.rawValue)", "csrf": signedIn.csrf,
            "version": "\(view.summary.version)", "width": "\(extent.width)", "height": "\(extent.height)",
            "picture": "/photos/\(digest).jpg?\(shown.prefix(12))",
            "rectangles": typed?["rectangles"] ?? Rectangle.text(of: covered ?? []),
            "has_original": covered != nil, "is_original": original != nil, "reason": typed?["reason"] ?? "",
            "size": words.text("web.cover_size", ["width": "\(extent.width)", "height": "\(extent.height)"]),
        ]
        if let original { model["picture"] = "data:image/jpeg;base64," + Data(original).base64EncodedString() }
        if let refusal { model["failed"] = office.catalogues.words(for: refusal, in: visit.language) }
        let title = pages.text("cover_title", visit.language)
        return pages.page("cover", model, title: title, visit: visit, status: status, isPrivate: true)
    }

    func changePhoto(_ raw: String, _ digest: String, _ visit: Visit) async throws -> Response {
        guard let signedIn = visit.signedIn else { return redirect("/desk/sign-in") }
        guard let number = number(raw) else { return pages.message("not_found", status: .notFound, visit: visit) }
        let form = try await form(of: visit)
        let actor = Actor.staff(signedIn.staff)
        do {
            try checkToken(form, signedIn.csrf)
            switch form["action"] {
            case CaseAction.seeOriginal.rawValue:
                let reason = form["reason"] ?? ""
                let bytes = try await office.original(of: digest, in: number, reason: reason, by: actor)
                return try await coverPage(raw, digest, visit, original: bytes)
            case CaseAction.coverPhoto.rawValue:
                let rectangles: [Rectangle]
                do { rectangles = try Rectangle.list(parsing: form["rectangles"] ?? "") } catch {
                    throw Refusal.malformed(error)
                }
                let version = version(in: form)
                try await office.cover(digest, of: number, with: rectangles, expecting: version, by: actor)
                return redirect("/desk/cases/\(number.rawValue)?done=1")
            default: throw Refusal.formExpired
            }
        } catch let refusal as Refusal where refusal != .outsideScope && refusal != .unknown(.caseFile) {
            return try await coverPage(
                raw,
                digest,
                visit,
                typed: form,
                refusal: refusal,
                status: self.status(of: refusal)
            )
        } catch let fault as Fault where fault.kind == .conflict {
            return pages.message(
                "refused",
                status: .conflict,
                visit: visit,
                words: office.catalogues.text("fault.conflict", in: visit.language)
            )
        }
    }
}
