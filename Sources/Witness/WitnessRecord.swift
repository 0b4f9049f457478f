package import TransparencyLog

/// What a witness has cosigned last of each log that it knows, and what it may cosign next.
///
/// A value: it decides, and whoever holds it writes down and signs.
package struct WitnessRecord: Hashable, Sendable {
    /// The largest tree of a log that was cosigned.
    package struct Head: Hashable, Sendable {
        package var size: UInt64
        package var root: Digest
        /// When it was cosigned, in seconds since 1970.
        package var time: UInt64

        package init(size: UInt64, root: Digest, time: UInt64) {
            self.size = size
            self.root = root
            self.time = time
        }
    }

    /// By what the log calls itself, which is the name of its keys; several where a log changes its key.
    private let keys: [Origin: [NoteVerifier]]
    package private(set) var heads: [Origin: Head] = [:]

    /// `logs`: the keys of the logs that are witnessed.
    package init(logs: [NoteVerifier]) {
        keys = Dictionary(grouping: logs) { Origin($0.name) }
    }

    package var origins: [Origin] { keys.keys.sorted { $0.text < $1.text } }

    package func keys(of origin: Origin) -> [NoteVerifier] { keys[origin] ?? [] }

    package mutating func remember(_ head: Head, of origin: Origin) { heads[origin] = head }

    /// Says what would be cosigned: C2SP tlog-witness's checks, in its order.
    ///
    /// `now`: seconds since 1970. A clock that was set back signs the last time once more: a witness never says two things of
    /// one moment that it has passed.
    /// - Throws: ``WitnessRefusal``; nothing is to be remembered then.
    package func decide(_ request: AddCheckpoint, at now: UInt64) throws(WitnessRefusal) -> Head {
        let checkpoint = request.checkpoint.checkpoint
        guard let known = keys[checkpoint.origin] else { throw .unknownLog }
        // One trusted key's wrong signature rejects the note, as in every signed note.
        do { _ = try request.checkpoint.note.verify(known) } catch { throw .notSigned }
        guard checkpoint.size <= Merkle.maximumSize else { throw .malformed("The tree is above the limit of 2^63.") }
        guard request.oldSize <= checkpoint.size else { throw .oldIsLarger }
        let last = heads[checkpoint.origin]
        let size = last?.size ?? 0
        guard request.oldSize == size else { throw .otherSize(size) }
        do {
            try request.proof.verify(oldRoot: last?.root ?? Merkle.emptyRoot, newRoot: checkpoint.root)
        } catch {
            throw .inconsistent(error)
        }
        return Head(size: checkpoint.size, root: checkpoint.root, time: max(now, last?.time ?? 0))
    }

    /// Whether the log has signed another root than the one that was cosigned, for the same size: the two notes together
    /// prove it to anybody, whatever else is wrong with the request.
    package func isOtherFace(_ request: AddCheckpoint) -> Bool {
        let checkpoint = request.checkpoint.checkpoint
        guard let last = heads[checkpoint.origin], last.size == checkpoint.size, last.root != checkpoint.root else {
            return false
        }
        // An unsigned claim proves nothing.
        return (try? request.checkpoint.note.verify(keys(of: checkpoint.origin))) != nil
    }
}
