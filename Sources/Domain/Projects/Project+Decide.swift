extension Project {
    /// - Throws: ``Refusal/unknown(_:)``, ``Refusal/missing(_:)``, ``Refusal/tooLong(_:limit:)``, ``Refusal/datesReversed``,
    ///   ``Refusal/stewardTaken``, ``Refusal/deputyIsHolder``, ``Refusal/notYet`` or ``Refusal/work(_:)``.
    package func decide(_ command: Command, in situation: Void) throws(Refusal) -> [Event] {
        let today = command.today
        if case .register(var details) = command.step {
            guard self.details == nil else { throw .work(.alreadySettled) }
            details.name = try details.name.checked(.name, limit: Self.nameLimit)
            details.investor = try details.investor.optional(.name, limit: Self.nameLimit)
            return [Event(on: today, .registered(details))]
        }
        guard details != nil else { throw .unknown(.project) }
        switch command.step {
        case .register: return []
        case .list(let year, let standing, let day):
            try Self.demandPast(day, today)
            guard (1_949...9_998).contains(year) else { throw .work(.countOutOfRange) }
            guard listed[year] == nil else { throw .work(.nothingChanged) }
            return [Event(on: day, .listed(year: year, standing))]
        case .move(let stage, let day):
            try Self.demandPast(day, today)
            guard self.stage.next.contains(stage) else { throw .work(.stageBehind) }
            guard day >= stageOn ?? day else { throw .datesReversed }
            return [Event(on: day, .moved(stage))]
        case .seat(let term): return try seating(term)
        case .unseat(let seat, let day):
            guard holder(of: seat, on: day) != nil else { throw .unknown(.officer) }
            return [Event(on: day, .unseated(seat))]
        case .plan(let name, let day):
            try demandOpen()
            let name = try name.checked(.name, limit: Self.nameLimit)
            return [Event(on: today, .planned(milestones.count + 1, name: name, day))]
        case .replan(let number, let day, let reason):
            let milestone = try milestone(number)
            guard milestone.reached == nil else { throw .work(.alreadySettled) }
            guard milestone.planned != day else { throw .work(.nothingChanged) }
            guard day >= today else { throw .fromThePast }
            let reason = try reason.checked(.reason, limit: Self.textLimit)
            return [Event(on: today, .replanned(number, from: milestone.planned, to: day, reason: reason))]
        case .reach(let number, let day):
            try Self.demandPast(day, today)
            let milestone = try milestone(number)
            guard milestone.reached == nil else { throw .work(.alreadySettled) }
            return [Event(on: day, .reached(number, late: milestone.first.distance(to: day)))]
        case .note(let text, let day):
            try Self.demandPast(day, today)
            return [Event(on: day, .noted(try text.checked(.text, limit: Self.textLimit)))]
        case .block(let need, let text, let problem, let day):
            try Self.demandPast(day, today)
            try demandOpen()
            let text = try text.checked(.problem, limit: Self.textLimit)
            return [Event(on: day, .blocked(blockers.count + 1, need, text: text, problem: problem))]
        case .coordinate(let number, let with, let day):
            let blocker = try blocker(number, day, today)
            guard blocker.coordinated == nil else { throw .work(.alreadySettled) }
            let days = blocker.reported.distance(to: day)
            let with = try with.checked(.note, limit: Self.nameLimit)
            let isOnTime = days <= Self.coordinatingDays
            return [Event(on: day, .coordinated(number, with: with, days: days, isOnTime: isOnTime))]
        case .solve(let number, let solution, let day):
            let blocker = try blocker(number, day, today)
            guard let coordinated = blocker.coordinated else { throw .work(.notCoordinated) }
            guard day >= coordinated else { throw .datesReversed }
            let days = blocker.reported.distance(to: day)
            let solution = try solution.checked(.text, limit: Self.textLimit)
            let isOnTime = days <= Self.solvingDays
            return [Event(on: day, .solved(number, solution: solution, days: days, isOnTime: isOnTime))]
        case .reopen(let number, let reason):
            guard let blocker = blockers.first(where: { $0.number == number }) else { throw .unknown(.blocker) }
            guard blocker.solved != nil else { throw .work(.nothingChanged) }
            return [Event(on: today, .reopened(number, reason: try reason.checked(.reason, limit: Self.textLimit)))]
        case .light: return try lights(before: today)
        }
    }

    /// What has happened lies no later than today.
    private static func demandPast(_ day: Day, _ today: Day) throws(Refusal) {
        guard day <= today else { throw .work(.dayNotCome) }
    }

    private func demandOpen() throws(Refusal) {
        guard stage.isOpen else { throw .work(.projectOver) }
    }

    private func milestone(_ number: Int) throws(Refusal) -> Milestone {
        guard let milestone = milestones.first(where: { $0.number == number }) else { throw .unknown(.milestone) }
        return milestone
    }

    /// A blocker that is not solved, to which something happens on a day.
    private func blocker(_ number: Int, _ day: Day, _ today: Day) throws(Refusal) -> Blocker {
        try Self.demandPast(day, today)
        guard let blocker = blockers.first(where: { $0.number == number }) else { throw .unknown(.blocker) }
        guard blocker.solved == nil else { throw .work(.alreadySettled) }
        guard day >= blocker.reported else { throw .datesReversed }
        return blocker
    }

    /// One leader and one officer at a time; a deputy stands in for an officer who is there, until a day that is known.
    private func seating(_ term: Term) throws(Refusal) -> [Event] {
        try demandOpen()
        if let until = term.until, until < term.from { throw .datesReversed }
        let others = terms.filter { $0.seat == term.seat && $0.overlaps(term) }
        let seated = Event(on: term.from, .seated(term))
        if term.seat == .deputy {
            guard term.until != nil else { throw .missing(.until) }
            guard others.isEmpty else { throw .stewardTaken }
            guard let officer = holder(of: .officer, on: term.from) else { throw .unknown(.officer) }
            guard officer.holder != term.holder else { throw .deputyIsHolder }
            return [seated]
        }
        let current = others.first { $0.covers(term.from) }
        // Whoever began on that very day or later was not there before it.
        if let current, current.from >= term.from { throw .stewardTaken }
        guard others.allSatisfy({ $0 == current }) else { throw .stewardTaken }
        if let current, current.holder == term.holder { throw .work(.nothingChanged) }
        let end = current == nil ? [] : [Event(on: term.from.advanced(by: -1), .unseated(term.seat))]
        return end + [seated]
    }

    // MARK: - Lights

    /// What a day shows by itself: green on plan and with nothing that waits too long, yellow behind it, red far behind.
    package func found(on day: Day) -> (light: Light, late: Int) {
        let ahead = milestones.filter { milestone in !(milestone.reached.map { $0 <= day } ?? false) }
        let late = max(0, ahead.map { $0.planned.distance(to: day) }.max() ?? 0)
        if late > Self.yellowDays { return (.red, late) }
        return (late > 0 || blockers.contains { $0.isLate(on: day) } ? .yellow : .green, late)
    }

    /// The weeks that ended before today and have no light; two yellows in a row make red.
    private func lights(before today: Day) throws(Refusal) -> [Event] {
        guard var sunday = nextSunday, sunday < today else { throw .notYet }
        var events: [Event] = []
        var before = weeks.last?.light ?? .green
        while sunday < today {
            var (light, late) = found(on: sunday)
            // What was yellow or red a week ago is not on plan yet.
            if light == .yellow, before != .green { light = .red }
            events.append(Event(on: sunday, .lit(light, late: late)))
            before = light
            sunday = sunday.advanced(by: 7)
        }
        return events
    }
}
