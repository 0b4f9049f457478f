import Crypto
package import Domain
import Foundation
import Store
import TransparencyLog

extension Office {
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

    package func correctBulletin(
        _ id: ID<Bulletin>,
        note: String,
        by actor: Actor,
        at moment: Instant? = nil
    ) async throws {
        try await perform(.correct(note: note), on: id, by: actor, at: moment)
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
        let numbers = try await claimWork.run { NumberCheck(page, known: known, window: issue.window) }
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
    func put(
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
