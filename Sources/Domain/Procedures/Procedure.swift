/// A procedure in which a firm is spared time or ways (domain F.6), with the days that the law gives and those that it took.
package struct Procedure: GridWork {
    package static let kind = SubjectKind.procedure

    /// The raw value is stored and never reused.
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        /// 容缺受理: taken on with papers missing, which are promised for a day.
        case deficient
        /// 多评合一: several appraisals made as one.
        case merged
        /// 区域统一评估: an appraisal of a whole area, which spares everybody in it an own one while it is valid.
        case area
        /// 全程代办: somebody goes the whole way for the firm.
        case agency
        /// 一件事一次办: several matters handled as one.
        case oneMatter = "one_matter"

        /// How many parts it is made of at least: papers that are missing, appraisals, steps, matters.
        package var leastParts: Int {
            switch self {
            case .deficient: 1
            case .merged, .oneMatter: 2
            case .area, .agency: 0
            }
        }
    }

    package struct Start: Hashable, Sendable {
        package var serial: Int
        package var kind: Kind
        package var title: String
        package var place: WorkPlace
        /// 法定办结时限 in working days; 0 for an appraisal of an area, which ends by its date.
        package var statutory: Int
        /// Papers that are missing, appraisals, steps or matters.
        package var parts: [String]
        /// When the missing papers are promised for.
        package var promised: Day?
        /// The last day on which an area's appraisal is valid.
        package var until: Day?
        /// The firm's number, where it is on the list of firms.
        package var firm: Int?
        /// The project's serial.
        package var project: Int?
        package var on: Day

        package init(
            serial: Int,
            kind: Kind,
            title: String,
            place: WorkPlace,
            statutory: Int,
            parts: [String] = [],
            promised: Day? = nil,
            until: Day? = nil,
            firm: Int? = nil,
            project: Int? = nil,
            on: Day
        ) {
            self.serial = serial
            self.kind = kind
            self.title = title
            self.place = place
            self.statutory = statutory
            self.parts = parts
            self.promised = promised
            self.until = until
            self.firm = firm
            self.project = project
            self.on = on
        }
    }

    /// How it came to its end.
    package struct Finish: Hashable, Sendable {
        package var on: Day
        /// Working days from its beginning.
        package var days: Int
        /// How often the firm had to come.
        package var visits: Int

        package init(on: Day, days: Int, visits: Int) {
            self.on = on
            self.days = days
            self.visits = visits
        }
    }

    package enum Command: Hashable, Sendable {
        case begin(Start, today: Day)
        /// What was missing is there.
        case supply(on: Day, today: Day)
        /// Somebody was spared an appraisal by the area's.
        case use(by: String, on: Day, today: Day)
        case finish(Finish, today: Day)
        /// Taken back, or it could not be done.
        case end(reason: String, on: Day, today: Day)
    }

    package enum Event: Hashable, Sendable {
        case begun(Start)
        case supplied(on: Day, isOnTime: Bool)
        case used(by: String, on: Day)
        case finished(Finish)
        case ended(reason: String, on: Day)
    }

    package enum State: Hashable, Sendable {
        /// → ``open``.
        case absent
        /// → ``finished(_:)``, ``ended(reason:on:)``.
        case open
        /// The end.
        case finished(Finish)
        case ended(reason: String, on: Day)

        package enum Name: String, Hashable, Sendable, CaseIterable {
            case absent, open, finished, ended
        }

        package var name: Name {
            switch self {
            case .absent: .absent
            case .open: .open
            case .finished: .finished
            case .ended: .ended
            }
        }
    }

    package static let nameLimit = 100
    package static let mostParts = 30
    /// In working days: no procedure of a firm has a longer time by law.
    package static let longestStatutory = 250

    package private(set) var start: Start?
    package private(set) var state = State.absent
    package private(set) var suppliedOn: Day?
    /// Who was spared an appraisal, in the order of time.
    package private(set) var uses: [(by: String, on: Day)] = []

    package init() {}

    package var place: Scope { start?.place.scope ?? .nowhere }

    /// - Throws: ``Refusal/missing(_:)``, ``Refusal/tooLong(_:limit:)``, ``Refusal/datesReversed``, ``Refusal/unknown(_:)`` or
    ///   ``Refusal/work(_:)``.
    package func decide(_ command: Command, in situation: Void) throws(Refusal) -> [Event] {
        if case .begin(let start, let today) = command {
            guard self.start == nil else { throw .work(.alreadySettled) }
            return [.begun(try start.checked(today))]
        }
        guard let start else { throw .unknown(.procedure) }
        guard case .open = state else { throw .work(.alreadySettled) }
        func demand(_ day: Day, _ today: Day) throws(Refusal) {
            guard day <= today else { throw .work(.dayNotCome) }
            guard day >= start.on else { throw .datesReversed }
        }
        switch command {
        case .begin: return []
        case .supply(let day, let today):
            try demand(day, today)
            guard start.kind == .deficient, let promised = start.promised else { throw .work(.otherProcedure) }
            guard suppliedOn == nil else { throw .work(.alreadySettled) }
            return [.supplied(on: day, isOnTime: day <= promised)]
        case .use(let by, let day, let today):
            try demand(day, today)
            guard start.kind == .area, let until = start.until else { throw .work(.otherProcedure) }
            guard day <= until else { throw .work(.appraisalOver) }
            return [.used(by: try by.checked(.name, limit: Self.nameLimit), on: day)]
        case .finish(let finish, let today):
            try demand(finish.on, today)
            guard start.kind != .area else { throw .work(.otherProcedure) }
            guard start.kind != .deficient || suppliedOn != nil else { throw .work(.papersMissing) }
            guard (0...99).contains(finish.visits), finish.days >= 0 else { throw .work(.countOutOfRange) }
            return [.finished(finish)]
        case .end(let reason, let day, let today):
            try demand(day, today)
            return [.ended(reason: try reason.checked(.reason), on: day)]
        }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .begun(let start): (self.start, state) = (start, .open)
        case .supplied(let day, _): suppliedOn = day
        case .used(let by, let day): uses.append((by, day))
        case .finished(let finish): state = .finished(finish)
        case .ended(let reason, let day): state = .ended(reason: reason, on: day)
        }
    }
}

extension Procedure.Start {
    fileprivate func checked(_ today: Day) throws(Refusal) -> Procedure.Start {
        var start = self
        guard on <= today else { throw .work(.dayNotCome) }
        start.title = try title.checked(.name, limit: Procedure.nameLimit)
        var parts: [String] = []
        for part in self.parts { parts.append(try part.checked(.items, limit: Procedure.nameLimit)) }
        start.parts = parts
        guard parts.count >= kind.leastParts else { throw .missing(.items) }
        guard parts.count <= Procedure.mostParts else { throw .tooMany(.items, limit: Procedure.mostParts) }
        switch kind {
        case .area:
            guard let until else { throw .missing(.until) }
            guard until >= on else { throw .datesReversed }
            (start.promised, start.statutory) = (nil, 0)
            return start
        case .deficient:
            guard let promised else { throw .missing(.day) }
            guard promised >= on else { throw .datesReversed }
        case .merged, .agency, .oneMatter: start.promised = nil
        }
        start.until = nil
        guard (1...Procedure.longestStatutory).contains(statutory) else { throw .work(.countOutOfRange) }
        return start
    }
}
