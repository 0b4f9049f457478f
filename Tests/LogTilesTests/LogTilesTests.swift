import Application
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import LogTiles
import Store
import TestKit
import Testing

struct LogTilesTests {
    @Test func `the log is served as files, and nothing that is none`() async throws {
        let board = try await TestBoard.make()
        for _ in 0..<260 { try await board.report() }
        let router = Router()
        LogTilesDoor(office: board.office).addRoutes(to: router)
        try await Hummingbird.Application(router: router).test(.router) { client in
            func get(_ path: String) async throws -> (Int, HTTPFields, Int) {
                try await client.execute(uri: "/log/\(path)", method: .get) {
                    ($0.status.code, $0.headers, $0.body.readableBytes)
                }
            }
            #expect(try await get("checkpoint").0 == 404)
            let head = try #require(try await board.office.signCheckpoint())
            let width = head.size - 256
            let checkpoint = try await get("checkpoint")
            #expect(checkpoint.0 == 200 && checkpoint.1[.contentType] == "text/plain; charset=utf-8")
            let full = try await get("tile/0/000")
            #expect(full.0 == 200 && full.2 == 8_192)
            #expect(full.1[.cacheControl]?.contains("immutable") == true)
            #expect(try await get("tile/0/001.p/\(width)").2 == Int(width) * 32)
            #expect(try await get("tile/1/000.p/1").2 == 32)
            #expect(try await get("tile/entries/001.p/\(width)").0 == 200)
            for path in ["figures", "key"] { #expect(try await get(path).0 == 200) }
            for path in [
                "tile/0/001.p/\(width + 1)", "tile/0/001", "tile/0/0", "tile/0/000.p/256", "tile/0/000.p/0",
                "tile/-1/000", "tile/x", "tile/entries/x001/000",
            ] {
                #expect(try await get(path).0 == 404, "\(path)")
            }
        }
        try await board.close()
    }
}
