import CZlib

/// The files of a ZIP archive (APPNOTE 6.3.10), read with a bound on everything that the archive says of itself.
struct ZipArchive {
    private let bytes: [UInt8]
    private var entries: [String: Entry] = [:]

    private struct Entry {
        var method: UInt16
        var start: Int
        var packed: Int
    }

    /// Entries of the largest workbook that we read; an office's have some dozens.
    private static let entryLimit = 2_000
    /// Bytes that all parts of a file may unpack to.
    static let unpackedLimit = 64 * 1_048_576

    /// - Throws: ``SheetFault``.
    init(_ bytes: [UInt8]) throws {
        self.bytes = bytes
        guard let end = Self.endOfDirectory(in: bytes) else { throw SheetFault.damaged }
        let count = Int(try Self.small(bytes, at: end + 10))
        var at = Int(try Self.large(bytes, at: end + 16))
        guard count <= Self.entryLimit else { throw SheetFault.tooLarge }
        for _ in 0..<count {
            guard try Self.large(bytes, at: at) == 0x0201_4B50 else { throw SheetFault.damaged }
            let flags = try Self.small(bytes, at: at + 8)
            let nameLength = Int(try Self.small(bytes, at: at + 28))
            let more = Int(try Self.small(bytes, at: at + 30)) + Int(try Self.small(bytes, at: at + 32))
            let header = Int(try Self.large(bytes, at: at + 42))
            guard at + 46 + nameLength <= bytes.count else { throw SheetFault.damaged }
            let name = String(decoding: bytes[(at + 46)..<(at + 46 + nameLength)], as: UTF8.self)
            guard flags & 1 == 0 else { throw SheetFault.encrypted }
            // The local header has lengths of its own for the name and what follows it.
            guard try Self.large(bytes, at: header) == 0x0403_4B50 else { throw SheetFault.damaged }
            let skipped = Int(try Self.small(bytes, at: header + 26)) + Int(try Self.small(bytes, at: header + 28))
            let packed = Int(try Self.large(bytes, at: at + 20))
            let start = header + 30 + skipped
            guard start + packed <= bytes.count else { throw SheetFault.damaged }
            entries[name] = Entry(method: try Self.small(bytes, at: at + 10), start: start, packed: packed)
            at += 46 + nameLength + more
        }
    }

    func has(_ name: String) -> Bool { entries[name] != nil }

    /// Hands a file to `body` in pieces, and counts what it unpacks to in `unpacked`: what the archive says of sizes is not asked.
    ///
    /// - Throws: ``SheetFault/damaged``, ``SheetFault/tooLarge``, or what `body` throws.
    func unpack(_ name: String, unpacked: inout Int, _ body: (UnsafeBufferPointer<UInt8>) throws -> Void) throws {
        guard let entry = entries[name] else { throw SheetFault.damaged }
        let packed = Array(bytes[entry.start..<(entry.start + entry.packed)])
        guard entry.method == 8 else {
            guard entry.method == 0 else { throw SheetFault.damaged }
            unpacked += packed.count
            guard unpacked <= Self.unpackedLimit else { throw SheetFault.tooLarge }
            return try packed.withUnsafeBufferPointer(body)
        }
        var stream = z_stream()
        // Minus: a bare deflate stream without zlib's head.
        guard inflateInit2_(&stream, -15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            throw SheetFault.damaged
        }
        defer { inflateEnd(&stream) }
        var output = [UInt8](repeating: 0, count: 65_536)
        var source = packed
        try source.withUnsafeMutableBufferPointer { input in
            stream.next_in = input.baseAddress
            stream.avail_in = UInt32(input.count)
            var status = Z_OK
            while status != Z_STREAM_END {
                let written = output.withUnsafeMutableBufferPointer { buffer in
                    stream.next_out = buffer.baseAddress
                    stream.avail_out = UInt32(buffer.count)
                    status = inflate(&stream, Z_NO_FLUSH)
                    return buffer.count - Int(stream.avail_out)
                }
                guard status == Z_OK || status == Z_STREAM_END else { throw SheetFault.damaged }
                unpacked += written
                guard unpacked <= Self.unpackedLimit else { throw SheetFault.tooLarge }
                try output.withUnsafeBufferPointer { try body(UnsafeBufferPointer(rebasing: $0[..<written])) }
            }
        }
    }

    /// The record at the archive's end stands before a comment of at most 65,535 bytes.
    private static func endOfDirectory(in bytes: [UInt8]) -> Int? {
        guard bytes.count >= 22 else { return nil }
        return stride(from: bytes.count - 22, through: max(0, bytes.count - 22 - 65_535), by: -1).first { at in
            bytes[at] == 0x50 && bytes[at + 1] == 0x4B && bytes[at + 2] == 5 && bytes[at + 3] == 6
        }
    }

    private static func small(_ bytes: [UInt8], at index: Int) throws -> UInt16 {
        guard index >= 0, index + 2 <= bytes.count else { throw SheetFault.damaged }
        return UInt16(bytes[index]) | UInt16(bytes[index + 1]) << 8
    }

    private static func large(_ bytes: [UInt8], at index: Int) throws -> UInt32 {
        UInt32(try small(bytes, at: index)) | UInt32(try small(bytes, at: index + 2)) << 16
    }
}
