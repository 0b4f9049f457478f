/// The name of a witness or a group within one policy: bytes, which tlog-policy asks not to interpret.
public struct PolicyName: Hashable, Sendable {
    /// The bytes of the name.
    public let bytes: [UInt8]

    /// Takes the bytes of a name.
    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }
}

extension PolicyName: CustomStringConvertible {
    /// The name as far as it is UTF-8.
    public var description: String { String(decoding: bytes, as: UTF8.self) }
}
