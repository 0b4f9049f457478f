import Application
import Domain
import Foundation
import Store
import TestKit
import Testing
import TransparencyLog

struct LogTests {
    /// The root of what the log serves, recomputed from its entry bundles.
    private func servedRoot(_ office: Office, size: UInt64) async throws -> Digest {
        var tree = CompactTree()
        for tile in Tile.entryBundles(forSize: size) {
            let bytes = try #require(try await office.publishedLog.bytes(of: tile))
            for entry in try EntryBundle.decode(bytes, width: tile.width) { tree.append(Merkle.leaf(entry)) }
        }
        return tree.root
    }

    @Test func `a checkpoint signs what the log serves, and its figures are a recount`() async throws {
        let board = try await TestBoard.make()
        for _ in 0..<300 { try await board.report() }
        let head = try #require(try await board.office.signCheckpoint())
        let signed = try SignedCheckpoint(parsing: head.note)

        #expect(UInt64(head.size) == signed.checkpoint.size && head.root == signed.checkpoint.root)
        #expect(try await servedRoot(board.office, size: UInt64(head.size)) == head.root)
        #expect(head.figures.contains("\"case.reported\":300"))
        for tile in Tile.tiles(forSize: UInt64(head.size)) {
            #expect(try await board.office.publishedLog.bytes(of: tile)?.count == tile.width * 32)
        }
        #expect(try await board.office.publishedLog.bytes(of: Tile(level: 0, index: 9)) == nil)
        #expect(try await board.office.signCheckpoint() == head)
        try await board.close()
    }

    @Test func `the log grows from one checkpoint to the next`() async throws {
        let board = try await TestBoard.make()
        var last = CompactTree()
        for _ in 0..<5 {
            for _ in 0..<120 { try await board.report() }
            let head = try #require(try await board.office.signCheckpoint())
            #expect(try await servedRoot(board.office, size: last.size) == last.root)
            last = CompactTree()
            for tile in Tile.entryBundles(forSize: UInt64(head.size)) {
                let bytes = try #require(try await board.office.publishedLog.bytes(of: tile))
                for entry in try EntryBundle.decode(bytes, width: tile.width) { last.append(Merkle.leaf(entry)) }
            }
            #expect(last.root == head.root)
        }
        try await board.close()
    }

    @Test func `the proof of a report verifies offline, once a checkpoint covers it`() async throws {
        let board = try await TestBoard.make()
        let receipt = try await board.report()
        guard case .notYet = try await board.office.proofFile(for: receipt.number, secret: receipt.secret) else {
            Issue.record("there is no proof before the checkpoint")
            return
        }
        for _ in 0..<50 { try await board.report() }
        try await board.office.signCheckpoint()
        guard case .file(let text) = try await board.office.proofFile(for: receipt.number, secret: receipt.secret)
        else {
            Issue.record("the checkpoint covers the report")
            return
        }
        let proof = try OfflineProof(parsing: text)
        let entry = try #require(proof.extra)
        let log = try NoteVerifier(vkey: board.office.publishedLog.verifierKey)
        let verified = try proof.verify(entry: entry, log: log)
        #expect(verified.checkpoint.size == UInt64(board.office.position))
        #expect(Merkle.leaf(entry).hex == receipt.leaf)
        #expect(proof.inclusion.index == UInt64(receipt.index))
        try await board.close()
    }

    @Test func `erasing a payload leaves every proof valid`() async throws {
        let board = try await TestBoard.make()
        let receipt = try await board.report()
        let head = try #require(try await board.office.signCheckpoint())
        try await board.office.engine.write { db in
            _ = try db.execute("DELETE FROM payload WHERE seq = \(receipt.index + 1)")
        }
        #expect(try await servedRoot(board.office, size: UInt64(head.size)) == head.root)
        try await board.close()
    }

    private static let changes: [SQL] = [
        "UPDATE entry SET facts = \(Array("{}".utf8)) WHERE seq = (SELECT MAX(seq) FROM entry)",
        "UPDATE entry SET leaf = \([UInt8](repeating: 0, count: 32)) WHERE seq = 3",
        "DELETE FROM entry WHERE seq = (SELECT MAX(seq) FROM entry)",
    ]

    @Test(arguments: changes.indices)
    func `a journal that was changed behind the program's back is not opened`(index: Int) async throws {
        let change = Self.changes[index]
        let board = try await TestBoard.make()
        try await board.report()
        try await board.office.signCheckpoint()
        try await board.office.engine.write { db in
            for statement in board.database.kind.statementsLiftingGuard(of: "entry") { try db.execute(statement) }
            try db.execute("DELETE FROM payload WHERE seq = (SELECT MAX(seq) FROM entry)")
            try db.execute(change)
        }
        let fault = await #expect(throws: Fault.self) { try await board.reopened() }
        #expect(fault?.kind == .corrupt)
        try await board.close()
    }
}
