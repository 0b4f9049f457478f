import Domain

/// A text with the claims in it and what can be said of them without any record.
package struct Draft: Sendable {
    package let text: String
    let characters: [Character]
    /// A page of a newspaper has a third of it.
    package static let limit = 30_000
    package let claims: [Claim]
    /// In the order of the text.
    package private(set) var findings: [Finding] = []

    /// `year`: the one that dates without a year belong to, until the text names another.
    package init(_ text: String, year: Int? = nil) {
        self.text = text
        characters = Array(text)
        claims = Reader.claims(in: text)
        let found = form() + dates(year: year) + arithmetic() + manners()
        findings = found.sorted { ($0.range.lowerBound, $0.kind.rawValue) < ($1.range.lowerBound, $1.kind.rawValue) }
    }

    func words(_ range: Range<Int>) -> String { String(characters[range]) }

    /// The claims of each sentence that has any, in order; a list of more than a hundred numbers is taken in parts.
    var sentences: [[Claim]] {
        var all: [[Claim]] = []
        for claim in claims {
            if let last = all.last, last.count < 100, last.last?.sentence == claim.sentence {
                all[all.count - 1].append(claim)
            } else {
                all.append([claim])
            }
        }
        return all
    }
}

// MARK: How numbers are written

extension Draft {
    private func form() -> [Finding] {
        claims.flatMap { claim -> [Finding] in
            var found: [Finding] = []
            func find(_ kind: Finding.Kind) { found.append(Finding(kind, at: claim.range, ["claim": claim.text])) }
            if claim.isStacked { find(.stacked) }
            if claim.numeral.isAmbiguous { find(.ambiguous) }
            if claim.numeral.hasSeparators { find(.separators) }
            if claim.wording == .more {
                if claim.numeral.hasDecimals {
                    find(.decimalMore)
                } else if let unit = claim.unit, Units.whole.contains(unit), claim.numeral.significant <= .one {
                    find(.exactMore)
                }
            }
            if let unit = claim.unit, claim.isFigure, Units.whole.contains(unit), !claim.numeral.value.isWhole,
                claim.wording != .about
            {
                find(.uncountable)
            }
            return found
        }
    }
}

// MARK: Dates and places in a row

extension Draft {
    private func dates(year given: Int?) -> [Finding] {
        var year = given
        var found: [Finding] = []
        var meetings: [String: (number: Rational, day: Day)] = [:]
        var today: Day?
        for claim in claims {
            switch claim.kind {
            case .date(let date):
                year = date.year ?? year
                if let month = date.month, !(1...12).contains(month) {
                    found.append(Finding(.brokenDate, at: claim.range, ["claim": claim.text]))
                }
                guard let month = date.month, let number = date.day else { continue }
                guard let day = Day(year: year ?? 2_024, month: month, day: number) else {
                    found.append(Finding(.brokenDate, at: claim.range, ["claim": claim.text]))
                    continue
                }
                // Without a year nobody knows the weekday.
                today = year == nil ? nil : day
                if year != nil, let weekday = date.weekday, day.weekday != weekday {
                    let values = ["claim": claim.text, "weekday": "\(day.weekday)", "day": day.description]
                    found.append(Finding(.weekday, at: claim.range, values))
                }
            case .ordinal(let unit):
                let name = unit + claim.after.prefix { $0.isLetter }
                guard let today, name.count > 1 + unit.count else { continue }
                if let before = meetings[name], before.day != today, before.number != claim.numeral.value,
                    (before.day < today) != (before.number < claim.numeral.value)
                {
                    found.append(Finding(.ordinal, at: claim.range, ["claim": claim.text, "name": name]))
                }
                meetings[name] = (claim.numeral.value, today)
            case .count, .share, .points, .multiple: continue
            }
        }
        return found
    }
}
