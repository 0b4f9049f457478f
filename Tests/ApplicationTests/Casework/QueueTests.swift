import Application
import Domain
import Foundation
import Geography
import Store
import TestKit
import Testing

/// Queues of open cases: what is in them, in what order, and how many.
struct QueueTests {
    private let unit: UnitCode
    private let waste: CategoryCode

    init() throws {
        unit = try UnitCode(parsing: "CG")
        waste = try CategoryCode(parsing: "waste")
    }

    private func numbers(_ queue: Queue, _ role: Role, on board: TestBoard) async throws -> [CaseNumber] {
        try await board.office.page(of: queue, for: board.staff(role)).cases.map(\.number)
    }

    /// Four cases a minute apart, one in each grid: reported, registered, dispatched, closed.
    private func four(on board: TestBoard) async throws -> [CaseNumber] {
        var numbers: [CaseNumber] = []
        for grid in TestBoard.gridCodes {
            board.clock.advance(seconds: 60)
            numbers.append(try await board.report(category: "waste", grid: grid).number)
        }
        let office = board.office
        for number in numbers[1...2] {
            try await office.perform(.register(category: waste), on: number, by: .staff(board.staff(.intake)))
        }
        try await office.perform(.establish(note: ""), on: numbers[2], by: .staff(board.staff(.dutyChief)))
        try await office.perform(.dispatch(to: unit, opinion: ""), on: numbers[2], by: .staff(board.staff(.dispatcher)))
        try await board.close(numbers[3])
        return numbers
    }

    @Test(arguments: TestEngine.all)
    func `a queue follows what is committed, and every condition narrows it`(kind: TestEngine) async throws {
        let board = try await TestBoard.make(on: kind)
        let before = try await numbers(Queue(.open), .supervisor, on: board)
        #expect(before.isEmpty)

        let all = try await four(on: board)

        // Acknowledging is due before solving, so that the order stands by due time.
        #expect(Set(try await numbers(Queue(.open), .supervisor, on: board)) == Set(all[0...2]))
        #expect(try await numbers(Queue(.closed), .supervisor, on: board) == [all[3]])
        #expect(try await numbers(Queue(.mine), .intake, on: board) == [all[0]])
        #expect(try await numbers(Queue(.mine), .dutyChief, on: board) == [all[1]])
        #expect(try await numbers(Queue(.mine), .handlingUnit, on: board) == [all[2]])
        #expect(try await numbers(Queue(.open), .handlingUnit, on: board) == [all[2]])

        func narrowed(_ change: (inout Queue) -> Void) async throws -> [CaseNumber] {
            var queue = Queue(.open)
            change(&queue)
            return try await numbers(queue, .supervisor, on: board)
        }
        #expect(try await narrowed { $0.stage = .registered } == [all[1]])
        #expect(try await narrowed { $0.holder = .unit(unit) } == [all[2]])
        #expect(Set(try await narrowed { $0.holder = .nobody }) == Set(all[0...1]))
        #expect(Set(try await narrowed { $0.level = .street }) == Set(all[1...2]))
        let grid = try #require(board.office.directory.grid(named: TestBoard.gridCodes[1]))
        #expect(try await narrowed { $0.area = .grid(grid) } == [all[1]])
        let street = try UnitCode(parsing: "411002002")
        #expect(try await narrowed { $0.area = .unit(street) } == [all[2]])
        #expect(try await narrowed { $0.category = waste }.count == 3)
        try await board.close()
    }

    @Test func `counts say how many each choice would leave, and how many each list has`() async throws {
        let board = try await TestBoard.make()
        _ = try await four(on: board)
        var queue = Queue(.open)
        queue.stage = .registered

        let page = try await board.office.page(of: queue, for: board.staff(.supervisor))
        let counts = try #require(page.counts)

        #expect(page.count == CaseCount(1))
        // Of the stage's own condition, every choice; of the others, what the stage leaves.
        #expect(counts.stages == [.reported: 1, .registered: 1, .dispatched: 1])
        #expect(counts.levels == [.street: 1] && counts.withoutUnit == 1 && counts.units == [:])
        #expect(counts.grids == [TestBoard.gridCodes[1]: 1] && counts.categories == [waste: 1])
        #expect(page.lists == [.open: 3])
        try await board.close()
    }

    @Test func `a light in a queue is the light of the case's page, at every hour`() async throws {
        let board = try await TestBoard.make()
        _ = try await four(on: board)
        let staff = board.staff(.supervisor)
        for _ in 0..<100 {
            board.clock.advance(seconds: 2 * 3_600)
            for light in DueLight.allCases {
                var queue = Queue(.open)
                queue.light = light
                let page = try await board.office.page(of: queue, for: staff)
                #expect(page.cases.allSatisfy { board.office.clock(of: $0)?.light == light })
            }
            let lights = try await board.office.page(of: Queue(.open), for: staff).counts?.lights
            #expect(lights?.values.reduce(0, +) == 3)
        }
        let overdue = try await board.office.page(of: Queue(.overdue), for: staff)
        #expect(overdue.count == CaseCount(3))
        try await board.close()
    }

    @Test(arguments: TestEngine.all)
    func `pages go on where the one before ended, of open cases and of ended ones`(kind: TestEngine) async throws {
        let board = try await TestBoard.make(on: kind)
        let length = Office.queueLength
        var all: Set<CaseNumber> = []
        for _ in 0..<(length + 3) { all.insert(try await board.report().number) }
        for list in [Queue.List.open, .all] {
            let first = try await board.office.page(of: Queue(list), for: board.staff(.supervisor))
            #expect(first.cases.count == length && first.count == CaseCount(length + 3))
            let place = try #require(first.next)
            let second = try await board.office.page(of: Queue(list), for: board.staff(.supervisor), behind: place)
            #expect(second.cases.count == 3 && second.next == nil)
            #expect(Set((first.cases + second.cases).map(\.number)) == all)
        }
        try await board.close()
    }

    @Test func `a case knows what stands before and behind it in its queue, also when it has left it`() async throws {
        let board = try await TestBoard.make()
        var numbers: [CaseNumber] = []
        for _ in 0..<3 {
            board.clock.advance(seconds: 60)
            numbers.append(try await board.report().number)
        }
        let (office, intake) = (board.office, board.staff(.intake))
        let place = try #require(try await office.place(of: numbers[1]))

        let before = try #require(try await office.neighbours(of: place, in: Queue(.mine), for: intake))
        try await office.perform(
            .register(category: try CategoryCode(parsing: "street-light")),
            on: numbers[1],
            by: .staff(intake)
        )
        let after = try #require(try await office.neighbours(of: place, in: Queue(.mine), for: intake))

        #expect(before.before == numbers[0] && before.after == numbers[2] && before.isInside && before.count == 3)
        #expect(after.before == numbers[0] && after.after == numbers[2] && !after.isInside && after.count == 2)
        #expect(try await office.neighbours(of: place, in: Queue(.closed), for: intake) == nil)
        try await board.close()
    }

    @Test func `whoever must not see a case counts it nowhere`() async throws {
        let board = try await TestBoard.make()
        try await board.report(confidence: .unit(unit))
        let unitsPage = try await board.office.page(of: Queue(.open), for: board.staff(.handlingUnit))
        let intakesPage = try await board.office.page(of: Queue(.open), for: board.staff(.intake))
        let worker = Staff(
            account: ID(UUID()),
            roles: [.gridWorker],
            scope: .grid(try #require(board.office.directory.grid(named: TestBoard.gridCodes[3]))),
            unit: nil
        )
        let elsewhere = try await board.office.page(of: Queue(.open), for: worker)
        #expect(unitsPage.count == CaseCount(0) && unitsPage.lists == [:])
        #expect(intakesPage.count == CaseCount(1))
        #expect(elsewhere.count == CaseCount(0) && elsewhere.counts?.stages == [:])
        try await board.close()
    }

    @Test func `queues show everybody the open cases that their pages show, of every stage and place`() async throws {
        let board = try await TestBoard.make()
        var all = try await four(on: board)
        all.append(try await board.report(confidence: .unit(unit)).number)
        all.append(try await board.report(grid: "nowhere").number)
        let street = try UnitCode(parsing: "411002001")
        let grid = try #require(board.office.directory.grid(named: TestBoard.gridCodes[2]))
        for role in Role.allCases {
            for scope in [Scope.district, .unit(street), .grid(grid)] {
                // Nobody is of a handling unit without having one.
                for unit in role == .handlingUnit ? [unit] : [nil, unit] {
                    let staff = Staff(account: ID(UUID()), roles: [role], scope: scope, unit: unit)
                    var seen: Set<CaseNumber> = []
                    for number in all {
                        let summary = try await board.office.caseSummary(number, for: staff)
                        if summary?.isOpen == true { seen.insert(number) }
                    }
                    let page = try await board.office.page(of: Queue(.open), for: staff)
                    #expect(Set(page.cases.map(\.number)) == seen, "\(role) \(scope)")
                }
            }
        }
        try await board.close()
    }

    @Test func `another office on the same database sees what this one commits`() async throws {
        let board = try await TestBoard.make()
        let other = try await board.reopened()
        let staff = board.staff(.supervisor)
        #expect(try await other.page(of: Queue(.open), for: staff).count == CaseCount(0))
        let number = try await board.report().number
        try await other.lookAround()
        #expect(try await other.page(of: Queue(.open), for: staff).cases.map(\.number) == [number])
        try await board.close(number)
        try await other.lookAround()
        #expect(try await other.page(of: Queue(.open), for: staff).count == CaseCount(0))
        try await other.engine.close()
        try await board.close()
    }

    @Test func `a map has a mark for each case while they are few, and heaps of them when they are many`() async throws
    {
        let board = try await TestBoard.make()
        let staff = board.staff(.supervisor)
        func report(_ index: Int) async throws {
            let draft = ReportDraft(
                channel: .web,
                category: waste,
                place: PlaceDraft(
                    coordinate: Coordinate(
                        longitude: 113.811 + Double(index % 20) * 0.0015,
                        latitude: 34.021 + Double(index / 20) * 0.0005
                    )
                ),
                text: "垃圾"
            )
            _ = try await board.office.report(draft, by: .resident)
        }
        for index in 0..<QueueMap.markLimit { try await report(index) }
        let few = try await board.office.map(of: Queue(.open), for: staff)
        #expect(few.marks.count == QueueMap.markLimit && few.heaps.isEmpty)
        try await report(QueueMap.markLimit)
        let many = try await board.office.map(of: Queue(.open), for: staff)
        #expect(many.marks.isEmpty && (2...144).contains(many.heaps.count))
        #expect(many.heaps.map(\.lights.sum).reduce(0, +) == QueueMap.markLimit + 1)
        #expect(many.grids.values.map(\.sum).reduce(0, +) == QueueMap.markLimit + 1)
        let corner = CaseFilter.Box(south: 34.02, west: 113.81, north: 34.0212, east: 113.8112)
        let near = try await board.office.map(of: Queue(.open), for: staff, within: corner)
        #expect(
            near.marks.count == 1
                && near.grids == [TestBoard.gridCodes[0]: near.grids[TestBoard.gridCodes[0]] ?? LightCounts()]
        )
        board.clock.advance(seconds: 40 * 86_400)
        let late = try await board.office.map(of: Queue(.open), for: staff, within: corner)
        #expect(late.marks.map(\.light) == [.red])
        try await board.close()
    }

    @Test func `a queue is kept under a name by the one who kept it, and forgotten`() async throws {
        let board = try await TestBoard.make()
        let (one, other) = (board.staff(.dispatcher), board.staff(.intake))
        try await board.office.keepQueue(" 我的  急件 ", "light=red", of: one)
        try await board.office.keepQueue("我的 急件", "light=amber", of: one)
        #expect(try await board.office.keptQueues(of: one).map(\.query) == ["light=amber"])
        #expect(try await board.office.keptQueues(of: other).isEmpty)
        await #expect(throws: Refusal.missing(.name)) { try await board.office.keepQueue("  ", "x", of: one) }
        try await board.office.dropQueue("我的 急件", of: one)
        #expect(try await board.office.keptQueues(of: one).isEmpty)
        try await board.close()
    }

    @Test func `what could be done to several cases is asked of the rules, and nothing is stored`() async throws {
        let board = try await TestBoard.make()
        let all = try await four(on: board)
        let stored = try await board.stored()
        let outlooks = try await board.office.foresee(all, by: board.staff(.intake)) { summary throws(Refusal) in
            .register(category: summary.category)
        }
        var possible: [CaseNumber] = []
        var refused: [CaseNumber: Refusal] = [:]
        for outlook in outlooks {
            switch outlook {
            case .possible(let summary): possible.append(summary.number)
            case .refused(let summary, let refusal): refused[summary.number] = refusal
            case .unseen: Issue.record("intake sees all")
            }
        }
        #expect(possible == [all[0]])
        #expect(refused[all[2]] == .wrongStage(action: .register, stage: .dispatched) && refused.count == 3)
        #expect(try await board.stored() == stored)
        try await board.close()
    }
}
