extension Bulletin {
    /// - Throws: ``Refusal/bulletinStage(_:)`` out of turn, ``Refusal/samePerson`` for a second hand of the same person,
    ///   ``Refusal/bulletinFaulty(_:)``, ``Refusal/numbersContradicted(_:)``, ``Refusal/numbersUnconfirmed(_:)``,
    ///   ``Refusal/bulletinTooEarly(_:clock:)``, ``Refusal/issueExists``, ``Refusal/missing(_:)``, ``Refusal/tooLong(_:limit:)``.
    package func decide(_ command: Command, in situation: Situation) throws(Refusal) -> [Event] {
        try decision(command, in: situation).map { [Event(by: situation.by, at: situation.now, what: $0)] } ?? []
    }

    private func decision(_ command: Command, in situation: Situation) throws(Refusal) -> What? {
        switch command {
        case .begin(let issue, let text):
            switch stage {
            case .absent: break
            case .drafted, .submitted, .reviewed, .released, .withdrawn: throw .bulletinStage(stage.name)
            }
            guard !situation.isTaken else { throw .issueExists }
            return .begun(issue, text: try Self.checked(text))
        case .revise(let text, let note):
            guard case .drafted = stage else { throw .bulletinStage(stage.name) }
            // The first version has nothing to explain.
            let newNote: String? = editions.isEmpty ? nil : try Self.checked(note ?? self.note, .note)
            let text = try Self.checked(text)
            return text == self.text && newNote == self.note ? nil : .revised(text: text, note: newNote)
        case .submit(let check):
            guard case .drafted = stage else { throw .bulletinStage(stage.name) }
            try Self.demandSound(check)
            return .submitted(check)
        case .sendBack(let reason):
            switch stage {
            // Whoever wrote it may take it back as well.
            case .submitted, .reviewed: break
            case .absent, .drafted, .released, .withdrawn: throw .bulletinStage(stage.name)
            }
            return .sentBack(reason: try Self.checked(reason, .reason))
        case .review(let check, let grounds):
            guard case .submitted(let writers) = stage else { throw .bulletinStage(stage.name) }
            guard !writers.contains(situation.by) else { throw .samePerson }
            try Self.demandSound(check)
            let given = grounds.filter { check.open.contains($0.key) }
            guard given.count == check.open.count else {
                throw .numbersUnconfirmed(check.open.count - given.count)
            }
            return .reviewed(grounds: given)
        case .release(let check, let proof):
            return try release(check, proof, in: situation)
        case .withdraw(let reason):
            switch stage {
            case .released: break
            // What the public has read does not go with a correction of it.
            case .drafted, .submitted, .reviewed: if !editions.isEmpty { throw .bulletinStage(stage.name) }
            case .absent, .withdrawn: throw .bulletinStage(stage.name)
            }
            return .withdrawn(reason: try Self.checked(reason, .reason))
        case .correct(let note):
            guard case .released = stage else { throw .bulletinStage(stage.name) }
            return .correctionBegun(note: try Self.checked(note, .note))
        case .dropCorrection:
            guard case .drafted = stage, !editions.isEmpty else { throw .bulletinStage(stage.name) }
            return .correctionDropped
        case .look:
            switch stage {
            case .drafted, .submitted, .reviewed: break
            case .absent, .released, .withdrawn: return nil
            }
            let isKnown = looks.contains {
                $0.by == situation.by && $0.version == version && $0.revision == revision
            }
            return isKnown ? nil : .seen
        }
    }

    private func release(_ check: BulletinCheck, _ proof: Proof, in situation: Situation) throws(Refusal) -> What {
        guard case .reviewed(let writers, let reviewer) = stage, let issue else { throw .bulletinStage(stage.name) }
        guard !writers.contains(situation.by), reviewer != situation.by else { throw .samePerson }
        guard situation.now >= issue.release else {
            let seconds = situation.zone.secondsOfDay(of: issue.release)
            let clock = "\((seconds / 3_600).padded(to: 2)):\((seconds / 60 % 60).padded(to: 2))"
            throw .bulletinTooEarly(situation.zone.day(of: issue.release), clock: clock)
        }
        try Self.demandSound(check)
        // A figure may have moved since the review.
        let left = check.open.count { grounds[$0] == nil }
        guard left == 0 else { throw .numbersUnconfirmed(left) }
        return .released(number ?? situation.next, proof)
    }

    private static func demandSound(_ check: BulletinCheck) throws(Refusal) {
        guard check.faults == 0 else { throw .bulletinFaulty(check.faults) }
        guard check.contradicted == 0 else { throw .numbersContradicted(check.contradicted) }
    }

    private static func checked(_ text: String) throws(Refusal) -> String {
        guard text.contains(where: { !$0.isWhitespace }) else { throw .missing(.text) }
        guard text.count <= Manuscript.limit else { throw .tooLong(.text, limit: Manuscript.limit) }
        try text.refuseZeroCharacter()
        return text
    }

    private static func checked(_ text: String?, _ field: Refusal.Field) throws(Refusal) -> String {
        guard let text, text.contains(where: { !$0.isWhitespace }) else { throw .missing(field) }
        guard text.count <= noteLimit else { throw .tooLong(field, limit: noteLimit) }
        try text.refuseZeroCharacter()
        return text
    }
}
