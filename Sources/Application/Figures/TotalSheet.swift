package import Domain
import Store

/// Totals of other authorities from a sheet: good lines go in, every other line is told with its reason; the same file again
/// changes nothing.
package struct TotalOutcome: Sendable {
    package struct Line: Sendable {
        package enum What: Sendable {
            /// Or would be, when nothing is to be written.
            case taken(Int64?)
            case rejected(Refusal)
        }

        /// As the file numbers it, from one.
        package let line: Int
        /// As the file has it.
        package let code: String
        package let what: What

        package var refusal: Refusal? { if case .rejected(let refusal) = what { refusal } else { nil } }
    }

    package var lines: [Line] = []
    /// Columns that nothing was read from.
    package var unread: [String] = []

    package var rejected: [Line] { lines.filter { $0.refusal != nil } }
    package var taken: Int { lines.count - rejected.count }
}

extension ImportedTotal {
    /// What a form or a line of a sheet says, and what offices call it.
    package static let fields: [(name: String, also: [String])] = [
        ("code", ["代码", "指标代码"]), ("name", ["名称", "指标", "指标名称"]), ("unit", ["单位", "计量单位"]),
        ("value", ["数值", "本期"]), ("from", ["起", "从"]), ("until", ["止（不含）", "到（不含）"]),
        ("price_basis", ["价格"]), ("cumulative", ["累计"]), ("form", ["表号"]), ("authority", ["发布机关", "机关"]),
        ("source", ["出处", "来源"]), ("growth", ["同比", "增速"]), ("base_published", ["上年同期（公布）"]),
        ("base_revised", ["上年同期（修订）"]), ("status", ["状态"]),
    ]

    /// - Throws: ``Refusal/malformed(_:)``, ``Refusal/datesReversed``.
    package init(fields: [String: String]) throws(Refusal) {
        func text(_ name: String) -> String { fields[name] ?? "" }
        func optional(_ name: String) -> String? { text(name).isEmpty ? nil : text(name) }
        let prices: PriceBasis
        switch text("price_basis") {
        case "", "unknown", "未说明": prices = .unknown
        case "current", "现价": prices = .current
        case "comparable", "可比价": prices = .comparable
        default: throw .malformed(Malformed("total", expected: "price_basis: current, comparable or unknown"))
        }
        let isCumulative: Bool
        switch text("cumulative") {
        case "", "0", "否": isCumulative = false
        case "1", "是": isCumulative = true
        default: throw .malformed(Malformed("total", expected: "cumulative: 1 or 0"))
        }
        let status: FigureValue.Status
        switch text("status") {
        case "", "A": status = .normal
        case "P": status = .provisional
        case "E": status = .estimated
        default: throw .malformed(Malformed("total", expected: "status: A, P or E"))
        }
        // Bulletins and the claim check read money in one unit.
        guard !["元", "千元", "百万元", "亿元"].contains(text("unit")) else {
            throw .malformed(Malformed("total", expected: "unit: 万元 for money"))
        }
        do {
            self.init(
                code: try IndicatorCode(parsing: text("code")),
                name: text("name"),
                unit: text("unit"),
                value: text("value"),
                window: try FigureWindow(from: Day(parsing: text("from")), until: Day(parsing: text("until"))),
                priceBasis: prices,
                isCumulative: isCumulative,
                form: text("form"),
                authority: text("authority"),
                source: text("source"),
                growth: optional("growth"),
                basePublished: optional("base_published"),
                baseRevised: optional("base_revised"),
                status: status
            )
            try check()
        } catch let refusal as Refusal {
            throw refusal
        } catch let malformed as Malformed {
            throw .malformed(malformed)
        } catch {
            preconditionFailure("assumed a refusal: \(error)")
        }
    }
}

extension Office {
    /// Takes over every good line of a sheet, each with an entry of its own.
    ///
    /// `isDryRun`: everything is done but written.
    /// - Throws: ``Refusal``, ``ImportFault/unknownColumns`` for a sheet without codes or values, ``Fault``.
    package func importTotals(_ sheet: Sheet, isDryRun: Bool, by actor: Actor) async throws -> TotalOutcome {
        try demand(.importTotals, of: actor)
        var columns: [Int: String] = [:]
        for field in ImportedTotal.fields {
            if let column = sheet.header.firstIndex(where: { $0 == field.name || field.also.contains($0) }) {
                columns[column] = field.name
            }
        }
        guard columns.values.contains("code"), columns.values.contains("value") else {
            throw ImportFault.unknownColumns
        }
        var outcome = TotalOutcome()
        outcome.unread = sheet.header.indices.filter { columns[$0] == nil }.map { sheet.header[$0] }
            .filter { !$0.isEmpty }
        for row in sheet.rows {
            var fields: [String: String] = [:]
            do {
                fields = try Self.fields(of: row, columns)
                let total = try ImportedTotal(fields: fields)
                let card = isDryRun ? nil : try await importTotal(total, by: actor)
                outcome.lines.append(.init(line: row.line, code: total.code.rawValue, what: .taken(card?.index)))
            } catch let refusal as Refusal {
                outcome.lines.append(.init(line: row.line, code: fields["code"] ?? "", what: .rejected(refusal)))
            }
        }
        return outcome
    }

    private static func fields(of row: Sheet.Row, _ columns: [Int: String]) throws(Refusal) -> [String: String] {
        guard let cells = row.cells else {
            throw .malformed(Malformed("total", expected: "a line that can be read"))
        }
        var fields: [String: String] = [:]
        for (column, name) in columns where cells.indices.contains(column) {
            switch cells[column] {
            case .text(let text), .number(let text):
                let kept = text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace)
                fields[name] = String(kept.reversed())
            case .formula: throw .malformed(Malformed("total", expected: "\(name): a value and no formula"))
            }
        }
        return fields
    }
}
