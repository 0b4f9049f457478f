/// Reads every entry and tile of a log, once and from the left to the right, with some tasks at a time.
struct Scan: Sendable {
    /// The sizes of the log at which something besides the end is asked for; each below the size.
    struct Marks: Hashable, Sendable {
        /// The size of the earlier checkpoint.
        var earlier: UInt64?
        /// The size that the figures are of.
        var figures: UInt64?
    }

    /// A log with more faults than that is bad enough; and every one of them may have cost some attempts to fetch.
    static let mostProblems = 10
    /// 8 × 256 entries, 0.5 MB: small enough to share out evenly, large enough to make merging the counts cheap.
    private static let tilesPerTask: UInt64 = 8
    /// Each has one request under way.
    ///
    /// They wait for the network more than they compute; the runtime shares the processors out among them.
    private static let tasks = WebSource.connections

    let source: any LogSource
    let size: UInt64
    let marks: Marks
    /// Where the entries are kept for counting.
    let spool: Spool

    /// What was found.
    struct Findings: Sendable {
        let size: UInt64
        /// One hash for each full tile of level 0, and one for the partial tile at the right edge.
        var tileRoots: [Hash] = []
        var earlierTileRoot: Hash?
        var recount = Recount()
        var figuresRecount = Recount()
        var filed: [FiledEntry] = []
        var entryProblems: [Problem] = []
        var tileProblems: [Problem] = []
        var factProblems: [Problem] = []
        private var hasGap = false

        init(size: UInt64) { self.size = size }

        /// Whether every entry was read.
        var isWhole: Bool { tileRoots.count == Scan.tileCount(size) }

        /// Whether every entry was read and could be counted.
        var isCounted: Bool { isWhole && recount.entries == size }

        var problemCount: Int { entryProblems.count + tileProblems.count + factProblems.count }

        mutating func add(_ portion: Portion.Findings) {
            // After a gap, later hashes would stand in the wrong place.
            if !hasGap { tileRoots += portion.tileRoots }
            hasGap = hasGap || !portion.isWhole
            if let root = portion.earlierTileRoot { earlierTileRoot = root }
            recount.add(portion.recount)
            figuresRecount.add(portion.figuresRecount)
            filed += portion.filed
            entryProblems += portion.entryProblems
            tileProblems += portion.tileProblems
            factProblems += portion.factProblems
        }

        /// The root of all entries; nil if some could not be read.
        var root: Hash? { isWhole ? Hash.root(tileRoots) : nil }

        /// The root of the first entries, as many as the earlier checkpoint has; nil if some could not be read.
        func root(atEarlier earlier: UInt64) -> Hash? {
            let full = Int(earlier / UInt64(TilePath.fullWidth))
            guard earlier < size, tileRoots.count >= full else { return earlier == size ? root : nil }
            // A tile is a subtree of its own: the tree over the tiles' roots is the tree over the entries.
            guard !earlier.isMultiple(of: UInt64(TilePath.fullWidth)) else { return Hash.root(tileRoots.prefix(full)) }
            return earlierTileRoot.map { Hash.root(tileRoots.prefix(full) + [$0]) }
        }
    }

    /// Reads the log.
    ///
    /// - Parameter progress: Told how many entries were read, of how many.
    /// - Returns: What was found, faults included.
    /// - Throws: `CancellationError`.
    func run(progress: (Verification.Progress) -> Void) async throws -> Findings {
        var findings = try await readEntries(progress)
        if findings.isWhole { try await compareUpperTiles(&findings) }
        return findings
    }

    private func readEntries(_ progress: (Verification.Progress) -> Void) async throws -> Findings {
        var findings = Findings(size: size)
        var waiting: [UInt64: Portion.Findings] = [:]
        var next: UInt64 = 0
        progress(Verification.Progress(done: 0, total: size))
        try await withThrowingTaskGroup(of: (UInt64, Portion.Findings).self) { group in
            var started: UInt64 = 0
            while started < UInt64(Self.tasks), addPortion(started, to: &group) { started += 1 }
            while let (number, portion) = try await group.next() {
                waiting[number] = portion
                // In order, whichever task is done first: the report must say the same every time.
                while let portion = waiting.removeValue(forKey: next) {
                    findings.add(portion)
                    next += 1
                }
                let done = min(next * Self.tilesPerTask * UInt64(TilePath.fullWidth), size)
                progress(Verification.Progress(done: done, total: size))
                if findings.problemCount < Self.mostProblems, addPortion(started, to: &group) { started += 1 }
            }
        }
        return findings
    }

    private func addPortion(
        _ number: UInt64,
        to group: inout ThrowingTaskGroup<(UInt64, Portion.Findings), any Error>
    ) -> Bool {
        let first = number * Self.tilesPerTask
        let end = min(first + Self.tilesPerTask, UInt64(Self.tileCount(size)))
        guard first < end else { return false }
        let portion = Portion(tiles: first..<end, size: size, marks: marks, spool: spool)
        group.addTask { [source] in (number, try await portion.read(from: source)) }
        return true
    }

    /// Computes the tiles of level 1 and above and compares them with those that the log serves.
    private func compareUpperTiles(_ findings: inout Findings) async throws {
        let width = TilePath.fullWidth
        var row = Array(findings.tileRoots.prefix(Int(size / UInt64(width))))
        var level = 1
        while !row.isEmpty {
            var above: [Hash] = []
            for start in stride(from: 0, to: row.count, by: width) {
                let hashes = row[start..<min(start + width, row.count)]
                guard
                    let path = TilePath(level: level, index: UInt64(start / width), count: UInt64(row.count)),
                    findings.tileProblems.count < Self.mostProblems
                else { return }
                do {
                    let served = try await source.hashes(path)
                    if let position = zip(hashes, served).enumerated().first(where: { $0.element.0 != $0.element.1 }) {
                        findings.tileProblems.append(.nodeDiffers(path, position: position.offset))
                    }
                } catch let problem as Problem {
                    findings.tileProblems.append(problem)
                }
                if hashes.count == width { above.append(Hash.root(hashes)) }
            }
            row = above
            level += 1
        }
    }

    private static func tileCount(_ size: UInt64) -> Int {
        Int((size + UInt64(TilePath.fullWidth) - 1) / UInt64(TilePath.fullWidth))
    }
}
