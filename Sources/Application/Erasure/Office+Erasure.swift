package import Domain
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

    /// Asks for what was said in a case to be destroyed: the first of two people.
    ///
    /// - Throws: ``Refusal``, ``Fault``.
    package func askErasure(of number: CaseNumber, basis: Erasure.Basis, by actor: Actor) async throws {
        try demand(.erase, of: actor)
        let now = now
        let position = try await engine.write { [self] db in
            let (id, _) = try erasable(number, by: actor, in: db)
            guard try !ErasureRecords.isWaiting(number, in: db) else { throw Refusal.erasureAsked }
            var past = Journal.Past<Erasure>()
            _ = try desk.handle(
                .ask(Erasure.Request(subject: id, number: number, basis: basis)),
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

    /// Destroys what was said in a case and in its parts: the second of two people, who types the number once more.
    ///
    /// The ledger has it before the database forgets; what stops in between is finished at the next start.
    /// - Throws: ``Refusal``, ``Fault``.
    package func approveErasure(_ id: ID<Erasure>, typing number: CaseNumber, by actor: Actor) async throws {
        try demand(.erase, of: actor)
        let shared = try await sharedFiles(of: number)
        let now = now
        let position = try await engine.write { [self] db in
            var past = try journal.past(of: id, in: db)
            guard case .asked(let request, _, _) = past.state.state else {
                if case .done = past.state.state { throw Refusal.erasureDone }
                throw Refusal.nothingAsked
            }
            guard request.number == number else { throw Refusal.numberDiffers }
            let (_, file) = try erasable(number, by: actor, in: db)
            let content = try doomed(request, in: db)
            // Refused before anything is written anywhere.
            _ = try past.state.decide(
                .approve(content.remainder),
                in: Erasure.Situation(now: now, by: actor.author)
            )
            var parts: [(ID<Erasure>, Doomed)] = []
            for (subject, part) in try splitOff(from: file, in: db) {
                let request = Erasure.Request(subject: subject, number: part.number, basis: request.basis)
                parts.append((world.newID(at: now), try doomed(request, in: db)))
            }
            try write([(id, content)] + parts, at: now)
            try destroy(content, .approve(content.remainder), on: id, past: &past, sparing: shared, by: actor, db)
            for (id, part) in parts {
                var past = Journal.Past<Erasure>()
                let follow = Erasure.Command.follow(part.request, part.remainder)
                try destroy(part, follow, on: id, past: &past, sparing: shared, by: .system, db)
            }
            return try journal.position(in: db)
        }
        noteCommitted(position)
        await leaveNoTraces()
    }

    // MARK: - What it takes

    /// A case as it is about to be destroyed.
    private struct Doomed {
        let request: Erasure.Request
        let remainder: Erasure.Remainder
        let summary: CaseSummary
        let positions: [Int64]
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

    private func doomed(_ request: Erasure.Request, in db: any Connection) throws -> Doomed {
        guard let summary = try CaseQueries.summary(request.number, in: db) else { throw Refusal.unknown(.caseFile) }
        let positions = try CaseContent.positions(of: request.subject, in: db)
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
        return Doomed(request: request, remainder: remainder, summary: summary, positions: positions)
    }

    private func write(_ doomed: [(ID<Erasure>, Doomed)], at now: Instant) throws {
        guard let ledger else { throw Fault.noLedger }
        let day = settings.zone.day(of: now)
        try ledger.add(
            doomed.map { id, content in
                ErasureLedger.Line(
                    erasure: id,
                    case: content.request.subject,
                    entries: content.positions,
                    basis: content.request.basis,
                    day: day
                )
            }
        )
    }

    private func destroy(
        _ content: Doomed,
        _ command: Erasure.Command,
        on id: ID<Erasure>,
        past: inout Journal.Past<Erasure>,
        sparing shared: Set<String>,
        by actor: Actor,
        _ db: any Connection
    ) throws {
        let traces = CaseContent.Traces(
            id: content.request.subject,
            number: content.request.number,
            photos: content.summary.photos.filter { !shared.contains($0) },
            documents: content.summary.documents.map(\.digest).filter { !shared.contains($0) },
            origin: content.summary.origin
        )
        let destroyed = try CaseContent.destroy(traces, in: db)
        guard destroyed > 0 else { throw Fault.corrupt("a case has no content to erase") }
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

    /// Looked up before the transaction: through all cases, which takes a while on a large board.
    private func sharedFiles(of number: CaseNumber) async throws -> Set<String> {
        try await engine.read { [self] db in
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
    /// - Returns: how many cases were erased again.
    /// - Throws: ``Fault``; with code `erasure_ledger` when the ledger cannot be read.
    @discardableResult
    package func applyErasures() async throws -> Int {
        guard let ledger else { return 0 }
        let lines = try ledger.lines()
        let revived = try await engine.read { db in
            try lines.filter { try CaseContent.isThere(ID($0.case), in: db) }
        }
        for line in revived { try await eraseAgain(line) }
        if !revived.isEmpty { await leaveNoTraces() }
        try await completeLedger()
        return revived.count
    }

    /// Writes into this machine's ledger what another one has erased.
    ///
    /// - Throws: ``Fault``.
    func completeLedger() async throws {
        guard let ledger else { return }
        let known = Set(try ledger.lines().map(\.case))
        let erased = try await engine.read { try ErasureRecords.subjects(in: $0) }
        guard erased.contains(where: { !known.contains($0.rawValue) }) else { return }
        let fresh = try await engine.read { [settings] db in
            try ErasureRecords.done(limit: Int(Int32.max), in: db)
                .filter { !known.contains($0.request.subject.rawValue) }
                .map { row in
                    ErasureLedger.Line(
                        erasure: row.id,
                        case: row.request.subject,
                        entries: try CaseContent.positions(of: row.request.subject, in: db),
                        basis: row.request.basis,
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
        let (subject, id): (ID<Case>, ID<Erasure>) = (ID(line.case), ID(line.erasure))
        let number = try await engine.read { [journal] in
            try journal.past(of: subject, in: $0).state.file?.report.number
        }
        guard let number else { throw Fault.corrupt("an erased case has content and no number") }
        let shared = try await sharedFiles(of: number)
        let position = try await engine.write { [self] db in
            let content = try doomed(Erasure.Request(subject: subject, number: number, basis: basis), in: db)
            var past = try journal.past(of: id, in: db)
            let follow = Erasure.Command.follow(content.request, content.remainder)
            if case .done = past.state.state {
                // The entry is there and only the content came back: whoever put it there did not do it through us.
                _ = try CaseContent.destroy(
                    .init(id: subject, number: number, photos: [], documents: [], origin: content.summary.origin),
                    in: db
                )
            } else {
                try destroy(content, follow, on: id, past: &past, sparing: shared, by: .system, db)
            }
            return try journal.position(in: db)
        }
        noteCommitted(position)
    }
}
