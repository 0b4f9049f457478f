package import Domain
import Foundation

/// How well ``Likeness`` finds what people have marked as duplicates in a file of real reports, beside the plain rule of
/// distance and category.
///
/// A report is *told* when an earlier one that was open on its day is like it; it is *right* when people have marked the report.
/// Of which report it is a duplicate need not be in the file.
package struct DuplicateMeasure: Sendable {
    /// How a report is told.
    package enum Rule: Hashable, Sendable {
        /// ``Likeness`` from so many points on.
        case likeness(Int)
        /// The same category, at most so many metres away.
        case sameCategory(metres: Int)
        /// At most so many metres away, whatever the category.
        case distance(metres: Int)
    }

    /// What became of a rule in one part of the file.
    package struct Outcome: Hashable, Sendable {
        package let rule: Rule
        package var told = 0
        package var right = 0

        /// Of those told, how many people have marked, in thousandths; nil when none is told.
        package var precision: Int? { told == 0 ? nil : (right * 2_000 + told) / (2 * told) }

        /// Of `marked` reports, how many are told, in thousandths.
        package func recall(of marked: Int) -> Int? { marked == 0 ? nil : (right * 2_000 + marked) / (2 * marked) }
    }

    /// The reports from one day up to another.
    package struct Part: Sendable {
        package var reports = 0
        package var marked = 0
        package var outcomes: [Outcome]
    }

    private struct Record: Sendable {
        var closedAt: Instant?
        var matter: Likeness.Matter
        var isMarked: Bool
    }

    private var records: [Record] = []

    /// Reads a file of reports with the columns that `mapping` names, in the order in which they came.
    ///
    /// Lines without a day or a point are passed over, and of lines with one number all but the first.
    /// - Throws: ``ImportFault``.
    package init(path: String, mapping: ColumnMapping) throws {
        let reader = try RecordReader(path: path, encoding: .auto)
        guard let first = reader.next(), case .success(let header) = first.fields else { throw ImportFault.noHeader }
        let columns = try Columns(mapping, header: header)
        guard let zone = Zone(secondsFromUTC: mapping.zone ?? 0) else { throw ImportFault.mapping }
        var codes: [String: CategoryCode] = [:]
        var numbers: Set<String> = []
        while let line = reader.next() {
            guard case .success(let fields) = line.fields, fields.count == columns.count else { continue }
            func field(_ name: String) -> String {
                columns.indexes[name].map { fields[$0].trimmingCharacters(in: .whitespaces) } ?? ""
            }
            func moment(_ name: String) -> Instant? {
                // A line whose day is none is passed over.
                (try? Day(parsing: field(name))).map { zone.instant(day: $0, secondsOfDay: 0) }
            }
            guard let reportedAt = moment("reported_at"), let longitude = Double(field("longitude")),
                let latitude = Double(field("latitude")),
                let point = try? Point(longitude: longitude, latitude: latitude)
            else { continue }
            let number = field("number")
            guard number.isEmpty || numbers.insert(number).inserted else { continue }
            let kind = field("category")
            // A report without a category is of none that any other has.
            let name = kind.isEmpty ? "none-\(line.line)" : kind
            let code = try codes[name] ?? CategoryCode(parsing: "c\(codes.count)")
            codes[name] = code
            let group = mapping.category.map { Wording($0.zh, english: $0.en) }
            records.append(
                Record(
                    closedAt: moment("closed_at"),
                    matter: Likeness.Matter(
                        point: point,
                        grid: nil,
                        category: code,
                        group: group,
                        reportedAt: reportedAt,
                        words: WordSet([field("text"), field("address")])
                    ),
                    isMarked: mapping.status?[field("status")]?.hasSuffix("_duplicate") == true
                )
            )
        }
        if reader.isTruncated { throw ImportFault.truncated }
    }

    /// The reports before `split`, and those from then on, each compared with all that came before it.
    ///
    /// - Complexity: O(reports × open reports in nine cells of 200 m).
    package func parts(splitAt split: Instant, rules: [Rule]) -> (before: Part, after: Part) {
        let empty = Part(outcomes: rules.map { Outcome(rule: $0) })
        var (before, after) = (empty, empty)
        var cells: [Cell: [Int]] = [:]
        for (index, record) in records.enumerated() {
            guard let point = record.matter.point else { continue }
            let cell = Cell(point)
            // Open on that day: a report that was closed on the same day may still have been.
            let open = cell.around.flatMap { cells[$0] ?? [] }.map { records[$0] }
                .filter { $0.closedAt.map { $0 >= record.matter.reportedAt } ?? true }
            if record.matter.reportedAt >= split {
                Self.count(record, beside: open, in: &after)
            } else {
                Self.count(record, beside: open, in: &before)
            }
            cells[cell, default: []].append(index)
        }
        return (before, after)
    }

    private static func count(_ record: Record, beside open: [Record], in part: inout Part) {
        part.reports += 1
        part.marked += record.isMarked ? 1 : 0
        let likenesses = open.map { Likeness(of: record.matter, and: $0.matter) }
            .filter { ($0.metres ?? .max) <= Likeness.reach }
        for index in part.outcomes.indices {
            let isTold = likenesses.contains { likeness in
                let metres = likeness.metres ?? .max
                return switch part.outcomes[index].rule {
                case .likeness(let score): likeness.score >= score
                case .sameCategory(let limit): likeness.kinship == .same && metres <= limit
                case .distance(let limit): metres <= limit
                }
            }
            guard isTold else { continue }
            part.outcomes[index].told += 1
            part.outcomes[index].right += record.isMarked ? 1 : 0
        }
    }

    /// A field of 0.003 degrees: at least ``Likeness/reach`` metres wide as far from the equator as 53 degrees.
    private struct Cell: Hashable {
        var x: Int
        var y: Int

        init(_ point: Point) {
            x = Int((point.longitude / 0.003).rounded(.down))
            y = Int((point.latitude / 0.003).rounded(.down))
        }

        var around: [Cell] {
            (-1...1).flatMap { dx in
                (-1...1).map { dy in
                    var cell = self
                    (cell.x, cell.y) = (x + dx, y + dy)
                    return cell
                }
            }
        }
    }
}
