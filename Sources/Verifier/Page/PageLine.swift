/// What was found about one figure that a page shows.
package struct PageLine: Hashable, Sendable {
    package enum Verdict: String, Hashable, Sendable, CaseIterable {
        /// The page shows the recounted value.
        case same
        /// The page words it so that the recounted value is meant.
        case worded
        /// The page words it so that no number can be read.
        case unread
        /// The page shows a value that the log has from elsewhere.
        case imported
        case wrong
    }

    /// What a reader sees.
    package let text: String
    /// The entry that the page names, if it names one.
    package let index: UInt64?
    package let code: String?
    /// The value that the log has.
    package let value: String?
    package let verdict: Verdict
    /// The index of the entry that corrects it; nil if there is none, or the page says so.
    package let supersededBy: UInt64?
    /// Why it is wrong.
    package let fault: PageFault?
}

/// What is wrong with a figure on a page.
package enum PageFault: Error, Hashable, Sendable {
    case lacks(String)
    case noEntry(UInt64, size: UInt64)
    case noFigure(UInt64)
    /// The figure itself is wrong, whatever the page makes of it.
    case figureIsWrong(UInt64)
    case attribute(String, page: String, log: String)
    case number(String)
    case unit(String, log: String)
    /// It is compared with an entry that is no such value.
    case base(String)
    /// The change that it words is not that between the two values.
    case change(from: String, to: String)
}
