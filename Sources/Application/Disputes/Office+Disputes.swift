package import Domain
package import Store

/// Disputes as numbers.
package struct DisputeLists: Sendable {
    package let open: [Dispute.Row]
    package let counts: [(kind: Dispute.Kind, result: Dispute.Result?, count: Int)]
}

extension Office {
    /// Records a dispute: its kind, where, and how many parties.
    ///
    /// - Returns: its serial.
    /// - Throws: ``Refusal`` or ``Fault``.
    package func record(
        _ kind: Dispute.Kind,
        at place: WorkPlace,
        parties: Int,
        on day: Day,
        by actor: Actor
    ) async throws -> Int {
        let today = today
        return try await begin(Dispute.self, .recordDisputes, in: place.scope, by: actor) {
            .record(Dispute.Record(serial: $0, kind: kind, at: place, parties: parties, on: day), today: today)
        }
    }

    /// - Throws: ``Refusal`` or ``Fault``.
    package func conclude(dispute serial: Int, _ result: Dispute.Result, by actor: Actor) async throws {
        let today = today
        try await alter(Dispute.self, serial, .recordDisputes, by: actor) { _, _ in
            [.conclude(result, today: today)]
        }
    }

    /// - Throws: ``Fault``.
    package func disputeLists() async throws -> DisputeLists {
        try await engine.read { db in
            DisputeLists(open: try Dispute.open(limit: 200, in: db), counts: try Dispute.counts(in: db))
        }
    }
}
