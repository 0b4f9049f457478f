import CZlib
import Foundation

/// Pictures made for a test, good and bad.
enum Pictures {
    /// A grey PNG of that size: noise that repeats, or all black.
    static func png(width: Int, height: Int, isNoise: Bool = false) -> [UInt8] {
        // One bit a pixel when black, so that a huge picture is a small file; eight when noise.
        let perRow = isNoise ? width : (width + 7) / 8
        var raw = [UInt8](repeating: 0, count: (perRow + 1) * height)
        if isNoise {
            var state: UInt32 = 1
            for row in 0..<height {
                for column in 1...perRow {
                    state = state &* 1_664_525 &+ 1_013_904_223
                    raw[row * (perRow + 1) + column] = UInt8(state >> 24)
                }
            }
        }
        let header = bigEndian(UInt32(width)) + bigEndian(UInt32(height)) + [isNoise ? 8 : 1, 0, 0, 0, 0]
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + chunk("IHDR", header)
            + chunk("IDAT", deflated(raw)) + chunk("IEND", [])
    }

    private static func chunk(_ name: String, _ bytes: [UInt8]) -> [UInt8] {
        let body = Array(name.utf8) + bytes
        return bigEndian(UInt32(bytes.count)) + body + bigEndian(UInt32(crc32(0, body, UInt32(body.count))))
    }

    private static func deflated(_ bytes: [UInt8]) -> [UInt8] {
        var length = compressBound(UInt(bytes.count))
        var packed = [UInt8](repeating: 0, count: Int(length))
        guard compress2(&packed, &length, bytes, UInt(bytes.count), 9) == Z_OK else { return [] }
        return Array(packed.prefix(Int(length)))
    }

    private static func bigEndian(_ number: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * UInt32($0))) }
    }
}
