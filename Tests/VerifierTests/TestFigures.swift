import Crypto
import Foundation
import TransparencyLog

/// The entries of a log that files figures, one after another, as an office would make them.
///
/// Visits to enterprises: 20 in May 2026, to five firms, two of them recorded as a trial.
struct TestFigures {
    /// A fact: a text or an integer.
    enum Fact: ExpressibleByStringInterpolation, ExpressibleByIntegerLiteral {
        case text(String)
        case integer(Int)

        init(stringLiteral text: String) { self = .text(text) }
        init(integerLiteral number: Int) { self = .integer(number) }
    }

    private(set) var entries: [[UInt8]] = []

    /// What the definition of ``visited`` yields on the visits of May.
    static let sound: [String: Fact] = [
        "numerator": 5, "rows": 18, "excluded": #"{"trial":2}"#, "status": "A", "value": "5", "unit": "家",
    ]

    static let visited = definition(
        code: "ent.visited",
        numerator: #"{"agg":"distinct","from":["visit.made"],"of":"s"}"#
    )

    /// Of the visits, those of the unit 城管.
    static let share = definition(
        code: "ent.share",
        numerator: #"{"agg":"count","from":["visit.made"],"where":{"unit":"城管"}}"#,
        more: #""decimals":2,"denominator":[{"agg":"count","from":["visit.made"]}],"#,
        scale: #""scale":100,"#,
        unit: "%"
    )

    static func definition(
        code: String,
        numerator: String,
        more: String = "",
        scale: String = "",
        unit: String = "家",
        version: Int = 1,
        validFrom: String = "2026-01-01"
    ) -> String {
        #"{"basis":"企业服务办法","code":"\#(code)","cohort":"flow",\#(more)"exclusions":{"trial":{"trial":1}},"#
            + #""name":{"en":"Firms","zh":"企业"},"numerator":[\#(numerator)],"rounding":"half_up",\#(scale)"#
            + #""unit":{"en":"\#(unit == "家" ? "firms" : unit)","zh":"\#(unit)"},"valid_from":"\#(validFrom)","version":\#(version)}"#
    }

    /// The index that the next entry will have.
    var next: Int { entries.count }

    mutating func add(_ type: String, at: String = "2026-06-02", _ facts: [String: Fact]) {
        var facts = facts
        facts["t"] = .text(type)
        facts["at"] = .text(at)
        facts["v"] = 1
        facts["c"] = .text(TestLog.commitment)
        entries.append(Array(Self.canonical(facts).utf8))
    }

    mutating func addVisits() {
        for number in 0..<20 {
            var facts: [String: Fact] = ["s": "firm-\(number % 5)", "unit": number % 3 == 0 ? "城管" : "住建"]
            if number < 2 { facts["trial"] = 1 }
            add("visit.made", at: "2026-05-\(number + 10)", facts)
        }
    }

    mutating func define(
        _ definition: String,
        at: String = "2026-04-20",
        code: String = "ent.visited",
        version: Int = 1,
        _ changes: [String: Fact] = [:]
    ) {
        let facts: [String: Fact] = [
            "fig": .text(code), "version": .integer(version), "def": .text(Self.digest(definition)),
            "definition": .text(definition),
        ]
        add("figure.defined", at: at, facts.merging(changes) { $1 })
    }

    /// A value of May over all entries so far; nil in `changes` leaves a fact out.
    mutating func freeze(
        _ changes: [String: Fact?] = [:],
        definition: String = visited,
        code: String = "ent.visited"
    ) throws {
        var facts = Self.sound
        facts["fig"] = .text(code)
        facts["def"] = .text(Self.digest(definition))
        facts["from"] = "2026-05-01"
        facts["until"] = "2026-06-01"
        facts["as_of"] = .integer(next)
        facts["as_of_root"] = .text(try root(size: next))
        for (name, fact) in changes { facts[name] = fact }
        add("figure.frozen", facts)
    }

    mutating func importFigure(_ changes: [String: Fact] = [:]) {
        let facts: [String: Fact] = [
            "fig": "eco.added_value", "name": "规上工业增加值", "unit": "元", "value": "402000000", "from": "2026-01-01",
            "until": "2026-04-01", "price_basis": "current", "cumulative": 1, "form": "202-1", "authority": "区统计局",
            "source": "2026-05", "status": "A",
        ]
        add("figure.imported", facts.merging(changes) { $1 })
    }

    /// Releases a bulletin with this plain text and the figure of entry 21; nil in `changes` leaves a fact out.
    mutating func release(_ plain: String, _ changes: [String: Fact?] = [:]) throws {
        var facts: [String: Fact] = [
            "series": "weekly", "from": "2026-05-01", "until": "2026-06-01", "version": 1, "year": 2026, "number": 23,
            "digest": .text(Self.digest(plain)), "figures": "21", "as_of": 21, "as_of_root": .text(try root(size: 21)),
        ]
        for (name, fact) in changes { facts[name] = fact }
        add("bulletin.released", facts)
    }

    func root(size: Int) throws -> String {
        var tree = CompactTree()
        for entry in entries.prefix(size) { tree.append(Merkle.leaf(entry)) }
        return tree.root.base64
    }

    func log(seed: UInt8 = 1) throws -> TestLog { try TestLog(entries, figures: nil, seed: seed) }

    static func digest(_ definition: String) -> String {
        SHA256.hash(data: Data(definition.utf8)).map { byte in
            String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
        }.joined()
    }

    private static func canonical(_ facts: [String: Fact]) -> String {
        let fields = facts.sorted { $0.key < $1.key }.map { name, fact in
            switch fact {
            case .integer(let number): #""\#(name)":\#(number)"#
            case .text(let text):
                #""\#(name)":""# + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
            }
        }
        return "{" + fields.joined(separator: ",") + "}"
    }
}
