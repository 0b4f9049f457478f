import Application
import Domain
import Foundation
import Geography
import TestKit
import Testing

/// What `territory check` tells of a file, and what `territory import` takes over.
struct TerritoryFileTests {
    /// The middle square's number in the file.
    private static let middle = 4

    private static func findings(
        _ options: TerritoryFile.Options = .init(),
        _ change: (inout SquareDistrict) -> Void
    ) throws -> [TerritoryFile.Finding] {
        var district = SquareDistrict()
        change(&district)
        return try TerritoryFile(district.data, options: options).findings()
    }

    @Test func `a sound file has no finding and is taken over with its streets, communities and names`() async throws {
        let board = try await TestBoard.make()
        let file = try TerritoryFile(SquareDistrict().data, options: .init())

        #expect(try file.findings().isEmpty)
        #expect(try await board.office.adopt(file).isEmpty)

        let directory = board.office.directory
        let code = try #require(directory.grid(named: "41100200100105"))
        #expect(directory.grids.count == 9)
        #expect(directory.grids[code]?.name == "第5网格")
        #expect(directory.path(of: code).map(\.name) == ["测试区", "西大街道", "西湖社区"])
        #expect(directory.grid(at: Coordinate(longitude: 113.815, latitude: 34.015)) == code)
        // The four grids that the file does not have are retired.
        #expect(directory.grid(named: TestBoard.gridCodes[3]) == nil)
        let position = board.office.position
        #expect(try await board.office.adopt(file).isEmpty)
        #expect(board.office.position == position)
        try await board.close()
    }

    @Test func `a gap is told with its size, its place and who lies beside it, unless gaps are allowed`() throws {
        let findings = try Self.findings { $0.squares.remove(at: Self.middle) }

        let gap = try #require(findings.first)
        #expect(findings.count == 1 && gap.key == "territory.fault_gap")
        // A hundredth of a degree is 1,109.3 m northwards and 924.5 m eastwards here.
        let area = try #require(gap.values["area"].flatMap(Double.init))
        #expect(abs(area - 1_109.3 * 924.5) < 2_000)
        #expect(gap.values["neighbours"]?.split(separator: ",").count == 8)
        #expect(gap.values["at"]?.hasPrefix("113.81") == true)
        var options = TerritoryFile.Options()
        options.allowsGaps = true
        #expect(try Self.findings(options) { $0.squares.remove(at: Self.middle) }.isEmpty)
    }

    @Test func `an overlap is told with both codes, once for each pair`() throws {
        // given: the middle square reaches a tenth of its width into its eastern neighbour
        let findings = try Self.findings { district in
            for corner in [1, 2] { district.squares[Self.middle].ring[corner].0 = 113.821 }
        }

        let overlaps = findings.filter { $0.key == "territory.fault_overlap" }
        #expect(findings == overlaps && overlaps.count == 1)
        #expect(overlaps[0].values["first"] == "41100200100105" && overlaps[0].values["second"] == "41100200100106")
        let area = try #require(overlaps[0].values["area"].flatMap(Double.init))
        #expect(abs(area - 110.93 * 924.5) < 1_000)
    }

    @Test func `a ring that crosses itself is told once, and not again as the gap that it leaves`() throws {
        let findings = try Self.findings { $0.squares[Self.middle].ring.swapAt(1, 2) }

        #expect(findings.map(\.key) == ["territory.fault_ring"])
        #expect(findings[0].values["code"] == "41100200100105")
        #expect(findings[0].values["at"] == "113.815000, 34.015000")
    }

    @Test func `a code that occurs twice is told with the places in the file`() throws {
        let findings = try Self.findings { $0.squares[7].properties["code"] = "41100200100101" }

        #expect(findings.map(\.key) == ["territory.fault_duplicate"])
        #expect(findings[0].values == ["code": "41100200100101", "features": "0, 7"])
    }

    @Test(arguments: ["", "4110020010010", "411002001001011", "4110020010010A", "４１１００２００１００１０１", "-41100200100101"])
    func `a code that the scheme does not know is told with its place in the file`(code: String) throws {
        let findings = try Self.findings { $0.squares[2].properties["code"] = code }

        #expect(findings.map(\.key) == ["territory.fault_bad_code"])
        #expect(findings[0].values["feature"] == "2" && findings[0].values["code"] == code)
    }

    @Test func `every grid without a code is told by itself`() throws {
        let findings = try Self.findings { district in
            for index in [1, 5] { district.squares[index].properties["code"] = nil }
        }

        #expect(findings.map(\.key) == ["territory.fault_no_code", "territory.fault_no_code"])
        #expect(findings.map { $0.values["feature"] } == ["1", "5"])
    }

    @Test func `a grid for which nobody answers on the day is told, and one with a deputy is not`() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "qipan-posts-\(UUID().uuidString).csv")
        defer { try? FileManager.default.removeItem(at: file) }
        // Everybody but the holders of the third and the fifth grid; the fifth is away, and somebody stands in.
        let holders = [1, 2, 4, 6, 7, 8, 9].map { "4110020010010\($0),grid_worker,w\($0),2026-01-01,," }
        let rest = [
            "41100200100103,grid_worker,w3,2026-01-01,2026-05-31,",
            "41100200100105,grid_worker,d5,2026-06-01,2026-06-03,是",
        ]
        let text = "grid,kind,holder,from,until,deputy\n" + (holders + rest).joined(separator: "\n")
        try Data(text.utf8).write(to: file)
        var options = TerritoryFile.Options()
        options.posts = try PostFile(path: file.path)
        options.day = try Day(parsing: "2026-06-01")

        let findings = try Self.findings(options) { _ in }

        #expect(findings.map(\.key) == ["territory.fault_vacant"])
        #expect(findings.first?.values == ["code": "41100200100103", "day": "2026-06-01"])
    }

    @Test func `what reaches beyond the outline, and what of it is not covered, is told`() throws {
        var options = TerritoryFile.Options()
        let (south, north) = (34.0, 34.03)
        let ring = [(113.80, south), (113.825, south), (113.825, north), (113.80, north), (113.80, south)]
        options.outline = Region(
            polygons: [Polygon(rings: [ring.map { Coordinate(longitude: $0.0, latitude: $0.1) }])]
        )

        let findings = try Self.findings(options) { $0.squares.remove(at: 0) }

        #expect(
            findings.filter { $0.key == "territory.fault_outside" }.map { $0.values["code"] } == [
                "41100200100103", "41100200100106", "41100200100109",
            ]
        )
        #expect(findings.count { $0.key == "territory.fault_gap" } == 1 && findings.count == 4)
    }

    @Test func `a file with a finding is refused whole, and the board keeps its grids`() async throws {
        let board = try await TestBoard.make()
        var district = SquareDistrict()
        district.squares.remove(at: Self.middle)
        let before = try await board.stored()

        let findings = try await board.office.adopt(TerritoryFile(district.data, options: .init()))

        #expect(findings.map(\.key) == ["territory.fault_gap"])
        #expect(try await board.stored() == before)
        #expect(board.office.directory.grid(named: TestBoard.gridCodes[3]) != nil)
        try await board.close()
    }

    @Test func `coordinates of a shifted map are converted, and common borders stay common`() async throws {
        // given: the same squares as a Chinese base map shows them
        var shifted = SquareDistrict()
        for square in shifted.squares.indices {
            for corner in shifted.squares[square].ring.indices {
                let place = shifted.squares[square].ring[corner]
                let there = CoordinateSystem.gcj02.fromWGS84(Coordinate(longitude: place.0, latitude: place.1))
                shifted.squares[square].ring[corner] = (there.longitude, there.latitude)
            }
        }
        var options = TerritoryFile.Options()
        options.system = .gcj02

        // when
        let file = try TerritoryFile(shifted.data, options: options)

        // then: within a millimetre, and still without a gap or an overlap
        #expect(try file.findings().isEmpty)
        let sound = try TerritoryFile(SquareDistrict().data, options: .init())
        for (converted, original) in zip(file.features, sound.features) {
            for (a, b) in zip(converted.region.rings[0], original.region.rings[0]) {
                #expect(abs(a.longitude - b.longitude) < 1e-8 && abs(a.latitude - b.latitude) < 1e-8)
            }
        }
        // Taken as it stands it would lie half a kilometre away.
        let place = try #require(try TerritoryFile(shifted.data, options: .init()).features.first?.region.rings[0][0])
        #expect(abs(place.longitude - 113.80) > 0.004)
    }

    @Test(arguments: [
        "", "{", "[]", "{\"type\":\"FeatureCollection\"}", "{\"type\":\"FeatureCollection\",\"features\":[{}]}",
        "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"properties\":{},\"geometry\":null}]}",
        "{\"type\":\"FeatureCollection\",\"features\":[{\"geometry\":{\"type\":\"Point\",\"coordinates\":[1,2]}}]}",
        "{\"type\":\"FeatureCollection\",\"features\":[{\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[]]}}]}",
        "{\"type\":\"FeatureCollection\",\"features\":[{\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1,0],[1,1],[0,1]]]}}]}",
        "{\"type\":\"FeatureCollection\",\"features\":[{\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1e9,0],[1,1],[0,0]]]}}]}",
        "{\"type\":\"FeatureCollection\",\"features\":[{\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[\"a\",0],[1,0],[1,1],[0,0]]]}}]}",
    ])
    func `a file that is no GeoJSON of areas is refused with what it should be`(text: String) {
        #expect(throws: GeoJSONError.self) { try TerritoryFile(Data(text.utf8), options: .init()) }
    }

    @Test func `a file without any grid is refused`() async throws {
        let board = try await TestBoard.make()
        let empty = Data("{\"type\":\"FeatureCollection\",\"features\":[]}".utf8)

        await #expect(throws: Refusal.territory(.noGrids)) {
            try await board.office.adopt(TerritoryFile(empty, options: .init()))
        }
        try await board.close()
    }

    @Test(.enabled(if: RealData.has("weidu-grids-broken.geojson"), "shared/data is not beside the project"))
    func `the planted faults of the broken file are exactly the findings`() throws {
        struct Planted: Decodable {
            struct Fault: Decodable {
                struct Overlap: Decodable { let code: String }
                let fault: String
                let code: String
                let overlaps: [Overlap]?
                let featureIndexes: [Int]?

                enum CodingKeys: String, CodingKey {
                    case fault, code, overlaps
                    case featureIndexes = "feature_indexes"
                }
            }
            let faults: [Fault]
        }
        let planted = try JSONDecoder().decode(
            Planted.self,
            from: Data(contentsOf: RealData.file("weidu-grids-broken-faults.json"))
        ).faults
        func code(_ fault: String) -> String? { planted.first { $0.fault == fault }?.code }
        let file = try TerritoryFile(
            Data(contentsOf: RealData.file("weidu-grids-broken.geojson")),
            options: .init()
        )

        let findings = try file.findings()

        func found(_ key: String) -> [TerritoryFile.Finding] { findings.filter { $0.key == "territory.\(key)" } }
        #expect(findings.count == 10)
        #expect(found("fault_gap").count == 1)
        #expect(found("fault_ring").map { $0.values["code"] } == [code("self_intersection")])
        let duplicate = try #require(planted.first { $0.fault == "duplicate_code" })
        #expect(found("fault_duplicate").map { $0.values["code"] } == [duplicate.code])
        let indexes = duplicate.featureIndexes?.map(String.init).joined(separator: ", ")
        #expect(found("fault_duplicate").first?.values["features"] == indexes && indexes != nil)
        let overlapping = code("overlap")
        let others = found("fault_overlap").map { finding in
            [finding.values["first"], finding.values["second"]].compactMap { $0 }.filter { $0 != overlapping }
        }
        #expect(Set(others.joined()) == Set(planted.compactMap(\.overlaps).joined().map(\.code)))
        #expect(others.allSatisfy { $0.count == 1 })
    }
}
