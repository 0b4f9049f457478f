package import Domain

package enum SweepQueries {
    /// A sweep as lists show it.
    package struct Summary: Hashable, Sendable {
        package let serial: Int
        package let kind: Sweep.Kind
        package let name: String
        package let unit: UnitCode
        package let until: Day
        package let frame: Int
        package let state: Sweep.State.Name
    }

    /// An element with the last look at it; nil where nobody has been.
    package struct Element: Hashable, Sendable {
        package let number: Int
        package let kind: Sweep.ElementKind
        package let name: String
        package let grid: GridCode
        package let result: SweepElement.Result?
        package let attempt: Int
        package let failed: [Int]
        package let cases: [CaseNumber]
        package let note: String
        package let on: Day?
        /// What the second pair of eyes said; nil where there was none.
        package let agrees: Bool?
    }

    /// How many elements of a grid have a result; without one, `result` is nil.
    package struct GridCount: Hashable, Sendable {
        package let grid: String
        package let result: SweepElement.Result?
        package let count: Int
    }

    package static func all(limit: Int, in db: any Connection) throws -> [Summary] {
        try db.rows(
            """
            SELECT serial, kind, name, unit, until_day, frame, state
            FROM sweep
            ORDER BY serial DESC
            LIMIT \(limit)
            """
        ) { row in
            Summary(
                serial: try row.number(0),
                kind: try row.choice(1),
                name: try row.text(2),
                unit: try row.unit(3),
                until: try row.day(4),
                frame: try row.number(5),
                state: try row.choice(6)
            )
        }
    }

    /// A sweep without its list, for whoever goes to one of its elements.
    package struct Head: Hashable, Sendable {
        package let id: ID<Sweep>
        /// The serial of the checklist, and which of its versions.
        package let checklist: Int
        package let version: Int
        package let isRunning: Bool
    }

    /// - Throws: ``Refusal/unknown(_:)``, or ``Fault``.
    package static func head(of sweep: Int, in db: any Connection) throws -> Head {
        let head = try db.first("SELECT id, checklist, version, state FROM sweep WHERE serial = \(sweep)") { row in
            guard let id = ID<Sweep>(bytes: try row.blob(0)) else {
                throw Fault.corrupt("a row of the grid's work has no valid id")
            }
            let state: Sweep.State.Name = try row.choice(3)
            return Head(
                id: id,
                checklist: try row.number(1),
                version: try row.number(2),
                isRunning: state == .running
            )
        }
        guard let head else { throw Refusal.unknown(.sweep) }
        return head
    }

    package static func counts(of sweep: Int, in db: any Connection) throws -> [GridCount] {
        try db.rows(countsStatement(of: sweep)) { row in
            GridCount(grid: try row.text(0), result: try row.optionalChoice(1), count: try row.number(2))
        }
    }

    static func countsStatement(of sweep: Int) -> SQL {
        """
        SELECT sweep_element.grid, sweep_visit.result, COUNT(*)
        FROM sweep_element
        LEFT JOIN sweep_visit ON sweep_visit.sweep = sweep_element.sweep AND sweep_visit.number = sweep_element.number
        WHERE sweep_element.sweep = \(sweep)
        GROUP BY sweep_element.grid, sweep_visit.result
        ORDER BY sweep_element.grid, sweep_visit.result
        """
    }

    private static let columns: SQL = """
        SELECT sweep_element.number, sweep_element.kind, sweep_element.name, sweep_element.grid, sweep_element.scheme,
            sweep_visit.result, sweep_visit.attempt, sweep_visit.failed, sweep_visit.cases, sweep_visit.note,
            sweep_visit.on_day, sweep_visit.agrees
        FROM sweep_element
        LEFT JOIN sweep_visit ON sweep_visit.sweep = sweep_element.sweep AND sweep_visit.number = sweep_element.number
        """

    /// All elements of a sweep in their order: at most ``Sweep/frameLimit``.
    package static func elements(of sweep: Int, in db: any Connection) throws -> [Element] {
        try db.rows(columns + " WHERE sweep_element.sweep = \(sweep) ORDER BY sweep_element.number", element)
    }

    package static func element(_ number: Int, of sweep: Int, in db: any Connection) throws -> Element? {
        try db.first(elementStatement(number, of: sweep), element)
    }

    static func elementStatement(_ number: Int, of sweep: Int) -> SQL {
        columns + " WHERE sweep_element.sweep = \(sweep) AND sweep_element.number = \(number)"
    }

    /// The position at which something happened to a sweep: 1 when its list was frozen, 2 when it ended.
    package static func position(of id: ID<Sweep>, version: Int, in db: any Connection) throws -> Int64? {
        try db.first("SELECT seq FROM entry WHERE subject = \(id.bytes) AND version = \(version)") {
            try $0.integer(0)
        }
    }

    private static func element(_ row: any Row) throws -> Element {
        let scheme: GridScheme = try row.choice(4)
        let grid: GridCode
        do { grid = try GridCode(parsing: try row.text(3), scheme: scheme) } catch is Malformed {
            throw Fault.corrupt("an element's row holds no valid grid")
        }
        return Element(
            number: try row.number(0),
            kind: try row.choice(1),
            name: try row.text(2),
            grid: grid,
            result: try row.optionalChoice(5),
            attempt: try row.optionalNumber(6) ?? 0,
            failed: try row.optionalText(7)?.split(separator: ",").compactMap { Int($0) } ?? [],
            cases: try row.optionalText(8)?.split(separator: ",").map { CaseNumber(stored: String($0)) } ?? [],
            note: try row.optionalText(9) ?? "",
            on: try row.optionalText(10) == nil ? nil : try row.day(10),
            agrees: try row.optionalInteger(11).map { $0 == 1 }
        )
    }
}
