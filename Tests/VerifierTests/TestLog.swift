import Foundation
import TransparencyLog
import Verifier

/// A log as the server's library makes it, as files in memory: a test damages one, writes them down and verifies.
struct TestLog {
    let entries: [[UInt8]]
    let signer: NoteSigner
    var files: [String: [UInt8]] = [:]
    private var nodes: [Subtree: Digest] = [:]

    /// A log of entries as a board writes them.
    init(size: Int, figures: String? = nil) throws {
        try self.init((0..<size).map { Self.entry($0) }, figures: figures ?? Self.figures(size: size))
    }

    /// A log of any entries.
    init(_ entries: [[UInt8]], figures: String? = nil, seed: UInt8 = 1) throws {
        self.entries = entries
        signer = try Self.signer(seed: seed)
        var tree = CompactTree()
        for entry in entries { tree.append(Merkle.leaf(entry)) { nodes[$0] = $1 } }
        for tile in Tile.tiles(forSize: tree.size) {
            files[tile.path] = try HashTile(tile, hashes: tile.subtrees.compactMap { nodes[$0] }).bytes
        }
        for tile in Tile.entryBundles(forSize: tree.size) {
            let first = Int(tile.index) * Tile.fullWidth
            files[tile.path] = try EntryBundle.encode(Array(entries[first..<first + tile.width]))
        }
        files["checkpoint"] = Array(try checkpoint(of: tree).serialized.utf8)
        files["key"] = Array((key + "\n").utf8)
        if let figures { files["figures"] = Array(figures.utf8) }
    }

    static func signer(name: String = "log.example/one", seed: UInt8 = 1) throws -> NoteSigner {
        try NoteSigner(name: KeyName(name), seed: [UInt8](repeating: seed, count: 32))
    }

    var key: String { signer.verifier.vkey }

    /// The signed head of the first entries.
    func checkpoint(size: Int) throws -> SignedCheckpoint {
        var tree = CompactTree()
        for entry in entries.prefix(size) { tree.append(Merkle.leaf(entry)) }
        return try checkpoint(of: tree)
    }

    private func checkpoint(of tree: CompactTree) throws -> SignedCheckpoint {
        try Checkpoint(origin: Origin(signer.name), size: tree.size, root: tree.root).signed(by: signer)
    }

    /// Puts a text signed by the log's own key in the checkpoint's place: what only the operator could do.
    mutating func sign(_ text: String) throws {
        files["checkpoint"] = Array(try signer.sign(text).serialized.utf8)
    }

    /// The `.tlog-proof` file of an entry.
    func proof(_ index: Int, extra: [UInt8]?) throws -> [UInt8] {
        let size = UInt64(entries.count)
        let inclusion = try InclusionProof.build(index: UInt64(index), size: size) { subtree in
            guard let hash = nodes[subtree] else { throw CocoaError(.fileNoSuchFile) }
            return hash
        }
        let proof = OfflineProof(
            extra: extra,
            index: inclusion.index,
            path: inclusion.path,
            checkpoint: try checkpoint(size: entries.count)
        )
        return Array(proof.serialized.utf8)
    }

    /// Turns one bit of a file over.
    mutating func flip(_ path: String, at offset: Int) {
        files[path]?[offset] ^= 1
    }

    /// Changes the text of a file that is UTF-8.
    mutating func edit(_ path: String, _ old: String, _ new: String) {
        files[path] = files[path].map {
            Array(String(decoding: $0, as: UTF8.self).replacing(old, with: new, maxReplacements: 1).utf8)
        }
    }

    /// Puts other entries into a bundle, without touching any hash.
    mutating func replaceBundle(_ path: String, with entries: [[UInt8]]) throws {
        files[path] = try EntryBundle.encode(entries)
    }

    /// Writes the files into a folder of their own for as long as `body` runs.
    func inFolder<Result>(_ body: (String) async throws -> Result) async throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "verifier-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for (path, bytes) in files {
            let file = folder.appending(path: path)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try Data(bytes).write(to: file)
        }
        return try await body(folder.path)
    }

    /// Verifies the files with the log's own key, or with another.
    func verify(key: String? = nil, earlier: [UInt8]? = nil) async throws -> Report {
        try await inFolder { folder in
            try await Verification(source: folder, key: key ?? self.key, earlier: earlier).run()
        }
    }
}

extension TestLog {
    static let commitment = String(repeating: "5a", count: 32)

    /// A report, a closing or a look at something else, by turns; three grids, and a new day every hundred entries.
    static func entry(_ index: Int) -> [UInt8] {
        let day = "2026-\(pad(1 + index / 2_800 % 12))-\(pad(1 + index / 100 % 28))"
        let start = #"{"at":"\#(day)","c":"\#(commitment)""#
        let grid = #""grid":"\#(411002 + index % 3)""#
        let text =
            switch index % 3 {
            case 0: start + #","channel":"web",\#(grid),"i":\#(index),"t":"case.reported","v":1}"#
            case 1:
                start + #",\#(grid),"i":\#(index),"on_time":\#(index % 2),"t":"case.closed","v":1,"waiting_days":2}"#
            default: start + #","i":\#(index),"name":"网格\n\#(index)","t":"territory.grid_drawn","v":1}"#
            }
        return Array(text.utf8)
    }

    /// The figures over the first entries, counted in the simplest way.
    static func figures(size: Int, reported: Int = 0) -> String {
        let indices = Array(0..<size)
        let reports = indices.count { $0 % 3 == 0 } + reported
        let closings = indices.filter { $0 % 3 == 1 }
        let counts =
            size < 2
            ? (size == 0 ? "" : #""case.reported":1"#)
            : #""case.closed":\#(closings.count),"case.reported":\#(reports)"#
        let onTime = closings.count { $0 % 2 == 1 }
        return
            #"{"closed_on_time":\#(onTime),"counts":{\#(counts)},"size":\#(size),"waiting_days":\#(2 * closings.count)}"#
    }

    private static func pad(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

extension Report {
    /// The sentences of the checks that fail, under their subjects.
    var faults: [Subject: String] {
        Dictionary(failures.map { ($0.subject, $0.english) }) { $0 + " " + $1 }
    }

    func outcome(_ subject: Subject) -> Outcome? { checks.first { $0.subject == subject }?.outcome }
}

extension Report.Check {
    /// The sentences, for tests that look for some of their words; empty, which no test expects, without a catalogue.
    var english: String { (try? Words(.english)).map { text(in: $0) } ?? "" }
}
