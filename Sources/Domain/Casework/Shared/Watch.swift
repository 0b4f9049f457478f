/// What a unit beside the lead one owes: an order to assist, or a call of the whistle; raw values are stored and never reused.
package enum Companionship: String, Hashable, Sendable, CaseIterable {
    case assistance, call
}

/// What the clockwork has said of a step that a unit beside the lead one owes.
package struct Watch: Hashable, Sendable {
    package enum Word: String, Hashable, Sendable, CaseIterable {
        /// A quarter of the step's time is left.
        case reminded
        /// The time is over.
        case overdue
    }

    /// When the step began.
    package let since: Instant
    /// The last word; nil before the first.
    package private(set) var said: Word?

    package init(since: Instant) { self.since = since }

    package mutating func say(_ word: Word) { said = word }

    /// When the clockwork has a word to say next, for a step that is due then; nil when it has said everything.
    ///
    /// The reminder comes when a quarter of the time is left: 7 minutes and a half before the end of thirty minutes.
    package func next(due: Instant) -> Instant? {
        switch said {
        case nil: due.advanced(bySeconds: -max(0, due.seconds(since: since)) / 4)
        case .reminded: due
        case .overdue: nil
        }
    }

    /// What is to be said now; nil when nothing is.
    ///
    /// Whoever comes too late to remind says at once that it is overdue.
    package func word(due: Instant, at now: Instant) -> Word? {
        guard let next = next(due: due), now >= next else { return nil }
        return now > due ? .overdue : said == nil ? .reminded : nil
    }
}
