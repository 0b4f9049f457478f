import Application
import Domain
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import LogTiles
import Logging
import NIOCore
import Open311
import TestKit
import Testing
import Web

/// A test board with every door open, as the server opens them.
struct District: Sendable {
    let board: TestBoard
    let client: any TestClientProtocol

    /// Opens a board, runs the test, and closes the board.
    static func open(logger: Logger? = nil, _ body: @Sendable (District) async throws -> Void) async throws {
        let board = try await TestBoard.make(logger: logger)
        let router = Router()
        Open311Door(office: board.office).addRoutes(to: router)
        LogTilesDoor(office: board.office).addRoutes(to: router)
        try WebDoor(office: board.office).addRoutes(to: router)
        try await Hummingbird.Application(router: router).test(.router) { client in
            try await body(District(board: board, client: client))
        }
        try await board.close()
    }

    struct Answer: Sendable {
        let status: Int
        let headers: HTTPFields
        let bytes: [UInt8]

        var text: String { String(decoding: bytes, as: UTF8.self) }
        var location: String { headers[.location] ?? "" }
        var type: String { headers[.contentType] ?? "" }

        /// Whether the bytes of `words` stand in the body.
        ///
        /// Strings compare by character, and a quote with an accent on it is another character than a quote.
        func holds(_ words: String) -> Bool { Data(bytes).range(of: Data(words.utf8)) != nil }

        /// The value of a hidden field.
        func hidden(_ name: String) throws -> String {
            let match = text.firstMatch(of: try Regex("name=\"\(name)\" value=\"([^\"]*)\""))
            return String(try #require(match?.output[1].substring))
        }

        /// Every field of a list of JSON objects.
        func list() throws -> [[String: Any]] {
            try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [[String: Any]])
        }
    }

    func call(
        _ method: HTTPRequest.Method,
        _ path: String,
        headers: HTTPFields = [:],
        body: [UInt8] = []
    ) async throws -> Answer {
        try await client.execute(uri: path, method: method, headers: headers, body: ByteBuffer(bytes: body)) {
            Answer(status: $0.status.code, headers: $0.headers, bytes: Array($0.body.readableBytesView))
        }
    }

    func get(_ path: String, cookie: String? = nil, english: Bool = false) async throws -> Answer {
        var headers: HTTPFields = [:]
        if let cookie { headers[.cookie] = cookie }
        if english { headers[.acceptLanguage] = "en" }
        return try await call(.get, path, headers: headers)
    }

    func post(
        _ path: String,
        _ fields: [(String, String)],
        cookie: String? = nil,
        english: Bool = false
    ) async throws -> Answer {
        var headers: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]
        if let cookie { headers[.cookie] = cookie }
        if english { headers[.acceptLanguage] = "en" }
        return try await call(.post, path, headers: headers, body: Array(Self.encoded(fields).utf8))
    }

    static func encoded(_ fields: [(String, String)]) -> String {
        func escape(_ text: String) -> String {
            text.utf8.map { byte in
                let isPlain =
                    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
                    || (0x61...0x7A).contains(byte)
                return isPlain ? String(UnicodeScalar(byte)) : "%" + String(format: "%02X", Int(byte))
            }
            .joined()
        }
        return fields.map { "\(escape($0.0))=\(escape($0.1))" }.joined(separator: "&")
    }

    /// The cookie of a session that was opened through the form.
    func signIn(_ role: Role) async throws -> String {
        let answer = try await post("/desk/sign-in", [("name", role.rawValue), ("password", TestBoard.password)])
        #expect(answer.status == 303)
        return String(try #require(answer.headers[.setCookie]?.prefix { $0 != ";" }))
    }

    /// Does something at the desk through its form.
    func act(
        _ number: CaseNumber,
        _ action: CaseAction,
        _ fields: [(String, String)],
        as role: Role
    ) async throws -> Answer {
        let cookie = try await signIn(role)
        let path = "/desk/cases/\(number.rawValue)"
        let csrf = try await get(path, cookie: cookie).hidden("csrf")
        return try await post(path, [("csrf", csrf), ("action", action.rawValue)] + fields, cookie: cookie)
    }
}

/// Parts of a multipart body.
struct Multipart {
    static let boundary = "qipan-test-boundary"
    var bytes: [UInt8] = []

    static var type: String { "multipart/form-data; boundary=\(boundary)" }

    mutating func add(_ name: String, _ value: String) {
        bytes += "--\(Self.boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n".utf8
    }

    mutating func add(_ name: String, file: [UInt8], named filename: String = "a.jpg", type: String = "image/jpeg") {
        bytes += "--\(Self.boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"; ".utf8
        bytes += "filename=\"\(filename)\"\r\nContent-Type: \(type)\r\n\r\n".utf8
        bytes += file + Array("\r\n".utf8)
    }

    var closed: [UInt8] { bytes + Array("--\(Self.boundary)--\r\n".utf8) }
}
