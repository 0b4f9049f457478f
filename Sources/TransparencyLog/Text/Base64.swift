/// RFC 4648 section 4 with padding, and only in the one canonical form of each value.
///
/// Foundation's decoder takes non-canonical trailing bits, so two texts could carry one signature. A signed note is
/// compared, stored and re-served as text; here every value has one text (RFC 4648 section 3.5 allows that refusal).
enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    private static let padding = UInt8(ascii: "=")
    private static let notASymbol: UInt8 = 0xff
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: notASymbol, count: 256)
        for (value, symbol) in alphabet.enumerated() { values[Int(symbol)] = UInt8(value) }
        return values
    }()

    static func encode(_ bytes: some Collection<UInt8>) -> String {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        var group: UInt32 = 0
        var filled = 0
        for byte in bytes {
            group = group << 8 | UInt32(byte)
            filled += 1
            if filled == 3 {
                text.append(symbol(of: group >> 18))
                text.append(symbol(of: group >> 12))
                text.append(symbol(of: group >> 6))
                text.append(symbol(of: group))
                group = 0
                filled = 0
            }
        }
        switch filled {
        case 1:
            text += [symbol(of: group >> 2), symbol(of: group << 4), padding, padding]
        case 2:
            text += [symbol(of: group >> 10), symbol(of: group >> 4), symbol(of: group << 2), padding]
        default:
            break
        }
        return String(decoding: text, as: UTF8.self)
    }

    static func decode(_ text: some Sequence<UInt8>) -> [UInt8]? {
        let text = Array(text)
        guard text.count.isMultiple(of: 4) else { return nil }
        let unpadded = text.count - (text.suffix(2).reversed().prefix { $0 == padding }).count
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count / 4 * 3)
        var group: UInt32 = 0
        var bits = 0
        for symbol in text[..<unpadded] {
            let value = values[Int(symbol)]
            guard value != notASymbol else { return nil }
            group = group << 6 | UInt32(value)
            bits += 6
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: group >> UInt32(bits)))
            }
        }
        // What is left over are 0, 2 or 4 bits that must be zero.
        guard group & (1 << UInt32(bits) - 1) == 0 else { return nil }
        return bytes
    }

    private static func symbol(of group: UInt32) -> UInt8 {
        alphabet[Int(group & 0x3f)]
    }
}
