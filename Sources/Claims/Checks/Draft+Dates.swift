import Domain

/// Dates with their weekdays, meetings with their numbers, and what the title says the text is about.
extension Draft {
    func dates(year given: Int?) -> [Finding] {
        var year = given
        var month: Int?
        var found: [Finding] = []
        var meetings: [String: (number: Rational, day: Day)] = [:]
        var today: Day?
        for claim in claims {
            switch claim.kind {
            case .date(let date):
                for part in [date.first, date.last].compactMap({ $0 }) {
                    year = part.year ?? year
                    month = part.month ?? month
                    if let month = part.month, !(1...12).contains(month) {
                        found.append(Finding(.brokenDate, at: claim.range, ["claim": claim.text]))
                        continue
                    }
                    guard let month, let number = part.day else { continue }
                    // A leap year has all days that any year has.
                    guard let day = Day(year: year ?? 2_024, month: month, day: number) else {
                        found.append(Finding(.brokenDate, at: claim.range, ["claim": claim.text]))
                        continue
                    }
                    today = day
                    // Without a year nobody knows the weekday.
                    if year != nil, let weekday = part.weekday, day.weekday != weekday {
                        let values = ["claim": claim.text, "weekday": "\(day.weekday)", "day": day.description]
                        found.append(Finding(.weekday, at: claim.range, values))
                    }
                }
            case .ordinal(let unit):
                guard unit == "次" || unit == "届", let today, let name = meeting(claim, unit: unit) else { continue }
                if let before = meetings[name] {
                    let isBackwards = (before.day < today) != (before.number < claim.numeral.value)
                    let isTwice = before.number == claim.numeral.value
                    if before.day != today, isTwice || isBackwards {
                        found.append(Finding(.ordinal, at: claim.range, ["claim": claim.text, "name": name]))
                    } else if before.day == today, !isTwice {
                        found.append(Finding(.ordinal, at: claim.range, ["claim": claim.text, "name": name]))
                    }
                }
                meetings[name] = (claim.numeral.value, today)
            case .count, .share, .points, .multiple: continue
            }
        }
        return found + title()
    }

    /// `区委常委会|会议`: the body and the kind of its meeting.
    private func meeting(_ claim: Claim, unit: String) -> String? {
        guard unit == "次" else { return nil }
        let body = claim.before.filter(\.isLetter).without([
            "召开", "举行", "主持", "组织", "出席", "参加", "传达", "学习", "今年", "本年度", "的", "上午", "下午", "晚",
        ])
        let after = claim.after.filter(\.isLetter)
        let kind =
            ["常务会议", "全体会议", "代表大会", "专题会议", "联席会议", "全会", "例会", "会议", "会"].first { after.prefix(8).contains($0) } ?? ""
        return kind.isEmpty ? nil : body.suffix(8) + "|" + kind
    }

    /// A title that names one month over a text that never does.
    private func title() -> [Finding] {
        guard let end = characters.firstIndex(of: "\n"), end <= 60 else { return [] }
        let inTitle = claims.filter {
            $0.range.upperBound <= end && $0.date?.first.month != nil && $0.date?.first.day == nil
        }
        guard let title = inTitle.first, inTitle.count == 1, let date = title.date, let month = date.first.month else {
            return []
        }
        let months = claims.filter { $0.range.lowerBound > end }.compactMap(\.date).filter {
            $0.first.month != nil && $0.first.day == nil
        }
        guard let other = months.first?.first, !months.isEmpty else { return [] }
        let named = months.contains { later in
            let first = later.first.month ?? 0
            let covers = month...max(month, date.last?.month ?? month)
            return covers.overlaps(first...max(first, later.last?.month ?? first))
        }
        return named ? [] : [Finding(.titlePeriod, at: title.range, ["claim": title.text, "other": other.text])]
    }
}
