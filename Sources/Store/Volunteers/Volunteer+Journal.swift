package import Domain

/// How a volunteer's time is written down: minutes are public, and whose they are is not.
extension Volunteer: Journaled {
    package static func content(of event: Event, in state: Volunteer) -> EntryContent {
        var content: EntryContent
        switch event {
        case .joined(let profile):
            content = EntryContent(
                type: "volunteer.joined",
                payload: ["name": .text(profile.name), "volunteer": .integer(Int64(profile.serial))]
            )
        case .shiftTaken(let shift):
            content = shift.content(type: "volunteer.shift_taken")
            content.payload.set("from_minute", shift.from)
            content.payload.set("until_minute", shift.until)
        case .shiftLeft(let number):
            content =
                state.shift(number)?.content(type: "volunteer.shift_left") ?? EntryContent(type: "volunteer.shift_left")
            content.payload.set("shift", number)
        case .hoursConfirmed(let number, let minutes):
            let type = "volunteer.hours_confirmed"
            content = state.shift(number)?.content(type: type) ?? EntryContent(type: type)
            content.facts.set("minutes", minutes)
            content.payload.set("shift", number)
        case .certified(let certificate):
            content = EntryContent(
                type: "volunteer.certified",
                facts: ["on": .text(certificate.on.description)],
                payload: [
                    "minutes": .integer(Int64(certificate.minutes)), "certificate": .text(certificate.number),
                ]
            )
        }
        content.facts.set("unit", state.profile?.unit.rawValue)
        return content
    }

    package static func event(type: String, facts: Facts) throws -> Event {
        switch type {
        case "volunteer.joined":
            return .joined(
                Profile(
                    serial: try facts.number("volunteer"),
                    name: try facts.text("name"),
                    unit: try facts.unit("unit")
                )
            )
        case "volunteer.shift_taken":
            return .shiftTaken(
                Shift(
                    activity: try facts.number("activity"),
                    on: try facts.day("on"),
                    from: try facts.number("from_minute"),
                    until: try facts.number("until_minute")
                )
            )
        case "volunteer.shift_left": return .shiftLeft(try facts.number("shift"))
        case "volunteer.hours_confirmed":
            return .hoursConfirmed(try facts.number("shift"), minutes: try facts.number("minutes"))
        case "volunteer.certified":
            return .certified(
                Certificate(
                    number: try facts.text("certificate"),
                    minutes: try facts.number("minutes"),
                    on: try facts.day("on")
                )
            )
        default: throw Fault.corrupt("an entry of an unknown type stands in a volunteer's history")
        }
    }

    package func project(id: ID<Volunteer>, version: Int, into db: any Connection) throws {
        guard let profile else { return }
        try db.submit(
            """
            INSERT INTO volunteer (id, serial, name, unit, minutes)
            VALUES (\(id.bytes), \(profile.serial), \(profile.name), \(profile.unit.rawValue), \(minutes))
            ON CONFLICT (id) DO UPDATE SET minutes = excluded.minutes
            """
        )
        for certificate in certificates {
            try db.submit(
                """
                INSERT INTO volunteer_certificate (number, minutes, on_day)
                VALUES (\(certificate.number), \(certificate.minutes), \(certificate.on.description))
                ON CONFLICT (number) DO NOTHING
                """
            )
        }
    }

    private func shift(_ number: Int) -> Shift? {
        services.indices.contains(number - 1) ? services[number - 1].shift : nil
    }
}

extension Volunteer.Shift {
    fileprivate func content(type: String) -> EntryContent {
        EntryContent(type: type, facts: ["activity": .integer(Int64(activity)), "on": .text(on.description)])
    }
}

extension Volunteer: NumberedWork {
    package static var table: SQL { "volunteer" }
    package static var subject: Refusal.Subject { .volunteer }

    /// A volunteer as the list of those who keep it shows it.
    package struct Row: Hashable, Sendable {
        package let serial: Int
        package let name: String
        package let unit: UnitCode
        package let minutes: Int
    }

    package static func list(limit: Int, in db: any Connection) throws -> [Row] {
        try db.rows("SELECT serial, name, unit, minutes FROM volunteer ORDER BY serial DESC LIMIT \(limit)") { row in
            Row(
                serial: try row.number(0),
                name: try row.text(1),
                unit: try row.unit(2),
                minutes: try row.number(3)
            )
        }
    }

    /// The certificate of a number, without whose it is; nil where none was issued.
    package static func certificate(_ number: String, in db: any Connection) throws -> Certificate? {
        try db.first("SELECT number, minutes, on_day FROM volunteer_certificate WHERE number = \(number)") { row in
            Certificate(number: try row.text(0), minutes: try row.number(1), on: try row.day(2))
        }
    }
}
