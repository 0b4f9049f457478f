import Application
import Domain
import Foundation
import Store
import TestKit
import Testing

struct ImportTests {
    private static let header =
        "number,reported_at,closed_at,status,category,text,address,longitude,latitude,grid,duplicate\n"

    private func run(
        _ text: Data,
        on board: TestBoard,
        name: String = "a.csv",
        _ change: (inout RequestImport.Options) -> Void = { _ in }
    ) async throws -> (outcome: RequestImport.Outcome, lines: [RequestImport.Line]) {
        let file = board.folder.appending(path: name)
        try text.write(to: file)
        var options = RequestImport.Options(path: file.path)
        change(&options)
        var lines: [RequestImport.Line] = []
        let outcome = try await RequestImport(office: board.office).run(options) {
            lines.append($0)
        } progress: { _, _ in
        }
        return (outcome, lines)
    }

    @Test func `good lines go in, bad ones are told with their number and reason, and nothing goes in twice`()
        async throws
    {
        let board = try await TestBoard.make()
        let text =
            Self.header + """
                1,2026-01-05,2026-01-07,closed,waste,"two
                lines",路 1,113.815,34.025,,
                2,2026-01-05,,open,street-light,,路 2,,,,1
                3,2026-01-05,2026-01-04,closed,waste,,路 3,,,,
                4,yesterday,,open,waste,,路 4,,,,
                5,2026-01-05,,open,nothing,,路 5,,,,
                6,2026-01-05,,open,waste,,,1,1,,
                7,2026-01-05,,broken,waste,,路 7,,,,
                1,2026-01-05,2026-01-07,closed,waste,other,路 1,113.815,34.025,,
                8,2026-01-05
                """
        let first = try await run(Data(text.utf8), on: board)
        let second = try await run(Data(text.utf8), on: board)

        #expect(first.outcome.added == 2 && first.outcome.repeated == 1 && first.outcome.rejected == 6)
        #expect(first.lines.map(\.line) == [2, 4, 5, 6, 7, 8, 9, 10, 11])
        let faults: [ImportFault?] = [
            nil, nil, .datesReversed, .badDate, .unknownCategory, .outside, .badStatus, .repeatedDiffers, .columns,
        ]
        #expect(first.lines.map(\.fault) == faults)
        #expect(second.outcome.added == 0 && second.outcome.repeated == 3)
        let cases = try await board.office.cases(CaseFilter())
        #expect(cases.count == 2)
        let closed = try #require(cases.first { !$0.isOpen })
        #expect(closed.waitingDays == 2 && closed.outcome == .elsewhere && closed.text == "two\nlines")
        #expect(cases.first(where: \.isOpen)?.origin?.isDuplicate == true)
        try await board.close()
    }

    @Test func `a dry run says the same and writes nothing`() async throws {
        let board = try await TestBoard.make()
        let text = Data((Self.header + "1,2026-01-05,,open,waste,,路,,,,\n1,2026-01-05,,open,waste,,路,,,,\n").utf8)
        let dry = try await run(text, on: board) { $0.isDryRun = true }
        #expect(dry.outcome.added == 1 && dry.outcome.repeated == 1)
        #expect(try await board.office.cases(CaseFilter()).isEmpty)
        try await board.close()
    }

    @Test func `GB18030 is recognised, four-byte characters included`() async throws {
        let board = try await TestBoard.make()
        let text = Self.header + "1,2026-01-05,,open,暴露垃圾,垃圾𠮷,建设路,,,,\n"
        let data = try #require(Self.gb18030(text))
        let result = try await run(data, on: board)
        #expect(result.outcome.added == 1)
        #expect(try await board.office.cases(CaseFilter()).first?.text == "垃圾𠮷")
        try await board.close()
    }

    @Test func `an open quote costs its line only, and a wrong byte too`() async throws {
        let board = try await TestBoard.make()
        var data = Data(
            (Self.header + "1,2026-01-05,,open,waste,\"never closed,路,,,,\n2,2026-01-05,,open,waste,,路,,,,\n").utf8
        )
        data +=
            Data("3,2026-01-05,,open,waste,".utf8) + Data([0xFF])
            + Data(",路,,,,\n4,2026-01-05,,open,waste,,路,,,,\n5,2026-01-05,,open,waste,a\u{0}b,路,,,,\n".utf8)
        let result = try await run(data, on: board) { $0.encoding = .utf8 }
        #expect(result.lines.map(\.fault) == [.quotes, nil, .encoding, nil, .encoding])
        try await board.close()
    }

    @Test func `a quote that stays open through 100,000 lines costs its line only, and no minute`() async throws {
        let board = try await TestBoard.make()
        // 100,000 lines of four bytes: counted anew for every line, their quotes would take an hour.
        let short = String(repeating: "x,y\n", count: 100_000)
        let text =
            Self.header + "1,2026-01-05,,open,waste,\"never closed,路,,,,\n" + short
            + "2,2026-01-05,,open,waste,,路,,,,\n"

        let result = try await run(Data(text.utf8), on: board) { $0.isDryRun = true }

        #expect(result.lines.first?.fault == .quotes && result.lines.last?.fault == nil)
        #expect(result.outcome.read == 100_002 && result.outcome.added == 1)
        #expect(result.lines.map(\.line) == Array(2...100_003))
        try await board.close()
    }

    @Test(arguments: [
        ("9999-12-31T23:59:59Z", "", false), ("2026-06-02T00:00:00+08:00", "", false),
        ("0001-01-01T00:00:00Z", "", false),
        ("2026-01-05", "9999-12-31T23:59:59Z", false), ("2026-01-05", "2026-06-01T10:00:01+08:00", false),
        ("2026-06-01T10:00:00+08:00", "2026-06-01T10:00:00+08:00", true), ("0001-01-02T00:00:00Z", "2026-01-05", true),
    ])
    func `what lies in the future or before the year 1 is no record, and what is taken can be rebuilt`(
        reported: String,
        closed: String,
        isTaken: Bool
    ) async throws {
        // given: a district west of Greenwich, where the year 0001 begins later than in UTC
        let board = try await TestBoard.make(zone: try #require(Zone(secondsFromUTC: -5 * 3_600)))
        let text = Self.header + "1,\(reported),\(closed),,waste,,路,,,,\n"

        // when
        let result = try await run(Data(text.utf8), on: board)

        // then
        #expect(result.lines.map(\.fault) == [isTaken ? nil : .badDate])
        #expect(try await board.stored().cases == (isTaken ? 1 : 0))
        #expect(try await board.office.rebuild { _, _ in }.isSame)
        try await board.close()
    }

    @Test func `gzip is read, and a cut-off file is told after what was whole went in`() async throws {
        let board = try await TestBoard.make()
        let rows = (0..<3_000).map { "\($0),2026-01-05,,open,waste,\($0 &* 2_654_435_761),路,,,,\n" }.joined()
        let plain = board.folder.appending(path: "g.csv")
        try Data((Self.header + rows).utf8).write(to: plain)
        let gzip = Process()
        gzip.executableURL = URL(filePath: "/bin/gzip")
        gzip.arguments = [plain.path]
        try gzip.run()
        gzip.waitUntilExit()
        let packed = try Data(contentsOf: board.folder.appending(path: "g.csv.gz"))
        let whole = try await run(packed, on: board, name: "whole.csv.gz") { $0.source = "whole" }
        let cut = try await run(packed.prefix(packed.count / 2), on: board, name: "cut.csv.gz") { $0.source = "cut" }
        #expect(whole.outcome.added == 3_000 && !whole.outcome.isTruncated)
        #expect(cut.outcome.isTruncated && cut.outcome.added > 100 && cut.outcome.added < 3_000)
        try await board.close()
    }

    @Test(arguments: ["", "a,b\n1,2\n"])
    func `a file without known columns is refused whole`(text: String) async throws {
        let board = try await TestBoard.make()
        await #expect(throws: ImportFault.self) { try await run(Data(text.utf8), on: board) }
        try await board.close()
    }

    /// The text in GB18030, by iconv's own program.
    private static func gb18030(_ text: String) -> Data? {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/iconv")
        process.arguments = ["-f", "UTF-8", "-t", "GB18030"]
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        do { try process.run() } catch { return nil }
        input.fileHandleForWriting.write(Data(text.utf8))
        input.fileHandleForWriting.closeFile()
        return output.fileHandleForReading.readDataToEndOfFile()
    }
}
