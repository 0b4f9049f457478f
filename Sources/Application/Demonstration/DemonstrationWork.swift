import Domain
import Store

/// Half a year of the grid's own work, in about the amounts that a district's page tells of: a hundred activities, three thousand
/// attendances, five thousand leaflets, and meetings with their numbers.
struct DemonstrationWork: Sendable {
    let office: Office
    let staffing: DemonstrationOffice.Staffing
    let random: SeededRandom

    private static let activities = 104
    private static let givings = 58

    private static let topics: [(kind: Activity.Kind, star: Activity.Star?, topic: String)] = [
        (.policyLecture, nil, "惠民政策宣讲"), (.policyLecture, .thriving, "惠企政策进商户"),
        (.voluntaryService, .shared, "小区卫生大扫除"), (.voluntaryService, .harmonious, "假期作业辅导"),
        (.convenienceService, .harmonious, "油污清洗便民活动"), (.convenienceService, .harmonious, "免费理发磨刀"),
        (.publicity, .safe, "反诈防骗宣传"), (.training, .safe, "消防安全知识讲座"), (.training, .safe, "急救知识培训"),
        (.festival, .shared, "邻里节"), (.studySession, .solid, "干部夜学"), (.publicity, .safe, "秸秆禁烧宣传"),
    ]

    private static let agenda = ["传达学习上级会议精神", "研究近期重点工作", "通报网格事项办理情况", "讨论居民议事厅议题"]

    /// What is done when: everything of the half-year, in the order of time.
    private struct Step: Sendable {
        var at: Instant
        var what: What

        enum What: Sendable {
            case activity(Int)
            case giving(Int)
            case meeting(Int, MeetingBody.Session)
            case gap(Int, MeetingBody.Gap)
        }
    }

    /// - Throws: ``Fault``; a refusal here is a fault of the plan and is thrown as it is.
    func run(until end: Instant) async throws {
        let zone = office.settings.zone
        let today = zone.day(of: end)
        let begun = end.advanced(bySeconds: -199 * 86_400)
        let bodies = try bodies(today, at: begun)
        let steps = plan(today, bodies)
        let author = staffing.byRole[.community]?.first.map { Case.Author.staff($0.account) } ?? .system
        try await office.engine.write { db in
            try establish(bodies, at: begun, by: author, db: db)
            let stocks = try stocks(at: begun, by: author, db: db)
            for step in steps {
                let envelope = Envelope(at: step.at, by: author)
                let day = zone.day(of: step.at)
                switch step.what {
                case .activity: try hold(on: day, envelope, db)
                case .giving(let index): try give(from: stocks[index % stocks.count], on: day, envelope, db)
                case .meeting(let index, let session): try meet(bodies[index].id, session, on: day, envelope, db)
                case .gap(let index, let gap): try put(.explain(gap, today: day), on: bodies[index].id, envelope, db)
                }
            }
            try prepare(today, Envelope(at: end.advanced(bySeconds: -3_600), by: author), db)
        }
        try await office.refreshDirectory()
    }

    private func put<Subject: Journaled>(
        _ command: Subject.Command,
        on id: ID<Subject>,
        _ envelope: Envelope,
        _ db: any Connection
    ) throws where Subject.Situation == Void {
        var past = try office.journal.past(of: id, in: db)
        _ = try office.desk.handle(command, on: id, past: &past, in: (), envelope: envelope, db: db)
    }

    // MARK: - Bodies

    private struct Body: Sendable {
        let id: ID<MeetingBody>
        let definition: MeetingBody.Definition
        let term: MeetingBody.Term
    }

    /// The district's two, whose terms began on paper, and a branch in every street.
    private func bodies(_ today: Day, at moment: Instant) throws -> [Body] {
        let root = try UnitCode(parsing: office.settings.division)
        let streets = office.directory.units.values.filter { $0.level == .street }.sorted { $0.code < $1.code }
        func body(
            _ serial: Int,
            _ kind: MeetingBody.Kind,
            _ name: String,
            _ unit: UnitCode,
            _ term: MeetingBody.Term
        ) -> Body {
            let definition = MeetingBody.Definition(serial: serial, kind: kind, name: name, unit: unit)
            return Body(id: office.world.newID(at: moment), definition: definition, term: term)
        }
        let (committee, government) = (today.advanced(by: -1_730), today.advanced(by: -1_500))
        let district = [
            body(1, .standingCommittee, "区委常委会", root, .init(number: 15, from: committee, start: 55)),
            body(2, .executiveMeeting, "区政府常务会议", root, .init(number: 16, from: government, start: 20)),
        ]
        return district
            + streets.enumerated().map { index, street in
                let term = MeetingBody.Term(number: 1, from: today.advanced(by: -195), start: 1)
                return body(index + 3, .partyBranch, "\(street.name)社区党支部", street.code, term)
            }
    }

    private func establish(_ bodies: [Body], at moment: Instant, by author: Case.Author, db: any Connection) throws {
        let envelope = Envelope(at: moment, by: author)
        for body in bodies {
            try put(.establish(body.definition), on: body.id, envelope, db)
            let day = office.settings.zone.day(of: moment)
            try put(.openTerm(body.term, today: max(day, body.term.from)), on: body.id, envelope, db)
        }
    }

    private func meet(
        _ id: ID<MeetingBody>,
        _ session: MeetingBody.Session,
        on day: Day,
        _ envelope: Envelope,
        _ db: any Connection
    ) throws {
        var past = try office.journal.past(of: id, in: db)
        guard let definition = past.state.definition else { return }
        let entitled = definition.kind == .standingCommittee ? 11 : definition.kind == .executiveMeeting ? 9 : 14
        let meeting = MeetingBody.Meeting(
            session,
            on: day,
            entitled: entitled,
            present: entitled - random.below(entitled / 3),
            items: [random.pick(Self.agenda)],
            resolutions: session == .session ? ["原则同意，按会议意见修改后实施"] : []
        )
        let command = MeetingBody.Command.hold(meeting, number: nil, today: day)
        _ = try office.desk.handle(command, on: id, past: &past, in: (), envelope: envelope, db: db)
    }

    // MARK: - In the order of time

    private func plan(_ today: Day, _ bodies: [Body]) -> [Step] {
        let zone = office.settings.zone
        func at(_ day: Day, hour: Int) -> Instant {
            zone.instant(day: day, secondsOfDay: hour * 3_600 + random.below(3_000))
        }
        let first = today.advanced(by: -182)
        var steps = (0..<Self.activities).map { index in
            Step(at: at(first.advanced(by: index * 181 / Self.activities), hour: 17), what: .activity(index))
        }
        steps += (0..<Self.givings).map { index in
            Step(at: at(first.advanced(by: index * 181 / Self.givings), hour: 18), what: .giving(index))
        }
        for (index, body) in bodies.enumerated() {
            if body.definition.kind != .partyBranch {
                // Up to the 66th and the 29th.
                let count = body.definition.kind == .standingCommittee ? 12 : 10
                steps += (0..<count).map { number in
                    let day = first.advanced(by: 10 + number * 165 / count)
                    return Step(at: at(day, hour: 16), what: .meeting(index, .session))
                }
                continue
            }
            for session in body.definition.kind.sessions {
                guard let length = session.due else { continue }
                for period in Period.all(length, from: body.term.from, through: today) {
                    let day = max(period.first, body.term.from).advanced(by: 3 + random.below(20))
                    guard day < today, day <= period.last else { continue }
                    // One in forty is not held; every other of these is explained.
                    if random.below(40) > 0 {
                        steps.append(Step(at: at(day, hour: 15), what: .meeting(index, session)))
                    } else if random.chance(50), period.last.advanced(by: 2) < today, period.first >= body.term.from {
                        let gap = MeetingBody.Gap(session, period, reason: "支部换届，并入下月召开")
                        steps.append(Step(at: at(period.last.advanced(by: 2), hour: 15), what: .gap(index, gap)))
                    }
                }
            }
        }
        return steps.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
    }

    private func hold(on day: Day, _ envelope: Envelope, _ db: any Connection) throws {
        let (kind, star, topic) = random.pick(Self.topics)
        let id: ID<Activity> = office.world.newID(at: envelope.at)
        let (place, name) = somewhere()
        let plan = Activity.Plan(
            serial: try Activity.nextSerial(in: db),
            kind: kind,
            topic: topic,
            on: day,
            starts: 540 + 30 * random.below(16),
            venue: "\(name)活动室",
            at: place,
            star: star
        )
        let method = random.pick([Attendance.Method.signIn, .headCount, .headCount, .estimate])
        let times = 18 + random.below(29)
        let attendance = try Attendance(
            method == .estimate ? times / 5 * 5 + 5 : times,
            by: method,
            persons: method == .signIn ? times - random.below(3) : nil
        )
        try put(.plan(plan), on: id, envelope, db)
        try put(.hold(on: day, today: day), on: id, envelope, db)
        try put(.count(attendance), on: id, envelope, db)
    }

    /// A grid, with the name of its community.
    private func somewhere() -> (WorkPlace, String) {
        let directory = office.directory
        let grid = random.pick(directory.grids.keys.sorted())
        guard let unit = directory.grids[grid]?.unit else { preconditionFailure("assumed a grid's unit: \(grid)") }
        return (WorkPlace(unit: unit, grid: grid), directory.units[unit]?.name ?? "")
    }

    private func stocks(at moment: Instant, by author: Case.Author, db: any Connection) throws -> [ID<Handout>] {
        let root = try UnitCode(parsing: office.settings.division)
        let envelope = Envelope(at: moment, by: author)
        let day = office.settings.zone.day(of: moment)
        return try ["防诈骗宣传页", "网格便民联系卡"].enumerated().map { index, title in
            let id: ID<Handout> = office.world.newID(at: moment)
            let definition = Handout.Definition(serial: index + 1, kind: .leaflet, title: title, unit: root)
            try put(.define(definition), on: id, envelope, db)
            try put(.print(copies: 4_000, on: day, today: day), on: id, envelope, db)
            return id
        }
    }

    private func give(from id: ID<Handout>, on day: Day, _ envelope: Envelope, _ db: any Connection) throws {
        let giving = Handout.Giving(copies: 85 + random.below(11), on: day, at: somewhere().0)
        try put(.give(giving, today: day), on: id, envelope, db)
    }

    // MARK: - What is still to come

    /// Something to try: activities to come, a sweep that runs, a need and an offer, volunteers, a promise, a form.
    private func prepare(_ today: Day, _ envelope: Envelope, _ db: any Connection) throws {
        var coming: [(serial: Int, on: Day)] = []
        for (index, item) in Self.topics.prefix(5).enumerated() {
            let (place, name) = somewhere()
            let id: ID<Activity> = office.world.newID(at: envelope.at)
            let plan = Activity.Plan(
                serial: try Activity.nextSerial(in: db),
                kind: item.kind,
                topic: item.topic,
                on: today.advanced(by: 1 + 2 * index),
                starts: 570,
                venue: "\(name)活动室",
                at: place,
                star: item.star
            )
            try put(.plan(plan), on: id, envelope, db)
            coming.append((plan.serial, plan.on))
        }
        guard let street = office.directory.units.values.filter({ $0.level == .street }).map(\.code).min(),
            let category = office.directory.sortedCategories.first?.code
        else { return }
        try begin(sweepIn: street, category, today, envelope, db)
        let place = WorkPlace(unit: street)
        let need = Need.Request(
            serial: 1,
            kind: .labour,
            at: place,
            from: today,
            until: today.advanced(by: 5),
            hands: 6
        )
        try put(.raise(need, today: today), on: office.world.newID(at: envelope.at) as ID<Need>, envelope, db)
        let offer = Offer.Terms(
            serial: 1,
            kind: .labour,
            name: "基干民兵小分队",
            unit: street,
            from: today,
            until: today.advanced(by: 30)
        )
        try put(.make(offer, today: today), on: office.world.newID(at: envelope.at) as ID<Offer>, envelope, db)
        try volunteer(in: street, at: coming, today, envelope, db)
        let promise = Pledge.Promise(
            serial: 1,
            text: "每个网格每月至少一次便民服务活动",
            unit: street,
            until: today.advanced(by: 60)
        )
        try put(.publish(promise, today: today), on: office.world.newID(at: envelope.at) as ID<Pledge>, envelope, db)
        try order(in: street, today, envelope, db)
    }

    /// A monthly form of which two lines fill themselves.
    private func order(in street: UnitCode, _ today: Day, _ envelope: Envelope, _ db: any Connection) throws {
        let order = FormOrder.Order(
            serial: 1,
            number: "演示 1 表",
            title: "便民活动月报（演示）",
            authority: "街道网格服务中心（演示）",
            basis: "演示备〔\(today.year)〕1 号",
            unit: street,
            from: today,
            until: today.advanced(by: 180),
            rhythm: .monthly,
            minutes: 10,
            items: [
                FormOrder.Item("办活动", indicator: try IndicatorCode(parsing: "activity.held")),
                FormOrder.Item("参加人次", indicator: try IndicatorCode(parsing: "activity.attendances")),
                FormOrder.Item("居民还想要什么活动"),
            ]
        )
        try put(.order(order, today: today), on: office.world.newID(at: envelope.at) as ID<FormOrder>, envelope, db)
    }

    /// Three volunteers: one with hours and a certificate, one with hours, one who comes for the first time.
    private func volunteer(
        in street: UnitCode,
        at coming: [(serial: Int, on: Day)],
        _ today: Day,
        _ envelope: Envelope,
        _ db: any Connection
    ) throws {
        let held = Volunteer.Shift(activity: 1, on: today.advanced(by: -7), from: 540, until: 690)
        for (serial, minutes) in [(1, 150), (2, 120), (3, nil)] {
            let id: ID<Volunteer> = office.world.newID(at: envelope.at)
            let name = random.pick(DemonstrationMatters.familyNames) + random.pick(DemonstrationMatters.givenNames)
            try put(.join(Volunteer.Profile(serial: serial, name: name + "（演示）", unit: street)), on: id, envelope, db)
            if let minutes {
                try put(.takeShift(held), on: id, envelope, db)
                try put(.confirm(1, minutes: minutes, today: today), on: id, envelope, db)
            }
            if serial == 1 {
                try put(.certify(division: office.settings.division, today: today), on: id, envelope, db)
            }
            guard let next = coming.first else { continue }
            let shift = Volunteer.Shift(activity: next.serial, on: next.on, from: 540, until: 660)
            try put(.takeShift(shift), on: id, envelope, db)
        }
    }

    /// A list of shops, two thirds of which somebody has been to.
    private func begin(
        sweepIn street: UnitCode,
        _ category: CategoryCode,
        _ today: Day,
        _ envelope: Envelope,
        _ db: any Connection
    ) throws {
        let template = ChecklistTemplate.keyPlaces
        let words = { (key: String) in office.catalogues.text(key, in: .chinese) }
        let limit = try Limit(parsing: template.limit)
        let list = Checklist.Version(
            serial: 1,
            name: words(template.nameKey),
            items: template.keys.map { Checklist.Item(words($0), category: category, limit: limit) }
        )
        try put(.publish(list), on: office.world.newID(at: envelope.at) as ID<Checklist>, envelope, db)
        let grids = office.directory.grids(in: .unit(street)) ?? []
        let elements = grids.flatMap { grid in
            (1...2).map {
                Sweep.Element(.shop, name: "\(office.directory.grids[grid]?.name ?? "")商户 \($0)", grid: grid)
            }
        }
        let sweep: ID<Sweep> = office.world.newID(at: envelope.at)
        let plan = Sweep.Plan(
            serial: 1,
            kind: .keyPlaces,
            name: "重点场所拉网式排查",
            unit: street,
            checklist: 1,
            version: 1,
            until: today.advanced(by: 14),
            elements: elements
        )
        try put(.freeze(plan, today: today), on: sweep, envelope, db)
        for (index, element) in elements.enumerated() where index % 3 != 2 {
            guard let worker = staffing.workers[element.grid] else { continue }
            let result: SweepElement.Result = index % 20 == 4 ? .notOpen : .noHazard
            let visit = SweepElement.Visit(
                place: SweepElement.Place(sweep: 1, number: index + 1, kind: .shop, grid: element.grid),
                result: result,
                visitor: worker.account,
                on: today
            )
            var past = Journal.Past<SweepElement>()
            _ = try office.desk.handle(
                .visit(visit),
                on: Office.elementID(index + 1, of: sweep),
                past: &past,
                in: SweepElement.Situation(sweep: .running, items: list.items.count, today: today),
                envelope: Envelope(at: envelope.at, by: .staff(worker.account)),
                db: db
            )
        }
    }
}
