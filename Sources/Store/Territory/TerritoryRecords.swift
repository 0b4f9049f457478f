import Domain

/// Units and grids as JSON: in the entry of a division that is published ahead, and in what somebody prepares.
struct ChangesRecord: JSONRecord {
    struct UnitRow: Codable {
        var code: String
        var name: String
        var level: String
        var parent: String?
    }

    struct GridRow: Codable {
        var code: String
        var scheme: String
        var name: String
        var unit: String
        var area: Int64
        var outline: String
    }

    struct CodeRow: Codable {
        var code: String
        var scheme: String
        var successor: String?
        var successorScheme: String?
    }

    var units: [UnitRow]
    var drawn: [GridRow]
    var retired: [CodeRow]
    var unitCount: Int
    var gridCount: Int
    var synthetic: Bool

    init(_ changes: Territory.Changes) {
        units = changes.units.map {
            UnitRow(code: $0.code.rawValue, name: $0.name, level: $0.level.rawValue, parent: $0.parent?.rawValue)
        }
        drawn = changes.drawn.map {
            GridRow(
                code: $0.code.rawValue,
                scheme: $0.code.scheme.rawValue,
                name: $0.name,
                unit: $0.unit.rawValue,
                area: $0.area,
                outline: $0.outline
            )
        }
        retired = changes.retired.map { code in
            let successor = changes.successors[code]
            return CodeRow(
                code: code.rawValue,
                scheme: code.scheme.rawValue,
                successor: successor?.rawValue,
                successorScheme: successor?.scheme.rawValue
            )
        }
        unitCount = changes.unitCount
        gridCount = changes.gridCount
        synthetic = changes.isSynthetic
    }

    /// - Throws: ``Fault/corrupt(_:)``.
    func changes() throws -> Territory.Changes {
        do {
            var successors: [GridCode: GridCode] = [:]
            let retired = try retired.map { row in
                let code = try Self.code(row.code, row.scheme)
                if let successor = row.successor, let scheme = row.successorScheme {
                    successors[code] = try Self.code(successor, scheme)
                }
                return code
            }
            return Territory.Changes(
                units: try units.map { row in
                    guard let level = Territory.Level(rawValue: row.level) else {
                        throw Fault.corrupt("stored changes of the territory name no level")
                    }
                    return Territory.Unit(
                        code: try UnitCode(parsing: row.code),
                        name: row.name,
                        level: level,
                        parent: try row.parent.map { try UnitCode(parsing: $0) }
                    )
                },
                drawn: try drawn.map { row in
                    Territory.Grid(
                        code: try Self.code(row.code, row.scheme),
                        name: row.name,
                        unit: try UnitCode(parsing: row.unit),
                        area: row.area,
                        outline: row.outline
                    )
                },
                retired: retired,
                successors: successors,
                unitCount: unitCount,
                gridCount: gridCount,
                isSynthetic: synthetic
            )
        } catch is Malformed {
            throw Fault.corrupt("stored changes of the territory hold no valid code")
        }
    }

    static func code(_ raw: String, _ scheme: String) throws -> GridCode {
        guard let scheme = GridScheme(rawValue: scheme) else {
            throw Fault.corrupt("stored changes of the territory name no scheme")
        }
        return try GridCode(parsing: raw, scheme: scheme)
    }
}
