package import Domain
package import Store

/// A table as bytes, a piece at a time: what is written is never held.
package struct TextExport: Sendable {
    package enum Format: String, Hashable, Sendable, CaseIterable {
        case csv
        case geojson
    }

    package let format: Format
    private let table: CaseTable
    private let zone: Zone
    private let hasMark: Bool
    private let hasNames: Bool

    /// A table in this format.
    ///
    /// `hasMark`: Excel takes a CSV file for UTF-8 only where three bytes say so at its beginning.
    /// `hasNames`: a first line with the columns' names before the one with their keys.
    package init(format: Format, table: CaseTable, zone: Zone, hasMark: Bool = true, hasNames: Bool = true) {
        self.format = format
        self.table = table
        self.zone = zone
        self.hasMark = hasMark
        self.hasNames = hasNames
    }

    package var opening: [UInt8] {
        switch format {
        case .csv:
            let mark: [UInt8] = hasMark ? [0xEF, 0xBB, 0xBF] : []
            let lines = (hasNames ? [table.names] : []) + [table.keys]
            return mark + lines.flatMap { CSVLine.bytes($0) }
        case .geojson: return Array("{\"type\":\"FeatureCollection\",\"features\":[".utf8)
        }
    }

    package var ending: [UInt8] {
        switch format {
        case .csv: []
        case .geojson: Array("]}\n".utf8)
        }
    }

    /// The cases' lines, or features; `isFirst`: nothing has been written before them.
    package func bytes(_ cases: [CaseSummary], isFirst: Bool) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(cases.count * 400)
        for (index, summary) in cases.enumerated() {
            switch format {
            case .csv: bytes += CSVLine.bytes(table.cells(of: summary).map { $0.text(in: zone) })
            case .geojson:
                bytes += isFirst && index == 0 ? "\n".utf8 : ",\n".utf8
                append(summary, to: &bytes)
            }
        }
        return bytes
    }

    /// RFC 7946: a case without a point is a feature without a geometry (3.2).
    private func append(_ summary: CaseSummary, to bytes: inout [UInt8]) {
        bytes += "{\"type\":\"Feature\",\"geometry\":".utf8
        if let point = summary.point {
            bytes += "{\"type\":\"Point\",\"coordinates\":[\(point.longitude),\(point.latitude)]}".utf8
        } else {
            bytes += "null".utf8
        }
        bytes += ",\"properties\":{".utf8
        var isFirst = true
        for (column, cell) in zip(table.columns, table.cells(of: summary)) {
            if column == .longitude || column == .latitude { continue }
            if !isFirst { bytes.append(UInt8(ascii: ",")) }
            isFirst = false
            bytes += "\"\(column.rawValue)\":".utf8
            cell.appendJSON(to: &bytes, zone: zone)
        }
        bytes += "}}".utf8
    }
}

/// A line of RFC 4180 whose fields no spreadsheet takes for formulas.
package enum CSVLine {
    package static func bytes(_ fields: [String]) -> [UInt8] {
        Array(
            (fields.map { SpreadsheetField.quoted(SpreadsheetField.disarmed($0)) }.joined(separator: ",") + "\r\n").utf8
        )
    }
}

extension Cell {
    /// The cell as people and Excel read it: moments in the district's zone, `2026-06-01 10:00:00`.
    package func text(in zone: Zone) -> String {
        switch self {
        case .empty: ""
        case .text(let text): text
        case .integer(let number): "\(number)"
        case .real(let number): "\(number)"
        case .flag(let flag): flag ? "true" : "false"
        case .moment(let instant): "\(zone.day(of: instant)) \(Self.clock(of: instant, in: zone))"
        }
    }

    /// `10:00:00`.
    private static func clock(of instant: Instant, in zone: Zone) -> String {
        let seconds = zone.secondsOfDay(of: instant)
        return [seconds / 3_600, seconds / 60 % 60, seconds % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
            .joined(separator: ":")
    }

    /// Moments with their offset, `2026-06-01T10:00:00+08:00`.
    fileprivate func appendJSON(to bytes: inout [UInt8], zone: Zone) {
        switch self {
        case .empty: bytes += "null".utf8
        case .text(let text): JSONText.append(text, to: &bytes)
        case .moment(let instant):
            let minutes = abs(zone.secondsFromUTC) / 60
            let offset = [minutes / 60, minutes % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
            let sign = zone.secondsFromUTC < 0 ? "-" : "+"
            bytes += "\"\(zone.day(of: instant))T\(Self.clock(of: instant, in: zone))\(sign)\(offset)\"".utf8
        case .integer, .real, .flag: bytes += text(in: zone).utf8
        }
    }
}
