import Domain
import Store

/// Invented procedures of every kind in half a year, most of them faster than the law asks for.
struct DemonstrationProcedures: Sendable {
    let office: Office

    private static let kinds: [(kind: Procedure.Kind, title: String, statutory: Int, parts: [String])] = [
        (.deficient, "消防设计审查（容缺）", 15, ["检测报告", "产权证明"]), (.merged, "环评、能评、水保合并评估", 30, ["环境影响", "节能", "水土保持"]),
        (.agency, "施工许可全程代办", 20, ["收件", "报审", "取证"]), (.oneMatter, "企业开办一件事", 5, ["营业执照", "印章", "税务登记", "社保登记"]),
        (.agency, "用电报装代办", 12, []), (.oneMatter, "水电气联合报装", 10, ["供水", "供电", "燃气"]),
    ]
    private static let areas = ["地震安全性评价（演示园区）", "水土保持方案（演示园区）", "文物考古勘探（演示园区）"]
    private static let count = 48

    /// - Throws: ``Fault``; a refusal here is a fault of the plan and is thrown as it is.
    func run(until end: Instant) async throws {
        let zone = office.settings.zone
        let last = zone.day(of: end)
        let first = last.advanced(by: -180)
        let units = office.directory.units.values.filter { $0.level == .street }.map(\.code).sorted()
        @Sendable func noon(_ day: Day) -> Instant { zone.instant(day: day, secondsOfDay: 43_200) }
        try await office.engine.write { db in
            for (index, title) in Self.areas.enumerated() {
                let start = Procedure.Start(
                    serial: 0,
                    kind: .area,
                    title: title,
                    place: WorkPlace(unit: units[index % units.count]),
                    statutory: 0,
                    until: first.advanced(by: 1_000),
                    on: first
                )
                let serial = try office.begin(start, by: .system, at: noon(first), db: db)
                for use in 0..<(4 - index) {
                    let day = first.advanced(by: 20 + 30 * use)
                    let step = ProcedureStep.use(by: "示例企业 \(use + 1)", on: day)
                    try office.take(step, atProcedure: serial, by: .system, at: noon(day), db: db)
                }
            }
            for index in 0..<Self.count {
                let plan = Self.kinds[index % Self.kinds.count]
                let begun = first.advanced(by: index * 178 / Self.count)
                let start = Procedure.Start(
                    serial: 0,
                    kind: plan.kind,
                    title: plan.title,
                    place: WorkPlace(unit: units[index % units.count]),
                    statutory: plan.statutory,
                    parts: plan.parts,
                    promised: plan.kind == .deficient ? begun.advanced(by: 10) : nil,
                    firm: 1 + index * 8,
                    on: begun
                )
                let serial = try office.begin(start, by: .system, at: noon(begun), db: db)
                // One of eleven takes longer than the law gives.
                let calendarDays = index % 11 == 7 ? plan.statutory * 3 / 2 + 4 : plan.statutory / 2 + 1
                let finished = begun.advanced(by: calendarDays)
                if plan.kind == .deficient, finished <= last {
                    let step = ProcedureStep.supply(on: finished)
                    try office.take(step, atProcedure: serial, by: .system, at: noon(finished), db: db)
                }
                guard finished <= last else { continue }
                let step = ProcedureStep.finish(on: finished, visits: plan.kind == .agency ? 0 : 1)
                try office.take(step, atProcedure: serial, by: .system, at: noon(finished), db: db)
            }
        }
    }
}
