import Foundation
import GRDB
import Store

/// A borrowed GRDB connection, for the length of one body.
struct SQLiteConnection: Connection {
    let db: Database

    func execute(_ sql: Store.SQL) throws -> Int {
        try faults {
            let statement = try db.cachedStatement(sql: sql.text)
            statement.setUncheckedArguments(sql.arguments)
            try statement.execute()
            return db.changesCount
        }
    }

    func rows<Value>(_ sql: Store.SQL, _ decode: (any Store.Row) throws -> Value) throws -> [Value] {
        var values: [Value] = []
        try forEach(sql) { values.append(try decode($0)) }
        return values
    }

    func forEach(_ sql: Store.SQL, _ body: (any Store.Row) throws -> Void) throws {
        try faults {
            let statement = try db.cachedStatement(sql: sql.text)
            let cursor = try GRDB.Row.fetchCursor(statement, arguments: sql.arguments)
            while let row = try cursor.next() { try body(SQLiteRow(row: row)) }
        }
    }

    private func faults<Value>(_ body: () throws -> Value) throws -> Value {
        do { return try body() } catch let error as DatabaseError { throw Fault(error) }
    }
}

struct SQLiteRow: Store.Row {
    let row: GRDB.Row

    var columnCount: Int { row.count }

    func value(_ column: Int) throws -> Store.SQL.Value {
        switch (row[column] as DatabaseValue).storage {
        case .null: .null
        case .int64(let number): .integer(number)
        case .double(let number): .real(number)
        case .string(let text): .text(text)
        case .blob(let data): .blob([UInt8](data))
        }
    }
}

extension Store.SQL {
    fileprivate var arguments: StatementArguments {
        StatementArguments(
            values.map { value -> (any DatabaseValueConvertible)? in
                switch value {
                case .null: nil
                case .integer(let number): number
                case .real(let number): number
                case .text(let text): text
                case .blob(let bytes): Data(bytes)
                }
            }
        )
    }
}

extension Fault {
    /// SQLite's own words stay out: the code is enough for an operator, and values never reach a log.
    init(_ error: DatabaseError) {
        let code = "\(error.extendedResultCode)"
        switch error.resultCode {
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            self.init(.corrupt, code: code, message: "the database file is damaged")
        case .SQLITE_FULL, .SQLITE_IOERR, .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_NOMEM:
            self.init(.unavailable, code: code, message: "the disk is full, read-only or failing")
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            self.init(.unavailable, code: code, message: "another process holds the database")
        default:
            self.init(.unavailable, code: code, message: "the database refused a statement")
        }
    }
}
