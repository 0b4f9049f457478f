import HTTPTypes
package import Hummingbird
import NIOCore

/// A witness over HTTP (C2SP tlog-witness): `POST /add-checkpoint`, and `GET /<hex SHA-256 of the origin>/checkpoint`.
package struct WitnessDoor: Sendable {
    private let witness: Witness

    package init(witness: Witness) { self.witness = witness }

    package func addRoutes<Context: RequestContext>(to router: Router<Context>) {
        let witness = witness
        router.post("/add-checkpoint") { request, _ in
            let body: ByteBuffer
            do { body = try await request.body.collect(upTo: Witness.largestRequest) } catch is NIOTooManyBytesError {
                return Self.response(WitnessReply(.tooLong))
            }
            return Self.response(await witness.answer([UInt8](buffer: body)))
        }
        router.get("/:name/checkpoint") { _, context in
            Self.response(witness.checkpoint(named: context.parameters.get("name") ?? ""))
        }
    }

    private static func response(_ reply: WitnessReply) -> Response {
        Response(
            status: .init(code: reply.status),
            headers: [
                .contentType: reply.type, .cacheControl: "no-store", .accessControlAllowOrigin: "*",
                .xContentTypeOptions: "nosniff",
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(string: reply.body))
        )
    }
}
