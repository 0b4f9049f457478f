import Application
import CZlib
import Domain
import Foundation
import Geography
import Store
import TestKit
import Testing

/// The real requests of Chicago against its community areas, counted a second time and another way.
///
/// The numbers and the list of exceptions are those of the data's own description. They lie beside the project; where
/// they do not, these tests are skipped and say so. `QIPAN_REAL_DATA` names another folder.
struct RealRecordsTests {
    private static let names = [
        "chicago-311-sanitation.csv.gz", "chicago-311-boundary-exceptions.csv.gz", "chicago-community-areas.geojson",
    ]
    static var isPresent: Bool { names.allSatisfy(RealData.has) }
    /// Writing 74,401 records twice takes a minute and a half in a debug build; placing them takes seconds.
    static var isSlowWanted: Bool { ProcessInfo.processInfo.environment["QIPAN_SLOW_TESTS"] == "1" }

    /// A row of the city's file, as far as it is compared.
    private struct Request {
        let number: String
        let area: String
        let isLocated: Bool
        /// A row that can be taken has a place in a grid, an address or an area that there is.
        let isPlaceable: Bool
    }

    private static func lines(_ name: String) throws -> [[String]] {
        let file = try #require(gzopen(RealData.file(name).path, "rb"))
        defer { gzclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1_048_576)
        while true {
            let count = Int(gzread(file, &chunk, UInt32(chunk.count)))
            guard count > 0 else { break }
            bytes += chunk[..<count]
        }
        // Neither file has a quoted field with a line break or a comma in a column that is compared.
        return bytes.split(separator: 0x0A).map { line in
            Self.fields(line).map { String(decoding: $0, as: UTF8.self) }
        }
    }

    private static func fields(_ line: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        var fields: [ArraySlice<UInt8>] = []
        var (start, isQuoted) = (line.startIndex, false)
        for index in line.indices {
            if line[index] == 0x22 { isQuoted.toggle() }
            if line[index] == 0x2C, !isQuoted {
                fields.append(line[start..<index])
                start = index + 1
            }
        }
        fields.append(line[start...])
        return fields
    }

    /// Row → the area that must be found: the recorded one, or what the list of exceptions says.
    private static func expected() throws -> (requests: [Request], areas: [String]) {
        let exceptions = Dictionary(
            uniqueKeysWithValues: try lines(names[1]).dropFirst().map { (Int($0[0]) ?? 0, $0[4]) }
        )
        var requests: [Request] = []
        var areas: [String] = []
        for (index, row) in try lines(names[0]).dropFirst().enumerated() {
            let isLocated = !row[11].isEmpty
            let area = isLocated ? exceptions[index + 1] ?? row[10] : ""
            let recorded = Int(row[10]).map { (1...77).contains($0) } ?? false
            areas.append(area)
            requests.append(
                Request(
                    number: row[0],
                    area: row[10],
                    isLocated: isLocated,
                    isPlaceable: isLocated ? !area.isEmpty : recorded || !row[6].isEmpty
                )
            )
        }
        return (requests, areas)
    }

    private static func board() async throws -> (board: TestBoard, options: RequestImport.Options) {
        let board = try await TestBoard.make()
        var territory = TerritoryFile.Options()
        territory.code = "area_number"
        territory.scheme = .local
        // Norridge and Harwood Heights lie inside the city and are not of it.
        territory.allowsGaps = true
        let findings = try await board.office.adopt(
            TerritoryFile(Data(contentsOf: RealData.file(names[2])), options: territory)
        )
        #expect(findings.isEmpty)
        var options = RequestImport.Options(path: RealData.file(names[0]).path)
        options.mapping = try ColumnMapping(
            contentsOf: RealData.package.appending(path: "docs/mappings/chicago-311.json")
        )
        return (board, options)
    }

    private static func run(
        _ options: RequestImport.Options,
        _ board: TestBoard
    ) async throws -> (outcome: RequestImport.Outcome, lines: [RequestImport.Line]) {
        var lines: [RequestImport.Line] = []
        let outcome = try await RequestImport(office: board.office).run(options) {
            lines.append($0)
        } progress: { _, _ in
        }
        return (outcome, lines)
    }

    private static func check(
        _ outcome: RequestImport.Outcome,
        _ lines: [RequestImport.Line]
    ) throws {
        let (requests, areas) = try expected()
        #expect(outcome.read == 74_401 && lines.count == requests.count)
        #expect(requests.count(where: \.isLocated) == 74_377)
        #expect(outcome.added + outcome.repeated + outcome.rejected == 74_401)
        #expect(outcome.added == 73_830 && outcome.repeated == 375 && outcome.rejected == 196)
        #expect(lines.count { $0.fault == .outside } == 196)
        var differences: [String] = []
        var seen: Set<String> = []
        for (index, (line, request)) in zip(lines, requests).enumerated() {
            let isFirst = request.isPlaceable && seen.insert(request.number).inserted
            let isAdded = line.fault == nil
            if line.grid != areas[index] || line.number != request.number || isAdded != isFirst {
                differences.append("row \(index + 1): \(line) expected \(areas[index]) \(request)")
            }
        }
        #expect(differences.isEmpty, "\(differences.count) differences, the first: \(differences.prefix(3))")
    }

    @Test(
        .enabled(
            if: isPresent,
            "SKIPPED: the real requests are not beside the project (../shared/data or QIPAN_REAL_DATA)"
        )
    )
    func `every real request is placed in its recorded area, or in the listed one, and nothing is written`()
        async throws
    {
        // given
        var (board, options) = try await Self.board()
        options.isDryRun = true
        let before = try await board.stored()

        // when
        let (outcome, lines) = try await Self.run(options, board)

        // then
        try Self.check(outcome, lines)
        #expect(try await board.stored() == before)
        try await board.close()
    }

    @Test(
        .enabled(
            if: isPresent,
            "SKIPPED: the real requests are not beside the project (../shared/data or QIPAN_REAL_DATA)"
        ),
        .enabled(if: isSlowWanted, "SKIPPED: takes a minute and a half in a debug build; set QIPAN_SLOW_TESTS=1")
    )
    func `every real request is brought in once, and a second run adds nothing`() async throws {
        // given
        let (board, options) = try await Self.board()

        // when
        let first = try await Self.run(options, board)
        let position = board.office.position
        let second = try await Self.run(options, board)

        // then
        try Self.check(first.outcome, first.lines)
        #expect(second.outcome.read == 74_401 && second.outcome.added == 0)
        #expect(second.outcome.repeated == 74_205 && second.outcome.rejected == 196)
        #expect(board.office.position == position)
        #expect(try await board.stored().cases == 73_830)
        let summaries = try await board.office.areaSummaries()
        #expect(summaries.reduce(0) { $0 + $1.open + $1.closed } == 73_830)
        #expect(try await board.office.rebuild { _, _ in }.isSame)
        try await board.close()
    }
}
