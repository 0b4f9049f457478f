/// Something that people come to: a lecture on policies, voluntary service, a festival, a lesson in first aid.
///
/// Planned → held → counted, or called off. What was counted is corrected by an entry of its own, never written over.
package struct Activity: GridWork {
    package static let kind = SubjectKind.activity

    /// What it is; every published number can be told apart by it.
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        /// 政策宣讲
        case policyLecture = "policy_lecture"
        /// 志愿服务
        case voluntaryService = "voluntary_service"
        /// 便民服务
        case convenienceService = "convenience_service"
        /// 宣传活动
        case publicity
        /// 培训、讲座
        case training
        /// 节庆、文体
        case festival
        /// 夜学、理论学习
        case studySession = "study_session"
        /// 参观、慰问
        case outing
        case other
    }

    /// The star of 五星支部 that it is for (domain A.4).
    package enum Star: String, Hashable, Sendable, CaseIterable {
        /// 共建共享
        case shared
        /// 平安法治
        case safe
        /// 幸福和谐
        case harmonious
        /// 宜业兴业
        case thriving
        /// 支部过硬
        case solid
    }

    package struct Plan: Hashable, Sendable {
        /// Counts up in the district: `/activities/17`.
        package var serial: Int
        package var kind: Kind
        package var topic: String
        /// On which day.
        package var on: Day
        /// Minutes after midnight; nil where only the day is known.
        package var starts: Int?
        /// Where people go, in words.
        package var venue: String
        package var at: WorkPlace
        package var star: Star?

        package init(
            serial: Int,
            kind: Kind,
            topic: String,
            on day: Day,
            starts: Int? = nil,
            venue: String,
            at place: WorkPlace,
            star: Star? = nil
        ) {
            self.serial = serial
            self.kind = kind
            self.topic = topic
            on = day
            self.starts = starts
            self.venue = venue
            at = place
            self.star = star
        }
    }

    package enum Command: Hashable, Sendable {
        /// A plan may be written down after the day: what nobody planned is recorded as well.
        case plan(Plan)
        case move(to: Day, today: Day)
        case hold(on: Day, today: Day)
        case count(Attendance)
        case correct(Attendance, reason: String)
        case callOff(reason: String)
    }

    package enum Event: Hashable, Sendable {
        case planned(Plan)
        case moved(to: Day)
        case held(on: Day)
        case counted(Attendance)
        /// `before`: what was counted, so that the entry says by how much it differs.
        case corrected(Attendance, before: Attendance, reason: String)
        case calledOff(reason: String)
    }

    package enum State: Hashable, Sendable {
        /// → planned
        case absent
        /// → planned on another day, held, called off
        case planned
        /// → counted, called off (it turned out not to have taken place)
        case held
        /// → counted otherwise
        case counted(Attendance)
        /// The end.
        case calledOff(reason: String)

        /// A word for each; stored with what readers use.
        package enum Name: String, Hashable, Sendable, CaseIterable {
            case absent, planned, held, counted
            case calledOff = "called_off"
        }

        package var name: Name {
            switch self {
            case .absent: .absent
            case .planned: .planned
            case .held: .held
            case .counted: .counted
            case .calledOff: .calledOff
            }
        }
    }

    package private(set) var plan: Plan?
    package private(set) var state = State.absent

    package init() {}

    package var place: Scope { plan?.at.scope ?? .nowhere }

    /// - Throws: ``Refusal/missing(_:)``, ``Refusal/tooLong(_:limit:)``, ``Refusal/fromThePast``, and of ``WorkRefusal``:
    ///   `activityOver`, `activityNotHeld`, `alreadyCounted`, `notCounted`, `dayNotCome`, `nothingChanged`.
    package func decide(_ command: Command, in situation: Void) throws(Refusal) -> [Event] {
        switch (command, state) {
        case (.plan(var plan), .absent):
            plan.topic = try plan.topic.checked(.topic, limit: 200)
            plan.venue = try plan.venue.checked(.address)
            if let starts = plan.starts, !(0..<1_440).contains(starts) { throw .missing(.hour) }
            return [.planned(plan)]
        case (.move(let day, let today), .planned):
            guard day >= today else { throw .fromThePast }
            guard day != plan?.on else { throw .work(.nothingChanged) }
            return [.moved(to: day)]
        case (.hold(let day, let today), .planned):
            guard day <= today else { throw .work(.dayNotCome) }
            return [.held(on: day)]
        case (.count(let attendance), .held):
            return [.counted(attendance)]
        case (.correct(let attendance, let reason), .counted(let before)):
            guard attendance != before else { throw .work(.nothingChanged) }
            return [.corrected(attendance, before: before, reason: try reason.checked(.reason))]
        case (.callOff(let reason), .planned), (.callOff(let reason), .held):
            return [.calledOff(reason: try reason.checked(.reason))]
        case (.count, .counted): throw .work(.alreadyCounted)
        case (.correct, .held): throw .work(.notCounted)
        case (_, .absent): throw .unknown(.activity)
        case (.count, .planned), (.correct, .planned): throw .work(.activityNotHeld)
        case (.plan, _), (.move, _), (.hold, _), (_, .calledOff), (.callOff, .counted): throw .work(.activityOver)
        }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .planned(let plan):
            self.plan = plan
            state = .planned
        case .moved(let day):
            plan?.on = day
        case .held(let day):
            plan?.on = day
            state = .held
        case .counted(let attendance), .corrected(let attendance, _, _):
            state = .counted(attendance)
        case .calledOff(let reason):
            state = .calledOff(reason: reason)
        }
    }
}
