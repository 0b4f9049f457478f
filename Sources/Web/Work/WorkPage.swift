import Application
import Domain
import Hummingbird

/// A page of the grid's own work, put together from headings, facts, tables and forms in their order.
struct WorkPage {
    /// A cell of a table; numbers stand on the right.
    struct Cell {
        var text: String
        var url: String?
        var isNumber = false
        /// A second line in small letters.
        var small = ""

        static func text(_ text: String, small: String = "") -> Cell { Cell(text: text, small: small) }
        static func link(_ url: String, _ text: String, small: String = "") -> Cell {
            Cell(text: text, url: url, small: small)
        }
        static func number(_ number: Int) -> Cell { Cell(text: String(number), isNumber: true) }

        fileprivate var model: [String: Any] {
            [
                "text": text, "url": url.map { $0 as Any } ?? false, "number": isNumber,
                "small": small.isEmpty ? false : small as Any,
            ]
        }
    }

    let title: String
    /// Where the page hangs: address and name.
    var back: (url: String, name: String)?
    private var blocks: [[String: Any]] = []

    init(_ title: String, back: (url: String, name: String)? = nil) {
        self.title = title
        self.back = back
    }

    private static let kinds = [
        "heading", "paragraph", "warning", "facts", "table", "links", "form", "drawing", "list", "papers",
    ]

    /// Every kind is named in every block, so that none falls through to the page's own keys.
    private mutating func add(_ kind: String, _ content: Any) {
        var block: [String: Any] = [:]
        for other in Self.kinds { block[other] = other == kind ? content : false }
        blocks.append(block)
    }

    mutating func heading(_ text: String) { add("heading", text) }
    mutating func paragraph(_ text: String) { add("paragraph", text) }
    mutating func warning(_ text: String) { add("warning", text) }

    mutating func facts(_ facts: [(name: String, value: String)]) {
        add("facts", ["pairs": facts.map { ["name": $0.name, "value": $0.value] }])
    }

    mutating func list(_ lines: [String]) { add("list", ["lines": lines]) }

    mutating func links(_ links: [(url: String, text: String)], isMain: Bool = false) {
        guard !links.isEmpty else { return }
        add("links", ["anchors": links.map { ["url": $0.url, "text": $0.text, "is_main": isMain] as [String: Any] }])
    }

    /// The first cell of a row names it; `empty` stands where there is no row.
    mutating func table(_ caption: String, _ head: [String], _ rows: [[Cell]], numbers: Set<Int> = [], empty: String) {
        guard !rows.isEmpty else { return paragraph(empty) }
        add(
            "table",
            [
                "caption": caption,
                "head": head.enumerated().map { ["text": $1, "number": numbers.contains($0)] as [String: Any] },
                "rows": rows.map { cells -> [String: Any] in
                    [
                        "first": cells.first?.model ?? [:],
                        // On a telephone a cell says its column by itself.
                        "cells": zip(cells.dropFirst(), head.dropFirst()).map { cell, column in
                            cell.model.merging(["column": column]) { $1 }
                        },
                    ]
                },
            ] as [String: Any]
        )
    }

    mutating func forms(
        _ forms: [WorkForm],
        target: String,
        visit: Visit,
        typed: FormBody?,
        words: Words
    ) {
        guard let csrf = visit.csrf else { return }
        for form in forms { add("form", form.model(target: target, csrf: csrf, typed: typed, words: words)) }
    }

    /// Documents with their pages.
    mutating func documents(_ models: [[String: Any]]) {
        guard !models.isEmpty else { return }
        add("papers", ["documents": models, "has_documents": true] as [String: Any])
    }

    mutating func drawing(_ drawing: [String: Any]) { add("drawing", drawing) }

    var model: [String: Any] {
        [
            "title": title, "back": back.map { ["url": $0.url, "name": $0.name] as Any } ?? false, "blocks": blocks,
        ]
    }
}

extension WebDoor {
    /// The page as an answer; a refusal stands above everything.
    func show(
        _ page: WorkPage,
        _ visit: Visit,
        failed: Refusal? = nil,
        isNarrow: Bool = true
    ) -> Response {
        var model = page.model
        model["failed"] = failed.map { office.catalogues.words(for: $0, in: visit.language) as Any } ?? false
        model["done"] = visit.query["done"] == nil ? false : pages.text("done", visit.language) as Any
        return pages.page(
            "work",
            model,
            title: page.title,
            visit: visit,
            status: failed.map(status) ?? .ok,
            isNarrow: isNarrow
        )
    }

    /// Does what a form asks for and leads on; what is refused is shown again with what was typed.
    ///
    /// `act`: gives the address to go on to.
    func act(
        _ visit: Visit,
        again: (FormBody, Refusal) async throws -> Response,
        _ act: (FormBody, Actor) async throws -> String
    ) async throws -> Response {
        guard let signedIn = visit.signedIn else { return redirect("/desk/sign-in") }
        let form = try await form(of: visit)
        do {
            try checkToken(form, signedIn.csrf)
            return redirect(try await act(form, .staff(signedIn.staff)))
        } catch let refusal as Refusal {
            return try await again(form, refusal)
        }
    }

    /// Whether whoever looks may do something there.
    func may(_ action: OfficeAction, _ visit: Visit, in place: Scope) -> Bool {
        visit.signedIn != nil && office.may(action, visit.actor, in: place)
    }

    /// Whether whoever looks may do something anywhere.
    func may(_ action: OfficeAction, _ visit: Visit) -> Bool {
        visit.signedIn.map { office.may(action, $0.staff) } ?? false
    }

    /// Unit and grid of the part of the territory where whoever looks may act.
    func placeFields(_ visit: Visit, _ words: Words, withGrid: Bool = true) -> [WorkForm.Field] {
        guard let staff = visit.signedIn?.staff else { return [] }
        let units = office.workUnits(of: staff).map { WorkForm.Field.Option(value: $0.code.rawValue, text: $0.name) }
        let unit = WorkForm.Field.select("area", units)
        guard withGrid else { return [unit] }
        let directory = office.directory
        let codes = directory.grids(in: staff.scope) ?? directory.grids.keys.sorted()
        let byStreet = Dictionary(grouping: codes) { code in
            directory.path(of: code).first { $0.level == .street }?.code ?? directory.path(of: code).first?.code
        }
        var groups = byStreet.sorted { ($0.key?.rawValue ?? "") < ($1.key?.rawValue ?? "") }.map { street, codes in
            let options = codes.map {
                WorkForm.Field.Option(value: $0.rawValue, text: "\(directory.grids[$0]?.name ?? "") \($0.rawValue)")
            }
            return (heading: street.flatMap { directory.units[$0]?.name } ?? "", options: options)
        }
        // A grid worker's is the own grid; whoever has a whole unit may name none.
        var own = ""
        if case .grid(let grid) = staff.scope {
            own = grid.rawValue
        } else {
            groups.insert(("", [WorkForm.Field.Option(value: "", text: words.text("web.whole_unit"))]), at: 0)
        }
        return [unit, WorkForm.Field(name: "grid", kind: .groups(groups), value: own)]
    }
}

extension Words {
    func territory(_ unit: UnitCode) -> String { office.directory.units[unit]?.name ?? unit.rawValue }

    /// The grid with its street where there is one, else the unit.
    func workPlace(_ unit: UnitCode, _ grid: String?) -> String { gridName(grid) ?? territory(unit) }

    /// `14:30`, from minutes after midnight.
    func clock(_ minutes: Int) -> String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(two(minutes / 60)):\(two(minutes % 60))"
    }

    /// Options of an enumeration, their words under a family of keys.
    func options<Choice: RawRepresentable<String>>(_ choices: [Choice], _ family: String) -> [WorkForm.Field.Option] {
        choices.map { WorkForm.Field.Option(value: $0.rawValue, text: text("\(family)\($0.rawValue)")) }
    }
}

extension FormBody {
    /// - Throws: ``Refusal/missing(_:)`` or ``Refusal/malformed(_:)``.
    func whole(_ name: String, _ field: Refusal.Field) throws(Refusal) -> Int {
        guard let number = try optionalWhole(name) else { throw .missing(field) }
        return number
    }

    /// - Throws: ``Refusal/malformed(_:)``.
    func optionalWhole(_ name: String) throws(Refusal) -> Int? {
        guard let text = self[name] else { return nil }
        guard let number = Int(text), text.utf8.count <= 9 else {
            throw .malformed(Malformed("whole_number", expected: "a whole number of at most nine digits"))
        }
        return number
    }

    /// - Throws: ``Refusal/missing(_:)`` or ``Refusal/malformed(_:)``.
    func day(_ name: String, _ field: Refusal.Field = .day) throws(Refusal) -> Day {
        guard let text = self[name] else { throw .missing(field) }
        do { return try Day(parsing: text) } catch { throw .malformed(error) }
    }

    /// Minutes after midnight; nil where nothing was written.
    ///
    /// - Throws: ``Refusal/malformed(_:)``.
    func clock(_ name: String) throws(Refusal) -> Int? {
        guard let text = self[name] else { return nil }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
        guard text.utf8.count == 5, parts.count == 2, let hour = parts[0], let minute = parts[1],
            (0...24).contains(hour), (0..<60).contains(minute), hour < 24 || minute == 0
        else { throw .malformed(Malformed("clock_time", expected: "a time of day like 14:30")) }
        return hour * 60 + minute
    }

    /// - Throws: ``Refusal/missing(_:)``.
    func choice<Choice: RawRepresentable<String>>(_ name: String, _ field: Refusal.Field) throws(Refusal) -> Choice {
        guard let choice = self[name].flatMap(Choice.init(rawValue:)) else { throw .missing(field) }
        return choice
    }

    /// The lines of a text that are not empty.
    func lines(_ name: String) -> [String] {
        (self[name] ?? "").split(whereSeparator: \.isNewline).map(String.init)
            .filter { $0.contains { !$0.isWhitespace } }
    }
}
