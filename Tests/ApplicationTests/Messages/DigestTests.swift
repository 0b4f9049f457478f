import Domain
import Foundation
import Store
import TestKit
import Testing

@testable import Application

/// Everything of a day in one mail: for a reporter with all their reports, for staff with all their cases.
struct DigestTests {
    private func report(
        on board: TestBoard,
        _ email: String,
        _ timing: Timing = .daily,
        _ words: String = "路灯坏了"
    ) async throws -> Receipt {
        let draft = ReportDraft(
            channel: .web,
            category: try CategoryCode(parsing: "street-light"),
            place: PlaceDraft(grid: board.office.directory.grid(named: TestBoard.gridCodes[0])),
            text: words,
            contact: Contact(email: email),
            wish: Subscription(language: .english, timing: timing)
        )
        return try await board.office.report(draft, by: .resident)
    }

    private func open(
        on kind: TestEngine = .usual,
        _ body: (TestBoard, MailSink, Outbox) async throws -> Void
    ) async throws {
        let board = try await TestBoard.make(on: kind)
        let sink = try MailSink()
        try await body(board, sink, Outbox(office: board.office, server: try sink.server))
        sink.stop()
        try await board.close()
    }

    private func count(_ sql: SQL, _ board: TestBoard) async throws -> Int64 {
        try await board.office.engine.read { db in try db.first(sql) { try $0.integer(0) } ?? 0 }
    }

    @Test(arguments: TestEngine.all)
    func `one mail a day has all the reports of an address, each step once, and another address has its own`(
        kind: TestEngine
    ) async throws {
        try await open(on: kind) { board, sink, outbox in
            // given: three reports of one person, one of another, one that is told at once
            var mine: [Receipt] = []
            for _ in 0..<3 { mine.append(try await report(on: board, "li@example.org")) }
            let other = try await report(on: board, "wang@example.org")
            _ = try await report(on: board, "li@example.org", .atOnce)
            try await board.close(mine[1].number)
            try await outbox.round()
            #expect(sink.mails.count == 1)

            // when
            board.clock.advance(seconds: 86_400)
            try await outbox.round()
            try await outbox.round()

            // then
            let mails = sink.mails.dropFirst()
            #expect(mails.count == 2)
            let digest = try #require(mails.first { $0.recipients == ["RCPT TO:<li@example.org>"] }).body
            for receipt in mine {
                let link = "http://127.0.0.1:8311/r/\(receipt.number.rawValue)/\(receipt.secret)"
                #expect(digest.components(separatedBy: link).count == 2, "\(digest)")
            }
            #expect(digest.components(separatedBy: "We have your report").count == 4)
            #expect(digest.components(separatedBy: "The case is closed").count == 2)
            #expect(digest.contains("News of 3 of your reports") && !digest.contains(other.number.rawValue))
            let single = try #require(mails.first { $0.recipients == ["RCPT TO:<wang@example.org>"] }).body
            #expect(single.contains(other.number.rawValue) && !single.contains("News of"))
            // Nothing that is kept ties the three to one another once the mail is out.
            #expect(try await count("SELECT COUNT(*) FROM outbox_digest", board) == 0)
            #expect(try await count("SELECT COUNT(*) FROM outbox WHERE next_at IS NOT NULL", board) == 0)
        }
    }

    @Test func `a preview: the mail of a day as it is sent`() async throws {
        try await open { board, sink, outbox in
            let first = try await report(on: board, "li@example.org")
            let second = try await report(on: board, "li@example.org")
            try await board.office.fillOutbox()
            board.clock.advance(seconds: 86_400)
            try await outbox.round()

            let mail = try #require(sink.mails.first)
            let unsubscribe = try #require(mail.header("List-Unsubscribe")).dropFirst().dropLast()
            func part(_ receipt: Receipt) -> String {
                """
                ────────────────────────

                Your report \(receipt.number.rawValue): Street light out, 西大街道 第1网格.

                1 June, 10:00: We have your report. You get an answer by 2 June, 18:00 at the latest.

                Every step, and what you can do: http://127.0.0.1:8311/r/\(receipt.number.rawValue)/\(receipt.secret)
                Whoever has this link can act as the reporter: keep it to yourself.
                """
            }
            let expected = """
                News of 2 of your reports, each with its own link:

                \(part(first))

                \(part(second))

                Questions? 0374-0000000

                --\u{20}
                Test District
                You get this once a day because you asked for it. One click ends all of it: \(unsubscribe)

                """
            #expect(mail.body.replacing("\r\n", with: "\n") == expected)
        }
    }

    @Test func `what the server took without saying so comes once more as one, byte for byte`() async throws {
        try await open { board, sink, outbox in
            for _ in 0..<2 { _ = try await report(on: board, "li@example.org") }
            try await board.office.fillOutbox()
            board.clock.advance(seconds: 86_400)
            sink.behave(.takesAndDies)
            try await outbox.round()
            sink.behave(.takes)
            board.clock.advance(seconds: 31)
            try await outbox.round()
            try await outbox.round()
            #expect(sink.mails.count == 2 && sink.mails[0].text == sink.mails[1].text)
        }
    }

    @Test func `an address that is refused is given up as one, and tried again as one`() async throws {
        try await open { board, sink, outbox in
            for _ in 0..<2 { _ = try await report(on: board, "li@example.org") }
            try await board.office.fillOutbox()
            board.clock.advance(seconds: 86_400)
            sink.behave(.refuses("550 no such user"))
            try await outbox.round()
            #expect(try await board.office.givenUp(limit: 9).map(\.attempts) == [1, 1])
            sink.behave(.takes)
            #expect(try await board.office.retryGivenUp(webhook: nil) == 2)
            try await outbox.round()
            #expect(sink.mails.count == 1 && sink.mails[0].body.contains("News of 2"))
        }
    }

    @Test func `what staff see of a digest is what it said of that case, and forgetting forgets it before it is sent`()
        async throws
    {
        try await open { board, sink, outbox in
            let first = try await report(on: board, "li@example.org")
            let second = try await report(on: board, "li@example.org")
            try await board.office.fillOutbox()
            board.clock.advance(seconds: 86_400)
            sink.behave(.refuses("451 later"))
            try await outbox.round()
            #expect(try await count("SELECT COUNT(*) FROM outbox_digest", board) == 1)
            // One of them is forgotten while the mail waits: it goes out without.
            #expect(try await board.office.forgetReporter(of: second.number))
            #expect(try await count("SELECT COUNT(*) FROM outbox_digest", board) == 0)
            sink.behave(.takes)
            board.clock.advance(seconds: 3_600)
            try await outbox.round()
            let body = try #require(sink.mails.first?.body)
            #expect(body.contains(first.number.rawValue) && !body.contains(second.number.rawValue))

            let sent = try await board.office.messages(toReporterOf: first.number, withTexts: true)
            #expect(sent.count == 1 && sent[0].steps == ["received"])
            let text = try #require(sent[0].text)
            #expect(text.contains(first.number.rawValue) && !text.contains(second.number.rawValue))
            #expect(!text.contains(first.secret))
            #expect(try await board.office.messages(toReporterOf: second.number, withTexts: true).isEmpty)
        }
    }

    @Test func `staff who see what a reporter was told see nothing of the person's other reports`() async throws {
        try await open { board, sink, outbox in
            let first = try await report(on: board, "li@example.org")
            let second = try await report(on: board, "li@example.org")
            try await board.office.fillOutbox()
            board.clock.advance(seconds: 86_400)
            try await outbox.round()
            for (mine, other) in [(first, second), (second, first)] {
                let text = try await board.office.messages(toReporterOf: mine.number, withTexts: true).first?.text
                #expect(text?.contains(mine.number.rawValue) == true)
                #expect(text?.contains(other.number.rawValue) == false)
            }
        }
    }

    @Test func `one click ends everything that goes to the address once a day, and takes it up again`() async throws {
        try await open { board, sink, outbox in
            let first = try await report(on: board, "Li@example.org")
            let second = try await report(on: board, "li@example.org")
            let other = try await report(on: board, "wang@example.org")
            let atOnce = try await report(on: board, "li@example.org", .atOnce)
            try await board.office.fillOutbox()
            board.clock.advance(seconds: 86_400)
            try await outbox.round()
            let digest = try #require(sink.mails.first { $0.header("List-Unsubscribe")?.contains("/daily/") == true })
            let parts = try #require(digest.header("List-Unsubscribe")).dropFirst().dropLast()
                .split(separator: "/").suffix(3).map(String.init)
            let office = board.office
            #expect(office.receiver(kind: parts[0], name: parts[1], secret: parts[2] + "x") == nil)
            // The link of one report's messages is another one.
            #expect(office.receiver(kind: "report", name: first.number.rawValue, secret: parts[2]) == nil)
            let receiver = try #require(office.receiver(kind: parts[0], name: parts[1], secret: parts[2]))
            func active() async throws -> [Bool?] {
                try await office.engine.read { db in
                    try [first, second, other, atOnce].map {
                        try SubscriptionRecords.wish(of: $0.number, in: db)?.isActive
                    }
                }
            }
            #expect(try await office.unsubscribe(receiver))
            #expect(try await active() == [false, false, true, true])
            #expect(try await office.unsubscribe(receiver, resume: true))
            #expect(try await active() == [true, true, true, true])
        }
    }

    @Test func `a member of staff has one mail a day, however many cases there are`() async throws {
        try await open { board, sink, outbox in
            let intake = board.staff(.intake).account
            try await board.office.tell(intake, at: "intake@example.org", .daily, in: .english)
            for _ in 0..<120 { try await board.report() }
            try await outbox.round()
            #expect(sink.mails.isEmpty)
            board.clock.advance(seconds: 86_400)
            try await outbox.round()
            try await outbox.round()
            let mail = try #require(sink.mails.first)
            #expect(sink.mails.count == 1 && mail.body.contains("120 newly await you"))
            #expect(mail.body.contains("And 20 more on your desk"))
        }
    }
}
