import Application
import Domain
import Store

/// What the pages say about cases, times and people, in one language.
struct Words {
    let office: Office
    let language: Language

    func text(_ key: String, _ values: [String: String] = [:]) -> String {
        office.catalogues.text(key, values, in: language)
    }

    /// Why something is asked for; nil where an amount says enough.
    func ground(of request: CaseRequest) -> String? {
        switch request {
        case .nonAcceptance(let ground, _): text("ground.\(ground.rawValue)")
        case .suspension(let ground, _, _): text("ground.\(ground.rawValue)")
        case .termination(let ground): text("ground.\(ground.rawValue)")
        case .moreTime: nil
        }
    }

    func unit(_ unit: UnitCode) -> String {
        office.directory.handlingUnits[unit]?.name.text(in: language) ?? unit.rawValue
    }

    func stage(_ stage: Stage.Name) -> String { text("stage.\(stage.rawValue)") }

    /// A moment as people say it: `11月24日 18:00`, `24 Nov, 18:00`, with the year when it is another.
    ///
    /// `withYear`: whichever year it is, as on paper that is kept.
    func time(_ instant: Instant, withYear: Bool = false) -> String {
        let zone = office.settings.zone
        let day = zone.day(of: instant)
        let seconds = zone.secondsOfDay(of: instant)
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let clock = "\(two(seconds / 3_600)):\(two(seconds % 3_600 / 60))"
        let key = !withYear && day.year == office.today.year ? "web.time" : "web.time_with_year"
        return text(
            key,
            [
                "year": "\(day.year)", "month": "\(day.month)", "day": "\(day.day)", "clock": clock,
                "month_name": text("web.month_\(day.month)"),
            ]
        )
    }

    /// 5 个工作日; a limit of no working day is the same day.
    func limit(_ limit: Limit) -> String { text("amount.\(limit.unit.rawValue)", ["n": "\(limit.amount)"]) }

    func amount(_ amount: Remaining.Amount) -> String {
        text("amount.\(amount.unit.rawValue)", ["n": "\(amount.count)"])
    }

    /// 还有 2 个工作日（9 月 25 日 18:00 前）.
    func remaining(_ remaining: Remaining) -> String {
        switch remaining {
        case .left(let left, let until): text("web.left", ["amount": amount(left), "until": time(until)])
        case .overdue(let late, let since): text("web.late", ["amount": amount(late), "since": time(since)])
        case .suspended(_, let left): text("web.suspended", ["amount": amount(left)])
        }
    }

    func light(_ clock: (light: DueLight, remaining: Remaining)?) -> [String: Any]? {
        clock.map { clock in
            [
                "colour": clock.light.rawValue, "word": text("light.\(clock.light.rawValue)"),
                "text": remaining(clock.remaining),
            ]
        }
    }

    /// By when something is due, and whether that has passed; nothing where nothing is.
    func due(_ due: Instant?) -> [String: Any] {
        guard let due else { return [:] }
        let light: DueLight = office.now > due ? .red : .green
        return [
            "by": text("web.by", ["time": time(due)]), "colour": light.rawValue,
            "word": text("light.\(light.rawValue)"),
        ]
    }

    func category(_ code: CategoryCode) -> String {
        let directory = office.directory
        let category = directory.categories[code] ?? directory.ruleBook.category(code, on: office.today)
        return category?.name.text(in: language) ?? code.rawValue
    }

    func gridName(_ raw: String?) -> String? {
        let directory = office.directory
        guard let code = raw.flatMap({ directory.grid(named: $0) }), let grid = directory.grids[code] else {
            return nil
        }
        let street = directory.path(of: code).first { $0.level == .street }?.name
        return [street, grid.name].compactMap { $0 }.joined(separator: " ")
    }

    func place(_ address: String?, _ grid: String?) -> String {
        let parts = [address, gridName(grid)].compactMap { $0 }
        return parts.isEmpty ? text("web.place_unknown") : parts.joined(separator: " · ")
    }

    /// The post that answers for a grid today, with its holder's name: 网格公示牌 is a mandated publication.
    func holder(_ raw: String?) -> String {
        guard let code = raw.flatMap({ office.directory.grid(named: $0) }),
            let post = office.directory.post(for: code, on: office.today)
        else { return text("web.nobody_yet") }
        let kind = text("post.\(post.kind.rawValue)")
        return post.holderName.map { "\(kind) \($0)" } ?? text("web.post_vacant", ["post": kind])
    }

    /// A list of cases for the table.
    func list(_ cases: [CaseSummary], in folder: String, empty: String) -> [String: Any] {
        let rows = cases.map { summary -> [String: Any] in
            var row: [String: Any] = [
                "url": "\(folder)/\(summary.number.rawValue)", "category": category(summary.category),
                "number": summary.number.rawValue, "place": place(summary.address, summary.gridCode),
                "stage": stage(summary.stage), "ended": summary.closedAt.map { time($0) } ?? "",
            ]
            if let light = light(office.clock(of: summary)) { row["light"] = light }
            return row
        }
        return ["cases": rows, "has_cases": !rows.isEmpty, "empty": text("web.\(empty)")]
    }
}
