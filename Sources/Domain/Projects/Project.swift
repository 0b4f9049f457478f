/// A key project (重点项目) with its officer (服务专员): planned and actual milestones, a light every week, and what stands in its way.
///
/// Longer than most files: it is one state and what changes it.
package struct Project: GridWork {
    package static let kind = SubjectKind.project

    /// On whose list of key projects it stands; the raw value is stored and never reused, as of every enumeration here.
    package enum Level: String, Hashable, Sendable, CaseIterable {
        case province, city, district
    }

    /// 新建, 续建: how it stands on the list of a year.
    package enum Standing: String, Hashable, Sendable, CaseIterable {
        case new, continued
    }

    /// 立项、前期、在建、竣工、投产, in this order, and 停止, which is an end from everywhere.
    package enum Stage: String, Hashable, Sendable, CaseIterable {
        case approved, preparing, building, completed, producing, stopped

        /// A light is lit for it every week.
        package var isOpen: Bool {
            switch self {
            case .approved, .preparing, .building, .completed: true
            case .producing, .stopped: false
            }
        }

        /// The stages that it may come to from here.
        package var next: [Stage] {
            switch self {
            case .approved: [.preparing, .building, .completed, .producing, .stopped]
            case .preparing: [.building, .completed, .producing, .stopped]
            case .building: [.completed, .producing, .stopped]
            case .completed: [.producing, .stopped]
            case .producing, .stopped: []
            }
        }
    }

    /// How it went in a week (海口江东: 红黄绿灯).
    package enum Light: String, Hashable, Sendable, CaseIterable {
        case green, yellow, red
    }

    /// 专班负责人, 服务专员, and whoever stands in for the officer.
    package enum Seat: String, Hashable, Sendable, CaseIterable {
        case leader, officer, deputy
    }

    /// How exactly a first day is known: “二月底” names a month.
    package enum Precision: String, Hashable, Sendable, CaseIterable {
        case day, month
    }

    package struct Details: Hashable, Sendable {
        package var serial: Int
        package var name: String
        package var level: Level
        package var place: WorkPlace
        /// Who pays for it, in words; may be empty.
        package var investor: String
        /// The firm's number, where it is on the list of firms.
        package var firm: Int?

        package init(
            serial: Int,
            name: String,
            level: Level,
            place: WorkPlace,
            investor: String = "",
            firm: Int? = nil
        ) {
            self.serial = serial
            self.name = name
            self.level = level
            self.place = place
            self.investor = investor
            self.firm = firm
        }
    }

    /// Somebody's time with the project.
    package struct Term: Hashable, Sendable {
        package var seat: Seat
        package var holder: ID<Account>
        /// The body that the holder works for; coarse enough to be public.
        package var unit: UnitCode
        package var from: Day
        package var precision: Precision
        /// Last day; nil while it lasts.
        package var until: Day?

        package init(
            seat: Seat,
            holder: ID<Account>,
            unit: UnitCode,
            from: Day,
            precision: Precision = .day,
            until: Day? = nil
        ) {
            self.seat = seat
            self.holder = holder
            self.unit = unit
            self.from = from
            self.precision = precision
            self.until = until
        }

        package func covers(_ day: Day) -> Bool { day >= from && until.map { day <= $0 } ?? true }

        func overlaps(_ other: Term) -> Bool {
            from <= (other.until ?? .distantFuture) && other.from <= (until ?? .distantFuture)
        }
    }

    /// 节点: what is to be there on a day.
    package struct Milestone: Hashable, Sendable {
        package var number: Int
        package var name: String
        /// As it was planned at first: whether it came in time is measured by this.
        package var first: Day
        /// As it is planned now: the light looks at this.
        package var planned: Day
        package var moves = 0
        package var reached: Day?
    }

    /// What stands in the way, with the three times of 及时反映、协调、解决.
    package struct Blocker: Hashable, Sendable {
        package var number: Int
        package var need: Visit.Need
        package var text: String
        /// The problem of the project's firm that it is as well.
        package var problem: Int?
        package var reported: Day
        /// The first meeting or call about it, and with whom.
        package var coordinated: Day?
        package var with = ""
        package var solved: Day?
        package var solution = ""

        /// Whether it waits longer than it should, on a day.
        package func isLate(on day: Day) -> Bool {
            if let solved, solved <= day { return false }
            let limit = coordinated.map { $0 <= day } == true ? Project.solvingDays : Project.coordinatingDays
            return reported.distance(to: day) > limit
        }
    }

    /// The light of a week, by its Sunday.
    package struct Week: Hashable, Sendable {
        package var sunday: Day
        package var light: Light
        /// Days by which the milestone that is latest lags behind its plan.
        package var late: Int

        package init(sunday: Day, light: Light, late: Int) {
            self.sunday = sunday
            self.light = light
            self.late = late
        }
    }

    /// Behind plan by more days than these, it is red.
    package static let yellowDays = 14
    /// In time when somebody has taken a blocker up within so many days (as 信阳 asks of an opinion).
    package static let coordinatingDays = 7
    /// In time when it is solved within so many days (as 许昌 asks of a hard problem).
    package static let solvingDays = 30
    /// In code points.
    package static let nameLimit = 100
    package static let textLimit = 1_000

    /// Nil until it is registered.
    package private(set) var details: Details?
    package private(set) var registeredOn: Day?
    package private(set) var stage = Stage.approved
    /// Since when it is at its stage.
    package private(set) var stageOn: Day?
    /// By year.
    package private(set) var listed: [Int: Standing] = [:]
    /// In the order of naming; nothing is ever taken out.
    package private(set) var terms: [Term] = []
    package private(set) var milestones: [Milestone] = []
    package private(set) var blockers: [Blocker] = []
    /// One for every week since it was registered.
    package private(set) var weeks: [Week] = []

    package init() {}

    package var place: Scope { details?.place.scope ?? .nowhere }

    /// Whoever has a seat on a day.
    package func holder(of seat: Seat, on day: Day) -> Term? { terms.first { $0.seat == seat && $0.covers(day) } }

    /// Whether somebody serves the project on a day, in whatever seat.
    package func serves(_ account: ID<Account>, on day: Day) -> Bool {
        terms.contains { $0.holder == account && $0.covers(day) }
    }

    /// The Sunday whose light comes next; nil when none does.
    package var nextSunday: Day? {
        guard stage.isOpen, let registeredOn else { return nil }
        return weeks.last?.sunday.advanced(by: 7) ?? registeredOn.advanced(by: 7 - registeredOn.weekday.rawValue)
    }

    /// The milestone that comes next by its plan.
    package var nextMilestone: Milestone? {
        milestones.filter { $0.reached == nil }.min { ($0.planned, $0.number) < ($1.planned, $1.number) }
    }
}

extension Project {
    package struct Command: Hashable, Sendable {
        package var today: Day
        package var step: Step

        package init(_ step: Step, today: Day) {
            self.today = today
            self.step = step
        }
    }

    package enum Step: Hashable, Sendable {
        case register(Details)
        /// Onto the list of a year.
        case list(year: Int, Standing, on: Day)
        case move(Stage, on: Day)
        /// Whoever had the seat until then ends with the day before.
        case seat(Term)
        case unseat(Seat, on: Day)
        case plan(name: String, Day)
        /// The reason is kept, and that the plan was moved is public.
        case replan(Int, to: Day, reason: String)
        case reach(Int, on: Day)
        /// A decision or an event; nobody has to write one.
        case note(String, on: Day)
        case block(Visit.Need, text: String, problem: Int?, on: Day)
        case coordinate(Int, with: String, on: Day)
        case solve(Int, solution: String, on: Day)
        case reopen(Int, reason: String)
        /// The weeks that have ended.
        case light
    }

    /// Something that happened, with its day.
    package struct Event: Hashable, Sendable {
        package var on: Day
        package var what: What

        package init(on: Day, _ what: What) {
            self.on = on
            self.what = what
        }

        package enum What: Hashable, Sendable {
            case registered(Details)
            case listed(year: Int, Standing)
            case moved(Stage)
            case seated(Term)
            case unseated(Seat)
            case planned(Int, name: String, Day)
            case replanned(Int, from: Day, to: Day, reason: String)
            /// `late`: days behind the first plan, below 0 for ahead of it.
            case reached(Int, late: Int)
            case noted(String)
            case blocked(Int, Visit.Need, text: String, problem: Int?)
            /// `days`: whole days since it was reported.
            case coordinated(Int, with: String, days: Int, isOnTime: Bool)
            case solved(Int, solution: String, days: Int, isOnTime: Bool)
            case reopened(Int, reason: String)
            case lit(Light, late: Int)
        }
    }

    package mutating func apply(_ event: Event) {
        switch event.what {
        case .registered(let details): (self.details, registeredOn, stageOn) = (details, event.on, event.on)
        case .listed(let year, let standing): listed[year] = standing
        case .moved(let stage): (self.stage, stageOn) = (stage, event.on)
        case .seated(let term): terms.append(term)
        case .unseated(let seat):
            if let index = terms.firstIndex(where: { $0.seat == seat && $0.covers(event.on) }) {
                terms[index].until = event.on
            }
        case .planned(let number, let name, let day):
            milestones.append(Milestone(number: number, name: name, first: day, planned: day))
        case .replanned(let number, _, let day, _):
            change(milestone: number) {
                $0.planned = day
                $0.moves += 1
            }
        case .reached(let number, _): change(milestone: number) { $0.reached = event.on }
        case .noted: break
        case .blocked(let number, let need, let text, let problem):
            blockers.append(Blocker(number: number, need: need, text: text, problem: problem, reported: event.on))
        case .coordinated(let number, let with, _, _):
            change(blocker: number) { ($0.coordinated, $0.with) = (event.on, with) }
        case .solved(let number, let solution, _, _):
            change(blocker: number) { ($0.solved, $0.solution) = (event.on, solution) }
        case .reopened(let number, _):
            change(blocker: number) { ($0.solved, $0.solution) = (nil, "") }
        case .lit(let light, let late): weeks.append(Week(sunday: event.on, light: light, late: late))
        }
    }

    private mutating func change(milestone number: Int, _ change: (inout Milestone) -> Void) {
        if let index = milestones.firstIndex(where: { $0.number == number }) { change(&milestones[index]) }
    }

    private mutating func change(blocker number: Int, _ change: (inout Blocker) -> Void) {
        if let index = blockers.firstIndex(where: { $0.number == number }) { change(&blockers[index]) }
    }
}
