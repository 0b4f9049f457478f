/// Some neighbouring tiles' entries, read and judged by one task.
///
/// A task holds one bundle at a time; what it hands back is a hash for each tile and the counts.
struct Portion: Sendable {
    /// The tiles of level 0 that it covers.
    let tiles: Range<UInt64>
    /// How many entries the log has.
    let size: UInt64
    /// The sizes of the log at which the root or the counts are asked for.
    let marks: Scan.Marks
    /// Where the entries are kept for counting.
    let spool: Spool

    /// What was found.
    struct Findings: Sendable {
        /// The root of each tile's entries, until one could not be read.
        var tileRoots: [Hash] = []
        /// The root of the entries of the last tile at an earlier size that ends within it.
        var earlierTileRoot: Hash?
        var recount = Recount()
        /// Counts of the entries that the published figures count.
        var figuresRecount = Recount()
        /// The entries that define or state a figure, or release a bulletin.
        var filed: [FiledEntry] = []
        var entryProblems: [Problem] = []
        var tileProblems: [Problem] = []
        var factProblems: [Problem] = []

        /// Whether all of its entries were read.
        var isWhole = false

        var problemCount: Int { entryProblems.count + tileProblems.count + factProblems.count }
    }

    /// Reads the bundles and tiles.
    ///
    /// - Throws: `CancellationError`.
    func read(from source: any LogSource) async throws -> Findings {
        var findings = Findings()
        for index in tiles where findings.problemCount < Scan.mostProblems {
            guard let bundlePath = TilePath(level: nil, index: index, count: size),
                let tilePath = TilePath(level: 0, index: index, count: size)
            else { break }
            let bundle: EntryBundle
            do {
                bundle = try await source.entries(bundlePath)
            } catch let problem as Problem {
                findings.entryProblems.append(problem)
                // Without its entries nothing can be said about a tile, or about a root above it.
                break
            }
            let leaves = bundle.leaves
            do {
                let tile = try await source.hashes(tilePath)
                if let position = zip(leaves, tile).enumerated().first(where: { $0.element.0 != $0.element.1 })?.offset
                {
                    findings.tileProblems.append(.leafDiffers(tilePath, entry: tilePath.first + UInt64(position)))
                }
            } catch let problem as Problem {
                findings.tileProblems.append(problem)
            }
            findings.tileRoots.append(Hash.root(leaves))
            if let earlier = marks.earlier, earlier > tilePath.first, earlier < tilePath.first + UInt64(leaves.count) {
                findings.earlierTileRoot = Hash.root(leaves.prefix(Int(earlier - tilePath.first)))
            }
            count(bundle, path: bundlePath, &findings)
            spool.keep(bundle, number: index)
        }
        findings.isWhole = findings.tileRoots.count == tiles.count
        return findings
    }

    private func count(_ bundle: EntryBundle, path: TilePath, _ findings: inout Findings) {
        for (position, range) in bundle.entries.enumerated() {
            let index = path.first + UInt64(position)
            do throws(EntryFault) {
                let facts = try PublicFacts(bundle.bytes, in: range)
                findings.recount.add(facts)
                if FiledEntry.isOne(facts.type) {
                    findings.filed.append(
                        FiledEntry(index: index, type: facts.type, day: facts.day, bytes: Array(bundle.bytes[range]))
                    )
                }
                if let figures = marks.figures, index < figures { findings.figuresRecount.add(facts) }
            } catch {
                findings.factProblems.append(.entry(index, path, error))
                guard findings.factProblems.count < Scan.mostProblems else { return }
            }
        }
    }
}
