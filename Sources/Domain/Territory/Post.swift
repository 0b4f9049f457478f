/// A post that answers for a grid, or for what a handling unit leads: held by one person at a time, with a deputy when that
/// one is away (promise 1).
package struct Post: Aggregate {
    package typealias Situation = Void

    package static let kind = SubjectKind.post

    /// 网格长, 网格员, 承办岗.
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        case gridLeader = "grid_leader"
        case gridWorker = "grid_worker"
        /// Answers for what a handling unit leads, as the dispatch catalogue says.
        case unitDuty = "unit_duty"

        /// Those that answer for a grid.
        package static let ofGrids: [Kind] = [.gridLeader, .gridWorker]
    }

    /// Whose post it is.
    package enum Seat: Hashable, Sendable {
        case grid(GridCode)
        /// A handling unit's.
        case unit(UnitCode)
    }

    package struct Definition: Hashable, Sendable {
        /// Human-visible: `41100200100101-W`.
        package var code: UnitCode
        package var kind: Kind
        package var seat: Seat

        package init(code: UnitCode, kind: Kind, grid: GridCode) {
            self.code = code
            self.kind = kind
            self.seat = .grid(grid)
        }

        /// A post of a handling unit.
        package init(code: UnitCode, unit: UnitCode) {
            self.code = code
            self.kind = .unitDuty
            self.seat = .unit(unit)
        }

        package var grid: GridCode? { if case .grid(let grid) = seat { grid } else { nil } }
        package var unit: UnitCode? { if case .unit(let unit) = seat { unit } else { nil } }
    }

    /// Somebody's time in a post.
    package struct Appointment: Hashable, Sendable {
        package var holder: ID<Account>
        /// First day.
        package var from: Day
        /// Last day; nil while it lasts.
        package var until: Day?
        /// Stands in on these days instead of the holder.
        package var isDeputy: Bool

        package init(holder: ID<Account>, from: Day, until: Day?, isDeputy: Bool) {
            self.holder = holder
            self.from = from
            self.until = until
            self.isDeputy = isDeputy
        }

        package func covers(_ day: Day) -> Bool {
            day >= from && (until.map { day <= $0 } ?? true)
        }

        fileprivate func overlaps(_ other: Appointment) -> Bool {
            from <= (other.until ?? .distantFuture) && other.from <= (until ?? .distantFuture)
        }
    }

    package enum Command: Hashable, Sendable {
        case establish(Definition)
        case appoint(Appointment)
        /// Ends the appointment that runs on `day`, with `day` as its last.
        case endAppointment(on: Day)
        /// Appoints a new holder, and ends the time of whoever holds the post with the day before: no day lies between them.
        case handOver(Appointment)
        /// The deputy who stands in on `day` does so for the last time then.
        case endDeputy(on: Day)
        /// Ends every time in the post with `day`, or with its first day: the grid is there no more.
        case endAll(on: Day)
    }

    package enum Event: Hashable, Sendable {
        case established(Definition)
        case appointed(Appointment)
        case appointmentEnded(on: Day)
        case deputyEnded(on: Day)
    }

    package private(set) var definition: Definition?
    package private(set) var appointments: [Appointment] = []

    package init() {}

    /// - Throws: ``Refusal/postExists``, ``Refusal/unknown(_:)``, ``Refusal/postTaken``, ``Refusal/datesReversed`` or
    ///   ``Refusal/deputyIsHolder``.
    package func decide(_ command: Command, in situation: Void) throws(Refusal) -> [Event] {
        switch command {
        case .establish(let definition):
            guard self.definition == nil else { throw .postExists }
            return [.established(definition)]
        case .appoint(let appointment):
            return [.appointed(try checked(appointment, beside: appointments))]
        case .endAppointment(let day):
            guard appointments.contains(where: { !$0.isDeputy && $0.covers(day) }) else { throw .unknown(.appointment) }
            return [.appointmentEnded(on: day)]
        case .handOver(let appointment):
            guard let current = holding(on: appointment.from) else {
                return [.appointed(try checked(appointment, beside: appointments))]
            }
            // Whoever began on that very day or later was not there before it.
            guard current.from < appointment.from else { throw .postTaken }
            let others = appointments.filter { $0 != current }
            return [
                .appointmentEnded(on: appointment.from.advanced(by: -1)),
                .appointed(try checked(appointment, beside: others)),
            ]
        case .endDeputy(let day):
            guard appointments.contains(where: { $0.isDeputy && $0.covers(day) }) else { throw .unknown(.appointment) }
            return [.deputyEnded(on: day)]
        case .endAll(let day):
            return appointments.filter { $0.until.map { $0 > day } ?? true }.map { appointment in
                // Nobody's time ends before it has begun.
                let last = max(day, appointment.from)
                return appointment.isDeputy ? .deputyEnded(on: last) : .appointmentEnded(on: last)
            }
        }
    }

    /// Whoever holds the post on `day`, whether or not somebody stands in.
    package func holding(on day: Day) -> Appointment? {
        appointments.first { !$0.isDeputy && $0.covers(day) }
    }

    private func checked(
        _ appointment: Appointment,
        beside others: [Appointment]
    ) throws(Refusal) -> Appointment {
        guard definition != nil else { throw .unknown(.post) }
        if let until = appointment.until, until < appointment.from { throw .datesReversed }
        for other in others where appointment.overlaps(other) {
            if other.isDeputy == appointment.isDeputy { throw .postTaken }
            if other.holder == appointment.holder { throw .deputyIsHolder }
        }
        return appointment
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .established(let definition):
            self.definition = definition
        case .appointed(let appointment):
            appointments.append(appointment)
        case .appointmentEnded(let day):
            if let index = appointments.firstIndex(where: { !$0.isDeputy && $0.covers(day) }) {
                appointments[index].until = day
            }
        case .deputyEnded(let day):
            if let index = appointments.firstIndex(where: { $0.isDeputy && $0.covers(day) }) {
                appointments[index].until = day
            }
        }
    }

    /// Who answers for the post on `day`: the deputy where one stands in, else the holder; nil when it is vacant.
    package func answerable(on day: Day) -> ID<Account>? {
        let present = appointments.filter { $0.covers(day) }
        return (present.first(where: \.isDeputy) ?? present.first)?.holder
    }

    /// Whom the deputy of `day` stands in for; nil when the holder is there, or when there is none.
    package func absent(on day: Day) -> ID<Account>? {
        let present = appointments.filter { $0.covers(day) }
        return present.contains(where: \.isDeputy) ? present.first { !$0.isDeputy }?.holder : nil
    }
}
