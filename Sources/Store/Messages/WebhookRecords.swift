/// Machines that are told of every entry of the log.
package enum WebhookRecords {
    package struct Webhook: Hashable, Sendable {
        package var id: String
        package var url: String
        /// The signing secret.
        package var sealed: [UInt8]
        package var isActive: Bool
        /// The journal's position when it was added: it is told of what comes after.
        package var since: Int64

        package init(id: String, url: String, sealed: [UInt8], isActive: Bool, since: Int64) {
            self.id = id
            self.url = url
            self.sealed = sealed
            self.isActive = isActive
            self.since = since
        }
    }

    private static let columns: SQL = "id, url, sealed, is_active, since"

    package static func all(in db: any Connection) throws -> [Webhook] {
        try db.rows("SELECT " + columns + " FROM webhook ORDER BY since, id", webhook)
    }

    package static func webhook(_ id: String, in db: any Connection) throws -> Webhook? {
        try db.first("SELECT " + columns + " FROM webhook WHERE id = \(id)", webhook)
    }

    package static func add(_ webhook: Webhook, in db: any Connection) throws {
        try db.execute(
            """
            INSERT INTO webhook (id, url, sealed, is_active, since)
            VALUES (\(webhook.id), \(webhook.url), \(webhook.sealed), \(webhook.isActive), \(webhook.since))
            """
        )
    }

    /// Ends or takes up again what a webhook is told; what waits for one that has ended is dropped.
    ///
    /// - Returns: false when there is none of that id.
    package static func set(active: Bool, _ id: String, in db: any Connection) throws -> Bool {
        let changed = try db.execute("UPDATE webhook SET is_active = \(active) WHERE id = \(id)")
        if !active { try OutboxRecords.drop(everythingFor: .webhook(id), in: db) }
        return changed == 1
    }

    private static func webhook(_ row: any Row) throws -> Webhook {
        Webhook(
            id: try row.text(0),
            url: try row.text(1),
            sealed: try row.blob(2),
            isActive: try row.integer(3) == 1,
            since: try row.integer(4)
        )
    }
}
