package import Store

extension Office {
    /// The accounts with these sign-in names, in the order asked; unknown names are left out.
    package func accounts(named names: [String]) async throws -> [AccountRow] {
        try await engine.read { db in try names.compactMap { try AccountQueries.named($0, in: db) } }
    }

    /// Every account, by sign-in name.
    package func allAccounts() async throws -> [AccountRow] {
        try await engine.read { try AccountQueries.all(in: $0) }
    }
}
