/// How much of a limit is used (红黄绿灯, B.7 rule 6), measured in the limit's own unit.
///
/// Pages show a shape and a word with it, never the colour alone.
package enum DueLight: String, Hashable, Sendable, CaseIterable {
    /// At most 80 %.
    case green
    /// More than 80 %, at most 100 %.
    case amber
    /// The due time has passed.
    case red

    /// The light of a limit that is not overdue.
    init(used: Int64, of total: Int64) {
        // used / total ≤ 80 / 100, without a fraction. Moments are within ten thousand years, so nothing overflows.
        self = used * 5 <= total * 4 ? .green : .amber
    }
}
