extension StringProtocol {
    /// Refuses text with U+0000: no keyboard writes it, and PostgreSQL cannot store it.
    ///
    /// - Throws: ``Refusal/malformed(_:)``.
    func refuseZeroCharacter() throws(Refusal) {
        guard !utf8.contains(0) else { throw .malformed(Malformed("text", expected: "text without U+0000")) }
    }
}
