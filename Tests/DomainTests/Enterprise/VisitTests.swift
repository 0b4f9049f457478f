import Domain
import FoundationEssentials
import Testing

/// A visit from being asked for to the firm's answer: every state × every command.
struct VisitTests {
    private static let today = Day(number: 20_600)
    private static let firm = Visit.Firm(
        number: 1,
        kind: .enterprise,
        grid: nil,
        tag: Self.tag
    )
    private static let tag: FirmTag = {
        do { return try FirmTag(parsing: String(repeating: "b", count: 32)) } catch { preconditionFailure("\(error)") }
    }()
    private static let unit: UnitCode = {
        do { return try UnitCode(parsing: "CG") } catch { preconditionFailure("\(error)") }
    }()
    private static let officer = ID<Account>(UUID())
    private static let other = ID<Visit>(UUID())

    private static func booking(_ days: Int = 3, isAsked: Bool = false) -> Visit.Booking {
        Visit.Booking(
            unit: unit,
            officer: officer,
            purpose: .service,
            day: today.advanced(by: days),
            part: .morning,
            note: "",
            isAsked: isAsked,
            round: nil
        )
    }

    private static func record(_ days: Int = 0, _ outcome: Visit.Outcome = .visited, minutes: Int = 30) -> Visit.Record
    {
        Visit.Record(unit: unit, officer: officer, on: today.advanced(by: days), outcome: outcome, minutes: minutes)
    }

    private enum Name: String, CaseIterable {
        case none, asked, accepted, refused, merged, withdrawn, recorded, answered
    }

    private static func visit(_ name: Name) throws -> Visit {
        let events: [Visit.Event] =
            switch name {
            case .none: []
            case .asked: [.booked(firm, booking())]
            case .accepted: [.booked(firm, booking()), .accepted]
            case .refused: [.booked(firm, booking()), .refused]
            case .merged: [.booked(firm, booking()), .merged(into: other)]
            case .withdrawn: [.booked(firm, booking()), .withdrawn]
            case .recorded: [.recorded(firm, record(), written: today)]
            case .answered: [.recorded(firm, record(), written: today), .confirmed(.link, askedTwice: 0)]
            }
        var visit = Visit()
        for event in events { visit.apply(event) }
        return visit
    }

    @Test func `every command in every state leads on or says why not`() throws {
        let commands: [(String, Visit.Command)] = [
            ("book", .book(Self.firm, Self.booking())), ("accept", .accept), ("refuse", .refuse),
            ("move", .move(Self.today.advanced(by: 5), .afternoon, tag: Self.tag)), ("merge", .merge(into: Self.other)),
            ("withdraw", .withdraw), ("record", .record(Self.firm, Self.record())),
            ("confirm", .confirm(.link, askedTwice: 1)), ("dispute", .dispute(ground: "没有来")),
        ]
        // ● leads on, = is so already, a is answered already, · is not open.
        let table = """
                       none  asked  accepted  refused  merged  withdrawn  recorded  answered
            book        ●      ·       ·        ·        ·         ·         ·         ·
            accept      ·      ●       =        ·        ·         ·         ·         ·
            refuse      ·      ●       ●        ·        ·         ·         ·         ·
            move        ·      ●       ●        ·        ·         ·         ·         ·
            merge       ·      ●       ●        ·        ·         ·         ·         ·
            withdraw    ·      ●       ●        ·        ·         ·         ·         ·
            record      ●      ●       ●        ·        ·         ·         =         =
            confirm     ·      ·       ·        ·        ·         ·         ●         a
            dispute     ·      ·       ·        ·        ·         ·         ●         a
            """
        let lines = table.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        let names = try #require(lines.first).compactMap(Name.init(rawValue:))
        try #require(names == Name.allCases && lines.count == commands.count + 1)
        for (line, (word, command)) in zip(lines.dropFirst(), commands) {
            try #require(line[0] == word)
            for (name, mark) in zip(names, line.dropFirst()) {
                let visit = try Self.visit(name)
                func decide() throws(Refusal) -> [Visit.Event] {
                    try visit.decide(command, in: .init(today: Self.today))
                }
                switch mark {
                case "●": #expect(try decide().count == 1, "\(word) \(name)")
                case "=": #expect(try decide().isEmpty)
                case "a": #expect(throws: Refusal.visitAnswered, "\(word) \(name)") { try decide() }
                default: #expect(throws: Refusal.visitNotOpen, "\(word) \(name)") { try decide() }
                }
            }
        }
    }

    @Test func `the cap counts what bodies ask for, and never what the firm itself asks for`() throws {
        let full = Visit.Situation(today: Self.today, askedInMonth: 2, cap: 2)

        #expect(throws: Refusal.visitCapReached(limit: 2)) {
            try Visit().decide(.book(Self.firm, Self.booking()), in: full)
        }
        #expect(try Visit().decide(.book(Self.firm, Self.booking(isAsked: true)), in: full).count == 1)
        #expect(
            try Visit().decide(.book(Self.firm, Self.booking()), in: .init(today: Self.today, askedInMonth: 1)).count
                == 1
        )
    }

    @Test func `a firm may answer on the seventh day after the recording and not on the eighth`() throws {
        let visit = try Self.visit(.recorded)
        for (days, isTaken) in [(0, true), (7, true), (8, false)] {
            let situation = Visit.Situation(today: Self.today.advanced(by: days))
            #expect(visit.isAnswerable(on: situation.today) == isTaken)
            for command in [Visit.Command.confirm(.link, askedTwice: 0), .dispute(ground: "")] {
                if isTaken {
                    #expect(try visit.decide(command, in: situation).count == 1)
                } else {
                    #expect(throws: Refusal.answerTooLate(days: 7)) { try visit.decide(command, in: situation) }
                }
            }
        }
    }

    @Test(arguments: [
        (VisitTests.record(1), Refusal.fromTheFuture), (VisitTests.record(-32), .recordTooLate(days: 31)),
        (VisitTests.record(minutes: 0), .amountOutOfRange(limit: 600)),
        (VisitTests.record(minutes: 601), .amountOutOfRange(limit: 600)),
    ])
    func `a record that cannot be right is refused`(record: Visit.Record, refusal: Refusal) {
        #expect(throws: refusal) { try Visit().decide(.record(Self.firm, record), in: .init(today: Self.today)) }
    }

    @Test func `unreachable, closed and declined are outcomes like any other`() throws {
        for outcome in Visit.Outcome.allCases where outcome != .visited {
            let record = Self.record(-31, outcome, minutes: 0)
            #expect(try Visit().decide(.record(Self.firm, record), in: .init(today: Self.today)).count == 1)
        }
    }

    @Test func `a round freezes its list once, within a year, and knows no empty one`() throws {
        func definition(_ from: Day, _ until: Day) throws -> VisitRound.Definition {
            .init(code: try UnitCode(parsing: "R1"), name: "夏季走访", from: from, until: until)
        }
        let (today, newYear) = (try Day(parsing: "2026-06-01"), try Day(parsing: "2027-01-01"))
        let sound = try definition(today, today.advanced(by: 30))
        var round = VisitRound()
        for event in try round.decide(.freeze(sound, [.shop: [9, 4], .enterprise: []]), in: today) {
            round.apply(event)
        }

        #expect(round.firms == [.shop: [4, 9]])
        #expect(throws: Refusal.roundExists) { try round.decide(.freeze(sound, [.shop: [1]]), in: today) }
        let refused: [(VisitRound.Definition, [Enterprise.Kind: [Int]], Refusal)] = [
            (sound, [:], .roundEmpty), (try definition(today, newYear), [.shop: [1]], .roundAcrossYears),
            (try definition(newYear, today), [.shop: [1]], .datesReversed),
            (try definition(today.advanced(by: -9), today.advanced(by: -1)), [.shop: [1]], .fromThePast),
        ]
        for (definition, firms, refusal) in refused {
            #expect(throws: refusal) { try VisitRound().decide(.freeze(definition, firms), in: today) }
        }
        #expect(try round.decide(.close, in: today) == [.closed(on: today)])
        #expect(throws: Refusal.unknown(.round)) { try VisitRound().decide(.close, in: today) }
    }
}
