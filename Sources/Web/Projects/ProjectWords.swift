import Application
import Domain
import Store

/// What the pages say about projects.
extension FirmWords {
    func level(_ level: Project.Level) -> String { text("web.project_level_\(level.rawValue)") }
    func stage(_ stage: Project.Stage) -> String { text("web.project_stage_\(stage.rawValue)") }
    func standing(_ standing: Project.Standing) -> String { text("web.project_standing_\(standing.rawValue)") }
    func seat(_ seat: Project.Seat) -> String { text("web.project_seat_\(seat.rawValue)") }
    func light(_ light: Project.Light) -> String { text("web.project_light_\(light.rawValue)") }

    /// Shape and word of the last week's light, with how late the latest milestone is; what says so where no week has ended.
    func light(_ week: Project.Week?) -> String {
        guard let week else { return text("web.project_unlit") }
        return week.late > 0
            ? text("web.project_light_late", ["light": light(week.light), "days": "\(week.late)"]) : light(week.light)
    }

    /// A first day as exactly as it is known.
    func since(_ term: Project.Term) -> String {
        switch term.precision {
        case .day: term.from.description
        case .month: String(term.from.description.prefix(7))
        }
    }

    /// A milestone's day and what became of it.
    func stands(_ milestone: Project.Milestone, on today: Day) -> String {
        if let reached = milestone.reached {
            let late = milestone.first.distance(to: reached)
            let key = late > 0 ? "web.project_reached_late" : "web.project_reached"
            return text(key, ["day": reached.description, "days": "\(late)"])
        }
        let late = milestone.planned.distance(to: today)
        return late > 0 ? text("web.project_behind", ["days": "\(late)"]) : text("web.project_ahead")
    }

    /// Where a blocker stands, with its days.
    func stands(_ blocker: Project.Blocker) -> String {
        if let solved = blocker.solved {
            return text("web.project_blocker_solved", ["day": solved.description, "text": blocker.solution])
        }
        if let coordinated = blocker.coordinated {
            return text("web.project_blocker_coordinated", ["day": coordinated.description, "with": blocker.with])
        }
        return text("web.project_blocker_reported")
    }

    /// A step in one sentence with its day.
    func sentence(_ event: Project.Event, of project: Project) -> String {
        var values = ["day": event.on.description]
        func milestone(_ number: Int) -> String { project.milestones.first { $0.number == number }?.name ?? "" }
        let key: String
        switch event.what {
        case .registered: key = "registered"
        case .listed(let year, let standing):
            (key, values["year"], values["standing"]) = ("listed", "\(year)", self.standing(standing))
        case .moved(let stage): (key, values["stage"]) = ("moved", self.stage(stage))
        case .seated(let term):
            (key, values["seat"], values["name"]) = ("seated", seat(term.seat), account(term.holder))
            values["day"] = since(term)
        case .unseated(let seat): (key, values["seat"]) = ("unseated", self.seat(seat))
        case .planned(_, let name, let day):
            (key, values["name"], values["planned"]) = ("planned", name, day.description)
        case .replanned(let number, let from, let to, let reason):
            key = "replanned"
            values["name"] = milestone(number)
            (values["from"], values["planned"], values["reason"]) = (from.description, to.description, reason)
        case .reached(let number, let late):
            key = late > 0 ? "reached_late" : "reached"
            (values["name"], values["days"]) = (milestone(number), "\(late)")
        case .noted(let said): (key, values["text"]) = ("noted", said)
        case .blocked(let number, let need, let said, _):
            key = "blocked"
            (values["n"], values["need"], values["text"]) = ("\(number)", self.need(need), said)
        case .coordinated(let number, let with, _, _):
            (key, values["n"], values["with"]) = ("coordinated", "\(number)", with)
        case .solved(let number, let solution, let days, _):
            key = "solved"
            (values["n"], values["text"], values["days"]) = ("\(number)", solution, "\(days)")
        case .reopened(let number, let reason):
            (key, values["n"], values["reason"]) = ("reopened", "\(number)", reason)
        case .lit(let light, _): (key, values["light"]) = ("lit", self.light(light))
        }
        return text("web.project_step_\(key)", values)
    }
}
