/// Printed matter from the stock to the place: what was printed, what was handed out, what is left.
///
/// Printed is not handed out: two numbers, and the stock between them is never below nothing.
package struct Handout: GridWork {
    package static let kind = SubjectKind.handout

    package enum Kind: String, Hashable, Sendable, CaseIterable {
        /// 宣传页
        case leaflet
        /// 手册
        case booklet
        /// 海报
        case poster
        /// 小物品
        case article
    }

    package struct Definition: Hashable, Sendable {
        package var serial: Int
        package var kind: Kind
        package var title: String
        /// The unit whose stock it is.
        package var unit: UnitCode

        package init(serial: Int, kind: Kind, title: String, unit: UnitCode) {
            self.serial = serial
            self.kind = kind
            self.title = title
            self.unit = unit
        }
    }

    /// Copies that went from the stock to people at a place.
    package struct Giving: Hashable, Sendable {
        package var copies: Int
        package var on: Day
        package var at: WorkPlace
        /// The serial of the activity at which it was; nil for a round from door to door.
        package var activity: Int?

        package init(copies: Int, on day: Day, at place: WorkPlace, activity: Int? = nil) {
            self.copies = copies
            on = day
            at = place
            self.activity = activity
        }
    }

    package enum Command: Hashable, Sendable {
        case define(Definition)
        case print(copies: Int, on: Day, today: Day)
        case give(Giving, today: Day)
        /// Another number of copies for a giving, by its place in the list from 1.
        case correct(giving: Int, copies: Int, reason: String)
        /// Copies that are spoiled or out of date leave the stock without having been handed out.
        case writeOff(copies: Int, reason: String)
    }

    package enum Event: Hashable, Sendable {
        case defined(Definition)
        case printed(copies: Int, on: Day)
        case given(Giving)
        case corrected(giving: Int, copies: Int, before: Int, reason: String)
        case writtenOff(copies: Int, reason: String)
    }

    package private(set) var definition: Definition?
    package private(set) var printed = 0
    package private(set) var writtenOff = 0
    package private(set) var givings: [Giving] = []

    /// Copies of one entry.
    package static let limit = 10_000_000

    package init() {}

    package var place: Scope { definition.map { .unit($0.unit) } ?? .nowhere }
    package var given: Int { givings.reduce(0) { $0 + $1.copies } }
    package var left: Int { printed - given - writtenOff }

    /// - Throws: ``Refusal/missing(_:)``, ``Refusal/unknown(_:)``, and of ``WorkRefusal``: `stockShort`, `countOutOfRange`,
    ///   `dayNotCome`, `nothingChanged`.
    package func decide(_ command: Command, in situation: Void) throws(Refusal) -> [Event] {
        if case .define(var definition) = command {
            guard self.definition == nil else { throw .work(.codeTaken) }
            definition.title = try definition.title.checked(.topic, limit: 200)
            return [.defined(definition)]
        }
        guard definition != nil else { throw .unknown(.handout) }
        switch command {
        case .define: return []
        case .print(let copies, let day, let today):
            guard (1...Self.limit).contains(copies) else { throw .work(.countOutOfRange) }
            guard day <= today else { throw .work(.dayNotCome) }
            return [.printed(copies: copies, on: day)]
        case .give(let giving, let today):
            guard (1...Self.limit).contains(giving.copies) else { throw .work(.countOutOfRange) }
            guard giving.on <= today else { throw .work(.dayNotCome) }
            guard giving.copies <= left else { throw .work(.stockShort(left: left)) }
            return [.given(giving)]
        case .correct(let number, let copies, let reason):
            guard givings.indices.contains(number - 1) else { throw .unknown(.handout) }
            let before = givings[number - 1].copies
            guard (0...Self.limit).contains(copies) else { throw .work(.countOutOfRange) }
            guard copies != before else { throw .work(.nothingChanged) }
            guard copies - before <= left else { throw .work(.stockShort(left: left)) }
            return [
                .corrected(giving: number, copies: copies, before: before, reason: try reason.checked(.reason))
            ]
        case .writeOff(let copies, let reason):
            guard (1...Self.limit).contains(copies) else { throw .work(.countOutOfRange) }
            guard copies <= left else { throw .work(.stockShort(left: left)) }
            return [.writtenOff(copies: copies, reason: try reason.checked(.reason))]
        }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .defined(let definition): self.definition = definition
        case .printed(let copies, _): printed += copies
        case .given(let giving): givings.append(giving)
        case .corrected(let number, let copies, _, _):
            if givings.indices.contains(number - 1) { givings[number - 1].copies = copies }
        case .writtenOff(let copies, _): writtenOff += copies
        }
    }
}
