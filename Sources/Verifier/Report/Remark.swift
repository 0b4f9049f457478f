/// What a check says besides problems: that something holds, what the reader must know, or why nothing was checked.
package enum Remark: Hashable, Sendable {
    // Key and checkpoint.
    case keyGiven(String)
    case keyPublished(String)
    case checkpoint(origin: String, size: UInt64)
    case signed(by: String)
    case signedByOthers(Int)

    case keyOfPolicy(String)
    case cosigned(by: [String], quorum: String)
    case noWitnessesAsked

    // The tree.
    case entries(UInt64)
    case tiles
    case root(Hash)
    case grown(from: UInt64, added: UInt64)

    // What the entries say.
    case facts
    case figures(count: Int, size: UInt64)
    case noFigures
    case unknownFigures([String])
    case definitions(Int)
    case values(Int)
    case definedAfterwards(Int)
    case imported(Int)
    case bulletins(Int)

    // Not checked, because an earlier check failed.
    case notReadToTheEnd
    case notCounted

    // A page with figures.
    case pageFigures(Int)
    case notCompared(Int)
    case looseNumbers(Int)
    case correctedSince(Int)
    case released(String, by: UInt64, figures: Int)
    case releasedAgain(by: UInt64)
    case withdrawn(by: UInt64)

    // A proof of one entry.
    case proof(index: UInt64)
    case proofSigned(by: String)
    case included(index: UInt64, size: UInt64, origin: String)
    case entryFacts
}
