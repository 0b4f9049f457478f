import Domain
import Store
import Synchronization

/// What is open, in memory: queues, their counts and the desk's map are looked up here, however many cases have ended.
///
/// It is read once and then follows the journal, from the entries of other processes too; a reader gets what holds at
/// a position and keeps it while others go on.
final class OpenBoard: Sendable {
    /// An open case with the moments at which its light changes; a class, so that going through very many copies none.
    final class Entry: Sendable {
        let open: OpenCase
        let lights: Deadline.Lights
        let key: Key

        fileprivate init(_ open: OpenCase, _ lights: Deadline.Lights, key: Key) {
            self.open = open
            self.lights = lights
            self.key = key
        }

        /// Where it stands in a queue.
        var place: Queue.Place { Queue.Place(due: open.stepDue, number: open.number) }
    }

    /// What queues count a case by, as small numbers: hashing its words again for every question would cost more than
    /// all the rest.
    struct Key: Sendable {
        /// Places among all cases of the enumerations.
        let stage: Int
        let level: Int
        /// Nil where the clockwork or nobody has the next move.
        let awaits: Int?
        /// Places in ``Snapshot/names``.
        let category: Int
        let unit: Int?
        let grid: Int
    }

    /// What is open at a position of the journal, in no order.
    struct Snapshot: Sendable {
        fileprivate(set) var chunks: [[Entry?]] = []
        /// Codes of categories, units and grids; the empty one for no grid.
        fileprivate(set) var names: [String] = []

        func visit(_ body: (Entry) throws -> Void) rethrows {
            for chunk in chunks {
                for case let entry? in chunk { try body(entry) }
            }
        }

        func first(_ number: CaseNumber) -> Entry? {
            for chunk in chunks {
                for case let entry? in chunk where entry.open.number == number { return entry }
            }
            return nil
        }
    }

    fileprivate struct State: Sendable {
        var snapshot = Snapshot()
        /// Where a case stands: the chunk's index times ``chunkSize`` and its place in it.
        var slots: [ID<Case>: Int] = [:]
        /// The place of every name.
        var numbers: [String: Int] = [:]
        var free: [Int] = []
        var position: Int64?
    }

    private let state = Mutex(State())
    private let answer = SharedAnswer<Int64, Snapshot>()

    /// Entries that are copied together when one of them changes while a reader still holds them: 512 of some 250 bytes.
    fileprivate static let chunkSize = 512

    /// What is open at the office's position, or later.
    ///
    /// - Throws: ``Fault``.
    func snapshot(for office: Office) async throws -> Snapshot {
        try await answer.value(at: { office.position }, make: { try await self.refreshed(for: office) })
    }

    /// Only one at a time comes here (``SharedAnswer``).
    private func refreshed(for office: Office) async throws -> Snapshot {
        let (journal, directory) = (office.journal, office.directory)
        let last = state.withLock { $0.position }
        let read = try await office.engine.read {
            db -> (all: [OpenCases.Running]?, changes: [OpenCases.Change], Int64) in
            let position = try journal.position(in: db)
            if let last, last <= position, position - last <= OpenCases.manyEntries {
                return (nil, try OpenCases.changes(behind: last, in: db), position)
            }
            return (try OpenCases.all(in: db), [], position)
        }
        func entry(_ running: OpenCases.Running) -> (open: OpenCase, lights: Deadline.Lights) {
            (running.open, running.deadline.lights(in: directory.calendar(version: running.calendar)))
        }
        let all = read.all?.map(entry)
        let changes = read.changes.map { (id: $0.id, now: $0.now.map(entry)) }
        return state.withLock { state in
            if let all {
                state = State()
                for entry in all { state.put(entry.open, entry.lights) }
            }
            for change in changes {
                if let now = change.now { state.put(now.open, now.lights) } else { state.drop(change.id) }
            }
            state.position = read.2
            return state.snapshot
        }
    }
}

extension OpenBoard.State {
    private mutating func number(of name: String) -> Int {
        if let known = numbers[name] { return known }
        snapshot.names.append(name)
        numbers[name] = snapshot.names.count - 1
        return snapshot.names.count - 1
    }

    fileprivate mutating func put(_ open: OpenCase, _ lights: Deadline.Lights) {
        let key = OpenBoard.Key(
            stage: Stage.Name.allCases.firstIndex(of: open.stage) ?? 0,
            level: Level.allCases.firstIndex(of: open.level) ?? 0,
            awaits: open.awaits.flatMap { Role.allCases.firstIndex(of: $0) },
            category: number(of: open.category.rawValue),
            unit: open.unit.map { number(of: $0.rawValue) },
            grid: number(of: open.gridCode ?? "")
        )
        let entry = OpenBoard.Entry(open, lights, key: key)
        let slot: Int
        if let known = slots[entry.open.id] {
            slot = known
        } else if let empty = free.popLast() {
            slot = empty
        } else {
            if snapshot.chunks.last.map({ $0.count == OpenBoard.chunkSize }) ?? true { snapshot.chunks.append([]) }
            let chunk = snapshot.chunks.count - 1
            snapshot.chunks[chunk].append(entry)
            slots[entry.open.id] = chunk * OpenBoard.chunkSize + snapshot.chunks[chunk].count - 1
            return
        }
        slots[entry.open.id] = slot
        snapshot.chunks[slot / OpenBoard.chunkSize][slot % OpenBoard.chunkSize] = entry
    }

    fileprivate mutating func drop(_ id: ID<Case>) {
        guard let slot = slots.removeValue(forKey: id) else { return }
        snapshot.chunks[slot / OpenBoard.chunkSize][slot % OpenBoard.chunkSize] = nil
        free.append(slot)
    }
}
