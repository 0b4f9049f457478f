import Domain
import Store

/// Invented key projects in the amounts of the newspaper page that the project began with: 13 on the provincial and municipal lists,
/// each with one officer since the end of a month, with milestones, weekly lights, what stood in their way and what still does.
struct DemonstrationProjects: Sendable {
    let office: Office
    let service: DemonstrationFirms.Service

    private static let names: [(name: String, level: Project.Level)] = [
        ("数字产业园（演示）", .province), ("智能电气装备基地（演示）", .province), ("新能源环保设备二期（演示）", .province),
        ("高端铸造材料车间（演示）", .city), ("电梯部件智能工厂（演示）", .city), ("储能材料中试线（演示）", .city),
        ("工业互联网平台（演示）", .city), ("污水资源化利用工程（演示）", .city), ("冷链物流中心（演示）", .city),
        ("发制品产业园改造（演示）", .city), ("印刷包装绿色车间（演示）", .city), ("职业技能实训基地（演示）", .city),
        ("轨道电缆扩产（演示）", .city), ("老旧小区水气路改造（演示）", .district), ("背街小巷整治（演示）", .district),
    ]
    private static let milestones = ["取得施工许可", "基础完工", "主体封顶", "设备安装", "竣工验收"]
    private static let blockers: [(need: Visit.Need, text: String, with: String, solution: String)] = [
        (.land, "临时用地手续还差一项", "自然资源部门现场会", "已补办"),
        (.utilities, "施工用电容量不够", "供电公司上门", "已增容"),
        (.outsideTheWall, "施工路口大车进出不便", "城管和交警现场会", "已加宽路口"),
        (.approvals, "消防设计审查排队", "行政审批部门电话", "已安排联合审查"),
    ]

    /// - Throws: ``Fault``; a refusal here is a fault of the plan and is thrown as it is.
    func run(until end: Instant) async throws {
        let zone = office.settings.zone
        let last = zone.day(of: end)
        let first = last.advanced(by: -190)
        let units = office.directory.units.values.filter { $0.level == .street }.map(\.code).sorted()
        try await office.engine.write { db in
            for (index, project) in Self.names.enumerated() {
                let place = WorkPlace(unit: units[index % units.count])
                let draft = ProjectDraft(name: project.name, level: project.level, place: place, investor: "示例单位")
                let begun = zone.instant(day: first, secondsOfDay: 34_000 + 60 * index)
                let serial = try office.register(draft, by: .system, at: begun, db: db)
                try fill(serial, index, from: first, until: last, db)
            }
        }
    }

    /// One project's half-year, in the order of its days.
    private func fill(_ serial: Int, _ index: Int, from first: Day, until last: Day, _ db: any Connection) throws {
        let zone = office.settings.zone
        let officer = service.stewards[index % service.stewards.count]
        var steps: [(on: Day, step: ProjectStep)] = []
        func add(_ offset: Int, _ step: (Day) -> ProjectStep) {
            let day = first.advanced(by: offset)
            steps.append((day, step(day)))
        }
        add(0) { .seat(.officer, officer.account, from: $0, .month, until: nil) }
        // The leader of those on the provincial list.
        if Self.names[index].level == .province {
            add(0) { .seat(.leader, service.chief.account, from: $0, .day, until: nil) }
        }
        let standing: Project.Standing = index % 3 == 0 ? .continued : .new
        // The year's list is out when the half of the year that is shown has begun.
        let listed = max(0, first.distance(to: Day(year: last.year, month: 1, day: 20) ?? first))
        add(listed) { .list(year: last.year, standing, on: $0) }
        for (place, name) in Self.milestones.enumerated() {
            let planned = first.advanced(by: 30 + 45 * place + index)
            add(1) { _ in .plan(name: name, planned) }
            // One of four projects is late with one of its milestones, one more stays far behind with its last.
            let late = index % 4 == 1 && place == 1 ? 9 : index == 6 && place >= 3 ? 40 : -2
            add(30 + 45 * place + index + late) { .reach(place + 1, on: $0) }
        }
        add(20) { .move(.preparing, on: $0) }
        add(60) { .move(.building, on: $0) }
        for place in 0..<(index % 3) {
            let kind = Self.blockers[(index + place) % Self.blockers.count]
            let begun = 70 + 40 * place + index
            add(begun) { .block(kind.need, text: kind.text, asProblem: false, on: $0) }
            add(begun + (index == 5 ? 10 : 2)) { .coordinate(place + 1, with: kind.with, on: $0) }
            add(begun + (index == 8 ? 38 : 12)) { .solve(place + 1, solution: kind.solution, on: $0) }
        }
        // What is not out of the way yet: one is talked about, one was told of this week.
        if index == 6 { add(174) { .block(.utilities, text: "专线用电还没有批", asProblem: false, on: $0) } }
        if index == 6 { add(177) { .coordinate(1, with: "供电公司电话", on: $0) } }
        if index == 12 { add(187) { .block(.logistics, text: "大件运输路线没有定", asProblem: false, on: $0) } }
        if index == 9 { add(150) { .replan(5, to: $0.advanced(by: 90), reason: "雨季工期顺延") } }
        let inOrder = steps.enumerated().sorted { ($0.element.on, $0.offset) < ($1.element.on, $1.offset) }
        var lit = first
        for (_, planned) in inOrder where planned.on <= last {
            // Every Monday the week before gets its light.
            try light(serial, from: &lit, until: planned.on, db)
            let moment = zone.instant(day: planned.on, secondsOfDay: 36_000)
            let body = try office.body(of: officer)
            try office.take(planned.step, atProject: serial, body: body, by: .system, at: moment, db: db)
        }
        try light(serial, from: &lit, until: last, db)
    }

    private func light(_ serial: Int, from day: inout Day, until last: Day, _ db: any Connection) throws {
        while day < last {
            day = day.advanced(by: 1)
            guard day.weekday == .monday else { continue }
            let moment = office.settings.zone.instant(day: day, secondsOfDay: 600)
            _ = try office.light(serial, at: moment, db: db)
        }
    }
}
