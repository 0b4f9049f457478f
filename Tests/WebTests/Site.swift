import Application
import Domain
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import SignOn
import TestKit
import Testing
import Web

/// The pages on a test board, through the real router.
struct Site {
    let board: TestBoard
    let client: any TestClientProtocol

    static func open(_ body: @Sendable (Site) async throws -> Void) async throws {
        try await open(try await TestBoard.make(), live: LiveFeed(), body)
    }

    /// An office that the test has opened, and closes.
    static func open(_ office: Office, _ body: @Sendable (any TestClientProtocol) async throws -> Void) async throws {
        let router = Router(options: .autoGenerateHeadEndpoints)
        try WebDoor(office: office, live: LiveFeed()).addRoutes(to: router)
        try await Hummingbird.Application(router: router).test(.router) { try await body($0) }
    }

    /// Closes the board at the end.
    static func open(
        _ board: TestBoard,
        live: LiveFeed,
        provider: SignOnProvider? = nil,
        _ body: @Sendable (Site) async throws -> Void
    ) async throws {
        let router = Router(options: .autoGenerateHeadEndpoints)
        try WebDoor(office: board.office, live: live, provider: provider).addRoutes(to: router)
        try await Hummingbird.Application(router: router).test(.router) { client in
            try await body(Site(board: board, client: client))
        }
        try await board.close()
    }

    struct Page {
        let status: Int
        let headers: HTTPFields
        let text: String
        /// Bytes as they came.
        let size: Int

        init(_ answer: TestResponse) {
            (status, headers, size) = (answer.status.code, answer.headers, answer.body.readableBytes)
            text = String(buffer: answer.body)
        }

        var location: String { headers[.location] ?? "" }
        /// The value of the first attribute of that name.
        func attribute(_ name: String) throws -> String {
            let match = text.firstMatch(of: try Regex("\(name)=\"([^\"]*)\""))
            return String(try #require(match?.output[1].substring))
        }

        /// The value of a hidden field.
        func hidden(_ name: String) throws -> String {
            let match = text.firstMatch(of: try Regex("name=\"\(name)\" value=\"([^\"]*)\""))
            return String(try #require(match?.output[1].substring))
        }
    }

    func get(
        _ path: String,
        cookie: String? = nil,
        english: Bool = false,
        gzip: Bool = false,
        agent: String? = nil
    ) async throws -> Page {
        var headers: HTTPFields = [:]
        if let cookie { headers[.cookie] = cookie }
        if english { headers[.acceptLanguage] = "en" }
        if gzip { headers[.acceptEncoding] = "gzip" }
        if let agent { headers[.userAgent] = agent }
        return try await client.execute(uri: path, method: .get, headers: headers) { Page($0) }
    }

    func send(_ method: HTTPRequest.Method, _ path: String) async throws -> Page {
        try await client.execute(uri: path, method: method) { Page($0) }
    }

    func post(_ path: String, _ fields: [(String, String)], cookie: String? = nil) async throws -> Page {
        func escape(_ text: String) -> String {
            text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        }
        var headers: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]
        if let cookie { headers[.cookie] = cookie }
        let body = fields.map { "\(escape($0.0))=\(escape($0.1))" }.joined(separator: "&")
        return try await client.execute(uri: path, method: .post, headers: headers, body: ByteBuffer(string: body)) {
            Page($0)
        }
    }

    /// The cookie that a page has set under this name, as it is sent back.
    static func cookie(_ name: String, in page: Page) throws -> String {
        let set = page.headers[values: .setCookie].first { $0.hasPrefix(name + "=") }
        return String(try #require(set).prefix { $0 != ";" })
    }

    /// The cookie of a session that was opened through the form.
    func signIn(_ role: Role) async throws -> String {
        let answer = try await post("/desk/sign-in", [("name", role.rawValue), ("password", TestBoard.password)])
        #expect(answer.status == 303 && answer.location == "/desk")
        return String(try #require(answer.headers[.setCookie]?.prefix { $0 != ";" }))
    }

    /// Does something at the desk through its form.
    func act(
        _ number: CaseNumber,
        _ action: CaseAction,
        _ fields: [(String, String)],
        as cookie: String
    ) async throws -> Page {
        let path = "/desk/cases/\(number.rawValue)"
        let page = try await get(path, cookie: cookie)
        let csrf = try page.hidden("csrf")
        return try await post(path, [("csrf", csrf), ("action", action.rawValue)] + fields, cookie: cookie)
    }
}
