/// A SHA-256 value: 32 bytes held inline, so an array of digests is one block of memory.
///
/// The name is also that of a protocol in `Crypto`. A file that needs both modules imports just what it uses of that
/// one (`import struct Crypto.SHA256`), or writes `TransparencyLog.Digest`.
public struct Digest: Hashable, Sendable {
    /// How many bytes a digest has.
    public static let byteCount = 32

    // The words hold the bytes in memory order, whatever the machine's byte order is: they are only ever copied,
    // compared and hashed, never calculated with.
    private let word0: UInt64
    private let word1: UInt64
    private let word2: UInt64
    private let word3: UInt64

    /// Takes exactly 32 bytes; nil for any other number.
    public init?(bytes: some Sequence<UInt8>) {
        let direct = bytes.withContiguousStorageIfAvailable { Digest(exactly: UnsafeRawBufferPointer($0)) }
        guard let digest = direct ?? Array(bytes).withUnsafeBytes({ Digest(exactly: $0) }) else { return nil }
        self = digest
    }

    /// Takes exactly 32 bytes of raw memory; nil for any other number.
    public init?(exactly bytes: UnsafeRawBufferPointer) {
        guard bytes.count == Self.byteCount else { return nil }
        word0 = bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self)
        word1 = bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
        word2 = bytes.loadUnaligned(fromByteOffset: 16, as: UInt64.self)
        word3 = bytes.loadUnaligned(fromByteOffset: 24, as: UInt64.self)
    }

    /// Calls `body` with the 32 bytes, without copying them to the heap.
    public func withUnsafeBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        // A frozen-layout struct of four UInt64 has no padding, so its memory is the 32 bytes.
        try Swift.withUnsafeBytes(of: self, body)
    }

    /// The 32 bytes as an array.
    public var bytes: [UInt8] { withUnsafeBytes { [UInt8]($0) } }

    /// Adds the 32 bytes to the end of `buffer`.
    public func append(to buffer: inout [UInt8]) {
        withUnsafeBytes { buffer.append(contentsOf: $0) }
    }
}
