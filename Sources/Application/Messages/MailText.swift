import Domain
import Foundation

/// A mail as it goes over the wire (RFC 5322): headers that nothing from outside can break, and a body of plain text.
struct MailText {
    var from: EmailAddress
    /// The name beside the address.
    var sender: String
    var to: EmailAddress
    var subject: String
    var body: String
    var language: Language
    var at: Instant
    var zone: Zone
    /// Without angle brackets; the same for every attempt.
    var messageID: String
    /// Where one click ends these messages; nil for a test.
    var unsubscribe: String?

    /// The message with CRLF line ends, ASCII throughout.
    var wire: String {
        var headers = [
            ("From", "\(Self.encoded(sender))\r\n <\(from.rawValue)>"), ("To", "<\(to.rawValue)>"),
            ("Subject", Self.encoded(subject)), ("Date", InternetDate.mail(at, in: zone)),
            ("Message-ID", "<\(messageID)>"),
            // RFC 3834 5.1: whoever answers by machine should not answer this.
            ("Auto-Submitted", "auto-generated"), ("Content-Language", language == .chinese ? "zh-CN" : "en"),
            ("MIME-Version", "1.0"), ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "base64"),
        ]
        if let unsubscribe {
            headers.append(("List-Unsubscribe", "<\(unsubscribe)>"))
            // RFC 8058 3.1: one POST, without questions.
            headers.append(("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"))
        }
        let text = body.replacing("\r\n", with: "\n").replacing("\n", with: "\r\n")
        let lines: Data.Base64EncodingOptions = [
            .lineLength76Characters, .endLineWithCarriageReturn, .endLineWithLineFeed,
        ]
        let coded = Data(text.utf8).base64EncodedString(options: lines)
        return headers.map { "\($0.0): \($0.1)\r\n" }.joined() + "\r\n" + coded + "\r\n"
    }

    /// The body of a message that ``wire`` made, and its subject.
    static func read(_ wire: String) -> (subject: String, body: String)? {
        guard let end = wire.range(of: "\r\n\r\n"),
            let data = Data(base64Encoded: String(wire[end.upperBound...]), options: .ignoreUnknownCharacters)
        else { return nil }
        let lines = wire[..<end.lowerBound].replacing("\r\n ", with: " ").components(separatedBy: "\r\n")
        let subject = lines.first { $0.hasPrefix("Subject: ") }?.dropFirst(9) ?? ""
        return (decoded(String(subject)), String(decoding: data, as: UTF8.self).replacing("\r\n", with: "\n"))
    }

    /// RFC 2047: encoded words, each holding whole characters, one a line.
    ///
    /// What would be a line break or another control becomes a blank.
    static func encoded(_ text: String) -> String {
        let clean = String(String.UnicodeScalarView(text.unicodeScalars.map { isControl($0) ? " " : $0 }))
        var words: [[UInt8]] = []
        for scalar in clean.unicodeScalars {
            let bytes = Array(String(scalar).utf8)
            // 39 bytes make 52 characters in base64, with `=?UTF-8?B?` and `?=` 64, and with `Subject: ` 73 of the 76 that
            // a line may have.
            if let last = words.last, last.count + bytes.count <= 39 {
                words[words.count - 1] += bytes
            } else {
                words.append(bytes)
            }
        }
        return words.map { "=?UTF-8?B?\(Data($0).base64EncodedString())?=" }.joined(separator: "\r\n ")
    }

    private static func decoded(_ text: String) -> String {
        let bytes = text.split(separator: " ").compactMap { word -> Data? in
            guard word.hasPrefix("=?UTF-8?B?"), word.hasSuffix("?=") else { return nil }
            return Data(base64Encoded: String(word.dropFirst(10).dropLast(2)))
        }
        return String(decoding: bytes.joined(), as: UTF8.self)
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value) || scalar.value == 0x2028 || scalar.value == 0x2029
    }
}
