package import Domain
import FoundationEssentials

/// What an event becomes in the journal: the facts that anybody may read, and the payload that only the office keeps.
package struct EntryContent: Hashable, Sendable {
    /// `case.closed`: permanent, never reused.
    package var type: String
    /// Coarse and non-personal: day, grid, category, counts, outcome.
    ///
    /// Without `t`, `at`, `v` and `c`, which the journal adds.
    package var facts: Facts
    /// Public facts that are days: what they are in the district's zone is known when it is written down.
    package var days: [String: Instant] = [:]
    /// Words, exact point and time, who did it.
    package var payload: Facts

    package init(type: String, facts: Facts = Facts(), payload: Facts = Facts()) {
        self.type = type
        self.facts = facts
        self.payload = payload
    }
}

/// An aggregate whose events the journal can write and read back.
package protocol Journaled: Aggregate {
    /// The event's content, in the state that it has led to.
    static func content(of event: Event, in state: Self) -> EntryContent

    /// The event that ``content(of:in:)`` wrote.
    ///
    /// `facts`: public facts and payload together.
    /// - Throws: ``Fault/corrupt(_:)``.
    static func event(type: String, facts: Facts) throws -> Event

    /// Writes the rows that readers use; a function of the state alone, so that a rebuild ends with the same rows.
    func project(id: ID<Self>, version: Int, into db: any Connection) throws

    /// Takes what the stored rows count out of the tables of sums, before they are written anew; in a rebuild nobody asks.
    func takeOut(id: ID<Self>, of db: any Connection) throws

    /// Puts what the rows count now into the tables of sums; in a rebuild ``ServiceSums/refill(in:)`` does it for all.
    func putIn(id: ID<Self>, version: Int, into db: any Connection) throws
}

extension Journaled {
    // Most subjects are in no sums.
    package func takeOut(id: ID<Self>, of db: any Connection) throws {}
    package func putIn(id: ID<Self>, version: Int, into db: any Connection) throws {}
}

/// Who did something and when, as every entry's payload says it.
package struct Envelope: Hashable, Sendable {
    package var at: Instant
    package var by: Case.Author

    package init(at: Instant, by: Case.Author) {
        self.at = at
        self.by = by
    }

    fileprivate func write(to payload: inout Facts) {
        payload["time"] = .integer(at.secondsSinceEpoch)
        payload["by"] =
            switch by {
            case .reporter: .text("reporter")
            case .system: .text("system")
            case .staff(let account): .text(account.rawValue.uuidString)
            }
    }

    /// - Throws: ``Fault/corrupt(_:)``.
    package init(facts: Facts) throws {
        at = Instant(secondsSinceEpoch: try facts.integer("time"))
        switch try facts.text("by") {
        case "reporter": by = .reporter
        case "system": by = .system
        case let text: by = .staff(try facts.id(text))
        }
    }
}

extension EntryContent {
    /// The public facts and the payload as they are stored: type, day, version and the commitment `c`, the keyed hash
    /// of the payload (transparency log 5.6).
    func sealed(_ envelope: Envelope, zone: Zone, key: [UInt8]) -> (facts: [UInt8], payload: [UInt8]) {
        var payload = payload
        envelope.write(to: &payload)
        let body = payload.canonical
        var facts = facts
        facts["t"] = .text(type)
        facts["v"] = .integer(1)
        facts["at"] = .text(zone.day(of: envelope.at).description)
        facts["c"] = .text(Commitment.of(body, key: key))
        for (name, instant) in days { facts[name] = .text(zone.day(of: instant).description) }
        return (facts.canonical, body)
    }
}
