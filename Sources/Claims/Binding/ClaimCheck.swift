/// What is to be said of one claim.
package enum Verdict: Hashable, Sendable {
    /// The figure's own value, to the last digit.
    case proved(KnownFigure)
    /// The figure's value lies within what the words leave open.
    case agrees(KnownFigure)
    /// The same, where the figure is somebody else's.
    case imported(KnownFigure)
    /// The figure has another value.
    case contradicted(KnownFigure)
    /// Several figures may be meant.
    case unsure([KnownFigure])
    case unsupported

    package enum Name: String, CaseIterable, Sendable {
        case proved
        case agrees
        case imported
        case contradicted
        case unsure
        case unsupported
    }

    package var name: Name {
        switch self {
        case .proved: .proved
        case .agrees: .agrees
        case .imported: .imported
        case .contradicted: .contradicted
        case .unsure: .unsure
        case .unsupported: .unsupported
        }
    }

    package var figure: KnownFigure? {
        switch self {
        case .proved(let figure), .agrees(let figure), .imported(let figure), .contradicted(let figure): figure
        case .unsure, .unsupported: nil
        }
    }
}

/// A draft held against figures that somebody answers for.
package struct ClaimCheck: Sendable {
    package struct Judged: Hashable, Sendable {
        package let claim: Claim
        package let verdict: Verdict
        /// What the claim's author is asked by and the answer remembered under.
        package let question: String
        /// The figures for which the words are as good as for each other, where there are several.
        package let candidates: [KnownFigure]
        /// Which of them is meant, where that was said: a code, or nothing for none of them.
        package let answer: String?
    }

    package let draft: Draft
    /// The figures of the draft, in its order; dates and places in a row have findings only.
    package let judged: [Judged]
    /// What the draft itself says against it, but for what the record confirms.
    package let findings: [Finding]

    /// `answers`: which figure is meant, by the question; the empty code for none of them.
    package init(_ draft: Draft, against figures: [KnownFigure], answers: [String: String] = [:]) {
        self.init(draft, against: figures) { answers[$0] }
    }

    /// `answer`: the same, for one question.
    package init(_ draft: Draft, against figures: [KnownFigure], answer: (_ question: String) -> String?) {
        self.draft = draft
        let byUnit = Dictionary(grouping: figures, by: \.unit).mapValues(KnownSeries.all)
        let periods = Periods(of: draft)
        var judged: [Judged] = []
        for index in draft.claims.indices where draft.claims[index].isFigure {
            let claim = draft.claims[index]
            let question = Self.question(claim, in: draft)
            let known = byUnit[Self.unit(of: claim), default: []]
            let meant = Self.meant(by: index, in: draft, of: known, during: periods.period(of: claim))
            let said = known.isEmpty ? nil : answer(question)
            let change = said == nil ? Self.change(at: index, in: draft, after: judged, of: byUnit) : nil
            judged.append(
                Judged(
                    claim: claim,
                    verdict: change ?? Self.verdict(on: claim, meant: meant, of: known, answer: said),
                    question: question,
                    candidates: change == nil ? meant.asked.map(\.first) : [],
                    answer: said
                )
            )
        }
        self.judged = judged
        // 结案率103% is what the record says, where what was closed and what was due are not the same cases.
        let proved = Set(judged.filter { $0.verdict.isOfTheLog }.map(\.claim.range))
        findings = draft.findings.filter { $0.kind != .overWhole || !proved.contains($0.range) }
    }

    /// Whether nothing in it is known to be wrong.
    package var holds: Bool {
        !judged.contains { $0.verdict.name == .contradicted } && !findings.contains { $0.severity == .error }
    }

    /// The same words about the same unit are the same question, whatever the number.
    private static func question(_ claim: Claim, in draft: Draft) -> String {
        let said = (claim.before + "#" + unit(of: claim) + claim.after).filter { !$0.isWhitespace }
        return String(said.suffix(60))
    }

    private static func unit(of claim: Claim) -> String {
        switch claim.kind {
        case .count(let unit), .ordinal(let unit): unit
        case .share: "%"
        case .points: "百分点"
        case .multiple: "倍"
        case .date: ""
        }
    }

    /// What the words beside a claim mean.
    private struct Bound {
        var best: [KnownSeries] = []
        /// Whether all words of the one figure are there.
        var isSaid = false
        /// Those of which only the author knows whether one is meant.
        var asked: [KnownSeries] = []
    }

    private static func verdict(on claim: Claim, meant: Bound, of known: [KnownSeries], answer: String?) -> Verdict {
        if let answer {
            guard let said = known.first(where: { $0.first.code == answer }) else { return .unsupported }
            return judge(claim, by: meant.best.first { $0.first.code == answer } ?? said)
        }
        if !meant.asked.isEmpty { return .unsure(meant.asked.map(\.first)) }
        guard let only = meant.best.first, meant.isSaid else { return .unsupported }
        return judge(claim, by: only)
    }

    /// The figures that the words beside a claim fit best.
    ///
    /// A name that stands beside it whole goes before one of which a part is said earlier: 结案率 is not 按期结案率. Where several
    /// fit equally well, one that has the very value is not yet meant; one of whose words some are missing may be
    /// meant if it has the value, and speaks of something else if not: 高新技术企业21家 is not 走访企业.
    private static func meant(by index: Int, in draft: Draft, of known: [KnownSeries], during period: Period?) -> Bound
    {
        let claim = draft.claims[index]
        let near = near(index, in: draft)
        guard !known.isEmpty, !near.isEmpty else { return Bound() }
        // What a later clause says is of its own number: in 收集问题64个，解决39个 the 64 are not 解决问题.
        let sentence = draft.words(
            claim.cell == nil ? claim.sentence.lowerBound..<claim.range.upperBound : claim.sentence
        )
        struct Fit: Comparable {
            let isNear: Bool
            let isSaid: Bool
            let score: Int
            /// 应结案 says more than 结案.
            let length: Int

            static func < (one: Fit, other: Fit) -> Bool { one.order < other.order }

            private var order: (Int, Int, Int, Int) { (isNear ? 1 : 0, isSaid ? 1 : 0, score, length) }
        }
        let fits = known.compactMap { meant -> (KnownSeries, Fit)? in
            let words = meant.first.words
            let close = words.count { says(near, $0) }
            guard close > 0, let now = meant.during(period) else { return nil }
            let said = words.count { says(near, $0) || says(sentence, $0) }
            let fit = Fit(
                isNear: close == words.count,
                isSaid: said == words.count,
                score: close * 3 + words.count { says(sentence, $0) },
                length: said == words.count ? words.reduce(0) { $0 + $1.count } : 0
            )
            return (now, fit)
        }
        guard let best = fits.map(\.1).max() else { return Bound() }
        let meant = fits.filter { $0.1 == best }.map(\.0)
        let isValue = meant.contains { $0.figures.contains { claim.loose.contains($0.value) } }
        return Bound(
            best: meant,
            isSaid: best.isSaid,
            asked: meant.count > 1 || !best.isSaid && isValue ? meant : []
        )
    }

    /// The words beside a claim; of those that share them, the words in front of the first: 走访企业448家、448家次.
    private static func near(_ index: Int, in draft: Draft) -> String {
        let claim = draft.claims[index]
        let own = claim.before + claim.after
        guard !own.contains(where: \.isLetter), index > 0, claim.cell == nil else { return own }
        let previous = draft.claims[index - 1]
        return previous.sentence == claim.sentence ? previous.before : own
    }

    private static func says(_ text: String, _ word: String) -> Bool {
        text.holds(word) || alike[word]?.contains { text.holds($0) } ?? false
    }

    /// What is said for a word of a name.
    private static let alike = [
        "结案": ["办结"], "开展": ["举办", "组织", "举行"], "召开": ["举行"], "发放": ["派发", "分发", "散发"],
    ]

    private static func judge(_ claim: Claim, by meant: KnownSeries) -> Verdict {
        // 98% of 98.09: whole hundredths are rounded.
        let fitting = meant.figures.filter { claim.loose.contains($0.value) }
        guard let figure = fitting.first(where: { claim.bounds.exact == $0.value }) ?? fitting.first else {
            return .contradicted(meant.first)
        }
        if case .imported = figure.origin { return .imported(figure) }
        return claim.bounds.exact == figure.value && claim.wording == .plain ? .proved(figure) : .agrees(figure)
    }
}

extension Verdict {
    fileprivate var isOfTheLog: Bool {
        switch self {
        case .proved, .agrees: true
        case .imported, .contradicted, .unsure, .unsupported: false
        }
    }
}
