import Domain
import Store
import TransparencyLog

/// Looks, at every start, whether the journal still is what its last checkpoint signed.
///
/// The whole log is `qipan verify`'s business; the start recomputes the root from the tiles, and every leaf since the
/// last full tile from the entry itself.
enum TailCheck {
    /// - Throws: ``Fault`` of kind corrupt, whose message says what does not fit.
    static func run(in db: any Connection) throws {
        guard let head = try LogRecords.latest(in: db) else { return }
        let position = try db.first("SELECT COALESCE(MAX(seq), 0) FROM entry") { try $0.integer(0) } ?? 0
        guard position >= head.size else {
            throw Fault.corrupt("the journal has fewer entries than its last checkpoint: restore it from a backup")
        }
        let root = try Merkle.root(size: UInt64(head.size), node: TreeSource(size: UInt64(head.size), db: db).node)
        guard root == head.root else {
            throw Fault.corrupt("the journal does not fit its last checkpoint: restore it from a backup")
        }
        let tail = (head.size / 256) * 256..<position
        let entries = try LogRecords.entries(tail, in: db)
        let leaves = try LogRecords.leaves(tail, in: db)
        guard entries.count == tail.count, zip(entries, leaves).allSatisfy({ Merkle.leaf($0) == $1 }) else {
            throw Fault.corrupt("an entry at the journal's end has been changed or lost: restore it from a backup")
        }
    }
}
