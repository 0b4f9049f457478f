import Store
import Testing

struct FactsTests {
    @Test func `facts are written with sorted keys and RFC 8785 escapes, and read back`() throws {
        let facts: Facts = ["t": .text("a\"\\\n\u{1}\u{1F600}é/"), "at": .integer(-5), "c": .text("")]
        let text = String(decoding: facts.canonical, as: UTF8.self)
        #expect(text == "{\"at\":-5,\"c\":\"\",\"t\":\"a\\\"\\\\\\n\\u0001\u{1F600}é/\"}")
        #expect(try Facts(canonical: facts.canonical) == facts)
        #expect(try Facts(canonical: Array("{}".utf8)) == Facts())
    }

    @Test(arguments: [
        "", "{", "[]", "{\"b\":1,\"a\":2}", "{\"a\":1,\"a\":1}", "{ \"a\":1}", "{\"a\":01}", "{\"a\":1.0}",
        "{\"a\":-0}", "{\"a\":null}",
        "{\"a\":{}}", "{\"a\":\"\\u0041\"}", "{\"a\":\"\\/\"}", "{\"a\":\"\n\"}", "{\"a\":1}x", "{\"a\":\"x}",
        "{\"a\":1,}",
        "{\"a\":99999999999999999999}",
    ])
    func `anything that would have been written otherwise is refused`(text: String) {
        #expect(throws: Fault.self) { try Facts(canonical: Array(text.utf8)) }
    }
}
