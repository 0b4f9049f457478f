/// A round of visits (走访): its list is frozen when it begins, so that coverage has a denominator that nobody moves.
package struct VisitRound: Aggregate {
    package static let kind = SubjectKind.visitRound

    package struct Definition: Hashable, Sendable {
        /// Human-visible and public: `2026-05`.
        package var code: UnitCode
        package var name: String
        package var from: Day
        package var until: Day

        package init(code: UnitCode, name: String, from: Day, until: Day) {
            self.code = code
            self.name = name
            self.from = from
            self.until = until
        }
    }

    package enum Command: Hashable, Sendable {
        /// By kind, the numbers of the firms that are to be visited.
        case freeze(Definition, [Enterprise.Kind: [Int]])
        /// Ends it before its last day.
        case close
    }

    package enum Event: Hashable, Sendable {
        /// `firms`: by kind, in ascending order.
        case frozen(Definition, firms: [Enterprise.Kind: [Int]])
        case closed(on: Day)
    }

    package private(set) var definition: Definition?
    package private(set) var firms: [Enterprise.Kind: [Int]] = [:]
    package private(set) var closedOn: Day?

    package init() {}

    /// `situation`: today.
    /// - Throws: ``Refusal/datesReversed``, ``Refusal/roundAcrossYears``, ``Refusal/roundEmpty``, ``Refusal/roundExists``,
    ///   ``Refusal/missing(_:)``, ``Refusal/tooLong(_:limit:)`` or ``Refusal/unknown(_:)``.
    package func decide(_ command: Command, in situation: Day) throws(Refusal) -> [Event] {
        switch command {
        case .freeze(let definition, let firms):
            guard self.definition == nil else { throw .roundExists }
            guard definition.name.contains(where: { !$0.isWhitespace }) else { throw .missing(.name) }
            guard definition.name.unicodeScalars.count <= Enterprise.nameLimit else {
                throw .tooLong(.name, limit: Enterprise.nameLimit)
            }
            try definition.name.refuseZeroCharacter()
            guard definition.from <= definition.until else { throw .datesReversed }
            // A firm's tag holds for a calendar year: across its end one firm would be counted as two.
            guard definition.from.year == definition.until.year else { throw .roundAcrossYears }
            guard definition.until >= situation else { throw .fromThePast }
            guard firms.values.contains(where: { !$0.isEmpty }) else { throw .roundEmpty }
            return [.frozen(definition, firms: firms.filter { !$0.value.isEmpty }.mapValues { $0.sorted() })]
        case .close:
            guard definition != nil else { throw .unknown(.round) }
            return closedOn == nil ? [.closed(on: situation)] : []
        }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .frozen(let definition, let firms): (self.definition, self.firms) = (definition, firms)
        case .closed(let day): closedOn = day
        }
    }
}
