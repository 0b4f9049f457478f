/// The text of a key: `<name>+<8 lower-case hexadecimal digits>+<base64>`.
enum KeyText {
    static func print(name: KeyName, keyID: UInt32, key: [UInt8]) -> String {
        "\(name)+\(Hexadecimal.encode(BigEndian.bytes(of: keyID)))+\(Base64.encode(key))"
    }

    static func parse(_ text: ArraySlice<UInt8>) throws(NoteError) -> (name: KeyName, keyID: UInt32, key: [UInt8]) {
        // The base64 part may have plus signs of its own: only the first two separate.
        let parts = text.split(separator: UInt8(ascii: "+"), maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[1].count == 8, let keyID = Hexadecimal.decode(parts[1]),
            Hexadecimal.encode(keyID).utf8.elementsEqual(parts[1]), let key = Base64.decode(parts[2])
        else { throw .malformedKey }
        return (try KeyName(bytes: parts[0]), keyID.reduce(0) { $0 << 8 | UInt32($1) }, key)
    }
}
