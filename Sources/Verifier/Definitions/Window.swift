/// The days that a figure is about, from the first up to and without the last.
struct Window: Hashable, Sendable {
    let from: EntryDay
    let until: EntryDay

    /// The same window a year before.
    var yearBefore: Window { Window(from: from.yearBefore, until: until.yearBefore) }
}
