import Crypto
import Domain

/// Drops every projection and fills it again from the journal alone.
///
/// Subject after subject: a subject's whole past is folded before its row is written once, so memory holds one history
/// at a time, and a case with twenty entries costs one row.
package struct Rebuild: Sendable {
    private let journal: Journal

    package init(journal: Journal) { self.journal = journal }

    /// `progress`: called now and then with the entries done so far.
    /// - Returns: how many entries were replayed.
    /// - Throws: ``Fault``.
    package func run(in db: any Connection, progress: (Int) -> Void) throws -> Int {
        for projection in Schema.projections { try db.submit("DELETE FROM " + projection.table) }
        var replay = Replay()
        try db.forEach(
            """
            SELECT entry.subject, entry.kind, entry.facts, payload.body
            FROM entry JOIN payload ON payload.seq = entry.seq
            ORDER BY entry.subject, entry.version
            """
        ) { row in
            try replay.take(row, into: db)
            if replay.count % 10_000 == 0 { progress(replay.count) }
        }
        try replay.finish(into: db)
        progress(replay.count)
        return replay.count
    }

    /// A digest of every projected table's content, in an order that does not depend on how it came about.
    ///
    /// - Throws: ``Fault``.
    package static func contentDigests(in db: any Connection) throws -> [(table: String, digest: String)] {
        try Schema.projections.map { projection in
            var hash = SHA256()
            try db.forEach("SELECT * FROM " + projection.table + " ORDER BY " + projection.key) { row in
                for column in 0..<row.columnCount {
                    hash.update(data: Array(try row.canonicalText(column).utf8))
                    hash.update(data: [0])
                }
            }
            return (projection.name, Hexadecimal.text(hash.finalize()))
        }
    }
}

/// The subject in hand, and the counts so far.
private struct Replay {
    private var subject: [UInt8] = []
    private var history: History?
    private var tallies: [Tally.Key: [String: Int64]] = [:]
    private(set) var count = 0

    /// A past of any kind, as far as it has been read.
    private enum History {
        case account(Account, version: Int)
        case casework(Case, version: Int)
        case catalogue(Catalogue, version: Int)
        case post(Post, version: Int)
        case territory(Territory, version: Int)

        init(kind: SubjectKind) {
            self =
                switch kind {
                case .account: .account(Account(), version: 0)
                case .casework: .casework(Case(), version: 0)
                case .catalogue: .catalogue(Catalogue(), version: 0)
                case .post: .post(Post(), version: 0)
                case .territory: .territory(Territory(), version: 0)
                }
        }

        mutating func apply(type: String, facts: Facts) throws {
            func next<Subject: Journaled>(_ state: Subject) throws -> Subject {
                var state = state
                state.apply(try Subject.event(type: type, facts: facts))
                return state
            }
            self =
                switch self {
                case .account(let state, let version): .account(try next(state), version: version + 1)
                case .casework(let state, let version): .casework(try next(state), version: version + 1)
                case .catalogue(let state, let version): .catalogue(try next(state), version: version + 1)
                case .post(let state, let version): .post(try next(state), version: version + 1)
                case .territory(let state, let version): .territory(try next(state), version: version + 1)
                }
        }

        func project(subject: [UInt8], into db: any Connection) throws {
            func id<Subject>() throws -> ID<Subject> {
                guard let id = ID<Subject>(bytes: subject) else { throw Fault.corrupt("an entry has no valid subject") }
                return id
            }
            switch self {
            case .account(let state, let version): try state.project(id: id(), version: version, into: db)
            case .casework(let state, let version): try state.project(id: id(), version: version, into: db)
            case .catalogue(let state, let version): try state.project(id: id(), version: version, into: db)
            case .post(let state, let version): try state.project(id: id(), version: version, into: db)
            case .territory(let state, let version): try state.project(id: id(), version: version, into: db)
            }
        }
    }

    mutating func take(_ row: any Row, into db: any Connection) throws {
        let subject = try row.blob(0)
        if subject != self.subject || history == nil {
            try history?.project(subject: self.subject, into: db)
            guard let kind = SubjectKind(rawValue: try row.text(1)) else {
                throw Fault.corrupt("an entry has an unknown kind of subject")
            }
            self.subject = subject
            history = History(kind: kind)
        }
        let facts = try Facts(canonical: try row.blob(2))
        let type = try facts.text("t")
        try history?.apply(type: type, facts: facts.layered(under: try Facts(canonical: try row.blob(3))))
        if let key = Tally.Key(type: type, day: try facts.day("at")) {
            for (measure, n) in key.increments(facts) { tallies[key, default: [:]][measure, default: 0] += n }
        }
        count += 1
    }

    func finish(into db: any Connection) throws {
        try history?.project(subject: subject, into: db)
        for (key, sums) in tallies {
            for (measure, n) in sums {
                try db.submit(
                    """
                    INSERT INTO tally (day, measure, n)
                    VALUES (\(key.day.description), \(measure), \(n))
                    """
                )
            }
        }
    }
}

extension Row {
    /// A value as text that tells null, number, text and bytes apart.
    fileprivate func canonicalText(_ column: Int) throws -> String {
        switch try value(column) {
        case .null: "n"
        case .integer(let number): "i\(number)"
        case .real(let number): "r\(number)"
        case .text(let text): "t\(text)"
        case .blob(let bytes): "b" + Hexadecimal.text(bytes)
        }
    }
}
