/// A change of the division that somebody prepares and looks at before it is published.
package struct TerritoryDraft: Hashable, Sendable {
    package enum Change: Hashable, Sendable {
        /// A whole division, from a file.
        case division(Territory.Division)
        /// A grid's new outline, or a new grid with its outline.
        case border(Border)
        /// All ground of the first is the second's from now on.
        case merge(GridCode, into: GridCode)
    }

    package struct Border: Hashable, Sendable {
        package var grid: GridCode
        /// Of a new grid; nil keeps the name that there is.
        package var name: String?
        /// GeoJSON geometry text, WGS-84.
        package var outline: String
        /// What the grid gains is taken off its neighbours, and what it gives up goes to them.
        package var neighboursFollow: Bool

        package init(grid: GridCode, name: String?, outline: String, neighboursFollow: Bool) {
            self.grid = grid
            self.name = name
            self.outline = outline
            self.neighboursFollow = neighboursFollow
        }
    }

    package var change: Change
    /// First day in force.
    package var from: Day
    package var basis: String
    /// The district itself may become larger or smaller.
    package var mayChangeOutline: Bool
    /// Ground between grids that nobody covers is accepted.
    package var mayHaveGaps: Bool

    package init(change: Change, from: Day, basis: String, mayChangeOutline: Bool, mayHaveGaps: Bool = false) {
        self.change = change
        self.from = from
        self.basis = basis
        self.mayChangeOutline = mayChangeOutline
        self.mayHaveGaps = mayHaveGaps
    }
}
