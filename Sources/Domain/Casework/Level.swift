/// Who carries a case (domain B.2), beside the ``Stage`` where it stands; raw values are stored and never reused.
package enum Level: Int, Hashable, Sendable, CaseIterable, Comparable {
    /// 居民吹哨.
    case resident = 0
    /// 网格化解.
    case grid
    /// 社区响应.
    case community
    /// 街道办理.
    case street
    /// 部门协调.
    case department
    /// 联席研判: the end of the ladder; whom it names may not object.
    case joint

    package static func < (one: Level, other: Level) -> Bool { one.rawValue < other.rawValue }

    package var above: Level? { Level(rawValue: rawValue + 1) }

    /// Nil at the grid: nothing is given back to whoever reported it.
    package var below: Level? { self > .grid ? Level(rawValue: rawValue - 1) : nil }

    /// Who may hand a case at this level up or down.
    package var holder: Role {
        switch self {
        case .resident, .grid: .gridWorker
        case .community: .community
        case .street, .department, .joint: .dispatcher
        }
    }

    /// How long a case may stay here before it is solved or handed on; nil where the category's own limit runs.
    package var limit: Limit? {
        switch self {
        case .resident, .department: nil
        case .grid: Limit.workingDays(1)
        case .community: Limit.workingDays(2)
        case .street: Limit.workingDays(5)
        case .joint: Limit.workingDays(10)
        }
    }
}
