/// A statement with its values kept apart: `"WHERE number = \(number)"` binds, it never pastes.
///
/// The text carries `?` placeholders in order; an engine that numbers its placeholders rewrites them.
package struct SQL: ExpressibleByStringInterpolation, Sendable {
    package private(set) var text: String
    package private(set) var values: [Value]

    package enum Value: Hashable, Sendable {
        case null
        case integer(Int64)
        case real(Double)
        case text(String)
        case blob([UInt8])
    }

    package init(stringLiteral text: String) {
        self.text = text
        values = []
    }

    package init(stringInterpolation: Interpolation) {
        text = stringInterpolation.text
        values = stringInterpolation.values
    }

    private init(text: String, values: [Value]) {
        self.text = text
        self.values = values
    }

    /// The statements one after another, each literal text of ours: for filters with many optional conditions, where
    /// a query per combination would be thousands.
    ///
    /// No value ever enters the text.
    package static func joined(_ parts: [SQL], separator: String) -> SQL {
        SQL(text: parts.map(\.text).joined(separator: separator), values: parts.flatMap(\.values))
    }

    /// Values with commas between them: a row to insert, a key to compare.
    package static func list(_ values: [Value]) -> SQL {
        SQL(text: Array(repeating: "?", count: values.count).joined(separator: ", "), values: values)
    }

    package static func + (left: SQL, right: SQL) -> SQL {
        SQL(text: left.text + right.text, values: left.values + right.values)
    }

    /// Refuses texts with U+0000, which PostgreSQL cannot store; so that no command works on one engine only.
    ///
    /// Doors refuse them long before, in words for the sender.
    ///
    /// - Throws: ``Fault`` with code `zero_character`.
    package func refuseZeroCharacters() throws {
        for case .text(let text) in values where text.utf8.contains(0) {
            throw Fault(.corrupt, code: "zero_character", message: "a text with U+0000 cannot be stored")
        }
    }

    package struct Interpolation: StringInterpolationProtocol {
        fileprivate var text = ""
        fileprivate var values: [Value] = []

        package init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + interpolationCount)
            values.reserveCapacity(interpolationCount)
        }

        package mutating func appendLiteral(_ literal: String) { text += literal }

        package mutating func appendInterpolation(_ value: Value) {
            text += "?"
            values.append(value)
        }

        package mutating func appendInterpolation(_ value: String) { appendInterpolation(.text(value)) }
        package mutating func appendInterpolation(_ value: Int64) { appendInterpolation(.integer(value)) }
        package mutating func appendInterpolation(_ value: Int) { appendInterpolation(.integer(Int64(value))) }
        package mutating func appendInterpolation(_ value: Bool) { appendInterpolation(.integer(value ? 1 : 0)) }
        package mutating func appendInterpolation(_ value: Double) { appendInterpolation(.real(value)) }
        package mutating func appendInterpolation(_ value: [UInt8]) { appendInterpolation(.blob(value)) }
        package mutating func appendInterpolation(_ value: String?) {
            appendInterpolation(value.map { .text($0) } ?? .null)
        }
        package mutating func appendInterpolation(_ value: Int64?) {
            appendInterpolation(value.map { .integer($0) } ?? .null)
        }
        package mutating func appendInterpolation(_ value: Int?) {
            appendInterpolation(value.map { .integer(Int64($0)) } ?? .null)
        }
        package mutating func appendInterpolation(_ value: Double?) {
            appendInterpolation(value.map { .real($0) } ?? .null)
        }
        package mutating func appendInterpolation(_ value: [UInt8]?) {
            appendInterpolation(value.map { .blob($0) } ?? .null)
        }

        /// `IN (…)`: as many placeholders as there are texts; an empty list matches nothing.
        package mutating func appendInterpolation(list texts: [String]) {
            guard !texts.isEmpty else {
                text += "NULL"
                return
            }
            text += Array(repeating: "?", count: texts.count).joined(separator: ", ")
            values += texts.map { .text($0) }
        }
    }
}
