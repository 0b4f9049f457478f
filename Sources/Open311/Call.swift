import Application
import Domain
import HTTPTypes
import Hummingbird

/// A call as it was parsed from its path, query and headers.
struct Call {
    var method: HTTPRequest.Method
    /// The path below `/open311`, without `v2`, split at slashes, the last part without its ending.
    var path: [String]
    var format: WireFormat
    var query: FormBody
    var language: Language
    var isExtended: Bool

    /// - Throws: ``Problem``: 404 for an unknown ending, 400 for a query that is not UTF-8.
    init(request: Request) throws(Problem) {
        method = request.method
        language = Self.language(of: request.headers[.acceptLanguage])
        var parts = request.uri.path.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map(
            String.init
        )
        parts.removeFirst()
        if parts.first == "v2" { parts.removeFirst() }
        guard parts.count <= 4, let last = parts.last, last.utf8.count <= 200 else {
            throw Problem(404, "no_such_resource")
        }
        guard let dot = last.lastIndex(of: "."),
            let format = WireFormat(rawValue: String(last[last.index(after: dot)...]))
        else {
            // A client of long ago calls /requests/json (GR-59).
            if WireFormat(rawValue: last) != nil, parts.count > 1 {
                let right = parts.dropLast().joined(separator: "/") + "." + last
                throw Problem(404, "dot_missing", ["path": "/open311/v2/\(right)"])
            }
            throw Problem(404, "no_such_format")
        }
        self.format = format
        parts[parts.count - 1] = String(last[..<dot])
        path = parts
        do { query = try FormBody.parse(urlencoded: Array((request.uri.query ?? "").utf8)) } catch {
            throw Problem(400, "bad_query")
        }
        if let locale = query["locale"] { language = Self.language(of: locale) }
        isExtended = query["extensions"] == "true"
    }

    /// The format that an error is told in when the path does not say (GR-44).
    static func fallbackFormat(of path: String) -> WireFormat { path.contains("xml") ? .xml : .json }

    /// The first language of a list that we speak; Chinese when it names none.
    static func language(of header: String?) -> Language {
        for item in (header ?? "").lowercased().split(separator: ",") {
            let tag = item.prefix { $0 != ";" }.filter { !$0.isWhitespace }
            if tag.hasPrefix("en") { return .english }
            if tag.hasPrefix("zh") { return .chinese }
        }
        return .chinese
    }
}
