import Application
import Domain
import Foundation
import Logging
import SQLiteEngine
import Store
import TestKit
import Testing
import TransparencyLog
import Witness

/// The server's side of being witnessed, against real witnesses on the loopback.
struct WitnessCallTests {
    /// A witness behind HTTP, in a folder of its own.
    private final class Post: Sendable {
        let witness: Witness
        let stand: WitnessStand
        private let folder: URL

        init(_ log: NoteVerifier, name: String = "w.example/1", seed: UInt8 = 5) throws {
            folder = FileManager.default.temporaryDirectory.appending(path: "witness-\(UUID().uuidString)")
            var logger = Logger(label: "test")
            logger.logLevel = .critical
            let witness = try Witness(
                cosigner: Cosigner(name: KeyName(name), seed: [UInt8](repeating: seed, count: 32)),
                logs: [log],
                folder: folder,
                logger: logger,
                now: { 1_780_300_800 }
            )
            self.witness = witness
            stand = try WitnessStand { Self.answer(witness, $0) }
        }

        deinit {
            stand.stop()
            try? FileManager.default.removeItem(at: folder)
        }

        static func answer(_ witness: Witness, _ body: String) -> WitnessStand.Answer {
            let reply = witness.reply(to: Array(body.utf8))
            return .init(reply.status, reply.body, type: reply.type)
        }

        /// As the operator writes it.
        func named() throws -> Settings.Witness { try .init(key: witness.verifier.vkey, url: stand.url + "/") }
        func works() { stand.answer { [witness] in Self.answer(witness, $0) } }
    }

    private func calls(_ board: TestBoard, _ posts: [Post], isPrivateAllowed: Bool = true) throws -> WitnessCalls {
        WitnessCalls(
            office: board.office,
            witnesses: try posts.map { try $0.named() },
            isPrivateAllowed: isPrivateAllowed
        )
    }

    /// Who has rightly cosigned what outsiders are shown.
    private func cosigners(_ board: TestBoard, _ posts: [Post]) async throws -> [String] {
        let note = try #require(try await board.office.publishedLog.checkpoint())
        let signed = try SignedCheckpoint(parsing: note)
        let verified = try signed.verify(log: board.verifier, witnesses: posts.map(\.witness.verifier))
        return verified.cosignatures.map(\.verifier.name.text).sorted()
    }

    private func codes(_ board: TestBoard, _ posts: [Post]) async throws -> [String?] {
        try await board.office.standings(of: posts.map { try $0.named() }).standings.map(\.failure)
    }

    @Test(arguments: TestEngine.all)
    func `every checkpoint is cosigned, and served and proved with it`(kind: TestEngine) async throws {
        let board = try await TestBoard.make(on: kind)
        let posts = [try Post(board.verifier), try Post(board.verifier, name: "w.example/2", seed: 6)]
        let calls = try calls(board, posts)
        let receipt = try await board.report()
        for _ in 0..<3 {
            for _ in 0..<90 { try await board.report() }
            try await board.office.signCheckpoint()
            try await calls.round()
            #expect(try await cosigners(board, posts) == ["w.example/1", "w.example/2"])
        }
        // Nothing is new: nobody is asked.
        try await calls.round()
        #expect(posts.map { $0.stand.bodies.count } == [3, 3])

        guard case .file(let text) = try await board.office.proofFile(for: receipt.number, secret: receipt.secret)
        else {
            Issue.record("the checkpoint covers the report")
            return
        }
        let proof = try OfflineProof(parsing: text)
        let policy = try TrustPolicy(
            parsing: """
                log \(board.verifier)
                witness one \(posts[0].witness.verifier)
                witness two \(posts[1].witness.verifier)
                group both all one two
                quorum both
                """
        )
        let verified = try proof.verify(entry: try #require(proof.extra), policy: policy)
        #expect(verified.checkpoint.size == UInt64(board.office.position))
        try await board.close()
    }

    @Test func `a witness that is down, slow to learn or strange delays neither the log nor the others`() async throws {
        let board = try await TestBoard.make()
        let posts = [try Post(board.verifier), try Post(board.verifier, name: "w.example/2", seed: 6)]
        let calls = try calls(board, posts)
        posts[0].stand.answer { _ in .init(503, "busy\n") }
        try await board.report()
        let head = try #require(try await board.office.signCheckpoint())
        try await calls.round()

        // The first has failed, so nobody waits for it.
        #expect(try await cosigners(board, posts) == ["w.example/2"])
        #expect(try await board.office.publishedLog.head()?.size == head.size)
        #expect(try await codes(board, posts) == ["http-503", nil])

        // It is left in peace for five seconds, then for ten.
        try await calls.round()
        #expect(posts[0].stand.bodies.count == 1)
        board.clock.advance(seconds: 5)
        try await calls.round()
        board.clock.advance(seconds: 5)
        try await calls.round()
        #expect(posts[0].stand.bodies.count == 2)
        posts[0].works()
        board.clock.advance(seconds: 5)
        try await calls.round()
        #expect(try await codes(board, posts) == [nil, nil])
        #expect(try await cosigners(board, posts) == ["w.example/1", "w.example/2"])
        try await board.close()
    }

    @Test func `a new head waits a moment for a witness that was well, and no longer`() async throws {
        let board = try await TestBoard.make()
        let posts = [try Post(board.verifier)]
        let calls = try calls(board, posts)
        try await board.report()
        let first = try #require(try await board.office.signCheckpoint())
        try await calls.round()
        board.clock.advance(seconds: 60)
        try await board.report()
        let second = try #require(try await board.office.signCheckpoint())

        // Nothing that outsiders see runs ahead of the other.
        #expect(try await board.office.publishedLog.head()?.size == first.size)
        let width = Int(second.size)
        #expect(try await board.office.publishedLog.bytes(of: Tile(level: 0, index: 0, width: width)) == nil)
        let figures = String(decoding: try #require(try await board.office.publishedLog.figures()), as: UTF8.self)
        #expect(figures.contains("\"size\":\(first.size),"))
        board.clock.advance(seconds: LogRecords.patience)
        #expect(try await board.office.publishedLog.head()?.size == second.size)
        #expect(try await cosigners(board, posts) == [])
        try await calls.round()
        #expect(try await cosigners(board, posts) == ["w.example/1"])
        try await board.close()
    }

    @Test func `nobody waits for a witness that is configured no more`() async throws {
        let board = try await TestBoard.make()
        let posts = [try Post(board.verifier)]
        try await board.report()
        try await board.office.signCheckpoint()
        try await calls(board, posts).round()
        try await board.report()
        let head = try #require(try await board.office.signCheckpoint())

        try await calls(board, []).forgetOthers()

        #expect(try await board.office.publishedLog.head()?.size == head.size)
        try await board.close()
    }

    @Test func `where a witness stands is learned from it`() async throws {
        let board = try await TestBoard.make()
        let posts = [try Post(board.verifier)]
        let calls = try calls(board, posts)
        for _ in 0..<30 { try await board.report() }
        let head = try #require(try await board.office.signCheckpoint())
        try await calls.round()
        for _ in 0..<30 { try await board.report() }
        try await board.office.signCheckpoint()
        // What a restored database has forgotten.
        try await board.office.engine.write { try WitnessRecords.forgetAll(in: $0) }

        try await calls.round()

        #expect(posts[0].stand.bodies.map { $0.prefix { $0 != "\n" } } == ["old 0", "old 0", "old \(head.size)"])
        #expect(try await cosigners(board, posts) == ["w.example/1"])
        try await board.close()
    }

    /// What may be answered that is no cosignature, with the code that the operator reads.
    private static let strange: [(WitnessStand.Answer?, String)] = [
        (.init(200, ""), "answer"), (.init(200, "<html>thank you</html>"), "answer"),
        (.init(200, String(repeating: "\u{2014} ", count: 40_000)), "curl-23"), (.init(403, "no\n"), "http-403"),
        (.init(404, "no\n"), "http-404"), (.init(301, ""), "http-301"), (.init(422, "no\n"), "inconsistent"),
        (.init(409, "0\n", type: WitnessAnswer.sizeType), "inconsistent"), (.init(409, "many\n"), "answer"),
        (.init(409, "900000\n"), "ahead"), (nil, "curl-52"),
    ]

    @Test(arguments: strange.indices)
    func `a strange answer is no cosignature, and the operator is told its code once`(index: Int) async throws {
        let log = CapturedLog()
        let board = try await TestBoard.make(logger: log.logger)
        let (answer, code) = Self.strange[index]
        let posts = [try Post(board.verifier)]
        posts[0].stand.answer { _ in answer }
        let calls = try calls(board, posts)
        try await board.report()
        try await board.office.signCheckpoint()
        for _ in 0..<3 {
            try await calls.round()
            board.clock.advance(seconds: 601)
        }

        #expect(try await codes(board, posts) == [code])
        #expect(try await cosigners(board, posts) == [])
        let lines = log.text.split(separator: "\n").filter { $0.contains("w.example/1") }
        #expect(lines.count == 1 && lines.allSatisfy { $0.contains(code) && !$0.contains("127.0.0.1") }, "\(lines)")
        #expect(lines.allSatisfy { $0.hasPrefix(["inconsistent", "ahead"].contains(code) ? "error" : "warning") })
        try await board.close()
    }

    @Test func `the cosignature of somebody else, or of something else, is not kept`() async throws {
        let board = try await TestBoard.make()
        let posts = [try Post(board.verifier)]
        let calls = try calls(board, posts)
        try await board.report()
        let head = try #require(try await board.office.signCheckpoint())
        let stranger = try Cosigner(name: KeyName("w.example/9"), seed: [UInt8](repeating: 8, count: 32))
        let ours = try Cosigner(name: KeyName("w.example/1"), seed: [UInt8](repeating: 5, count: 32))
        let signed = try SignedCheckpoint(parsing: head.note).checkpoint
        let other = try Checkpoint(origin: signed.origin, size: signed.size + 1, root: signed.root)
        let lines = [
            try stranger.signature(of: signed, at: 1).line, try ours.signature(of: other, at: 1).line,
            try ours.signature(of: signed, at: 1).line + ours.signature(of: other, at: 2).line,
        ]
        for line in lines {
            posts[0].stand.answer { _ in .init(200, line) }
            try await calls.round()
            board.clock.advance(seconds: 601)
            #expect(try await codes(board, posts) == ["cosignature"])
            #expect(try await cosigners(board, posts) == [])
        }
        try await board.close()
    }

    @Test func `a log that was restored from a backup and went another way is not cosigned`() async throws {
        let board = try await TestBoard.make(on: .sqlite)
        for _ in 0..<5 { try await board.report() }
        let backup = board.folder.appending(path: "backup.db").path
        try await board.sqlite.backUp(to: backup) { _, _ in }
        let posts = [try Post(board.verifier)]
        for _ in 0..<5 { try await board.report() }
        try await board.office.signCheckpoint()
        try await calls(board, posts).round()
        #expect(try await codes(board, posts) == [nil])

        // Behind the operator's back, or by mistake: the same key, another history. First it is too short, then it is wrong.
        let world = OutsideWorld.still(clock: board.clock, random: SeededRandom(seed: 2))
        let office = try await board.reopened(on: SQLiteEngine(path: backup), world: world)
        func round() async throws -> String? {
            let witness = try posts[0].named()
            try await WitnessCalls(office: office, witnesses: [witness], isPrivateAllowed: true).round()
            return try await office.standings(of: [witness]).standings[0].failure
        }
        try await office.signCheckpoint()
        #expect(try await round() == "ahead")
        for index in 0..<20 {
            let draft = ReportDraft(
                channel: .web,
                category: try CategoryCode(parsing: "street-light"),
                place: PlaceDraft(address: "建设路 2 号", grid: office.directory.grid(named: TestBoard.gridCodes[0])),
                text: "另一件 \(index)"
            )
            _ = try await office.report(draft, by: .resident)
        }
        try await office.signCheckpoint()
        board.clock.advance(seconds: 601)
        #expect(try await round() == "inconsistent")
        try await office.engine.close()
        try await board.close()
    }

    @Test func `a witness on this machine is called only where the operator says so`() async throws {
        let board = try await TestBoard.make()
        let posts = [try Post(board.verifier)]
        try await board.report()
        try await board.office.signCheckpoint()
        let secure = try Settings.Witness(
            key: posts[0].witness.verifier.vkey,
            url: posts[0].stand.url.replacing("http:", with: "https:")
        )

        let calls = WitnessCalls(office: board.office, witnesses: [secure], isPrivateAllowed: false)
        try await calls.round()

        #expect(try await codes(board, posts) == ["private-address"])
        #expect(posts[0].stand.bodies.isEmpty)
        try await board.close()
    }

    @Test func `what is no witness is not taken for one`() throws {
        let cosigner = try Cosigner(name: KeyName("w.example/1"), seed: [UInt8](repeating: 5, count: 32))
        let log = try NoteSigner(name: KeyName("log.example/1"), seed: [UInt8](repeating: 5, count: 32))
        let key = cosigner.verifier.vkey
        let parsed = try Settings.Witness(parsing: "\(key) https://w.example/prefix/")
        #expect(parsed.key == cosigner.verifier && parsed.url == "https://w.example/prefix")
        for text in [
            "", key, "\(key) ", "\(key) ftp://w.example", "\(key) w.example", "\(key) https://", "x https://w.example",
            "\(log.verifier.vkey) https://w.example", "\(key) https://u:p@w.example", "\(key) https://w.example/?a=b",
            "\(key) https://w.example more",
        ] {
            #expect(throws: Malformed.self, "\(text)") { try Settings.Witness(parsing: text) }
        }
    }

    @Test func `the settings keep their witnesses`() throws {
        let cosigner = try Cosigner(name: KeyName("w.example/1"), seed: [UInt8](repeating: 5, count: 32))
        let file = FileManager.default.temporaryDirectory.appending(path: "settings-\(UUID().uuidString).json")
        defer { try? FileManager.default.removeItem(at: file) }
        var settings = Settings(
            district: Wording("区", english: "District"),
            division: "411002",
            jurisdiction: "d.example",
            origin: "d.example/log",
            publicURL: "https://d.example",
            contactLine: "1"
        )
        try settings.write(to: file)
        #expect(try Settings(contentsOf: file) == settings)
        settings.witnesses = [try .init(key: cosigner.verifier.vkey, url: "https://w.example")]
        try settings.write(to: file)
        #expect(try Settings(contentsOf: file) == settings)
    }
}
