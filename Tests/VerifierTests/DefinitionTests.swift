import Foundation
import Testing
import Verifier

/// The shared vectors of docs/figures.md, and what they do not say.
@Suite struct `A definition` {
    private let vectors: [Vector]

    init() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Vectors/figures.json")
        vectors = try JSONDecoder().decode([Vector].self, from: Data(contentsOf: file.standardizedFileURL))
    }

    @Test func `yields what the vectors say, in all of them`() throws {
        var yielded = 0
        for vector in vectors {
            guard let expected = vector.expected else { continue }
            let answer = try #require(try? vector.answer(), "\(vector.name)")
            let text: String? = expected.value

            #expect(answer.numerator == expected.numerator.map { Int128($0) }, "\(vector.name)")
            #expect(answer.denominator == expected.denominator.map { Int128($0) }, "\(vector.name)")
            #expect(answer.rows == expected.rows, "\(vector.name)")
            #expect(answer.excluded == expected.excluded, "\(vector.name)")
            #expect(answer.status.rawValue == expected.status, "\(vector.name)")
            #expect(answer.value == text, "\(vector.name)")
            yielded += 1
        }

        // All that are not refused, below.
        #expect(yielded == vectors.count { $0.invalid == nil })
        #expect(vectors.count >= 511)
    }

    @Test func `is refused where the vectors give a reason`() {
        let refused = vectors.filter { $0.invalid != nil }
        for vector in refused {
            #expect(throws: DefinitionFault.self, "\(vector.name)") { try vector.answer() }
        }

        #expect(refused.count > 80)
    }

    @Test(
        arguments: [
            ("", "", DefinitionFault.notCanonical(.endsEarly)),
            (#""of":"n","#, #""of":"n","times":-1,"#, .notAllowed("numerator.agg")),
            (#""compare":"year","#, "", .notAllowed("scale")),
            (#""agg":"max""#, #""agg":"median""#, .wrong("numerator.agg")),
            (#""of":"n","#, "", .lacks("numerator.of")),
            (#""where":{"on<":"@until"}"#, #""where":{"on~":1}"#, .unknownKey("numerator.where.on~")),
            (#""where":{"on<":"@until"}"#, #""where":{}"#, .isDefault("numerator.where")),
            (#""exclusions":{"late":{"on>":3}}"#, #""exclusions":{"late":{"on>":[]}}"#, .wrong("exclusions.late.on>")),
            (#""compare":"year","#, #""compare":"year","curve":1,"#, .unknownKey("curve")),
        ] as [(String, String, DefinitionFault)]
    )
    func `says where it is wrong`(old: String, new: String, fault: DefinitionFault) {
        let sound = #"""
            {"basis":"b","code":"a.b","cohort":"flow","compare":"year","exclusions":{"late":{"on>":3}},\#
            "name":{"en":"n","zh":"名"},\#
            "numerator":[{"agg":"max","from":["x"],"of":"n","where":{"on<":"@until"}}],\#
            "rounding":"half_up","scale":100,"unit":{"en":"cases","zh":"件"},"valid_from":"2026-01-01","version":1}
            """#
        let text = old.isEmpty ? "" : sound.replacing(old, with: new)

        #expect(throws: Never.self) { try Self.answer(sound) }
        #expect(throws: fault) { try Self.answer(text) }
    }

    private static func answer(_ definition: String) throws -> Answer {
        try Answer(
            definition: Array(definition.utf8),
            entries: [],
            from: "2026-06-01",
            until: "2026-07-01",
            scope: Array("{}".utf8)
        )
    }

    @Test func `that lies too deep is refused before the stack is full`() {
        let text = String(repeating: #"{"a":"#, count: 60_000)

        #expect(throws: DefinitionFault.notCanonical(.tooDeep)) { try Self.answer(text) }
    }
}

/// One vector of `Tests/Vectors/figures.json`.
private struct Vector: Decodable {
    struct Expected: Decodable {
        let numerator: Int?
        let denominator: Int?
        let rows: Int
        let excluded: [String: Int]
        let status: String
        let value: String?
    }

    /// JSON with texts, integers, arrays and objects, to be written canonically again.
    enum Value: Decodable {
        case text(String)
        case integer(Int)
        case array([Value])
        case object([String: Value])

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let text = try? container.decode(String.self) {
                self = .text(text)
            } else if let integer = try? container.decode(Int.self) {
                self = .integer(integer)
            } else if let array = try? container.decode([Value].self) {
                self = .array(array)
            } else {
                self = .object(try container.decode([String: Value].self))
            }
        }

        var canonical: String {
            switch self {
            case .integer(let number): "\(number)"
            case .array(let values): "[" + values.map(\.canonical).joined(separator: ",") + "]"
            case .object(let fields):
                "{"
                    + fields.sorted { $0.key < $1.key }.map { #""\#($0.key)":\#($0.value.canonical)"# }
                    .joined(separator: ",") + "}"
            case .text(let text): "\"" + text.unicodeScalars.map(Self.escaped).joined() + "\""
            }
        }

        private static func escaped(_ scalar: Unicode.Scalar) -> String {
            switch scalar {
            case "\"", "\\": "\\\(scalar)"
            case "\n": "\\n"
            default: String(scalar)
            }
        }
    }

    let name: String
    let definition: String
    let entries: [Value]?
    let from: String?
    let until: String?
    let scope: Value?
    let expected: Expected?
    let invalid: String?

    func answer() throws -> Answer {
        try Answer(
            definition: Array(definition.utf8),
            entries: (entries ?? []).map { Array($0.canonical.utf8) },
            from: from ?? "2026-06-01",
            until: until ?? "2026-07-01",
            scope: Array((scope?.canonical ?? "{}").utf8)
        )
    }
}
