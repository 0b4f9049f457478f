package import Domain
import FoundationEssentials

extension EnterpriseProblem: Journaled {
    package static func content(of event: Event, in state: EnterpriseProblem) -> EntryContent {
        var content = body(of: event.what, in: state)
        content.facts["s"] = .text(event.tag.rawValue)
        content.facts["on"] = .text(event.on.description)
        content.facts.set("grade", state.grade?.rawValue)
        guard let intake = state.intake else { return content }
        content.facts["firm_kind"] = .text(intake.firmKind.rawValue)
        content.facts["need"] = .text(intake.need.rawValue)
        // A sole trader is a person: see ``Enterprise/content(of:in:)``.
        if intake.firmKind == .soleTrader {
            content.payload.set(grid: intake.grid)
        } else {
            content.facts.set(grid: intake.grid)
        }
        return content
    }

    private static func body(of event: Event.What, in state: EnterpriseProblem) -> EntryContent {
        switch event {
        case .collected(let intake):
            var content = EntryContent(type: "problem.collected", facts: ["open": .integer(1)])
            content.facts["source"] = .text(intake.source.rawValue)
            content.payload["number"] = .integer(Int64(intake.number))
            content.payload["firm"] = .integer(Int64(intake.firm))
            content.payload["text"] = .text(intake.text)
            content.payload.set("visit", intake.visit?.rawValue.uuidString)
            content.payload.set("hidden", intake.hidden.isEmpty ? nil : text(of: intake.hidden))
            content.payload.set(
                "documents",
                intake.documents.isEmpty ? nil : Document.text(of: intake.documents)
            )
            return content
        case .clarified(_, let text):
            return EntryContent(type: "problem.clarified", payload: ["text": .text(text)])
        case .graded(_, let number):
            return EntryContent(type: "problem.graded", payload: ["case": .text(number.rawValue)])
        case .assigned(let unit):
            return EntryContent(type: "problem.assigned", facts: ["unit": .text(unit.rawValue)])
        case .opined(let opinion, let isOnTime):
            var content = byUnit("problem.opinion_given", state)
            content.facts["on_time"] = .integer(isOnTime ? 1 : 0)
            content.facts["promised"] = .text(opinion.promised.description)
            content.payload["text"] = .text(opinion.text)
            return content
        case .progressed(let text, let isOnTime):
            var content = byUnit("problem.progress_told", state)
            content.facts["on_time"] = .integer(isOnTime ? 1 : 0)
            content.payload["text"] = .text(text)
            return content
        case .becameOverdue(let owed, let by):
            var content = byUnit("problem.became_overdue", state)
            content.facts["owed"] = .text(owed.rawValue)
            content.facts["due"] = .text(by.description)
            return content
        case .passedUp: return byUnit("problem.passed_up", state)
        case .suspended(let review):
            var content = byUnit("problem.suspended", state)
            content.facts["review"] = .text(review.description)
            return content
        case .resumed: return byUnit("problem.resumed", state)
        case .answered(let result, let basis):
            var content = byUnit("problem.answered", state)
            content.facts["result"] = .text(result.rawValue)
            content.payload.set("basis", basis.isEmpty ? nil : basis)
            return content
        case .said(let voice, let word, let solved):
            var content = byUnit("problem.said", state)
            content.facts["voice"] = .text(voice.rawValue)
            content.facts["says_solved"] = .integer(word.isSolved ? 1 : 0)
            content.facts.set("satisfied", word.isSatisfied.map { $0 ? 1 : 0 })
            content.facts["solved"] = .integer(Int64(solved))
            content.payload["note"] = .text(word.note)
            return content
        case .notReached: return byUnit("problem.not_reached", state)
        case .closed(let outcome, let isOnTime, let days, let solved):
            var content = byUnit("problem.closed", state)
            content.facts["result"] = .text(outcome.rawValue)
            content.facts["on_time"] = .integer(isOnTime ? 1 : 0)
            content.facts["days"] = .integer(Int64(days))
            content.facts["solved"] = .integer(Int64(solved))
            content.facts["open"] = .integer(-1)
            return content
        case .reopened(let solved):
            return EntryContent(
                type: "problem.reopened",
                facts: ["open": .integer(1), "solved": .integer(Int64(solved))]
            )
        case .withdrawn: return EntryContent(type: "problem.withdrawn", facts: ["open": .integer(-1)])
        case .voided: return EntryContent(type: "problem.voided", facts: ["open": .integer(-1)])
        }
    }

    private static func byUnit(_ type: String, _ state: EnterpriseProblem) -> EntryContent {
        var content = EntryContent(type: type)
        content.facts.set("unit", state.unit?.rawValue)
        return content
    }

    static func text(of units: Set<UnitCode>) -> String { units.map(\.rawValue).sorted().joined(separator: ",") }

    package static func event(type: String, facts: Facts) throws -> Event {
        // The type first: what is no entry of a problem is said to be that.
        let what = try what(type, facts)
        return Event(tag: try facts.firmTag("s"), on: try facts.day("on"), what: what)
    }

    private static func what(_ type: String, _ facts: Facts) throws -> Event.What {
        switch type {
        case "problem.collected": return .collected(try intake(facts))
        case "problem.clarified": return .clarified(try facts.choice("need"), text: try facts.text("text"))
        case "problem.graded":
            return .graded(try facts.choice("grade"), CaseNumber(stored: try facts.text("case")))
        case "problem.assigned": return .assigned(try facts.unit("unit"))
        case "problem.opinion_given":
            let opinion = Opinion(
                text: try facts.text("text"),
                promised: try facts.day("promised"),
                on: try facts.day("on")
            )
            return .opined(opinion, isOnTime: facts.flag("on_time"))
        case "problem.progress_told":
            return .progressed(text: try facts.text("text"), isOnTime: facts.flag("on_time"))
        case "problem.became_overdue": return .becameOverdue(try facts.choice("owed"), by: try facts.day("due"))
        case "problem.passed_up": return .passedUp
        case "problem.suspended": return .suspended(review: try facts.day("review"))
        case "problem.resumed": return .resumed
        case "problem.answered": return .answered(try facts.choice("result"), basis: facts.optionalText("basis") ?? "")
        case "problem.said":
            let word = Word(
                isSolved: facts.flag("says_solved"),
                isSatisfied: facts.optionalInteger("satisfied").map { $0 == 1 },
                note: try facts.text("note")
            )
            return .said(try facts.choice("voice"), word, solved: try facts.number("solved"))
        case "problem.not_reached": return .notReached
        case "problem.closed":
            return .closed(
                try facts.choice("result"),
                isOnTime: facts.flag("on_time"),
                days: try facts.number("days"),
                solved: try facts.number("solved")
            )
        case "problem.reopened": return .reopened(solved: try facts.number("solved"))
        case "problem.withdrawn": return .withdrawn
        case "problem.voided": return .voided
        default: throw Fault.corrupt("an entry of an unknown type stands in a problem's history")
        }
    }

    private static func intake(_ facts: Facts) throws -> Intake {
        let hidden = facts.optionalText("hidden")?.split(separator: ",") ?? []
        do {
            return Intake(
                number: try facts.number("number"),
                firm: try facts.number("firm"),
                firmKind: try facts.choice("firm_kind"),
                grid: try facts.optionalGrid(),
                source: try facts.choice("source"),
                need: try facts.choice("need"),
                text: try facts.text("text"),
                visit: try facts.optionalText("visit").map { try facts.id($0) },
                hidden: Set(try hidden.map { try UnitCode(parsing: $0) }),
                documents: Document.list(stored: facts.optionalText("documents") ?? "")
            )
        } catch is Malformed {
            throw Fault.corrupt("a problem's entry names no valid unit")
        }
    }
}

extension EnterpriseProblem {
    /// The problem's row: a function of the state alone.
    package func project(id: ID<EnterpriseProblem>, version: Int, into db: any Connection) throws {
        guard let intake, let collectedOn else { return }
        let owed = debt
        try db.submit(
            """
            INSERT INTO problem (
                id, number, version, firm, grid, source, need, summary, hidden, stage, is_open, grade, case_number, unit,
                owed, owed_by, is_overdue, result, is_solved, collected_on, closed_on, documents)
            VALUES (
                \(id.bytes), \(intake.number), \(version), \(intake.firm), \(intake.grid?.rawValue),
                \(intake.source.rawValue), \(intake.need.rawValue), \(String(intake.text.prefix(120))),
                \(Self.text(of: intake.hidden)), \(stage.name.rawValue), \(stage.isOpen), \(grade?.rawValue),
                \(caseNumber?.rawValue), \(unit?.rawValue), \(owed?.what.rawValue), \(owed?.by.description),
                \(isOverdue), \(result?.rawValue), \(isCounted), \(collectedOn.description), \(closedOn?.description),
                \(Document.text(of: intake.documents)))
            ON CONFLICT (id) DO UPDATE SET
                version = excluded.version,
                need = excluded.need,
                summary = excluded.summary,
                stage = excluded.stage,
                is_open = excluded.is_open,
                grade = excluded.grade,
                case_number = excluded.case_number,
                unit = excluded.unit,
                owed = excluded.owed,
                owed_by = excluded.owed_by,
                is_overdue = excluded.is_overdue,
                result = excluded.result,
                is_solved = excluded.is_solved,
                closed_on = excluded.closed_on
            """
        )
    }
}
