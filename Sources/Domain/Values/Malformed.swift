/// Text from outside that does not say what it should; `expected` tells the sender what would.
package struct Malformed: Error, Hashable, Sendable {
    /// What was being read: `code`, `limit`, `day`.
    package let what: String
    /// What would have been accepted, in plain English; doors translate by ``what``.
    package let expected: String

    package init(_ what: String, expected: String) {
        self.what = what
        self.expected = expected
    }
}
