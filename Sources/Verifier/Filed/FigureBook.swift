/// Everything that a log files about figures, each figure linked with its definition and with what corrects it.
struct FigureBook {
    /// A figure, and what was found about it.
    struct Page {
        let figure: FiledFigure
        /// Nil if it was imported, or if no earlier entry files it.
        let definition: Definition?
        /// Whether the definition was filed before the window began; nil without a definition.
        let isBeforehand: Bool?
        /// What the recount gave.
        var answer: Answer?
        var supersededBy: UInt64?
        var faults: [FigureFault] = []

        /// What has to be counted again.
        var question: Question? {
            guard let definition, let count = figure.count, count.size <= figure.index else { return nil }
            return Question(definition: definition, window: figure.window, scope: count.scope, size: count.size)
        }
    }

    /// A definition and when it was filed.
    private struct Filed {
        let definition: Definition
        let day: EntryDay
    }

    private(set) var definitionCount = 0
    private(set) var definitionProblems: [Problem] = []
    private(set) var pages: [Page] = []
    /// Entries that are no figures.
    private(set) var malformed: [Problem] = []
    private var filed: [String: Filed] = [:]
    private var versions: [String: Int64] = [:]
    private var pageNumbers: [UInt64: Int] = [:]

    /// Reads the entries, in the order of the log.
    init(_ entries: [FiledEntry]) {
        for entry in entries {
            switch entry.type {
            case "figure.defined": define(entry)
            case "figure.frozen": add(entry, FiledFigure.init(frozen:))
            case "figure.imported": add(entry, FiledFigure.init(imported:))
            // Other types may come, and say nothing that is counted here.
            default: break
            }
        }
    }

    var isEmpty: Bool { definitionCount == 0 && pages.isEmpty && malformed.isEmpty }

    private mutating func define(_ entry: FiledEntry) {
        definitionCount += 1
        do throws(FigureFault) {
            let filing: FiledDefinition
            do throws(EntryFault) { filing = try FiledDefinition(entry) } catch { throw .entry(error) }
            let last = versions[filing.code] ?? 0
            let definition = try filing.definition(after: last)
            versions[filing.code] = filing.version
            filed[filing.digest] = Filed(definition: definition, day: filing.day)
        } catch {
            definitionProblems.append(.figureEntry(entry.index, error))
        }
    }

    private mutating func add(_ entry: FiledEntry, _ read: (FiledEntry) throws(EntryFault) -> FiledFigure) {
        let figure: FiledFigure
        do throws(EntryFault) { figure = try read(entry) } catch {
            malformed.append(.figureEntry(entry.index, .entry(error)))
            return
        }
        let filed = figure.count.flatMap { self.filed[$0.digest] }
        var page = Page(
            figure: figure,
            definition: filed?.definition,
            isBeforehand: filed.map { $0.day < figure.window.from }
        )
        if let count = figure.count {
            if count.size > figure.index { page.faults.append(.countsItself(size: count.size)) }
            if let definition = filed?.definition {
                if definition.code != figure.code {
                    page.faults.append(.differs(.fig, written: figure.code, counted: definition.code))
                }
                if !definition.isValid(for: figure.window) { page.faults.append(.notValidThen(definition.code)) }
            } else {
                page.faults.append(.unknownDefinition(count.digest))
            }
        }
        if let earlier = figure.supersedes {
            if let number = pageNumbers[earlier], pages[number].figure.isSame(as: figure) {
                pages[number].supersededBy = figure.index
            } else {
                page.faults.append(.supersedes(earlier))
            }
        }
        pageNumbers[figure.index] = pages.count
        pages.append(page)
    }

    /// Compares the figures with the recount and with the roots of the entries that they name.
    mutating func compare(_ answers: [Int: Answer], _ roots: [UInt64: Hash]) {
        for number in pages.indices {
            let page = pages[number]
            if let count = page.figure.count, let root = roots[count.size], root != count.root {
                pages[number].faults.append(.root(size: count.size, computed: root, written: count.root))
            }
            if let answer = answers[number], let definition = page.definition {
                pages[number].answer = answer
                pages[number].faults += page.figure.differences(from: answer, definition)
            }
        }
    }
}
