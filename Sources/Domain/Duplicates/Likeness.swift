/// How alike two reports are: what speaks for their being about the same thing, and how much all of it weighs.
///
/// A pure function of what stands in both reports, in whole numbers, so that every machine comes to the same order and anybody can
/// recount it: docs/duplicates.md has the formula, and what it finds among real reports that people have marked by hand.
package struct Likeness: Hashable, Sendable {
    /// What a report says, as far as it can be compared.
    package struct Matter: Hashable, Sendable {
        package var point: Point?
        package var grid: GridCode?
        package var category: CategoryCode
        /// The major class that the category is shown under; categories of one class are related.
        package var group: Wording?
        package var reportedAt: Instant
        package var words: WordSet

        package init(
            point: Point?,
            grid: GridCode?,
            category: CategoryCode,
            group: Wording?,
            reportedAt: Instant,
            words: WordSet
        ) {
            self.point = point
            self.grid = grid
            self.category = category
            self.group = group
            self.reportedAt = reportedAt
            self.words = words
        }
    }

    package enum Kinship: Hashable, Sendable {
        case same
        /// Another category of the same class.
        case related
        case other
    }

    /// Nil unless both are on the map.
    package let metres: Int?
    package let kinship: Kinship
    /// Whole days between the two reports.
    package let days: Int
    /// What both say, the longest first; at most ``shownWords``.
    package let words: [String]
    /// 0 to 1,000.
    package let score: Int

    /// From here on a report is shown to somebody as perhaps the same.
    package static let shown = 400
    /// From here on people have called most pairs the same: see docs/duplicates.md.
    package static let strong = 925
    /// How far around a place is looked, in metres.
    package static let reach = 200
    package static let shownWords = 3

    /// Compares two reports; which is the first makes no difference to anything but the words as they are told.
    ///
    /// Each part falls to the half at 25 metres and at 7 days; words count by the square of what they share, so that a
    /// street's name alone says little. 400 + 300 + 200 + 100 points in all.
    package init(of first: Matter, and second: Matter) {
        metres = first.point.flatMap { first in second.point.map { Self.metres(from: first, to: $0) } }
        kinship =
            if first.category == second.category {
                .same
            } else if first.group != nil, first.group == second.group {
                .related
            } else {
                .other
            }
        days = Int(abs(first.reportedAt.seconds(since: second.reportedAt)) / 86_400)
        let shared = first.words.shared(with: second.words)
        words = first.words.phrases(of: shared, limit: Self.shownWords)
        // Without two points, one grid is as good as eighty metres: with category and day it takes one shared word to be shown.
        let distance = metres ?? (first.grid != nil && first.grid == second.grid ? 80 : nil)
        let near = distance.map { 400 * 25 / (25 + $0) } ?? 0
        let both = first.words.count + second.words.count
        let said = both == 0 ? 0 : 300 * (2 * shared.count) * (2 * shared.count) / (both * both)
        let recent = 200 * 7 / (7 + days)
        let alike =
            switch kinship {
            case .same: 100
            case .related: 80
            case .other: 0
            }
        score = near + said + recent + alike
    }

    /// Metres between two places, rounded down: on a plane, with Bhāskara's fraction for the cosine (off by 0.2 % at most),
    /// in whole millionths of a degree.
    ///
    /// Beyond a degree in either direction it is a hundred kilometres, which is as far as anybody compares.
    package static func metres(from first: Point, to second: Point) -> Int {
        func millionths(_ degrees: Double) -> Int64 { Int64((degrees * 1_000_000).rounded()) }
        let north = abs(millionths(first.latitude) - millionths(second.latitude))
        let east = abs(millionths(first.longitude) - millionths(second.longitude))
        guard north <= 1_000_000, east <= 1_000_000 else { return 100_000 }
        // A millionth of a degree is 111.32 mm along a meridian.
        let tenths = abs(millionths(first.latitude)) / 100_000
        let square = tenths * tenths
        let (over, under) = (3_240_000 - 4 * square, 3_240_000 + square)
        let (y, x) = (north * 11_132 / 100, east * 11_132 / 100 * over / under)
        return Int(root(of: y * y + x * x) / 1_000)
    }

    /// The whole square root, rounded down.
    private static func root(of square: Int64) -> Int64 {
        var root = Int64(Double(square).squareRoot())
        while root * root > square { root -= 1 }
        while (root + 1) * (root + 1) <= square { root += 1 }
        return root
    }
}

extension Likeness {
    /// The likest of `candidates`, at most `limit`, from `threshold` on; the older stands first among equals.
    package static func rank<Candidate>(
        _ candidates: [(matter: Matter, candidate: Candidate)],
        to matter: Matter,
        from threshold: Int = shown,
        limit: Int
    ) -> [(likeness: Likeness, candidate: Candidate)] {
        candidates
            .map {
                (likeness: Likeness(of: matter, and: $0.matter), since: $0.matter.reportedAt, candidate: $0.candidate)
            }
            .filter { $0.likeness.score >= threshold }
            .sorted { ($1.likeness.score, $0.since) < ($0.likeness.score, $1.since) }
            .prefix(limit)
            .map { ($0.likeness, $0.candidate) }
    }
}
