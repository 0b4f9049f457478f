import Application
import Domain
import HTTPTypes
import Store
import TestKit
import Testing

@testable import Web

/// The case as one page: several units, parts, what has changed, and the forms to print.
struct SharedPageTests {
    private static let commands: [(CaseAction, Role, [(String, String)])] = [
        (.register, .intake, [("category", "street-light")]), (.establish, .dutyChief, [("note", "条件具备")]),
    ]

    /// Signs everybody in whom a test needs, and takes a case to its dispatch.
    private struct Desk {
        let site: Site
        let receipt: Receipt
        var cookies: [Role: String] = [:]

        static func open(_ site: Site) async throws -> Desk {
            var desk = Desk(site: site, receipt: try await site.board.report("路灯坏了，树下有垃圾"))
            for role in [Role.intake, .dutyChief, .dispatcher, .handlingUnit, .gridWorker, .leader] {
                desk.cookies[role] = try await site.signIn(role)
            }
            for (action, role, fields) in commands {
                #expect(try await desk.act(action, role, fields).status == 303)
            }
            return desk
        }

        func act(_ action: CaseAction, _ role: Role, _ fields: [(String, String)]) async throws -> Site.Page {
            try await site.act(receipt.number, action, fields, as: cookie(role))
        }

        func page(_ role: Role, english: Bool = false) async throws -> Site.Page {
            try await site.get("/desk/cases/\(receipt.number.rawValue)", cookie: cookie(role), english: english)
        }

        func slip() async throws -> Site.Page {
            try await site.get("/r/\(receipt.number.rawValue)/\(receipt.secret)")
        }

        func cookie(_ role: Role) throws -> String { try #require(cookies[role]) }
    }

    @Test func `units that assist are ticked when a case is dispatched, and stand on its page and in their queue`()
        async throws
    {
        try await Site.open { site in
            let desk = try await Desk.open(site)
            let sent = try await desk.act(
                .dispatch,
                .dispatcher,
                [("unit", "HW"), ("assistants", "CG"), ("opinion", "一起办")]
            )
            #expect(sent.status == 303)

            // The desk reads what was said among the units, the reporter who it is.
            let page = try await desk.page(.dispatcher)
            #expect(page.text.contains("一起办的单位") && page.text.contains("<b>城管局</b> · 协办 · 等待签收"))
            #expect(page.text.contains("<blockquote>一起办</blockquote>"))
            let slip = try await desk.slip()
            #expect(slip.text.contains("<b>城管局</b> · 协办") && !slip.text.contains("一起办</blockquote>"))
            #expect(slip.text.contains("结案以前还要等：城管局"))
            // The assisting unit finds it, and answers.
            let queue = try await site.get("/desk", cookie: desk.cookie(.handlingUnit))
            #expect(queue.text.contains("协办和吹哨") && queue.text.contains(desk.receipt.number.rawValue))
            #expect(try await desk.act(.acknowledgeAssistance, .handlingUnit, []).status == 303)
            let answer = [("result", "solved"), ("text", "已配合疏导")]
            #expect(try await desk.act(.answerAssistance, .handlingUnit, answer).status == 303)
            #expect(try await desk.page(.dispatcher).text.contains("已反馈：已解决"))
            #expect(!(try await desk.slip()).text.contains("已配合疏导"))
        }
    }

    @Test func `the lead unit is asked why it does not wait, in the form that was not taken`() async throws {
        try await Site.open { site in
            let desk = try await Desk.open(site)
            _ = try await desk.act(.dispatch, .dispatcher, [("unit", "CG"), ("assistants", "HW")])
            _ = try await desk.act(.acknowledge, .handlingUnit, [])
            _ = try await desk.act(.beginHandling, .handlingUnit, [("contact", "not_possible")])
            let fields = [("result", "solved"), ("text", "换了灯泡")]
            let refused = try await desk.act(.feedBack, .handlingUnit, fields)
            #expect(refused.status == 409 && refused.text.contains("协办单位还没有反馈"))
            #expect(refused.text.contains("id=\"feed_back-exception-error\"") && refused.text.contains("换了灯泡"))
            let stated = try await desk.act(.feedBack, .handlingUnit, fields + [("exception", "环卫已口头答复")])
            #expect(stated.status == 303)
            #expect(try await desk.page(.intake).text.contains("没有等协办单位，理由：环卫已口头答复"))
            #expect(!(try await desk.slip()).text.contains("环卫已口头答复"))
        }
    }

    @Test func `a whistle is blown, refused and decided on the page`() async throws {
        try await Site.open { site in
            let desk = try await Desk.open(site)
            let blow = [("listed_ground", "joint_enforcement"), ("units", "CG"), ("units", "HW"), ("task", "到场整治")]
            #expect(try await desk.act(.blowWhistle, .dispatcher, blow).status == 303)
            let none = try await desk.act(.blowWhistle, .dispatcher, [("listed_ground", "emergency"), ("task", "来")])
            #expect(none.status == 422 && none.text.contains("id=\"blow_whistle-units-error\""))
            let refuse = [("listed_ground", "no_power"), ("note", "无执法权")]
            #expect(try await desk.act(.refuseCall, .handlingUnit, refuse).status == 303)
            // The leader is named, and finds it in the queue.
            let queue = try await site.get("/desk", cookie: desk.cookie(.leader))
            #expect(queue.text.contains("不应哨，等待上一级决定"))
            #expect(try await desk.page(.leader).text.contains("由职员 leader决定"))
            let again = [("unit", "CG"), ("note", "清单第三项")]
            #expect(try await desk.act(.callAgain, .leader, again).status == 303)
            #expect(try await desk.act(.acceptCall, .handlingUnit, []).status == 303)
            #expect(try await desk.act(.arrive, .handlingUnit, [("note", "到场三人")]).status == 303)
            #expect(try await desk.act(.reportAction, .handlingUnit, [("text", "已拆除")]).status == 303)
            let rate = [("unit", "CG"), ("rating", "done"), ("note", "")]
            #expect(try await desk.act(.rateCall, .dispatcher, rate).status == 303)
            let slip = try await desk.slip()
            #expect(slip.text.contains("<b>城管局</b> · 吹哨 · 已评价：已办好"))
            #expect(slip.text.contains("<b>环卫中心</b> · 吹哨 · 已吹哨，等待应哨"))
            #expect(!slip.text.contains("无执法权") && !slip.text.contains("清单第三项"))
        }
    }

    @Test func `the slip of the whole shows every part, and the part says what it is a part of`() async throws {
        try await Site.open { site in
            let desk = try await Desk.open(site)
            let split = [("category", "waste"), ("text", "树下的垃圾")]
            #expect(try await desk.act(.split, .intake, split).status == 303)
            let number = desk.receipt.number
            let part = try #require(try await site.board.office.caseView(number, as: .system)?.parts.first).number
            let slip = try await desk.slip()
            #expect(slip.text.contains("这一件的各部分") && slip.text.contains("href=\"/cases/\(part.rawValue)\""))
            #expect(slip.text.contains("共 1 个部分，还有 1 个在办"))
            let page = try await site.get("/cases/\(part.rawValue)")
            #expect(page.text.contains("这一件是拆出来的") && page.text.contains("href=\"/cases/\(number.rawValue)\""))
        }
    }

    @Test(arguments: PrintedForm.allCases)
    func `every form prints what is on record, and blanks where nothing happened`(form: PrintedForm) async throws {
        try await Site.open { site in
            let desk = try await Desk.open(site)
            let address = "/desk/cases/\(desk.receipt.number.rawValue)/print/\(form.rawValue)"
            let early = try await site.get(address, cookie: desk.cookie(.intake))
            #expect(early.status == 200 && early.text.contains(desk.receipt.number.rawValue))
            #expect(early.text.contains("经办人（签字）") && early.headers[.cacheControl] == "no-store")
            // A case that is established and no more has everything of one form only.
            #expect(early.text.contains("<td></td>") == (form != .establishment))

            // when: the whole way
            _ = try await desk.act(.dispatch, .dispatcher, [("unit", "CG"), ("assistants", "HW"), ("opinion", "速办")])
            for (action, role, fields) in [
                (CaseAction.acknowledge, Role.handlingUnit, [(String, String)]()),
                (.beginHandling, .handlingUnit, [("contact", "not_possible")]),
                (.feedBack, .handlingUnit, [("result", "solved"), ("text", "换了灯泡"), ("exception", "等不及")]),
                (.askCheck, .intake, []), (.check, .gridWorker, [("solved", "yes"), ("note", "亮了")]),
                (.close, .dutyChief, [("reply", "已修好，谢谢")]),
            ] {
                #expect(try await desk.act(action, role, fields).status == 303)
            }
            let late = try await site.get(address, cookie: desk.cookie(.intake)).text
            let filled: [PrintedForm: [String]] = [
                .registration: ["路灯坏了，树下有垃圾", "建设路 1 号", "职员 intake"],
                .establishment: ["条件具备", "职员 duty_chief", "城管局"],
                .dispatch: ["城管局", "速办", "环卫中心", "职员 dispatcher"],
                .handlingReply: ["换了灯泡", "已解决", "等不及", "环卫中心（不再需要）"],
                .check: ["换了灯泡", "职员 intake"], .result: ["亮了", "已修好，谢谢", "职员 grid_worker"],
                .verification: ["<td></td>"], .verificationReply: ["<td></td>"],
            ]
            for words in filled[form] ?? ["?"] { #expect(late.contains(words), "\(form) \(words)") }

            // Not for those who may not see the case, nor under another name.
            #expect(try await site.get(address).status == 303)
            #expect(try await site.get(address + "x", cookie: desk.cookie(.intake)).status == 404)
            let list = try await desk.page(.intake)
            #expect(list.text.contains("href=\"\(address)\""))
        }
    }

    @Test func `the top says whose move it is, until when and what comes next, in both languages`() async throws {
        try await Site.open { site in
            let desk = try await Desk.open(site)
            let page = try await desk.page(.dispatcher)
            #expect(page.text.contains("<dt>现在由谁办</dt><dd>派遣员</dd>"))
            #expect(page.text.contains("<dt>接下来</dt><dd>派给承办单位。</dd>"))
            let english = try await desk.page(.dispatcher, english: true)
            #expect(english.text.contains("<dt>What next</dt><dd>It is sent to the unit that handles it.</dd>"))
            #expect(!english.text.contains("web.") && !english.text.contains("shared."))
        }
    }

    @Test func `grades are words, and an unhappy one with its ground comes back to the office`() async throws {
        try await Site.open { site in
            let board = site.board
            let receipt = try await board.report()
            try await board.close(receipt.number)
            let path = "/r/\(receipt.number.rawValue)/\(receipt.secret)"
            let slip = try await site.get(path)
            for word in ["非常满意", "满意", "基本满意", "不满意", "非常不满意"] {
                #expect(slip.text.contains(">\(word)</option>"))
            }
            let bare = try await site.post(path, [("action", "rate"), ("stars", "1"), ("comment", "")])
            #expect(bare.status == 422 && bare.text.contains("id=\"rate-comment-error\""))
            let said = try await site.post(path, [("action", "rate"), ("stars", "1"), ("comment", "灯又灭了")])
            #expect(said.status == 303)
            let view = try #require(try await board.office.caseView(receipt.number, as: .system))
            #expect(view.stage.name == .contested && view.file.rating == 1 && view.awaits == .intake)
        }
    }
}

/// Changes of words, piece by piece.
struct WordDiffTests {
    @Test func `what is the same stays, what is gone stands before what is new`() {
        #expect(
            WordDiff(from: "建设路 1 号", to: "建设路 12 号").pieces == [
                .same("建设路 "), .gone("1"), .new("12"), .same(" 号"),
            ]
        )
        #expect(WordDiff(from: "北京路东口", to: "北京路西口").pieces == [.same("北京路"), .gone("东"), .new("西"), .same("口")])
        #expect(WordDiff(from: "同样", to: "同样").pieces == [.same("同样")])
    }

    @Test func `a text of which little is left gives way as a whole`() {
        #expect(WordDiff(from: "路灯不亮", to: "暴露垃圾").pieces == [.gone("路灯不亮"), .new("暴露垃圾")])
        #expect(WordDiff(from: "", to: "新").pieces == [.gone(""), .new("新")])
    }

    @Test func `both texts can be read back from the pieces`() {
        for (old, new) in [("a b c", "a c d"), ("莲城大道与文峰路口", "莲城大道、文峰路口南"), ("x1 y2", "x1 y3")] {
            let pieces = WordDiff(from: old, to: new).pieces
            func text(_ isIn: (WordDiff.Piece) -> String?) -> String { pieces.compactMap(isIn).joined() }
            #expect(text { if case .new = $0 { nil } else { $0.text } } == old)
            #expect(text { if case .gone = $0 { nil } else { $0.text } } == new)
        }
    }
}

extension WordDiff.Piece {
    fileprivate var text: String {
        switch self {
        case .same(let text), .gone(let text), .new(let text): text
        }
    }
}
