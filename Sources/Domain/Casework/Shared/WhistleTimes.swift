/// By when what follows on a whistle: a dated part of the rules; a call keeps the times that held when it was made.
package struct WhistleTimes: Hashable, Sendable {
    /// The times of a call.
    package struct Steps: Hashable, Sendable {
        /// By when a department answers.
        package var answer: Limit
        /// From its answer until it is there.
        package var arrive: Limit
        /// From its arrival until it says what it did; nil for the case's own due time, or a working day where that is past.
        package var act: Limit?
        /// By when a refusal is decided.
        package var decide: Limit
        /// By when the street says what it was worth.
        package var rate: Limit

        package init(answer: Limit, arrive: Limit, act: Limit?, decide: Limit, rate: Limit) {
            self.answer = answer
            self.arrive = arrive
            self.act = act
            self.decide = decide
            self.rate = rate
        }
    }

    package var steps: [WhistleGround: Steps]

    package init(_ steps: [WhistleGround: Steps]) { self.steps = steps }

    package subscript(ground: WhistleGround) -> Steps { steps[ground] ?? .usual(ground) }

    /// What holds until a district says otherwise.
    package static let usual = WhistleTimes(
        Dictionary(uniqueKeysWithValues: WhistleGround.allCases.map { ($0, .usual($0)) })
    )
}

extension WhistleTimes.Steps {
    /// Thirty minutes are 平谷's published time; the others are proposals, as the levels' own times are.
    package static func usual(_ ground: WhistleGround) -> WhistleTimes.Steps {
        switch ground {
        case .emergency:
            WhistleTimes.Steps(
                answer: .halfAnHour,
                arrive: .halfAnHour,
                act: nil,
                decide: .halfAnHour,
                rate: .workingDays(1)
            )
        case .beyondStreet, .jointEnforcement:
            WhistleTimes.Steps(
                answer: .workingDays(0),
                arrive: .workingDays(1),
                act: nil,
                decide: .workingDays(1),
                rate: .workingDays(1)
            )
        }
    }
}
