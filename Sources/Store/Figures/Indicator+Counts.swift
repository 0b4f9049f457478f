package import Domain

/// The evaluator of the server: a definition becomes one statement a term over the fact table.
///
/// `docs/figures.md` says what is to come out; the verifier's evaluator, which shares nothing with this one, must agree.
extension Indicator {
    /// What the definition yields for a window and a scope on the first `asOf` entries.
    ///
    /// The fact table must be filled up to there (``FactIndex``).
    /// - Throws: ``Fault``.
    package func value(
        in window: FigureWindow,
        scope: Conditions,
        asOf: Int64,
        dialect: Dialect,
        in db: any Connection
    ) throws -> FigureValue {
        let evaluation = Evaluation(indicator: self, scope: scope, asOf: asOf, dialect: dialect)
        let counts = try evaluation.counts(in: window, db)
        let earlier = comparesYears ? try evaluation.counts(in: window.yearEarlier, db).numerator : nil
        return value(of: counts, earlier: earlier)
    }
}

extension Indicator {
    /// The entries that the numerator counts, oldest first.
    ///
    /// `index`: the last one that is known already, from zero; −1 for none.
    /// - Throws: ``Fault``.
    package func entries(
        in window: FigureWindow,
        scope: Conditions,
        asOf: Int64,
        behind index: Int64 = -1,
        limit: Int,
        dialect: Dialect,
        in db: any Connection
    ) throws -> [FigureQueries.CountedEntry] {
        let evaluation = Evaluation(indicator: self, scope: scope, asOf: asOf, dialect: dialect)
        let found = try numerator.flatMap { term in
            try db.rows(evaluation.entries(of: term, in: window, behind: index, limit: limit)) { row in
                FigureQueries.CountedEntry(
                    index: try row.integer(0) - 1,
                    facts: String(decoding: try row.blob(1), as: UTF8.self)
                )
            }
        }
        return Array(found.sorted { $0.index < $1.index }.prefix(limit))
    }
}

struct Evaluation {
    let indicator: Indicator
    let scope: Conditions
    let asOf: Int64
    let dialect: Dialect

    /// What one term yields.
    private struct Measured {
        var value: Int64?
        var rows: Int64 = 0
        var excluded: [String: Int64] = [:]
    }

    func counts(in window: FigureWindow, _ db: any Connection) throws -> Indicator.Counts {
        let numerator = try sum(indicator.numerator, in: window, db)
        let denominator = try indicator.denominator.map { try sum($0, in: window, db) }
        let rows = denominator ?? numerator
        return Indicator.Counts(
            numerator: numerator.value,
            denominator: denominator?.value,
            rows: rows.rows,
            excluded: rows.excluded
        )
    }

    private func sum(_ terms: [Indicator.Term], in window: FigureWindow, _ db: any Connection) throws -> Measured {
        var sum = Measured(value: 0)
        for term in terms {
            let measured = try measure(term, in: window, db)
            if term.function.isExtreme {
                sum.value = measured.value
            } else {
                sum.value = (sum.value ?? 0) + (term.isSubtracted ? -1 : 1) * (measured.value ?? 0)
            }
            sum.rows += measured.rows
            sum.excluded.merge(measured.excluded) { $0 + $1 }
        }
        return sum
    }

    private func measure(_ term: Indicator.Term, in window: FigureWindow, _ db: any Connection) throws -> Measured {
        var measured = Measured(value: term.function.isExtreme ? nil : 0)
        let reasons = indicator.exclusions.keys.sorted()
        try db.forEach(statement(for: term, in: window)) { row in
            let (reason, rows) = (try row.integer(0), try row.integer(1))
            if reason == 0 {
                (measured.rows, measured.value) = (rows, try row.optionalInteger(2) ?? measured.value)
            } else {
                measured.excluded[reasons[Int(reason) - 1]] = rows
            }
        }
        return measured
    }

    /// One row for what counts, reason 0, and one for each reason that something does not.
    func statement(for term: Indicator.Term, in window: FigureWindow) -> SQL {
        let conditions = term.conditions.and(scope).filled(for: window)
        let reasons = indicator.exclusions.sorted { $0.key < $1.key }.map { $0.value.filled(for: window) }
        let places = places(of: term, in: window)
        if term.function.fact == nil, conditions.isEmpty, reasons.isEmpty {
            return "SELECT 0, COUNT(*), COUNT(*) FROM fact_day WHERE " + places
        }
        let facts: SQL =
            "SELECT " + literal(dialect.facts) + " AS facts FROM fact_day JOIN entry ON entry.seq = fact_day.seq WHERE "
            + places + literal(" " + dialect.apart)
        let reason: SQL =
            reasons.isEmpty
            ? "0"
            : "CASE "
                + .joined(
                    reasons.enumerated().map { "WHEN " + all($1) + literal(" THEN \($0 + 1)") },
                    separator: " "
                ) + " ELSE 0 END"
        let judged: SQL =
            "SELECT " + reason + " AS reason, " + value(of: term.function) + " AS value FROM (" + facts
            + ") AS facts WHERE " + all(conditions)
        return "SELECT reason, COUNT(*), " + aggregate(term.function) + " FROM (" + judged
            + ") AS judged GROUP BY reason"
    }

    /// The entries that a term counts.
    func entries(of term: Indicator.Term, in window: FigureWindow, behind index: Int64, limit: Int) -> SQL {
        let conditions = term.conditions.and(scope).filled(for: window)
        let reasons = indicator.exclusions.sorted { $0.key < $1.key }.map { $0.value.filled(for: window) }
        let excluded = reasons.map { SQL(stringLiteral: "COALESCE(NOT (") + all($0) + "), 0 = 0)" }
        let facts: SQL =
            "SELECT entry.seq, entry.facts AS body, " + literal(dialect.facts)
            + " AS facts FROM fact_day JOIN entry ON entry.seq = fact_day.seq WHERE " + places(of: term, in: window)
            + " AND fact_day.seq > \(index + 1)" + literal(" " + dialect.apart)
        return "SELECT seq, body FROM (" + facts + ") AS facts WHERE "
            + .joined([all(conditions)] + excluded, separator: " AND ") + " ORDER BY seq LIMIT \(limit)"
    }

    private func places(of term: Indicator.Term, in window: FigureWindow) -> SQL {
        var places: SQL =
            "fact_day.type IN (\(list: term.types.map(\.rawValue))) AND fact_day.fact = \(term.day.rawValue)"
        if term.span == .window { places = places + " AND fact_day.day >= \(window.from.description)" }
        return places + " AND fact_day.day < \(window.until.description) AND fact_day.seq <= \(asOf)"
    }

    private func literal(_ text: String) -> SQL { SQL(stringLiteral: text) }

    private func text(_ fact: FactName) -> SQL { literal(dialect.textFact(fact.rawValue)) }

    private func integer(_ fact: FactName) -> SQL { literal(dialect.integerFact(fact.rawValue)) }

    private func value(of function: Indicator.Term.Function) -> SQL {
        switch function {
        case .count: "0"
        case .distinct(let fact): text(fact)
        case .sum(let fact), .min(let fact), .max(let fact):
            // Beyond these a sum could overflow (docs/figures.md, step 3).
            "CASE WHEN " + integer(fact) + " BETWEEN -1000000000000 AND 1000000000000 THEN " + integer(fact) + " END"
        }
    }

    private func aggregate(_ function: Indicator.Term.Function) -> SQL {
        switch function {
        case .count: "COUNT(*)"
        case .distinct: "COUNT(DISTINCT value)"
        case .sum: "CAST(COALESCE(SUM(value), 0) AS BIGINT)"
        case .min: "MIN(value)"
        case .max: "MAX(value)"
        }
    }

    private func all(_ conditions: Conditions) -> SQL {
        conditions.isEmpty ? "0 = 0" : .joined(conditions.all.map(holds), separator: " AND ")
    }

    private func holds(_ condition: Conditions.Condition) -> SQL {
        let fact = condition.fact
        switch condition.test {
        case .equals(let value): return compare(fact, "=", value)
        case .isOneOf(let values): return "(" + .joined(values.map { compare(fact, "=", $0) }, separator: " OR ") + ")"
        case .differs(let value):
            return "COALESCE(" + compare(fact, "<>", value) + literal(", 0 = 0)")
        case .begins(let prefix):
            return "substr(" + text(fact) + literal(", 1, \(prefix.unicodeScalars.count)) = ") + "\(prefix)"
        case .isBelow(let value): return compare(fact, "<", value)
        case .isAtMost(let value): return compare(fact, "<=", value)
        case .isAbove(let value): return compare(fact, ">", value)
        case .isAtLeast(let value): return compare(fact, ">=", value)
        case .isThere(let isThere):
            return isThere
                ? "(" + text(fact) + " IS NOT NULL OR " + integer(fact) + " IS NOT NULL)"
                : "(" + text(fact) + " IS NULL AND " + integer(fact) + " IS NULL)"
        }
    }

    private func compare(_ fact: FactName, _ sign: String, _ value: Conditions.Value) -> SQL {
        switch value {
        case .text(let other): text(fact) + literal(" \(sign) ") + "\(other)"
        case .integer(let other): integer(fact) + literal(" \(sign) ") + "\(other)"
        }
    }
}
