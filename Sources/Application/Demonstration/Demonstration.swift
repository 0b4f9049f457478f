package import Domain
import Store

/// The demonstration district, from an empty board to six months of cases.
package struct Demonstration: Sendable {
    private let office: Office
    private let seed: UInt64

    package init(office: Office, seed: UInt64) {
        self.office = office
        self.seed = seed
    }

    /// Fills an empty board.
    ///
    /// `count`: how many cases to invent over the half-year before `end`.
    /// `firms`, `visits`: how many more than the demonstration's own there are to be, for measurements.
    /// `progress`: called with the cases begun so far.
    /// - Throws: ``Fault``, or a ``Refusal`` where the plan broke a rule.
    package func make(
        cases count: Int,
        firms: Int = 0,
        visits: Int = 0,
        until end: Instant,
        visiting: @escaping @Sendable (Int) -> Void = { _ in },
        progress: @escaping @Sendable (Int) -> Void
    ) async throws {
        // The district stands before the first case comes in.
        let start = end.advanced(bySeconds: -200 * 86_400)
        let staffing = try await DemonstrationOffice(office: office, seed: seed).build(seed: seed, at: start)
        try await office.adoptIndicators(at: start)
        let own = DemonstrationFirms(office: office, random: SeededRandom(seed: seed &+ 2))
        let service = try await own.make(from: start, until: end)
        if firms > 0 {
            let many = DemonstrationManyFirms(office: office, random: SeededRandom(seed: seed &+ 3))
            let amount = DemonstrationManyFirms.Amount(firms: firms, visits: visits)
            try await many.make(amount, beside: service, from: start, until: end, progress: visiting)
        }
        let cases = DemonstrationCases(office: office, staffing: staffing, random: SeededRandom(seed: seed &+ 1))
        try await cases.run(count: count, until: end, progress: progress)
        try await DemonstrationProblems(office: office, staffing: staffing, service: service).run(until: end)
        try await DemonstrationProjects(office: office, service: service).run(until: end)
        try await DemonstrationProcedures(office: office).run(until: end)
        try await DemonstrationPolicies(office: office, staffing: staffing, service: service).run(until: end)
        let work = DemonstrationWork(office: office, staffing: staffing, random: SeededRandom(seed: seed &+ 2))
        try await work.run(until: end)
        try await DemonstrationFigures(office: office).freeze(from: start, until: end)
        try await DemonstrationBulletins(office: office, staffing: staffing).run(until: end)
    }

    /// The accounts that visitors try out.
    private static let visitors = [
        "intake", "chief", "dispatch", "unit-cg", "unit-hw", "unit-sz", "community", "leader", "inspector", "admin",
        "service", "steward",
    ]

    /// Gives the demonstration's accounts random passwords, and says them, one account a line in both languages.
    ///
    /// - Throws: ``Fault``.
    package static func signIns(in office: Office, password: () -> String) async throws -> String {
        let worker = office.directory.grids.keys.min().map { "w\($0.rawValue)" }
        let rows = try await office.accounts(named: visitors + [worker].compactMap { $0 })
        var lines: [String] = []
        for row in rows {
            let secret = password()
            try await office.setPassword(secret, for: row.id)
            let roles = row.grant.roles.sorted { $0.rawValue < $1.rawValue }
            let chinese = roles.map { office.catalogues.text("role.\($0.rawValue)", in: .chinese) }
            let english = roles.map { office.catalogues.text("role.\($0.rawValue)", in: .english) }
            let name = row.grant.signInName
            let column = name + String(repeating: " ", count: max(1, 18 - name.count))
            lines.append("\(column)\(secret)   \(chinese.joined(separator: "、")) \(english.joined(separator: ", "))")
        }
        return lines.joined(separator: "\n")
    }
}

extension Settings {
    /// The demonstration's own settings.
    package static func demonstration(port: Int) -> Settings {
        Settings(
            district: Wording("魏都区（演示）", english: "Weidu District (demonstration)"),
            division: "411002",
            jurisdiction: "weidu.example",
            origin: "weidu.example/log",
            publicURL: "http://127.0.0.1:\(port)",
            contactLine: "0374-000-0000",
            apiKeys: ["demo"],
            isDemonstration: true,
            checkpointSeconds: 10,
            // Load tests come from one address.
            reportsPerTenSeconds: 1_000_000
        )
    }
}
