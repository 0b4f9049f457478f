package import Domain

/// An indicator over the last weeks or months, in one place.
package struct FigureTrend: Sendable {
    package struct Point: Sendable {
        package let window: FigureWindow
        /// Nil where nothing was published, and nobody may see more.
        package let reading: FigureReading?
        /// 环比, in words; nil where one of the two is not there.
        package let onPrevious: String?
        /// 同比, against the same days a year before.
        package let onYear: String?
        /// The value of these, where it is known.
        package let yearEarlier: FigureReading?
        /// The week or month that is not over.
        package let isRunning: Bool

        package var isPublished: Bool { reading?.index != nil }
    }

    package let indicator: Indicator
    /// Oldest first.
    package let points: [Point]
}

/// Units by an indicator in one window.
package struct UnitTable: Sendable {
    package struct Row: Sendable {
        package let unit: UnitCode
        package let reading: FigureReading?
        /// What a rate is of; entries that were counted where it is none.
        package let base: Int64
        /// From 1; nil for counts, which depend on a unit's size, and for too few.
        ///
        /// The same value has the same rank.
        package let rank: Int?
        /// Fewer than the definition's `least`: it stands in the table with its n, and is not ranked.
        package let isTooFew: Bool
    }

    package let indicator: Indicator
    package let window: FigureWindow
    /// Highest first, then those without a value.
    package let rows: [Row]
    /// How many entries of the log they were counted on.
    package let asOf: Int64
}

extension UnitTable {
    /// `readings`: what is known of each unit; `bases`: n of all of them.
    init(
        _ indicator: Indicator,
        _ window: FigureWindow,
        units: [UnitCode],
        readings: [UnitCode: FigureReading],
        bases: [UnitCode: Int64],
        asOf: Int64
    ) {
        let isRate = indicator.denominator != nil
        let least = Int64(indicator.least)
        var rows = units.map { unit in
            let base = readings[unit]?.base ?? bases[unit] ?? 0
            let isTooFew = base < least
            return (unit: unit, reading: isTooFew ? nil : readings[unit], base: base, isTooFew: isTooFew)
        }
        rows.sort { left, right in
            switch (left.reading?.exact, right.reading?.exact) {
            case (let left?, let right?) where left != right: left > right
            case (.some, nil): true
            case (nil, .some): false
            default: left.unit < right.unit
            }
        }
        var ranked: [Row] = []
        for (place, row) in rows.enumerated() {
            var rank: Int?
            if isRate, let exact = row.reading?.exact {
                let last = ranked.last
                rank = last?.reading?.exact == exact ? last?.rank : place + 1
            }
            ranked.append(
                Row(unit: row.unit, reading: row.reading, base: row.base, rank: rank, isTooFew: row.isTooFew)
            )
        }
        self.init(indicator: indicator, window: window, rows: ranked, asOf: asOf)
    }
}
