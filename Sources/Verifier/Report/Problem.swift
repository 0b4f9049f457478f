/// One thing that is wrong with a log, a proof or what was given to check it with, and where.
package enum Problem: Error, Hashable, Sendable {
    /// Why bytes are not a signed note.
    package enum NoteFault: Hashable, Sendable {
        case tooLong
        case notUTF8
        case controlCharacter
        case noBlankLine
        case noSignature
        case noFinalNewline
        case tooManySignatures
        case signatureLine(Int)
    }

    /// Why a signed text is not a checkpoint.
    package enum HeadFault: Hashable, Sendable {
        case tooFewLines
        case origin
        case size
        case tooLarge
        case root
        case emptyLine
    }

    /// Why a file is not a `.tlog-proof`.
    package enum ProofFault: Hashable, Sendable {
        case tooLong
        case noCheckpoint
        case version
        case extra
        case index
        case hash(Int)
        case noEntry
    }

    // What was given.
    case malformedSource(String)
    case malformedKey
    case otherKindOfKey(UInt8)
    case wrongKeyIdentifier

    // Files.
    case missing(String)
    case unreadable(String, String)
    case tooLarge(String, limit: Int)

    // Checkpoints; the text says which.
    case noCheckpoint(String)
    case noKey
    case malformedNote(String, NoteFault)
    case malformedHead(String, HeadFault)
    case badSignature(String, by: String)
    case notSigned(String, by: String)
    case otherLog(String, origin: String, key: String)

    // The tree.
    case bundleCutOff(TilePath, entry: UInt64)
    case bundleTooShort(TilePath, expected: Int, found: Int)
    case bundleTooLong(TilePath, expected: Int, extra: Int)
    case tileLength(TilePath, expected: Int, found: Int)
    case leafDiffers(TilePath, entry: UInt64)
    case nodeDiffers(TilePath, position: Int)
    case rootDiffers(size: UInt64, computed: Hash, signed: Hash)
    case shrank(old: UInt64, new: UInt64)
    case rewritten(size: UInt64, computed: Hash, signed: Hash)
    case twoTrees(size: UInt64, earlier: Hash, now: Hash)

    // What the entries say.
    case entry(UInt64, TilePath, EntryFault)
    case figures(EntryFault)
    case figuresAhead(size: UInt64, checkpoint: UInt64)
    case figureDiffers(String, published: Int64, counted: Int, size: UInt64)
    case figureLeftOut(String, counted: Int, size: UInt64)

    // A proof of one entry.
    case malformedProof(ProofFault)
    case proofIndex(UInt64, size: UInt64)
    case proofLength(expected: Int, found: Int)
    case proofFails(index: UInt64, computed: Hash, signed: Hash)
    case proofEntry(EntryFault)
}
