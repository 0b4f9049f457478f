/// Help that is wanted somewhere (居民所需), and whether somebody gives it (志愿者所能).
///
/// It says what kind, where, when and how many hands, and nothing about whoever is helped: there are no words to delete
/// afterwards.
package struct Need: GridWork {
    package static let kind = SubjectKind.need

    /// What is wanted, and what somebody offers.
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        /// 陪同、跑腿
        case errand
        /// 家务、保洁
        case cleaning
        /// 小修小补
        case repair
        /// 搬运、抢收晾晒
        case labour
        /// 作业辅导
        case tutoring
        /// 政策、法律咨询
        case advice
        /// 智能手机、办事指导
        case guidance
        case other
    }

    package struct Request: Hashable, Sendable {
        package var serial: Int
        package var kind: Kind
        package var at: WorkPlace
        package var from: Day
        package var until: Day
        /// How many hands.
        package var hands: Int

        package init(serial: Int, kind: Kind, at place: WorkPlace, from: Day, until: Day, hands: Int) {
            self.serial = serial
            self.kind = kind
            at = place
            self.from = from
            self.until = until
            self.hands = hands
        }
    }

    /// Both have to agree.
    package enum Side: String, Hashable, Sendable, CaseIterable {
        case need, offer
    }

    package enum Command: Hashable, Sendable {
        case raise(Request, today: Day)
        /// `terms`: of the offer, which the office looked up.
        case propose(Offer.Terms)
        case agree(Side, today: Day)
        case decline(Side)
        case meet(today: Day)
        case withdraw
    }

    package enum Event: Hashable, Sendable {
        case raised(Request, on: Day)
        case proposed(offer: Int)
        case agreed(Side)
        /// Both have agreed; `days` after it was raised.
        case matched(offer: Int, days: Int)
        case declined(Side)
        case met(days: Int)
        case withdrawn
    }

    package enum State: Hashable, Sendable {
        /// → open
        case absent
        /// → proposed, withdrawn
        case open
        /// → matched when both have agreed, open when one declines, withdrawn
        case proposed(offer: Int, agreed: Set<Side>)
        /// → met, withdrawn
        case matched(offer: Int)
        /// The end.
        case met
        case withdrawn

        package enum Name: String, Hashable, Sendable, CaseIterable {
            case absent, open, proposed, matched, met, withdrawn
        }

        package var name: Name {
            switch self {
            case .absent: .absent
            case .open: .open
            case .proposed: .proposed
            case .matched: .matched
            case .met: .met
            case .withdrawn: .withdrawn
            }
        }

        package var offer: Int? {
            switch self {
            case .proposed(let offer, _), .matched(let offer): offer
            case .absent, .open, .met, .withdrawn: nil
            }
        }
    }

    package private(set) var request: Request?
    package private(set) var raisedOn: Day?
    package private(set) var state = State.absent

    package static let handLimit = 1_000

    package init() {}

    package var place: Scope { request?.at.scope ?? .nowhere }

    /// - Throws: ``Refusal/datesReversed``, ``Refusal/fromThePast``, ``Refusal/unknown(_:)``, and of ``WorkRefusal``: `countOutOfRange`,
    ///   `notOpen`, `noFit`, `alreadyAgreed`.
    package func decide(_ command: Command, in situation: Void) throws(Refusal) -> [Event] {
        if case .raise(let request, let today) = command {
            guard case .absent = state else { throw .work(.notOpen) }
            guard request.from <= request.until else { throw .datesReversed }
            guard request.until >= today else { throw .fromThePast }
            guard (1...Self.handLimit).contains(request.hands) else { throw .work(.countOutOfRange) }
            return [.raised(request, on: today)]
        }
        guard let request, let raisedOn else { throw .unknown(.need) }
        switch (command, state) {
        case (.propose(let terms), .open):
            guard terms.kind == request.kind, terms.from <= request.until, request.from <= terms.until else {
                throw .work(.noFit)
            }
            return [.proposed(offer: terms.serial)]
        case (.agree(let side, let today), .proposed(let offer, let agreed)):
            guard !agreed.contains(side) else { throw .work(.alreadyAgreed) }
            guard agreed.union([side]).count == Side.allCases.count else { return [.agreed(side)] }
            return [.agreed(side), .matched(offer: offer, days: raisedOn.distance(to: today))]
        case (.decline(let side), .proposed): return [.declined(side)]
        case (.meet(let today), .matched): return [.met(days: raisedOn.distance(to: today))]
        case (.withdraw, .open), (.withdraw, .proposed), (.withdraw, .matched): return [.withdrawn]
        case (.raise, _), (.propose, _), (.agree, _), (.decline, _), (.meet, _), (.withdraw, _):
            throw .work(.notOpen)
        }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .raised(let request, let day):
            (self.request, raisedOn, state) = (request, day, .open)
        case .proposed(let offer): state = .proposed(offer: offer, agreed: [])
        case .agreed(let side):
            if case .proposed(let offer, let agreed) = state {
                state = .proposed(offer: offer, agreed: agreed.union([side]))
            }
        case .matched(let offer, _): state = .matched(offer: offer)
        case .declined: state = .open
        case .met: state = .met
        case .withdrawn: state = .withdrawn
        }
    }
}
