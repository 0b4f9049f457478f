import Crypto
import Domain
import Foundation
import Store
import TestKit
import Testing

@testable import Application

/// What machines are told, through a real HTTP connection to a sink on this machine.
struct WebhookTests {
    private struct Opened {
        let board: TestBoard
        let sink: WebhookSink
        let outbox: Outbox
        let id: String
        let secret: String
    }

    private func open(_ body: (Opened) async throws -> Void) async throws {
        let board = try await TestBoard.make()
        let sink = try WebhookSink()
        let (id, secret) = try await board.office.addWebhook(sink.url, isPrivateAllowed: true)
        let outbox = Outbox(office: board.office, server: nil, isPrivateAllowed: true)
        try await body(Opened(board: board, sink: sink, outbox: outbox, id: id, secret: secret))
        sink.stop()
        try await board.close()
    }

    /// As the specification tells a receiver to check.
    private func isSigned(_ call: WebhookSink.Call, _ secret: String) throws -> Bool {
        let key = SymmetricKey(data: try #require(Data(base64Encoded: String(secret.dropFirst(6)))))
        let id = try #require(call.headers["webhook-id"])
        let time = try #require(call.headers["webhook-timestamp"])
        let given = try #require(call.headers["webhook-signature"])
        let mac = HMAC<SHA256>.authenticationCode(for: Data("\(id).\(time).\(call.body)".utf8), using: key)
        return given == "v1,\(Data(mac).base64EncodedString())"
    }

    @Test func `every entry from now on comes once, signed, with its public facts and nothing else`() async throws {
        try await open { opened in
            let before = opened.board.office.position
            let receipt = try await opened.board.report("路灯坏了", contact: MailTests.contact)
            try await opened.board.close(receipt.number)
            try await opened.outbox.round()
            try await opened.outbox.round()
            let calls = opened.sink.calls
            let entries = try await opened.board.office.engine.read { db in
                try LogRecords.entries(before..<(before + 10), in: db)
            }

            #expect(calls.count == 10 && Set(calls.compactMap { $0.headers["webhook-id"] }).count == 10)
            for (call, facts) in zip(calls, entries) {
                #expect(try isSigned(call, opened.secret))
                #expect(call.headers["content-type"] == "application/json")
                let json = try #require(try JSONSerialization.jsonObject(with: Data(call.body.utf8)) as? [String: Any])
                let data = try #require(json["data"] as? [String: Any])
                let told = try #require(data["facts"] as? NSDictionary)
                #expect(try told == JSONSerialization.jsonObject(with: Data(facts)) as? NSDictionary)
                for secret in [receipt.number.rawValue, "路灯坏了", "建设路", "li.hua", "13900001111"] {
                    #expect(!call.body.contains(secret))
                }
            }
            #expect(!(try isSigned(calls[0], "whsec_AAAA")))
        }
    }

    @Test func `what a receiver does not take comes again under the same id, then is given up, and can be replayed`()
        async throws
    {
        try await open { opened in
            opened.sink.answer(500)
            try await opened.board.report()
            for _ in 0..<20 {
                try await opened.outbox.round()
                opened.board.clock.advance(seconds: 21_600)
            }
            let failed = opened.sink.calls
            #expect(failed.count == 12 && Set(failed.compactMap { $0.headers["webhook-id"] }).count == 1)
            #expect(Set(failed.compactMap { $0.headers["webhook-timestamp"] }).count == 12)
            let dead = try #require(try await opened.board.office.givenUp(limit: 9).first)
            #expect(dead.failure == "http-500" && dead.receiver == .webhook(opened.id))

            opened.sink.answer(200)
            #expect(try await opened.board.office.retryGivenUp(webhook: opened.id) == 1)
            try await opened.outbox.round()
            #expect(opened.sink.calls.count == 13)
            #expect(try await opened.board.office.replay(opened.id, fromIndex: 0) == opened.board.office.position)
            for _ in 0..<3 { try await opened.outbox.round() }
            #expect(opened.sink.calls.count == 13 + Int(opened.board.office.position))
        }
    }

    @Test func `a receiver that is gone is told nothing more`() async throws {
        try await open { opened in
            opened.sink.answer(410)
            try await opened.board.report()
            try await opened.outbox.round()
            opened.sink.answer(200)
            try await opened.board.report()
            try await opened.outbox.round()

            #expect(opened.sink.calls.count == 1)
            #expect(try await opened.board.office.webhooks().map(\.isActive) == [false])
        }
    }

    @Test func `a redirect is not followed, and what lies in our own network is not called`() async throws {
        try await open { opened in
            opened.sink.answer(302)
            try await opened.board.report()
            try await opened.outbox.round()
            #expect(opened.sink.calls.count == 1)
        }
        let url = "https://localhost:1/hook"
        for target in [url, "https://127.0.0.1:1/", "https://[::1]:1/", "https://2130706433:1/"] {
            let failure = #expect(throws: Wire.Failure.self) {
                try Wire.post("{}", to: target, headers: [], isPrivateAllowed: false)
            }
            #expect(failure?.code == "private-address", "\(target)")
        }
        let plain = #expect(throws: Wire.Failure.self) {
            try Wire.post("{}", to: "http://127.0.0.1:1/", headers: [], isPrivateAllowed: false)
        }
        #expect(plain?.code == "curl-1")
    }

    @Test(arguments: [
        "", "hook", "http://example.org/", "ftp://example.org/", "file:///etc/passwd", "https://",
        "https://u:p@example.org/",
        "https://example.org/\r\nX: y", "https://example.org/ x", "https://例子.cn/",
    ])
    func `what is no webhook's address is refused`(url: String) async throws {
        let board = try await TestBoard.make()
        let refusal = await #expect(throws: Refusal.self) {
            try await board.office.addWebhook(url, isPrivateAllowed: false)
        }
        #expect(refusal?.code == "malformed")
        try await board.close()
    }
}
