/// Why the provider's word was not taken.
///
/// For the log: a constant, and nothing that the provider or a browser sent.
package enum SignOnFault: String, Error, Sendable, CaseIterable {
    /// It does not answer, or with an error.
    case unreachable
    /// What it says of itself is not what OpenID Connect Discovery asks for.
    case discovery
    /// The browser comes back with another state than it left with, too late, or without its ticket.
    case state
    /// It says itself that the person was not let in.
    case declined
    /// It gave no tokens for the code.
    case exchange
    /// The ID token is none, or its signature is not one of the provider's.
    case signature
    case issuer
    case audience
    case nonce
    /// The ID token has expired, or is from a time that has not come.
    case time
}
