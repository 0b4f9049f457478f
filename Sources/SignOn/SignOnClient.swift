/// What the provider knows this office as.
package struct SignOnClient: Hashable, Sendable {
    /// The provider, exactly as it calls itself: `https://login.example.gov.cn/realms/weidu`.
    package var issuer: String
    package var id: String
    /// Nil for a public client, for which PKCE alone must do.
    package var secret: String?
    /// Where the provider sends the browser back to; registered there.
    package var redirect: String

    package init(issuer: String, id: String, secret: String?, redirect: String) {
        self.issuer = issuer
        self.id = id
        self.secret = secret
        self.redirect = redirect
    }
}
