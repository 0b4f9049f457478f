/// An invented district: the outline of 魏都区 drawn by hand, its 15 streets by name, and communities and grids that a
/// seed has cut out of it.
///
/// Not real, and said so wherever it is shown.
package struct SyntheticDistrict: Sendable {
    package struct Street: Hashable, Sendable {
        /// Nine digits, as in the statistical code (domain D.0).
        package let code: String
        package let name: String
    }

    package struct Community: Hashable, Sendable {
        /// Twelve digits.
        package let code: String
        package let name: String
        package let streetCode: String
    }

    package struct Grid: Sendable {
        /// Fourteen digits.
        package let code: String
        package let name: String
        package let communityCode: String
        package let region: Region
        /// The cutter's polygon that this grid is.
        fileprivate let polygon: Int

        fileprivate func filled(from cutter: Cutter) -> Grid {
            let region = Region(polygons: [Polygon(rings: [cutter.ring(of: polygon)])])
            return Grid(code: code, name: name, communityCode: communityCode, region: region, polygon: polygon)
        }
    }

    package let outline: Region
    package private(set) var streets: [Street] = []
    package private(set) var communities: [Community] = []
    package private(set) var grids: [Grid] = []

    private static let names = [
        ("001", "西大街道"), ("002", "东大街道"), ("003", "西关街道"), ("004", "南关街道"), ("005", "北大街道"),
        ("006", "五一路街道"), ("007", "高桥营街道"), ("008", "丁庄街道"), ("009", "颍昌街道"), ("010", "文峰街道"),
        ("011", "新兴街道"), ("013", "灞陵街道"), ("015", "魏北街道"), ("016", "产业集聚区"), ("570", "东城区街道"),
    ]

    private static let communityNames = ["春秋", "文庙", "八龙", "许由", "莲花", "清虚", "毓秀", "七一", "向阳", "和平", "光明", "西湖"]

    /// Cuts the district: the same seed gives the same coordinates, to the last bit, on every machine.
    ///
    /// `gridCount`: how many grids in all, at least one for each of the 89 communities.
    package static func make(seed: UInt64, gridCount: Int = 539) -> SyntheticDistrict {
        var cutter = Cutter(outline: DistrictOutline.weidu, seed: seed)
        var district = SyntheticDistrict(outline: DistrictOutline.region)
        let communityCounts = spread(89, over: names.count)
        let gridCounts = spread(max(gridCount, 89), over: 89)
        var gridIndex = 0
        // The weights below make each part as large as the grids that it will hold ask for.
        let streetWeights = communityCounts.indices.map { index in
            let first = communityCounts[..<index].reduce(0, +)
            return gridCounts[first..<(first + communityCounts[index])].reduce(0, +)
        }
        let streets = cutter.cut(0, into: streetWeights)
        for (index, street) in streets.enumerated() {
            let streetCode = "411002" + names[index].0
            district.streets.append(Street(code: streetCode, name: names[index].1))
            let counts = Array(gridCounts[gridIndex..<(gridIndex + communityCounts[index])])
            for (number, community) in cutter.cut(street, into: counts).enumerated() {
                let communityCode = streetCode + padded(number + 1, to: 3)
                let name = communityNames[(index * 5 + number) % communityNames.count] + "社区"
                district.communities.append(Community(code: communityCode, name: name, streetCode: streetCode))
                let parts = cutter.cut(community, into: Array(repeating: 1, count: counts[number]))
                for (part, polygon) in parts.enumerated() {
                    district.grids.append(
                        Grid(
                            code: communityCode + padded(part + 1, to: 2),
                            name: "\(name)第\(part + 1)网格",
                            communityCode: communityCode,
                            // Later cuts may still add vertices to this border: filled in below.
                            region: Region(polygons: [Polygon(rings: [[]])]),
                            polygon: polygon
                        )
                    )
                }
            }
            gridIndex += communityCounts[index]
        }
        district.grids = district.grids.map { $0.filled(from: cutter) }
        return district
    }

    /// `total` in `parts` parts that differ by one at the most, the larger ones first.
    private static func spread(_ total: Int, over parts: Int) -> [Int] {
        (0..<parts).map { total / parts + ($0 < total % parts ? 1 : 0) }
    }

    private static func padded(_ number: Int, to width: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }
}
