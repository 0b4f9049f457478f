import Foundation
import TransparencyLog

/// A log in memory, as its operator has it: honest, or with another history than the one that was shown before.
struct SmallLog {
    static let name = "log.example/one"

    private let entries: [[UInt8]]
    private let signer: NoteSigner
    private var nodes: [Subtree: Digest] = [:]

    /// `forkedAt`: from this entry on the log says something else than its twin.
    init(size: Int, forkedAt: Int = .max, name: String = SmallLog.name, seed: UInt8 = 1) throws {
        entries = (0..<size).map { index in
            let word = index < forkedAt ? "so" : "otherwise"
            let commitment = String(repeating: "5a", count: 32)
            return Array(#"{"at":"2026-06-01","c":"\#(commitment)","i":\#(index),"t":"a.\#(word)","v":1}"#.utf8)
        }
        signer = try NoteSigner(name: KeyName(name), seed: [UInt8](repeating: seed, count: 32))
        var tree = CompactTree()
        for entry in entries { tree.append(Merkle.leaf(entry)) { nodes[$0] = $1 } }
    }

    var verifier: NoteVerifier { signer.verifier }

    func node(_ subtree: Subtree) throws -> Digest {
        guard let hash = nodes[subtree] else { throw CocoaError(.fileNoSuchFile) }
        return hash
    }

    func checkpoint(_ size: Int) throws -> SignedCheckpoint {
        let root = try Merkle.root(size: UInt64(size), node: node)
        return try Checkpoint(origin: Origin(signer.name), size: UInt64(size), root: root).signed(by: signer)
    }

    /// What an honest log asks: a checkpoint of `size`, with the proof that it continues the one of `old`.
    func request(_ size: Int, from old: Int) throws -> AddCheckpoint {
        let proof = try ConsistencyProof.build(oldSize: UInt64(old), newSize: UInt64(size), node: node)
        return try AddCheckpoint(oldSize: UInt64(old), path: proof.path, checkpoint: checkpoint(size))
    }

    func body(_ size: Int, from old: Int) throws -> [UInt8] { Array(try request(size, from: old).serialized.utf8) }

    /// Any text signed with the log's own key, as only its operator can.
    func signed(_ text: String) throws -> String { try signer.sign(text).serialized }

    /// Writes the log as it is served, so that `qipan verify` can read it.
    func write(to folder: URL) throws {
        func put(_ bytes: [UInt8], _ path: String) throws {
            let file = folder.appending(path: path)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try Data(bytes).write(to: file)
        }
        let size = UInt64(entries.count)
        for tile in Tile.tiles(forSize: size) {
            try put(HashTile(tile, hashes: tile.subtrees.map(node)).bytes, tile.path)
        }
        for tile in Tile.entryBundles(forSize: size) {
            let first = Int(tile.index) * Tile.fullWidth
            try put(EntryBundle.encode(Array(entries[first..<first + tile.width])), tile.path)
        }
        try put(Array(checkpoint(entries.count).serialized.utf8), "checkpoint")
    }
}
