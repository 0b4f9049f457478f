package import Domain
import Foundation

extension PolicyConditions {
    /// Reads conditions from JSON as people and programs write it, with blanks and in any order of keys.
    ///
    /// - Throws: ``Refusal/malformed(_:)``.
    package init(json text: String) throws(Refusal) {
        do {
            let value = try JSONDecoder().decode(LooseJSON.self, from: Data(text.utf8)).value
            self = try PolicyConditions(value)
        } catch let malformed as Malformed {
            throw .malformed(malformed)
        } catch {
            throw .malformed(Malformed("policy_conditions", expected: "JSON as /policies.json has it"))
        }
    }
}

/// JSON of texts, whole numbers, lists and objects; anything else is an error.
private struct LooseJSON: Decodable {
    let value: Canonical

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        // Which of the four it is shows only when it is tried.
        if let number = try? container.decode(Int64.self) {
            value = .integer(number)
        } else if let text = try? container.decode(String.self) {
            value = .text(text)
        } else if let list = try? container.decode([LooseJSON].self) {
            value = .array(list.map(\.value))
        } else {
            value = .object(try container.decode([String: LooseJSON].self).mapValues(\.value))
        }
    }
}
