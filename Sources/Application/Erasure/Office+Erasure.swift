package import Domain
import Foundation
import Logging
package import Store
import Synchronization

extension Office {
    /// What waits to be approved, and what was done last.
    ///
    /// - Throws: ``Refusal``, ``Fault``.
    package func erasures(
        for actor: Actor
    ) async throws -> (waiting: [ErasureRecords.Row], done: [ErasureRecords.Row]) {
        try demand(.erase, of: actor)
        return try await engine.read { db in
            (try ErasureRecords.waiting(in: db), try ErasureRecords.done(limit: 100, in: db))
        }
    }

    /// Asks for what was said in a case, or for the names and words of a record, to be destroyed: the first of two people.
    ///
    /// - Throws: ``Refusal``, ``Fault``.
    package func askErasure(of named: Erasure.Named, basis: Erasure.Basis, by actor: Actor) async throws {
        try demand(.erase, of: actor)
        let now = now
        let position = try await engine.write { [self] db in
            let target = try erasable(named, by: actor, in: db)
            var past = Journal.Past<Erasure>()
            _ = try desk.handle(
                .ask(Erasure.Request(target: target, basis: basis)),
                on: world.newID(at: now),
                past: &past,
                in: Erasure.Situation(now: now, by: actor.author),
                envelope: Envelope(at: now, by: actor.author),
                db: db
            )
            return try journal.position(in: db)
        }
        noteCommitted(position)
    }

    /// Says no to a request, or takes the own one back.
    ///
    /// - Throws: ``Refusal``, ``Fault``.
    package func declineErasure(_ id: ID<Erasure>, by actor: Actor) async throws {
        try demand(.erase, of: actor)
        let now = now
        let position = try await engine.write { [self] db in
            var past = try journal.past(of: id, in: db)
            _ = try desk.handle(
                .decline,
                on: id,
                past: &past,
                in: Erasure.Situation(now: now, by: actor.author),
                envelope: Envelope(at: now, by: actor.author),
                db: db
            )
            return try journal.position(in: db)
        }
        noteCommitted(position)
    }

    /// Destroys what was said in a case, in its parts and in the firm's problem that it came from, or the names and words of a
    /// record: the second of two people, who names it once more.
    ///
    /// The ledger has it before the database forgets; what stops in between is finished at the next start.
    /// - Throws: ``Refusal``, ``Fault``.
    package func approveErasure(_ id: ID<Erasure>, naming named: Erasure.Named, by actor: Actor) async throws {
        try demand(.erase, of: actor)
        let shared = try await sharedFiles(of: named)
        let now = now
        let position = try await engine.write { [self] db in
            var past = try journal.past(of: id, in: db)
            guard case .asked(let request, _, _) = past.state.state else {
                if case .done = past.state.state { throw Refusal.erasureDone }
                throw Refusal.nothingAsked
            }
            guard request.named == named else { throw Refusal.numberDiffers }
            _ = try erasable(named, by: actor, whileAsked: true, in: db)
            let content = try doomed(request, in: db)
            // Refused before anything is written anywhere.
            _ = try past.state.decide(.approve(content.left), in: Erasure.Situation(now: now, by: actor.author))
            let followers = try followers(of: request, in: db).map { follower -> (ID<Erasure>, Doomed) in
                (world.newID(at: now), try doomed(follower, in: db))
            }
            try write([(id, content)] + followers, at: now)
            try destroy(content, .approve(content.left), on: id, past: &past, sparing: shared, by: actor, db)
            for (id, follower) in followers {
                var past = Journal.Past<Erasure>()
                let follow = Erasure.Command.follow(follower.request, follower.left)
                try destroy(follower, follow, on: id, past: &past, sparing: shared, by: .system, db)
            }
            return try journal.position(in: db)
        }
        noteCommitted(position)
        await leaveNoTraces()
    }

    // MARK: - What it takes

    /// What is about to be destroyed, and where.
    private struct Doomed {
        let request: Erasure.Request
        let left: Erasure.Left
        let positions: [Int64]
        let content: Content

        enum Content {
            case file(CaseSummary)
            case record(RecordContent)
        }
    }

    /// What is named, if it may be erased at all and, unless it is about to be, nobody has asked for it.
    ///
    /// - Throws: ``Refusal``.
    private func erasable(
        _ named: Erasure.Named,
        by actor: Actor,
        whileAsked: Bool = false,
        in db: any Connection
    ) throws -> Erasure.Target {
        switch named {
        case .file(let number):
            let (id, _) = try erasable(number, by: actor, in: db)
            guard try whileAsked || !ErasureRecords.isWaiting(number, in: db) else { throw Refusal.erasureAsked }
            return .file(id, number)
        case .record(let record):
            let subject = try erasable(record, in: db)
            switch try ErasureRecords.state(of: subject, in: db) {
            case "done": throw Refusal.erasureDone
            case nil: break
            default: if !whileAsked { throw Refusal.erasureAsked }
            }
            return .record(record, subject: subject)
        }
    }

    /// The case, if it may be erased at all.
    ///
    /// - Throws: ``Refusal``.
    private func erasable(
        _ number: CaseNumber,
        by actor: Actor,
        in db: any Connection
    ) throws -> (id: ID<Case>, file: Case.File) {
        guard let id = try CaseQueries.id(of: number, in: db) else {
            throw try ErasureRecords.erased(number, in: db) == nil ? Refusal.unknown(.caseFile) : .erasureDone
        }
        let state = try journal.past(of: id, in: db).state
        guard let file = state.file else { throw Refusal.unknown(.caseFile) }
        // As if there were no such case: that there is one is what the person complained of must not learn.
        if case .staff(let staff) = actor, file.report.recusal?.concerns(staff) == true {
            throw Refusal.unknown(.caseFile)
        }
        guard file.report.whole == nil || file.isAttached else { throw Refusal.erasedWithWhole }
        guard !state.stage.name.isOpen, !file.parts.contains(where: \.isOpen) else { throw Refusal.notEnded }
        return (id, file)
    }

    /// The record's subject, if its names and words may go: nobody acts upon them any more, and they are a person's.
    ///
    /// - Throws: ``Refusal``.
    private func erasable(_ record: Erasure.Record, in db: any Connection) throws -> UUID {
        switch record.kind {
        case .firm:
            guard let firm = try EnterpriseQueries.summary(record.number, in: db) else { throw Refusal.unknown(.firm) }
            guard firm.kind == .soleTrader else { throw Refusal.noPerson }
            guard try journal.past(of: firm.id, in: db).state.ending != nil else { throw Refusal.notEnded }
            return firm.id.rawValue
        case .offer:
            let id = try Offer.id(of: record.number, in: db)
            let offer = try journal.past(of: id, in: db).state
            guard !offer.isOpen || offer.terms.map({ $0.until < today }) ?? true else { throw Refusal.notEnded }
            return id.rawValue
        case .problem:
            guard let row = try ProblemQueries.summary(record.number, in: db) else { throw Refusal.unknown(.problem) }
            let problem = try journal.past(of: row.id, in: db).state
            guard !problem.stage.isOpen else { throw Refusal.notEnded }
            // Its case says the same, and has other things to be forgotten.
            guard problem.caseNumber == nil else { throw Refusal.erasedWithWhole }
            return row.id.rawValue
        case .request:
            guard let row = try PolicyQueries.request(record.number, in: db) else {
                throw Refusal.unknown(.policyRequest)
            }
            guard row.state != .open else { throw Refusal.notEnded }
            return row.id.rawValue
        case .volunteer:
            let id = try Volunteer.id(of: record.number, in: db)
            guard try !journal.past(of: id, in: db).state.hasOpenShift else { throw Refusal.notEnded }
            return id.rawValue
        }
    }

    private func doomed(_ request: Erasure.Request, in db: any Connection) throws -> Doomed {
        switch request.target {
        case .file(let subject, let number):
            guard let summary = try CaseQueries.summary(number, in: db) else { throw Refusal.unknown(.caseFile) }
            let positions = try CaseContent.positions(of: subject, in: db)
            let zone = settings.zone
            let remainder = Erasure.Remainder(
                payloads: positions.count,
                category: summary.category,
                grid: summary.gridCode,
                reportedOn: zone.day(of: summary.reportedAt),
                endedOn: summary.closedAt.map { zone.day(of: $0) },
                isConfidential: summary.recusal != nil,
                receipt: summary.receipt
            )
            return Doomed(request: request, left: .file(remainder), positions: positions, content: .file(summary))
        case .record(let record, let subject):
            let content = try RecordContent(of: record, subject: subject, journal: journal, in: db)
            let positions = try content.positions(in: db)
            return Doomed(
                request: request,
                left: .record(payloads: positions.count),
                positions: positions,
                content: .record(content)
            )
        }
    }

    private func write(_ doomed: [(ID<Erasure>, Doomed)], at now: Instant) throws {
        guard let ledger else { throw Fault.noLedger }
        let day = settings.zone.day(of: now)
        try ledger.add(
            doomed.map { id, content in
                ErasureLedger.Line(erasure: id, of: content.request, entries: content.positions, day: day)
            }
        )
    }

    private func destroy(
        _ doomed: Doomed,
        _ command: Erasure.Command,
        on id: ID<Erasure>,
        past: inout Journal.Past<Erasure>,
        sparing shared: Set<String>,
        by actor: Actor,
        _ db: any Connection
    ) throws {
        try destroy(doomed, sparing: shared, db)
        let now = now
        _ = try desk.handle(
            command,
            on: id,
            past: &past,
            in: Erasure.Situation(now: now, by: actor.author),
            envelope: Envelope(at: now, by: actor.author),
            db: db
        )
    }

    /// The content alone, without an entry that says so.
    private func destroy(_ doomed: Doomed, sparing shared: Set<String>, _ db: any Connection) throws {
        switch doomed.content {
        case .file(let summary):
            let traces = CaseContent.Traces(
                id: summary.id,
                number: summary.number,
                photos: summary.photos.filter { !shared.contains($0) },
                documents: summary.documents.map(\.digest).filter { !shared.contains($0) },
                origin: summary.origin
            )
            let destroyed = try CaseContent.destroy(traces, in: db)
            guard destroyed > 0 else { throw Fault.corrupt("a case has no content to erase") }
        case .record(let content): try content.destroy(sparing: shared, in: db)
        }
    }

    /// What goes with a case: the parts that were split off it, and the firm's problem that it is about.
    private func followers(of request: Erasure.Request, in db: any Connection) throws -> [Erasure.Request] {
        guard case .file(let subject, let number) = request.target,
            let file = try journal.past(of: subject, in: db).state.file
        else { return [] }
        var all = try splitOff(from: file, in: db).map { id, part in
            Erasure.Request(subject: id, number: part.number, basis: request.basis)
        }
        if let (id, number) = try ProblemQueries.id(ofCase: number, in: db) {
            let target = Erasure.Target.record(Erasure.Record(.problem, number), subject: id.rawValue)
            all.append(Erasure.Request(target: target, basis: request.basis))
        }
        return all
    }

    /// Looked up before the transaction: through all cases, which takes a while on a large board.
    private func sharedFiles(of named: Erasure.Named) async throws -> Set<String> {
        try await engine.read { [self] db in
            let number: CaseNumber
            switch named {
            case .file(let file): number = file
            case .record(let record):
                guard record.kind == .problem, let row = try ProblemQueries.summary(record.number, in: db),
                    let intake = try journal.past(of: row.id, in: db).state.intake
                else { return [] }
                return try CaseContent.shared(intake.documents, beside: [], problem: record.number, in: db)
            }
            guard let summary = try CaseQueries.summary(number, in: db) else { return [] }
            guard let file = try journal.past(of: summary.id, in: db).state.file else { return [] }
            let ids = [summary.id] + (try splitOff(from: file, in: db).map(\.0))
            let photos = try CaseContent.shared(summary.photos, beside: ids, in: db)
            return photos.union(try CaseContent.shared(summary.documents, beside: ids, in: db))
        }
    }

    /// The parts that go with their whole: what came in by itself and was attached later is somebody else's report.
    private func splitOff(from whole: Case.File, in db: any Connection) throws -> [(ID<Case>, Part)] {
        try whole.parts.compactMap { part in
            guard let id = try CaseQueries.id(of: part.number, in: db) else { return nil }
            return try journal.past(of: id, in: db).state.file?.isAttached == true ? nil : (id, part)
        }
    }

    /// Lets the engine overwrite what it has let go of; what hinders it now is tried again by the ``LedgerKeeper``.
    func leaveNoTraces() async {
        do {
            try await engine.leaveNoTraces()
            traces.withLock { $0 = false }
        } catch {
            traces.withLock { $0 = true }
            logger.warning("traces of what was erased are left for a while", metadata: ["cause": "\(error)"])
        }
    }

    // MARK: - The ledger

    /// Forgets again what the ledger says was forgotten and the database knows, and completes the ledger.
    ///
    /// So it is after a backup was restored, or after a machine stopped between the two.
    ///
    /// - Returns: how many cases and records were erased again.
    /// - Throws: ``Fault``; with code `erasure_ledger` when the ledger cannot be read.
    @discardableResult
    package func applyErasures() async throws -> Int {
        guard let ledger else { return 0 }
        let lines = try ledger.lines()
        let revived = try await engine.read { [self] db in try lines.filter { try isThere($0, in: db) } }
        for line in revived { try await eraseAgain(line) }
        if !revived.isEmpty { await leaveNoTraces() }
        try await completeLedger()
        return revived.count
    }

    private func isThere(_ line: ErasureLedger.Line, in db: any Connection) throws -> Bool {
        guard let record = try line.known() else { return try CaseContent.isThere(ID(line.case), in: db) }
        let content = try RecordContent(of: record, subject: line.case, journal: journal, in: db)
        // What was said later was not asked for.
        return try content.positions(in: db).contains(where: line.entries.contains)
    }

    /// Writes into this machine's ledger what another one has erased.
    ///
    /// - Throws: ``Fault``.
    func completeLedger() async throws {
        guard let ledger else { return }
        let known = Set(try ledger.lines().map(\.case))
        let erased = try await engine.read { try ErasureRecords.subjects(in: $0) }
        guard erased.contains(where: { !known.contains($0) }) else { return }
        let fresh = try await engine.read { [settings] db in
            try ErasureRecords.done(limit: Int(Int32.max), in: db)
                .filter { !known.contains($0.request.subject) }
                .map { row in
                    ErasureLedger.Line(
                        erasure: row.id,
                        of: row.request,
                        entries: try CaseContent.positions(of: ID(row.request.subject), in: db),
                        day: settings.zone.day(of: row.at)
                    )
                }
        }
        try ledger.add(fresh)
    }

    private func eraseAgain(_ line: ErasureLedger.Line) async throws {
        guard let basis = Erasure.Basis(rawValue: line.basis) else {
            throw Fault.corrupt("the ledger of erasures names an unknown basis")
        }
        let id = ID<Erasure>(line.erasure)
        let request = try await engine.read { [journal] db in
            if let record = try line.known() {
                return Erasure.Request(target: .record(record, subject: line.case), basis: basis)
            }
            let subject = ID<Case>(line.case)
            guard let file = try journal.past(of: subject, in: db).state.file else {
                throw Fault.corrupt("an erased case has content and no number")
            }
            return Erasure.Request(subject: subject, number: file.report.number, basis: basis)
        }
        let shared = try await sharedFiles(of: request.named)
        let position = try await engine.write { [self] db in
            let content = try doomed(request, in: db)
            var past = try journal.past(of: id, in: db)
            if case .done = past.state.state {
                // The entry is there and only the content came back: whoever put it there did not do it through us.
                try destroy(content, sparing: shared, db)
            } else {
                let follow = Erasure.Command.follow(content.request, content.left)
                try destroy(content, follow, on: id, past: &past, sparing: shared, by: .system, db)
            }
            return try journal.position(in: db)
        }
        noteCommitted(position)
    }
}
