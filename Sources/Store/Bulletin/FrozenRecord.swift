import Domain

/// A frozen figure as the journal and the tables keep it beside the text that it stands in.
struct FrozenRecord: Codable {
    var code: String
    var from: String
    var until: String
    var scope: String
    var name: WordingRecord
    var unit: WordingRecord
    var value: String?
    /// The exact fraction; both nil when there is no value.
    var numerator: String?
    var denominator: String?
    var decimals: Int
    var isShare: Bool
    var isSum: Bool
    var base: Int64
    var asOf: Int64
    var index: Int64?

    init(_ frozen: Bulletin.Frozen) {
        let (request, reading) = (frozen.request, frozen.reading)
        code = request.code.rawValue
        from = request.window.from.description
        until = request.window.until.description
        scope = request.scope.text
        name = WordingRecord(reading.name)
        unit = WordingRecord(reading.unit)
        value = reading.text
        numerator = reading.exact.map { String($0.numerator) }
        denominator = reading.exact.map { String($0.denominator) }
        decimals = reading.decimals
        isShare = reading.isShare
        isSum = reading.isSum
        base = reading.base
        asOf = reading.asOf
        index = reading.index
    }

    /// - Throws: ``Fault/corrupt(_:)``.
    func frozen() throws -> Bulletin.Frozen {
        do {
            let window = try FigureWindow(from: Day(parsing: from), until: Day(parsing: until))
            let request = FigureRequest(try IndicatorCode(parsing: code), window, try Conditions(parsing: scope))
            var exact: Rational?
            if let numerator = numerator.flatMap({ Int128($0) }), let denominator = denominator.flatMap({ Int128($0) })
            {
                exact = Rational(numerator, denominator)
            }
            let reading = FigureReading(
                name: name.wording,
                unit: unit.wording,
                text: value,
                exact: exact,
                decimals: decimals,
                isShare: isShare,
                isSum: isSum,
                base: base,
                asOf: asOf,
                index: index
            )
            return Bulletin.Frozen(request, reading)
        } catch { throw Fault.corrupt("a bulletin's figure cannot be read") }
    }
}

/// What a released text needs to be shown again, in one text of the journal.
struct ProofRecord: JSONRecord {
    struct Unit: Codable {
        var code: String
        var name: String
    }

    var figures: [FrozenRecord]
    var units: [Unit]

    init(_ proof: Bulletin.Proof) {
        figures = proof.figures.map(FrozenRecord.init)
        units = proof.units.map { Unit(code: $0.code.rawValue, name: $0.name) }
    }

    /// - Throws: ``Fault/corrupt(_:)``.
    func proof(plain: String, digest: String, asOf: Int64, root: String) throws -> Bulletin.Proof {
        let named = try units.map { unit in
            do { return Bulletin.NamedUnit(code: try UnitCode(parsing: unit.code), name: unit.name) } catch {
                throw Fault.corrupt("a bulletin's unit cannot be read")
            }
        }
        return Bulletin.Proof(
            figures: try figures.map { try $0.frozen() },
            units: named,
            plain: plain,
            digest: digest,
            asOf: asOf,
            root: root
        )
    }
}

struct OpenNumbers: JSONRecord {
    var open: [String]
}

struct ConfirmedNumbers: JSONRecord {
    var grounds: [String: String]
}
