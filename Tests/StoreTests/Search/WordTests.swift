import Store
import Testing

/// The words that a text is found by, and how their places are written.
struct WordTests {
    @Test(arguments: [
        ("路灯坏了", ["路灯", "灯坏", "坏了"]),
        ("灯", []),
        ("路灯，坏了", ["路灯", "坏了"]),
        ("LED 灯 12号", ["le", "ed", "12", "2号"]),
        ("路\u{20}灯", []),
        ("\"%'--_", []),
        ("𠮷野家", ["𠮷野", "野家"]),
    ])
    func `a text is found by what stands side by side in it`(text: String, pairs: [String]) {
        #expect(WordPairs.of(text) == Set(pairs))
    }

    @Test(arguments: [[], [0], [1, 2, 3], [127, 128, 16_384, 1_048_575], [0, 1_048_575]])
    func `places are read back as they were written`(places: [UInt32]) throws {
        #expect(try WordPlaces.decode(WordPlaces.encode(places)) == places)
    }

    @Test func `places that nobody has written are told as damaged`() {
        let fault = #expect(throws: Fault.self) { try WordPlaces.decode([0xFF, 0xFF, 0xFF, 0xFF, 0xFF]) }
        #expect(fault?.kind == .corrupt)
    }

    @Test func `lists are merged and compared in order`() {
        #expect(WordPlaces.merged([1, 5], [7]) == [1, 5, 7])
        #expect(WordPlaces.merged([1, 5], [3, 5]) == [1, 3, 5])
        #expect(WordPlaces.merged([], [3]) == [3])
        #expect(WordPlaces.common(to: [[1, 2, 3, 9], [2, 9, 10], [0, 2, 9]]) == [2, 9])
        #expect(WordPlaces.common(to: [[1], []]) == [])
    }
}
