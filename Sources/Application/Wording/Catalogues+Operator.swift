package import Domain
package import Geography
package import Store

// What the operator is told at the terminal.
extension Catalogues {
    /// What failed and what to do, with the engine's code and the constant words of the log.
    package func words(for fault: Fault, in language: Language) -> String {
        // Some codes have words of their own; the others those of their kind.
        let values = ["code": fault.code, "message": fault.message]
        let own = Self.operatorCodes[fault.code] ?? fault.kind.rawValue
        return text("operator.\(own)", values, in: language)
    }

    /// Why a file, or a record of it, could not be brought in.
    package func words(for fault: ImportFault, detail: String = "", in language: Language) -> String {
        let words = text("import.\(fault.rawValue)", ["detail": detail], in: language)
        // Where there is no detail, its brackets would be empty.
        return detail.isEmpty ? words.replacing("（）", with: "").replacing(" ()", with: "") : words
    }

    /// What is wrong with a ring, in GEOS's own words or their translation.
    package func words(forRing reason: String, in language: Language) -> String {
        let key = "ring." + reason.lowercased().replacing(" ", with: "_")
        let words = text(key, in: language)
        return words == key ? reason : words
    }

    /// Why a file is no GeoJSON that can be used.
    package func words(for error: GeoJSONError, in language: Language) -> String {
        switch error {
        case .tooLarge(let limit): text("geojson.too_large", ["limit": "\(limit / 1_048_576)"], in: language)
        case .notJSON: text("geojson.not_json", in: language)
        case .notAFeatureCollection: text("geojson.not_a_feature_collection", in: language)
        case .noPolygon(let feature): text("geojson.no_polygon", ["feature": "\(feature)"], in: language)
        case .ringTooShort(let feature): text("geojson.ring_too_short", ["feature": "\(feature)"], in: language)
        case .ringNotClosed(let feature): text("geojson.ring_not_closed", ["feature": "\(feature)"], in: language)
        case .notACoordinate(let feature): text("geojson.not_a_coordinate", ["feature": "\(feature)"], in: language)
        }
    }
}

extension Catalogues {
    /// Faults for which an operator has something else to do than to wait and try again: code → key after `operator.`.
    package static let operatorCodes = [
        "other_board": "other_board", "schema_newer": "schema_newer", "unreachable": "unreachable",
        "connection_lost": "unreachable", "28000": "sign_in", "28P01": "sign_in", "3D000": "no_database",
        "25006": "read_only", "53100": "server_disk", "53300": "server_full", "encoding": "encoding",
        "server_too_old": "server_too_old", Fault.commitUnknown: "commit_unknown",
        "vault_key": "vault_key", "erasure_ledger": "erasure_ledger",
    ]
}
