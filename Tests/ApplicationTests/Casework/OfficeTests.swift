import Application
import Domain
import Foundation
import Store
import TestKit
import Testing

struct OfficeTests {
    @Test func `a report is answered with its slip: grid, post, promise and place in the log`() async throws {
        let board = try await TestBoard.make()
        let receipt = try await board.report()

        #expect(receipt.grid?.code.rawValue == TestBoard.gridCodes[0])
        #expect(receipt.post?.holderName == "网格员01")
        // One working day from Monday 10:00: Tuesday, close of business at 18:00.
        #expect(receipt.answerDue.description == "2026-06-02T10:00:00Z")
        #expect(receipt.index == board.office.position - 1)
        #expect(receipt.secret.count == 26)
        try await board.close()
    }

    @Test func `reports that share commits with refused ones get numbers and places without a gap`() async throws {
        let board = try await TestBoard.make()
        let before = board.office.position
        let category = try CategoryCode(parsing: "street-light")
        let receipts = await withTaskGroup(of: Receipt?.self) { group -> [Receipt] in
            for index in 0..<90 {
                group.addTask {
                    var draft = ReportDraft(
                        channel: .web,
                        category: category,
                        place: PlaceDraft(address: "建设路 1 号", grid: board.office.directory.grids.keys.first),
                        text: "第\(index)盏路灯坏了"
                    )
                    // Refused after the report's first statement, when its number is given already.
                    if index % 3 == 0 { draft.photos = [String(repeating: "0", count: 64)] }
                    return try? await board.office.report(draft, by: .resident)
                }
            }
            return await group.reduce(into: [Receipt]()) { if let receipt = $1 { $0.append(receipt) } }
        }

        #expect(receipts.map(\.number.serial).sorted() == Array(1...60))
        #expect(receipts.map(\.index).sorted() == (0..<60).map { before + $0 })
        #expect(board.office.position == before + 60)
        try await board.close()
    }

    @Test func `only the secret opens the reporter's view`() async throws {
        let board = try await TestBoard.make()
        let receipt = try await board.report()
        let other = try await board.report()

        #expect(try await board.office.caseView(receipt.number, secret: receipt.secret) != nil)
        #expect(try await board.office.caseView(receipt.number, secret: other.secret) == nil)
        #expect(try await board.office.caseView(receipt.number, secret: "") == nil)
        try await board.close()
    }

    @Test func `contact data is sealed, outside the journal, and every look is an entry`() async throws {
        let board = try await TestBoard.make()
        let contact = Contact(name: "王大妈", phone: "13900001111")
        let receipt = try await board.report(contact: contact)
        let intake = Actor.staff(board.staff(.intake))

        #expect(try await board.office.readContact(of: receipt.number, reason: "回访", by: intake) == contact)
        await #expect(throws: Refusal.notPermitted(.readContact)) {
            try await board.office.readContact(of: receipt.number, reason: "x", by: .staff(board.staff(.supervisor)))
        }
        let view = try #require(try await board.office.caseView(receipt.number, as: intake))
        let look = CaseEvent.contactRead(reason: "回访", reader: ContactReader(role: .intake, unit: nil))
        #expect(view.events.map(\.what).contains(look))
        let publicView = try #require(try await board.office.caseView(receipt.number, as: .resident))
        #expect(!publicView.events.map(\.what).contains(look))
        let stored = try await board.office.engine.read { db in
            try db.rows(
                "SELECT facts FROM entry UNION ALL SELECT body FROM payload UNION ALL SELECT sealed FROM contact"
            ) {
                String(decoding: try $0.blob(0), as: UTF8.self)
            }
        }
        #expect(!stored.contains { $0.contains("王大妈") || $0.contains("13900001111") })
        try await board.close()
    }

    @Test func `the public sees no staff, no notes and none of the reporter's later words`() async throws {
        let board = try await TestBoard.make()
        let receipt = try await board.report()
        try await board.office.perform(.add(text: "我住三楼"), on: receipt.number, by: .reporter)
        try await board.office.perform(
            .askVerification(note: "内部"),
            on: receipt.number,
            by: .staff(board.staff(.intake))
        )

        let view = try #require(try await board.office.caseView(receipt.number, as: .resident))
        #expect(view.names.isEmpty)
        #expect(view.actions == [])
        for event in view.events {
            if case .staff = event.by { Issue.record("a member of staff is shown to the public") }
            #expect(!"\(event.what)".contains("内部") && !"\(event.what)".contains("我住三楼"))
        }
        try await board.close()
    }

    @Test func `everybody's queue holds what waits for them, and nothing else`() async throws {
        let board = try await TestBoard.make()
        let receipt = try await board.report()
        for role in Role.allCases {
            let queue = try await board.office.queue(for: board.staff(role), limit: 10)
            #expect(queue.map(\.number) == (role == .intake ? [receipt.number] : []), "\(role)")
        }
        let elsewhere = Staff(
            account: board.staff(.intake).account,
            roles: [.intake],
            scope: .unit(try UnitCode(parsing: "411002002")),
            unit: nil
        )
        #expect(try await board.office.queue(for: elsewhere, limit: 10).isEmpty)
        await #expect(throws: Refusal.outsideScope) {
            try await board.office.caseView(receipt.number, as: .staff(elsewhere))
        }
        try await board.close()
    }

    @Test func `somebody who looked at an older version is told, and nothing happens`() async throws {
        let board = try await TestBoard.make()
        let receipt = try await board.report()
        let intake = Actor.staff(board.staff(.intake))
        try await board.office.perform(.add(text: "更多"), on: receipt.number, by: .reporter)
        let fault = await #expect(throws: Fault.self) {
            try await board.office.perform(.askVerification(note: ""), on: receipt.number, expecting: 1, by: intake)
        }
        #expect(fault?.kind == .conflict)
        try await board.office.perform(.askVerification(note: ""), on: receipt.number, expecting: 2, by: intake)
        try await board.close()
    }

    @Test func `a report by address waits until intake has placed it`() async throws {
        let board = try await TestBoard.make()
        let draft = ReportDraft(
            channel: .web,
            category: try CategoryCode(parsing: "waste"),
            place: PlaceDraft(address: "莲城大道"),
            text: "垃圾"
        )
        let receipt = try await board.office.report(draft, by: .resident)
        let intake = Actor.staff(board.staff(.intake))
        let register = CaseCommand.register(category: try CategoryCode(parsing: "waste"))

        #expect(receipt.grid == nil)
        await #expect(throws: Refusal.notPlaced) {
            try await board.office.perform(register, on: receipt.number, by: intake)
        }
        let grid = board.office.directory.grid(named: TestBoard.gridCodes[2])
        try await board.office.perform(
            .place(Report.Place(point: nil, address: "莲城大道", grid: grid)),
            on: receipt.number,
            by: intake
        )
        try await board.office.perform(register, on: receipt.number, by: intake)
        try await board.close()
    }

    @Test func `what passes its due time open gets its entry, once`() async throws {
        let board = try await TestBoard.make()
        try await board.report()
        #expect(try await board.office.markOverdueCases() == 0)
        board.clock.advance(seconds: 3 * 86_400)
        #expect(try await board.office.markOverdueCases() == 1)
        #expect(try await board.office.markOverdueCases() == 0)
        #expect(try await board.office.boardFigures().overdueNow == 1)
        try await board.close()
    }

    @Test func `a rebuild after work of every kind ends with the same content`() async throws {
        let board = try await TestBoard.make()
        for index in 0..<6 {
            let receipt = try await board.report("第 \(index) 件", grid: TestBoard.gridCodes[index % 4])
            if index % 2 == 0 { try await board.close(receipt.number) }
            if index % 4 == 0 {
                try await board.office.perform(.rate(stars: 4, comment: "好"), on: receipt.number, by: .reporter)
            }
        }
        let rebuilt = try await board.office.rebuild { _, _ in }
        #expect(rebuilt.isSame)
        #expect(rebuilt.entries == Int(board.office.position))
        #expect(rebuilt.before.count == Schema.projections.count)
        try await board.close()
    }

    @Test func `a photo keeps its picture and loses its metadata, and other files are refused`() async throws {
        let board = try await TestBoard.make()
        // The smallest PNG: one pixel.
        let png = try #require(
            Data(
                base64Encoded:
                    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
            )
        )
        let digest = try await board.office.keepPhoto([UInt8](png))
        let photo = try #require(try await board.office.photo(digest))
        #expect(photo.bytes.starts(with: [0xFF, 0xD8, 0xFF]))
        #expect(photo.width == 1 && photo.height == 1)
        for bytes in [
            Array("GIF89a nothing".utf8), Array(png.prefix(40)), [],
            Array("<svg xmlns='http://www.w3.org/2000/svg'/>".utf8),
        ] {
            await #expect(throws: Refusal.photoUnreadable) { try await board.office.keepPhoto(bytes) }
        }
        await #expect(throws: Refusal.photoTooLarge(limitBytes: Office.photoLimit)) {
            try await board.office.keepPhoto([UInt8](repeating: 0xFF, count: Office.photoLimit + 1))
        }
        try await board.close()
    }

    @Test func `the photo of a form that was never sent is forgotten after a day, a report's is kept`() async throws {
        let board = try await TestBoard.make()
        let unsent = try await board.office.keepPhoto(TestBoard.photo(red: 10))
        let sent = try await board.office.keepPhoto(TestBoard.photo(red: 200))
        let draft = ReportDraft(
            channel: .web,
            category: try CategoryCode(parsing: "waste"),
            place: PlaceDraft(address: "莲城大道"),
            text: "垃圾",
            photos: [sent]
        )
        _ = try await board.office.report(draft, by: .resident)

        board.clock.advance(seconds: Office.unsentPhotoKept - 1)
        try await board.office.forgetStale()
        #expect(try await board.office.photo(unsent) != nil)
        board.clock.advance(seconds: 2)
        try await board.office.forgetStale()

        #expect(try await board.office.photo(unsent) == nil)
        #expect(try await board.office.photo(sent) != nil)
        try await board.close()
    }

    /// The list of tables is the database's own: SchemaTests.
    @Test func `no table or column keeps what must never be kept`() {
        let names = Schema.tables.flatMap { [$0.name] + $0.columns }
        for forbidden in [
            "resident", "key_person", "religion", "health", "income", "family", "trajectory", "track", "face",
            "check_in", "online", "points", "ranking", "score", "discipline",
        ] {
            #expect(!names.contains { $0.contains(forbidden) }, "\(forbidden)")
        }
        #expect(names.count > 100)
    }
}
