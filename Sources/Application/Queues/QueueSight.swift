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
    func isMine(_ open: OpenCase) -> Bool {
        guard let role = open.awaits, staff.roles.contains(role) else { return false }
        return role != .handlingUnit || (staff.unit != nil && staff.unit == open.unit)
    }

    func isIn(_ list: Queue.List, _ entry: OpenBoard.Entry) -> Bool {
        switch list {
        case .mine: isMine(entry.open)
        case .overdue: entry.lights.light(at: now) == .red
        case .open, .closed, .all: true
        }
    }

    /// A condition of a queue.
    enum Condition: CaseIterable {
        case stage, level, light, category, holder, area
    }

    func meets(_ condition: Condition, _ entry: OpenBoard.Entry) -> Bool {
        let open = entry.open
        switch condition {
        case .stage: return queue.stage.map { $0 == open.stage } ?? true
        case .level: return queue.level.map { $0 == open.level } ?? true
        case .light: return queue.light.map { $0 == entry.lights.light(at: now) } ?? true
        case .category: return queue.category.map { $0 == open.category } ?? true
        case .holder:
            switch queue.holder {
            case nil: return true
            case .nobody: return open.unit == nil
            case .unit(let unit): return open.unit == unit
            }
        case .area: return area.map { $0.contains(open.gridCode ?? "") } ?? true
        }
    }

    func passes(_ entry: OpenBoard.Entry) -> Bool {
        sees(entry.open) && isIn(queue.list, entry) && Condition.allCases.allSatisfy { meets($0, entry) }
    }

    /// Counts a case wherever it is the choice of one condition alone that decides.
    func count(_ entry: OpenBoard.Entry, in counts: inout QueueCounts) {
        var unmet: Condition?
        for condition in Condition.allCases where !meets(condition, entry) {
            if unmet != nil { return }
            unmet = condition
        }
        let open = entry.open
        func decides(_ condition: Condition) -> Bool { unmet == nil || unmet == condition }
        if decides(.stage) { counts.stages[open.stage, default: 0] += 1 }
        if decides(.level) { counts.levels[open.level, default: 0] += 1 }
        if decides(.light) { counts.lights[entry.lights.light(at: now), default: 0] += 1 }
        if decides(.category) { counts.categories[open.category, default: 0] += 1 }
        if decides(.holder) {
            if let unit = open.unit { counts.units[unit, default: 0] += 1 } else { counts.withoutUnit += 1 }
        }
        if decides(.area) { counts.grids[open.gridCode ?? "", default: 0] += 1 }
    }
}
