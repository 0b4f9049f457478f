import Application
import Domain
import Foundation
import Logging
import SQLiteEngine
import Store
import Testing
import TransparencyLog

/// Promise 1, for matters: every grid, category and kind of hour of the demonstration district has exactly one answer.
struct WholeTerritoryTests {
    private static let end = Instant(secondsSinceEpoch: 1_782_835_200)  // 2026-07-01 00:00 +08:00

    @Test func `every grid, category and hour of the demonstration has one unit, one post and one person`() async throws
    {
        // given
        let folder = FileManager.default.temporaryDirectory.appending(path: "qipan-whole-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let random = SeededRandom(seed: 1)
        let office = try await Office(
            settings: .demonstration(port: 8_311),
            engine: SQLiteEngine(path: folder.appending(path: "qipan.db").path),
            keys: Keys(bytes: [UInt8](repeating: 3, count: 32)),
            signer: NoteSigner(name: KeyName("weidu.example/log"), seed: [UInt8](repeating: 5, count: 32)),
            world: OutsideWorld(now: { Self.end }, randomBytes: { random.bytes($0) }),
            logger: Logger(label: "whole-territory-test")
        )
        try await Demonstration(office: office, seed: 1).make(cases: 0, until: Self.end) { _ in }
        let directory = office.directory
        let today = office.today

        // when: everything is asked one by one
        var answers = 0
        var units: Set<UnitCode> = []
        for grid in directory.grids.keys {
            for category in directory.sortedCategories {
                for hours in HourClass.allCases {
                    let moment = try #require(directory.calendar.example(of: hours, from: today))
                    let route = try #require(directory.route(in: grid, category: category.code, at: moment))
                    guard let rule = route.rule, let post = route.assignment.post, route.hours == hours,
                        directory.unitPost(post, on: today)?.holder != nil, rule.unit == route.assignment.unit
                    else {
                        Issue.record("\(grid.rawValue) \(category.code.rawValue) \(hours): \(route.assignment)")
                        continue
                    }
                    answers += 1
                    units.insert(rule.unit)
                }
            }
        }

        // then
        #expect(directory.grids.count == 539)
        #expect(answers == 539 * directory.sortedCategories.count * 3)
        #expect(units == Set(directory.handlingUnits.keys))
        let rules = try #require(directory.rules.dispatch?.rules)
        #expect(directory.dispatchCheck(on: today).findings(in: rules, from: today) == [])
        try await office.engine.close()
        try FileManager.default.removeItem(at: folder)
    }
}
