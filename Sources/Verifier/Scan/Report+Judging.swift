extension Report {
    /// Entries, tiles and root.
    mutating func judgeTree(_ findings: Scan.Findings, _ head: TreeHead) {
        judge(.entries, .entries(head.size), findings.entryProblems, isWhole: findings.isWhole)
        judge(
            .tiles,
            .tiles,
            findings.tileProblems,
            isWhole: findings.isWhole
        )
        guard let root = findings.root else {
            skip(.root, .notReadToTheEnd)
            return
        }
        guard root == head.root else {
            fail(.root, .rootDiffers(size: head.size, computed: root, signed: head.root))
            return
        }
        pass(.root, .root(root))
    }

    /// That the log continues the one that was signed earlier.
    mutating func judgeGrowth(from earlier: TreeHead, to head: TreeHead, _ findings: Scan.Findings) {
        guard earlier.size <= head.size else {
            fail(.growth, .shrank(old: earlier.size, new: head.size))
            return
        }
        guard earlier.size < head.size || earlier.root == head.root else {
            fail(.growth, .twoTrees(size: head.size, earlier: earlier.root, now: head.root))
            return
        }
        guard let root = findings.root(atEarlier: earlier.size) else {
            skip(.growth, .notReadToTheEnd)
            return
        }
        guard root == earlier.root else {
            fail(.growth, .rewritten(size: earlier.size, computed: root, signed: earlier.root))
            return
        }
        let added = head.size - earlier.size
        pass(.growth, .grown(from: earlier.size, added: added))
    }

    /// That every entry is one that can be counted.
    mutating func judgeFacts(_ findings: Scan.Findings) {
        judge(
            .facts,
            .facts,
            findings.factProblems,
            isWhole: findings.isWhole
        )
        if findings.isCounted { recount = findings.recount }
    }

    /// That the published figures are what the entries add up to.
    mutating func judge(_ published: PublishedFigures, _ findings: Scan.Findings, _ head: TreeHead) {
        switch published {
        case .missing: warn(.figures, .noFigures)
        case .wrong(let problem): fail(.figures, problem)
        case .read(let figures):
            guard figures.size <= head.size else {
                fail(.figures, .figuresAhead(size: figures.size, checkpoint: head.size))
                return
            }
            guard findings.isCounted else {
                skip(.figures, .notCounted)
                return
            }
            let recount = figures.size == head.size ? findings.recount : findings.figuresRecount
            judge(
                .figures,
                .figures(count: figures.count, size: figures.size),
                figures.differences(from: recount),
                isWhole: true
            )
            if !figures.unknown.isEmpty { warn(.figures, .unknownFigures(figures.unknown)) }
        }
    }
}
