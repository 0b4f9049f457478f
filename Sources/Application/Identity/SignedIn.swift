package import Domain
package import Store

/// Somebody who has signed in.
package struct SignedIn: Sendable {
    /// The secret in the cookie; only its hash is stored.
    package let token: String
    /// Goes into every form; a form without it is refused.
    package let csrf: String
    package let staff: Staff
    package let displayName: String
    package let session: SessionRecords.Session
    package let signInName: String

    package var expiresAt: Instant { session.expiresAt }
}

/// Somebody whose password was right, or for whom the provider vouches, and who may do nothing yet.
package struct Halfway: Sendable {
    /// What is still to come.
    package enum Missing: Hashable, Sendable {
        case code
        /// The password is somebody else's, who opened the account or reset it.
        case password
        case secondFactor
    }

    package let token: String
    package let csrf: String
    package let missing: Missing
    package let account: ID<Account>
    package let signInName: String
    package let session: SessionRecords.Session
}

/// How far a sign-in has come.
package enum Arrival: Sendable {
    case signedIn(SignedIn)
    case halfway(Halfway)

    package var token: String {
        switch self {
        case .signedIn(let signedIn): signedIn.token
        case .halfway(let halfway): halfway.token
        }
    }

    package var expiresAt: Instant {
        switch self {
        case .signedIn(let signedIn): signedIn.session.expiresAt
        case .halfway(let halfway): halfway.session.expiresAt
        }
    }
}
