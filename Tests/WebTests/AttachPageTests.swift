import Application
import Domain
import TestKit
import Testing

@testable import Web

/// Cases that are made a part of another later, and confidence that is given or lifted later, on their pages.
struct AttachPageTests {
    private static let recused = [("confidence", "yes"), ("recused", "CG"), ("reason", "来电反映该单位")]

    /// Two registered cases of the same place.
    private static func two(_ site: Site) async throws -> (whole: CaseNumber, part: CaseNumber) {
        let intake = try await site.signIn(.intake)
        let numbers = (try await site.board.report().number, try await site.board.report("树下有垃圾").number)
        for number in [numbers.0, numbers.1] {
            let page = try await site.act(number, .register, [("category", "street-light")], as: intake)
            #expect(page.status == 303)
        }
        return numbers
    }

    @Test func `a case is attached with its ground, both pages say so, and it can be detached`() async throws {
        try await Site.open { (site: Site) async throws in
            let (whole, part) = try await Self.two(site)
            let intake = try await site.signIn(.intake)
            // Without a ground, to what is no number, and to itself.
            let bare = try await site.act(part, .attach, [("number", whole.rawValue), ("reason", "")], as: intake)
            #expect(bare.status == 422 && bare.text.contains("id=\"attach-reason-error\""))
            let nowhere = [("number", "街口"), ("reason", "一处的事")]
            let refused = try await site.act(part, .attach, nowhere, as: intake)
            #expect(refused.status == 422 && refused.text.contains("value=\"街口\""))
            let itself = [("number", part.rawValue), ("reason", "一处的事")]
            #expect(try await site.act(part, .attach, itself, as: intake).status == 404)

            let sent = [("number", whole.rawValue), ("reason", "同一根灯杆")]
            #expect(try await site.act(part, .attach, sent, as: intake).status == 303)

            let page = try await site.get("/cases/\(part.rawValue)")
            #expect(page.text.contains("这一件已挂接到另一件") && page.text.contains("href=\"/cases/\(whole.rawValue)\""))
            let english = try await site.get("/cases/\(whole.rawValue)", english: true)
            #expect(english.text.contains("The parts of this case") && english.text.contains("became a part"))
            // The ground is for colleagues.
            let desk = try await site.get("/desk/cases/\(part.rawValue)", cookie: intake)
            #expect(desk.text.contains("同一根灯杆") && !page.text.contains("同一根灯杆"))

            #expect(try await site.act(part, .detach, [("reason", "不是一根")], as: intake).status == 303)
            #expect(try await !site.get("/cases/\(part.rawValue)").text.contains("已挂接到另一件，"))
            #expect(try await !site.get("/cases/\(whole.rawValue)").text.contains("这一件的各部分"))
        }
    }

    @Test func `confidence is given and lifted later, and whom it is about sees nothing meanwhile`() async throws {
        try await Site.open { (site: Site) async throws in
            let number = try await Self.two(site).whole
            let chief = try await site.signIn(.dutyChief)
            let unit = try await site.signIn(.handlingUnit)
            let address = "/desk/cases/\(number.rawValue)"
            // Another unit's, so not for these eyes; that there is such a case is no secret.
            #expect(try await site.get(address, cookie: unit).status == 403)
            let form = try await site.get(address, cookie: chief)
            #expect(form.text.contains("name=\"recused\" value=\"CG\"") && form.text.contains("这个网格今天的岗位人员"))
            #expect(!form.text.contains("value=\"no\""))
            let bare = try await site.act(number, .recuse, [("confidence", "yes"), ("reason", " ")], as: chief)
            #expect(bare.status == 422 && bare.text.contains("id=\"recuse-reason-error\""))
            let empty = try await site.act(number, .recuse, [("reason", "没有选")], as: chief)
            #expect(empty.status == 422 && empty.text.contains("id=\"recuse-confidence-error\""))

            #expect(try await site.act(number, .recuse, Self.recused, as: chief).status == 303)

            #expect(try await site.get(address, cookie: unit).status == 404)
            #expect(try await site.get("/cases/\(number.rawValue)").status == 404)
            let page = try await site.get(address, cookie: chief)
            #expect(page.text.contains("回避：城管局") && page.text.contains("来电反映该单位"))
            #expect(page.text.contains("name=\"recused\" value=\"CG\" checked"))
            // Whoever may not has no such form.
            #expect(try await !site.get(address, cookie: site.signIn(.intake)).text.contains("value=\"recuse\""))

            let lifted = [("confidence", "no"), ("reason", "查明不涉及")]
            #expect(try await site.act(number, .recuse, lifted, as: chief).status == 303)
            #expect(try await site.get("/cases/\(number.rawValue)").status == 200)
            #expect(try await site.get(address, cookie: unit).status == 403)
            #expect(try await !site.get("/cases/\(number.rawValue)").text.contains("查明不涉及"))
        }
    }
}
