import Domain

/// Dates, and places in a row.
extension Reader {
    func date() -> Claim? {
        if let iso = writtenDay() {
            return claim(.date(WrittenDate(first: iso.day)), from: index, to: index + iso.length)
        }
        // 星期五（6月2日）.
        if let weekday = weekday(at: index), let mark = character(at: index + weekday.length), "（(".contains(mark),
            let day = part(at: index + weekday.length + 1), day.part.day != nil,
            let end = character(at: index + weekday.length + 1 + day.length), "）)".contains(end)
        {
            var first = day.part
            first.weekday = weekday.day
            return claim(.date(WrittenDate(first: first)), from: index, to: index + weekday.length + day.length + 2)
        }
        if let quarter = quarter() { return quarter }
        guard let start = stretchOfMonths() ?? part(at: index) ?? bareDay(at: index) else { return nil }
        var written = WrittenDate(first: start.part, last: start.last)
        var end = index + start.length
        if written.last == nil, let joint = joint(at: end),
            let last = part(at: end + joint) ?? bareDay(at: end + joint, after: true),
            isSame(start.part, last.part)
        {
            written.last = last.part
            end += joint + last.length
        }
        return claim(.date(written), from: index, to: end)
    }

    private typealias Found = (part: WrittenDate.Part, last: WrittenDate.Part?, length: Int)

    private func joint(at start: Int) -> Int? {
        if begins(with: "——", at: start) { return 2 }
        return character(at: start).flatMap { "至到—–-～~－".contains($0) ? 1 : nil }
    }

    /// Days go to days, months to months, years to years.
    private func isSame(_ first: WrittenDate.Part, _ last: WrittenDate.Part) -> Bool {
        (first.day != nil) == (last.day != nil) && (first.day != nil || (first.month != nil) == (last.month != nil))
    }

    /// `2023年6月2日（星期五）`, or as much of it as is there.
    private func part(at start: Int) -> Found? {
        var part = WrittenDate.Part()
        var end = start
        if let year = plainNumber(at: end), (1_900...2_199).contains(year.value),
            begins(with: "年", at: end + year.length)
        {
            part.year = year.value
            end += year.length + 1
        }
        if let month = plainNumber(at: end), (1...99).contains(month.value), begins(with: "月", at: end + month.length) {
            part.month = month.value
            end += month.length + 1
            if let day = plainNumber(at: end), day.value <= 99 {
                let behind = end + day.length
                if begins(with: "日", at: behind) || begins(with: "号", at: behind) {
                    part.day = day.value
                    end = behind + 1
                    if let weekday = weekday(at: end) {
                        part.weekday = weekday.day
                        end += weekday.length
                    }
                } else if joint(at: behind).flatMap({ bareDay(at: behind + $0, after: true) }) != nil {
                    // 6月5—11日.
                    part.day = day.value
                    end = behind
                }
            }
        }
        return end > start ? (part, nil, end - start) : nil
    }

    /// `1—5月`, `2021—2025年`, with a year or without.
    private func stretchOfMonths() -> Found? {
        var year: Int?
        var start = index
        if let number = plainNumber(at: start), (1_900...2_199).contains(number.value) {
            if begins(with: "年", at: start + number.length) {
                year = number.value
                start += number.length + 1
            } else if let joint = joint(at: start + number.length),
                let last = plainNumber(at: start + number.length + joint), (1_900...2_199).contains(last.value),
                begins(with: "年", at: start + number.length + joint + last.length)
            {
                let length = number.length + joint + last.length + 1
                return (.init(year: number.value), .init(year: last.value), length)
            }
        }
        guard let first = plainNumber(at: start), (1...12).contains(first.value),
            let joint = joint(at: start + first.length), let last = plainNumber(at: start + first.length + joint),
            (1...12).contains(last.value), begins(with: "月", at: start + first.length + joint + last.length)
        else { return nil }
        let end = start + first.length + joint + last.length + 1
        // 3—5月12日 is nothing that anybody writes.
        return (.init(year: year, month: first.value), .init(month: last.value), end - index)
    }

    /// `11日` where the month is that of the day before.
    private func bareDay(at start: Int, after isSecond: Bool = false) -> Found? {
        guard text.indices.contains(start), text[start].isASCIIDigit, let day = plainNumber(at: start),
            (1...31).contains(day.value), begins(with: "日", at: start + day.length)
        else { return nil }
        let before = character(at: start - 1)
        // 每月15日, 上月5日; 3日内; 5日均.
        guard isSecond || before.map({ !$0.isLetter || "于截至到在即定从自前、".contains($0) }) ?? true,
            character(at: start + day.length + 1).map({ !"内前龄均常以之间".contains($0) }) ?? true
        else { return nil }
        var end = start + day.length + 1
        var part = WrittenDate.Part(day: day.value)
        if let weekday = weekday(at: end) {
            part.weekday = weekday.day
            end += weekday.length
        }
        return (part, nil, end - start)
    }

    /// `一季度`, `2023年第三季度`, `前三季度`.
    private func quarter() -> Claim? {
        var part = WrittenDate.Part()
        var end = index
        if let year = plainNumber(at: end), (1_900...2_199).contains(year.value),
            begins(with: "年", at: end + year.length)
        {
            part.year = year.value
            end += year.length + 1
        }
        let isWhole = begins(with: "前", at: end)
        if isWhole || begins(with: "第", at: end) { end += 1 }
        guard let number = plainNumber(at: end), (1...4).contains(number.value) else { return nil }
        end += number.length
        if begins(with: "个", at: end), isWhole { end += 1 }
        guard begins(with: "季度", at: end) else { return nil }
        part.month = isWhole ? 1 : number.value * 3 - 2
        let last = WrittenDate.Part(month: number.value * 3)
        return claim(.date(WrittenDate(first: part, last: last)), from: index, to: end + 2)
    }

    /// `2023-06-02`, `2023/6/2`, `2023.6.2`.
    func writtenDay() -> (day: WrittenDate.Part, length: Int)? {
        guard text[index].isASCIIDigit else { return nil }
        let run = text[index...].prefix(11).prefix { $0.isASCIIDigit || "-/.".contains($0) }
        for mark in ["-", "/", "."] as [Character] {
            let parts = run.split(separator: mark, omittingEmptySubsequences: false)
            guard parts.count == 3, parts[0].count == 4, (1...2).contains(parts[1].count),
                (1...2).contains(parts[2].count)
            else { continue }
            let numbers = parts.compactMap { Int(String($0)) }
            guard numbers.count == 3, (1_900...2_199).contains(numbers[0]) else { continue }
            return (.init(year: numbers[0], month: numbers[1], day: numbers[2]), run.count)
        }
        return nil
    }

    /// `（星期五）`, `(周五)`, `星期五`.
    func weekday(at start: Int) -> (day: Weekday, length: Int)? {
        var end = start
        let isBracketed = character(at: end) == "（" || character(at: end) == "("
        if isBracketed { end += 1 }
        guard let word = ["星期", "礼拜", "周"].first(where: { begins(with: $0, at: end) }) else { return nil }
        end += word.count
        guard let sign = character(at: end), let day = Self.weekdays[sign] else { return nil }
        end += 1
        if isBracketed {
            guard character(at: end) == "）" || character(at: end) == ")" else { return nil }
            end += 1
        }
        return (day, end - start)
    }

    static let weekdays: [Character: Weekday] = [
        "一": .monday, "二": .tuesday, "三": .wednesday, "四": .thursday, "五": .friday, "六": .saturday, "日": .sunday,
        "天": .sunday,
    ]

    /// `第66次会议`, `位列第3`; `十五届`, `三次全会`.
    func ordinal() -> Claim? {
        if text[index] == "第", let numeral = Numeral.read(text, at: index + 1) {
            let behind = index + 1 + numeral.length
            let unit = unit(at: behind) ?? ""
            let end = behind + unit.count
            return claim(.ordinal(unit: unit), from: index, to: end, numeral: numeral)
        }
        guard let numeral = Numeral.read(text, at: index) else { return nil }
        let behind = index + numeral.length
        if begins(with: "届", at: behind) {
            return claim(.ordinal(unit: "届"), from: index, to: behind + 1, numeral: numeral)
        }
        guard character(at: index - 1) == "届", begins(with: "次", at: behind) else { return nil }
        return claim(.ordinal(unit: "次"), from: index, to: behind + 1, numeral: numeral)
    }
}
