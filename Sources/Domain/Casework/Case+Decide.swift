/// What may be done to a case on its straight way, by whom and when, and what comes of it.
extension Case {
    /// What the desk looked up before it asked the case.
    package struct Situation: Sendable {
        package var now: Instant
        package var actor: Actor
        /// The actor's roles hold where this case is.
        package var isInScope: Bool
        package var categories: [CategoryCode: CauseCategory]
        package var units: Set<UnitCode>
        /// The calendar that new clocks of this case run by.
        package var calendar: WorkingCalendar
        /// The post that answers for the place, for a report or a placing.
        package var post: UnitCode?
        /// The case that this one is to be merged into, or to be a part of; nil when there is none of that number.
        package var other: Case?
        /// The actor's roles hold where ``other`` is, too.
        package var isOtherInScope = true
        /// Who holds the posts of the case's grid today.
        package var holders: Set<ID<Account>> = []
        /// Leaders of the place, whose turn it is to decide first.
        package var leaders: [Staff] = []
        /// The number that a part would get.
        package var newNumber: CaseNumber?
        /// The times of the whistle that hold now.
        package var whistle = WhistleTimes.usual
        /// What the dispatch catalogue answers for this case now; looked up for a dispatch.
        package var routing: Assignment?

        package init(
            now: Instant,
            actor: Actor,
            isInScope: Bool,
            categories: [CategoryCode: CauseCategory],
            units: Set<UnitCode>,
            calendar: WorkingCalendar,
            post: UnitCode?,
            other: Case? = nil,
            routing: Assignment? = nil
        ) {
            self.now = now
            self.actor = actor
            self.isInScope = isInScope
            self.categories = categories
            self.units = units
            self.calendar = calendar
            self.post = post
            self.other = other
            self.routing = routing
        }
    }

    /// Says what `command` would lead to from this stage.
    ///
    /// - Throws: a ``Refusal`` that the sender can act on; nothing is recorded then.
    package func decide(_ command: CaseCommand, in situation: Situation) throws(Refusal) -> [Event] {
        if let refusal = refusal(of: command.action, in: situation) { throw refusal }
        let events = try outcome(of: command, in: situation)
        try checkEnd(after: events, by: situation.author, at: situation.now)
        return events.map { Event(at: situation.now, by: situation.author, what: $0) }
    }

    /// The actions that this actor could take now, in the order in which they are declared.
    package func possibleActions(in situation: Situation) -> [CaseAction] {
        CaseAction.allCases.filter { refusal(of: $0, in: situation) == nil }
    }

    /// Why `action` is not possible here and now for this actor, whatever it would carry; nil when it is.
    package func refusal(of action: CaseAction, in situation: Situation) -> Refusal? {
        // As if there were no such case: that there is one is what the person complained of must not learn.
        var isHidden = false
        if case .staff(let staff) = situation.actor {
            isHidden = file?.report.recusal?.concerns(staff) == true
            // Whoever keeps the list of firms calls them back about their own problems, and does nothing at other cases.
            let isForFirms = action.permission.roles.intersection(staff.roles) == [.serviceChief]
            if isForFirms, !isHidden, file?.report.problem == nil { return .notPermitted(action) }
        }
        if let refusal = situation.refusal(of: action) { return refusal }
        if isHidden { return .unknown(.caseFile) }
        guard stage.name.actions.contains(action) else {
            return .wrongStage(action: action, stage: stage.name)
        }
        return file.flatMap { refusal(of: action, file: $0, in: situation) }
    }

    /// The guards that depend on what was done before: units, four eyes, once only, in time.
    private func refusal(of action: CaseAction, file: File, in situation: Situation) -> Refusal? {
        let now = situation.now
        switch action {
        case .rate:
            return file.rating == nil ? nil : .alreadyRated
        case .markOverdue:
            return file.isOverdue || now <= file.due ? .notOverdue : nil
        case .register, .askVerification:
            return file.place.grid == nil ? .notPlaced : nil
        case .askMoreTime:
            if now > file.due { return .tooLateToAsk }
        case .object:
            guard let order = stage.order, !order.isDesignated else { return .orderStands }
            if let end = order.acknowledgeBy, now > end { return .objectionTooLate }
        case .contest:
            return file.isExplained ? .alreadyExplained : nil
        case .supervise:
            return file.supervision == nil ? nil : .alreadySupervised
        case .close:
            if file.supervision != nil { return .supervisionUnanswered }
            if let hindrance = hindrance(file) { return hindrance }
            if file.waitsForAssistance { return .assistanceOutstanding }
        case .coverPhoto:
            return file.report.photos.isEmpty ? .unknown(.photo) : nil
        case .seeOriginal:
            return file.report.photos.isEmpty && file.report.documents.isEmpty ? .unknown(.photo) : nil
        case .raise:
            if file.level.above == nil { return .endOfLadder }
        case .lower:
            if file.level.below == nil || file.descents.contains(file.level) { return .alreadyLowered }
        // What would end the case does not, while others are still at work for it.
        case .withdraw, .approveVoid, .concludeElsewhere, .merge:
            if let hindrance = hindrance(file) { return hindrance }
        case .releaseAssistance:
            if !file.waitsForAssistance { return .notAssisting }
        case .blowWhistle:
            if file.level < .street { return .otherLevel(file.level) }
        case .rateCall:
            if file.calls(.acted).isEmpty { return .notCalled }
        case .callAgain:
            if file.calls(.refused).isEmpty { return .notCalled }
        case .releaseCall:
            if !file.calls.contains(where: \.isOpen) { return .notCalled }
        case .split:
            if file.report.whole != nil { return .alreadyPart }
        case .attach:
            if file.report.whole != nil { return .alreadyPart }
            if !file.parts.isEmpty { return .hasParts }
        case .detach:
            if !file.isAttached { return .notAttached }
        case .report, .handleOnSpot, .verify, .place, .establish, .dispatch, .acknowledge, .beginHandling, .feedBack,
            .askCheck, .check, .sendBack, .add, .confirm, .reopen, .askVoid, .declineVoid,
            .readContact, .askNonAcceptance, .askSuspension, .askTermination, .grantRequest,
            .declineRequest, .resume, .upholdObjection, .rejectObjection, .unmerge, .redo, .explain,
            .answerSupervision, .changeGrid, .assist,
            .acknowledgeAssistance, .answerAssistance, .acceptCall, .refuseCall, .arrive, .reportAction, .beginPart,
            .notePart, .recuse, .watch:
            break
        }
        switch situation.actor {
        case .staff(let staff): return refusal(of: action, file: file, by: staff, in: situation)
        case .system: return isEarly(action, file: file, at: now) ? .notYet : nil
        case .resident, .reporter: return nil
        }
    }

    /// What the clockwork does only when a time has passed.
    private func isEarly(_ action: CaseAction, file: File, at now: Instant) -> Bool {
        switch (action, stage) {
        case (.acknowledgeAssistance, _):
            !file.assistance.contains { $0.state == .ordered && $0.stepDue.map { now > $0 } == true }
        case (.acceptCall, _):
            !file.calls.contains { $0.state.name == .called && $0.stepDue.map { now > $0 } == true }
        case (.watch, _): file.words(at: now).isEmpty
        case (.acknowledge, .dispatched(let order)): now <= (order.acknowledgeBy ?? order.due)
        case (.resume, .suspended(_, let review)): now < review
        // A hazard ends with the re-check that found it put right; whatever else is closed, a duty chief closes.
        // A firm's problem ends with the word of the firm, or of whoever called it back.
        case (.close, .passed): file.report.rectification == nil && file.report.problem == nil
        case (.close, _): true
        default: false
        }
    }

    /// The guards that depend on the person.
    private func refusal(
        of action: CaseAction,
        file: File,
        by staff: Staff,
        in situation: Situation
    ) -> Refusal? {
        let isOurs = staff.unit != nil && staff.unit == (stage.order?.unit ?? file.unit)
        switch action {
        case .acknowledge, .beginHandling, .feedBack, .object:
            return isOurs ? nil : .otherUnit
        case .askMoreTime, .askSuspension, .askTermination:
            if !isOurs { return .otherUnit }
            return file.request == nil ? nil : .alreadyAsked
        case .askNonAcceptance:
            return file.request == nil ? nil : .alreadyAsked
        case .grantRequest, .declineRequest:
            guard let request = file.request else { return .nothingAsked }
            if request.by == staff.account { return .askerMayNotApprove }
            let isSecond = request.what.kind == .moreTime && file.extensions > 0
            return action == .grantRequest && isSecond && !staff.roles.contains(.leader) ? .leaderNeeded : nil
        case .readContact:
            if !file.report.hasContact { return .noContact }
            return staff.roles.isDisjoint(with: [.intake, .dutyChief]) && !isOurs ? .otherUnit : nil
        case .handleOnSpot:
            if file.level >= .community {
                return file.level == .community && staff.roles.contains(.community) ? nil : .otherLevel(file.level)
            }
            if staff.roles.contains(.community) { return nil }
            return situation.categories[file.category]?.isSelfHandlable == true ? nil : .notSelfHandlable
        case .check:
            return file.handlers.contains(staff.account) ? .handlerMayNotCheck : nil
        case .close:
            return file.handlers.contains(staff.account) ? .handlerMayNotClose : nil
        case .dispatch:
            return file.establishedBy == staff.account ? .establisherMayNotDispatch : nil
        case .askVoid:
            return file.voidRequest == nil ? nil : .voidAlreadyAsked
        case .approveVoid, .declineVoid:
            guard let request = file.voidRequest else { return .voidNotAsked }
            return request.by == staff.account ? .askerMayNotApprove : nil
        case .answerSupervision:
            if file.supervision == nil { return .notSupervised }
            return staff.roles.isDisjoint(with: [.intake, .dutyChief, .dispatcher]) && !isOurs ? .otherUnit : nil
        case .raise, .lower:
            return staff.roles.contains(file.level.holder) ? nil : .otherLevel(file.level)
        case .report, .askVerification, .verify, .place, .register, .establish, .askCheck, .sendBack, .add, .withdraw,
            .confirm, .rate, .reopen, .markOverdue, .concludeElsewhere, .resume, .upholdObjection, .rejectObjection,
            .merge, .unmerge, .contest, .redo, .explain, .supervise, .changeGrid, .coverPhoto, .seeOriginal, .assist,
            .releaseAssistance, .blowWhistle, .split,
            .beginPart, .notePart, .attach, .detach, .watch:
            return nil
        case .recuse:
            // What the whole is about its parts are about: they are for the same eyes. Whom a firm has named is the firm's to say.
            return file.report.whole == nil && file.report.problem == nil ? nil : .confidenceOfWhole
        case .acknowledgeAssistance:
            return file.assistance(by: staff.unit)?.state == .ordered ? nil : .notAssisting
        case .answerAssistance:
            return file.assistance(by: staff.unit) == nil ? .notAssisting : nil
        case .acceptCall:
            return file.call(of: staff.unit, .called) == nil ? .notCalled : nil
        case .refuseCall:
            guard let call = file.call(of: staff.unit, .called) else { return .notCalled }
            return call.isDesignated ? .orderStands : nil
        case .arrive:
            return file.call(of: staff.unit, .accepted) == nil ? .notCalled : nil
        case .reportAction:
            return file.call(of: staff.unit, .arrived) == nil ? .notCalled : nil
        case .rateCall:
            // Who acted for a unit here does not say what that was worth.
            return file.handlers.contains(staff.account) ? .handlerMayNotCheck : nil
        case .callAgain:
            return refusal(file.calls(.refused)) { refusal(of: $0, by: staff, at: situation.now) }
        case .releaseCall:
            return refusal(file.calls.filter(\.isOpen)) { refusal(of: $0, by: staff, at: situation.now) }
        }
    }

    /// How long solving may take: what the checklist gives for a hazard, else what the category does.
    private func solveLimit(of category: CauseCategory) -> Limit {
        file?.report.rectification ?? file?.report.problem?.limit ?? category.solveLimit
    }

    private func outcome(of command: CaseCommand, in situation: Situation) throws(Refusal) -> [CaseEvent] {
        let now = situation.now
        let calendar = situation.calendar
        switch command {
        case .report(let report), .share(.beginPart(let report)):
            let category = try situation.category(report.category)
            try report.checked(against: category)
            let answer = Clock(category.answerLimit, startingAt: now, in: calendar)
            let reported = CaseEvent.reported(
                report,
                post: situation.post,
                answer: answer,
                calendar: calendar.version
            )
            // A firm's problem was looked into before it was graded, and the grade's time runs from then.
            if let problem = report.problem {
                let solve = Clock(problem.limit, startingAt: now, in: calendar)
                return [reported, .registered(category: report.category), .established(note: "", solve: solve)]
            }
            // What a part is about was known and real before it was split off, and somebody of the office has seen a hazard.
            return report.whole == nil && report.rectification == nil
                ? [reported] : [reported, .registered(category: report.category)]
        case .handleOnSpot(let note):
            return [.handledOnSpot(note: try words(note, .note))]
        case .askVerification(let note):
            let limit = try situation.category(category).verifyLimit
            return [
                .verificationAsked(note: try optionalWords(note, .note), due: limit.due(startingAt: now, in: calendar))
            ]
        case .verify(let isReal, let note):
            return [.verified(isReal: isReal, note: isReal ? try optionalWords(note, .note) : try words(note, .note))]
        case .place(let place):
            guard place.grid != nil else { throw .placeOutside }
            return [.placed(place)]
        case .register(let category):
            _ = try situation.category(category)
            return [.registered(category: category)]
        case .establish(let note):
            let limit = solveLimit(of: try situation.category(category))
            let solve = Clock(limit, startingAt: now, in: calendar)
            return [.established(note: try optionalWords(note, .note), solve: solve)]
        case .dispatch(let unit, let opinion, let reason):
            guard situation.units.contains(unit) else { throw .unknown(.handlingUnit) }
            guard file?.report.recusal?.units.contains(unit) != true else { throw .unitRecused }
            guard file?.assistance(by: unit) == nil else { throw .alreadyNamed }
            let order = Order(
                unit: unit,
                opinion: try optionalWords(opinion, .opinion),
                due: file?.due ?? now,
                acknowledgeBy: try situation.category(category).verifyLimit.due(startingAt: now, in: calendar),
                isDesignated: file?.level == .joint,
                routing: try routing(to: unit, because: reason, in: situation)
            )
            return [.dispatched(order)]
        case .acknowledge:
            return [.acknowledged]
        case .beginHandling(let contact):
            return [.handlingBegun(contact: contact)]
        case .feedBack(let feedback):
            return [.fedBack(try checked(feedback))]
        case .askCheck:
            let limit = try situation.category(category).checkLimit
            return [.checkAsked(due: limit.due(startingAt: now, in: calendar))]
        case .check(let isSolved, let note):
            let note = isSolved ? try optionalWords(note, .note) : try words(note, .note)
            return [.checked(isSolved: isSolved, note: note, byReporter: false, round: file?.round ?? 1)]
        case .confirm(let isSolved, let note):
            let note = isSolved ? try optionalWords(note, .note) : try words(note, .note)
            return [.checked(isSolved: isSolved, note: note, byReporter: true, round: file?.round ?? 1)]
        case .sendBack(let opinion):
            guard let order = stage.order, let file else { return [] }
            let limit = solveLimit(of: try situation.category(category))
            let again = Order(
                unit: order.unit,
                opinion: try words(opinion, .opinion),
                due: limit.due(startingAt: now, in: calendar),
                acknowledgeBy: try situation.category(category).verifyLimit.due(startingAt: now, in: calendar),
                // Whoever has handled it once does not find it to be somebody else's now.
                isDesignated: true,
                routing: order.routing
            )
            return [.sentBack(again, round: file.round + 1)]
        case .close(let reply):
            return late(at: now) + [.closed(try closure(reply: reply, at: now, as: outcome))]
        case .add(let text):
            return [.added(text: try words(text, .text))]
        case .withdraw(let reason):
            return [.withdrawn(reason: try optionalWords(reason, .reason))]
        case .rate(let stars, let comment):
            guard (1...5).contains(stars) else { throw .ratingOutOfRange }
            // 差评: with its ground, which is answered like any other (T22); once explained, it is only counted.
            guard stars <= 2 else { return [.rated(stars: stars, comment: try optionalWords(comment, .note))] }
            let ground = try words(comment, .ground)
            let rated = CaseEvent.rated(stars: stars, comment: ground)
            guard file?.isExplained == false else { return [rated] }
            let limit = try situation.category(category).checkLimit
            return [rated, .contested(.unhappy, ground: ground, due: limit.due(startingAt: now, in: calendar))]
        case .reopen(let ground), .redo(let ground):
            let category = try situation.category(category)
            let limit = file?.solve == nil ? category.answerLimit : solveLimit(of: category)
            return [
                .reopened(
                    ground: try words(ground, .ground),
                    round: (file?.round ?? 0) + 1,
                    clock: Clock(limit, startingAt: now, in: calendar)
                )
            ]
        case .askVoid(let ground, let note):
            return [.voidAsked(ground: ground, note: try words(note, .note))]
        case .approveVoid:
            return [.voidApproved]
        case .declineVoid(let reason):
            return [.voidDeclined(reason: try words(reason, .reason))]
        case .readContact(let reason):
            guard case .staff(let staff) = situation.actor else { throw .notPermitted(.readContact) }
            let reader = ContactReader(staff, handling: file?.unit)
            return [.contactRead(reason: try words(reason, .reason), reader: reader)]
        case .markOverdue:
            return [.becameOverdue(due: file?.due ?? now)]
        case .changeGrid(let grid):
            return file?.place.grid == grid ? [] : [.gridChanged(from: file?.place.grid, to: grid)]
        case .concludeElsewhere(let end):
            guard let file, end >= file.reportedAt else { throw .datesReversed }
            return [
                .concludedElsewhere(
                    Closure(
                        outcome: .elsewhere,
                        reply: "",
                        at: end,
                        isOnTime: end <= file.due,
                        waitingDays: Self.waitingDays(from: file.reportedAt, to: end),
                        rounds: file.round,
                        unit: nil
                    )
                )
            ]
        case .ask, .grantRequest, .declineRequest, .resume, .object, .upholdObjection, .rejectObjection, .merge,
            .unmerge, .contest, .explain, .supervise, .answerSupervision, .raise, .lower, .coverPhoto, .seeOriginal,
            .recuse:
            return try aside(of: command, in: situation)
        case .share(let command):
            return try shared(command, in: situation).map { .shared($0) }
        }
    }

    var category: CategoryCode? { file?.category }

    /// A case that ends or moves its due time late became overdue before, whether anybody had looked or not.
    func late(at now: Instant) -> [CaseEvent] {
        guard let file, now > file.due, !file.isOverdue else { return [] }
        return [.becameOverdue(due: file.due)]
    }

    /// What a closing from here would be called.
    private var outcome: Closure.Outcome {
        switch (stage, file?.feedback?.result) {
        case (.selfHandled, _): .selfHandled
        case (_, .solved), (_, nil): .solved
        case (_, .partlySolved): .partlySolved
        case (_, .explained): .explained
        }
    }

    func closure(reply: String, at now: Instant, as outcome: Closure.Outcome) throws(Refusal) -> Closure {
        guard let file else { throw .unknown(.caseFile) }
        return Closure(
            outcome: outcome,
            reply: try words(reply, .reply),
            at: now,
            isOnTime: now <= file.due && !file.isOverdue,
            waitingDays: Self.waitingDays(from: file.reportedAt, to: now),
            rounds: file.round,
            unit: file.unit
        )
    }

    /// Whole natural days begun: the same minute is 0, one second later is 1.
    private static func waitingDays(from start: Instant, to end: Instant) -> Int {
        let day: Int64 = 86_400
        let seconds = max(0, end.secondsSinceEpoch - start.secondsSinceEpoch)
        return Int((seconds + day - 1) / day)
    }
}

extension Case.Situation {
    fileprivate var author: Case.Author {
        switch actor {
        case .resident, .reporter: .reporter
        case .staff(let staff): .staff(staff.account)
        case .system: .system
        }
    }

    fileprivate func refusal(of action: CaseAction) -> Refusal? {
        let permission = action.permission
        switch actor {
        case .resident:
            return permission.resident ? nil : .signInNeeded
        case .reporter:
            return permission.reporter ? nil : .notPermitted(action)
        case .system:
            return permission.system ? nil : .notPermitted(action)
        case .staff(let staff):
            guard !permission.roles.isDisjoint(with: staff.roles) else { return .notPermitted(action) }
            return isInScope ? nil : .outsideScope
        }
    }

    func category(_ code: CategoryCode?) throws(Refusal) -> CauseCategory {
        guard let code, let category = categories[code] else { throw .unknown(.category) }
        return category
    }
}

extension Report {
    fileprivate func checked(against category: CauseCategory) throws(Refusal) {
        guard place.point != nil || place.grid != nil || !(place.address ?? "").isEmpty else { throw .missing(.place) }
        if place.point != nil && place.grid == nil { throw .placeOutside }
        if let address = place.address, address.count > Self.addressLimit {
            throw .tooLong(.address, limit: Self.addressLimit)
        }
        guard text.count <= Self.textLimit else { throw .tooLong(.text, limit: Self.textLimit) }
        // A file's records may have no words; a person's report says what is wrong.
        if channel != .file && channel != .open311 && text.allSatisfy(\.isWhitespace) { throw .missing(.text) }
        for words in [text, place.address ?? ""] + answers.values { try words.refuseZeroCharacter() }
        guard photos.count <= 5 else { throw .tooMany(.photo, limit: 5) }
        guard documents.count <= Document.limit else { throw .tooMany(.document, limit: Document.limit) }
        // The hotline's sheet has no columns for a category's questions.
        // What the category asks a reporter, nobody is there to answer for a part.
        for attribute in category.attributes where attribute.isRequired && channel != .hotline && whole == nil {
            guard !(answers[attribute.code.rawValue] ?? "").isEmpty else { throw .answerMissing(attribute.code) }
        }
    }
}

/// Words that must be there: trimmed, not empty, at most ``Report/textLimit`` characters.
func words(_ text: String, _ field: Refusal.Field) throws(Refusal) -> String {
    let trimmed = try optionalWords(text, field)
    guard !trimmed.isEmpty else { throw .missing(field) }
    return trimmed
}

/// Words that may be there.
func optionalWords(_ text: String, _ field: Refusal.Field) throws(Refusal) -> String {
    var trimmed = text[...]
    while trimmed.first?.isWhitespace == true { trimmed.removeFirst() }
    while trimmed.last?.isWhitespace == true { trimmed.removeLast() }
    guard trimmed.count <= Report.textLimit else { throw .tooLong(field, limit: Report.textLimit) }
    try trimmed.refuseZeroCharacter()
    return String(trimmed)
}
