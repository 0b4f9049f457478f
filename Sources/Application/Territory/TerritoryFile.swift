package import Domain
package import Foundation
package import Geography

/// A GeoJSON file of grids, read into a division of the district.
package struct TerritoryFile: Sendable {
    package struct Options: Sendable {
        /// Properties that hold the code and the name.
        package var code = "code"
        package var name = "name"
        package var scheme = GridScheme.national14
        /// Ground between grids that nobody covers is accepted: a district may enclose what is not its own.
        package var allowsGaps = false
        /// The district's own ground; grids that reach beyond it are faults.
        package var outline: Region?
        /// The map that the file's positions come from, the outline's too; Chinese base maps are shifted and are converted.
        package var system = CoordinateSystem.wgs84
        /// Who is to answer: with it, a grid for which nobody answers on ``day`` is a fault.
        package var posts: PostFile?
        package var day: Day?

        package init() {}
    }

    /// One thing that is wrong, as a catalogue key with its values.
    package struct Finding: Hashable, Sendable {
        package let key: String
        package let values: [String: String]
        /// A place inside the fault; nil where it is not on the ground.
        package let at: Coordinate?

        init(key: String, values: [String: String], at: Coordinate? = nil) {
            self.key = key
            self.values = values
            self.at = at
        }
    }

    package let features: [GeoJSONFeature]
    package let options: Options

    /// - Throws: ``GeoJSONError``.
    package init(_ data: Data, options: Options) throws {
        let system = options.system
        // Two grids' common corner is the same number in both, and stays so: the conversion looks at nothing else.
        features = try FeatureCollection.parse(data)
            .map { GeoJSONFeature(properties: $0.properties, region: $0.region.converted(from: system)) }
        var options = options
        options.outline = options.outline?.converted(from: system)
        self.options = options
    }

    /// Everything that is wrong with the file; empty when it can be adopted.
    ///
    /// Blocks for seconds on large files.
    ///
    /// - Throws: ``OverlayFailure`` for shapes that GEOS cannot untangle.
    package func findings() throws -> [Finding] {
        let areas = features.map { AuditedArea(code: $0.properties[options.code] ?? "", region: $0.region) }
        let faults = try CoverageAudit.faults(of: areas, outline: options.outline)
        // Grids without a code have been told already, each by itself.
        let told = faults.compactMap { Finding($0, allowsGaps: options.allowsGaps) }
            .filter { $0.key != "territory.fault_duplicate" || $0.values["code"] != "" }
        return codeFindings() + told + vacancies()
    }

    /// Grids whose code is missing or none.
    package func codeFindings() -> [Finding] {
        var findings: [Finding] = []
        for (index, feature) in features.enumerated() {
            guard let code = feature.properties[options.code] else {
                findings.append(
                    Finding(key: "territory.fault_no_code", values: ["feature": "\(index)", "property": options.code])
                )
                continue
            }
            do { _ = try GridCode(parsing: code, scheme: options.scheme) } catch {
                findings.append(
                    Finding(key: "territory.fault_bad_code", values: ["code": code, "feature": "\(index)"])
                )
            }
        }
        return findings
    }

    /// Grids for which the file of posts names nobody.
    private func vacancies() -> [Finding] {
        guard let posts = options.posts, let day = options.day else { return [] }
        let answered = posts.answeredGrids(on: day)
        return Set(features.compactMap { $0.properties[options.code] }).subtracting(answered).sorted().map { code in
            Finding(key: "territory.fault_vacant", values: ["code": code, "day": day.description])
        }
    }

    /// The division that the file describes; streets and communities come from `street_code`, `street`, `community_code`
    /// and `community`, where it has them.
    ///
    /// - Throws: ``Malformed`` for a code that is none.
    package func division(district: Wording, code: String) throws -> Territory.Division {
        let root = try UnitCode(parsing: code)
        var units = [Territory.Unit(code: root, name: district.chinese, level: .district, parent: nil)]
        var known: Set<UnitCode> = [root]
        func establish(_ raw: String?, _ name: String?, _ level: Territory.Level, _ parent: UnitCode) throws -> UnitCode
        {
            guard let raw else { return parent }
            let code = try UnitCode(parsing: raw)
            if known.insert(code).inserted {
                units.append(Territory.Unit(code: code, name: name ?? raw, level: level, parent: parent))
            }
            return code
        }
        let grids = try features.map { feature -> Territory.Grid in
            let properties = feature.properties
            let street = try establish(properties["street_code"], properties["street"], .street, root)
            let community = try establish(properties["community_code"], properties["community"], .community, street)
            let raw = properties[options.code] ?? ""
            return Territory.Grid(
                code: try GridCode(parsing: raw, scheme: options.scheme),
                name: properties[options.name] ?? raw,
                unit: community,
                area: Int64(squareMetres(of: feature.region).rounded()),
                outline: feature.region.geoJSON
            )
        }
        let isSynthetic = features.contains { ["1", "true"].contains($0.properties["synthetic"] ?? "") }
        return Territory.Division(units: units, grids: grids, isSynthetic: isSynthetic)
    }
}

extension TerritoryFile.Finding {
    /// What the audit says; nil for a gap where gaps are accepted.
    init?(_ fault: CoverageFault, allowsGaps: Bool) {
        func place(_ at: Coordinate) -> String { "\(Self.six(at.longitude)), \(Self.six(at.latitude))" }
        func size(_ metres: Double) -> String { String(Int(metres.rounded())) }
        switch fault {
        case .invalidRing(let code, let reason, let at):
            let values = ["code": code, "reason": reason, "at": place(at)]
            self.init(key: "territory.fault_ring", values: values, at: at)
        case .duplicateCode(let code, let features):
            let list = features.map(String.init).joined(separator: ", ")
            self.init(key: "territory.fault_duplicate", values: ["code": code, "features": list])
        case .overlap(let first, let second, let metres, let at):
            let values = ["first": first, "second": second, "area": size(metres), "at": place(at)]
            self.init(key: "territory.fault_overlap", values: values, at: at)
        case .gap(let metres, let at, let neighbours):
            guard !allowsGaps else { return nil }
            let values = ["area": size(metres), "at": place(at), "neighbours": neighbours.joined(separator: ", ")]
            self.init(key: "territory.fault_gap", values: values, at: at)
        case .outside(let code, let metres, let at):
            let values = ["code": code, "area": size(metres), "at": place(at)]
            self.init(key: "territory.fault_outside", values: values, at: at)
        }
    }

    /// Six decimals: ten centimetres.
    private static func six(_ degrees: Double) -> String { String(format: "%.6f", degrees) }
}

extension Office {
    /// Takes a division over from a file, if the audit finds nothing wrong with it.
    ///
    /// - Returns: what is wrong; empty when the division was taken over.
    /// - Throws: ``Refusal/territory(_:)``, ``Malformed``, ``OverlayFailure``, ``Fault``.
    package func adopt(_ file: TerritoryFile) async throws -> [TerritoryFile.Finding] {
        let findings = try await heavyWork.run { try file.findings() }
        guard findings.isEmpty else { return findings }
        let division = try file.division(district: settings.district, code: settings.division)
        let directory = directory
        // Grids that are no more have a successor each, so that what lies in them knows where it belongs.
        let after = try await heavyWork.run { try Redivision(from: directory, to: division).after }
        try await change(.adopt(after), on: ID<Territory>.board, by: .system)
        try await settleCases()
        return []
    }
}
