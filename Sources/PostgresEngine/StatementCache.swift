import CPostgres
import Store

/// The statements that a connection has prepared, by their text.
struct StatementCache {
    /// Lists with many conditions make many texts; beyond so many all are dropped and prepared anew as they come.
    private static let limit = 400

    struct Statement {
        let name: String
        /// With numbered placeholders.
        let text: String
        let types: [Oid]
    }

    private var statements: [String: Statement] = [:]
    private var count = 0
    private var isStale = false

    var mustBeDropped: Bool { isStale || statements.count > Self.limit }

    /// Nil when it has to be prepared, because it is new or its values have other types than before.
    func name(of sql: SQL) -> String? {
        guard let known = statements[sql.text] else { return nil }
        for (value, type) in zip(sql.values, known.types) {
            // NULL fits every type.
            if let own = value.wireType, own != type { return nil }
        }
        return known.name
    }

    /// A statement under a new name.
    ///
    /// Where a value is NULL, it takes the type that was there before: so one with many optional values is prepared a few
    /// times at most, not once for every combination.
    mutating func add(_ sql: SQL) -> Statement {
        let before = statements[sql.text]?.types ?? []
        let types = sql.values.enumerated().map { index, value in
            value.wireType ?? (index < before.count ? before[index] : WireType.unknown)
        }
        count += 1
        let text = sql.values.isEmpty ? sql.text : Placeholders.numbered(sql.text)
        let statement = Statement(name: "q\(count)", text: text, types: types)
        statements[sql.text] = statement
        return statement
    }

    /// The count goes on, so that no name is ever used twice.
    mutating func drop() {
        statements = [:]
        isStale = false
    }

    mutating func forget(_ text: String) { statements[text] = nil }

    /// Some failures mean that what is prepared is of no use any more.
    ///
    /// 0A000: the result's columns have changed under a prepared statement; 26000: somebody has dropped it.
    mutating func note(failure: String?) {
        if failure == "0A000" || failure == "26000" { isStale = true }
    }
}
