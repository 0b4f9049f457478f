package import Application
import Crypto
import Domain
import Foundation
import HTTPTypes
package import Hummingbird
import Logging
import NIOCore
import Store

/// Open311 GeoReport v2 under `/open311`: discovery, services, definitions, requests, tokens, in JSON and XML.
///
/// `standards` in the comments are numbers of the conformance checklist (GR-…); each has a test of its name.
package struct Open311Door: Sendable {
    let office: Office
    let answers = AnswerCache()
    let throttle: Throttle

    /// Bytes of a form without files, and with them.
    private static let formLimit = 262_144
    private static let uploadLimit = 32 * 1_048_576

    package init(office: Office) {
        self.office = office
        throttle = Throttle(limit: office.settings.reportsPerTenSeconds)
    }

    package func addRoutes<Context: RequestContext>(to router: Router<Context>) {
        let methods: [HTTPRequest.Method] = [.get, .head, .post, .put, .patch, .delete, .options, .trace]
        for method in methods {
            router.on("/open311/**", method: method) { request, context in
                let address = (context as? any RemoteAddressRequestContext)?.remoteAddress?.ipAddress ?? ""
                let response = await answer(request, from: address)
                // A body after the head of a HEAD would be read as the beginning of the next answer (RFC 9110 9.3.2).
                return request.method == .head ? response.createHeadResponse() : response
            }
        }
    }

    /// Every call ends in an answer of the asked format, errors too.
    private func answer(_ request: Request, from address: String) async -> Response {
        let call: Call
        switch fixedAnswer(request) {
        case .some(let response): return response
        case nil: break
        }
        do { call = try Call(request: request) } catch {
            let format = Call.fallbackFormat(of: request.uri.path)
            let language = Call.language(of: request.headers[.acceptLanguage])
            return respond(error, format: format, language: language, isExtended: false)
        }
        do {
            return try await answer(call, request, from: address)
        } catch let problem as Problem {
            return respond(problem, format: call.format, language: call.language, isExtended: call.isExtended)
        } catch let refusal as Refusal {
            return respond(Problem(refusal), format: call.format, language: call.language, isExtended: call.isExtended)
        } catch {
            if !(error is CancellationError) { office.outages.tell("Open311 call failed", of: error) }
            return respond(.unavailable, format: call.format, language: call.language, isExtended: call.isExtended)
        }
    }

    /// The OpenAPI file and the bulk table, whose paths end otherwise.
    private func fixedAnswer(_ request: Request) -> Response? {
        let bulkPaths = ["/open311/requests.csv", "/open311/v2/requests.csv"]
        guard request.method == .get || request.method == .head else { return nil }
        if bulkPaths.contains(request.uri.path) { return bulk() }
        guard ["/open311/openapi.json", "/open311/v2/openapi.json"].contains(request.uri.path) else { return nil }
        let file = Bundle.module.bundleURL.appending(path: "Resources/openapi.json")
        do {
            return Response(
                status: .ok,
                headers: [.contentType: "application/json; charset=utf-8", .accessControlAllowOrigin: "*"],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: try Data(contentsOf: file)))
            )
        } catch {
            return nil
        }
    }

    private func answer(_ call: Call, _ request: Request, from address: String) async throws -> Response {
        let isRead = call.method == .get || call.method == .head
        let resource = call.path.first ?? ""
        let takesPosts = call.path == ["requests"] || call.path == ["servicerequestupdates"]
        let isPost = call.method == .post && takesPosts
        let known = ["discovery", "services", "requests", "tokens", "servicerequestupdates"].contains(resource)
        guard known, !call.path.contains("") else { throw Problem(404, "no_such_resource") }
        guard isRead || isPost else {
            let allowed = takesPosts ? "GET, HEAD, POST" : "GET, HEAD"
            return methodNotAllowed(call, allowed: allowed)
        }
        try check(jurisdiction: call.query["jurisdiction_id"])
        if isPost { return try await post(call, request, from: address) }
        switch (resource, call.path.count) {
        case ("discovery", 1): return respond(discovery(), root: "discovery", call)
        case ("services", 1): return respond(try services(call), root: "services", call)
        case ("services", 2): return respond(try definition(call.path[1], call), root: "service_definition", call)
        case ("requests", 1): return try await list(call)
        case ("requests", 2): return respond(try await one(call.path[1], call), root: "service_requests", call)
        case ("requests", 3):
            return respond(try await part(call.path[1], of: call.path[2], call), root: call.path[1], call)
        case ("servicerequestupdates", 1): return try await updates(call)
        case ("tokens", 2): return respond(try await token(call.path[1]), root: "service_requests", call)
        default: throw Problem(404, "no_such_resource")
        }
    }

    func check(jurisdiction: String?) throws(Problem) {
        guard jurisdiction == nil || jurisdiction == office.settings.jurisdiction else {
            throw Problem(404, "no_such_jurisdiction", ["id": office.settings.jurisdiction])
        }
    }

    // MARK: - Reports and updates

    private func post(_ call: Call, _ request: Request, from address: String) async throws -> Response {
        guard throttle.allows(address, at: office.now) else { throw Problem(Refusal.throttled(retryAfter: 10)) }
        let contentType = request.headers[.contentType]
        let limit = contentType?.lowercased().contains("multipart") == true ? Self.uploadLimit : Self.formLimit
        let bytes: [UInt8]
        do {
            bytes = Array(try await request.body.collect(upTo: limit).readableBytesView)
        } catch is NIOTooManyBytesError {
            throw Problem(413, "too_large", ["limit": "\(limit / 1_048_576)"])
        }
        let form: FormBody
        do { form = try FormBody.parse(contentType: contentType, bytes: bytes) } catch {
            throw Problem(400, "form.\(error)")
        }
        if call.path == ["servicerequestupdates"] { return try await postUpdate(form, call, request) }
        let posting = Posting(form: form, query: call.query, office: office)
        // Jurisdiction, then key, then service, then the rest (GR-30).
        try check(jurisdiction: form["jurisdiction_id"])
        let client = try posting.checkKey(header: request.headers[.authorization])
        let receipt = try await posting.send(client: client, idempotencyKey: request.headers[.idempotencyKey])
        let isAsynchronous = request.headers[.init("Prefer") ?? .eTag]?.contains("respond-async") == true
        let notice = office.catalogues.text(
            "open311.notice",
            ["due": office.localTime(receipt.answerDue)],
            in: call.language
        )
        let reference: (String, Wire) =
            isAsynchronous
            ? ("token", .text(Tokens(office: office).token(for: receipt.number)))
            : ("service_request_id", .text(receipt.number.rawValue))
        let wire = Wire.list(
            of: "request",
            [.object([reference, ("service_notice", .text(notice)), ("account_id", .null)])]
        )
        return respond(wire, root: "service_requests", call)
    }

    private func token(_ text: String) async throws -> Wire {
        guard let number = Tokens(office: office).number(of: text) else { throw Problem(.unknown(.token)) }
        return .list(
            of: "request",
            [.object([("service_request_id", .text(number.rawValue)), ("token", .text(text))])]
        )
    }

    // MARK: - Answers

    func respond(_ wire: Wire, root: String, _ call: Call, headers more: HTTPFields = [:]) -> Response {
        respond(wire.document(root: root, as: call.format), call, headers: more)
    }

    func respond(_ bytes: [UInt8], _ call: Call, headers more: HTTPFields = [:]) -> Response {
        respond(ByteBuffer(bytes: bytes), call, headers: more)
    }

    func respond(_ buffer: ByteBuffer, _ call: Call, headers more: HTTPFields = [:]) -> Response {
        var headers: HTTPFields = [
            .contentType: call.format.contentType, .accessControlAllowOrigin: "*", .xContentTypeOptions: "nosniff",
            .vary: "Accept-Language",
        ]
        for field in more { headers.append(field) }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: buffer))
    }

    private func methodNotAllowed(_ call: Call, allowed: String) -> Response {
        var response = respond(
            Problem(405, "method_not_allowed", ["allowed": allowed]),
            format: call.format,
            language: call.language,
            isExtended: call.isExtended
        )
        response.headers[.allow] = allowed
        return response
    }

    private func respond(_ problem: Problem, format: WireFormat, language: Language, isExtended: Bool) -> Response {
        let wire = problem.wire(office.catalogues, language, isExtended: isExtended)
        var headers: HTTPFields = [
            .contentType: format.contentType, .accessControlAllowOrigin: "*", .xContentTypeOptions: "nosniff",
        ]
        if let seconds = problem.retryAfter { headers[.retryAfter] = String(seconds) }
        return Response(
            status: HTTPResponse.Status(code: problem.status),
            headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: wire.document(root: "errors", as: format)))
        )
    }
}

/// Tokens that stand for a case number until a client asks for it (GR-29, GR-33): the number's bytes with a keyed hash,
/// so that no table is needed and none can be guessed.
struct Tokens {
    let office: Office

    func token(for number: CaseNumber) -> String {
        let name = Hexadecimal.text(Array(number.rawValue.utf8))
        return "\(name)-\(mac(number.rawValue))"
    }

    /// Nil for a token that this office has not given.
    func number(of token: String) -> CaseNumber? {
        let halves = token.split(separator: "-")
        guard halves.count == 2, halves[0].utf8.count % 2 == 0, halves[0].utf8.count <= 128 else { return nil }
        var bytes: [UInt8] = []
        var rest = halves[0]
        while !rest.isEmpty {
            guard let byte = UInt8(rest.prefix(2), radix: 16) else { return nil }
            bytes.append(byte)
            rest = rest.dropFirst(2)
        }
        guard let text = String(validating: bytes, as: UTF8.self), mac(text) == halves[1] else { return nil }
        return CaseNumber(stored: text)
    }

    private func mac(_ text: String) -> String {
        let code = HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: office.keys.derived("open311-token/v1"))
        return Hexadecimal.text(Array(code).prefix(12))
    }
}

extension Office {
    /// A moment as people read it, in the district's zone: `2026-06-02 18:00`.
    func localTime(_ instant: Instant) -> String {
        let seconds = settings.zone.secondsOfDay(of: instant)
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(settings.zone.day(of: instant)) \(two(seconds / 3_600)):\(two(seconds % 3_600 / 60))"
    }
}
