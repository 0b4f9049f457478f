import GRDB
import GRDBSQLite
import Store

/// A borrowed connection, for the length of one body.
///
/// GRDB owns the connection, its threads and its cache of prepared statements. Values go in and out through SQLite's own
/// calls: GRDB's typed rows cost three times as much, and here every value has one of five types already.
struct SQLiteConnection: Connection {
    let db: Database
    var round: Round?

    @discardableResult
    func execute(_ sql: Store.SQL) throws -> Int {
        round?.noteChange()
        return try run(sql)
    }

    @discardableResult
    private func run(_ sql: Store.SQL) throws -> Int {
        try withStatement(sql) { statement in
            while try step(statement) {}
            return Int(sqlite3_changes(sqlite3_db_handle(statement)))
        }
    }

    /// Nothing is saved by waiting: SQLite runs in this process.
    func submit(_ sql: Store.SQL, whenTaken: Fault?) throws {
        do { try execute(sql) } catch let fault as Fault {
            guard let whenTaken, fault.isTaken else { throw fault }
            throw whenTaken
        }
    }

    func rows<Value>(_ sql: Store.SQL, _ decode: (any Store.Row) throws -> Value) throws -> [Value] {
        var values: [Value] = []
        try forEach(sql) { values.append(try decode($0)) }
        return values
    }

    func forEach(_ sql: Store.SQL, _ body: (any Store.Row) throws -> Void) throws {
        try withStatement(sql) { statement in
            let row = SQLiteRow(statement: statement)
            while try step(statement) { try body(row) }
        }
    }

    private func withStatement<Value>(_ sql: Store.SQL, _ body: (OpaquePointer) throws -> Value) throws -> Value {
        try sql.refuseZeroCharacters()
        let statement: OpaquePointer
        do { statement = try db.cachedStatement(sql: sql.text).sqliteStatement } catch let error as DatabaseError {
            throw Fault(code: error.extendedResultCode.rawValue)
        }
        defer {
            sqlite3_reset(statement)
            sqlite3_clear_bindings(statement)
        }
        for (index, value) in sql.values.enumerated() {
            let code = bind(value, to: statement, at: Int32(index + 1))
            guard code == SQLITE_OK else { throw Fault(code: code) }
        }
        return try body(statement)
    }

    /// - Returns: whether there is a row.
    private func step(_ statement: OpaquePointer) throws -> Bool {
        switch sqlite3_step(statement) {
        case SQLITE_ROW: true
        case SQLITE_DONE: false
        default: throw Fault(code: sqlite3_extended_errcode(sqlite3_db_handle(statement)))
        }
    }

    private func bind(_ value: Store.SQL.Value, to statement: OpaquePointer, at index: Int32) -> Int32 {
        // SQLITE_TRANSIENT: SQLite copies the bytes before the call returns.
        let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        switch value {
        case .null: return sqlite3_bind_null(statement, index)
        case .integer(let number): return sqlite3_bind_int64(statement, index, number)
        case .real(let number): return sqlite3_bind_double(statement, index, number)
        case .text(var text):
            return text.withUTF8 { bytes in
                // An empty text has no base address, and SQLite takes a null pointer for NULL.
                guard let base = bytes.baseAddress else { return sqlite3_bind_text(statement, index, "", 0, transient) }
                return base.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
                    sqlite3_bind_text(statement, index, $0, Int32(bytes.count), transient)
                }
            }
        case .blob(let bytes):
            guard !bytes.isEmpty else { return sqlite3_bind_zeroblob(statement, index, 0) }
            return bytes.withUnsafeBytes {
                sqlite3_bind_blob(statement, index, $0.baseAddress, Int32($0.count), transient)
            }
        }
    }
}

extension SQLiteConnection: WriteConnection {
    func begin(apart: Bool) throws {
        round?.begin(apart: apart)
        for statement in Dialect.sqlite.beginWriting { try run(statement) }
    }

    func beginCommand() throws {
        if isApart { try run("SAVEPOINT command") }
        round?.beginCommand()
    }

    func endCommand() throws { if isApart { try run("RELEASE SAVEPOINT command") } }

    func undoCommand(after error: any Error) throws {
        round?.forget()
        if isApart {
            try run("ROLLBACK TO SAVEPOINT command")
            try run("RELEASE SAVEPOINT command")
        } else if round?.hasChanged == true || !db.isInsideTransaction {
            // Some faults, such as a full disk, make SQLite roll back by itself.
            throw Entangled(error)
        }
    }

    func commit(inDoubt: () -> Void) throws { try run("COMMIT") }

    func rollback() {
        // It fails where SQLite has rolled back by itself: then there is nothing left to undo.
        _ = try? run("ROLLBACK")
    }

    private var isApart: Bool { round?.isApart == true }
}

/// The row that a statement stands on; valid until the next step, which no body outlives.
struct SQLiteRow: Store.Row {
    let statement: OpaquePointer

    var columnCount: Int { Int(sqlite3_column_count(statement)) }

    func value(_ column: Int) -> Store.SQL.Value {
        let column = Int32(column)
        switch sqlite3_column_type(statement, column) {
        case SQLITE_INTEGER: return .integer(sqlite3_column_int64(statement, column))
        case SQLITE_FLOAT: return .real(sqlite3_column_double(statement, column))
        case SQLITE_TEXT:
            guard let base = sqlite3_column_text(statement, column) else { return .null }
            let count = Int(sqlite3_column_bytes(statement, column))
            return .text(String(decoding: UnsafeBufferPointer(start: base, count: count), as: UTF8.self))
        case SQLITE_BLOB:
            guard let base = sqlite3_column_blob(statement, column) else { return .blob([]) }
            let count = Int(sqlite3_column_bytes(statement, column))
            return .blob([UInt8](UnsafeRawBufferPointer(start: base, count: count)))
        default: return .null
        }
    }
}

extension Fault {
    /// A UNIQUE or PRIMARY KEY rule refused a row: SQLITE_CONSTRAINT_UNIQUE, SQLITE_CONSTRAINT_PRIMARYKEY.
    fileprivate var isTaken: Bool { code == "sqlite-2067" || code == "sqlite-1555" }

    /// SQLite's own words stay out: the code is enough for an operator, and values never reach a log.
    ///
    /// `code`: an extended result code (https://www.sqlite.org/rescode.html).
    init(code: Int32) {
        let name = "sqlite-\(code)"
        // The low byte is the primary code.
        switch code & 0xFF {
        case SQLITE_CORRUPT, SQLITE_NOTADB:
            self.init(.corrupt, code: name, message: "the database file is damaged")
        case SQLITE_FULL, SQLITE_IOERR, SQLITE_CANTOPEN, SQLITE_READONLY, SQLITE_NOMEM:
            self.init(.unavailable, code: name, message: "the disk is full, read-only or failing")
        case SQLITE_BUSY, SQLITE_LOCKED:
            self.init(.unavailable, code: name, message: "another process holds the database")
        default:
            self.init(.unavailable, code: name, message: "the database refused a statement")
        }
    }
}
