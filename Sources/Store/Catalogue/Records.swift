import Domain
import FoundationEssentials

/// A definition as the journal and the tables keep it: JSON with sorted keys, versioned by its own fields.
protocol JSONRecord: Codable {}

extension JSONRecord {
    var json: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return String(decoding: try encoder.encode(self), as: UTF8.self)
        } catch {
            preconditionFailure("assumed that texts and numbers encode: \(error)")
        }
    }

    /// - Throws: ``Fault/corrupt(_:)``.
    init(json: String) throws {
        do { self = try JSONDecoder().decode(Self.self, from: Data(json.utf8)) } catch {
            throw Fault.corrupt("a stored definition is not what the program writes")
        }
    }
}

struct UnitRecord: JSONRecord {
    var name: String
    var nameEnglish: String
}

struct WordingRecord: Codable {
    var zh: String
    var en: String

    init(_ wording: Wording) {
        zh = wording.chinese
        en = wording.english
    }

    var wording: Wording { Wording(zh, english: en) }
}

struct CategoryRecord: JSONRecord {
    struct AttributeRecord: Codable {
        struct ChoiceRecord: Codable {
            var key: String
            var name: WordingRecord
        }

        var code: String
        var kind: String
        var required: Bool
        var question: WordingRecord
        var hint: WordingRecord
        var choices: [ChoiceRecord]
    }

    var code: String
    var name: WordingRecord
    var description: WordingRecord
    var group: WordingRecord
    var keywords: [String]
    var condition: WordingRecord
    var answer: String
    var verify: String
    var solve: String
    var check: String
    var unit: String
    var selfHandlable: Bool
    var attributes: [AttributeRecord]

    init(_ category: CauseCategory) {
        code = category.code.rawValue
        name = WordingRecord(category.name)
        description = WordingRecord(category.description)
        group = WordingRecord(category.group)
        keywords = category.keywords
        condition = WordingRecord(category.establishCondition)
        answer = category.answerLimit.description
        verify = category.verifyLimit.description
        solve = category.solveLimit.description
        check = category.checkLimit.description
        unit = category.leadUnit.rawValue
        selfHandlable = category.isSelfHandlable
        attributes = category.attributes.map { attribute in
            AttributeRecord(
                code: attribute.code.rawValue,
                kind: attribute.kind.rawValue,
                required: attribute.isRequired,
                question: WordingRecord(attribute.question),
                hint: WordingRecord(attribute.hint),
                choices: attribute.choices.map { .init(key: $0.key, name: WordingRecord($0.name)) }
            )
        }
    }

    /// - Throws: ``Fault/corrupt(_:)``.
    func category() throws -> CauseCategory {
        do {
            return CauseCategory(
                code: try CategoryCode(parsing: code),
                name: name.wording,
                description: description.wording,
                group: group.wording,
                keywords: keywords,
                establishCondition: condition.wording,
                answerLimit: try Limit(parsing: answer),
                verifyLimit: try Limit(parsing: verify),
                solveLimit: try Limit(parsing: solve),
                checkLimit: try Limit(parsing: check),
                leadUnit: try UnitCode(parsing: unit),
                isSelfHandlable: selfHandlable,
                attributes: try attributes.map { try $0.attribute() }
            )
        } catch is Malformed {
            throw Fault.corrupt("a stored category holds no valid code or limit")
        }
    }
}

extension CategoryRecord.AttributeRecord {
    fileprivate func attribute() throws -> CauseCategory.Attribute {
        guard let kind = CauseCategory.Attribute.Kind(rawValue: kind) else {
            throw Fault.corrupt("a stored category asks a question of an unknown kind")
        }
        return CauseCategory.Attribute(
            code: try CategoryCode(parsing: code),
            kind: kind,
            isRequired: required,
            question: question.wording,
            hint: hint.wording,
            choices: choices.map { .init(key: $0.key, name: $0.name.wording) }
        )
    }
}

struct CalendarRecord: JSONRecord {
    struct ShiftRecord: Codable {
        var start: Int
        var end: Int
    }

    var version: String
    var zone: Int
    var weekdays: [Int]
    var shifts: [ShiftRecord]
    var holidays: [String]
    var statutory: [String]
    var makeUp: [String]
    var years: [Int]

    init(_ calendar: WorkingCalendar) {
        version = calendar.version
        zone = calendar.zone.secondsFromUTC
        weekdays = calendar.workingWeekdays.map(\.rawValue).sorted()
        shifts = calendar.shifts.map { ShiftRecord(start: $0.start, end: $0.end) }
        holidays = calendar.holidays.sorted().map(\.description)
        statutory = calendar.statutoryHolidays.sorted().map(\.description)
        makeUp = calendar.makeUpDays.sorted().map(\.description)
        years = calendar.coveredYears.sorted()
    }

    /// - Throws: ``Fault/corrupt(_:)``.
    func calendar() throws -> WorkingCalendar {
        guard let zone = Zone(secondsFromUTC: zone) else { throw Fault.corrupt("a stored calendar has no valid zone") }
        do {
            return try WorkingCalendar(
                version: version,
                zone: zone,
                workingWeekdays: Set(weekdays.compactMap(Weekday.init(rawValue:))),
                shifts: try shifts.map { try Shift(start: $0.start, end: $0.end) },
                holidays: try days(holidays),
                statutoryHolidays: try days(statutory),
                makeUpDays: try days(makeUp),
                coveredYears: Set(years)
            )
        } catch is Malformed {
            throw Fault.corrupt("a stored calendar holds no valid day or shift")
        }
    }

    private func days(_ texts: [String]) throws -> Set<Day> { Set(try texts.map { try Day(parsing: $0) }) }
}
