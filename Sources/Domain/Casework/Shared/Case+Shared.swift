/// The rules for more than one unit at a case: assisting units, the whistle (T26), parts.
///
/// One aggregate decides them all, because what they guard is one thing: the case's end.
extension Case {
    /// Nil when one of the calls may be touched, else why the last one may not.
    func refusal(_ calls: [Call], _ why: (Call) -> Refusal?) -> Refusal? {
        var refusal: Refusal? = .notCalled
        for call in calls {
            refusal = why(call)
            if refusal == nil { return nil }
        }
        return refusal
    }

    /// Why somebody may not call a department again, or call it off: two people, and while its time runs the one who is named.
    func refusal(of call: Call, by staff: Staff, at now: Instant) -> Refusal? {
        if call.by == staff.account || call.unit == staff.unit { return .askerMayNotApprove }
        guard case .refused(_, let decider, let due) = call.state else { return nil }
        guard let decider else { return nil }
        return decider == staff.account || now > due ? nil : .otherDecider
    }

    func shared(_ command: SharedCommand, in situation: Situation) throws(Refusal) -> [SharedEvent] {
        guard let file else { throw .unknown(.caseFile) }
        let now = situation.now
        let calendar = situation.calendar
        switch command {
        case .assist(let unit, let opinion, let due):
            try situation.check(unit, for: file)
            guard unit != stage.order?.unit, file.assistance(by: unit) == nil else { throw .alreadyNamed }
            guard due.map({ $0 > now }) != false else { throw .reviewOutOfRange(days: Self.longestSuspension) }
            let limit = try situation.category(category).verifyLimit
            let latest = latest(file, at: now, in: calendar)
            let order = Order(
                unit: unit,
                opinion: try optionalWords(opinion, .opinion),
                due: min(due ?? latest, latest),
                acknowledgeBy: limit.due(startingAt: now, in: calendar)
            )
            return [.assistanceOrdered(order)]
        case .acknowledgeAssistance:
            let silent = file.assistance.filter {
                $0.state == .ordered && situation.speaks(for: $0.unit, after: $0.stepDue)
            }
            return silent.map { .assistanceAcknowledged($0.unit) }
        case .answerAssistance(let feedback):
            guard let mine = file.assistance(by: situation.unit) else { throw .notAssisting }
            let answer = Feedback(result: feedback.result, text: try words(feedback.text, .feedback))
            return [.assistanceDone(mine.unit, answer, isOnTime: now <= mine.order.due)]
        case .releaseAssistance(let unit, let reason):
            guard file.assistance(by: unit) != nil else { throw .notAssisting }
            return [.assistanceReleased(unit, reason: try words(reason, .reason))]
        case .split(let category, let text):
            _ = try situation.category(category)
            guard let number = situation.newNumber else { throw .missing(.number) }
            _ = try words(text, .text)
            return [.split(Part(number: number, category: category))]
        case .notePart(let number, let ending):
            guard let part = file.parts.first(where: { $0.number == number }) else { throw .unknown(.caseFile) }
            guard part.ending != ending else { return [] }
            if let ending { return [.partEnded(number, ending)] }
            guard stage.name.isOpen else { throw .wholeEnded }
            return [.partReopened(number)]
        case .attach(let number, let reason):
            try check(attaching: file, to: number, in: situation)
            return [.attached(to: number, reason: try words(reason, .reason))]
        case .detach(let reason):
            guard file.isAttached, let whole = file.report.whole else { throw .notAttached }
            return [.detached(from: whole, reason: try words(reason, .reason))]
        case .noteAttached(let part):
            try Self.checkWhole(at: stage)
            guard file.report.whole == nil, !file.parts.contains(where: { $0.number == part.number }) else {
                throw .alreadyPart
            }
            return [.partAttached(part)]
        case .noteDetached(let number):
            guard file.parts.contains(where: { $0.number == number }) else { throw .unknown(.caseFile) }
            return [.partDetached(number)]
        case .watch:
            return file.words(at: now).map { unit, owed, word, due in
                switch word {
                case .reminded: .reminded(unit, owed, due: due)
                case .overdue: .lapsed(unit, owed, due: due)
                }
            }
        case .blowWhistle, .acceptCall, .refuseCall, .arrive, .reportAction, .rateCall, .callAgain, .releaseCall:
            return try whistle(command, file: file, in: situation)
        case .beginPart:
            preconditionFailure("assumed a part that begins where there is nothing yet")
        }
    }

    /// Whether a case may become a part of another: one level, no circle, both at work, for the same eyes.
    private func check(attaching file: File, to number: CaseNumber, in situation: Situation) throws(Refusal) {
        guard number != file.report.number, let other = situation.other, let whole = other.file else {
            throw .unknown(.caseFile)
        }
        // As everywhere: whom a confidential report is about does not learn that it is there.
        if case .staff(let staff) = situation.actor, whole.report.recusal?.concerns(staff) == true {
            throw .unknown(.caseFile)
        }
        guard situation.isOtherInScope else { throw .outsideScope }
        // What waits for others is not waited for, or two would wait for one another.
        guard file.parts.isEmpty else { throw .hasParts }
        guard file.report.whole == nil, whole.report.whole == nil else { throw .alreadyPart }
        try Self.checkWhole(at: other.stage)
        guard whole.report.recusal == file.report.recusal else { throw .confidenceDiffers }
    }

    /// What has parts is open, and has been registered.
    private static func checkWhole(at stage: Stage) throws(Refusal) {
        guard stage.name.isOpen else { throw .wholeEnded }
        guard stage.name.actions.contains(.attach) else { throw .wrongStage(action: .attach, stage: stage.name) }
    }

    private func whistle(
        _ command: SharedCommand,
        file: File,
        in situation: Situation
    ) throws(Refusal) -> [SharedEvent] {
        let now = situation.now
        let calendar = situation.calendar
        func call(_ unit: UnitCode?, _ state: Call.State.Name) throws(Refusal) -> Call {
            guard let call = file.call(of: unit, state) else { throw .notCalled }
            return call
        }
        switch command {
        case .blowWhistle(let ground, let units, let task):
            guard !units.isEmpty else { throw .missing(.unit) }
            guard units.count <= Self.mostCalled else { throw .tooMany(.unit, limit: Self.mostCalled) }
            let task = try words(task, .task)
            let times = situation.whistle[ground]
            let answerBy = times.answer.due(startingAt: now, in: calendar)
            var named: [UnitCode] = []
            for unit in units where !named.contains(unit) {
                try situation.check(unit, for: file)
                guard !file.calls.contains(where: { $0.unit == unit && $0.isOpen }) else { throw .alreadyNamed }
                named.append(unit)
            }
            return named.map { .called($0, ground, task: task, answerBy: answerBy, times: times) }
        case .acceptCall:
            return file.calls.compactMap { call in
                guard case .called(let answerBy) = call.state, situation.speaks(for: call.unit, after: answerBy) else {
                    return nil
                }
                let arriveBy = call.times.arrive.due(startingAt: now, in: calendar)
                return .callAccepted(call.unit, arriveBy: arriveBy, isOnTime: now <= answerBy)
            }
        case .refuseCall(let ground, let note):
            let mine = try call(situation.unit, .called)
            let decider = situation.leaders.first { leader in
                leader.account != mine.by && leader.unit != mine.unit
                    && file.report.recusal?.concerns(leader) != true && !file.handlers.contains(leader.account)
            }
            let due = mine.times.decide.due(startingAt: now, in: calendar)
            return [
                .callRefused(mine.unit, ground, note: try words(note, .note), decider: decider?.account, due: due)
            ]
        case .arrive(let note):
            let mine = try call(situation.unit, .accepted)
            return [
                .arrived(
                    mine.unit,
                    note: try optionalWords(note, .note),
                    actBy: actBy(mine, file, at: now, in: calendar),
                    isOnTime: mine.stepDue.map { now <= $0 } ?? true
                )
            ]
        case .reportAction(let text):
            let mine = try call(situation.unit, .arrived)
            let rateBy = mine.times.rate.due(startingAt: now, in: calendar)
            let isOnTime = mine.stepDue.map { now <= $0 } ?? true
            return [.acted(mine.unit, text: try words(text, .text), rateBy: rateBy, isOnTime: isOnTime)]
        case .rateCall(let unit, let rating, let note):
            let call = try call(unit, .acted)
            if case .staff(let staff) = situation.actor, staff.unit == call.unit { throw .handlerMayNotCheck }
            let isOver = rating != .notDone
            return [
                .callRated(
                    unit,
                    rating,
                    note: isOver ? try optionalWords(note, .note) : try words(note, .note),
                    actBy: isOver ? nil : actBy(call, file, at: now, in: calendar)
                )
            ]
        case .callAgain(let unit, let note):
            let call = try call(unit, .refused)
            if let refusal = situation.refusal(of: call, refusal(of:by:at:)) { throw refusal }
            let answerBy = call.times.answer.due(startingAt: now, in: calendar)
            return [.calledAgain(unit, note: try words(note, .note), answerBy: answerBy)]
        case .releaseCall(let unit, let reason):
            guard let call = file.calls.first(where: { $0.unit == unit && $0.isOpen }) else { throw .notCalled }
            if let refusal = situation.refusal(of: call, refusal(of:by:at:)) { throw refusal }
            return [.callReleased(unit, reason: try words(reason, .reason))]
        case .assist, .acknowledgeAssistance, .answerAssistance, .releaseAssistance, .split, .beginPart, .notePart,
            .attach, .detach, .noteAttached, .noteDetached, .watch:
            preconditionFailure("assumed a command of the whistle: \(command.action)")
        }
    }

    /// Departments that one whistle may call.
    package static let mostCalled = 12

    /// The case's own due time; where that is near or past, a working day.
    private func latest(_ file: File, at now: Instant, in calendar: WorkingCalendar) -> Instant {
        max(file.due, Limit.workingDays(1).due(startingAt: now, in: calendar))
    }

    /// The time that the rules give for acting, else the case's own.
    private func actBy(_ call: Call, _ file: File, at now: Instant, in calendar: WorkingCalendar) -> Instant {
        guard let limit = call.times.act else { return latest(file, at: now, in: calendar) }
        return limit.due(startingAt: now, in: calendar)
    }

    /// What the lead unit feeds back; for an assisting unit that has not answered yet it states why it does not wait.
    ///
    /// - Throws: ``Refusal/assistanceOutstanding``.
    func checked(_ feedback: Feedback) throws(Refusal) -> Feedback {
        let text = try words(feedback.text, .feedback)
        var basis = ""
        if file?.report.problem != nil, feedback.result == .explained { basis = try words(feedback.basis, .basis) }
        guard file?.waitsForAssistance == true else {
            return Feedback(result: feedback.result, text: text, basis: basis)
        }
        let exception = try optionalWords(feedback.exception, .exception)
        guard !exception.isEmpty else { throw .assistanceOutstanding }
        return Feedback(result: feedback.result, text: text, exception: exception, basis: basis)
    }

    /// What keeps a case from ending, whichever way.
    func hindrance(_ file: File) -> Refusal? {
        if file.parts.contains(where: \.isOpen) { return .partsOpen }
        return file.calls.contains(where: \.isOpen) ? .whistleOpen : nil
    }

    /// Nothing ends a case while a part is open or a whistle sounds, whichever command it was; and nothing closes it while an
    /// assisting unit is waited for.
    func checkEnd(after events: [CaseEvent], by author: Author, at now: Instant) throws(Refusal) {
        guard let file, file.isShared, stage.name.isOpen else { return }
        var after = self
        for event in events { after.apply(Event(at: now, by: author, what: event)) }
        guard !after.stage.name.isOpen, let file = after.file else { return }
        if let hindrance = hindrance(file) { throw hindrance }
        if after.stage.name == .closed, file.waitsForAssistance { throw .assistanceOutstanding }
    }
}

extension Case {
    func apply(shared event: SharedEvent, at moment: Instant, by author: Author, to file: inout File) {
        func call(_ unit: UnitCode, _ change: (inout Call) -> Void) {
            // The last one of a unit is the one that is open.
            guard let index = file.calls.lastIndex(where: { $0.unit == unit }) else { return }
            file.calls[index].watch = Watch(since: moment)
            change(&file.calls[index])
        }
        func assistance(_ unit: UnitCode, _ state: Assistance.State) {
            guard let index = file.assistance.lastIndex(where: { $0.unit == unit }) else { return }
            file.assistance[index].watch = Watch(since: moment)
            file.assistance[index].state = state
        }
        switch event {
        case .assistanceOrdered(let order):
            file.assistance.removeAll { $0.unit == order.unit }
            file.assistance.append(Assistance(order: order, watch: Watch(since: moment)))
        case .assistanceAcknowledged(let unit): assistance(unit, .acknowledged)
        case .assistanceDone(let unit, let feedback, _): assistance(unit, .done(feedback))
        case .assistanceReleased(let unit, _): assistance(unit, .released)
        case .called(let unit, let ground, let task, let answerBy, let times):
            guard case .staff(let account) = author else { return }
            file.calls.removeAll { $0.unit == unit }
            file.calls.append(
                Call(
                    unit: unit,
                    ground: ground,
                    task: task,
                    times: times,
                    by: account,
                    state: .called(answerBy: answerBy),
                    watch: Watch(since: moment)
                )
            )
        case .callAccepted(let unit, let arriveBy, _): call(unit) { $0.state = .accepted(arriveBy: arriveBy) }
        case .callRefused(let unit, let ground, _, let decider, let due):
            call(unit) { $0.state = .refused(ground, decider: decider, due: due) }
        case .arrived(let unit, _, let actBy, _): call(unit) { $0.state = .arrived(actBy: actBy) }
        case .acted(let unit, _, let rateBy, _): call(unit) { $0.state = .acted(rateBy: rateBy) }
        case .callRated(let unit, let rating, _, let actBy):
            call(unit) { $0.state = actBy.map { .arrived(actBy: $0) } ?? .rated(rating) }
        case .calledAgain(let unit, _, let answerBy):
            call(unit) {
                $0.isDesignated = true
                $0.state = .called(answerBy: answerBy)
            }
        case .callReleased(let unit, _): call(unit) { $0.state = .released }
        case .split(let part): file.parts.append(part)
        case .partEnded(let number, let ending): file.end(number, ending)
        case .partReopened(let number): file.end(number, nil)
        case .attached(let number, _): (file.report.whole, file.isAttached) = (number, true)
        case .detached: (file.report.whole, file.isAttached) = (nil, false)
        case .partAttached(let part): file.parts.append(part)
        case .partDetached(let number): file.parts.removeAll { $0.number == number }
        case .reminded(let unit, let owed, _): file.say(.reminded, to: unit, owed)
        case .lapsed(let unit, let owed, _): file.say(.overdue, to: unit, owed)
        }
        switch event {
        case .assistanceAcknowledged, .assistanceDone, .callAccepted, .callRefused, .arrived, .acted:
            // Whoever acts for a unit neither checks, closes nor rates.
            if case .staff(let account) = author { file.handlers.insert(account) }
        case .assistanceOrdered, .assistanceReleased, .called, .callRated, .calledAgain, .callReleased, .split,
            .partEnded,
            .partReopened, .attached, .detached, .partAttached, .partDetached, .reminded, .lapsed:
            break
        }
    }
}

extension Case.File {
    /// More than one unit has, or had, to do with it.
    package var isShared: Bool { !assistance.isEmpty || !calls.isEmpty || !parts.isEmpty }

    /// An assisting unit owes its answer.
    package var waitsForAssistance: Bool { assistance.contains(where: \.isOutstanding) }

    /// What `unit` still has to do by an order to assist; nil when nothing.
    package func assistance(by unit: UnitCode?) -> Assistance? {
        assistance.first { $0.unit == unit && $0.isOutstanding }
    }

    /// The calls that have come to one of these points.
    package func calls(_ states: Call.State.Name...) -> [Call] { calls.filter { states.contains($0.state.name) } }

    /// The call of `unit` that has come to that point; nil when there is none.
    package func call(of unit: UnitCode?, _ state: Call.State.Name) -> Call? {
        calls.first { $0.unit == unit && $0.state.name == state }
    }

    /// The units beside the lead one that are at work here, or were.
    package var companions: Set<UnitCode> { Set(assistance.map(\.unit)).union(calls.map(\.unit)) }

    fileprivate mutating func end(_ number: CaseNumber, _ ending: Stage.Name?) {
        for index in parts.indices where parts[index].number == number { parts[index].ending = ending }
    }

    /// Nobody of these units assists or is called any more.
    mutating func releaseCompanions(of units: Set<UnitCode>, at moment: Instant) {
        for index in assistance.indices where units.contains(assistance[index].unit) && assistance[index].isOutstanding
        {
            assistance[index] = Assistance(
                order: assistance[index].order,
                state: .released,
                watch: Watch(since: moment)
            )
        }
        for index in calls.indices where units.contains(calls[index].unit) && calls[index].isOpen {
            (calls[index].state, calls[index].watch) = (.released, Watch(since: moment))
        }
    }

    /// What the clockwork has to say now of what other units owe, and by when that is due.
    func words(at now: Instant) -> [(unit: UnitCode, owed: Companionship, word: Watch.Word, due: Instant)] {
        let assisting = assistance.map { ($0.unit, Companionship.assistance, $0.word(at: now), $0.stepDue) }
        let called = calls.map { ($0.unit, Companionship.call, $0.word(at: now), $0.stepDue) }
        return (assisting + called).compactMap { unit, owed, word, due in
            guard let word, let due else { return nil }
            return (unit, owed, word, due)
        }
    }

    fileprivate mutating func say(_ word: Watch.Word, to unit: UnitCode, _ owed: Companionship) {
        switch owed {
        case .assistance:
            for index in assistance.indices where assistance[index].unit == unit { assistance[index].watch.say(word) }
        case .call:
            for index in calls.indices where calls[index].unit == unit { calls[index].watch.say(word) }
        }
    }

    /// Whom nobody waits for any longer.
    mutating func releaseAssistance() {
        for index in assistance.indices where assistance[index].isOutstanding { assistance[index].state = .released }
    }
}

extension Case.Situation {
    /// The unit that the actor works for.
    fileprivate var unit: UnitCode? {
        if case .staff(let staff) = actor { staff.unit } else { nil }
    }

    /// A member of a unit speaks for it; the clockwork for every unit that has been silent until `due`.
    fileprivate func speaks(for unit: UnitCode, after due: Instant?) -> Bool {
        switch actor {
        case .staff(let staff): staff.unit == unit
        case .system: due.map { now > $0 } ?? false
        case .resident, .reporter: false
        }
    }

    fileprivate func check(_ unit: UnitCode, for file: Case.File) throws(Refusal) {
        guard units.contains(unit) else { throw .unknown(.handlingUnit) }
        guard file.report.recusal?.units.contains(unit) != true else { throw .unitRecused }
    }

    fileprivate func refusal(of call: Call, _ why: (Call, Staff, Instant) -> Refusal?) -> Refusal? {
        guard case .staff(let staff) = actor else { return nil }
        return why(call, staff, now)
    }
}
