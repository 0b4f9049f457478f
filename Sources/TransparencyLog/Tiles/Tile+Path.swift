extension Tile {
    /// The path below the log's prefix: `tile/<L>/<N>[.p/<W>]` or `tile/entries/<N>[.p/<W>]`.
    public var path: String {
        var groups = [Self.threeDigits(index % 1_000)]
        var rest = index / 1_000
        while rest > 0 {
            groups.append("x" + Self.threeDigits(rest % 1_000))
            rest /= 1_000
        }
        let first =
            switch kind {
            case .hashes(let level): "tile/\(level)/"
            case .entries: "tile/entries/"
            }
        return first + groups.reversed().joined(separator: "/") + (isPartial ? ".p/\(width)" : "")
    }

    /// Reads a path, which has no leading slash, in its one canonical form.
    ///
    /// - Throws: ``TileError/malformedPath`` or ``TileError/outsideAnyTree``.
    public init(path: some StringProtocol) throws(TileError) {
        // `tile/entries/`, at most seven groups for 2⁶⁴, and `.p/255` fit in 64 bytes; longer ones are not looked at.
        guard path.utf8.count <= 64 else { throw .malformedPath }
        let slash = UInt8(ascii: "/")
        var parts = path.utf8.split(separator: slash, omittingEmptySubsequences: false).map { Array($0) }
        guard parts.count >= 3, parts[0].elementsEqual("tile".utf8) else { throw .malformedPath }
        let kind = try Self.kind(parts[1])
        parts.removeFirst(2)

        var width = Self.fullWidth
        if parts.count > 1, parts[parts.count - 2].suffix(2).elementsEqual(".p".utf8) {
            guard let number = Decimal.decode(parts.removeLast()), (1..<UInt64(Self.fullWidth)).contains(number) else {
                throw .malformedPath
            }
            width = Int(number)
            parts[parts.count - 1].removeLast(2)
        }
        try self.init(kind, index: Self.index(parts), width: width)
    }

    private static func kind(_ part: [UInt8]) throws(TileError) -> Kind {
        if part.elementsEqual("entries".utf8) { return .entries }
        // tlog-tiles: "a decimal ASCII integer between 0 and 63, with no additional leading zeroes".
        guard let level = Decimal.decode(part), level <= 63 else { throw .malformedPath }
        return .hashes(level: Int(level))
    }

    private static func index(_ groups: [[UInt8]]) throws(TileError) -> UInt64 {
        var digits: [UInt8] = []
        for (position, group) in groups.enumerated() {
            let isLast = position == groups.count - 1
            guard group.count == (isLast ? 3 : 4), isLast || group.first == UInt8(ascii: "x") else {
                throw .malformedPath
            }
            digits += group.suffix(3)
        }
        // One name for each tile: a leading group of zeros would be a second one.
        guard groups.count == 1 || !digits.starts(with: "000".utf8) else { throw .malformedPath }
        let significant = digits.drop { $0 == UInt8(ascii: "0") }
        if significant.isEmpty, !digits.isEmpty { return 0 }
        guard let index = Decimal.decode(significant) else { throw .malformedPath }
        return index
    }

    private static func threeDigits(_ number: UInt64) -> String {
        let digits = String(number)
        return String(repeating: "0", count: 3 - digits.count) + digits
    }
}

extension Tile: CustomStringConvertible {
    /// The path.
    public var description: String { path }
}
