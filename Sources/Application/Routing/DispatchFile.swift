package import Domain

/// A dispatch catalogue as a CSV file: one rule a line.
///
/// Columns: `rule`, `matter` (`all`, `group:` and a major class, or a category), `area` (`all`, or the code of a unit or
/// grid), `hours` (`all`, `working`, `night`, `holiday`), `unit`, `post`, `from`, `until`, `basis`. The names may be Chinese.
package struct DispatchFile: Sendable {
    package let rules: [DispatchRule]
    /// Lines that could not be read; a catalogue with any is not taken.
    package let rejected: [PostFile.Rejection]

    /// - Throws: ``ImportFault`` for a file that cannot be read at all.
    package init(path: String) throws {
        try self.init(RecordReader(path: path, encoding: .auto))
    }

    /// - Throws: ``ImportFault`` for a text without the columns.
    package init(text: String) throws {
        try self.init(RecordReader(text: text))
    }

    private init(_ reader: RecordReader) throws {
        guard case .success(let first)? = reader.next()?.fields else { throw ImportFault.noHeader }
        let header = first.map { Self.names[$0] ?? $0 }
        guard Set(header).isSuperset(of: Self.columns.prefix(6)), Set(header).count == header.count else {
            throw ImportFault.unknownColumns
        }
        var rules: [DispatchRule] = []
        var rejected: [PostFile.Rejection] = []
        while let record = reader.next() {
            switch record.fields.mapError({ .unreadable($0, detail: "") }).flatMap({ Self.rule($0, header: header) }) {
            case .success(let rule): rules.append(rule)
            case .failure(let reason): rejected.append(PostFile.Rejection(line: record.line, reason: reason))
            }
        }
        self.rules = rules
        self.rejected = rejected
    }

    /// The rules as such a file.
    package static func text(of rules: [DispatchRule]) -> String {
        let lines = rules.map { rule in
            let fields = [
                rule.code.rawValue, rule.matter.text, rule.area.text, rule.hours?.rawValue ?? "all",
                rule.unit.rawValue, rule.post.rawValue, rule.from?.description ?? "", rule.until?.description ?? "",
                rule.basis,
            ]
            return fields.map(SpreadsheetField.disarmed).map(SpreadsheetField.quoted).joined(separator: ",")
        }
        return ([columns.joined(separator: ",")] + lines).map { $0 + "\r\n" }.joined()
    }

    private static let columns = ["rule", "matter", "area", "hours", "unit", "post", "from", "until", "basis"]
    private static let names = Dictionary(
        uniqueKeysWithValues: zip(["编号", "事项", "区域", "时段", "主办单位", "岗位", "起", "止", "依据"], columns)
    )
    private static let hours = ["工作时间": HourClass.working, "夜间": .night, "节假日": .holiday]

    private static func rule(_ fields: [String], header: [String]) -> Result<DispatchRule, PostFile.Reason> {
        guard fields.count == header.count else {
            return .failure(.unreadable(.columns, detail: "\(fields.count) ≠ \(header.count)"))
        }
        let named = Dictionary(uniqueKeysWithValues: zip(header, fields))
        func field(_ name: String) -> String { named[name] ?? "" }
        func day(_ name: String) throws(Malformed) -> Day? {
            field(name).isEmpty ? nil : try Day(parsing: field(name))
        }
        do throws(Malformed) {
            return .success(
                DispatchRule(
                    code: try RuleCode(parsing: field("rule")),
                    matter: try matter(field("matter")),
                    area: isAll(field("area")) ? .district : .within(try UnitCode(parsing: field("area"))),
                    hours: try hours(field("hours")),
                    unit: try UnitCode(parsing: field("unit")),
                    post: try UnitCode(parsing: field("post")),
                    from: try day("from"),
                    until: try day("until"),
                    basis: field("basis")
                )
            )
        } catch {
            return .failure(.refused(.malformed(error)))
        }
    }

    private static func isAll(_ text: String) -> Bool { text.isEmpty || text == "all" || text == "全部" }

    private static func matter(_ text: String) throws(Malformed) -> DispatchRule.Matter {
        if isAll(text) { return .all }
        for prefix in ["group:", "大类:", "大类："] where text.hasPrefix(prefix) {
            return .group(String(text.dropFirst(prefix.count)))
        }
        return .category(try CategoryCode(parsing: text))
    }

    private static func hours(_ text: String) throws(Malformed) -> HourClass? {
        if isAll(text) { return nil }
        guard let hours = HourClass(rawValue: text) ?? hours[text] else {
            throw Malformed("hours", expected: "all, working, night or holiday")
        }
        return hours
    }
}

extension DispatchRule.Matter {
    /// As a file writes it.
    package var text: String {
        switch self {
        case .all: "all"
        case .group(let name): "group:" + name
        case .category(let code): code.rawValue
        }
    }
}

extension DispatchRule.Area {
    /// As a file writes it.
    package var text: String {
        switch self {
        case .district: "all"
        case .within(let code): code.rawValue
        }
    }
}
