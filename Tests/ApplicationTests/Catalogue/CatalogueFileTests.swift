import Application
import Domain
import Foundation
import Store
import TestKit
import Testing

/// `qipan matters`: a district's own list of matters.
struct CatalogueFileTests {
    /// The example that docs/install.md shows, cut out of it.
    private static func example() throws -> String {
        let document = try String(contentsOf: RealData.package.appending(path: "docs/install.md"), encoding: .utf8)
        let block = document.firstMatch(of: /```json\n([\s\S]*?)```/)
        return String(try #require(block?.output.1))
    }

    @Test func `the example of the documentation is taken over as it stands`() async throws {
        let board = try await TestBoard.make()
        let file = try CatalogueFile(Data(Self.example().utf8))

        try await board.office.adopt(file)

        let code = try CategoryCode(parsing: "street-light")
        let category = try #require(board.office.directory.categories[code])
        #expect(category.leadUnit.rawValue == "SZ" && category.name.english == "Street light out")
        #expect(category.solveLimit.description == "3wd" && category.verifyLimit.description == "4wh")
        let unit = try UnitCode(parsing: "SZ")
        #expect(board.office.directory.handlingUnits[unit]?.name.chinese == "市政设施服务中心")
        // Once more changes nothing.
        let position = board.office.position
        try await board.office.adopt(file)
        #expect(board.office.position == position)
        try await board.close()
    }

    @Test func `a category whose unit is not there is refused, and nothing of it is stored`() async throws {
        let board = try await TestBoard.make()
        let text = try Self.example().replacing("\"unit\": \"SZ\"", with: "\"unit\": \"XX\"")
            .replacing("street-light", with: "other")

        await #expect(throws: Refusal.unknown(.handlingUnit)) {
            try await board.office.adopt(CatalogueFile(Data(text.utf8)))
        }
        #expect(board.office.directory.categories[try CategoryCode(parsing: "other")] == nil)
        try await board.close()
    }

    @Test(arguments: [
        ("\"solve\": \"3wd\"", "\"solve\": \"3 weeks\""), ("\"solve\": \"3wd\"", "\"solve\": \"3661wd\""),
        ("\"answer\": \"2wd\"", "\"answer\": \"\""), ("\"check\": \"1wd\"", "\"check\": \"-1wd\""),
        ("\"code\": \"street-light\"", "\"code\": \"路灯\""), ("\"unit\": \"SZ\"", "\"unit\": \"a b\""),
        (
            "\"attributes\": []",
            "\"attributes\": [{\"code\":\"A\",\"kind\":\"guess\",\"required\":true,\"question\":{\"zh\":\"\",\"en\":\"\"},"
                + "\"hint\":{\"zh\":\"\",\"en\":\"\"},\"choices\":[]}]"
        ),
    ])
    func `a wrong limit, code or kind is the file's fault and names its category`(
        original: String,
        changed: String
    ) throws {
        let example = try Self.example()
        #expect(example.contains(original))

        let malformed = #expect(throws: Malformed.self) {
            try CatalogueFile(Data(example.replacing(original, with: changed).utf8))
        }

        #expect(malformed?.what == "catalogue")
        let isNamed = malformed?.expected.contains("street-light") == true || malformed?.expected.contains("路灯") == true
        #expect(isNamed)
    }

    @Test func `a unit's wrong code is refused with what a code is`() throws {
        let text = try Self.example().replacing("{\"code\": \"SZ\"", with: "{\"code\": \"市政\"")

        let malformed = #expect(throws: Malformed.self) { try CatalogueFile(Data(text.utf8)) }

        #expect(malformed?.what == "unit_code")
    }

    @Test(arguments: [
        "", "{", "[]", "null", "{}", "{\"units\":[]}", "{\"units\":[],\"categories\":{}}",
        "{\"units\":[{\"code\":1}],\"categories\":[]}", "{\"units\":[],\"categories\":[{\"code\":\"a\"}]}", "\u{0}",
    ])
    func `what is no such file is refused with the place of an example`(text: String) {
        let malformed = #expect(throws: Malformed.self) { try CatalogueFile(Data(text.utf8)) }

        #expect(malformed?.expected.contains("docs/install.md") == true)
    }

    @Test func `an example that is cut off anywhere is refused, not taken in part`() throws {
        let bytes = Array(try Self.example().utf8)
        for count in stride(from: 0, to: bytes.count - 3, by: 7) {
            #expect(throws: Malformed.self) { try CatalogueFile(Data(bytes.prefix(count))) }
        }
    }
}
