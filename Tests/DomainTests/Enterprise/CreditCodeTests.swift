import Domain
import Testing

/// The unified social credit code and its check character (GB 32100-2015).
struct CreditCodeTests {
    /// Codes that companies print on their own pages.
    @Test(arguments: [
        "914403001922038216", "9144030071526726XG", "91330100799655058B", "91110000802100433B", "91350100M000100Y43",
        " 9144030071526726xg",
    ])
    func `a real code is taken`(code: String) throws {
        #expect(try CreditCode(parsing: code).rawValue == code.uppercased().filter { $0 != " " })
    }

    @Test func `one wrong character anywhere is found`() throws {
        let alphabet = Array("0123456789ABCDEFGHJKLMNPQRTUWXY")
        let code = Array("9144030071526726XG")
        for index in code.indices {
            for character in alphabet where character != code[index] {
                var changed = code
                changed[index] = character
                #expect(throws: Malformed.self) { try CreditCode(parsing: String(changed)) }
            }
        }
    }

    @Test func `two neighbours that changed places are found, unless they are the same`() throws {
        let code = Array("91350100M000100Y43")
        for index in code.indices.dropLast() where code[index] != code[index + 1] {
            var changed = code
            changed.swapAt(index, index + 1)
            #expect(throws: Malformed.self) { try CreditCode(parsing: String(changed)) }
        }
    }

    @Test(arguments: ["", "9144030019220382", "91440300192203821I", "91440300192203821６", "9144030019220382161"])
    func `what is no code is refused`(text: String) {
        #expect(throws: Malformed.self) { try CreditCode(parsing: text) }
    }

    @Test func `the last character follows from the others`() throws {
        #expect(try CreditCode(completing: "9144030071526726X").rawValue == "9144030071526726XG")
        #expect(throws: Malformed.self) { try CreditCode(completing: "9144030071526726I") }
    }
}
