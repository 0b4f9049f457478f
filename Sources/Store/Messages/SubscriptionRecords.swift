package import Domain

/// Who wants to be told by mail, in which language, and when.
package struct Subscription: Hashable, Sendable {
    package var language: Language
    package var timing: Timing
    package var isActive: Bool

    package init(language: Language, timing: Timing, isActive: Bool = true) {
        self.language = language
        self.timing = timing
        self.isActive = isActive
    }
}

package enum SubscriptionRecords {
    package static func keep(_ wish: Subscription, of number: CaseNumber, in db: any Connection) throws {
        try db.submit(
            """
            INSERT INTO reporter_subscription (case_number, language, timing, is_active)
            VALUES (\(number.rawValue), \(wish.language.rawValue), \(wish.timing.rawValue), \(wish.isActive))
            ON CONFLICT (case_number) DO UPDATE SET
                language = excluded.language,
                timing = excluded.timing,
                is_active = excluded.is_active
            """
        )
    }

    package static func wish(of number: CaseNumber, in db: any Connection) throws -> Subscription? {
        try db.first(
            "SELECT language, timing, is_active FROM reporter_subscription WHERE case_number = \(number.rawValue)"
        ) { try subscription($0, at: 0) }
    }

    /// A member of staff's wish; `sealed` is the address.
    package struct StaffWish: Hashable, Sendable {
        package var account: ID<Account>
        package var sealed: [UInt8]
        package var wish: Subscription

        package init(account: ID<Account>, sealed: [UInt8], wish: Subscription) {
            self.account = account
            self.sealed = sealed
            self.wish = wish
        }
    }

    package static func keep(_ staff: StaffWish, in db: any Connection) throws {
        let wish = staff.wish
        try db.submit(
            """
            INSERT INTO staff_subscription (account, sealed, language, timing, is_active)
            VALUES (
                \(staff.account.bytes), \(staff.sealed), \(wish.language.rawValue), \(wish.timing.rawValue),
                \(wish.isActive))
            ON CONFLICT (account) DO UPDATE SET
                sealed = excluded.sealed,
                language = excluded.language,
                timing = excluded.timing,
                is_active = excluded.is_active
            """
        )
    }

    package static func wish(of account: ID<Account>, in db: any Connection) throws -> StaffWish? {
        try db.first(
            """
            SELECT account, sealed, language, timing, is_active
            FROM staff_subscription
            WHERE account = \(account.bytes)
            """,
            staffWish
        )
    }

    /// The wishes that hold, of accounts that are open.
    package static func staff(in db: any Connection) throws -> [StaffWish] {
        try db.rows(
            """
            SELECT staff_subscription.account, staff_subscription.sealed, staff_subscription.language,
                staff_subscription.timing, staff_subscription.is_active
            FROM staff_subscription JOIN account ON account.id = staff_subscription.account
            WHERE staff_subscription.is_active = 1 AND account.is_open = 1
            ORDER BY staff_subscription.account
            """,
            staffWish
        )
    }

    /// The cases whose reporters want everything of a day in one message, whether that holds or has been ended.
    package static func daily(in db: any Connection) throws -> [CaseNumber] {
        try db.rows("SELECT case_number FROM reporter_subscription WHERE timing = 'daily' ORDER BY case_number") {
            CaseNumber(stored: try $0.text(0))
        }
    }

    /// Whether any reporter wants to be told.
    package static func hasReporters(in db: any Connection) throws -> Bool {
        try db.first("SELECT 1 FROM reporter_subscription WHERE is_active = 1 LIMIT 1") { try $0.integer(0) } != nil
    }

    private static func staffWish(_ row: any Row) throws -> StaffWish {
        guard let account = ID<Account>(bytes: try row.blob(0)) else {
            throw Fault.corrupt("a subscription names no valid account")
        }
        return StaffWish(account: account, sealed: try row.blob(1), wish: try subscription(row, at: 2))
    }

    private static func subscription(_ row: any Row, at column: Int) throws -> Subscription {
        guard let language = Language(rawValue: try row.text(column)),
            let timing = Timing(rawValue: try row.text(column + 1))
        else { throw Fault.corrupt("a subscription has no valid language or timing") }
        return Subscription(language: language, timing: timing, isActive: try row.integer(column + 2) == 1)
    }
}
