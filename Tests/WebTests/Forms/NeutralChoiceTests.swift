import Application
import Domain
import Foundation
import TestKit
import Testing

@testable import Web

/// A form proposes no answer that counts for or against somebody, and reads none into silence.
struct NeutralChoiceTests {
    private static let toCheck: [(Role, CaseAction, [(String, String)])] = [
        (.intake, .register, [("category", "street-light")]), (.dutyChief, .establish, []),
        (.dispatcher, .dispatch, [("unit", "CG")]), (.handlingUnit, .acknowledge, []),
        (.handlingUnit, .beginHandling, [("contact", "not_possible")]),
        (.handlingUnit, .feedBack, [("result", "solved"), ("text", "换了灯泡")]), (.intake, .askCheck, []),
    ]

    /// The options of a select, as they stand in a page.
    private static func options(of id: String, in page: String) throws -> Substring {
        let start = try #require(page.range(of: "<select id=\"\(id)\""))
        let end = try #require(page[start.upperBound...].range(of: "</select>"))
        return page[start.lowerBound..<end.lowerBound]
    }

    @Test func `a check proposes no result, and one without a result is refused at its field`() async throws {
        try await Site.open { (site: Site) async throws in
            // given
            let number = try await site.board.report().number
            for (role, action, fields) in Self.toCheck {
                let page = try await site.act(number, action, fields, as: try await site.signIn(role))
                #expect(page.status == 303, "\(role) \(action)")
            }
            let checker = try await site.signIn(.gridWorker)
            let address = "/desk/cases/\(number.rawValue)"
            let form = try await site.get(address, cookie: checker)
            let offered = try Self.options(of: "check-solved", in: form.text)
            #expect(offered.contains("required") && offered.contains("<option value=\"\">请选择</option>"))
            #expect(!offered.contains(" selected"))

            // when: nothing, an empty choice, or what is no choice
            for answer in [[], [("solved", "")], [("solved", "perhaps")]] as [[(String, String)]] {
                let page = try await site.act(number, .check, answer + [("note", "去看了")], as: checker)
                #expect(page.status == 422)
                #expect(page.text.contains("id=\"check-solved-error\">请填写是否已经解决"), "\(answer)")
                let again = try Self.options(of: "check-solved", in: page.text)
                #expect(page.text.contains("去看了") && !again.contains(" selected"))
            }

            // then: it is still to be checked
            let done = try await site.act(number, .check, [("solved", "no"), ("note", "还是不亮")], as: checker)
            #expect(done.status == 303)
        }
    }

    @Test func `a verification without a finding is refused`() async throws {
        try await Site.open { (site: Site) async throws in
            let number = try await site.board.report().number
            let asked = try await site.act(number, .askVerification, [], as: try await site.signIn(.intake))
            #expect(asked.status == 303)
            let worker = try await site.signIn(.gridWorker)
            let page = try await site.act(number, .verify, [("note", "没看到")], as: worker)
            #expect(page.status == 422 && page.text.contains("id=\"verify-real-error\">请填写情况是否属实"))
            #expect(try await site.act(number, .verify, [("real", "yes")], as: worker).status == 303)
        }
    }

    @Test func `what the catalogue answers stays proposed`() async throws {
        try await Site.open { (site: Site) async throws in
            let number = try await site.board.report().number
            for (role, action, fields) in Self.toCheck.prefix(2) {
                _ = try await site.act(number, action, fields, as: try await site.signIn(role))
            }
            let page = try await site.get("/desk/cases/\(number.rawValue)", cookie: site.signIn(.dispatcher))
            let units = try Self.options(of: "dispatch-unit", in: page.text)
            #expect(units.contains("<option value=\"CG\" selected>") && !units.contains("value=\"\""))
        }
    }

    @Test func `an outline in coordinates that nobody named is refused`() async throws {
        try await Site.open { (site: Site) async throws in
            let cookie = try await site.signIn(.administrator)
            let path = "/office/territory/border?grid=\(TestBoard.gridCodes[0])"
            let csrf = try await site.get(path, cookie: cookie).hidden("csrf")
            let fields = [
                ("csrf", csrf), ("kind", "border"), ("grid", TestBoard.gridCodes[0]),
                ("ring", "113.81, 34.02\r\n113.82, 34.02\r\n113.82, 34.03\r\n113.81, 34.03"),
                ("from", site.board.office.today.description), ("basis", "〔2026〕3号"),
            ]
            let page = try await site.post("/office/territory/drafts", fields, cookie: cookie)
            #expect(page.status == 422 && page.text.contains("请填写坐标来源"))
            #expect(page.text.contains("〔2026〕3号"))
        }
    }
}
