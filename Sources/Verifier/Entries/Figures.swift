/// The figures that the server publishes with its checkpoint, to be compared with the recount.
///
/// `{"closed_on_time":n,"counts":{"case.reported":n,…},"size":N,"waiting_days":n}`, canonical JSON: counts of the
/// entries whose type begins with `case.` among the first N.
struct Figures: Hashable, Sendable {
    /// What the types of the counted entries begin with.
    private static let counted = "case."
    /// The most bytes that are read: ten thousand types.
    static let maximumLength = 1_000_000

    let size: UInt64
    private let counts: [String: Int64]
    private let closedOnTime: Int64
    private let waitingDays: Int64
    /// Figures that this verifier cannot recount.
    let unknown: [String]

    /// Reads the file.
    ///
    /// - Throws: ``EntryFault``.
    init(parsing bytes: [UInt8]) throws(EntryFault) {
        var reader = CanonicalReader(bytes, in: bytes.indices)
        var numbers: [String: Int64] = [:]
        var counts: [String: Int64]?
        var unknown: [String] = []
        try reader.open()
        var last: Range<Int>?
        while let key = try reader.key(after: &last) {
            let name = reader.text(of: key)
            switch name {
            case "counts": counts = try Self.counts(&reader)
            case "closed_on_time", "size", "waiting_days":
                guard case .integer(let number) = try reader.value(), number >= 0 else {
                    throw .field(name, expected: .number)
                }
                numbers[name] = number
            default:
                _ = try reader.value()
                unknown.append(name)
            }
        }
        try reader.finish()
        guard let counts else { throw .lacks("counts") }
        guard let size = numbers["size"] else { throw .lacks("size") }
        guard let closedOnTime = numbers["closed_on_time"] else { throw .lacks("closed_on_time") }
        guard let waitingDays = numbers["waiting_days"] else { throw .lacks("waiting_days") }
        self.size = UInt64(size)
        self.counts = counts
        self.closedOnTime = closedOnTime
        self.waitingDays = waitingDays
        self.unknown = unknown
    }

    private static func counts(_ reader: inout CanonicalReader) throws(EntryFault) -> [String: Int64] {
        var counts: [String: Int64] = [:]
        try reader.open()
        var last: Range<Int>?
        while let key = try reader.key(after: &last) {
            let name = reader.text(of: key)
            guard case .integer(let number) = try reader.value() else { throw .field(name, expected: .number) }
            counts[name] = number
        }
        return counts
    }

    /// Every published number that is not what the recount of the same entries says.
    func differences(from recount: Recount) -> [Problem] {
        var published = counts.map { (name: $0.key, number: $0.value, counted: recount.types[$0.key] ?? 0) }
        published.append(("closed_on_time", closedOnTime, recount.closedOnTime))
        published.append(("waiting_days", waitingDays, recount.waitingDays))
        let different = published.filter { $0.number != Int64($0.counted) }.sorted { $0.name < $1.name }
        let left = recount.types.filter { $0.key.hasPrefix(Self.counted) && counts[$0.key] == nil }
        return different.map {
            Problem.figureDiffers($0.name, published: $0.number, counted: $0.counted, size: size)
        }
            + left.sorted { $0.key < $1.key }.map { Problem.figureLeftOut($0.key, counted: $0.value, size: size) }
    }

    /// How many numbers are compared.
    var count: Int { counts.count + 2 }
}
