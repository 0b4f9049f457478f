/// An entry `bulletin.released`: a text with figures that the office gave out.
struct Release: Hashable, Sendable {
    let index: UInt64
    let series: String
    let window: Window
    let year: Int64
    let number: Int64
    let version: Int64
    /// The SHA-256 of its plain text, hexadecimal.
    let digest: String
    /// The entries of its figures, each once.
    let figures: [UInt64]
    /// How many entries its figures look at, and the root of these.
    let size: UInt64
    let root: Hash

    /// - Throws: ``EntryFault``.
    init(_ entry: FiledEntry) throws(EntryFault) {
        let facts = try FiledFacts(entry)
        index = entry.index
        series = try facts.text("series")
        window = try facts.window()
        year = try facts.integer("year")
        number = try facts.integer("number")
        version = try facts.integer("version")
        digest = try facts.text("digest")
        size = try facts.position("as_of")
        root = try facts.hash("as_of_root")
        var figures: [UInt64] = []
        for word in try facts.optionalText("figures")?.split(separator: ",", omittingEmptySubsequences: false) ?? [] {
            guard let figure = Lines.number(Array(word.utf8)[...]), !figures.contains(figure) else {
                throw .field("figures", expected: .entries)
            }
            figures.append(figure)
        }
        self.figures = figures
    }

    /// As people call it: `weekly 2026-23`.
    var name: String { "\(series) \(year)-\(number)" }

    /// Whether it is the same issue, perhaps in another version.
    func isSame(as other: Release) -> Bool {
        series == other.series && year == other.year && number == other.number
    }
}

/// An entry `bulletin.withdrawn`: an issue no longer stands.
struct Withdrawal: Hashable, Sendable {
    let index: UInt64
    let series: String
    let window: Window

    /// - Throws: ``EntryFault``.
    init(_ entry: FiledEntry) throws(EntryFault) {
        let facts = try FiledFacts(entry)
        index = entry.index
        series = try facts.text("series")
        window = try facts.window()
    }
}

/// The bulletins that a log released, each with what was found about it.
struct ReleaseBook: Hashable, Sendable {
    private(set) var releases: [Release] = []
    private(set) var problems: [Problem] = []
    private var withdrawals: [Withdrawal] = []

    /// Reads the entries, in the order of the log; others than of bulletins are passed over.
    init(_ entries: [FiledEntry]) {
        for entry in entries {
            do throws(EntryFault) {
                switch entry.type {
                case "bulletin.released": releases.append(try Release(entry))
                case "bulletin.withdrawn": withdrawals.append(try Withdrawal(entry))
                default: break
                }
            } catch {
                problems.append(.figureEntry(entry.index, .entry(error)))
            }
        }
    }

    var isEmpty: Bool { releases.isEmpty && problems.isEmpty }

    /// Looks up the figures that they name, and the roots.
    mutating func compare(_ figures: [FigureLine], _ roots: [UInt64: Hash]) {
        let known = Set(figures.map(\.index))
        for release in releases {
            if let root = roots[release.size], root != release.root {
                problems.append(
                    .figureEntry(
                        release.index,
                        .root(size: release.size, computed: root, written: release.root)
                    )
                )
            }
            if release.size > release.index {
                problems.append(.figureEntry(release.index, .countsItself(size: release.size)))
            }
            for figure in release.figures where figure >= release.index || !known.contains(figure) {
                problems.append(.figureEntry(release.index, .namesNoFigure(figure)))
            }
        }
    }

    /// The release of a text with one of these digests; the newest, if a text was released twice.
    func release(of digests: Set<String>) -> Release? { releases.last { digests.contains($0.digest) } }

    /// The entry that replaces a release or withdraws it, if there is one.
    func end(of release: Release) -> (index: UInt64, isWithdrawal: Bool)? {
        if let later = releases.last(where: { $0.isSame(as: release) && $0.version > release.version }) {
            return (later.index, false)
        }
        let withdrawal = withdrawals.last {
            $0.index > release.index && $0.series == release.series && $0.window == release.window
        }
        return withdrawal.map { ($0.index, true) }
    }
}
