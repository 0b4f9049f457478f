import Domain

/// Dates, and places in a row.
extension Reader {
    func date() -> Claim? {
        var written = WrittenDate()
        var end = index
        if let iso = text[index].isASCIIDigit ? writtenDay(text[index...].prefix { $0.isASCIIDigit || $0 == "-" }) : nil
        {
            return claim(.date(iso.date), from: index, to: index + iso.length)
        }
        if let year = plainNumber(at: end), (1_900...2_199).contains(year.value),
            begins(with: "年", at: end + year.length)
        {
            written.year = year.value
            end += year.length + 1
        }
        if let month = plainNumber(at: end), (1...99).contains(month.value), begins(with: "月", at: end + month.length) {
            written.month = month.value
            end += month.length + 1
            if let day = plainNumber(at: end), day.value <= 99,
                begins(with: "日", at: end + day.length)
                    || begins(with: "号", at: end + day.length)
            {
                written.day = day.value
                end += day.length + 1
                if let weekday = weekday(at: end) {
                    written.weekday = weekday.day
                    end += weekday.length
                }
            }
        } else if written.year == nil {
            return nil
        }
        guard end > index else { return nil }
        return claim(.date(written), from: index, to: end)
    }

    func writtenDay(_ run: ArraySlice<Character>) -> (date: WrittenDate, length: Int)? {
        let parts = run.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts.map(\.count) == [4, 2, 2] else { return nil }
        let numbers = parts.compactMap { Int(String($0)) }
        guard numbers.count == 3 else { return nil }
        return (WrittenDate(year: numbers[0], month: numbers[1], day: numbers[2]), run.count)
    }

    /// `（星期五）`, `(周五)`, `星期五`.
    func weekday(at start: Int) -> (day: Weekday, length: Int)? {
        var end = start
        let isBracketed = end < text.count && (text[end] == "（" || text[end] == "(")
        if isBracketed { end += 1 }
        guard let word = ["星期", "礼拜", "周"].first(where: { begins(with: $0, at: end) }) else { return nil }
        end += word.count
        guard end < text.count, let day = Self.weekdays[text[end]] else { return nil }
        end += 1
        if isBracketed {
            guard end < text.count, text[end] == "）" || text[end] == ")" else { return nil }
            end += 1
        }
        return (day, end - start)
    }

    static let weekdays: [Character: Weekday] = [
        "一": .monday, "二": .tuesday, "三": .wednesday, "四": .thursday, "五": .friday, "六": .saturday, "日": .sunday,
        "天": .sunday,
    ]

    /// `第66次会议`, `第三季度`; `十五届`.
    func ordinal() -> Claim? {
        if text[index] == "第", let numeral = Numeral.read(text, at: index + 1) {
            let behind = index + 1 + numeral.length
            let unit = unit(at: behind) ?? ""
            let end = behind + unit.count
            return claim(.ordinal(unit: unit), from: index, to: end, numeral: numeral)
        }
        guard let numeral = Numeral.read(text, at: index), begins(with: "届", at: index + numeral.length) else {
            return nil
        }
        return claim(.ordinal(unit: "届"), from: index, to: index + numeral.length + 1, numeral: numeral)
    }
}
