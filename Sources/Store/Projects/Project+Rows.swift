package import Domain

extension Project: NumberedWork {
    package static var table: SQL { "project" }
    package static var subject: Refusal.Subject { .project }

    /// The rows that lists read: a function of the state alone.
    package func project(id: ID<Project>, version: Int, into db: any Connection) throws {
        guard let details else { return }
        let (last, next) = (weeks.last, nextMilestone)
        try db.submit(
            """
            INSERT INTO project (
                id, serial, name, level, unit, grid, investor, firm, stage, is_open, light, late, lit_on, next_light,
                milestones, reached, next_name, next_planned)
            VALUES (
                \(id.bytes), \(details.serial), \(details.name), \(details.level.rawValue),
                \(details.place.unit.rawValue), \(details.place.grid?.rawValue), \(details.investor), \(details.firm),
                \(stage.rawValue), \(stage.isOpen), \(last?.light.rawValue), \(last?.late), \(last?.sunday.description),
                \(nextSunday?.description), \(milestones.count), \(milestones.count { $0.reached != nil }),
                \(next?.name), \(next?.planned.description))
            ON CONFLICT (id) DO UPDATE SET
                stage = excluded.stage,
                is_open = excluded.is_open,
                light = excluded.light,
                late = excluded.late,
                lit_on = excluded.lit_on,
                next_light = excluded.next_light,
                milestones = excluded.milestones,
                reached = excluded.reached,
                next_name = excluded.next_name,
                next_planned = excluded.next_planned
            """
        )
        let serial = details.serial
        try db.submit("DELETE FROM project_year WHERE project = \(serial)")
        for (year, standing) in listed.sorted(by: { $0.key < $1.key }) {
            try db.submit(
                "INSERT INTO project_year (project, year, standing) VALUES (\(serial), \(year), \(standing.rawValue))"
            )
        }
        try db.submit("DELETE FROM project_term WHERE project = \(serial)")
        for term in terms {
            try db.submit(
                """
                INSERT INTO project_term (project, seat, from_day, until_day, holder, unit)
                VALUES (
                    \(serial), \(term.seat.rawValue), \(term.from.description), \(term.until?.description),
                    \(term.holder.bytes), \(term.unit.rawValue))
                """
            )
        }
        try db.submit("DELETE FROM project_blocker WHERE project = \(serial)")
        for blocker in blockers {
            try db.submit(
                """
                INSERT INTO project_blocker (project, number, need, reported_on, coordinated_on, solved_on)
                VALUES (
                    \(serial), \(blocker.number), \(blocker.need.rawValue), \(blocker.reported.description),
                    \(blocker.coordinated?.description), \(blocker.solved?.description))
                """
            )
        }
    }
}
