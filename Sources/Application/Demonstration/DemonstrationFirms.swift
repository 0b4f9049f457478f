import Domain
import Geography
import Store

/// Enterprise service of the demonstration district: invented firms, their stewards, a round of visits and what came of it.
///
/// The amounts are about those of the newspaper page that the project began with: 448 firms visited, 21 high-tech enterprises,
/// 72 technology SMEs, six engineering centres, an incubator.
struct DemonstrationFirms: Sendable {
    let office: Office
    let random: SeededRandom
    /// Writes entries and no tables: they are filled with the cases' own.
    private let desk: Desk

    init(office: Office, random: SeededRandom) {
        self.office = office
        self.random = random
        let journal = Journal(zone: office.settings.zone, isProjecting: false)
        desk = Desk(engine: office.engine, journal: journal, world: office.world)
    }

    /// Firms on the frozen list; the last ones are not visited.
    private static let listed = 470
    /// Firms that were registered after the list was frozen.
    private static let late = 12
    private static let stewards = 12

    private struct Firm {
        let id: ID<Enterprise>
        var past = Journal.Past<Enterprise>()
        let kind: Enterprise.Kind
        let grid: GridCode
        var steward = 0
    }

    /// Fills the board from `start` on, so that the round is as good as over at `end`.
    ///
    /// - Throws: ``Fault``, or a ``Refusal`` where the plan broke a rule.
    func make(from start: Instant, until end: Instant) async throws -> Service {
        let (directory, zone) = (office.directory, office.settings.zone)
        let last = zone.day(of: end)
        // A round lies within one year.
        let newYear = Day(year: last.year, month: 1, day: 1) ?? last
        let first = max(newYear, last.advanced(by: -70))
        let places = directory.outlines.compactMap { grid, region in region.insidePoint.map { (grid.code, $0) } }
            .sorted { $0.0 < $1.0 }
        let streets = directory.units.values.filter { $0.level == .street }.map(\.code).sorted()
        return try await office.engine.write { db in
            try lists(at: start, db: db)
            let (chief, people) = try accounts(in: streets, at: start, db: db)
            var firms: [Firm] = []
            for number in 1...(Self.listed + Self.late) {
                let moment = number <= Self.listed ? start : zone.instant(day: first, secondsOfDay: 36_000)
                firms.append(try register(number, at: places, moment, db: db))
            }
            try serve(&firms, by: people, from: zone.day(of: start), at: start, db: db)
            let round = try freeze(
                firms,
                from: first,
                until: last,
                at: zone.instant(day: first, secondsOfDay: 32_400),
                db: db
            )
            let noted = try visit(&firms, in: round, by: people, from: first, until: last, db: db)
            return Service(chief: chief, stewards: people, firms: firms.count, noted: noted)
        }
    }

    /// Who heads the service, who serves, how many firms there are, and what they have said on visits, in the order of time.
    struct Service: Sendable {
        var chief: Staff
        var stewards: [Staff]
        var firms: Int
        var noted: [Noted]
    }

    /// A problem that somebody noted on a visit.
    struct Noted: Sendable {
        var firm: Int
        var visit: ID<Visit>
        var on: Day
        var steward: Staff
        var need: Visit.Need
        var text: String
    }

    // MARK: - Lists and people

    private static let park = "P01"
    private static let tags = [
        ("equipment", Wording("装备制造", english: "Equipment")),
        ("environment", Wording("节能环保", english: "Energy saving and environment")),
        ("materials", Wording("新材料", english: "New materials")),
    ]

    private func put<Subject: Journaled>(
        _ command: Subject.Command,
        on id: ID<Subject>,
        at moment: Instant,
        db: any Connection
    ) throws where Subject.Situation == Void {
        var past = try desk.journal.past(of: id, in: db)
        let envelope = Envelope(at: moment, by: .system)
        _ = try desk.handle(command, on: id, past: &past, in: (), envelope: envelope, db: db)
    }

    private func lists(at moment: Instant, db: any Connection) throws {
        let id = ID<EnterpriseLists>.board
        let park = Wording("先进制造业开发区", english: "Advanced Manufacturing Zone")
        try put(.namePark(try UnitCode(parsing: Self.park), park), on: id, at: moment, db: db)
        for (code, name) in Self.tags {
            try put(.nameTag(try CategoryCode(parsing: code), name), on: id, at: moment, db: db)
        }
    }

    /// One chief service officer, and stewards who each have a street.
    private func accounts(
        in streets: [UnitCode],
        at moment: Instant,
        db: any Connection
    ) throws -> (chief: Staff, stewards: [Staff]) {
        let chief = Account.Grant(
            signInName: "service",
            displayName: name(),
            roles: [.serviceChief],
            scope: .district
        )
        let chiefID: ID<Account> = office.world.newID(at: moment)
        try put(.open(chief), on: chiefID, at: moment, db: db)
        let stewards = try (0..<Self.stewards).map { index in
            let id: ID<Account> = office.world.newID(at: moment)
            let grant = Account.Grant(
                signInName: index == 0 ? "steward" : "steward\(index + 1)",
                displayName: name(),
                roles: [.steward],
                scope: .unit(streets[index % streets.count])
            )
            try put(.open(grant), on: id, at: moment, db: db)
            return Staff(account: id, roles: grant.roles, scope: grant.scope, unit: nil)
        }
        return (Staff(account: chiefID, roles: chief.roles, scope: chief.scope, unit: nil), stewards)
    }

    private func name() -> String {
        random.pick(DemonstrationMatters.familyNames) + random.pick(DemonstrationMatters.givenNames)
    }

    // MARK: - Firms

    private static let places = ["许都", "建安", "灞陵", "颍水", "莲城", "春秋", "文峰", "曹丞", "鹿鸣", "天宝"]
    private static let words = ["恒", "瑞", "宏", "盛", "兴", "达", "源", "华", "信", "诚", "泰", "安"]
    private static let trades = ["机械", "电气", "环保设备", "新材料", "印刷", "食品", "发制品", "物流", "电缆", "仪表"]
    private static let shops = ["小吃店", "超市", "五金店", "药房", "面馆", "理发店", "文具店", "水果店"]

    private func register(
        _ number: Int,
        at places: [(GridCode, Coordinate)],
        _ moment: Instant,
        db: any Connection
    ) throws -> Firm {
        let details = try Self.details(
            of: number,
            random,
            place: { random.pick(places) },
            code: { String((0..<7).map { _ in random.pick(Self.codeDigits) }) }
        )
        guard let grid = details.place.grid else { preconditionFailure("assumed a grid: \(number)") }
        var firm = Firm(id: office.world.newID(at: moment), kind: details.kind, grid: grid)
        try perform(.register(number: number, details, .registered), on: &firm, at: moment, db: db)
        if let tag = try Self.tag(of: number, details.kind) {
            let day = office.settings.zone.day(of: moment)
            try perform(.tag(tag, from: day), on: &firm, at: moment, db: db)
        }
        return firm
    }

    /// What a credit code is written with.
    static let codeDigits = Array("0123456789ABCDEFGHJKLMNPQRTUWXY")

    /// An invented firm; its kind, park and trade follow from its number.
    ///
    /// `code`: the seven signs in its credit code that tell it from others.
    static func details(
        of number: Int,
        _ random: SeededRandom,
        place: () throws -> (grid: GridCode, at: Coordinate),
        code: () -> String
    ) throws -> Enterprise.Details {
        let kind: Enterprise.Kind = number % 8 < 5 ? .enterprise : number % 8 < 7 ? .shop : .soleTrader
        let trade = random.pick(kind == .enterprise ? Self.trades : Self.shops)
        let place = try place()
        let title =
            switch kind {
            case .enterprise:
                random.pick(Self.places) + random.pick(Self.words) + random.pick(Self.words) + trade + "有限公司"
            case .shop: random.pick(Self.places) + random.pick(Self.words) + trade
            case .soleTrader: random.pick(DemonstrationMatters.familyNames) + "记" + trade
            }
        let code = code()
        let inPark = kind == .enterprise && number % 5 == 0
        return Enterprise.Details(
            name: title,
            creditCode: kind == .soleTrader ? nil : try CreditCode(completing: "91411002MA" + code),
            kind: kind,
            industry: trade,
            park: inPark ? try UnitCode(parsing: Self.park) : nil,
            place: Report.Place(
                point: try Point(longitude: place.at.longitude, latitude: place.at.latitude),
                address: nil,
                grid: place.grid
            )
        )
    }

    /// The leading industry of one enterprise in nine.
    static func tag(of number: Int, _ kind: Enterprise.Kind) throws -> CategoryCode? {
        guard kind == .enterprise, number % 9 == 0 else { return nil }
        return try CategoryCode(parsing: tags[number / 9 % tags.count].0)
    }

    private func perform(
        _ command: Enterprise.Command,
        on firm: inout Firm,
        at moment: Instant,
        db: any Connection
    ) throws {
        let day = office.settings.zone.day(of: moment)
        let situation = Enterprise.Situation(
            today: day,
            tag: try office.firmTag(of: firm.id, year: day.year, db: db)
        )
        let envelope = Envelope(at: moment, by: .system)
        _ = try desk.handle(command, on: firm.id, past: &firm.past, in: situation, envelope: envelope, db: db)
    }

    /// Stewards by turns, and the statuses of those that have one.
    private func serve(
        _ firms: inout [Firm],
        by people: [Staff],
        from day: Day,
        at moment: Instant,
        db: any Connection
    ) throws {
        let root = try UnitCode(parsing: office.settings.division)
        let large = firms.indices.filter { firms[$0].kind == .enterprise }
        // Valid through the whole demonstration, whatever its last day is.
        let until = day.adding(months: 24)
        let plan: [(Enterprise.Status.Kind, Range<Int>)] = [
            (.highTech, 0..<21), (.techSME, 10..<82), (.engineeringCentre, 0..<6), (.incubator, 6..<7),
            (.aboveScale, 0..<40),
        ]
        for (kind, range) in plan {
            for index in range.map({ large[$0] }) {
                let status = Enterprise.Status(kind: kind, certificate: "演示-\(index + 1)", from: day, until: until)
                try perform(.grant(status), on: &firms[index], at: moment, db: db)
            }
        }
        for index in firms.indices {
            let steward = index % people.count
            firms[index].steward = steward
            var unit = root
            if case .unit(let code) = people[steward].scope { unit = code }
            let term = Stewardship.Term(holder: people[steward].account, unit: unit, from: day)
            try perform(.assign(term), on: &firms[index], at: moment, db: db)
        }
    }

    // MARK: - The round

    private func freeze(
        _ firms: [Firm],
        from first: Day,
        until last: Day,
        at moment: Instant,
        db: any Connection
    ) throws -> UnitCode {
        let code = try UnitCode(parsing: "demo-\(first.year)")
        let definition = VisitRound.Definition(code: code, name: "企业大走访（演示）", from: first, until: last)
        var list: [Enterprise.Kind: [Int]] = [:]
        for (index, firm) in firms.prefix(Self.listed).enumerated() { list[firm.kind, default: []].append(index + 1) }
        var past = Journal.Past<VisitRound>()
        _ = try desk.handle(
            .freeze(definition, list),
            on: office.world.newID(at: moment) as ID<VisitRound>,
            past: &past,
            in: first,
            envelope: Envelope(at: moment, by: .system),
            db: db
        )
        return code
    }

    /// What becomes of a firm of the list: the first 448 are visited.
    private enum Plan {
        case visited, refused
        case outcome(Visit.Outcome)

        init(_ index: Int) {
            switch index {
            case ..<448: self = .visited
            case ..<455: self = .refused
            case ..<460: self = .outcome(.unreachable)
            case ..<464: self = .outcome(.closedDown)
            case ..<467: self = .outcome(.nobodyThere)
            default: self = .outcome(.declined)
            }
        }
    }

    private static let problems: [(need: Visit.Need, text: String)] = [
        (.outsideTheWall, "门口道路坑洼，货车进出不便"), (.outsideTheWall, "雨天排水不畅，厂门口积水"),
        (.outsideTheWall, "夜间路灯不亮，员工下班不安全"), (.utilities, "用电增容手续不清楚"), (.labour, "招不到熟练工人"),
        (.finance, "流动资金紧张，想了解贷款贴息"), (.environmentSafety, "环评手续需要指导"), (.outsideTheWall, "厂区周边停车混乱"),
    ]
    private static let policies = ["研发费用加计扣除", "稳岗返还", "中小企业贷款贴息", "技术改造补助"]

    private func visit(
        _ firms: inout [Firm],
        in round: UnitCode,
        by people: [Staff],
        from first: Day,
        until last: Day,
        db: any Connection
    ) throws -> [Noted] {
        var noted: [Noted] = []
        let span = max(1, last.number - first.number)
        for index in firms.indices.prefix(Self.listed) {
            // Some answers need a week: the last ones are still open.
            let day = first.advanced(by: min(Int(span) - 1, index * Int(span) / Self.listed))
            let found = try visit(
                firms[index],
                number: index + 1,
                on: day,
                in: round,
                by: people,
                plan: Plan(index),
                last: last,
                db: db
            )
            if let found { noted.append(found) }
        }
        return noted
    }

    private func visit(
        _ firm: Firm,
        number: Int,
        on day: Day,
        in round: UnitCode,
        by people: [Staff],
        plan: Plan,
        last: Day,
        db: any Connection
    ) throws -> Noted? {
        let zone = office.settings.zone
        let steward = people[firm.steward]
        let unit = try office.body(of: steward)
        let subject = Visit.Firm(
            number: number,
            kind: firm.kind,
            grid: firm.grid,
            tag: try office.firmTag(of: firm.id, year: day.year, db: db)
        )
        let id: ID<Visit> = office.world.newID(at: zone.instant(day: day, secondsOfDay: 30_000))
        var past = Journal.Past<Visit>()
        func put(_ command: Visit.Command, _ seconds: Int, on day: Day, by author: Case.Author) throws {
            let envelope = Envelope(at: zone.instant(day: day, secondsOfDay: seconds), by: author)
            let situation = Visit.Situation(today: day)
            _ = try desk.handle(command, on: id, past: &past, in: situation, envelope: envelope, db: db)
        }
        let officer = Case.Author.staff(steward.account)
        var isRefused = false
        if case .refused = plan { isRefused = true }
        if isRefused || random.chance(70) {
            let booking = Visit.Booking(
                unit: unit,
                officer: steward.account,
                purpose: random.chance(60) ? .service : .policy,
                day: day,
                part: random.chance(50) ? .morning : .afternoon,
                note: "",
                isAsked: false,
                round: round
            )
            try put(.book(subject, booking), 31_000, on: day, by: officer)
            try put(isRefused ? .refuse : .accept, 32_000, on: day, by: .reporter)
        }
        let outcome: Visit.Outcome
        switch plan {
        case .refused: return nil
        case .visited: outcome = .visited
        case .outcome(let found): outcome = found
        }
        let problem = outcome == .visited && number % 7 == 0 ? random.pick(Self.problems) : nil
        let record = Visit.Record(
            unit: unit,
            officer: steward.account,
            on: day,
            outcome: outcome,
            minutes: outcome == .visited ? [15, 20, 30, 30, 45, 60][random.below(6)] : 0,
            needs: outcome == .visited && random.chance(45) ? [problem?.need ?? random.pick(Visit.Need.allCases)] : [],
            problems: problem.map { [$0.text] } ?? [],
            policies: outcome == .visited && random.chance(60) ? [random.pick(Self.policies)] : [],
            round: round
        )
        try put(.record(subject, record), 40_000 + random.below(20_000), on: day, by: officer)
        guard outcome == .visited else { return nil }
        let noted = problem.map {
            Noted(firm: number, visit: id, on: day, steward: steward, need: $0.need, text: $0.text)
        }
        let answered = day.advanced(by: 1 + random.below(6))
        // Of ten firms seven confirm; whoever says that it was otherwise is rare, and is heard.
        let draw = random.below(200)
        guard answered <= last, draw < 143 else { return noted }
        let answer: Visit.Command =
            draw < 140
            ? .confirm(random.chance(40) ? .code : .link, askedTwice: random.chance(8) ? 1 : 0)
            : .dispute(ground: "时间和记录的不一样")
        try put(answer, 50_000, on: answered, by: .reporter)
        return noted
    }
}
