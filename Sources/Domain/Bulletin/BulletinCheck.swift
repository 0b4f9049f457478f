/// What the check of a text has come to, as far as it decides what may happen to it.
package struct BulletinCheck: Hashable, Sendable {
    /// Lines and tokens that cannot be read, or name what is not there.
    package var faults: Int
    /// Numbers that the text itself or a figure contradicts.
    package var contradicted: Int
    /// Numbers that nothing supports: somebody has to say of each why it stands.
    package var open: Set<String>
    /// Numbers that are figures by their token, and others that agree with one.
    package var proved: Int
    package var agreed: Int

    package init(faults: Int, contradicted: Int, open: Set<String>, proved: Int, agreed: Int) {
        self.faults = faults
        self.contradicted = contradicted
        self.open = open
        self.proved = proved
        self.agreed = agreed
    }
}

/// Why a number stands that is no figure of the office's.
package enum NumberGround: String, Hashable, Sendable, CaseIterable {
    /// Somebody else says so, and the text names whom.
    case quoted
    case date
    /// 第66次.
    case ordinal
    /// 一对一, 三会一课.
    case idiom
    /// The number of a paper, a house, a telephone.
    case name
    /// Counted by hand from a paper that the reviewer has seen.
    case paper
}
