/// The file with the entries of one tile: each entry after its length in two bytes, big-endian (C2SP tlog-tiles).
public enum EntryBundle {
    /// The longest entry that two bytes can announce.
    public static let maximumEntryLength = Int(UInt16.max)

    /// Writes 1 to 256 entries.
    ///
    /// - Throws: ``EntryBundleError`` if there are too few, too many, or one is too long.
    public static func encode(_ entries: [[UInt8]]) throws(EntryBundleError) -> [UInt8] {
        guard (1...Tile.fullWidth).contains(entries.count) else { throw .wrongCount(entries.count) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(entries.reduce(0) { $0 + 2 + $1.count })
        for entry in entries {
            guard let length = UInt16(exactly: entry.count) else { throw .entryTooLong(entry.count) }
            bytes.append(UInt8(length >> 8))
            bytes.append(UInt8(length & 0xff))
            bytes.append(contentsOf: entry)
        }
        return bytes
    }

    /// Reads a bundle of exactly `width` entries; they share the memory of `bytes`.
    ///
    /// - Throws: ``EntryBundleError`` if the bytes are not exactly that many entries.
    public static func decode(_ bytes: [UInt8], width: Int) throws(EntryBundleError) -> [ArraySlice<UInt8>] {
        let entries = try decode(bytes)
        guard entries.count == width else { throw .wrongCount(entries.count) }
        return entries
    }

    /// Reads a bundle of 1 to 256 entries; they share the memory of `bytes`.
    ///
    /// - Throws: ``EntryBundleError`` if the bytes are not 1 to 256 whole entries.
    public static func decode(_ bytes: [UInt8]) throws(EntryBundleError) -> [ArraySlice<UInt8>] {
        var entries: [ArraySlice<UInt8>] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            guard entries.count < Tile.fullWidth else { throw .wrongCount(entries.count + 1) }
            guard rest.count >= 2 else { throw .cutOff }
            let length = Int(rest[rest.startIndex]) << 8 | Int(rest[rest.startIndex + 1])
            rest = rest.dropFirst(2)
            guard rest.count >= length else { throw .cutOff }
            entries.append(rest.prefix(length))
            rest = rest.dropFirst(length)
        }
        guard !entries.isEmpty else { throw .wrongCount(0) }
        return entries
    }
}
