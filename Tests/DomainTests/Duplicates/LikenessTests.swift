import Domain
import Testing

/// What speaks for two reports being about the same thing, and what it weighs.
struct LikenessTests {
    private static let now = Instant(secondsSinceEpoch: 1_780_279_200)
    private static let works = Wording("设施", english: "Works")

    private static func matter(
        at metresNorth: Double? = 0,
        _ category: String = "lamp",
        group: Wording? = works,
        daysAgo: Int64 = 0,
        says words: String = ""
    ) throws -> Likeness.Matter {
        Likeness.Matter(
            point: try metresNorth.map { try Point(longitude: 113.82, latitude: 34.03 + $0 / 111_320) },
            grid: try GridCode(parsing: "41100200100101", scheme: .national14),
            category: try CategoryCode(parsing: category),
            group: group,
            reportedAt: now.advanced(bySeconds: -daysAgo * 86_400),
            words: WordSet([words])
        )
    }

    @Test func `the same words at the same place on the same day are a thousand points`() throws {
        let one = try Self.matter(says: "路灯坏了")
        let likeness = Likeness(of: one, and: one)

        #expect(likeness.score == 1_000)
        #expect(likeness.metres == 0 && likeness.days == 0 && likeness.kinship == .same)
        #expect(likeness.words == ["路灯坏了"])
    }

    @Test(arguments: [
        // metres, days, category, words → score: 400·25/(25+m) + 300·(2s/n)² + 200·7/(7+d) + 100, 80 or 0
        (38, 3, "lamp", "路灯不亮", 431), (25, 7, "lamp", "", 400), (0, 0, "road", "路灯坏了", 980),
        (150, 0, "lamp", "", 357), (0, 365, "lamp", "路灯坏了", 803),
    ])
    func `each part weighs what the formula says`(
        metres: Int,
        days: Int64,
        category: String,
        words: String,
        score: Int
    ) throws {
        let other = try Self.matter(at: Double(metres) + 0.5, category, daysAgo: days, says: words)
        let likeness = Likeness(of: try Self.matter(says: "路灯坏了"), and: other)

        #expect(likeness.metres == metres && likeness.days == Int(days))
        #expect(likeness.score == score)
    }

    @Test func `it is the same from both sides, and another class of matter adds nothing`() throws {
        let one = try Self.matter(says: "建设路 12 号路灯不亮")
        let other = try Self.matter(
            at: 60,
            "noise",
            group: Wording("环境", english: "Environment"),
            daysAgo: 2,
            says: "12 号太吵"
        )
        let (there, back) = (Likeness(of: one, and: other), Likeness(of: other, and: one))

        #expect(there.score == back.score && there.metres == back.metres && there.kinship == .other)
        // Categories without a class are not related, whatever they are.
        let bare = try Likeness(of: Self.matter("a", group: nil), and: Self.matter("b", group: nil))
        #expect(bare.kinship == .other)
    }

    @Test func `without a point one grid counts as eighty metres, and another grid as far away`() throws {
        let here = try Self.matter(at: nil)
        var elsewhere = here
        elsewhere.grid = try GridCode(parsing: "41100200100102", scheme: .national14)
        let one = Likeness(of: here, and: here)

        #expect(one.metres == nil && one.score == 95 + 200 + 100)
        #expect(Likeness(of: here, and: elsewhere).score == 200 + 100)
    }

    @Test(arguments: [
        // Vincenty on WGS-84: 92.5 m, 110.9 m, 69.5 m, 55.8 m, 0 m
        (34.03, 0.001, 0.0, 92), (34.03, 0.0, 0.001, 111), (51.5, 0.001, 0.0, 69), (60.0, 0.001, 0.0, 55),
        (41.8, 0.0, 0.0, 0), (0.0, 0.001, 0.0, 111),
    ])
    func `metres are right to some in a thousand`(latitude: Double, east: Double, north: Double, metres: Int) throws {
        let here = try Point(longitude: 10, latitude: latitude)
        let there = try Point(longitude: 10 + east, latitude: latitude + north)

        #expect(abs(Likeness.metres(from: here, to: there) - metres) <= 1)
        #expect(Likeness.metres(from: there, to: here) == Likeness.metres(from: here, to: there))
    }

    @Test func `places at the ends of the earth are far, and nothing overflows`() throws {
        let ends = try [
            Point(longitude: -180, latitude: -90), Point(longitude: 180, latitude: 90),
            Point(longitude: 0, latitude: 0),
        ]
        for one in ends {
            for other in ends where one != other { #expect(Likeness.metres(from: one, to: other) == 100_000) }
        }
    }

    @Test func `the likest stands first, the older among equals, and what is not like enough is left out`() throws {
        let here = try Self.matter(says: "路灯坏了")
        let found = try [
            (matter: Self.matter(at: 150, "noise", group: nil), candidate: "far"),
            (matter: Self.matter(at: 30, daysAgo: 1, says: "路灯不亮"), candidate: "near"),
            (matter: here, candidate: "same"),
            (matter: Self.matter(at: 30, daysAgo: 1, says: "路灯不亮"), candidate: "near too"),
        ]

        #expect(Likeness.rank(found, to: here, limit: 9).map(\.candidate) == ["same", "near", "near too"])
        #expect(Likeness.rank(found, to: here, limit: 1).map(\.candidate) == ["same"])
    }
}

/// Words as they are compared.
struct WordSetTests {
    @Test(arguments: [
        ("路灯坏了", "那盏路灯不亮", ["路灯"]), ("菜市场后面的垃圾", "垃圾在菜市场", ["菜市场", "垃圾"]),
        ("4853 S WOOD St", "s Wood 4855", ["wood", "s"]), ("建设路12号", "建设路 13 号", ["建设路"]),
        ("灯", "灯", []), ("", "路灯", []), ("a,b", "b;c", ["b"]), ("垃圾，桶", "垃圾桶", ["垃圾"]),
        ("Пруд у дома", "пруд", ["руд"]),
    ])
    func `shared words are told as they stand in the text, the longest first`(
        one: String,
        other: String,
        shared: [String]
    ) {
        let (first, second) = (WordSet([one]), WordSet([other]))

        #expect(first.phrases(of: first.shared(with: second), limit: 3) == shared)
    }

    @Test func `what stands in two texts does not touch`() {
        let set = WordSet(["路灯", "坏了"])

        #expect(set.count == 2)
        #expect(set.shared(with: WordSet(["灯坏"])).isEmpty)
        #expect(WordSet([nil, ""]).count == 0)
    }

    @Test func `no more phrases are told than asked for, each once`() {
        let set = WordSet(["垃圾 垃圾 路灯 井盖 噪音"])

        #expect(set.phrases(of: set.shared(with: set), limit: 3) == ["垃圾", "路灯", "井盖"])
    }
}
