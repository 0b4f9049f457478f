import Domain
import Store

/// Who looks at a queue, made ready for very many questions: whether a case is seen, and whether it passes.
struct QueueSight: Sendable {
    private let staff: Staff
    private let queue: Queue
    private let now: Instant
    /// Raw codes of the grids where the reader's roles hold; nil for all.
    private let scope: Set<String>?
    /// Raw codes of the grids that the queue asks for; nil for all.
    private let area: Set<String>?
    private let seesAllUnits: Bool
    /// By the role's place among all.
    private let roles: [Bool]
    private let stage: Int?
    private let level: Int?
    private static let handlingUnit = Role.allCases.firstIndex(of: .handlingUnit)

    init(_ queue: Queue, for staff: Staff, at now: Instant, directory: Directory) {
        self.staff = staff
        self.queue = queue
        self.now = now
        scope = directory.grids(in: staff.scope).map { Set($0.map(\.rawValue)) }
        switch queue.area {
        case nil: area = nil
        case .grid(let code): area = [code.rawValue]
        case .unit(let unit): area = Set((directory.grids(in: .unit(unit)) ?? []).map(\.rawValue))
        case .unplaced: area = [""]
        }
        seesAllUnits = !staff.roles.isDisjoint(with: Office.wideRoles)
        roles = Role.allCases.map(staff.roles.contains)
        stage = queue.stage.flatMap { Stage.Name.allCases.firstIndex(of: $0) }
        level = queue.level.flatMap { Level.allCases.firstIndex(of: $0) }
    }

    /// The rule of ``Office/sees(_:_:)``.
    func sees(_ open: OpenCase) -> Bool {
        if open.recusal?.concerns(staff) == true { return false }
        if let scope {
            guard let grid = open.gridCode, scope.contains(grid) else { return false }
        }
        return seesAllUnits || (staff.unit != nil && staff.unit == open.unit)
    }

    /// Whether the next move is the reader's.
    func isMine(_ entry: OpenBoard.Entry) -> Bool {
        guard let role = entry.key.awaits, roles[role] else { return false }
        return role != Self.handlingUnit || (staff.unit != nil && staff.unit == entry.open.unit)
    }

    func isLate(_ entry: OpenBoard.Entry) -> Bool { now >= entry.lights.red }

    func isIn(_ list: Queue.List, _ entry: OpenBoard.Entry) -> Bool {
        switch list {
        case .mine: isMine(entry)
        case .overdue: isLate(entry)
        case .open, .closed, .all: true
        }
    }

    /// The conditions of a queue that a case does not meet.
    struct Unmet: OptionSet {
        let rawValue: UInt8
        static let stage = Unmet(rawValue: 1)
        static let level = Unmet(rawValue: 2)
        static let light = Unmet(rawValue: 4)
        static let category = Unmet(rawValue: 8)
        static let holder = Unmet(rawValue: 16)
        static let area = Unmet(rawValue: 32)
    }

    func unmet(_ entry: OpenBoard.Entry) -> Unmet {
        var unmet: Unmet = []
        if let stage, stage != entry.key.stage { unmet.insert(.stage) }
        if let level, level != entry.key.level { unmet.insert(.level) }
        if let light = queue.light, light != entry.lights.light(at: now) { unmet.insert(.light) }
        if let category = queue.category, category != entry.open.category { unmet.insert(.category) }
        switch queue.holder {
        case nil: break
        case .nobody: if entry.key.unit != nil { unmet.insert(.holder) }
        case .unit(let unit): if entry.open.unit != unit { unmet.insert(.holder) }
        }
        if let area, !area.contains(entry.open.gridCode ?? "") { unmet.insert(.area) }
        return unmet
    }

    func passes(_ entry: OpenBoard.Entry) -> Bool {
        sees(entry.open) && isIn(queue.list, entry) && unmet(entry).isEmpty
    }
}

/// Counts cases by each condition of a queue, wherever it is the choice of that condition alone that decides.
struct QueueCounter {
    private var stages = [Int](repeating: 0, count: Stage.Name.allCases.count)
    private var levels = [Int](repeating: 0, count: Level.allCases.count)
    private var lights = (green: 0, amber: 0, red: 0)
    private var categories: [Int]
    private var units: [Int]
    private var withoutUnit = 0
    private var grids: [Int]
    private let names: [String]

    init(_ names: [String]) {
        self.names = names
        categories = [Int](repeating: 0, count: names.count)
        (units, grids) = (categories, categories)
    }

    mutating func add(_ entry: OpenBoard.Entry, unmet: QueueSight.Unmet, at now: Instant) {
        func decides(_ condition: QueueSight.Unmet) -> Bool { unmet.subtracting(condition).isEmpty }
        if decides(.stage) { stages[entry.key.stage] += 1 }
        if decides(.level) { levels[entry.key.level] += 1 }
        if decides(.light) {
            if now >= entry.lights.red {
                lights.red += 1
            } else if now >= entry.lights.amber {
                lights.amber += 1
            } else {
                lights.green += 1
            }
        }
        if decides(.category) { categories[entry.key.category] += 1 }
        if decides(.holder) { if let unit = entry.key.unit { units[unit] += 1 } else { withoutUnit += 1 } }
        if decides(.area) { grids[entry.key.grid] += 1 }
    }

    /// Only what there is, as everywhere.
    var counts: QueueCounts {
        var counts = QueueCounts()
        for (stage, n) in zip(Stage.Name.allCases, stages) where n > 0 { counts.stages[stage] = n }
        for (level, n) in zip(Level.allCases, levels) where n > 0 { counts.levels[level] = n }
        for (light, n) in [(DueLight.green, lights.green), (.amber, lights.amber), (.red, lights.red)] where n > 0 {
            counts.lights[light] = n
        }
        for (index, name) in names.enumerated() {
            if grids[index] > 0 { counts.grids[name] = grids[index] }
            // The names were read from codes.
            if categories[index] > 0, let code = try? CategoryCode(parsing: name) {
                counts.categories[code] = categories[index]
            }
            if units[index] > 0, let code = try? UnitCode(parsing: name) { counts.units[code] = units[index] }
        }
        counts.withoutUnit = withoutUnit
        return counts
    }
}
