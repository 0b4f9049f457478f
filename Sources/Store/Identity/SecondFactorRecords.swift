package import Domain

/// Second factors and recovery codes: beside the journal, never in it.
package enum SecondFactorRecords {
    package struct Factor: Hashable, Sendable {
        /// The secret of the codes, sealed under a key outside the database.
        package var sealed: [UInt8]
        /// The person has shown that the app gives the right codes.
        package var isConfirmed: Bool
        /// The number of the last period of 30 seconds whose code was used.
        package var lastStep: Int64

        package init(sealed: [UInt8], isConfirmed: Bool, lastStep: Int64) {
            self.sealed = sealed
            self.isConfirmed = isConfirmed
            self.lastStep = lastStep
        }
    }

    package static func factor(of account: ID<Account>, in db: any Connection) throws -> Factor? {
        try db.first("SELECT sealed, is_confirmed, last_step FROM second_factor WHERE account = \(account.bytes)") {
            Factor(sealed: try $0.blob(0), isConfirmed: try $0.integer(1) == 1, lastStep: try $0.integer(2))
        }
    }

    /// Keeps a secret that is still to be confirmed; one that is there stays.
    package static func offer(sealed: [UInt8], to account: ID<Account>, in db: any Connection) throws {
        try db.submit(
            """
            INSERT INTO second_factor (account, sealed, is_confirmed, last_step)
            VALUES (\(account.bytes), \(sealed), 0, 0)
            ON CONFLICT (account) DO NOTHING
            """
        )
    }

    /// Takes the code of a period, once: neither it nor one before it is ever taken again.
    ///
    /// - Returns: false when it was used already.
    package static func use(step: Int64, of account: ID<Account>, in db: any Connection) throws -> Bool {
        try db.execute(
            """
            UPDATE second_factor
            SET is_confirmed = 1, last_step = \(step)
            WHERE account = \(account.bytes) AND last_step < \(step)
            """
        ) == 1
    }

    /// Puts new recovery codes in the place of all that there were.
    package static func keep(recovery hashes: [[UInt8]], of account: ID<Account>, in db: any Connection) throws {
        try db.submit("DELETE FROM recovery_code WHERE account = \(account.bytes)")
        for hash in hashes {
            try db.submit("INSERT INTO recovery_code (account, hash) VALUES (\(account.bytes), \(hash))")
        }
    }

    /// Takes a recovery code, once.
    ///
    /// - Returns: false when there is none of that hash, or no longer.
    package static func use(recovery hash: [UInt8], of account: ID<Account>, in db: any Connection) throws -> Bool {
        try db.execute("DELETE FROM recovery_code WHERE account = \(account.bytes) AND hash = \(hash)") == 1
    }

    package static func recoveryCount(of account: ID<Account>, in db: any Connection) throws -> Int {
        Int(
            try db.first("SELECT COUNT(*) FROM recovery_code WHERE account = \(account.bytes)") {
                try $0.integer(0)
            } ?? 0
        )
    }

    package static func drop(of account: ID<Account>, in db: any Connection) throws {
        try db.submit("DELETE FROM second_factor WHERE account = \(account.bytes)")
        try db.submit("DELETE FROM recovery_code WHERE account = \(account.bytes)")
    }

    /// The roles that ask for a second factor.
    package static func requiringRoles(in db: any Connection) throws -> Set<Role> {
        Set(try db.rows("SELECT role FROM second_factor_role") { try $0.text(0) }.compactMap(Role.init(rawValue:)))
    }
}
