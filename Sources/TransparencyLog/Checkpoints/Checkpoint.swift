/// The head of a log's tree: whose, how large, which root (C2SP tlog-checkpoint).
public struct Checkpoint: Hashable, Sendable {
    /// Which log it is of.
    public let origin: Origin
    /// How many entries the log has.
    public let size: UInt64
    /// The root over these entries.
    public let root: Digest
    /// The lines after the third, kept byte by byte because they are signed too.
    ///
    /// They mean nothing here. Only reading makes them; the specification advises against them and this library never writes new ones.
    public let extensionLines: [[UInt8]]

    /// Says what a tree looks like.
    ///
    /// - Throws: ``CheckpointError/wrongEmptyRoot`` if a tree without leaves has another root than the empty one.
    public init(origin: Origin, size: UInt64, root: Digest) throws(CheckpointError) {
        try self.init(origin: origin, size: size, root: root, extensionLines: [])
    }

    /// Reads the text of a checkpoint: the part of the note that is signed.
    ///
    /// - Throws: ``CheckpointError`` if a line does not have its one canonical form.
    public init(parsing text: some StringProtocol) throws(CheckpointError) {
        try self.init(parsing: Array(text.utf8))
    }

    /// Reads the text of a checkpoint: the part of the note that is signed.
    ///
    /// - Throws: ``CheckpointError`` if a line does not have its one canonical form.
    public init(parsing bytes: [UInt8]) throws(CheckpointError) {
        guard let lines = Lines.split(bytes[...]), lines.count >= 3 else { throw .tooFewLines }
        guard let origin = String(validating: lines[0], as: UTF8.self) else { throw .malformedOrigin }
        guard let size = Decimal.decode(lines[1]) else { throw .malformedSize }
        guard let root = Digest(base64Bytes: lines[2]) else { throw .malformedRoot }
        let extensionLines = Array(lines.dropFirst(3))
        for line in extensionLines {
            guard !line.isEmpty, !line.contains(where: Lines.isControl), String(validating: line, as: UTF8.self) != nil
            else { throw .malformedExtension }
        }
        try self.init(origin: try Origin(origin), size: size, root: root, extensionLines: extensionLines)
    }

    private init(
        origin: Origin,
        size: UInt64,
        root: Digest,
        extensionLines: [[UInt8]]
    ) throws(CheckpointError) {
        guard size > 0 || root == Merkle.emptyRoot else { throw .wrongEmptyRoot }
        self.origin = origin
        self.size = size
        self.root = root
        self.extensionLines = extensionLines
    }

    /// The text that is signed: three lines, and the extension lines that were read.
    public var text: String {
        let lines = extensionLines.map { String(decoding: $0, as: UTF8.self) + "\n" }
        return "\(origin)\n\(size)\n\(root.base64)\n" + lines.joined()
    }

    /// The checkpoint signed by its log.
    ///
    /// A log must never sign two checkpoints of which one is not the beginning of the other: that the tree has only
    /// grown is for the caller to know.
    ///
    /// - Throws: ``CheckpointError/note(_:)`` if signing fails.
    public func signed(by log: NoteSigner) throws(CheckpointError) -> SignedCheckpoint {
        do {
            return SignedCheckpoint(checkpoint: self, note: try log.sign(text))
        } catch {
            throw .note(error)
        }
    }
}
