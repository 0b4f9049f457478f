import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing
import TransparencyLog
import Witness

@Suite struct `A witness over HTTP` {
    private let log: SmallLog
    private let place: TestWitness

    init() throws {
        log = try SmallLog(size: 40)
        place = TestWitness([log.verifier])
    }

    private struct Answer {
        var status: Int
        var type: String?
        var body: String
    }

    private func ask(
        _ requests: [(method: HTTPRequest.Method, uri: String, body: [UInt8])]
    ) async throws -> [Answer] {
        let router = Router()
        WitnessDoor(witness: try place.open()).addRoutes(to: router)
        return try await Application(router: router).test(.router) { client in
            var answers: [Answer] = []
            for request in requests {
                let body = ByteBuffer(bytes: request.body)
                try await client.execute(uri: request.uri, method: request.method, body: body) { response in
                    let text = String(buffer: response.body)
                    answers.append(
                        Answer(status: response.status.code, type: response.headers[.contentType], body: text)
                    )
                }
            }
            return answers
        }
    }

    private func post(_ bodies: [[UInt8]]) async throws -> [Answer] {
        try await ask(bodies.map { (.post, "/add-checkpoint", $0) })
    }

    @Test func `answers as C2SP tlog-witness says`() async throws {
        let stranger = try SmallLog(size: 8, name: "log.example/two", seed: 2)
        let impostor = try SmallLog(size: 8, seed: 3)
        let fork = try SmallLog(size: 40, forkedAt: 5)
        let late = try AddCheckpoint(oldSize: 9, path: [], checkpoint: log.checkpoint(8))
        let answers = try await post([
            log.body(13, from: 0), log.body(20, from: 0), log.body(20, from: 13), stranger.body(8, from: 0),
            impostor.body(8, from: 0), Array(late.serialized.utf8), fork.body(30, from: 20), fork.body(20, from: 20),
        ])

        #expect(answers.map(\.status) == [200, 409, 200, 404, 403, 400, 422, 422])
        #expect(answers[0].body.hasPrefix("\u{2014} witness.example/w1 ") && answers[0].body.hasSuffix("\n"))
        #expect(answers[1].body == "13\n" && answers[1].type == "text/x.tlog.size")
        let missing = try await ask([(.get, "/\(String(repeating: "0", count: 64))/checkpoint", [])])
        #expect(missing[0].status == 404)
    }

    @Test func `serves what it has cosigned under the hash of the origin`() async throws {
        // printf log.example/one | sha256sum
        let name = "bdc0c3dca386bdad88431ffca58979085946c04048bcd237ed04e388f75c92f3"
        let cosigned = try await post([log.body(13, from: 0)])
        let answers = try await ask([(.get, "/\(name)/checkpoint", []), (.head, "/\(name)/checkpoint", [])])

        #expect(try answers[0].body == log.checkpoint(13).serialized + cosigned[0].body)
        #expect(answers[0].type == "text/plain; charset=utf-8")
    }

    /// Bodies that no log sends, each with the status that it gets.
    @Test func `is not moved by what no log sends`() async throws {
        let good = try log.checkpoint(13).serialized
        let hash = try log.checkpoint(13).checkpoint.root.base64
        let hashes = String(repeating: hash + "\n", count: 64)
        let empty = try log.signed("\(SmallLog.name)\n0\n\(hash)\n")
        let huge = try log.signed("\(SmallLog.name)\n18446744073709551615\n\(hash)\n")
        let texts: [(String, Int)] = [
            ("", 400), ("\n", 400), ("\n\n", 400), ("old 0\n", 400), ("old 0\n\n", 400), (good, 400),
            ("old\n\n" + good, 400), ("old 00\n\n" + good, 400), ("old -1\n\n" + good, 400),
            ("old 0 \n\n" + good, 400), ("old  0\n\n" + good, 400), ("OLD 0\n\n" + good, 400),
            ("old 18446744073709551616\n\n" + good, 400), ("old 18446744073709551615\n\n" + good, 400),
            ("old 0\r\n\r\n" + good, 400), ("old 0\nnonsense\n\n" + good, 400),
            ("old 0\n" + hash.dropLast() + "\n\n" + good, 400), ("old 0\n\(hash)\n\n" + good, 422),
            ("old 0\n" + hashes + "\n" + good, 400), ("old 0\n\n" + good.dropLast(), 400),
            ("old 0\n\n\n" + good, 400), ("old 0\n\n" + good + "\n", 400), ("old 0\n\n" + good + "trailing", 400),
            ("old 0\n\n" + good.replacing("\u{2014}", with: "-"), 400),
            ("old 0\n\n" + good.replacing("\n13\n", with: "\n013\n"), 400),
            ("old 0\n\n" + good.replacing("\n13\n", with: "\n14\n"), 403),
            ("old 0\n\n" + empty, 422), ("old 0\n\n" + huge, 400),
        ]
        var bodies = texts.map { Array($0.0.utf8) }
        bodies.append([UInt8](repeating: 0xFF, count: 1_000))
        bodies.append(Array("old 0\n\n".utf8) + [0xC3, 0x28] + Array(good.utf8))
        bodies.append([UInt8](repeating: UInt8(ascii: "\n"), count: Witness.largestRequest))
        bodies.append([UInt8](repeating: UInt8(ascii: "a"), count: Witness.largestRequest + 1))
        let expected = texts.map(\.1) + [400, 400, 400, 413]

        let answers = try await post(bodies)

        for (index, answer) in answers.enumerated() {
            #expect(answer.status == expected[index], "\(index): \(answer.body)")
        }
        // Nothing of it was remembered.
        #expect(try await post([log.body(5, from: 0)]).map(\.status) == [200])
    }

    @Test func `knows no other roads`() async throws {
        let answers = try await ask([
            (.get, "/add-checkpoint", []), (.put, "/add-checkpoint", []), (.get, "/../witness.key", []),
            (.get, "/%2e%2e/checkpoint", []), (.get, "/witness.key", []), (.get, "/", []),
        ])
        #expect(answers.allSatisfy { $0.status == 404 || $0.status == 405 })
    }
}
