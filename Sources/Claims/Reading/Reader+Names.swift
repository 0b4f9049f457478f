/// Numbers that count nothing: names of things, of methods, of places and papers, and times of the day.
extension Reader {
    /// How much is to be passed over here.
    func skipped() -> Int? {
        idiom() ?? quotation() ?? name() ?? clockTime() ?? ratio() ?? base() ?? citation()
    }

    private func idiom() -> Int? {
        Units.idioms[text[index]]?.first { begins(with: $0, at: index) }?.count
    }

    /// `“1333”`, `“三零”`, `《三年行动方案（2023—2025年）》`: what is quoted is a name where it is short.
    private func quotation() -> Int? {
        let closing: Character
        let longest: Int
        switch text[index] {
        case "“": (closing, longest) = ("”", 10)
        case "‘": (closing, longest) = ("’", 10)
        case "「": (closing, longest) = ("」", 10)
        case "《": (closing, longest) = ("》", 80)
        default: return nil
        }
        let inside = text[(index + 1)...].prefix(longest + 1)
        guard let end = inside.firstIndex(of: closing) else { return nil }
        return text[index..<end].contains("%") && closing != "》" ? nil : end + 1 - index
    }

    private static let hotlines: Set<String> = [
        "12345", "12319", "12348", "12349", "12315", "12333", "12328", "12369", "12388", "110", "119", "120", "122",
        "315", "114",
    ]

    /// Telephone numbers, papers (`〔2019〕51号`), houses (`3号楼`), codes (`411002-…`, `A3`), roads (`107国道`), `7×24`.
    private func name() -> Int? {
        if text[index] == "〔" || text[index] == "[" || text[index] == "［" {
            let digits = text[(index + 1)...].prefix(5).prefix { $0.isASCIIDigit }
            let end = index + 1 + digits.count
            guard digits.count == 4, let mark = character(at: end), "〕]］".contains(mark) else { return nil }
            let number = text[(end + 1)...].prefix(8).prefix { $0.isASCIIDigit || $0 == "第" }
            return end + 1 + number.count - index
        }
        if text[index].isASCIILetter {
            return text[index...].prefix { $0.isASCIIWord || "-_./:@+".contains($0) }.count
        }
        if let length = address() { return length }
        guard text[index].isASCIIDigit else { return nil }
        let run = text[index...].prefix { $0.isASCIIDigit || $0 == "-" }
        let parts = run.split(separator: "-")
        let next = character(at: index + run.count)
        // 0371-5551234, 411002-20261125-00001-7; 2023-06-02 is a date and 10-20 a range.
        if parts.count > 1, writtenDay() == nil, parts.contains(where: { $0.count >= 5 }) { return run.count }
        if parts.count == 1, run.count >= 11 || run.count >= 7 && run.first == "0" { return run.count }
        let digits = text[index...].prefix { $0.isASCIIDigit }
        let behind = index + digits.count
        let follower = character(at: behind)
        if follower == "号" || follower == "路" && digits.count <= 3 {
            return isDayOfMonth(digits) ? nil : digits.count + 1
        }
        if ["国道", "省道", "县道", "乡道", "次列车", "高地"].contains(where: { begins(with: $0, at: behind) }) {
            return digits.count
        }
        if let length = hotlines(run.count, next: next) { return length }
        // 7×24, 1+3+N, 5G, 4A级; 20km is a length.
        if let follower, "×*+✕".contains(follower) || follower.isASCIILetter, asciiUnit(at: behind) == nil {
            return text[index...].prefix { $0.isASCIIWord || "×*+✕.".contains($0) }.count
        }
        return nil
    }

    /// `12345热线`, `拨打110、119和120`; 120、98和75件 count something.
    private func hotlines(_ length: Int, next: Character?) -> Int? {
        guard Self.hotlines.contains(String(text[index..<(index + length)])) else { return nil }
        let isNamed = next.map { "热线平专电便民".contains($0) } == true
        let isBare = next.map { !$0.isLetter && !"%.:：、".contains($0) && !$0.isNumber } ?? true
        let isDialled = character(at: index - 1).map { "拨打线话号警机转".contains($0) } == true
        guard isNamed || isBare && length == 5 || isBare && isDialled || isDialled else { return nil }
        var end = index + length
        while let mark = character(at: end), "、和或及".contains(mark) {
            let digits = text[(end + 1)...].prefix(6).prefix { $0.isASCIIDigit }
            guard Self.hotlines.contains(String(digits)) else { break }
            end += 1 + digits.count
        }
        return end - index
    }

    /// `3栋2单元501室`, `2号楼3层`.
    private func address() -> Int? {
        guard text[index].isASCIIDigit else { return nil }
        var end = index
        var parts = 0
        var last = ""
        while let number = plainNumber(at: end),
            let word = ["单元", "号院", "号楼", "栋", "幢", "座", "室", "层", "楼", "弄", "号"].first(where: {
                begins(with: $0, at: end + number.length)
            })
        {
            end += number.length + word.count
            parts += 1
            last = word
        }
        guard parts > 0 else { return nil }
        return parts > 1 || ["单元", "号院", "号楼", "室", "弄"].contains(last) ? end - index : nil
    }

    private func isDayOfMonth(_ run: ArraySlice<Character>) -> Bool {
        character(at: index - 1) == "月" && (Int(String(run)).map { (1...31).contains($0) } ?? false)
    }

    /// `14时30分`, `14:30`, `9点半`.
    private func clockTime() -> Int? {
        guard let hour = plainNumber(at: index), hour.value <= 24 else { return nil }
        let behind = index + hour.length
        guard let mark = character(at: behind) else { return nil }
        if mark == ":" || mark == "：", text[index].isASCIIDigit, let minute = plainNumber(at: behind + 1),
            minute.length == 2, minute.value < 60, character(at: behind + 3).map({ !":：.%".contains($0) }) ?? true
        {
            return hour.length + 1 + minute.length
        }
        guard mark == "时" || mark == "点", !begins(with: "时间", at: behind), !begins(with: "点对点", at: behind) else {
            return nil
        }
        // 九十八点五 is no time of the day.
        if mark == "点", !text[index].isASCIIDigit,
            character(at: behind + 1).flatMap({ Numeral.chineseDigits[$0] }) != nil
        {
            return nil
        }
        guard let minute = plainNumber(at: behind + 1), minute.value < 60,
            begins(with: "分", at: behind + 1 + minute.length),
            !begins(with: "分钟", at: behind + 1 + minute.length)
        else { return hour.length + (begins(with: "半", at: behind + 1) ? 2 : 1) }
        return hour.length + 1 + minute.length + 1
    }

    /// `1.2:37.3:61.5`, `1：3`.
    private func ratio() -> Int? {
        guard text[index].isASCIIDigit else { return nil }
        let run = text[index...].prefix(40).prefix { $0.isASCIIDigit || ".:：∶".contains($0) }
        let parts = run.split(whereSeparator: { ":：∶".contains($0) })
        guard parts.count > 1, run.last?.isASCIIDigit == true else { return nil }
        return run.count
    }

    /// What something is counted for each of: `每10万人`, `每3户`.
    private func base() -> Int? {
        guard text[index] == "每" else { return nil }
        guard let numeral = Numeral.read(text, at: index + 1) else {
            guard let next = character(at: index + 1), "百千万".contains(next) else { return nil }
            return 2
        }
        return 1 + numeral.length + (unit(at: index + 1 + numeral.length)?.count ?? 0)
    }

    /// `第三十二条`, `第一，`, `第二类`: places in a law, in a speech, in a list.
    private func citation() -> Int? {
        guard text[index] == "第", let numeral = Numeral.read(text, at: index + 1) else { return nil }
        let behind = index + 1 + numeral.length
        if ["条", "款", "章", "编", "篇"].contains(where: { begins(with: $0, at: behind) }) { return numeral.length + 2 }
        if begins(with: "季度", at: behind) { return nil }
        let unit = unit(at: behind)
        if numeral.isChinese {
            let named: Set<String> = [
                "个", "家", "类", "项", "段", "层", "种", "件", "处", "步", "节", "年", "天", "站", "组", "队", "部",
            ]
            return unit == nil || unit.map(named.contains) == true ? 1 + numeral.length : nil
        }
        // 位列第3, but not 第3产业.
        return unit == nil && character(at: behind).map(\.isLetter) == true ? 1 + numeral.length : nil
    }
}
