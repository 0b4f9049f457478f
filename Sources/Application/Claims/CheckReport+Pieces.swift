package import Claims
import Domain

/// The draft in pieces, for whoever marks it.
extension CheckReport {
    package enum Piece: Sendable {
        case plain(String)
        /// A figure, by its place among the judged ones.
        case claim(Int, String)
        /// Words that a finding is about where no figure stands, by its place among the findings.
        case finding(Int, String)
    }

    /// In the order of the text; a finding inside of another one has no piece of its own.
    package var pieces: [Piece] {
        let characters = Array(check.draft.text)
        var marks = check.judged.enumerated().map {
            ($0.element.claim.range, Piece.claim($0.offset, $0.element.claim.text))
        }
        let figures = marks.map(\.0)
        for (index, finding) in check.findings.enumerated() where !finding.range.isEmpty {
            // The first figure that ends behind the finding's start is the only one that can touch it first.
            let next = figures.partition { $0.upperBound > finding.range.lowerBound }
            if next < figures.count, figures[next].overlaps(finding.range) { continue }
            marks.append((finding.range, .finding(index, String(characters[finding.range]))))
        }
        var pieces: [Piece] = []
        var end = 0
        for (range, piece) in marks.sorted(by: {
            ($0.0.lowerBound, $0.0.upperBound) < ($1.0.lowerBound, $1.0.upperBound)
        }) {
            guard range.lowerBound >= end else { continue }
            if range.lowerBound > end { pieces.append(.plain(String(characters[end..<range.lowerBound]))) }
            pieces.append(piece)
            end = range.upperBound
        }
        if end < characters.count { pieces.append(.plain(String(characters[end...]))) }
        return pieces
    }

    /// The findings about a figure.
    package func findings(about judged: ClaimCheck.Judged) -> [Finding] {
        check.findings.filter { $0.range.overlaps(judged.claim.range) }
    }
}

extension [Range<Int>] {
    /// The first index whose range answers true, where none before it does.
    fileprivate func partition(_ isBehind: (Range<Int>) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if isBehind(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
