import Domain

/// What a draft says has changed since an earlier time.
extension ClaimCheck {
    /// `受理65件，较上月下降5.8%` by the figures of both times, `4.02亿元，同比增长7.03%` by what the source of the total says.
    ///
    /// Nil for what is no change, or where one of the two times has no figure.
    static func change(
        at index: Int,
        in draft: Draft,
        after judged: [Judged],
        of known: [String: [KnownSeries]]
    ) -> Verdict? {
        let claim = draft.claims[index]
        let isPoints = claim.kind == .points
        guard let change = draft.change(at: index),
            let amount = judged.last(where: { isPoints ? $0.claim.kind == .share : $0.claim.isCount }),
            amount.claim.sentence == claim.sentence, let now = amount.verdict.figure,
            let moved = moved(now, since: change.since, isPoints: isPoints, of: known)
        else { return nil }
        let said = change.isDown ? moved.negated : moved
        // Shares are known to two places, so how far two of them are apart is known to a hundredth and no better.
        let near = isPoints ? [hundredth, hundredth?.negated].compactMap { $0.flatMap(said.plus) } : []
        let isSo = ([said] + near).contains { claim.loose.contains($0) }
        let figure = KnownFigure(
            code: now.code,
            name: now.name + (change.since == .periodBefore ? "环比" : "同比"),
            unit: isPoints ? "百分点" : "%",
            value: Rational(parsing: moved.text(places: 2)) ?? moved,
            words: [],
            window: now.window,
            origin: now.origin,
            link: now.link
        )
        guard isSo else { return .contradicted(figure) }
        if case .imported = figure.origin { return .imported(figure) }
        return .agrees(figure)
    }

    private static let hundredth = Rational(1, 100)

    /// In per cent, or in percentage points; a rise is positive.
    private static func moved(
        _ now: KnownFigure,
        since: Draft.Change.Since,
        isPoints: Bool,
        of known: [String: [KnownSeries]]
    ) -> Rational? {
        if !isPoints, since != .periodBefore, let growth = now.growth { return growth }
        let window: FigureWindow? =
            switch since {
            case .yearBefore: now.window?.yearEarlier
            case .periodBefore: now.window?.before
            case .unsaid: nil
            }
        guard let window,
            let series = known[now.unit]?.first(where: { $0.first.code == now.code }),
            let before = series.figures.first(where: { $0.window == window }),
            let difference = now.value.minus(before.value)
        else { return nil }
        return isPoints ? difference : difference.over(before.value)?.times(Rational(100))
    }
}
