/// First passwords, which somebody reads off a screen and types once.
package enum Password {
    /// Without look-alikes; 54 signs, so that every byte below 216 stands for one of them alike.
    private static let alphabet = Array("abcdefghjkmnpqrstuvwxyz23456789ABCDEFGHJKMNPQRSTUVWXYZ")

    /// `x7kp-m4qz-wdRT-8nYh`: 92 bits.
    package static func random(_ world: OutsideWorld = .real) -> String {
        var signs: [Character] = []
        while signs.count < 16 {
            signs += world.randomBytes(16).filter { $0 < 216 }.map { alphabet[Int($0) % alphabet.count] }
        }
        return stride(from: 0, to: 16, by: 4).map { String(signs[$0..<($0 + 4)]) }.joined(separator: "-")
    }
}
