package import Domain
import Foundation
import Store

/// Where our cases and the hotline's sheet say different things of the same order.
package struct Reconciliation: Sendable {
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        /// In the sheet, and not here.
        case onlyTheirs = "only_theirs"
        /// Received in the sheet's own span of time, and not in it.
        case onlyOurs = "only_ours"
        /// Ended for one and open for the other.
        case status
        /// In time for one and overdue for the other.
        case overdue
    }

    package struct Difference: Hashable, Sendable {
        package var kind: Kind
        package var number: String
        package var caseNumber: CaseNumber?
        /// For a status whether it has ended, for the rest whether it is overdue; nil where one side does not know.
        package var theirs: Bool?
        package var ours: Bool?
        /// In the sheet; nil for what is not in it.
        package var line: Int?
    }

    package var compared = 0
    package var differences: [Difference] = []
    /// Lines that could not be read and are not compared.
    package var rejections: [LineRejection] = []
    /// Lines that are neither compared nor shown: see ``HotlinePlan/elsewhere``.
    package var elsewhere: [Int] = []

    package func count(_ kind: Kind) -> Int { differences.count { $0.kind == kind } }
}

extension Office {
    /// Compares the hotline's sheet with our cases; changes nothing.
    ///
    /// - Throws: ``SheetFault``, ``Fault``.
    package func reconcile(_ sheet: Sheet, for staff: Staff?) async throws -> Reconciliation {
        let now = now
        let directory = directory
        let parsed = try HotlineSheet(sheet, zone: settings.zone, now: now, directory: directory)
        var found = Reconciliation()
        var orders: [SheetOrder] = []
        var elsewhere: Set<String> = []
        var left = parsed.lines[...]
        while !left.isEmpty {
            let batch = Array(left.prefix(500))
            left = left.dropFirst(500)
            let here = try await engine.read { [self] db in
                try batch.map { line in
                    try staff.map { try isHere(line, for: $0, directory: directory, db: db) } ?? true
                }
            }
            for (line, isHere) in zip(batch, here) {
                switch line {
                case .success(let order) where isHere: orders.append(order)
                case .failure(let rejection) where isHere: found.rejections.append(rejection)
                case .success(let order):
                    found.elsewhere.append(order.line)
                    elsewhere.insert(order.number)
                case .failure(let rejection):
                    found.elsewhere.append(rejection.line)
                    elsewhere.insert(rejection.number)
                }
            }
        }
        var rest = orders[...]
        while !rest.isEmpty {
            let batch = Array(rest.prefix(500))
            rest = rest.dropFirst(500)
            let pairs = try await engine.read { db in
                try batch.map { order in
                    let known = try HotlineRecords.order(order.number, in: db)
                    return (order, try known.flatMap { try CaseQueries.summary($0.caseNumber, in: db) })
                }
            }
            for (order, summary) in pairs {
                found.compared += 1
                found.differences += order.differences(from: summary, at: now)
            }
        }
        // A line that cannot be read may be the very order.
        let known = Set(orders.map(\.number) + found.rejections.map(\.number)).union(elsewhere)
        guard let first = orders.map(\.receivedAt).min(), let end = orders.map(\.receivedAt).max() else { return found }
        var last: HotlineOrder?
        repeat {
            let (rows, next) = try await hotlineRows(from: first, to: end, after: last, for: staff)
            found.differences += rows.filter { !known.contains($0.order.number) }.map { row in
                Reconciliation.Difference(
                    kind: .onlyOurs,
                    number: row.order.number,
                    caseNumber: row.summary.number,
                    theirs: nil,
                    ours: !row.summary.isOpen,
                    line: nil
                )
            }
            last = next
        } while last != nil
        return found
    }
}

extension SheetOrder {
    fileprivate func differences(from summary: CaseSummary?, at now: Instant) -> [Reconciliation.Difference] {
        func difference(_ kind: Reconciliation.Kind, _ theirs: Bool?, _ ours: Bool?) -> Reconciliation.Difference {
            .init(kind: kind, number: number, caseNumber: summary?.number, theirs: theirs, ours: ours, line: line)
        }
        guard let summary else { return [difference(.onlyTheirs, hasEnded, nil)] }
        var all: [Reconciliation.Difference] = []
        if hasEnded == summary.isOpen { all.append(difference(.status, hasEnded, !summary.isOpen)) }
        if let theirs = isOverdue(at: now) {
            let ours = summary.isOverdue || summary.isOnTime == false
            if theirs != ours { all.append(difference(.overdue, theirs, ours)) }
        }
        return all
    }

    /// By the sheet's own status where it has one, else by its having an answer.
    private var hasEnded: Bool {
        guard let status else { return repliedAt != nil || !field(.replyKind).isEmpty }
        let isUnfinished = ["未", "在办", "待"].contains { status.contains($0) }
        return !isUnfinished && ["办结", "结案", "归档", "关闭", "完成", "已答复"].contains { status.contains($0) }
    }

    /// Nil where the sheet has no limit.
    private func isOverdue(at now: Instant) -> Bool? {
        due.map { $0 < repliedAt ?? now }
    }
}
