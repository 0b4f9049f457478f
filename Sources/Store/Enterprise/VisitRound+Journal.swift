package import Domain

extension VisitRound: Journaled {
    package static func content(of event: Event, in state: VisitRound) -> EntryContent {
        switch event {
        case .frozen(let definition, let firms):
            var content = EntryContent(type: "round.frozen")
            content.facts["from"] = .text(definition.from.description)
            content.facts["until"] = .text(definition.until.description)
            content.facts["round"] = .text(definition.code.rawValue)
            content.facts["firms"] = .integer(Int64(firms.values.reduce(0) { $0 + $1.count }))
            content.payload["name"] = .text(definition.name)
            for kind in Enterprise.Kind.allCases {
                let numbers = firms[kind] ?? []
                content.facts[kind.countName] = .integer(Int64(numbers.count))
                content.payload["list_\(kind.rawValue)"] = .text(NumberRuns.text(numbers))
            }
            return content
        case .closed(let day):
            var content = EntryContent(type: "round.closed", facts: ["on": .text(day.description)])
            content.facts.set("round", state.definition?.code.rawValue)
            return content
        }
    }

    package static func event(type: String, facts: Facts) throws -> Event {
        switch type {
        case "round.frozen":
            let definition = Definition(
                code: try facts.unit("round"),
                name: try facts.text("name"),
                from: try facts.day("from"),
                until: try facts.day("until")
            )
            var firms: [Enterprise.Kind: [Int]] = [:]
            for kind in Enterprise.Kind.allCases {
                let numbers = try NumberRuns.numbers(facts.text("list_\(kind.rawValue)"))
                if !numbers.isEmpty { firms[kind] = numbers }
            }
            return .frozen(definition, firms: firms)
        case "round.closed": return .closed(on: try facts.day("on"))
        default: throw Fault.corrupt("an entry of an unknown type stands in a round's history")
        }
    }

    package func project(id: ID<VisitRound>, version: Int, into db: any Connection) throws {
        guard let definition else { return }
        try db.submit(
            """
            INSERT INTO visit_round (code, id, name, from_day, until_day, firms, closed_on)
            VALUES (
                \(definition.code.rawValue), \(id.bytes), \(definition.name), \(definition.from.description),
                \(definition.until.description), \(firms.values.reduce(0) { $0 + $1.count }), \(closedOn?.description))
            ON CONFLICT (code) DO UPDATE SET closed_on = excluded.closed_on
            """
        )
        // The list never changes: it is written with the first entry, and in a rebuild with the last.
        guard
            try db.first("SELECT 1 FROM round_firm WHERE round = \(definition.code.rawValue) LIMIT 1", { _ in true })
                == nil
        else { return }
        for (kind, numbers) in firms.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            // As many placeholders as both databases take with room to spare.
            for start in stride(from: 0, to: numbers.count, by: 500) {
                let rows = numbers[start..<min(start + 500, numbers.count)].map { number -> SQL in
                    "(\(definition.code.rawValue), \(number), \(kind.rawValue))"
                }
                try db.submit(
                    "INSERT INTO round_firm (round, firm, kind) VALUES " + SQL.joined(rows, separator: ", ")
                )
            }
        }
    }
}

extension Enterprise.Kind {
    /// How public facts call the number of firms of a kind.
    fileprivate var countName: String {
        switch self {
        case .enterprise: "enterprises"
        case .shop: "shops"
        case .soleTrader: "sole_traders"
        }
    }
}

/// Ascending numbers as `1-448,450`: twenty thousand firms are some kilobytes.
enum NumberRuns {
    static func text(_ numbers: [Int]) -> String {
        var runs: [ClosedRange<Int>] = []
        for number in numbers {
            if let last = runs.last, last.upperBound + 1 == number {
                runs[runs.count - 1] = last.lowerBound...number
            } else {
                runs.append(number...number)
            }
        }
        return runs.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }
            .joined(separator: ",")
    }

    /// - Throws: ``Fault/corrupt(_:)``.
    static func numbers(_ text: String) throws -> [Int] {
        try text.split(separator: ",").flatMap { run -> [Int] in
            let ends = run.split(separator: "-").compactMap { Int($0) }
            guard let first = ends.first, let last = ends.last, ends.count <= 2, first <= last else {
                throw Fault.corrupt("a round's list is no list of numbers")
            }
            return Array(first...last)
        }
    }
}
