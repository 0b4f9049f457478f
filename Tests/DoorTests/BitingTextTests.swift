import Application
import Domain
import Foundation
import HTTPTypes
import Store
import TestKit
import Testing

/// Every text that bites, from the door through the journal and out of every door again.
struct BitingTextTests {
    /// JSONSerialization loses a byte order mark at a text's beginning; this decoder does not.
    private struct Described: Decodable {
        let description: String
    }

    @Test(arguments: BitingText.all)
    func `words come out of every door as they went in, and a rebuild keeps them`(text: BitingText) async throws {
        try await District.open { district in
            // given
            let form = [
                ("api_key", "demo"), ("service_code", "waste"), ("lat", "34.025"), ("long", "113.815"),
                ("description", text.words), ("address_string", String(text.words.prefix(400))),
            ]
            let sent = try await district.post("/open311/v2/requests.json", form)
            #expect(sent.status == 200, "\(sent.text)")
            let id = try #require(try sent.list()[0]["service_request_id"] as? String)

            // when
            let json = try await district.get("/open311/v2/requests/\(id).json")
            let xml = try await district.get("/open311/v2/requests/\(id).xml")
            let list = try await district.get("/open311/v2/requests.json")
            let table = try await district.get("/open311/v2/requests.csv")
            let page = try await district.get("/cases/\(id)")

            // then
            let words = try #require(
                try JSONDecoder().decode([Described].self, from: Data(json.bytes)).first
            ).description
            #expect(words.isIdentical(to: text.words))
            #expect(list.bytes == json.bytes)
            #expect(
                try ElementTexts(of: "description", in: xml.bytes).texts.map { Array($0.utf8) } == [
                    Array(text.inXML.utf8)
                ]
            )
            #expect(page.holds("<p class=\"words\">\(text.inHTML)</p>"))
            let rows = try #require(Spreadsheet.rows(table.bytes))
            #expect(rows.allSatisfy { $0.count == 14 })
            #expect(rows.last?[9].isIdentical(to: text.inCSV) == true, "\(rows.last ?? [])")
            let rebuilt = try await district.board.office.rebuild { _, _ in }
            #expect(rebuilt.isSame)
            #expect(try await district.get("/open311/v2/requests/\(id).json").bytes == json.bytes)
        }
    }

    @Test(arguments: BitingText.all)
    func `what is typed into a page comes back in its field and on the slip as it was typed`(
        text: BitingText
    ) async throws {
        try await District.open { district in
            // given: a form without its category, with the words in a field of every kind
            let short = BitingText(description: text.description, words: String(text.words.prefix(400)))
            let typed = [("text", text.words), ("contact_name", short.words), ("address", short.words)]

            // when
            let refused = try await district.post("/report", typed)
            let sent = try await district.post("/report", [("category", "waste")] + typed)

            // then
            #expect(refused.status == 422)
            #expect(refused.holds(">\(text.inHTML)</textarea>"))
            #expect(refused.holds("name=\"contact_name\" value=\"\(short.inHTML)\""))
            #expect(sent.status == 303, "\(sent.text.suffix(2_000))")
            let slip = try await district.get(sent.location)
            #expect(slip.holds("<p class=\"words\">\(text.inHTML)</p>"))
        }
    }

    @Test(arguments: BitingText.all)
    func `what staff and reporters write on the way is shown as it was written`(text: BitingText) async throws {
        try await District.open { district in
            // given
            let receipt = try await district.board.report()
            let trimmed = text.words.drop(while: \.isWhitespace)
            let words = BitingText(
                description: text.description,
                words: String(trimmed.reversed().drop(while: \.isWhitespace).reversed())
            )

            // when
            let added = try await district.post(
                "/r/\(receipt.number.rawValue)/\(receipt.secret)",
                [("action", "add"), ("text", text.words)]
            )

            // then
            #expect(added.status == 303)
            let page = try await district.get("/r/\(receipt.number.rawValue)/\(receipt.secret)")
            #expect(page.holds("<blockquote>\(words.inHTML)</blockquote>"))
            #expect(try await district.board.office.rebuild { _, _ in }.isSame)
        }
    }

    @Test(arguments: BitingText.all)
    func `how a reporter may be reached can be read again, whatever was typed`(text: BitingText) async throws {
        let board = try await TestBoard.make()
        let given = Contact(name: text.words, phone: "13900001111", email: "a@example.org")
        let receipt = try await board.report(contact: given)

        let read = try await board.office.readContact(
            of: receipt.number,
            reason: "回访",
            by: .staff(board.staff(.intake))
        )

        #expect(read.phone == given.phone && read.email == given.email)
        // The one character that parts the vault's fields cannot be kept.
        #expect(
            read.name.replacing(" ", with: "").isIdentical(
                to: given.name.replacing("\u{1F}", with: "").replacing(" ", with: "")
            )
        )
        try await board.close()
    }

    @Test(arguments: BitingText.all)
    func `a free answer stays one answer to its own question`(text: BitingText) async throws {
        try await District.open { district in
            // given: a category that asks two things in free words
            let office = district.board.office
            var category = try #require(office.directory.categories[try CategoryCode(parsing: "waste")])
            category.attributes = try ["FIRST", "SECOND"].map { code in
                CauseCategory.Attribute(
                    code: try CategoryCode(parsing: code),
                    kind: .text,
                    isRequired: false,
                    question: Wording("问", english: "Question"),
                    hint: Wording("示", english: "Hint"),
                    choices: []
                )
            }
            try await office.change(.define(category), on: .board, by: .system)
            let form = [
                ("api_key", "demo"), ("service_code", "waste"), ("lat", "34.025"), ("long", "113.815"),
                ("attribute[FIRST]", text.words), ("attribute[SECOND]", "b"),
            ]

            // when
            let sent = try await district.post("/open311/v2/requests.json", form)

            // then
            #expect(sent.status == 200, "\(sent.text)")
            let number = CaseNumber(stored: try #require(try sent.list()[0]["service_request_id"] as? String))
            let view = try #require(try await office.caseView(number, as: .resident))
            let answers = view.file.report.answers
            #expect(answers["SECOND"] == "b" && Set(answers.keys) == ["FIRST", "SECOND"])
            let answer = try #require(answers["FIRST"])
            func bare(_ words: String) -> [Unicode.Scalar] {
                words.unicodeScalars.filter { !(0x1C...0x20).contains($0.value) }
            }
            #expect(bare(answer) == bare(text.words))
            #expect(!answer.contains("\u{1F}") && view.summary.answers == answers)
        }
    }

    @Test func `a separator typed into one answer answers no other question`() async throws {
        try await District.open { district in
            let form = [
                ("api_key", "demo"), ("service_code", "street-light"), ("lat", "34.025"), ("long", "113.815"),
                ("attribute[STATE]", "off\u{1E}KINDS\u{1D}household"),
            ]
            let before = try await district.board.stored()
            let sent = try await district.post("/open311/v2/requests.json", form)
            #expect(sent.status == 400)
            #expect(try await district.board.stored() == before)
        }
    }
}
