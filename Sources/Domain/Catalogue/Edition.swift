/// A dated version of one part of the rules, whole: what it leaves out no longer holds.
package struct Edition: Hashable, Sendable {
    /// The parts that have versions of their own; raw values are stored and never reused.
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        /// 事项清单: categories with their limits and lead units.
        case matters
        /// 工作日历.
        case calendar
        /// 派遣目录.
        case dispatch
        /// 吹哨报到各步时限.
        case whistle
    }

    package enum Content: Hashable, Sendable {
        case matters([CauseCategory])
        /// Its own version is the edition's.
        case calendar(WorkingCalendar)
        case dispatch([DispatchRule])
        case whistle(WhistleTimes)
    }

    package var version: EditionVersion
    package var content: Content

    package init(version: EditionVersion, content: Content) {
        self.version = version
        self.content = content
    }

    package var kind: Kind {
        switch content {
        case .matters: .matters
        case .calendar: .calendar
        case .dispatch: .dispatch
        case .whistle: .whistle
        }
    }

    /// Where it stands: proposed, or published with its first day.
    package struct Dated: Hashable, Sendable {
        package var edition: Edition
        package var publication: Publication?

        package init(edition: Edition, publication: Publication?) {
            self.edition = edition
            self.publication = publication
        }
    }

    /// From which day it holds, until the next of its kind does, and the document that says so (依据).
    package struct Publication: Hashable, Sendable {
        package var from: Day
        package var basis: String

        package init(from: Day, basis: String) {
            self.from = from
            self.basis = basis
        }
    }
}

extension Edition.Kind {
    /// The first day from which an edition that is published `today` may hold.
    ///
    /// A case keeps the list of matters of the day on which it was reported, so that list may not change behind those
    /// who reported earlier today. Calendars, dispatch rules and the times of a call are written down where they are used.
    package func earliestDay(publishing today: Day) -> Day {
        switch self {
        case .matters: today.advanced(by: 1)
        case .calendar, .dispatch, .whistle: today
        }
    }
}

extension Collection<Edition.Dated> {
    /// The edition of a kind that holds on `day`; nil before the first one does.
    package func inForce(_ kind: Edition.Kind, on day: Day) -> Edition.Dated? {
        filter { $0.edition.kind == kind && ($0.publication.map { $0.from <= day } ?? false) }
            .max { ($0.publication?.from ?? .distantPast) < ($1.publication?.from ?? .distantPast) }
    }
}

extension Catalogue {
    func decide(proposing edition: Edition) throws(Refusal) -> [Event] {
        guard editions.first(where: { $0.edition.kind == edition.kind && $0.edition.version == edition.version }) == nil
        else { throw .editionExists }
        switch edition.content {
        case .matters(let categories):
            guard !categories.isEmpty else { throw .missing(.category) }
            var seen: Set<CategoryCode> = []
            for category in categories {
                guard seen.insert(category.code).inserted else { throw .repeatedCode(category.code.rawValue) }
                try check(category)
            }
        case .calendar(let calendar):
            guard calendar.version == edition.version.rawValue else { throw .calendarVersionUsed }
            guard !calendars.contains(where: { $0.version == calendar.version }) else { throw .calendarVersionUsed }
        case .dispatch(let rules):
            guard !rules.isEmpty else { throw .missing(.unit) }
            var seen: Set<RuleCode> = []
            for rule in rules {
                guard seen.insert(rule.code).inserted else { throw .repeatedCode(rule.code.rawValue) }
                guard units[rule.unit] != nil else { throw .unknown(.handlingUnit) }
            }
        case .whistle(let times):
            guard WhistleGround.allCases.allSatisfy({ times.steps[$0] != nil }) else { throw .missing(.ground) }
        }
        return [.editionProposed(edition)]
    }

    func decide(
        publishing kind: Edition.Kind,
        _ version: EditionVersion,
        _ publication: Edition.Publication,
        today: Day
    ) throws(Refusal) -> [Event] {
        guard let dated = edition(kind, version) else { throw .unknown(.edition) }
        guard dated.publication == nil else { throw .editionPublished }
        let earliest = kind.earliestDay(publishing: today)
        guard publication.from >= earliest else { throw .editionTooEarly(earliest) }
        let days = editions.filter { $0.edition.kind == kind }.compactMap(\.publication?.from)
        guard !days.contains(publication.from) else { throw .editionDayTaken }
        let basis = try words(publication.basis, .basis)
        return [.editionPublished(kind, version, Edition.Publication(from: publication.from, basis: basis))]
    }

    /// A proposal is dropped, and what was published is called off before it comes into force.
    func decide(withdrawing kind: Edition.Kind, _ version: EditionVersion, today: Day) throws(Refusal) -> [Event] {
        guard let dated = edition(kind, version) else { throw .unknown(.edition) }
        if let publication = dated.publication, publication.from <= today { throw .editionPublished }
        return [.editionWithdrawn(kind, version)]
    }

    package func edition(_ kind: Edition.Kind, _ version: EditionVersion) -> Edition.Dated? {
        editions.first { $0.edition.kind == kind && $0.edition.version == version }
    }

    /// Whether this part of the rules is kept as dated versions, so that nothing of it changes at once any more.
    func isDated(_ kind: Edition.Kind) -> Bool {
        editions.contains { $0.edition.kind == kind && $0.publication != nil }
    }
}
