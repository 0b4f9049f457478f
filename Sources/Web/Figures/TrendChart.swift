import Domain

/// A trend as one small SVG: it is read without colour, and the table beside it says the same.
///
/// A published value is a filled circle on a solid line, one that was not published an open square on a dashed line, the year
/// before open diamonds on a dotted line. Where there is no value the line breaks.
struct TrendChart {
    struct Mark {
        /// As it is printed; nil where there is none.
        var text: String?
        var height: Double?
        var isPublished: Bool
        var yearEarlier: Double?
        /// Under the axis.
        var day: String
    }

    let title: String
    /// All of it in one sentence, for those who hear it.
    let summary: String
    /// At the last diamond.
    let yearBefore: String
    let marks: [Mark]

    // In units of the view box; a phone of 360 px shows one unit as about one pixel.
    private static let (width, height) = (360.0, 190.0)
    private static let (left, right, top, bottom) = (22.0, 338.0, 24.0, 160.0)
    /// So many labels of five digits fit side by side.
    private static let labels = 7

    /// Nil without two values: one point is no trend.
    var svg: String? {
        let values = marks.compactMap(\.height)
        guard values.count >= 2 else { return nil }
        let all = values + marks.compactMap(\.yearEarlier)
        let (low, high) = (min(0, all.min() ?? 0), max(0, all.max() ?? 0))
        let span = high > low ? high - low : 1
        func x(_ place: Int) -> Double {
            Self.left + (Self.right - Self.left) * Double(place) / Double(max(1, marks.count - 1))
        }
        func y(_ value: Double) -> Double { Self.bottom - (Self.bottom - Self.top) * (value - low) / span }
        func point(_ place: Int, _ value: Double) -> String { "\(Self.short(x(place))) \(Self.short(y(value)))" }

        let axis = "M\(Self.short(Self.left)) \(Self.short(y(0)))H\(Self.short(Self.right))"
        var parts = ["<path class=\"axis\" d=\"\(axis)\"/>"]
        for place in marks.indices.dropFirst() {
            let (before, mark) = (marks[place - 1], marks[place])
            if let from = before.height, let to = mark.height {
                let kind = before.isPublished && mark.isPublished ? "line" : "line open"
                parts.append("<path class=\"\(kind)\" d=\"M\(point(place - 1, from))L\(point(place, to))\"/>")
            }
            if let from = before.yearEarlier, let to = mark.yearEarlier {
                parts.append("<path class=\"line past\" d=\"M\(point(place - 1, from))L\(point(place, to))\"/>")
            }
        }
        let labelled = labelled
        for (place, mark) in marks.enumerated() {
            let middle = x(place)
            if let past = mark.yearEarlier {
                parts.append("<path class=\"mark open\" d=\"M\(point(place, past))m0-4l4 4-4 4-4-4z\"/>")
            }
            if let height = mark.height {
                let (column, row) = (Self.short(middle), Self.short(y(height)))
                parts.append(
                    mark.isPublished
                        ? "<circle class=\"mark\" cx=\"\(column)\" cy=\"\(row)\" r=\"4\"/>"
                        : "<path class=\"mark open\" d=\"M\(column) \(row)m-4-4h8v8h-8z\"/>"
                )
                if labelled.contains(place), let text = mark.text {
                    parts.append(Self.label(text, middle, y(height) - 8))
                }
            }
            if marks.count <= Self.labels || place == 0 || place == marks.count - 1 || place == marks.count / 2 {
                parts.append(Self.label(mark.day, middle, Self.height - 12, "day"))
            }
        }
        if let last = marks.indices.last(where: { marks[$0].yearEarlier != nil }), let past = marks[last].yearEarlier {
            parts.append(Self.label(yearBefore, x(last), y(past) + 16, "past"))
        }
        return
            "<svg class=\"trend\" viewBox=\"0 0 \(Int(Self.width)) \(Int(Self.height))\" role=\"img\" "
            + "aria-labelledby=\"trend-title trend-text\"><title id=\"trend-title\">\(PageText().escapeText(title))</title>"
            + "<desc id=\"trend-text\">\(PageText().escapeText(summary))</desc>\(parts.joined())</svg>"
    }

    /// Every value where there is room; else the first, the last, the highest and the lowest.
    private var labelled: Set<Int> {
        let known = marks.indices.filter { marks[$0].height != nil }
        guard marks.count > Self.labels else { return Set(known) }
        let highest = known.max { (marks[$0].height ?? 0) < (marks[$1].height ?? 0) }
        let lowest = known.min { (marks[$0].height ?? 0) < (marks[$1].height ?? 0) }
        let ends = [known.first, known.last].compactMap { $0 }
        // Beside an end there is no room for another number.
        let free = [highest, lowest].compactMap { $0 }.filter { place in ends.allSatisfy { abs($0 - place) > 1 } }
        guard free.count == 2, abs(free[0] - free[1]) <= 1 else { return Set(ends + free) }
        return Set(ends + [free[0]])
    }

    private static func label(_ text: String, _ x: Double, _ y: Double, _ kind: String = "value") -> String {
        "<text class=\"\(kind)\" x=\"\(short(x))\" y=\"\(short(y))\">\(PageText().escapeText(text))</text>"
    }

    /// With one decimal.
    private static func short(_ number: Double) -> String { "\((number * 10).rounded() / 10)" }
}

extension Rational {
    /// For drawing only.
    var approximate: Double { Double(numerator) / Double(denominator) }
}
