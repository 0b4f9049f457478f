import Application
import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Testing

/// A real provider of single sign-on, Debian's `glewlwyd`, on loopback with a database of its own.
final class Glewlwyd: Sendable {
    private static let program = "/usr/bin/glewlwyd"
    private static let schema = "/usr/share/dbconfig-common/data/glewlwyd/install/sqlite3"

    /// Says so loudly when there is none.
    static let isThere: Bool = {
        if FileManager.default.fileExists(atPath: program) { return true }
        FileHandle.standardError.write(
            Data(
                "NOTE: glewlwyd is not installed (make bootstrap). The sign-on test with a real provider is skipped.\n"
                    .utf8
            )
        )
        return false
    }()

    static let secret = "secret-of-the-office"
    static let person = (name: "li", password: "password of li")

    let issuer: String
    private let root: String
    private let folder: URL
    private let process: Process

    private init(root: String, folder: URL, process: Process) {
        self.root = root
        self.folder = folder
        self.process = process
        issuer = root + "/api/oidc"
    }

    /// Starts one, with the office as a client and one person.
    ///
    /// `redirect`: where the office wants browsers back.
    static func start(redirect: String, using http: HTTPClient) async throws -> Glewlwyd {
        let folder = FileManager.default.temporaryDirectory.appending(path: "qipan-glewlwyd-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try run("/usr/bin/sqlite3", [folder.appending(path: "db").path, ".read \(schema)"])
        let port = try freePort()
        let root = "http://127.0.0.1:\(port)"
        let configuration = """
            port=\(port)
            bind_address="127.0.0.1"
            external_url="\(root)"
            login_url="login.html"
            api_prefix="api"
            cookie_domain=""
            cookie_secure=0
            session_key="GLEWLWYD2_SESSION_ID"
            session_expiration=3600
            admin_scope="g_admin"
            profile_scope="g_profile"
            log_mode="console"
            log_level="INFO"
            user_module_path="/usr/lib/glewlwyd/user"
            client_module_path="/usr/lib/glewlwyd/client"
            user_auth_scheme_module_path="/usr/lib/glewlwyd/scheme"
            plugin_module_path="/usr/lib/glewlwyd/plugin"
            hash_algorithm="SHA512"
            database = { type = "sqlite3" path = "\(folder.path)/db" };
            """
        let file = folder.appending(path: "conf")
        try Data(configuration.utf8).write(to: file)
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = ["--config-file=\(file.path)"]
        // Some lines that nobody reads further fit into the pipe.
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let provider = Glewlwyd(root: root, folder: folder, process: process)
        do {
            try await OwnThread("glewlwyd").run { try waitForStart(output.fileHandleForReading) }
            try await provider.setUp(redirect: redirect, using: http)
        } catch {
            try provider.end()
            throw error
        }
        return provider
    }

    /// Reads what it prints until it says that it listens.
    private static func waitForStart(_ output: FileHandle) throws {
        var words = Data()
        while words.range(of: Data("Glewlwyd started on port".utf8)) == nil {
            let more = output.availableData
            try #require(!more.isEmpty, "glewlwyd did not start: \(String(decoding: words, as: UTF8.self))")
            words.append(more)
        }
    }

    func end() throws {
        process.terminate()
        process.waitUntilExit()
        try FileManager.default.removeItem(at: folder)
    }

    // MARK: - As its administrator

    private func setUp(redirect: String, using http: HTTPClient) async throws {
        let admin = try await signIn("admin", "password", using: http)
        try Self.run("/usr/bin/openssl", ["genrsa", "-out", folder.path + "/key", "2048"])
        try Self.run(
            "/usr/bin/openssl",
            ["rsa", "-in", folder.path + "/key", "-pubout", "-out", folder.path + "/public"]
        )
        let parameters: [String: Any] = [
            "iss": issuer, "jwt-type": "rsa", "jwt-key-size": "256",
            "key": try String(contentsOf: folder.appending(path: "key"), encoding: .utf8),
            "cert": try String(contentsOf: folder.appending(path: "public"), encoding: .utf8),
            "access-token-duration": 3_600, "refresh-token-duration": 3_600, "code-duration": 600,
            "refresh-token-rolling": false, "allow-non-oidc": false, "auth-type-code-enabled": true,
            "auth-type-token-enabled": false, "auth-type-id-token-enabled": true, "auth-type-none-enabled": false,
            "auth-type-password-enabled": false, "auth-type-client-enabled": false, "auth-type-refresh-enabled": false,
            "pkce-allowed": true, "pkce-required": true, "pkce-method-plain-allowed": false, "subject-type": "public",
            "session-management-allowed": true, "session-cookie-name": "GLEWLWYD2_OIDC",
            "session-cookie-expiration": 3_600,
        ]
        let things: [(String, [String: Any])] = [
            (
                "mod/plugin/",
                [
                    "module": "oidc", "name": "oidc", "display_name": "OIDC", "order_rank": 0, "readonly": false,
                    "parameters": parameters,
                ]
            ),
            (
                "client/",
                [
                    "client_id": "qipan", "name": "Qipan", "confidential": true, "client_secret": Self.secret,
                    "redirect_uri": [redirect], "authorization_type": ["code"], "enabled": true, "scope": ["openid"],
                    "token_endpoint_auth_method": ["client_secret_basic"], "source": "database",
                ]
            ),
            (
                "user/",
                [
                    "username": Self.person.name, "password": Self.person.password, "name": "Li",
                    "email": "li@example.org",
                    "enabled": true, "scope": ["g_profile", "openid"], "source": "database",
                ]
            ),
        ]
        for (path, thing) in things {
            let answer = try await send(.POST, "/api/" + path, thing, cookie: admin, using: http)
            try #require(answer.status == .ok, "glewlwyd refused \(path)")
        }
    }

    // MARK: - As a person at the browser

    /// The cookie of somebody who has signed in at the provider.
    func signIn(_ name: String, _ password: String, using http: HTTPClient) async throws -> String {
        let answer = try await send(.POST, "/api/auth/", ["username": name, "password": password], using: http)
        try #require(answer.status == .ok)
        let set = answer.headers["Set-Cookie"].first { $0.hasPrefix("GLEWLWYD2_SESSION_ID=") }
        return String(try #require(set).prefix { $0 != ";" })
    }

    /// Signs the person in, agrees to the scope, and says where the provider then sends the browser.
    func authorize(_ address: String, using http: HTTPClient) async throws -> String {
        let cookie = try await signIn(Self.person.name, Self.person.password, using: http)
        let granted = try await send(.PUT, "/api/auth/grant/qipan/", ["scope": "openid"], cookie: cookie, using: http)
        try #require(granted.status == .ok)
        // What the provider's own page adds when the person has agreed.
        let answer = try await send(
            .GET,
            String((address + "&g_continue").dropFirst(root.count)),
            nil,
            cookie: cookie,
            using: http
        )
        return try #require(answer.headers["Location"].first)
    }

    private func send(
        _ method: HTTPMethod,
        _ path: String,
        _ body: [String: Any]?,
        cookie: String? = nil,
        using http: HTTPClient
    ) async throws -> HTTPClientResponse {
        var request = HTTPClientRequest(url: root + path)
        request.method = method
        if let cookie { request.headers.add(name: "Cookie", value: cookie) }
        if let body {
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(ByteBuffer(bytes: Array(try JSONSerialization.data(withJSONObject: body))))
        }
        return try await http.execute(request, timeout: .seconds(10))
    }

    // MARK: - Processes and ports

    private static func run(_ program: String, _ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "\(program) failed")
    }

    /// A port of loopback that was free a moment ago.
    private static func freePort() throws -> Int {
        let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { raw in
                bind(socket, raw, length) == 0 && getsockname(socket, raw, &length) == 0
            }
        }
        try #require(bound)
        return Int(UInt16(bigEndian: address.sin_port))
    }
}
