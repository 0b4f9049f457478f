import Domain
import Testing

struct CodeTests {
    @Test func `a case number's check character catches every wrong character and nearly every swap of neighbours`()
        throws
    {
        let number = CaseNumber(division: "411002", day: try Day(parsing: "2026-11-24"), serial: 17).rawValue
        #expect(try CaseNumber(parsing: " \(number.lowercased()) ").rawValue == number)
        let characters = Array(number)
        var (swaps, missed) = (0, 0)
        for index in characters.indices where characters[index] != "-" {
            for other in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ" where other != characters[index] {
                var wrong = characters
                wrong[index] = other
                #expect(throws: Malformed.self) { try CaseNumber(parsing: String(wrong)) }
            }
            let next = index + 1
            guard next < characters.count, characters[next] != "-", characters[next] != characters[index] else {
                continue
            }
            var swapped = characters
            swapped.swapAt(index, next)
            swaps += 1
            // A swap that passes names another case, which the reader's secret does not open.
            if (try? CaseNumber(parsing: String(swapped))) != nil { missed += 1 }
        }
        #expect(swaps > 8 && missed <= 1)
    }

    @Test func `a grid code is read by its scheme, never by fixed offset`() throws {
        let national = try GridCode(parsing: "41100200100102", scheme: .national14).components
        let beijing = try GridCode(parsing: "411002001001002", scheme: .beijing15).components
        let statistical = try GridCode(parsing: "4110020010010002", scheme: .statistical12).components
        #expect(national?.sequence == "02" && beijing?.sequence == "002" && statistical?.sequence == "0002")
        #expect(national?.division == "411002" && national?.street == "001" && national?.community == "001")
        #expect(try GridCode(parsing: "A-7", scheme: .local).components == nil)
        for (text, scheme) in [
            ("4110020010010", GridScheme.national14), ("41100200100102", .beijing15), ("411002001001", .statistical12),
            ("中", .local),
        ] {
            #expect(throws: Malformed.self) { try GridCode(parsing: text, scheme: scheme) }
        }
    }

    @Test func `a post has one holder at a time, and a deputy stands in`() throws {
        let grid = try GridCode(parsing: "41100200100101", scheme: .national14)
        var post = Post()
        func take(_ command: Post.Command) throws {
            for event in try post.decide(command, in: ()) { post.apply(event) }
        }
        let day = try Day(parsing: "2026-06-01")
        try take(.establish(Post.Definition(code: UnitCode(parsing: "P"), kind: .gridWorker, grid: grid)))
        try take(.appoint(Post.Appointment(holder: People.account(1), from: day, until: nil, isDeputy: false)))
        try take(
            .appoint(
                Post.Appointment(
                    holder: People.account(2),
                    from: day.advanced(by: 5),
                    until: day.advanced(by: 6),
                    isDeputy: true
                )
            )
        )

        #expect(post.answerable(on: day) == People.account(1))
        #expect(post.answerable(on: day.advanced(by: 6)) == People.account(2))
        #expect(post.answerable(on: day.advanced(by: 7)) == People.account(1))
        #expect(post.answerable(on: day.advanced(by: -1)) == nil)
        #expect(throws: Refusal.postTaken) {
            try post.decide(
                .appoint(Post.Appointment(holder: People.account(3), from: day, until: day, isDeputy: false)),
                in: ()
            )
        }
        try take(.endAppointment(on: day.advanced(by: 9)))
        #expect(post.answerable(on: day.advanced(by: 10)) == nil)
    }
}
