import Foundation
import Testing

@testable import Geography

struct AuditTests {
    @Test func `the invented district covers its outline with no fault, from any seed`() throws {
        for seed in [411_002, 1, 77] as [UInt64] {
            let district = SyntheticDistrict.make(seed: seed)
            let areas = district.grids.map { AuditedArea(code: $0.code, region: $0.region) }

            #expect(try CoverageAudit.faults(of: areas, outline: district.outline).isEmpty)
            #expect(areas.count == 539 && district.communities.count == 89 && district.streets.count == 15)
            #expect(Set(areas.map(\.code)).count == 539)
        }
    }

    @Test func `the same seed cuts the same coordinates, another seed others`() {
        let first = SyntheticDistrict.make(seed: 5).grids.map(\.region)

        #expect(first == SyntheticDistrict.make(seed: 5).grids.map(\.region))
        #expect(first != SyntheticDistrict.make(seed: 6).grids.map(\.region))
    }

    @Test func `every planted fault of an invented file is found with its place and size`() throws {
        let district = SyntheticDistrict.make(seed: 9)
        var areas = district.grids.map { AuditedArea(code: $0.code, region: $0.region) }
        let removed = areas.remove(at: 200)
        areas[10].code = areas[11].code
        let grown = areas[400]
        let centre = grown.region.boundingBox
        let x = (centre.west + centre.east) / 2
        let y = (centre.south + centre.north) / 2
        areas[400].region.polygons[0].rings[0] = grown.region.rings[0].map {
            Coordinate(longitude: x + ($0.longitude - x) * 1.4, latitude: y + ($0.latitude - y) * 1.4)
        }

        let faults = try CoverageAudit.faults(of: areas, outline: nil)

        let gaps = faults.compactMap { if case .gap(let size, let at, _) = $0 { (size, at) } else { nil } }
        #expect(gaps.count == 1)
        #expect(abs((gaps.first?.0 ?? 0) - squareMetres(of: removed.region)) < 1)
        #expect(GridLocator(areas: [removed.region]).area(at: gaps[0].1) == 0)
        #expect(
            faults.contains { if case .duplicateCode(_, let features) = $0 { features == [10, 11] } else { false } }
        )
        #expect(
            faults.contains {
                if case .overlap(let a, let b, _, _) = $0 { [a, b].contains(grown.code) } else { false }
            }
        )
    }

    @Test(.enabled(if: RealData.isPresent, "the real data is not beside the project"))
    func `the sound file has no fault`() throws {
        let areas = try audited("weidu-grids-synthetic.geojson")
        let outline = try RealData.features("weidu-411002.geojson")[0].region

        #expect(try CoverageAudit.faults(of: areas, outline: nil).isEmpty)
        #expect(try CoverageAudit.faults(of: areas, outline: outline).isEmpty)
    }

    @Test(.enabled(if: RealData.isPresent, "the real data is not beside the project"))
    func `the broken file has exactly its four planted faults`() throws {
        let faults = try CoverageAudit.faults(of: audited("weidu-grids-broken.geojson"), outline: nil)

        var overlaps: [String: Double] = [:]
        for fault in faults {
            switch fault {
            case .invalidRing(let code, _, let at):
                #expect(code == "41100200700103")
                #expect(abs(at.longitude - 113.791_781_289) < 1e-8 && abs(at.latitude - 34.056_059_753) < 1e-8)
            case .duplicateCode(let code, let features):
                #expect(code == "41100200400105" && features == [150, 154])
            case .gap(let size, _, let neighbours):
                #expect(abs(size - 100_739.7) < 1)
                #expect(neighbours.contains("41100200500101") && neighbours.contains("41100200500205"))
            case .overlap(let first, let second, let size, _):
                #expect([first, second].contains("41100201000105"))
                overlaps[first == "41100201000105" ? second : first] = size
            case .outside: Issue.record("nothing lies outside without an outline")
            }
        }
        #expect(faults.count == 10)
        #expect(overlaps.count == 7)
        #expect(abs((overlaps["41100201000107"] ?? 0) - 20_328.1) < 1)
        #expect(abs(overlaps.values.reduce(0, +) - 115_870.1) < 5)
    }

    private func audited(_ name: String) throws -> [AuditedArea] {
        try RealData.features(name).map { AuditedArea(code: $0.properties["code"] ?? "", region: $0.region) }
    }
}
