import Application
import Domain
import HTTPTypes
import Hummingbird
import NIOCore

/// What a browser asks for when it sends visits that were written down without a network.
extension WebDoor {
    /// The token of the session that goes into its forms: the page with the form may be older than the session.
    func visitKey(_ visit: Visit) throws -> Response {
        let signedIn = try servant(visit, .visit)
        var headers = Pages.securityHeaders
        headers[.contentType] = "text/plain; charset=utf-8"
        headers[.cacheControl] = "no-store"
        let body = ByteBuffer(string: signedIn.csrf)
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: body))
    }

    /// The worker that keeps the forms; it may see to everything at the desk, and keeps nothing else.
    func visitWorker(_ visit: Visit) -> Response {
        var headers = Pages.securityHeaders
        headers[.contentType] = "text/javascript; charset=utf-8"
        headers[.cacheControl] = "no-cache"
        headers[Self.workerAllowed] = "/desk/"
        let body = ByteBuffer(bytes: pages.assets.visitWorker)
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: body))
    }

    private static let workerAllowed: HTTPField.Name = {
        guard let name = HTTPField.Name("Service-Worker-Allowed") else {
            preconditionFailure("assumed a well-formed header name")
        }
        return name
    }()
}
