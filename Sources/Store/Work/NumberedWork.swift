package import Domain

/// The grid's own work as it is stored: every subject has a serial that counts up in the district and stands in its address.
package protocol NumberedWork: GridWork, Journaled {
    /// Of the table that has one row a subject, with `id` and `serial`.
    static var table: SQL { get }
    static var subject: Refusal.Subject { get }
}

extension NumberedWork {
    /// The serial of the next; read inside the transaction that takes it, whose writer is the only one.
    ///
    /// - Throws: ``Fault``.
    package static func nextSerial(in db: any Connection) throws -> Int {
        Int(try db.first("SELECT COALESCE(MAX(serial), 0) + 1 FROM " + table) { try $0.integer(0) } ?? 1)
    }

    /// - Throws: ``Refusal/unknown(_:)``, or ``Fault``.
    package static func id(of serial: Int, in db: any Connection) throws -> ID<Self> {
        let bytes = try db.first("SELECT id FROM " + table + " WHERE serial = \(serial)") { try $0.blob(0) }
        guard let bytes else { throw Refusal.unknown(subject) }
        guard let id = ID<Self>(bytes: bytes) else { throw Fault.corrupt("a row of the grid's work has no valid id") }
        return id
    }
}

extension Facts {
    mutating func set(_ place: WorkPlace?) {
        set("unit", place?.unit.rawValue)
        set(grid: place?.grid)
    }

    func workPlace() throws -> WorkPlace { WorkPlace(unit: try unit("unit"), grid: try optionalGrid()) }
}

extension Row {
    func number(_ column: Int) throws -> Int { Int(try integer(column)) }
    func optionalNumber(_ column: Int) throws -> Int? { try optionalInteger(column).map { Int($0) } }

    func day(_ column: Int) throws -> Day {
        do { return try Day(parsing: try text(column)) } catch is Malformed {
            throw Fault.corrupt("a row holds no valid day")
        }
    }

    func unit(_ column: Int) throws -> UnitCode {
        do { return try UnitCode(parsing: try text(column)) } catch is Malformed {
            throw Fault.corrupt("a row holds no valid code")
        }
    }

    func choice<Choice: RawRepresentable<String>>(_ column: Int) throws -> Choice {
        guard let choice = Choice(rawValue: try text(column)) else {
            throw Fault.corrupt("a row holds a word that nobody knows")
        }
        return choice
    }

    func optionalChoice<Choice: RawRepresentable<String>>(_ column: Int) throws -> Choice? {
        try optionalText(column) == nil ? nil : try choice(column)
    }
}

/// Lists inside one text: U+001E between members, U+001F between the parts of one; no text from outside holds either.
enum ListText {
    static func encode(_ members: [String]) -> String { members.joined(separator: "\u{1E}") }
    static func decode(_ text: String) -> [String] { text.isEmpty ? [] : parts(text, "\u{1E}") }
    static func encode(_ members: [[String]]) -> String { encode(members.map { $0.joined(separator: "\u{1F}") }) }
    static func decodeRows(_ text: String) -> [[String]] { decode(text).map { parts($0, "\u{1F}") } }

    private static func parts(_ text: String, _ separator: Character) -> [String] {
        text.split(separator: separator, omittingEmptySubsequences: false).map(String.init)
    }
}
