import Domain

/// The stretch of time that a draft says a number is about.
package enum Period: Hashable, Sendable {
    case week
    /// The month's number, where it is said.
    case month(Int?)
    case quarter
    /// 今年以来, or the whole year.
    case year

    /// Whether a figure's window is such a stretch; weeks of five to eight days are told of as weeks.
    func fits(_ window: FigureWindow) -> Bool {
        let days = window.from.distance(to: window.until)
        return switch self {
        case .week: (5...8).contains(days)
        case .month(let number): (28...31).contains(days) && number ?? window.from.month == window.from.month
        case .quarter: (89...92).contains(days)
        case .year: window.from.month == 1 && window.from.day == 1 || days >= 360
        }
    }

    fileprivate static let words: [(String, Period)] = [
        ("本周", .week), ("上周", .week), ("一周", .week), ("当周", .week), ("周内", .week), ("本月", .month(nil)),
        ("上月", .month(nil)),
        ("当月", .month(nil)), ("全月", .month(nil)), ("季度", .quarter), ("今年", .year), ("本年", .year), ("全年", .year),
        ("年初", .year), ("年内", .year), ("以来", .year), ("累计", .year),
    ]
}

/// Where a draft says what time it speaks of.
struct Periods {
    private struct Mark {
        let place: Int
        /// Nil where days are named, which are no week, month or year.
        let period: Period?
    }

    private let marks: [Mark]
    private let lineBreaks: [Int]

    private static let byFirst = Dictionary(grouping: Period.words.map { ($0.0.map(\.code), $0.1) }) { $0.0[0] }
    /// 较上周 compares with a week and is not about it.
    private static let comparing: Set<Character> = ["较", "比", "同"]

    init(of draft: Draft) {
        let codes = draft.characters.map(\.code)
        var marks: [Mark] = []
        for (place, code) in codes.enumerated() {
            guard let words = Self.byFirst[code],
                let period = words.first(where: { codes[place...].starts(with: $0.0) })?.1,
                place == 0 || !Self.comparing.contains(draft.characters[place - 1])
            else { continue }
            marks.append(Mark(place: place, period: period))
        }
        for claim in draft.claims {
            guard let date = claim.date, date.first.month != nil else { continue }
            let isMonth = date.first.day == nil && date.last == nil
            marks.append(Mark(place: claim.range.lowerBound, period: isMonth ? .month(date.first.month) : nil))
        }
        self.marks = marks.sorted { $0.place < $1.place }
        lineBreaks = draft.characters.indices.filter { draft.characters[$0] == "\n" }
    }

    /// What was said last before a claim on its line.
    func period(of claim: Claim) -> Period? {
        guard claim.cell == nil else { return nil }
        let start = lineBreaks.last { $0 < claim.range.lowerBound } ?? -1
        return marks.last { $0.place < claim.range.lowerBound && $0.place > start }?.period
    }
}
