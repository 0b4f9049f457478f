import Domain

/// Finds everything in a text that can be held against a record.
///
/// It reads the text without the blanks that stand beside a number, `共 12 件`, and with full-width digits made half-width.
struct Reading {
    var claims: [Claim]
    var tables: [Table]
}

package struct Reader {
    /// The text's characters as they are.
    let original: [Character]
    /// The characters that are read.
    let text: [Character]
    /// Where each of them stands in the original.
    let places: [Int]
    let tables: [Table]
    /// The cells of all tables by where they begin in what is read.
    let cells: [Int: Cell]
    var claims: [Claim] = []
    /// Where the reader stands.
    var index = 0

    struct Cell {
        let place: Claim.Cell
        let end: Int
        let label: String
        let heading: Table.Heading?
        let isBare: Bool
    }

    package static func claims(in text: String) -> [Claim] { reading(of: text).claims }

    static func reading(of text: String) -> Reading {
        var reader = Reader(text)
        return Reading(claims: reader.read(), tables: reader.tables)
    }

    init(_ text: String) {
        original = Array(text)
        let narrow = original.map(Self.narrow)
        tables = Table.find(in: narrow)
        var rows = tables.flatMap { $0.rows.map(\.range) }[...]
        places = narrow.indices.filter { index in
            guard narrow[index] == " " else { return true }
            while let row = rows.first, row.upperBound <= index { rows.removeFirst() }
            return rows.first?.contains(index) == true || !Self.isBlankBesideNumber(narrow, at: index)
        }
        self.text = places.map { narrow[$0] }
        cells = Self.cells(of: tables, at: places)
    }

    private static func narrow(_ character: Character) -> Character {
        if character.isNewline { return "\n" }
        guard let scalar = character.unicodeScalars.first, character.unicodeScalars.count == 1 else { return character }
        switch scalar.value {
        case 0xFF10...0xFF19, 0xFF05, 0xFF0E, 0xFF0D, 0xFF0B, 0xFF21...0xFF3A, 0xFF41...0xFF5A:
            return Unicode.Scalar(scalar.value - 0xFEE0).map(Character.init) ?? character
        case 0xFE6A: return "%"
        case 0xA0, 0x2009, 0x202F, 0x2002, 0x2003: return " "
        case 0x2212: return "-"
        default: return character
        }
    }

    /// A single blank between a number and a word, `共 12 件`: no blank between two numbers or two words.
    private static func isBlankBesideNumber(_ text: [Character], at index: Int) -> Bool {
        guard text[index] == " ", index > 0, index + 1 < text.count else { return false }
        let (left, right) = (text[index - 1], text[index + 1])
        if left == "\n" || right == "\n" || left == " " || right == " " { return false }
        func isPart(_ character: Character) -> Bool { character.isASCIIDigit || "余多百千万亿%‰约近超逾".contains(character) }
        guard isPart(left) || isPart(right) else { return false }
        return !(left.isASCIIWord && right.isASCIIWord)
    }

    private static func cells(of tables: [Table], at places: [Int]) -> [Int: Cell] {
        var position = 0
        var found: [Int: Cell] = [:]
        for (number, table) in tables.enumerated() {
            for (rowNumber, row) in table.rows.enumerated() {
                for (column, range) in row.cells.enumerated() {
                    while position < places.count, places[position] < range.lowerBound { position += 1 }
                    let start = position
                    while position < places.count, places[position] < range.upperBound { position += 1 }
                    found[start] = Cell(
                        place: Claim.Cell(table: number, row: rowNumber, column: column),
                        end: position,
                        label: row.label,
                        heading: table.heading(of: column, in: row),
                        isBare: row.isBare(column)
                    )
                }
            }
        }
        return found
    }

    private mutating func read() -> [Claim] {
        var cell: Cell?
        let codes = text.map(\.code)
        while index < text.count {
            if !cells.isEmpty, let next = cells[index] { cell = next }
            if let here = cell, index >= here.end { cell = nil }
            if let here = cell, here.isBare {
                if var claim = bareCell(here) {
                    claim.cell = here.place
                    claims.append(claim)
                }
                index = max(index + 1, here.end)
            } else if !Self.starters.contains(codes[index]) {
                index += 1
            } else if let length = skipped() {
                index += length
            } else if var claim = date() ?? ordinal() ?? share() ?? doubling() ?? quantity() {
                claim.cell = cell?.place
                claims.append(claim)
                index = claim.range.upperBound
            } else {
                // Never from the middle of a number.
                index += max(1, Numeral.read(text, at: index)?.length ?? 1)
            }
        }
        let sentences = Stretches(codes, endingAt: "。！？；\n!?;")
        let clauses = Stretches(codes, endingAt: String(Draft.clauseMarks))
        return claims.enumerated().map { index, claim in
            place(claim, after: index == 0 ? nil : claims[index - 1].range, in: sentences, clauses)
        }
    }

    /// A cell that holds a number and nothing else: its column says what is counted.
    private func bareCell(_ cell: Cell) -> Claim? {
        guard let heading = cell.heading, let numeral = signed(at: index) else { return nil }
        let behind = index + numeral.length
        let isShare = heading.isShare || behind < cell.end && "%％".contains(text[behind])
        var found = claim(
            isShare ? .share : .count(unit: heading.unit),
            from: index,
            to: cell.end,
            numeral: numeral
        )
        found.bounds = bounds(numeral, .plain, factor: heading.factor)
        return found
    }

    /// What numbers, dates, names and idioms begin with; at every other character there is nothing to read.
    private static let starters: Set<UInt32> = {
        let signs = "零〇○一二两三四五六七八九十百千万亿几数〔[［“‘「《第每翻半过超负-+前星礼周"
        let letters = (0x30...0x39).map { $0 } + (0x41...0x5A).map { $0 } + (0x61...0x7A).map { UInt32($0) }
        return Set(signs.map(\.code)).union(letters).union(Units.idioms.keys.map(\.code))
    }()

    // MARK: Small things

    func begins(with word: String, at start: Int) -> Bool {
        guard start >= 0 else { return false }
        var position = start
        for character in word {
            guard position < text.count, text[position] == character else { return false }
            position += 1
        }
        return true
    }

    func begins(with word: [Character], at start: Int) -> Bool {
        start + word.count <= text.count && text[start..<(start + word.count)].elementsEqual(word)
    }

    func character(at position: Int) -> Character? { text.indices.contains(position) ? text[position] : nil }

    /// A number below 10,000 without decimals, in digits of either kind.
    func plainNumber(at start: Int) -> (value: Int, length: Int)? {
        guard start < text.count else { return nil }
        if text[start].isASCIIDigit {
            let digits = text[start...].prefix(5).prefix { $0.isASCIIDigit }
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
            text: "",
            sentence: start..<end,
            clause: start..<end,
            before: "",
            after: ""
        )
    }

    /// Fills in where the claim stands in the text as it was given.
    private func place(
        _ claim: Claim,
        after previous: Range<Int>?,
        in sentences: Stretches,
        _ clauses: Stretches
    ) -> Claim {
        var claim = claim
        let here = claim.range
        let clause = clauses.around(here)
        let start = max(clause.lowerBound, previous.map(\.upperBound) ?? 0)
        claim.before = String(text[min(start, here.lowerBound)..<here.lowerBound])
        // Nobody says of a number what it counts in more words.
        let rest = text[here.upperBound..<min(clause.upperBound, here.upperBound + 30)]
        let end = rest.indices.first { Numeral.read(text, at: $0) != nil } ?? rest.endIndex
        claim.after = String(text[here.upperBound..<end])
        if let cell = claim.cell {
            let table = tables[cell.table]
            claim.before = table.isPairs ? table.rows[cell.row].label : table.heading(of: cell.column)?.name ?? ""
        }
        claim.range = original(here)
        claim.sentence = original(sentences.around(here))
        claim.clause = original(clause)
        claim.text = String(original[claim.range])
        return claim
    }

    private func original(_ range: Range<Int>) -> Range<Int> {
        guard !range.isEmpty else {
            let place = range.lowerBound < places.count ? places[range.lowerBound] : original.count
            return place..<place
        }
        return places[range.lowerBound]..<(places[range.upperBound - 1] + 1)
    }
}

extension Character {
    var isASCIILetter: Bool { (0x41...0x5A).contains(code) || (0x61...0x7A).contains(code) }
    var isASCIIWord: Bool { isASCIIDigit || isASCIILetter }
}

/// Where the parts of a text begin that some marks end.
struct Stretches {
    private let starts: [Int]
    private let end: Int

    /// `codes`: of each character.
    init(_ codes: [UInt32], endingAt marks: String) {
        let marks = Set(marks.map(\.code))
        starts = [0] + codes.indices.filter { marks.contains(codes[$0]) }.map { $0 + 1 }
        end = codes.count
    }

    /// The part that a range begins in, without its mark, and on to where the range ends.
    func around(_ range: Range<Int>) -> Range<Int> {
        let first = number(of: range.lowerBound)
        let last = number(of: max(range.lowerBound, range.upperBound - 1)) + 1
        return starts[first]..<(last < starts.count ? max(range.upperBound, starts[last] - 1) : end)
    }

    /// Which part a character stands in.
    func number(of position: Int) -> Int {
        var (low, high) = (0, starts.count)
        while low < high {
            let middle = (low + high) / 2
            if starts[middle] > position { high = middle } else { low = middle + 1 }
        }
        return max(0, low - 1)
    }
}
