package import Domain
package import TransparencyLog

/// The append-only table of entries: the only source of truth.
///
/// Functions receive a connection; use cases open the transactions.
package struct Journal: Sendable {
    /// Entries are dated in the district's zone.
    package let zone: Zone

    /// False while many entries are put down whose tables are filled from them afterwards (``Rebuild``).
    private let isProjecting: Bool

    package init(zone: Zone, isProjecting: Bool = true) {
        self.zone = zone
        self.isProjecting = isProjecting
    }

    /// An aggregate as the journal remembers it.
    package struct Past<Subject: Journaled> {
        package var state: Subject
        /// The number of entries so far; the next append expects it.
        package var version: Int

        /// Nothing has happened yet.
        package init() {
            state = Subject()
            version = 0
        }
    }

    /// What an append put down.
    package struct Appended: Sendable {
        /// Position of the first new entry; its index in the log is one less.
        package var first: Int64
        /// One leaf hash an event.
        package var leaves: [Digest]
    }

    /// - Throws: ``Fault``.
    package func past<Subject: Journaled>(of id: ID<Subject>, in db: any Connection) throws -> Past<Subject> {
        var past = Past<Subject>()
        let events = try db.rows(
            """
            SELECT entry.facts, payload.body
            FROM entry JOIN payload ON payload.seq = entry.seq
            WHERE entry.subject = \(id.bytes)
            ORDER BY entry.version
            """
        ) { try Self.event(of: Subject.self, facts: $0.blob(0), payload: $0.blob(1)) }
        for event in events { past.state.apply(event) }
        past.version = events.count
        return past
    }

    /// The pasts of several subjects in one question; the fault of one that cannot be read is its own.
    ///
    /// - Throws: ``Fault``.
    package func pasts<Subject: Journaled>(
        of ids: [ID<Subject>],
        in db: any Connection
    ) throws -> [ID<Subject>: Result<Past<Subject>, Fault>] {
        guard !ids.isEmpty else { return [:] }
        var pasts = Dictionary(ids.map { ($0, Result<Past<Subject>, Fault>.success(Past())) }) { first, _ in first }
        let statement: SQL =
            """
            SELECT entry.facts, payload.body, entry.subject
            FROM entry JOIN payload ON payload.seq = entry.seq
            WHERE entry.subject IN (
            """ + .list(ids.map { .blob($0.bytes) }) + ") ORDER BY entry.subject, entry.version"
        try db.forEach(statement) { row in
            guard let id = ID<Subject>(bytes: try row.blob(2)), case .success(var past)? = pasts[id] else { return }
            // The dictionary lets go, so that a state of many parts is changed in place.
            pasts[id] = nil
            let (facts, payload) = (try row.blob(0), try row.blob(1))
            do {
                past.state.apply(try Self.event(of: Subject.self, facts: facts, payload: payload))
                past.version += 1
                pasts[id] = .success(past)
            } catch let fault as Fault {
                pasts[id] = .failure(fault)
            }
        }
        return pasts
    }

    /// Puts `events` down after `past`, and projects the state that they lead to.
    ///
    /// `keys`: as many commitment keys as events.
    /// - Throws: ``Fault`` of kind conflict when somebody else was first; it may come as late as the command's end.
    @discardableResult
    package func append<Subject: Journaled>(
        _ events: [Subject.Event],
        to id: ID<Subject>,
        after past: inout Past<Subject>,
        envelope: Envelope,
        keys: [[UInt8]],
        in db: any Connection
    ) throws -> Appended {
        let last = try position(in: db)
        var leaves: [Digest] = []
        for (event, key) in zip(events, keys) {
            past.state.apply(event)
            past.version += 1
            let content = Subject.content(of: event, in: past.state)
            let sealed = content.sealed(envelope, zone: zone, key: key)
            let leaf = Merkle.leaf(sealed.facts)
            let seq = last + 1 + Int64(leaves.count)
            try db.submit(
                """
                INSERT INTO entry (seq, subject, kind, version, facts, leaf)
                VALUES (\(seq), \(id.bytes), \(Subject.kind.rawValue), \(past.version), \(sealed.facts), \(leaf.bytes))
                """,
                whenTaken: .anotherWasFirst
            )
            try db.submit(
                "INSERT INTO payload (seq, commitment_key, body) VALUES (\(seq), \(key), \(sealed.payload))"
            )
            if isProjecting { try Tally.count(content, on: zone.day(of: envelope.at), in: db) }
            leaves.append(leaf)
        }
        db.round?.position = last + Int64(leaves.count)
        if isProjecting {
            try past.state.takeOut(id: id, of: db)
            try past.state.project(id: id, version: past.version, into: db)
            try past.state.putIn(id: id, version: past.version, into: db)
        }
        return Appended(first: last + 1, leaves: leaves)
    }

    /// The position of the last entry; zero in an empty journal.
    package func position(in db: any Connection) throws -> Int64 {
        if let known = db.round?.position { return known }
        let position = try db.first("SELECT COALESCE(MAX(seq), 0) FROM entry") { try $0.integer(0) } ?? 0
        db.round?.position = position
        return position
    }

    /// Reads an event back from its two halves.
    static func event<Subject: Journaled>(
        of subject: Subject.Type,
        facts: [UInt8],
        payload: [UInt8]
    ) throws -> Subject.Event {
        let facts = try Facts(canonical: facts)
        let all = facts.layered(under: try Facts(canonical: payload))
        return try Subject.event(type: try facts.text("t"), facts: all)
    }
}

extension Fault {
    fileprivate static let anotherWasFirst = Fault(
        .conflict,
        code: "version",
        message: "another command was first at this subject"
    )
}
