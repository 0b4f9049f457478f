/// One thing that is wrong with a log, a proof or what was given to check it with, and where.
package enum Problem: Error, Hashable, Sendable {
    /// Which signed text a problem is about.
    package enum Place: String, Hashable, Sendable, CaseIterable {
        case checkpoint
        case earlierCheckpoint = "earlier_checkpoint"
        case checkpointInProof = "checkpoint_in_proof"
    }

    /// Why a file could not be read.
    package enum ReadFault: Hashable, Sendable {
        case notAFile
        case notPermitted
        /// The disk, or the file system.
        case failing
        case answered(status: Int)
        case stayedBusy(status: Int, attempts: Int)
        case noConnection(attempts: Int)
        case brokenOff(attempts: Int)
        case tooSlow(attempts: Int)
    }

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

    case policyLine(Int, PolicyFault)
    case policyWithoutQuorum
    case logNotInPolicy(String)

    // Files.
    case missing(String)
    case unreadable(String, ReadFault)
    case tooLarge(String, limit: Int)

    // Checkpoints.
    case noCheckpoint(String)
    case noKey
    case malformedNote(Place, NoteFault)
    case malformedHead(Place, HeadFault)
    case badSignature(Place, by: String)
    case notSigned(Place, by: String)
    case otherLog(Place, origin: String, key: String)

    case quorumMissed(String, cosigned: [String])

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
    /// An entry that files a definition or a figure.
    case figureEntry(UInt64, FigureFault)
    /// This machine's disk did not keep the entries until they could be counted.
    case notKept

    // A page with figures.
    case noPage(String)
    case pageNotText
    case pageWithoutLog
    case pageWithoutFigures
    case pageFigure(String, PageFault)
    /// A figure of the page, or one that it lacks, by the entry that released it.
    case pageReleased(by: UInt64, not: [UInt64], lacks: [UInt64])

    // A proof of one entry.
    case malformedProof(ProofFault)
    case proofIndex(UInt64, size: UInt64)
    case proofLength(expected: Int, found: Int)
    case proofFails(index: UInt64, computed: Hash, signed: Hash)
    case proofEntry(EntryFault)
}

extension Problem {
    /// Whether it says only that something could not be read or is not there to be checked, and nothing of what it says.
    ///
    /// A tile or an entry that a log does not give is not among them: a log must.
    var isOfReading: Bool {
        switch self {
        case .unreadable, .notKept, .noCheckpoint, .noKey, .noPage, .pageWithoutLog: true
        case .malformedSource, .malformedKey, .otherKindOfKey, .wrongKeyIdentifier, .policyLine, .policyWithoutQuorum,
            .logNotInPolicy, .missing, .tooLarge, .malformedNote, .malformedHead, .badSignature, .notSigned, .otherLog,
            .quorumMissed, .bundleCutOff, .bundleTooShort, .bundleTooLong, .tileLength, .leafDiffers, .nodeDiffers,
            .rootDiffers, .shrank, .rewritten, .twoTrees, .entry, .figures, .figuresAhead, .figureDiffers,
            .figureLeftOut, .figureEntry, .pageNotText, .pageWithoutFigures, .pageFigure, .pageReleased, .malformedProof, .proofIndex,
            .proofLength, .proofFails, .proofEntry:
            false
        }
    }
}
