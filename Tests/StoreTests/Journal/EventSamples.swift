import Domain
import Foundation

/// Every event of every aggregate, once with everything that it can carry and once with as little as it may.
///
/// Whatever must stay private begins with ``mark`` (words) or is one of ``privateNumbers`` (places and times).
enum EventSamples {
    static let mark = "PRIVATE"
    /// Seconds since 1970 and degrees that stand in no other field.
    static let privateNumbers = ["1780279217", "1780300817", "113.8151234", "34.0254321"]

    static let moment = Instant(secondsSinceEpoch: 1_780_279_217)
    static let due = Instant(secondsSinceEpoch: 1_780_300_817)

    static func account(_ number: UInt8) -> ID<Account> {
        ID(UUID(uuid: (0x50, 0x52, 0x49, 0x56, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, number)))
    }

    static func unit(_ code: String) throws -> UnitCode { try UnitCode(parsing: code) }
    static func grid() throws -> GridCode { try GridCode(parsing: "41100200100101", scheme: .national14) }
    static func clock(_ limit: String) throws -> Clock {
        Clock(limit: try Limit(parsing: limit), startsAt: moment, due: due)
    }

    static func report() throws -> Report {
        Report(
            number: CaseNumber(stored: "\(mark)-20260601-00001-A"),
            channel: .open311,
            category: try CategoryCode(parsing: "lamp"),
            place: try place(),
            text: "\(mark) words",
            answers: ["STATE": "\(mark)1\u{1F}\(mark)2", "WHERE": "\(mark)3"],
            photos: ["\(mark)digest1", "\(mark)digest2"],
            documents: [Document(digest: "\(mark)digest4", pages: ["\(mark)page1", "\(mark)page2"])],
            receipt: "\(mark)receipt",
            hasContact: true,
            origin: Report.Origin(source: "\(mark)source", number: "\(mark)number", isDuplicate: true),
            recusal: Recusal(units: [try unit("CG")], accounts: [account(3)]),
            rectification: try Limit(parsing: "3wd"),
            problem: Report.FirmProblem(number: 7, limit: try Limit(parsing: "1mo"))
        )
    }

    static func bareReport() throws -> Report {
        Report(
            number: CaseNumber(stored: "411002-20260601-00002-B"),
            channel: .file,
            category: try CategoryCode(parsing: "lamp"),
            place: Report.Place(point: nil, address: nil, grid: nil),
            text: "",
            receipt: nil
        )
    }

    static func place() throws -> Report.Place {
        Report.Place(
            point: try Point(longitude: 113.8151234, latitude: 34.0254321),
            address: "\(mark) road",
            grid: try grid()
        )
    }

    static func closure(_ outcome: Closure.Outcome) throws -> Closure {
        Closure(
            outcome: outcome,
            reply: "\(mark) reply",
            at: due,
            isOnTime: true,
            waitingDays: 17,
            rounds: 3,
            unit: try unit("CG")
        )
    }

    static func bareClosure(_ outcome: Closure.Outcome) -> Closure {
        Closure(outcome: outcome, reply: "", at: due, isOnTime: false, waitingDays: 0, rounds: 1, unit: nil)
    }

    static func cases() throws -> [CaseEvent] {
        let order = Order(unit: try unit("CG"), opinion: "\(mark) opinion", due: due)
        let bareOrder = Order(unit: try unit("CG"), opinion: "", due: due)
        return [
            .reported(try report(), post: try unit("41100200100101-W"), answer: try clock("1wd"), calendar: "\(mark)c"),
            .reported(try bareReport(), post: nil, answer: try clock("3660mo@clock"), calendar: ""),
            .handledOnSpot(note: "\(mark) note"), .handledOnSpot(note: ""),
            .verificationAsked(note: "\(mark) note", due: due), .verificationAsked(note: "", due: due),
            .verified(isReal: true, note: "\(mark) note"), .verified(isReal: false, note: ""),
            .placed(try place()), .placed(Report.Place(point: nil, address: nil, grid: try grid())),
            .registered(category: try CategoryCode(parsing: "waste")),
            .established(note: "\(mark) note", solve: try clock("5wd")),
            .established(note: "", solve: try clock("0wd")),
            .dispatched(order), .dispatched(bareOrder), .acknowledged,
        ]
            + FirstContact.allCases.map { .handlingBegun(contact: $0) }
            + Feedback.Result.allCases.map { .fedBack(Feedback(result: $0, text: "\(mark) text")) } + [
                .checkAsked(due: due),
                .checked(isSolved: true, note: "\(mark) note", byReporter: true, round: 3),
                .checked(isSolved: false, note: "", byReporter: false, round: 1),
                .sentBack(order, round: 2), .sentBack(bareOrder, round: .max),
            ] + (try Closure.Outcome.allCases.map { .closed(try closure($0)) }) + [
                .closed(bareClosure(.explained)),
                .added(text: "\(mark) text"), .added(text: ""), .withdrawn(reason: "\(mark) reason"),
                .withdrawn(reason: ""),
                .rated(stars: 5, comment: "\(mark) comment"), .rated(stars: 1, comment: ""),
                .reopened(ground: "\(mark) ground", round: 2, clock: try clock("30d")),
            ] + VoidGround.allCases.map { .voidAsked(ground: $0, note: "\(mark) note") } + [
                .voidApproved, .voidDeclined(reason: "\(mark) reason"),
                .contactRead(
                    reason: "\(mark) reason",
                    reader: ContactReader(role: .handlingUnit, unit: try unit("CG"))
                ),
                .contactRead(reason: "", reader: nil),
                .becameOverdue(due: due), .concludedElsewhere(try closure(.elsewhere)),
                .concludedElsewhere(bareClosure(.elsewhere)),
            ] + (try asides()) + (try apart()) + (try shared())
    }

    private static func whistleSteps() throws -> WhistleTimes.Steps {
        WhistleTimes.Steps(
            answer: try Limit(parsing: "15min"),
            arrive: try Limit(parsing: "2h"),
            act: try Limit(parsing: "3wd"),
            decide: try Limit(parsing: "4wh"),
            rate: try Limit(parsing: "5d")
        )
    }

    private static func shared() throws -> [CaseEvent] {
        let hw = try unit("HW")
        let number = CaseNumber(stored: "\(mark)-20260601-00004-D")
        var part = try bareReport()
        (part.whole, part.channel, part.place) = (number, .desk, try place())
        part.recusal = Recusal()
        let order = Order(unit: hw, opinion: "\(mark) opinion", due: due, acknowledgeBy: due)
        let events: [SharedEvent] =
            [
                .assistanceOrdered(order), .assistanceOrdered(Order(unit: hw, opinion: "", due: due)),
                .assistanceAcknowledged(hw), .assistanceReleased(hw, reason: "\(mark) reason"),
            ]
            + Feedback.Result.allCases.map {
                .assistanceDone(hw, Feedback(result: $0, text: "\(mark) text"), isOnTime: true)
            }
            + WhistleGround.allCases.map {
                .called(hw, $0, task: "\(mark) task", answerBy: due, times: .usual($0))
            } + [
                .called(hw, .emergency, task: "", answerBy: due, times: try whistleSteps()),
                .callAccepted(hw, arriveBy: due, isOnTime: true), .callAccepted(hw, arriveBy: due, isOnTime: false),
            ]
            + CallRefusal.allCases.map {
                .callRefused(hw, $0, note: "\(mark) note", decider: account(9), due: due)
            } + [
                .callRefused(hw, .otherDuty, note: "\(mark) note", decider: nil, due: due),
                .arrived(hw, note: "\(mark) note", actBy: due, isOnTime: true),
                .arrived(hw, note: "", actBy: due, isOnTime: false),
                .acted(hw, text: "\(mark) text", rateBy: due, isOnTime: true),
            ] + CallRating.allCases.map { .callRated(hw, $0, note: "\(mark) note", actBy: nil) } + [
                .callRated(hw, .notDone, note: "", actBy: due), .calledAgain(hw, note: "\(mark) note", answerBy: due),
                .callReleased(hw, reason: "\(mark) reason"),
                .split(Part(number: number, category: try CategoryCode(parsing: "waste"))),
                .partEnded(number, .closed), .partEnded(number, .voided), .partReopened(number),
                .attached(to: number, reason: "\(mark) reason"), .detached(from: number, reason: "\(mark) reason"),
                .partAttached(Part(number: number, category: try CategoryCode(parsing: "waste"))),
                .partDetached(number),
            ] + Companionship.allCases.flatMap { [.reminded(hw, $0, due: due), .lapsed(hw, $0, due: due)] }
        return [
            .reported(part, post: nil, answer: try clock("1wd"), calendar: ""),
            .fedBack(Feedback(result: .solved, text: "\(mark) text", exception: "\(mark) exception")),
        ] + events.map { .shared($0) }
    }

    private static func asides() throws -> [CaseEvent] {
        let named = Order(
            unit: try unit("CG"),
            opinion: "\(mark) opinion",
            due: due,
            acknowledgeBy: due,
            isDesignated: true
        )
        let requests =
            NonAcceptanceGround.allCases.map { CaseRequest.nonAcceptance($0, channel: "\(mark) channel") } + [
                .moreTime(3)
            ] + SuspensionGround.allCases.map { .suspension($0, condition: "\(mark) condition", review: due) }
            + TerminationGround.allCases.map { .termination($0) }
        return requests.map { .asked($0, note: "\(mark) note") }
            + CaseRequest.Kind.allCases.map { .declined($0, reason: "\(mark) reason") }
            + NonAcceptanceGround.allCases.map { .notAccepted($0, channel: "\(mark) channel") }
            + SuspensionGround.allCases.map { .suspended($0, condition: "\(mark) condition", review: due) }
            + (try TerminationGround.allCases.map { .terminated($0, try closure(.terminated)) }) + [
                .terminated(.noCooperation, bareClosure(.terminated)), .extended(by: 2, due: due), .resumed(due: due),
                .dispatched(named), .sentBack(named, round: 2), .dispatched(try routed(named, departure: nil)),
                .sentBack(try routed(named, departure: "\(mark) departure"), round: 2),
                .dispatched(try routed(named, departure: "")),
            ] + ObjectionGround.allCases.map { .objected($0, note: "\(mark) note", due: due) } + [
                .objectionUpheld(note: "\(mark) note"), .objectionUpheld(note: ""),
                .objectionRejected(note: "\(mark) note"), .merged(into: CaseNumber(stored: "\(mark)-20260601-00003-C")),
                .unmerged(reason: "\(mark) reason"),
            ] + Contest.allCases.map { .contested($0, ground: "\(mark) ground", due: due) } + [
                .explained(text: "\(mark) text"), .supervisionAnswered(text: "\(mark) text"),
            ]
            + Supervision.Grade.allCases.flatMap { grade in
                Supervision.Ground.allCases.map { ground in
                    .supervised(Supervision(grade: grade, ground: ground, opinion: "\(mark) opinion", due: due))
                }
            } + Level.allCases.map { .raised(to: $0, reason: "\(mark) reason", due: due) }
            + Level.allCases.map { .lowered(to: $0, reason: "\(mark) reason", due: nil) }
    }

    /// What happens to a case from outside its way.
    private static func apart() throws -> [CaseEvent] {
        [
            .gridChanged(from: try grid(), to: try grid()), .gridChanged(from: nil, to: try grid()),
            .photoCovered("\(mark)digest1", [try part(1), try part(7)], shown: "\(mark)digest3"),
            .photoCovered("\(mark)digest1", [], shown: "\(mark)digest1"),
            .originalSeen("\(mark)digest1", reason: "\(mark) reason"), .recused(nil, reason: "\(mark) reason"),
            .recused(Recusal(), reason: "\(mark) reason"),
            .recused(Recusal(units: [try unit("CG")], accounts: [account(9)]), reason: "\(mark) reason"),
        ]
    }

    private static func part(_ left: Int) throws -> Rectangle {
        try Rectangle(left: left, top: 0, width: 30, height: 40)
    }

    static func accounts() throws -> [Account.Event] {
        let full = Account.Grant(
            signInName: "\(mark)-sign-in",
            displayName: "\(mark) name",
            roles: Set(Role.allCases),
            scope: .district,
            unit: try unit("CG")
        )
        let bare = Account.Grant(signInName: "\(mark)b", displayName: "\(mark)", roles: [], scope: .grid(try grid()))
        let local = Account.Grant(
            signInName: "\(mark)l",
            displayName: "\(mark)",
            roles: [.intake],
            scope: .unit(try unit("411002001"))
        )
        return [
            .opened(full), .opened(bare), .opened(local), .changed(full), .changed(bare), .closed,
            .linked(.init(issuer: "https://\(mark).example", subject: "\(mark)-subject")), .unlinked, .secondFactorSet,
            .secondFactorDropped, .locked, .unlocked, .sessionsEnded, .passwordReset, .factorResetAsked(by: account(4)),
            .factorResetDeclined,
            .tookOut(.init(format: "csv", list: "\(mark)-open")),
            .broughtIn(.init(format: "xlsx", list: "\(mark)-hotline")),
        ]
    }

    static func signInRules() -> [SignInRules.Event] {
        Role.allCases.flatMap { [.secondFactorRequired($0), .secondFactorReleased($0)] }
    }

    /// An order with why it went to its unit: by a rule, or by the list of matters without a post.
    private static func routed(_ order: Order, departure: String?) throws -> Order {
        var order = order
        let rule = Assignment.Reference(
            catalogue: try EditionVersion(parsing: "2027-01"),
            rule: try RuleCode(parsing: "R1")
        )
        let post = try unit("CG-D")
        let answer = Assignment(
            rule: departure == "" ? nil : rule,
            unit: try unit("CG"),
            post: departure == "" ? nil : post
        )
        order.routing = Routing(answer: answer, departure: departure)
        return order
    }

    static func catalogue() throws -> [Catalogue.Event] {
        let full = CauseCategory(
            code: try CategoryCode(parsing: "lamp"),
            name: Wording("路灯", english: "Lamp"),
            description: Wording("说明", english: "Description"),
            group: Wording("设施", english: "Works"),
            keywords: ["lamp", "light, dark"],
            establishCondition: Wording("属实", english: "True"),
            answerLimit: try Limit(parsing: "1wd"),
            verifyLimit: try Limit(parsing: "4wh"),
            solveLimit: try Limit(parsing: "5wd@clock"),
            checkLimit: try Limit(parsing: "30min"),
            leadUnit: try unit("CG"),
            isSelfHandlable: true,
            attributes: try CauseCategory.Attribute.Kind.allCases.map { kind in
                CauseCategory.Attribute(
                    code: try CategoryCode(parsing: kind.rawValue),
                    kind: kind,
                    isRequired: kind == .text,
                    question: Wording("问", english: "Question"),
                    hint: Wording("示", english: "Hint"),
                    choices: [.init(key: "a", name: Wording("甲", english: "A"))]
                )
            }
        )
        var bare = full
        (bare.keywords, bare.attributes, bare.isSelfHandlable) = ([], [], false)
        let day = try Day(parsing: "2026-10-01")
        let calendar = try WorkingCalendar(
            version: "full",
            zone: .utc,
            workingWeekdays: [.monday, .sunday],
            shifts: [Shift(start: 0, end: 1), Shift(start: 1, end: 1_440)],
            holidays: [day, day.advanced(by: 1)],
            statutoryHolidays: [day],
            makeUpDays: [day.advanced(by: 2)],
            coveredYears: [2_026]
        )
        return [
            .unitNamed(.init(code: try unit("CG"), name: Wording("城管局", english: "City Management"))),
            .categoryDefined(full), .categoryDefined(bare), .categoryRetired(full.code), .calendarAdopted(calendar),
            .calendarAdopted(try WorkingCalendar(version: "bare", shifts: [])), .calendarAdopted(.china2026),
        ] + (try editions(full, calendar))
    }

    /// Every content that a dated version can have, and what becomes of it.
    private static func editions(
        _ category: CauseCategory,
        _ calendar: WorkingCalendar
    ) throws -> [Catalogue.Event] {
        let version = try EditionVersion(parsing: "2027-01")
        let (code, bareCode) = (try RuleCode(parsing: "R1"), try RuleCode(parsing: "R2"))
        let (cg, post) = (try unit("CG"), try unit("CG-D"))
        let day = try Day(parsing: "2027-01-01")
        let rules: [DispatchRule] = [
            DispatchRule(
                code: code,
                matter: .category(category.code),
                area: .within(try unit("411002001")),
                hours: .night,
                unit: cg,
                post: post,
                from: day,
                until: day.advanced(by: 1),
                basis: "第一条"
            ),
            DispatchRule(code: bareCode, matter: .all, area: .district, hours: nil, unit: cg, post: post, basis: ""),
            DispatchRule(
                code: bareCode,
                matter: .group("设施"),
                area: .district,
                hours: .holiday,
                unit: cg,
                post: post,
                basis: ""
            ),
        ]
        let contents: [Edition.Content] = [
            .matters([category]), .calendar(calendar), .dispatch(rules), .dispatch([]), .whistle(.usual),
            .whistle(WhistleTimes([.emergency: try whistleSteps()])),
        ]
        let publication = Edition.Publication(from: day, basis: "某文〔2026〕1号")
        return contents.map { .editionProposed(Edition(version: version, content: $0)) }
            + Edition.Kind.allCases.flatMap { kind -> [Catalogue.Event] in
                [.editionPublished(kind, version, publication), .editionWithdrawn(kind, version)]
            }
    }

    /// The life of a handling unit's post.
    static func unitPosts() throws -> [Post.Event] {
        let day = try Day(parsing: "2027-01-01")
        return [
            .established(.init(code: try unit("CG-D"), unit: try unit("CG"))),
            .appointed(.init(holder: account(1), from: day, until: nil, isDeputy: false)), .appointmentEnded(on: day),
        ]
    }

    static func posts() throws -> [Post.Event] {
        let (first, last) = (try Day(parsing: "0001-01-01"), try Day(parsing: "9999-12-31"))
        return try Post.Kind.allCases.map {
            .established(.init(code: try unit("41100200100101-W"), kind: $0, grid: try grid()))
        } + [
            .appointed(.init(holder: account(1), from: first, until: last, isDeputy: true)),
            .appointed(.init(holder: account(2), from: first, until: nil, isDeputy: false)),
            .appointmentEnded(on: last), .deputyEnded(on: last),
        ]
    }

    static func territory() throws -> [Territory.Event] {
        try GridScheme.allCases.map { scheme in
            let code =
                switch scheme {
                case .national14: "41100200100101"
                case .beijing15: "110101001001001"
                case .statistical12: "4110020010010001"
                case .local: "G-1_a"
                }
            return .gridDrawn(
                .init(
                    code: try GridCode(parsing: code, scheme: scheme),
                    name: "网格 \"1\"",
                    unit: try unit("411002001"),
                    area: .max,
                    outline: "{\"type\":\"\(mark)\"}"
                )
            )
        } + [
            .unitEstablished(.init(code: try unit("411002"), name: "区", level: .district, parent: nil)),
            .unitEstablished(
                .init(code: try unit("411002001"), name: "街", level: .street, parent: try unit("411002"))
            ),
            .gridRetired(try grid()), .divisionAdopted(units: 0, grids: 0, isSynthetic: false),
            .divisionAdopted(units: 3, grids: 539, isSynthetic: true),
            .gridSucceeded(try grid(), by: try GridCode(parsing: "G-1_a", scheme: .local)),
            .divisionPlanned(.init(from: try Day(parsing: "2026-09-01"), basis: "〔2026〕3号", changes: try changes())),
            .planWithdrawn,
            .divisionPublished(from: try Day(parsing: "2026-09-01"), basis: "〔2026〕3号"),
        ]
    }

    static func changes() throws -> Territory.Changes {
        let drawn = Territory.Grid(
            code: try GridCode(parsing: "G-1_a", scheme: .local),
            name: "\(mark) grid",
            unit: try unit("411002"),
            area: 3,
            outline: "{}"
        )
        return Territory.Changes(
            units: [.init(code: try unit("411002"), name: "\(mark) unit", level: .district, parent: nil)],
            drawn: [drawn],
            retired: [try grid()],
            successors: [try grid(): drawn.code],
            unitCount: 1,
            gridCount: 1,
            isSynthetic: false
        )
    }

    static func messageTemplates() throws -> [MessageTemplates.Event] {
        let day = try Day(parsing: "2026-09-01")
        return [
            .worded(key: "mail.subject", .init(from: day, wording: Wording("\(mark) {what}", english: "\(mark)"))),
            .worded(key: "mail.subject", .init(from: day, wording: nil)),
        ]
    }

    static func erasures() throws -> [Erasure.Event] {
        let number = CaseNumber(stored: "\(mark)-20260601-00017-A")
        let subject = ID<Case>(account(40).rawValue)
        let request = Erasure.Request(subject: subject, number: number, basis: .consentWithdrawn)
        let full = Erasure.Remainder(
            payloads: 17,
            category: try CategoryCode(parsing: "street-light"),
            grid: mark,
            reportedOn: try Day(parsing: "2026-06-01"),
            endedOn: try Day(parsing: "2026-06-08"),
            isConfidential: true,
            receipt: mark
        )
        let bare = Erasure.Remainder(
            payloads: 1,
            category: try CategoryCode(parsing: "street-light"),
            grid: nil,
            reportedOn: try Day(parsing: "2026-06-01"),
            endedOn: nil,
            isConfidential: false,
            receipt: nil
        )
        let record = Erasure.Request(
            target: .record(Erasure.Record(.volunteer, 12), subject: account(41).rawValue),
            basis: .periodOver
        )
        let all: [Erasure.What] = [
            .asked(request), .asked(record), .declined, .done(request, .file(full)), .done(request, .file(bare)),
            .done(record, .record(payloads: 3)),
        ]
        return all.map { what in
            Erasure.Event(at: moment, by: .staff(account(9)), what: what)
        }
    }

    static func indicators() throws -> [Indicators.Event] { Indicator.builtIn.map { .defined($0) } }

    static func figures() throws -> [Figure.Event] {
        let window = try FigureWindow(from: try Day(parsing: "2026-09-01"), until: try Day(parsing: "2026-09-08"))
        let code = try IndicatorCode(parsing: "case.on_time_rate")
        func frozen(_ counts: Indicator.Counts, _ text: String?, scope: String) throws -> FrozenValue {
            FrozenValue(
                code: code,
                definition: String(repeating: "0", count: 64),
                window: window,
                scope: try Conditions(parsing: scope),
                asOf: 603,
                asOfRoot: String(repeating: "A", count: 43) + "=",
                counts: counts,
                status: text == nil ? .impossible : .normal,
                text: text,
                unit: "%"
            )
        }
        let counts = Indicator.Counts(numerator: 39, denominator: 448, rows: 448, excluded: ["no_contact_data": 2])
        let nothing = Indicator.Counts(numerator: nil, denominator: nil, rows: 0, excluded: [:])
        var total = ImportedTotal(
            code: try IndicatorCode(parsing: "stat.added_value"),
            name: "规上工业增加值",
            unit: "万元",
            value: "40200",
            window: window,
            priceBasis: .comparable,
            isCumulative: true,
            form: "B204-1",
            authority: "区统计局",
            source: "统计月报 2026 年第 9 期"
        )
        let plain = total
        (total.growth, total.basePublished, total.baseRevised) = ("7.03", "37560", "37559.6")
        return [
            .frozen(try frozen(counts, "8.71", scope: "{\"grid^\":\"411002001\"}"), supersedes: nil),
            .frozen(try frozen(nothing, nil, scope: "{}"), supersedes: 712),
            .imported(plain, supersedes: nil), .imported(total, supersedes: 713),
        ]
    }

    static func bulletins() throws -> [Bulletin.Event] {
        let issue = try BulletinIssue(.weekly, until: Day(parsing: "2026-06-08"), language: .chinese, zone: .china)
        let request = FigureRequest(
            try IndicatorCode(parsing: "case.closed_rate"),
            issue.window,
            try Conditions(parsing: "{\"unit\":\"CG\"}")
        )
        func reading(_ exact: Rational?, index: Int64?) -> FigureReading {
            FigureReading(
                name: Wording("结案率", english: "Closed"),
                unit: Wording("%", english: "%"),
                text: exact?.text(places: 2),
                exact: exact,
                decimals: 2,
                isShare: true,
                isSum: false,
                base: 21,
                asOf: 603,
                index: index
            )
        }
        func proof(_ figures: [Bulletin.Frozen]) throws -> Bulletin.Proof {
            Bulletin.Proof(
                figures: figures,
                units: [.init(code: try unit("CG"), name: "\(mark) name")],
                plain: "\(mark)\n\n\(mark) headline",
                digest: String(repeating: "0", count: 64),
                asOf: 603,
                root: String(repeating: "A", count: 43) + "="
            )
        }
        let figures: [Bulletin.Frozen] = [
            .init(request, reading(Rational(2_000, 21), index: 712)), .init(request, reading(nil, index: nil)),
        ]
        let check = BulletinCheck(faults: 0, contradicted: 0, open: ["\(mark)66次#1"], proved: 2, agreed: 1)
        let all: [Bulletin.What] = [
            .begun(issue, text: "# \(mark)"), .revised(text: "# \(mark)", note: nil),
            .revised(text: "# \(mark)", note: "\(mark)"), .submitted(check), .sentBack(reason: mark),
            .reviewed(grounds: ["\(mark)66次#1": .ordinal]),
            .released(.init(year: 2_026, serial: 23), try proof(figures)),
            .released(.init(year: 2_026, serial: 24), try proof([])), .withdrawn(reason: mark),
            .correctionBegun(note: mark), .correctionDropped, .seen,
        ]
        return all.map { Bulletin.Event(by: account(9), at: moment, what: $0) }
    }
}
