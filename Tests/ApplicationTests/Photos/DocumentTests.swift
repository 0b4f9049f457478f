import Application
import Crypto
import Domain
import Foundation
import Store
import TestKit
import Testing

/// Documents that come with reports: sealed as they came, seen as pictures of their pages, by few.
struct DocumentTests {
    private static func digest(_ bytes: [UInt8]) -> String { Hexadecimal.text(SHA256.hash(data: Data(bytes))) }

    private static func report(_ documents: [String], on board: TestBoard) async throws -> Receipt {
        let draft = ReportDraft(
            channel: .web,
            category: try CategoryCode(parsing: "street-light"),
            place: PlaceDraft(grid: board.office.directory.grid(named: TestBoard.gridCodes[0])),
            text: "附信一封",
            documents: documents
        )
        return try await board.office.report(draft, by: .resident)
    }

    private static func count(_ table: String, on board: TestBoard) async throws -> Int64? {
        try await board.office.engine.read { db in
            try db.first(SQL(stringLiteral: "SELECT COUNT(*) FROM \(table)")) { try $0.integer(0) }
        }
    }

    /// A program that stands where `pdftoppm` does.
    private static func program(_ script: String, on board: TestBoard) throws -> String {
        let file = board.folder.appending(path: "draw")
        try Data("#!/bin/sh\n\(script)\n".utf8).write(to: file)
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: file.path)
        return file.path
    }

    @Test(arguments: TestEngine.all)
    func `a document lies sealed, its pages are plain pictures, and the report names both`(
        kind: TestEngine
    ) async throws {
        let board = try await TestBoard.make(on: kind)
        let office = board.office
        let bytes = TestPDF.bytes(pages: 3, saying: "Dear neighbours")

        let document = try await office.keepDocument(bytes)
        let receipt = try await Self.report([document.digest], on: board)

        #expect(document.digest == Self.digest(bytes) && document.pages.count == 3 && Set(document.pages).count == 3)
        let view = try #require(try await office.caseView(receipt.number, as: .system))
        #expect(view.summary.documents == [document] && view.file.report.documents == [document])
        #expect(view.summary.photos.isEmpty)
        for number in 1...3 {
            let page = try #require(try await office.page(number, of: document.digest, isSmall: false))
            #expect(Self.digest(page) == document.pages[number - 1])
            // JPEG: its first segment is JFIF, and there is none of Exif (E1), a profile (E2) or a comment (FE).
            #expect(page.starts(with: [0xFF, 0xD8, 0xFF]))
            #expect(!Self.segments(of: page).contains { [0xE1, 0xE2, 0xED, 0xFE].contains($0) })
            let small = try #require(try await office.page(number, of: document.digest, isSmall: true))
            #expect(small.count < page.count)
        }
        #expect(try await office.page(4, of: document.digest, isSmall: false) == nil)
        #expect(try await office.extents(of: [document])[0].map { max($0.width, $0.height) } == [1_600, 1_600, 1_600])
        // No photo of that name: nothing that everybody may fetch.
        for name in document.pages + [document.digest] { #expect(try await office.photo(name) == nil) }
        // Sent again it is the same one, and is not drawn again.
        #expect(try await office.keepDocument(bytes) == document)
        #expect(try await office.rebuild { _, _ in }.isSame)
        try await board.close()
    }

    /// The markers of a JPEG's segments before its pixels.
    private static func segments(of jpeg: [UInt8]) -> [UInt8] {
        var (markers, offset) = ([UInt8](), 2)
        while offset + 4 <= jpeg.count, jpeg[offset] == 0xFF, jpeg[offset + 1] != 0xDA {
            markers.append(jpeg[offset + 1])
            offset += 2 + Int(jpeg[offset + 2]) << 8 + Int(jpeg[offset + 3])
        }
        return markers
    }

    @Test func `nothing of the document stands in the database's files`() async throws {
        let board = try await TestBoard.make(on: .sqlite)
        let bytes = TestPDF.bytes(pages: 2, saying: "Planted words of a letter")
        let document = try await board.office.keepDocument(bytes)
        _ = try await Self.report([document.digest], on: board)
        try await board.office.engine.read { db in
            try db.forEach("SELECT sealed FROM document") { row in
                let sealed = String(decoding: try row.blob(0), as: UTF8.self)
                #expect(!sealed.contains("Planted words"))
            }
        }
        var read = 0
        for suffix in ["", "-wal"] {
            let file = URL(filePath: board.database.address + suffix)
            guard FileManager.default.fileExists(atPath: file.path) else { continue }
            let text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
            read += text.contains(document.digest) ? 1 : 0
            #expect(!text.contains("Planted words") && !text.contains("%PDF-"))
        }
        #expect(read > 0)
        try await board.close()
    }

    @Test(arguments: TestEngine.all)
    func `opening it takes a reason and a role, is an entry first, and the reporter reads why`(
        kind: TestEngine
    ) async throws {
        let board = try await TestBoard.make(on: kind)
        let office = board.office
        let bytes = TestPDF.bytes()
        let document = try await office.keepDocument(bytes)
        let receipt = try await Self.report([document.digest], on: board)
        let other = try await office.keepDocument(TestPDF.bytes(saying: "Another"))

        let before = try await board.stored()
        let others: [Actor] =
            [.resident, .reporter]
            + [.gridWorker, .dispatcher, .handlingUnit, .supervisor, .administrator]
            .map { .staff(board.staff($0)) }
        for actor in others {
            await #expect(throws: Refusal.self) {
                try await office.document(document.digest, in: receipt.number, reason: "x", by: actor)
            }
        }
        let intake = Actor.staff(board.staff(.intake))
        await #expect(throws: Refusal.missing(.reason)) {
            try await office.document(document.digest, in: receipt.number, reason: " ", by: intake)
        }
        // One that is there and came with nothing, or with another case, is not opened through this one.
        await #expect(throws: Refusal.unknown(.photo)) {
            try await office.document(other.digest, in: receipt.number, reason: "x", by: intake)
        }
        await #expect(throws: Refusal.unknown(.document)) {
            try await office.document(String(repeating: "0", count: 64), in: receipt.number, reason: "x", by: intake)
        }
        #expect(try await board.stored().position == before.position)

        let opened = try await office.document(document.digest, in: receipt.number, reason: "核对落款", by: intake)
        #expect(opened == bytes)
        let reporter = try #require(try await office.caseView(receipt.number, secret: receipt.secret))
        #expect(reporter.events.last?.what == .originalSeen(document.digest, reason: "核对落款"))
        let anybody = try #require(try await office.caseView(receipt.number, as: .resident))
        #expect(anybody.events.count == 1)
        try await board.close()
    }

    @Test func `what cannot be taken is refused by what is wrong with it, and nothing is kept`() async throws {
        let board = try await TestBoard.make()
        let office = board.office
        let tooLarge = TestPDF.bytes() + [UInt8](repeating: 0x20, count: 11 * 1_048_576)
        let cut = TestPDF.bytes(pages: 2).prefix(90)
        let refused: [(bytes: [UInt8], refusal: Refusal)] = [
            (TestPDF.bytes(pages: 21), .documentTooLong(limit: 20)), (TestPDF.bytes(isLocked: true), .documentLocked),
            (tooLarge, .documentTooLarge(limitBytes: Office.documentLimit)), (Array(cut), .documentUnreadable),
            (Array("%PDF-1.7 nothing".utf8), .documentUnreadable), (TestPDF.bytes(pages: 0), .documentUnreadable),
            (Array("%PDF-".utf8) + TestBoard.photo(red: 1), .documentUnreadable),
            (TestBoard.photo(red: 1), .documentUnreadable), (Array("PK, a word processor's".utf8), .documentUnreadable),
        ]
        for (bytes, refusal) in refused {
            await #expect(throws: refusal) { try await office.keepDocument(bytes) }
        }
        #expect(try await office.keepDocument(TestPDF.bytes(pages: 20)).pages.count == 20)
        // A page like a thread, and one like a wall.
        for size in [(14_000, 2), (14_400, 14_400)] {
            let document = try await office.keepDocument(TestPDF.bytes(size: size))
            #expect(try await office.extents(of: [document])[0].allSatisfy { $0.width <= 1_600 && $0.height <= 1_600 })
        }
        #expect(try await Self.count("document", on: board) == 3)

        var digests: [String] = []
        for words in ["first", "second", "third"] {
            digests.append(try await office.keepDocument(TestPDF.bytes(saying: words)).digest)
        }
        await #expect(throws: Refusal.tooMany(.document, limit: 2)) { try await Self.report(digests, on: board) }
        await #expect(throws: Refusal.unknown(.document)) {
            try await Self.report([String(repeating: "0", count: 64)], on: board)
        }
        try await board.close()
    }

    @Test func `scripts and files in a document come to nothing but pictures`() async throws {
        let board = try await TestBoard.make()
        let document = try await board.office.keepDocument(TestPDF.active)
        #expect(document.pages.count == 1)
        let page = try #require(try await board.office.page(1, of: document.digest, isSmall: false))
        let plain = try await board.office.keepDocument(TestPDF.bytes())
        // To the byte the picture of the same letter without them.
        #expect(try await board.office.page(1, of: plain.digest, isSmall: false) == page)
        #expect(!String(decoding: page, as: UTF8.self).contains("planted"))
        try await board.close()
    }

    @Test func `a program that never ends, or falls, or writes too much, is ended; where there is none it is said`()
        async throws
    {
        let board = try await TestBoard.make()
        var bounds = DocumentWorkshop.Bounds()
        (bounds.seconds, bounds.processorSeconds, bounds.output) = (1, 1, 4_096)
        let bad = [
            // Waits for something that never comes; turns round and round; writes without end; dies; says nothing.
            "exec tail -f /dev/null", "while :; do :; done", "exec cat /dev/zero", "kill -9 $$", "exit 0",
            "head -c 100 /dev/zero", "printf '\\211PNG\\r\\n\\032\\n\\377\\377\\377\\377IDAT'",
        ]
        for script in bad {
            let workshop = DocumentWorkshop(program: try Self.program(script, on: board), bounds: bounds)
            let office = try await board.reopened(drawing: workshop)
            #expect(office.takesDocuments)
            await #expect(throws: Refusal.documentUnreadable, "\(script)") {
                try await office.keepDocument(TestPDF.bytes())
            }
            try await office.engine.close()
        }
        // The child has the document, its pictures and its words; 10 is the script that stands in for the program.
        let seen = board.folder.appending(path: "seen")
        let script = "(ls /proc/$$/fd; env | cut -d= -f1) > \(seen.path); exit 1"
        let curious = try await board.reopened(
            drawing: DocumentWorkshop(program: try Self.program(script, on: board), bounds: bounds)
        )
        await #expect(throws: Refusal.documentUnreadable) { try await curious.keepDocument(TestPDF.bytes()) }
        try await curious.engine.close()
        let names = Set(try String(contentsOf: seen, encoding: .utf8).split(separator: "\n").map(String.init))
        // One more tells Foundation that it has ended.
        let open = names.filter { Int($0) != nil }
        #expect(open.isSuperset(of: ["0", "1", "2"]) && open.subtracting(["0", "1", "2", "10"]).count <= 1)
        #expect(names.subtracting(open).subtracting(["PWD"]) == ["HOME", "LANG", "PATH"])

        let bare = try await board.reopened(drawing: DocumentWorkshop(program: "/nonexistent/pdftoppm"))
        #expect(!bare.takesDocuments)
        await #expect(throws: Refusal.documentsNotTaken) { try await bare.keepDocument(TestPDF.bytes()) }
        await #expect(throws: Refusal.documentsNotTaken) { try await bare.beginUpload(length: 9, isDocument: true) }
        try await bare.engine.close()
        #expect(try await Self.count("document", on: board) == 0)
        try await board.close()
    }

    @Test(arguments: TestEngine.all)
    func `an upload in pieces becomes the document that the whole would be`(kind: TestEngine) async throws {
        let board = try await TestBoard.make(on: kind)
        let office = board.office
        let bytes = TestPDF.bytes(pages: 2)
        let token = try await office.beginUpload(length: bytes.count, isDocument: true)
        #expect(try await office.append(Array(bytes[..<100]), toUpload: token, at: 0))
        #expect(try await office.finishUpload(token) == nil)
        #expect(try await office.append(Array(bytes[100...]), toUpload: token, at: 100))
        let result = try await office.finishUpload(token)
        #expect(result == .document(Self.digest(bytes), pages: 2))
        #expect(try await office.finishUpload(token) == result)
        #expect(try await office.upload(token)?.result == result)
        await #expect(throws: Refusal.documentTooLarge(limitBytes: Office.documentLimit)) {
            try await office.beginUpload(length: Office.documentLimit + 1, isDocument: true)
        }
        // A refused one is gone.
        let locked = TestPDF.bytes(isLocked: true)
        let second = try await office.beginUpload(length: locked.count)
        #expect(try await office.append(locked, toUpload: second, at: 0))
        await #expect(throws: Refusal.documentLocked) { try await office.finishUpload(second) }
        #expect(try await office.upload(second) == nil)
        try await board.close()
    }

    @Test(arguments: TestEngine.all)
    func `a document that no report names goes after a day, and sending it again gives it another`(
        kind: TestEngine
    ) async throws {
        let board = try await TestBoard.make(on: kind)
        let office = board.office
        let sent = try await office.keepDocument(TestPDF.bytes(saying: "sent"))
        _ = try await Self.report([sent.digest], on: board)
        let unsent = try await office.keepDocument(TestPDF.bytes(saying: "unsent"))
        board.clock.advance(seconds: 86_000)
        #expect(try await office.keepDocument(TestPDF.bytes(saying: "unsent")) == unsent)
        board.clock.advance(seconds: 86_000)
        try await office.forgetStale()
        #expect(try await Self.count("document", on: board) == 2)
        board.clock.advance(seconds: 401)
        try await office.forgetStale()
        #expect(try await Self.count("document", on: board) == 1)
        #expect(try await Self.count("document_page", on: board) == 1)
        #expect(try await office.page(1, of: sent.digest, isSmall: true) != nil)
        await #expect(throws: Refusal.unknown(.document)) { try await Self.report([unsent.digest], on: board) }
        try await board.close()
    }

    @Test(arguments: TestEngine.all)
    func `changing the vault's key seals documents anew`(kind: TestEngine) async throws {
        let board = try await TestBoard.make(on: kind)
        let office = board.office
        let bytes = [TestPDF.bytes(saying: "one"), TestPDF.bytes(saying: "two")]
        var documents: [String] = []
        for bytes in bytes { documents.append(try await office.keepDocument(bytes).digest) }
        let receipt = try await Self.report(documents, on: board)
        #expect(try await office.vaultState() == VaultState(current: 1, rows: [1: 2]))
        try await office.rotateVault(to: 2) { _ in }
        #expect(try await office.vaultState() == VaultState(current: 2, rows: [2: 2]))
        let intake = Actor.staff(board.staff(.intake))
        for (digest, bytes) in zip(documents, bytes) {
            #expect(try await office.document(digest, in: receipt.number, reason: "x", by: intake) == bytes)
        }
        // What comes in now is sealed with the new key.
        _ = try await office.keepDocument(TestPDF.bytes(saying: "three"))
        #expect(try await office.vaultState().rows == [2: 3])
        try await board.close()
    }

    @Test(arguments: TestEngine.all)
    func `erasing a case destroys its documents, and leaves the one that somebody else has sent too`(
        kind: TestEngine
    ) async throws {
        let board = try await TestBoard.make(on: kind)
        let office = board.office
        let own = try await office.keepDocument(TestPDF.bytes(saying: "own"))
        let common = try await office.keepDocument(TestPDF.bytes(saying: "common"))
        let receipt = try await Self.report([own.digest, common.digest], on: board)
        let twin = try await Self.report([common.digest], on: board)
        try await office.perform(.withdraw(reason: "不用了"), on: receipt.number, by: .reporter)

        try await office.askErasure(
            of: .file(receipt.number),
            basis: .consentWithdrawn,
            by: .staff(board.staff(.administrator))
        )
        let second = Staff(
            account: office.world.newID(at: office.now),
            roles: [.administrator],
            scope: .district,
            unit: nil
        )
        let row = try #require(try await office.erasures(for: .staff(second)).waiting.first)
        try await office.approveErasure(row.id, naming: .file(receipt.number), by: .staff(second))

        #expect(try await office.page(1, of: own.digest, isSmall: false) == nil)
        #expect(try await office.page(1, of: common.digest, isSmall: false) != nil)
        #expect(try await Self.count("document", on: board) == 1)
        #expect(try await Self.count("document_page", on: board) == 1)
        #expect(try await office.caseView(twin.number, as: .system)?.summary.documents == [common])
        #expect(try await office.rebuild { _, _ in }.isSame)
        try await board.close()
    }

    @Test func `a part that is split off has the words of its own and no documents`() async throws {
        let board = try await TestBoard.make()
        let office = board.office
        let document = try await office.keepDocument(TestPDF.bytes())
        let receipt = try await Self.report([document.digest], on: board)
        let category = try CategoryCode(parsing: "street-light")
        let intake = Actor.staff(board.staff(.intake))
        try await office.perform(.register(category: category), on: receipt.number, by: intake)
        try await office.perform(.share(.split(category, text: "另一盏灯")), on: receipt.number, by: intake)
        let whole = try #require(try await office.caseView(receipt.number, as: intake))
        let part = try #require(whole.parts.first)
        #expect(part.documents.isEmpty && whole.summary.documents == [document])
        await #expect(throws: Refusal.unknown(.photo)) {
            try await office.document(document.digest, in: part.number, reason: "x", by: intake)
        }
        try await board.close()
    }
}
