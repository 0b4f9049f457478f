/// A part of a photo that is covered, in pixels from its upper left corner.
package struct Rectangle: Hashable, Sendable {
    package let left: Int
    package let top: Int
    package let width: Int
    package let height: Int

    /// So many at most in one photo.
    package static let limit = 40
    /// Pixels a side that no kept photo has.
    private static let range = 0...100_000

    /// - Throws: ``Malformed`` for a part without width or height, or one that begins outside every photo.
    package init(left: Int, top: Int, width: Int, height: Int) throws(Malformed) {
        guard Self.range.contains(left), Self.range.contains(top), width > 0, height > 0, Self.range.contains(width),
            Self.range.contains(height)
        else { throw Self.malformed }
        self.left = left
        self.top = top
        self.width = width
        self.height = height
    }

    /// Reads what somebody has drawn or typed: on each line left, top, width and height, with blanks or commas between them.
    ///
    /// - Throws: ``Malformed``.
    package static func list(parsing text: some StringProtocol) throws(Malformed) -> [Rectangle] {
        var rectangles: [Rectangle] = []
        for line in text.split(whereSeparator: \.isNewline) where !line.allSatisfy(\.isWhitespace) {
            let parts = line.split { $0.isWhitespace || $0 == "," || $0 == "，" }
            let numbers = parts.compactMap { Int($0) }
            guard parts.count == 4, numbers.count == 4 else { throw malformed }
            rectangles.append(try Rectangle(left: numbers[0], top: numbers[1], width: numbers[2], height: numbers[3]))
        }
        return rectangles
    }

    /// As ``list(parsing:)`` reads them.
    package static func text(of rectangles: [Rectangle]) -> String {
        rectangles.map { "\($0.left) \($0.top) \($0.width) \($0.height)" }.joined(separator: "\n")
    }

    private static var malformed: Malformed {
        Malformed("rectangles", expected: "left, top, width and height in pixels on each line")
    }
}
