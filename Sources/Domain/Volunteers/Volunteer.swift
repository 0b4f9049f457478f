/// Somebody who gives time, by the own wish: a name, the shifts, the hours that somebody else has confirmed, and the
/// certificates (志愿服务记录与证明, Order 67 of the Ministry of Civil Affairs; domain D.4).
package struct Volunteer: GridWork {
    package static let kind = SubjectKind.volunteer

    package struct Profile: Hashable, Sendable {
        package var serial: Int
        package var name: String
        package var unit: UnitCode

        package init(serial: Int, name: String, unit: UnitCode) {
            self.serial = serial
            self.name = name
            self.unit = unit
        }
    }

    /// A time at an activity.
    package struct Shift: Hashable, Sendable {
        package var activity: Int
        package var on: Day
        /// Minutes after midnight.
        package var from: Int
        package var until: Int

        package init(activity: Int, on day: Day, from: Int, until: Int) {
            self.activity = activity
            on = day
            self.from = from
            self.until = until
        }

        package var minutes: Int { until - from }

        package func overlaps(_ other: Shift) -> Bool {
            on == other.on && from < other.until && other.from < until
        }
    }

    /// A shift with what became of it.
    package struct Service: Hashable, Sendable {
        package var shift: Shift
        /// Nil until the recorder has confirmed it.
        package var minutes: Int?
        package var isOver = false
    }

    package struct Certificate: Hashable, Sendable {
        /// `411002-00012-1`: the volunteer's number and a count.
        package var number: String
        package var minutes: Int
        package var on: Day

        package init(number: String, minutes: Int, on day: Day) {
            self.number = number
            self.minutes = minutes
            on = day
        }
    }

    package enum Command: Hashable, Sendable {
        case join(Profile)
        case takeShift(Shift)
        /// Somebody does not come after all; by the shift's place in the list from 1.
        case leaveShift(Int)
        /// The recorder says how long it was.
        case confirm(Int, minutes: Int, today: Day)
        /// Free of charge, whenever it is asked for.
        case certify(division: String, today: Day)
    }

    package enum Event: Hashable, Sendable {
        case joined(Profile)
        case shiftTaken(Shift)
        case shiftLeft(Int)
        case hoursConfirmed(Int, minutes: Int)
        case certified(Certificate)
    }

    package private(set) var profile: Profile?
    package private(set) var services: [Service] = []
    package private(set) var certificates: [Certificate] = []

    package init() {}

    package var place: Scope { profile.map { .unit($0.unit) } ?? .nowhere }
    /// Whether a shift waits for its hours.
    package var hasOpenShift: Bool { services.contains { !$0.isOver && $0.minutes == nil } }
    package var minutes: Int { services.reduce(0) { $0 + ($1.minutes ?? 0) } }

    /// - Throws: ``Refusal/missing(_:)``, ``Refusal/unknown(_:)``, ``Refusal/datesReversed``, and of ``WorkRefusal``: `shiftClash`,
    ///   `alreadyConfirmed`, `dayNotCome`, `countOutOfRange`, `noHours`, `codeTaken`; ``Refusal/erasureDone``.
    package func decide(_ command: Command, in situation: Void) throws(Refusal) -> [Event] {
        if case .join(var profile) = command {
            guard self.profile == nil else { throw .work(.codeTaken) }
            profile.name = try profile.name.checked(.name, limit: 50)
            return [.joined(profile)]
        }
        guard let profile else { throw .unknown(.volunteer) }
        guard profile.name != Erasure.mark else { throw .erasureDone }
        switch command {
        case .join: return []
        case .takeShift(let shift):
            guard (0..<1_440).contains(shift.from), (1...1_440).contains(shift.until) else { throw .missing(.hour) }
            guard shift.from < shift.until else { throw .datesReversed }
            let taken = services.filter { !$0.isOver }.map(\.shift)
            guard !taken.contains(where: shift.overlaps) else { throw .work(.shiftClash) }
            return [.shiftTaken(shift)]
        case .leaveShift(let number):
            guard try service(number).minutes == nil else { throw .work(.alreadyConfirmed) }
            return [.shiftLeft(number)]
        case .confirm(let number, let minutes, let today):
            let service = try service(number)
            guard service.minutes == nil else { throw .work(.alreadyConfirmed) }
            guard service.shift.on <= today else { throw .work(.dayNotCome) }
            // True and complete, but no more than the shift was long.
            guard (1...service.shift.minutes).contains(minutes) else { throw .work(.countOutOfRange) }
            return [.hoursConfirmed(number, minutes: minutes)]
        case .certify(let division, let today):
            guard minutes > 0 else { throw .work(.noHours) }
            let number = "\(division)-\(profile.serial.padded(to: 5))-\(certificates.count + 1)"
            return [.certified(Certificate(number: number, minutes: minutes, on: today))]
        }
    }

    private func service(_ number: Int) throws(Refusal) -> Service {
        guard services.indices.contains(number - 1), !services[number - 1].isOver else { throw .unknown(.volunteer) }
        return services[number - 1]
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .joined(let profile): self.profile = profile
        case .shiftTaken(let shift): services.append(Service(shift: shift))
        case .shiftLeft(let number):
            if services.indices.contains(number - 1) { services[number - 1].isOver = true }
        case .hoursConfirmed(let number, let minutes):
            if services.indices.contains(number - 1) { services[number - 1].minutes = minutes }
        case .certified(let certificate): certificates.append(certificate)
        }
    }
}
