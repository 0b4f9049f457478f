import Crypto
import Domain
import Foundation
import Geography

/// Where the fields of a mapping stand in this file.
struct Columns: Sendable {
    let indexes: [String: Int]
    let count: Int

    /// - Throws: ``ImportFault/unknownColumns`` when the file lacks the column of the reporting time.
    init(_ mapping: ColumnMapping, header: [String]) throws {
        indexes = mapping.columns.compactMapValues { header.firstIndex(of: $0) }
        count = header.count
        guard indexes["reported_at"] != nil else { throw ImportFault.unknownColumns }
    }
}

/// Makes a record of our own out of a file's fields.
struct RecordParser: Sendable {
    struct Parsed: Sendable {
        var number: String
        var reportedAt: Instant
        var closedAt: Instant?
        var category: CategoryCode
        var text: String
        var place: Report.Place
        var isDuplicate: Bool
        /// The grid of the point, as written; empty without a point.
        var foundGrid: String
        /// SHA-256 of all fields.
        var digest: [UInt8]
    }

    struct Rejection: Error, Sendable {
        var fault: ImportFault
        var number = ""
        var detail = ""
        var grid = ""
    }

    private let directory: Directory
    private let mapping: ColumnMapping
    private let columns: Columns
    private let zone: Zone
    private let system: CoordinateSystem
    private let now: Instant
    /// The zone that the journal dates its entries in.
    private let dated: Zone

    init(office: Office, mapping: ColumnMapping, columns: Columns) throws {
        directory = office.directory
        self.mapping = mapping
        self.columns = columns
        now = office.now
        dated = office.settings.zone
        zone = mapping.zone.flatMap { Zone(secondsFromUTC: $0) } ?? office.settings.zone
        guard let system = CoordinateSystem(rawValue: mapping.coordinates ?? "wgs84") else { throw ImportFault.mapping }
        self.system = system
    }

    func parse(_ record: RecordReader.Record) -> Result<Parsed, Rejection> {
        do {
            return .success(try parsed(record.fields.get()))
        } catch let rejection as Rejection {
            return .failure(rejection)
        } catch let fault as ImportFault {
            return .failure(Rejection(fault: fault))
        } catch {
            return .failure(Rejection(fault: .refused))
        }
    }

    private func parsed(_ fields: [String]) throws -> Parsed {
        guard fields.count == columns.count else {
            throw Rejection(fault: .columns, number: fields.first ?? "", detail: "\(fields.count) ≠ \(columns.count)")
        }
        func field(_ name: String) -> String? {
            guard let index = columns.indexes[name] else { return nil }
            let text = fields[index].trimmingCharacters(in: .whitespacesAndNewlines)
            return text.isEmpty ? nil : text
        }
        let digest = Array(SHA256.hash(data: Data(fields.joined(separator: "\u{1E}").utf8)))
        let number = field("number") ?? digest.prefix(12).map { String($0, radix: 16) }.joined()
        var rejection = Rejection(fault: .refused, number: number)
        func reject(_ fault: ImportFault, _ detail: String = "") -> Rejection {
            rejection.fault = fault
            rejection.detail = detail
            return rejection
        }
        let (place, found) = try place(field, reject)
        rejection.grid = found
        guard let reported = field("reported_at") else { throw reject(.noDate, "reported_at") }
        // What is still to come has not been reported, and a day before the year 0001 could not be written down.
        guard let reportedAt = moment(reported), reportedAt <= now, dated.day(of: reportedAt) >= .distantPast else {
            throw reject(.badDate, "reported_at")
        }
        let (isClosed, isDuplicate) = try status(field, reject)
        var closedAt: Instant?
        if isClosed {
            guard let closed = field("closed_at") else { throw reject(.noDate, "closed_at") }
            guard let end = moment(closed), end <= now else { throw reject(.badDate, "closed_at") }
            guard end >= reportedAt else { throw reject(.datesReversed) }
            closedAt = end
        }
        return Parsed(
            number: number,
            reportedAt: reportedAt,
            closedAt: closedAt,
            category: try category(field("category"), reject),
            text: field("text") ?? "",
            place: place,
            isDuplicate: isDuplicate,
            foundGrid: found,
            digest: digest
        )
    }

    private func place(
        _ field: (String) -> String?,
        _ reject: (ImportFault, String) -> Rejection
    ) throws -> (Report.Place, String) {
        let address = field("address")
        guard let longitude = field("longitude"), let latitude = field("latitude") else {
            guard let raw = field("grid"), let grid = directory.grid(named: raw) else {
                // Without a grid, intake will place it by its address.
                guard address != nil else { throw reject(.noPlace, "") }
                return (Report.Place(point: nil, address: address, grid: nil), "")
            }
            return (Report.Place(point: nil, address: address, grid: grid), "")
        }
        guard let x = Double(longitude), let y = Double(latitude), abs(x) <= 180, abs(y) <= 90 else {
            throw reject(.badPlace, "")
        }
        let coordinate = system.toWGS84(Coordinate(longitude: x, latitude: y))
        guard let grid = directory.grid(at: coordinate) else { throw reject(.outside, "") }
        let point = try Point(longitude: coordinate.longitude, latitude: coordinate.latitude)
        return (Report.Place(point: point, address: address, grid: grid), grid.rawValue)
    }

    private func status(
        _ field: (String) -> String?,
        _ reject: (ImportFault, String) -> Rejection
    ) throws -> (isClosed: Bool, isDuplicate: Bool) {
        let marked = ["1", "true", "yes", "是"].contains(field("duplicate")?.lowercased() ?? "")
        guard let word = field("status") else { return (field("closed_at") != nil, marked) }
        switch mapping.status.map({ $0[word] ?? "" }) ?? word.lowercased() {
        case "open": return (false, marked)
        case "closed": return (true, marked)
        case "open_duplicate": return (false, true)
        case "closed_duplicate": return (true, true)
        default: throw reject(.badStatus, "status")
        }
    }

    private func category(_ value: String?, _ reject: (ImportFault, String) -> Rejection) throws -> CategoryCode {
        let raw = value.map { mapping.categories?[$0] ?? $0 } ?? mapping.category?.code ?? ""
        let found = directory.sortedCategories.first { category in
            [category.code.rawValue, category.name.chinese, category.name.english].contains(raw)
        }
        if let found { return found.code }
        // The mapping's own category is defined before the first record is put down.
        if raw == mapping.category?.code { return try CategoryCode(parsing: raw) }
        throw reject(.unknownCategory, "category")
    }

    /// A time, or a day, which stands for its first moment.
    private func moment(_ text: String) -> Instant? {
        // What is no time is told as such by the caller.
        if let day = try? Day(parsing: text) { return zone.instant(day: day, secondsOfDay: 0) }
        let iso = text.contains("T") ? text : text.replacing(" ", with: "T")
        return try? Instant(parsing: iso, zone: zone)
    }
}
