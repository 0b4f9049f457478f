import Application
import Crypto
import Domain
import Foundation
import Store
import TestKit
import Testing

/// Photos with parts covered: what everybody sees, what lies sealed, and who looked.
struct CoveringTests {
    private struct Scene {
        let board: TestBoard
        let number: CaseNumber
        let digest: String
        let original: [UInt8]
    }

    /// A case with a light grey photo of 1,200 by 900 pixels.
    private static func scene(on kind: TestEngine = .usual) async throws -> Scene {
        let board = try await TestBoard.make(on: kind)
        let digest = try await board.office.keepPhoto(TestBoard.photo(width: 1_200, height: 900, grey: 200))
        let number = try await report(digest, on: board)
        let original = try #require(try await board.office.photo(digest)).bytes
        return Scene(board: board, number: number, digest: digest, original: original)
    }

    private static func report(_ digest: String, on board: TestBoard) async throws -> CaseNumber {
        let draft = ReportDraft(
            channel: .web,
            category: try CategoryCode(parsing: "street-light"),
            place: PlaceDraft(grid: board.office.directory.grid(named: TestBoard.gridCodes[0])),
            text: "乱停车",
            photos: [digest]
        )
        return try await board.office.report(draft, by: .resident).number
    }

    private static func digest(_ bytes: [UInt8]) -> String {
        SHA256.hash(data: Data(bytes)).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    @Test(arguments: TestEngine.all)
    func `sizes are made once, no larger than asked, and gone when another version is shown`(
        kind: TestEngine
    ) async throws {
        let scene = try await Self.scene(on: kind)
        let office = scene.board.office
        let small = try #require(try await office.photo(scene.digest, side: 480))
        #expect(small.bytes.count < scene.original.count && small.bytes != scene.original)
        #expect(try await office.photo(scene.digest, side: 480)?.bytes == small.bytes)
        #expect(try await office.engine.read { try PhotoVersions.size(scene.digest, 480, in: $0) } == small.bytes)
        let tiny = try await office.keepPhoto(TestBoard.photo(red: 9))
        let whole = try await office.photo(tiny)?.bytes
        #expect(try await office.photo(tiny, side: 480)?.bytes == whole)
        #expect(try await office.photo(String(repeating: "0", count: 64), side: 480) == nil)

        let part = try Rectangle(left: 0, top: 0, width: 600, height: 900)
        try await office.cover(scene.digest, of: scene.number, with: [part], by: .staff(scene.board.staff(.intake)))
        #expect(try await office.engine.read { try PhotoVersions.size(scene.digest, 480, in: $0) } == nil)
        #expect(try await office.photo(scene.digest, side: 480)?.bytes != small.bytes)
        // A size that was made of the version before comes too late.
        let before = PhotoRecords.Photo(bytes: scene.original, width: 1_200, height: 900)
        try await office.engine.write { try PhotoVersions.keep([1], 960, of: before, scene.digest, in: $0) }
        #expect(try await office.engine.read { try PhotoVersions.size(scene.digest, 960, in: $0) } == nil)
        try await scene.board.close()
    }

    @Test(arguments: TestEngine.all)
    func `everybody sees the covered photo only; the original comes back to the byte, and each look is an entry`(
        kind: TestEngine
    ) async throws {
        // given
        let scene = try await Self.scene(on: kind)
        let (office, digest) = (scene.board.office, scene.digest)
        let twin = try await Self.report(digest, on: scene.board)
        let intake = Actor.staff(scene.board.staff(.intake))
        let part = try Rectangle(left: 100, top: 100, width: 200, height: 100)

        // when
        try await office.cover(digest, of: scene.number, with: [part], by: intake)

        // then: another content under the same name, in every case that names it
        let shown = try #require(try await office.photo(digest))
        #expect(shown.bytes != scene.original && shown.shown == Self.digest(shown.bytes))
        #expect(try await office.covered(digest) == [part])
        #expect(try await office.caseView(twin, as: .resident)?.summary.photos == [digest])
        let rows = try await office.engine.read { db in
            try db.rows("SELECT bytes FROM photo UNION ALL SELECT sealed FROM photo_original") { try $0.blob(0) }
        }
        #expect(!rows.contains(scene.original) && rows.count == 2)

        // Whoever sends the same photo once more does not uncover it.
        #expect(try await office.keepPhoto(TestBoard.photo(width: 1_200, height: 900, grey: 200)) == digest)
        #expect(try await office.photo(digest)?.bytes == shown.bytes)

        let seen = try await office.original(of: digest, in: scene.number, reason: "核对车牌", by: intake)
        #expect(seen == scene.original)
        let reporter = try #require(try await office.caseView(scene.number, as: .system))
        #expect(reporter.events.last?.what == .originalSeen(digest, reason: "核对车牌"))
        let anybody = try #require(try await office.caseView(scene.number, as: .resident))
        #expect(anybody.events.last?.what == .photoCovered(digest, [part], shown: try #require(shown.shown)))

        // Covering more begins from the original, and none shows it again: a version like the others.
        let other = try Rectangle(left: 0, top: 0, width: 10, height: 10)
        try await office.cover(digest, of: scene.number, with: [other], by: intake)
        #expect(try await office.covered(digest) == [other])
        #expect(try await office.photo(digest)?.bytes != shown.bytes)
        try await office.cover(digest, of: scene.number, with: [], by: intake)
        #expect(try await office.photo(digest)?.bytes == scene.original)
        #expect(try await office.photo(digest)?.shown == nil)
        #expect(try await office.rebuild { _, _ in }.isSame)
        try await scene.board.close()
    }

    @Test func `what is covered is black in the bytes, and the rest is as it was`() async throws {
        let scene = try await Self.scene()
        let office = scene.board.office
        // All of it, and more than all: whatever lies in the picture.
        let all = try Rectangle(left: 0, top: 0, width: 5_000, height: 5_000)
        try await office.cover(scene.digest, of: scene.number, with: [all], by: .staff(scene.board.staff(.dutyChief)))
        let covered = try #require(try await office.photo(scene.digest)).bytes
        let black = try await scene.board.office.keepPhoto(TestBoard.photo(width: 1_200, height: 900, grey: 0))
        #expect(try await office.photo(black)?.bytes == covered)
        try await scene.board.close()
    }

    @Test func `who may not, or was too slow, changes nothing and sees nothing`() async throws {
        let scene = try await Self.scene()
        let office = scene.board.office
        let part = [try Rectangle(left: 0, top: 0, width: 9, height: 9)]
        let before = try await scene.board.stored()
        let others: [Actor] =
            [.resident, .reporter] + [.gridWorker, .supervisor, .administrator].map { .staff(scene.board.staff($0)) }
        for actor in others {
            await #expect(throws: Refusal.self) {
                try await office.cover(scene.digest, of: scene.number, with: part, by: actor)
            }
        }
        let intake = Actor.staff(scene.board.staff(.intake))
        let fault = await #expect(throws: Fault.self) {
            try await office.cover(scene.digest, of: scene.number, with: part, expecting: 9, by: intake)
        }
        #expect(fault?.kind == .conflict)
        // Nothing was ever covered: there is no original but what everybody sees, and no look to record.
        await #expect(throws: Refusal.unknown(.photo)) {
            try await office.original(of: scene.digest, in: scene.number, reason: "x", by: intake)
        }
        let other = try await office.keepPhoto(TestBoard.photo(red: 3))
        await #expect(throws: Refusal.unknown(.photo)) {
            try await office.cover(other, of: scene.number, with: part, by: intake)
        }
        #expect(try await scene.board.stored().position == before.position)
        #expect(try await office.photo(scene.digest)?.bytes == scene.original)
        #expect(try await office.engine.read { try SealedOriginals.photos.counts(in: $0) }.isEmpty)
        try await scene.board.close()
    }

    @Test(arguments: TestEngine.all)
    func `changing the vault's key seals originals anew too`(kind: TestEngine) async throws {
        let scene = try await Self.scene(on: kind)
        let office = scene.board.office
        let intake = Actor.staff(scene.board.staff(.intake))
        let part = try Rectangle(left: 0, top: 0, width: 9, height: 9)
        try await office.cover(scene.digest, of: scene.number, with: [part], by: intake)
        #expect(try await office.vaultState() == VaultState(current: 1, rows: [1: 1]))
        try await office.rotateVault(to: 2) { _ in }
        #expect(try await office.vaultState() == VaultState(current: 2, rows: [2: 1]))
        #expect(
            try await office.original(of: scene.digest, in: scene.number, reason: "x", by: intake) == scene.original
        )
        try await scene.board.close()
    }
}

/// Uploads that may break off.
struct UploadTests {
    @Test(arguments: TestEngine.all)
    func `pieces in their order become the photo that the whole would be, and a lost answer is given again`(
        kind: TestEngine
    ) async throws {
        let board = try await TestBoard.make(on: kind)
        let office = board.office
        let bytes = TestBoard.photo(width: 700, height: 500, grey: 90)
        let token = try await office.beginUpload(length: bytes.count)
        #expect(try await office.finishUpload(token) == nil)
        var offset = 0
        for size in [1, 100_000, bytes.count - 100_001] {
            #expect(try await office.append(Array(bytes[offset..<offset + size]), toUpload: token, at: offset))
            // The same piece again, and one that leaves a gap, are not taken.
            #expect(try await office.append(Array(bytes[offset..<offset + size]), toUpload: token, at: offset) == false)
            #expect(try await office.append([1], toUpload: token, at: offset + size + 1) == false)
            offset += size
            #expect(try await office.upload(token)?.received == offset)
        }
        #expect(try await office.append([1], toUpload: token, at: offset) == false)
        let photo = try #require(try await office.finishUpload(token))
        let whole = try await office.keepPhoto(bytes)
        #expect(photo == .photo(whole))
        #expect(try await office.finishUpload(token) == photo)
        let parts = try await office.engine.read { db in
            try db.first("SELECT COUNT(*) FROM upload_part") { try $0.integer(0) }
        }
        #expect(parts == 0)
        try await board.close()
    }

    @Test func `what is no photo is gone, and what is never finished goes after a day`() async throws {
        let board = try await TestBoard.make()
        let office = board.office
        let token = try await office.beginUpload(length: 3)
        #expect(try await office.append([1, 2, 3], toUpload: token, at: 0))
        await #expect(throws: Refusal.photoUnreadable) { try await office.finishUpload(token) }
        #expect(try await office.upload(token) == nil)
        await #expect(throws: Refusal.unknown(.upload)) { try await office.finishUpload(token) }

        let half = try await office.beginUpload(length: 10)
        #expect(try await office.append([1], toUpload: half, at: 0))
        board.clock.advance(seconds: 86_399)
        try await office.forgetStale()
        #expect(try await office.upload(half)?.received == 1)
        board.clock.advance(seconds: 2)
        try await office.forgetStale()
        #expect(try await office.upload(half) == nil)
        try await board.close()
    }

    @Test func `an upload is bounded, and so are all of them together`() async throws {
        let board = try await TestBoard.make()
        let office = board.office
        await #expect(throws: Refusal.photoUnreadable) { try await office.beginUpload(length: 0) }
        await #expect(throws: Refusal.photoTooLarge(limitBytes: Office.photoLimit)) {
            try await office.beginUpload(length: Office.photoLimit + 1)
        }
        for _ in 0..<51 { _ = try await office.beginUpload(length: Office.photoLimit) }
        await #expect(throws: Refusal.throttled(retryAfter: 600)) {
            try await office.beginUpload(length: Office.photoLimit)
        }
        try await board.close()
    }
}
