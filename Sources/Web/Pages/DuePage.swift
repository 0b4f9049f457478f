import Application
import Domain
import Hummingbird
import Store

extension WebDoor {
    /// Why a case is due when it is, for the staff who see the case.
    func deskDue(_ raw: String, _ visit: Visit) async throws -> Response {
        guard let signedIn = visit.signedIn else { return redirect("/desk/sign-in") }
        guard let number = number(raw), let view = try await office.caseView(number, as: .staff(signedIn.staff)) else {
            return pages.message("not_found", status: .notFound, visit: visit)
        }
        return duePage(view, back: "/desk/cases/\(number.rawValue)", visit)
    }

    /// The same for whoever holds the slip; it names no one of the staff.
    func slipDue(_ raw: String, _ secret: String, _ visit: Visit) async throws -> Response {
        guard let number = number(raw), let view = try await office.caseView(number, secret: secret) else {
            return pages.message("not_found", status: .notFound, visit: visit)
        }
        return duePage(view, back: "/r/\(number.rawValue)/\(secret)", visit)
    }

    private func duePage(_ view: CaseView, back: String, _ visit: Visit) -> Response {
        let words = Words(office: office, language: visit.language)
        let explained = DueWords(words: words, view: view)
        let title = words.text("web.due_title")
        let model: [String: Any] = [
            "number": view.summary.number.rawValue, "matter_name": words.category(view.summary.category), "back": back,
            "clocks": explained.models,
        ]
        return pages.page("due", model, title: title, visit: visit, isNarrow: true, isPrivate: true)
    }
}

/// The arithmetic of a case's due times, line by line, in words.
///
/// What the lines say was noted down by the rules that computed the time; nothing is computed here.
struct DueWords {
    let words: Words
    let view: CaseView

    /// The overall clocks of the case: the answer's, and after 立案 the solving one.
    var models: [[String: Any]] {
        let file = view.file
        var models = [model(file.answer, heading: "due.answer", category: file.report.category, \.answerLimit)]
        if let solve = file.solve {
            models.append(model(solve, heading: "due.solve", category: file.category, \.solveLimit))
        }
        return models
    }

    private func model(
        _ clock: Clock,
        heading: String,
        category: CategoryCode,
        _ limit: KeyPath<CauseCategory, Limit>
    ) -> [String: Any] {
        let calendar = words.office.directory.calendar(version: view.file.calendar)
        let explanation = clock.deadline.explanation(in: calendar)
        var lines = explanation.steps.map { line($0, limit: clock.limit) }
        if let due = explanation.due, due != clock.due {
            // A clock that began under rules that have changed since keeps the time that people were told.
            lines.append(words.text("due.recorded", ["at": words.time(clock.due)]))
        }
        return [
            "heading": words.text(heading), "limit": self.limit(clock.limit),
            "basis": basis(clock, category: category, limit), "calendar": explanation.calendar, "lines": lines,
            "result": explanation.due == nil
                ? words.text("due.unknown") : words.text("due.result", ["at": words.time(clock.due)]),
        ]
    }

    /// 3 个工作日，按日计.
    private func limit(_ limit: Limit) -> String {
        let amount = words.text("amount.\(limit.unit.rawValue)", ["n": "\(limit.amount)"])
        return words.text("due.counting_\(limit.counting.rawValue)", ["amount": amount])
    }

    private func basis(_ clock: Clock, category: CategoryCode, _ limit: KeyPath<CauseCategory, Limit>) -> String {
        let office = words.office
        let day = office.settings.zone.day(of: view.file.reportedAt)
        let rules = office.directory.ruleBook.rules(on: day)
        var values = ["category": words.category(category)]
        guard rules.categories[category]?[keyPath: limit] == clock.limit else {
            return words.text("due.basis_kept", values)
        }
        guard let edition = rules.edition(.matters), let publication = edition.publication else {
            return words.text("due.basis_first", values)
        }
        values["version"] = edition.edition.version.rawValue
        values["from"] = words.day(publication.from)
        values["basis"] = publication.basis
        return words.text("due.basis", values)
    }

    private func line(_ step: DueStep, limit: Limit) -> String {
        func text(_ key: String, _ values: [String: String] = [:]) -> String { words.text(key, values) }
        switch step {
        case .begins(let moment): return text("due.begins", ["at": words.time(moment)])
        case .extended(let amount, let moment):
            let more = text("amount.\(limit.unit.rawValue)", ["n": "\(amount)"])
            return text("due.extended", ["amount": more, "at": words.time(moment)])
        case .paused(let pause, let seconds):
            let values = [
                "from": words.time(pause.lowerBound), "to": words.time(pause.upperBound), "time": duration(seconds),
            ]
            return text(limit.unit.isWorked ? "due.paused_worked" : "due.paused", values)
        case .givenBack(let days):
            return text(limit.unit.isWorked ? "due.given_back_workdays" : "due.given_back_days", ["n": "\(days)"])
        case .givenBackSeconds(let seconds): return text("due.given_back", ["time": duration(seconds)])
        case .stands(let since): return text("due.stands", ["at": words.time(since)])
        case .firstDayNotCounted(let day): return text("due.first_day", ["day": words.day(day)])
        case .sameDay(let day, let isStillOpen):
            return text(isStillOpen ? "due.same_day" : "due.same_day_over", ["day": words.day(day)])
        case .countedDay(let day, let kind, let number, let count):
            let values = ["day": words.day(day), "kind": self.kind(kind), "n": "\(number)", "of": "\(count)"]
            return text("due.counted", values)
        case .skippedDay(let day, let kind):
            return text("due.skipped", ["day": words.day(day), "kind": self.kind(kind)])
        case .worked(let from, let to, let left):
            let zone = words.office.settings.zone
            let values = [
                "day": words.day(zone.day(of: from)), "from": words.clock(from), "to": words.clock(to),
                "time": duration(from.seconds(until: to)), "left": duration(left),
            ]
            return text(left == 0 ? "due.worked_last" : "due.worked", values)
        case .elapsed(let seconds): return text("due.elapsed", ["time": duration(seconds)])
        case .calendarDays(let from, let count, let to):
            return text("due.days", ["from": words.day(from), "n": "\(count)", "to": words.day(to)])
        case .months(let from, let count, let to):
            return text("due.months", ["from": words.day(from), "n": "\(count)", "to": words.day(to)])
        case .movedPastHolidays(let from, let to):
            return text("due.moved", ["from": words.day(from), "to": words.day(to)])
        case .dayEnds(let day, let moment):
            return text("due.day_ends", ["day": words.day(day), "at": words.time(moment)])
        case .sameTimeOfDay(let moment): return text("due.same_time", ["at": words.time(moment)])
        case .beganOnDayOff(let day): return text("due.began_on_day_off", ["day": words.day(day)])
        }
    }

    private func kind(_ kind: WorkingCalendar.DayKind) -> String { words.text("due.kind_\(kind.rawValue)") }

    /// 3 小时 30 分; what is a whole number of days by the clock is said in days.
    private func duration(_ seconds: Int64) -> String {
        let (hours, minutes, rest) = (seconds / 3_600, seconds % 3_600 / 60, seconds % 60)
        var parts: [String] = []
        if hours > 0 { parts.append(words.text("due.hours", ["n": "\(hours)"])) }
        if minutes > 0 { parts.append(words.text("due.minutes", ["n": "\(minutes)"])) }
        if rest > 0 || parts.isEmpty { parts.append(words.text("due.seconds", ["n": "\(rest)"])) }
        return parts.joined(separator: " ")
    }
}

extension LimitUnit {
    /// Counted in working time.
    fileprivate var isWorked: Bool {
        switch self {
        case .workingHour, .workingDay: true
        case .minute, .hour, .calendarDay, .month: false
        }
    }
}

extension Words {
    /// A day as people say it: `11月27日 周五`, `Fri 27 Nov`, with the year when it is another.
    func day(_ day: Day) -> String {
        let values = [
            "year": "\(day.year)", "month": "\(day.month)", "day": "\(day.day)",
            "month_name": text("web.month_\(day.month)"), "weekday": text("due.weekday_\(day.weekday.rawValue)"),
        ]
        return text(day.year == office.today.year ? "web.time_day" : "web.time_day_with_year", values)
    }

    /// `17:30`.
    func clock(_ instant: Instant) -> String {
        let seconds = office.settings.zone.secondsOfDay(of: instant)
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(two(seconds / 3_600)):\(two(seconds % 3_600 / 60))"
    }
}
