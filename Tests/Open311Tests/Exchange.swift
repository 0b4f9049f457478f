import Foundation
import HTTPTypes
import NIOCore

/// A whole exchange as `Exchanges/*.http` keep it: lines of `#` for people, the request, a line `<<<`, the answer.
struct Exchange {
    /// What the file says first, each line with its `#`.
    let comment: [String]
    let method: HTTPRequest.Method
    let path: String
    let headers: HTTPFields
    let body: String
    /// The answer that is expected, as ``answer(status:headers:body:)`` writes it; empty until it is recorded.
    let answer: String

    /// What stands in a file and cannot be read as an exchange.
    struct Unreadable: Error {
        let line: String
    }

    private static let mark = "\n<<<\n"

    init(parsing text: String) throws {
        let halves = text.split(separator: Self.mark, maxSplits: 1, omittingEmptySubsequences: false)
        answer = halves.count > 1 ? String(halves[1]) : ""
        let parts = halves[0].split(separator: "\n\n", maxSplits: 1, omittingEmptySubsequences: false)
        body = parts.count > 1 ? String(parts[1]) : ""
        var lines = parts[0].split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        comment = Array(lines.prefix { $0.hasPrefix("#") })
        lines.removeFirst(comment.count)
        let start = (lines.first ?? "").split(separator: " ")
        guard start.count == 3, start[2] == "HTTP/1.1", let method = HTTPRequest.Method(String(start[0])) else {
            throw Unreadable(line: lines.first ?? "")
        }
        self.method = method
        path = String(start[1])
        var headers: HTTPFields = [:]
        for line in lines.dropFirst() where !line.isEmpty {
            let halves = line.split(separator: ":", maxSplits: 1)
            guard halves.count == 2, let name = HTTPField.Name(String(halves[0])) else { throw Unreadable(line: line) }
            headers.append(HTTPField(name: name, value: halves[1].trimmingCharacters(in: .whitespaces)))
        }
        self.headers = headers
    }

    /// The body as it is sent: lines of a multipart body end in CRLF, the others as they stand.
    var sentBody: ByteBuffer {
        let isMultipart = headers[.contentType]?.hasPrefix("multipart/") == true
        return ByteBuffer(string: isMultipart ? body.replacing("\n", with: "\r\n") : body)
    }

    /// The file with another answer.
    func text(with answer: String) -> String {
        var lines = comment + ["\(method.rawValue) \(path) HTTP/1.1"]
        lines += headers.map { "\($0.name.canonicalName): \($0.value)" }
        let head = lines.joined(separator: "\n")
        return (body.isEmpty ? head : "\(head)\n\n\(body)") + Self.mark + answer
    }

    /// An answer as the file holds it: the headers in the order of their names, without those that the server adds.
    static func answer(status: HTTPResponse.Status, headers: HTTPFields, body: String) -> String {
        let skipped: Set<String> = ["content-length", "date", "server"]
        let fields = headers.filter { !skipped.contains($0.name.canonicalName) }
            .map { "\($0.name.canonicalName): \($0.value)" }.sorted()
        // The reason phrase is nothing to anybody (RFC 9112 4), and empty for most errors.
        let line = "HTTP/1.1 \(status.code)"
        return ([line] + fields).joined(separator: "\n") + "\n\n" + body + "\n"
    }
}
