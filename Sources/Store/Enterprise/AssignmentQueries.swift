package import Domain

/// A firm as a proposal of stewards reads it.
package struct AssignableFirm: Hashable, Sendable {
    package let name: String
    /// As written.
    package let grid: String?
    package let firm: StewardProposal.Firm
}

/// What a proposal of stewards asks: all firms that are there, once, when somebody asks for one.
package enum AssignmentQueries {
    /// By number.
    package static func firms(in db: any Connection) throws -> [AssignableFirm] {
        var tags: [Int: Set<CategoryCode>] = [:]
        do {
            try db.forEach("SELECT firm, tag FROM enterprise_tag") { row in
                tags[Int(try row.integer(0)), default: []].insert(try CategoryCode(parsing: row.text(1)))
            }
            return try db.rows(
                """
                SELECT number, name, grid, longitude, latitude, steward
                FROM enterprise
                WHERE state = 'open'
                ORDER BY number
                """
            ) { row in
                let number = Int(try row.integer(0))
                var point: Point?
                if let longitude = try row.optionalReal(3), let latitude = try row.optionalReal(4) {
                    point = try Point(longitude: longitude, latitude: latitude)
                }
                return AssignableFirm(
                    name: try row.text(1),
                    grid: try row.optionalText(2),
                    firm: StewardProposal.Firm(
                        number: number,
                        point: point,
                        tags: tags[number] ?? [],
                        steward: try row.optionalBlob(5).flatMap(ID<Account>.init(bytes:))
                    )
                )
            }
        } catch is Malformed {
            throw Fault.corrupt("a firm's row holds no valid point or trade")
        }
    }
}
