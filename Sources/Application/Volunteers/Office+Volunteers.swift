package import Domain
package import Store

/// What is to be done with a need.
package enum NeedChange: Hashable, Sendable {
    case propose(offer: Int)
    case agree(Need.Side)
    case decline(Need.Side)
    case meet
    case withdraw
}

/// What is to be done with a volunteer's time.
package enum VolunteerChange: Hashable, Sendable {
    case takeShift(activity: Int, from: Int, until: Int)
    case leaveShift(Int)
    case confirm(Int, minutes: Int)
    case certify
}

/// Needs and offers side by side.
package struct NeedLists: Sendable {
    package let needs: [Need.Row]
    package let offers: [Offer.Terms]
}

extension Office {
    /// - Returns: the need's serial.
    /// - Throws: ``Refusal`` or ``Fault``.
    package func raise(
        _ kind: Need.Kind,
        at place: WorkPlace,
        from: Day,
        until: Day,
        hands: Int,
        by actor: Actor
    ) async throws -> Int {
        let today = today
        return try await begin(Need.self, .matchNeeds, in: place.scope, by: actor) {
            .raise(
                Need.Request(serial: $0, kind: kind, at: place, from: from, until: until, hands: hands),
                today: today
            )
        }
    }

    /// - Throws: ``Refusal`` or ``Fault``.
    @discardableResult
    package func change(_ serial: Int, _ change: NeedChange, by actor: Actor) async throws -> Need {
        let (today, journal) = (today, journal)
        return try await alter(Need.self, serial, .matchNeeds, by: actor) { _, db in
            switch change {
            case .propose(let number):
                let offer = try journal.past(of: Offer.id(of: number, in: db), in: db).state
                guard let terms = offer.terms, offer.isOpen else { throw Refusal.work(.notOpen) }
                return [.propose(terms)]
            case .agree(let side): return [.agree(side, today: today)]
            case .decline(let side): return [.decline(side)]
            case .meet: return [.meet(today: today)]
            case .withdraw: return [.withdraw]
            }
        }
    }

    /// - Returns: the offer's serial.
    /// - Throws: ``Refusal`` or ``Fault``.
    package func offer(
        _ kind: Need.Kind,
        name: String,
        unit: UnitCode,
        from: Day,
        until: Day,
        by actor: Actor
    ) async throws -> Int {
        let today = today
        return try await begin(Offer.self, .keepVolunteers, in: .unit(unit), by: actor) {
            .make(Offer.Terms(serial: $0, kind: kind, name: name, unit: unit, from: from, until: until), today: today)
        }
    }

    /// - Throws: ``Refusal`` or ``Fault``.
    package func withdraw(offer serial: Int, by actor: Actor) async throws {
        try await alter(Offer.self, serial, .keepVolunteers, by: actor) { _, _ in [.withdraw] }
    }

    /// - Throws: ``Fault``.
    package func needLists() async throws -> NeedLists {
        let today = today
        return try await engine.read { db in
            NeedLists(
                needs: try Need.list(limit: 200, in: db),
                offers: try Offer.open(on: today, limit: 200, in: db)
            )
        }
    }

    /// - Returns: the volunteer's serial.
    /// - Throws: ``Refusal`` or ``Fault``.
    package func join(_ name: String, unit: UnitCode, by actor: Actor) async throws -> Int {
        try await begin(Volunteer.self, .keepVolunteers, in: .unit(unit), by: actor) {
            .join(Volunteer.Profile(serial: $0, name: name, unit: unit))
        }
    }

    /// A shift lies on the day of its activity.
    ///
    /// - Throws: ``Refusal`` or ``Fault``.
    @discardableResult
    package func change(_ serial: Int, _ change: VolunteerChange, by actor: Actor) async throws -> Volunteer {
        let (today, journal, division) = (today, journal, settings.division)
        return try await alter(Volunteer.self, serial, .keepVolunteers, by: actor) { _, db in
            switch change {
            case .takeShift(let number, let from, let until):
                let activity = try journal.past(of: Activity.id(of: number, in: db), in: db).state
                guard let plan = activity.plan, activity.state.name != .calledOff else {
                    throw Refusal.work(.activityOver)
                }
                return [.takeShift(Volunteer.Shift(activity: number, on: plan.on, from: from, until: until))]
            case .leaveShift(let shift): return [.leaveShift(shift)]
            case .confirm(let shift, let minutes): return [.confirm(shift, minutes: minutes, today: today)]
            case .certify: return [.certify(division: division, today: today)]
            }
        }
    }

    /// The volunteers of the units where somebody's roles hold.
    ///
    /// - Throws: ``Refusal`` or ``Fault``.
    package func volunteers(for staff: Staff) async throws -> [Volunteer.Row] {
        try demand(.keepVolunteers, of: .staff(staff))
        let directory = directory
        return try await engine.read { try Volunteer.list(limit: 1_000, in: $0) }
            .filter { directory.contains(staff.scope, .unit($0.unit)) }
    }

    /// What a certificate says, for whoever was shown it: no name.
    ///
    /// - Throws: ``Fault``.
    package func certificate(_ number: String) async throws -> Volunteer.Certificate? {
        try await engine.read { try Volunteer.certificate(number, in: $0) }
    }
}
