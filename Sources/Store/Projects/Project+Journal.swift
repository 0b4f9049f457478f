package import Domain
import FoundationEssentials

extension Project: Journaled {
    package static func content(of event: Event, in state: Project) -> EntryContent {
        var content = body(of: event.what, in: state)
        content.facts["on"] = .text(event.on.description)
        guard let details = state.details else { return content }
        content.facts["project"] = .text(String(details.serial))
        content.facts["level"] = .text(details.level.rawValue)
        content.facts["stage"] = .text(state.stage.rawValue)
        content.facts.set(details.place)
        return content
    }

    private static func body(of event: Event.What, in state: Project) -> EntryContent {
        var content: EntryContent
        switch event {
        case .registered(let details):
            content = EntryContent(type: "project.registered", facts: ["open": .integer(1)])
            content.payload["name"] = .text(details.name)
            content.payload["investor"] = .text(details.investor)
            content.payload.set("firm", details.firm)
        case .listed(let year, let standing):
            content = EntryContent(type: "project.listed")
            content.facts["year"] = .integer(Int64(year))
            content.facts["standing"] = .text(standing.rawValue)
        case .moved(let stage):
            content = EntryContent(type: "project.moved", facts: ["open": .integer(stage.isOpen ? 0 : -1)])
        case .seated(let term):
            content = EntryContent(type: "project.seated")
            content.facts["seat"] = .text(term.seat.rawValue)
            content.facts["body"] = .text(term.unit.rawValue)
            content.facts["precision"] = .text(term.precision.rawValue)
            content.payload["holder"] = .text(term.holder.rawValue.uuidString)
            content.payload.set("until", term.until?.description)
        case .unseated(let seat):
            content = EntryContent(type: "project.unseated", facts: ["seat": .text(seat.rawValue)])
        case .planned(let number, let name, let day):
            content = numbered("project.milestone_planned", "milestone", number)
            content.facts["planned"] = .text(day.description)
            content.payload["name"] = .text(name)
        case .replanned(let number, let from, let to, let reason):
            content = numbered("project.milestone_moved", "milestone", number)
            content.facts["from"] = .text(from.description)
            content.facts["planned"] = .text(to.description)
            content.payload["reason"] = .text(reason)
        case .reached(let number, let late):
            content = numbered("project.milestone_reached", "milestone", number)
            content.facts["late"] = .integer(Int64(late))
            content.facts["on_time"] = .integer(late <= 0 ? 1 : 0)
        case .noted(let text): content = EntryContent(type: "project.noted", payload: ["text": .text(text)])
        case .blocked(let number, let need, let text, let problem):
            content = numbered("project.blocker_reported", "blocker", number)
            content.facts["need"] = .text(need.rawValue)
            content.facts["open"] = .integer(1)
            content.payload["text"] = .text(text)
            content.payload.set("problem", problem)
        case .coordinated(let number, let with, let days, let isOnTime):
            content = numbered("project.blocker_coordinated", "blocker", number)
            content.facts["days"] = .integer(Int64(days))
            content.facts["on_time"] = .integer(isOnTime ? 1 : 0)
            content.payload["with"] = .text(with)
        case .solved(let number, let solution, let days, let isOnTime):
            content = numbered("project.blocker_solved", "blocker", number)
            content.facts["days"] = .integer(Int64(days))
            content.facts["on_time"] = .integer(isOnTime ? 1 : 0)
            content.facts["open"] = .integer(-1)
            content.facts["solved"] = .integer(1)
            content.payload["solution"] = .text(solution)
        case .reopened(let number, let reason):
            content = numbered("project.blocker_reopened", "blocker", number)
            content.facts["open"] = .integer(1)
            content.facts["solved"] = .integer(-1)
            content.payload["reason"] = .text(reason)
        case .lit(let light, let late):
            content = EntryContent(type: "project.lit", facts: ["light": .text(light.rawValue)])
            content.facts["late"] = .integer(Int64(late))
        }
        return content
    }

    private static func numbered(_ type: String, _ part: String, _ number: Int) -> EntryContent {
        EntryContent(type: type, facts: [part: .integer(Int64(number))])
    }

    package static func event(type: String, facts: Facts) throws -> Event {
        // The type first: what is no entry of a project is said to be that.
        let what = try what(type, facts)
        return Event(on: try facts.day("on"), what)
    }

    private static func what(_ type: String, _ facts: Facts) throws -> Event.What {
        switch type {
        case "project.registered":
            guard let serial = Int(try facts.text("project")) else {
                throw Fault.corrupt("a project's entry has no serial")
            }
            return .registered(
                Details(
                    serial: serial,
                    name: try facts.text("name"),
                    level: try facts.choice("level"),
                    place: try facts.workPlace(),
                    investor: try facts.text("investor"),
                    firm: facts.optionalNumber("firm")
                )
            )
        case "project.listed": return .listed(year: try facts.number("year"), try facts.choice("standing"))
        case "project.moved": return .moved(try facts.choice("stage"))
        case "project.seated":
            return .seated(
                Term(
                    seat: try facts.choice("seat"),
                    holder: try facts.id(try facts.text("holder")),
                    unit: try facts.unit("body"),
                    from: try facts.day("on"),
                    precision: try facts.choice("precision"),
                    until: facts.optionalText("until") == nil ? nil : try facts.day("until")
                )
            )
        case "project.unseated": return .unseated(try facts.choice("seat"))
        case "project.milestone_planned":
            return .planned(try facts.number("milestone"), name: try facts.text("name"), try facts.day("planned"))
        case "project.milestone_moved":
            return .replanned(
                try facts.number("milestone"),
                from: try facts.day("from"),
                to: try facts.day("planned"),
                reason: try facts.text("reason")
            )
        case "project.milestone_reached":
            return .reached(try facts.number("milestone"), late: try facts.number("late"))
        case "project.noted": return .noted(try facts.text("text"))
        case "project.blocker_reported":
            return .blocked(
                try facts.number("blocker"),
                try facts.choice("need"),
                text: try facts.text("text"),
                problem: facts.optionalNumber("problem")
            )
        case "project.blocker_coordinated":
            return .coordinated(
                try facts.number("blocker"),
                with: try facts.text("with"),
                days: try facts.number("days"),
                isOnTime: facts.flag("on_time")
            )
        case "project.blocker_solved":
            return .solved(
                try facts.number("blocker"),
                solution: try facts.text("solution"),
                days: try facts.number("days"),
                isOnTime: facts.flag("on_time")
            )
        case "project.blocker_reopened":
            return .reopened(try facts.number("blocker"), reason: try facts.text("reason"))
        case "project.lit": return .lit(try facts.choice("light"), late: try facts.number("late"))
        default: throw Fault.corrupt("an entry of an unknown type stands in a project's history")
        }
    }
}
