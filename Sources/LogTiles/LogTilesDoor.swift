package import Application
import HTTPTypes
package import Hummingbird
import NIOCore
import Store
import TransparencyLog

/// The log as plain files under `/log/` (C2SP tlog-tiles), with the key and the published figures beside them.
package struct LogTilesDoor: Sendable {
    private let office: Office

    package init(office: Office) { self.office = office }

    package func addRoutes<Context: RequestContext>(to router: Router<Context>) {
        let log = office.publishedLog
        router.get("/log/checkpoint") { _, _ in
            try await answering {
                // Some seconds old is fresh enough: the next one is signed no sooner.
                try await log.checkpoint().map { file(Array($0.utf8), type: "text/plain; charset=utf-8", maxAge: 5) }
            }
        }
        router.get("/log/key") { _, _ in
            file(Array((log.verifierKey + "\n").utf8), type: "text/plain; charset=utf-8", maxAge: 60)
        }
        router.get("/log/figures") { _, _ in
            try await answering { try await log.figures().map { file($0, type: "application/json", maxAge: 5) } }
        }
        router.get("/log/tile/**") { _, context in
            let path = "tile/" + context.parameters.getCatchAll().joined(separator: "/")
            let tile: Tile
            do { tile = try Tile(path: path) } catch { return missing }
            return try await answering {
                // A tile never changes; the specification asks for long caching.
                try await log.bytes(of: tile).map { file($0, type: "application/octet-stream", maxAge: 31_536_000) }
            }
        }
    }

    /// What is found, 404 where nothing is, 503 with a time to try again while the office cannot read.
    private func answering(_ body: () async throws -> Response?) async throws -> Response {
        do {
            return try await body() ?? missing
        } catch is Fault {
            var headers = HTTPFields()
            headers[.retryAfter] = "5"
            return Response(status: .serviceUnavailable, headers: headers)
        }
    }

    private var missing: Response {
        Response(
            status: .notFound,
            headers: [.contentType: "text/plain; charset=utf-8", .accessControlAllowOrigin: "*"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: "The log has no such file yet; see /log/checkpoint.\n"))
        )
    }

    private func file(_ bytes: [UInt8], type: String, maxAge: Int) -> Response {
        let isImmutable = maxAge > 1_000
        return Response(
            status: .ok,
            headers: [
                .contentType: type,
                .cacheControl: "public, max-age=\(maxAge)\(isImmutable ? ", immutable" : "")",
                .accessControlAllowOrigin: "*",
                .xContentTypeOptions: "nosniff",
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
        )
    }
}
