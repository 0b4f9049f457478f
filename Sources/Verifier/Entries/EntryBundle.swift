/// The file with up to 256 entries, each after its length in two bytes, big-endian (C2SP tlog-tiles).
struct EntryBundle: Sendable {
    let bytes: [UInt8]
    /// Where each entry stands in ``bytes``.
    let entries: [Range<Int>]

    /// Reads a file of exactly `count` entries and keeps the first `width` of them.
    ///
    /// - Throws: ``Problem/bundleCutOff(_:entry:)``, ``Problem/bundleTooShort(_:expected:found:)`` or
    ///   ``Problem/bundleTooLong(_:expected:extra:)``.
    init(_ bytes: [UInt8], path: TilePath, count: Int, width: Int) throws(Problem) {
        var entries: [Range<Int>] = []
        entries.reserveCapacity(count)
        var position = 0
        while entries.count < count {
            guard position < bytes.count else {
                throw .bundleTooShort(path, expected: count, found: entries.count)
            }
            guard position + 2 <= bytes.count else {
                throw .bundleCutOff(path, entry: path.first + UInt64(entries.count))
            }
            let length = Int(bytes[position]) << 8 | Int(bytes[position + 1])
            let start = position + 2
            guard start + length <= bytes.count else {
                throw .bundleCutOff(path, entry: path.first + UInt64(entries.count))
            }
            entries.append(start..<start + length)
            position = start + length
        }
        guard position == bytes.count else {
            throw .bundleTooLong(path, expected: count, extra: bytes.count - position)
        }
        self.bytes = bytes
        self.entries = Array(entries.prefix(width))
    }

    /// The hash of each entry, taken where it lies.
    var leaves: [Hash] {
        bytes.withUnsafeBytes { buffer in
            entries.map { Hash.leaf(UnsafeRawBufferPointer(rebasing: buffer[$0])) }
        }
    }
}
