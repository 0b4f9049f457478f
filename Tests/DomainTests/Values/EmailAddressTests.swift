import Domain
import Testing

struct EmailAddressTests {
    @Test(arguments: [
        "a@b.cn", "li.hua+qipan@mail.example.org", " somebody@example.org ", "o'neil@xn--fiqs8s.example",
        "x!#$%&'*+-/=?^_`{|}~@example.org",
    ])
    func `an address is taken, without the blanks around it`(text: String) throws {
        let address = try EmailAddress(parsing: text)

        #expect(!address.rawValue.contains(" ") && address.rawValue.contains("@"))
    }

    @Test(arguments: [
        "", "@", "a@", "@b.cn", "a@b", "a b@c.cn", "a@b.cn\r\nBcc: c@d.cn", "a@b.cn\nRCPT TO:<c@d.cn>", "a@b.cn,c@d.cn",
        "<a@b.cn>", "\"a b\"@c.cn", "a..b@c.cn", ".a@b.cn", "a.@b.cn", "a@-b.cn", "a@b-.cn", "a@b..cn", "a@b.cn.",
        "李@example.org", "a@例子.cn", "a@[127.0.0.1]", "a@b.cn\u{0}", "a@b.cn>\u{B}", "a\u{301}@b.cn",
        String(repeating: "a", count: 65) + "@b.cn", "a@" + String(repeating: "b.", count: 126) + "cn",
    ])
    func `what could be more than an address is refused`(text: String) {
        #expect(throws: Malformed.self) { try EmailAddress(parsing: text) }
    }

    @Test func `the domain is the part behind the last sign`() throws {
        #expect(try EmailAddress(parsing: "A@Mail.Example.ORG").domain == "mail.example.org")
    }
}
