/// What the entries themselves add up to.
package struct Recount: Hashable, Sendable {
    /// How many entries were counted.
    package private(set) var entries = 0
    /// By type.
    package private(set) var types: [String: Int] = [:]
    /// By grid; entries without one are in none.
    package private(set) var grids: [String: Int] = [:]
    /// Reports by the channel that they came through.
    package private(set) var channels: [String: Int] = [:]
    /// Cases closed on time, of all `case.closed`.
    package private(set) var closedOnTime = 0
    /// The waiting days of all `case.closed`, added up.
    package private(set) var waitingDays = 0
    private var countsByDay: [EntryDay: Int] = [:]

    /// By day, the earliest first.
    package var days: [(day: String, entries: Int)] {
        countsByDay.sorted { $0.key < $1.key }.map { ($0.key.description, $0.value) }
    }

    mutating func add(_ facts: PublicFacts) {
        entries += 1
        types[facts.type, default: 0] += 1
        countsByDay[facts.day, default: 0] += 1
        if let grid = facts.grid { grids[grid, default: 0] += 1 }
        if let channel = facts.channel { channels[channel, default: 0] += 1 }
        if let closing = facts.closing {
            closedOnTime += closing.isOnTime ? 1 : 0
            waitingDays += closing.waitingDays
        }
    }

    mutating func add(_ other: Recount) {
        entries += other.entries
        types.merge(other.types, uniquingKeysWith: +)
        countsByDay.merge(other.countsByDay, uniquingKeysWith: +)
        grids.merge(other.grids, uniquingKeysWith: +)
        channels.merge(other.channels, uniquingKeysWith: +)
        closedOnTime += other.closedOnTime
        waitingDays += other.waitingDays
    }
}
