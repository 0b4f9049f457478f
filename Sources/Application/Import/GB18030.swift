import Foundation

/// The encoding of Chinese office files (GB 18030), by the system's own converter.
enum GB18030 {
    /// The text; nil for bytes that are none in this encoding, or where the system does not know it.
    static func text(_ bytes: [UInt8]) -> String? {
        converted(bytes, from: "GB18030", to: "UTF-8").flatMap { String(validating: $0, as: UTF8.self) }
    }

    /// The same text, of which every character has a place; nil where the system does not know the encoding.
    static func bytes(utf8 bytes: [UInt8]) -> [UInt8]? { converted(bytes, from: "UTF-8", to: "GB18030") }

    private static func converted(_ bytes: [UInt8], from source: String, to target: String) -> [UInt8]? {
        guard let converter = iconv_open(target, source), converter != iconv_t(bitPattern: -1) else { return nil }
        defer { iconv_close(converter) }
        var input = bytes.map { CChar(bitPattern: $0) }
        // Characters of one to four bytes on both sides; two become three at most in one direction, four in the other.
        var output = [CChar](repeating: 0, count: bytes.count * 3 + 8)
        let capacity = output.count
        var left = capacity
        let isWhole = input.withUnsafeMutableBufferPointer { source in
            output.withUnsafeMutableBufferPointer { target in
                var from = source.baseAddress
                var to = target.baseAddress
                var rest = source.count
                return iconv(converter, &from, &rest, &to, &left) != -1 && rest == 0
            }
        }
        return isWhole ? output.prefix(capacity - left).map { UInt8(bitPattern: $0) } : nil
    }
}
