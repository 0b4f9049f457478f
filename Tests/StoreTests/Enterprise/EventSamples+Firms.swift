import Domain
import Foundation

extension EventSamples {
    static func tag() throws -> FirmTag { try FirmTag(parsing: String(repeating: "0a", count: 16)) }

    private static func details(_ kind: Enterprise.Kind, isFull: Bool) throws -> Enterprise.Details {
        Enterprise.Details(
            name: "\(mark) firm",
            creditCode: isFull ? try CreditCode(parsing: "914403001922038216") : nil,
            kind: kind,
            industry: isFull ? "\(mark) trade" : "",
            park: isFull ? try unit("P1") : nil,
            place: isFull ? try place() : Report.Place(point: nil, address: nil, grid: nil)
        )
    }

    /// The first one registers.
    static func enterprises() throws -> [Enterprise.Event] {
        let (first, last) = (try Day(parsing: "2026-01-01"), try Day(parsing: "2026-12-31"))
        let industry = try CategoryCode(parsing: "materials")
        let whats: [Enterprise.Event.What] =
            [.registered(number: 7, try details(.enterprise, isFull: true), .registered)]
            + (try Enterprise.Kind.allCases.flatMap { kind -> [Enterprise.Event.What] in
                [
                    .registered(number: 8, try details(kind, isFull: true), .split(from: 7)),
                    .registered(number: 9, try details(kind, isFull: false), .registered),
                    .changed(try details(kind, isFull: true)),
                ]
            })
            + Enterprise.Status.Kind.allCases.flatMap { kind -> [Enterprise.Event.What] in
                [
                    .statusGranted(.init(kind: kind, certificate: "\(mark) no. 1", from: first, until: last)),
                    .statusGranted(.init(kind: kind, certificate: "", from: first, until: nil)),
                    .statusEnded(kind, on: last),
                ]
            }
            + [
                .gridChanged(from: try GridCode(parsing: "G-1_a", scheme: .local), to: try grid()),
                .gridChanged(from: nil, to: try grid()), .tagged(industry, from: first), .untagged(industry, on: last),
                .stewardAssigned(.init(holder: account(1), unit: try unit("CG"), from: first)),
                .stewardAssigned(.init(holder: account(1), unit: try unit("CG"), from: first, until: last)),
                .stewardEnded(on: last),
                .deputyAssigned(
                    .init(holder: account(2), unit: try unit("CG"), from: first, until: last, isDeputy: true)
                ),
                .deputyEnded(on: last), .merged(into: 9, on: last), .absorbed(6, on: last),
                .split(into: [10, 11], on: last), .closed(on: last), .linkRenewed,
            ]
        return try whats.map { Enterprise.Event(tag: try tag(), what: $0) }
    }

    static func enterpriseLists() throws -> [EnterpriseLists.Event] {
        [
            .parkNamed(try unit("P1"), Wording("\(mark) 园", english: "\(mark) park")),
            .tagNamed(try CategoryCode(parsing: "materials"), Wording("\(mark) 材料", english: "\(mark) materials")),
            .capSet(3),
        ]
    }

    private static func firm(_ kind: Enterprise.Kind) throws -> Visit.Firm {
        Visit.Firm(number: 7, kind: kind, grid: try grid(), tag: try tag())
    }

    private static func booking(isFull: Bool) throws -> Visit.Booking {
        Visit.Booking(
            unit: try unit("CG"),
            officer: account(1),
            purpose: .policy,
            day: try Day(parsing: "2026-06-03"),
            part: .afternoon,
            note: isFull ? "\(mark) note" : "",
            isAsked: isFull,
            round: isFull ? try unit("2026-06") : nil
        )
    }

    /// A visit that is asked for, and every answer.
    static func bookings() throws -> [Visit.Event] {
        let other: ID<Visit> = ID(UUID(uuid: (0x50, 0x52, 0x49, 0x56, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9)))
        return [
            .booked(try firm(.enterprise), try booking(isFull: true)),
            .booked(try firm(.soleTrader), try booking(isFull: false)), .accepted, .refused,
            .moved(try Day(parsing: "2026-06-04"), .morning, tag: try tag()), .merged(into: other),
            .joined(try unit("HW")), .withdrawn,
        ]
    }

    /// A visit that is written down, and every answer.
    static func records() throws -> [Visit.Event] {
        func record(_ outcome: Visit.Outcome, isFull: Bool) throws -> Visit.Record {
            Visit.Record(
                unit: try unit("CG"),
                officer: account(1),
                on: try Day(parsing: "2026-06-01"),
                outcome: outcome,
                minutes: isFull ? 30 : 0,
                needs: isFull ? Set(Visit.Need.allCases) : [],
                problems: isFull ? ["\(mark) one", "\(mark) two"] : [],
                explained: isFull ? [3, 12] : [],
                policies: isFull ? ["\(mark) policy"] : [],
                remark: isFull ? "\(mark) remark" : "",
                round: isFull ? try unit("2026-06") : nil
            )
        }
        let written = try Day(parsing: "2026-06-02")
        return [.recorded(try firm(.shop), try record(.visited, isFull: true), written: written)]
            + (try Visit.Outcome.allCases.map {
                .recorded(try firm(.soleTrader), try record($0, isFull: false), written: written)
            })
            + Visit.Way.allCases.map { .confirmed($0, askedTwice: 2) } + [.disputed(ground: "\(mark) ground")]
    }

    static func rounds() throws -> [VisitRound.Event] {
        let definition = VisitRound.Definition(
            code: try unit("2026-06"),
            name: "\(mark) round",
            from: try Day(parsing: "2026-06-01"),
            until: try Day(parsing: "2026-06-30")
        )
        return [
            .frozen(definition, firms: [.enterprise: [1, 2, 3, 7], .shop: [4], .soleTrader: [5, 6]]),
            .frozen(definition, firms: [.shop: [4]]), .closed(on: try Day(parsing: "2026-06-20")),
        ]
    }
}
