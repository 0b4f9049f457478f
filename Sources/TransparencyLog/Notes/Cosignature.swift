/// The content of a timestamped Ed25519 signature (C2SP tlog-cosignature, `cosignature/v1`, type 0x04).
///
/// It says: as of this time, this is the largest consistent tree of this origin that the cosigner has seen.
public struct Cosignature: Hashable, Sendable {
    /// The last time that may be written: 2⁶³−1.
    public static let maximumTime = UInt64(Int64.max)

    /// When it was made, in seconds since 1970.
    public let time: UInt64
    /// The 64 bytes of the Ed25519 signature over ``message(time:text:)``.
    public let signature: [UInt8]

    /// Puts a cosignature together; nil for a time above ``maximumTime`` or another length than 64.
    public init?(time: UInt64, signature: [UInt8]) {
        guard time <= Self.maximumTime, signature.count == 64 else { return nil }
        self.time = time
        self.signature = signature
    }

    /// Reads 8 bytes of time, big-endian, and 64 of signature; nil for anything else.
    public init?(bytes: [UInt8]) {
        self.init(time: bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }, signature: Array(bytes.dropFirst(8)))
    }

    /// Time and signature as a note's signature line carries them after the key's identifier.
    public var bytes: [UInt8] { BigEndian.bytes(of: time) + signature }

    /// What is signed: a header line, the time, and the text of the checkpoint.
    public static func message(time: UInt64, text: [UInt8]) -> [UInt8] {
        Array("cosignature/v1\ntime \(time)\n".utf8) + text
    }
}
