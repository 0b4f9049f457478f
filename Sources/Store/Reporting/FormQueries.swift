package import Domain

extension FormOrder: NumberedWork {
    package static var table: SQL { "form_order" }
    package static var subject: Refusal.Subject { .form }
}

/// Lists of ordered forms and of what was handed in.
package enum FormQueries {
    /// A form as the list shows it.
    package struct Row: Hashable, Sendable {
        package let order: FormOrder.Order
        /// Nil where its term is all that ends it.
        package let endedOn: Day?
    }

    /// What one community has handed in during some time.
    package struct Burden: Hashable, Sendable {
        package let unit: UnitCode
        package let times: Int
        package let minutes: Int

        package init(unit: UnitCode, times: Int, minutes: Int) {
            self.unit = unit
            self.times = times
            self.minutes = minutes
        }
    }

    /// The newest first.
    ///
    /// - Throws: ``Fault``.
    package static func list(limit: Int, in db: any Connection) throws -> [Row] {
        try db.rows(listStatement(limit: limit)) { row in
            Row(
                order: FormOrder.Order(
                    serial: try row.number(0),
                    number: try row.text(1),
                    title: try row.text(2),
                    authority: try row.text(3),
                    basis: try row.text(4),
                    unit: try row.unit(5),
                    from: try row.day(6),
                    until: try row.day(7),
                    rhythm: try row.choice(8),
                    minutes: try row.number(9),
                    items: try FormOrder.decode(try row.text(10))
                ),
                endedOn: try row.optionalText(11) == nil ? nil : try row.day(11)
            )
        }
    }

    /// What was handed in of a form, the newest first.
    ///
    /// - Throws: ``Fault``.
    package static func returns(of serial: Int, limit: Int, in db: any Connection) throws -> [FormOrder.Return] {
        try db.rows(returnsStatement(of: serial, limit: limit)) { row in
            FormOrder.Return(
                unit: try row.unit(0),
                window: try FormOrder.window(from: try row.day(1), until: try row.day(2)),
                on: try row.day(3),
                values: ListText.decode(try row.text(4))
            )
        }
    }

    /// By community, in the order of their codes.
    ///
    /// - Throws: ``Fault``.
    package static func burden(in window: FigureWindow, in db: any Connection) throws -> [Burden] {
        try db.rows(burdenStatement(in: window)) { row in
            Burden(unit: try row.unit(0), times: try row.number(1), minutes: try row.number(2))
        }
    }

    static func listStatement(limit: Int) -> SQL {
        """
        SELECT
            serial, number, title, authority, basis, unit, from_day, until_day, rhythm, minutes, items, ended_on
        FROM form_order
        ORDER BY serial DESC
        LIMIT \(limit)
        """
    }

    static func returnsStatement(of serial: Int, limit: Int) -> SQL {
        """
        SELECT unit, from_day, until_day, on_day, content
        FROM form_return
        WHERE form = \(serial)
        ORDER BY on_day DESC, unit, from_day
        LIMIT \(limit)
        """
    }

    /// The sum is cast, for PostgreSQL's of whole numbers is a numeric.
    static func burdenStatement(in window: FigureWindow) -> SQL {
        """
        SELECT unit, COUNT(*), CAST(SUM(minutes) AS BIGINT)
        FROM form_return
        WHERE on_day >= \(window.from.description)
            AND on_day < \(window.until.description)
        GROUP BY unit
        ORDER BY unit
        """
    }
}
