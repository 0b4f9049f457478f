import Foundation
import JWTKit

/// What the provider says about who has signed in.
///
/// https://openid.net/specs/openid-connect-core-1_0.html 2 and 3.1.3.7
struct IDToken: JWTPayload {
    let iss: String
    let sub: String
    let aud: Audience
    /// Seconds since 1970; the standard lets them be fractions.
    let exp: Double
    let iat: Double
    let nonce: String?
    let azp: String?

    /// One client, or several.
    struct Audience: Codable, Sendable {
        let clients: [String]

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            do { clients = [try container.decode(String.self)] } catch {
                clients = try container.decode([String].self)
            }
        }

        func encode(to encoder: any Encoder) throws { try clients.encode(to: encoder) }
    }

    /// Nothing here: ``check(client:nonce:now:)`` needs to know what was asked, and the time comes in as an argument.
    func verify(using algorithm: some JWTAlgorithm) async throws {}

    /// Seconds by which the provider's clock and ours may differ.
    static let leeway = 60.0

    /// - Throws: ``SignOnFault``.
    func check(client: SignOnClient, nonce: String, now: Int64) throws(SignOnFault) {
        guard iss == client.issuer else { throw .issuer }
        guard aud.clients.contains(client.id) else { throw .audience }
        guard azp == nil || azp == client.id, aud.clients.count == 1 || azp != nil else { throw .audience }
        guard self.nonce == nonce else { throw .nonce }
        guard Double(now) < exp + Self.leeway, iat < Double(now) + Self.leeway else { throw .time }
        guard !sub.isEmpty, sub.utf8.count <= 255 else { throw .signature }
    }

    /// The part of a token that says how it is signed.
    struct Header: Decodable {
        let alg: String
        let kid: String?

        /// - Throws: ``SignOnFault/signature`` for what is no token, and for algorithms that prove nothing here: none, and
        ///   those with a shared secret.
        init(of token: String) throws(SignOnFault) {
            let parts = token.split(separator: ".", omittingEmptySubsequences: false)
            guard parts.count == 3, let bytes = Base64URL.bytes(parts[0]) else { throw .signature }
            do { self = try JSONDecoder().decode(Self.self, from: Data(bytes)) } catch { throw .signature }
            guard Self.algorithms.contains(alg) else { throw .signature }
        }

        private static let algorithms: Set<String> = [
            "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA",
        ]
    }
}
