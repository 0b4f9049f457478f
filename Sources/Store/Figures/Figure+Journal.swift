package import Domain

extension Figure: Journaled {
    package static func content(of event: Event, in state: Self) -> EntryContent {
        switch event {
        case .frozen(let value, let supersedes):
            var facts: Facts = [
                "fig": .text(value.code.rawValue), "def": .text(value.definition),
                "from": .text(value.window.from.description), "until": .text(value.window.until.description),
                "as_of": .integer(value.asOf), "as_of_root": .text(value.asOfRoot),
                "rows": .integer(value.counts.rows), "status": .text(value.status.rawValue), "unit": .text(value.unit),
            ]
            facts.set("scope", value.scope.isEmpty ? nil : value.scope.text)
            facts.set("numerator", value.counts.numerator)
            facts.set("denominator", value.counts.denominator)
            facts.set("excluded", value.counts.excluded.isEmpty ? nil : value.counts.excludedText)
            facts.set("value", value.text)
            facts.set("supersedes", supersedes)
            return EntryContent(type: "figure.frozen", facts: facts)
        case .imported(let total, let supersedes):
            var facts: Facts = [
                "fig": .text(total.code.rawValue), "name": .text(total.name), "unit": .text(total.unit),
                "value": .text(total.value), "from": .text(total.window.from.description),
                "until": .text(total.window.until.description), "price_basis": .text(total.priceBasis.rawValue),
                "cumulative": total.isCumulative.fact, "form": .text(total.form), "authority": .text(total.authority),
                "source": .text(total.source), "status": .text(total.status.rawValue),
            ]
            facts.set("growth", total.growth)
            facts.set("base_published", total.basePublished)
            facts.set("base_revised", total.baseRevised)
            facts.set("supersedes", supersedes)
            return EntryContent(type: "figure.imported", facts: facts)
        }
    }

    package static func event(type: String, facts: Facts) throws -> Event {
        switch type {
        case "figure.frozen":
            .frozen(try facts.frozenValue(), supersedes: facts.optionalInteger("supersedes"))
        case "figure.imported":
            .imported(try facts.importedTotal(), supersedes: facts.optionalInteger("supersedes"))
        default: throw Fault.corrupt("an entry of an unknown type stands in a figure's history")
        }
    }

    package func project(id: ID<Figure>, version: Int, into db: any Connection) throws {
        try db.submit("DELETE FROM figure WHERE subject = \(id.bytes)")
        let entries = try db.rows("SELECT seq FROM entry WHERE subject = \(id.bytes) ORDER BY version") {
            try $0.integer(0)
        }
        for (number, (event, seq)) in zip(past, entries).enumerated() {
            let line = event.line
            let next = number + 1 < entries.count ? entries[number + 1] : nil
            try db.submit(
                """
                INSERT INTO figure (seq, subject, fig, is_imported, from_day, until_day, scope, superseded_by)
                VALUES (
                    \(seq), \(id.bytes), \(line.code.rawValue), \(line.isImported), \(line.window.from.description),
                    \(line.window.until.description), \(line.scope), \(next))
                """
            )
        }
    }
}

extension Figure.Event {
    fileprivate var line: (code: IndicatorCode, window: FigureWindow, scope: String, isImported: Bool) {
        switch self {
        case .frozen(let value, _): (value.code, value.window, value.scope.text, false)
        case .imported(let total, _): (total.code, total.window, "{}", true)
        }
    }
}

extension Indicator.Counts {
    /// Canonical JSON of what was left out, by reason.
    package var excludedText: String { Canonical.object(excluded.mapValues { .integer($0) }).text }
}

extension Facts {
    private func parsed<Value>(_ parse: () throws -> Value) throws -> Value {
        do { return try parse() } catch is Malformed {
            throw Fault.corrupt("a journal entry of a figure cannot be read")
        } catch is Refusal {
            throw Fault.corrupt("a journal entry of a figure has no window")
        }
    }

    private func window() throws -> FigureWindow {
        try parsed { try FigureWindow(from: try day("from"), until: try day("until")) }
    }

    private func code() throws -> IndicatorCode { try parsed { try IndicatorCode(parsing: try text("fig")) } }

    fileprivate func frozenValue() throws -> FrozenValue {
        var excluded: [String: Int64] = [:]
        if let text = optionalText("excluded"), case .object(let reasons) = try parsed({ try Canonical(parsing: text) })
        {
            for case (let reason, .integer(let count)) in reasons { excluded[reason] = count }
        }
        return FrozenValue(
            code: try code(),
            definition: try text("def"),
            window: try window(),
            scope: try parsed { try Conditions(parsing: optionalText("scope") ?? "{}") },
            asOf: try integer("as_of"),
            asOfRoot: try text("as_of_root"),
            counts: Indicator.Counts(
                numerator: optionalInteger("numerator"),
                denominator: optionalInteger("denominator"),
                rows: try integer("rows"),
                excluded: excluded
            ),
            status: try choice("status"),
            text: optionalText("value"),
            unit: try text("unit")
        )
    }

    fileprivate func importedTotal() throws -> ImportedTotal {
        ImportedTotal(
            code: try code(),
            name: try text("name"),
            unit: try text("unit"),
            value: try text("value"),
            window: try window(),
            priceBasis: try choice("price_basis"),
            isCumulative: flag("cumulative"),
            form: try text("form"),
            authority: try text("authority"),
            source: try text("source"),
            growth: optionalText("growth"),
            basePublished: optionalText("base_published"),
            baseRevised: optionalText("base_revised"),
            status: try choice("status")
        )
    }
}
