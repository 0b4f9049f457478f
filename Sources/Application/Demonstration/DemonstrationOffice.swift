import Domain
import Geography
import Store

/// What the demonstration district is made of: 魏都区 with its 15 streets, in invented grids, with invented staff.
package struct DemonstrationOffice: Sendable {
    let office: Office
    let random: SeededRandom

    /// Staff that works the demonstration's cases.
    struct Staffing: Sendable {
        var workers: [GridCode: Staff] = [:]
        var byRole: [Role: [Staff]] = [:]
        var byUnit: [UnitCode: [Staff]] = [:]
    }

    /// `seed`: the same seed makes the same district, to the last byte of its journal.
    package init(office: Office, seed: UInt64) {
        self.office = office
        random = SeededRandom(seed: seed)
    }

    /// Fills an empty board; events are dated at `start`.
    ///
    /// - Throws: ``Refusal`` or ``Fault``.
    func build(seed: UInt64, at start: Instant) async throws -> Staffing {
        try await adopt(SyntheticDistrict.make(seed: seed), at: start)
        for unit in DemonstrationMatters.units {
            let named = Catalogue.HandlingUnit(
                code: try UnitCode(parsing: unit.code),
                name: Wording(unit.chinese, english: unit.english)
            )
            try await change(.nameUnit(named), on: ID<Catalogue>.board, at: start)
        }
        for category in try DemonstrationMatters.categories() {
            try await change(.define(category), on: ID<Catalogue>.board, at: start)
        }
        try await change(.adoptCalendar(.china2026), on: ID<Catalogue>.board, at: start)
        try await office.refreshDirectory()
        let staffing = try await appoint(at: start)
        try await office.refreshDirectory()
        try await publishDispatch(at: start)
        return staffing
    }

    private func adopt(_ district: SyntheticDistrict, at start: Instant) async throws {
        let root = try UnitCode(parsing: office.settings.division)
        var units = [
            Territory.Unit(code: root, name: office.settings.district.chinese, level: .district, parent: nil)
        ]
        for street in district.streets {
            let code = try UnitCode(parsing: street.code)
            units.append(Territory.Unit(code: code, name: street.name, level: .street, parent: root))
        }
        for community in district.communities {
            units.append(
                Territory.Unit(
                    code: try UnitCode(parsing: community.code),
                    name: community.name,
                    level: .community,
                    parent: try UnitCode(parsing: community.streetCode)
                )
            )
        }
        let grids = try district.grids.map { grid in
            Territory.Grid(
                code: try GridCode(parsing: grid.code, scheme: .national14),
                name: grid.name,
                unit: try UnitCode(parsing: grid.communityCode),
                area: Int64(squareMetres(of: grid.region).rounded()),
                outline: grid.region.geoJSON
            )
        }
        let division = Territory.Division(units: units, grids: grids, isSynthetic: true)
        try await change(.adopt(division), on: ID<Territory>.board, at: start)
    }

    /// One worker for every grid, a deputy for every tenth, and the people at the desks.
    private func appoint(at start: Instant) async throws -> Staffing {
        var staffing = Staffing()
        let day = office.settings.zone.day(of: start)
        var plan: [(grid: GridCode, worker: ID<Account>, grant: Account.Grant, post: ID<Post>)] = []
        for grid in office.directory.grids.keys.sorted() {
            let grant = Account.Grant(
                signInName: "w\(grid.rawValue)",
                displayName: name(),
                roles: [.gridWorker],
                scope: .grid(grid)
            )
            plan.append((grid, office.world.newID(at: start), grant, office.world.newID(at: start)))
        }
        let desks = try desks()
        let desk = office.desk
        let envelope = Envelope(at: start, by: .system)
        let plans = plan
        let deskAccounts = desks.map { (office.world.newID(at: start) as ID<Account>, $0) }
        let unitPosts = try self.unitPosts(of: deskAccounts, from: day, at: start)
        try await office.engine.write { db in
            func put<Subject: Journaled>(_ command: Subject.Command, on id: ID<Subject>) throws
            where Subject.Situation == Void {
                var past = try desk.journal.past(of: id, in: db)
                _ = try desk.handle(command, on: id, past: &past, in: (), envelope: envelope, db: db)
            }
            for (index, item) in plans.enumerated() {
                try put(.open(item.grant), on: item.worker)
                let code = try UnitCode(parsing: "\(item.grid.rawValue)-W")
                try put(.establish(Post.Definition(code: code, kind: .gridWorker, grid: item.grid)), on: item.post)
                try put(
                    .appoint(Post.Appointment(holder: item.worker, from: day, until: nil, isDeputy: false)),
                    on: item.post
                )
                if index % 10 == 9 {
                    let neighbour = plans[index - 1].worker
                    let leave = Post.Appointment(
                        holder: neighbour,
                        from: day.advanced(by: 60),
                        until: day.advanced(by: 74),
                        isDeputy: true
                    )
                    try put(.appoint(leave), on: item.post)
                }
            }
            for (id, grant) in deskAccounts { try put(.open(grant), on: id) }
            for (post, definition, appointments) in unitPosts {
                try put(.establish(definition), on: post)
                for appointment in appointments { try put(.appoint(appointment), on: post) }
            }
        }
        for item in plans {
            staffing.workers[item.grid] = Staff(
                account: item.worker,
                roles: item.grant.roles,
                scope: item.grant.scope,
                unit: nil
            )
        }
        for (id, grant) in deskAccounts {
            let staff = Staff(account: id, roles: grant.roles, scope: grant.scope, unit: grant.unit)
            for role in grant.roles { staffing.byRole[role, default: []].append(staff) }
            if let unit = grant.unit { staffing.byUnit[unit, default: []].append(staff) }
        }
        return staffing
    }

    /// One duty post for every handling unit; whoever answers for sanitation is away for two weeks of every demonstration.
    private func unitPosts(
        of accounts: [(ID<Account>, Account.Grant)],
        from day: Day,
        at start: Instant
    ) throws -> [(ID<Post>, Post.Definition, [Post.Appointment])] {
        let staff = accounts.compactMap { id, grant in grant.unit.map { (id: id, unit: $0) } }
        return try staff.map { holder in
            let code = try UnitCode(parsing: "\(holder.unit.rawValue)-D")
            var appointments = [Post.Appointment(holder: holder.id, from: day, until: nil, isDeputy: false)]
            if holder.unit.rawValue == "HW", let neighbour = staff.first(where: { $0.unit.rawValue == "CG" }) {
                let (from, until) = (day.advanced(by: 193), day.advanced(by: 207))
                let leave = Post.Appointment(holder: neighbour.id, from: from, until: until, isDeputy: true)
                appointments.append(leave)
            }
            return (office.world.newID(at: start), Post.Definition(code: code, unit: holder.unit), appointments)
        }
    }

    /// The dispatch catalogue, which holds from the first day.
    private func publishDispatch(at start: Instant) async throws {
        let day = office.settings.zone.day(of: start)
        let edition = Edition(
            version: try EditionVersion(parsing: "demo-1"),
            content: .dispatch(try DemonstrationDispatch.rules())
        )
        let findings = office.directory.findings(in: edition, from: day)
        guard findings.isEmpty else { throw Refusal.dispatchUnsound(faults: findings.count) }
        try await change(.propose(edition), on: ID<Catalogue>.board, at: start)
        let publication = Edition.Publication(from: day, basis: DemonstrationDispatch.basis)
        let command = Catalogue.Command.publish(.dispatch, edition.version, publication, today: day)
        try await change(command, on: ID<Catalogue>.board, at: start)
        try await office.refreshDirectory()
    }

    private func desks() throws -> [Account.Grant] {
        var grants: [Account.Grant] = []
        let roles: [(Role, String, Int)] = [
            (.intake, "intake", 3), (.dutyChief, "chief", 2), (.dispatcher, "dispatch", 2),
            (.community, "community", 1), (.leader, "leader", 1), (.supervisor, "inspector", 1),
            (.administrator, "admin", 1),
        ]
        for (role, signInName, count) in roles {
            for number in 1...count {
                grants.append(
                    Account.Grant(
                        signInName: number == 1 ? signInName : "\(signInName)\(number)",
                        displayName: name(),
                        roles: [role],
                        scope: .district
                    )
                )
            }
        }
        for unit in DemonstrationMatters.units {
            grants.append(
                Account.Grant(
                    signInName: "unit-\(unit.code.lowercased())",
                    displayName: name(),
                    roles: [.handlingUnit],
                    scope: .district,
                    unit: try UnitCode(parsing: unit.code)
                )
            )
        }
        return grants
    }

    private func name() -> String {
        random.pick(DemonstrationMatters.familyNames) + random.pick(DemonstrationMatters.givenNames)
    }

    private func change<Subject: Journaled>(
        _ command: Subject.Command,
        on id: ID<Subject>,
        at moment: Instant
    ) async throws where Subject.Situation == Void {
        _ = try await office.desk.handle(command, on: id, envelope: Envelope(at: moment, by: .system))
    }
}
