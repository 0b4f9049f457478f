extension Enterprise {
    /// - Throws: ``Refusal/firmEnded``, ``Refusal/unknown(_:)``, ``Refusal/missing(_:)``, ``Refusal/tooLong(_:limit:)``,
    ///   ``Refusal/statusOverlaps``, ``Refusal/stewardTaken``, ``Refusal/deputyIsHolder``, ``Refusal/datesReversed`` or
    ///   ``Refusal/fromTheFuture``.
    package func decide(_ command: Command, in situation: Situation) throws(Refusal) -> [Event] {
        try events(command, today: situation.today).map { Event(tag: situation.tag, what: $0) }
    }

    private func events(_ command: Command, today: Day) throws(Refusal) -> [Event.What] {
        if case .register(let number, let details, let origin) = command {
            guard self.details == nil else { throw .firmExists }
            return [.registered(number: number, try details.checked(), origin)]
        }
        guard let details else { throw .unknown(.firm) }
        guard ending == nil else { throw .firmEnded }
        switch command {
        case .register: return []
        case .change(let changed):
            let checked = try changed.checked()
            return checked == details ? [] : [.changed(checked)]
        case .moveGrid(let grid):
            return grid == details.place.grid ? [] : [.gridChanged(from: details.place.grid, to: grid)]
        case .tag(let tag, let day):
            return tags[tag] == nil ? [.tagged(tag, from: day)] : []
        case .untag(let tag, let day):
            return tags[tag] == nil ? [] : [.untagged(tag, on: day)]
        case .grant(let status):
            if let until = status.until, until < status.from { throw .datesReversed }
            guard status.certificate.unicodeScalars.count <= Self.nameLimit else {
                throw .tooLong(.certificate, limit: Self.nameLimit)
            }
            try status.certificate.refuseZeroCharacter()
            if statuses.contains(status) { return [] }
            guard !statuses.contains(where: { $0.kind == status.kind && $0.overlaps(status) })
            else { throw .statusOverlaps }
            return [.statusGranted(status)]
        case .endStatus(let kind, let day):
            guard statuses.contains(where: { $0.kind == kind && $0.isValid(on: day) }) else { throw .unknown(.status) }
            return [.statusEnded(kind, on: day)]
        case .assign(let term): return try stewardship.assigning(term)
        case .endSteward(let day):
            guard stewardship.steward(on: day) != nil else { throw .unknown(.steward) }
            return [.stewardEnded(on: day)]
        case .endDeputy(let day):
            guard stewardship.terms.contains(where: { $0.isDeputy && $0.covers(day) })
            else { throw .unknown(.steward) }
            return [.deputyEnded(on: day)]
        case .merge(let other, let day):
            guard other != number else { throw .related }
            return try ended(on: day, today) + [.merged(into: other, on: day)]
        case .absorb(let other, let day):
            guard other != number else { throw .related }
            return absorbed.contains(other) ? [] : [.absorbed(other, on: day)]
        case .split(let numbers, let day):
            guard numbers.count >= 2 else { throw .missing(.name) }
            return try ended(on: day, today) + [.split(into: numbers, on: day)]
        case .close(let day): return try ended(on: day, today) + [.closed(on: day)]
        case .renewLink: return [.linkRenewed]
        }
    }

    /// What a firm's end brings with it: nobody is steward of a firm that is there no more.
    private func ended(on day: Day, _ today: Day) throws(Refusal) -> [Event.What] {
        guard day <= today else { throw .fromTheFuture }
        return (stewardship.terms.contains { !$0.isDeputy && $0.covers(day) } ? [.stewardEnded(on: day)] : [])
            + (stewardship.terms.contains { $0.isDeputy && $0.covers(day) } ? [.deputyEnded(on: day)] : [])
    }
}

extension Enterprise.Details {
    fileprivate func checked() throws(Refusal) -> Self {
        guard name.contains(where: { !$0.isWhitespace }) else { throw .missing(.name) }
        for text in [name, industry] {
            guard text.unicodeScalars.count <= Enterprise.nameLimit else {
                throw .tooLong(.name, limit: Enterprise.nameLimit)
            }
            try text.refuseZeroCharacter()
        }
        if let address = place.address {
            guard address.count <= Report.addressLimit else { throw .tooLong(.address, limit: Report.addressLimit) }
            try address.refuseZeroCharacter()
        }
        return self
    }
}
