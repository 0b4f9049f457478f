/// What an entry says in public, as far as it is counted.
struct PublicFacts: Hashable, Sendable {
    /// What a closing says of time.
    struct Closing: Hashable, Sendable {
        let isOnTime: Bool
        let waitingDays: Int
    }

    let type: String
    let day: EntryDay
    let grid: String?
    let channel: String?
    let closing: Closing?

    /// 1,000,000 days are 2,700 years: no case waits longer, and 2⁴⁸ such entries do not overflow a sum.
    static let longestWait: Int64 = 1_000_000

    /// Reads an entry: a flat canonical object with at least `t`, `at`, `v` and `c`.
    ///
    /// - Throws: ``EntryFault``.
    init(_ bytes: [UInt8], in range: Range<Int>) throws(EntryFault) {
        var reader = CanonicalReader(bytes, in: range)
        var type: String?
        var day: EntryDay?
        var grid: String?
        var channel: String?
        var hasVersion = false
        var hasCommitment = false
        var isOnTime: Bool?
        var waitingDays: Int?

        try reader.open()
        var last: Range<Int>?
        while let key = try reader.key(after: &last) {
            let value = try reader.value()
            if reader.holds(key, "t") {
                type = try reader.label(value, of: "t", expected: .type)
            } else if reader.holds(key, "at") {
                guard case .text(let text) = value, let read = EntryDay(bytes[text]) else {
                    throw .field("at", expected: .day)
                }
                day = read
            } else if reader.holds(key, "v") {
                guard case .integer(1) = value else { throw .field("v", expected: .version) }
                hasVersion = true
            } else if reader.holds(key, "c") {
                guard case .text(let text) = value, Self.isCommitment(bytes[text]) else {
                    throw .field("c", expected: .commitment)
                }
                hasCommitment = true
            } else if reader.holds(key, "grid") {
                grid = try reader.label(value, of: "grid", expected: .grid)
            } else if reader.holds(key, "channel") {
                channel = try reader.label(value, of: "channel", expected: .channel)
            } else if reader.holds(key, "on_time") {
                guard case .integer(let number) = value, number == 0 || number == 1 else {
                    throw .field("on_time", expected: .truth)
                }
                isOnTime = number == 1
            } else if reader.holds(key, "waiting_days") {
                guard case .integer(let number) = value, (0...Self.longestWait).contains(number) else {
                    throw .field("waiting_days", expected: .waitingDays)
                }
                waitingDays = Int(number)
            }
        }
        try reader.finish()

        guard hasCommitment else { throw .lacks("c") }
        guard hasVersion else { throw .lacks("v") }
        guard let day else { throw .lacks("at") }
        guard let type else { throw .lacks("t") }
        self.type = type
        self.day = day
        self.grid = grid
        self.channel = type == "case.reported" ? channel : nil
        if type == "case.closed" {
            guard let isOnTime else { throw .lacks("on_time") }
            guard let waitingDays else { throw .lacks("waiting_days") }
            closing = Closing(isOnTime: isOnTime, waitingDays: waitingDays)
        } else {
            closing = nil
        }
    }

    private static func isCommitment(_ text: ArraySlice<UInt8>) -> Bool {
        text.count == 64
            && text.allSatisfy {
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                    || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
            }
    }
}

extension CanonicalReader {
    fileprivate func label(_ value: Value, of field: String, expected: EntryFault.Expected) throws(EntryFault) -> String
    {
        guard case .text(let range) = value, let label = label(range) else {
            throw .field(field, expected: expected)
        }
        return label
    }
}
