import Domain
import Foundation
import Testing

/// What conditions mean: the same vectors are asked of the browser's script.
struct PolicyConditionTests {
    /// One vector of `Tests/Vectors/policies.json`.
    private struct Vector: Decodable {
        let name: String
        let conditions: [Clause]
        let answers: [String: Answer]
        let result: String
        let each: [[String]]

        struct Clause: Decodable {
            let any: [[String: Answer]]
        }

        enum Answer: Decodable {
            case text(String)
            case number(Int)
            case several([String])

            init(from decoder: any Decoder) throws {
                let container = try decoder.singleValueContainer()
                if let number = try? container.decode(Int.self) {
                    self = .number(number)
                } else if let text = try? container.decode(String.self) {
                    self = .text(text)
                } else {
                    self = .several(try container.decode([String].self))
                }
            }

            var canonical: Canonical {
                switch self {
                case .text(let text): .text(text)
                case .number(let number): .integer(Int64(number))
                case .several(let texts): .array(texts.map { .text($0) })
                }
            }
        }

        var rules: Canonical {
            .array(
                conditions.map { clause in
                    .object(["any": .array(clause.any.map { .object($0.mapValues(\.canonical)) })])
                }
            )
        }

        func typed() throws -> PolicyAnswers {
            var typed = PolicyAnswers()
            for (key, answer) in answers {
                let parts = key.split(separator: ":", maxSplits: 2).map(String.init)
                switch (parts[0], answer) {
                case ("kind", .text(let text)): typed.kind = Enterprise.Kind(rawValue: text)
                case ("registered", .text(let text)): typed.isRegistered = text == "yes"
                case ("industry", .several(let codes)):
                    typed.industries = Set(try codes.map { try CategoryCode(parsing: $0) })
                case ("status", .several(let kinds)):
                    typed.statuses = Set(kinds.compactMap(Enterprise.Status.Kind.init(rawValue:)))
                case ("age", .number(let number)): typed.age = number
                case ("persons", .number(let number)): typed.persons = number
                case ("statement", .text(let text)): typed.statements[parts[1]] = text == "yes"
                case ("figure", .number(let number)):
                    typed.figures[PolicyAnswers.Figure(words: parts[2], unit: parts[1])] = number
                default: Issue.record("a vector has an answer that nothing asks: \(key)")
                }
            }
            return typed
        }
    }

    private static func vectors() throws -> [Vector] {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Vectors/policies.json")
        return try JSONDecoder().decode([Vector].self, from: Data(contentsOf: file.standardizedFileURL))
    }

    @Test func `conditions mean what the vectors say`() throws {
        let vectors = try Self.vectors()
        for vector in vectors {
            let conditions = try PolicyConditions(vector.rules)
            let judged = conditions.judge(try vector.typed())

            #expect(judged.result.rawValue == vector.result, "\(vector.name)")
            #expect(judged.conditions.map { $0.map(\.rawValue) } == vector.each, "\(vector.name)")
            // Written and read they are the same.
            #expect(try PolicyConditions(Canonical(parsing: conditions.text)) == conditions, "\(vector.name)")
        }
        #expect(vectors.count >= 35)
    }

    @Test func `an answer that comes in never turns a clear result round`() throws {
        // Kleene: what is known stays, whatever is said to the rest.
        let status = PolicyCondition("资质", .status(.highTech))
        let age = PolicyCondition("年限", .age(PolicyCondition.Bounds(least: 3)))
        let no = PolicyCondition("失信", .statement(false))
        let conditions = PolicyConditions([[status, age], [no]])
        let statuses: [Set<Enterprise.Status.Kind>?] = [nil, [], [.highTech]]
        let ages: [Int?] = [nil, 1, 9]
        let said: [Bool?] = [nil, true, false]
        func judged(_ s: Int, _ a: Int, _ n: Int) -> Truth {
            var answers = PolicyAnswers()
            (answers.statuses, answers.age, answers.statements["失信"]) = (statuses[s], ages[a], said[n])
            return conditions.judge(answers).result
        }
        for s in 0..<3 {
            for a in 0..<3 {
                for n in 0..<3 {
                    let result = judged(s, a, n)
                    guard result != .unknown else { continue }
                    for more in [(s == 0 ? 2 : s, a, n), (s, a == 0 ? 1 : a, n), (s, a, n == 0 ? 2 : n)] {
                        #expect(judged(more.0, more.1, more.2) == result, "\(s) \(a) \(n)")
                    }
                }
            }
        }
        #expect(judged(0, 0, 0) == .unknown && judged(2, 0, 2) == .yes && judged(0, 0, 1) == .no)
    }

    private static func refusal(_ clauses: [[PolicyCondition]]) -> Refusal? {
        let conditions = PolicyConditions(clauses)
        do throws(Refusal) {
            _ = try conditions.checked()
            return nil
        } catch { return error }
    }

    @Test func `conditions are bounded, and what is no condition is refused`() throws {
        let fine = PolicyCondition(" 在本区登记 ", .registered)
        #expect(try PolicyConditions([[fine]]).checked().clauses[0][0].words == "在本区登记")
        #expect(Self.refusal([]) == .missing(.conditions) && Self.refusal([[]]) == .missing(.conditions))
        #expect(Self.refusal([[PolicyCondition(" ", .registered)]]) == .missing(.conditions))
        #expect(Self.refusal(Array(repeating: [fine], count: 21)) == .tooMany(.conditions, limit: 20))
        #expect(Self.refusal([Array(repeating: fine, count: 9)]) == .tooMany(.conditions, limit: 8))
        let long = String(repeating: "长", count: 201)
        #expect(Self.refusal([[PolicyCondition(long, .registered)]]) == .tooLong(.conditions, limit: 200))
        typealias Bounds = PolicyCondition.Bounds
        for bounds in [Bounds(), Bounds(least: 3, most: 2), Bounds(least: -1), Bounds(most: 1_000_000_000)] {
            guard case .malformed(let malformed) = Self.refusal([[PolicyCondition("年限", .age(bounds))]]) else {
                Issue.record("\(bounds) was taken")
                continue
            }
            #expect(malformed.what == "policy_bounds")
        }
        #expect(Self.refusal([[PolicyCondition("利润", .figure(Bounds(least: -5), unit: "万元"))]]) == nil)
        #expect(Self.refusal([[PolicyCondition("利润", .figure(Bounds(least: 1), unit: ""))]]) == .missing(.conditions))
        for text in [
            "{}", "[{}]", #"[{"any":[{"ask":"kind","is":"bank","words":"w"}]}]"#, #"[{"any":[{"ask":"age"}]}]"#,
            #"[{"any":[{"ask":"registered","least":1,"words":"w"}]}]"#,
            #"[{"any":[{"ask":"income","words":"w"}]}]"#, #"[{"any":[],"words":"w"}]"#,
            #"[{"any":[{"ask":"age","least":"3","words":"w"}]}]"#,
        ] {
            #expect(throws: Malformed.self) { try PolicyConditions(Canonical(parsing: text)) }
        }
    }
}
