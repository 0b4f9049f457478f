package import Domain

/// Everything about territory, posts and catalogue that a process keeps in memory, read in one snapshot.
package struct BoardRecords: Sendable {
    /// A post with who was appointed to it.
    package struct PostRecord: Sendable {
        package let id: ID<Post>
        package let definition: Post.Definition
        package let post: Post
    }

    package var units: [Territory.Unit]
    package var grids: [Territory.Grid]
    package var isSynthetic: Bool
    /// For grids that are there no more: the code of the one that has most of their ground.
    package var successors: [String: String]
    package var versions: [Territory.Version]
    package var plan: Territory.Plan?
    package var posts: [PostRecord]
    package var handlingUnits: [Catalogue.HandlingUnit]
    package var categories: [CauseCategory]
    package var calendars: [WorkingCalendar]
    /// Dated versions of the rules, in the order in which they were proposed.
    package var editions: [Edition.Dated]
    package var accounts: [AccountRow]
    /// Words of messages by slot, oldest first.
    package var templates: [String: [MessageTemplates.Version]]
    /// Position of the last entry of what a directory holds: what these records are current to.
    package var position: Int64
    /// Position of the last entry of the catalogue.
    package var cataloguePosition: Int64

    /// - Throws: ``Fault``.
    package init(in db: any Connection) throws {
        units = try db.rows("SELECT code, name, level, parent FROM admin_unit ORDER BY code", Self.unit)
        let grids = try db.rows("SELECT code, scheme, name, unit, area, outline FROM grid ORDER BY code", Self.grid)
        self.grids = grids
        isSynthetic = try db.first("SELECT is_synthetic FROM board") { try $0.integer(0) } == 1
        successors = Dictionary(
            uniqueKeysWithValues: try db.rows("SELECT code, successor FROM grid_successor") {
                (try $0.text(0), try $0.text(1))
            }
        )
        (versions, plan) = (try Self.versions(in: db), try Self.plan(in: db))
        // Grids that are published and not there yet have their people before their day.
        let codes = Dictionary(
            (grids + (plan?.changes.drawn ?? [])).map { ($0.code.rawValue, $0.code) },
            uniquingKeysWith: { first, _ in first }
        )
        posts = try Self.posts(in: db, grids: codes)
        handlingUnits = try db.rows("SELECT code, body FROM handling_unit ORDER BY code") { row in
            let record = try UnitRecord(json: try row.text(1))
            return Catalogue.HandlingUnit(
                code: try Self.code(try row.text(0)),
                name: Wording(record.name, english: record.nameEnglish)
            )
        }
        categories = try db.rows("SELECT body FROM category ORDER BY code") {
            try CategoryRecord(json: try $0.text(0)).category()
        }
        calendars = try db.rows("SELECT body FROM calendar ORDER BY ordinal") {
            try CalendarRecord(json: try $0.text(0)).calendar()
        }
        editions = try EditionRows.read(in: db)
        accounts = try AccountQueries.all(in: db)
        templates = try Self.templates(in: db)
        position = try Self.position(in: db)
        cataloguePosition = try Self.position(of: .catalogue, in: db)
    }

    /// The position that records read now would be current to.
    package static func position(in db: any Connection) throws -> Int64 {
        try SubjectKind.allCases.filter(\.isOfDirectory).map { try position(of: $0, in: db) }.max() ?? 0
    }

    package static func position(of kind: SubjectKind, in db: any Connection) throws -> Int64 {
        try db.first(positionStatement(of: kind)) { try $0.integer(0) } ?? 0
    }

    /// The kind is named twice so that the index of what is no case serves: one look, however many cases there are.
    package static func positionStatement(of kind: SubjectKind) -> SQL {
        "SELECT COALESCE(MAX(seq), 0) FROM entry WHERE kind = \(kind.rawValue) AND kind <> 'case'"
    }

    /// The post of a code with its appointments; nil when there is none.
    package static func post(
        _ code: UnitCode,
        in db: any Connection
    ) throws -> (id: ID<Post>, appointments: [Post.Appointment])? {
        let statement: SQL = """
            SELECT id FROM post WHERE code = \(code.rawValue)
            UNION ALL
            SELECT id FROM unit_post WHERE code = \(code.rawValue)
            """
        guard let bytes = try db.first(statement, { try $0.blob(0) }), let id = ID<Post>(bytes: bytes)
        else { return nil }
        let appointments = try db.rows(
            "SELECT holder, from_day, until_day, is_deputy FROM appointment WHERE post = \(bytes)"
        ) { row in
            guard let holder = ID<Account>(bytes: try row.blob(0)) else {
                throw Fault.corrupt("an appointment names no valid holder")
            }
            return Post.Appointment(
                holder: holder,
                from: try day(try row.text(1)),
                until: try row.optionalText(2).map(day),
                isDeputy: try row.integer(3) == 1
            )
        }
        return (id, appointments)
    }

    private static func posts(in db: any Connection, grids: [String: GridCode]) throws -> [PostRecord] {
        var appointments: [[UInt8]: [Post.Appointment]] = [:]
        try db.forEach(
            "SELECT post, holder, from_day, until_day, is_deputy FROM appointment ORDER BY post, from_day, is_deputy"
        ) { row in
            guard let holder = ID<Account>(bytes: try row.blob(1)) else {
                throw Fault.corrupt("an appointment names no valid holder")
            }
            appointments[try row.blob(0), default: []].append(
                Post.Appointment(
                    holder: holder,
                    from: try day(try row.text(2)),
                    until: try row.optionalText(3).map(day),
                    isDeputy: try row.integer(4) == 1
                )
            )
        }
        func record(_ definition: Post.Definition, _ bytes: [UInt8]) throws -> PostRecord {
            guard let id = ID<Post>(bytes: bytes) else { throw Fault.corrupt("a post has no valid id") }
            var post = Post()
            post.apply(.established(definition))
            for appointment in appointments[bytes] ?? [] { post.apply(.appointed(appointment)) }
            return PostRecord(id: id, definition: definition, post: post)
        }
        let ofUnits = try db.rows("SELECT id, code, unit FROM unit_post ORDER BY code") { row in
            let definition = Post.Definition(code: try code(try row.text(1)), unit: try code(try row.text(2)))
            return try record(definition, row.blob(0))
        }
        return try ofUnits
            + db.rows("SELECT id, code, kind, grid FROM post ORDER BY code") { row in
                guard let kind = Post.Kind(rawValue: try row.text(2)) else { throw Fault.corrupt("a post has no kind") }
                let raw = try row.text(3)
                // A retired grid keeps its posts in the journal; nobody answers for it any more.
                let grid = try grids[raw] ?? { try local(raw) }()
                let definition = Post.Definition(code: try code(try row.text(1)), kind: kind, grid: grid)
                return try record(definition, row.blob(0))
            }
    }

    private static func versions(in db: any Connection) throws -> [Territory.Version] {
        try db.rows("SELECT from_day, basis, grids FROM division_version ORDER BY number") {
            Territory.Version(from: try day(try $0.text(0)), basis: try $0.text(1), grids: Int(try $0.integer(2)))
        }
    }

    private static func plan(in db: any Connection) throws -> Territory.Plan? {
        try db.first("SELECT from_day, basis, changes FROM division_plan") { row in
            Territory.Plan(
                from: try day(try row.text(0)),
                basis: try row.text(1),
                changes: try ChangesRecord(json: try row.text(2)).changes()
            )
        }
    }

    private static func templates(in db: any Connection) throws -> [String: [MessageTemplates.Version]] {
        let rows = try db.rows("SELECT slot, from_day, zh, en FROM message_template ORDER BY slot, number") { row in
            let english = try row.optionalText(3) ?? ""
            let version = MessageTemplates.Version(
                from: try day(try row.text(1)),
                wording: try row.optionalText(2).map { Wording($0, english: english) }
            )
            return (slot: try row.text(0), version: version)
        }
        return Dictionary(grouping: rows, by: \.slot).mapValues { $0.map(\.version) }
    }

    private static func unit(_ row: any Row) throws -> Territory.Unit {
        guard let level = Territory.Level(rawValue: try row.text(2)) else { throw Fault.corrupt("a unit has no level") }
        return Territory.Unit(
            code: try code(try row.text(0)),
            name: try row.text(1),
            level: level,
            parent: try row.optionalText(3).map(code)
        )
    }

    private static func grid(_ row: any Row) throws -> Territory.Grid {
        guard let scheme = GridScheme(rawValue: try row.text(1)) else { throw Fault.corrupt("a grid has no scheme") }
        do {
            return Territory.Grid(
                code: try GridCode(parsing: row.text(0), scheme: scheme),
                name: try row.text(2),
                unit: try code(try row.text(3)),
                area: try row.integer(4),
                outline: try row.text(5)
            )
        } catch is Malformed {
            throw Fault.corrupt("a grid row holds no valid code")
        }
    }

    private static func code(_ text: String) throws -> UnitCode {
        do { return try UnitCode(parsing: text) } catch { throw Fault.corrupt("a row holds no valid code") }
    }

    private static func local(_ text: String) throws -> GridCode {
        do { return try GridCode(parsing: text, scheme: .local) } catch {
            throw Fault.corrupt("a row holds no valid code")
        }
    }

    private static func day(_ text: String) throws -> Day {
        do { return try Day(parsing: text) } catch { throw Fault.corrupt("a row holds no valid day") }
    }
}
