/// What the district's firms are sorted by and how much they are visited: parks, leading industries, the cap on visits.
///
/// One per board.
package struct EnterpriseLists: Aggregate {
    package typealias Situation = Void

    package static let kind = SubjectKind.enterpriseLists

    package enum Command: Hashable, Sendable {
        case namePark(UnitCode, Wording)
        case nameTag(CategoryCode, Wording)
        /// So many visits a firm may be asked for in a month, across all bodies.
        case cap(Int)
    }

    package enum Event: Hashable, Sendable {
        case parkNamed(UnitCode, Wording)
        case tagNamed(CategoryCode, Wording)
        case capSet(Int)
    }

    /// Visits a month before a district has said anything.
    package static let usualCap = 2

    package private(set) var parks: [UnitCode: Wording] = [:]
    /// 主导产业.
    package private(set) var tags: [CategoryCode: Wording] = [:]
    package private(set) var cap = EnterpriseLists.usualCap

    package init() {}

    /// - Throws: ``Refusal/missing(_:)``, ``Refusal/tooLong(_:limit:)`` or ``Refusal/amountOutOfRange(limit:)``.
    package func decide(_ command: Command, in situation: Void) throws(Refusal) -> [Event] {
        switch command {
        case .namePark(let code, let name):
            try Self.check(name)
            return parks[code] == name ? [] : [.parkNamed(code, name)]
        case .nameTag(let code, let name):
            try Self.check(name)
            return tags[code] == name ? [] : [.tagNamed(code, name)]
        case .cap(let count):
            guard (1...31).contains(count) else { throw .amountOutOfRange(limit: 31) }
            return count == cap ? [] : [.capSet(count)]
        }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .parkNamed(let code, let name): parks[code] = name
        case .tagNamed(let code, let name): tags[code] = name
        case .capSet(let count): cap = count
        }
    }

    private static func check(_ name: Wording) throws(Refusal) {
        for (text, field) in [(name.chinese, Refusal.Field.chineseText), (name.english, .englishText)] {
            guard text.contains(where: { !$0.isWhitespace }) else { throw .missing(field) }
            guard text.unicodeScalars.count <= Enterprise.nameLimit else {
                throw .tooLong(field, limit: Enterprise.nameLimit)
            }
            try text.refuseZeroCharacter()
        }
    }
}
