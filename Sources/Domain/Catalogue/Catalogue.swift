/// The list of matters (事项清单), the units that handle them, and the calendars that clocks run by.
///
/// One per board.
package struct Catalogue: Aggregate {
    package typealias Situation = Void

    package static let kind = SubjectKind.catalogue

    /// A department or service that handles dispatched cases (承办单位).
    package struct HandlingUnit: Hashable, Sendable {
        package var code: UnitCode
        package var name: Wording

        package init(code: UnitCode, name: Wording) {
            self.code = code
            self.name = name
        }
    }

    package enum Command: Sendable {
        case nameUnit(HandlingUnit)
        case define(CauseCategory)
        case retire(CategoryCode)
        case adoptCalendar(WorkingCalendar)
    }

    package enum Event: Hashable, Sendable {
        case unitNamed(HandlingUnit)
        case categoryDefined(CauseCategory)
        case categoryRetired(CategoryCode)
        case calendarAdopted(WorkingCalendar)
    }

    package private(set) var units: [UnitCode: HandlingUnit] = [:]
    package private(set) var categories: [CategoryCode: CauseCategory] = [:]
    /// Every calendar ever adopted, oldest first: a case keeps the version that it was dated with.
    package private(set) var calendars: [WorkingCalendar] = []

    package init() {}

    /// - Throws: ``Refusal/unknown(_:)`` for a lead unit or category that is not there, ``Refusal/calendarVersionUsed``.
    package func decide(_ command: Command, in situation: Void) throws(Refusal) -> [Event] {
        switch command {
        case .nameUnit(let unit):
            return units[unit.code] == unit ? [] : [.unitNamed(unit)]
        case .define(let category):
            guard units[category.leadUnit] != nil else { throw .unknown(.handlingUnit) }
            guard !category.name.chinese.isEmpty, !category.name.english.isEmpty else { throw .missing(.name) }
            return categories[category.code] == category ? [] : [.categoryDefined(category)]
        case .retire(let code):
            guard categories[code] != nil else { throw .unknown(.category) }
            return [.categoryRetired(code)]
        case .adoptCalendar(let calendar):
            if let known = calendars.first(where: { $0.version == calendar.version }) {
                guard known == calendar else { throw .calendarVersionUsed }
                return []
            }
            return [.calendarAdopted(calendar)]
        }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .unitNamed(let unit): units[unit.code] = unit
        case .categoryDefined(let category): categories[category.code] = category
        case .categoryRetired(let code): categories[code] = nil
        case .calendarAdopted(let calendar): calendars.append(calendar)
        }
    }
}
