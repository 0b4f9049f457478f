/// A rule said no, and the sender can do something about it.
///
/// Codes are permanent; the words are in the catalogues, under `refusal.<code>`, and say what to do next.
package enum Refusal: Error, Hashable, Sendable {
    // Who.
    case signInNeeded
    case notPermitted(CaseAction)
    /// Signed in, but without the role that this page or act needs.
    case roleNeeded(Role)
    case outsideScope
    case otherUnit
    case handlerMayNotCheck
    case handlerMayNotClose
    case establisherMayNotDispatch
    case askerMayNotApprove
    /// The confidential report is about this unit.
    case unitRecused
    // When.
    case wrongStage(action: CaseAction, stage: Stage.Name)
    case alreadyRated
    case notOverdue
    case voidAlreadyAsked
    case voidNotAsked
    case notPlaced
    case notSelfHandlable
    case noContact
    case alreadyAsked
    case nothingAsked
    case tooLateToAsk
    /// The second extension of a case is a leader's to grant.
    case leaderNeeded
    case orderStands
    case objectionTooLate
    case alreadySupervised
    case notSupervised
    case supervisionUnanswered
    case alreadyExplained
    case endOfLadder
    case otherLevel(Level)
    case alreadyLowered
    /// The clockwork looks again later.
    case notYet
    /// What is to be merged lies in another grid, is of another category, or is not open.
    case notSameMatter
    /// Only an open case can be met by somebody else too.
    case notOpen
    /// Updates of a case are taken where it came in.
    case otherDoor
    /// An assisting unit has not answered, and nobody has stated why that is not waited for.
    case assistanceOutstanding
    /// No order to assist waits for this unit.
    case notAssisting
    /// The unit leads, assists or is called already.
    case alreadyNamed
    /// A department that was called is still at it.
    case whistleOpen
    /// No call of the whistle is at the point where that can be done.
    case notCalled
    /// Somebody else is named to decide, until the time is up.
    case otherDecider
    /// A part of the case is still open.
    case partsOpen
    /// A part has no parts.
    case alreadyPart
    /// The case of which this one is a part has ended.
    case wholeEnded
    /// One of the two cases is a part of the other.
    case related
    /// A case with parts of its own is no part of another.
    case hasParts
    /// It is no part of another, or was split off from it.
    case notAttached
    /// Two cases that are not for the same eyes.
    case confidenceDiffers
    /// Whom a part is about is said where the whole is, and whom a firm's problem is about by the firm.
    case confidenceOfWhole
    /// Nobody decides about a complaint of themselves.
    case recusalOfSelf
    // What.
    case unknown(Subject)
    case missing(Field)
    case answerMissing(CategoryCode)
    case answerNotListed(CategoryCode)
    case tooLong(Field, limit: Int)
    case tooMany(Field, limit: Int)
    case malformed(Malformed)
    case placeOutside
    case ratingOutOfRange
    case datesReversed
    case amountOutOfRange(limit: Int)
    /// A review lies in the future, at most so many days away.
    case reviewOutOfRange(days: Int)
    // The board itself.
    case accountExists
    /// The sign-on provider's person belongs to another account.
    case linkTaken
    case postExists
    case postTaken
    case calendarVersionUsed
    // Dated versions of the rules.
    /// This part of the rules has dated versions: nothing of it changes at once any more.
    case keptAsEditions
    case editionExists
    case editionPublished
    case editionTooEarly(Day)
    case editionDayTaken
    case repeatedCode(String)
    /// The dispatch catalogue has so many gaps, overlaps or unknown names, as it is or with the matters that are to come.
    case dispatchUnsound(faults: Int)
    case territory(TerritoryFault)
    // Signing in.
    case signInFailed
    /// The code from the app, or the recovery code, is wrong or was used before.
    case codeWrong
    /// The role asks for a second factor, so it cannot be given up.
    case secondFactorRequired
    /// A second factor is set up already.
    case secondFactorSet
    /// The two passwords of the form differ.
    case passwordsDiffer
    /// The new password is the one that is to be changed.
    case passwordUnchanged
    /// The provider sent no proof that this office takes; the code says which part was not right.
    case signOnFailed
    /// The provider vouches for somebody to whom no account here is linked.
    case notLinked
    /// Too many attempts; try again after so many seconds.
    case throttled(retryAfter: Int)
    case formExpired
    // Uploads.
    case photoUnreadable
    case photoTooLarge(limitBytes: Int)
    /// No PDF, or one whose pages cannot be drawn.
    case documentUnreadable
    /// It opens with a password only.
    case documentLocked
    /// More pages than are taken.
    case documentTooLong(limit: Int)
    case documentTooLarge(limitBytes: Int)
    /// The program that draws pages is not there.
    case documentsNotTaken
    /// The same report, sent twice at the same time with one idempotency key but other content.
    case keyReused
    // The office's own administration.
    /// Nobody changes the own rights.
    case ownRights
    /// Without this account nobody could keep the district's accounts any more.
    case lastAdministrator
    /// What is to be given or changed reaches beyond where the own roles hold.
    case beyondScope
    case resetNotAsked
    case fromThePast
    /// A division that was published waits for its day.
    case planPending(Day)
    /// The audit has found so many faults in the division.
    case territoryFaulty(Int)
    /// So many new grids with nobody who answers, for a division that is to hold at once.
    case gridsVacant(Int)
    /// A division for which the dispatch catalogue has so many gaps or overlaps.
    case divisionUndispatched(Int)
    /// Grids that do not touch are not one.
    case gridsApart
    /// The account has no role with which it could act in this grid.
    case holderCannotAct
    case deputyIsHolder
    /// A message template names something that is not filled in there.
    case placeholderUnknown(String)
    /// A message template leaves out what its readers cannot do without.
    case placeholderMissing(String)
    // Enterprise service.
    /// A firm with this credit code is on the list already.
    case firmExists
    /// The firm was merged, split or closed.
    case firmEnded
    /// The firm has another steward on those days.
    case stewardTaken
    /// The firm is served by somebody else.
    case otherSteward
    case statusOverlaps
    case fromTheFuture
    /// Bodies have asked the firm for so many visits in that month.
    case visitCapReached(limit: Int)
    case inspectionNotBooked
    case visitNotOpen
    case visitAnswered
    case answerTooLate(days: Int)
    case recordTooLate(days: Int)
    case roundExists
    case roundAcrossYears
    case roundEmpty
    /// A firm's problem stands elsewhere on its way.
    case problemElsewhere
    /// The firm was called back about this end of its problem already.
    case problemCalledBack

    // Figures.
    /// The next version of this indicator has this number.
    case indicatorVersion(next: Int)
    /// The window reaches beyond the days for which the definition is made.
    case outsideValidity
    /// An indicator of the same code is imported, or the other way round.
    case otherKindOfFigure
    /// Activities, hand-outs, meetings, sweeps and the rest of the grid's own work.
    case work(WorkRefusal)
    // Bulletins.
    case bulletinStage(Bulletin.Stage.Name)
    /// Writing, reviewing and releasing take three people.
    case samePerson
    /// So many lines or tokens cannot be read, or name what is not there.
    case bulletinFaulty(Int)
    case numbersContradicted(Int)
    /// Nobody has said why so many numbers stand.
    case numbersUnconfirmed(Int)
    /// The calendar of releases names a later moment.
    case bulletinTooEarly(Day, clock: String)
    /// The series has an issue of that time already.
    case issueExists
    /// The program that sets pages on paper is not installed, or did not come to an end.
    case pressMissing

    // Erasing what was said.
    /// Only what has ended can be erased.
    case notEnded
    /// Another request waits for its decision, or was declined.
    case erasureAsked
    case erasureDone
    /// A part goes with its whole, and a firm's problem with its case.
    case erasedWithWhole
    /// A company's name is no person's.
    case noPerson
    /// What was typed to confirm is not the number that was asked for.
    case numberDiffers

    /// What cannot be found.
    package enum Subject: String, Hashable, Sendable, CaseIterable {
        case account, appointment, category, document, draft, erasure, grid, photo, plan, post, receipt, template,
            token, unit,
            upload
        case caseFile = "case"
        case edition
        case bulletin
        case handlingUnit = "handling_unit"
        case figure, indicator
        case firm, industry, park, round, status, steward, visit
        case problem
        case activity, checklist, handout, meeting, sweep
        case meetingBody = "meeting_body"
        case sweepElement = "sweep_element"
        case dispute, form, need, offer, pledge, volunteer
        case project, milestone, blocker, officer
        case procedure
        case policy
        case policyRequest = "policy_request"
    }

    /// What a form leaves out or overfills.
    package enum Field: String, Hashable, Sendable, CaseIterable {
        case address, amount, category, channel, condition, contact, document, exception, feedback, grade, grid, ground,
            name,
            note
        case number, task, confidence
        case opinion, photo, place, reason, rectangles, reply, review, text, unit
        case signInName = "sign_in_name"
        case displayName = "display_name"
        case password, subject, issuer, basis, role, until, file, ring
        case chineseText = "chinese_text"
        case englishText = "english_text"
        case certificate, policy, problem
        case copies, count, day, draw, drawing, entitled, frame, hour, items, kind, method, present, resolutions, topic
        case minutes, outcome, part, purpose, real, scheme, solved, system
        case authority, rhythm
        case applying, benefit, conditions
    }

    /// The permanent code: `case.wrong_stage`.
    ///
    /// A retired one stays listed.
    package var code: String {
        switch self {
        case .signInNeeded: "identity.sign_in_needed"
        case .notPermitted: "case.not_permitted"
        case .roleNeeded: "identity.role_needed"
        case .outsideScope: "identity.outside_scope"
        case .otherUnit: "case.other_unit"
        case .handlerMayNotCheck: "case.handler_may_not_check"
        case .handlerMayNotClose: "case.handler_may_not_close"
        case .establisherMayNotDispatch: "case.establisher_may_not_dispatch"
        case .askerMayNotApprove: "case.asker_may_not_approve"
        case .unitRecused: "case.unit_recused"
        case .wrongStage: "case.wrong_stage"
        case .alreadyRated: "case.already_rated"
        case .notOverdue: "case.not_overdue"
        case .voidAlreadyAsked: "case.void_already_asked"
        case .voidNotAsked: "case.void_not_asked"
        case .notPlaced: "case.not_placed"
        case .notSelfHandlable: "case.not_self_handlable"
        case .noContact: "case.no_contact"
        case .alreadyAsked: "case.already_asked"
        case .nothingAsked: "case.nothing_asked"
        case .tooLateToAsk: "case.too_late_to_ask"
        case .leaderNeeded: "case.leader_needed"
        case .orderStands: "case.order_stands"
        case .objectionTooLate: "case.objection_too_late"
        case .alreadySupervised: "case.already_supervised"
        case .notSupervised: "case.not_supervised"
        case .supervisionUnanswered: "case.supervision_unanswered"
        case .alreadyExplained: "case.already_explained"
        case .endOfLadder: "case.end_of_ladder"
        case .otherLevel: "case.other_level"
        case .alreadyLowered: "case.already_lowered"
        case .notYet: "case.not_yet"
        case .notSameMatter: "case.not_same_matter"
        case .notOpen: "case.not_open"
        case .otherDoor: "case.other_door"
        case .assistanceOutstanding: "case.assistance_outstanding"
        case .notAssisting: "case.not_assisting"
        case .alreadyNamed: "case.already_named"
        case .whistleOpen: "case.whistle_open"
        case .notCalled: "case.not_called"
        case .otherDecider: "case.other_decider"
        case .partsOpen: "case.parts_open"
        case .alreadyPart: "case.already_part"
        case .wholeEnded: "case.whole_ended"
        case .related: "case.related"
        case .hasParts: "case.has_parts"
        case .notAttached: "case.not_attached"
        case .confidenceDiffers: "case.confidence_differs"
        case .confidenceOfWhole: "case.confidence_of_whole"
        case .recusalOfSelf: "case.recusal_of_self"
        case .unknown: "unknown"
        case .missing: "missing"
        case .answerMissing: "report.answer_missing"
        case .answerNotListed: "report.answer_not_listed"
        case .tooLong: "too_long"
        case .tooMany: "too_many"
        case .malformed: "malformed"
        case .placeOutside: "report.place_outside"
        case .ratingOutOfRange: "case.rating_out_of_range"
        case .datesReversed: "dates_reversed"
        case .amountOutOfRange: "case.amount_out_of_range"
        case .reviewOutOfRange: "case.review_out_of_range"
        case .accountExists: "account.exists"
        case .linkTaken: "account.link_taken"
        case .postExists: "post.exists"
        case .postTaken: "post.taken"
        case .calendarVersionUsed: "catalogue.calendar_version_used"
        case .keptAsEditions: "catalogue.kept_as_editions"
        case .editionExists: "catalogue.edition_exists"
        case .editionPublished: "catalogue.edition_published"
        case .editionTooEarly: "catalogue.edition_too_early"
        case .editionDayTaken: "catalogue.edition_day_taken"
        case .repeatedCode: "catalogue.repeated_code"
        case .dispatchUnsound: "catalogue.dispatch_unsound"
        case .territory: "territory.unsound"
        case .signInFailed: "identity.sign_in_failed"
        case .codeWrong: "identity.code_wrong"
        case .secondFactorRequired: "identity.second_factor_required"
        case .secondFactorSet: "identity.second_factor_set"
        case .passwordsDiffer: "identity.passwords_differ"
        case .passwordUnchanged: "identity.password_unchanged"
        case .signOnFailed: "identity.sign_on_failed"
        case .notLinked: "identity.not_linked"
        case .throttled: "identity.throttled"
        case .formExpired: "identity.form_expired"
        case .photoUnreadable: "photo.unreadable"
        case .photoTooLarge: "photo.too_large"
        case .documentUnreadable: "document.unreadable"
        case .documentLocked: "document.locked"
        case .documentTooLong: "document.too_long"
        case .documentTooLarge: "document.too_large"
        case .documentsNotTaken: "document.not_taken"
        case .keyReused: "report.key_reused"
        case .ownRights: "account.own_rights"
        case .lastAdministrator: "account.last_administrator"
        case .beyondScope: "identity.beyond_scope"
        case .resetNotAsked: "account.reset_not_asked"
        case .fromThePast: "from_the_past"
        case .planPending: "territory.plan_pending"
        case .territoryFaulty: "territory.faulty"
        case .gridsVacant: "territory.vacant"
        case .divisionUndispatched: "territory.undispatched"
        case .gridsApart: "territory.grids_apart"
        case .holderCannotAct: "post.holder_cannot_act"
        case .deputyIsHolder: "post.deputy_is_holder"
        case .placeholderUnknown: "message_template.placeholder_unknown"
        case .placeholderMissing: "message_template.placeholder_missing"
        case .notEnded: "erasure.not_ended"
        case .erasureAsked: "erasure.already_asked"
        case .erasureDone: "erasure.already_done"
        case .erasedWithWhole: "erasure.part"
        case .noPerson: "erasure.no_person"
        case .numberDiffers: "erasure.number_differs"
        case .indicatorVersion: "figure.indicator_version"
        case .outsideValidity: "figure.outside_validity"
        case .otherKindOfFigure: "figure.other_kind"
        case .firmExists: "firm.exists"
        case .firmEnded: "firm.ended"
        case .stewardTaken: "firm.steward_taken"
        case .otherSteward: "firm.other_steward"
        case .statusOverlaps: "firm.status_overlaps"
        case .fromTheFuture: "from_the_future"
        case .visitCapReached: "visit.cap_reached"
        case .inspectionNotBooked: "visit.inspection_not_booked"
        case .visitNotOpen: "visit.not_open"
        case .visitAnswered: "visit.answered"
        case .answerTooLate: "visit.answer_too_late"
        case .recordTooLate: "visit.record_too_late"
        case .roundExists: "round.exists"
        case .roundAcrossYears: "round.across_years"
        case .roundEmpty: "round.empty"
        case .problemElsewhere: "problem.elsewhere"
        case .problemCalledBack: "problem.called_back"
        case .work(let refusal): refusal.code
        case .bulletinStage: "bulletin.wrong_stage"
        case .samePerson: "bulletin.same_person"
        case .bulletinFaulty: "bulletin.faulty"
        case .numbersContradicted: "bulletin.contradicted"
        case .numbersUnconfirmed: "bulletin.unconfirmed"
        case .bulletinTooEarly: "bulletin.too_early"
        case .issueExists: "bulletin.issue_exists"
        case .pressMissing: "bulletin.press_missing"
        }
    }
}
