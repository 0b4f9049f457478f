package import Domain

/// An account as sign-in and the roster read it.
package struct AccountRow: Hashable, Sendable {
    package let id: ID<Account>
    package let grant: Account.Grant
    package let isOpen: Bool
    /// Whom the sign-on provider calls so; nil where the person signs in with a password only.
    package let signOn: Account.SignOn?
    /// Not open, and may be unlocked.
    package let isLocked: Bool
    /// Who has asked that the second factor be taken away; nil where nobody has.
    package let resetAskedBy: ID<Account>?
}

/// What readers ask about accounts, and what is kept beside the journal about signing in.
package enum AccountQueries {
    private static let columns: SQL =
        """
        id, sign_in_name, display_name, roles, scope, unit, is_open, sign_on_issuer, sign_on_subject,
        is_locked, reset_asked_by
        """

    package static func all(in db: any Connection) throws -> [AccountRow] {
        try db.rows("SELECT " + columns + " FROM account ORDER BY sign_in_name", row)
    }

    package static func named(_ name: String, in db: any Connection) throws -> AccountRow? {
        try db.first("SELECT " + columns + " FROM account WHERE sign_in_name = \(name)", row)
    }

    package static func account(_ id: ID<Account>, in db: any Connection) throws -> AccountRow? {
        try db.first("SELECT " + columns + " FROM account WHERE id = \(id.bytes)", row)
    }

    /// The account that the provider's person may open.
    package static func linked(to link: Account.SignOn, in db: any Connection) throws -> AccountRow? {
        try db.first(
            "SELECT " + columns
                + " FROM account WHERE sign_on_issuer = \(link.issuer) AND sign_on_subject = \(link.subject)",
            row
        )
    }

    private static func row(_ row: any Row) throws -> AccountRow {
        guard let id = ID<Account>(bytes: try row.blob(0)) else {
            throw Fault.corrupt("an account row has no valid id")
        }
        let unit: UnitCode?
        do { unit = try row.optionalText(5).map { try UnitCode(parsing: $0) } } catch is Malformed {
            throw Fault.corrupt("an account row holds no valid unit")
        }
        return AccountRow(
            id: id,
            grant: Account.Grant(
                signInName: try row.text(1),
                displayName: try row.text(2),
                roles: Set(roleText: try row.text(3)),
                scope: try Scope(text: try row.text(4)),
                unit: unit
            ),
            isOpen: try row.integer(6) == 1,
            signOn: try row.optionalText(7).map { Account.SignOn(issuer: $0, subject: try row.text(8)) },
            isLocked: try row.integer(9) == 1,
            resetAskedBy: try row.optionalBlob(10).flatMap { ID<Account>(bytes: $0) }
        )
    }
}
