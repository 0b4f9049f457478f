/// Every place where the engines' SQL differs, each with its reason.
///
/// All other statements are one text for both.
///
/// What is written once so that it means the same on both, and must stay so:
/// - `ORDER BY` names `NULLS LAST` or `COALESCE` where a column may be empty: SQLite sorts NULL first, PostgreSQL last.
/// - Searching without regard to case is `LOWER(column) LIKE` a pattern in lower case: SQLite's LIKE ignores case,
///   PostgreSQL's does not.
/// - A text never holds U+0000: PostgreSQL cannot store it, so both engines refuse it (``SQL/refuseZeroCharacters()``).
/// - Truth values are 0 and 1 in BIGINT columns: SQLite has no BOOLEAN.
package struct Dialect: Sendable {
    /// For messages and tests.
    package let name: String
    /// Bytes: SQLite says BLOB, PostgreSQL says BYTEA.
    package let blobType: String
    /// Text that compares and sorts by its bytes, as SQLite's does.
    ///
    /// PostgreSQL would take the database's locale, and the same list would come in another order on another machine.
    package let textType: String
    /// Starts a transaction in which this is the only writer; the journal's `MAX(seq) + 1` rests on that.
    package let beginWriting: [SQL]
    /// Said first in every migration's transaction.
    package let beginMigrating: [SQL]
    /// The code of the fault for a lock that another process has kept for too long.
    package let lockTimeout: String
    /// Every column that exists, as its table's name and its own; each engine keeps its catalogue elsewhere.
    package let columnNames: SQL
    /// Statements that make a table refuse changes: triggers have another grammar in each engine.
    package let appendOnlyGuard: @Sendable (_ table: String) -> [String]
    /// Said after very many rows were written at once, so that the planner knows what it has before its own time comes.
    package let afterFilling: [SQL]
    /// Put before a query to ask for its plan.
    package let explain: SQL
    /// The column of the plan's rows that says what each step does.
    package let planColumn: Int
    /// Whether a step of a plan walks through a whole table.
    package let isWalk: @Sendable (_ step: String, _ table: String) -> Bool
    /// Said after a table whose rows are only ever found by its key: SQLite keeps them in the key's order then.
    package let keptByKey: String
    /// An entry's public facts, ready to be asked for single ones; both engines read JSON, each in its own words.
    package let facts: String
    /// Said at the end of an inner query that makes those: PostgreSQL would otherwise read the JSON anew for every use.
    package let apart: String
    /// A fact of `facts.facts` when it is a text, and NULL otherwise.
    package let textFact: @Sendable (_ name: String) -> String
    /// A fact of `facts.facts` when it is an integer, and NULL otherwise.
    package let integerFact: @Sendable (_ name: String) -> String
}

extension Dialect {
    package static let sqlite = Dialect(
        name: "SQLite",
        blobType: "BLOB",
        textType: "TEXT",
        // Takes the one write lock at once, not at the first write, when it might be too late to wait for it.
        beginWriting: ["BEGIN IMMEDIATE"],
        // The lock of BEGIN IMMEDIATE has its time limit already (`busyMode`).
        beginMigrating: [],
        lockTimeout: "sqlite-5",
        columnNames: """
            SELECT sqlite_master.name, columns.name
            FROM sqlite_master JOIN pragma_table_info(sqlite_master.name) AS columns
            WHERE sqlite_master.type = 'table'
            """,
        appendOnlyGuard: { table in
            ["UPDATE", "DELETE"].map { action in
                """
                CREATE TRIGGER \(table)_refuses_\(action.lowercased())
                BEFORE \(action) ON \(table)
                BEGIN
                    SELECT RAISE(ABORT, 'the journal is append-only');
                END
                """
            }
        },
        // Nothing is guessed from statistics: the same plan in every district.
        afterFilling: [],
        explain: "EXPLAIN QUERY PLAN ",
        planColumn: 3,
        isWalk: { step, table in step.hasPrefix("SCAN \(table)") && !step.contains("USING") },
        keptByKey: " WITHOUT ROWID",
        // As bytes it would be taken for JSONB.
        facts: "CAST(entry.facts AS TEXT)",
        apart: "",
        textFact: { name in
            "CASE json_type(facts.facts, '$.\(name)') WHEN 'text' THEN json_extract(facts.facts, '$.\(name)') END"
        },
        integerFact: { name in
            "CASE json_type(facts.facts, '$.\(name)') WHEN 'integer' THEN json_extract(facts.facts, '$.\(name)') END"
        }
    )

    package static let postgreSQL = Dialect(
        name: "PostgreSQL",
        blobType: "BYTEA",
        textType: "TEXT COLLATE \"C\"",
        beginWriting: [
            // Under READ COMMITTED each statement sees what was committed before it began (PostgreSQL manual 13.2.1), so
            // whatever follows the lock sees all that earlier holders of it committed. A snapshot for the whole
            // transaction would be as old as the wait for the lock.
            "BEGIN ISOLATION LEVEL READ COMMITTED",
            // MAX(seq) + 1 needs one writer at a time, across all processes on this database. A sequence would not do:
            // it leaves gaps, and numbers would become visible out of order. The lock is the transaction's: a process
            // that dies gives it back. 0x716970616E is "qipan" in ASCII; advisory locks count per database.
            "SELECT pg_advisory_xact_lock(487100277102)",
        ],
        // ALTER TABLE waits for every open reader, and all new readers wait behind it: better to give up and try again.
        beginMigrating: ["SET LOCAL lock_timeout = '5s'"],
        lockTimeout: "55P03",
        columnNames: """
            SELECT table_name, column_name
            FROM information_schema.columns
            WHERE table_schema = CURRENT_SCHEMA
            """,
        appendOnlyGuard: { table in
            [
                """
                CREATE FUNCTION \(table)_refuses_change() RETURNS TRIGGER LANGUAGE plpgsql AS $$
                BEGIN
                    RAISE EXCEPTION 'the journal is append-only';
                END
                $$
                """,
                // For each statement: TRUNCATE knows no rows.
                """
                CREATE TRIGGER \(table)_refuses_change
                BEFORE UPDATE OR DELETE OR TRUNCATE ON \(table)
                FOR EACH STATEMENT EXECUTE FUNCTION \(table)_refuses_change()
                """,
            ]
        },
        afterFilling: ["ANALYZE"],
        explain: "EXPLAIN ",
        planColumn: 0,
        isWalk: { step, table in step.contains("Seq Scan on \(table)") },
        keptByKey: "",
        facts: "convert_from(entry.facts, 'UTF8')::jsonb",
        apart: "OFFSET 0",
        textFact: { name in
            "(CASE jsonb_typeof(facts.facts -> '\(name)') WHEN 'string' THEN facts.facts ->> '\(name)' END COLLATE \"C\")"
        },
        integerFact: { name in
            "CASE jsonb_typeof(facts.facts -> '\(name)') WHEN 'number' THEN (facts.facts ->> '\(name)')::bigint END"
        }
    )
}
