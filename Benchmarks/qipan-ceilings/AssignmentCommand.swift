import ArgumentParser
import Domain
import Foundation

/// Assigns invented firms to invented stewards; the costs can be written out for another solver.
struct AssignmentCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "assignment")

    @Option var firms = 20_000
    @Option var stewards = 500
    @Option(help: "Places a hundred firms; 100 leaves none over.") var places = 110
    @Option var seed: UInt64 = 411_002
    @Option(help: "A file for the costs: 32-bit integers of this machine, firm after firm.") var out: String?

    private struct Draw: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ (state >> 29)
        }
    }

    func run() throws {
        var draw = Draw(state: seed)
        // 30 km by 30 km, half of the firms in twelve crowds; ten trades, of which a steward knows two.
        func anywhere() -> (Double, Double) {
            (Double.random(in: 0...30_000, using: &draw), Double.random(in: 0...30_000, using: &draw))
        }
        let crowds = (0..<12).map { _ in anywhere() }
        let places = (0..<firms).map { index -> (x: Double, y: Double, trade: Int) in
            let trade = Int.random(in: 0..<10, using: &draw)
            guard index.isMultiple(of: 2), let crowd = crowds.randomElement(using: &draw) else {
                let place = anywhere()
                return (place.0, place.1, trade)
            }
            let near = Double.random(in: -1_500...1_500, using: &draw)
            return (crowd.0 + near, crowd.1 + Double.random(in: -1_500...1_500, using: &draw), trade)
        }
        let people = (0..<stewards).map { _ in (at: anywhere(), trade: Int.random(in: 0..<5, using: &draw)) }
        var costs: [Int32] = []
        costs.reserveCapacity(firms * stewards)
        for place in places {
            for person in people {
                let (east, north) = (place.x - person.at.0, place.y - person.at.1)
                let strange = place.trade / 2 == person.trade ? 0.0 : Double(StewardProposal.strangeTrade)
                costs.append(Int32((east * east + north * north).squareRoot() + strange))
            }
        }
        let share = (firms * self.places + stewards * 100 - 1) / (stewards * 100)
        let problem = Transportation(capacities: Array(repeating: share, count: stewards), costs: costs)
        if let out {
            try costs.withUnsafeBytes { Data($0) }.write(to: URL(filePath: out))
        }
        let began = ContinuousClock.now
        guard let plan = problem.solve() else { throw ValidationError("there is no room for all firms") }
        let seconds = (ContinuousClock.now - began) / .seconds(1)
        let isProved = problem.bound(prices: plan.prices) == plan.cost
        print(
            "\(firms) firms, \(stewards) stewards, at most \(share) each: "
                + String(format: "%.3f", seconds) + " s, cost \(plan.cost), \(isProved ? "proved" : "not proved")"
        )
    }
}
