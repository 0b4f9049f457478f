import Domain
import Foundation
import Testing

/// What may happen to a bulletin, by whom and when.
struct BulletinTests {
    private static func person(_ number: UInt8) -> ID<Account> {
        ID(UUID(uuid: (0, 0, 0, 0, 0, 0, 0x80, 0, 0x80, 0, 0, 0, 0, 0, 0, number)))
    }

    private static let (writer, reviewer, leader) = (person(1), person(2), person(3))
    private static let text = "# 题\n正文"
    private static let sound = BulletinCheck(faults: 0, contradicted: 0, open: ["第66次#1"], proved: 2, agreed: 0)
    private static let grounds: [String: NumberGround] = ["第66次#1": .ordinal]
    private static let proof = Bulletin.Proof(
        figures: [],
        units: [],
        plain: "题",
        digest: "ab",
        asOf: 7,
        root: "root"
    )

    private static func issue() throws -> BulletinIssue {
        try BulletinIssue(.weekly, until: Day(parsing: "2026-06-08"), language: .chinese, zone: .china)
    }

    private static func situation(
        _ by: ID<Account>,
        _ seconds: Int64 = 0,
        isTaken: Bool = false
    ) throws
        -> Bulletin.Situation
    {
        Bulletin.Situation(
            by: by,
            now: try issue().release.advanced(bySeconds: seconds),
            next: .init(year: 2026, serial: 23),
            isTaken: isTaken,
            zone: .china
        )
    }

    /// A bulletin to which that has happened.
    private static func bulletin(_ steps: [(Bulletin.Command, ID<Account>)]) throws -> Bulletin {
        var bulletin = Bulletin()
        for (command, by) in steps {
            for event in try bulletin.decide(command, in: try situation(by)) { bulletin.apply(event) }
        }
        return bulletin
    }

    private static func states() throws -> [(name: String, bulletin: Bulletin)] {
        let begun: [(Bulletin.Command, ID<Account>)] = [(.begin(try issue(), text: text), writer)]
        let submitted = begun + [(.submit(sound), writer)]
        let reviewed = submitted + [(.review(sound, grounds: grounds), reviewer)]
        let released = reviewed + [(.release(sound, proof), leader)]
        let correcting = released + [(.correct(note: "更正"), writer)]
        return [
            ("absent", Bulletin()), ("drafted", try bulletin(begun)), ("submitted", try bulletin(submitted)),
            ("reviewed", try bulletin(reviewed)), ("released", try bulletin(released)),
            ("correcting", try bulletin(correcting)),
            ("withdrawn", try bulletin(begun + [(.withdraw(reason: "不用了"), writer)])),
        ]
    }

    /// ● for what happens, · for what is out of turn, – where nothing happens; each by somebody without another hand in it.
    private static let table = """
                    absent  drafted  submitted  reviewed  released  correcting  withdrawn
        begin          ●       ·         ·          ·         ·         ·           ·
        revise         ·       ●         ·          ·         ·         ●           ·
        submit         ·       ●         ·          ·         ·         ●           ·
        send_back      ·       ·         ●          ●         ·         ·           ·
        review         ·       ·         ●          ·         ·         ·           ·
        release        ·       ·         ·          ●         ·         ·           ·
        withdraw       ·       ●         ●          ●         ●         ·           ·
        correct        ·       ·         ·          ·         ●         ·           ·
        drop           ·       ·         ·          ·         ·         ●           ·
        look           –       ●         ●          ●         –         ●           –
        """

    @Test func `every state takes the commands of the table and no others`() throws {
        let commands: [String: (Bulletin.Command, ID<Account>)] = [
            "begin": (.begin(try Self.issue(), text: Self.text), Self.writer),
            "revise": (.revise(text: "# 新\n文", note: "改"), Self.writer), "submit": (.submit(Self.sound), Self.writer),
            "send_back": (.sendBack(reason: "数不对"), Self.reviewer),
            "review": (.review(Self.sound, grounds: Self.grounds), Self.reviewer),
            "release": (.release(Self.sound, Self.proof), Self.leader),
            "withdraw": (.withdraw(reason: "重"), Self.writer),
            "correct": (.correct(note: "更正"), Self.writer), "drop": (.dropCorrection, Self.writer),
            "look": (.look, Self.leader),
        ]
        let lines = Self.table.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        let states = try Self.states()
        try #require(lines[0] == states.map(\.name) && lines.count == commands.count + 1)
        for line in lines.dropFirst() {
            let (command, by) = try #require(commands[line[0]])
            for (mark, state) in zip(line.dropFirst(), states) {
                let situation = try Self.situation(by)
                switch mark {
                case "●":
                    #expect(try state.bulletin.decide(command, in: situation).count == 1, "\(line[0]) in \(state.name)")
                case "–":
                    #expect(try state.bulletin.decide(command, in: situation) == [], "\(line[0]) in \(state.name)")
                default:
                    #expect(throws: Refusal.bulletinStage(state.bulletin.stage.name), "\(line[0]) in \(state.name)") {
                        try state.bulletin.decide(command, in: situation)
                    }
                }
            }
        }
    }

    @Test func `three people stand behind what is released`() throws {
        let states = Dictionary(uniqueKeysWithValues: try Self.states().map { ($0.name, $0.bulletin) })
        let submitted = try #require(states["submitted"])
        let reviewed = try #require(states["reviewed"])
        #expect(throws: Refusal.samePerson) {
            try submitted.decide(.review(Self.sound, grounds: Self.grounds), in: Self.situation(Self.writer))
        }
        for person in [Self.writer, Self.reviewer] {
            #expect(throws: Refusal.samePerson) {
                try reviewed.decide(.release(Self.sound, Self.proof), in: Self.situation(person))
            }
        }
        // Whoever has changed a word is a writer, even if somebody else submits.
        var shared = try #require(states["drafted"])
        for event in try shared.decide(.revise(text: "# 新\n文", note: nil), in: Self.situation(Self.reviewer)) {
            shared.apply(event)
        }
        for event in try shared.decide(.submit(Self.sound), in: Self.situation(Self.writer)) { shared.apply(event) }
        #expect(throws: Refusal.samePerson) {
            try shared.decide(.review(Self.sound, grounds: Self.grounds), in: Self.situation(Self.reviewer))
        }
    }

    @Test func `faults and contradicted numbers stop it at every step, and every open number wants its ground`() throws
    {
        let states = Dictionary(uniqueKeysWithValues: try Self.states().map { ($0.name, $0.bulletin) })
        let (drafted, submitted) = (try #require(states["drafted"]), try #require(states["submitted"]))
        let reviewed = try #require(states["reviewed"])
        var faulty = Self.sound
        faulty.faults = 2
        var wrong = Self.sound
        wrong.contradicted = 1
        for (check, refusal) in [(faulty, Refusal.bulletinFaulty(2)), (wrong, .numbersContradicted(1))] {
            #expect(throws: refusal) { try drafted.decide(.submit(check), in: Self.situation(Self.writer)) }
            #expect(throws: refusal) {
                try submitted.decide(.review(check, grounds: Self.grounds), in: Self.situation(Self.reviewer))
            }
            #expect(throws: refusal) {
                try reviewed.decide(.release(check, Self.proof), in: Self.situation(Self.leader))
            }
        }
        #expect(throws: Refusal.numbersUnconfirmed(1)) {
            try submitted.decide(.review(Self.sound, grounds: [:]), in: Self.situation(Self.reviewer))
        }
        var more = Self.sound
        more.open.insert("39个#1")
        #expect(throws: Refusal.numbersUnconfirmed(1)) {
            try reviewed.decide(.release(more, Self.proof), in: Self.situation(Self.leader))
        }
    }

    @Test func `nothing comes out before its time, and numbers have no gap`() throws {
        let reviewed = try #require(try Self.states().first { $0.name == "reviewed" }).bulletin
        #expect(throws: Refusal.bulletinTooEarly(try Day(parsing: "2026-06-08"), clock: "09:30")) {
            try reviewed.decide(.release(Self.sound, Self.proof), in: Self.situation(Self.leader, -1))
        }
        let events = try reviewed.decide(.release(Self.sound, Self.proof), in: Self.situation(Self.leader))
        #expect(events.map(\.what) == [.released(.init(year: 2026, serial: 23), Self.proof)])
        #expect(throws: Refusal.issueExists) {
            try Bulletin().decide(
                .begin(try Self.issue(), text: Self.text),
                in: Self.situation(Self.writer, isTaken: true)
            )
        }
    }

    @Test func `a correction is a new version with a note, and keeps the number`() throws {
        // given
        var bulletin = try #require(try Self.states().first { $0.name == "correcting" }).bulletin
        #expect(bulletin.version == 2 && bulletin.note == "更正" && bulletin.editions.count == 1)
        #expect(throws: Refusal.missing(.note)) {
            try bulletin.decide(.revise(text: "# 新\n文", note: " "), in: Self.situation(Self.writer))
        }

        // when
        let steps: [(Bulletin.Command, ID<Account>)] = [
            (.revise(text: "# 新\n文", note: "448家应为449家"), Self.writer), (.submit(Self.sound), Self.writer),
            (.review(Self.sound, grounds: Self.grounds), Self.reviewer),
            (.release(Self.sound, Self.proof), Self.leader),
        ]
        for (command, by) in steps {
            for event in try bulletin.decide(command, in: try Self.situation(by, 60)) { bulletin.apply(event) }
        }

        // then
        #expect(bulletin.editions.map(\.version) == [1, 2] && bulletin.editions.map(\.note) == [nil, "448家应为449家"])
        #expect(bulletin.number == .init(year: 2026, serial: 23) && bulletin.stage == .released)
        // And one that is dropped leaves what was released.
        for command in [Bulletin.Command.correct(note: "再改"), .revise(text: "# 三\n文", note: nil), .dropCorrection] {
            for event in try bulletin.decide(command, in: try Self.situation(Self.writer, 90)) { bulletin.apply(event) }
        }
        #expect(bulletin.stage == .released && bulletin.version == 2 && bulletin.text == "# 新\n文")
        #expect(bulletin.note == "448家应为449家")
    }

    @Test func `every look before the release is kept, one for each text that somebody saw`() throws {
        var bulletin = try #require(try Self.states().first { $0.name == "drafted" }).bulletin
        func look(_ by: ID<Account>) throws -> Int {
            let events = try bulletin.decide(.look, in: try Self.situation(by))
            for event in events { bulletin.apply(event) }
            return events.count
        }
        #expect(try [look(Self.leader), look(Self.leader), look(Self.writer)] == [1, 0, 1])
        let revision = try bulletin.decide(.revise(text: "# 新\n文", note: nil), in: Self.situation(Self.writer))
        for event in revision { bulletin.apply(event) }
        #expect(try look(Self.leader) == 1)
        #expect(bulletin.looks.map(\.revision) == [1, 1, 2])
    }

    @Test func `what is empty, too long or without a reason is refused`() throws {
        let drafted = try #require(try Self.states().first { $0.name == "drafted" }).bulletin
        let long = String(repeating: "字", count: Manuscript.limit + 1)
        #expect(throws: Refusal.missing(.text)) {
            try drafted.decide(.revise(text: " \n", note: nil), in: Self.situation(Self.writer))
        }
        #expect(throws: Refusal.tooLong(.text, limit: Manuscript.limit)) {
            try drafted.decide(.revise(text: long, note: nil), in: Self.situation(Self.writer))
        }
        #expect(throws: Refusal.missing(.reason)) {
            try drafted.decide(.withdraw(reason: ""), in: Self.situation(Self.writer))
        }
        #expect(try drafted.decide(.revise(text: Self.text, note: nil), in: Self.situation(Self.writer)) == [])
    }
}
