package import Domain
package import Store

/// What has become of a promise.
package enum PledgeChange: Hashable, Sendable {
    case keep(evidence: String)
    case miss(reason: String)
}

extension Office {
    /// Makes a promise in public.
    ///
    /// - Returns: its serial.
    /// - Throws: ``Refusal`` or ``Fault``.
    package func pledge(_ text: String, unit: UnitCode, until: Day, by actor: Actor) async throws -> Int {
        let today = today
        return try await begin(Pledge.self, .keepPledges, in: .unit(unit), by: actor) {
            .publish(Pledge.Promise(serial: $0, text: text, unit: unit, until: until), today: today)
        }
    }

    /// - Throws: ``Refusal`` or ``Fault``.
    @discardableResult
    package func change(_ serial: Int, _ change: PledgeChange, by actor: Actor) async throws -> Pledge {
        let today = today
        return try await alter(Pledge.self, serial, .keepPledges, by: actor) { _, _ in
            switch change {
            case .keep(let evidence): [.keep(evidence: evidence, today: today)]
            case .miss(let reason): [.miss(reason: reason)]
            }
        }
    }

    /// - Throws: ``Fault``.
    package func pledges() async throws -> [Pledge.Row] {
        try await engine.read { try Pledge.list(limit: 500, in: $0) }
    }
}
