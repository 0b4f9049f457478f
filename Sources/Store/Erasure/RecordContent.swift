package import Domain
package import FoundationEssentials

/// The names and words of a record: they go, and the record stays with all that is counted of it.
///
/// An entry that held some gets its private half written anew without them, and loses the key of its commitment: nobody can show any more
/// what it said, and its public facts stay as they are.
package struct RecordContent {
    private let parts: [any RecordPart]
    /// Digests of the documents that came with it.
    private let documents: [String]

    /// - Throws: ``Fault``.
    package init(of record: Erasure.Record, subject: UUID, journal: Journal, in db: any Connection) throws {
        var problem: EnterpriseProblem.Intake?
        if record.kind == .problem {
            problem = try journal.past(of: ID<EnterpriseProblem>(subject), in: db).state.intake
        }
        documents = problem?.documents.map(\.digest) ?? []
        parts =
            switch record.kind {
            case .firm: [Blanking<Enterprise>(ID(subject), journal)]
            case .request: [Blanking<PolicyRequest>(ID(subject), journal)]
            case .offer: [Blanking<Offer>(ID(subject), journal)]
            case .volunteer: [Blanking<Volunteer>(ID(subject), journal)]
            case .problem:
                // What a visit brought in stands in the visit as well.
                [Blanking<EnterpriseProblem>(ID(subject), journal)]
                    + (problem?.visit.map { [Blanking<Visit>($0, journal)] } ?? [])
            }
    }

    /// Positions of the entries that still hold names or words.
    package func positions(in db: any Connection) throws -> [Int64] {
        try parts.flatMap { try $0.positions(in: db) }
    }

    /// Blanks the entries, makes the rows that came from them anew, and destroys documents but for those that others name too.
    package func destroy(sparing shared: Set<String>, in db: any Connection) throws {
        for part in parts { try part.blank(in: db) }
        for digest in documents where !shared.contains(digest) { try DocumentRecords.destroy(digest, in: db) }
    }
}

/// A record whose entries can be read when their names and words are blanked.
private protocol Blankable: Journaled {
    /// Keys of the private half that hold a name or words, one or a list: each that is not empty becomes ``Erasure/mark``.
    static var words: [String] { get }
    /// Keys that are left out: they only identify.
    static var identifiers: [String] { get }
    /// Deletes the rows to which a projection only adds.
    static func forgetRows(of state: Self, id: ID<Self>, in db: any Connection) throws
}

extension Blankable {
    static var identifiers: [String] { [] }
}

private protocol RecordPart {
    func positions(in db: any Connection) throws -> [Int64]
    func blank(in db: any Connection) throws
}

private struct Blanking<Subject: Blankable>: RecordPart {
    let id: ID<Subject>
    let journal: Journal

    init(_ id: ID<Subject>, _ journal: Journal) {
        self.id = id
        self.journal = journal
    }

    func positions(in db: any Connection) throws -> [Int64] { try blanked(in: db).map(\.position) }

    func blank(in db: any Connection) throws {
        let noKey = [UInt8](repeating: 0, count: 32)
        for (position, payload) in try blanked(in: db) {
            try db.submit(
                "UPDATE payload SET body = \(payload.canonical), commitment_key = \(noKey) WHERE seq = \(position)"
            )
        }
        let past = try journal.past(of: id, in: db)
        try past.state.takeOut(id: id, of: db)
        try Subject.forgetRows(of: past.state, id: id, in: db)
        try past.state.project(id: id, version: past.version, into: db)
        try past.state.putIn(id: id, version: past.version, into: db)
    }

    /// The entries that hold names or words, each with its private half as it is without them.
    private func blanked(in db: any Connection) throws -> [(position: Int64, payload: Facts)] {
        let statement: SQL = """
            SELECT entry.seq, payload.body
            FROM entry JOIN payload ON payload.seq = entry.seq
            WHERE entry.subject = \(id.bytes)
            ORDER BY entry.version
            """
        return try db.rows(statement) { (try $0.integer(0), try Facts(canonical: try $0.blob(1))) }
            .compactMap { position, payload in
                var rest = payload
                for key in Subject.identifiers { rest[key] = nil }
                for key in Subject.words {
                    guard let text = payload.optionalText(key) else { continue }
                    rest.set(key, ListText.encode(ListText.decode(text).map { $0.isEmpty ? "" : Erasure.mark }))
                }
                return rest == payload ? nil : (position, rest)
            }
    }
}

extension Volunteer: Blankable {
    fileprivate static var words: [String] { ["name"] }

    fileprivate static func forgetRows(of state: Volunteer, id: ID<Volunteer>, in db: any Connection) throws {
        try db.submit("DELETE FROM volunteer WHERE id = \(id.bytes)")
    }
}

extension Offer: Blankable {
    fileprivate static var words: [String] { ["name"] }

    fileprivate static func forgetRows(of state: Offer, id: ID<Offer>, in db: any Connection) throws {
        try db.submit("DELETE FROM offer WHERE id = \(id.bytes)")
    }
}

extension Enterprise: Blankable {
    fileprivate static var words: [String] { ["name", "industry", "certificate"] }
    fileprivate static var identifiers: [String] { ["credit_code", "address", "longitude", "latitude"] }

    fileprivate static func forgetRows(of state: Enterprise, id: ID<Enterprise>, in db: any Connection) throws {
        try db.submit("DELETE FROM enterprise_word WHERE firm = \(state.number)")
    }
}

extension EnterpriseProblem: Blankable {
    fileprivate static var words: [String] { ["text", "note", "basis"] }
    fileprivate static var identifiers: [String] { ["documents"] }

    fileprivate static func forgetRows(
        of state: EnterpriseProblem,
        id: ID<EnterpriseProblem>,
        in db: any Connection
    ) throws {
        try db.submit("DELETE FROM problem WHERE id = \(id.bytes)")
    }
}

extension PolicyRequest: Blankable {
    fileprivate static var words: [String] { ["text"] }
    fileprivate static func forgetRows(of state: PolicyRequest, id: ID<PolicyRequest>, in db: any Connection) throws {}
}

extension Visit: Blankable {
    fileprivate static var words: [String] { ["note", "problem_list", "remark", "ground"] }
    fileprivate static func forgetRows(of state: Visit, id: ID<Visit>, in db: any Connection) throws {}
}
