import FoundationEssentials

/// RFC 4648 section 4, only in the one canonical form of each value: two texts must not stand for one signature.
enum Base64 {
    static func decode(_ text: some Sequence<UInt8>) -> [UInt8]? {
        let text = Data(text)
        // The decoder overlooks stray trailing bits; the way back shows them.
        guard let bytes = Data(base64Encoded: text), bytes.base64EncodedData() == text else { return nil }
        return Array(bytes)
    }

    static func encode(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }
}
