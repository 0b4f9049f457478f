package import Store
package import TransparencyLog

/// A journal that came out of a backup, judged by a checkpoint that was kept elsewhere.
package enum RestoredJournal: Hashable, Sendable {
    /// It holds everything that the checkpoint signed, and `more` entries after it.
    case whole(size: Int64, root: Digest, more: Int64)
    /// It ends before the checkpoint: the entries with these zero-based indexes were acknowledged and are not there.
    case lacks(Range<Int64>)
    /// Its entries are not those that the checkpoint signed.
    case other(signed: Digest, recomputed: Digest)

    /// Recomputes the root from the entries of `engine` and compares it with what `checkpoint` signed.
    ///
    /// `checkpoint`: a signed note, as `/log/checkpoint` serves it; `log`: the key that the log signs with.
    ///
    /// - Throws: ``CheckpointError`` for a note that the log did not sign, ``Fault``.
    package static func judge(
        _ engine: any Engine,
        by checkpoint: [UInt8],
        log: NoteVerifier
    ) async throws -> RestoredJournal {
        let signed = try SignedCheckpoint(parsing: checkpoint).verify(log: log).checkpoint
        let size = Int64(clamping: signed.size)
        return try await engine.read { db in
            let (found, root) = try LogRecords.recomputedRoot(size: size, in: db)
            guard found == size else { return .lacks(found..<size) }
            guard root == signed.root else { return .other(signed: signed.root, recomputed: root) }
            let all = try db.first("SELECT COALESCE(MAX(seq), 0) FROM entry") { try $0.integer(0) } ?? 0
            return .whole(size: size, root: root, more: all - size)
        }
    }
}
