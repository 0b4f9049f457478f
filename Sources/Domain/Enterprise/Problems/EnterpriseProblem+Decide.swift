extension EnterpriseProblem {
    /// - Throws: ``Refusal/problemElsewhere``, ``Refusal/problemCalledBack``, ``Refusal/missing(_:)``,
    ///   ``Refusal/tooLong(_:limit:)``, ``Refusal/fromThePast``, ``Refusal/reviewOutOfRange(days:)``,
    ///   ``Refusal/notOverdue``, ``Refusal/erasureDone`` or ``Refusal/unknown(_:)``.
    package func decide(_ command: Command, in situation: Situation) throws(Refusal) -> [Event] {
        let events = try events(command, today: situation.today)
        guard !events.isEmpty else { return [] }
        return (late(situation.today, before: command) + events)
            .map { Event(tag: situation.tag, on: situation.today, what: $0) }
    }

    /// What was owed until yesterday became overdue, whether anybody had looked or not.
    private func late(_ today: Day, before command: Command) -> [Event.What] {
        if case .markOverdue = command { return [] }
        guard let debt, today > debt.by, !isOverdue else { return [] }
        return [.becameOverdue(debt.what, by: debt.by)]
    }

    private func events(_ command: Command, today: Day) throws(Refusal) -> [Event.What] {
        if case .collect(var intake) = command {
            guard self.intake == nil else { throw .problemElsewhere }
            intake.text = try intake.text.checked(.problem, limit: Self.textLimit)
            guard intake.documents.count <= Document.limit else { throw .tooMany(.document, limit: Document.limit) }
            return [.collected(intake)]
        }
        guard let intake else { throw .unknown(.problem) }
        guard stage.isOpen || intake.text != Erasure.mark else { throw .erasureDone }
        switch command {
        case .collect: return []
        case .clarify(let need, let text):
            guard stage == .collected else { throw .problemElsewhere }
            let text = try text.checked(.problem, limit: Self.textLimit)
            return need == intake.need && text == intake.text ? [] : [.clarified(need, text: text)]
        case .grade(let grade, let number):
            guard stage == .collected else { throw .problemElsewhere }
            return [.graded(grade, number)]
        case .opine(let text, let promised):
            try demandWithUnit()
            guard opinion == nil else { throw .problemElsewhere }
            guard promised >= today else { throw .fromThePast }
            guard promised <= today.advanced(by: Case.longestSuspension) else {
                throw .reviewOutOfRange(days: Case.longestSuspension)
            }
            let text = try text.checked(.opinion, limit: Self.textLimit)
            return [.opined(Opinion(text: text, promised: promised, on: today), isOnTime: isInTime(today))]
        case .progress(let text):
            try demandWithUnit()
            guard opinion != nil else { throw .problemElsewhere }
            return [.progressed(text: try text.checked(.text, limit: Self.textLimit), isOnTime: isInTime(today))]
        case .say(let voice, let word): return [try said(voice, word)]
        case .noteNotReached:
            try demandCallable()
            return [.notReached]
        case .withdraw:
            guard stage == .collected else { throw .problemElsewhere }
            return [.withdrawn]
        case .markOverdue:
            guard let debt, today > debt.by, !isOverdue else { throw .notOverdue }
            return [.becameOverdue(debt.what, by: debt.by)]
        case .follow(let step): return followed(step, today)
        }
    }

    private func isInTime(_ today: Day) -> Bool { debt.map { today <= $0.by } ?? true }

    private func demandWithUnit() throws(Refusal) {
        switch stage {
        case .assigned, .suspended: return
        case .none, .collected, .graded, .answered, .closed, .withdrawn, .voided: throw .problemElsewhere
        }
    }

    private func demandCallable() throws(Refusal) {
        switch stage {
        case .answered, .closed: break
        case .none, .collected, .graded, .assigned, .suspended, .withdrawn, .voided: throw .problemElsewhere
        }
        if words[.callBack] != nil { throw .problemCalledBack }
    }

    /// A word of the firm, or of whoever asked it: closed problems come to count as solved, or cease to.
    private func said(_ voice: Voice, _ word: Word) throws(Refusal) -> Event.What {
        switch voice {
        case .callBack: try demandCallable()
        case .firm:
            switch stage {
            case .answered: break
            // Once it is written off the firm can still say that it is not solved, or be the first to say that it is.
            case .closed: if word.isSolved, words[.firm] != nil { throw .problemElsewhere }
            case .none, .collected, .graded, .assigned, .suspended, .withdrawn, .voided: throw .problemElsewhere
            }
        }
        var word = word
        word.note =
            word.isSolved
            ? try word.note.optional(.note, limit: Self.textLimit)
            : try word.note.checked(.ground, limit: Self.textLimit)
        guard case .closed(let outcome) = stage else { return .said(voice, word, solved: 0) }
        let others = words.filter { $0.key != voice }.values
        let isSolved = outcome == .solved && word.isSolved && others.allSatisfy(\.isSolved)
        return .said(voice, word, solved: (isSolved ? 1 : 0) - (isCounted ? 1 : 0))
    }

    /// What the case has decided is not decided again.
    private func followed(_ step: CaseStep, _ today: Day) -> [Event.What] {
        switch step {
        case .assigned(let unit): [.assigned(unit)]
        case .passedUp: [.passedUp]
        case .suspended(let review): [.suspended(review: review)]
        case .resumed: [.resumed]
        case .answered(let result, let basis): [.answered(result, basis: basis)]
        case .closed(let outcome, let isOnTime):
            [
                .closed(
                    outcome,
                    isOnTime: isOnTime,
                    days: max(0, collectedOn?.distance(to: today) ?? 0),
                    solved: outcome == .solved && isConfirmed ? 1 : 0
                )
            ]
        case .reopened: [.reopened(solved: isCounted ? -1 : 0)]
        case .withdrawn: [.withdrawn]
        case .voided: [.voided]
        }
    }
}

extension EnterpriseProblem.CaseStep {
    /// What an event of the case means for the problem; nil for what concerns the case alone.
    package init?(_ event: CaseEvent, in zone: Zone) {
        switch event {
        case .dispatched(let order), .sentBack(let order, _): self = .assigned(order.unit)
        case .raised: self = .passedUp
        case .suspended(_, _, let review): self = .suspended(review: zone.day(of: review))
        case .resumed: self = .resumed
        case .fedBack(let feedback): self = .answered(feedback.result, basis: feedback.basis)
        case .closed(let closure), .terminated(_, let closure):
            self = .closed(closure.outcome, isOnTime: closure.isOnTime)
        case .reopened: self = .reopened
        case .withdrawn: self = .withdrawn
        case .voidApproved: self = .voided
        case .reported, .handledOnSpot, .verificationAsked, .verified, .placed, .registered, .established,
            .acknowledged,
            .handlingBegun, .checkAsked, .checked, .added, .rated, .voidAsked, .voidDeclined, .contactRead,
            .becameOverdue, .concludedElsewhere, .asked, .declined, .notAccepted, .extended, .objected,
            .objectionUpheld, .objectionRejected, .merged, .unmerged, .contested, .explained, .supervised,
            .supervisionAnswered, .lowered, .gridChanged, .photoCovered, .originalSeen, .recused,
            .shared:
            return nil
        }
    }
}
