package import Domain
import Store

/// What a version would change: line by line against what holds now, and how many open cases it is about.
package struct EditionPreview: Sendable {
    /// A category, a rule or a day that is new, gone or different.
    package struct Row: Hashable, Sendable {
        package enum Kind: String, Hashable, Sendable, CaseIterable {
            case added, removed, changed
        }

        package var kind: Kind
        /// A category's code, a rule's code, or a day.
        package var code: String
        package var name: Wording
        /// What differs, where ``kind`` is changed; what it says, where it is added.
        package var changes: [Change]
    }

    package struct Change: Hashable, Sendable {
        /// The catalogue's key after `rules.part_`.
        package var part: String
        package var was: String
        package var now: String

        package init(part: String, was: String, now: String) {
            self.part = part
            self.was = was
            self.now = now
        }
    }

    /// What differs, and the headings of the tables that show a version.
    package static let parts = [
        "answer", "area", "basis", "check", "condition", "day", "description", "description_en", "from", "ground",
        "group",
        "hours",
        "keywords", "matter", "name", "name_en", "post", "questions", "rule", "scope", "self_handlable", "setting",
        "shifts", "solve", "unit", "until", "valid", "value", "verify", "weekdays", "whistle_act", "whistle_answer",
        "whistle_arrive", "whistle_decide", "whistle_rate", "years",
    ]

    package let rows: [Row]
    /// Open cases whose category or calendar the version changes, which keep the version that they were dated with.
    ///
    /// For a dispatch catalogue: those that wait to be dispatched and would go to another unit. For the whistle's times: calls
    /// that are open.
    package let openCases: Int
    /// What would be without exactly one answer; with any, it cannot be published.
    package let findings: [DispatchFinding]
}

extension Office {
    /// What `edition` would change if it came into force on `day`.
    ///
    /// - Throws: ``Fault``.
    package func preview(_ edition: Edition, from day: Day) async throws -> EditionPreview {
        let directory = directory
        let counts = try await engine.read { try OpenCounts.all(in: $0) }
        let rows: [EditionPreview.Row]
        let openCases: Int
        switch edition.content {
        case .matters(let categories):
            rows = Self.rows(from: directory.sortedCategories, to: categories)
            let touched = Set(rows.filter { $0.kind != .added }.map(\.code))
            openCases = counts.filter { touched.contains($0.category) }.reduce(0) { $0 + $1.count }
        case .calendar(let calendar):
            rows = Self.rows(from: directory.calendar, to: calendar)
            openCases = counts.reduce(0) { $0 + $1.count }
        case .dispatch(let rules):
            rows = Self.rows(from: directory.rules.dispatch?.rules ?? [], to: rules)
            openCases = counts.filter { !$0.isDispatched && directory.moves($0, by: rules, on: day) }
                .reduce(0) { $0 + $1.count }
        case .whistle(let times):
            rows = whistleRows(from: directory.rules.whistle, to: times)
            openCases = try await engine.read { try SharedTask.openCalls(in: $0) }
        }
        let findings = try await heavyWork.run { directory.findings(in: edition, from: day) }
        return EditionPreview(rows: rows, openCases: openCases, findings: findings)
    }

    private static func rows(from old: [CauseCategory], to new: [CauseCategory]) -> [EditionPreview.Row] {
        compare(
            old.map { (code: $0.code.rawValue, name: $0.name, parts: $0.parts) },
            new.map { (code: $0.code.rawValue, name: $0.name, parts: $0.parts) }
        )
    }

    private static func rows(from old: [DispatchRule], to new: [DispatchRule]) -> [EditionPreview.Row] {
        compare(
            old.map { (code: $0.code.rawValue, name: Wording("", english: ""), parts: $0.parts) },
            new.map { (code: $0.code.rawValue, name: Wording("", english: ""), parts: $0.parts) }
        )
    }

    private func whistleRows(from old: WhistleTimes, to new: WhistleTimes) -> [EditionPreview.Row] {
        func entries(_ times: WhistleTimes) -> [Entry] {
            WhistleGround.allCases.map { ground in
                let key = "ground.\(ground.rawValue)"
                let name = Wording(catalogues.text(key, in: .chinese), english: catalogues.text(key, in: .english))
                return (code: ground.rawValue, name: name, parts: times[ground].parts)
            }
        }
        return Self.compare(entries(old), entries(new))
    }

    private static func rows(from old: WorkingCalendar, to new: WorkingCalendar) -> [EditionPreview.Row] {
        var rows: [EditionPreview.Row] = []
        let general = zip(old.parts, new.parts).filter { $0.value != $1.value }
            .map { EditionPreview.Change(part: $0.part, was: $0.value, now: $1.value) }
        if !general.isEmpty {
            let name = Wording("", english: "")
            rows.append(EditionPreview.Row(kind: .changed, code: new.version, name: name, changes: general))
        }
        let named = [old.holidays, old.makeUpDays, new.holidays, new.makeUpDays].reduce(Set()) { $0.union($1) }
        for day in named.sorted() where old.kind(of: day) != new.kind(of: day) {
            let change = EditionPreview.Change(
                part: "day",
                was: old.kind(of: day).rawValue,
                now: new.kind(of: day).rawValue
            )
            let name = Wording("", english: "")
            rows.append(EditionPreview.Row(kind: .changed, code: day.description, name: name, changes: [change]))
        }
        return rows
    }

    private typealias Entry = (code: String, name: Wording, parts: [(part: String, value: String)])

    private static func compare(_ old: [Entry], _ new: [Entry]) -> [EditionPreview.Row] {
        let before = Dictionary(old.map { ($0.code, $0) }) { first, _ in first }
        let after = Set(new.map(\.code))
        var rows: [EditionPreview.Row] = []
        for entry in new {
            guard let was = before[entry.code] else {
                let parts = entry.parts.filter { !$0.value.isEmpty }
                    .map { EditionPreview.Change(part: $0.part, was: "", now: $0.value) }
                rows.append(EditionPreview.Row(kind: .added, code: entry.code, name: entry.name, changes: parts))
                continue
            }
            let changes = zip(was.parts, entry.parts).filter { $0.value != $1.value }
                .map { EditionPreview.Change(part: $0.part, was: $0.value, now: $1.value) }
            guard !changes.isEmpty else { continue }
            rows.append(EditionPreview.Row(kind: .changed, code: entry.code, name: entry.name, changes: changes))
        }
        for entry in old where !after.contains(entry.code) {
            rows.append(EditionPreview.Row(kind: .removed, code: entry.code, name: entry.name, changes: []))
        }
        return rows
    }
}

extension Directory {
    /// Whether cases of this kind would go to another unit by `rules`, at any hour of `day`.
    fileprivate func moves(_ counted: OpenCounts, by rules: [DispatchRule], on day: Day) -> Bool {
        guard let grid = grid(named: counted.grid),
            let category = categories.first(where: { $0.key.rawValue == counted.category })?.value
        else { return false }
        let current = self.rules.dispatch?.rules
        return HourClass.allCases.contains { hours in
            let question = DispatchQuestion(path: plot(of: grid).path, category: category, hours: hours, day: day)
            func unit(_ rules: [DispatchRule]?) -> UnitCode {
                guard let rules, case .rule(let rule, _) = rules.answer(to: question) else { return category.leadUnit }
                return rule.unit
            }
            return unit(current) != unit(rules)
        }
    }
}

extension CauseCategory {
    fileprivate var parts: [(part: String, value: String)] {
        [
            ("name", name.chinese), ("name_en", name.english), ("group", group.chinese),
            ("description", description.chinese), ("description_en", description.english),
            ("condition", establishCondition.chinese), ("answer", answerLimit.description),
            ("verify", verifyLimit.description), ("solve", solveLimit.description),
            ("check", checkLimit.description), ("unit", leadUnit.rawValue),
            ("self_handlable", isSelfHandlable ? "✓" : "–"), ("keywords", keywords.joined(separator: "、")),
            ("questions", attributes.map(\.code.rawValue).joined(separator: "、")),
        ]
    }
}

extension WhistleTimes.Steps {
    fileprivate var parts: [(part: String, value: String)] {
        [
            ("whistle_answer", answer.description), ("whistle_arrive", arrive.description),
            ("whistle_act", act?.description ?? "–"), ("whistle_decide", decide.description),
            ("whistle_rate", rate.description),
        ]
    }
}

extension DispatchRule {
    fileprivate var parts: [(part: String, value: String)] {
        [
            ("matter", matter.text), ("area", area.text), ("hours", hours?.rawValue ?? "all"),
            ("unit", unit.rawValue), ("post", post.rawValue), ("from", from?.description ?? ""),
            ("until", until?.description ?? ""), ("basis", basis),
        ]
    }
}

extension WorkingCalendar {
    fileprivate var parts: [(part: String, value: String)] {
        [
            ("weekdays", workingWeekdays.map { String($0.rawValue) }.sorted().joined(separator: " ")),
            ("shifts", CalendarDraft.text(of: shifts)),
            ("years", coveredYears.sorted().map(String.init).joined(separator: " ")),
        ]
    }
}
