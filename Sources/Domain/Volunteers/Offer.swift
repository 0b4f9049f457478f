/// What volunteers can do (志愿者所能), and when.
package struct Offer: GridWork {
    package static let kind = SubjectKind.offer

    package struct Terms: Hashable, Sendable {
        package var serial: Int
        package var kind: Need.Kind
        /// Who offers it: an organisation, or a volunteer by the own wish.
        package var name: String
        package var unit: UnitCode
        package var from: Day
        package var until: Day

        package init(serial: Int, kind: Need.Kind, name: String, unit: UnitCode, from: Day, until: Day) {
            self.serial = serial
            self.kind = kind
            self.name = name
            self.unit = unit
            self.from = from
            self.until = until
        }
    }

    package enum Command: Hashable, Sendable {
        case make(Terms, today: Day)
        case withdraw
    }

    package enum Event: Hashable, Sendable {
        case made(Terms)
        case withdrawn
    }

    package private(set) var terms: Terms?
    package private(set) var isOpen = false

    package init() {}

    package var place: Scope { terms.map { .unit($0.unit) } ?? .nowhere }

    /// - Throws: ``Refusal/missing(_:)``, ``Refusal/datesReversed``, ``Refusal/fromThePast``, ``Refusal/unknown(_:)`` or
    ///   ``WorkRefusal/notOpen``.
    package func decide(_ command: Command, in situation: Void) throws(Refusal) -> [Event] {
        switch command {
        case .make(var terms, let today):
            guard self.terms == nil else { throw .work(.notOpen) }
            terms.name = try terms.name.checked(.name, limit: 100)
            guard terms.from <= terms.until else { throw .datesReversed }
            guard terms.until >= today else { throw .fromThePast }
            return [.made(terms)]
        case .withdraw:
            guard terms != nil else { throw .unknown(.offer) }
            guard isOpen else { throw .work(.notOpen) }
            return [.withdrawn]
        }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .made(let terms): (self.terms, isOpen) = (terms, true)
        case .withdrawn: isOpen = false
        }
    }
}
