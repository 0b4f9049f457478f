import Application
import Testing

/// RFC 6238, appendix B, and RFC 4226, appendix D.
struct OneTimeCodeTests {
    /// The secrets as erratum 2866 has them: as long as each hash.
    private static func secret(_ length: Int) -> [UInt8] {
        Array((0..<length).map { Array("1234567890".utf8)[$0 % 10] })
    }

    @Test(arguments: [
        (59, "94287082", "46119246", "90693936"),
        (1_111_111_109, "07081804", "68084774", "25091201"),
        (1_111_111_111, "14050471", "67062674", "99943326"),
        (1_234_567_890, "89005924", "91819424", "93441116"),
        (2_000_000_000, "69279037", "90698825", "38618901"),
        (20_000_000_000, "65353130", "77737706", "47863826"),
    ])
    func `the codes are those of RFC 6238`(second: Int64, sha1: String, sha256: String, sha512: String) {
        let step = OneTimeCode.step(atSecond: second)
        let codes = [(OneTimeCode.Hash.sha1, 20), (.sha256, 32), (.sha512, 64)].map { hash, length in
            OneTimeCode.code(secret: Self.secret(length), step: step, digits: 8, hash: hash)
        }
        #expect(codes == [sha1, sha256, sha512])
    }

    @Test func `the codes of a counter are those of RFC 4226`() {
        let codes = (0..<10).map { OneTimeCode.code(secret: Self.secret(20), step: $0) }
        #expect(
            codes == [
                "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489",
            ]
        )
    }

    @Test func `a code is taken from one period before to one after, and from no other`() {
        let secret = Self.secret(20)
        for step in Int64(0)..<10 {
            let code = OneTimeCode.code(secret: secret, step: step)
            let found = OneTimeCode.step(of: code, secret: secret, around: 5)
            #expect(found == ((4...6).contains(step) ? step : nil))
        }
        #expect(OneTimeCode.step(of: "", secret: secret, around: 5) == nil)
    }

    @Test(arguments: [
        ("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"), ("fooba", "MZXW6YTB"),
        ("foobar", "MZXW6YTBOI"),
    ])
    func `base32 is that of RFC 4648 without its padding`(text: String, encoded: String) {
        #expect(OneTimeCode.base32(Array(text.utf8)) == encoded)
    }

    @Test func `the address of the QR code escapes what would end a part of it`() {
        let address = OneTimeCode.address(secret: [1, 2, 3], issuer: "魏都区 & more", account: "li:hua?")
        #expect(address.hasPrefix("otpauth://totp/%E9%AD%8F%E9%83%BD%E5%8C%BA%20%26%20more:li%3Ahua%3F?secret=AEBAG&"))
        #expect(address.hasSuffix("&issuer=%E9%AD%8F%E9%83%BD%E5%8C%BA%20%26%20more&algorithm=SHA1&digits=6&period=30"))
    }
}
