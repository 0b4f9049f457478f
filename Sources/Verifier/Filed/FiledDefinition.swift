import Crypto

/// An entry `figure.defined`.
struct FiledDefinition: Hashable, Sendable {
    let index: UInt64
    let day: EntryDay
    let code: String
    let version: Int64
    /// The SHA-256 that it claims, hexadecimal.
    let digest: String
    private let bytes: [UInt8]

    /// - Throws: ``EntryFault``.
    init(_ entry: FiledEntry) throws(EntryFault) {
        let facts = try FiledFacts(entry)
        index = entry.index
        day = entry.day
        code = try facts.text("fig")
        version = try facts.integer("version")
        digest = try facts.text("def")
        bytes = try facts.bytes("definition")
    }

    /// The definition, if it is one and what the entry says of it.
    ///
    /// - Parameter last: The version that the same code had before; 0 for none.
    /// - Returns: The definition.
    /// - Throws: ``FigureFault``.
    func definition(after last: Int64) throws(FigureFault) -> Definition {
        guard Hexadecimal.encode(Array(SHA256.hash(data: bytes))) == digest else { throw .digest(digest) }
        let definition: Definition
        do throws(DefinitionFault) { definition = try Definition(parsing: bytes) } catch { throw .definition(error) }
        guard definition.code == code else { throw .differs(.fig, written: code, counted: definition.code) }
        guard definition.version == version else {
            throw .differs(.version, written: "\(version)", counted: "\(definition.version)")
        }
        guard version == last + 1 else { throw .version(version, expected: last + 1) }
        return definition
    }
}
