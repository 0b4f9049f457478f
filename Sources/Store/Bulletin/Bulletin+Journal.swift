package import Domain

/// How the life of a bulletin is written down.
///
/// Public is what everybody knows from the calendar, that something was done, and for a release the digest of its words and
/// the entries of its figures; words and people are the office's.
extension Bulletin: Journaled {
    package static func content(of event: Event, in state: Bulletin) -> EntryContent {
        var content = content(of: event.what)
        content.facts.set("series", state.issue?.series.rawValue)
        content.facts.set("from", state.issue?.window.from.description)
        content.facts.set("until", state.issue?.window.until.description)
        content.facts.set("version", state.version)
        return content
    }

    private static func content(of event: What) -> EntryContent {
        switch event {
        case .begun(let issue, let text):
            return EntryContent(
                type: "bulletin.begun",
                payload: [
                    "language": .text(issue.language.rawValue),
                    "release": .integer(issue.release.secondsSinceEpoch), "text": .text(text),
                ]
            )
        case .revised(let text, let note):
            var content = EntryContent(type: "bulletin.revised", payload: ["text": .text(text)])
            content.payload.set("note", note)
            return content
        case .submitted(let check):
            return EntryContent(
                type: "bulletin.submitted",
                facts: [
                    "proved": .integer(Int64(check.proved)), "agreed": .integer(Int64(check.agreed)),
                    "unsupported": .integer(Int64(check.open.count)),
                ],
                payload: ["open": .text(OpenNumbers(open: check.open.sorted()).json)]
            )
        case .sentBack(let reason):
            return EntryContent(type: "bulletin.sent_back", payload: ["reason": .text(reason)])
        case .reviewed(let grounds):
            return EntryContent(
                type: "bulletin.reviewed",
                facts: ["confirmed": .integer(Int64(grounds.count))],
                payload: ["grounds": .text(ConfirmedNumbers(grounds: grounds.mapValues(\.rawValue)).json)]
            )
        case .released(let number, let proof):
            let indices = proof.figures.compactMap(\.reading.index).map(String.init).joined(separator: ",")
            var content = EntryContent(
                type: "bulletin.released",
                facts: [
                    "year": .integer(Int64(number.year)), "number": .integer(Int64(number.serial)),
                    "digest": .text(proof.digest), "as_of": .integer(proof.asOf), "as_of_root": .text(proof.root),
                ],
                payload: ["values": .text(ProofRecord(proof).json), "plain": .text(proof.plain)]
            )
            content.facts.set("figures", indices.isEmpty ? nil : indices)
            return content
        case .withdrawn(let reason):
            return EntryContent(type: "bulletin.withdrawn", payload: ["reason": .text(reason)])
        case .correctionBegun(let note):
            return EntryContent(type: "bulletin.correction_begun", payload: ["note": .text(note)])
        case .correctionDropped: return EntryContent(type: "bulletin.correction_dropped")
        case .seen: return EntryContent(type: "bulletin.seen")
        }
    }

    package static func event(type: String, facts: Facts) throws -> Event {
        let envelope = try Envelope(facts: facts)
        let what = try what(type: type, facts: facts)
        guard case .staff(let account) = envelope.by else { throw Fault.corrupt("a bulletin's entry names no person") }
        return Event(by: account, at: envelope.at, what: what)
    }

    private static func what(type: String, facts: Facts) throws -> What {
        switch type {
        case "bulletin.begun":
            let window: FigureWindow
            do { window = try FigureWindow(from: facts.day("from"), until: facts.day("until")) } catch {
                throw Fault.corrupt("a bulletin's window ends before it begins")
            }
            let issue = BulletinIssue(
                try facts.choice("series"),
                window: window,
                release: try facts.instant("release"),
                language: try facts.choice("language")
            )
            return .begun(issue, text: try facts.text("text"))
        case "bulletin.revised": return .revised(text: try facts.text("text"), note: facts.optionalText("note"))
        case "bulletin.submitted":
            return .submitted(
                BulletinCheck(
                    faults: 0,
                    contradicted: 0,
                    open: Set(try OpenNumbers(json: try facts.text("open")).open),
                    proved: Int(try facts.integer("proved")),
                    agreed: Int(try facts.integer("agreed"))
                )
            )
        case "bulletin.sent_back": return .sentBack(reason: try facts.text("reason"))
        case "bulletin.reviewed":
            let grounds = try ConfirmedNumbers(json: try facts.text("grounds")).grounds.mapValues { raw in
                guard let ground = NumberGround(rawValue: raw) else {
                    throw Fault.corrupt("a bulletin's number has an unknown ground")
                }
                return ground
            }
            return .reviewed(grounds: grounds)
        case "bulletin.released":
            let number = Number(year: Int(try facts.integer("year")), serial: Int(try facts.integer("number")))
            let proof = try ProofRecord(json: try facts.text("values")).proof(
                plain: try facts.text("plain"),
                digest: try facts.text("digest"),
                asOf: try facts.integer("as_of"),
                root: try facts.text("as_of_root")
            )
            return .released(number, proof)
        case "bulletin.withdrawn": return .withdrawn(reason: try facts.text("reason"))
        case "bulletin.correction_begun": return .correctionBegun(note: try facts.text("note"))
        case "bulletin.correction_dropped": return .correctionDropped
        case "bulletin.seen": return .seen
        default: throw Fault.corrupt("an entry of an unknown type stands in a bulletin's life")
        }
    }

    package func project(id: ID<Bulletin>, version: Int, into db: any Connection) throws {
        guard let issue else { return }
        try db.submit("DELETE FROM bulletin_edition WHERE bulletin = \(id.bytes)")
        try db.submit("DELETE FROM bulletin WHERE id = \(id.bytes)")
        try db.submit(
            """
            INSERT INTO bulletin (
                id, series, language, from_day, until_day, release_at, stage, version, year, number, released_at,
                updated_at, title, withdrawal)
            VALUES (
                \(id.bytes), \(issue.series.rawValue), \(issue.language.rawValue), \(issue.window.from.description),
                \(issue.window.until.description), \(issue.release.secondsSinceEpoch), \(stage.name.rawValue),
                \(self.version), \(number.map { Int64($0.year) }), \(number.map { Int64($0.serial) }),
                \(editions.first?.at.secondsSinceEpoch), \(editions.last?.at.secondsSinceEpoch), \(editions.last?.title), \(withdrawal))
            """
        )
        for edition in editions {
            try db.submit(
                """
                INSERT INTO bulletin_edition (
                    bulletin, version, released_at, note, body, plain, figures, digest, as_of, as_of_root)
                VALUES (
                    \(id.bytes), \(edition.version), \(edition.at.secondsSinceEpoch), \(edition.note), \(edition.text),
                    \(edition.proof.plain), \(ProofRecord(edition.proof).json), \(edition.proof.digest),
                    \(edition.proof.asOf), \(edition.proof.root))
                """
            )
        }
    }
}
