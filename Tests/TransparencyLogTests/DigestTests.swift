import Testing
import TransparencyLog

@Suite struct Digests {
    private let counting = Array(UInt8(0)..<32)

    @Test func `a digest keeps its bytes in order`() throws {
        let digest = try #require(Digest(bytes: counting))

        var appended: [UInt8] = [9]
        digest.append(to: &appended)

        #expect(digest.bytes == counting)
        #expect(appended == [9] + counting)
        #expect(digest.withUnsafeBytes { Array($0) } == counting)
        #expect(MemoryLayout<Digest>.size == 32)
    }

    @Test func `a digest is read from what it prints`() throws {
        let digest = try #require(Digest(bytes: counting))

        #expect(digest.hex == "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f")
        #expect(digest.base64 == "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")
        #expect(Digest(hex: digest.hex) == digest)
        #expect(Digest(hex: digest.hex.uppercased()) == digest)
        #expect(Digest(base64: digest.base64) == digest)
        #expect(digest.description == digest.hex)
    }

    @Test(arguments: [0, 1, 31, 33, 64])
    func `other than 32 bytes are no digest`(count: Int) {
        let bytes = [UInt8](repeating: 0, count: count)

        #expect(Digest(bytes: bytes) == nil)
        #expect(Digest(bytes: bytes.lazy.map { $0 }) == nil)
        #expect(Digest(hex: String(repeating: "00", count: count)) == nil)
    }

    @Test(arguments: [
        "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh9=",  // trailing bits that are not zero
        "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8",  // no padding
        "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n",
        "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8= ",
        "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh==",
        "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwd_-8=",
        "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdH=8=",
        "====", "",
    ])
    func `only canonical base64 is a digest`(text: String) {
        #expect(Digest(base64: text) == nil)
    }

    @Test func `digits that are not hexadecimal are no digest`() {
        #expect(Digest(hex: String(repeating: "0g", count: 32)) == nil)
        #expect(Digest(hex: String(repeating: "0", count: 63)) == nil)
    }
}
