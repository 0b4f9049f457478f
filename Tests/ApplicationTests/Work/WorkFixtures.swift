import Application
import Domain
import Store
import TestKit

extension Office {
    /// What the tests of rights aim at: a checklist, a sweep of the first street, a stock, a volunteer's unit.
    func prepareWork() async throws {
        let category = try CategoryCode(parsing: "waste")
        let limit = try Limit(parsing: "3wd")
        let items = ["通道畅通", "灭火器有效"].map { Checklist.Item($0, category: category, limit: limit) }
        let list = try await publish(checklist: nil, name: "重点场所", items: items, by: .system)
        _ = try await freeze(
            SweepDraft(
                kind: .keyPlaces,
                name: "排查",
                unit: try UnitCode(parsing: "411002001"),
                checklist: list,
                until: today.advanced(by: 9),
                source: .grids
            ),
            by: .system
        )
        _ = try await order(Self.sampleForm(in: UnitCode(parsing: "411002001"), on: today), by: .system)
    }

    /// A monthly form of two lines, one of which is filled by itself.
    static func sampleForm(in unit: UnitCode, on day: Day) throws -> FormOrder.Order {
        FormOrder.Order(
            serial: 0,
            number: "表1",
            title: "月报",
            authority: "区统计局",
            basis: "统字〔2026〕1号",
            unit: unit,
            from: day,
            until: day.advanced(by: 365),
            rhythm: .monthly,
            minutes: 20,
            items: [
                .init("受理数", indicator: try IndicatorCode(parsing: "case.reported")), .init("宣传栏数"),
            ]
        )
    }

    /// One act of each kind, in the first grid of the first street or in that street.
    func attemptWork(_ action: OfficeAction, in grid: GridCode, by actor: Actor) async throws {
        let street = try UnitCode(parsing: "411002001")
        let place = try workPlace(unit: nil, grid: grid.rawValue)
        switch action {
        case .runActivities:
            let draft = ActivityDraft(kind: .training, topic: "讲座", on: today, venue: "活动室", place: place)
            _ = try await plan(draft, by: actor)
        case .keepHandouts: _ = try await begin(handout: .leaflet, title: "宣传页", unit: street, by: actor)
        case .keepMeetings: _ = try await establish(body: .partyBranch, name: "支部", unit: street, by: actor)
        case .keepChecklists:
            let item = Checklist.Item(
                "通道畅通",
                category: try CategoryCode(parsing: "waste"),
                limit: try Limit(parsing: "1d")
            )
            _ = try await publish(checklist: nil, name: "表", items: [item], by: actor)
        case .planSweeps:
            let draft = SweepDraft(
                kind: .fire,
                name: "消防",
                unit: street,
                checklist: 1,
                until: today,
                source: .grids
            )
            _ = try await freeze(draft, by: actor)
        case .visitElements: try await visit(1, of: 1, .noHazard, by: actor)
        case .recheckElements:
            do { try await recheck(1, of: 1, agrees: true, note: "", by: actor) } catch Refusal.work(.notDrawn) {
                // Nothing is drawn yet: that is asked after the rights.
            }
        case .matchNeeds:
            _ = try await raise(.repair, at: place, from: today, until: today, hands: 1, by: actor)
        case .keepVolunteers: _ = try await join("王敏", unit: street, by: actor)
        case .keepPledges: _ = try await pledge("月底前修好", unit: street, until: today, by: actor)
        case .orderForms: _ = try await order(Self.sampleForm(in: street, on: today), by: actor)
        case .handInForms:
            do { try await handIn(form: 1, for: street, answers: ["3"], by: actor) } catch Refusal.work(
                .alreadyHandedIn
            ) {
                // Somebody has, from the same street: that is asked after the rights.
            }
        case .recordDisputes: _ = try await record(.tenancy, at: place, parties: 2, on: today, by: actor)
        case .divide, .appoint, .relieve, .openAccount, .changeAccount, .lockAccount, .endSessions, .resetPassword,
            .resetSecondFactor, .requireSecondFactor, .wordMessages, .erase, .defineIndicators, .freezeFigures,
            .importTotals,
            .writeBulletin, .reviewBulletin, .releaseBulletin:
            preconditionFailure("assumed an act of the grid's own work: \(action)")
        }
    }
}
