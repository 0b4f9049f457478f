import Domain
import Logging
import ServiceLifecycle
package import Store
import TransparencyLog

extension Office {
    /// Signs the journal as it stands: completes tiles, computes the root, counts, and keeps the signed head.
    ///
    /// Nothing is written when nothing is new.
    ///
    /// - Returns: the newest head; nil while the journal is empty.
    /// - Throws: ``Fault``.
    @discardableResult
    package func signCheckpoint() async throws -> LogRecords.SignedHead? {
        let now = now
        try await completeTiles()
        let draft = try await engine.read { [self] db -> (LogRecords.SignedHead?, Draft?) in
            let last = try LogRecords.latest(in: db)
            let position = try journal.position(in: db)
            // A log that goes on under a new name signs what is there under it, grown or not.
            let isOurs = last.map { $0.note.hasPrefix(signer.name.text + "\n") } ?? false
            guard position > 0, position > (last?.size ?? 0) || !isOurs else { return (last, nil) }
            return (last, try Draft(from: last?.size ?? 0, to: position, in: db))
        }
        guard let next = draft.1 else { return draft.0 }
        let checkpoint = try Checkpoint(origin: Origin(signer.name), size: UInt64(next.size), root: next.root)
        let head = LogRecords.SignedHead(
            size: next.size,
            root: next.root,
            note: try checkpoint.signed(by: signer).serialized,
            figures: next.figures,
            signedAt: now
        )
        try await engine.write { db in
            for tile in next.tiles { try LogRecords.keep(tile, in: db) }
            try LogRecords.keep(head, in: db)
        }
        return head
    }

    /// Keeps the full tiles of a journal that has grown by very much since it was signed, a part at a time, so that memory
    /// does not grow with it; what is left for the next head is less than a part.
    private func completeTiles() async throws {
        let part: Int64 = 262_144
        let journal = journal
        var (done, size) = try await engine.read { db in
            (try LogRecords.latest(in: db)?.size ?? 0, try journal.position(in: db))
        }
        while size - done > part {
            let (from, to) = (done, done + part)
            let tiles = try await engine.read { try Draft(from: from, to: to, in: $0).tiles }
            try await engine.write { db in for tile in tiles { try LogRecords.keep(tile, in: db) } }
            done = to
        }
    }
}

/// What a checkpoint adds to the one before it.
private struct Draft: Sendable {
    let size: Int64
    let root: Digest
    /// Tiles that have become full.
    let tiles: [LogRecords.FullTile]
    /// Canonical JSON.
    let figures: String

    init(from old: Int64, to size: Int64, in db: any Connection) throws {
        self.size = size
        let source = TreeSource(size: UInt64(old), db: db)
        var tree = try CompactTree(size: UInt64(old), node: source.node)
        var tiles: [LogRecords.FullTile] = []
        // Full tiles on every level, as leaves complete subtrees of 256, 65,536, … of them.
        var roots: [Int: [UInt64: Digest]] = [:]
        let step: Int64 = 65_536
        for start in stride(from: old, to: size, by: Int(step)) {
            for leaf in try LogRecords.leaves(start..<min(start + step, size), in: db) {
                tree.append(leaf) { subtree, hash in
                    guard subtree.level > 0, subtree.level % 8 == 0 else { return }
                    roots[subtree.level / 8 - 1, default: [:]][subtree.index] = hash
                }
            }
        }
        for (level, numbered) in roots.sorted(by: { $0.key < $1.key }) {
            for (number, root) in numbered.sorted(by: { $0.key < $1.key }) {
                let first = Int64(number) * 256
                let hashes: [Digest]
                if level == 0 {
                    hashes = try LogRecords.leaves(first..<(first + 256), in: db)
                } else {
                    // Some of the tiles below are new themselves and not stored yet.
                    let stored = try LogRecords.tileRoots(level: level - 1, first..<(first + 256), in: db)
                    let fresh = (stored.count..<256).compactMap { roots[level - 1]?[UInt64(first) + UInt64($0)] }
                    hashes = stored + fresh
                }
                guard hashes.count == 256 else { throw Fault.corrupt("a full tile of the log lacks hashes") }
                tiles.append(LogRecords.FullTile(level: level, number: Int64(number), hashes: hashes, root: root))
            }
        }
        self.tiles = tiles
        root = tree.root
        figures = try Self.figures(size: size, in: db)
    }

    /// The figures that `qipan verify` recounts from the entries: sums of the projected tallies in the same snapshot.
    private static func figures(size: Int64, in db: any Connection) throws -> String {
        var sums = try Tally.sums(in: db)
        let onTime = sums.removeValue(forKey: "closed_on_time") ?? 0
        let waiting = sums.removeValue(forKey: "waiting_days") ?? 0
        let counts = sums.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",")
        return "{\"closed_on_time\":\(onTime),\"counts\":{\(counts)},\"size\":\(size),\"waiting_days\":\(waiting)}"
    }
}

/// Signs the log again and again, and once more before the server ends.
package struct Checkpointer: Service {
    private let office: Office

    package init(office: Office) { self.office = office }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            await office.onDuty(.checkpoints, every: .seconds(office.settings.checkpointSeconds), sign)
        }
        // What figures are counted from waits for the next start: a board that is far behind would not end for minutes.
        if await office.engine.holds(.checkpoints) { await sign(isLast: true) }
    }

    private func sign() async { await sign(isLast: false) }

    private func sign(isLast: Bool) async {
        do {
            try await office.signCheckpoint()
            if !isLast { try await office.keepFacts() }
        } catch is CancellationError {
            // Ended in the middle: nothing is lost, the next signature covers what this one would have.
        } catch {
            office.logger.error("checkpoint not signed", metadata: ["cause": "\(error)"])
        }
    }
}
