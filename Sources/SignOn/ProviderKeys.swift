import Foundation
import JWTKit

/// The provider's public keys, as they were at one moment.
struct ProviderKeys: Sendable {
    private let collection: JWTKeyCollection
    private let names: Set<String>
    /// Seconds since 1970.
    let fetchedAt: Int64

    /// Keys for encryption, with a shared secret, or of a kind that is not known here are left out.
    ///
    /// - Throws: ``SignOnFault/discovery`` for what is no list of keys.
    init(_ bytes: [UInt8], at now: Int64) async throws {
        guard let list = try? JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any],
            let keys = list["keys"] as? [[String: Any]]
        else { throw SignOnFault.discovery }
        let collection = JWTKeyCollection()
        var names: Set<String> = []
        for key in keys
        where key["use"] as? String ?? "sig" == "sig" && ["RSA", "EC", "OKP"].contains(key["kty"] as? String) {
            // One key that cannot be read must not hide the others.
            guard let json = try? JSONSerialization.data(withJSONObject: key),
                var jwk = try? JSONDecoder().decode(JWK.self, from: json)
            else { continue }
            let name = jwk.keyIdentifier?.string ?? Self.nameless
            jwk.keyIdentifier = JWKIdentifier(string: name)
            guard (try? await collection.add(jwk: jwk)) != nil else { continue }
            names.insert(name)
        }
        self.collection = collection
        self.names = names
        fetchedAt = now
    }

    private static let nameless = "nameless"

    /// Whether the key that a token names is among them; a token may only leave the name out where there is one key.
    func know(_ header: IDToken.Header) -> Bool {
        header.kid.map(names.contains) ?? (names.count == 1)
    }

    /// - Throws: ``SignOnFault/signature``.
    func verified(_ token: String) async throws -> IDToken {
        do { return try await collection.verify(token, as: IDToken.self) } catch { throw SignOnFault.signature }
    }
}
