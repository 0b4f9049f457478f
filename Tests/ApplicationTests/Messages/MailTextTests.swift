import Domain
import Foundation
import Store
import Testing

@testable import Application

/// What goes over the wire, byte by byte.
struct MailTextTests {
    private func mail(subject: String = "x", sender: String = "测试区", body: String = "正文\n第二行\n") throws -> MailText {
        MailText(
            from: try EmailAddress(parsing: "qipan@test.example"),
            sender: sender,
            to: try EmailAddress(parsing: "li@example.org"),
            subject: subject,
            body: body,
            language: .chinese,
            at: Instant(secondsSinceEpoch: 1_780_279_200),
            zone: .china,
            messageID: "abc@test.example",
            unsubscribe: "https://board.example/unsubscribe/report/1/x"
        )
    }

    @Test func `a mail is ASCII with short lines, and says what it must`() throws {
        let wire = try mail(subject: String(repeating: "路灯坏了", count: 30)).wire
        let lines = wire.components(separatedBy: "\r\n")

        let bare = wire.replacing("\r\n", with: "").utf8.filter { $0 < 0x20 || $0 >= 0x7F }
        #expect(bare.isEmpty)
        #expect(lines.map(\.utf8.count).max() ?? 0 <= 78)
        for header in [
            "To: <li@example.org>", "Date: Mon, 01 Jun 2026 10:00:00 +0800", "Message-ID: <abc@test.example>",
            "List-Unsubscribe: <https://board.example/unsubscribe/report/1/x>",
            "List-Unsubscribe-Post: List-Unsubscribe=One-Click", "Auto-Submitted: auto-generated",
            "Content-Type: text/plain; charset=utf-8", "MIME-Version: 1.0",
        ] {
            #expect(lines.contains(header), "\(header)")
        }
    }

    @Test func `what was written is read back, whatever it holds`() throws {
        let subject = "您反映的事 411002-20260601-00017-K：已收到 👷‍♀️ and a long tail that needs more than one word"
        let read = try #require(MailText.read(try mail(subject: subject).wire))

        #expect(read.subject == subject && read.body == "正文\n第二行\n")
    }

    @Test(arguments: ["x\r\nBcc: evil@example.org", "x\nX: y", "x\u{0}", "\u{2028}x", "=?UTF-8?Q?x?=\r\n\r\nbody"])
    func `a hostile subject or name stays one header`(text: String) throws {
        let wire = try mail(subject: text, sender: text).wire
        let head = try #require(wire.components(separatedBy: "\r\n\r\n").first)
        let names = head.replacing("\r\n ", with: "").components(separatedBy: "\r\n").map { $0.prefix { $0 != ":" } }

        #expect(names.count == 12)
        #expect(Set(names).count == 12)
        #expect(!names.contains("Bcc") && !names.contains("X"))
        #expect(wire.components(separatedBy: "\r\n\r\n").count == 2)
    }

    @Test(arguments: [
        ("smtp://u:p%40w@mail.example.org", "mail.example.org", 587, MailServer.Security.demanded),
        ("smtps://mail.example.org", "mail.example.org", 465, .fromTheStart),
        ("smtp-plain://10.0.0.5:2525", "10.0.0.5", 2_525, .none),
        ("smtp://127.0.0.1:25", "127.0.0.1", 25, .whereOffered),
    ])
    func `a mail server is read, and its password is not lost`(
        text: String,
        host: String,
        port: Int,
        security: MailServer.Security
    ) throws {
        let server = try MailServer(parsing: text, from: try EmailAddress(parsing: "qipan@test.example"))

        #expect(server.host == host && server.port == port && server.security == security)
        #expect(server.password == (text.contains("%40") ? "p@w" : nil))
        #expect(!server.url.contains("p@w") && !server.url.contains("p%40w"))
    }

    @Test(arguments: ["", "mail.example.org", "http://mail.example.org", "smtp://", "smtp://h/path", "smtp://h?x=1"])
    func `what is no mail server is refused without repeating it`(text: String) throws {
        let from = try EmailAddress(parsing: "qipan@test.example")
        let malformed = #expect(throws: Malformed.self) { try MailServer(parsing: text, from: from) }
        #expect(malformed?.what == "mail_server")
    }

    @Test func `waits grow to six hours, and a digest waits for eight in the morning`() {
        let now = Instant(secondsSinceEpoch: 1_780_279_200)
        let waits = (1...12).map { now.seconds(until: Pace.next(after: $0, at: now, random: 0)) }

        #expect(waits.prefix(4) == [30, 60, 120, 240] && waits.last == 21_600)
        #expect(now.seconds(until: Pace.next(after: 12, at: now, random: 255)) > 10_800)
        #expect(Pace.start(.daily, at: now, gathering: 0, zone: .china).description == "2026-06-02T00:00:00Z")
        let night = now.advanced(bySeconds: -4 * 3_600)
        #expect(Pace.start(.daily, at: night, gathering: 0, zone: .china).description == "2026-06-01T00:00:00Z")
        #expect(Pace.start(.atOnce, at: now, gathering: 60, zone: .china) == now.advanced(bySeconds: 60))
    }
}
