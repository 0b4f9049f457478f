/// The first line of a checkpoint, which says what log it is of; usually the name of the log's key.
///
/// Origins are compared byte by byte, not by how they look.
public struct Origin: Sendable {
    /// The line as text.
    public let text: String

    /// Checks an origin: one line, not empty, without control characters.
    ///
    /// - Throws: ``CheckpointError/malformedOrigin``.
    public init(_ text: String) throws(CheckpointError) {
        guard !text.isEmpty, text.utf8.allSatisfy({ $0 >= 0x20 }) else { throw .malformedOrigin }
        self.text = text
    }

    /// The origin of a log that is called as its key.
    public init(_ name: KeyName) {
        text = name.text
    }

    /// Whether the log is called as this key.
    public func isNamed(_ name: KeyName) -> Bool {
        self == Origin(name)
    }
}

extension Origin: Hashable {
    /// Whether two origins have the same bytes.
    public static func == (left: Origin, right: Origin) -> Bool {
        left.text.utf8.elementsEqual(right.text.utf8)
    }

    /// Feeds the bytes of the origin.
    public func hash(into hasher: inout Hasher) {
        for byte in text.utf8 { hasher.combine(byte) }
    }
}

extension Origin: CustomStringConvertible {
    /// The line.
    public var description: String { text }
}
