/// The facts of an entry that files a definition or a figure, by name.
struct FiledFacts {
    private var facts: [String: CanonicalValue] = [:]

    /// - Throws: ``EntryFault``.
    init(_ entry: FiledEntry) throws(EntryFault) {
        guard case .object(let fields) = try CanonicalValue(parsing: entry.bytes) else { throw .endsEarly }
        for field in fields { facts[field.key] = field.value }
    }

    /// A text that is not empty.
    ///
    /// - Throws: ``EntryFault``.
    func text(_ name: String) throws(EntryFault) -> String {
        guard let text = try optionalText(name) else { throw .lacks(name) }
        return text
    }

    /// - Throws: ``EntryFault``.
    func optionalText(_ name: String) throws(EntryFault) -> String? {
        guard let value = facts[name] else { return nil }
        guard case .text(let text) = value, !text.plain.isEmpty else { throw .field(name, expected: .text) }
        return text.string
    }

    /// The bytes of a text.
    ///
    /// - Throws: ``EntryFault``.
    func bytes(_ name: String) throws(EntryFault) -> [UInt8] {
        guard case .text(let text)? = facts[name] else {
            throw facts[name] == nil ? .lacks(name) : .field(name, expected: .text)
        }
        return text.plain
    }

    /// - Throws: ``EntryFault``.
    func integer(_ name: String) throws(EntryFault) -> Int64 {
        guard let number = try optionalInteger(name) else { throw .lacks(name) }
        return number
    }

    /// - Throws: ``EntryFault``.
    func optionalInteger(_ name: String) throws(EntryFault) -> Int64? {
        guard let value = facts[name] else { return nil }
        guard case .integer(let number) = value else { throw .field(name, expected: .number) }
        return number
    }

    /// A number of entries, or the index of one.
    ///
    /// - Throws: ``EntryFault``.
    func position(_ name: String) throws(EntryFault) -> UInt64 {
        guard let position = try optionalPosition(name) else { throw .lacks(name) }
        return position
    }

    /// - Throws: ``EntryFault``.
    func optionalPosition(_ name: String) throws(EntryFault) -> UInt64? {
        guard let number = try optionalInteger(name) else { return nil }
        guard let position = UInt64(exactly: number) else { throw .field(name, expected: .number) }
        return position
    }

    /// The days `from` and `until`.
    ///
    /// - Throws: ``EntryFault``.
    func window() throws(EntryFault) -> Window {
        let window = Window(from: try day("from"), until: try day("until"))
        guard window.from < window.until else { throw .field("until", expected: .laterDay) }
        return window
    }

    private func day(_ name: String) throws(EntryFault) -> EntryDay {
        guard let day = EntryDay(try bytes(name)[...]) else { throw .field(name, expected: .day) }
        return day
    }

    /// - Throws: ``EntryFault``.
    func hash(_ name: String) throws(EntryFault) -> Hash {
        let hash = Base64.decode(try bytes(name)).flatMap { $0.withUnsafeBytes { Hash($0) } }
        guard let hash else { throw .field(name, expected: .root) }
        return hash
    }

    /// A canonical object that stands in a text, without fields where the fact is absent.
    ///
    /// - Throws: ``EntryFault``.
    func object(_ name: String, expected: EntryFault.Expected) throws(EntryFault) -> [CanonicalValue.Field] {
        guard facts[name] != nil else { return [] }
        let bytes = try bytes(name)
        let value: CanonicalValue
        do throws(EntryFault) { value = try CanonicalValue(parsing: bytes) } catch {
            throw .field(name, expected: expected)
        }
        guard case .object(let fields) = value, !fields.isEmpty else { throw .field(name, expected: expected) }
        return fields
    }
}
