import Domain
import Foundation
import Store
import TestKit
import Testing

@testable import Application

/// What reporters and staff are told by mail, through a real SMTP connection to a sink on this machine.
struct MailTests {
    static let contact = Contact(name: "李华", phone: "13900001111", email: "li.hua@example.org")

    /// A report by somebody who wants to be told.
    @discardableResult
    static func report(
        on board: TestBoard,
        _ timing: Timing = .atOnce,
        _ language: Language = .chinese
    ) async throws -> Receipt {
        let draft = ReportDraft(
            channel: .web,
            category: try CategoryCode(parsing: "street-light"),
            place: PlaceDraft(grid: board.office.directory.grid(named: TestBoard.gridCodes[0])),
            text: "路灯坏了",
            contact: contact,
            wish: Subscription(language: language, timing: timing)
        )
        return try await board.office.report(draft, by: .resident)
    }

    /// A board, a mail server and the worker between them.
    private func open(_ body: (TestBoard, MailSink, Outbox) async throws -> Void) async throws {
        let board = try await TestBoard.make()
        let sink = try MailSink()
        try await body(board, sink, Outbox(office: board.office, server: try sink.server))
        sink.stop()
        try await board.close()
    }

    private func dump(_ board: TestBoard) async throws -> String {
        try await board.office.engine.read { db in
            try ["outbox", "reporter_subscription", "staff_subscription", "webhook"].map { name in
                try db.rows(SQL(stringLiteral: "SELECT * FROM \(name)")) { row in
                    try (0..<row.columnCount).map { column in
                        if case .blob(let bytes) = try row.value(column) {
                            return String(decoding: bytes, as: UTF8.self)
                        }
                        return "\(try row.value(column))"
                    }.joined(separator: " ")
                }.joined(separator: "\n")
            }.joined(separator: "\n")
        }
    }

    private func states(_ board: TestBoard) async throws -> [String: Int] {
        try await board.office.engine.read { db in
            let rows = try db.rows("SELECT state, COUNT(*) FROM outbox GROUP BY state") {
                (try $0.text(0), Int(try $0.integer(1)))
            }
            return Dictionary(uniqueKeysWithValues: rows)
        }
    }

    @Test func `a reporter is told every step once, in the own language, with the own link`() async throws {
        try await open { board, sink, outbox in
            let receipt = try await Self.report(on: board, .atOnce, .english)
            try await board.report("of somebody who did not ask", contact: Self.contact)
            try await outbox.round()
            let first = try #require(sink.mails.first)
            let link = "http://127.0.0.1:8311/r/\(receipt.number.rawValue)/\(receipt.secret)"
            #expect(sink.mails.count == 1 && first.recipients == ["RCPT TO:<li.hua@example.org>"])
            #expect(first.body.contains(link) && first.body.contains("We have your report"))
            #expect(first.header("Content-Language") == "en" && first.header("List-Unsubscribe") != nil)

            try await board.close(receipt.number)
            try await outbox.round()
            try await outbox.round()
            let second = try #require(sink.mails.last)
            #expect(sink.mails.count == 2 && second.header("Message-ID") != first.header("Message-ID"))
            for part in ["accepted your report", "Handed to City Management", "换了灯泡", "已修好", "Is it solved?"] {
                #expect(second.body.contains(part), "\(part): \(second.body)")
            }
            #expect(try await states(board) == ["sent": 5])
        }
    }

    @Test func `what the server took without saying so comes once more, byte for byte, under the same Message-ID`()
        async throws
    {
        try await open { board, sink, outbox in
            try await Self.report(on: board)
            sink.behave(.takesAndDies)
            try await outbox.round()
            #expect(sink.mails.count == 1)
            sink.behave(.takes)
            board.clock.advance(seconds: 31)
            // A step that comes in between is a message of its own.
            try await board.office.fillOutbox()
            try await outbox.round()
            try await outbox.round()

            #expect(sink.mails.count == 2 && sink.mails[0].text == sink.mails[1].text)
            #expect(try await states(board) == ["sent": 1])
        }
    }

    @Test(arguments: TestEngine.all)
    func `whoever takes over after a crash sends what was claimed after its lease, and once`(
        kind: TestEngine
    ) async throws {
        let board = try await TestBoard.make(on: kind)
        let sink = try MailSink()
        let receipt = try await Self.report(on: board)
        try await board.office.fillOutbox()
        let now = board.office.now
        // A process claims the message and is killed.
        try await board.office.engine.write { db in
            let receiver = Receiver.reporter(receipt.number)
            let batch = try #require(try OutboxRecords.next(for: .own(receiver), at: now, limit: 9, in: db))
            let lease = now.advanced(bySeconds: Pace.lease)
            #expect(try OutboxRecords.claim(batch, sealed: nil, at: now, until: lease, in: db))
            #expect(try !OutboxRecords.claim(batch, sealed: nil, at: now, until: lease, in: db))
        }
        let next = try await board.reopened()
        let outbox = Outbox(office: next, server: try sink.server)
        try await outbox.round()
        #expect(sink.mails.isEmpty)
        board.clock.advance(seconds: Pace.lease)
        try await outbox.round()
        try await outbox.round()

        #expect(sink.mails.count == 1)
        try await next.engine.close()
        sink.stop()
        try await board.close()
    }

    @Test(arguments: TestEngine.all)
    func `several workers at once send every message once`(kind: TestEngine) async throws {
        let board = try await TestBoard.make(on: kind)
        let sink = try MailSink()
        for _ in 0..<6 { try await Self.report(on: board) }
        let other = try await board.reopened()
        let workers = [board.office, board.office, other].map { Outbox(office: $0, server: try? sink.server) }
        for _ in 0..<3 {
            await withTaskGroup(of: Void.self) { group in
                // Two that read the journal at one time are told so; the rows are there all the same.
                for worker in workers { group.addTask { try? await worker.round() } }
            }
        }

        #expect(sink.mails.count == 6 && Set(sink.mails.map { $0.header("Message-ID") }).count == 6)
        try await other.engine.close()
        sink.stop()
        try await board.close()
    }

    @Test func `a digest is one message at eight in the morning`() async throws {
        try await open { board, sink, outbox in
            let receipt = try await Self.report(on: board, .daily)
            try await board.close(receipt.number)
            try await outbox.round()
            #expect(sink.mails.isEmpty)
            board.clock.advance(seconds: 86_400)
            try await outbox.round()

            let mail = try #require(sink.mails.first)
            #expect(sink.mails.count == 1 && mail.body.contains("已收到") && mail.body.contains("已结案"))
        }
    }

    @Test func `one click ends it and drops what waits; a wrong link ends nothing`() async throws {
        try await open { board, sink, outbox in
            let receipt = try await Self.report(on: board)
            try await outbox.round()
            let header = try #require(sink.mails.first?.header("List-Unsubscribe"))
            let parts = header.dropFirst().dropLast().split(separator: "/").suffix(3).map(String.init)
            let office = board.office
            #expect(office.receiver(kind: parts[0], name: parts[1], secret: parts[2] + "x") == nil)
            #expect(office.receiver(kind: "staff", name: parts[1], secret: parts[2]) == nil)
            // The reporter's own secret opens another door.
            #expect(office.receiver(kind: parts[0], name: parts[1], secret: receipt.secret) == nil)
            let receiver = try #require(office.receiver(kind: parts[0], name: parts[1], secret: parts[2]))
            try await board.close(receipt.number)
            try await office.fillOutbox()
            #expect(try await office.unsubscribe(receiver))
            try await office.perform(.contest(.notSolved, ground: "又坏了"), on: receipt.number, by: .reporter)
            try await outbox.round()

            #expect(sink.mails.count == 1)
            #expect(try await states(board) == ["sent": 1, "dropped": 4])
        }
    }

    @Test func `an address that the server refuses is given up, seen, and tried again when asked`() async throws {
        try await open { board, sink, outbox in
            try await Self.report(on: board)
            sink.behave(.refuses("550 no such user li.hua@example.org"))
            try await outbox.round()
            let dead = try await board.office.givenUp(limit: 9)
            #expect(dead.map(\.failure) == ["smtp-550"] && dead.map(\.attempts) == [1])
            sink.behave(.takes)
            #expect(try await board.office.retryGivenUp(webhook: nil) == 1)
            try await outbox.round()
            #expect(sink.mails.count == 1)
        }
    }

    @Test func `a server that is busy or away is tried twelve times with growing waits`() async throws {
        try await open { board, sink, outbox in
            try await Self.report(on: board)
            sink.behave(.refuses("451 later"))
            try await outbox.round()
            #expect(try await states(board) == ["waiting": 1])
            for _ in 0..<20 {
                board.clock.advance(seconds: 21_600)
                try await outbox.round()
            }
            let dead = try #require(try await board.office.givenUp(limit: 9).first)
            #expect(dead.attempts == 12 && dead.failure == "smtp-451")
            #expect(try await board.office.outboxCounts().map(\.state) == ["given_up"])
        }
    }

    @Test func `without a server mail waits and nothing fails`() async throws {
        try await open { board, sink, outbox in
            try await Self.report(on: board)
            try await Outbox(office: board.office, server: nil).round()
            #expect(try await board.office.outboxCounts().map(\.count) == [1])
            try await outbox.round()
            #expect(sink.mails.count == 1)
        }
    }

    @Test func `no table of messages holds an address or a secret in clear, and what was sent can be forgotten`()
        async throws
    {
        try await open { board, sink, outbox in
            let receipt = try await Self.report(on: board)
            let intake = board.staff(.intake).account
            try await board.office.tell(intake, at: "intake@example.org", .atOnce, in: .chinese)
            try await outbox.round()
            let dump = try await dump(board)
            for secret in ["example.org", "李华", "13900001111", receipt.secret, "路灯坏了"] {
                #expect(!dump.contains(secret), "\(secret)")
            }
            let sent = try await board.office.messages(toReporterOf: receipt.number, withTexts: true)
            let text = try #require(sent.first?.text)
            #expect(sent.count == 1 && text.contains("已收到") && !text.contains(receipt.secret))
            #expect(try await board.office.messages(toReporterOf: receipt.number, withTexts: false).first?.text == nil)

            #expect(try await board.office.forgetReporter(of: receipt.number))
            let left = try await board.office.messages(toReporterOf: receipt.number, withTexts: true)
            #expect(left.count == 1 && left.first?.text == nil && left.first?.steps == ["received"])
            try await board.close(receipt.number)
            try await outbox.round()
            #expect(sink.mails.count == 1)
        }
    }

    @Test func `a wish without an address is refused and nothing is stored`() async throws {
        try await open { board, _, _ in
            let before = try await board.stored()
            var draft = ReportDraft(
                channel: .web,
                category: try CategoryCode(parsing: "street-light"),
                place: PlaceDraft(grid: board.office.directory.grid(named: TestBoard.gridCodes[0])),
                text: "x",
                wish: Subscription(language: .chinese, timing: .atOnce)
            )
            for email in ["", "a@b.cn\r\nBcc: c@d.cn", "nobody"] {
                draft.contact = Contact(email: email)
                let asked = draft
                let refusal = await #expect(throws: Refusal.self) {
                    try await board.office.report(asked, by: .resident)
                }
                #expect(refusal?.code == "malformed")
            }
            #expect(try await board.stored() == before)
        }
    }

    @Test func `staff are told what newly awaits them, several cases in one message, and not what they did themselves`()
        async throws
    {
        try await open { board, sink, outbox in
            let office = board.office
            for role in [Role.intake, .dutyChief, .supervisor] {
                try await office.tell(board.staff(role).account, at: "\(role)@example.org", .atOnce, in: .english)
            }
            let numbers = [try await board.report().number, try await board.report().number]
            let other = try await board.report().number
            try await outbox.round()
            #expect(sink.mails.isEmpty)
            // Somebody of intake is quicker with one of them.
            try await office.perform(
                .register(category: try CategoryCode(parsing: "waste")),
                on: other,
                by: .staff(board.staff(.intake))
            )
            board.clock.advance(seconds: Pace.gathering)
            try await outbox.round()
            board.clock.advance(seconds: Pace.gathering)
            try await outbox.round()

            let byName = Dictionary(grouping: sink.mails) { $0.recipients.first ?? "" }
            let intake = try #require(byName["RCPT TO:<intake@example.org>"])
            #expect(intake.count == 1 && numbers.allSatisfy { intake[0].body.contains($0.rawValue) })
            #expect(!intake[0].body.contains(other.rawValue) && !intake[0].body.contains("路灯坏了"))
            let chief = try #require(byName["RCPT TO:<dutyChief@example.org>"])
            #expect(chief.count == 1 && chief[0].body.contains(other.rawValue))
            #expect(byName.count == 2)
        }
    }

    @Test func `a test mail is sent, and a server that is not there is told by a code`() async throws {
        try await open { board, sink, _ in
            let to = try EmailAddress(parsing: "me@example.org")
            let server = try sink.server
            #expect(try await board.office.sendTestMail(to: to, through: server, in: .english) == nil)
            #expect(sink.mails.first?.body.contains("can send mail") == true)
            let nobody = try MailServer(parsing: "smtp://127.0.0.1:1", from: to)
            #expect(try await board.office.sendTestMail(to: to, through: nobody, in: .english) == "curl-7")
        }
    }
}
