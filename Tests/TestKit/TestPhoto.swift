extension TestBoard {
    /// A portable pixmap would be refused; this is the smallest PNG of one colour that libvips reads.
    ///
    /// `red`: how red its one pixel is, so that two photos differ.
    package static func photo(red: UInt8) -> [UInt8] {
        let line: [UInt8] = [0, red, 20, 30]
        // zlib: one stored block, then Adler-32.
        let length = UInt8(line.count)
        let pixels = [0x78, 0x01, 1, length, 0, ~length, 0xFF] + line + bigEndian(adler(line))
        return png(header: bigEndian(1) + bigEndian(1) + [8, 2, 0, 0, 0], pixels)
    }

    static func checksum(_ bytes: [UInt8]) -> UInt32 {
        var sum = UInt32.max
        for byte in bytes {
            sum ^= UInt32(byte)
            for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
        }
        return ~sum
    }

    static func adler(_ bytes: [UInt8]) -> UInt32 {
        var (a, b): (UInt32, UInt32) = (1, 0)
        for byte in bytes {
            a = (a + UInt32(byte)) % 65_521
            b = (b + a) % 65_521
        }
        return b << 16 | a
    }
}
