import Domain

/// Rows of a text whose cells stand below each other: parted by tabs, by upright strokes, or by two blanks and more.
struct Table {
    struct Row {
        /// In characters of the text, the line whole.
        let range: Range<Int>
        let cells: [Range<Int>]
        let words: [String]

        /// What the row is about: its first cell that is no number.
        var label: String { words.first { !Table.isNumber($0) && $0 != "/" && $0 != "-" } ?? "" }
        /// Whether a cell holds a number and no word.
        func isBare(_ column: Int) -> Bool { Table.isNumber(words[column]) }
    }

    struct Heading {
        let name: String
        let unit: String
        let isShare: Bool
        /// 10,000 where the heading says 万元.
        let factor: Rational
    }

    let headings: [String]?
    let rows: [Row]
    /// What `单位：件` above the table says.
    let unit: String

    /// A label and its value in each row, and no heading.
    var isPairs: Bool { headings == nil && rows.allSatisfy { $0.cells.count == 2 } }

    /// Columns that number the rows or say when; what stands in them counts nothing.
    private static let names = [
        "序号", "编号", "排名", "排序", "名次", "位次", "代码", "电话", "邮编", "年份", "年度", "月份", "日期", "时间", "备注", "单位名称",
    ]

    func heading(of column: Int, in row: Row? = nil) -> Heading? {
        guard let headings else {
            // A number in front of a label numbers the row.
            guard let row, column > 0, !row.label.isEmpty else { return nil }
            return Heading(name: row.label, unit: unit, isShare: Self.saysShare(row.label), factor: .one)
        }
        guard column < headings.count else { return nil }
        let name = headings[column]
        guard !Self.names.contains(where: { name.contains($0) }), column > 0 else { return nil }
        var said = unit
        if let open = name.firstIndex(where: { "（(".contains($0) }),
            let close = name[open...].firstIndex(where: { "）)".contains($0) })
        {
            said = String(name[name.index(after: open)..<close])
        }
        var factor = Rational.one
        for (word, times) in [("万", 10_000), ("亿", 100_000_000)] where said.hasPrefix(word) && said.count > 1 {
            said.removeFirst()
            factor = Rational(times)
        }
        let isShare = said == "%" || Self.saysShare(name)
        let plain = name.prefix { !"（(".contains($0) }
        return Heading(name: String(plain), unit: isShare ? "%" : said, isShare: isShare, factor: factor)
    }

    private static func saysShare(_ name: String) -> Bool {
        ["率", "占比", "比重", "同比", "环比", "增幅", "增速", "%"].contains { name.contains($0) }
    }

    static func isNumber(_ word: some StringProtocol) -> Bool {
        guard word.contains(where: \.isASCIIDigit) else { return false }
        return word.allSatisfy { $0.isASCIIDigit || ".,%-+ ".contains($0) }
            && Numeral.read(Array(word.filter { !"-+%".contains($0) }), at: 0)?.length
                == word.filter { !"-+%".contains($0) }.count
    }

    // MARK: Finding them

    static func find(in text: [Character]) -> [Table] {
        var tables: [Table] = []
        var rows: [Row] = []
        var above = ""
        var start = 0
        for end in text.indices.filter({ text[$0] == "\n" }) + [text.count] {
            let line = start..<end
            start = end + 1
            if let row = row(text, line), row.cells.count >= 2 {
                rows.append(row)
            } else if !isRule(text, line) {
                add(rows, above, to: &tables)
                rows = []
                above = String(text[line].suffix(30))
            }
        }
        add(rows, above, to: &tables)
        return tables
    }

    /// The line below a heading: `|---|---|`.
    private static func isRule(_ text: [Character], _ line: Range<Int>) -> Bool {
        !line.isEmpty && text[line].allSatisfy { "|-: \t—─┼".contains($0) }
    }

    private static func row(_ text: [Character], _ line: Range<Int>) -> Row? {
        guard line.count <= 400, !text[line].contains(where: { "。；！？".contains($0) }), !isRule(text, line) else {
            return nil
        }
        let isTabs = text[line].contains("\t")
        let isStrokes = !isTabs && text[line].contains { "|｜│".contains($0) }
        var cells: [Range<Int>] = []
        var begin = line.lowerBound
        var position = line.lowerBound
        while position <= line.upperBound {
            var length = 0
            if position == line.upperBound {
                length = 1
            } else if isTabs {
                length = text[position] == "\t" ? 1 : 0
            } else if isStrokes {
                length = "|｜│".contains(text[position]) ? 1 : 0
            } else {
                let blanks = text[position..<line.upperBound].prefix { $0 == " " || $0 == "\u{3000}" }
                length = blanks.count >= 2 ? blanks.count : 0
            }
            if length > 0 {
                if let cell = trimmed(text, begin..<min(position, line.upperBound)) { cells.append(cell) }
                position += length
                begin = position
            } else {
                position += 1
            }
        }
        let words = cells.map { String(text[$0]) }
        guard words.allSatisfy({ $0.count <= 24 && !$0.contains("，") || isNumber($0) }) else { return nil }
        return Row(range: line, cells: cells, words: words)
    }

    private static func trimmed(_ text: [Character], _ range: Range<Int>) -> Range<Int>? {
        var (low, high) = (range.lowerBound, range.upperBound)
        while low < high, text[low] == " " || text[low] == "\u{3000}" { low += 1 }
        while low < high, text[high - 1] == " " || text[high - 1] == "\u{3000}" { high -= 1 }
        return low < high ? low..<high : nil
    }

    /// Two rows and more of which one holds a number behind its first cell.
    private static func add(_ rows: [Row], _ above: String, to tables: inout [Table]) {
        guard rows.count >= 2,
            rows.contains(where: { row in row.words.dropFirst().contains { $0.first?.isNumberSign == true } })
        else { return }
        let headed = rows.prefix { row in !row.words.contains { $0.contains(where: \.isASCIIDigit) } }
        let heading = headed.last
        let body = Array(rows.dropFirst(headed.count))
        guard !body.isEmpty, body.allSatisfy({ $0.cells.count <= (heading?.cells.count ?? Int.max) }) else { return }
        var unit = ""
        if let mark = above.range(of: "单位：") ?? above.range(of: "单位:") {
            unit = String(above[mark.upperBound...].prefix { $0.isLetter })
        }
        tables.append(Table(headings: heading?.words, rows: body, unit: unit))
    }
}

extension Character {
    fileprivate var isNumberSign: Bool { isASCIIDigit || self == "-" || self == "+" }
}

extension String {
    /// Where a word stands in it.
    fileprivate func range(of word: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(word) { return start..<index(start, offsetBy: word.count) }
            start = index(after: start)
        }
        return nil
    }
}
