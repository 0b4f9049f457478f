/// The name of one file of the log (C2SP tlog-tiles): `tile/<L>/<N>[.p/<W>]` or `tile/entries/<N>[.p/<W>]`.
package struct TilePath: Hashable, Sendable {
    /// How many hashes or entries a full tile has.
    static let fullWidth = 256

    /// The level of its hashes; nil for a bundle of entries.
    let level: Int?
    let index: UInt64
    /// 1 to 256.
    let width: Int

    /// The tile that stands at `index` where a level has `count` hashes; nil if it is beyond the end.
    package init?(level: Int?, index: UInt64, count: UInt64) {
        let first = index * UInt64(Self.fullWidth)
        guard first < count else { return nil }
        self.init(level: level, index: index, width: Int(min(count - first, UInt64(Self.fullWidth))))
    }

    private init(level: Int?, index: UInt64, width: Int) {
        self.level = level
        self.index = index
        self.width = width
    }

    /// The full tile, of which a partial one is the beginning.
    var full: TilePath { TilePath(level: level, index: index, width: Self.fullWidth) }

    var isPartial: Bool { width < Self.fullWidth }

    /// The position of its first hash or entry.
    var first: UInt64 { index * UInt64(Self.fullWidth) }

    /// The most bytes that the file can have: a hash has 32, an entry 65,535 and two for its length.
    var maximumLength: Int {
        Self.fullWidth * (level == nil ? 2 + Int(UInt16.max) : Hash.byteCount)
    }
}

extension TilePath: CustomStringConvertible {
    /// The path below the address of the log.
    package var description: String {
        // Groups of three digits, all but the last marked with an x: 1234067 → x001/x234/067.
        var groups = [Self.group(index % 1_000)]
        var rest = index / 1_000
        while rest > 0 {
            groups.append("x" + Self.group(rest % 1_000))
            rest /= 1_000
        }
        let kind = level.map(String.init) ?? "entries"
        return "tile/\(kind)/" + groups.reversed().joined(separator: "/") + (isPartial ? ".p/\(width)" : "")
    }

    private static func group(_ number: UInt64) -> String {
        let digits = String(number)
        return String(repeating: "0", count: 3 - digits.count) + digits
    }
}
