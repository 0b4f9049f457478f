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
            let rows = try ContactRecords.counts(in: db)
                .merging(try SealedOriginals.photos.counts(in: db), uniquingKeysWith: +)
                .merging(try SealedOriginals.documents.counts(in: db), uniquingKeysWith: +)
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
        // Some megabytes a transaction.
        done = try await rotate(.photos, limit: 5, to: number, behind: done, progress: progress) { sealed, digest in
            try vault.seal(photo: vault.open(photo: sealed, digest), digest, key: number)
        }
        _ = try await rotate(.documents, limit: 1, to: number, behind: done, progress: progress) { sealed, digest in
            try vault.seal(document: vault.open(document: sealed, digest), digest, key: number)
        }
    }

    /// Seals photos or documents anew, `limit` of them a transaction.
    ///
    /// - Returns: the rows done, those `behind` among them.
    private func rotate(
        _ originals: SealedOriginals,
        limit: Int,
        to number: Int,
        behind rows: Int,
        progress: @escaping @Sendable (Int) throws -> Void,
        _ reseal: @escaping @Sendable (ContactRecords.Sealed, String) throws -> ContactRecords.Sealed
    ) async throws -> Int {
        var done = rows
        var last = ""
        while true {
            let after = last
            let batch = try await engine.write { db in
                let rows = try originals.sealedOtherwise(than: number, after: after, limit: limit, in: db)
                for row in rows { try originals.reseal(reseal(row.sealed, row.digest), row.digest, in: db) }
                return rows.map(\.digest)
            }
            guard let end = batch.last else { return done }
            last = end
            done += batch.count
            try progress(done)
        }
    }
}
