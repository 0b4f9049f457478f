/// 协办: what another unit than the lead one does for a case, by an order of its own.
///
/// A unit assists by one order at a time; a later order takes the place of one that is over.
package struct Assistance: Hashable, Sendable {
    package enum State: Hashable, Sendable {
        /// Out: ``acknowledged``, ``done(_:)``, ``released``.
        case ordered
        /// Out: ``done(_:)``, ``released``.
        case acknowledged
        /// The unit said what it did, or what it thinks. No way out.
        case done(Feedback)
        /// Not waited for any longer, and somebody said why. No way out.
        case released

        /// A state without what it carries; raw values are stored and never reused.
        package enum Name: String, Hashable, Sendable, CaseIterable {
            case ordered, acknowledged, done, released
        }

        package var name: Name {
            switch self {
            case .ordered: .ordered
            case .acknowledged: .acknowledged
            case .done: .done
            case .released: .released
            }
        }
    }

    /// With a due time of its own.
    package var order: Order
    package var state: State
    /// Of the present step.
    package var watch: Watch

    package init(order: Order, state: State = .ordered, watch: Watch) {
        self.order = order
        self.state = state
        self.watch = watch
    }

    package var unit: UnitCode { order.unit }

    /// The lead unit waits for it.
    package var isOutstanding: Bool {
        switch state {
        case .ordered, .acknowledged: true
        case .done, .released: false
        }
    }

    /// By when the unit's next step is due; nil when there is none.
    package var stepDue: Instant? {
        switch state {
        case .ordered: min(order.acknowledgeBy ?? order.due, order.due)
        case .acknowledged: order.due
        case .done, .released: nil
        }
    }

    /// What the clockwork says of it now; nil when nothing.
    ///
    /// Silence past the time to acknowledge is acknowledged, and not told as overdue.
    package func word(at now: Instant) -> Watch.Word? {
        guard let word = stepDue.flatMap({ watch.word(due: $0, at: now) }) else { return nil }
        return state == .ordered && word == .overdue ? nil : word
    }
}
