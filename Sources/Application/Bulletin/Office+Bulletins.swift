package import Domain
package import Store

/// A bulletin with what somebody of the staff sees of it.
package struct BulletinFile: Sendable {
    package let id: ID<Bulletin>
    package let bulletin: Bulletin
    package let issue: BulletinIssue
    /// The text in hand, as it would be released now.
    package let page: BulletinPage
    package let numbers: NumberCheck
}

/// A released version as everybody sees it.
package struct ReleasedBulletin: Sendable {
    package let summary: BulletinSummary
    package let edition: Bulletin.Edition
    /// All of them, oldest first.
    package let editions: [Bulletin.Edition]
    package let page: BulletinPage
    /// The index in the log of this version's release.
    package let index: Int64?
    /// Of its figures, those that were corrected since, each with the entry that corrects it.
    package let corrected: [Int64: Int64]

    package var isNewest: Bool { edition.version == editions.last?.version }
}

extension Office {
    // MARK: Who

    /// Whether somebody may see bulletins before everybody does.
    package func maySeeBulletins(_ staff: Staff) -> Bool {
        [OfficeAction.writeBulletin, .reviewBulletin, .releaseBulletin].contains { may($0, staff) }
    }

    /// - Throws: ``Refusal/signInNeeded`` or ``Refusal/roleNeeded(_:)``.
    func reader(_ actor: Actor) throws(Refusal) -> Staff {
        guard case .staff(let staff) = actor else { throw .signInNeeded }
        if !maySeeBulletins(staff) { try demand(.writeBulletin, of: actor) }
        return staff
    }

    /// - Throws: ``Refusal``.
    func demand(_ command: Bulletin.Command, of actor: Actor, _ bulletin: Bulletin) throws(Refusal) -> Staff {
        let staff = try reader(actor)
        switch command {
        case .begin, .revise, .submit, .correct, .dropCorrection: try demand(.writeBulletin, of: actor)
        case .review: try demand(.reviewBulletin, of: actor)
        case .release: try demand(.releaseBulletin, of: actor)
        case .withdraw: try demand(bulletin.editions.isEmpty ? .writeBulletin : .releaseBulletin, of: actor)
        case .sendBack, .look: break
        }
        return staff
    }

    // MARK: Reading

    /// What is being written, and what came out last.
    ///
    /// - Throws: ``Refusal``, ``Fault``.
    package func bulletins(for actor: Actor, limit: Int) async throws -> [BulletinSummary] {
        _ = try reader(actor)
        return try await engine.read { try BulletinQueries.all(limit: limit, in: $0) }
    }

    /// A bulletin at the desk; that somebody has opened it before everybody could is written down.
    ///
    /// `text`: what is to be looked at instead of what was saved.
    /// - Throws: ``Refusal``, ``Fault``.
    package func bulletin(_ id: ID<Bulletin>, text: String? = nil, for actor: Actor) async throws -> BulletinFile {
        let staff = try reader(actor)
        guard try await past(of: id).state.issue != nil else { throw Refusal.unknown(.bulletin) }
        let bulletin = try await put(.look, on: id, by: staff, at: now)
        return try await file(id, bulletin, text: text)
    }

    func past(of id: ID<Bulletin>) async throws -> Journal.Past<Bulletin> {
        try await engine.read { [journal] in try journal.past(of: id, in: $0) }
    }

    func file(_ id: ID<Bulletin>, _ bulletin: Bulletin, text: String? = nil) async throws -> BulletinFile {
        guard let issue = bulletin.issue else { throw Refusal.unknown(.bulletin) }
        let manuscript = Manuscript(text ?? bulletin.text)
        let requests = manuscript.requests(in: issue.window, units: bulletinUnits(in: issue.language).map(\.code))
        guard requests.count <= Self.requestLimit else { throw Refusal.tooMany(.text, limit: Self.requestLimit) }
        let readings = try await readings(of: requests)
        let released = max(now, issue.release)
        let page = composer(issue, readings).page(
            of: manuscript,
            number: bulletin.number,
            released: bulletin.stage == .released ? bulletin.editions.last?.at ?? released : released,
            notes: Self.notes(of: bulletin.editions, also: bulletin)
        )
        let known = try await knownFigures(for: issue.window, in: issue.language)
        let numbers = try await claimWork.run { NumberCheck(page, known: known, window: issue.window) }
        return BulletinFile(id: id, bulletin: bulletin, issue: issue, page: page, numbers: numbers)
    }

    /// A table of some dozen units and ten columns.
    private static let requestLimit = 600

    func composer(
        _ issue: BulletinIssue,
        _ readings: Readings,
        units: [Bulletin.NamedUnit]? = nil
    ) -> BulletinComposer {
        BulletinComposer(
            catalogues: catalogues,
            zone: settings.zone,
            publisher: settings.district.text(in: issue.language),
            issue: issue,
            readings: readings.values,
            codes: readings.codes,
            units: units ?? bulletinUnits(in: issue.language)
        )
    }

    /// The units that a table has rows for, by code.
    func bulletinUnits(in language: Language) -> [Bulletin.NamedUnit] {
        directory.handlingUnits.values.sorted { $0.code < $1.code }.map {
            Bulletin.NamedUnit(code: $0.code, name: $0.name.text(in: language))
        }
    }

    /// Newest first.
    static func notes(
        of editions: [Bulletin.Edition],
        also bulletin: Bulletin
    ) -> [(version: Int, note: String)] {
        var notes = editions.compactMap { edition in edition.note.map { (version: edition.version, note: $0) } }
        if bulletin.stage != .released, bulletin.version > editions.count, let note = bulletin.note {
            notes.append((version: bulletin.version, note: note))
        }
        return notes.reversed()
    }

    /// What came out, newest first: of a series in a year, of a series, or of all.
    ///
    /// - Throws: ``Fault``.
    package func releasedBulletins(
        _ series: BulletinSeries? = nil,
        year: Int? = nil,
        limit: Int
    ) async throws -> [BulletinSummary] {
        try await engine.read { try BulletinQueries.released(series, year: year, limit: limit, in: $0) }
    }

    /// The years in which a series has issues, newest first.
    package func bulletinYears(of series: BulletinSeries) async throws -> [Int] {
        try await engine.read { try BulletinQueries.years(of: series, in: $0) }
    }

    /// `version`: nil for the newest.
    ///
    /// - Throws: ``Refusal/unknown(_:)``, ``Fault``.
    package func releasedBulletin(
        _ number: Bulletin.Number,
        of series: BulletinSeries,
        version: Int? = nil
    ) async throws -> ReleasedBulletin {
        let found = try await engine.read { db -> (BulletinSummary, [Bulletin.Edition], [Int64])? in
            guard let summary = try BulletinQueries.numbered(number, of: series, in: db) else { return nil }
            let editions = try BulletinQueries.editions(of: summary.id, in: db)
            return (summary, editions, try BulletinQueries.indices(of: summary.id, in: db))
        }
        guard let (summary, editions, indices) = found,
            let place = version.map({ wanted in editions.firstIndex { $0.version == wanted } }) ?? editions.indices.last
        else { throw Refusal.unknown(.bulletin) }
        let edition = editions[place]
        let entries = Set(edition.proof.figures.compactMap(\.reading.index))
        var corrected: [Int64: Int64] = [:]
        if let first = entries.min(), let last = entries.max() {
            corrected = try await engine.read { try FigureQueries.corrections(of: first...last, in: $0) }
                .filter { entries.contains($0.key) }
        }
        return ReleasedBulletin(
            summary: summary,
            edition: edition,
            editions: editions,
            page: page(of: edition, in: Array(editions[...place]), summary),
            index: indices.indices.contains(place) ? indices[place] : nil,
            corrected: corrected
        )
    }

    private func page(
        of edition: Bulletin.Edition,
        in editions: [Bulletin.Edition],
        _ summary: BulletinSummary
    ) -> BulletinPage {
        var readings = Readings()
        for frozen in edition.proof.figures { readings.values[frozen.request] = frozen.reading }
        readings.codes = Set(edition.proof.figures.map(\.request.code))
        let notes = editions.compactMap { edition in edition.note.map { (version: edition.version, note: $0) } }
        return composer(summary.issue, readings, units: edition.proof.units).page(
            of: Manuscript(edition.text),
            number: summary.number,
            released: edition.at,
            notes: notes.reversed()
        )
    }

    /// What is to come out in the next four weeks, soonest first: of the series that have any issue.
    ///
    /// - Throws: ``Fault``.
    package func bulletinCalendar() async throws -> [(series: BulletinSeries, slot: BulletinSlot)] {
        let series = try await engine.read { try BulletinQueries.seriesInUse(in: $0) }
        let (today, now) = (today, now)
        return series.flatMap { series in
            series.slots(from: today, until: today.advanced(by: 29)).map { (series: series, slot: $0) }
        }
        .filter { $0.slot.release(in: settings.zone) > now }
        .sorted {
            ($0.slot.day, $0.slot.secondsOfDay, $0.series.rawValue) < (
                $1.slot.day, $1.slot.secondsOfDay, $1.series.rawValue
            )
        }
    }
}
