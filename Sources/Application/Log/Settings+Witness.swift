package import Domain
import Foundation
package import TransparencyLog

extension Settings {
    /// Somebody else's machine that cosigns this log's checkpoints.
    package struct Witness: Hashable, Sendable {
        /// What its cosignatures are verified with.
        package let key: NoteVerifier
        /// The submission prefix of C2SP tlog-witness, without a trailing slash.
        package let url: String

        /// - Throws: ``Malformed``.
        package init(key: String, url: String) throws(Malformed) {
            // Why a key is none does not help: its owner has the right text.
            guard let verifier = try? NoteVerifier(vkey: key), verifier.type == .cosignature,
                let parts = URLComponents(string: url), let scheme = parts.scheme?.lowercased(),
                ["https", "http"].contains(scheme), parts.host?.isEmpty == false,
                parts.user == nil, parts.password == nil, parts.query == nil, parts.fragment == nil,
                url.utf8.count <= 2_000, url.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
            else {
                throw Malformed("witness", expected: "a witness's verifier key of type 0x04, a blank, and its address")
            }
            self.key = verifier
            self.url = String(url.reversed().drop { $0 == "/" }.reversed())
        }

        /// Reads `VKEY URL`.
        ///
        /// - Throws: ``Malformed``.
        package init(parsing text: String) throws(Malformed) {
            let words = text.split(separator: " ").map(String.init)
            try self.init(key: words.first ?? "", url: words.count == 2 ? words[1] : "")
        }
    }
}
