/// A dispute that was mediated (矛盾纠纷化解): its kind, its place and how it ended, with its parties as a number.
///
/// No names and no words: they stand in the mediation body's own file.
package struct Dispute: GridWork {
    package static let kind = SubjectKind.dispute

    package enum Kind: String, Hashable, Sendable, CaseIterable {
        /// 邻里
        case neighbours
        /// 物业
        case propertyService = "property_service"
        /// 租赁
        case tenancy
        /// 劳动报酬
        case wages
        /// 消费
        case purchase
        /// 损害赔偿
        case damage
        case other
    }

    package enum Result: String, Hashable, Sendable, CaseIterable {
        /// 化解
        case settled
        /// 转法律途径
        case toLaw = "to_law"
        /// 终止
        case ended
    }

    package struct Record: Hashable, Sendable {
        package var serial: Int
        package var kind: Kind
        package var at: WorkPlace
        package var parties: Int
        package var on: Day

        package init(serial: Int, kind: Kind, at place: WorkPlace, parties: Int, on day: Day) {
            self.serial = serial
            self.kind = kind
            at = place
            self.parties = parties
            on = day
        }
    }

    package enum Command: Hashable, Sendable {
        case record(Record, today: Day)
        case conclude(Result, today: Day)
    }

    package enum Event: Hashable, Sendable {
        case recorded(Record)
        case concluded(Result, on: Day, days: Int)
    }

    package private(set) var record: Record?
    package private(set) var result: Result?

    package static let partyLimit = 1_000

    package init() {}

    package var place: Scope { record?.at.scope ?? .nowhere }

    /// - Throws: ``Refusal/unknown(_:)``, and of ``WorkRefusal``: `countOutOfRange`, `dayNotCome`, `alreadySettled`.
    package func decide(_ command: Command, in situation: Void) throws(Refusal) -> [Event] {
        switch command {
        case .record(let record, let today):
            guard self.record == nil else { throw .work(.codeTaken) }
            guard (2...Self.partyLimit).contains(record.parties) else { throw .work(.countOutOfRange) }
            guard record.on <= today else { throw .work(.dayNotCome) }
            return [.recorded(record)]
        case .conclude(let result, let today):
            guard let record else { throw .unknown(.dispute) }
            guard self.result == nil else { throw .work(.alreadySettled) }
            return [.concluded(result, on: today, days: record.on.distance(to: today))]
        }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .recorded(let record): self.record = record
        case .concluded(let result, _, _): self.result = result
        }
    }
}
