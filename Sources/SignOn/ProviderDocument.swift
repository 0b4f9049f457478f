import Foundation

/// What the provider says of itself.
///
/// https://openid.net/specs/openid-connect-discovery-1_0.html 3
struct ProviderDocument: Decodable, Sendable {
    let issuer: String
    let authorizationEndpoint: String
    let tokenEndpoint: String
    let jwksURI: String
    let endSessionEndpoint: String?
    let tokenAuthMethods: [String]?

    private enum CodingKeys: String, CodingKey {
        case issuer
        case authorizationEndpoint = "authorization_endpoint"
        case tokenEndpoint = "token_endpoint"
        case jwksURI = "jwks_uri"
        case endSessionEndpoint = "end_session_endpoint"
        case tokenAuthMethods = "token_endpoint_auth_methods_supported"
    }

    /// - Throws: ``SignOnFault/discovery``.
    init(_ bytes: [UInt8], of client: SignOnClient) throws(SignOnFault) {
        do { self = try JSONDecoder().decode(Self.self, from: Data(bytes)) } catch { throw .discovery }
        // 4.3: exactly the same, or somebody answers for another.
        guard issuer == client.issuer else { throw .discovery }
        for address in [authorizationEndpoint, tokenEndpoint, jwksURI, endSessionEndpoint].compactMap({ $0 }) {
            guard Self.isSafe(address) else { throw .discovery }
        }
    }

    /// HTTPS, or this machine.
    static func isSafe(_ address: String) -> Bool {
        guard let url = URL(string: address), let host = url.host() else { return false }
        return url.scheme == "https"
            || (url.scheme == "http" && ["127.0.0.1", "localhost", "[::1]", "::1"].contains(host))
    }

    /// How the client proves itself at the token endpoint: `client_secret_basic` unless the provider takes only the form.
    var takesBasic: Bool { tokenAuthMethods?.contains("client_secret_basic") ?? true }
}
