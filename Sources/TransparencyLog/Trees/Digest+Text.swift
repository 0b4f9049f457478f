extension Digest {
    /// Reads 64 hexadecimal digits of either case; nil for anything else.
    public init?(hex: some StringProtocol) {
        guard let bytes = Hexadecimal.decode(hex.utf8) else { return nil }
        self.init(bytes: bytes)
    }

    /// Reads the 44 characters of canonical padded base64; nil for anything else.
    public init?(base64: some StringProtocol) {
        self.init(base64Bytes: base64.utf8)
    }

    init?(base64Bytes: some Sequence<UInt8>) {
        guard let bytes = Base64.decode(base64Bytes) else { return nil }
        self.init(bytes: bytes)
    }

    /// The 64 lower-case hexadecimal digits.
    public var hex: String { withUnsafeBytes { Hexadecimal.encode($0) } }

    /// The 44 characters of padded base64, as checkpoints and proofs write it.
    public var base64: String { withUnsafeBytes { Base64.encode($0) } }
}

extension Digest: CustomStringConvertible {
    /// The hexadecimal digits.
    public var description: String { hex }
}
