import Crypto
package import Domain
import Foundation
package import Store
import TransparencyLog

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

    package var isNewest: Bool { edition.version == editions.last?.version }
}

extension Office {
    // MARK: Who

    /// Whether somebody may see bulletins before everybody does.
    package func maySeeBulletins(_ staff: Staff) -> Bool {
        [OfficeAction.writeBulletin, .reviewBulletin, .releaseBulletin].contains { may($0, staff) }
    }

    /// - Throws: ``Refusal/signInNeeded`` or ``Refusal/roleNeeded(_:)``.
    private func reader(_ actor: Actor) throws(Refusal) -> Staff {
        guard case .staff(let staff) = actor else { throw .signInNeeded }
        if !maySeeBulletins(staff) { try demand(.writeBulletin, of: actor) }
        return staff
    }

    /// - Throws: ``Refusal``.
    private func demand(_ command: Bulletin.Command, of actor: Actor, _ bulletin: Bulletin) throws(Refusal) -> Staff {
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

    private func past(of id: ID<Bulletin>) async throws -> Journal.Past<Bulletin> {
        try await engine.read { [journal] in try journal.past(of: id, in: $0) }
    }

    private func file(_ id: ID<Bulletin>, _ bulletin: Bulletin, text: String? = nil) async throws -> BulletinFile {
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
        let numbers = NumberCheck(page, known: known, window: issue.window)
        return BulletinFile(id: id, bulletin: bulletin, issue: issue, page: page, numbers: numbers)
    }

    /// A table of some dozen units and ten columns.
    private static let requestLimit = 600

    private func composer(
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
    private func bulletinUnits(in language: Language) -> [Bulletin.NamedUnit] {
        directory.handlingUnits.values.sorted { $0.code < $1.code }.map {
            Bulletin.NamedUnit(code: $0.code, name: $0.name.text(in: language))
        }
    }

    /// Newest first.
    private static func notes(
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
        return ReleasedBulletin(
            summary: summary,
            edition: edition,
            editions: editions,
            page: page(of: edition, in: Array(editions[...place]), summary),
            index: indices.indices.contains(place) ? indices[place] : nil
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

    // MARK: Changing

    /// Begins an issue from its series' layout.
    ///
    /// - Throws: ``Refusal``, ``Fault``.
    @discardableResult
    package func beginBulletin(
        _ series: BulletinSeries,
        until: Day,
        in language: Language,
        by actor: Actor,
        at moment: Instant? = nil
    ) async throws -> ID<Bulletin> {
        let issue = try BulletinIssue(series, until: until, language: language, zone: settings.zone)
        let text = catalogues.text("bulletin.layout_\(series.rawValue)", in: language)
        let staff = try demand(.begin(issue, text: text), of: actor, Bulletin())
        let id: ID<Bulletin> = world.newID(at: moment ?? now)
        _ = try await put(.begin(issue, text: text), on: id, by: staff, at: moment ?? now)
        return id
    }

    package func reviseBulletin(
        _ id: ID<Bulletin>,
        text: String,
        note: String? = nil,
        by actor: Actor,
        at moment: Instant? = nil
    ) async throws {
        // As forms send it: with line ends of the network.
        let plain = text.replacing("\r\n", with: "\n")
        try await perform(.revise(text: plain, note: note), on: id, by: actor, at: moment)
    }

    package func submitBulletin(_ id: ID<Bulletin>, by actor: Actor, at moment: Instant? = nil) async throws {
        let check = try await checked(id, for: actor)
        try await perform(.submit(check.check), on: id, by: actor, at: moment, expecting: check.bulletin)
    }

    /// Takes a text for good.
    ///
    /// `grounds`: why each number stands that nothing supports, by its key.
    /// - Throws: ``Refusal``, ``Fault``.
    package func reviewBulletin(
        _ id: ID<Bulletin>,
        grounds: [String: NumberGround],
        by actor: Actor,
        at moment: Instant? = nil
    ) async throws {
        let check = try await checked(id, for: actor)
        let command = Bulletin.Command.review(check.check, grounds: grounds)
        try await perform(command, on: id, by: actor, at: moment, expecting: check.bulletin)
    }

    package func sendBulletinBack(_ id: ID<Bulletin>, reason: String, by actor: Actor) async throws {
        try await perform(.sendBack(reason: reason), on: id, by: actor)
    }

    package func withdrawBulletin(_ id: ID<Bulletin>, reason: String, by actor: Actor) async throws {
        try await perform(.withdraw(reason: reason), on: id, by: actor)
    }

    package func correctBulletin(_ id: ID<Bulletin>, note: String, by actor: Actor) async throws {
        try await perform(.correct(note: note), on: id, by: actor)
    }

    package func dropCorrection(of id: ID<Bulletin>, by actor: Actor) async throws {
        try await perform(.dropCorrection, on: id, by: actor)
    }

    /// Lets everybody read it: freezes its figures, composes it with them, and keeps the digest of its words in the log.
    ///
    /// - Throws: ``Refusal``, ``Fault``.
    package func releaseBulletin(_ id: ID<Bulletin>, by actor: Actor, at moment: Instant? = nil) async throws {
        let moment = moment ?? now
        let bulletin = try await past(of: id).state
        guard let issue = bulletin.issue else { throw Refusal.unknown(.bulletin) }
        let empty = Bulletin.Proof(figures: [], units: [], plain: "", digest: "", asOf: 0, root: "")
        let before = try await file(id, bulletin)
        let staff = try demand(.release(before.numbers.check, empty), of: actor, bulletin)
        let number = try await nextNumber(issue, at: moment)
        // Refused before anything is frozen.
        let situation = Bulletin.Situation(
            by: staff.account,
            now: moment,
            next: number,
            isTaken: false,
            zone: settings.zone
        )
        _ = try bulletin.decide(.release(before.numbers.check, empty), in: situation)

        let manuscript = Manuscript(bulletin.text)
        let units = bulletinUnits(in: issue.language)
        let requests = manuscript.requests(in: issue.window, units: units.map(\.code))
        let frozen = try await freeze(try await readings(of: requests), by: actor, at: moment)
        guard let head = try await publishedLog.head() else { throw Fault.corrupt("figures rest on no checkpoint") }
        let page = composer(issue, frozen, units: units).page(
            of: manuscript,
            number: bulletin.number ?? number,
            released: moment,
            notes: Self.notes(of: bulletin.editions, also: bulletin)
        )
        let known = try await knownFigures(for: issue.window, in: issue.language)
        let numbers = NumberCheck(page, known: known, window: issue.window)
        let root = head.root.base64
        let plain = plainText(of: page, size: head.size, root: root)
        let proof = Bulletin.Proof(
            figures: requests.compactMap { request in frozen.values[request].map { Bulletin.Frozen(request, $0) } },
            units: units,
            plain: plain,
            digest: Hexadecimal.text(SHA256.hash(data: Data(plain.utf8))),
            asOf: head.size,
            root: root
        )
        try await perform(.release(numbers.check, proof), on: id, by: actor, at: moment, expecting: bulletin, number)
    }

    /// The plain text whose digest the log keeps.
    func plainText(of page: BulletinPage, size: Int64, root: String) -> String {
        page.plainText(
            sourcesTitle: catalogues.text("bulletin.sources", in: page.language),
            footer: [rootLine(of: page.language, size: size, root: root)]
        )
    }

    /// `日志前 603 条的根：Brs0 …`, in groups of four that can be read out.
    package func rootLine(of language: Language, size: Int64, root: String) -> String {
        var groups = ""
        for (index, character) in root.enumerated() {
            if index > 0, index % 4 == 0 { groups.append(" ") }
            groups.append(character)
        }
        return catalogues.text("bulletin.root", ["size": String(size), "root": groups], in: language)
    }

    /// The heading above the sources, in the language of an issue.
    package func sourcesTitle(in language: Language) -> String { catalogues.text("bulletin.sources", in: language) }

    private struct Checked: Sendable {
        var bulletin: Bulletin
        var check: BulletinCheck
    }

    private func checked(_ id: ID<Bulletin>, for actor: Actor) async throws -> Checked {
        _ = try reader(actor)
        let bulletin = try await past(of: id).state
        return Checked(bulletin: bulletin, check: try await file(id, bulletin).numbers.check)
    }

    private func nextNumber(_ issue: BulletinIssue, at moment: Instant) async throws -> Bulletin.Number {
        let year = settings.zone.day(of: moment).year
        return try await engine.read { try BulletinQueries.next(of: issue.series, year: year, in: $0) }
    }

    private func perform(
        _ command: Bulletin.Command,
        on id: ID<Bulletin>,
        by actor: Actor,
        at moment: Instant? = nil,
        expecting seen: Bulletin? = nil,
        _ number: Bulletin.Number? = nil
    ) async throws {
        let bulletin = try await past(of: id).state
        guard bulletin.issue != nil else { throw Refusal.unknown(.bulletin) }
        let staff = try demand(command, of: actor, bulletin)
        _ = try await put(command, on: id, by: staff, at: moment ?? now, expecting: seen, number)
    }

    /// Lets a bulletin decide, and writes down what it decides.
    ///
    /// `seen`: what the command was made up for; another text by now is a conflict.
    /// `number`: the one that the page says.
    private func put(
        _ command: Bulletin.Command,
        on id: ID<Bulletin>,
        by staff: Staff,
        at moment: Instant,
        expecting seen: Bulletin? = nil,
        _ number: Bulletin.Number? = nil
    ) async throws -> Bulletin {
        let zone = settings.zone
        let envelope = Envelope(at: moment, by: .staff(staff.account))
        let (bulletin, position) = try await engine.write { [self] db in
            var past = try journal.past(of: id, in: db)
            if let seen, seen.text != past.state.text || seen.version != past.state.version { throw Fault.otherText }
            var issue = past.state.issue
            var isTaken = false
            if case .begin(let new, _) = command {
                issue = new
                isTaken = try BulletinQueries.isTaken(new.series, from: new.window.from, in: db)
            }
            guard let issue else { throw Refusal.unknown(.bulletin) }
            let next = try BulletinQueries.next(of: issue.series, year: zone.day(of: moment).year, in: db)
            if let number, past.state.number == nil, number != next { throw Fault.otherText }
            let situation = Bulletin.Situation(
                by: staff.account,
                now: moment,
                next: next,
                isTaken: isTaken,
                zone: zone
            )
            let handled = try desk.handle(command, on: id, past: &past, in: situation, envelope: envelope, db: db)
            return (handled.state, try journal.position(in: db))
        }
        noteCommitted(position)
        return bulletin
    }
}

extension Fault {
    fileprivate static let otherText = Fault(
        .conflict,
        code: "version",
        message: "somebody else was first at this bulletin"
    )
}
