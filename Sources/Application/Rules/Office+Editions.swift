package import Domain
import Store

/// Dated versions of the rules: proposed, looked at, published from a day on; no restart, and every process sees them.
extension Office {
    /// Who may: the administrator, and nobody else.
    ///
    /// - Throws: ``Refusal/roleNeeded(_:)``.
    package func author(ofRules actor: Actor) throws(Refusal) -> Case.Author {
        switch actor {
        case .system: return .system
        case .staff(let staff) where staff.roles.contains(.administrator): return .staff(staff.account)
        case .staff, .resident, .reporter: throw .roleNeeded(.administrator)
        }
    }

    /// Puts a version up for looking at, and names the handling units that it brings along.
    ///
    /// - Throws: ``Refusal``, ``Fault``.
    package func propose(
        _ edition: Edition,
        naming units: [Catalogue.HandlingUnit] = [],
        by actor: Actor
    ) async throws {
        let author = try author(ofRules: actor)
        let envelope = Envelope(at: now, by: author)
        let commands = units.map(Catalogue.Command.nameUnit) + [.propose(edition)]
        // One transaction: a version that is refused leaves no unit behind.
        try await engine.write { [desk, journal] db in
            var past = try journal.past(of: ID<Catalogue>.board, in: db)
            for command in commands {
                _ = try desk.handle(command, on: .board, past: &past, in: (), envelope: envelope, db: db)
            }
        }
        try await refreshDirectory()
    }

    /// Lets a proposal hold from a day on.
    ///
    /// - Throws: ``Refusal/dispatchUnsound(faults:)`` where a place, matter and hour would be without exactly one answer,
    ///   other ``Refusal``, ``Fault``.
    package func publish(
        _ kind: Edition.Kind,
        _ version: EditionVersion,
        from day: Day,
        basis: String,
        by actor: Actor
    ) async throws {
        let author = try author(ofRules: actor)
        try await lookAround()
        guard let edition = directory.edition(kind, version)?.edition else { throw Refusal.unknown(.edition) }
        let directory = directory
        let findings = try await heavyWork.run { directory.findings(in: edition, from: day) }
        guard findings.isEmpty else { throw Refusal.dispatchUnsound(faults: findings.count) }
        let publication = Edition.Publication(from: day, basis: basis)
        try await change(.publish(kind, version, publication, today: today), on: ID<Catalogue>.board, by: author)
    }

    /// Drops a proposal, or calls off what has been published and does not hold yet.
    ///
    /// - Throws: ``Refusal``, ``Fault``.
    package func withdraw(_ kind: Edition.Kind, _ version: EditionVersion, by actor: Actor) async throws {
        let author = try author(ofRules: actor)
        try await change(.withdraw(kind, version, today: today), on: ID<Catalogue>.board, by: author)
    }
}

extension Directory {
    package func edition(_ kind: Edition.Kind, _ version: EditionVersion) -> Edition.Dated? {
        editions.first { $0.edition.kind == kind && $0.edition.version == version }
    }

    /// What would be without exactly one answer if `edition` came into force on `day`; empty when nothing would.
    ///
    /// A dispatch catalogue is asked about the matters of its first day and of every list that is coming, and about the division
    /// that is coming; a list of matters about every dispatch catalogue that will meet it.
    package func findings(in edition: Edition, from day: Day) -> [DispatchFinding] {
        func days(of kind: Edition.Kind) -> [Day] {
            editions.filter { $0.edition.kind == kind && $0.edition != edition }.compactMap(\.publication?.from)
                .filter { $0 > day }.sorted()
        }
        var found: [DispatchFinding] = []
        switch edition.content {
        case .calendar, .whistle: break
        case .dispatch(let rules):
            let next = days(of: .dispatch).first ?? .distantFuture
            for first in [day] + days(of: .matters).filter({ $0 < next }) {
                found += dispatchCheck(on: first).findings(in: rules, from: first)
            }
            // A rule about a grid that will be there no more hinders nobody.
            if let planDay, planDay > day, planDay < next {
                found += dispatchCheck(on: planDay).findings(in: rules, from: planDay).filter(\.isAboutCoverage)
            }
        case .matters(let categories):
            let next = days(of: .matters).first ?? .distantFuture
            for first in [day] + days(of: .dispatch).filter({ $0 < next }) {
                guard let rules = ruleBook.rules(on: first).dispatch?.rules else { continue }
                // A rule about a matter that there is no more hinders nobody.
                found += dispatchCheck(on: first, categories: categories).findings(in: rules, from: first)
                    .filter(\.isAboutCoverage)
            }
        }
        var told: Set<DispatchFinding> = []
        return found.filter { told.insert($0).inserted }
    }
}
