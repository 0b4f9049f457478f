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
        var shown: [(place: Queue.Place, mark: QueueMap.Mark)] = []
        try await openBoard.snapshot(for: self).visit { entry in
            guard sight.passes(entry) else { return }
            let light = entry.lights.light(at: now)
            guard let point = entry.open.point else {
                guard box == nil else { return }
                map.grids[entry.open.gridCode ?? "", default: LightCounts()].add(light)
                map.withoutPoint += 1
                return
            }
            if let box {
                guard (box.south...box.north).contains(point.latitude), (box.west...box.east).contains(point.longitude)
                else { return }
            }
            map.grids[entry.open.gridCode ?? "", default: LightCounts()].add(light)
            let (number, category) = (entry.open.number, entry.open.category)
            shown.append((entry.place, QueueMap.Mark(number: number, category: category, light: light, point: point)))
        }
        if shown.count <= QueueMap.markLimit {
            map.marks = shown.sorted { $0.place < $1.place }.map(\.mark)
        } else {
            map.heaps = Self.heaps(shown.map(\.mark), box)
        }
        return map
    }

    private static func heaps(_ marks: [QueueMap.Mark], _ box: CaseFilter.Box?) -> [QueueMap.Heap] {
        let box =
            box
            ?? marks.reduce(CaseFilter.Box(south: 90, west: 180, north: -90, east: -180)) { box, mark in
                CaseFilter.Box(
                    south: min(box.south, mark.point.latitude),
                    west: min(box.west, mark.point.longitude),
                    north: max(box.north, mark.point.latitude),
                    east: max(box.east, mark.point.longitude)
                )
            }
        struct Sum {
            var lights = LightCounts()
            var longitude = 0.0
            var latitude = 0.0
        }
        let columns = QueueMap.columns
        var sums: [Int: Sum] = [:]
        func index(_ value: Double, _ low: Double, _ high: Double) -> Int {
            high > low ? min(columns - 1, max(0, Int((value - low) / (high - low) * Double(columns)))) : 0
        }
        for mark in marks {
            let column = index(mark.point.longitude, box.west, box.east)
            let row = index(mark.point.latitude, box.south, box.north)
            sums[row * columns + column, default: Sum()].lights.add(mark.light)
            sums[row * columns + column]?.longitude += mark.point.longitude
            sums[row * columns + column]?.latitude += mark.point.latitude
        }
        return sums.sorted { $0.key < $1.key }.map { _, sum in
            let count = Double(sum.lights.sum)
            return QueueMap.Heap(
                lights: sum.lights,
                longitude: sum.longitude / count,
                latitude: sum.latitude / count
            )
        }
    }
}
