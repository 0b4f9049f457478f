import Crypto
package import Domain
import Foundation
import Geography

/// Why a line of the hotline's sheet is not taken; the raw value is the catalogue's key after `hotline.line_`.
package enum LineFault: String, Hashable, Sendable, CaseIterable {
    case unreadable
    case columns
    case missing
    /// A number where a text belongs: a spreadsheet has cut its last digits.
    case numeric
    case formula
    case badDate = "bad_date"
    case future
    case tooLong = "too_long"
    case twice
    case unknownCategory = "unknown_category"
    case badPlace = "bad_place"
    case outside
    case refused
}

/// A line of the sheet that is not taken, and where in it the reason stands.
package struct LineRejection: Error, Hashable, Sendable {
    package var line: Int
    package var number: String
    /// The column's heading; empty for the whole line.
    package var column: String
    package var fault: LineFault
    /// What stands there.
    package var detail: String
    /// What the case itself said, where ``fault`` is ``LineFault/refused``.
    package var refusal: Refusal?
}

/// An order as a line of the sheet has it.
package struct SheetOrder: Hashable, Sendable {
    package var line: Int
    package var number: String
    package var receivedAt: Instant
    package var due: Instant?
    package var repliedAt: Instant?
    /// By heading, what is in the sheet's own columns; no other column is read, whatever it holds.
    package var fields: [String: String]
    package var status: String?
    var place: PlaceDraft

    func field(_ column: HotlineColumn) -> String { fields[column.rawValue] ?? "" }

    /// SHA-256 of what the hotline says; what we answered is not part of it, so that our own sheet is no news.
    var digest: [UInt8] {
        let theirs = HotlineColumn.allCases.filter(\.isCompared).map { field($0) }
        return Array(SHA256.hash(data: Data(theirs.joined(separator: "\u{1E}").utf8)))
    }
}

/// Reads the hotline's columns out of a sheet.
struct HotlineSheet {
    let lines: [Result<SheetOrder, LineRejection>]
    /// Columns of the file that are not read: callers' names and numbers among them.
    let unread: [String]

    /// - Throws: ``SheetFault/noNumberColumn``, ``SheetFault/doubledColumn``.
    init(_ sheet: Sheet, zone: Zone, now: Instant, directory: Directory) throws {
        let reader = try LineReader(sheet, zone: zone, now: now, directory: directory)
        unread = reader.unread
        var seen: Set<String> = []
        lines = sheet.rows.map { row in
            switch reader.read(row) {
            case .failure(let rejection): return .failure(rejection)
            case .success(let order):
                guard seen.insert(order.number).inserted else {
                    return .failure(
                        LineRejection(
                            line: row.line,
                            number: order.number,
                            column: HotlineColumn.number.rawValue,
                            fault: .twice,
                            detail: order.number
                        )
                    )
                }
                return .success(order)
            }
        }
    }
}

private struct LineReader {
    let unread: [String]
    private let columns: [HotlineColumn: Int]
    private let extras: [HotlineExtra: Int]
    private let count: Int
    private let countsFrom1904: Bool
    private let zone: Zone
    private let now: Instant
    private let directory: Directory

    /// Characters of a field.
    private static let fieldLimit = Report.textLimit
    private static let numberLimit = 64

    init(_ sheet: Sheet, zone: Zone, now: Instant, directory: Directory) throws {
        var columns: [HotlineColumn: Int] = [:]
        var extras: [HotlineExtra: Int] = [:]
        var unread: [String] = []
        for (index, heading) in sheet.header.enumerated() {
            if let column = HotlineColumn(rawValue: Self.plain(heading)) {
                guard columns.updateValue(index, forKey: column) == nil else { throw SheetFault.doubledColumn }
            } else if let extra = HotlineExtra.allCases.first(where: { $0.headings.contains(heading) }),
                extras[extra] == nil
            {
                extras[extra] = index
            } else if !heading.isEmpty {
                unread.append(heading)
            }
        }
        guard columns[.number] != nil else { throw SheetFault.noNumberColumn }
        (self.columns, self.extras, self.unread) = (columns, extras, unread)
        count = sheet.header.count
        countsFrom1904 = sheet.countsFrom1904
        (self.zone, self.now, self.directory) = (zone, now, directory)
    }

    /// Full-width brackets as half-width ones.
    private static func plain(_ heading: String) -> String {
        heading.replacing("（", with: "(").replacing("）", with: ")")
    }

    func read(_ row: Sheet.Row) -> Result<SheetOrder, LineRejection> {
        do { return .success(try order(row)) } catch { return .failure(error) }
    }

    private func order(_ row: Sheet.Row) throws(LineRejection) -> SheetOrder {
        var rejection = LineRejection(line: row.line, number: "", column: "", fault: .unreadable, detail: "")
        guard let cells = row.cells else { throw rejection }
        func reject(_ column: String, _ fault: LineFault, _ detail: String = "") -> LineRejection {
            (rejection.column, rejection.fault, rejection.detail) = (column, fault, String(detail.prefix(60)))
            return rejection
        }
        guard cells.count <= count else { throw reject("", .columns, "\(cells.count) > \(count)") }
        func value(_ index: Int?, _ heading: String) throws(LineRejection) -> Sheet.Value? {
            guard let index, index < cells.count, !cells[index].isEmpty else { return nil }
            guard cells[index] != .formula else { throw reject(heading, .formula) }
            return cells[index]
        }
        func text(_ index: Int?, _ heading: String) throws(LineRejection) -> String? {
            switch try value(index, heading) {
            case .text(let text): text.trimmingCharacters(in: .whitespacesAndNewlines)
            case .number(let digits): digits
            case .formula, nil: nil
            }
        }
        let heading = HotlineColumn.number.rawValue
        if case .number(let digits) = try value(columns[.number], heading),
            digits.utf8.count > 15 || !digits.utf8.allSatisfy({ (0x30...0x39).contains($0) })
        {
            throw reject(heading, .numeric, digits)
        }
        guard let number = try text(columns[.number], heading) else { throw reject(heading, .missing) }
        guard number.count <= Self.numberLimit else { throw reject(heading, .tooLong, number) }
        rejection.number = number
        func moment(_ column: HotlineColumn) throws(LineRejection) -> Instant? {
            guard let value = try value(columns[column], column.rawValue) else { return nil }
            guard let instant = self.moment(of: value, endsDay: column == .due) else {
                throw reject(column.rawValue, .badDate, value.shown)
            }
            return instant
        }
        var fields: [String: String] = [:]
        for column in HotlineColumn.allCases {
            guard let text = try text(columns[column], column.rawValue) else { continue }
            guard text.count <= Self.fieldLimit else { throw reject(column.rawValue, .tooLong, text) }
            fields[column.rawValue] = text
        }
        let moments: [HotlineColumn] = [.receivedAt, .due, .repliedAt, .subunitRepliedAt, .extendedTo]
        var read: [HotlineColumn: Instant] = [:]
        for column in moments {
            guard let instant = try moment(column) else { continue }
            read[column] = instant
            fields[column.rawValue] = Cell.moment(instant).text(in: zone)
        }
        guard let receivedAt = read[.receivedAt] else { throw reject(HotlineColumn.receivedAt.rawValue, .missing) }
        guard receivedAt <= now, zone.day(of: receivedAt) >= .distantPast else {
            throw reject(HotlineColumn.receivedAt.rawValue, .future, fields[HotlineColumn.receivedAt.rawValue] ?? "")
        }
        guard fields[HotlineColumn.text.rawValue] != nil else {
            throw reject(HotlineColumn.text.rawValue, .missing)
        }
        var said: [HotlineExtra: String] = [:]
        for (extra, index) in extras { said[extra] = try text(index, extra.headings[0]) }
        return SheetOrder(
            line: row.line,
            number: number,
            receivedAt: receivedAt,
            due: read[.due],
            repliedAt: read[.repliedAt],
            fields: fields,
            status: said[.status],
            place: try place(said, reject)
        )
    }

    /// Where it is, as far as the sheet says; where it does not, intake finds it in the description.
    private func place(
        _ said: [HotlineExtra: String],
        _ reject: (String, LineFault, String) -> LineRejection
    ) throws(LineRejection) -> PlaceDraft {
        var place = PlaceDraft(address: said[.address] ?? "见问题描述")
        if place.address?.count ?? 0 > Report.addressLimit {
            throw reject(HotlineExtra.address.headings[0], .tooLong, "")
        }
        if let name = said[.grid] {
            place.grid =
                directory.grid(named: name) ?? directory.grids.first { $0.value.name == name }?.key
            guard place.grid != nil else { throw reject(HotlineExtra.grid.headings[0], .badPlace, name) }
        }
        guard let longitude = said[.longitude], let latitude = said[.latitude] else { return place }
        guard let x = Double(longitude), let y = Double(latitude), abs(x) <= 180, abs(y) <= 90 else {
            throw reject(HotlineExtra.longitude.headings[0], .badPlace, "\(longitude), \(latitude)")
        }
        let coordinate = Coordinate(longitude: x, latitude: y)
        guard directory.grid(at: coordinate) != nil else {
            throw reject(HotlineExtra.longitude.headings[0], .outside, "\(longitude), \(latitude)")
        }
        place.coordinate = coordinate
        return place
    }

    /// `2026/6/1 9:05`, `2026-06-01 09:05:00`, `2026年6月1日9时5分`, a day, or a spreadsheet's count of days.
    ///
    /// `endsDay`: a day without a time is meant to its end, as a limit is.
    private func moment(of value: Sheet.Value, endsDay: Bool) -> Instant? {
        switch value {
        case .formula: return nil
        case .number(let text):
            // From 1899-12-30, or from 1904-01-01, until the end of the year 9999.
            guard let days = Double(text), (1...2_958_466).contains(days) else { return nil }
            let epoch = countsFrom1904 ? 24_107.0 : 25_569.0
            let rest = endsDay && days == days.rounded() ? 86_399.0 : 0
            let seconds = ((days - epoch) * 86_400).rounded() + rest
            return Instant(secondsSinceEpoch: Int64(seconds) - Int64(zone.secondsFromUTC))
        case .text(let text):
            // What is no time is told as such by the caller.
            if text.contains("T") { return try? Instant(parsing: text, zone: zone) }
            let parts = text.split { !$0.isNumber }.map(String.init)
            let numbers = parts.compactMap { Int($0) }
            guard numbers.count == parts.count, [3, 5, 6].contains(numbers.count) else { return nil }
            let clock = Array(numbers.dropFirst(3)) + (endsDay && numbers.count == 3 ? [23, 59, 59] : [0, 0, 0])
            guard (0...23).contains(clock[0]), (0...59).contains(clock[1]), (0...59).contains(clock[2]),
                let day = Day(year: numbers[0], month: numbers[1], day: numbers[2])
            else { return nil }
            return zone.instant(day: day, secondsOfDay: clock[0] * 3_600 + clock[1] * 60 + clock[2])
        }
    }
}

extension Sheet.Value {
    fileprivate var shown: String {
        switch self {
        case .text(let text), .number(let text): text
        case .formula: "="
        }
    }
}
