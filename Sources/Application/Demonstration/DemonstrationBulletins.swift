import Domain
import Store

/// The demonstration's bulletins: what came out by three hands, one of them corrected, one to be reviewed, and one begun.
struct DemonstrationBulletins {
    let office: Office
    let staffing: DemonstrationOffice.Staffing

    private struct Hands {
        var writer: Actor
        var reviewer: Actor
        var leader: Actor
    }

    /// - Throws: ``Refusal``, ``Fault``.
    func run(until end: Instant) async throws {
        guard let writer = staffing.byRole[.intake]?.first, let reviewer = staffing.byRole[.dutyChief]?.first,
            let leader = staffing.byRole[.leader]?.first
        else { return }
        let hands = Hands(writer: .staff(writer), reviewer: .staff(reviewer), leader: .staff(leader))
        for series in [BulletinSeries.monthly, .weekly, .news] {
            guard let slot = slots(of: series, around: end).last(where: { isOut($0, by: end) }) else { continue }
            let text =
                switch series {
                case .monthly: circular(waiting: "case.longest_wait")
                case .news: news(of: slot.window)
                case .weekly, .hotline, .enterprise: layout(of: series)
                }
            let id = try await write(series, slot, text, by: hands.writer, at: end)
            try await finish(id, by: hands, at: end)
            if series == .monthly { try await correct(id, by: hands, at: end) }
        }
        if let slot = slots(of: .enterprise, around: end).last(where: { isOut($0, by: end) }) {
            let id = try await write(.enterprise, slot, Self.firms, by: hands.writer, at: end)
            try await office.submitBulletin(id, by: hands.writer, at: end)
        }
        if let next = slots(of: .weekly, around: end).first(where: { !isOut($0, by: end) }) {
            let until = next.window.until
            try await office.beginBulletin(.weekly, until: until, in: .chinese, by: hands.writer, at: end)
        }
    }

    private func slots(of series: BulletinSeries, around end: Instant) -> [BulletinSlot] {
        let today = office.settings.zone.day(of: end)
        return series.slots(from: today.advanced(by: -40), until: today.advanced(by: 9))
    }

    private func isOut(_ slot: BulletinSlot, by end: Instant) -> Bool { slot.release(in: office.settings.zone) <= end }

    private func write(
        _ series: BulletinSeries,
        _ slot: BulletinSlot,
        _ text: String,
        by writer: Actor,
        at moment: Instant
    ) async throws -> ID<Bulletin> {
        let until = slot.window.until
        let id = try await office.beginBulletin(series, until: until, in: .chinese, by: writer, at: moment)
        try await office.reviseBulletin(id, text: text, by: writer, at: moment)
        return id
    }

    private func finish(_ id: ID<Bulletin>, by hands: Hands, at moment: Instant) async throws {
        try await office.submitBulletin(id, by: hands.writer, at: moment)
        try await office.reviewBulletin(id, grounds: [:], by: hands.reviewer, at: moment)
        try await office.releaseBulletin(id, by: hands.leader, at: moment)
    }

    /// A token that proves another figure than the sentence speaks of: no check sees that, a reader did.
    private func correct(_ id: ID<Bulletin>, by hands: Hands, at moment: Instant) async throws {
        let note = "“报事人平均等待”误用了最长等待天数，现改为平均等待天数。"
        try await office.correctBulletin(id, note: note, by: hands.writer, at: moment)
        let text = circular(waiting: "case.waiting_days")
        try await office.reviseBulletin(id, text: text, by: hands.writer, at: moment)
        try await finish(id, by: hands, at: moment)
    }

    // MARK: Texts

    private func layout(of series: BulletinSeries) -> String {
        office.catalogues.text("bulletin.layout_\(series.rawValue)", in: .chinese)
    }

    private func circular(waiting code: String) -> String {
        layout(of: .monthly).replacing("\n## 分项数据", with: "报事人平均等待{{\(code)|天}}。\n## 分项数据")
    }

    private func news(of window: FigureWindow) -> String {
        let day = window.from.advanced(by: 1)
        return """
            # 区网格化服务中心召开工作调度会
            ~ 区网格化服务中心
            \(day.month)月\(day.day)日上午，区网格化服务中心召开工作调度会。会议要求，已超期的由主办单位逐件说明原因和办结时间，群众不满意的由值班长逐件回访。

            # 企业管家今年走访企业{{firm.visited@year|家}}
            ~ 企业管家专班
            今年以来，企业管家走访企业{{firm.visited@year|家}}、{{firm.visits@year|家次}}，收集问题{{firm.problems_collected@year|个}}，经企业或者回访确认解决{{firm.problems_solved@year|个}}，说明情况{{firm.problems_explained@year|个}}。企业确认走访{{firm.visits_confirmed@year|家次}}，提出异议{{firm.visits_disputed@year|家次}}；有异议的，由首席服务员当面核对。

            # 街道社区今年开展活动{{activity.held@year|次|余}}
            ~ 区委社会工作部
            今年以来，各街道、社区开展政策宣讲、志愿服务等活动{{activity.held@year|次|余}}，服务居民{{activity.attendances@year|人次|余}}，发放宣传页{{handout.given@year|份|余}}。人次按活动现场计数，参加几次就计几次。

            # 一周数字
            上周全区受理{{case.reported|件}}，{{case.reported|件|环比}}；办结{{case.closed|件}}，到期末在办{{case.open|件}}。各级会议召开{{meeting.held|次}}，社区活动开展{{activity.held|次}}。

            """
    }

    private static let firms = """
        # 上周走访企业{{firm.visited|家}}
        ~ 企业管家专班
        ## 走访与问题
        上周走访企业{{firm.visited|家}}、{{firm.visits|家次}}，企业确认{{firm.visits_confirmed|家次}}，提出异议{{firm.visits_disputed|家次}}；收集问题{{firm.problems_collected|个}}，确认解决{{firm.problems_solved|个}}。今年以来走访{{firm.visited@year|家}}、{{firm.visits@year|家次}}。
        ## 下步安排
        - 企业提出异议的走访，由首席服务员当面核对。
        - 走访收集的问题，由企业管家逐个告知企业由谁办理。
        ## 说明
        “家”按企业计，同一家走访几次只算一家；“家次”按走访次数计。

        """
}
