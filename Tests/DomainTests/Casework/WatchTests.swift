import Domain
import Testing

/// What the clockwork says to a unit beside the lead one: once before its time is up, once after.
struct WatchTests {
    private static func hw() throws -> UnitCode { try UnitCode(parsing: "HW") }

    private static func step(_ state: Case, _ command: CaseCommand, by actor: Actor, at now: Instant) throws -> Case {
        var after = state
        for event in try state.decide(command, in: People.situation(actor, at: now)) { after.apply(event) }
        return after
    }

    @Test(arguments: [
        (1_800, 1_349, nil), (1_800, 1_350, Watch.Word.reminded), (1_800, 1_800, .reminded), (1_800, 1_801, .overdue),
        (0, 0, .reminded), (0, 1, .overdue), (-60, 0, .overdue),
    ])
    func `a reminder comes when a quarter of the time is left`(limit: Int, later: Int, word: Watch.Word?) {
        let start = People.monday
        let watch = Watch(since: start)
        let due = start.advanced(bySeconds: Int64(limit))
        #expect(watch.word(due: due, at: start.advanced(bySeconds: Int64(later))) == word)
    }

    @Test func `each word is said once a step, and the next step begins anew`() throws {
        // given: a department is on its way, in an emergency
        let hw = try Self.hw()
        let established = try People.play(People.way(to: .established))
        let whistle = CaseCommand.share(.blowWhistle(.emergency, units: [hw], task: "抢险"))
        let dispatcher = Actor.staff(try People.staff(.dispatcher))
        let companion = Actor.staff(try People.companion())
        let start = People.monday
        let called = try Self.step(established, whistle, by: dispatcher, at: start)
        let accepted = try Self.step(called, .share(.acceptCall), by: companion, at: start)
        let due = try #require(accepted.file?.calls.first?.stepDue)
        let soon = due.advanced(bySeconds: -450)

        // then
        #expect(throws: Refusal.notYet) {
            try Self.step(accepted, .share(.watch), by: .system, at: soon.advanced(bySeconds: -1))
        }
        let reminded = try accepted.decide(.share(.watch), in: People.situation(.system, at: soon)).map(\.what)
        #expect(reminded == [.shared(.reminded(hw, .call, due: due))])
        let once = try Self.step(accepted, .share(.watch), by: .system, at: soon)
        #expect(throws: Refusal.notYet) { try Self.step(once, .share(.watch), by: .system, at: due) }
        let late = due.advanced(bySeconds: 1)
        let lapsed = try once.decide(.share(.watch), in: People.situation(.system, at: late)).map(\.what)
        #expect(lapsed == [.shared(.lapsed(hw, .call, due: due))])
        let twice = try Self.step(once, .share(.watch), by: .system, at: late)
        #expect(throws: Refusal.notYet) {
            try Self.step(twice, .share(.watch), by: .system, at: late.advanced(bySeconds: 86_400))
        }
        #expect(twice.file?.updatedAt == late && once.file?.updatedAt == accepted.file?.updatedAt)
        let arrived = try Self.step(twice, .share(.arrive(note: "")), by: companion, at: late)
        #expect(arrived.file?.calls.first?.watch == Watch(since: late))
        // Nobody but the clockwork says it.
        #expect(throws: Refusal.notPermitted(.watch)) {
            try Self.step(accepted, .share(.watch), by: dispatcher, at: late)
        }
    }

    @Test func `silence past the time to acknowledge is acknowledged, not overdue`() throws {
        let handling = try People.play(People.way(to: .handling))
        let dispatcher = Actor.staff(try People.staff(.dispatcher))
        let start = People.monday.advanced(bySeconds: 3_600)
        let assist = CaseCommand.share(.assist(try Self.hw(), opinion: "", due: nil))
        let ordered = try Self.step(handling, assist, by: dispatcher, at: start)
        let due = try #require(ordered.file?.assistance.first?.stepDue)
        let late = due.advanced(bySeconds: 1)

        #expect(throws: Refusal.notYet) { try Self.step(ordered, .share(.watch), by: .system, at: late) }
        let taken = try Self.step(ordered, .share(.acknowledgeAssistance), by: .system, at: late)
        let end = try #require(taken.file?.assistance.first?.stepDue)
        let lapsed = try taken.decide(
            .share(.watch),
            in: People.situation(.system, at: end.advanced(bySeconds: 1))
        ).map(\.what)
        #expect(lapsed == [.shared(.lapsed(try Self.hw(), .assistance, due: end))])
    }
}
