/// Gives every source one sink where each sink takes only so many, at the least cost there is.
///
/// This is the capacitated transportation problem with supplies of one. It is solved exactly, as a flow of least cost by successive
/// shortest paths, on the graph of the *sinks*: an arc from one to another costs what the cheapest move of a source between
/// them does. Everybody starts where it is cheapest, and only what is too much there is moved on, so that a plan costs as
/// many searches as sources are moved, each over the few sinks around. Costs are whole numbers, and the same input gives the same plan.
package struct Transportation: Sendable {
    /// Where each source goes, and the proof that nothing is cheaper.
    package struct Plan: Hashable, Sendable {
        /// A sink for each source.
        package let sinks: [Int]
        package let cost: Int
        /// What one more place at a sink would save; zero where places are left.
        package let prices: [Int]
    }

    /// Sources that each sink takes at most.
    package let capacities: [Int]
    /// What each source costs at each sink, source after source; not below zero.
    package let costs: [Int32]

    package init(capacities: [Int], costs: [Int32]) {
        precondition(capacities.allSatisfy { $0 >= 0 } && costs.allSatisfy { $0 >= 0 }, "assumed nothing below zero")
        precondition(capacities.isEmpty ? costs.isEmpty : costs.count.isMultiple(of: capacities.count))
        self.capacities = capacities
        self.costs = costs
    }

    /// The cheapest plan; nil when the sinks cannot take them all.
    ///
    /// - Complexity: with n sources, m of them moved on from where they are cheapest, and k sinks: O(n·k + m·k²) at worst.
    package func solve() -> Plan? {
        let sources = capacities.isEmpty ? 0 : costs.count / capacities.count
        guard capacities.reduce(0, +) >= sources else { return nil }
        var flow = Flow(self, sources: sources)
        for sink in capacities.indices {
            while flow.members[sink].count > capacities[sink] { flow.moveOn(from: sink) }
        }
        var cost = 0
        for (source, sink) in flow.sinks.enumerated() { cost += Int(costs[source * capacities.count + sink]) }
        return Plan(sinks: flow.sinks, cost: cost, prices: flow.prices)
    }

    /// What any plan costs at least, by prices: the dual value.
    ///
    /// A plan whose cost it is cannot be beaten.
    package func bound(prices: [Int]) -> Int {
        let count = capacities.count
        var bound = 0
        for source in 0..<(count == 0 ? 0 : costs.count / count) {
            bound += (0..<count).map { Int(costs[source * count + $0]) + prices[$0] }.min() ?? 0
        }
        return bound - zip(capacities, prices).map { $0 * $1 }.reduce(0, +)
    }
}

/// A plan in the making: every source has a sink, some sinks have too many.
///
/// It holds at every step that each source sits where its cost and the price together are least, and that only a full sink has a price.
private struct Flow {
    /// Above every path, and far below where additions overflow.
    static let unreachable = Int.max / 4

    let problem: Transportation
    let count: Int
    var sinks: [Int]
    var members: [[Int]]
    /// Where each source stands among the members of its sink.
    private var places: [Int]
    var prices: [Int]
    /// From sink to sink: what the cheapest move costs, and which source it is.
    private var arcs: [Int]
    private var movers: [Int]
    private var distances: [Int]
    /// The same, and unreachable once it is final.
    private var waiting: [Int]
    private var previous: [Int]

    init(_ problem: Transportation, sources: Int) {
        self.problem = problem
        count = problem.capacities.count
        sinks = Array(repeating: 0, count: sources)
        places = sinks
        members = Array(repeating: [], count: count)
        prices = Array(repeating: 0, count: count)
        arcs = Array(repeating: Self.unreachable, count: count * count)
        movers = Array(repeating: -1, count: count * count)
        (distances, waiting, previous) = (prices, prices, prices)
        for source in 0..<sources {
            var best = 0
            for sink in 1..<max(count, 1)
            where problem.costs[source * count + sink] < problem.costs[source * count + best] {
                best = sink
            }
            add(source, to: best)
        }
    }

    /// Moves one source out of a sink that has too many, along the cheapest chain of moves that ends where there is room.
    mutating func moveOn(from start: Int) {
        for sink in 0..<count { (distances[sink], waiting[sink]) = (Self.unreachable, Self.unreachable) }
        (distances[start], waiting[start]) = (0, 0)
        var final: [Int] = []
        var end = start
        while true {
            end = 0
            for sink in 1..<max(count, 1) where waiting[sink] < waiting[end] { end = sink }
            precondition(waiting[end] < Self.unreachable, "assumed room for all")
            if members[end].count < problem.capacities[end] { break }
            waiting[end] = Self.unreachable
            final.append(end)
            reach(from: end)
        }
        // Whatever is nearer than the end becomes dearer by as much, so that no move is worth its price afterwards.
        for sink in final { prices[sink] += distances[end] - distances[sink] }
        var moves: [(source: Int, from: Int, to: Int)] = []
        var sink = end
        while sink != start {
            let from = previous[sink]
            moves.append((movers[from * count + sink], from, sink))
            sink = from
        }
        for move in moves {
            take(move.source, from: move.from)
            add(move.source, to: move.to)
        }
        for move in moves { renewArcs(of: move.from, without: move.source) }
    }

    private mutating func reach(from sink: Int) {
        let (row, base) = (sink * count, distances[sink] - prices[sink])
        guard !members[sink].isEmpty else { return }
        for other in 0..<count {
            let distance = base &+ arcs[row + other] &+ prices[other]
            if distance < distances[other] {
                (distances[other], waiting[other], previous[other]) = (distance, distance, sink)
            }
        }
    }

    private mutating func take(_ source: Int, from sink: Int) {
        let last = members[sink].removeLast()
        guard last != source else { return }
        members[sink][places[source]] = last
        places[last] = places[source]
    }

    private mutating func add(_ source: Int, to sink: Int) {
        sinks[source] = sink
        places[source] = members[sink].count
        members[sink].append(source)
        let (row, costs) = (sink * count, source * count)
        let here = Int(problem.costs[costs + sink])
        for other in 0..<count {
            let cost = Int(problem.costs[costs + other]) &- here
            if cost < arcs[row + other] { (arcs[row + other], movers[row + other]) = (cost, source) }
        }
    }

    /// Looks for the cheapest move again where it was a source that has left.
    private mutating func renewArcs(of sink: Int, without source: Int) {
        let row = sink * count
        for other in 0..<count where movers[row + other] == source {
            (arcs[row + other], movers[row + other]) = (Self.unreachable, -1)
            for member in members[sink] {
                let cost = Int(problem.costs[member * count + other]) &- Int(problem.costs[member * count + sink])
                if cost < arcs[row + other] { (arcs[row + other], movers[row + other]) = (cost, member) }
            }
        }
    }
}
