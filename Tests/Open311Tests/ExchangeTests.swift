import Application
import Domain
import Foundation
import Geography
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Open311
import TestKit
import Testing

/// Every exchange of `Exchanges/`, byte for byte, on a board where time stands and randomness repeats.
///
/// `QIPAN_RECORD=1 swift test --filter ExchangeTests` writes down what is answered now, and fails; read the difference
/// before it is committed.
struct ExchangeTests {
    private static let isRecording = ProcessInfo.processInfo.environment["QIPAN_RECORD"] == "1"
    private static let source = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Exchanges")
    private static let copies = Bundle.module.bundleURL.appending(path: "Exchanges")

    static let names: [String] = {
        // A folder that cannot be read is an empty list, which the first test does not accept.
        let files = (try? FileManager.default.contentsOfDirectory(atPath: copies.path)) ?? []
        return files.filter { $0.hasSuffix(".http") }.sorted()
    }()

    @Test func `there is an exchange of every resource in both formats, of every error and in both languages`() throws {
        let exchanges = try Self.names.map { name in
            try Exchange(parsing: String(contentsOf: Self.copies.appending(path: name), encoding: .utf8))
        }
        let paths = exchanges.map { "\($0.method.rawValue) \($0.path.prefix { $0 != "?" })" }
        for format in ["json", "xml"] {
            for path in [
                "GET /open311/v2/discovery", "GET /open311/v2/services", "GET /open311/v2/services/dumping",
                "POST /open311/v2/requests", "GET /open311/v2/requests",
            ] {
                #expect(paths.contains("\(path).\(format)"), "\(path).\(format)")
            }
            #expect(paths.contains { $0.hasPrefix("GET /open311/v2/tokens/") && $0.hasSuffix(format) })
            #expect(paths.contains { $0.hasPrefix("GET /open311/v2/requests/4110") && $0.hasSuffix(format) })
        }
        let statuses = Set(exchanges.map { String($0.answer.dropFirst(9).prefix(3)) })
        #expect(statuses == ["200", "400", "403", "404", "405"])
        for language in ["en", "zh"] {
            #expect(exchanges.contains { $0.headers[.acceptLanguage]?.hasPrefix(language) == true })
        }
    }

    @Test(arguments: names)
    func `the whole answer is the one that is written down`(name: String) async throws {
        let file = (Self.isRecording ? Self.source : Self.copies).appending(path: name)
        let exchange = try Exchange(parsing: String(contentsOf: file, encoding: .utf8))

        let answer = try await Self.answer(to: exchange)

        if Self.isRecording {
            try Data(exchange.text(with: answer).utf8).write(to: Self.source.appending(path: name))
            Issue.record("\(name) was recorded; read the difference, and run the tests again without QIPAN_RECORD")
        } else {
            #expect(answer == exchange.answer)
            #expect(answer.utf8.elementsEqual(exchange.answer.utf8))
        }
    }

    private static func answer(to exchange: Exchange) async throws -> String {
        let board = try await TestBoard.make()
        try await fill(board)
        let router = Router()
        Open311Door(office: board.office).addRoutes(to: router)
        let answer = try await Hummingbird.Application(router: router).test(.router) { client in
            try await client.execute(
                uri: exchange.path,
                method: exchange.method,
                headers: exchange.headers,
                body: exchange.sentBody
            ) { response in
                Exchange.answer(
                    status: response.status,
                    headers: response.headers,
                    body: String(buffer: response.body)
                )
            }
        }
        try await board.close()
        return answer
    }

    /// What has happened before every exchange: a lamp with an answer and contact data on Monday at 10:00, closed by
    /// 10:09; waste at the same place an hour later, open; a report by address only, a day later, not yet placed.
    private static func fill(_ board: TestBoard) async throws {
        let lamp = ReportDraft(
            channel: .open311,
            category: try CategoryCode(parsing: "street-light"),
            place: PlaceDraft(coordinate: .init(longitude: 113.815, latitude: 34.025), address: "建设路 1 号"),
            text: "路灯坏了",
            answers: ["STATE": "off"],
            contact: Contact(name: "Planted", phone: "13900001111", email: "planted@example.org")
        )
        let receipt = try await board.office.report(lamp, by: .resident)
        try await board.close(receipt.number)
        board.clock.advance(seconds: 3_060)
        try await board.report("垃圾 <成堆> & \"臭\"", category: "waste", grid: TestBoard.gridCodes[2])
        board.clock.advance(seconds: 86_400)
        let question = ReportDraft(
            channel: .web,
            category: try CategoryCode(parsing: "question"),
            place: PlaceDraft(address: "莲城大道"),
            text: "几点上班？"
        )
        _ = try await board.office.report(question, by: .resident)
        board.clock.advance(seconds: 60)
    }
}
