/// A database: the one seam between what is stored and what stores it.
///
/// Two engines, one SQL; where they differ stands in ``Dialect``.
///
/// Bodies are synchronous, so nothing can be awaited inside a transaction, and run off Swift's shared threads.
package protocol Engine: Sendable {
    var dialect: Dialect { get }

    /// Runs `body` on one consistent snapshot.
    ///
    /// - Throws: what `body` throws, or a ``Fault``.
    func read<Result: Sendable>(
        _ body: @escaping @Sendable (any Connection) throws -> Result
    ) async throws -> Result

    /// Runs `body` inside a transaction and returns after its durable commit. Bodies that wait at the same time share
    /// one commit: one that throws undoes only itself.
    ///
    /// `body` may run a second time, after all that the first time did to the database was undone: what it does beside the
    /// database must bear that.
    /// - Throws: what `body` throws, or a ``Fault``; nothing of `body` is stored then.
    func write<Result: Sendable>(
        _ body: @escaping @Sendable (any Connection) throws -> Result
    ) async throws -> Result

    /// Whether `duty` is this process's now: takes it when nobody has it, and keeps it until the process or its
    /// connection ends.
    ///
    /// Two processes may both believe that they have it for the moment in which a connection dies: what a duty does must
    /// bear being done twice.
    func holds(_ duty: Duty) async -> Bool

    /// Says when another process may have committed something: soon after it did, and in any case about once a second.
    ///
    /// Nil where no other process shares the database.
    func news() -> AsyncStream<Void>?

    /// Overwrites what was deleted, as far as the engine keeps it in files of its own.
    ///
    /// - Throws: ``Fault`` when it is to be tried again later.
    func leaveNoTraces() async throws

    /// Ends all work; nothing may be asked afterwards.
    func close() async throws
}

/// What a transaction's body may do.
package protocol Connection {
    /// What is known of the commands that are being written; nil where there are only readers.
    var round: Round? { get }

    /// Runs a statement and says how many rows it changed.
    ///
    /// - Throws: ``Fault``.
    @discardableResult
    func execute(_ sql: SQL) throws -> Int

    /// Hands over a statement whose outcome the caller does not look at.
    ///
    /// An engine may send it along with the next statement that is waited for, so that it costs no round trip. It is
    /// done in its turn, and what it throws comes at the latest at the command's end and undoes the command all the same.
    ///
    /// `whenTaken`: what the command fails with when a unique rule of the schema refuses a row; nil for the engine's own
    /// fault.
    /// - Throws: ``Fault`` of this statement or of one handed over before.
    func submit(_ sql: SQL, whenTaken: Fault?) throws

    /// Runs a query and makes a value of every row.
    ///
    /// - Throws: ``Fault``, or what `decode` throws.
    func rows<Value>(_ sql: SQL, _ decode: (any Row) throws -> Value) throws -> [Value]

    /// Runs a query and hands every row to `body` without keeping any.
    ///
    /// - Throws: ``Fault``, or what `body` throws.
    func forEach(_ sql: SQL, _ body: (any Row) throws -> Void) throws
}

/// A row of a result, read by position.
package protocol Row {
    var columnCount: Int { get }

    /// - Throws: ``Fault`` when the column cannot be read.
    func value(_ column: Int) throws -> SQL.Value
}

/// A value of another type than asked for is a ``Fault/corrupt(_:)``: the schema promised otherwise.
extension Row {
    package func integer(_ column: Int) throws -> Int64 { try some(optionalInteger(column)) }
    package func real(_ column: Int) throws -> Double { try some(optionalReal(column)) }
    package func text(_ column: Int) throws -> String { try some(optionalText(column)) }
    package func blob(_ column: Int) throws -> [UInt8] { try some(optionalBlob(column)) }

    package func optionalInteger(_ column: Int) throws -> Int64? {
        switch try value(column) {
        case .null: nil
        case .integer(let number): number
        case .real, .text, .blob: throw Fault.corrupt("a column that holds numbers holds something else")
        }
    }

    package func optionalReal(_ column: Int) throws -> Double? {
        switch try value(column) {
        case .null: nil
        case .real(let number): number
        // SQLite keeps a whole real as an integer where that is shorter.
        case .integer(let number): Double(number)
        case .text, .blob: throw Fault.corrupt("a column that holds numbers holds something else")
        }
    }

    package func optionalText(_ column: Int) throws -> String? {
        switch try value(column) {
        case .null: nil
        case .text(let text): text
        case .integer, .real, .blob: throw Fault.corrupt("a column that holds text holds something else")
        }
    }

    package func optionalBlob(_ column: Int) throws -> [UInt8]? {
        switch try value(column) {
        case .null: nil
        case .blob(let bytes): bytes
        case .integer, .real, .text: throw Fault.corrupt("a column that holds bytes holds something else")
        }
    }

    private func some<Value>(_ value: Value?) throws -> Value {
        guard let value else { throw Fault.corrupt("a column that must have a value has none") }
        return value
    }
}

extension Connection {
    /// Hands over a statement that no unique rule should refuse.
    package func submit(_ sql: SQL) throws { try submit(sql, whenTaken: nil) }

    /// The first row's value, if there is a row.
    package func first<Value>(_ sql: SQL, _ decode: (any Row) throws -> Value) throws -> Value? {
        try rows(sql, decode).first
    }
}
