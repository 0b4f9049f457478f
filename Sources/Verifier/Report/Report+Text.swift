extension Report: CustomStringConvertible {
    /// The report for a terminal: a line for each check, the recount, and the verdict.
    package var description: String {
        var lines = checks.map { check in
            let mark =
                switch check.outcome {
                case .holds: "ok     "
                case .warning: "WARNING"
                case .fails: "FAILED "
                }
            return "\(mark)  \(Self.pad(check.subject.rawValue, 10))  \(check.words)"
        }
        if let recount { lines += [""] + Self.table(recount) }
        if let entry { lines += ["", "The entry:", "  \(entry)"] }
        lines += ["", verdict]
        return lines.joined(separator: "\n")
    }

    private var verdict: String {
        guard holds else { return "It does NOT hold: \(failures.count) of \(checks.count) checks failed." }
        let warnings = checks.count { $0.outcome == .warning }
        switch warnings {
        case 0: return "Everything holds."
        case 1: return "Everything that could be checked holds; read the warning."
        default: return "Everything that could be checked holds; read the \(warnings) warnings."
        }
    }

    /// Types in full, the rest as totals: days and grids are many, and stand in the JSON.
    private static func table(_ recount: Recount) -> [String] {
        var rows: [(String, String)] = [("entries", String(recount.entries))]
        let days = recount.days
        if let first = days.first, let last = days.last {
            rows.append(("days", "\(days.count), from \(first.day) to \(last.day)"))
        }
        rows.append(("grids", String(recount.grids.count)))
        rows += recount.types.sorted { $0.key < $1.key }.map { ($0.key, String($0.value)) }
        rows += recount.channels.sorted { $0.key < $1.key }.map { ("reported by \($0.key)", String($0.value)) }
        rows.append(("closed_on_time", String(recount.closedOnTime)))
        rows.append(("waiting_days", String(recount.waitingDays)))
        let width = rows.map(\.0.count).max() ?? 0
        return ["Recounted from the entries:"] + rows.map { "  \(pad($0.0, width))  \($0.1)" }
    }

    private static func pad(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
