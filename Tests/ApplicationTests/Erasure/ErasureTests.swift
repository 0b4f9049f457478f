import Application
import Domain
import Foundation
import Store
import TestKit
import Testing
import TransparencyLog

/// Erased is erased: in every table, in the file, and in a backup that is restored; and every proof holds.
struct ErasureTests {
    /// Words that stand nowhere else, one for each place where somebody can say something.
    private static let secrets = [
        "槐树洞秘密", "琥珀胡同7号", "乔装改扮的回复", "13900007777", "yuzu@example.org", "换了灯泡",
    ]

    /// A board with a closed case full of words, another case beside it, and a proof that was made before.
    private struct Scene {
        let board: TestBoard
        let receipt: Receipt
        let digest: String
        let bystander: Receipt
        let proof: String
        let head: LogRecords.SignedHead
        /// The second administrator.
        let second: Staff

        var number: CaseNumber { receipt.number }
        var first: Actor { .staff(board.staff(.administrator)) }
        var approver: Actor { .staff(second) }

        static func open(on kind: TestEngine) async throws -> Scene {
            let board = try await TestBoard.make(on: kind)
            let office = board.office
            for index in 0..<40 { try await board.report("平常的一件 \(index)") }
            let digest = try await office.keepPhoto(TestBoard.photo(width: 640, height: 480, grey: 90))
            let receipt = try await report(on: board, digest)
            let bystander = try await board.report("另一件，槐树倒了")
            let part = try Rectangle(left: 0, top: 0, width: 90, height: 90)
            try await office.cover(digest, of: receipt.number, with: [part], by: .staff(board.staff(.intake)))
            _ = try await office.photo(digest, side: 480)
            try await office.keepWords()
            let mail = try MailSink()
            try await Outbox(office: office, server: mail.server).round()
            try await close(receipt.number, on: board)
            try await office.fillOutbox()
            mail.stop()
            let head = try #require(try await office.signCheckpoint())
            guard case .file(let proof) = try await office.proofFile(for: receipt.number, secret: receipt.secret)
            else { throw CocoaError(.featureUnsupported) }
            let second = Staff(
                account: office.world.newID(at: office.now),
                roles: [.administrator],
                scope: .district,
                unit: nil
            )
            return Scene(
                board: board,
                receipt: receipt,
                digest: digest,
                bystander: bystander,
                proof: proof,
                head: head,
                second: second
            )
        }

        private static func report(on board: TestBoard, _ digest: String) async throws -> Receipt {
            let grid = board.office.directory.grid(named: TestBoard.gridCodes[0])
            var draft = ReportDraft(
                channel: .web,
                category: try CategoryCode(parsing: "street-light"),
                place: PlaceDraft(address: secrets[1], grid: grid),
                text: secrets[0],
                photos: [digest],
                contact: Contact(name: "柚子", phone: secrets[3], email: secrets[4])
            )
            draft.wish = Subscription(language: .chinese, timing: .atOnce)
            return try await board.office.report(draft, by: .resident)
        }

        private static func close(_ number: CaseNumber, on board: TestBoard) async throws {
            let category = try CategoryCode(parsing: "street-light")
            let steps: [(CaseCommand, Role)] = [
                (.register(category: category), .intake), (.establish(note: ""), .dutyChief),
                (.dispatch(to: try UnitCode(parsing: "CG"), opinion: ""), .dispatcher), (.acknowledge, .handlingUnit),
                (.beginHandling(contact: .notPossible), .handlingUnit),
                (.feedBack(Feedback(result: .solved, text: secrets[5])), .handlingUnit), (.askCheck, .intake),
                (.check(isSolved: true, note: ""), .gridWorker), (.close(reply: secrets[2]), .dutyChief),
            ]
            for (command, role) in steps {
                board.clock.advance(seconds: 60)
                try await board.office.perform(command, on: number, by: .staff(board.staff(role)))
            }
        }

        func erase() async throws {
            try await board.office.askErasure(of: .file(number), basis: .consentWithdrawn, by: first)
            let row = try #require(try await board.office.erasures(for: approver).waiting.first)
            try await board.office.approveErasure(row.id, naming: .file(number), by: approver)
        }
    }

    /// Every value of every table as text, a row a line.
    static func dump(_ engine: any Engine) async throws -> String {
        try await engine.read { db in
            try Schema.tables.flatMap { table in
                try db.rows(SQL(stringLiteral: "SELECT * FROM \(table.name)")) { row in
                    try (0..<row.columnCount).map { column in
                        switch try row.value(column) {
                        case .null: ""
                        case .integer(let number): "\(number)"
                        case .real(let number): "\(number)"
                        case .text(let text): text
                        case .blob(let bytes): String(decoding: bytes, as: UTF8.self)
                        }
                    }.joined(separator: " ")
                }
            }.joined(separator: "\n")
        }
    }

    private static func rebuilds(_ office: Office) async throws -> [String] {
        let rebuilt = try await office.rebuild { _, _ in }
        return zip(rebuilt.before, rebuilt.after).filter { $0.digest != $1.digest }.map(\.0.table)
    }

    @Test(arguments: TestEngine.all)
    func `nothing that was said is left, and every proof and count is`(kind: TestEngine) async throws {
        let scene = try await Scene.open(on: kind)
        let office = scene.board.office
        let before = try await Self.dump(office.engine)
        // The contact data is sealed; all else stands there as it was said.
        for secret in Self.secrets where !secret.contains("example") && !secret.hasPrefix("139") {
            #expect(before.contains(secret), "\(secret)")
        }
        let figures = scene.head.figures.replacing(/"size":\d+,/, with: "")

        try await scene.erase()

        let after = try await Self.dump(office.engine)
        for secret in Self.secrets { #expect(!after.contains(secret), "\(secret)") }
        #expect(try await office.photo(scene.digest) == nil)
        for table in ["contact", "reporter_subscription", "photo", "photo_size", "photo_original", "shared_task"] {
            let count = try await office.engine.read { db in
                try db.first(SQL(stringLiteral: "SELECT COUNT(*) FROM \(table)")) { try $0.integer(0) }
            }
            #expect(count == 0, "\(table)")
        }
        let number = scene.number
        let subject = try #require(try await office.engine.read { try ErasureRecords.erased(number, in: $0) }).request
        let places = try await office.engine.read { try CaseContent.positions(of: ID(subject.subject), in: $0) }
        #expect(try await office.engine.read { try !CaseContent.isThere(ID(subject.subject), in: $0) })

        // The search does not find it by what was said, and still finds the other.
        var filter = CaseFilter()
        (filter.text, filter.limit) = ("槐树", 10)
        #expect(try await office.search(filter).cases.map(\.number) == [scene.bystander.number])

        // The log goes on, with one public line that names nobody; what it counted is what it counts.
        let head = try #require(try await office.signCheckpoint())
        let entries = try await office.engine.read { try LogRecords.entries(0..<head.size, in: $0) }
        let last = String(decoding: try #require(entries.last), as: UTF8.self)
        #expect(last.contains(#""basis":"PIPL-47-1-3""#) && last.contains(#""n":\#(places.count),"t":"erasure""#))
        #expect(!last.contains("grid") && !last.contains(number.rawValue) && !last.contains("category"))
        #expect(head.figures.replacing(/"size":\d+,/, with: "") == figures)
        var tree = CompactTree()
        for (index, entry) in entries.enumerated() {
            if index == scene.head.size { #expect(tree.root == scene.head.root) }
            tree.append(Merkle.leaf(entry))
        }
        #expect(tree.root == head.root)

        // The proof that was made before, and one that is made now.
        guard case .file(let proof) = try await office.proofFile(for: number, secret: scene.receipt.secret) else {
            Issue.record("an erased report has its proof")
            return
        }
        for text in [scene.proof, proof] {
            let offline = try OfflineProof(parsing: text)
            _ = try offline.verify(entry: try #require(offline.extra), log: scene.board.verifier)
        }

        #expect(try await Self.rebuilds(office) == [])
        #expect(try await Self.dump(office.engine).contains("槐树倒了"))
        try await scene.board.close()
    }

    @Test(arguments: TestEngine.all)
    func `what is left says that it was erased, to whom it may`(kind: TestEngine) async throws {
        let scene = try await Scene.open(on: kind)
        let office = scene.board.office
        try await scene.erase()
        #expect(try await office.caseView(scene.number, secret: scene.receipt.secret) == nil)
        #expect(try await office.erasedCase(scene.number, secret: "wrong") == nil)
        #expect(try await office.erasedCase(scene.bystander.number, as: .resident) == nil)
        let erased = try #require(try await office.erasedCase(scene.number, secret: scene.receipt.secret))
        #expect(erased.basis == .consentWithdrawn && erased.index == Int64(scene.receipt.index))
        #expect(erased.left.grid == TestBoard.gridCodes[0] && erased.left.endedOn == office.today)
        // Its number is never given again.
        let next = try await scene.board.report()
        #expect(next.number.serial > scene.number.serial && next.number != scene.number)
        let refusal = await #expect(throws: Refusal.self) {
            try await office.perform(.reopen(ground: "还坏着"), on: scene.number, by: .reporter)
        }
        #expect(refusal == .unknown(.caseFile))
        try await scene.board.close()
    }

    @Test(arguments: TestEngine.all)
    func `a backup from before forgets again when it is restored, and goes on`(kind: TestEngine) async throws {
        // given: a copy of the board from before the erasure
        let scene = try await Scene.open(on: kind)
        let database = try await TestDatabase.make(kind, isMigrated: false)
        let copy = try await database.open()
        #expect(try await BoardMove(from: scene.board.office.engine, to: copy).run { _, _ in }.isSame)
        try await scene.erase()
        #expect(try await Self.dump(copy).contains(Self.secrets[0]))

        // when: it takes the board's place
        let world = OutsideWorld.still(clock: scene.board.clock, random: SeededRandom(seed: 5))
        let office = try await scene.board.reopened(on: copy, world: world)
        let count = try await office.applyErasures()

        // then
        #expect(count == 1)
        let after = try await Self.dump(copy)
        for secret in Self.secrets { #expect(!after.contains(secret), "\(secret)") }
        #expect(try await office.erasedCase(scene.number, secret: scene.receipt.secret)?.basis == .consentWithdrawn)
        let head = try #require(try await office.signCheckpoint())
        #expect(head.size == scene.head.size + 1)
        #expect(try await office.applyErasures() == 0)
        #expect(try scene.board.ledger.lines().count == 1)
        #expect(try await Self.rebuilds(office) == [])
        try await copy.close()
        try await database.remove()
        try await scene.board.close()
    }

    @Test func `a machine that stops after the ledger and before the database finishes at its next start`() async throws
    {
        let scene = try await Scene.open(on: .usual)
        let office = scene.board.office
        try await office.askErasure(of: .file(scene.number), basis: .periodOver, by: scene.first)
        let row = try #require(try await office.erasures(for: scene.approver).waiting.first)
        let line = ErasureLedger.Line(
            erasure: row.id,
            of: row.request,
            entries: [1],
            day: office.today
        )
        try scene.board.ledger.add([line])

        #expect(try await office.applyErasures() == 1)

        #expect(try await !Self.dump(office.engine).contains(Self.secrets[0]))
        #expect(try await office.erasures(for: scene.approver).waiting.isEmpty)
        #expect(try await office.erasedCase(scene.number, as: .resident)?.basis == .periodOver)
        try await scene.board.close()
    }

    @Test func `another machine's erasure comes into this one's ledger`() async throws {
        let scene = try await Scene.open(on: .usual)
        try await scene.erase()
        let known = try scene.board.ledger.lines()
        try FileManager.default.removeItem(at: scene.board.folder.appending(path: "erasures"))
        #expect(try scene.board.ledger.lines().isEmpty)

        #expect(try await scene.board.office.applyErasures() == 0)

        #expect(try scene.board.ledger.lines() == known && known.count == 1)
        try await scene.board.close()
    }

    @Test func `the words are not in the database's files`() async throws {
        let scene = try await Scene.open(on: .sqlite)
        let path = scene.board.database.address
        func files() throws -> [Data] {
            try ["", "-wal"].map { path + $0 }.filter { FileManager.default.fileExists(atPath: $0) }
                .map { try Data(contentsOf: URL(filePath: $0)) }
        }
        let words = [Self.secrets[0], Self.secrets[1], Self.secrets[2], Self.secrets[5]].map { Data($0.utf8) }
        #expect(try words.allSatisfy { word in try files().contains { $0.range(of: word) != nil } })
        // Rows move to other pages while a table grows: what they leave behind counts as well.
        for index in 0..<300 { try await scene.board.report("后来的一件 \(index)") }

        try await scene.erase()

        for word in words {
            #expect(try !files().contains { $0.range(of: word) != nil }, "\(String(decoding: word, as: UTF8.self))")
        }
        try await scene.board.close()
    }

    @Test func `a photo that somebody else has sent too stays theirs`() async throws {
        let scene = try await Scene.open(on: .usual)
        let draft = ReportDraft(
            channel: .web,
            category: try CategoryCode(parsing: "street-light"),
            place: PlaceDraft(grid: scene.board.office.directory.grid(named: TestBoard.gridCodes[1])),
            text: "同一张照片",
            photos: [scene.digest]
        )
        _ = try await scene.board.office.report(draft, by: .resident)

        try await scene.erase()

        #expect(try await scene.board.office.photo(scene.digest) != nil)
        try await scene.board.close()
    }

    @Test func `parts go with their whole, and not without it`() async throws {
        let board = try await TestBoard.make()
        let office = board.office
        let whole = try await board.report("树下有秘密")
        func act(_ command: CaseCommand, _ role: Role, on number: CaseNumber) async throws {
            try await office.perform(command, on: number, by: .staff(board.staff(role)))
        }
        try await act(.register(category: CategoryCode(parsing: "street-light")), .intake, on: whole.number)
        try await act(.establish(note: ""), .dutyChief, on: whole.number)
        try await act(.share(.split(CategoryCode(parsing: "waste"), text: "秘密垃圾")), .dispatcher, on: whole.number)
        let part = try #require(try await office.caseView(whole.number, as: .system)?.parts.first?.number)
        for number in [part, whole.number] {
            try await act(.askVoid(ground: .mistake, note: "重复"), .dispatcher, on: number)
            try await act(.approveVoid, .dutyChief, on: number)
        }
        let first = Actor.staff(board.staff(.administrator))
        let second = Actor.staff(
            Staff(account: office.world.newID(at: office.now), roles: [.administrator], scope: .district, unit: nil)
        )
        let refusal = await #expect(throws: Refusal.self) {
            try await office.askErasure(of: .file(part), basis: .unlawful, by: first)
        }
        #expect(refusal == .erasedWithWhole)

        try await office.askErasure(of: .file(whole.number), basis: .unlawful, by: first)
        let row = try #require(try await office.erasures(for: second).waiting.first)
        try await office.approveErasure(row.id, naming: .file(whole.number), by: second)

        #expect(try await !Self.dump(office.engine).contains("秘密"))
        for number in [whole.number, part] {
            #expect(try await office.erasedCase(number, as: .resident)?.basis == .unlawful)
        }
        #expect(try board.ledger.lines().count == 2)
        #expect(try await Self.rebuilds(office) == [])
        try await board.close()
    }

    @Test func `every way in which it is refused has its reason, and changes nothing`() async throws {
        let scene = try await Scene.open(on: .usual)
        let office = scene.board.office
        let stored = try await scene.board.stored()
        func ask(_ number: CaseNumber, _ actor: Actor) async -> Refusal? {
            do { try await office.askErasure(of: .file(number), basis: .otherLaw, by: actor) } catch {
                return error as? Refusal
            }
            return nil
        }
        func approve(_ id: ID<Erasure>, _ number: CaseNumber, _ actor: Actor) async -> Refusal? {
            do { try await office.approveErasure(id, naming: .file(number), by: actor) } catch {
                return error as? Refusal
            }
            return nil
        }
        let nobody = CaseNumber(division: "411002", day: office.today, serial: 99_999)
        let street = Staff(
            account: office.world.newID(at: office.now),
            roles: [.administrator],
            scope: .grid(try GridCode(parsing: TestBoard.gridCodes[0], scheme: .national14)),
            unit: nil
        )
        #expect(await ask(scene.number, .resident) == .signInNeeded)
        #expect(await ask(scene.number, .staff(scene.board.staff(.dutyChief))) == .roleNeeded(.administrator))
        #expect(await ask(scene.number, .staff(street)) == .beyondScope)
        #expect(await ask(nobody, scene.first) == .unknown(.caseFile))
        #expect(await ask(scene.bystander.number, scene.first) == .notEnded)
        #expect(await approve(office.world.newID(at: office.now), scene.number, scene.first) == .nothingAsked)
        #expect(try await scene.board.stored() == stored)

        #expect(await ask(scene.number, scene.first) == nil)
        #expect(await ask(scene.number, scene.approver) == .erasureAsked)
        let row = try #require(try await office.erasures(for: scene.first).waiting.first)
        #expect(await approve(row.id, scene.number, scene.first) == .askerMayNotApprove)
        #expect(await approve(row.id, scene.bystander.number, scene.approver) == .numberDiffers)
        // Meanwhile the reporter is not content: the case is at work again, and so are its words.
        let contest = CaseCommand.contest(.notSolved, ground: "还坏着")
        try await office.perform(contest, on: scene.number, by: .reporter)
        #expect(await approve(row.id, scene.number, scene.approver) == .notEnded)
        #expect(try scene.board.ledger.lines().isEmpty)
        #expect(try await Self.dump(office.engine).contains(Self.secrets[0]))

        // Declined, it may be asked for anew.
        try await office.declineErasure(row.id, by: scene.approver)
        #expect(await approve(row.id, scene.number, scene.approver) == .nothingAsked)
        try await scene.board.close()
    }
}
