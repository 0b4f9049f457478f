package import Domain
import Foundation
import Store

/// What a sheet of the hotline's orders leads to, line by line; the same whether it is only looked at or applied.
package struct HotlinePlan: Sendable {
    package enum Step: Hashable, Sendable {
        /// A new case of this category; the number once it is there.
        case create(CategoryCode, CaseNumber?)
        /// The hotline has changed these columns; a case that is still open is told so, one that has ended only notes it.
        case change(CaseNumber, [HotlineColumn], isTold: Bool)
        case same(CaseNumber)
        case reject(LineRejection)
    }

    package struct Line: Hashable, Sendable {
        package var line: Int
        package var number: String
        package var step: Step
    }

    package var lines: [Line] = []
    /// Columns that were not read.
    package var unread: [String] = []
    /// Lines that are left alone and not shown: they are about another part of the territory, have no place yet or cannot be
    /// read, which is for whoever deals with the whole district; empty for them.
    package var elsewhere: [Int] = []

    package var rejections: [LineRejection] {
        lines.compactMap { if case .reject(let rejection) = $0.step { rejection } else { nil } }
    }
    package var created: Int { lines.count { if case .create = $0.step { true } else { false } } }
    package var changed: Int { lines.count { if case .change = $0.step { true } else { false } } }
    package var unchanged: Int { lines.count { if case .same = $0.step { true } else { false } } }
}

extension HotlinePlan.Step {
    /// The case that the line is about, where there is one.
    package var caseNumber: CaseNumber? {
        switch self {
        case .create(_, let number): number
        case .change(let number, _, _), .same(let number): number
        case .reject: nil
        }
    }
}

extension Office {
    /// What numbers of the hotline's orders are unique in.
    package static let hotlineSource = "12345"

    /// Orders that one commit takes.
    private static let hotlineBatch = 200

    /// Brings the hotline's orders in, by their numbers.
    ///
    /// New ones become cases, changed ones are told to whoever handles them, the rest stays as it is; applied twice, the second
    /// time changes nothing.
    /// `otherCategory`: what an order becomes whose classes are none of ours; nil rejects it.
    /// `isDryRun`: says what would happen, and does nothing. `staff`: whose part of the territory is dealt with; nil for all.
    /// - Throws: ``SheetFault``, ``Fault``.
    package func bringIn(
        _ sheet: Sheet,
        otherCategory: CategoryCode?,
        isDryRun: Bool,
        for staff: Staff? = nil
    ) async throws -> HotlinePlan {
        let directory = directory
        let parsed = try HotlineSheet(sheet, zone: settings.zone, now: now, directory: directory)
        var plan = HotlinePlan()
        plan.unread = parsed.unread
        var rest = parsed.lines[...]
        while !rest.isEmpty {
            let batch = Array(rest.prefix(Self.hotlineBatch))
            rest = rest.dropFirst(Self.hotlineBatch)
            let work: @Sendable (any Connection) throws -> ([HotlinePlan.Line], [Int], Int64) = { [self] db in
                var lines: [HotlinePlan.Line] = []
                var elsewhere: [Int] = []
                for line in batch {
                    if let staff, try !isHere(line, for: staff, directory: directory, db: db) {
                        elsewhere.append(line.number)
                        continue
                    }
                    lines.append(
                        try step(line, otherCategory: otherCategory, isDryRun: isDryRun, directory: directory, db: db)
                    )
                }
                return (lines, elsewhere, try journal.position(in: db))
            }
            let (lines, elsewhere, position) =
                isDryRun ? try await engine.read(work) : try await engine.write(work)
            noteCommitted(position)
            plan.lines += lines
            plan.elsewhere += elsewhere
        }
        return plan
    }

    /// Whether a line is for `staff` to deal with: the case that its order became, else its place, lies in their part.
    func isHere(
        _ line: Result<SheetOrder, LineRejection>,
        for staff: Staff,
        directory: Directory,
        db: any Connection
    ) throws -> Bool {
        switch line {
        case .failure(let rejection):
            // What a line that cannot be read is about nobody knows; of an order that is here it is known.
            guard let known = try HotlineRecords.order(rejection.number, in: db),
                let summary = try CaseQueries.summary(known.caseNumber, in: db)
            else { return staff.scope == .district }
            return sees(staff, summary)
        case .success(let order):
            if let known = try HotlineRecords.order(order.number, in: db) {
                return try CaseQueries.summary(known.caseNumber, in: db).map { sees(staff, $0) }
                    ?? (staff.scope == .district)
            }
            guard staff.scope != .district else { return true }
            do { return directory.contains(staff.scope, try resolve(order.place, in: directory).grid) } catch is Refusal
            {
                return false
            }
        }
    }

    private func step(
        _ line: Result<SheetOrder, LineRejection>,
        otherCategory: CategoryCode?,
        isDryRun: Bool,
        directory: Directory,
        db: any Connection
    ) throws -> HotlinePlan.Line {
        let order: SheetOrder
        switch line {
        case .failure(let rejection):
            return .init(line: rejection.line, number: rejection.number, step: .reject(rejection))
        case .success(let read): order = read
        }
        func done(_ step: HotlinePlan.Step) -> HotlinePlan.Line {
            .init(line: order.line, number: order.number, step: step)
        }
        func rejected(_ column: String, _ fault: LineFault, _ detail: String) -> HotlinePlan.Line {
            done(
                .reject(
                    LineRejection(line: order.line, number: order.number, column: column, fault: fault, detail: detail)
                )
            )
        }
        do {
            if let known = try HotlineRecords.order(order.number, in: db) {
                return done(try change(known, to: order, isDryRun: isDryRun, directory: directory, db: db))
            }
            guard let category = order.category(in: directory) ?? otherCategory else {
                let column = HotlineColumn.levels.first { !order.field($0).isEmpty } ?? .level1
                return rejected(column.rawValue, .unknownCategory, order.field(column))
            }
            if isDryRun {
                _ = try resolve(order.place, in: directory)
                return done(.create(category, nil))
            }
            let number = try create(order, category: category, directory: directory, db: db)
            return done(.create(category, number))
        } catch let refusal as Refusal {
            var rejection = LineRejection(
                line: order.line,
                number: order.number,
                column: "",
                fault: .refused,
                detail: refusal.code
            )
            rejection.refusal = refusal
            return done(.reject(rejection))
        }
    }

    /// A case whose clocks run from when the hotline took the order.
    private func create(
        _ order: SheetOrder,
        category: CategoryCode,
        directory: Directory,
        db: any Connection
    ) throws -> CaseNumber {
        let day = settings.zone.day(of: order.receivedAt)
        let serial = try CaseQueries.nextSerial(on: day, in: db)
        let number = CaseNumber(division: settings.division, day: day, serial: serial)
        let report = Report(
            number: number,
            channel: .hotline,
            category: category,
            place: try resolve(order.place, in: directory),
            text: order.field(.text),
            receipt: nil,
            origin: Report.Origin(source: Self.hotlineSource, number: order.number, isDuplicate: false),
            recusal: order.isConfidential ? Recusal() : nil
        )
        _ = try put(
            report,
            id: world.newID(at: order.receivedAt),
            secret: "",
            by: .system,
            at: order.receivedAt,
            directory: directory,
            db: db
        )
        try HotlineRecords.keep(order.record(of: number), in: db)
        return number
    }

    private func change(
        _ known: HotlineOrder,
        to order: SheetOrder,
        isDryRun: Bool,
        directory: Directory,
        db: any Connection
    ) throws -> HotlinePlan.Step {
        guard known.digest != order.digest else { return .same(known.caseNumber) }
        let changed = HotlineColumn.allCases.filter { column in
            column.isCompared && known.fields[column.rawValue] ?? "" != order.field(column)
        }
        let news = changed.filter { HotlineColumn.told.contains($0) && !order.field($0).isEmpty }
        guard let id = try CaseQueries.id(of: known.caseNumber, in: db) else { throw Refusal.unknown(.caseFile) }
        var past = try journal.past(of: id, in: db)
        let isTold = !news.isEmpty && past.state.stage.name.actions.contains(.add)
        if !isDryRun {
            if isTold {
                let words = news.map { "12345 \($0.rawValue)：\(order.field($0))" }.joined(separator: "\n")
                let text = String(words.prefix(Report.textLimit))
                _ = try perform(
                    .add(text: text),
                    on: id,
                    past: &past,
                    by: .system,
                    at: now,
                    directory: directory,
                    db: db
                )
            }
            try HotlineRecords.keep(order.record(of: known.caseNumber), in: db)
        }
        return .change(known.caseNumber, changed, isTold: isTold)
    }
}

extension Result<SheetOrder, LineRejection> {
    /// The line of the sheet.
    var number: Int {
        switch self {
        case .success(let order): order.line
        case .failure(let rejection): rejection.line
        }
    }
}

extension SheetOrder {
    fileprivate func record(of caseNumber: CaseNumber) -> HotlineOrder {
        HotlineOrder(
            number: number,
            caseNumber: caseNumber,
            receivedAt: receivedAt,
            fields: fields,
            digest: digest
        )
    }

    fileprivate var isConfidential: Bool {
        ["是", "保密", "y", "yes", "true", "1"].contains(field(.confidential).lowercased())
    }

    /// The finest class that is one of ours, by code, name or keyword.
    fileprivate func category(in directory: Directory) -> CategoryCode? {
        for level in HotlineColumn.levels {
            let word = field(level)
            if word.isEmpty { continue }
            let names = directory.sortedCategories.first { category in
                [category.code.rawValue, category.name.chinese, category.name.english].contains(word)
            }
            if let found = names ?? directory.sortedCategories.first(where: { $0.keywords.contains(word) }) {
                return found.code
            }
        }
        return nil
    }
}
