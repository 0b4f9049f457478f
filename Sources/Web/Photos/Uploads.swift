import Application
import Domain
import HTTPTypes
import Hummingbird
import NIOCore
import Store

/// Uploads that go on where a connection broke off: tus 1.0.0, the core with its creation extension.
///
/// https://tus.io/protocols/resumable-upload — quoted beside the line that obeys it.
extension WebDoor {
    func addUploadRoutes<Context: RequestContext>(to router: Router<Context>) {
        router.on("/uploads", method: .options) { _, _ in
            var headers = Tus.headers
            headers[Tus.version] = Tus.only
            headers[Tus.maxSize] = "\(Office.photoLimit)"
            headers[Tus.extensions] = "creation"
            return Response(status: .noContent, headers: headers)
        }
        router.post("/uploads") { request, context in
            await respond(request, context) { visit in try await tus(visit) { try await beginUpload(visit) } }
        }
        router.head("/uploads/{token}") { request, context in
            await respond(request, context) { visit in
                try await tus(visit) { try await stateOfUpload(context.parameters.get("token") ?? "") }
            }
        }
        router.patch("/uploads/{token}") { request, context in
            await respond(request, context) { visit in
                try await tus(visit) { try await goOn(context.parameters.get("token") ?? "", visit) }
            }
        }
        // "If the X-HTTP-Method-Override header is present … the actual method of the request MUST be ignored."
        router.post("/uploads/{token}") { request, context in
            await respond(request, context) { visit in
                try await tus(visit) {
                    let token = context.parameters.get("token") ?? ""
                    switch visit.request.headers[Tus.methodOverride]?.uppercased() {
                    case "PATCH": return try await goOn(token, visit)
                    case "HEAD": return try await stateOfUpload(token)
                    default: return Response(status: .methodNotAllowed, headers: [.allow: "HEAD, PATCH"])
                    }
                }
            }
        }
    }

    /// What every answer has, and words for people where a rule said no.
    private func tus(_ visit: Visit, _ body: () async throws -> Response) async throws -> Response {
        var response: Response
        // "If the client requests a version that is not supported, the Server MUST respond with the 412 Precondition
        // Failed status and MUST include the Tus-Version header".
        if visit.request.headers[Tus.resumable] != Tus.only {
            response = Response(status: .preconditionFailed, headers: [:])
            response.headers[Tus.version] = Tus.only
        } else {
            do { response = try await body() } catch let refusal as Refusal {
                let words = office.catalogues.words(for: refusal, in: visit.language)
                response = Response(
                    status: status(of: refusal),
                    headers: [.contentType: "text/plain; charset=utf-8"],
                    body: ResponseBody(byteBuffer: ByteBuffer(string: words + "\n"))
                )
                if case .throttled(let seconds) = refusal { response.headers[.retryAfter] = "\(seconds)" }
            }
        }
        response.headers.append(contentsOf: Tus.headers)
        return response
    }

    private func beginUpload(_ visit: Visit) async throws -> Response {
        guard lookups.allows(visit.address, at: office.now) else { throw Refusal.throttled(retryAfter: 10) }
        guard let length = visit.request.headers[Tus.length].flatMap({ Int($0) }), length >= 0 else {
            return Response(status: .badRequest)
        }
        let token = try await office.beginUpload(length: length, isDocument: isSaidToBeDocument(visit))
        return Response(status: .created, headers: [.location: "/uploads/\(token)"])
    }

    /// "Upload-Metadata … one or more comma-separated key-value pairs … The value MUST be Base64 encoded": of these we read
    /// the type, and only to say what is wrong in the right words.
    private func isSaidToBeDocument(_ visit: Visit) -> Bool {
        let pairs = visit.request.headers[Tus.metadata]?.split(separator: ",") ?? []
        return pairs.contains { $0.split(separator: " ").elementsEqual(["filetype", Tus.pdf]) }
    }

    private func stateOfUpload(_ token: String) async throws -> Response {
        guard let upload = try await office.upload(token) else { return Response(status: .notFound) }
        var headers: HTTPFields = [:]
        headers[Tus.offset] = "\(upload.received)"
        headers[Tus.length] = "\(upload.length)"
        if let result = upload.result { Tus.set(result, in: &headers) }
        return Response(status: .ok, headers: headers)
    }

    /// Takes bytes as they come; each piece is on the disk before the next is waited for, so that what had come before a
    /// connection broke off need not come again.
    private func goOn(_ token: String, _ visit: Visit) async throws -> Response {
        guard visit.request.headers[.contentType] == "application/offset+octet-stream" else {
            return Response(status: .unsupportedMediaType)
        }
        guard var offset = visit.request.headers[Tus.offset].flatMap({ Int($0) }), offset >= 0 else {
            return Response(status: .badRequest)
        }
        guard let upload = try await office.upload(token) else { return Response(status: .notFound) }
        // "If the offsets do not match, the Server MUST respond with the 409 Conflict status".
        guard upload.received == offset else { return Response(status: .conflict) }
        var piece: [UInt8] = []
        func keep() async throws -> Bool {
            guard !piece.isEmpty else { return true }
            let isTaken = try await office.append(piece, toUpload: token, at: offset)
            offset += piece.count
            piece.removeAll(keepingCapacity: true)
            return isTaken
        }
        do {
            for try await buffer in visit.request.body {
                guard offset + piece.count + buffer.readableBytes <= upload.length else {
                    return Response(status: .contentTooLarge)
                }
                piece += buffer.readableBytesView
                if piece.count >= Tus.piece, try await !keep() { return Response(status: .conflict) }
            }
        } catch let fault as Fault { throw fault } catch {
            // The connection broke off, which is nobody's fault: what has come is kept, and nobody is there to be answered.
            _ = try await keep()
            return Response(status: .badRequest)
        }
        guard try await keep() else { return Response(status: .conflict) }
        var headers: HTTPFields = [:]
        if let result = try await office.finishUpload(token) { Tus.set(result, in: &headers) }
        headers[Tus.offset] = "\(offset)"
        return Response(status: .noContent, headers: headers)
    }
}

/// The protocol's words.
private enum Tus {
    static let only = "1.0.0"
    /// Bytes that are written at a time.
    static let piece = 262_144

    static let resumable = name("Tus-Resumable")
    static let version = name("Tus-Version")
    static let maxSize = name("Tus-Max-Size")
    static let extensions = name("Tus-Extension")
    static let length = name("Upload-Length")
    static let offset = name("Upload-Offset")
    static let methodOverride = name("X-HTTP-Method-Override")
    /// Ours: the digest that a form names the finished photo by.
    static let photo = name("Qipan-Photo")
    /// The same for a document, with the number of its pages.
    static let document = name("Qipan-Document")
    static let metadata = name("Upload-Metadata")
    /// `application/pdf` in Base64.
    static let pdf: Substring = "YXBwbGljYXRpb24vcGRm"

    static var headers: HTTPFields {
        var headers = Pages.securityHeaders
        headers[resumable] = only
        // "The Server MUST prevent the client and/or proxies from caching the response".
        headers[.cacheControl] = "no-store"
        return headers
    }

    static func set(_ result: UploadRecords.Result, in headers: inout HTTPFields) {
        switch result {
        case .photo(let digest): headers[photo] = digest
        case .document(let digest, let pages):
            headers[document] = KeptDocument(digest: digest, pages: pages).rawValue
        }
    }

    private static func name(_ text: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(text) else { preconditionFailure("assumed a header's name: \(text)") }
        return name
    }
}
