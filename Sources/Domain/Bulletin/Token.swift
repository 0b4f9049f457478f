/// A place in a text where a figure stands: `{{case.reported|件}}`, `{{ent.visited@year|家|more}}`.
///
/// In front of the first `|` the indicator and, each behind an `@`, its window and its scope; then the measure word; then
/// how it is said.
package struct Token: Hashable, Sendable {
    package enum Window: Hashable, Sendable {
        /// The issue's own.
        case issue
        /// From the first of January to the end of the issue's own.
        case year
        /// The one just before the issue's own.
        case previous
        case days(FigureWindow)
    }

    /// How a value is said (domain J.3).
    package enum Phrase: Hashable, Sendable, CaseIterable {
        case exact
        /// 余.
        case more
        /// 近.
        case nearly
        /// 约.
        case about
        /// 超.
        case over
        /// 同比.
        case onYear
        /// 较上周, 较上月.
        case onPrevious

        /// As it is written in a token, in either language.
        package static let words: [String: Phrase] = [
            "more": .more, "余": .more, "nearly": .nearly, "近": .nearly, "about": .about, "约": .about,
            "over": .over, "超": .over, "year": .onYear, "同比": .onYear, "previous": .onPrevious, "环比": .onPrevious,
        ]
    }

    package var code: IndicatorCode
    package var window: Window
    package var scope: Conditions
    /// The measure word, with 万 or 亿 in front of it where the value is to be told in these.
    package var unit: String
    package var phrase: Phrase

    /// Why a text between braces is no token: the part that cannot be read.
    package enum Fault: String, Hashable, Sendable, CaseIterable {
        case code
        case window
        case scope
        case unit
        case phrase
    }

    package struct Unreadable: Error, Hashable, Sendable {
        package let fault: Fault

        package init(fault: Fault) { self.fault = fault }
    }

    /// Reads what stands between `{{` and `}}`.
    ///
    /// - Throws: ``Unreadable``.
    package init(parsing text: some StringProtocol) throws(Unreadable) {
        let fields = Self.parts(of: String(text), at: "|")
        let parts = Self.parts(of: fields[0], at: "@")
        do { code = try IndicatorCode(parsing: parts[0]) } catch { throw Unreadable(fault: .code) }
        window = .issue
        var conditions: [Conditions.Condition] = []
        for part in parts.dropFirst() {
            if part.contains("=") {
                conditions.append(try Self.condition(part))
            } else {
                guard window == .issue else { throw Unreadable(fault: .window) }
                window = try Self.window(part)
            }
        }
        scope = Conditions(conditions)
        guard (2...3).contains(fields.count), !fields[1].isEmpty else { throw Unreadable(fault: .unit) }
        unit = fields[1]
        guard fields.count == 3 else {
            phrase = .exact
            return
        }
        guard let phrase = Phrase.words[fields[2]] else { throw Unreadable(fault: .phrase) }
        self.phrase = phrase
    }

    /// Without the blanks around them; at least one.
    private static func parts(of text: String, at sign: Character) -> [String] {
        text.split(separator: sign, omittingEmptySubsequences: false).map { part in
            String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        }
    }

    /// `unit=CG`, `grid^=411002001`.
    private static func condition(_ text: String) throws(Unreadable) -> Conditions.Condition {
        let halves = parts(of: text, at: "=")
        guard halves.count == 2 else { throw Unreadable(fault: .scope) }
        let begins = halves[0].hasSuffix("^")
        // What is no fact's name makes no condition.
        guard !halves[1].isEmpty, let fact = try? FactName(parsing: begins ? String(halves[0].dropLast()) : halves[0])
        else { throw Unreadable(fault: .scope) }
        return Conditions.Condition(fact, begins ? .begins(halves[1]) : .equals(.text(halves[1])))
    }

    /// `year`, `previous`, `2026-05-01..2026-06-01`.
    private static func window(_ text: String) throws(Unreadable) -> Window {
        switch text {
        case "year": return .year
        case "previous": return .previous
        default:
            // What are no two days is no window.
            guard let dots = text.firstRange(of: ".."), let from = try? Day(parsing: text[..<dots.lowerBound]),
                let until = try? Day(parsing: text[dots.upperBound...]),
                let days = try? FigureWindow(from: from, until: until)
            else { throw Unreadable(fault: .window) }
            return .days(days)
        }
    }
}

/// A value that somebody has to compute: the same request, the same figure.
package struct FigureRequest: Hashable, Sendable {
    package let code: IndicatorCode
    package let window: FigureWindow
    package let scope: Conditions

    package init(_ code: IndicatorCode, _ window: FigureWindow, _ scope: Conditions) {
        self.code = code
        self.window = window
        self.scope = scope
    }
}

extension Token {
    /// Its window in an issue.
    package func window(in issue: FigureWindow) -> FigureWindow {
        switch window {
        case .issue: return issue
        case .previous: return issue.before
        case .days(let days): return days
        case .year:
            let year = issue.until.advanced(by: -1).year
            // A window begins before it ends, so a day of its year does too.
            guard let first = Day(year: year, month: 1, day: 1),
                let days = try? FigureWindow(from: first, until: issue.until)
            else { return issue }
            return days
        }
    }

    /// What it takes to say it: the value, then the one that it is compared with.
    ///
    /// `also`: the scope of the row of a table that it stands in.
    package func requests(in issue: FigureWindow, also: Conditions = Conditions()) -> [FigureRequest] {
        let window = window(in: issue)
        let scope = scope.and(also)
        let value = FigureRequest(code, window, scope)
        switch phrase {
        case .exact, .more, .nearly, .about, .over: return [value]
        case .onYear: return [value, FigureRequest(code, window.yearEarlier, scope)]
        case .onPrevious: return [value, FigureRequest(code, window.before, scope)]
        }
    }
}
