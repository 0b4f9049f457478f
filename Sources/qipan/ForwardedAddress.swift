import HTTPTypes
import Hummingbird
import NIOCore

/// Takes the client's address from the proxy that stands before the server.
///
/// Only a proxy on this machine is believed, and only what it wrote itself: the last address of `X-Forwarded-For`. Without
/// it everybody behind the proxy would share one address, and one person's wrong passwords would lock all others out.
struct ForwardedAddress: RouterMiddleware {
    @concurrent
    func handle(
        _ request: Request,
        context: DoorContext,
        next: @concurrent (Request, DoorContext) async throws -> Response
    ) async throws -> Response {
        guard context.remoteAddress?.isLoopback == true,
            let name = HTTPField.Name("X-Forwarded-For"),
            let last = request.headers[values: name].last?.split(separator: ",").last
        else { return try await next(request, context) }
        var context = context
        // What is no address leaves the proxy's own.
        context.remoteAddress =
            (try? SocketAddress(ipAddress: last.filter { $0 != " " }, port: 0)) ?? context.remoteAddress
        return try await next(request, context)
    }
}

extension SocketAddress {
    fileprivate var isLoopback: Bool { ipAddress.map { $0 == "::1" || $0.hasPrefix("127.") } ?? false }
}
