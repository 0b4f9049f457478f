import Application
import Domain
import Foundation
import Geography
import Store

/// The list's parameters as a filter (GR-35 to GR-37, GR-46 to GR-49).
struct RequestQuery {
    var filter = CaseFilter()
    /// Paging was asked for: the window is not limited, and the answer says how many there are.
    var isPaged = false
    var page = 1
    var justCount = false

    /// Seconds of 90 days.
    private static let window: Int64 = 90 * 86_400
    private static let largestPage = 500
    private static let largestList = 1_000

    /// - Throws: ``Problem`` with status 400 for dates, numbers and words that are none.
    init(_ query: FormBody, now: Instant, zone: Zone, directory: Directory) throws(Problem) {
        if let ids = query["service_request_id"] {
            // Overrides every other argument.
            let asked = ids.split(separator: ",")
            guard asked.count <= Self.largestList else {
                throw Problem(400, "too_many_ids", ["limit": "\(Self.largestList)"])
            }
            filter.numbers = asked.compactMap { text in
                // What is no case number names no case.
                do { return try CaseNumber(parsing: text) } catch { return nil }
            }
            filter.limit = Self.largestList
            return
        }
        if let codes = query["service_code"] {
            filter.categories = codes.split(separator: ",").compactMap { text in
                do { return try CategoryCode(parsing: text.filter { !$0.isWhitespace }) } catch { return nil }
            }
        }
        try readStatus(query)
        try readPaging(query)
        try readDates(query, now: now, zone: zone)
        try readPlace(query)
        if let text = query["q"] {
            guard text.unicodeScalars.count <= CaseFilter.textLimit else {
                throw Problem(.tooLong(.text, limit: CaseFilter.textLimit))
            }
            filter.text = text
        }
        if let agency = query["agency_responsible"] {
            let units = directory.handlingUnits.values
            guard
                let unit = units.first(where: { [$0.code.rawValue, $0.name.chinese, $0.name.english].contains(agency) })
            else {
                filter.numbers = []
                return
            }
            filter.unit = unit.code
        }
        if let flag = query["has_photo"] ?? query["with_foto"] { filter.hasPhoto = flag == "true" || flag == "1" }
        justCount = query["just_count"] == "true" || query["just_count"] == "1"
        switch query["sort"] {
        case nil, "-requested_datetime": break
        case "-updated_datetime": filter.order = .lastUpdated
        default: throw Problem(400, "bad_sort")
        }
    }

    private mutating func readStatus(_ query: FormBody) throws(Problem) {
        if let status = query["status"] {
            let wanted = Set(status.lowercased().split(separator: ",").map { String($0.filter { !$0.isWhitespace }) })
            guard wanted.isSubset(of: ["open", "closed"]), !wanted.isEmpty else { throw Problem(400, "bad_status") }
            if wanted.count == 1 { filter.isOpen = wanted.contains("open") }
        }
        if let detailed = query["detailed_status"] {
            var stages: [Stage.Name] = []
            for word in detailed.uppercased().split(separator: ",") {
                let matching = Stage.Name.allCases.filter { $0.detailedStatus == word.filter { !$0.isWhitespace } }
                guard !matching.isEmpty else { throw Problem(400, "bad_detailed_status") }
                stages += matching
            }
            filter.stages = stages
        }
    }

    private mutating func readPaging(_ query: FormBody) throws(Problem) {
        func number(_ name: String) throws(Problem) -> Int? {
            guard let text = query[name] else { return nil }
            guard let value = Int(text), value >= 0, value <= 1_000_000 else {
                throw Problem(400, "bad_number", ["name": name])
            }
            return value
        }
        let size = try number("page_size")
        let page = try number("page")
        isPaged = size != nil || page != nil
        self.page = max(1, page ?? 1)
        filter.limit = isPaged ? min(max(1, size ?? 50), Self.largestPage) : Self.largestList
        if let most = try number("max_requests") { filter.limit = min(filter.limit, max(1, most)) }
        filter.offset = (self.page - 1) * filter.limit
    }

    private mutating func readDates(_ query: FormBody, now: Instant, zone: Zone) throws(Problem) {
        func date(_ name: String) throws(Problem) -> Instant? {
            guard let text = query[name] else { return nil }
            do { return try Instant(parsing: text, zone: zone) } catch {
                throw Problem(400, "bad_date", ["name": name])
            }
        }
        let start = try date("start_date")
        let end = try date("end_date")
        if let start, let end {
            guard start <= end else { throw Problem(400, "dates_reversed") }
            if !isPaged && start.seconds(until: end) > Self.window { throw Problem(400, "window_too_long") }
        }
        filter.reportedFrom = start
        // The end is included: filters exclude theirs.
        filter.reportedTo = end?.advanced(bySeconds: 1)
        if !isPaged && !(start != nil && end != nil) {
            if let start {
                filter.reportedTo = min(now, start.advanced(bySeconds: Self.window)).advanced(bySeconds: 1)
            } else if let end {
                filter.reportedFrom = end.advanced(bySeconds: -Self.window)
            } else {
                filter.reportedFrom = now.advanced(bySeconds: -Self.window)
            }
        }
        filter.updatedFrom = try date("updated_after")
        filter.updatedTo = try date("updated_before")?.advanced(bySeconds: 1)
    }

    private mutating func readPlace(_ query: FormBody) throws(Problem) {
        func degrees(_ text: Substring?) throws(Problem) -> Double {
            guard let value = text.flatMap({ Double($0) }), value.isFinite, abs(value) <= 180 else {
                throw Problem(400, "bad_place")
            }
            return value
        }
        if let box = query["bbox"] {
            let parts = box.split(separator: ",")
            guard parts.count == 4 else { throw Problem(400, "bad_place") }
            let (west, south) = (try degrees(parts[0]), try degrees(parts[1]))
            let (east, north) = (try degrees(parts[2]), try degrees(parts[3]))
            filter.box = CaseFilter.Box(south: south, west: west, north: north, east: east)
        }
        if let radius = query["radius"] {
            guard let metres = Double(radius), metres.isFinite, (0...1_000_000).contains(metres) else {
                throw Problem(400, "bad_place")
            }
            let latitude = try degrees(query["lat"].map { $0[...] })
            let longitude = try degrees(query["long"].map { $0[...] })
            guard abs(latitude) <= 90 else { throw Problem(400, "bad_place") }
            filter.circle = CaseFilter.Circle(latitude: latitude, longitude: longitude, metres: metres)
        }
    }
}

extension Stage.Name {
    /// The extended status of Klarschiff and Helsinki.
    var detailedStatus: String {
        switch self {
        case .unreported, .reported, .verifying, .verified: "RECEIVED"
        case .selfHandled, .registered, .established, .dispatched, .acknowledged, .objected, .returned, .handling,
            .suspended, .feedback, .checking, .passed, .failed, .contested:
            "IN_PROCESS"
        case .closed: "PROCESSED"
        case .withdrawn, .merged: "ARCHIVED"
        case .refuted, .notAccepted, .terminated, .voided: "REJECTED"
        }
    }
}
