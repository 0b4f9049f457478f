package import Domain
import FoundationEssentials

/// An order of the 12345 hotline (工单) as its sheet had it last, and the case that it became.
package struct HotlineOrder: Hashable, Sendable {
    package var number: String
    package var caseNumber: CaseNumber
    package var receivedAt: Instant
    /// By the sheet's own column names.
    package var fields: [String: String]
    /// SHA-256 of what the hotline says in it.
    package var digest: [UInt8]

    package init(
        number: String,
        caseNumber: CaseNumber,
        receivedAt: Instant,
        fields: [String: String],
        digest: [UInt8]
    ) {
        self.number = number
        self.caseNumber = caseNumber
        self.receivedAt = receivedAt
        self.fields = fields
        self.digest = digest
    }
}

/// The hotline's orders and the sheets that wait for somebody to say yes; beside the journal, which holds their cases.
package enum HotlineRecords {
    package static func order(_ number: String, in db: any Connection) throws -> HotlineOrder? {
        try db.first("SELECT " + columns + " FROM hotline_order WHERE number = \(number)", order)
    }

    package static func keep(_ order: HotlineOrder, in db: any Connection) throws {
        try db.submit(
            """
            INSERT INTO hotline_order (number, case_number, received_at, fields, digest)
            VALUES (
                \(order.number), \(order.caseNumber.rawValue), \(order.receivedAt.secondsSinceEpoch),
                \(try json(order.fields)), \(order.digest))
            ON CONFLICT (number) DO UPDATE SET fields = excluded.fields, digest = excluded.digest
            """
        )
    }

    /// Orders received from `start` to `end`, both inclusive, those behind `last` only, in the order of their receipt.
    package static func orders(
        from start: Instant,
        to end: Instant,
        after last: HotlineOrder?,
        limit: Int,
        in db: any Connection
    ) throws -> [HotlineOrder] {
        try db.rows(ordersStatement(from: start, to: end, after: last, limit: limit), order)
    }

    /// Apart, so that a test can look at its plan.
    package static func ordersStatement(
        from start: Instant,
        to end: Instant,
        after last: HotlineOrder?,
        limit: Int
    ) -> SQL {
        let first = last?.receivedAt.secondsSinceEpoch ?? start.secondsSinceEpoch
        return "SELECT " + columns
            + """
             FROM hotline_order
            WHERE received_at >= \(first) AND received_at <= \(end.secondsSinceEpoch)
                AND (received_at > \(first) OR number > \(last?.number ?? ""))
            ORDER BY received_at, number
            LIMIT \(limit)
            """
    }

    private static let columns: SQL = "number, case_number, received_at, fields, digest"

    private static func order(_ row: any Row) throws -> HotlineOrder {
        let text = try row.text(3)
        guard let fields = try? JSONDecoder().decode([String: String].self, from: Data(text.utf8)) else {
            throw Fault.corrupt("an order's fields are not what the program writes")
        }
        return HotlineOrder(
            number: try row.text(0),
            caseNumber: CaseNumber(stored: try row.text(1)),
            receivedAt: Instant(secondsSinceEpoch: try row.integer(2)),
            fields: fields,
            digest: try row.blob(4)
        )
    }

    private static func json(_ fields: [String: String]) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(fields), as: UTF8.self)
    }

    // MARK: - Uploads

    /// A sheet that somebody has sent and not yet applied.
    package struct Upload: Sendable {
        package let name: String
        package let bytes: [UInt8]
    }

    package static func keep(
        _ upload: Upload,
        id: String,
        of account: ID<Account>,
        at now: Instant,
        in db: any Connection
    ) throws {
        try db.submit(
            """
            INSERT INTO hotline_upload (id, account, name, bytes, made_at)
            VALUES (\(id), \(account.bytes), \(upload.name), \(upload.bytes), \(now.secondsSinceEpoch))
            """
        )
    }

    /// The upload, for whoever sent it only.
    package static func upload(_ id: String, of account: ID<Account>, in db: any Connection) throws -> Upload? {
        try db.first(
            "SELECT name, bytes FROM hotline_upload WHERE id = \(id) AND account = \(account.bytes)"
        ) { Upload(name: try $0.text(0), bytes: try $0.blob(1)) }
    }

    package static func forget(_ id: String, in db: any Connection) throws {
        try db.submit("DELETE FROM hotline_upload WHERE id = \(id)")
    }

    package static func forgetUploads(before: Instant, in db: any Connection) throws {
        try db.execute("DELETE FROM hotline_upload WHERE made_at < \(before.secondsSinceEpoch)")
    }
}

extension HotlineRecords.Upload {
    package init(named name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }
}
