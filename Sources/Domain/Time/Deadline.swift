/// A running limit: when it began, and what has moved its due time since.
///
/// Nothing moves it but an approved extension (延期) and a suspension (挂账); a request that is still pending does neither (B.7 rule 4).
///
/// A case's overall limit and the limits of its stages and rounds are separate deadlines that run side by side
/// (rules 3 and 5). The calendar is passed in: the case keeps its version, not its days.
package struct Deadline: Hashable, Sendable {
    package let limit: Limit
    package let startsAt: Instant
    /// What has happened to the clock, in order.
    package private(set) var changes: [Change] = []

    /// Something that moves the due time.
    package enum Change: Hashable, Sendable {
        /// 延期: so many more of the limit's own units, counted on from where the limit ended.
        case extended(by: Int, at: Instant)
        /// 挂账: the clock stands from here.
        case suspended(at: Instant)
        /// 恢复: the clock goes on with what is left.
        case resumed(at: Instant)
    }

    package init(_ limit: Limit, startingAt start: Instant, changes: [Change] = []) {
        self.limit = limit
        self.startsAt = start
        self.changes = changes
    }

    /// Adds to the limit; `amount` counts in the limit's unit, from 1 to ``Limit/largestAmount``.
    package mutating func extend(by amount: Int, at approval: Instant) {
        changes.append(.extended(by: min(max(amount, 0), Limit.largestAmount), at: approval))
    }

    /// Stops the clock; nothing when it stands already.
    package mutating func suspend(at moment: Instant) {
        if suspendedSince == nil { changes.append(.suspended(at: moment)) }
    }

    /// Lets the clock go on; nothing when it runs.
    package mutating func resume(at moment: Instant) {
        if suspendedSince != nil { changes.append(.resumed(at: moment)) }
    }

    /// Since when the clock has been standing; nil while it runs.
    package var suspendedSince: Instant? {
        for change in changes.reversed() {
            switch change {
            case .suspended(let moment): return moment
            case .resumed: return nil
            case .extended: continue
            }
        }
        return nil
    }

    /// The last moment that is in time; nil while suspended, because then nobody knows it.
    package func due(in calendar: WorkingCalendar) -> Instant? {
        suspendedSince == nil ? reckoning(in: calendar).due : nil
    }

    /// Whether `moment` is too late; while suspended, whether it was already when the clock stopped.
    package func isOverdue(at moment: Instant, in calendar: WorkingCalendar) -> Bool {
        stopped(at: moment) > reckoning(in: calendar).due
    }

    /// Whether the due time had passed at any moment up to now, even if a late approval has moved it since.
    package func wasOverdue(at now: Instant, in calendar: WorkingCalendar) -> Bool {
        var before = Deadline(limit, startingAt: startsAt)
        for change in changes {
            switch change {
            case .extended(_, let moment), .suspended(let moment):
                if before.isOverdue(at: moment, in: calendar) { return true }
            case .resumed:
                break
            }
            before.changes.append(change)
        }
        return isOverdue(at: now, in: calendar)
    }

    /// How much of the limit is used, as a light.
    package func light(at now: Instant, in calendar: WorkingCalendar) -> DueLight {
        let reckoning = reckoning(in: calendar)
        let now = stopped(at: now)
        if now > reckoning.due { return .red }
        return DueLight(used: reckoning.used(at: now), of: reckoning.total)
    }

    /// What is left, or how late it is.
    package func remaining(at now: Instant, in calendar: WorkingCalendar) -> Remaining {
        let reckoning = reckoning(in: calendar)
        let due = reckoning.due
        if let since = suspendedSince {
            let stopped = stopped(at: now)
            if stopped > due { return .overdue(reckoning.late(at: stopped), since: due) }
            return .suspended(since: since, left: reckoning.left(at: stopped))
        }
        return now > due
            ? .overdue(reckoning.late(at: now), since: due)
            : .left(reckoning.left(at: now), until: due)
    }

    /// `moment`, or when the clock stopped if that is earlier.
    private func stopped(at moment: Instant) -> Instant {
        suspendedSince.map { min($0, moment) } ?? moment
    }

    func reckoning(in calendar: WorkingCalendar) -> Reckoning {
        var amount = limit.amount
        var pauses: [Range<Instant>] = []
        var start: Instant?
        for change in changes {
            switch change {
            case .extended(let more, _):
                amount += more
            case .suspended(let moment):
                // Pauses never overlap, whatever order they were recorded in.
                start = max(moment, pauses.last?.upperBound ?? startsAt)
            case .resumed(let moment):
                if let begin = start { pauses.append(begin..<max(begin, moment)) }
                start = nil
            }
        }
        return Reckoning(limit: limit, amount: amount, start: startsAt, pauses: pauses, calendar: calendar)
    }
}

extension Limit {
    /// The last moment that is in time when nothing moves it.
    package func due(startingAt start: Instant, in calendar: WorkingCalendar) -> Instant {
        Reckoning(limit: self, amount: amount, start: start, pauses: [], calendar: calendar).due
    }
}
