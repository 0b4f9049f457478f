import Foundation

extension Report {
    /// That every definition is what it says, and that every frozen figure is what its definition yields.
    ///
    /// - Throws: `CancellationError`.
    mutating func judgeFiled(_ findings: Scan.Findings, _ spool: Spool) async throws {
        var book = FigureBook(findings.filed)
        releases = ReleaseBook(findings.filed)
        guard !book.isEmpty || !releases.isEmpty else { return }
        guard findings.isCounted else {
            skip(.definitions, .notCounted)
            skip(.values, .notCounted)
            return
        }
        judge(.definitions, .definitions(book.definitionCount), book.definitionProblems, isWhole: true)
        do {
            let numbers = book.pages.indices.filter { book.pages[$0].question != nil }
            let plan = Plan(numbers.compactMap { book.pages[$0].question })
            let answers = try await spool.answers(plan, of: findings.size)
            let sizes = book.pages.compactMap { $0.figure.count?.size } + releases.releases.map(\.size)
            let roots = try spool.roots(at: Set(sizes.filter { $0 <= findings.size }), findings)
            book.compare(Dictionary(uniqueKeysWithValues: zip(numbers, answers)), roots)
            judgeValues(book)
            releases.compare(figures, roots)
        } catch let problem as Problem {
            fail(.values, problem)
            return
        }
        guard !releases.isEmpty else { return }
        judge(.bulletins, [.bulletins(releases.releases.count)], releases.problems)
    }

    private mutating func judgeValues(_ book: FigureBook) {
        figures = book.pages.map(FigureLine.init)
        let problems =
            book.malformed
            + book.pages.flatMap { page in
                page.faults.map { Problem.figureEntry(page.figure.index, $0) }
            }
        let frozen = figures.count { $0.size != nil }
        let imported = figures.count - frozen
        let afterwards = figures.count { $0.isBeforehand == false }
        var remarks: [Remark] = [.values(frozen)]
        if afterwards > 0 { remarks.append(.definedAfterwards(afterwards)) }
        if imported > 0 { remarks.append(.imported(imported)) }
        judge(.values, remarks, problems)
    }
}

extension Spool {
    /// Counts the entries for a plan, with as many tasks as there are processors.
    ///
    /// - Throws: ``Problem/notKept`` or `CancellationError`.
    fileprivate func answers(_ plan: Plan, of size: UInt64) async throws -> [Answer] {
        var counter = Counter(plan)
        let bundles = (plan.size + UInt64(TilePath.fullWidth) - 1) / UInt64(TilePath.fullWidth)
        let tasks = UInt64(min(max(ProcessInfo.processInfo.activeProcessorCount, 1), 8))
        try await withThrowingTaskGroup(of: Counter.self) { group in
            for task in 0..<tasks {
                let share = bundles * task / tasks..<bundles * (task + 1) / tasks
                group.addTask { try self.count(share, for: plan, of: size) }
            }
            for try await counted in group { counter.add(counted) }
        }
        return plan.answers(counter.tallies)
    }

    private func count(_ bundles: Range<UInt64>, for plan: Plan, of size: UInt64) throws -> Counter {
        var counter = Counter(plan)
        for number in bundles {
            try Task.checkCancellation()
            guard let path = TilePath(level: nil, index: number, count: size) else { break }
            let bundle = try bundle(path)
            for (position, range) in bundle.entries.enumerated() {
                do throws(EntryFault) {
                    try counter.count(path.first + UInt64(position), bundle.bytes, in: range)
                } catch {
                    throw Problem.notKept
                }
            }
        }
        return counter
    }

    /// The roots of the log at some sizes.
    ///
    /// - Throws: ``Problem/notKept``.
    fileprivate func roots(at sizes: Set<UInt64>, _ findings: Scan.Findings) throws(Problem) -> [UInt64: Hash] {
        var roots: [UInt64: Hash] = [:]
        var frontier = Frontier()
        var tiles = findings.tileRoots[...]
        let width = UInt64(TilePath.fullWidth)
        for size in sizes.sorted() {
            let full = Int(size / width)
            while tiles.startIndex < full, let tile = tiles.popFirst() { frontier.append(tile) }
            var partial: Hash?
            if !size.isMultiple(of: width),
                let path = TilePath(level: nil, index: size / width, count: findings.size)
            {
                partial = Hash.root(try bundle(path).leaves.prefix(Int(size % width)))
            }
            roots[size] = frontier.root(and: partial)
        }
        return roots
    }
}
