/// What a checkpoint says: whose log, how many entries, which root (C2SP tlog-checkpoint).
struct TreeHead: Hashable, Sendable {
    /// 2⁴⁸ entries, 281 million million: so that no count of this verifier can overflow.
    static let maximumSize: UInt64 = 1 << 48

    let origin: [UInt8]
    let size: UInt64
    let root: Hash

    /// Reads the signed text of a checkpoint.
    ///
    /// - Throws: ``Problem/malformedHead(_:_:)``.
    private init(parsing text: [UInt8], place: Problem.Place) throws(Problem) {
        guard let lines = Lines.split(text[...]), lines.count >= 3 else { throw .malformedHead(place, .tooFewLines) }
        guard !lines[0].isEmpty else { throw .malformedHead(place, .origin) }
        guard let size = Lines.number(lines[1]) else { throw .malformedHead(place, .size) }
        guard size <= Self.maximumSize else { throw .malformedHead(place, .tooLarge) }
        guard let root = Base64.decode(lines[2]).flatMap({ $0.withUnsafeBytes { Hash($0) } }) else {
            throw .malformedHead(place, .root)
        }
        // Extension lines are signed too, but mean nothing here; an empty one would end the text.
        guard !lines.dropFirst(3).contains(where: \.isEmpty) else { throw .malformedHead(place, .emptyLine) }
        origin = Array(lines[0])
        self.size = size
        self.root = root
    }

    var originText: String { String(decoding: origin, as: UTF8.self) }

    /// Reads a text that the key signed, and checks that it is of the log which that key is named after.
    ///
    /// - Throws: ``Problem/malformedHead(_:_:)`` or ``Problem/otherLog(_:origin:key:)``.
    init(parsing text: [UInt8], of key: VerifierKey, place: Problem.Place) throws(Problem) {
        try self.init(parsing: text, place: place)
        guard origin == key.name else { throw .otherLog(place, origin: originText, key: key.shortText) }
    }
}
