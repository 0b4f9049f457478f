/// Work that exactly one of the processes on a database does at a time; the raw value is the number of its lock.
package enum Duty: Int64, Hashable, Sendable, CaseIterable {
    case checkpoints = 1
    case deadlines = 2
    case outbox = 3
    case words = 4
}
