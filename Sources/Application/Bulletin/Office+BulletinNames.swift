package import Domain
import Store

extension Office {
    /// What the people are called whose hand is in a bulletin.
    ///
    /// - Throws: ``Fault``.
    package func names(of accounts: Set<ID<Account>>) async throws -> [ID<Account>: String] {
        try await engine.read { db in
            var names: [ID<Account>: String] = [:]
            for account in accounts { names[account] = try AccountQueries.account(account, in: db)?.grant.displayName }
            return names
        }
    }
}
