import Domain

/// 日均, 人均 and the like: total, divisor and mean must fit.
extension Draft {
    func means(year: Int?) -> [Finding] {
        statements.flatMap { statement in
            statement.indices.compactMap { place -> Finding? in
                let mean = claims[statement[place]]
                guard mean.isCount, isMean(mean) else { return nil }
                if Self.says(mean.before, ["日均", "平均每天", "每天平均", "日平均"]) {
                    return daily(place, in: statement, year: year)
                }
                return each(place, in: statement)
            }
        }
    }

    /// What means are printed as: rounded, or cut off.
    private func printed(_ mean: Claim) -> Bounds {
        let value = mean.numeral.value
        let step = mean.numeral.isRounded ? mean.numeral.step : .one
        guard mean.wording == .plain, let half = step.over(Rational(2)), let low = value.minus(half),
            let high = value.plus(step)
        else { return mean.bounds }
        return .from(low, upTo: high)
    }

    private func totals(of mean: Claim, in statement: [Int]) -> [Claim] {
        statement.map { claims[$0] }.filter {
            $0.kind == mean.kind && $0.range != mean.range && !isMean($0) && !isEarlier($0)
                && !Self.says($0.before, Self.changes) && $0.bounds.lower != nil && $0.bounds.upper != nil
        }
    }

    private func daily(_ place: Int, in statement: [Int], year: Int?) -> Finding? {
        let index = statement[place]
        let mean = claims[index]
        let days = days(before: index, in: statement, year: year)
        guard let first = days.first, let total = totals(of: mean, in: statement).first else { return nil }
        let all = totals(of: mean, in: statement)
        let said = printed(mean)
        let fits = all.contains { total in
            days.contains { total.bounds.over(.exactly(Rational($0)))?.meets(said) ?? true }
        }
        guard !fits, let found = total.bounds.over(.exactly(Rational(first))) else { return nil }
        let values = ["claim": mean.text, "total": total.text, "count": "\(first)", "found": found.text(places: 1)]
        return Finding(.mean, at: mean.range, values)
    }

    /// How many days, and how many working days, the last time before a claim has; none where the text does not say.
    private func days(before index: Int, in statement: [Int], year: Int?) -> [Int] {
        let dates = claims[..<index].suffix(20).compactMap(\.date)
        let start = max(claims[statement[0]].range.lowerBound - 40, 0)
        let said = words(start..<claims[index].range.lowerBound)
        if Self.says(said, ["本周", "上周", "一周", "当周"]) { return [7, 5] }
        guard let date = dates.last else { return [] }
        let first = date.first
        let years = (first.year ?? year).map { [$0] } ?? [2_023, 2_024]
        func length(from month: Int, through last: Int, in year: Int) -> Int? {
            guard let begin = Day(year: year, month: month, day: 1), let end = Day(year: year, month: last, day: 1)
            else {
                return nil
            }
            return begin.distance(to: end.adding(months: 1))
        }
        switch (first.month, first.day, date.last) {
        case (let month?, nil, nil):
            return years.compactMap { length(from: month, through: month, in: $0) } + Array(19...23)
        case (let month?, nil, let last?):
            return years.compactMap { length(from: month, through: last.month ?? month, in: $0) }
        case (nil, nil, nil): return first.year == nil ? [] : [365, 366]
        case (let month, let day?, let last?):
            guard let end = last.day else { return [] }
            let through = last.month ?? month
            if month == nil || through == month {
                return [end - day + 1].filter { $0 > 0 } + (end - day == 6 ? [5] : [])
            }
            return years.compactMap { year in
                guard let begin = Day(year: year, month: month ?? 1, day: day),
                    let end = Day(year: last.year ?? year, month: through ?? 1, day: end), begin < end
                else { return nil }
                return begin.distance(to: end) + 1
            }
        case (nil, nil, _?), (_, _?, nil): return []
        }
    }

    private static let divisors: [(word: String, units: Set<String>)] = [
        ("人均", ["人", "名", "位"]), ("户均", ["户", "家"]), ("场均", ["场", "场次"]), ("家均", ["家"]), ("次均", ["次", "场"]),
        ("网格均", ["个"]), ("件均", ["件"]), ("亩均", ["亩"]),
    ]

    /// `服务8640小时，人均4.1小时` with the number of people wherever the text gives it.
    private func each(_ place: Int, in statement: [Int]) -> Finding? {
        let index = statement[place]
        let mean = claims[index]
        guard let units = Self.divisors.first(where: { mean.before.contains($0.word) })?.units else { return nil }
        let all = totals(of: mean, in: statement)
        func isDivisor(_ claim: Claim) -> Bool {
            claim.unit.map(units.contains) == true && claim.isCount && !isMean(claim) && claim.bounds.lower != nil
                && claim.range != mean.range
        }
        let here = statement.map { claims[$0] }.filter(isDivisor)
        let known = here.isEmpty ? claims[max(0, index - 40)..<index].filter(isDivisor) : here
        guard let total = all.first, let count = known.last else { return nil }
        let said = printed(mean)
        let fits = all.contains { total in known.contains { total.bounds.over($0.bounds)?.meets(said) ?? true } }
        guard !fits, let found = total.bounds.over(count.bounds) else { return nil }
        let values = ["claim": mean.text, "total": total.text, "count": count.text, "found": found.text(places: 1)]
        return Finding(.mean, at: mean.range, values)
    }
}
