import Domain

/// The permanent names of everything that can stand in a journal, and the keys that each shows to everybody.
///
/// Written by hand and never edited, only added to: a log that is out in the world carries these names. The `switch`
/// statements have no `default`, so that a new event does not build until it has a name here.
enum FrozenTypes {
    /// Type → the public keys that an entry of it may have beside `at`, `c`, `t` and `v`.
    static let publicKeys: [String: Set<String>] = [
        "figure.defined": ["def", "definition", "fig", "version"],
        "figure.frozen": [
            "as_of", "as_of_root", "def", "denominator", "excluded", "fig", "from", "numerator", "rows", "scope",
            "status",
            "supersedes", "unit", "until", "value",
        ],
        "figure.imported": [
            "authority", "base_published", "base_revised", "cumulative", "fig", "form", "from", "growth", "name",
            "price_basis", "source", "status", "supersedes", "unit", "until", "value",
        ],
        "case.reported": ["category", "channel", "duplicate", "grid", "open", "scheme"],
        "case.handled_on_spot": ["category", "channel", "grid", "scheme"],
        "case.verification_asked": ["category", "grid", "scheme"],
        "case.verified": ["category", "channel", "grid", "on_time", "open", "overdue", "real", "scheme"],
        "case.placed": ["category", "grid", "scheme"],
        "case.registered": ["category", "grid", "scheme"],
        "case.established": ["category", "channel", "grid", "on_time", "scheme"],
        "case.dispatched": ["category", "grid", "scheme", "unit"],
        "case.acknowledged": ["category", "grid", "scheme"],
        "case.handling_begun": ["category", "contact", "grid", "scheme"],
        "case.fed_back": ["category", "grid", "on_time", "result", "scheme"],
        "case.check_asked": ["category", "grid", "scheme"],
        "case.checked": ["by_reporter", "category", "grid", "on_time", "round", "scheme", "solved"],
        "case.sent_back": ["category", "grid", "round", "scheme", "unit"],
        "case.closed": [
            "category", "channel", "due", "grid", "on_time", "open", "outcome", "overdue", "rounds", "scheme", "unit",
            "waiting_days",
        ],
        "case.added": ["category", "grid", "scheme"],
        "case.withdrawn": ["category", "grid", "open", "overdue", "scheme"],
        "case.rated": ["category", "channel", "grid", "scheme", "stars"],
        "case.reopened": ["category", "grid", "open", "round", "scheme"],
        "case.void_asked": ["category", "grid", "ground", "scheme"],
        "case.voided": ["category", "grid", "open", "overdue", "scheme"],
        "case.void_declined": ["category", "grid", "scheme"],
        "case.contact_read": ["category", "grid", "scheme"],
        "case.became_overdue": ["category", "due", "grid", "overdue", "scheme"],
        "case.concluded_elsewhere": [
            "category", "due", "grid", "on_time", "open", "outcome", "overdue", "rounds", "scheme", "unit",
            "waiting_days",
        ],
        "case.non_acceptance_asked": ["category", "grid", "ground", "scheme"],
        "case.more_time_asked": ["amount", "category", "grid", "scheme"],
        "case.suspension_asked": ["category", "grid", "ground", "scheme"],
        "case.termination_asked": ["category", "grid", "ground", "scheme"],
        "case.non_acceptance_declined": ["category", "grid", "scheme"],
        "case.more_time_declined": ["category", "grid", "scheme"],
        "case.suspension_declined": ["category", "grid", "scheme"],
        "case.termination_declined": ["category", "grid", "scheme"],
        "case.not_accepted": ["category", "grid", "ground", "open", "overdue", "scheme"],
        "case.extended": ["amount", "category", "grid", "scheme"],
        "case.suspended": ["category", "grid", "ground", "scheme"],
        "case.resumed": ["category", "grid", "scheme"],
        "case.terminated": [
            "category", "due", "grid", "ground", "on_time", "open", "outcome", "overdue", "rounds", "scheme", "unit",
            "waiting_days",
        ],
        "case.objected": ["category", "grid", "ground", "scheme"],
        "case.objection_upheld": ["category", "grid", "scheme"],
        "case.objection_rejected": ["category", "grid", "scheme"],
        "case.merged": ["category", "grid", "open", "overdue", "scheme"],
        "case.unmerged": ["category", "grid", "open", "overdue", "scheme"],
        "case.contested": ["category", "contest", "grid", "scheme"],
        "case.explained": ["category", "grid", "scheme"],
        "case.supervised": ["category", "grade", "grid", "ground", "scheme"],
        "case.supervision_answered": ["category", "grid", "scheme"],
        "case.raised": ["category", "grid", "level", "scheme"],
        "case.lowered": ["category", "grid", "level", "scheme"],
        "case.grid_changed": ["category", "from_grid", "from_scheme", "grid", "scheme"],
        "case.photo_covered": ["category", "grid", "parts", "scheme"],
        "case.original_seen": ["category", "grid", "scheme"],
        "case.split_off": ["category", "channel", "grid", "open", "scheme"],
        "case.assistance_ordered": ["category", "grid", "scheme", "unit"],
        "case.assistance_acknowledged": ["category", "grid", "scheme", "unit"],
        "case.assistance_done": ["category", "grid", "on_time", "result", "scheme", "unit"],
        "case.assistance_released": ["category", "grid", "scheme", "unit"],
        "case.called": ["category", "grid", "ground", "scheme", "unit"],
        "case.call_accepted": ["category", "grid", "on_time", "scheme", "unit"],
        "case.call_refused": ["category", "grid", "ground", "scheme", "unit"],
        "case.arrived": ["category", "grid", "on_time", "scheme", "unit"],
        "case.acted": ["category", "grid", "on_time", "scheme", "unit"],
        "case.call_rated": ["category", "grid", "rating", "scheme", "unit"],
        "case.called_again": ["category", "grid", "scheme", "unit"],
        "case.call_released": ["category", "grid", "scheme", "unit"],
        "case.split": ["category", "grid", "scheme"],
        "case.part_ended": ["category", "ending", "grid", "scheme"],
        "case.part_reopened": ["category", "grid", "scheme"],
        "case.attached": ["category", "grid", "scheme"],
        "case.detached": ["category", "grid", "scheme"],
        "case.part_attached": ["category", "grid", "scheme"],
        "case.part_detached": ["category", "grid", "scheme"],
        "case.recused": ["category", "confidential", "grid", "scheme"],
        "case.companion_reminded": ["category", "grid", "owed", "scheme", "unit"],
        "case.companion_overdue": ["category", "grid", "owed", "scheme", "unit"],
        "account.opened": ["roles", "scope", "unit"],
        "account.changed": ["roles", "scope", "unit"],
        "account.closed": [],
        "account.linked": [],
        "account.unlinked": [],
        "account.second_factor_set": [],
        "account.second_factor_dropped": [],
        "account.took_out": ["format"],
        "account.brought_in": ["format"],
        "sign_in.second_factor_required": ["role"],
        "sign_in.second_factor_released": ["role"],
        "catalogue.unit_named": ["name", "name_en", "unit"],
        "catalogue.category_defined": ["answer", "category", "name", "solve"],
        "catalogue.category_retired": ["category"],
        "catalogue.calendar_adopted": ["calendar"],
        "catalogue.edition_proposed": ["edition", "version"],
        "catalogue.edition_published": ["basis", "edition", "from", "version"],
        "catalogue.edition_withdrawn": ["edition", "version"],
        "post.established": ["grid", "post", "post_kind", "scheme", "unit"],
        "post.appointed": ["deputy", "from", "grid", "post", "post_kind", "scheme", "unit", "until"],
        "post.appointment_ended": ["grid", "on", "post", "post_kind", "scheme", "unit"],
        "territory.unit_established": ["level", "name", "parent", "unit"],
        "territory.grid_drawn": ["area_m2", "grid", "name", "scheme", "unit"],
        "territory.grid_retired": ["grid", "scheme"],
        "territory.division_adopted": ["grids", "synthetic", "units"],
        "territory.grid_succeeded": ["grid", "scheme", "successor", "successor_scheme"],
        "territory.division_planned": ["basis", "drawn", "from", "retired"],
        "territory.plan_withdrawn": [],
        "territory.division_published": ["basis", "from"],
        "post.deputy_ended": ["grid", "on", "post", "post_kind", "scheme"],
        "account.locked": [],
        "account.unlocked": [],
        "account.sessions_ended": [],
        "account.password_reset": [],
        "account.factor_reset_asked": [],
        "account.factor_reset_declined": [],
        "message_template.worded": ["from", "key"],
        "erasure.asked": ["basis"],
        "erasure.declined": [],
        "erasure": ["basis", "n"],
        "enterprise.registered": ["firm_kind", "grid", "park", "s", "scheme"],
        "enterprise.changed": ["firm_kind", "grid", "park", "s", "scheme"],
        "enterprise.grid_changed": ["firm_kind", "grid", "park", "s", "scheme", "from_grid", "from_scheme"],
        "enterprise.tagged": ["firm_kind", "grid", "park", "s", "scheme", "from", "tag"],
        "enterprise.untagged": ["firm_kind", "grid", "park", "s", "scheme", "on", "tag"],
        "enterprise.status_granted": ["firm_kind", "grid", "park", "s", "scheme", "from", "status", "until"],
        "enterprise.status_ended": ["firm_kind", "grid", "park", "s", "scheme", "on", "status"],
        "enterprise.steward_assigned": ["firm_kind", "grid", "park", "s", "scheme", "from", "unit", "until"],
        "enterprise.steward_ended": ["firm_kind", "grid", "park", "s", "scheme", "on"],
        "enterprise.deputy_assigned": ["firm_kind", "grid", "park", "s", "scheme", "from", "unit", "until"],
        "enterprise.deputy_ended": ["firm_kind", "grid", "park", "s", "scheme", "on"],
        "enterprise.merged": ["firm_kind", "grid", "park", "s", "scheme", "on"],
        "enterprise.absorbed": ["firm_kind", "grid", "park", "s", "scheme", "on"],
        "enterprise.split": ["firm_kind", "grid", "park", "s", "scheme", "on", "parts"],
        "enterprise.closed": ["firm_kind", "grid", "park", "s", "scheme", "on"],
        "enterprise.link_renewed": ["firm_kind", "grid", "park", "s", "scheme"],
        "enterprise_list.park_named": ["park"],
        "enterprise_list.tag_named": ["tag"],
        "enterprise_list.cap_set": ["visits"],
        "problem.collected": ["firm_kind", "grid", "need", "on", "s", "scheme", "open", "source"],
        "problem.clarified": ["firm_kind", "grid", "need", "on", "s", "scheme"],
        "problem.graded": ["firm_kind", "grade", "grid", "need", "on", "s", "scheme"],
        "problem.assigned": ["firm_kind", "grade", "grid", "need", "on", "s", "scheme", "unit"],
        "problem.opinion_given": [
            "firm_kind", "grade", "grid", "need", "on", "s", "scheme", "unit", "on_time", "promised",
        ],
        "problem.progress_told": ["firm_kind", "grade", "grid", "need", "on", "s", "scheme", "unit", "on_time"],
        "problem.became_overdue": ["firm_kind", "grade", "grid", "need", "on", "s", "scheme", "unit", "owed", "due"],
        "problem.passed_up": ["firm_kind", "grade", "grid", "need", "on", "s", "scheme", "unit"],
        "problem.suspended": ["firm_kind", "grade", "grid", "need", "on", "s", "scheme", "unit", "review"],
        "problem.resumed": ["firm_kind", "grade", "grid", "need", "on", "s", "scheme", "unit"],
        "problem.answered": ["firm_kind", "grade", "grid", "need", "on", "s", "scheme", "unit", "result"],
        "problem.said": [
            "firm_kind", "grade", "grid", "need", "on", "s", "scheme", "unit", "voice", "says_solved", "satisfied",
            "solved",
        ],
        "problem.not_reached": ["firm_kind", "grade", "grid", "need", "on", "s", "scheme", "unit"],
        "problem.closed": [
            "firm_kind", "grade", "grid", "need", "on", "s", "scheme", "unit", "result", "on_time", "days", "solved",
            "open",
        ],
        "problem.reopened": ["firm_kind", "grade", "grid", "need", "on", "s", "scheme", "open", "solved"],
        "problem.withdrawn": ["firm_kind", "grade", "grid", "need", "on", "s", "scheme", "open"],
        "problem.voided": ["firm_kind", "grade", "grid", "need", "on", "s", "scheme", "open"],
        "visit.booked": ["firm_kind", "grid", "on", "round", "s", "scheme", "unit", "asked", "purpose"],
        "visit.accepted": ["firm_kind", "grid", "on", "round", "s", "scheme", "unit"],
        "visit.moved": ["firm_kind", "grid", "on", "round", "s", "scheme", "unit"],
        "visit.refused": ["firm_kind", "grid", "on", "round", "s", "scheme", "unit"],
        "visit.merged": ["firm_kind", "grid", "on", "round", "s", "scheme", "unit"],
        "visit.joined": ["firm_kind", "grid", "on", "round", "s", "scheme", "unit", "companion"],
        "visit.withdrawn": ["firm_kind", "grid", "on", "round", "s", "scheme", "unit"],
        "visit.recorded": [
            "firm_kind", "grid", "on", "round", "s", "scheme", "unit", "minutes", "needs", "outcome", "policies",
            "problems",
        ],
        "visit.confirmed": [
            "firm_kind", "grid", "on", "round", "s", "scheme", "unit", "asked_twice", "outcome", "way",
        ],
        "visit.disputed": ["firm_kind", "grid", "on", "round", "s", "scheme", "unit", "outcome"],
        "round.frozen": ["enterprises", "firms", "from", "round", "shops", "sole_traders", "until"],
        "round.closed": ["on", "round"],
        "activity.planned": ["activity", "grid", "kind", "on", "scheme", "star", "unit"],
        "activity.moved": ["activity", "grid", "kind", "on", "scheme", "star", "unit"],
        "activity.held": ["activity", "grid", "kind", "on", "scheme", "star", "unit"],
        "activity.counted": [
            "activity", "attendances", "grid", "kind", "method", "on", "persons", "scheme", "star", "unit",
        ],
        "activity.corrected": [
            "activity", "attendances", "grid", "kind", "method", "on", "persons", "scheme", "star", "total", "unit",
        ],
        "activity.called_off": ["activity", "grid", "kind", "on", "scheme", "star", "unit"],
        "handout.defined": ["handout", "kind", "unit"],
        "handout.printed": ["copies", "handout", "kind", "on", "unit"],
        "handout.given": ["activity", "copies", "grid", "handout", "kind", "on", "scheme", "unit"],
        "handout.corrected": ["copies", "giving", "grid", "handout", "kind", "on", "scheme", "total", "unit"],
        "handout.written_off": ["copies", "handout", "kind", "unit"],
        "meeting_body.established": ["body", "body_kind", "unit"],
        "meeting_body.term_opened": ["body", "body_kind", "from", "start", "term", "unit"],
        "meeting.held": [
            "body", "body_kind", "entitled", "items", "number", "on", "present", "quorate", "resolutions", "session",
            "term", "unit",
        ],
        "meeting.corrected": [
            "body", "body_kind", "entitled", "items", "number", "on", "present", "quorate", "resolutions", "session",
            "term", "total_entitled", "total_present", "unit",
        ],
        "meeting.gap_explained": ["body", "body_kind", "period", "session", "unit"],
        "checklist.published": ["checklist", "items", "version"],
        "sweep.frozen": ["checklist", "frame", "kind", "sweep", "unit", "until", "version"],
        "sweep.ended": [
            "does_not_exist", "drawing", "duplicate", "frame", "hazard", "kind", "no_hazard", "not_open", "not_visited",
            "refused", "sweep", "unit",
        ],
        "sweep.drawn": ["draw", "elements", "frame", "kind", "on", "root", "sample", "size", "sweep", "unit"],
        "sweep.visited": [
            "attempt", "element", "element_kind", "grid", "hazards", "on", "result", "scheme", "sweep",
        ],
        "sweep.rechecked": ["agrees", "element", "element_kind", "grid", "on", "scheme", "sweep"],
        "need.raised": ["from", "grid", "hands", "kind", "need", "on", "scheme", "unit", "until"],
        "need.proposed": ["grid", "kind", "need", "offer", "scheme", "unit"],
        "need.agreed": ["grid", "kind", "need", "scheme", "side", "unit"],
        "need.matched": ["days", "grid", "kind", "need", "offer", "scheme", "unit"],
        "need.declined": ["grid", "kind", "need", "scheme", "side", "unit"],
        "need.met": ["days", "grid", "kind", "need", "scheme", "unit"],
        "need.withdrawn": ["grid", "kind", "need", "scheme", "unit"],
        "offer.made": ["from", "kind", "offer", "unit", "until"],
        "offer.withdrawn": ["kind", "offer", "unit"],
        "volunteer.joined": ["unit"],
        "volunteer.shift_taken": ["activity", "on", "unit"],
        "volunteer.shift_left": ["activity", "on", "unit"],
        "volunteer.hours_confirmed": ["activity", "minutes", "on", "unit"],
        "volunteer.certified": ["on", "unit"],
        "pledge.published": ["pledge", "unit", "until"],
        "pledge.kept": ["on", "on_time", "pledge", "unit", "until"],
        "pledge.missed": ["pledge", "unit", "until"],
        "dispute.recorded": ["dispute", "grid", "kind", "on", "parties", "scheme", "unit"],
        "dispute.concluded": ["days", "dispute", "grid", "kind", "on", "result", "scheme", "unit"],
        "form.ordered": ["filled", "form", "from", "items", "minutes", "rhythm", "unit", "until"],
        "form.handed_in": ["filled", "form", "from", "items", "minutes", "on", "unit", "until"],
        "form.ended": ["filled", "form", "items", "minutes", "on", "unit"],
        "project.registered": ["grid", "level", "on", "open", "project", "scheme", "stage", "unit"],
        "project.listed": ["grid", "level", "on", "project", "scheme", "stage", "standing", "unit", "year"],
        "project.moved": ["grid", "level", "on", "open", "project", "scheme", "stage", "unit"],
        "project.seated": ["body", "grid", "level", "on", "precision", "project", "scheme", "seat", "stage", "unit"],
        "project.unseated": ["grid", "level", "on", "project", "scheme", "seat", "stage", "unit"],
        "project.milestone_planned": [
            "grid", "level", "milestone", "on", "planned", "project", "scheme", "stage", "unit",
        ],
        "project.milestone_moved": [
            "from", "grid", "level", "milestone", "on", "planned", "project", "scheme", "stage", "unit",
        ],
        "project.milestone_reached": [
            "grid", "late", "level", "milestone", "on", "on_time", "project", "scheme", "stage", "unit",
        ],
        "project.noted": ["grid", "level", "on", "project", "scheme", "stage", "unit"],
        "project.blocker_reported": [
            "blocker", "grid", "level", "need", "on", "open", "project", "scheme", "stage", "unit",
        ],
        "project.blocker_coordinated": [
            "blocker", "days", "grid", "level", "on", "on_time", "project", "scheme", "stage", "unit",
        ],
        "project.blocker_solved": [
            "blocker", "days", "grid", "level", "on", "on_time", "open", "project", "scheme", "solved", "stage", "unit",
        ],
        "project.blocker_reopened": [
            "blocker", "grid", "level", "on", "open", "project", "scheme", "solved", "stage", "unit",
        ],
        "project.lit": ["grid", "late", "level", "light", "on", "project", "scheme", "stage", "unit"],
        "procedure.begun": [
            "grid", "kind", "on", "parts", "procedure", "promised", "scheme", "statutory", "unit", "until",
        ],
        "procedure.supplied": ["grid", "kind", "on", "on_time", "procedure", "scheme", "unit"],
        "procedure.used": ["grid", "kind", "on", "procedure", "scheme", "unit"],
        "procedure.finished": [
            "days", "grid", "kind", "on", "on_time", "parts", "procedure", "saved", "scheme", "statutory", "unit",
            "visits",
        ],
        "procedure.ended": ["grid", "kind", "on", "procedure", "scheme", "unit"],
        "policy.published": ["conditions", "days", "from", "on", "policy", "unit", "until", "version"],
        "policy.changed": ["conditions", "days", "from", "on", "policy", "unit", "until", "version"],
        "policy.withdrawn": ["on", "policy", "unit", "version"],
        "policy.applied": [
            "channel", "days", "due", "firm_kind", "grid", "kind", "on", "open", "policy", "s", "scheme", "unit",
            "version",
        ],
        "policy.asked": [
            "channel", "days", "due", "firm_kind", "grid", "kind", "on", "open", "policy", "s", "scheme", "unit",
            "version",
        ],
        "policy.answered": [
            "days", "firm_kind", "grid", "kind", "on", "on_time", "open", "policy", "result", "s", "scheme", "unit",
        ],
        "policy.passed_on": ["firm_kind", "grid", "kind", "on", "policy", "s", "scheme", "unit"],
        "policy.taken_back": ["firm_kind", "grid", "kind", "on", "open", "policy", "s", "scheme", "unit"],
        "bulletin.begun": ["from", "series", "until", "version"],
        "bulletin.revised": ["from", "series", "until", "version"],
        "bulletin.submitted": ["agreed", "from", "proved", "series", "unsupported", "until", "version"],
        "bulletin.sent_back": ["from", "series", "until", "version"],
        "bulletin.reviewed": ["confirmed", "from", "series", "until", "version"],
        "bulletin.released": [
            "as_of", "as_of_root", "digest", "figures", "from", "number", "series", "until", "version", "year",
        ],
        "bulletin.withdrawn": ["from", "series", "until", "version"],
        "bulletin.correction_begun": ["from", "series", "until", "version"],
        "bulletin.correction_dropped": ["from", "series", "until", "version"],
        "bulletin.seen": ["from", "series", "until", "version"],
    ]

    static func name(_ event: CaseEvent) -> String {
        switch event {
        case .reported(let report, _, _, _): report.whole == nil ? "case.reported" : "case.split_off"
        case .handledOnSpot: "case.handled_on_spot"
        case .verificationAsked: "case.verification_asked"
        case .verified: "case.verified"
        case .placed: "case.placed"
        case .registered: "case.registered"
        case .established: "case.established"
        case .dispatched: "case.dispatched"
        case .acknowledged: "case.acknowledged"
        case .handlingBegun: "case.handling_begun"
        case .fedBack: "case.fed_back"
        case .checkAsked: "case.check_asked"
        case .checked: "case.checked"
        case .sentBack: "case.sent_back"
        case .closed: "case.closed"
        case .added: "case.added"
        case .withdrawn: "case.withdrawn"
        case .rated: "case.rated"
        case .reopened: "case.reopened"
        case .voidAsked: "case.void_asked"
        case .voidApproved: "case.voided"
        case .voidDeclined: "case.void_declined"
        case .contactRead: "case.contact_read"
        case .becameOverdue: "case.became_overdue"
        case .concludedElsewhere: "case.concluded_elsewhere"
        case .asked(.nonAcceptance, _): "case.non_acceptance_asked"
        case .asked(.moreTime, _): "case.more_time_asked"
        case .asked(.suspension, _): "case.suspension_asked"
        case .asked(.termination, _): "case.termination_asked"
        case .declined(.nonAcceptance, _): "case.non_acceptance_declined"
        case .declined(.moreTime, _): "case.more_time_declined"
        case .declined(.suspension, _): "case.suspension_declined"
        case .declined(.termination, _): "case.termination_declined"
        case .notAccepted: "case.not_accepted"
        case .extended: "case.extended"
        case .suspended: "case.suspended"
        case .resumed: "case.resumed"
        case .terminated: "case.terminated"
        case .objected: "case.objected"
        case .objectionUpheld: "case.objection_upheld"
        case .objectionRejected: "case.objection_rejected"
        case .merged: "case.merged"
        case .unmerged: "case.unmerged"
        case .contested: "case.contested"
        case .explained: "case.explained"
        case .supervised: "case.supervised"
        case .supervisionAnswered: "case.supervision_answered"
        case .raised: "case.raised"
        case .lowered: "case.lowered"
        case .gridChanged: "case.grid_changed"
        case .photoCovered: "case.photo_covered"
        case .originalSeen: "case.original_seen"
        case .shared(.assistanceOrdered): "case.assistance_ordered"
        case .shared(.assistanceAcknowledged): "case.assistance_acknowledged"
        case .shared(.assistanceDone): "case.assistance_done"
        case .shared(.assistanceReleased): "case.assistance_released"
        case .shared(.called): "case.called"
        case .shared(.callAccepted): "case.call_accepted"
        case .shared(.callRefused): "case.call_refused"
        case .shared(.arrived): "case.arrived"
        case .shared(.acted): "case.acted"
        case .shared(.callRated): "case.call_rated"
        case .shared(.calledAgain): "case.called_again"
        case .shared(.callReleased): "case.call_released"
        case .shared(.split): "case.split"
        case .shared(.partEnded): "case.part_ended"
        case .shared(.partReopened): "case.part_reopened"
        case .recused: "case.recused"
        case .shared(.attached): "case.attached"
        case .shared(.detached): "case.detached"
        case .shared(.partAttached): "case.part_attached"
        case .shared(.partDetached): "case.part_detached"
        case .shared(.reminded): "case.companion_reminded"
        case .shared(.lapsed): "case.companion_overdue"
        }
    }

    static func name(_ event: Account.Event) -> String {
        switch event {
        case .opened: "account.opened"
        case .changed: "account.changed"
        case .closed: "account.closed"
        case .linked: "account.linked"
        case .unlinked: "account.unlinked"
        case .secondFactorSet: "account.second_factor_set"
        case .secondFactorDropped: "account.second_factor_dropped"
        case .locked: "account.locked"
        case .unlocked: "account.unlocked"
        case .sessionsEnded: "account.sessions_ended"
        case .passwordReset: "account.password_reset"
        case .factorResetAsked: "account.factor_reset_asked"
        case .factorResetDeclined: "account.factor_reset_declined"
        case .tookOut: "account.took_out"
        case .broughtIn: "account.brought_in"
        }
    }

    static func name(_ event: SignInRules.Event) -> String {
        switch event {
        case .secondFactorRequired: "sign_in.second_factor_required"
        case .secondFactorReleased: "sign_in.second_factor_released"
        }
    }

    static func name(_ event: Catalogue.Event) -> String {
        switch event {
        case .unitNamed: "catalogue.unit_named"
        case .categoryDefined: "catalogue.category_defined"
        case .categoryRetired: "catalogue.category_retired"
        case .calendarAdopted: "catalogue.calendar_adopted"
        case .editionProposed: "catalogue.edition_proposed"
        case .editionPublished: "catalogue.edition_published"
        case .editionWithdrawn: "catalogue.edition_withdrawn"
        }
    }

    static func name(_ event: Post.Event) -> String {
        switch event {
        case .established: "post.established"
        case .appointed: "post.appointed"
        case .appointmentEnded: "post.appointment_ended"
        case .deputyEnded: "post.deputy_ended"
        }
    }

    static func name(_ event: Territory.Event) -> String {
        switch event {
        case .unitEstablished: "territory.unit_established"
        case .gridDrawn: "territory.grid_drawn"
        case .gridRetired: "territory.grid_retired"
        case .divisionAdopted: "territory.division_adopted"
        case .gridSucceeded: "territory.grid_succeeded"
        case .divisionPlanned: "territory.division_planned"
        case .planWithdrawn: "territory.plan_withdrawn"
        case .divisionPublished: "territory.division_published"
        }
    }

    static func name(_ event: Erasure.Event) -> String {
        switch event.what {
        case .asked: "erasure.asked"
        case .declined: "erasure.declined"
        case .done: "erasure"
        }
    }

    static func name(_ event: MessageTemplates.Event) -> String {
        switch event {
        case .worded: "message_template.worded"
        }
    }

    static func name(_ event: Indicators.Event) -> String {
        switch event {
        case .defined: "figure.defined"
        }
    }

    static func name(_ event: Figure.Event) -> String {
        switch event {
        case .frozen: "figure.frozen"
        case .imported: "figure.imported"
        }
    }

    static func name(_ event: Bulletin.Event) -> String {
        switch event.what {
        case .begun: "bulletin.begun"
        case .revised: "bulletin.revised"
        case .submitted: "bulletin.submitted"
        case .sentBack: "bulletin.sent_back"
        case .reviewed: "bulletin.reviewed"
        case .released: "bulletin.released"
        case .withdrawn: "bulletin.withdrawn"
        case .correctionBegun: "bulletin.correction_begun"
        case .correctionDropped: "bulletin.correction_dropped"
        case .seen: "bulletin.seen"
        }
    }
}
