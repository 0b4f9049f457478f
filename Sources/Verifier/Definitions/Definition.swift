/// What an indicator counts, as docs/figures.md writes it down.
///
/// Only what a recount needs is kept; the rest is checked when it is read.
struct Definition: Hashable, Sendable {
    enum Rounding: String, Hashable, Sendable {
        /// 四舍五入, away from zero.
        case halfUp = "half_up"
        /// GB/T 8170.
        case halfEven = "half_even"
    }

    /// Entries that are not counted, and why.
    struct Exclusion: Hashable, Sendable {
        let reason: String
        let conditions: [Condition]
    }

    /// The measure word.
    struct Unit: Hashable, Sendable {
        let chinese: String
        let english: String
    }

    let code: String
    let version: Int64
    let unit: Unit
    let numerator: [Term]
    let denominator: [Term]?
    let scale: Int64
    let decimals: Int
    let rounding: Rounding
    /// Growth against the same window a year before.
    let isGrowth: Bool
    /// In the order of their reasons.
    let exclusions: [Exclusion]
    let validFrom: EntryDay
    let validTo: EntryDay?

    /// Whether it may be used for a window.
    func isValid(for window: Window) -> Bool {
        validFrom <= window.from && validTo.map { window.until <= $0 } ?? true
    }
}

/// What is counted in entries of some types.
struct Term: Hashable, Sendable {
    enum Aggregate: Hashable, Sendable {
        case count
        case distinct(String)
        case sum(String)
        case least(String)
        case largest(String)

        /// The fact that it looks at.
        var fact: String? {
            switch self {
            case .count: nil
            case .distinct(let fact), .sum(let fact), .least(let fact), .largest(let fact): fact
            }
        }

        /// Whether it counts different texts.
        var isDistinct: Bool {
            switch self {
            case .distinct: true
            case .count, .sum, .least, .largest: false
            }
        }

        /// Whether it is the least or the largest, which stand alone.
        var isExtreme: Bool {
            switch self {
            case .count, .distinct, .sum: false
            case .least, .largest: true
            }
        }
    }

    let aggregate: Aggregate
    let types: [String]
    let conditions: [Condition]
    /// The fact that says on which day an entry counts.
    let day: String
    /// Whether every day before the window's end counts, and not only the window's.
    let isUntil: Bool
    /// Whether it is subtracted.
    let isNegative: Bool
}
