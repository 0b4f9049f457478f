import Application
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Open311
import TestKit
import Testing

#if canImport(FoundationXML)
import FoundationXML
#endif

/// The door on a test board, through the real router.
struct Door {
    let board: TestBoard
    let client: any TestClientProtocol

    /// A point in the first grid.
    static let place = "lat=34.025&long=113.815"

    /// Opens a board, runs the test, and closes the board.
    static func open(
        apiKeys: Set<String> = ["demo"],
        reportsPerTenSeconds: Int = 100,
        _ body: @Sendable (Door) async throws -> Void
    ) async throws {
        let board = try await TestBoard.make(apiKeys: apiKeys, reportsPerTenSeconds: reportsPerTenSeconds)
        let router = Router()
        Open311Door(office: board.office).addRoutes(to: router)
        try await Hummingbird.Application(router: router).test(.router) { client in
            try await body(Door(board: board, client: client))
        }
        try await board.close()
    }

    struct Answer {
        let status: Int
        let headers: HTTPFields
        let text: String

        /// A header by its name.
        func header(_ name: String) -> String? {
            headers.first { $0.name.rawName.lowercased() == name.lowercased() }?.value
        }

        /// The JSON as it was sent.
        func json() throws -> Any {
            try JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)
        }
        func list() throws -> [[String: Any]] { try #require(try json() as? [[String: Any]]) }
        func object() throws -> [String: Any] { try #require(try json() as? [String: Any]) }
        func xml() throws -> XMLElements { try XMLElements(text) }
    }

    func get(_ path: String, headers: HTTPFields = [:], method: HTTPRequest.Method = .get) async throws -> Answer {
        try await client.execute(uri: "/open311/v2/\(path)", method: method, headers: headers) { response in
            Answer(status: response.status.code, headers: response.headers, text: String(buffer: response.body))
        }
    }

    func post(
        _ form: String,
        to path: String = "requests.json",
        headers more: HTTPFields = [:],
        type: String = "application/x-www-form-urlencoded"
    ) async throws -> Answer {
        var headers = more
        headers[.contentType] = type
        return try await client.execute(
            uri: "/open311/v2/\(path)",
            method: .post,
            headers: headers,
            body: ByteBuffer(string: form)
        ) { response in
            Answer(status: response.status.code, headers: response.headers, text: String(buffer: response.body))
        }
    }

    /// Posts a good report and gives its id.
    @discardableResult
    func report(_ more: String = "", code: String = "street-light") async throws -> String {
        let answer = try await post("api_key=demo&service_code=\(code)&\(Self.place)&description=lamp\(more)")
        return try #require(try answer.list()[0]["service_request_id"] as? String, "\(answer.text)")
    }
}

/// The elements of an XML document, in order, with their text.
///
/// FoundationXML reads what we write: an outside judge of well-formedness.
final class XMLElements: NSObject, XMLParserDelegate {
    private(set) var paths: [String] = []
    private(set) var texts: [String: [String]] = [:]
    private var open: [String] = []
    private var text = ""

    init(_ document: String) throws {
        super.init()
        let parser = XMLParser(data: Data(document.utf8))
        parser.delegate = self
        guard parser.parse() else { throw CocoaError(.fileReadCorruptFile) }
    }

    func parser(
        _ parser: XMLParser,
        didStartElement name: String,
        namespaceURI: String?,
        qualifiedName: String?,
        attributes: [String: String]
    ) {
        open.append(name)
        paths.append(open.joined(separator: "/"))
        text = ""
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }

    func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
        texts[open.joined(separator: "/"), default: []].append(text)
        open.removeLast()
        text = ""
    }

    subscript(path: String) -> [String] { texts[path] ?? [] }
}
