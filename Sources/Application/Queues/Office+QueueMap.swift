package import Domain
package import Store

/// How many cases of a queue show each light.
package struct LightCounts: Hashable, Sendable {
    package var green = 0
    package var amber = 0
    package var red = 0

    package init() {}

    package var sum: Int { green + amber + red }
    /// The most urgent light that is shown; nil without cases.
    package var worst: DueLight? { red > 0 ? .red : amber > 0 ? .amber : green > 0 ? .green : nil }

    package subscript(light: DueLight) -> Int {
        switch light {
        case .green: green
        case .amber: amber
        case .red: red
        }
    }

    package mutating func add(_ light: DueLight) {
        switch light {
        case .green: green += 1
        case .amber: amber += 1
        case .red: red += 1
        }
    }

    package static func + (one: LightCounts, other: LightCounts) -> LightCounts {
        var sum = one
        sum.green += other.green
        sum.amber += other.amber
        sum.red += other.red
        return sum
    }
}

/// A queue on the map.
package struct QueueMap: Sendable {
    /// A case at its place.
    package struct Mark: Hashable, Sendable {
        package let number: CaseNumber
        package let category: CategoryCode
        package let light: DueLight
        package let point: Point
    }

    /// Several cases near each other, at the middle of their places.
    package struct Heap: Hashable, Sendable {
        package let lights: LightCounts
        package let longitude: Double
        package let latitude: Double
    }

    /// By the raw code of the grid; what is not placed yet stands under the empty code.
    package var grids: [String: LightCounts] = [:]
    /// The cases with an exact place, those due first; empty where there are more than ``markLimit``.
    package var marks: [Mark] = []
    /// Instead of the marks, where there are more.
    package var heaps: [Heap] = []
    /// Cases that have a grid and no exact place.
    package var withoutPoint = 0

    /// Marks that are shown one by one; what is more is heaped.
    package static let markLimit = 200
    /// Heaps are the squares of a board of so many columns and rows over the box that is shown.
    static let columns = 12
}

extension Office {
    /// A queue of open cases as the map shows it.
    ///
    /// `box`: what of the earth is shown; nil for all. However many cases there are, the answer has at most
    /// ``QueueMap/markLimit`` marks or 144 heaps, and a count for each grid.
    /// - Complexity: O(open cases).
    /// - Throws: ``Fault``.
    package func map(of queue: Queue, for staff: Staff, within box: CaseFilter.Box? = nil) async throws -> QueueMap {
        let now = now
        let sight = QueueSight(queue, for: staff, at: now, directory: directory)
        var map = QueueMap()
        var shown: [(entry: OpenBoard.Entry, point: Point, light: DueLight)] = []
        let snapshot = try await openBoard.snapshot(for: self)
        var grids = [LightCounts](repeating: LightCounts(), count: snapshot.names.count)
        snapshot.visit { entry in
            guard sight.passes(entry) else { return }
            let light = entry.lights.light(at: now)
            guard let point = entry.open.point else {
                guard box == nil else { return }
                grids[entry.key.grid].add(light)
                map.withoutPoint += 1
                return
            }
            if let box {
                guard (box.south...box.north).contains(point.latitude), (box.west...box.east).contains(point.longitude)
                else { return }
            }
            grids[entry.key.grid].add(light)
            shown.append((entry, point, light))
        }
        for (name, lights) in zip(snapshot.names, grids) where lights.sum > 0 { map.grids[name] = lights }
        if shown.count <= QueueMap.markLimit {
            map.marks = shown.sorted { $0.entry.place < $1.entry.place }.map { entry, point, light in
                QueueMap.Mark(number: entry.open.number, category: entry.open.category, light: light, point: point)
            }
        } else {
            map.heaps = Self.heaps(shown.map { ($0.point, $0.light) }, box)
        }
        return map
    }

    private static func heaps(_ marks: [(point: Point, light: DueLight)], _ box: CaseFilter.Box?) -> [QueueMap.Heap] {
        var (south, west, north, east) = (90.0, 180.0, -90.0, -180.0)
        if let box {
            (south, west, north, east) = (box.south, box.west, box.north, box.east)
        } else {
            for mark in marks {
                (south, north) = (min(south, mark.point.latitude), max(north, mark.point.latitude))
                (west, east) = (min(west, mark.point.longitude), max(east, mark.point.longitude))
            }
        }
        struct Sum {
            var lights = LightCounts()
            var longitude = 0.0
            var latitude = 0.0
        }
        let columns = QueueMap.columns
        var sums = [Sum](repeating: Sum(), count: columns * columns)
        func index(_ value: Double, _ low: Double, _ high: Double) -> Int {
            high > low ? min(columns - 1, max(0, Int((value - low) / (high - low) * Double(columns)))) : 0
        }
        for mark in marks {
            let column = index(mark.point.longitude, west, east)
            let row = index(mark.point.latitude, south, north)
            sums[row * columns + column].lights.add(mark.light)
            sums[row * columns + column].longitude += mark.point.longitude
            sums[row * columns + column].latitude += mark.point.latitude
        }
        return sums.filter { $0.lights.sum > 0 }.map { sum in
            let count = Double(sum.lights.sum)
            return QueueMap.Heap(
                lights: sum.lights,
                longitude: sum.longitude / count,
                latitude: sum.latitude / count
            )
        }
    }
}
