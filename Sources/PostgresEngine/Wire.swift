import CPostgres
import Store

/// The types that values travel as, by their OIDs (pg_type.dat in PostgreSQL's source; they never change).
enum WireType {
    static let unknown: Oid = 0
    static let bytea: Oid = 17
    static let int8: Oid = 20
    static let text: Oid = 25
    static let float8: Oid = 701
}

extension SQL.Value {
    /// Nil for NULL, which is of every type.
    var wireType: Oid? {
        switch self {
        case .null: nil
        case .integer: WireType.int8
        case .real: WireType.float8
        case .text: WireType.text
        case .blob: WireType.bytea
        }
    }
}

/// The values of a statement in PostgreSQL's binary format, one after another in one piece of memory.
struct WireValues {
    private var bytes: [UInt8] = []
    private var offsets: [Int?] = []
    private var lengths: [Int32] = []

    init(_ values: [SQL.Value]) {
        offsets.reserveCapacity(values.count)
        lengths.reserveCapacity(values.count)
        for value in values { append(value) }
        // An empty value still needs an address of its own: a null pointer would mean NULL.
        bytes.append(0)
    }

    private mutating func append(_ value: SQL.Value) {
        let start = bytes.count
        switch value {
        case .null: break
        case .integer(let number): append(bigEndian: UInt64(bitPattern: number))
        case .real(let number): append(bigEndian: number.bitPattern)
        case .text(let text): bytes.append(contentsOf: text.utf8)
        case .blob(let blob): bytes.append(contentsOf: blob)
        }
        offsets.append(value == .null ? nil : start)
        lengths.append(Int32(bytes.count - start))
    }

    private mutating func append(bigEndian number: UInt64) {
        withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
    }

    /// Lends what libpq asks for: where each value lies, how long it is, and that all are binary.
    func withPointers<Result>(
        _ body: (Int32, [UnsafePointer<CChar>?], [Int32], [Int32]) -> Result
    ) -> Result {
        bytes.withUnsafeBufferPointer { buffer in
            buffer.withMemoryRebound(to: CChar.self) { characters in
                let pointers = offsets.map { offset in offset.flatMap { characters.baseAddress?.advanced(by: $0) } }
                let formats = [Int32](repeating: 1, count: pointers.count)
                return body(Int32(pointers.count), pointers, lengths, formats)
            }
        }
    }
}
