/// Why something of the grid's own work is not taken: activities, hand-outs, meetings, sweeps, volunteers, promises.
package enum WorkRefusal: Hashable, Sendable {
    /// What has taken place or was called off is not planned any more.
    case activityOver
    /// It is counted, corrected or called off only after it was held, or before.
    case activityNotHeld
    case alreadyCounted
    case notCounted
    /// What has happened lies no later than today.
    case dayNotCome
    /// Different persons are known from a list that they signed, and from nothing else.
    case personsUnknown
    /// More persons than attendances.
    case morePersons
    /// So many copies are left.
    case stockShort(left: Int)
    /// A number that is below what it may be.
    case countOutOfRange
    /// Something of that code is there already.
    case codeTaken
    /// A term begins after the one before.
    case termOrder
    /// The body has no term on that day.
    case noTerm
    /// The next number of the body, the term and the kind of meeting.
    case numberGap(next: Int)
    /// A meeting lies no earlier than the one with the number before.
    case meetingOrder
    case morePresent
    /// A meeting without its quorum resolves nothing.
    case notQuorate
    /// The body does not hold meetings of this kind.
    case otherSession
    case periodKept
    case periodRunning
    case nothingChanged
    /// The sweep has ended, or has not begun.
    case sweepClosed
    case sweepOpen
    /// No head of the log has been signed since the sweep ended.
    case notSigned
    /// The draw was typed in before the head was signed.
    case drawTooEarly
    case alreadyDrawn
    case notDrawn
    /// Whoever saw a place does not check it again.
    case sameHands
    case alreadyChecked
    /// A hazard is one of the list's items; nothing else names any.
    case hazardItems
    /// The volunteer is elsewhere at that time.
    case shiftClash
    case alreadyConfirmed
    case noHours
    /// The need or the offer is taken already or over.
    case notOpen
    /// The two do not fit: kind, place or time.
    case noFit
    case alreadyAgreed
    case alreadySettled
    /// A form holds for a year at most.
    case termTooLong
    /// The form's term has not begun, is over, or was ended.
    case formOver
    /// The unit has handed the form in for this period.
    case alreadyHandedIn
    /// The project produces or was stopped.
    case projectOver
    /// The project does not go back a stage.
    case stageBehind
    /// Nobody has taken the blocker up yet.
    case notCoordinated
    /// The firm's problem that the blocker is has not been confirmed as solved.
    case problemOpen
    /// That is no step of a procedure of this kind.
    case otherProcedure
    /// The appraisal of the area was valid until an earlier day.
    case appraisalOver
    /// What was missing has not been handed in.
    case papersMissing
    /// The policy does not hold yet, or not any more.
    case policyNotInForce
    /// The firm's application for the policy has no answer yet.
    case requestOpen
    /// An application is granted or not; a question is answered.
    case otherAnswer
    /// Nobody asks for a firm without its consent.
    case consentMissing

    /// The permanent code: `activity.over`.
    package var code: String {
        switch self {
        case .activityOver: "activity.over"
        case .activityNotHeld: "activity.not_held"
        case .alreadyCounted: "activity.already_counted"
        case .notCounted: "activity.not_counted"
        case .dayNotCome: "work.day_not_come"
        case .personsUnknown: "activity.persons_unknown"
        case .morePersons: "activity.more_persons"
        case .stockShort: "handout.stock_short"
        case .countOutOfRange: "work.count_out_of_range"
        case .codeTaken: "work.code_taken"
        case .termOrder: "meeting.term_order"
        case .noTerm: "meeting.no_term"
        case .numberGap: "meeting.number_gap"
        case .meetingOrder: "meeting.order"
        case .morePresent: "meeting.more_present"
        case .notQuorate: "meeting.not_quorate"
        case .otherSession: "meeting.other_session"
        case .periodKept: "meeting.period_kept"
        case .periodRunning: "meeting.period_running"
        case .nothingChanged: "work.nothing_changed"
        case .sweepClosed: "sweep.closed"
        case .sweepOpen: "sweep.open"
        case .notSigned: "sweep.not_signed"
        case .drawTooEarly: "sweep.draw_too_early"
        case .alreadyDrawn: "sweep.already_drawn"
        case .notDrawn: "sweep.not_drawn"
        case .sameHands: "sweep.same_hands"
        case .alreadyChecked: "sweep.already_checked"
        case .hazardItems: "sweep.hazard_items"
        case .shiftClash: "volunteer.shift_clash"
        case .alreadyConfirmed: "volunteer.already_confirmed"
        case .noHours: "volunteer.no_hours"
        case .notOpen: "need.not_open"
        case .noFit: "need.no_fit"
        case .alreadyAgreed: "need.already_agreed"
        case .alreadySettled: "work.already_settled"
        case .termTooLong: "form.term_too_long"
        case .formOver: "form.over"
        case .alreadyHandedIn: "form.already_handed_in"
        case .projectOver: "project.over"
        case .stageBehind: "project.stage_behind"
        case .notCoordinated: "project.not_coordinated"
        case .problemOpen: "project.problem_open"
        case .otherProcedure: "procedure.other_kind"
        case .appraisalOver: "procedure.appraisal_over"
        case .papersMissing: "procedure.papers_missing"
        case .policyNotInForce: "policy.not_in_force"
        case .requestOpen: "policy.request_open"
        case .otherAnswer: "policy.other_answer"
        case .consentMissing: "policy.consent_missing"
        }
    }

    /// What stands in the words as `{n}`.
    package var number: Int? {
        switch self {
        case .stockShort(let left): left
        case .numberGap(let next): next
        case .activityOver, .activityNotHeld, .alreadyCounted, .notCounted, .dayNotCome, .personsUnknown, .morePersons,
            .countOutOfRange, .codeTaken, .termOrder, .noTerm, .meetingOrder, .morePresent, .notQuorate, .otherSession,
            .periodKept, .periodRunning, .nothingChanged, .sweepClosed, .sweepOpen, .notSigned, .drawTooEarly,
            .alreadyDrawn, .notDrawn, .sameHands, .alreadyChecked, .hazardItems, .shiftClash, .alreadyConfirmed,
            .noHours, .notOpen, .noFit, .alreadyAgreed, .alreadySettled, .termTooLong, .formOver, .alreadyHandedIn,
            .projectOver, .stageBehind, .notCoordinated, .problemOpen, .otherProcedure, .appraisalOver, .papersMissing,
            .policyNotInForce, .requestOpen, .otherAnswer, .consentMissing:
            nil
        }
    }

    /// Whether what was sent is wrong in itself, rather than at odds with what is recorded.
    package var isAboutInput: Bool {
        switch self {
        case .dayNotCome, .personsUnknown, .morePersons, .countOutOfRange, .morePresent, .notQuorate, .otherSession,
            .hazardItems, .termOrder, .termTooLong, .otherAnswer, .consentMissing:
            true
        case .activityOver, .activityNotHeld, .alreadyCounted, .notCounted, .stockShort, .codeTaken, .noTerm,
            .numberGap, .meetingOrder, .periodKept, .periodRunning, .nothingChanged, .sweepClosed, .sweepOpen,
            .notSigned, .drawTooEarly, .alreadyDrawn, .notDrawn, .sameHands, .alreadyChecked, .shiftClash,
            .alreadyConfirmed, .noHours, .notOpen, .noFit, .alreadyAgreed, .alreadySettled, .formOver, .alreadyHandedIn,
            .projectOver, .stageBehind, .notCoordinated, .problemOpen, .otherProcedure, .appraisalOver, .papersMissing,
            .policyNotInForce, .requestOpen:
            false
        }
    }
}
