import Application
import Domain
import Foundation
import HTTPTypes
import TestKit
import Testing
import Web

/// The page on which two administrators erase, and what is shown afterwards.
struct ErasurePageTests {
    private func secondAdministrator(_ site: Site) async throws -> String {
        let office = site.board.office
        let account: ID<Account> = office.world.newID(at: office.now)
        let grant = Account.Grant(
            signInName: "second",
            displayName: "第二人",
            roles: [.administrator],
            scope: .district
        )
        try await office.change(.open(grant), on: account, by: .system)
        try await office.setPassword(TestBoard.password, for: account)
        let answer = try await site.post("/desk/sign-in", [("name", "second"), ("password", TestBoard.password)])
        return String(try #require(answer.headers[.setCookie]?.prefix { $0 != ";" }))
    }

    @Test func `one asks, another types the number and approves, and every page says that it is gone`() async throws {
        try await Site.open { (site: Site) async throws in
            let receipt = try await site.board.report("说过的秘密")
            let number = receipt.number.rawValue
            try await site.board.close(receipt.number)
            let (first, second) = (try await site.signIn(.administrator), try await secondAdministrator(site))
            #expect(try await site.get("/office/erasures").location == "/desk/sign-in")
            #expect(try await site.get("/office/erasures", cookie: site.signIn(.intake)).status == 403)
            #expect(try await site.get("/office", cookie: first).text.contains("href=\"/office/erasures\""))

            // Without a basis nothing is asked, and what was typed is kept.
            let empty = try await site.get("/office/erasures", cookie: first, english: true)
            #expect(empty.text.contains("No request waits"))
            let csrf = try empty.hidden("csrf")
            let without = try await site.post(
                "/office/erasures",
                [("csrf", csrf), ("number", number), ("basis", "")],
                cookie: first
            )
            #expect(without.status == 422 && without.text.contains("value=\"\(number)\""))
            let asked = try await site.post(
                "/office/erasures",
                [("csrf", csrf), ("number", number.lowercased()), ("basis", "PIPL-47-1-3")],
                cookie: first
            )
            #expect(asked.status == 303)

            // Whoever has asked sees no button to approve.
            let own = try await site.get("/office/erasures", cookie: first, english: true)
            #expect(!own.text.contains("value=\"approve\"") && own.text.contains("Take the request back"))
            let page = try await site.get("/office/erasures", cookie: second, english: true)
            #expect(page.text.contains("value=\"approve\"") && page.text.contains("PIPL Art. 47") == true)
            let target = try #require(page.text.firstMatch(of: /action="(\/office\/erasures\/[0-9a-f-]+)"/)?.1)
            let other = try await site.get("/office/erasures", cookie: second).hidden("csrf")
            let wrong = try await site.post(
                String(target),
                [("csrf", other), ("number", number.replacing("0000", with: "0001")), ("act", "approve")],
                cookie: second
            )
            #expect(wrong.status == 422)
            #expect(try await site.get("/r/\(number)/\(receipt.secret)").status == 200)
            let mine = try await site.post(
                String(target),
                [("csrf", csrf), ("number", number), ("act", "approve")],
                cookie: first
            )
            #expect(mine.status == 403)
            let done = try await site.post(
                String(target),
                [("csrf", other), ("number", number), ("act", "approve")],
                cookie: second
            )
            #expect(done.status == 303)

            for path in ["/r/\(number)/\(receipt.secret)", "/cases/\(number)"] {
                let gone = try await site.get(path, english: true)
                #expect(gone.status == 410, "\(path)")
                #expect(gone.text.contains("The content was erased.") && gone.text.contains("withdrawn consent"))
                #expect(!gone.text.contains("秘密") && !gone.text.contains("web.") && !gone.text.contains("erasure."))
            }
            #expect(try await site.get("/desk/cases/\(number)", cookie: site.signIn(.intake)).status == 410)
            let list = try await site.get("/office/erasures", cookie: first)
            #expect(list.text.contains("已删除") && list.text.contains(number) && !list.text.contains("秘密"))
            #expect(try await site.get("/r/\(number)/wrong").status == 404)
        }
    }

    @Test func `a volunteer's name goes, with the record in its place`() async throws {
        try await Site.open { (site: Site) async throws in
            let community = Actor.staff(site.board.staff(.community))
            _ = try await site.board.office.join("槐花大姐", unit: UnitCode(parsing: "411002001"), by: community)
            let (first, second) = (try await site.signIn(.administrator), try await secondAdministrator(site))
            let csrf = try await site.get("/office/erasures", cookie: first).hidden("csrf")
            func ask(_ number: String) async throws -> Site.Page {
                let form = [("csrf", csrf), ("kind", "volunteer"), ("number", number), ("basis", "PIPL-47-1-3")]
                return try await site.post("/office/erasures", form, cookie: first)
            }
            // What was chosen and typed is there again.
            let wrong = try await ask("九")
            #expect(wrong.status == 422 && wrong.text.contains("<option value=\"volunteer\" selected>"))
            #expect(try await ask("9").status == 404)
            #expect(try await ask("1").status == 303)
            #expect(try await ask("1").status == 409)

            let page = try await site.get("/office/erasures", cookie: second, english: true)
            #expect(page.text.contains("<a href=\"/volunteers/1\">volunteer 1</a>") && !page.text.contains("槐花"))
            let target = try #require(page.text.firstMatch(of: /action="(\/office\/erasures\/[0-9a-f-]+)"/)?.1)
            let other = try page.hidden("csrf")
            let form = [("csrf", other), ("kind", "volunteer"), ("number", "1"), ("act", "approve")]
            #expect(try await site.post(String(target), form, cookie: second).status == 303)

            let list = try await site.get("/volunteers", cookie: site.signIn(.community))
            #expect(list.text.contains("已删除") && !list.text.contains("槐花"))
            #expect(try await site.get("/volunteers/1", cookie: site.signIn(.community)).text.contains("已删除"))
            let done = try await site.get("/office/erasures", cookie: first)
            #expect(done.text.contains("<a href=\"/volunteers/1\">志愿者 1</a>"))
        }
    }
}
