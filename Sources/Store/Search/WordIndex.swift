import Domain

/// Where each word stands: kept from the journal's entries, after them, by a duty of its own, so that taking a report in
/// costs nothing more.
///
/// A case is known by the position of its first entry. Its words are those that it was reported with, and every address
/// that it has had: nothing is ever taken out, so the content depends on the entries alone, and what is found is compared
/// with the case as it is. Notes, contacts and what a handler writes are not in it.
package enum WordIndex {
    /// 2 to this power positions are a part.
    static let partBits: Int64 = 20
    /// Words a commit: a writer that takes reports in waits for some milliseconds at most.
    private static let chunk = 200

    /// How far the words are known, and whose turn it is to add to them.
    package struct Progress: Hashable, Sendable {
        package let position: Int64
        package let turn: Int64
    }

    package static func progress(in db: any Connection) throws -> Progress {
        try db.first("SELECT position, turn FROM word_progress WHERE id = 1") {
            Progress(position: try $0.integer(0), turn: try $0.integer(1))
        } ?? Progress(position: 0, turn: 0)
    }

    /// Takes the next turn; whoever had the one before can add nothing from now on.
    ///
    /// - Throws: ``Fault`` of kind conflict when somebody else was first.
    package static func begin(after progress: Progress, in db: any Connection) throws -> Progress {
        let next = Progress(position: progress.position, turn: progress.turn + 1)
        let taken = try db.execute(
            """
            INSERT INTO word_progress (id, position, turn)
            VALUES (1, \(next.position), \(next.turn))
            ON CONFLICT (id) DO UPDATE SET turn = excluded.turn WHERE word_progress.turn = \(progress.turn)
            """
        )
        guard taken == 1 else { throw Fault.otherTurn }
        return next
    }

    /// Says that the words are known up to `position`.
    ///
    /// - Throws: ``Fault`` of kind conflict when the turn is over.
    @discardableResult
    package static func end(_ turn: Progress, at position: Int64, in db: any Connection) throws -> Progress {
        let ended = try db.execute(
            "UPDATE word_progress SET position = \(position) WHERE id = 1 AND turn = \(turn.turn)"
        )
        guard ended == 1 else { throw Fault.otherTurn }
        return Progress(position: position, turn: turn.turn)
    }

    /// The end of the stretch that is taken in one go: the part's, so that memory holds the words of one part.
    package static func end(of progress: Progress, upTo position: Int64) -> Int64 {
        min(position, ((progress.position >> partBits) + 1) << partBits)
    }

    /// Some words with the places that are new, to be added in one commit.
    package typealias Found = [(word: String, part: Int64, places: [UInt32])]

    /// What the entries behind `start`, up to `end`, add.
    ///
    /// - Complexity: O(entries); memory for the words of the reports among them.
    package static func found(behind start: Int64, upTo end: Int64, in db: any Connection) throws -> [Found] {
        var places: [String: [Int64]] = [:]
        func add(_ texts: [String?], at position: Int64) {
            for pair in texts.reduce(into: Set<String>(), { $0.formUnion(WordPairs.of($1 ?? "")) }) {
                places[pair, default: []].append(position)
            }
        }
        try db.forEach(reportsStatement(behind: start, upTo: end)) { row in
            let payload = try Facts(canonical: try row.blob(1))
            add([payload.optionalText("text"), payload.optionalText("address")], at: try row.integer(0))
        }
        for placing in try placings(behind: start, upTo: end, in: db) {
            add([placing.address], at: placing.position)
        }
        let all = places.sorted { $0.key < $1.key }.flatMap { word, positions in
            Dictionary(grouping: positions) { $0 >> partBits }.sorted { $0.key < $1.key }.map { part, positions in
                (word: word, part: part, places: Set(positions).map { UInt32($0 - part << partBits) }.sorted())
            }
        }
        return stride(from: 0, to: all.count, by: chunk).map { Array(all[$0..<min($0 + chunk, all.count)]) }
    }

    static func reportsStatement(behind start: Int64, upTo end: Int64) -> SQL {
        """
        SELECT entry.seq, payload.body
        FROM entry JOIN payload ON payload.seq = entry.seq
        WHERE entry.seq > \(start) AND entry.seq <= \(end) AND entry.kind = 'case' AND entry.version = 1
        ORDER BY entry.seq
        """
    }

    /// Addresses that intake has given to cases, with the places of the cases.
    private static func placings(
        behind start: Int64,
        upTo end: Int64,
        in db: any Connection
    ) throws -> [(position: Int64, address: String?)] {
        let mark = Array("\"t\":\"case.placed\"".utf8)
        var found: [(seq: Int64, subject: [UInt8])] = []
        try db.forEach(
            """
            SELECT seq, subject, facts
            FROM entry
            WHERE seq > \(start) AND seq <= \(end) AND kind = 'case' AND version > 1
            ORDER BY seq
            """
        ) { row in
            let facts = try row.blob(2)
            // The type is one of the first facts; nothing else of an entry is looked at.
            guard facts.contains(mark) else { return }
            found.append((try row.integer(0), try row.blob(1)))
        }
        return try found.compactMap { seq, subject in
            let first = try db.first("SELECT seq FROM entry WHERE subject = \(subject) AND version = 1") {
                try $0.integer(0)
            }
            let body = try db.first("SELECT body FROM payload WHERE seq = \(seq)") { try $0.blob(0) }
            guard let first, let body else { return nil }
            return (first, try Facts(canonical: body).optionalText("address"))
        }
    }

    /// What is to be stored, once what was there before is added.
    package static func merge(_ found: Found, in db: any Connection) throws -> [(Found.Element, [UInt8])] {
        try found.map { found in
            let before = try db.first(
                "SELECT places FROM word_place WHERE word = \(found.word) AND part = \(found.part)"
            ) { try $0.blob(0) }
            guard let before else { return (found, WordPlaces.encode(found.places)) }
            return (found, WordPlaces.encode(WordPlaces.merged(try WordPlaces.decode(before), found.places)))
        }
    }

    /// Stores what ``merge(_:in:)`` has made in the same turn.
    ///
    /// - Throws: ``Fault`` of kind conflict when the turn is over.
    package static func keep(_ merged: [(Found.Element, [UInt8])], turn: Progress, in db: any Connection) throws {
        try end(turn, at: turn.position, in: db)
        try keep(merged, in: db)
    }

    private static func keep(_ merged: [(Found.Element, [UInt8])], in db: any Connection) throws {
        for (found, places) in merged {
            try db.submit(
                """
                INSERT INTO word_place (word, part, places)
                VALUES (\(found.word), \(found.part), \(places))
                ON CONFLICT (word, part) DO UPDATE SET places = excluded.places
                """
            )
        }
    }

    /// Takes the words of a case out, as if it had never had any, and takes the turn from whoever adds some just now: a part
    /// that was read before would put them back.
    ///
    /// To be called while the case's payloads are there.
    ///
    /// - Throws: ``Fault``.
    static func forget(_ id: ID<Case>, in db: any Connection) throws {
        _ = try begin(after: progress(in: db), in: db)
        var first: Int64?
        var pairs: Set<String> = []
        try db.forEach(
            """
            SELECT entry.seq, entry.version, payload.body
            FROM entry JOIN payload ON payload.seq = entry.seq
            WHERE entry.subject = \(id.bytes)
            ORDER BY entry.version
            """
        ) { row in
            if try row.integer(1) == 1 { first = try row.integer(0) }
            // Of later entries only some are in the index; what is not there need not be taken out.
            let payload = try Facts(canonical: try row.blob(2))
            for key in ["text", "address"] { pairs.formUnion(WordPairs.of(payload.optionalText(key) ?? "")) }
        }
        guard let first else { return }
        let part = first >> partBits
        let place = UInt32(first - part << partBits)
        for word in pairs.sorted() {
            let known = try db.first("SELECT places FROM word_place WHERE word = \(word) AND part = \(part)") {
                try WordPlaces.decode(try $0.blob(0))
            }
            guard let known, known.contains(place) else { continue }
            let rest = known.filter { $0 != place }
            if rest.isEmpty {
                try db.submit("DELETE FROM word_place WHERE word = \(word) AND part = \(part)")
            } else {
                try db.submit(
                    """
                    UPDATE word_place
                    SET places = \(WordPlaces.encode(rest))
                    WHERE word = \(word) AND part = \(part)
                    """
                )
            }
        }
    }

    /// Fills the emptied table again, as far as the words were known.
    static func refill(in db: any Connection) throws {
        let end = try progress(in: db).position
        var start: Int64 = 0
        while start < end {
            let stretch = self.end(of: Progress(position: start, turn: 0), upTo: end)
            for found in try found(behind: start, upTo: stretch, in: db) { try keep(merge(found, in: db), in: db) }
            start = stretch
        }
    }
}

extension Fault {
    fileprivate static let otherTurn = Fault(
        .conflict,
        code: "words",
        message: "another process keeps the words now"
    )
}

extension [UInt8] {
    /// Whether the bytes of `part` stand somewhere in a row.
    fileprivate func contains(_ part: [UInt8]) -> Bool {
        guard let first = part.first, count >= part.count else { return false }
        return indices.dropLast(part.count - 1).contains { index in
            self[index] == first && self[index..<(index + part.count)].elementsEqual(part)
        }
    }
}
