import Application
import Domain
import Foundation
import HTTPTypes
import HummingbirdTesting
import TestKit
import Testing
import Web

/// Policies on the pages: published, matched without sending anything, applied for, answered.
struct PolicyPageTests {
    /// Sends a form of a page, with the token that stands on it.
    private static func send(
        _ site: Site,
        _ path: String,
        _ fields: [(String, String)],
        as cookie: String
    ) async throws -> Site.Page {
        let csrf = try await site.get(path, cookie: cookie).hidden("csrf")
        return try await site.post(path, [("csrf", csrf)] + fields, cookie: cookie)
    }

    private static func fields(_ site: Site) -> [(String, String)] {
        [
            ("policy_title", "技改<补贴>"), ("summary", "设备更新补贴"), ("authority", "区政府"), ("document", "示例〔2026〕1号"),
            ("unit", "CG"), ("from", site.board.office.today.description),
            ("until", site.board.office.today.advanced(by: 9).description), ("gives", "投资额的一成"),
            ("how", "写明设备清单"), ("days", "20"),
            // Either of the first two, and the third.
            ("asks[1]", "status:high_tech"), ("words[1]", "是高新技术企业"), ("asks[2]", "age"), ("or[2]", "1"),
            ("words[2]", "成立满三年"), ("least[2]", "3"), ("asks[4]", "figure"), ("words[4]", "上年利润"),
            ("least[4]", "-20"), ("measure[4]", "万元"),
        ]
    }

    private static func open(
        _ body: @Sendable (Site, _ chief: String, _ steward: String, _ link: String) async throws -> Void
    ) async throws {
        try await Site.open { (site: Site) async throws in
            let chief = try await site.signIn(.serviceChief)
            let steward = try await site.signIn(.steward)
            let firm = [
                ("name", "南山机械有限公司"), ("kind", "enterprise"), ("long", "113.815"), ("lat", "34.025"),
                ("address", "建设路 1 号"),
            ]
            #expect(try await send(site, "/desk/firms/new", firm, as: chief).status == 303)
            let holder = site.board.staff(.steward).account.rawValue.uuidString
            let today = site.board.office.today.description
            let assign = [("act", "assign"), ("holder", holder), ("from", today)]
            #expect(try await send(site, "/desk/firms/1", assign, as: chief).status == 303)
            let letter = try await site.get("/desk/firms/1/letter", cookie: chief)
            let match = try #require(
                letter.text.firstMatch(of: /href="http:\/\/127.0.0.1:8311(\/firm\/1\/[a-z0-9]{26})"/)
            )
            try await body(site, chief, steward, String(match.1))
        }
    }

    @Test func `a policy is published in rows, shown to everybody, changed, and withdrawn`() async throws {
        try await Self.open { site, chief, steward, _ in
            // What is missing is said, and what was typed is not lost.
            let bare = Self.fields(site).filter { $0.0 != "gives" }
            let refused = try await Self.send(site, "/desk/policies/new", bare, as: chief)
            #expect(refused.status == 422 && refused.text.contains("value=\"技改&lt;补贴&gt;\""))
            #expect(refused.text.contains("value=\"是高新技术企业\"") && refused.text.contains("value=\"-20\""))
            let more = try await Self.send(
                site,
                "/desk/policies/new",
                Self.fields(site) + [("act", "more")],
                as: chief
            )
            #expect(more.status == 200 && more.text.contains("value=\"成立满三年\""))
            #expect(try await site.get("/policies/1").status == 404)
            let lost = Self.fields(site).filter { $0.0 != "asks[4]" }
            #expect(try await Self.send(site, "/desk/policies/new", lost, as: chief).status == 422)

            let published = try await Self.send(site, "/desk/policies/new", Self.fields(site), as: chief)
            #expect(published.location == "/desk/policies/1?done=1")
            let page = try await site.get("/policies/1").text
            #expect(page.contains("技改&lt;补贴&gt;") && page.contains("示例〔2026〕1号"))
            #expect(page.contains("<li>是高新技术企业（资质：高新技术企业）；或者 成立满三年（成立 至少 3 年）</li>"))
            #expect(page.contains("<li>上年利润（至少 -20 万元）</li>"))
            let list = try await site.get("/policies?q=%E6%8A%80%E6%94%B9", english: true).text
            #expect(list.contains("技改&lt;补贴&gt;") && list.contains("In force"))
            #expect(try await site.get("/policies?status=ended").text.contains("这里没有政策"))

            // The rows come back as they were.
            let form = try await site.get("/desk/policies/1/change", cookie: chief).text
            #expect(form.contains("name=\"or[2]\" value=\"1\" checked") && form.contains("value=\"万元\""))
            #expect(form.contains("value=\"\(site.board.office.today.advanced(by: 9))\""))
            let changed = Self.fields(site).map { $0.0 == "days" ? ("days", "15") : $0 } + [("changed", "时限缩短")]
            #expect(try await Self.send(site, "/desk/policies/1/change", changed, as: chief).status == 303)
            #expect(try await site.get("/policies/1").text.contains("时限缩短"))
            #expect(try await site.get("/desk/policies/1/change", cookie: steward).status == 403)
            #expect(try await site.get("/desk/policies").location == "/desk/sign-in")

            let withdrawn = try await Self.send(
                site,
                "/desk/policies/1",
                [("act", "withdraw"), ("reason", "任务完成")],
                as: chief
            )
            #expect(withdrawn.status == 303)
            #expect(try await site.get("/policies/1").text.contains("停止执行：任务完成"))
            #expect(try await site.get("/policies?status=ended").text.contains("技改"))
        }
    }

    @Test func `conditions may come in as JSON, as everybody can read them`() async throws {
        try await Self.open { site, chief, _, _ in
            let rules = #"[ { "any": [ { "words": "在本区登记", "ask": "registered" } ] } ]"#
            let fields = Self.fields(site) + [("rules", rules)]
            let wrong = Self.fields(site) + [("rules", #"[{"any":[{"ask":"income","words":"w"}]}]"#)]
            #expect(try await Self.send(site, "/desk/policies/new", wrong, as: chief).status == 422)
            #expect(try await Self.send(site, "/desk/policies/new", fields, as: chief).status == 303)

            let answer = try await site.get("/policies.json")
            let whole = try #require(
                try JSONSerialization.jsonObject(with: Data(answer.text.utf8)) as? [String: Any]
            )
            let policy = try #require((whole["policies"] as? [[String: Any]])?.first)
            #expect(policy["serial"] as? Int == 1 && policy["title"] as? String == "技改<补贴>")
            #expect(policy["until"] as? String == site.board.office.today.advanced(by: 10).description)
            let clause = try #require((policy["conditions"] as? [[String: [[String: String]]]])?.first)
            #expect(clause == ["any": [["ask": "registered", "words": "在本区登记"]]])

            // More than there are rows come back as the text that they came in as, and none is lost.
            let one = #"{"any":[{"ask":"registered","words":"在本区登记"},{"ask":"registered","words":"在本区纳税"}]}"#
            let long = "[" + Array(repeating: one, count: 15).joined(separator: ",") + "]"
            #expect(
                try await Self.send(site, "/desk/policies/new", Self.fields(site) + [("rules", long)], as: chief).status
                    == 303
            )
            let form = try await site.get("/desk/policies/2/change", cookie: chief).text
            let shown = try #require(form.firstMatch(of: /<textarea id="rules"[^>]*>([^<]*)</)).1
            #expect(shown.replacing("&quot;", with: "\"") == long && !form.contains("selected>在本区登记"))
        }
    }

    @Test func `the page on which policies are matched has nothing that could be sent`() async throws {
        try await Self.open { site, chief, _, link in
            #expect(try await Self.send(site, "/desk/policies/new", Self.fields(site), as: chief).status == 303)
            let places = [("/policies/match", nil), ("\(link)/policies", nil), ("/desk/firms/1/policies", chief)]
            for (path, cookie) in places {
                let page = try await site.get(path, cookie: cookie).text
                let main = try #require(page.range(of: "<main").map { page[$0.lowerBound...] })
                let inner = try #require(main.range(of: "</main>").map { main[..<$0.lowerBound] })
                #expect(inner.contains("是高新技术企业") && inner.contains("上年利润"))
                #expect(inner.contains("答案不会离开这台设备"))
                #expect(!inner.contains(" name=\"") && !inner.contains("action=") && !inner.contains("method="))
                #expect(!inner.contains("type=\"submit\"") && inner.contains("<button type=\"reset\">"))
                // Two lines to tick, one of which is an either-or.
                #expect(inner.matches(of: /<input type="checkbox" autocomplete="off">/).count == 2)
                #expect(page.contains("policies.js"))
            }
            // The answers' page of a firm's link leads to its own form, the public one to the policy.
            #expect(try await site.get("\(link)/policies").text.contains("href=\"\(link)/policies/1\""))
            #expect(try await site.get("/policies/match").text.contains("href=\"/policies/1\""))
            #expect(try await site.get("/firm/1/wrong/policies").status == 404)
        }
    }

    @Test func `a firm applies on its own page, its unit answers, and the firm reads it there`() async throws {
        try await Self.open { site, chief, steward, link in
            #expect(try await Self.send(site, "/desk/policies/new", Self.fields(site), as: chief).status == 303)
            let form = try await site.get("\(link)/policies/1").text
            #expect(form.contains("不会记下") && form.contains("20 个工作日") && !form.contains("name=\"consent\""))
            let bare = try await site.post("\(link)/policies/1", [("text", "更新设备<两台>")])
            #expect(bare.status == 422 && bare.text.contains("更新设备&lt;两台&gt;"))
            let sent = try await site.post("\(link)/policies/1", [("kind", "application"), ("text", "更新设备<两台>")])
            #expect(sent.location == "\(link)?done=1#policies")
            let twice = try await site.post("\(link)/policies/1", [("kind", "application"), ("text", "又来")])
            #expect(twice.status == 409 && twice.text.contains("已经申请"))
            #expect(try await site.post("/firm/1/wrong/policies/1", [("kind", "question")]).status == 404)
            #expect(try await site.get(link).text.contains("更新设备&lt;两台&gt;"))

            let unit = try await site.signIn(.handlingUnit)
            #expect(try await site.get("/desk/policies", cookie: unit).text.contains("南山机械有限公司"))
            let path = "/desk/policies/requests/1"
            let silent = [("act", "not_granted"), ("answer_ground", " ")]
            #expect(try await Self.send(site, path, silent, as: unit).status == 422)
            let answered = [("act", "not_granted"), ("answer_ground", "不在<本区>登记")]
            #expect(try await Self.send(site, path, answered, as: unit).status == 303)
            #expect(try await site.get(path, cookie: steward).text.contains("不在&lt;本区&gt;登记"))
            #expect(try await site.get(link).text.contains("不在&lt;本区&gt;登记"))
            let firm = try await site.get("/desk/firms/1", cookie: steward).text
            #expect(firm.contains("/desk/policies/requests/1") && firm.contains("不予"))
            #expect(try await site.get("/policies/1").text.contains("<td role=\"cell\" class=\"number\">"))

            // Taken back by the firm before anybody has answered.
            let question = [("kind", "question"), ("text", "为什么？")]
            #expect(try await site.post("\(link)/policies/1", question).status == 303)
            let back = try await site.post(link, [("act", "take_request_back"), ("request", "2")])
            #expect(back.location == "\(link)?done=1#policies")
            #expect(try await site.get(link).text.contains("企业已撤回"))
        }
    }

    @Test func `a steward sends it with the firm's consent, and passing on goes to the other unit`() async throws {
        try await Self.open { site, chief, steward, _ in
            #expect(try await Self.send(site, "/desk/policies/new", Self.fields(site), as: chief).status == 303)
            let path = "/desk/firms/1/policies/1"
            let fields = [("kind", "question"), ("text", "要交什么材料？")]
            let without = try await Self.send(site, path, fields, as: steward)
            #expect(without.status == 422 && without.text.contains("要交什么材料？") && without.text.contains("先征得企业同意"))
            let sent = try await Self.send(site, path, fields + [("consent", "1")], as: steward)
            #expect(sent.location == "/desk/policies/requests/1?done=1")

            let unit = try await site.signIn(.handlingUnit)
            let page = try await site.get("/desk/policies/requests/1", cookie: unit).text
            #expect(page.contains("工作人员代交，企业已同意") && page.contains("id=\"explained\""))
            #expect(!page.contains("id=\"granted\""))
            let other = try #require(page.firstMatch(of: /id="pass_on-pass_to"[\s\S]*?<option value="([A-Za-z-]+)"/)).1
            let pass = [("act", "pass_on"), ("pass_to", String(other)), ("reason", "归他们办")]
            let passed = try await Self.send(site, "/desk/policies/requests/1", pass, as: unit)
            #expect(passed.location == "/desk/policies/requests?done=1")
            let seen = try await site.get("/desk/policies/requests/1", cookie: chief).text
            #expect(seen.contains("归他们办"))
            #expect(try await site.get("/desk/policies", cookie: unit).text.contains("没有申请或咨询"))
        }
    }

    @Test func `the form of a visit offers the policies that are in force`() async throws {
        try await Self.open { site, chief, steward, link in
            let none = try await site.get("/desk/firms/1/visit", cookie: steward).text
            #expect(!none.contains("name=\"explained\"") && none.contains("name=\"policy\""))
            #expect(try await Self.send(site, "/desk/policies/new", Self.fields(site), as: chief).status == 303)
            let fields = [
                ("outcome", "visited"), ("minutes", "30"), ("explained", "1"), ("policy", "上级的政策"),
                ("on", site.board.office.today.description),
            ]
            let sent = try await Self.send(site, "/desk/firms/1/visit", fields, as: steward)
            #expect(sent.status == 303)
            let path = try #require(sent.location.split(separator: "?").first.map(String.init))
            let page = try await site.get(path, cookie: steward).text
            #expect(page.contains("技改&lt;补贴&gt;\n上级的政策"))
            #expect(try await site.get(link).text.contains("技改&lt;补贴&gt;\n上级的政策"))
        }
    }
}

/// The browser's script decides as the server's rules do.
struct PolicyScriptTests {
    private static let node = "/usr/bin/node"

    /// Says so where there is none; the browser tests then still try it.
    private static let isThere: Bool = {
        if FileManager.default.fileExists(atPath: node) { return true }
        FileHandle.standardError.write(Data("NOTE: node is not installed; the policies' script is not tried.\n".utf8))
        return false
    }()

    @Test(.enabled(if: isThere)) func `the script gives the vectors' results`() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..").standardizedFileURL
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: Self.node)
        process.arguments = [
            "Tests/Vectors/check_policies.mjs", "Sources/Web/Resources/policies.js", "Tests/Vectors/policies.json",
        ].map { root.appending(path: $0).path }
        process.standardOutput = output
        try process.run()
        let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()

        #expect(process.terminationStatus == 0 && said.hasSuffix("39 right\n"), "\(said)")
    }
}
