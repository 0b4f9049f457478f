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
        /// Puts a version up for looking at; it changes nothing yet.
        case propose(Edition)
        /// Lets a proposal hold from a day on.
        case publish(Edition.Kind, EditionVersion, Edition.Publication, today: Day)
        case withdraw(Edition.Kind, EditionVersion, today: Day)
    }

    package enum Event: Hashable, Sendable {
        case unitNamed(HandlingUnit)
        case categoryDefined(CauseCategory)
        case categoryRetired(CategoryCode)
        case calendarAdopted(WorkingCalendar)
        case editionProposed(Edition)
        case editionPublished(Edition.Kind, EditionVersion, Edition.Publication)
        case editionWithdrawn(Edition.Kind, EditionVersion)
    }

    package private(set) var units: [UnitCode: HandlingUnit] = [:]
    package private(set) var categories: [CategoryCode: CauseCategory] = [:]
    /// Every calendar ever adopted, oldest first: a case keeps the version that it was dated with.
    package private(set) var calendars: [WorkingCalendar] = []
    /// Dated versions in the order in which they were proposed; what was withdrawn is not among them.
    package private(set) var editions: [Edition.Dated] = []

    package init() {}

    /// - Throws: ``Refusal/unknown(_:)`` for a lead unit or category that is not there, ``Refusal/calendarVersionUsed``,
    ///   ``Refusal/keptAsEditions`` for what would change at once although dated versions hold, and the refusals of
    ///   ``Edition``.
    package func decide(_ command: Command, in situation: Void) throws(Refusal) -> [Event] {
        switch command {
        case .nameUnit(let unit):
            return units[unit.code] == unit ? [] : [.unitNamed(unit)]
        case .define(let category):
            try check(category)
            if categories[category.code] == category { return [] }
            guard !isDated(.matters) else { throw .keptAsEditions }
            return [.categoryDefined(category)]
        case .retire(let code):
            guard !isDated(.matters) else { throw .keptAsEditions }
            guard categories[code] != nil else { throw .unknown(.category) }
            return [.categoryRetired(code)]
        case .adoptCalendar(let calendar):
            if let known = calendars.first(where: { $0.version == calendar.version }) {
                guard known == calendar else { throw .calendarVersionUsed }
                return []
            }
            guard !isDated(.calendar) else { throw .keptAsEditions }
            let isProposed = editions.contains { $0.edition.content == .calendar(calendar) }
            guard !isProposed else { throw .calendarVersionUsed }
            return [.calendarAdopted(calendar)]
        case .propose(let edition):
            return try decide(proposing: edition)
        case .publish(let kind, let version, let publication, let today):
            return try decide(publishing: kind, version, publication, today: today)
        case .withdraw(let kind, let version, let today):
            return try decide(withdrawing: kind, version, today: today)
        }
    }

    func check(_ category: CauseCategory) throws(Refusal) {
        guard units[category.leadUnit] != nil else { throw .unknown(.handlingUnit) }
        guard !category.name.chinese.isEmpty, !category.name.english.isEmpty else { throw .missing(.name) }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .unitNamed(let unit): units[unit.code] = unit
        case .categoryDefined(let category): categories[category.code] = category
        case .categoryRetired(let code): categories[code] = nil
        case .calendarAdopted(let calendar): calendars.append(calendar)
        case .editionProposed(let edition): editions.append(Edition.Dated(edition: edition, publication: nil))
        case .editionPublished(let kind, let version, let publication):
            for index in editions.indices
            where editions[index].edition.kind == kind && editions[index].edition.version == version {
                editions[index].publication = publication
            }
        case .editionWithdrawn(let kind, let version):
            editions.removeAll { $0.edition.kind == kind && $0.edition.version == version }
        }
    }
}
