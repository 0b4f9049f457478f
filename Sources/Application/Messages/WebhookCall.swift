import Crypto
import Domain
import Foundation
package import Store
import TransparencyLog

/// One entry of the log on its way to a webhook, as Standard Webhooks has it.
///
/// https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
struct WebhookCall {
    /// The same for every attempt: the receiver knows by it what it has had.
    let id: String
    let body: String

    /// A call for the entry at `position` of the journal, whose index in the log is one less.
    ///
    /// `facts`: its public half, verbatim.
    /// - Throws: ``Fault`` for facts that the journal never writes.
    init(position: Int64, facts: [UInt8], leaf: [UInt8]) throws {
        let parsed = try Facts(canonical: facts)
        let index = position - 1
        id = "entry-\(index)"
        // Type and day hold nothing that JSON would have to escape, and the facts are JSON already.
        body =
            "{\"type\":\"\(try parsed.text("t"))\",\"timestamp\":\"\(try parsed.text("at"))\","
            + "\"data\":{\"index\":\(index),\"leaf\":\"\(Hexadecimal.text(leaf))\","
            + "\"facts\":\(String(decoding: facts, as: UTF8.self))}}"
    }

    /// What goes with the body; `secret` is `whsec_` and the key in base64.
    func headers(at now: Instant, secret: String) -> [(String, String)] {
        let time = "\(now.secondsSinceEpoch)"
        let key = SymmetricKey(data: Data(base64Encoded: String(secret.dropFirst(6))) ?? Data())
        let mac = HMAC<SHA256>.authenticationCode(for: Data("\(id).\(time).\(body)".utf8), using: key)
        return [
            ("webhook-id", id), ("webhook-timestamp", time),
            ("webhook-signature", "v1,\(Data(mac).base64EncodedString())"),
        ]
    }
}

extension Office {
    /// Adds a machine that is told of every entry from now on.
    ///
    /// - Returns: its id and its secret, which is shown this once.
    /// - Throws: ``Refusal/malformed(_:)`` for an address that is none, ``Fault``.
    package func addWebhook(_ url: String, isPrivateAllowed: Bool) async throws -> (id: String, secret: String) {
        let parts = URLComponents(string: url)
        let schemes = isPrivateAllowed ? ["https", "http"] : ["https"]
        guard let parts, let scheme = parts.scheme?.lowercased(), schemes.contains(scheme),
            parts.host?.isEmpty == false,
            parts.user == nil, parts.password == nil, url.utf8.count <= 2_000,
            url.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else {
            throw Refusal.malformed(Malformed("webhook_url", expected: "an https address without a password in it"))
        }
        let id = Hexadecimal.text(world.randomBytes(4))
        let secret = "whsec_" + Data(world.randomBytes(32)).base64EncodedString()
        let sealed = try vault.seal(secret, as: Receiver.webhook(id).text)
        let journal = journal
        try await engine.write { db in
            let since = try journal.position(in: db)
            try WebhookRecords.add(.init(id: id, url: url, sealed: sealed, isActive: true, since: since), in: db)
        }
        return (id, secret)
    }

    package func webhooks() async throws -> [WebhookRecords.Webhook] {
        try await engine.read { try WebhookRecords.all(in: $0) }
    }
}
