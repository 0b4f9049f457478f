package import Domain
import Geography
package import Store

/// Firms on the map, as somebody may see them.
package struct FirmMap: Sendable {
    /// Firms near each other in one mark: those of a street, of a grid, or of a square of the map.
    package struct Heap: Hashable, Sendable {
        /// Nil for a square.
        package let area: Queue.Area?
        package let count: FirmCount
        package let longitude: Double
        package let latitude: Double
    }

    /// By the raw code of the grid; what has none stands under the empty code.
    package var grids: [String: FirmCount] = [:]
    /// The firms with an exact place; empty where there are more than ``markLimit``.
    package var marks: [FirmPlace] = []
    /// Instead of the marks, where there are more.
    package var heaps: [Heap] = []
    /// Firms that have a grid and no exact place, of those whose places were asked for.
    package var withoutPoint = 0

    /// Marks that are shown one by one; what is more is heaped.
    package static let markLimit = 400
    /// Firms that are read to be heaped by squares; of more, grids are counted, and streets where there are many grids.
    static let readLimit = 2_000
    static let heapLimit = 60
    /// Squares are those of a board of so many columns and rows over what is shown.
    static let columns = 12
}

extension Office {
    /// The map of firms.
    ///
    /// `box`: what of the earth is shown; `area`: which grids; nil for all. However many firms there are, the answer has at most
    /// ``FirmMap/markLimit`` marks, or 144 heaps, or as many as there are streets, and a count for each grid.
    /// - Throws: ``Refusal``, ``Fault``.
    package func firmMap(
        _ filter: FirmPlaceFilter,
        area: Queue.Area? = nil,
        within box: CaseFilter.Box? = nil,
        for staff: Staff
    ) async throws -> FirmMap {
        try demand(.see, of: .staff(staff))
        let (directory, today) = (directory, today)
        // A steward sees the own firms, and those of the own part of the territory; the others see those of theirs.
        let isSteward = staff.roles.intersection(ServiceAction.see.roles) == [.steward]
        let own = isSteward && staff.scope == .district ? [] : directory.grids(in: staff.scope)
        let visible = own.map { Set($0.map(\.rawValue)) }
        let asked = Self.grids(area, box, in: directory)
        return try await engine.read { db in
            var map = FirmMap()
            map.grids = try FirmPlaces.counts(filter, in: db).filter { visible?.contains($0.key) ?? true }
            var served: [FirmPlace] = []
            if isSteward {
                served = try FirmPlaces.served(by: staff.account, on: today, filter, in: db)
                    .filter { !(visible?.contains($0.grid) ?? false) }
                for firm in served {
                    let one = FirmCount(firms: 1, vacant: firm.isVacant ? 1 : 0)
                    map.grids[firm.grid] = map.grids[firm.grid, default: FirmCount()] + one
                }
            }
            guard let asked else { return map }
            map.grids = map.grids.filter { asked.contains($0.key) }
            let inAll = map.grids.values.reduce(FirmCount(), +).firms
            guard inAll <= FirmMap.readLimit else {
                map.heaps = Self.heaps(map.grids, directory)
                return map
            }
            let codes = map.grids.keys.filter { visible?.contains($0) ?? true }.sorted()
            let here = served.filter { asked.contains($0.grid) }
            let found = try FirmPlaces.places(filter, in: codes, limit: FirmMap.readLimit, in: db) + here
            map.withoutPoint = found.count { $0.point == nil }
            map.marks = found.filter { firm in
                guard let point = firm.point else { return false }
                guard let box else { return true }
                return (box.south...box.north).contains(point.latitude)
                    && (box.west...box.east).contains(point.longitude)
            }
            if map.marks.count > FirmMap.markLimit {
                map.heaps = Self.heaps(map.marks)
                map.marks = []
            }
            return map
        }
    }

    /// The raw codes of the grids that are asked for one by one; nil where only counts are asked for.
    private static func grids(_ area: Queue.Area?, _ box: CaseFilter.Box?, in directory: Directory) -> Set<String>? {
        if let box {
            let inside = directory.outlines.filter { _, region in
                let other = region.boundingBox
                return other.south <= box.north && other.north >= box.south && other.west <= box.east
                    && other.east >= box.west
            }
            return Set(inside.map(\.grid.code.rawValue))
        }
        switch area {
        case nil, .unplaced: return nil
        case .unit(let unit): return Set(directory.grids(in: .unit(unit))?.map(\.rawValue) ?? [])
        case .grid(let grid): return [grid.rawValue]
        }
    }

    /// Counts by grid, or by street where there are many grids, each in the middle of its grids.
    private static func heaps(_ counts: [String: FirmCount], _ directory: Directory) -> [FirmMap.Heap] {
        struct Sum {
            var count = FirmCount()
            var longitude = 0.0
            var latitude = 0.0
            var grids = 0
        }
        var sums: [Queue.Area: Sum] = [:]
        let isWide = counts.count > FirmMap.heapLimit
        for (grid, region) in directory.outlines {
            guard let count = counts[grid.code.rawValue], count.firms > 0 else { continue }
            let street = isWide ? directory.path(of: grid.code).first { $0.level == .street } : nil
            let box = region.boundingBox
            let area = street.map { Queue.Area.unit($0.code) } ?? .grid(grid.code)
            var sum = sums[area] ?? Sum()
            sum.count = sum.count + count
            sum.longitude += (box.west + box.east) / 2
            sum.latitude += (box.south + box.north) / 2
            sum.grids += 1
            sums[area] = sum
        }
        return sums.map { area, sum in
            FirmMap.Heap(
                area: area,
                count: sum.count,
                longitude: sum.longitude / Double(sum.grids),
                latitude: sum.latitude / Double(sum.grids)
            )
        }
    }
    /// Counts by the squares of a board over all places, each in the middle of its firms.
    private static func heaps(_ marks: [FirmPlace]) -> [FirmMap.Heap] {
        let points = marks.compactMap { mark in mark.point.map { (mark, $0) } }
        var box = BoundingBox.empty
        for (_, point) in points { box.extend(to: Coordinate(longitude: point.longitude, latitude: point.latitude)) }
        struct Sum {
            var count = FirmCount()
            var longitude = 0.0
            var latitude = 0.0
        }
        func index(_ value: Double, _ low: Double, _ high: Double) -> Int {
            high > low ? min(FirmMap.columns - 1, Int((value - low) / (high - low) * Double(FirmMap.columns))) : 0
        }
        var sums = [Sum](repeating: Sum(), count: FirmMap.columns * FirmMap.columns)
        for (mark, point) in points {
            let column = index(point.longitude, box.west, box.east)
            let square = index(point.latitude, box.south, box.north) * FirmMap.columns + column
            sums[square].count = sums[square].count + FirmCount(firms: 1, vacant: mark.isVacant ? 1 : 0)
            sums[square].longitude += point.longitude
            sums[square].latitude += point.latitude
        }
        return sums.filter { $0.count.firms > 0 }.map { sum in
            FirmMap.Heap(
                area: nil,
                count: sum.count,
                longitude: sum.longitude / Double(sum.count.firms),
                latitude: sum.latitude / Double(sum.count.firms)
            )
        }
    }
}
