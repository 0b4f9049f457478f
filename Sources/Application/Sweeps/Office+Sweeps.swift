import Crypto
package import Domain
import Foundation
package import Store
import TransparencyLog

/// A sweep as a form gives it.
package struct SweepDraft: Sendable {
    /// Where the list comes from.
    package enum Source: Hashable, Sendable {
        /// Every grid of the unit, as a parcel.
        case grids
        /// A line an element: name, grid's code, and kind where it is no place; separated by commas or tabs.
        case lines(String)
        /// The list of an earlier sweep of the same unit.
        case earlier(Int)
    }

    package var kind: Sweep.Kind
    package var name: String
    package var unit: UnitCode
    package var checklist: Int
    package var until: Day
    package var source: Source

    package init(
        kind: Sweep.Kind,
        name: String,
        unit: UnitCode,
        checklist: Int,
        until: Day,
        source: Source
    ) {
        self.kind = kind
        self.name = name
        self.unit = unit
        self.checklist = checklist
        self.until = until
        self.source = source
    }
}

/// A sweep with what has become of its list.
package struct SweepView: Sendable {
    package let sweep: Sweep
    package let plan: Sweep.Plan
    /// What is looked at.
    package let checklist: Checklist.Version
    package let counts: [SweepQueries.GridCount]
    package let elements: [SweepQueries.Element]
    /// The position in the log at which the list was frozen.
    package let frozenAt: Int64
    /// Cases that were opened for hazards.
    package let cases: [CaseSummary]

    package var tally: Sweep.Tally {
        var results: [SweepElement.Result: Int] = [:]
        for count in counts {
            if let result = count.result { results[result, default: 0] += count.count }
        }
        return Sweep.Tally(results, frame: plan.elements.count)
    }

    package var draw: Sweep.Draw? { if case .drawn(_, let draw) = sweep.state { draw } else { nil } }
}

extension Office {
    /// Publishes a checklist, or the next version of one.
    ///
    /// - Returns: its serial.
    /// - Throws: ``Refusal`` or ``Fault``.
    package func publish(
        checklist serial: Int?,
        name: String,
        items: [Checklist.Item],
        by actor: Actor
    ) async throws -> Int {
        try demand(.keepChecklists, of: actor, in: .district)
        let directory = directory
        for item in items where directory.categories[item.category] == nil { throw Refusal.unknown(.category) }
        let version = Checklist.Version(serial: serial ?? 0, name: name, items: items)
        if let serial {
            try await alter(Checklist.self, serial, .keepChecklists, by: actor) { _, _ in [.publish(version)] }
            return serial
        }
        return try await begin(Checklist.self, .keepChecklists, in: .district, by: actor) {
            .publish(Checklist.Version(serial: $0, name: name, items: items))
        }
    }

    /// - Throws: ``Fault``.
    package func checklists() async throws -> [Checklist.Version] {
        try await engine.read { try Checklist.newest(in: $0) }
    }

    /// Freezes a list: from here on nothing is added to it and nothing taken away.
    ///
    /// - Returns: the sweep's serial.
    /// - Throws: ``Refusal`` or ``Fault``.
    package func freeze(_ draft: SweepDraft, by actor: Actor) async throws -> Int {
        try demand(.planSweeps, of: actor, in: .unit(draft.unit))
        let today = today
        let elements = try await elements(of: draft)
        let list = try await checklists().first { $0.serial == draft.checklist }
        guard let list else { throw Refusal.unknown(.checklist) }
        return try await begin(Sweep.self, .planSweeps, in: .unit(draft.unit), by: actor) { serial in
            let plan = Sweep.Plan(
                serial: serial,
                kind: draft.kind,
                name: draft.name,
                unit: draft.unit,
                checklist: list.serial,
                version: list.number,
                until: draft.until,
                elements: elements
            )
            return .freeze(plan, today: today)
        }
    }

    private func elements(of draft: SweepDraft) async throws -> [Sweep.Element] {
        let directory = directory
        switch draft.source {
        case .grids:
            return (directory.grids(in: .unit(draft.unit)) ?? []).map {
                Sweep.Element(.parcel, name: directory.grids[$0]?.name ?? $0.rawValue, grid: $0)
            }
        case .earlier(let serial):
            let earlier = try await work(Sweep.self, serial)
            // Grids that are there no more have others in their stead.
            return try (earlier.plan?.elements ?? []).map { element in
                guard let grid = directory.grid(nowHolding: element.grid.rawValue, at: nil),
                    directory.contains(.unit(draft.unit), grid)
                else { throw Refusal.unknown(.grid) }
                return Sweep.Element(element.kind, name: element.name, grid: grid)
            }
        case .lines(let text):
            return try Self.elements(in: text) { raw throws(Refusal) in
                guard let grid = directory.grid(named: raw), directory.contains(.unit(draft.unit), grid) else {
                    throw .unknown(.grid)
                }
                return grid
            }
        }
    }

    /// - Throws: ``Refusal/malformed(_:)`` for a line that is none, and what `grid` throws.
    static func elements(
        in text: String,
        grid: (String) throws(Refusal) -> GridCode
    ) throws(Refusal) -> [Sweep.Element] {
        var elements: [Sweep.Element] = []
        for line in text.split(whereSeparator: \.isNewline) where line.contains(where: { !$0.isWhitespace }) {
            let parts = line.split(omittingEmptySubsequences: false) { [",", "，", "\t"].contains($0) }
                .map { $0.trimmingCharacters(in: .whitespaces) }
            guard (2...3).contains(parts.count), !parts[0].isEmpty,
                let kind = parts.count == 3 && !parts[2].isEmpty
                    ? Sweep.ElementKind(rawValue: parts[2]) : .place
            else {
                throw .malformed(Malformed("frame_line", expected: "name, grid code, and place, parcel, unit or shop"))
            }
            elements.append(Sweep.Element(kind, name: parts[0], grid: try grid(parts[1])))
        }
        return elements
    }

    /// - Throws: ``Fault``.
    package func sweeps() async throws -> [SweepQueries.Summary] {
        try await engine.read { try SweepQueries.all(limit: 200, in: $0) }
    }

    /// A sweep with its list and its results.
    ///
    /// - Throws: ``Refusal/unknown(_:)`` or ``Fault``.
    package func sweepView(_ serial: Int) async throws -> SweepView {
        let journal = journal
        return try await engine.read { db in
            let id = try Sweep.id(of: serial, in: db)
            let sweep = try journal.past(of: id, in: db).state
            guard let plan = sweep.plan, let frozenAt = try SweepQueries.position(of: id, version: 1, in: db) else {
                throw Refusal.unknown(.sweep)
            }
            let elements = try SweepQueries.elements(of: serial, in: db)
            let cases = try elements.flatMap(\.cases).compactMap { try CaseQueries.summary($0, in: db) }
            return SweepView(
                sweep: sweep,
                plan: plan,
                checklist: try Checklist.version(plan.version, of: plan.checklist, in: db),
                counts: try SweepQueries.counts(of: serial, in: db),
                elements: elements,
                frozenAt: frozenAt,
                cases: cases
            )
        }
    }

    /// Puts down what was found at an element; a failed item opens a case by itself, in the same transaction.
    ///
    /// `failed`: items of the checklist by their place from 1.
    /// - Returns: the numbers of the cases, one an item.
    /// - Throws: ``Refusal`` or ``Fault``.
    @discardableResult
    package func visit(
        _ number: Int,
        of serial: Int,
        _ result: SweepElement.Result,
        failed: [Int] = [],
        note: String = "",
        by actor: Actor
    ) async throws -> [CaseNumber] {
        let (now, directory) = (now, directory)
        let (numbers, position) = try await engine.write { [self] db in
            let numbers = try visit(
                number,
                of: serial,
                result,
                failed: failed,
                note: note,
                by: actor,
                at: now,
                directory: directory,
                db: db
            )
            return (numbers, try journal.position(in: db))
        }
        noteCommitted(position)
        return numbers
    }

    /// The same in the caller's transaction.
    func visit(
        _ number: Int,
        of serial: Int,
        _ result: SweepElement.Result,
        failed: [Int],
        note: String,
        by actor: Actor,
        at now: Instant,
        directory: Directory,
        db: any Connection
    ) throws -> [CaseNumber] {
        let day = settings.zone.day(of: now)
        // Not the sweep's past: that would read the whole list for each of its elements.
        let sweep = try SweepQueries.head(of: serial, in: db)
        guard let element = try SweepQueries.element(number, of: serial, in: db) else {
            throw Refusal.unknown(.sweepElement)
        }
        // Grids may have been drawn anew since the list was frozen.
        let grid = directory.grid(nowHolding: element.grid.rawValue, at: nil) ?? element.grid
        try demand(.visitElements, of: actor, in: .grid(grid))
        guard case .staff(let staff) = actor else { throw Refusal.signInNeeded }
        guard sweep.isRunning else { throw Refusal.work(.sweepClosed) }
        let checklist = try Checklist.version(sweep.version, of: sweep.checklist, in: db)
        let id = Self.elementID(number, of: sweep.id)
        var past = try journal.past(of: id, in: db)
        let situation = SweepElement.Situation(sweep: .running, items: checklist.items.count, today: day)
        var visit = SweepElement.Visit(
            place: SweepElement.Place(sweep: serial, number: number, kind: element.kind, grid: element.grid),
            result: result,
            failed: failed.sorted(),
            note: note,
            visitor: staff.account,
            on: day
        )
        // Asked first, so that nothing is opened for what is refused.
        _ = try past.state.decide(.visit(visit), in: situation)
        visit.cases = try visit.failed.map { item in
            let item = checklist.items[item - 1]
            let words = note.isEmpty ? item.text : "\(item.text)\n\(note)"
            return try open(item, saying: words, at: element, grid, by: actor, at: now, directory: directory, db: db)
        }
        _ = try desk.handle(
            .visit(visit),
            on: id,
            past: &past,
            in: situation,
            envelope: Envelope(at: now, by: actor.author),
            db: db
        )
        return visit.cases
    }

    private func open(
        _ item: Checklist.Item,
        saying words: String,
        at element: SweepQueries.Element,
        _ grid: GridCode,
        by actor: Actor,
        at now: Instant,
        directory: Directory,
        db: any Connection
    ) throws -> CaseNumber {
        let day = settings.zone.day(of: now)
        let serial = try CaseQueries.nextSerial(on: day, in: db)
        let number = CaseNumber(division: settings.division, day: day, serial: serial)
        let report = Report(
            number: number,
            channel: .sweep,
            category: item.category,
            place: Report.Place(point: nil, address: element.name, grid: grid),
            text: words,
            receipt: nil,
            rectification: item.limit
        )
        // The office reports by itself; who was there stands in the element's entry.
        _ = try put(
            report,
            id: world.newID(at: now),
            secret: keys.linkSecret(for: number),
            by: .system,
            at: now,
            directory: directory,
            db: db
        )
        return number
    }

    /// Ends a sweep: what has no result now is a miss.
    ///
    /// `drawing`: which public draw will choose the elements that are looked at again.
    /// - Throws: ``Refusal`` or ``Fault``.
    package func end(sweep serial: Int, drawing: String, by actor: Actor) async throws {
        try await alter(Sweep.self, serial, .planSweeps, by: actor) { sweep, db in
            var results: [SweepElement.Result: Int] = [:]
            for count in try SweepQueries.counts(of: serial, in: db) {
                if let result = count.result { results[result, default: 0] += count.count }
            }
            return [.end(Sweep.Tally(results, frame: sweep.plan?.elements.count ?? 0), drawing: drawing)]
        }
    }

    /// Draws the elements that are looked at again, among those that somebody has been to.
    ///
    /// The head of the log is the first that was signed after the sweep's end, so nobody chooses it; the public draw has a day of its
    /// own after that, so nobody could know it when the head was signed.
    ///
    /// - Throws: ``Refusal`` or ``Fault``.
    package func draw(
        _ count: Int,
        of serial: Int,
        numbers: String,
        on day: Day,
        by actor: Actor
    ) async throws {
        let (today, zone) = (today, settings.zone)
        try demand(.recheckElements, of: actor)
        guard (1...1_000).contains(count) else { throw Refusal.work(.countOutOfRange) }
        guard day <= today else { throw Refusal.work(.dayNotCome) }
        try await alter(Sweep.self, serial, .recheckElements, by: actor) { _, db in
            let id = try Sweep.id(of: serial, in: db)
            guard let ended = try SweepQueries.position(of: id, version: 2, in: db) else {
                throw Refusal.work(.sweepOpen)
            }
            guard let head = try LogRecords.firstHead(covering: ended, in: db) else {
                throw Refusal.work(.notSigned)
            }
            guard day > zone.day(of: head.signedAt) else { throw Refusal.work(.drawTooEarly) }
            let visited = try SweepQueries.elements(of: serial, in: db).filter { $0.result?.isCovered == true }
                .map(\.number)
            let places = Sample.draw(
                count,
                of: visited.count,
                seed: Sample.seed(root: head.root.bytes, numbers: numbers)
            )
            let draw = Sweep.Draw(
                size: head.size,
                root: head.root.hex,
                numbers: numbers,
                on: day,
                elements: visited.isEmpty ? [] : places.map { visited[$0 - 1] }
            )
            return [.draw(draw)]
        }
    }

    /// Puts down what a second pair of eyes found at an element that was drawn.
    ///
    /// - Throws: ``Refusal`` or ``Fault``.
    package func recheck(
        _ number: Int,
        of serial: Int,
        agrees: Bool,
        note: String,
        by actor: Actor
    ) async throws {
        let (now, directory) = (now, directory)
        let position = try await engine.write { [self] db in
            let day = settings.zone.day(of: now)
            let sweepID = try Sweep.id(of: serial, in: db)
            let sweep = try journal.past(of: sweepID, in: db).state
            guard let plan = sweep.plan, plan.elements.indices.contains(number - 1) else {
                throw Refusal.unknown(.sweepElement)
            }
            let element = plan.elements[number - 1]
            let grid = directory.grid(nowHolding: element.grid.rawValue, at: nil) ?? element.grid
            try demand(.recheckElements, of: actor, in: .grid(grid))
            guard case .staff(let staff) = actor else { throw Refusal.signInNeeded }
            let id = Self.elementID(number, of: sweepID)
            var past = try journal.past(of: id, in: db)
            _ = try desk.handle(
                .recheck(SweepElement.Recheck(agrees: agrees, note: note, checker: staff.account)),
                on: id,
                past: &past,
                in: SweepElement.Situation(sweep: sweep.state, items: 0, today: day),
                envelope: Envelope(at: now, by: actor.author),
                db: db
            )
            return try journal.position(in: db)
        }
        noteCommitted(position)
    }

    /// An element is found by its sweep and its number: a UUID of version 8 (RFC 9562 5.8) over both.
    static func elementID(_ number: Int, of sweep: ID<Sweep>) -> ID<SweepElement> {
        let text = Array("sweep element \(number)".utf8)
        var bytes = Array(SHA256.hash(data: Data(sweep.bytes + text)).prefix(16))
        bytes[6] = 0x80 | (bytes[6] & 0x0F)
        bytes[8] = 0x80 | (bytes[8] & 0x3F)
        guard let id = ID<SweepElement>(bytes: bytes) else { preconditionFailure("assumed 16 bytes: \(bytes.count)") }
        return id
    }
}
