extension String {
    /// The text without blanks around it.
    ///
    /// - Throws: ``Refusal/missing(_:)``, ``Refusal/tooLong(_:limit:)`` in code points, or ``Refusal/malformed(_:)``.
    func checked(_ field: Refusal.Field, limit: Int = 500) throws(Refusal) -> String {
        let text = try optional(field, limit: limit)
        guard !text.isEmpty else { throw .missing(field) }
        return text
    }

    /// The same for a text that may be left out.
    ///
    /// - Throws: ``Refusal/tooLong(_:limit:)`` in code points, or ``Refusal/malformed(_:)``.
    func optional(_ field: Refusal.Field, limit: Int = 500) throws(Refusal) -> String {
        let text = String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
        guard text.unicodeScalars.count <= limit else { throw .tooLong(field, limit: limit) }
        try text.refuseZeroCharacter()
        // U+001C to U+001F part the members of a list where it is stored.
        guard !text.unicodeScalars.contains(where: { (0x1C...0x1F).contains($0.value) }) else {
            throw .malformed(Malformed("text", expected: "text without U+0000"))
        }
        return text
    }
}
