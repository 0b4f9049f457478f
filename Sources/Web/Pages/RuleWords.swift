import Application
import Domain
import Store

/// What the administrator's pages say about versions of the rules.
struct RuleWords {
    let words: Words

    private var office: Office { words.office }
    private var directory: Directory { office.directory }

    func name(of kind: Edition.Kind) -> String { words.text("rules.kind_\(kind.rawValue)") }

    /// A kind with its version in force, and those that are coming, proposed, or over.
    func overview(_ kind: Edition.Kind) -> [String: Any] {
        let all = directory.editions.filter { $0.edition.kind == kind }
        let current = directory.rules.edition(kind)
        var model: [String: Any] = [
            "kind": kind.rawValue, "kind_name": name(of: kind), "about": words.text("rules.about_\(kind.rawValue)"),
            "in_force": current.map(line) ?? words.text("rules.first_\(kind.rawValue)"),
        ]
        func list(_ editions: [Edition.Dated]) -> [[String: String]] {
            editions.map { ["url": url(of: $0.edition), "line": line($0)] }
        }
        let today = office.today
        let coming = all.filter { $0.publication.map { $0.from > today } ?? false }
        let over = all.filter { dated in
            dated.publication.map { $0.from <= today } ?? false && dated.edition != current?.edition
        }
        let lists: [(String, [Edition.Dated])] = [
            ("rules.current", current.map { [$0] } ?? []), ("rules.coming", coming),
            ("rules.proposed", all.filter { $0.publication == nil }), ("rules.over", over),
        ]
        model["groups"] = lists.filter { !$0.1.isEmpty }.map { key, editions -> [String: Any] in
            ["heading": words.text(key), "versions": list(editions)]
        }
        // Calendars have no file: an administrator writes hours and notices.
        if kind == .matters || kind == .whistle || (kind == .dispatch && current != nil) {
            model["file"] = "/desk/rules/\(kind.rawValue)/file"
        }
        return model
    }

    func heading(of dated: Edition.Dated) -> [String: Any] {
        let kind = dated.edition.kind
        var model: [String: Any] = [
            "kind": kind.rawValue, "kind_name": name(of: kind), "version": dated.edition.version.rawValue,
            "state": state(dated), "target": url(of: dated.edition),
        ]
        if let publication = dated.publication { model["basis_line"] = publication.basis }
        if kind != .calendar { model["file"] = url(of: dated.edition) + "/file" }
        return model
    }

    private func url(of edition: Edition) -> String {
        "/desk/rules/\(edition.kind.rawValue)/versions/\(edition.version.rawValue)"
    }

    private func line(_ dated: Edition.Dated) -> String { "\(dated.edition.version.rawValue) · \(state(dated))" }

    private func state(_ dated: Edition.Dated) -> String {
        guard let publication = dated.publication else { return words.text("rules.is_proposed") }
        let values = ["from": words.day(publication.from), "basis": publication.basis]
        return words.text(publication.from > office.today ? "rules.will_hold" : "rules.holds", values)
    }

    // MARK: - What a version says

    func contentInForce(of kind: Edition.Kind) -> [String: Any] {
        switch kind {
        case .matters: content(.matters(directory.sortedCategories))
        case .calendar: content(.calendar(directory.calendar))
        case .dispatch: content(.dispatch(directory.rules.dispatch?.rules ?? []))
        case .whistle: content(.whistle(directory.rules.whistle))
        }
    }

    /// A table: its headings, and its rows with a heading each.
    func content(_ content: Edition.Content) -> [String: Any] {
        switch content {
        case .matters(let categories):
            return table(
                ["matter", "group", "unit", "answer", "verify", "solve", "check"],
                categories.map { category in
                    [
                        "\(category.name.text(in: words.language)) (\(category.code.rawValue))",
                        category.group.text(in: words.language), unit(category.leadUnit),
                        limit(category.answerLimit), limit(category.verifyLimit), limit(category.solveLimit),
                        limit(category.checkLimit),
                    ]
                }
            )
        case .dispatch(let rules):
            return table(
                ["rule", "scope", "unit", "post", "valid", "basis"],
                rules.map { rule in
                    [
                        rule.code.rawValue, office.scope(of: rule, in: words.language), unit(rule.unit),
                        post(rule.post), span(rule), rule.basis,
                    ]
                }
            )
        case .whistle(let times):
            return table(
                ["ground"] + Self.whistleParts.map { "whistle_\($0)" },
                WhistleGround.allCases.map { ground in
                    let steps = times[ground]
                    return [
                        words.text("ground.\(ground.rawValue)"), limit(steps.answer), limit(steps.arrive),
                        steps.act.map(limit) ?? words.text("rules.act_as_case"), limit(steps.decide),
                        limit(steps.rate),
                    ]
                }
            )
        case .calendar(let calendar):
            let weekdays = calendar.workingWeekdays.map(\.rawValue).sorted().map { words.text("due.weekday_\($0)") }
            let hours = CalendarDraft.text(of: calendar.shifts)
            let years = calendar.coveredYears.sorted().map(String.init)
            let rows = [
                [words.text("rules.part_weekdays"), weekdays.joined(separator: " ")],
                [words.text("rules.part_shifts"), hours.isEmpty ? words.text("rules.all_day") : hours],
                [words.text("rules.part_years"), years.joined(separator: " ")],
                [words.text("rules.days_off"), days(calendar.holidays)],
                [words.text("rules.make_up"), days(calendar.makeUpDays)],
            ]
            return table(["setting", "value"], rows)
        }
    }

    /// In the order of ``WhistleFile``.
    static let whistleParts = ["answer", "arrive", "act", "decide", "rate"]

    private func table(_ headings: [String], _ rows: [[String]]) -> [String: Any] {
        let names = headings.map { words.text("rules.part_\($0)") }
        return [
            "headings": names, "is_empty": rows.isEmpty,
            "rows": rows.map { row -> [String: Any] in
                let cells = zip(names, row).dropFirst().map { ["label": $0, "cell": $1] }
                return ["first": row.first ?? "", "cells": cells]
            },
        ]
    }

    private func unit(_ code: UnitCode) -> String {
        directory.handlingUnits[code]?.name.text(in: words.language) ?? code.rawValue
    }

    private func post(_ code: UnitCode) -> String {
        guard let holder = directory.unitPost(code, on: office.today)?.holderName else { return code.rawValue }
        return "\(code.rawValue) \(holder)"
    }

    private func limit(_ limit: Limit) -> String {
        words.text("amount.\(limit.unit.rawValue)", ["n": "\(limit.amount)"])
            + (limit.counting == limit.unit.usualCounting ? "" : " @\(limit.counting.rawValue)")
    }

    private func span(_ rule: DispatchRule) -> String {
        guard rule.from != nil || rule.until != nil else { return words.text("rules.always") }
        return "\(rule.from?.description ?? "…") – \(rule.until?.description ?? "…")"
    }

    /// Days in runs: `2026-10-01…2026-10-07`.
    private func days(_ days: Set<Day>) -> String {
        var runs: [(first: Day, last: Day)] = []
        for day in days.sorted() {
            if let last = runs.last?.last, last.advanced(by: 1) == day {
                runs[runs.count - 1].last = day
            } else {
                runs.append((day, day))
            }
        }
        return runs.map { $0.first == $0.last ? "\($0.first)" : "\($0.first)…\($0.last)" }.joined(separator: ", ")
    }

    // MARK: - What a version would change

    func preview(_ preview: EditionPreview, of kind: Edition.Kind) -> [String: Any] {
        var counts: [EditionPreview.Row.Kind: Int] = [:]
        for row in preview.rows { counts[row.kind, default: 0] += 1 }
        let values = Dictionary(
            uniqueKeysWithValues: EditionPreview.Row.Kind.allCases.map { ($0.rawValue, "\(counts[$0] ?? 0)") }
        )
        return [
            "summary": words.text("rules.summary", values),
            "touched": words.text("rules.touched_\(kind.rawValue)", ["n": "\(preview.openCases)"]),
            "rows_changed": preview.rows.map(row),
            "findings": preview.findings.prefix(100).map { office.words(for: $0, in: words.language) },
            "has_findings": !preview.findings.isEmpty,
        ]
    }

    private func row(_ row: EditionPreview.Row) -> [String: Any] {
        let name = row.name.text(in: words.language)
        return [
            "change_kind": row.kind.rawValue, "change_word": words.text("rules.change_\(row.kind.rawValue)"),
            "what": name.isEmpty ? row.code : "\(name) (\(row.code))",
            "parts": row.changes.map { change in
                let isDay = change.part == "day"
                func shown(_ value: String) -> String { isDay ? words.text("due.kind_\(value)") : value }
                var model = ["part": words.text("rules.part_\(change.part)"), "now": shown(change.now)]
                if !change.was.isEmpty { model["was"] = shown(change.was) }
                return model
            },
        ]
    }

    // MARK: - Forms

    /// What a form for a new version is filled with: the version in force, or what was typed.
    func form(for kind: Edition.Kind, typed: FormBody?) -> [String: Any] {
        var model: [String: Any] = ["version_typed": typed?["version"] ?? nextVersion(of: kind)]
        switch kind {
        case .matters:
            model["is_matters"] = [
                "text": typed?["text"] ?? "", "has_text": typed?["text"] != nil,
                "limits": directory.sortedCategories.map { limits(of: $0, typed: typed) },
            ]
        case .calendar:
            let calendar = directory.calendar
            let weekdays = calendar.workingWeekdays.map(\.rawValue).sorted().map(String.init).joined(separator: " ")
            model["is_calendar"] = [
                "hours": typed?["hours"] ?? CalendarDraft.text(of: calendar.shifts),
                "weekdays": typed?["weekdays"] ?? weekdays, "text": typed?["text"] ?? "",
            ]
        case .dispatch:
            model["is_dispatch"] = ["text": typed?["text"] ?? DispatchFile.text(of: proposedRules)]
        case .whistle:
            let times = directory.rules.whistle
            model["is_whistle"] = WhistleGround.allCases.map { ground -> [String: Any] in
                let steps = times[ground]
                let values = [
                    steps.answer.description, steps.arrive.description, steps.act?.description ?? "",
                    steps.decide.description, steps.rate.description,
                ]
                let fields = zip(Self.whistleParts, values).map { part, value -> [String: Any] in
                    let name = "\(ground.rawValue).\(part)"
                    return [
                        "name": name, "label": words.text("rules.part_whistle_\(part)"),
                        "value": typed?[name] ?? value, "required": part != "act",
                    ]
                }
                return ["ground_name": words.text("ground.\(ground.rawValue)"), "fields": fields]
            }
            model["has_whistle"] = true
        }
        return model
    }

    /// The rules in force; where there are none, a line for every category as the list of matters has it.
    private var proposedRules: [DispatchRule] {
        if let rules = directory.rules.dispatch?.rules { return rules }
        return directory.sortedCategories.enumerated().compactMap { index, category in
            let posts = directory.postsOfUnits.filter { $0.value == category.leadUnit }.keys.sorted()
            guard let code = try? RuleCode(parsing: "R\(index + 1)"), let post = posts.first ?? fallback(category)
            else {
                // Codes made of a letter and a number are always codes.
                return nil
            }
            return DispatchRule(
                code: code,
                matter: .category(category.code),
                area: .district,
                hours: nil,
                unit: category.leadUnit,
                post: post,
                basis: ""
            )
        }
    }

    /// The code that a unit's post would have, for somebody who has not made it yet.
    private func fallback(_ category: CauseCategory) -> UnitCode? {
        // A unit's code with two more letters may be too long; then there is nothing to propose.
        try? UnitCode(parsing: "\(category.leadUnit.rawValue)-D")
    }

    private func limits(of category: CauseCategory, typed: FormBody?) -> [String: Any] {
        let code = category.code.rawValue
        func field(_ part: String, _ limit: Limit) -> [String: String] {
            let name = "\(code).\(part)"
            return [
                "name": name, "label": words.text("rules.part_\(part)"), "value": typed?[name] ?? limit.description,
            ]
        }
        let units = directory.handlingUnits.values.sorted { $0.code < $1.code }
        let chosen = typed?["\(code).unit"] ?? category.leadUnit.rawValue
        return [
            "matter_name": "\(category.name.text(in: words.language)) (\(code))",
            "fields": [
                field("answer", category.answerLimit), field("verify", category.verifyLimit),
                field("solve", category.solveLimit), field("check", category.checkLimit),
            ],
            "unit_field": [
                "name": "\(code).unit", "label": words.text("rules.part_unit"),
                "options": units.map { unit -> [String: Any] in
                    [
                        "value": unit.code.rawValue, "text": unit.name.text(in: words.language),
                        "chosen": unit.code.rawValue == chosen,
                    ]
                },
            ] as [String: Any],
        ]
    }

    /// Today's date, with a number behind it when there is such a version already.
    private func nextVersion(of kind: Edition.Kind) -> String {
        let taken = Set(directory.editions.filter { $0.edition.kind == kind }.map(\.edition.version.rawValue))
        let today = office.today.description
        return ([today] + (2...99).map { "\(today)-\($0)" }).first { !taken.contains($0) } ?? today
    }
}
