/// How often people came to something (人次), and how that is known.
///
/// Somebody who comes twice counts twice, so this is never a number of people (人); names are not kept.
package struct Attendance: Hashable, Sendable {
    /// How it was counted, from the surest way to the least.
    package enum Method: String, Hashable, Sendable, CaseIterable {
        /// A list that people signed; the list stays on paper.
        case signIn = "sign_in"
        case headCount = "head_count"
        case estimate
    }

    package var times: Int
    package var method: Method
    /// Different people among them (人), where a list that they signed says so.
    package var persons: Int?

    /// More than come to anything in a district.
    package static let limit = 1_000_000

    /// - Throws: ``WorkRefusal/countOutOfRange``, ``WorkRefusal/personsUnknown`` or ``WorkRefusal/morePersons``.
    package init(_ times: Int, by method: Method, persons: Int? = nil) throws(Refusal) {
        guard (0...Self.limit).contains(times) else { throw .work(.countOutOfRange) }
        if let persons {
            guard persons >= 0 else { throw .work(.countOutOfRange) }
            guard method == .signIn else { throw .work(.personsUnknown) }
            guard persons <= times else { throw .work(.morePersons) }
        }
        self.times = times
        self.method = method
        self.persons = persons
    }
}
