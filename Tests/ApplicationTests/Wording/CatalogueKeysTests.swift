import Application
import Claims
import Domain
import Foundation
import Geography
import Store
import Testing

/// Every key that the program asks for has its words, and no words are kept that nothing asks for.
///
/// The sources are read as text: keys that stand in them whole, keys of templates, and the families that are put together
/// from the raw values of an enumeration.
struct CatalogueKeysTests {
    private static let sources = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../Sources").standardizedFileURL

    /// The program's files with that ending, by their path below `Sources`.
    private static func files(_ ending: String) throws -> [(path: String, text: String)] {
        let names = try #require(FileManager.default.enumerator(atPath: sources.path)).compactMap { $0 as? String }
        return try names.filter { $0.hasSuffix(ending) }.sorted().map { name in
            (name, try String(contentsOf: sources.appending(path: name), encoding: .utf8))
        }
    }

    private static func matches(_ pattern: String, in text: String) throws -> [String] {
        text.matches(of: try Regex(pattern, as: (Substring, Substring).self)).map { String($0.output.1) }
    }

    /// Keys that stand in the sources as they are, or behind the call that completes them.
    private static func written() throws -> Set<String> {
        var keys: Set<String> = []
        for (path, text) in try files(".swift") {
            // The journal's type names and the refusals' codes look like keys and are none; the verifier has words of its own.
            if path.hasPrefix("Store/") || path.hasPrefix("Verifier/") || path.hasSuffix("Refusal.swift") { continue }
            keys.formUnion(
                try matches(
                    "\"((?:bulletin|catalogue|claim|cli|due|erasure|fault|geojson|hotline|import|mail|open311|routing|rules|territory|web)"
                        + "\\.[a-z0-9_.]*[a-z0-9])\"",
                    in: text
                )
            )
            if path.hasPrefix("qipan/") {
                // CommandLineWordingTests looks for those that are missing.
                let known = try Catalogues().keys(in: .chinese)
                keys.formUnion(try matches("\"([a-z0-9_.]+)\"", in: text).filter(known.contains))
            }
            if path.hasPrefix("Web/") {
                keys.formUnion(try matches("pages\\.text\\(\\s*\"([a-z0-9_]+)\"", in: text).map { "web.\($0)" })
                keys.formUnion(try matches("empty: \"([a-z0-9_]+)\"", in: text).map { "web.\($0)" })
                keys.formUnion(
                    try matches("\\.(?:area|line|number|day|checks|select|file)\\(\\s*\"([a-z_]+)\"", in: text).map {
                        "web.field_\($0)"
                    }
                )
                // Lists of links: an address, and the key of its words.
                keys.formUnion(try matches("\\(\"/[a-z/?=]*\", \"([a-z0-9_]+)\"", in: text).map { "web.\($0)" })
                keys.formUnion(try matches("row\\(\\s*\"([a-z_]+)\"", in: text).map { "web.print_\($0)" })
                for message in try matches("pages\\.message\\(\\s*\"([a-z0-9_]+)\"", in: text) {
                    keys.formUnion(["web.\(message)_title", "web.\(message)_text"])
                }
            }
            if path.hasPrefix("Open311/") {
                keys.formUnion(try matches("Problem\\(\\s*\\d+, \"([a-z0-9_]+)\"", in: text).map { "open311.\($0)" })
            }
        }
        for (_, text) in try files(".mustache") {
            keys.formUnion(try matches("\\{\\{[#^/]?t\\.([a-z0-9_]+)", in: text).map { "web.\($0)" })
        }
        return keys
    }

    /// The steps of a case as its pages and Open311's notes name them.
    private static let steps =
        [
            "acknowledged", "added", "became_overdue", "check_asked", "check_failed", "check_passed", "closed",
            "concluded_elsewhere", "contact_read", "dispatched", "established", "fed_back", "handled_on_spot",
            "handling_begun", "placed", "rated", "refuted", "registered", "reopened", "reported", "sent_back",
            "verification_asked", "verified", "void_asked", "void_declined", "voided", "withdrawn",
            "not_accepted", "extended", "suspended", "resumed", "terminated", "objected", "objection_upheld",
            "objection_rejected", "merged", "unmerged", "contested", "explained", "supervised", "supervision_answered",
            "raised", "lowered",
            "grid_changed",
            "photo_covered", "photo_uncovered", "original_seen", "assistance_ordered", "assistance_acknowledged",
            "assistance_done",
            "assistance_released", "called", "call_accepted", "call_accepted_silently", "call_refused", "arrived",
            "acted", "call_rated", "called_again", "call_released", "follow_on_created", "follow_on_closed",
            "follow_on_reopened", "attached", "detached", "follow_on_attached", "follow_on_detached", "recused",
            "recusal_lifted", "companion_reminded", "companion_overdue",
        ] + CaseRequest.Kind.allCases.flatMap { ["\($0.rawValue)_asked", "\($0.rawValue)_declined"] }

    /// Why somebody asks, objects, contests or supervises.
    private static let grounds: [String] =
        NonAcceptanceGround.allCases.map(\.rawValue) + SuspensionGround.allCases.map(\.rawValue)
        + TerminationGround.allCases.map(\.rawValue) + ObjectionGround.allCases.map(\.rawValue)
        + WhistleGround.allCases.map(\.rawValue) + CallRefusal.allCases.map(\.rawValue)
        + Contest.allCases.map(\.rawValue) + Supervision.Ground.allCases.map(\.rawValue)

    /// Why GEOS calls a ring invalid: TopologyValidationError.cpp.
    private static let rings = [
        "duplicate_rings", "hole_lies_outside_shell", "holes_are_nested", "interior_is_disconnected",
        "invalid_coordinate", "nested_shells", "repeated_point", "ring_is_not_closed", "ring_self-intersection",
        "self-intersection", "too_few_points_in_geometry_component",
    ]

    /// Keys that are put together: the beginning, and what may follow it.
    private static func families() throws -> [String: [String]] {
        let refusals = try String(contentsOf: sources.appending(path: "Domain/Values/Refusal.swift"), encoding: .utf8)
        let codes = try #require(refusals.components(separatedBy: "package var code").last)
        let work = try String(contentsOf: sources.appending(path: "Domain/Work/WorkRefusal.swift"), encoding: .utf8)
        let everything = try files(".swift").map(\.text).joined()
        let malformed =
            try matches("Malformed\\(\\s*\"([^\"]+)\"", in: everything)
            + matches("codeText\\(text, what: \"([^\"]+)\"", in: everything)
        return [
            "action.": CaseAction.allCases.map(\.rawValue), "amount.": LimitUnit.allCases.map(\.rawValue),
            "claim.finding_": Finding.Kind.allCases.map(\.rawValue),
            "claim.verdict_": Verdict.Name.allCases.map(\.rawValue),
            "claim.word_": Verdict.Name.allCases.map(\.rawValue),
            "claim.weekday_": ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"],
            "erasure.basis_": Erasure.Basis.allCases.map(\.rawValue),
            "erasure.kind_": Erasure.Record.Kind.allCases.map(\.rawValue) + ["case"],
            "bulletin.series_": BulletinSeries.allCases.map(\.rawValue),
            "bulletin.layout_": BulletinSeries.allCases.map(\.rawValue),
            "bulletin.stage_": Bulletin.Stage.Name.allCases.map(\.rawValue),
            "bulletin.ground_": NumberGround.allCases.map(\.rawValue),
            "bulletin.fault_": Manuscript.FaultKind.allCases.map(\.rawValue),
            "bulletin.token_": Token.Fault.allCases.map(\.rawValue),
            "channel.": Report.Channel.allCases.map(\.rawValue), "contact.": FirstContact.allCases.map(\.rawValue),
            "export.": ExportColumn.allCases.map(\.rawValue),
            "hotline.fault_": SheetFault.allCases.map(\.rawValue),
            "hotline.kind_": Reconciliation.Kind.allCases.map(\.rawValue),
            "hotline.line_": LineFault.allCases.map(\.rawValue),
            "expected.": malformed, "field.": Refusal.Field.allCases.map(\.rawValue),
            "grade.": Supervision.Grade.allCases.map(\.rawValue), "ground.": grounds,
            "level.": Level.allCases.map { String($0.rawValue) },
            "import.": ImportFault.allCases.map(\.rawValue), "light.": DueLight.allCases.map(\.rawValue),
            "web.trend_by_": TrendStep.allCases.map(\.rawValue),
            "web.total_": ImportedTotal.fields.map(\.name) + [
                "price_basis_unknown", "price_basis_current", "price_basis_comparable", "cumulative_0", "cumulative_1",
                "status_a", "status_p", "status_e",
            ],
            "web.office_change_": ["appoint", "relieve", "stand_in", "end_stand_in"],
            "web.office_kind_": TerritoryPreview.Kind.allCases.map(\.rawValue) + ["count"],
            "web.office_scheme_": GridScheme.allCases.map { "\($0)" },
            "web.office_system_": CoordinateSystem.allCases.map(\.rawValue),
            "web.browser_": UserAgent.browserNames, "web.system_": UserAgent.systemNames,
            "web.month_": (1...12).map(String.init),
            "mail.short_": ReporterStep.allCases.map(\.rawValue), "mail.step_": ReporterStep.allCases.map(\.rawValue),
            "malformed.": malformed,
            "operator.": ["conflict", "corrupt", "unavailable"] + Catalogues.operatorCodes.values, "ring.": rings,
            "open311.form.": FormError.allCases.map { "\($0)" }, "open311.step.": steps,
            "outcome.": Closure.Outcome.allCases.map(\.rawValue) + Feedback.Result.allCases.map(\.rawValue),
            "post.": Post.Kind.allCases.map(\.rawValue), "refusal.": try matches(": \"([a-z_.]+)\"", in: codes + work),
            "role.": Role.allCases.map(\.rawValue), "stage.": Stage.Name.allCases.map(\.rawValue),
            "subject.": Refusal.Subject.allCases.map(\.rawValue), "void.": VoidGround.allCases.map(\.rawValue),
            "web.tell_": Timing.allCases.map(\.rawValue), "web.similar_ago_": ["0", "1", "2"],
            "web.similar_apart_": ["0", "1", "2"], "web.seen_": ["everybody", "reporter", "requester", "staff"],
            "web.step_": steps + ["document_seen"], "web.next_": Stage.Name.allCases.map(\.rawValue),
            "web.form_": [
                "registration", "verification", "verification_reply", "establishment", "dispatch", "handling_reply",
                "check", "result",
            ],
            "firm_import.": FirmLineFault.allCases.map(\.rawValue),
            "web.firm_kind_": Enterprise.Kind.allCases.map(\.rawValue),
            "web.firm_status_": Enterprise.Status.Kind.allCases.map(\.rawValue),
            "web.visit_need_": Visit.Need.allCases.map(\.rawValue),
            "web.visit_outcome_": Visit.Outcome.allCases.map(\.rawValue),
            "web.visit_part_": Visit.DayPart.allCases.map(\.rawValue),
            "web.visit_purpose_": Visit.Purpose.allCases.map(\.rawValue),
            "web.visit_state_": VisitSummary.State.allCases.map(\.rawValue),
            "problem.closing": [""],
            "web.problem_stage_": EnterpriseProblem.Stage.Name.allCases.map(\.rawValue),
            "web.problem_owed_": EnterpriseProblem.Owed.allCases.map(\.rawValue),
            "web.problem_source_": EnterpriseProblem.Source.allCases.map(\.rawValue),
            "web.problem_grade_": EnterpriseProblem.Grade.allCases.map(\.rawValue),
            "web.problem_voice_": EnterpriseProblem.Voice.allCases.map(\.rawValue),
            "web.problem_step_": [
                "answered", "answered_basis", "assigned", "became_overdue", "clarified", "closed", "collected",
                "graded",
                "not_reached", "opined", "passed_up", "progressed", "reopened", "resumed", "said_not_solved",
                "said_solved", "suspended", "voided", "withdrawn",
            ],
            "web.problems_status_": ProblemFilter.Status.allCases.map(\.rawValue), "web.problem_": ["yes", "no"],
            "rating.": CallRating.allCases.map(\.rawValue), "stars.": (1...5).map(String.init),
            "shared.": Assistance.State.Name.allCases.map(\.rawValue) + Call.State.Name.allCases.map(\.rawValue)
                + ["kind_assistance", "kind_call", "whole_ended"], "hours.": HourClass.allCases.map(\.rawValue),
            "due.counting_": Counting.allCases.map(\.rawValue), "due.weekday_": (1...7).map(String.init),
            "due.kind_": WorkingCalendar.DayKind.allCases.map(\.rawValue),
            "rules.kind_": Edition.Kind.allCases.map(\.rawValue), "rules.about_": Edition.Kind.allCases.map(\.rawValue),
            "rules.first_": Edition.Kind.allCases.map(\.rawValue),
            "rules.touched_": Edition.Kind.allCases.map(\.rawValue),
            "activity.kind_": Activity.Kind.allCases.map(\.rawValue),
            "activity.star_": Activity.Star.allCases.map(\.rawValue),
            "activity.method_": Attendance.Method.allCases.map(\.rawValue),
            "activity.state_": ["planned", "held", "called_off"],
            "handout.kind_": Handout.Kind.allCases.map(\.rawValue),
            "meeting.kind_": MeetingBody.Kind.allCases.map(\.rawValue),
            "meeting.session_": MeetingBody.Session.allCases.map(\.rawValue),
            "sweep.kind_": Sweep.Kind.allCases.map(\.rawValue), "sweep.closing": [""],
            "sweep.state_": Sweep.State.Name.allCases.map(\.rawValue),
            "sweep.result_": SweepElement.Result.allCases.map(\.rawValue) + ["none"],
            "need.kind_": Need.Kind.allCases.map(\.rawValue), "need.state_": Need.State.Name.allCases.map(\.rawValue),
            "need.side_": Need.Side.allCases.map(\.rawValue),
            "pledge.state_": Pledge.State.Name.allCases.map(\.rawValue) + ["kept_late", "overdue"],
            "dispute.kind_": Dispute.Kind.allCases.map(\.rawValue),
            "dispute.result_": Dispute.Result.allCases.map(\.rawValue),
            "preset.": ActivityPreset.allCases.map(\.rawValue),
            "checklist.": ChecklistTemplate.allCases.flatMap { template in
                [template.rawValue] + (1...ChecklistTemplate.itemCount).map { "\(template.rawValue)_\($0)" }
            },
            "web.figure_cohort_": Indicator.Cohort.allCases.map(\.rawValue),
            "web.figure_prices_": ImportedTotal.PriceBasis.allCases.map(\.rawValue),
            "web.figure_status_": FigureValue.Status.allCases.map { $0.rawValue.lowercased() },
            "web.work_": ["activities", "meetings", "sweeps", "needs", "pledges", "disputes", "forms"],
            "web.project_level_": Project.Level.allCases.map(\.rawValue),
            "web.project_standing_": Project.Standing.allCases.map(\.rawValue),
            "web.project_stage_": Project.Stage.allCases.map(\.rawValue),
            "web.project_light_": Project.Light.allCases.map(\.rawValue),
            "web.project_seat_": Project.Seat.allCases.map(\.rawValue),
            "web.project_precision_": Project.Precision.allCases.map(\.rawValue),
            "web.projects_status_": ProjectFilter.Status.allCases.map(\.rawValue),
            "web.project_step_": [
                "blocked", "coordinated", "listed", "lit", "moved", "noted", "planned", "reached", "reached_late",
                "registered", "reopened", "replanned", "seated", "solved", "unseated",
            ],
            "web.procedure_kind_": Procedure.Kind.allCases.map(\.rawValue),
            "web.procedure_about_": Procedure.Kind.allCases.map(\.rawValue),
            "web.procedure_parts_": Procedure.Kind.allCases.map(\.rawValue),
            "web.procedure_state_": Procedure.State.Name.allCases.map(\.rawValue),
            "web.policies_": PolicyFilter.Status.allCases.map(\.rawValue),
            "web.policy_ask_": ["kind", "registered", "industry", "status", "age", "persons", "days"],
            "web.policy_row_": ["age", "persons", "figure"],
            "web.policy_request_": PolicyRequest.Kind.allCases.map(\.rawValue),
            "web.policy_requests_": PolicyRequestFilter.Status.allCases.map(\.rawValue),
            "web.policy_stands_": PolicyRequest.State.Name.allCases.map(\.rawValue),
            "web.policy_channel_": PolicyRequest.Channel.allCases.map(\.rawValue),
            "web.policy_act_": PolicyRequest.Result.allCases.map(\.rawValue) + ["pass_on"],
            "form.rhythm_": FormOrder.Rhythm.allCases.map(\.rawValue),
            "rules.change_": EditionPreview.Row.Kind.allCases.map(\.rawValue), "rules.part_": EditionPreview.parts,
        ]
    }

    private static func used() throws -> Set<String> {
        try families().reduce(into: try written()) { keys, family in
            keys.formUnion(family.value.map { family.key + $0 })
        }
    }

    @Test(arguments: Language.allCases)
    func `every key that the program asks for has words`(language: Language) throws {
        let missing = try Self.used().subtracting(Catalogues().keys(in: language))

        #expect(missing.sorted() == [])
    }

    @Test(arguments: Language.allCases)
    func `no words are kept that nothing asks for`(language: Language) throws {
        let unused = try Catalogues().keys(in: language).subtracting(Self.used())

        #expect(unused.sorted() == [])
    }

    @Test func `the search finds what it ought to find`() throws {
        let written = try Self.written()
        let families = try Self.families()

        // One of each way in which a key can be written.
        let samples = [
            "web.nav_board", "web.board_title", "web.not_found_text", "web.queue_empty", "web.field_reply",
            "open311.bad_date", "open311.bad_place", "territory.fault_gap", "import.summary_dry", "fault.conflict",
        ]
        #expect(written.isSuperset(of: samples), "\(Set(samples).subtracting(written))")
        #expect(written.count > 180)
        #expect(families.values.allSatisfy { !$0.isEmpty })
        #expect(families["refusal."]?.count ?? 0 >= 38 && families["expected."]?.contains("password") == true)
    }
}
