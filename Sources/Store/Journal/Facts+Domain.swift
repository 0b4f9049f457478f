import Domain
import FoundationEssentials

extension Facts {
    /// - Throws: ``Fault/corrupt(_:)``.
    func id<Subject>(_ text: String) throws -> ID<Subject> {
        guard let uuid = UUID(uuidString: text) else { throw Fault.corrupt("a journal entry names no valid id") }
        return ID(uuid)
    }

    func instant(_ key: String) throws -> Instant { Instant(secondsSinceEpoch: try integer(key)) }

    func optionalInstant(_ key: String) -> Instant? {
        optionalInteger(key).map { Instant(secondsSinceEpoch: $0) }
    }

    func category(_ key: String) throws -> CategoryCode {
        try stored(key) { try CategoryCode(parsing: $0) }
    }

    func unit(_ key: String) throws -> UnitCode {
        try stored(key) { try UnitCode(parsing: $0) }
    }

    func optionalUnit(_ key: String) throws -> UnitCode? {
        optionalText(key) == nil ? nil : try unit(key)
    }

    /// A grid code with the scheme that it was written with, `scheme` beside `grid`.
    func optionalGrid(_ key: String = "grid", _ schemeKey: String = "scheme") throws -> GridCode? {
        guard optionalText(key) != nil else { return nil }
        let scheme: GridScheme = try choice(schemeKey)
        return try stored(key) { try GridCode(parsing: $0, scheme: scheme) }
    }

    mutating func set(grid: GridCode?) {
        set("grid", grid?.rawValue)
        set("scheme", grid?.scheme.rawValue)
    }

    /// One of an enumeration's raw values.
    func choice<Choice: RawRepresentable<String>>(_ key: String) throws -> Choice {
        guard let choice = Choice(rawValue: try text(key)) else {
            throw Fault.corrupt("a journal entry holds an unknown \(key)")
        }
        return choice
    }

    func flag(_ key: String) -> Bool { optionalInteger(key) == 1 }

    private func stored<Value>(_ key: String, _ parse: (String) throws -> Value) throws -> Value {
        let text = try text(key)
        do { return try parse(text) } catch { throw Fault.corrupt("a journal entry holds no valid \(key)") }
    }
}

extension Facts {
    /// The grid that an entry cannot do without.
    func grid() throws -> GridCode {
        guard let grid = try optionalGrid() else { throw Fault.corrupt("a journal entry lacks its grid") }
        return grid
    }

    func day(_ key: String) throws -> Day {
        do { return try Day(parsing: try text(key)) } catch {
            throw Fault.corrupt("a journal entry holds no valid \(key)")
        }
    }

    func number(_ key: String) throws -> Int { Int(try integer(key)) }

    func optionalNumber(_ key: String) -> Int? { optionalInteger(key).map { Int($0) } }
}
