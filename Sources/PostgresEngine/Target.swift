import CPostgres
import Store

/// Where the database is, as the operator wrote it: a `postgres://` address or libpq's `keyword=value` text.
///
/// It may hold a password, so nothing of it is ever printed, and no fault repeats it.
struct Target: Sendable {
    private let text: String

    init(_ text: String) { self.text = text }

    /// Asks libpq to connect, which also reads the environment (`PGPASSWORD`, `PGSSLMODE`, …), `~/.pgpass` and the
    /// service file, and tries several hosts in turn.
    ///
    /// - Throws: ``Fault``.
    func connect() throws -> OpaquePointer {
        // A keyword that comes later wins: the operator's own words beat the first group, and ours the operator's.
        let keywords: [(String, String)] = [
            // Without these a machine that has vanished is noticed after two hours (tcp_keepalive_time in Linux).
            ("connect_timeout", "10"), ("keepalives_idle", "20"), ("keepalives_interval", "5"),
            ("keepalives_count", "3"),
            ("tcp_user_timeout", "30000"), ("fallback_application_name", "qipan"),
            ("dbname", text), ("client_encoding", "UTF8"),
        ]
        let connection = Self.withPointers(keywords.map(\.0)) { names in
            Self.withPointers(keywords.map(\.1)) { values in
                // One: dbname may be a whole connection string.
                PQconnectdbParams(names, values, 1)
            }
        }
        guard let connection else { throw Fault.unreachable }
        do {
            try Self.check(connection)
        } catch {
            PQfinish(connection)
            throw error
        }
        return connection
    }

    private static func check(_ connection: OpaquePointer) throws {
        guard PQstatus(connection) != CONNECTION_OK else { return }
        if PQconnectionNeedsPassword(connection) == 1 { throw Fault(sqlState: "28P01") }
        // libpq tells only in words why a connection was refused, in the server's language. Asked a second time it can be
        // made to say the SQLSTATE instead; a passing fault gets its second chance by the way.
        PQsetErrorVerbosity(connection, PQERRORS_SQLSTATE)
        PQreset(connection)
        guard PQstatus(connection) != CONNECTION_OK else { return }
        let words = PQerrorMessage(connection).map { String(cString: $0) } ?? ""
        throw sqlState(in: words).map { Fault(sqlState: $0) } ?? .unreachable
    }

    /// The SQLSTATE at the end of the last line that ends with one: with several hosts there is a line for each.
    static func sqlState(in words: String) -> String? {
        words.split(separator: "\n").compactMap { line -> String? in
            guard let last = line.split(separator: " ").last, last.utf8.count == 5, last.contains(where: \.isNumber),
                last.allSatisfy({ $0.isASCII && ($0.isNumber || $0.isUppercase) })
            else { return nil }
            return String(last)
        }.last
    }

    private static func withPointers<Result>(
        _ texts: [String],
        _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Result
    ) -> Result {
        // Each text's place in one piece of memory, each with its zero at the end.
        var bytes: [CChar] = []
        let offsets = texts.map { text in
            defer { bytes += text.utf8CString }
            return bytes.count
        }
        return bytes.withUnsafeBufferPointer { buffer in
            let pointers: [UnsafePointer<CChar>?] = offsets.map { buffer.baseAddress?.advanced(by: $0) } + [nil]
            return pointers.withUnsafeBufferPointer { list in
                guard let base = list.baseAddress else { preconditionFailure("assumed a list that is not empty") }
                return body(base)
            }
        }
    }
}
