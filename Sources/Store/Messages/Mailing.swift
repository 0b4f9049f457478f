package import Domain

/// What is sent as one: a receiver's own message, or a day's messages to one address.
package enum Mailing: Hashable, Sendable {
    case own(Receiver)
    /// The name says nothing of the address, and is another one every day.
    case digest(String)

    /// Before the name of every digest, where other rows have their receiver.
    private static let mark = "digest:"

    package var channel: Receiver.Channel {
        switch self {
        case .own(let receiver): receiver.channel
        case .digest: .mail
        }
    }

    package var text: String {
        switch self {
        case .own(let receiver): receiver.text
        case .digest(let name): Self.mark + name
        }
    }

    /// - Throws: ``Fault/corrupt(_:)`` for a text that ``text`` never writes.
    package init(text: String) throws {
        if text.hasPrefix(Self.mark) {
            self = .digest(String(text.dropFirst(Self.mark.count)))
        } else {
            self = .own(try Receiver(text: text))
        }
    }

    /// The rows of the outbox that it is made of.
    var condition: SQL {
        switch self {
        case .own(let receiver): "receiver = \(receiver.text) AND digest IS NULL"
        case .digest: "digest = \(text)"
        }
    }
}

/// Digests as they were tried first, so that every attempt at one is the same, byte for byte.
package enum DigestRecords {
    package static func sealed(_ mailing: Mailing, in db: any Connection) throws -> [UInt8]? {
        try db.first("SELECT sealed FROM outbox_digest WHERE name = \(mailing.text)") { try $0.blob(0) }
    }

    package static func keep(_ sealed: [UInt8], of mailing: Mailing, at now: Instant, in db: any Connection) throws {
        try db.submit(
            """
            INSERT INTO outbox_digest (name, made_at, sealed)
            VALUES (\(mailing.text), \(now.secondsSinceEpoch), \(sealed))
            ON CONFLICT (name) DO UPDATE SET sealed = excluded.sealed
            """
        )
    }

    package static func forget(_ mailing: Mailing, in db: any Connection) throws {
        try db.execute("DELETE FROM outbox_digest WHERE name = \(mailing.text)")
    }

    package static func forget(before: Instant, in db: any Connection) throws {
        try db.execute("DELETE FROM outbox_digest WHERE made_at < \(before.secondsSinceEpoch)")
    }

    /// Whatever tells of a receiver is put into words anew, without what is gone.
    package static func forget(with receiver: Receiver, in db: any Connection) throws {
        try db.execute(
            """
            DELETE FROM outbox_digest
            WHERE name IN (SELECT digest FROM outbox WHERE receiver = \(receiver.text) AND digest IS NOT NULL)
            """
        )
    }

    /// What waits for a receiver goes out as its own, since the address is another one now.
    package static func leave(_ receiver: Receiver, in db: any Connection) throws {
        try forget(with: receiver, in: db)
        try db.execute(
            """
            UPDATE outbox
            SET digest = NULL
            WHERE receiver = \(receiver.text) AND digest IS NOT NULL AND next_at IS NOT NULL
            """
        )
    }
}
