/// The indicators that every board has from the start: the counters and rates of the trade (domain C.2, C.3), as far as the
/// journal decides their facts when they happen.
///
/// Longer than most files: it is one table. What is not here, and why, stands in docs/figures.md.
extension Indicator {
    package static let builtIn: [Indicator] =
        counters + stocks + rates + service + problems + work + projects + procedures + policies

    // MARK: Counters

    private static let counters: [Indicator] = [
        count("case.reported", "受理数", "Reports received", "case.reported", "case.split_off"),
        count("case.patrol_reported", "上报数", "Reported on patrol", "case.reported", where: patrol),
        count(
            "case.patrol_valid",
            "有效上报数",
            "Reported on patrol, and established or handled at once",
            "case.established",
            "case.handled_on_spot",
            where: patrol
        ),
        count("case.public_reported", "监督举报数", "Reported by the public", "case.reported", where: fromPublic),
        count(
            "case.public_verified",
            "监督举报核实数",
            "Reported by the public and found to be real",
            "case.verified",
            where: fromPublic.and(holds("real", 1))
        ),
        count("case.hotline_reported", "热线工单数", "Orders of the hotline", "case.reported", where: hotline),
        count("case.verification_asked", "应核实数", "To be verified", "case.verification_asked"),
        count("case.verified_on_time", "按时核实数", "Verified on time", "case.verified", where: onTime),
        count("case.check_asked", "应核查数", "To be checked", "case.check_asked"),
        count(
            "case.checked_on_time",
            "按时核查数",
            "Checked on time",
            "case.checked",
            where: onTime.and(holds("by_reporter", 0))
        ),
        count("case.registered", "登记数", "Registered", "case.registered"),
        count("case.established", "立案数", "Established", "case.established"),
        count("case.established_on_time", "按时立案数", "Established on time", "case.established", where: onTime),
        count("case.voided", "作废数", "Voided", "case.voided"),
        count("case.dispatched", "派遣数", "Dispatched", "case.dispatched"),
        count("case.redispatched", "改派数", "Found to be another unit's", "case.objection_upheld"),
        count("case.handled", "处置数", "Handled", "case.fed_back"),
        count("case.handled_on_time", "按时处置数", "Handled on time", "case.fed_back", where: onTime),
        count("case.sent_back", "返工数", "Sent back for rework", "case.sent_back"),
        count("case.due", "应结案数", "Due to be closed", terms: due, cohort: .due),
        count("case.closed", "结案数", "Closed", "case.closed"),
        count("case.closed_on_time", "按期结案数", "Closed on time, of those due", terms: dueOnTime, cohort: .due),
        count(
            "case.concluded_elsewhere",
            "外部办结数",
            "Ended in another system before they came here",
            "case.concluded_elsewhere"
        ),
        count("case.solved", "解决数", "Closed as solved", "case.closed", where: isSolved),
        count(
            "case.explained",
            "解释数",
            "Closed with an explanation",
            "case.closed",
            where: holds("outcome", "explained")
        ),
        count("case.became_overdue", "超期数", "Became overdue", "case.became_overdue"),
        count("case.supervised", "督办数", "Supervised", "case.supervised"),
        count("case.suspended", "挂账数", "Suspended", "case.suspended"),
        count("case.extended", "延期数", "Extended", "case.extended"),
        count("case.reopened", "重办数", "Reopened", "case.reopened"),
        count("case.merged", "并案数", "Merged", "case.merged"),
        count("case.not_accepted", "不予受理数", "Not accepted", "case.not_accepted"),
        count("case.terminated", "中止数", "Ended before it was solved", "case.terminated"),
        count("case.whistled", "吹哨数", "Calls of the whistle", "case.called"),
        count("case.rated", "评价数", "Rated", "case.rated"),
        count("case.dissatisfied", "差评数", "Rated with one or two stars", "case.rated", where: atMost("stars", 2)),
        count("case.contact_read", "查看联系方式次数", "Looks at contact data", "case.contact_read", unit: times),
    ]

    private static let stocks: [Indicator] = [
        stock("case.open", "在办数", "Open", of: "open"),
        stock("case.open_overdue", "超时未处置数", "Open past the due time", of: "overdue"),
    ]

    // MARK: The service of firms, and the grid's own work

    private static let service: [Indicator] = [
        indicator(
            "firm.visited",
            Wording("走访企业数", english: "Firms visited"),
            unit: Wording("家", english: "firms"),
            cohort: .flow,
            [Term(.distinct(fact("s")), of: types(["visit.recorded"]), where: wasVisited, day: .happened)]
        ),
        happened("firm.visits", "走访次数", "Visits to firms", "visit.recorded", unit: ("家次", "visits"), where: wasVisited),
        happened(
            "firm.visits_confirmed",
            "企业确认走访次数",
            "Visits that the firm confirmed",
            "visit.confirmed",
            unit: ("家次", "visits")
        ),
        happened(
            "firm.visits_disputed",
            "企业异议走访次数",
            "Visits that the firm disputed",
            "visit.disputed",
            unit: ("家次", "visits")
        ),
        happened(
            "firm.problems_noted",
            "走访收集问题数",
            "Problems noted on visits",
            "visit.recorded",
            unit: ("个", "problems"),
            sum: "problems"
        ),
        happened(
            "firm.visit_minutes",
            "走访占用企业时间",
            "Minutes of firms' time that visits took",
            "visit.recorded",
            unit: ("分钟", "minutes"),
            sum: "minutes"
        ),
    ]

    private static let eachProblem = (chinese: "个", english: "problems")

    private static let problems: [Indicator] = [
        happened("firm.problems_collected", "收集问题数", "Problems collected", "problem.collected", unit: eachProblem),
        // Closed as solved and confirmed by the firm or on a call-back: counted when the second of the two happens, and taken
        // back when the firm says otherwise.
        happened(
            "firm.problems_solved",
            "解决问题数",
            "Problems solved, and confirmed",
            "problem.closed",
            "problem.reopened",
            "problem.said",
            unit: eachProblem,
            sum: "solved"
        ),
        happened(
            "firm.problems_explained",
            "解释问题数",
            "Problems closed with an explanation",
            "problem.closed",
            unit: eachProblem,
            where: holds("result", "explained")
        ),
        happened(
            "firm.problems_suspended",
            "问题挂账次数",
            "Suspensions of problems",
            "problem.suspended",
            unit: eachProblem
        ),
        indicator(
            "firm.problems_open",
            Wording("办理中问题数", english: "Open problems"),
            unit: Wording("个", english: "problems"),
            cohort: .flow,
            [
                Term(
                    .sum(fact("open")),
                    of: types([
                        "problem.closed", "problem.collected", "problem.reopened", "problem.voided",
                        "problem.withdrawn",
                    ]),
                    span: .until
                )
            ]
        ),
        rate(
            "firm.opinions_on_time_rate",
            "7 日内给出意见率",
            "Opinions within 7 days, of those given or overdue",
            [count(["problem.opinion_given"], onTime)],
            of: [
                count(["problem.became_overdue"], holds("owed", "opinion")),
                count(["problem.opinion_given"], onTime),
            ]
        ),
        rate(
            "firm.problems_satisfied_rate",
            "企业诉求满意率",
            "Content with the handling, of the words of firms that say",
            [count(["problem.said"], holds("satisfied", 1))],
            of: [count(["problem.said"], isThere("satisfied"))]
        ),
    ]

    private static let work: [Indicator] = [
        happened("activity.held", "开展活动次数", "Activities held", "activity.held", unit: ("次", "activities")),
        happened(
            "activity.attendances",
            "活动服务人次",
            "Attendances of activities",
            "activity.corrected",
            "activity.counted",
            unit: ("人次", "attendances"),
            sum: "attendances"
        ),
        happened(
            "handout.given",
            "发放宣传页份数",
            "Copies handed out",
            "handout.corrected",
            "handout.given",
            unit: ("份", "copies"),
            sum: "copies"
        ),
        happened("meeting.held", "召开会议次数", "Meetings held", "meeting.held", unit: ("次", "meetings")),
        happened("form.handed_in", "报表填报次数", "Forms handed in", "form.handed_in", unit: ("次", "times")),
        happened(
            "form.burden_minutes",
            "报表填报占用时间",
            "Minutes that forms took",
            "form.handed_in",
            unit: ("分钟", "minutes"),
            sum: "minutes"
        ),
    ]

    private static let eachBlocker = (chinese: "个", english: "blockers")
    private static let ofProvinceOrCity = Conditions([
        Conditions.Condition(fact("level"), .isOneOf([.text("city"), .text("province")]))
    ])

    private static let projects: [Indicator] = [
        // A project that is on the lists of two years counts once in a window that holds both.
        indicator(
            "project.listed",
            Wording("省市重点项目数", english: "Provincial and municipal key projects that were listed"),
            unit: Wording("个", english: "projects"),
            cohort: .flow,
            [Term(.distinct(fact("project")), of: types(["project.listed"]), where: ofProvinceOrCity, day: .happened)]
        ),
        indicator(
            "project.open",
            Wording("在推进项目数", english: "Projects under way"),
            unit: Wording("个", english: "projects"),
            cohort: .flow,
            [Term(.sum(fact("open")), of: types(["project.moved", "project.registered"]), span: .until)]
        ),
        // One for each project and week: by `light`, in a window of one week, these are the projects by their light.
        happened("project.lit", "项目亮灯次数", "Weekly lights of projects", "project.lit", unit: ("次", "lights")),
        rate(
            "project.red_rate",
            "红灯率",
            "Red, of the weekly lights of projects",
            [Term(.count, of: types(["project.lit"]), where: holds("light", "red"), day: .happened)],
            of: [Term(.count, of: types(["project.lit"]), day: .happened)]
        ),
        happened(
            "project.milestones_reached",
            "项目节点完成数",
            "Milestones of projects reached",
            "project.milestone_reached",
            unit: ("个", "milestones")
        ),
        rate(
            "project.milestones_on_time_rate",
            "项目节点按期完成率",
            "By the day of the first plan, of the milestones reached",
            [Term(.count, of: types(["project.milestone_reached"]), where: onTime, day: .happened)],
            of: [Term(.count, of: types(["project.milestone_reached"]), day: .happened)]
        ),
        happened(
            "project.blockers_reported",
            "项目堵点反映数",
            "Blockers of projects reported",
            "project.blocker_reported",
            unit: eachBlocker
        ),
        happened(
            "project.blockers_coordinated",
            "项目堵点协调数",
            "Blockers of projects taken up",
            "project.blocker_coordinated",
            unit: eachBlocker
        ),
        happened(
            "project.blockers_solved",
            "项目堵点解决数",
            "Blockers of projects solved",
            "project.blocker_reopened",
            "project.blocker_solved",
            unit: eachBlocker,
            sum: "solved"
        ),
        indicator(
            "project.blockers_open",
            Wording("项目堵点未解决数", english: "Blockers of projects that stand"),
            unit: Wording("个", english: "blockers"),
            cohort: .flow,
            [
                Term(
                    .sum(fact("open")),
                    of: types([
                        "project.blocker_reopened", "project.blocker_reported", "project.blocker_solved",
                    ]),
                    span: .until
                )
            ]
        ),
        rate(
            "project.coordinated_on_time_rate",
            "项目堵点 7 日内协调率",
            "Within 7 days, of the blockers taken up",
            [Term(.count, of: types(["project.blocker_coordinated"]), where: onTime, day: .happened)],
            of: [Term(.count, of: types(["project.blocker_coordinated"]), day: .happened)]
        ),
        indicator(
            "project.solving_days",
            Wording("项目堵点平均解决天数", english: "Days from report to solution of a blocker, on average"),
            unit: Wording("天", english: "days"),
            cohort: .flow,
            [Term(.sum(fact("days")), of: types(["project.blocker_solved"]), day: .happened)],
            of: [Term(.count, of: types(["project.blocker_solved"]), day: .happened)],
            decimals: 1
        ),
    ]

    private static let procedures: [Indicator] = [
        happened(
            "procedure.finished",
            "帮办代办办结数",
            "Procedures that spared firms time or ways, finished",
            "procedure.finished",
            unit: ("件", "procedures")
        ),
        happened(
            "procedure.days_saved",
            "帮办代办节省工作日",
            "Working days that they took less than the law gives",
            "procedure.finished",
            unit: ("个工作日", "working days"),
            sum: "saved"
        ),
        indicator(
            "procedure.days",
            Wording("帮办代办平均用时", english: "Working days that one took, on average"),
            unit: Wording("个工作日", english: "working days"),
            cohort: .flow,
            [Term(.sum(fact("days")), of: types(["procedure.finished"]), day: .happened)],
            of: [Term(.count, of: types(["procedure.finished"]), day: .happened)],
            decimals: 1
        ),
        indicator(
            "procedure.statutory_days",
            Wording("帮办代办平均法定时限", english: "Working days that the law gives, on average"),
            unit: Wording("个工作日", english: "working days"),
            cohort: .flow,
            [Term(.sum(fact("statutory")), of: types(["procedure.finished"]), day: .happened)],
            of: [Term(.count, of: types(["procedure.finished"]), day: .happened)],
            decimals: 1
        ),
        rate(
            "procedure.on_time_rate",
            "帮办代办法定时限内办结率",
            "Within the days that the law gives, of those finished",
            [Term(.count, of: types(["procedure.finished"]), where: onTime, day: .happened)],
            of: [Term(.count, of: types(["procedure.finished"]), day: .happened)]
        ),
        happened(
            "procedure.area_used",
            "区域评估使用次数",
            "Appraisals that an area's spared",
            "procedure.used",
            unit: ("次", "times")
        ),
    ]

    // MARK: Rates

    private static let rates: [Indicator] = [
        rate(
            "case.patrol_valid_rate",
            "有效上报率",
            "Valid reports on patrol",
            [count(["case.established", "case.handled_on_spot"], patrol)],
            of: [count(["case.reported"], patrol)]
        ),
        rate(
            "case.verified_on_time_rate",
            "按时核实率",
            "Verified on time",
            [count(["case.verified"], onTime)],
            of: [count(["case.verified"], isThere("on_time"))]
        ),
        rate(
            "case.checked_on_time_rate",
            "按时核查率",
            "Checked on time",
            [count(["case.checked"], onTime.and(holds("by_reporter", 0)))],
            of: [count(["case.checked"], isThere("on_time").and(holds("by_reporter", 0)))]
        ),
        rate(
            "case.established_on_time_rate",
            "按时立案率",
            "Established on time",
            [count(["case.established"], onTime)],
            of: [count(["case.established"], isThere("on_time"))]
        ),
        rate(
            "case.established_rightly_rate",
            "准确立案率",
            "Established and not voided",
            [count(["case.established"]), minus(["case.voided"])],
            of: [count(["case.established"])]
        ),
        rate(
            "case.dispatched_rightly_rate",
            "准确派遣率",
            "Dispatched and not found to be another unit's",
            [count(["case.dispatched"]), minus(["case.objection_upheld"])],
            of: [count(["case.dispatched"])]
        ),
        rate(
            "case.handled_on_time_rate",
            "按时处置率",
            "Handled on time",
            [count(["case.fed_back"], onTime)],
            of: [count(["case.fed_back"], isThere("on_time"))]
        ),
        rate(
            "case.rework_rate",
            "返工率",
            "Sent back for rework, of those handled",
            [count(["case.sent_back"])],
            of: [count(["case.fed_back"])]
        ),
        rate("case.closed_rate", "结案率", "Closed, of those due", [count(["case.closed"])], of: due),
        rate("case.on_time_rate", "按期结案率", "Closed on time, of those due", dueOnTime, of: due, cohort: .due),
        rate(
            "case.solved_rate",
            "解决率",
            "Solved, of those closed",
            [count(["case.closed"], isSolved)],
            of: [count(["case.closed"])]
        ),
        rate(
            "case.confirmed_rate",
            "当事人确认解决率",
            "Solved, of those of whom the reporter has said",
            [count(["case.checked"], holds("by_reporter", 1).and(holds("solved", 1)))],
            of: [count(["case.checked"], holds("by_reporter", 1))]
        ),
        rate(
            "case.satisfied_rate",
            "满意率",
            "Rated with four or five stars, of those rated",
            [count(["case.rated"], atLeast("stars", 4))],
            of: [count(["case.rated"])]
        ),
        rate(
            "case.dissatisfied_rate",
            "不满意率",
            "Rated with one or two stars, of those rated",
            [count(["case.rated"], atMost("stars", 2))],
            of: [count(["case.rated"])]
        ),
        rate(
            "case.hotline_dissatisfied_rate",
            "热线不满意率",
            "Orders of the hotline rated with one or two stars, of those rated",
            [count(["case.rated"], hotline.and(atMost("stars", 2)))],
            of: [count(["case.rated"], hotline)]
        ),
        rate(
            "case.contacted_first_rate",
            "先行联系率",
            "The reporter was reached before handling began",
            [count(["case.handling_begun"], holds("contact", "reached"))],
            of: [count(["case.handling_begun"])],
            exclusions: ["no_contact_data": holds("contact", "not_possible")]
        ),
        rate(
            "case.reopened_rate",
            "重办率",
            "Reopened, of those closed",
            [count(["case.reopened"])],
            of: [count(["case.closed"])]
        ),
        indicator(
            "case.waiting_days",
            Wording("平均等待天数", english: "Days that reporters waited, on average"),
            unit: Wording("天", english: "days"),
            cohort: .flow,
            [Term(.sum(fact("waiting_days")), of: types(["case.closed"]))],
            of: [count(["case.closed"])],
            decimals: 1
        ),
        indicator(
            "case.elsewhere_days",
            Wording("外部办结平均天数", english: "Days to an end in another system, on average"),
            unit: Wording("天", english: "days"),
            cohort: .flow,
            [Term(.sum(fact("waiting_days")), of: types(["case.concluded_elsewhere"]))],
            of: [count(["case.concluded_elsewhere"])],
            decimals: 1
        ),
        indicator(
            "case.longest_wait",
            Wording("最长等待天数", english: "The longest wait in days"),
            unit: Wording("天", english: "days"),
            cohort: .flow,
            [Term(.max(fact("waiting_days")), of: types(["case.closed"]))]
        ),
        indicator(
            "case.reported_growth",
            Wording("受理数同比", english: "Reports received, against a year before"),
            unit: percent,
            cohort: .opened,
            [count(["case.reported", "case.split_off"])],
            scale: 100,
            decimals: 2,
            comparesYears: true
        ),
    ]

    // MARK: What they are made of

    private static let times = Wording("次", english: "times")
    private static let cases = Wording("件", english: "cases")
    private static let percent = Wording("%", english: "%")
    private static let patrol = holds("channel", "patrol")
    private static let hotline = holds("channel", "hotline")
    private static let fromPublic = Conditions([
        Conditions.Condition(fact("channel"), .isOneOf([.text("hotline"), .text("open311"), .text("web")]))
    ])
    static let onTime = holds("on_time", 1)
    private static let wasVisited = holds("outcome", "visited")
    private static let isSolved = Conditions([
        Conditions.Condition(fact("outcome"), .isOneOf([.text("self_handled"), .text("solved")]))
    ])

    /// Whatever became due is either ended on time or became overdue; what was brought in from elsewhere has had its end there.
    private static let due = [
        Term(.count, of: types(["case.became_overdue", "case.concluded_elsewhere"]), day: .due),
        Term(.count, of: types(["case.closed", "case.terminated"]), where: onTime, day: .due),
    ]
    private static let dueOnTime = [
        Term(
            .count,
            of: types(["case.closed", "case.concluded_elsewhere", "case.terminated"]),
            where: onTime,
            day: .due
        )
    ]

    private static func count(
        _ code: String,
        _ chinese: String,
        _ english: String,
        _ entries: String...,
        where conditions: Conditions = Conditions(),
        unit: Wording? = nil
    ) -> Indicator {
        indicator(
            code,
            Wording(chinese, english: english),
            unit: unit ?? cases,
            cohort: entries.contains("case.reported") ? .opened : .flow,
            [count(entries, conditions)]
        )
    }

    private static func count(
        _ code: String,
        _ chinese: String,
        _ english: String,
        terms: [Term],
        cohort: Cohort
    ) -> Indicator {
        indicator(code, Wording(chinese, english: english), unit: cases, cohort: cohort, terms)
    }

    /// Something that took place in the window, whenever it was recorded.
    static func happened(
        _ code: String,
        _ chinese: String,
        _ english: String,
        _ entries: String...,
        unit: (chinese: String, english: String),
        sum name: String? = nil,
        where conditions: Conditions = Conditions()
    ) -> Indicator {
        indicator(
            code,
            Wording(chinese, english: english),
            unit: Wording(unit.chinese, english: unit.english),
            cohort: .flow,
            [
                Term(name.map { .sum(fact($0)) } ?? .count, of: types(entries), where: conditions, day: .happened)
            ]
        )
    }

    private static func stock(_ code: String, _ chinese: String, _ english: String, of name: String) -> Indicator {
        let changed = [
            "case.became_overdue", "case.closed", "case.concluded_elsewhere", "case.contested", "case.explained",
            "case.merged", "case.not_accepted", "case.reopened", "case.reported", "case.split_off", "case.terminated",
            "case.unmerged", "case.verified", "case.voided", "case.withdrawn",
        ]
        return indicator(
            code,
            Wording(chinese, english: english),
            unit: cases,
            cohort: .flow,
            [Term(.sum(fact(name)), of: types(changed), span: .until)]
        )
    }

    /// A rate of fewer than that says more about chance than about whom it is of: tables show it without a place.
    static let fewest = 30

    static func rate(
        _ code: String,
        _ chinese: String,
        _ english: String,
        _ part: [Term],
        of whole: [Term],
        cohort: Cohort = .flow,
        exclusions: [String: Conditions] = [:],
        least: Int = fewest
    ) -> Indicator {
        indicator(
            code,
            Wording(chinese, english: english),
            unit: percent,
            cohort: cohort,
            part,
            of: whole,
            scale: 100,
            decimals: 2,
            exclusions: exclusions,
            least: least
        )
    }

    private static func indicator(
        _ code: String,
        _ name: Wording,
        unit: Wording,
        cohort: Cohort,
        _ numerator: [Term],
        of denominator: [Term]? = nil,
        scale: Int = 1,
        decimals: Int = 0,
        comparesYears: Bool = false,
        exclusions: [String: Conditions] = [:],
        least: Int = 0
    ) -> Indicator {
        Indicator(
            code: known { () throws(Malformed) in try IndicatorCode(parsing: code) },
            name: name,
            unit: unit,
            basis: "GB/T 30428.4 的指标名称；公式见 docs/figures.md",
            cohort: cohort,
            numerator: numerator,
            denominator: denominator,
            scale: scale,
            decimals: decimals,
            comparesYears: comparesYears,
            exclusions: exclusions,
            least: least,
            validFrom: known { () throws(Malformed) in try Day(parsing: "2000-01-01") }
        )
    }

    private static func count(_ entries: [String], _ conditions: Conditions = Conditions()) -> Term {
        Term(.count, of: types(entries), where: conditions)
    }

    private static func minus(_ entries: [String]) -> Term {
        Term(.count, of: types(entries), isSubtracted: true)
    }

    static func holds(_ name: String, _ text: String) -> Conditions {
        Conditions([Conditions.Condition(fact(name), .equals(.text(text)))])
    }

    private static func holds(_ name: String, _ number: Int64) -> Conditions {
        Conditions([Conditions.Condition(fact(name), .equals(.integer(number)))])
    }

    private static func atLeast(_ name: String, _ number: Int64) -> Conditions {
        Conditions([Conditions.Condition(fact(name), .isAtLeast(.integer(number)))])
    }

    private static func atMost(_ name: String, _ number: Int64) -> Conditions {
        Conditions([Conditions.Condition(fact(name), .isAtMost(.integer(number)))])
    }

    private static func isThere(_ name: String) -> Conditions {
        Conditions([Conditions.Condition(fact(name), .isThere(true))])
    }

    static func types(_ names: [String]) -> [EntryType] {
        names.map { name in known { () throws(Malformed) in try EntryType(parsing: name) } }
    }

    private static func fact(_ name: String) -> FactName {
        known { () throws(Malformed) in try FactName(parsing: name) }
    }

    /// The names above are constants; a test reads every definition back.
    private static func known<Value>(_ parse: () throws(Malformed) -> Value) -> Value {
        do { return try parse() } catch { preconditionFailure("assumed a well-formed constant: \(error.expected)") }
    }
}
