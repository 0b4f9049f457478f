import Domain
import Store

/// How the vault's keys stand.
package struct VaultState: Hashable, Sendable {
    /// The key that seals now.
    package let current: Int
    /// Rows by the key that has sealed them.
    package let rows: [Int: Int]

    package init(current: Int, rows: [Int: Int]) {
        self.current = current
        self.rows = rows
    }

    /// Rows that still wait to be sealed anew.
    package var waiting: Int { rows.filter { $0.key != current }.values.reduce(0, +) }
}

extension Office {
    /// So many rows are sealed anew in one transaction: some milliseconds, in which no report waits for long.
    package static let vaultBatch = 200

    /// - Throws: ``Fault``.
    package func vaultState() async throws -> VaultState {
        try await engine.read { db in
            let rows = try ContactRecords.counts(in: db).merging(try PhotoVersions.counts(in: db), uniquingKeysWith: +)
                .merging(try DocumentRecords.counts(in: db), uniquingKeysWith: +)
            return VaultState(current: try ContactRecords.currentKey(in: db), rows: rows)
        }
    }

    /// Seals everything anew under the key `number`, which from its first transaction on also seals what comes in.
    ///
    /// May be cut off at any moment and called again: what is sealed anew stays so, and the rest opens with the key that
    /// sealed it.
    /// `progress`: called after each transaction with the rows done.
    /// - Throws: ``Fault`` with code `vault_key` when this machine lacks a key that is needed.
    package func rotateVault(to number: Int, progress: @escaping @Sendable (Int) throws -> Void) async throws {
        let (now, vault) = (now, vault)
        // Before anything refers to it.
        _ = try keys.vault(number)
        try await engine.write { try ContactRecords.use(key: number, from: now, in: $0) }
        var last: CaseNumber?
        var done = 0
        while true {
            let after = last
            let batch = try await engine.write { db in
                let rows = try ContactRecords.sealedOtherwise(
                    than: number,
                    after: after,
                    limit: Self.vaultBatch,
                    in: db
                )
                for row in rows {
                    let sealed = try vault.reseal(row.sealed, for: row.number, key: number)
                    try ContactRecords.keep(sealed, for: row.number, in: db)
                }
                return rows.map(\.number)
            }
            guard let end = batch.last else { break }
            last = end
            done += batch.count
            try progress(done)
        }
        done = try await rotate(to: number, behind: done, progress: progress) { [vault] db, last in
            let rows = try PhotoVersions.sealedOtherwise(than: number, after: last, limit: 5, in: db)
            for row in rows {
                let bytes = try vault.open(photo: row.sealed, row.digest)
                try PhotoVersions.reseal(vault.seal(photo: bytes, row.digest, key: number), row.digest, in: db)
            }
            return rows.map(\.digest)
        }
        _ = try await rotate(to: number, behind: done, progress: progress) { [vault] db, last in
            let rows = try DocumentRecords.sealedOtherwise(than: number, after: last, limit: 1, in: db)
            for row in rows {
                let bytes = try vault.open(document: row.sealed, row.digest)
                try DocumentRecords.reseal(vault.seal(document: bytes, row.digest, key: number), row.digest, in: db)
            }
            return rows.map(\.digest)
        }
    }

    /// Photos and documents as they came, some megabytes a transaction.
    ///
    /// - Returns: the rows done, those `behind` among them.
    private func rotate(
        to number: Int,
        behind rows: Int,
        progress: @escaping @Sendable (Int) throws -> Void,
        _ reseal: @escaping @Sendable (any Connection, String) throws -> [String]
    ) async throws -> Int {
        var done = rows
        var last = ""
        while true {
            let after = last
            let batch = try await engine.write { try reseal($0, after) }
            guard let end = batch.last else { return done }
            last = end
            done += batch.count
            try progress(done)
        }
    }
}
