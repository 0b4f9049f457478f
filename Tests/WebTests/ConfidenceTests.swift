import Application
import Domain
import TestKit
import Testing
import Web

/// The pages of a confidential report, and of who has looked at contact data, in both languages.
struct ConfidenceTests {
    @Test func `a confidential report is on no public page, and its own page says what confidence means`() async throws
    {
        try await Site.open { (site: Site) async throws in
            // given
            let form = try await site.get("/report", english: true)
            #expect(
                form.text.contains("name=\"confidential\"")
                    && form.text.contains("<option value=\"unit:CG\">City Management")
            )
            let sent = try await site.post(
                "/report",
                [
                    ("category", "street-light"), ("grid", TestBoard.gridCodes[0]), ("text", "局里老王收钱"),
                    ("confidential", "yes"), ("about", "unit:CG"), ("contact_phone", "13988887777"),
                ]
            )
            #expect(sent.status == 303)
            let number = String(sent.location.split(separator: "/")[1])

            // then
            #expect(try await site.get("/cases/\(number)").status == 404)
            #expect(try await !site.get("/grids/\(TestBoard.gridCodes[0])").text.contains(number))
            let slip = try await site.get(sent.location)
            #expect(slip.text.contains("保密件") && slip.text.contains("局里老王收钱"))
            #expect(slip.text.contains("还没有人看过您的联系方式"))
            let unit = try await site.signIn(.handlingUnit)
            #expect(try await site.get("/desk/cases/\(number)", cookie: unit).status == 404)
            #expect(try await !site.get("/desk/cases?q=%E8%80%81%E7%8E%8B", cookie: unit).text.contains(number))
            let dispatcher = try await site.signIn(.dispatcher)
            #expect(try await site.get("/desk/cases?q=%E8%80%81%E7%8E%8B", cookie: dispatcher).text.contains(number))

            // when: somebody looks
            let intake = try await site.signIn(.intake)
            let matter = try CaseNumber(parsing: number)
            let desk = try await site.get("/desk/cases/\(number)", cookie: intake)
            #expect(desk.text.contains("报告人会看到这句话"))
            let looked = try await site.act(matter, .readContact, [("reason", "回拨核实")], as: intake)
            #expect(looked.text.contains("13988887777"))

            // then the reporter reads when, as what and why, and no name
            for english in [false, true] {
                let after = try await site.get(sent.location, english: english)
                #expect(after.text.contains("回拨核实") && !after.text.contains("职员 intake"))
                #expect(after.text.contains(english ? "looked at 1 times" : "被看过 1 次"))
                #expect(after.text.contains("<span class=\"who\">\(english ? "intake clerk" : "受理员")</span>"))
            }
        }
    }

    @Test
    func `a confidential report that names people of an unknown place asks for the place, and keeps what was typed`()
        async throws
    {
        try await Site.open { (site: Site) async throws in
            let refused = try await site.post(
                "/report",
                [("category", "waste"), ("address", "某处"), ("text", "x"), ("about", "grid")]
            )
            #expect(refused.status == 422 && refused.text.contains("id=\"place-error\""))
            #expect(refused.text.contains("<option value=\"grid\" selected>"))
            let nobody = [("category", "waste"), ("address", "某处"), ("text", "x"), ("about", "unit:NONE")]
            #expect(try await site.post("/report", nobody).status == 404)
        }
    }
}
