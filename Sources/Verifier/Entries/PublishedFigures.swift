/// What a log publishes as its figures.
enum PublishedFigures: Hashable, Sendable {
    case read(Figures)
    case missing
    /// Something is there, but no figures.
    case wrong(Problem)

    /// How many entries they count.
    var size: UInt64? {
        switch self {
        case .read(let figures): figures.size
        case .missing, .wrong: nil
        }
    }
}
