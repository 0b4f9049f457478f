extension Remark {
    /// The sentence.
    package var phrase: Phrase {
        switch self {
        case .keyGiven(let key): Phrase("remark.key_given", ["key": "\(key)"])
        case .keyPublished(let key): Phrase("remark.key_published", ["key": "\(key)"])
        case .checkpoint(let origin, let size):
            Phrase("remark.checkpoint", ["origin": "\(origin)", "size": "\(size)"])
        case .signed(let key): Phrase("remark.signed", ["key": "\(key)"])
        case .signedByOthers(let count): Phrase("remark.signed_by_others", ["count": "\(count)"])
        case .keyOfPolicy(let key): Phrase("remark.key_of_policy", ["key": "\(key)"])
        case .cosigned(let names, let quorum):
            Phrase("remark.cosigned", ["names": .list(names), "quorum": "\(quorum)"])
        case .noWitnessesAsked: Phrase("remark.no_witnesses_asked")
        case .entries(let size): Phrase("remark.entries", ["size": "\(size)"])
        case .tiles: Phrase("remark.tiles")
        case .root(let root): Phrase("remark.root", ["root": "\(root)"])
        case .grown(let old, let added): Phrase("remark.grown", ["old": "\(old)", "added": "\(added)"])
        case .facts: Phrase("remark.facts")
        case .figures(let count, let size): Phrase("remark.figures", ["count": "\(count)", "size": "\(size)"])
        case .noFigures: Phrase("remark.no_figures")
        case .unknownFigures(let names): Phrase("remark.unknown_figures", ["names": .list(names)])
        case .definitions(let count): Phrase("remark.definitions", ["count": "\(count)"])
        case .values(let count): Phrase("remark.values", ["count": "\(count)"])
        case .definedAfterwards(let count): Phrase("remark.defined_afterwards", ["count": "\(count)"])
        case .imported(let count): Phrase("remark.imported", ["count": "\(count)"])
        case .notReadToTheEnd: Phrase("remark.not_read_to_the_end")
        case .notCounted: Phrase("remark.not_counted")
        case .pageFigures(let count): Phrase("remark.page_figures", ["count": "\(count)"])
        case .notCompared(let count): Phrase("remark.not_compared", ["count": "\(count)"])
        case .looseNumbers(let count): Phrase("remark.loose_numbers", ["count": "\(count)"])
        case .correctedSince(let count): Phrase("remark.corrected_since", ["count": "\(count)"])
        case .bulletins(let count): Phrase("remark.bulletins", ["count": "\(count)"])
        case .released(let name, let index, let figures):
            Phrase("remark.released", ["name": "\(name)", "index": "\(index)", "figures": "\(figures)"])
        case .releasedAgain(let index): Phrase("remark.released_again", ["index": "\(index)"])
        case .withdrawn(let index): Phrase("remark.withdrawn", ["index": "\(index)"])
        case .proof(let index): Phrase("remark.proof", ["index": "\(index)"])
        case .proofSigned(let key): Phrase("remark.proof_signed", ["key": "\(key)"])
        case .included(let index, let size, let origin):
            Phrase("remark.included", ["index": "\(index)", "size": "\(size)", "origin": "\(origin)"])
        case .entryFacts: Phrase("remark.entry_facts")
        }
    }
}
