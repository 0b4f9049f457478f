/// Which machines a webhook may not lead to: our own, our network's, and what is nobody's.
///
/// Otherwise whoever may name a webhook could make the server talk to what only it can reach (server-side request forgery).
/// The lists are IANA's special-purpose registries (RFC 6890) as of 2026.
enum AddressGuard {
    private struct Block {
        var prefix: [UInt8]
        var bits: Int
    }

    private static let notPublic4 = [
        Block(prefix: [0], bits: 8), Block(prefix: [10], bits: 8), Block(prefix: [100, 64], bits: 10),
        Block(prefix: [127], bits: 8), Block(prefix: [169, 254], bits: 16), Block(prefix: [172, 16], bits: 12),
        Block(prefix: [192, 0, 0], bits: 24), Block(prefix: [192, 0, 2], bits: 24),
        Block(prefix: [192, 88, 99], bits: 24), Block(prefix: [192, 168], bits: 16),
        Block(prefix: [198, 18], bits: 15), Block(prefix: [198, 51, 100], bits: 24),
        Block(prefix: [203, 0, 113], bits: 24), Block(prefix: [224], bits: 3),
    ]

    /// Inside 2000::/3, which is all that is public of IPv6.
    private static let notPublic6 = [
        Block(prefix: [0x20, 0x01, 0x00], bits: 23), Block(prefix: [0x20, 0x01, 0x0D, 0xB8], bits: 32),
        Block(prefix: [0x3F, 0xFF], bits: 20), Block(prefix: [0x5F, 0x00], bits: 16),
    ]

    /// `address`: 4 bytes of IPv4 or 16 of IPv6.
    static func isPublic(_ address: [UInt8]) -> Bool {
        switch address.count {
        case 4: return !notPublic4.contains { address.lies(in: $0.prefix, bits: $0.bits) }
        case 16:
            let zeros = [UInt8](repeating: 0, count: 10)
            // Addresses that carry one of IPv4 are as public as that: mapped, translated (RFC 6052), 6to4.
            if address.starts(with: zeros + [0xFF, 0xFF]) { return isPublic(Array(address[12...])) }
            if address.starts(with: [0x00, 0x64, 0xFF, 0x9B] + zeros.prefix(8)) {
                return isPublic(Array(address[12...]))
            }
            if address.starts(with: [0x20, 0x02]) { return isPublic(Array(address[2..<6])) }
            return address.lies(in: [0x20], bits: 3)
                && !notPublic6.contains { address.lies(in: $0.prefix, bits: $0.bits) }
        default: return false
        }
    }
}

extension [UInt8] {
    fileprivate func lies(in prefix: [UInt8], bits: Int) -> Bool {
        (0..<bits).allSatisfy { bit in
            let mask = UInt8(0x80) >> UInt8(bit % 8)
            let expected = bit / 8 < prefix.count ? prefix[bit / 8] & mask : 0
            return self[bit / 8] & mask == expected
        }
    }
}
