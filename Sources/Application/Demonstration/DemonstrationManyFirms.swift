import Domain
import Geography
import Store

/// As many firms, stewards and visits as somebody wants to measure with, beside the demonstration's own.
///
/// They take the road in bulk: what each command leads to is decided by its aggregate and put down as an entry, some thousand a
/// commit; the tables are filled from the entries afterwards, with the cases' own. So a rebuild makes the same tables, and the log
/// holds them all. Only the use cases around the aggregates are passed over: nothing is looked up before a visit.
struct DemonstrationManyFirms: Sendable {
    /// How many there are to be.
    struct Amount: Sendable {
        var firms: Int
        var visits: Int
    }

    /// Firms of a steward: 200,000 firms have 500.
    private static let firmsOfSteward = 400
    /// Firms and visits a commit.
    private static let chunk = 4_000
    /// One of a hundred visits notes a problem.
    private static let visitsOfProblem = 100

    let office: Office
    let random: SeededRandom
    private let desk: Desk

    init(office: Office, random: SeededRandom) {
        self.office = office
        self.random = random
        let journal = Journal(zone: office.settings.zone, isProjecting: false)
        desk = Desk(engine: office.engine, journal: journal, world: office.world)
    }

    /// What a visit needs of its firm.
    private struct Firm: Sendable {
        var kind: Enterprise.Kind
        var grid: GridCode
        var tag: FirmTag
        var steward: Int
    }

    /// Writes them down in the order of time.
    ///
    /// `service`: the demonstration's own firms, whose stewards serve these as well and whose numbers come first.
    /// `progress`: called with the visits written so far.
    /// - Throws: ``Fault``, or a ``Refusal`` where the plan broke a rule.
    func make(
        _ amount: Amount,
        beside service: DemonstrationFirms.Service,
        from start: Instant,
        until end: Instant,
        progress: @escaping @Sendable (Int) -> Void
    ) async throws {
        let zone = office.settings.zone
        let (begun, last) = (zone.day(of: start), zone.day(of: end))
        let first = max(begun, Day(year: last.year, month: 1, day: 1) ?? begun)
        let stewards = try await stewards(for: amount.firms, beside: service.stewards, at: start)
        let firms = try await register(amount.firms, after: service.firms, served: stewards, at: start)
        let rounds = try await freeze(firms, after: service.firms, from: first, until: last)
        let days = max(1, Int(last.number - first.number) - 1)
        var problems = 0
        for chunk in stride(from: 0, to: amount.visits, by: Self.chunk) {
            let numbers = chunk..<min(chunk + Self.chunk, amount.visits)
            let noted = problems
            problems = try await office.engine.write { db in
                var problems = noted
                for number in numbers {
                    // In the order of time, each time through all firms.
                    let index = number % firms.count
                    let turn = number / firms.count
                    let day = first.advanced(by: number * days / amount.visits)
                    let firm = firms[index]
                    let id = try visit(
                        firm,
                        number: service.firms + 1 + index,
                        on: day,
                        in: rounds.first { $0.turn == turn && $0.firms.contains(index) }?.code,
                        by: stewards[firm.steward],
                        db: db
                    )
                    guard number.isMultiple(of: Self.visitsOfProblem) else { continue }
                    problems += 1
                    try collect(problems, at: service.firms + 1 + index, firm, on: day, visit: id, db: db)
                }
                return problems
            }
            progress(numbers.upperBound)
        }
    }

    // MARK: - People and firms

    private func stewards(for firms: Int, beside own: [Staff], at moment: Instant) async throws -> [Staff] {
        let streets = office.directory.units.values.filter { $0.level == .street }.map(\.code).sorted()
        let count = max(own.count, (firms + Self.firmsOfSteward - 1) / Self.firmsOfSteward)
        return try await office.engine.write { db in
            let others = try (own.count..<count).map { index -> Staff in
                let id: ID<Account> = office.world.newID(at: moment)
                let grant = Account.Grant(
                    signInName: "steward\(index + 1)",
                    displayName: name(),
                    roles: [.steward],
                    scope: .unit(streets[index % streets.count])
                )
                var past = Journal.Past<Account>()
                let envelope = Envelope(at: moment, by: .system)
                _ = try desk.handle(.open(grant), on: id, past: &past, in: (), envelope: envelope, db: db)
                return Staff(account: id, roles: grant.roles, scope: grant.scope, unit: nil)
            }
            return own + others
        }
    }

    private func name() -> String {
        random.pick(DemonstrationMatters.familyNames) + random.pick(DemonstrationMatters.givenNames)
    }

    private func register(
        _ count: Int,
        after others: Int,
        served stewards: [Staff],
        at moment: Instant
    ) async throws -> [Firm] {
        let directory = office.directory
        var firms: [Firm] = []
        firms.reserveCapacity(count)
        for chunk in stride(from: 0, to: count, by: Self.chunk) {
            firms += try await office.engine.write { db in
                try (chunk..<min(chunk + Self.chunk, count)).map { index in
                    try register(
                        number: others + 1 + index,
                        in: directory,
                        steward: index % stewards.count,
                        stewards,
                        moment,
                        db: db
                    )
                }
            }
        }
        return firms
    }

    /// Somewhere in a grid, or in its middle where chance misses its outline.
    private func place(in directory: Directory) throws -> (grid: GridCode, at: Coordinate) {
        let (grid, region) = random.pick(directory.outlines)
        let box = region.boundingBox
        for _ in 0..<4 {
            let place = Coordinate(
                longitude: box.west + (box.east - box.west) * Double(random.below(10_000)) / 10_000,
                latitude: box.south + (box.north - box.south) * Double(random.below(10_000)) / 10_000
            )
            if directory.grid(at: place) == grid.code { return (grid.code, place) }
        }
        guard let middle = region.insidePoint else { throw Fault.corrupt("an invented grid has no inside") }
        return (grid.code, middle)
    }

    private func register(
        number: Int,
        in directory: Directory,
        steward: Int,
        _ stewards: [Staff],
        _ moment: Instant,
        db: any Connection
    ) throws -> Firm {
        let day = office.settings.zone.day(of: moment)
        let id: ID<Enterprise> = office.world.newID(at: moment)
        let tag = try office.firmTag(of: id, year: day.year, db: db)
        let details = try DemonstrationFirms.details(
            of: number,
            random,
            place: { try place(in: directory) },
            code: { Self.code(number) }
        )
        guard let grid = details.place.grid else { throw Fault.corrupt("an invented firm has no grid") }
        var past = Journal.Past<Enterprise>()
        func put(_ command: Enterprise.Command) throws {
            let situation = Enterprise.Situation(today: day, tag: tag)
            let envelope = Envelope(at: moment, by: .system)
            _ = try desk.handle(command, on: id, past: &past, in: situation, envelope: envelope, db: db)
        }
        try put(.register(number: number, details, .registered))
        if let trade = try DemonstrationFirms.tag(of: number, details.kind) { try put(.tag(trade, from: day)) }
        if details.kind == .enterprise, number % 20 == 3 {
            let status = Enterprise.Status(
                kind: random.pick([.highTech, .techSME, .techSME, .aboveScale]),
                certificate: "演示-\(number)",
                from: day,
                until: day.adding(months: 24)
            )
            try put(.grant(status))
        }
        // One of two hundred waits for somebody.
        if number % 200 != 7 {
            let unit = try office.body(of: stewards[steward])
            try put(.assign(Stewardship.Term(holder: stewards[steward].account, unit: unit, from: day)))
        }
        return Firm(kind: details.kind, grid: grid, tag: tag, steward: steward)
    }

    /// Made of the number, so that no two firms have the same.
    private static func code(_ number: Int) -> String {
        var rest = number
        return String(
            (0..<7).map { _ -> Character in
                defer { rest /= DemonstrationFirms.codeDigits.count }
                return DemonstrationFirms.codeDigits[rest % DemonstrationFirms.codeDigits.count]
            }
        )
    }

    // MARK: - Rounds and visits

    /// A list: which firms by their place, and the how-manieth visits of theirs belong to it.
    private struct Round: Sendable {
        var code: UnitCode
        var firms: Range<Int>
        var turn: Int
    }

    /// One round of all firms, and five of a tenth of them each; all but one of a hundred are visited.
    private func freeze(
        _ firms: [Firm],
        after others: Int,
        from first: Day,
        until last: Day
    ) async throws -> [Round] {
        let tenth = firms.count / 10
        let plans =
            [("all", 0..<firms.count, 0)] + (0..<5).map { ("tenth-\($0 + 1)", $0 * tenth..<($0 + 1) * tenth, $0 + 1) }
        return try await office.engine.write { db in
            try plans.map { name, range, turn in
                let code = try UnitCode(parsing: "\(name)-\(first.year)")
                let definition = VisitRound.Definition(
                    code: code,
                    name: "企业走访（演示 \(code.rawValue)）",
                    from: first,
                    until: last
                )
                var list: [Enterprise.Kind: [Int]] = [:]
                for index in range { list[firms[index].kind, default: []].append(others + 1 + index) }
                let moment = office.settings.zone.instant(day: first, secondsOfDay: 32_400)
                var past = Journal.Past<VisitRound>()
                _ = try desk.handle(
                    .freeze(definition, list),
                    on: office.world.newID(at: moment) as ID<VisitRound>,
                    past: &past,
                    in: first,
                    envelope: Envelope(at: moment, by: .system),
                    db: db
                )
                return Round(code: code, firms: range, turn: turn)
            }
        }
    }

    private func visit(
        _ firm: Firm,
        number: Int,
        on day: Day,
        in round: UnitCode?,
        by steward: Staff,
        db: any Connection
    ) throws -> ID<Visit> {
        let zone = office.settings.zone
        let moment = zone.instant(day: day, secondsOfDay: 40_000 + random.below(20_000))
        let id: ID<Visit> = office.world.newID(at: moment)
        let isVisited = number % 100 != 13
        let record = Visit.Record(
            unit: try office.body(of: steward),
            officer: steward.account,
            on: day,
            outcome: isVisited ? .visited : random.pick([.nobodyThere, .unreachable, .closedDown]),
            minutes: isVisited ? [15, 20, 30, 30, 45, 60][random.below(6)] : 0,
            needs: isVisited && random.chance(10) ? [random.pick(Visit.Need.allCases)] : [],
            round: round
        )
        let subject = Visit.Firm(number: number, kind: firm.kind, grid: firm.grid, tag: firm.tag)
        var past = Journal.Past<Visit>()
        func put(_ command: Visit.Command, by author: Case.Author) throws {
            let situation = Visit.Situation(today: day)
            let envelope = Envelope(at: moment, by: author)
            _ = try desk.handle(command, on: id, past: &past, in: situation, envelope: envelope, db: db)
        }
        try put(.record(subject, record), by: .staff(steward.account))
        if isVisited, random.chance(20) { try put(.confirm(.code, askedTwice: 0), by: .reporter) }
        return id
    }

    private func collect(
        _ problem: Int,
        at number: Int,
        _ firm: Firm,
        on day: Day,
        visit: ID<Visit>,
        db: any Connection
    ) throws {
        let moment = office.settings.zone.instant(day: day, secondsOfDay: 62_000)
        let intake = EnterpriseProblem.Intake(
            number: problem,
            firm: number,
            firmKind: firm.kind,
            grid: firm.grid,
            source: .visit,
            need: random.pick(Visit.Need.allCases),
            text: "演示问题 \(problem)",
            visit: visit
        )
        let id: ID<EnterpriseProblem> = office.world.newID(at: moment)
        var past = Journal.Past<EnterpriseProblem>()
        let situation = EnterpriseProblem.Situation(today: day, tag: firm.tag)
        let envelope = Envelope(at: moment, by: .system)
        _ = try desk.handle(.collect(intake), on: id, past: &past, in: situation, envelope: envelope, db: db)
        // Nine of ten are taken back, so that what is open stays a queue that people could work through.
        guard !problem.isMultiple(of: 10) else { return }
        _ = try desk.handle(.withdraw, on: id, past: &past, in: situation, envelope: envelope, db: db)
    }
}
