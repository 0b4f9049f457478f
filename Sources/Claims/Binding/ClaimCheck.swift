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
    }

    package let draft: Draft
    /// The figures of the draft, in its order; dates and places in a row have findings only.
    package let judged: [Judged]

    /// `answers`: which figure is meant, by the question; the empty code for none of them.
    package init(_ draft: Draft, against figures: [KnownFigure], answers: [String: String] = [:]) {
        self.draft = draft
        judged = draft.claims.filter(\.isFigure).map { claim in
            let question = Self.question(claim, in: draft)
            let verdict = Self.verdict(on: claim, in: draft, against: figures, answer: answers[question])
            return Judged(claim: claim, verdict: verdict, question: question)
        }
    }

    /// Whether nothing in it is known to be wrong.
    package var holds: Bool {
        !judged.contains { $0.verdict.name == .contradicted } && !draft.findings.contains { $0.kind.severity == .error }
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
        against figures: [KnownFigure],
        answer: String?
    ) -> Verdict {
        let unit = unit(of: claim)
        let candidates = figures.filter { $0.unit == unit }
        if let answer {
            guard let meant = candidates.first(where: { $0.code == answer }) else { return .unsupported }
            return judge(claim, by: meant)
        }
        let near = claim.before + claim.after
        let sentence = draft.words(claim.sentence)
        let scored = candidates.compactMap { figure -> (KnownFigure, Int)? in
            let close = figure.words.count { near.contains($0) }
            guard close > 0 else { return nil }
            return (figure, close * 3 + figure.words.count { sentence.contains($0) })
        }
        guard let best = scored.map(\.1).max() else { return .unsupported }
        let meant = scored.filter { $0.1 == best }.map(\.0)
        // Of figures for which the words are as good as for each other, one that has the very value is not yet meant.
        return meant.count == 1 ? judge(claim, by: meant[0]) : .unsure(meant)
    }

    private static func judge(_ claim: Claim, by figure: KnownFigure) -> Verdict {
        guard claim.bounds.contains(figure.value) else { return .contradicted(figure) }
        if case .imported = figure.origin { return .imported(figure) }
        return claim.bounds.exact == figure.value && claim.wording == .plain ? .proved(figure) : .agrees(figure)
    }
}
