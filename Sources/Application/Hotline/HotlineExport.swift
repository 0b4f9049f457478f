package import Domain
import Foundation
import Glibc
package import Store

/// Orders with what became of them, as the hotline's own sheet.
package struct HotlineRow: Sendable {
    package let order: HotlineOrder
    package let summary: CaseSummary
    let history: [CaseQueries.HistoryEntry]
}

extension Office {
    /// Orders received from `start` to `end`, both inclusive, behind `last`, that `staff` may see; nil for the office itself.
    ///
    /// - Returns: the rows, and where to go on; nil behind the last.
    /// - Throws: ``Fault``.
    package func hotlineRows(
        from start: Instant,
        to end: Instant,
        after last: HotlineOrder?,
        for staff: Staff?
    ) async throws -> (rows: [HotlineRow], next: HotlineOrder?) {
        let limit = 200
        let (orders, rows) = try await engine.read { db in
            let orders = try HotlineRecords.orders(from: start, to: end, after: last, limit: limit, in: db)
            let rows = try orders.compactMap { order -> HotlineRow? in
                guard let summary = try CaseQueries.summary(order.caseNumber, in: db) else { return nil }
                return HotlineRow(
                    order: order,
                    summary: summary,
                    history: try CaseQueries.history(of: summary.id, in: db)
                )
            }
            return (orders, rows)
        }
        let seen = rows.filter { row in staff.map { sees($0, row.summary) } ?? true }
        return (seen, orders.count < limit ? nil : orders.last)
    }

    /// The columns' headings, in the sheet's order.
    package static var hotlineHeadings: [String] { HotlineColumn.allCases.map(\.rawValue) }

    /// A row of the sheet: what the hotline wrote as it wrote it, and what we have to say in our columns.
    package func hotlineCells(_ row: HotlineRow) -> [Cell] {
        HotlineColumn.allCases.map { column in
            let theirs = row.order.fields[column.rawValue] ?? ""
            let cell = column.isOurs || theirs.isEmpty ? ours(column, row) : nil
            if let cell, cell != .empty { return cell }
            return theirs.isEmpty ? .empty : .text(theirs)
        }
    }

    /// A line of the sheet as CSV.
    ///
    /// - Throws: ``Fault`` when this machine cannot write the encoding.
    package func hotlineLine(_ row: HotlineRow, in encoding: TextEncoding) throws -> [UInt8] {
        try HotlineText.bytes(hotlineCells(row).map { $0.text(in: settings.zone) }, in: encoding)
    }

    private func ours(_ column: HotlineColumn, _ row: HotlineRow) -> Cell {
        let summary = row.summary
        let directory = directory
        let hasEnded = !summary.isOpen
        func text(_ text: String?) -> Cell { text.map { $0.isEmpty ? .empty : .text($0) } ?? .empty }
        let unit = summary.unit.flatMap { directory.handlingUnits[$0]?.name.chinese }
        let grid = summary.gridCode.flatMap { directory.grid(named: $0) }.flatMap { directory.grids[$0]?.name }
        switch column {
        case .unit: return text(unit)
        case .replyKind:
            guard hasEnded else { return .empty }
            let key = summary.outcome.map { "outcome.\($0.rawValue)" } ?? "stage.\(summary.stage.rawValue)"
            return .text(catalogues.text(key, in: .chinese))
        case .handling: return text(row.history.last { $0.event.what.handlingWords != nil }?.event.what.handlingWords)
        case .extendedTo: return row.extensions.isEmpty ? .empty : .moment(summary.due)
        case .extendedDays:
            guard !row.extensions.isEmpty, summary.clock.limit.unit.isDay else { return .empty }
            return .integer(row.extensions.reduce(0, +))
        case .reply: return text(summary.reply)
        // The unit, not the person: a list of staff is no part of the answer.
        case .replier: return summary.reply == nil ? .empty : text(unit ?? settings.district.chinese)
        case .repliedAt: return hasEnded ? summary.closedAt.map { .moment($0) } ?? .empty : .empty
        case .replyPhone: return summary.reply == nil ? .empty : text(settings.contactLine)
        case .subunit: return text(grid)
        case .subunitRepliedAt:
            let answered = row.history.last { if case .fedBack = $0.event.what { true } else { false } }
            return answered.map { .moment($0.event.at) } ?? .empty
        case .track:
            let steps = row.history.compactMap { $0.event.redacted(for: .reporter) }.map { event in
                let at = Cell.moment(event.at).text(in: settings.zone).dropLast(3)
                return "\(at) \(catalogues.text("open311.step.\(event.what.name)", in: .chinese))"
            }
            return .text(steps.joined(separator: "；"))
        case .number, .receivedAt, .text, .opinion, .due, .urgency, .confidential, .wantsReply, .intake, .source,
            .callKind, .level1, .level2, .level3, .level4, .level5, .orderKind, .returnOpinion, .leaderOpinion, .signer:
            return .empty
        }
    }

    /// The sheet as an XLSX file.
    ///
    /// - Throws: ``Refusal/throttled(retryAfter:)`` while too many are being made; ``Fault``.
    package func hotlineWorkbook(from start: Instant, to end: Instant, for staff: Staff?) async throws -> Workbook {
        guard exports.enter() else { throw Refusal.throttled(retryAfter: 30) }
        defer { exports.leave() }
        let book = try Workbook(head: [Self.hotlineHeadings], zone: settings.zone)
        var last: HotlineOrder?
        repeat {
            let (rows, next) = try await hotlineRows(from: start, to: end, after: last, for: staff)
            let cells = rows.map { hotlineCells($0) }
            try await exportWork.run { for row in cells { try book.append(row) } }
            last = next
        } while last != nil
        try await exportWork.run { try book.close() }
        return book
    }
}

/// A line of CSV in the encoding that the hotline's program reads.
package enum HotlineText {
    package static func bytes(_ fields: [String], in encoding: TextEncoding) throws -> [UInt8] {
        let bytes = CSVLine.bytes(fields)
        switch encoding {
        case .auto, .utf8: return bytes
        case .gb18030:
            guard let converted = GB18030.bytes(utf8: bytes) else {
                throw Fault(.unavailable, code: "iconv", message: "GB18030 is not installed")
            }
            return converted
        }
    }
}

extension HotlineRow {
    /// By how much the limit was extended, each time.
    fileprivate var extensions: [Int] {
        history.compactMap { if case .extended(let amount, _) = $0.event.what { amount } else { nil } }
    }
}

extension LimitUnit {
    fileprivate var isDay: Bool { self == .workingDay || self == .calendarDay }
}

extension CaseEvent {
    /// What the unit or the office says of the handling, or why it went back or takes longer.
    fileprivate var handlingWords: String? {
        switch self {
        case .fedBack(let feedback): feedback.text
        case .suspended(_, let condition, _): condition
        case .notAccepted(_, let channel): channel
        case .terminated(_, let closure): closure.reply
        case .handledOnSpot(let note): note
        case .explained(let text): text
        case .asked(let request, let note) where request.kind == .moreTime || request.kind == .suspension: note
        case .reported, .verificationAsked, .verified, .placed, .registered, .established, .dispatched, .acknowledged,
            .handlingBegun, .checkAsked, .checked, .sentBack, .closed, .added, .withdrawn, .rated, .reopened,
            .voidAsked,
            .voidApproved, .voidDeclined, .contactRead, .becameOverdue, .concludedElsewhere, .asked, .declined,
            .extended, .resumed, .objected, .objectionUpheld, .objectionRejected, .merged, .unmerged, .contested,
            .supervised, .supervisionAnswered, .raised, .lowered, .gridChanged, .photoCovered, .originalSeen,
            .recused, .shared:
            nil
        }
    }
}
