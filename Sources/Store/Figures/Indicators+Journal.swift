import Crypto
package import Domain

extension Indicator {
    /// The hash that figures name the definition by: SHA-256 of its bytes, 64 hexadecimal digits.
    package var digest: String { Hexadecimal.text(SHA256.hash(data: Array(text.utf8))) }
}

/// A definition stands in the log whole: who checks a figure needs nothing else.
extension Indicators: Journaled {
    package static func content(of event: Event, in state: Self) -> EntryContent {
        switch event {
        case .defined(let indicator):
            EntryContent(
                type: "figure.defined",
                facts: [
                    "fig": .text(indicator.code.rawValue), "version": .integer(Int64(indicator.version)),
                    "def": .text(indicator.digest), "definition": .text(indicator.text),
                ]
            )
        }
    }

    package static func event(type: String, facts: Facts) throws -> Event {
        guard type == "figure.defined" else {
            throw Fault.corrupt("an entry of an unknown type stands among the definitions")
        }
        return .defined(try facts.definition())
    }

    package func project(id: ID<Indicators>, version: Int, into db: any Connection) throws {
        try db.submit("DELETE FROM indicator")
        let entries = try db.rows("SELECT seq, facts FROM entry WHERE subject = \(id.bytes) ORDER BY version") { row in
            (try row.integer(0), try Facts(canonical: try row.blob(1)).text("at"))
        }
        for (indicator, (seq, day)) in zip(filed, entries) {
            try db.submit(
                """
                INSERT INTO indicator (code, version, def, body, seq, defined_on)
                VALUES (
                    \(indicator.code.rawValue), \(indicator.version), \(indicator.digest), \(indicator.text), \(seq), \(day))
                """
            )
        }
    }
}

extension Facts {
    fileprivate func definition() throws -> Indicator {
        do { return try Indicator(parsing: try text("definition")) } catch is Malformed {
            throw Fault.corrupt("a journal entry holds no valid definition")
        }
    }
}
