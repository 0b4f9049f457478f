import Application
import Domain
import Store

/// What a queue is called, and the choices that narrow it.
struct QueueWords {
    let words: Words
    let queue: Queue

    private var directory: Directory { words.office.directory }

    /// 超期 · 城管局 · 西大街道.
    var name: String {
        ([listName] + chosen.map(\.name)).joined(separator: " · ")
    }

    private var listName: String {
        switch queue.list {
        case .mine: words.text("web.queue_mine")
        case .open: words.text("web.list_open")
        case .overdue: words.text("web.list_overdue")
        case .closed: words.text("web.list_closed")
        case .all: words.text("web.list_all")
        }
    }

    /// Every condition in force, with the queue without it.
    var chosen: [(name: String, without: Queue)] {
        var chosen: [(name: String, without: Queue)] = []
        func add(_ name: String, _ drop: (inout Queue) -> Void) {
            var without = queue
            drop(&without)
            chosen.append((name, without))
        }
        if let stage = queue.stage { add(words.stage(stage)) { $0.stage = nil } }
        if let level = queue.level { add(words.text("level.\(level.rawValue)")) { $0.level = nil } }
        if let light = queue.light { add(words.text("light.\(light.rawValue)")) { $0.light = nil } }
        if let category = queue.category { add(words.category(category)) { $0.category = nil } }
        switch queue.holder {
        case nil: break
        case .nobody: add(words.text("web.queue_no_unit")) { $0.holder = nil }
        case .unit(let unit): add(unitName(unit)) { $0.holder = nil }
        }
        switch queue.area {
        case nil: break
        case .grid(let grid): add(words.gridName(grid.rawValue) ?? grid.rawValue) { $0.area = nil }
        case .unit(let unit): add(directory.units[unit]?.name ?? unit.rawValue) { $0.area = nil }
        case .unplaced: add(words.text("web.queue_unplaced")) { $0.area = nil }
        }
        return chosen
    }

    private func unitName(_ unit: UnitCode) -> String {
        directory.handlingUnits[unit]?.name.text(in: words.language) ?? unit.rawValue
    }

    /// The selects of the form that narrows a queue; each option says how many it leaves, where that is known.
    func choices(_ counts: QueueCounts?) -> [[String: Any]] {
        let chosen = Dictionary(uniqueKeysWithValues: queue.fields.map { ($0.name, $0.value) })
        func select(
            _ name: String,
            _ label: String,
            _ options: [(value: String, text: String, n: Int?)]
        ) -> [String: Any] {
            // What leads nowhere is not offered, unless it is what is chosen.
            let kept = options.filter { $0.n != 0 || $0.value == chosen[name] }
            return [
                "id": "by-\(name)", "name": name, "label": label,
                "options": kept.map { option -> [String: Any] in
                    let text = option.n.map { words.text("web.queue_choice", ["name": option.text, "n": "\($0)"]) }
                    return [
                        "value": option.value, "text": text ?? option.text, "chosen": option.value == chosen[name],
                    ]
                },
            ]
        }
        var choices: [[String: Any]] = []
        if queue.list.isOpen {
            choices.append(
                select(
                    "light",
                    words.text("web.clock"),
                    DueLight.allCases.map { light in
                        (light.rawValue, words.text("light.\(light.rawValue)"), counts.map { $0.lights[light] ?? 0 })
                    }
                )
            )
        }
        let stages = Stage.Name.allCases.filter { stage in
            stage != .unreported && (queue.list == .all || stage.isOpen == queue.list.isOpen)
        }
        choices.append(
            select(
                "stage",
                words.text("web.stage"),
                stages.map { stage in
                    (stage.rawValue, words.stage(stage), counts.map { $0.stages[stage] ?? 0 })
                }
            )
        )
        if queue.list.isOpen {
            choices.append(
                select(
                    "level",
                    words.text("web.queue_level"),
                    Level.allCases.map { level in
                        (
                            "\(level.rawValue)", words.text("level.\(level.rawValue)"),
                            counts.map { $0.levels[level] ?? 0 }
                        )
                    }
                )
            )
        }
        let units = directory.handlingUnits.keys.sorted().map { unit in
            (unit.rawValue, unitName(unit), counts.map { $0.units[unit] ?? 0 })
        }
        choices.append(
            select(
                "unit",
                words.text("web.unit"),
                [("none", words.text("web.queue_no_unit"), counts.map(\.withoutUnit))] + units
            )
        )
        let categories = directory.sortedCategories.map { category in
            (
                category.code.rawValue, category.name.text(in: words.language),
                counts.map { $0.categories[category.code] ?? 0 }
            )
        }
        choices.append(select("category", words.text("web.field_category"), categories))
        choices.append(select("area", words.text("web.queue_area"), areas(counts)))
        return choices
    }

    /// Streets, and the smaller area that is chosen: a district's grids are too many for a select, and the map leads to them.
    private func areas(_ counts: QueueCounts?) -> [(value: String, text: String, n: Int?)] {
        var sums: [UnitCode: Int] = [:]
        for (code, grid) in directory.grids {
            guard let street = directory.path(of: code).first(where: { $0.level == .street }) else { continue }
            sums[street.code, default: 0] += counts?.grids[grid.code.rawValue] ?? 0
        }
        var areas: [(value: String, text: String, n: Int?)] = [
            ("none", words.text("web.queue_unplaced"), counts.map { $0.grids[""] ?? 0 })
        ]
        areas += sums.keys.sorted().map { street in
            (street.rawValue, directory.units[street]?.name ?? street.rawValue, counts.map { _ in sums[street] ?? 0 })
        }
        switch queue.area {
        case nil, .unplaced: break
        case .grid(let grid):
            areas.append((grid.rawValue, words.gridName(grid.rawValue) ?? grid.rawValue, counts?.grids[grid.rawValue]))
        case .unit(let unit) where sums[unit] == nil:
            let all = (directory.grids(in: .unit(unit)) ?? []).map { counts?.grids[$0.rawValue] ?? 0 }.reduce(0, +)
            areas.append((unit.rawValue, directory.units[unit]?.name ?? unit.rawValue, counts.map { _ in all }))
        case .unit: break
        }
        return areas
    }
}
