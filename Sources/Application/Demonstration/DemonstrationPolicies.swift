import Domain
import Store

/// Invented policies with conditions of every kind, and what firms have asked of them in the last months.
///
/// Titles and numbers say that they are invented: somebody may take a policy for a real one sooner than a pothole.
struct DemonstrationPolicies: Sendable {
    let office: Office
    let staffing: DemonstrationOffice.Staffing
    let service: DemonstrationFirms.Service

    private typealias Bounds = PolicyCondition.Bounds

    /// `lasts`: days from the first one; nil where it has no last day.
    private struct Plan {
        var title: String
        var summary: String
        var lead: String
        var begins: Int
        var lasts: Int?
        var gives: String
        var days: Int
        var conditions: [[PolicyCondition]]
    }

    private static func plans() throws -> [Plan] {
        let here = PolicyCondition("在本区登记注册", .registered)
        let honest = PolicyCondition("现在被列入严重失信名单", .statement(false))
        func industry(_ code: String, _ words: String) throws -> PolicyCondition {
            PolicyCondition(words, .industry(try CategoryCode(parsing: code)))
        }
        return [
            Plan(
                title: "设备更新补助（虚构）",
                summary: "补助工业企业更新生产设备。",
                lead: "CG",
                begins: -150,
                lasts: 365,
                gives: "按设备投资额的百分之十补助，最多一百万元。",
                days: 20,
                conditions: [
                    [here], [PolicyCondition("属于企业", .kind(.enterprise))],
                    [
                        try industry("equipment", "从事装备制造"), try industry("materials", "从事新材料"),
                        PolicyCondition("是规模以上企业", .status(.aboveScale)),
                    ],
                    [PolicyCondition("今年设备投资额", .figure(Bounds(least: 200), unit: "万元"))], [honest],
                ]
            ),
            Plan(
                title: "高新技术企业首次认定奖励（虚构）",
                summary: "奖励第一次认定为高新技术企业的单位。",
                lead: "SZ",
                begins: -120,
                lasts: nil,
                gives: "一次性奖励二十万元。",
                days: 15,
                conditions: [
                    [here], [PolicyCondition("现在持有高新技术企业证书", .status(.highTech))],
                    [PolicyCondition("本次是第一次认定", .statement(true))],
                ]
            ),
            Plan(
                title: "科技型中小企业研发券（虚构）",
                summary: "给科技型中小企业买研发服务用的券。",
                lead: "SZ",
                begins: -90,
                lasts: 300,
                gives: "每年最多五万元的研发服务券。",
                days: 10,
                conditions: [
                    [here], [PolicyCondition("在科技型中小企业名录里", .status(.techSME))],
                    [PolicyCondition("从业人员不超过五百人", .persons(Bounds(most: 500)))],
                    [PolicyCondition("上年研发费用", .figure(Bounds(least: 30), unit: "万元"))],
                ]
            ),
            Plan(
                title: "小店门前环境改造帮扶（虚构）",
                summary: "帮门店和个体工商户改造门前环境。",
                lead: "HW",
                begins: -100,
                lasts: 200,
                gives: "免费设计，改造费用补一半，最多三千元。",
                days: 7,
                conditions: [
                    [here],
                    [
                        PolicyCondition("属于门店", .kind(.shop)),
                        PolicyCondition("属于个体工商户", .kind(.soleTrader)),
                    ], [PolicyCondition("开业满一年", .age(Bounds(least: 1)))],
                ]
            ),
            Plan(
                title: "新办企业场地租金补贴（虚构）",
                summary: "给成立三年以内的企业补贴租金。",
                lead: "CG",
                begins: -60,
                lasts: 180,
                gives: "每月租金补三成，最多补十二个月。",
                days: 15,
                conditions: [
                    [here], [PolicyCondition("成立不超过三年", .age(Bounds(most: 3)))],
                    [PolicyCondition("从业人员三到一百人", .persons(Bounds(least: 3, most: 100)))], [honest],
                ]
            ),
            Plan(
                title: "节能改造贴息（虚构，已到期）",
                summary: "给节能改造贷款贴息。",
                lead: "CG",
                begins: -170,
                lasts: 120,
                gives: "贴息两个百分点。",
                days: 20,
                conditions: [[here], [try industry("environment", "从事节能环保")], [honest]]
            ),
        ]
    }

    /// Which policy, which firm, how many days before the end, and what becomes of it.
    private enum End: Sendable {
        case open
        case granted
        case notGranted(String)
        case explained(String)
        case passedOn
        case takenBack
    }

    private static let requests:
        [(policy: Int, firm: Int, ago: Int, kind: PolicyRequest.Kind, words: String, end: End)] = [
            (1, 3, 110, .application, "今年换了两条生产线，想申请补助。", .granted),
            (1, 17, 95, .application, "新买了三台数控机床。", .notGranted("投资额的发票不在今年，不符合第四条。")),
            (4, 40, 80, .application, "门头破了，想改一下。", .granted),
            (2, 12, 70, .question, "证书去年到期又重新认定的，算不算第一次？", .explained("不算，这项奖励只给第一次认定的单位。")),
            (3, 25, 60, .application, "研发费用已经审计，想领研发券。", .granted),
            (2, 31, 45, .application, "今年第一次认定。", .granted),
            (5, 52, 30, .application, "成立一年，租了二百平方米。", .passedOn),
            (4, 61, 21, .question, "外墙刷漆算不算门前环境？", .explained("算，先拍照片再动工。")),
            (1, 74, 12, .application, "更新环保设备。", .takenBack), (3, 88, 9, .application, "想领研发券。", .open),
            (5, 97, 6, .application, "刚租下厂房。", .open), (2, 105, 2, .question, "材料交到哪里？", .open),
        ]

    /// - Throws: ``Fault``; a refusal here is a fault of the plan and is thrown as it is.
    func run(until end: Instant) async throws {
        let last = office.settings.zone.day(of: end)
        try await office.engine.write { db in
            for (index, plan) in try Self.plans().enumerated() { try publish(plan, index, until: last, db: db) }
            for plan in Self.requests where plan.firm <= service.firms {
                let asked = last.advanced(by: -plan.ago)
                guard let firm = try EnterpriseQueries.summary(plan.firm, in: db), firm.isOpen else { continue }
                let draft = PolicyRequestDraft(policy: plan.policy, kind: plan.kind, words: plan.words)
                let moment = noon(asked)
                let number = try office.ask(draft, of: firm, through: .link, by: .reporter, at: moment, db: db)
                try bring(number, to: plan.end, from: asked, db: db)
            }
        }
    }

    private func noon(_ day: Day) -> Instant { office.settings.zone.instant(day: day, secondsOfDay: 43_200) }

    private func publish(_ plan: Plan, _ index: Int, until last: Day, db: any Connection) throws {
        let first = last.advanced(by: plan.begins)
        let content = FirmPolicy.Content(
            title: plan.title,
            summary: plan.summary,
            authority: "演示区人民政府",
            document: "演示政〔2026〕\(index + 1)号",
            lead: try UnitCode(parsing: plan.lead),
            from: first,
            until: plan.lasts.map { first.advanced(by: $0) },
            gives: plan.gives,
            how: "在企业自己的页面上提交，写明情况和联系方式。这是演示数据。",
            days: plan.days,
            conditions: PolicyConditions(plan.conditions)
        )
        _ = try office.publish(content, by: .staff(service.chief), at: noon(first), db: db)
    }

    private func bring(_ number: Int, to end: End, from asked: Day, db: any Connection) throws {
        switch end {
        case .open: break
        case .granted: try answer(number, .answer(.granted, words: "已经拨付。"), on: asked.advanced(by: 8), db: db)
        case .notGranted(let ground):
            try answer(number, .answer(.notGranted, words: ground), on: asked.advanced(by: 11), db: db)
        case .explained(let words):
            try answer(number, .answer(.explained, words: words), on: asked.advanced(by: 2), db: db)
        case .passedOn:
            let step = PolicyRequestStep.passOn(try UnitCode(parsing: "SZ"), words: "场地补贴由市政设施服务中心受理。")
            try answer(number, step, on: asked.advanced(by: 3), db: db)
        case .takenBack: try office.takeBack(number, at: noon(asked.advanced(by: 1)), db: db)
        }
    }

    private func answer(_ number: Int, _ step: PolicyRequestStep, on day: Day, db: any Connection) throws {
        guard let row = try PolicyQueries.request(number, in: db), let staff = staffing.byUnit[row.unit]?.first else {
            throw Refusal.unknown(.handlingUnit)
        }
        try office.take(step, atRequest: number, by: staff, at: noon(day), db: db)
    }
}
