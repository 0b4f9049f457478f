import Application
import Domain
import Foundation
import TestKit
import Testing

/// `territory posts`: who answers for which grid, line by line.
struct PostFileTests {
    private static let header = "grid,kind,holder,from,until,deputy\n"
    private static let grid = TestBoard.gridCodes[0]

    private func appoint(
        _ text: String,
        in office: Office,
        folder: URL
    ) async throws -> (made: Int, rejected: [PostFile.Rejection]) {
        let file = folder.appending(path: "posts.csv")
        try Data(text.utf8).write(to: file)
        return try await PostFile(path: file.path).appoint(in: office)
    }

    @Test func `a good line makes a post and its holder answers from that day on`() async throws {
        // given: no leader anywhere; the workers of the test board hold the other posts
        let board = try await TestBoard.make()
        let office = board.office
        let grid = try #require(office.directory.grid(named: Self.grid))

        // when
        let text = Self.header + "\(Self.grid),grid_leader,supervisor,2026-06-03,,\n"
        let (made, rejected) = try await appoint(text, in: office, folder: board.folder)

        // then
        #expect(made == 1 && rejected.isEmpty)
        let post = try #require(office.directory.post(for: grid, on: try Day(parsing: "2026-06-03")))
        #expect(post.code.rawValue == "\(Self.grid)-L" && post.kind == .gridLeader)
        #expect(post.holder == board.staff(.supervisor).account)
        #expect(office.directory.post(for: grid, on: try Day(parsing: "2026-06-02"))?.holder == nil)
        try await board.close()
    }

    @Test(arguments: ["是", "1", "true", "YES"])
    func `a deputy stands in on the days that the line names`(yes: String) async throws {
        let board = try await TestBoard.make()
        let office = board.office
        let grid = try #require(office.directory.grid(named: Self.grid))
        let text = Self.header + "\(Self.grid),grid_worker,intake,2026-06-10,2026-06-12,\(yes)\n"

        let (made, rejected) = try await appoint(text, in: office, folder: board.folder)

        #expect(made == 1 && rejected.isEmpty)
        let deputy = board.staff(.intake).account
        for (day, stands) in [("2026-06-09", false), ("2026-06-10", true), ("2026-06-12", true), ("2026-06-13", false)]
        {
            let holder = office.directory.post(for: grid, on: try Day(parsing: day))?.holder
            #expect((holder == deputy) == stands && holder != nil, "\(day)")
        }
        try await board.close()
    }

    @Test(arguments: [
        ("unknown grid", "41100200100199,grid_worker,intake,2026-06-10,,是", "unknown", "grid"),
        ("no grid", ",grid_worker,intake,2026-06-10,,是", "unknown", "grid"),
        ("unknown holder", "41100200100101,grid_worker,nobody,2026-06-10,,是", "unknown", "account"),
        ("wrong kind", "41100200100101,网格员,intake,2026-06-10,,是", "bad_kind", "网格员"),
        ("no date", "41100200100101,grid_worker,intake,,,是", "bad_date", "date"),
        (
            "a day that does not exist", "41100200100101,grid_worker,intake,2026-02-30,,是", "bad_date",
            "2026-02-30"
        ),
        ("a wrong last day", "41100200100101,grid_worker,intake,2026-06-10,soon,是", "bad_date", "soon"),
        ("dates reversed", "41100200100101,grid_worker,intake,2026-06-10,2026-06-09,是", "dates_reversed", "dates"),
        ("somebody holds it", "41100200100101,grid_worker,intake,2026-06-10,,", "post.taken", "holds the post"),
        ("a column too few", "41100200100101,grid_worker,intake,2026-06-10,", "columns", "5"),
        ("an open quote", "41100200100101,grid_worker,\"intake,2026-06-10,,是", "quotes", "quote"),
    ])
    func `a line that cannot be taken is told with its number and reason, and the others are taken`(
        name: String,
        line: String,
        code: String,
        words: String
    ) async throws {
        // given: the line between two good ones
        let board = try await TestBoard.make()
        let good = [
            "\(TestBoard.gridCodes[1]),grid_leader,intake,2026-06-10,,",
            "\(TestBoard.gridCodes[2]),grid_leader,intake,2026-06-10,,",
        ]
        let text = Self.header + [good[0], line, good[1]].joined(separator: "\n") + "\n"

        // when
        let (made, rejected) = try await appoint(text, in: board.office, folder: board.folder)

        // then
        #expect(made == 2)
        #expect(rejected.map(\.line) == [3])
        let rejection = try #require(rejected.first)
        switch rejection.reason {
        case .unreadable(let fault, _): #expect(fault.rawValue == code)
        case .refused(let refusal): #expect(refusal.code == code)
        }
        let told = rejection.words(board.office.catalogues, in: .english)
        #expect(told.contains(words) && !told.contains("{") && !told.contains("()"), "\(told)")
        try await board.close()
    }

    @Test func `a post that the same file gives to two people goes to the first`() async throws {
        let board = try await TestBoard.make()
        let line = "\(Self.grid),grid_leader"
        let text = Self.header + "\(line),intake,2026-06-10,2026-06-20,\n\(line),dispatcher,2026-06-20,,\n"

        let (made, rejected) = try await appoint(text, in: board.office, folder: board.folder)

        #expect(made == 1 && rejected.map(\.line) == [3])
        try await board.close()
    }

    @Test func `the same file again adds nothing and says nothing`() async throws {
        let board = try await TestBoard.make()
        let text =
            Self.header
            + "\(Self.grid),grid_leader,intake,2026-06-10,,\n\(Self.grid),grid_leader,dispatcher,2026-06-11,2026-06-12,是\n"
        let first = try await appoint(text, in: board.office, folder: board.folder)
        let position = board.office.position

        let second = try await appoint(text, in: board.office, folder: board.folder)

        #expect(first.made == 2 && second.made == 0 && second.rejected.isEmpty)
        #expect(board.office.position == position)
        try await board.close()
    }

    @Test(arguments: [
        ("", ImportFault.noHeader), ("a,b\n", .unknownColumns), ("grid,kind,holder\n", .unknownColumns),
        ("grid,kind,holder,from,grid\nx,x,x,x,x\n", .unknownColumns),
    ])
    func `a file without its columns, or with one twice, is refused whole`(
        text: String,
        fault: ImportFault
    ) async throws {
        let board = try await TestBoard.make()

        await #expect(throws: fault) { try await appoint(text, in: board.office, folder: board.folder) }
        try await board.close()
    }
}
