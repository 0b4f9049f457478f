import Domain
import Testing

/// The cheapest plan: against every plan there is where there are few, against its own proof where there are many.
struct TransportationTests {
    /// A small generator, so that a failing case can be made again.
    private struct Draw: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ (state >> 29)
        }
    }

    private static func problem(_ sources: Int, _ sinks: Int, spare: Int, seed: UInt64) -> Transportation {
        var draw = Draw(state: seed)
        var capacities = Array(repeating: 0, count: sinks)
        for _ in 0..<(sources + spare) { capacities[Int.random(in: 0..<sinks, using: &draw)] += 1 }
        let costs = (0..<(sources * sinks)).map { _ in Int32.random(in: 0...50, using: &draw) }
        return Transportation(capacities: capacities, costs: costs)
    }

    private static func cheapest(_ problem: Transportation, from source: Int, _ left: [Int]) -> Int? {
        let count = left.count
        guard source * count < problem.costs.count else { return 0 }
        return left.indices.filter { left[$0] > 0 }.compactMap { sink in
            var rest = left
            rest[sink] -= 1
            return cheapest(problem, from: source + 1, rest).map { $0 + Int(problem.costs[source * count + sink]) }
        }.min()
    }

    @Test(arguments: 1...60)
    func `no plan of all there are is cheaper`(seed: UInt64) throws {
        let problem = Self.problem(6, 3, spare: Int(seed % 4), seed: seed)
        let plan = try #require(problem.solve())
        #expect(plan.cost == Self.cheapest(problem, from: 0, problem.capacities))
    }

    @Test(arguments: 1...12)
    func `a plan keeps to every capacity, and its prices prove that it cannot be beaten`(seed: UInt64) throws {
        let problem = Self.problem(400, 30, spare: Int(seed % 3) * 20, seed: seed)
        let plan = try #require(problem.solve())
        for (sink, capacity) in problem.capacities.enumerated() {
            let load = plan.sinks.count { $0 == sink }
            #expect(load <= capacity)
            #expect(plan.prices[sink] >= 0 && (plan.prices[sink] == 0 || load == capacity))
        }
        #expect(problem.bound(prices: plan.prices) == plan.cost)
        #expect(problem.solve() == plan)
    }

    @Test func `where there is no room for all, there is no plan, and nobody needs none`() {
        #expect(Transportation(capacities: [1, 0], costs: [1, 2, 3, 4]).solve() == nil)
        #expect(Transportation(capacities: [], costs: []).solve()?.sinks == [])
        #expect(Transportation(capacities: [2], costs: []).solve()?.cost == 0)
    }
}
