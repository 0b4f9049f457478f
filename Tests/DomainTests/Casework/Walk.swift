import Domain

/// Every state that real decisions lead to from nothing, as far as a key tells states apart.
struct Walk<Key: Hashable> {
    struct Edge {
        var from: Int
        var to: Int
        var action: CaseAction
    }

    private(set) var states = [Case()]
    private(set) var edges: [Edge] = []
    /// Every code that a refusal had on the way.
    private(set) var codes: Set<String> = []

    /// Tries every command in every situation, in every state that is found.
    init(
        _ commands: [CaseCommand],
        in situations: [Case.Situation],
        where isTried: (Case, CaseCommand) -> Bool = { _, _ in true },
        by key: (Case) -> Key
    ) {
        var known: [Key: Int] = [key(Case()): 0]
        var next = 0
        while next < states.count {
            let state = states[next]
            for command in commands where isTried(state, command) {
                for situation in situations {
                    do throws(Refusal) {
                        var after = state
                        for event in try state.decide(command, in: situation) { after.apply(event) }
                        let key = key(after)
                        let target = known[key] ?? states.count
                        if known[key] == nil {
                            known[key] = target
                            states.append(after)
                        }
                        edges.append(Edge(from: next, to: target, action: command.action))
                    } catch { codes.insert(error.code) }
                }
            }
            next += 1
        }
    }

    /// The states from which no way leads to an end.
    var stuck: [Case] {
        var before: [Int: [Int]] = [:]
        for edge in edges { before[edge.to, default: []].append(edge.from) }
        let ends = states.indices.filter {
            states[$0].stage.name != .unreported && !states[$0].stage.name.isOpen
        }
        var reached = Set(ends)
        var rest = ends
        while let state = rest.popLast() {
            for earlier in before[state] ?? [] where reached.insert(earlier).inserted { rest.append(earlier) }
        }
        return states.indices.filter { !reached.contains($0) }.map { states[$0] }
    }
}
