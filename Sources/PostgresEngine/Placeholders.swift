/// Our SQL marks its values with `?`; PostgreSQL numbers them.
enum Placeholders {
    /// `… WHERE number = ?` becomes `… WHERE number = $1`; a `?` between quotes stays what it is.
    static func numbered(_ text: String) -> String {
        var numbered: [UInt8] = []
        numbered.reserveCapacity(text.utf8.count + 32)
        var count = 0
        // The quote that is open. A doubled quote closes and opens again, which comes to the same.
        var open: UInt8?
        for byte in text.utf8 {
            switch (byte, open) {
            case (UInt8(ascii: "?"), nil):
                count += 1
                numbered += Array("$\(count)".utf8)
                continue
            case (UInt8(ascii: "'"), nil), (UInt8(ascii: "\""), nil): open = byte
            case (_, byte): open = nil
            default: break
            }
            numbered.append(byte)
        }
        return String(decoding: numbered, as: UTF8.self)
    }
}
