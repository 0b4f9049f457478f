/// A promise in public (亮承诺), and whether it was kept.
package struct Pledge: GridWork {
    package static let kind = SubjectKind.pledge

    package struct Promise: Hashable, Sendable {
        package var serial: Int
        /// What is promised, in words that somebody can check.
        package var text: String
        package var unit: UnitCode
        package var until: Day

        package init(serial: Int, text: String, unit: UnitCode, until: Day) {
            self.serial = serial
            self.text = text
            self.unit = unit
            self.until = until
        }
    }

    package enum Command: Hashable, Sendable {
        case publish(Promise, today: Day)
        case keep(evidence: String, today: Day)
        /// It was not kept, or will not be: with the reason, which is published too.
        case miss(reason: String)
    }

    package enum Event: Hashable, Sendable {
        case published(Promise)
        case kept(evidence: String, on: Day, isOnTime: Bool)
        case missed(reason: String)
    }

    package enum State: Hashable, Sendable {
        /// → published
        case absent
        /// → kept, missed
        case published
        /// The end.
        case kept(evidence: String, on: Day, isOnTime: Bool)
        case missed(reason: String)

        package enum Name: String, Hashable, Sendable, CaseIterable {
            case absent, published, kept, missed
        }

        package var name: Name {
            switch self {
            case .absent: .absent
            case .published: .published
            case .kept: .kept
            case .missed: .missed
            }
        }
    }

    package private(set) var promise: Promise?
    package private(set) var state = State.absent

    package init() {}

    package var place: Scope { promise.map { .unit($0.unit) } ?? .nowhere }

    /// - Throws: ``Refusal/missing(_:)``, ``Refusal/fromThePast``, ``Refusal/unknown(_:)`` or ``WorkRefusal/alreadySettled``.
    package func decide(_ command: Command, in situation: Void) throws(Refusal) -> [Event] {
        switch (command, state) {
        case (.publish(var promise, let today), .absent):
            promise.text = try promise.text.checked(.text, limit: 300)
            guard promise.until >= today else { throw .fromThePast }
            return [.published(promise)]
        case (.keep(let evidence, let today), .published):
            let isOnTime = promise.map { today <= $0.until } ?? false
            return [.kept(evidence: try evidence.checked(.text), on: today, isOnTime: isOnTime)]
        case (.miss(let reason), .published): return [.missed(reason: try reason.checked(.reason))]
        case (.keep, .absent), (.miss, .absent): throw .unknown(.pledge)
        case (.publish, _), (.keep, _), (.miss, _): throw .work(.alreadySettled)
        }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .published(let promise): (self.promise, state) = (promise, .published)
        case .kept(let evidence, let day, let isOnTime):
            state = .kept(evidence: evidence, on: day, isOnTime: isOnTime)
        case .missed(let reason): state = .missed(reason: reason)
        }
    }
}
