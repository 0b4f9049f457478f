import CPostgres
import Store

/// What the server answered to one statement; its memory lives as long as this does.
final class Answer {
    let pointer: OpaquePointer

    init(_ pointer: OpaquePointer) { self.pointer = pointer }

    deinit { PQclear(pointer) }

    var status: ExecStatusType { PQresultStatus(pointer) }
    var rowCount: Int { Int(PQntuples(pointer)) }
    /// How many rows the statement touched; zero for one that touches none.
    var changedRows: Int { PQcmdTuples(pointer).flatMap { Int(String(cString: $0)) } ?? 0 }
    /// `COMMIT`, `INSERT 0 1`: what the server says that it did.
    var tag: String { PQcmdStatus(pointer).map { String(cString: $0) } ?? "" }
    var sqlState: String? { qipan_sqlstate(pointer).map { String(cString: $0) } }
    /// The server ends the connection after this.
    var isFatal: Bool {
        guard let severity = qipan_severity(pointer).map({ String(cString: $0) }) else { return false }
        return severity == "FATAL" || severity == "PANIC"
    }

    var rows: some Sequence<AnswerRow> { (0..<Int32(rowCount)).lazy.map { AnswerRow(answer: self, index: $0) } }
}

/// A row of an answer.
struct AnswerRow: Row {
    let answer: Answer
    let index: Int32

    var columnCount: Int { Int(PQnfields(answer.pointer)) }

    func value(_ column: Int) throws -> SQL.Value {
        let column = Int32(column)
        let pointer = answer.pointer
        if PQgetisnull(pointer, index, column) == 1 { return .null }
        guard let base = PQgetvalue(pointer, index, column) else { return .null }
        let bytes = UnsafeRawBufferPointer(start: base, count: Int(PQgetlength(pointer, index, column)))
        return try SQL.Value(bytes, of: PQftype(pointer, column))
    }
}

extension SQL.Value {
    /// Reads a value in PostgreSQL's binary format: pg_type.dat has the OIDs.
    ///
    /// - Throws: ``Fault/corrupt(_:)`` for a type that no column or sum of ours has.
    init(_ bytes: UnsafeRawBufferPointer, of type: Oid) throws {
        switch (type, bytes.count) {
        // int8, int4, int2
        case (20, 8): self = .integer(Int64(bitPattern: bytes.bigEndian(at: 0, as: UInt64.self)))
        case (23, 4): self = .integer(Int64(Int32(bitPattern: bytes.bigEndian(at: 0, as: UInt32.self))))
        case (21, 2): self = .integer(Int64(Int16(bitPattern: bytes.bigEndian(at: 0, as: UInt16.self))))
        // bool
        case (16, 1): self = .integer(bytes[0] == 0 ? 0 : 1)
        // float8, float4
        case (701, 8): self = .real(Double(bitPattern: bytes.bigEndian(at: 0, as: UInt64.self)))
        case (700, 4): self = .real(Double(Float(bitPattern: bytes.bigEndian(at: 0, as: UInt32.self))))
        // numeric: what SUM makes of BIGINT
        case (1_700, _): self = .integer(try bytes.wholeNumeric())
        // text, varchar, name, unknown
        case (25, _), (1_043, _), (19, _), (705, _): self = .text(String(decoding: bytes, as: UTF8.self))
        // bytea
        case (17, _): self = .blob([UInt8](bytes))
        default: throw Fault.corrupt("the database answered with a type that the program does not use")
        }
    }
}

extension UnsafeRawBufferPointer {
    fileprivate func bigEndian<Number: FixedWidthInteger>(at offset: Int, as type: Number.Type) -> Number {
        Number(bigEndian: loadUnaligned(fromByteOffset: offset, as: Number.self))
    }

    /// A numeric that is a whole number: sixteen bits each for the count of digits, the weight of the first one, sign
    /// and scale, then the digits to the base of 10,000 (`numeric_send` in PostgreSQL's numeric.c).
    ///
    /// - Throws: ``Fault/corrupt(_:)`` for fractions, infinities and what does not fit into 64 bits.
    fileprivate func wholeNumeric() throws -> Int64 {
        let unusable = Fault.corrupt("the database answered with a number that is not whole or too large")
        guard count >= 8 else { throw unusable }
        let digits = Int(bigEndian(at: 0, as: Int16.self))
        let weight = Int(bigEndian(at: 2, as: Int16.self))
        let sign = bigEndian(at: 4, as: UInt16.self)
        // 0x4000 is minus; NaN and the infinities have other marks.
        guard sign == 0 || sign == 0x4000, digits <= weight + 1, count == 8 + 2 * digits else { throw unusable }
        guard digits > 0 else { return 0 }
        var number: Int64 = 0
        for place in 0...weight {
            // Zeros at the end are not sent.
            let digit = place < digits ? Int64(bigEndian(at: 8 + 2 * place, as: Int16.self)) : 0
            let (shifted, isTooLarge) = number.multipliedReportingOverflow(by: 10_000)
            let (sum, isBeyond) =
                sign == 0 ? shifted.addingReportingOverflow(digit) : shifted.subtractingReportingOverflow(digit)
            guard !isTooLarge, !isBeyond else { throw unusable }
            number = sum
        }
        return number
    }
}
