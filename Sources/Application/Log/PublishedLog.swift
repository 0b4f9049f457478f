package import Domain
import FoundationEssentials
package import Store
package import TransparencyLog

/// The log as plain files (C2SP tlog-tiles): what an outsider may fetch, up to the last signed checkpoint.
package struct PublishedLog: Sendable {
    private let engine: any Engine
    /// The key that the checkpoints are signed with, as a verifier key.
    package let verifierKey: String
    private let now: @Sendable () -> Instant

    init(engine: any Engine, verifierKey: String, now: @escaping @Sendable () -> Instant) {
        self.engine = engine
        self.verifierKey = verifierKey
        self.now = now
    }

    /// The last signed note with its witnesses' cosignatures; nil before the first.
    package func checkpoint() async throws -> String? { try await head()?.note }

    /// The last signed head with its time, its note with the cosignatures.
    package func head() async throws -> LogRecords.SignedHead? {
        let now = now()
        return try await engine.read { try LogRecords.published(at: now, in: $0) }
    }

    /// The figures published with the last checkpoint: canonical JSON; nil before the first.
    package func figures() async throws -> [UInt8]? { try await head().map { Array($0.figures.utf8) } }

    /// A hash tile or an entry bundle; nil when the checkpointed tree has none of that place and width.
    ///
    /// - Throws: ``Fault``.
    package func bytes(of tile: Tile) async throws -> [UInt8]? {
        let now = now()
        return try await engine.read { db in
            guard let head = try LogRecords.published(at: now, in: db), tile.isCovered(bySize: UInt64(head.size)) else {
                return nil
            }
            switch tile.kind {
            case .entries:
                let start = Int64(tile.index) * Int64(Tile.fullWidth)
                do {
                    return try EntryBundle.encode(LogRecords.entries(start..<(start + Int64(tile.width)), in: db))
                } catch is EntryBundleError {
                    throw Fault.corrupt("an entry is longer than a bundle can hold")
                }
            case .hashes:
                if !tile.isPartial, let full = try LogRecords.tile(level: tile.level, number: Int64(tile.index), in: db)
                {
                    return full
                }
                let hashes = try LogRecords.hashes(of: tile, in: db)
                return hashes.count == tile.width ? hashes.flatMap(\.bytes) : nil
            }
        }
    }
}

extension Tile {
    /// Whether a tree of `size` leaves has every hash of this tile, be the tile the widest of its place or not: older
    /// readers ask for narrower ones.
    fileprivate func isCovered(bySize size: UInt64) -> Bool { leaves.upperBound <= size }
}

/// The answer to somebody who wants the proof of a report.
package enum ProofAnswer: Sendable {
    /// A `.tlog-proof` file.
    case file(String)
    /// The report is stored, and the next checkpoint will cover it.
    case notYet(nextCheckpointBy: Instant)
    /// Number or secret is wrong.
    case unknown
}

extension Office {
    package var publishedLog: PublishedLog {
        PublishedLog(engine: engine, verifierKey: signer.verifier.vkey, now: world.now)
    }

    /// The proof that a report stands in the log: the entry's public facts, the path to the root, the signed root.
    ///
    /// - Throws: ``Fault``.
    package func proofFile(for number: CaseNumber, secret: String) async throws -> ProofAnswer {
        let now = now
        let nextBy = now.advanced(bySeconds: Int64(settings.checkpointSeconds) + LogRecords.patience)
        return try await engine.read { [self] db in
            guard let subject = try subject(number, secret, in: db),
                let position = try CaseContent.positions(of: subject, in: db).first
            else { return .unknown }
            let index = position - 1
            guard let head = try LogRecords.published(at: now, in: db), head.size > index else {
                return .notYet(nextCheckpointBy: nextBy)
            }
            return .file(try Self.proof(at: index, under: head, in: db))
        }
    }

    /// The proof of the entry with an index, under a head that covers it.
    static func proof(at index: Int64, under head: LogRecords.SignedHead, in db: any Connection) throws -> String {
        guard let facts = try LogRecords.entries(index..<(index + 1), in: db).first else {
            throw Fault.corrupt("an entry that a proof is asked for is not in the journal")
        }
        let source = TreeSource(size: UInt64(head.size), db: db)
        let proof = try InclusionProof.build(index: UInt64(index), size: UInt64(head.size), node: source.node)
        let file = OfflineProof(
            extra: facts,
            index: proof.index,
            path: proof.path,
            checkpoint: try SignedCheckpoint(parsing: head.note)
        )
        return file.serialized
    }

    /// The case that a link opens, erased or not: the log has its entries in any case.
    private func subject(_ number: CaseNumber, _ secret: String, in db: any Connection) throws -> ID<Case>? {
        if let summary = try CaseQueries.summary(number, in: db) { return opens(secret, summary) ? summary.id : nil }
        guard let erased = try ErasureRecords.erased(number, in: db), case .file(let left)? = erased.left else {
            return nil
        }
        return opens(secret, receipt: left.receipt) ? ID(erased.request.subject) : nil
    }
}
