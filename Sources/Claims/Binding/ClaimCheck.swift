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

    /// `answers`: which figure is meant, by the question; the empty code for none of them.
    package init(_ draft: Draft, against figures: [KnownFigure], answers: [String: String] = [:]) {
        self.init(draft, against: figures) { answers[$0] }
    }

    /// `answer`: the same, for one question.
    package init(_ draft: Draft, against figures: [KnownFigure], answer: (_ question: String) -> String?) {
        self.draft = draft
        let byUnit = Dictionary(grouping: figures, by: \.unit)
        judged = draft.claims.filter(\.isFigure).map { claim in
            let question = Self.question(claim, in: draft)
            let known = byUnit[Self.unit(of: claim), default: []]
            let meant = Self.meant(by: claim, in: draft, of: known)
            let said = known.isEmpty ? nil : answer(question)
            return Judged(
                claim: claim,
                verdict: Self.verdict(on: claim, in: draft, meant: meant, of: known, answer: said),
                question: question,
                candidates: known.isEmpty ? [] : Self.asked(claim, in: draft, meant: meant),
                answer: said
            )
        }
    }

    /// Whether nothing in it is known to be wrong.
    package var holds: Bool {
        !judged.contains { $0.verdict.name == .contradicted } && !draft.findings.contains { $0.severity == .error }
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

    private static func verdict(
        on claim: Claim,
        in draft: Draft,
        meant: [KnownFigure],
        of known: [KnownFigure],
        answer: String?
    ) -> Verdict {
        if let answer {
            guard let meant = known.first(where: { $0.code == answer }) else { return .unsupported }
            return judge(claim, by: meant)
        }
        let asked = asked(claim, in: draft, meant: meant)
        if !asked.isEmpty { return .unsure(asked) }
        guard let first = meant.first, says(draft, claim, all: first) else { return .unsupported }
        return judge(claim, by: first)
    }

    /// The figures of which only the author knows whether one is meant.
    ///
    /// Where several fit equally well, one that has the very value is not yet meant; one of whose words some are missing may be
    /// meant if it has the value, and speaks of something else if not: 高新技术企业21家 is not 走访企业.
    private static func asked(_ claim: Claim, in draft: Draft, meant: [KnownFigure]) -> [KnownFigure] {
        guard meant.count == 1, let only = meant.first else { return meant }
        return !says(draft, claim, all: only) && claim.loose.contains(only.value) ? meant : []
    }

    private static func says(_ draft: Draft, _ claim: Claim, all figure: KnownFigure) -> Bool {
        let sentence = draft.words(claim.sentence)
        let near = claim.before + claim.after
        return figure.words.allSatisfy { near.holds($0) || sentence.holds($0) }
    }

    /// The figures that the words beside a claim fit best.
    private static func meant(by claim: Claim, in draft: Draft, of known: [KnownFigure]) -> [KnownFigure] {
        guard !known.isEmpty else { return [] }
        let near = claim.before + claim.after
        let sentence = draft.words(claim.sentence)
        let scored = known.compactMap { figure -> (KnownFigure, Int)? in
            let close = figure.words.count { near.holds($0) }
            guard close > 0 else { return nil }
            return (figure, close * 3 + figure.words.count { sentence.holds($0) })
        }
        guard let best = scored.map(\.1).max() else { return [] }
        return scored.filter { $0.1 == best }.map(\.0)
    }

    private static func judge(_ claim: Claim, by figure: KnownFigure) -> Verdict {
        // 98% of 98.09: whole hundredths are rounded.
        guard claim.loose.contains(figure.value) else { return .contradicted(figure) }
        if case .imported = figure.origin { return .imported(figure) }
        return claim.bounds.exact == figure.value && claim.wording == .plain ? .proved(figure) : .agrees(figure)
    }
}
