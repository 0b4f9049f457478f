import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Synchronization

/// A provider of single sign-on: OpenID Connect, authorization code with PKCE.
///
/// It knows nothing of accounts: what comes out is who the provider says that it was.
package final class SignOnProvider: Sendable {
    /// Whom the provider vouches for.
    package struct Person: Hashable, Sendable {
        package let issuer: String
        package let subject: String
    }

    package let client: SignOnClient
    private let http: HTTPClient

    private struct State: Sendable {
        var document: (value: ProviderDocument, at: Int64)?
        var keys: ProviderKeys?
    }

    private let state = Mutex(State())

    /// An hour, in seconds: how long the provider's description and keys are taken as they are.
    private static let freshness: Int64 = 3_600
    /// A minute, in seconds: how often a token with an unknown key may make us ask for the keys again.
    private static let keyPause: Int64 = 60
    private static let answerLimit = 262_144

    package init(_ client: SignOnClient) {
        self.client = client
        var configuration = HTTPClient.Configuration()
        // A provider that moved is set anew; nothing of ours follows where an answer points to.
        configuration.redirectConfiguration = .disallow
        configuration.timeout = .init(connect: .seconds(5), read: .seconds(10))
        http = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    /// Ends its connections; nothing may be asked afterwards.
    package func close() async throws { try await http.shutdown() }

    /// Where the browser is sent to.
    ///
    /// `now`: seconds since 1970.
    /// - Throws: ``SignOnFault``.
    package func begin(_ ticket: Ticket, now: Int64) async throws -> String {
        let document = try await document(at: now)
        return Self.address(
            document.authorizationEndpoint,
            [
                ("response_type", "code"), ("scope", "openid"), ("client_id", client.id),
                ("redirect_uri", client.redirect), ("state", ticket.state), ("nonce", ticket.nonce),
                ("code_challenge", ticket.challenge), ("code_challenge_method", "S256"),
            ]
        )
    }

    /// Who has come back.
    ///
    /// `parameter`: what the provider has put into the address of the return.
    /// - Throws: ``SignOnFault``.
    package func finish(_ ticket: Ticket, now: Int64, parameter: (String) -> String?) async throws -> Person {
        guard now < ticket.until, parameter("state") == ticket.state else { throw SignOnFault.state }
        // RFC 9207: which provider answers, where it says so.
        if let issuer = parameter("iss"), issuer != client.issuer { throw SignOnFault.issuer }
        guard parameter("error") == nil, let code = parameter("code") else { throw SignOnFault.declined }
        let document = try await document(at: now)
        let token = try await exchange(code, ticket.verifier, document)
        let header = try IDToken.Header(of: token)
        let verified = try await keys(knowing: header, document, at: now).verified(token)
        try verified.check(client: client, nonce: ticket.nonce, now: now)
        return Person(issuer: verified.iss, subject: verified.sub)
    }

    /// Where somebody ends the session at the provider too; nil where it has no such page.
    ///
    /// https://openid.net/specs/openid-connect-rpinitiated-1_0.html
    package func endSessionAddress(returningTo address: String, now: Int64) async throws -> String? {
        try await document(at: now).endSessionEndpoint.map {
            Self.address($0, [("client_id", client.id), ("post_logout_redirect_uri", address)])
        }
    }

    // MARK: - What the provider says of itself

    private func document(at now: Int64) async throws -> ProviderDocument {
        if let known = state.withLock({ $0.document }), now < known.at + Self.freshness { return known.value }
        guard ProviderDocument.isSafe(client.issuer) else { throw SignOnFault.discovery }
        let base = client.issuer.hasSuffix("/") ? String(client.issuer.dropLast()) : client.issuer
        let bytes = try await fetch(
            HTTPClientRequest(url: base + "/.well-known/openid-configuration"),
            else: .unreachable
        )
        let document = try ProviderDocument(bytes, of: client)
        state.withLock { $0.document = (document, now) }
        return document
    }

    /// The keys, fetched again when they are old or do not have the one that a token names.
    private func keys(
        knowing header: IDToken.Header,
        _ document: ProviderDocument,
        at now: Int64
    ) async throws -> ProviderKeys {
        if let keys = state.withLock({ $0.keys }) {
            let age = now - keys.fetchedAt
            if keys.know(header), age < Self.freshness { return keys }
            guard age >= Self.keyPause else { throw SignOnFault.signature }
        }
        let bytes = try await fetch(HTTPClientRequest(url: document.jwksURI), else: .unreachable)
        let keys = try await ProviderKeys(bytes, at: now)
        state.withLock { $0.keys = keys }
        guard keys.know(header) else { throw SignOnFault.signature }
        return keys
    }

    // MARK: - HTTP

    private struct Tokens: Decodable {
        let idToken: String

        private enum CodingKeys: String, CodingKey { case idToken = "id_token" }
    }

    /// The ID token for a code (OpenID Connect Core, 3.1.3).
    private func exchange(_ code: String, _ verifier: String, _ document: ProviderDocument) async throws -> String {
        var fields = [
            ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", client.redirect),
            ("code_verifier", verifier), ("client_id", client.id),
        ]
        var request = HTTPClientRequest(url: document.tokenEndpoint)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
        if let secret = client.secret {
            if document.takesBasic {
                // RFC 6749, 2.3.1: both halves are form-encoded first.
                let pair = "\(Self.escape(client.id)):\(Self.escape(secret))"
                request.headers.add(name: "Authorization", value: "Basic \(Data(pair.utf8).base64EncodedString())")
            } else {
                fields.append(("client_secret", secret))
            }
        }
        request.body = .bytes(ByteBuffer(string: Self.form(fields)))
        let bytes = try await fetch(request, else: .exchange)
        do { return try JSONDecoder().decode(Tokens.self, from: Data(bytes)).idToken } catch {
            throw SignOnFault.exchange
        }
    }

    /// `fault`: what an answer that is not 200 is.
    private func fetch(_ request: HTTPClientRequest, else fault: SignOnFault) async throws -> [UInt8] {
        var request = request
        request.headers.add(name: "Accept", value: "application/json")
        let status: HTTPResponseStatus
        let bytes: [UInt8]
        do {
            let response = try await http.execute(request, timeout: .seconds(10))
            status = response.status
            bytes = Array(try await response.body.collect(upTo: Self.answerLimit).readableBytesView)
        } catch {
            throw SignOnFault.unreachable
        }
        guard status == .ok else { throw fault }
        return bytes
    }

    private static func form(_ fields: [(String, String)]) -> String {
        fields.map { "\(escape($0.0))=\(escape($0.1))" }.joined(separator: "&")
    }

    private static func address(_ endpoint: String, _ fields: [(String, String)]) -> String {
        endpoint + (endpoint.contains("?") ? "&" : "?") + form(fields)
    }

    private static func escape(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .formUnescaped) ?? ""
    }
}

extension CharacterSet {
    /// What `application/x-www-form-urlencoded` leaves as it is: some providers compare secrets as they come.
    fileprivate static let formUnescaped = CharacterSet(
        charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._"
    )
}
