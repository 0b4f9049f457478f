package import Claims

/// Where the figures come from that drafts are held against.
///
/// This is the seam to the figures that the office publishes: whoever keeps them gives a source that reads them, each with
/// its origin (the entry of the log) and the address of its card.
package struct FigureSource: Sendable {
    /// - Throws: ``Fault`` where they cannot be read.
    package let figures: @Sendable () async throws -> [KnownFigure]

    package init(_ figures: @escaping @Sendable () async throws -> [KnownFigure]) { self.figures = figures }

    /// Drafts are held against themselves only.
    package static let none = FigureSource { [] }

    /// Those of a file, as they were at the start.
    package static func listed(_ figures: [KnownFigure]) -> FigureSource { FigureSource { figures } }
}
