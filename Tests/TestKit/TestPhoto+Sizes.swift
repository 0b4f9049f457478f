extension TestBoard {
    /// A grey PNG of that size whose every pixel is `grey`, in stored blocks: made without a compressor.
    package static func photo(width: Int, height: Int, grey: UInt8) -> [UInt8] {
        let line = [0] + [UInt8](repeating: grey, count: width)
        let raw = (0..<height).flatMap { _ in line }
        var pixels: [UInt8] = [0x78, 0x01]
        // A stored block holds at most 65,535 bytes.
        for start in stride(from: 0, to: raw.count, by: 65_535) {
            let block = raw[start..<min(start + 65_535, raw.count)]
            let length = UInt16(block.count)
            pixels.append(block.endIndex == raw.count ? 1 : 0)
            pixels += [UInt8(length & 0xFF), UInt8(length >> 8), UInt8(~length & 0xFF), UInt8(~length >> 8)]
            pixels += block
        }
        return png(
            header: bigEndian(UInt32(width)) + bigEndian(UInt32(height)) + [8, 0, 0, 0, 0],
            pixels + bigEndian(adler(raw))
        )
    }

    static func png(header: [UInt8], _ pixels: [UInt8]) -> [UInt8] {
        func chunk(_ type: String, _ content: [UInt8]) -> [UInt8] {
            let body = Array(type.utf8) + content
            return bigEndian(UInt32(content.count)) + body + bigEndian(checksum(body))
        }
        return [0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10] + chunk("IHDR", header) + chunk("IDAT", pixels)
            + chunk("IEND", [])
    }

    static func bigEndian(_ number: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * $0)) }
    }
}
