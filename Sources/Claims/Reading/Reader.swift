import Domain

/// Finds everything in a text that can be held against a record.
package struct Reader {
    /// The text's characters as they are.
    let original: [Character]
    /// The same number of characters, full-width digits and signs made half-width.
    let text: [Character]
    var claims: [Claim] = []
    /// Where the reader stands.
    var index = 0

    package static func claims(in text: String) -> [Claim] {
        var reader = Reader(text)
        return reader.read()
    }

    init(_ text: String) {
        original = Array(text)
        self.text = original.map(Self.narrow)
    }

    private static func narrow(_ character: Character) -> Character {
        guard let scalar = character.unicodeScalars.first, character.unicodeScalars.count == 1 else { return character }
        switch scalar.value {
        case 0xFF10...0xFF19, 0xFF05, 0xFF0E:
            return Unicode.Scalar(scalar.value - 0xFEE0).map(Character.init) ?? character
        default: return character
        }
    }

    private mutating func read() -> [Claim] {
        while index < text.count {
            if let length = idiom() ?? name() ?? clockTime() {
                index += length
            } else if let claim = date() ?? ordinal() ?? share() ?? doubling() ?? quantity() {
                claims.append(claim)
                index = claim.range.upperBound
            } else {
                // Never from the middle of a number.
                index += max(1, Numeral.read(text, at: index)?.length ?? 1)
            }
        }
        let sentences = Stretches(text, endingAt: ["。", "！", "？", "；", "\n", "!", "?", ";"])
        let marks: Set<Character> = ["。", "！", "？", "；", "\n", "!", "?", ";", "，", "、", "：", "（", "）", "“", "”"]
        let clauses = Stretches(text, endingAt: marks)
        return claims.enumerated().map { index, claim in
            place(claim, after: index == 0 ? nil : claims[index - 1].range, in: sentences, clauses)
        }
    }

    // MARK: What is no figure

    func idiom() -> Int? {
        Units.idioms.first { begins(with: $0, at: index) }?.count
    }

    /// Numbers that are names: telephone numbers, papers (`〔2019〕51号`), houses (`3号楼`), codes (`411002-…`, `A3`).
    func name() -> Int? {
        if text[index] == "〔" || text[index] == "[" {
            let digits = text[(index + 1)...].prefix { $0.isASCIIDigit }
            let end = index + 1 + digits.count
            guard digits.count == 4, end < text.count, text[end] == "〕" || text[end] == "]" else { return nil }
            let number = text[(end + 1)...].prefix { $0.isASCIIDigit || $0 == "第" }
            return end + 1 + number.count - index
        }
        if text[index].isASCIILetter {
            return text[index...].prefix { $0.isASCIILetter || $0.isASCIIDigit || "-_./:@".contains($0) }.count
        }
        guard text[index].isASCIIDigit else { return nil }
        let run = text[index...].prefix { $0.isASCIIDigit || $0 == "-" }
        let parts = run.split(separator: "-")
        let next = index + run.count < text.count ? text[index + run.count] : nil
        // 0371-5551234, 411002-20261125-00001-7; 2023-06-02 is a date and 10-20 a range.
        if parts.count > 1, writtenDay(run) == nil, parts.contains(where: { $0.count >= 5 }) { return run.count }
        if parts.count == 1, run.count >= 11 { return run.count }
        if next == "号" || next == "路" && run.count <= 3 { return isDayOfMonth(run) ? nil : run.count + 1 }
        if ["12345", "12319", "110", "119", "120", "122", "315"].contains(String(run)),
            next.map({ "热线平专电便民".contains($0) || $0 == "、" || $0 == "）" }) ?? true
        {
            return run.count
        }
        return nil
    }

    func isDayOfMonth(_ run: ArraySlice<Character>) -> Bool {
        index > 0 && text[index - 1] == "月" && (Int(String(run)).map { (1...31).contains($0) } ?? false)
    }

    /// `14时30分`, `14:30`.
    func clockTime() -> Int? {
        guard let hour = plainNumber(at: index), hour.value <= 24 else { return nil }
        let behind = index + hour.length
        guard behind < text.count else { return nil }
        if text[behind] == ":" || text[behind] == "：", let minute = plainNumber(at: behind + 1), minute.length == 2,
            minute.value < 60
        {
            return hour.length + 1 + minute.length
        }
        guard text[behind] == "时" || text[behind] == "点", !begins(with: "时间", at: behind) else { return nil }
        guard let minute = plainNumber(at: behind + 1), minute.value < 60,
            begins(with: "分", at: behind + 1 + minute.length),
            !begins(with: "分钟", at: behind + 1 + minute.length)
        else { return hour.length + 1 }
        return hour.length + 1 + minute.length + 1
    }

    // MARK: Small things

    func begins(with word: String, at start: Int) -> Bool {
        guard start >= 0, start + word.count <= text.count else { return false }
        return zip(word, text[start...]).allSatisfy { $0 == $1 }
    }

    /// A number below 10,000 without decimals, in digits of either kind.
    func plainNumber(at start: Int) -> (value: Int, length: Int)? {
        guard start < text.count else { return nil }
        if text[start].isASCIIDigit {
            let digits = text[start...].prefix { $0.isASCIIDigit }
            guard digits.count <= 4, let value = Int(String(digits)) else { return nil }
            return (value, digits.count)
        }
        guard let numeral = Numeral.read(text, at: start), numeral.last == nil, let value = Int(numeral.value.text),
            value < 10_000
        else { return nil }
        return (value, numeral.length)
    }

    func claim(_ kind: Claim.Kind, from start: Int, to end: Int, numeral: Numeral? = nil) -> Claim {
        let numeral = numeral ?? Numeral(value: .zero, step: .one, significant: .one, length: end - start)
        return Claim(
            kind: kind,
            wording: .plain,
            bounds: .exactly(numeral.value),
            numeral: numeral,
            range: start..<end,
            text: String(original[start..<end]),
            sentence: start..<end,
            clause: start..<end,
            before: "",
            after: ""
        )
    }

    /// Fills in where the claim stands.
    func place(
        _ claim: Claim,
        after previous: Range<Int>?,
        in sentences: Stretches,
        _ clauses: Stretches
    ) -> Claim {
        var claim = claim
        claim.sentence = sentences.around(claim.range)
        claim.clause = clauses.around(claim.range)
        let start = max(claim.clause.lowerBound, previous.map(\.upperBound) ?? 0)
        claim.before = String(original[min(start, claim.range.lowerBound)..<claim.range.lowerBound])
        var end = claim.range.upperBound
        while end < claim.clause.upperBound, Numeral.read(text, at: end) == nil { end += 1 }
        claim.after = String(original[claim.range.upperBound..<end])
        return claim
    }
}

extension Character {
    fileprivate var isASCIILetter: Bool { isASCII && isLetter }
}

/// Where the parts of a text begin that some marks end.
struct Stretches {
    private let starts: [Int]
    private let end: Int

    init(_ text: [Character], endingAt marks: Set<Character>) {
        starts = [0] + text.indices.filter { marks.contains(text[$0]) }.map { $0 + 1 }
        end = text.count
    }

    /// The part that a range begins in, without its mark, and on to where the range ends.
    func around(_ range: Range<Int>) -> Range<Int> {
        let first = starts.partitioningIndex { $0 > range.lowerBound }
        let last = starts.partitioningIndex { $0 > max(range.lowerBound, range.upperBound - 1) }
        return starts[max(0, first - 1)]..<(last < starts.count ? max(range.upperBound, starts[last] - 1) : end)
    }
}

extension [Int] {
    /// The first index whose element answers true, where none after it answers false.
    fileprivate func partitioningIndex(_ isBehind: (Int) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if isBehind(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
