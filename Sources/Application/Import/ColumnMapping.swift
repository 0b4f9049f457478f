package import Foundation

/// Which column of a file says what (docs/import.md has an example of each).
package struct ColumnMapping: Codable, Hashable, Sendable {
    /// What the records of this source are known by, beside their number.
    package var source: String
    /// Our name of a field → the file's column: number, reported_at, closed_at, status, category, text, address,
    /// longitude, latitude, grid, duplicate.
    package var columns: [String: String]
    /// A word in the status column → open, closed, open_duplicate or closed_duplicate.
    package var status: [String: String]?
    /// A value of the category column → a category's code.
    package var categories: [String: String]?
    /// The category of every record, where the file has no column for it.
    package var category: NewCategory?
    /// wgs84, gcj02 or bd09.
    package var coordinates: String?
    /// Seconds from UTC of times without a zone; the district's own when it is left out.
    package var zone: Int?

    /// A category that the import defines if it is not there.
    package struct NewCategory: Codable, Hashable, Sendable {
        package var code: String
        package var zh: String
        package var en: String
        package var unit: String
        package var unitZh: String
        package var unitEn: String
    }

    static let own = ColumnMapping(
        source: "qipan",
        columns: Dictionary(
            uniqueKeysWithValues: [
                "number", "reported_at", "closed_at", "status", "category", "text", "address", "longitude", "latitude",
                "grid", "duplicate",
            ].map { ($0, $0) }
        )
    )

    /// GeoReport bulk (GR-52); `closed_date` is what its examples say, `closed_datetime` what its text says.
    static let open311 = ColumnMapping(
        source: "open311",
        columns: [
            "number": "service_request_id", "reported_at": "requested_datetime", "closed_at": "closed_date",
            "status": "status_description", "category": "service_code", "text": "description", "address": "address",
            "longitude": "long", "latitude": "lat",
        ]
    )

    /// - Throws: ``ImportFault/mapping``.
    package init(contentsOf file: URL) throws {
        do { self = try JSONDecoder().decode(Self.self, from: Data(contentsOf: file)) } catch {
            throw ImportFault.mapping
        }
        guard columns["reported_at"] != nil else { throw ImportFault.mapping }
    }

    private init(source: String, columns: [String: String]) {
        self.source = source
        self.columns = columns
    }

    /// The mapping that a header speaks for.
    ///
    /// - Throws: ``ImportFault/unknownColumns``.
    static func detected(in header: [String]) throws -> ColumnMapping {
        let names = Set(header)
        if names.isSuperset(of: ["service_request_id", "requested_datetime"]) {
            var mapping = open311
            if !names.contains("closed_date") { mapping.columns["closed_at"] = "closed_datetime" }
            if !names.contains("service_code") { mapping.columns["category"] = "service_name" }
            return mapping
        }
        guard names.isSuperset(of: ["reported_at", "category"]) else { throw ImportFault.unknownColumns }
        return own
    }
}
