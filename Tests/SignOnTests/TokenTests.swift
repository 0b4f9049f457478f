import Crypto
import Foundation
import JWTKit
import Testing

@testable import SignOn

/// What an ID token must be for the office to believe it (OpenID Connect Core, 3.1.3.7).
struct TokenTests {
    private static let client = SignOnClient(
        issuer: "https://login.example",
        id: "qipan",
        secret: nil,
        redirect: "https://weidu.example/desk/sign-on/return"
    )
    private static let now: Int64 = 1_780_279_200

    private struct Claims: JWTPayload {
        var iss = "https://login.example"
        var sub = "4711"
        var aud: [String] = ["qipan"]
        var exp = TokenTests.now + 300
        var iat = TokenTests.now
        var nonce: String? = "n"
        var azp: String?

        func verify(using algorithm: some JWTAlgorithm) async throws {}
    }

    /// A provider's key, and the list in which it publishes it.
    private struct Signer {
        let key = ES256PrivateKey()
        let name: String

        func token(_ claims: Claims, kid: String? = nil) async throws -> String {
            let kid = JWKIdentifier(string: kid ?? name)
            return try await JWTKeyCollection().add(ecdsa: key, kid: kid).sign(claims, kid: kid)
        }

        var published: [String: Any] {
            get throws {
                let parameters = try #require(key.publicKey.parameters)
                return [
                    "kty": "EC", "crv": "P-256", "kid": name, "alg": "ES256", "use": "sig",
                    "x": Base64URL.text([UInt8](try #require(Data(base64Encoded: parameters.x)))),
                    "y": Base64URL.text([UInt8](try #require(Data(base64Encoded: parameters.y)))),
                ]
            }
        }
    }

    private static func list(_ keys: [[String: Any]]) async throws -> ProviderKeys {
        try await ProviderKeys(Array(JSONSerialization.data(withJSONObject: ["keys": keys])), at: now)
    }

    private func fault(_ change: (inout Claims) -> Void) async throws -> SignOnFault? {
        let signer = Signer(name: "k1")
        var claims = Claims()
        change(&claims)
        let token = try await Self.list([signer.published]).verified(signer.token(claims))
        do { try token.check(client: Self.client, nonce: "n", now: Self.now) } catch { return error }
        return nil
    }

    @Test func `a token of this provider for this client and this sign-in is believed, and no other`() async throws {
        #expect(try await fault { _ in } == nil)
        #expect(try await fault { $0.iss = "https://login.example/" } == .issuer)
        #expect(try await fault { $0.aud = ["other"] } == .audience)
        #expect(try await fault { $0.aud = [] } == .audience)
        #expect(try await fault { $0.aud = ["other", "qipan"] } == .audience)
        #expect(try await fault { ($0.aud, $0.azp) = (["other", "qipan"], "qipan") } == nil)
        #expect(try await fault { $0.azp = "other" } == .audience)
        #expect(try await fault { $0.nonce = "m" } == .nonce)
        #expect(try await fault { $0.nonce = nil } == .nonce)
        #expect(try await fault { $0.sub = "" } == .signature)
        // A minute of difference between the clocks is forgiven, and no more.
        #expect(try await fault { $0.exp = Self.now - 59 } == nil)
        #expect(try await fault { $0.exp = Self.now - 60 } == .time)
        #expect(try await fault { $0.iat = Self.now + 59 } == nil)
        #expect(try await fault { $0.iat = Self.now + 60 } == .time)
    }

    @Test func `a token that another key has signed is none, whatever it calls its key`() async throws {
        let (ours, theirs) = (Signer(name: "k1"), Signer(name: "k2"))
        let keys = try await Self.list([ours.published])
        let forged = try await theirs.token(Claims(), kid: "k1")
        await #expect(throws: SignOnFault.signature) { try await keys.verified(forged) }
        #expect(keys.know(try IDToken.Header(of: try await ours.token(Claims()))))
        #expect(!keys.know(try IDToken.Header(of: try await theirs.token(Claims()))))
    }

    @Test func `keys of unknown kinds, for encryption or with a shared secret are left out and hide no others`()
        async throws
    {
        let signer = Signer(name: "k1")
        var encryption = try signer.published
        (encryption["kid"], encryption["use"]) = ("enc", "enc")
        let keys = try await Self.list([
            ["kty": "oct", "k": "c2VjcmV0", "kid": "hmac", "alg": "HS256"], ["kty": "new", "kid": "new"], encryption,
            ["kty": "RSA", "kid": "broken", "alg": "RS256"], try signer.published,
        ])
        _ = try await keys.verified(try await signer.token(Claims()))
        for name in ["hmac", "new", "enc"] {
            let token = try await signer.token(Claims(), kid: name)
            #expect(!keys.know(try IDToken.Header(of: token)))
        }
    }

    @Test(arguments: ["none", "None", "HS256", "HS512", "", "ES257"])
    func `an algorithm that proves nothing is refused before a key is looked for`(algorithm: String) throws {
        let header = Base64URL.text(Array("{\"alg\":\"\(algorithm)\",\"kid\":\"k1\"}".utf8))
        #expect(throws: SignOnFault.signature) { _ = try IDToken.Header(of: "\(header).e30.c2ln") }
    }

    @Test(arguments: ["", ".", "..", "a.b", "a.b.c.d", "!.e30.c2ln"])
    func `what is no token is refused`(text: String) {
        #expect(throws: SignOnFault.signature) { _ = try IDToken.Header(of: text) }
    }

    @Test func `a ticket opens with its key only, and PKCE's challenge is that of RFC 7636`() throws {
        let key = SymmetricKey(size: .bits256)
        let ticket = Ticket(now: Self.now) { [UInt8](repeating: 7, count: $0) }
        let sealed = try ticket.sealed(with: key)
        #expect(Ticket(sealed: sealed, key: key) == ticket)
        #expect(Ticket(sealed: sealed, key: SymmetricKey(size: .bits256)) == nil)
        #expect(Ticket(sealed: String(sealed.dropLast(4)) + "AAAA", key: key) == nil)
        #expect(Ticket(sealed: "", key: key) == nil && ticket.verifier.count == 43)
        // RFC 7636, appendix B.
        let bytes: [UInt8] = [
            116, 24, 223, 180, 151, 153, 224, 37, 79, 250, 96, 125, 216, 173, 187, 186, 22, 212, 37, 77, 105, 214, 191,
            240, 91, 88, 5, 88, 83, 132, 141, 121,
        ]
        let known = Ticket(now: Self.now) { _ in bytes }
        #expect(known.verifier == "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
        #expect(known.challenge == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")
    }

    private func document(_ change: (inout [String: Any]) -> Void) throws -> SignOnFault? {
        var fields: [String: Any] = [
            "issuer": Self.client.issuer, "authorization_endpoint": "https://login.example/auth",
            "token_endpoint": "https://login.example/token", "jwks_uri": "https://login.example/jwks",
        ]
        change(&fields)
        let bytes = Array(try JSONSerialization.data(withJSONObject: fields))
        do { _ = try ProviderDocument(bytes, of: Self.client) } catch { return error }
        return nil
    }

    @Test func `a provider's description must be its own, and lead over HTTPS`() throws {
        #expect(try document { _ in } == nil)
        #expect(try document { $0["issuer"] = "https://other.example" } == .discovery)
        #expect(try document { $0["token_endpoint"] = nil } == .discovery)
        #expect(try document { $0["token_endpoint"] = "http://login.example/token" } == .discovery)
        #expect(try document { $0["jwks_uri"] = "file:///etc/passwd" } == .discovery)
        #expect(try document { $0["end_session_endpoint"] = "javascript:alert(1)" } == .discovery)
        #expect(try document { $0["token_endpoint"] = "http://127.0.0.1:8080/token" } == nil)
    }
}
