import Domain
import FoundationEssentials

/// An edition's content as the journal and the tables keep it: exactly one of its fields is there.
struct EditionRecord: JSONRecord {
    var matters: [CategoryRecord]?
    var calendar: CalendarRecord?
    var dispatch: [DispatchRuleRecord]?
    var whistle: [String: WhistleStepsRecord]?

    init(_ content: Edition.Content) {
        switch content {
        case .matters(let categories): matters = categories.map(CategoryRecord.init)
        case .calendar(let calendar): self.calendar = CalendarRecord(calendar)
        case .dispatch(let rules): dispatch = rules.map(DispatchRuleRecord.init)
        case .whistle(let times):
            whistle = Dictionary(
                uniqueKeysWithValues: times.steps.map { ($0.key.rawValue, WhistleStepsRecord($0.value)) }
            )
        }
    }

    /// - Throws: ``Fault/corrupt(_:)``.
    func content(of kind: Edition.Kind) throws -> Edition.Content {
        switch kind {
        case .matters:
            if let matters { return .matters(try matters.map { try $0.category() }) }
        case .calendar:
            if let calendar { return .calendar(try calendar.calendar()) }
        case .dispatch:
            if let dispatch { return .dispatch(try dispatch.map { try $0.rule() }) }
        case .whistle:
            if let whistle {
                let steps = try whistle.map { raw, record in
                    guard let ground = WhistleGround(rawValue: raw) else {
                        throw Fault.corrupt("a stored edition names an unknown ground")
                    }
                    return (ground, try record.steps())
                }
                return .whistle(WhistleTimes(Dictionary(uniqueKeysWithValues: steps)))
            }
        }
        throw Fault.corrupt("a stored edition holds something else than its kind says")
    }
}

struct WhistleStepsRecord: Codable {
    var answer: String
    var arrive: String
    var act: String?
    var decide: String
    var rate: String

    init(_ steps: WhistleTimes.Steps) {
        answer = steps.answer.description
        arrive = steps.arrive.description
        act = steps.act?.description
        decide = steps.decide.description
        rate = steps.rate.description
    }

    /// - Throws: ``Fault/corrupt(_:)``.
    func steps() throws -> WhistleTimes.Steps {
        do throws(Malformed) {
            return WhistleTimes.Steps(
                answer: try Limit(parsing: answer),
                arrive: try Limit(parsing: arrive),
                act: try act.map { text throws(Malformed) in try Limit(parsing: text) },
                decide: try Limit(parsing: decide),
                rate: try Limit(parsing: rate)
            )
        } catch {
            throw Fault.corrupt("the stored times of a whistle hold no valid limit")
        }
    }
}

struct DispatchRuleRecord: Codable {
    var code: String
    var group: String?
    var category: String?
    var area: String?
    var hours: String?
    var unit: String
    var post: String
    var from: String?
    var until: String?
    var basis: String

    init(_ rule: DispatchRule) {
        code = rule.code.rawValue
        switch rule.matter {
        case .all: break
        case .group(let name): group = name
        case .category(let code): category = code.rawValue
        }
        if case .within(let place) = rule.area { area = place.rawValue }
        hours = rule.hours?.rawValue
        unit = rule.unit.rawValue
        post = rule.post.rawValue
        from = rule.from?.description
        until = rule.until?.description
        basis = rule.basis
    }

    /// - Throws: ``Fault/corrupt(_:)``.
    func rule() throws -> DispatchRule {
        do {
            return DispatchRule(
                code: try RuleCode(parsing: code),
                matter: try matter(),
                area: try area.map { .within(try UnitCode(parsing: $0)) } ?? .district,
                hours: try hours.map { raw in
                    guard let hours = HourClass(rawValue: raw) else {
                        throw Fault.corrupt("a stored dispatch rule names unknown hours")
                    }
                    return hours
                },
                unit: try UnitCode(parsing: unit),
                post: try UnitCode(parsing: post),
                from: try from.map { try Day(parsing: $0) },
                until: try until.map { try Day(parsing: $0) },
                basis: basis
            )
        } catch is Malformed {
            throw Fault.corrupt("a stored dispatch rule holds no valid code or day")
        }
    }

    private func matter() throws -> DispatchRule.Matter {
        if let category { return .category(try CategoryCode(parsing: category)) }
        return group.map { .group($0) } ?? .all
    }
}

/// Reads and writes the rows of editions.
enum EditionRows {
    static func write(_ editions: [Edition.Dated], into db: any Connection) throws {
        try db.submit("DELETE FROM edition")
        for (ordinal, dated) in editions.enumerated() {
            let edition = dated.edition
            try db.submit(
                """
                INSERT INTO edition (kind, version, ordinal, from_day, basis, body)
                VALUES (
                    \(edition.kind.rawValue), \(edition.version.rawValue), \(ordinal),
                    \(dated.publication?.from.description), \(dated.publication?.basis),
                    \(EditionRecord(edition.content).json))
                """
            )
        }
    }

    static func read(in db: any Connection) throws -> [Edition.Dated] {
        try db.rows("SELECT kind, version, from_day, basis, body FROM edition ORDER BY ordinal") { row in
            guard let kind = Edition.Kind(rawValue: try row.text(0)) else {
                throw Fault.corrupt("an edition's row has an unknown kind")
            }
            let content = try EditionRecord(json: try row.text(4)).content(of: kind)
            do {
                let publication = try row.optionalText(2).map { day in
                    Edition.Publication(from: try Day(parsing: day), basis: try row.text(3))
                }
                let version = try EditionVersion(parsing: row.text(1))
                return Edition.Dated(
                    edition: Edition(version: version, content: content),
                    publication: publication
                )
            } catch is Malformed {
                throw Fault.corrupt("an edition's row holds no valid version or day")
            }
        }
    }
}
