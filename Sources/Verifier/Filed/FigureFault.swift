/// What is wrong with an entry that files a definition or a figure.
package enum FigureFault: Error, Hashable, Sendable {
    /// What is compared; the raw value is the name of the fact.
    package enum Field: String, Hashable, Sendable, CaseIterable {
        case fig
        case version
        case unit
        case numerator
        case denominator
        case rows
        case excluded
        case status
        case value
    }

    case entry(EntryFault)

    // Definitions.
    case digest(String)
    case definition(DefinitionFault)
    case version(Int64, expected: Int64)

    // Figures.
    case unknownDefinition(String)
    case notValidThen(String)
    case countsItself(size: UInt64)
    case root(size: UInt64, computed: Hash, written: Hash)
    case supersedes(UInt64)
    /// A bulletin names an entry that is no earlier figure.
    case namesNoFigure(UInt64)
    case differs(Field, written: String, counted: String)
}
