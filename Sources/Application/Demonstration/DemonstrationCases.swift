import Domain
import Geography
import HeapModule
import Store
import Synchronization

/// Six months of ordinary work: cases that really go through the desk, step by step, in the order of time.
package struct DemonstrationCases: Sendable {
    let office: Office
    let staffing: DemonstrationOffice.Staffing
    let random: SeededRandom
    /// Writes entries and no tables.
    private let desk: Desk

    init(office: Office, staffing: DemonstrationOffice.Staffing, random: SeededRandom) {
        self.office = office
        self.staffing = staffing
        self.random = random
        let journal = Journal(zone: office.settings.zone, isProjecting: false)
        desk = Desk(engine: office.engine, journal: journal, world: office.world)
    }

    /// What is to happen next to a case, and when.
    private struct Step: Sendable, Comparable {
        var at: Instant
        /// Breaks ties in the order of making, so that equal times keep one order.
        var order: Int
        var subject: Int
        var what: What

        enum What: Sendable {
            case report
            case move
            case overdueCheck
        }

        static func == (left: Step, right: Step) -> Bool { left.order == right.order }
        static func < (left: Step, right: Step) -> Bool { (left.at, left.order) < (right.at, right.order) }
    }

    /// What chance has decided about a case beforehand: all that is kept of one before it begins and after its end.
    private struct Plan: Sendable {
        var id: ID<Case>
        var reportedAt: Instant
        var path: Path
    }

    /// The turn that a case takes.
    private enum Path: Sendable {
        case plain
        case selfHandled
        case verified
        case refuted
        case withdrawn
        case rework
        case reopened
        case voided
        case extended
        case suspended
        case misdispatched
    }

    /// Makes `count` cases over the 182 days before `end`.
    ///
    /// Entries alone are written; the tables that readers use are filled from them at the end, which takes a fifth of the
    /// time of keeping them in order at every step. Memory holds the plan, 32 bytes a case, and the cases under way.
    ///
    /// `progress`: called with the cases begun so far.
    /// - Throws: ``Fault``; a refusal here is a fault of the plan and is thrown as it is.
    func run(count: Int, until end: Instant, progress: @escaping @Sendable (Int) -> Void) async throws {
        let start = end.advanced(bySeconds: -182 * 86_400)
        let directory = office.directory
        let times = (0..<count).map { _ in reportTime(from: start, to: end, calendar: directory.calendar) }.sorted()
        let plans = times.map { Plan(id: office.world.newID(at: $0), reportedAt: $0, path: path()) }
        let work = Work(Progress(plans: plans))
        var isUnderWay = true
        while isUnderWay {
            // Some thousand steps a commit.
            let (begun, goesOn) = try await office.engine.write { db -> (Int, Bool) in
                try work.progress.withLock { state in
                    for _ in 0..<4_000 {
                        guard let step = state.next(), step.at <= end else { return (state.begun, false) }
                        try perform(step, in: &state, directory: directory, db: db)
                    }
                    return (state.begun, true)
                }
            }
            isUnderWay = goesOn
            progress(begun)
        }
        try await office.engine.write { db in _ = try Rebuild().run(in: db) { _ in } }
        try await office.refreshDirectory()
    }

    /// Handed from commit to commit, never copied.
    private final class Work: Sendable {
        let progress: Mutex<Progress>

        init(_ progress: Progress) { self.progress = Mutex(progress) }
    }

    /// How far the work has come.
    private struct Progress: Sendable {
        let plans: [Plan]
        /// Reports that have been made: the first of the plans.
        var begun = 0
        /// The cases under way, by their place among the plans.
        var pasts: [Int: Journal.Past<Case>] = [:]
        /// Cases that take another turn than planned from here on.
        var turned: Set<Int> = []
        var queue = Heap<Step>()
        var order: Int
        /// Cases of the day in hand.
        var day: Day?
        var serial = 0

        init(plans: [Plan]) {
            self.plans = plans
            order = plans.count
        }

        /// The next step in the order of time; a report goes before what else falls into its second.
        mutating func next() -> Step? {
            guard begun < plans.count else { return queue.popMin() }
            let report = Step(at: plans[begun].reportedAt, order: begun, subject: begun, what: .report)
            if let first = queue.min, first < report { return queue.popMin() }
            return report
        }

        mutating func push(_ what: Step.What, of subject: Int, at moment: Instant) {
            order += 1
            queue.insert(Step(at: moment, order: order, subject: subject, what: what))
        }

        func path(of subject: Int) -> Path { turned.contains(subject) ? .plain : plans[subject].path }

        mutating func number(in division: String, on day: Day) -> CaseNumber {
            serial = day == self.day ? serial + 1 : 1
            self.day = day
            return CaseNumber(division: division, day: day, serial: serial)
        }
    }

    private func perform(_ step: Step, in state: inout Progress, directory: Directory, db: any Connection) throws {
        let index = step.subject
        switch step.what {
        case .report:
            let day = office.settings.zone.day(of: step.at)
            let number = state.number(in: office.settings.division, on: day)
            let report = try report(number: number, directory: directory)
            state.pasts[index] = Journal.Past()
            try apply(.report(report), by: .system, at: step.at, to: index, in: &state, directory: directory, db: db)
            state.begun += 1
            watchClock(of: index, in: &state)
            state.push(.move, of: index, at: work(minutes: 10...150, after: step.at, directory))
        case .overdueCheck:
            guard let past = state.pasts[index] else { return }
            let situation = office.situation(of: past.state, actor: .system, at: step.at, directory: directory)
            guard past.state.refusal(of: .markOverdue, in: situation) == nil else { return }
            try apply(.markOverdue, by: .system, at: step.at, to: index, in: &state, directory: directory, db: db)
        case .move:
            guard let before = state.pasts[index]?.state else { return }
            guard
                let (command, actor) = next(for: before, path: state.path(of: index), at: step.at, directory: directory)
            else {
                // Nothing more will happen to it; what is open can still become overdue.
                if !before.stage.name.isOpen { state.pasts[index] = nil }
                return
            }
            try apply(command, by: actor, at: step.at, to: index, in: &state, directory: directory, db: db)
            guard let after = state.pasts[index]?.state else { return }
            if after.file?.due != before.file?.due { watchClock(of: index, in: &state) }
            switch command.action {
            // Whatever was to happen once has happened.
            case .redo, .sendBack, .grantRequest, .upholdObjection: state.turned.insert(index)
            default: break
            }
            state.push(.move, of: index, at: pause(before: after, at: step.at, directory))
        }
    }

    private func apply(
        _ command: CaseCommand,
        by actor: Actor,
        at moment: Instant,
        to index: Int,
        in state: inout Progress,
        directory: Directory,
        db: any Connection
    ) throws {
        // Taken out while it changes, so that a state of many parts is changed in place.
        guard var past = state.pasts.removeValue(forKey: index) else { return }
        var situation = office.situation(
            of: past.state,
            actor: actor,
            at: moment,
            directory: directory,
            placing: command.place
        )
        if case .dispatch = command { situation.routing = directory.assignment(of: past.state, at: moment) }
        _ = try desk.handle(
            command,
            on: state.plans[index].id,
            past: &past,
            in: situation,
            envelope: Envelope(at: moment, by: actor.author),
            db: db
        )
        state.pasts[index] = past
    }

    private func watchClock(of index: Int, in state: inout Progress) {
        guard let file = state.pasts[index]?.state.file else { return }
        state.push(.overdueCheck, of: index, at: file.due.advanced(bySeconds: 1))
    }
}

extension CaseCommand {
    /// Where a report says that its matter is.
    fileprivate var place: Report.Place? { if case .report(let report) = self { report.place } else { nil } }
}

// MARK: - Chance

extension DemonstrationCases {
    private func path() -> Path {
        switch random.below(100) {
        case 0..<12: .selfHandled
        case 12..<36: .verified
        case 36..<42: .refuted
        case 42..<45: .withdrawn
        case 45..<51: .rework
        case 51..<55: .reopened
        case 55..<57: .voided
        case 57..<60: .extended
        case 60..<62: .suspended
        case 62..<65: .misdispatched
        default: .plain
        }
    }

    /// Most people report by day, some at night.
    private func reportTime(from start: Instant, to end: Instant, calendar: WorkingCalendar) -> Instant {
        let days = Int(start.seconds(until: end) / 86_400)
        let first = calendar.zone.day(of: start)
        let day = first.advanced(by: 1 + random.below(max(1, days)))
        let minute = random.chance(85) ? 7 * 60 + random.below(13 * 60) : random.below(24 * 60)
        let moment = calendar.zone.instant(day: day, secondsOfDay: minute * 60 + random.below(60))
        // What would lie in the future was a day earlier.
        return moment <= end ? moment : moment.advanced(bySeconds: -86_400)
    }

    private func report(number: CaseNumber, directory: Directory) throws -> Report {
        let (grid, region) = directory.outlines[random.below(directory.outlines.count)]
        let matter = random.pick(DemonstrationMatters.all)
        let category = try CategoryCode(parsing: matter.code)
        let address = "\(random.pick(DemonstrationMatters.roads)) \(1 + random.below(240)) 号"
        let box = region.boundingBox
        var point: Point?
        // A few throws into the box; a point outside the grid is left out, and the address says enough.
        for _ in 0..<4 {
            let place = Coordinate(
                longitude: box.west + (box.east - box.west) * Double(random.below(1_000)) / 1_000,
                latitude: box.south + (box.north - box.south) * Double(random.below(1_000)) / 1_000
            )
            if directory.grid(at: place) == grid.code {
                point = try Point(longitude: place.longitude, latitude: place.latitude)
                break
            }
        }
        return Report(
            number: number,
            channel: .demonstration,
            category: category,
            place: Report.Place(point: point, address: address, grid: grid.code),
            text: random.pick(matter.sentences),
            receipt: nil
        )
    }

    /// So much working time later.
    private func work(minutes: ClosedRange<Int>, after moment: Instant, _ directory: Directory) -> Instant {
        let wait = minutes.lowerBound + random.below(minutes.upperBound - minutes.lowerBound + 1)
        return directory.calendar.instant(afterWorking: Int64(wait) * 60, since: moment)
    }

    /// How long people take before the next step; handling takes longest, and sometimes too long.
    private func pause(before state: Case, at moment: Instant, _ directory: Directory) -> Instant {
        switch state.stage.name {
        case .handling where state.file?.isAwaited == true: return work(minutes: 20...180, after: moment, directory)
        case .handling:
            let share = random.chance(7) ? 70...160 : 8...70
            let left = directory.calendar.workingSeconds(from: moment, to: state.file?.due ?? moment)
            let whole = max(Int(left / 60), 60)
            let percent = share.lowerBound + random.below(share.upperBound - share.lowerBound)
            return directory.calendar.instant(afterWorking: Int64(whole * percent / 100) * 60, since: moment)
        case .verifying, .checking: return work(minutes: 20...180, after: moment, directory)
        case .suspended: return max(state.stepDue ?? moment, moment)
        case .closed, .refuted: return moment.advanced(bySeconds: Int64(3_600 + random.below(2 * 86_400)))
        case .unreported, .reported, .selfHandled, .verified, .registered, .established, .dispatched, .acknowledged,
            .objected, .returned, .feedback, .passed, .failed, .contested, .notAccepted, .merged, .terminated,
            .withdrawn,
            .voided:
            return work(minutes: 4...60, after: moment, directory)
        }
    }

    /// The next command of a case, and who gives it; nil when it has come to its end.
    private func next(for state: Case, path: Path, at moment: Instant, directory: Directory) -> (CaseCommand, Actor)? {
        guard let file = state.file, let grid = file.place.grid, let worker = staffing.workers[grid] else { return nil }
        let intake = Actor.staff(member(.intake, file))
        let chief = Actor.staff(member(.dutyChief, file))
        switch state.stage {
        case .reported:
            let isSelfHandlable = directory.categories[file.category]?.isSelfHandlable == true
            switch path {
            case .withdrawn: return (.withdraw(reason: "已经自己解决了"), .reporter)
            case .selfHandled where isSelfHandlable: return (.handleOnSpot(note: "现场清理完毕"), .staff(worker))
            case .verified, .refuted: return (.askVerification(note: "请到现场看一下"), intake)
            case .plain, .selfHandled, .rework, .reopened, .voided, .extended, .suspended, .misdispatched:
                return (.register(category: file.category), intake)
            }
        case .verifying:
            return path == .refuted
                ? (.verify(isReal: false, note: "现场未发现所反映的情况"), .staff(worker))
                : (.verify(isReal: true, note: "情况属实"), .staff(worker))
        case .verified: return (.register(category: file.category), intake)
        case .registered:
            guard path == .voided else { return (.establish(note: ""), chief) }
            return file.voidRequest == nil
                ? (.askVoid(ground: .mistake, note: "与另一件内容相同，登记有误"), intake)
                : (.approveVoid, chief)
        case .established, .returned:
            guard let unit = directory.assignment(of: state, at: moment)?.unit else { return nil }
            return (.dispatch(to: unit, opinion: "请按时限办理"), .staff(member(.dispatcher, file)))
        case .dispatched(let order): return staffing.byUnit[order.unit]?.first.map { (.acknowledge, .staff($0)) }
        case .acknowledged(let order) where path == .misdispatched:
            return staffing.byUnit[order.unit]?.first.map {
                (.object(.otherDuty, note: "该路段由其他单位管护"), .staff($0))
            }
        case .objected: return (.upholdObjection(note: "核对清单，改派"), .staff(member(.dispatcher, file)))
        case .acknowledged(let order):
            return staffing.byUnit[order.unit]?.first.map { (.beginHandling(contact: .notPossible), .staff($0)) }
        case .handling(let order) where file.isAwaited || file.wantsOthers:
            return together(file, lead: order.unit)
        case .handling(let order) where (path == .extended || path == .suspended) && !file.isOverdue:
            if file.request != nil { return (.grantRequest, chief) }
            let review = file.due.advanced(bySeconds: 2 * 86_400)
            let request: CaseRequest =
                path == .extended
                ? .moreTime(1) : .suspension(.season, condition: "雨停、路面干燥", review: review)
            return staffing.byUnit[order.unit]?.first.map { (.ask(request, note: "需要等材料到场"), .staff($0)) }
        case .suspended: return (.resume(note: ""), .system)
        case .handling(let order):
            let result: Feedback.Result = random.chance(92) ? .solved : random.chance(50) ? .partlySolved : .explained
            let feedback = Feedback(result: result, text: random.pick(DemonstrationMatters.outcomes))
            return staffing.byUnit[order.unit]?.first.map { (.feedBack(feedback), .staff($0)) }
        case .feedback: return (.askCheck, intake)
        case .checking:
            return path == .rework
                ? (.check(isSolved: false, note: "现场仍有残留"), .staff(worker))
                : (.check(isSolved: true, note: ""), .staff(worker))
        case .failed: return (.sendBack(opinion: "请重新处理到位"), .staff(member(.dispatcher, file)))
        case .passed, .selfHandled: return (.close(reply: random.pick(DemonstrationMatters.replies)), chief)
        case .closed:
            if path == .reopened { return (.contest(.notSolved, ground: "过了两天又出现了"), .reporter) }
            guard file.rating == nil, random.chance(35) else { return nil }
            return (.rate(stars: random.chance(80) ? 5 : 3 + random.below(2), comment: ""), .reporter)
        case .contested: return (.redo(note: "情况属实，退回再办"), intake)
        case .unreported, .refuted, .notAccepted, .merged, .terminated, .withdrawn, .voided: return nil
        }
    }

    /// The member of a role's staff that this case falls to.
    private func member(_ role: Role, _ file: Case.File) -> Staff {
        guard let staff = staffing.byRole[role], !staff.isEmpty else {
            preconditionFailure("assumed staff of every role at the demonstration's desks: \(role)")
        }
        return staff[file.report.number.serial % staff.count]
    }
}

// MARK: - Several units at one case

extension DemonstrationCases {
    /// The next step of whoever works on a case beside its lead unit.
    private func together(_ file: Case.File, lead: UnitCode) -> (CaseCommand, Actor)? {
        let dispatcher = Actor.staff(member(.dispatcher, file))
        func of(_ unit: UnitCode, _ command: SharedCommand) -> (CaseCommand, Actor)? {
            staffing.byUnit[unit]?.first.map { (.share(command), .staff($0)) }
        }
        if let order = file.assistance.first(where: \.isOutstanding) {
            let answer = Feedback(result: .solved, text: "已派人到场配合")
            return of(order.unit, order.state == .ordered ? .acknowledgeAssistance : .answerAssistance(answer))
        }
        if let call = file.calls.first(where: \.isOpen) {
            switch call.state {
            case .called: return of(call.unit, .acceptCall)
            case .accepted: return of(call.unit, .arrive(note: "到场两人"))
            case .arrived: return of(call.unit, .reportAction(text: "现场责令整改，已恢复原状"))
            case .acted: return (.share(.rateCall(call.unit, .done, note: "")), dispatcher)
            case .refused, .rated, .released: return nil
            }
        }
        guard let other = staffing.byUnit.keys.sorted().first(where: { $0 != lead }) else { return nil }
        return file.wantsAssistance
            ? (.share(.assist(other, opinion: "请配合疏导", due: nil)), dispatcher)
            : (.share(.blowWhistle(.jointEnforcement, units: [other], task: "请到现场一起处理")), dispatcher)
    }
}

extension Case.File {
    /// Somebody beside the lead unit has still something to do.
    fileprivate var isAwaited: Bool { waitsForAssistance || calls.contains(where: \.isOpen) }

    /// Now and then a case is more than one unit's.
    fileprivate var wantsAssistance: Bool { assistance.isEmpty && report.number.serial % 9 == 4 }
    fileprivate var wantsOthers: Bool { wantsAssistance || (calls.isEmpty && report.number.serial % 13 == 6) }
}
