package import Domain
package import Store

extension Office {
    /// Everybody who may be a firm's steward, by name.
    ///
    /// - Throws: ``Fault``.
    package func stewards() async throws -> [AccountRow] {
        try await engine.read { try AccountQueries.all(in: $0) }
            .filter { $0.isOpen && $0.grant.roles.contains(.steward) }
            .sorted { ($0.grant.displayName, $0.grant.signInName) < ($1.grant.displayName, $1.grant.signInName) }
    }

    /// Says who serves a firm from a day on, or stands in on some days.
    ///
    /// - Throws: ``Refusal``, ``Fault``.
    package func assign(
        _ holder: ID<Account>,
        to number: Int,
        from: Day,
        until: Day? = nil,
        isDeputy: Bool = false,
        by actor: Actor
    ) async throws {
        try demand(.assign, of: actor)
        if isDeputy, until == nil { throw Refusal.missing(.until) }
        let term = Stewardship.Term(
            holder: holder,
            unit: try await unit(ofSteward: holder),
            from: from,
            until: until,
            isDeputy: isDeputy
        )
        try await perform(.assign(term), needing: .assign, on: number, by: actor)
    }

    /// The body that a steward's visits count for.
    ///
    /// - Throws: ``Refusal/holderCannotAct`` for an account that is closed or has not the role.
    func unit(ofSteward holder: ID<Account>) async throws -> UnitCode {
        guard let row = try await account(holder), row.isOpen, row.grant.roles.contains(.steward) else {
            throw Refusal.holderCannotAct
        }
        return try body(
            of: Staff(account: holder, roles: row.grant.roles, scope: row.grant.scope, unit: row.grant.unit)
        )
    }

    /// The unit that somebody visits firms for: the own handling unit, else the street or community, else the district.
    func body(of staff: Staff) throws -> UnitCode {
        if let unit = staff.unit { return unit }
        switch staff.scope {
        case .unit(let unit): return unit
        case .grid(let grid):
            if let unit = directory.grids[grid]?.unit { return unit }
        case .district: break
        }
        return try UnitCode(parsing: settings.division)
    }
}

/// What the notice at a firm's gate says: who serves it, what that person does and never does, and where to complain.
package struct GateNotice: Sendable {
    package let firm: String
    package let number: Int
    /// Nil while the firm has no steward.
    package let steward: String?
    package let since: Day?
    /// Whoever acts today, where that is somebody else.
    package let deputy: String?
    package let unit: UnitCode?
    /// The address of the same notice on the web.
    package let address: String
    package let grid: GridCode?
}

extension Office {
    /// The notice for a firm's gate, for whoever prints it.
    ///
    /// - Throws: ``Refusal``, ``Fault``.
    package func gateNotice(of number: Int, for actor: Actor) async throws -> GateNotice? {
        try await enterprise(number, for: actor).map(notice)
    }

    /// The notice, for whoever has its address; nil when number or secret is wrong, and nothing tells which.
    ///
    /// - Throws: ``Fault``.
    package func gateNotice(of number: Int, secret: String) async throws -> GateNotice? {
        guard Self.isSame(secret, keys.gateSecret(for: number)) else { return nil }
        return try await enterprise(number).map(notice)
    }

    private func notice(_ view: EnterpriseView) -> GateNotice {
        let stewardship = view.state.stewardship
        let steward = stewardship.steward(on: today)
        let acting = stewardship.acting(on: today)
        let names = directory.accountNames
        return GateNotice(
            firm: view.details.name,
            number: view.state.number,
            steward: steward.flatMap { names[$0.holder] },
            since: steward?.from,
            deputy: acting == steward ? nil : acting.flatMap { names[$0.holder] },
            unit: steward?.unit,
            address: "\(settings.publicURL)/gate/\(view.state.number)/\(keys.gateSecret(for: view.state.number))",
            grid: view.details.place.grid
        )
    }
}
