import Application
import Domain
import Store

/// The life of a case as a line of sentences, newest first: when, who, what, and which words it changed.
struct StepLine {
    let view: CaseView
    let words: Words

    /// What a step shows.
    var models: [[String: Any]] {
        var known = Known()
        let steps = view.events.map { event -> [String: Any] in
            var model = step(event)
            if let change = change(by: event.what, to: &known) {
                model["change"] = change
            }
            return model
        }
        return steps.reversed()
    }

    /// What was said of a case before a step, in the reader's words.
    private struct Known {
        var category: String?
        var place: String?
        var unit: String?
        var due: String?
        var level: String?
    }

    /// The words that a step changes; nil where it only adds some.
    private func change(by event: CaseEvent, to known: inout Known) -> [String: Any]? {
        func swap(_ path: WritableKeyPath<Known, String?>, _ now: String, isNew: Bool = false) -> [String: Any]? {
            defer { known[keyPath: path] = now }
            guard let was = known[keyPath: path] else { return isNew ? pieces(WordDiff(from: "", to: now)) : nil }
            guard was != now || isNew else { return nil }
            return pieces(WordDiff(from: was, to: now))
        }
        switch event {
        case .reported(let report, _, let answer, _):
            known = Known(
                category: words.category(report.category),
                place: name(report.place),
                due: words.time(answer.due),
                level: words.text("level.\(Level.grid.rawValue)")
            )
            return nil
        case .registered(let category): return swap(\.category, words.category(category), isNew: true)
        case .placed(let place): return swap(\.place, name(place), isNew: true)
        case .gridChanged(let from, let to):
            let names = [from, to].map { words.gridName($0?.rawValue) ?? $0?.rawValue ?? "" }
            return pieces(WordDiff(from: names[0], to: names[1]))
        case .established(_, let solve):
            known.due = words.time(solve.due)
            return nil
        case .dispatched(let order), .sentBack(let order, _): return swap(\.unit, words.unit(order.unit))
        case .extended(_, let due), .resumed(let due): return swap(\.due, words.time(due))
        case .reopened(_, _, let clock): return swap(\.due, words.time(clock.due))
        case .raised(let level, _, _), .lowered(let level, _, _):
            return swap(\.level, words.text("level.\(level.rawValue)"))
        case .handledOnSpot, .verificationAsked, .verified, .acknowledged, .handlingBegun, .fedBack, .checkAsked,
            .checked, .closed, .added, .withdrawn, .rated, .voidAsked, .voidApproved, .voidDeclined, .contactRead,
            .becameOverdue, .concludedElsewhere, .asked, .declined, .notAccepted, .suspended, .terminated, .objected,
            .objectionUpheld, .objectionRejected, .merged, .unmerged, .contested, .explained, .supervised,
            .supervisionAnswered, .photoCovered, .originalSeen, .recused, .shared:
            return nil
        }
    }

    /// Old words struck out, new ones beside them, and an arrow where one whole gives way to another.
    private func pieces(_ diff: WordDiff) -> [String: Any] {
        let isWhole = diff.pieces.count == 2
        let models = diff.pieces.map { piece -> [String: Any] in
            switch piece {
            case .same(let text): ["same": text]
            case .gone(let text): text.isEmpty ? [:] : ["gone": text, "arrow": isWhole]
            case .new(let text): ["new": text]
            }
        }
        return ["pieces": models]
    }

    private func name(_ place: Report.Place) -> String { words.place(place.address, place.grid?.rawValue) }

    private func step(_ event: Case.Event) -> [String: Any] {
        var model: [String: Any] = [
            "at": words.time(event.at), "moment": event.at.description, "who": who(event), "what": what(event),
        ]
        if let quote = quote(event), !quote.isEmpty { model["quote"] = quote }
        if case .fedBack(let feedback) = event.what, !feedback.exception.isEmpty {
            model["aside"] = words.text("web.step_exception", ["reason": feedback.exception])
        }
        if case .recused(let recusal?, _) = event.what, recusal != Recusal() {
            let people = recusal.accounts.compactMap { words.office.directory.accountNames[$0] }.sorted()
            let names = recusal.units.sorted().map(words.unit) + people
            model["aside"] = words.text("web.step_recused_names", ["names": names.joined(separator: "、")])
        }
        return model
    }

    /// The words that somebody wrote with it.
    func quote(_ event: Case.Event) -> String? { sentence(of: event.what).quote }

    /// What happened, as a sentence.
    func what(_ event: Case.Event) -> String {
        let key = sentence(of: event.what).key
        var values = ["due": "", "unit": "", "n": ""]
        switch event.what {
        case .reported(_, _, let answer, _): values["due"] = words.time(answer.due)
        case .established(_, let solve): values["due"] = words.time(solve.due)
        case .reopened(_, let round, let clock):
            values["due"] = words.time(clock.due)
            values["n"] = "\(round)"
        case .verificationAsked(_, let due), .checkAsked(let due), .becameOverdue(let due):
            values["due"] = words.time(due)
        case .dispatched(let order), .sentBack(let order, _):
            values["due"] = words.time(order.due)
            values["unit"] = name(order.unit)
        case .rated(let stars, _): values["stars"] = words.text("stars.\(stars)")
        case .closed(let closure), .concludedElsewhere(let closure):
            values["outcome"] = words.text("outcome.\(closure.outcome.rawValue)")
            values["n"] = "\(closure.waitingDays)"
        case .fedBack(let feedback): values["outcome"] = words.text("outcome.\(feedback.result.rawValue)")
        case .asked(let request, _):
            values["ground"] = words.ground(of: request) ?? ""
            if case .moreTime(let amount) = request { values["n"] = "\(amount)" }
            if case .suspension(_, _, let review) = request { values["due"] = words.time(review) }
        case .notAccepted(let ground, _): values["ground"] = words.text("ground.\(ground.rawValue)")
        case .extended(let amount, let due):
            values["n"] = "\(amount)"
            values["due"] = words.time(due)
        case .suspended(let ground, _, let review):
            values["ground"] = words.text("ground.\(ground.rawValue)")
            values["due"] = words.time(review)
        case .resumed(let due): values["due"] = words.time(due)
        case .terminated(let ground, _): values["ground"] = words.text("ground.\(ground.rawValue)")
        case .objected(let ground, _, let due):
            values["ground"] = words.text("ground.\(ground.rawValue)")
            values["due"] = words.time(due)
        case .merged(let number): values["number"] = number.rawValue
        case .contested(let contest, _, let due):
            values["ground"] = words.text("ground.\(contest.rawValue)")
            values["due"] = words.time(due)
        case .supervised(let supervision):
            values["ground"] = words.text("ground.\(supervision.ground.rawValue)")
            values["grade"] = words.text("grade.\(supervision.grade.rawValue)")
            values["due"] = words.time(supervision.due)
        case .raised(let level, _, _), .lowered(let level, _, _):
            values["level"] = words.text("level.\(level.rawValue)")
        case .shared(let event): values.merge(self.values(of: event)) { $1 }
        case .handledOnSpot, .verified, .placed, .registered, .acknowledged, .handlingBegun, .checked, .added,
            .withdrawn, .voidAsked, .voidApproved, .voidDeclined, .contactRead, .declined, .objectionUpheld,
            .objectionRejected, .unmerged, .explained, .supervisionAnswered, .gridChanged, .originalSeen,
            .recused:
            break
        case .photoCovered(_, let rectangles, _): values["n"] = "\(rectangles.count)"
        }
        return words.text("web.step_\(key)", values)
    }

    private func name(_ unit: UnitCode) -> String { words.unit(unit) }

    private func values(of event: SharedEvent) -> [String: String] {
        var values = ["unit": event.unit.map(name) ?? ""]
        switch event {
        case .assistanceOrdered(let order): values["due"] = words.time(order.due)
        case .assistanceDone(_, let feedback, _): values["outcome"] = words.text("outcome.\(feedback.result.rawValue)")
        case .called(_, let ground, _, let due, _):
            values["ground"] = words.text("ground.\(ground.rawValue)")
            values["due"] = words.time(due)
        case .callRefused(_, let ground, _, let decider, let due):
            values["ground"] = words.text("ground.\(ground.rawValue)")
            values["who"] = decider.flatMap { view.names[$0] } ?? words.text("role.leader")
            values["due"] = words.time(due)
        case .callAccepted(_, let due, _), .arrived(_, _, let due, _), .acted(_, _, let due, _),
            .calledAgain(_, _, let due):
            values["due"] = words.time(due)
        case .callRated(_, let rating, _, _): values["rating"] = words.text("rating.\(rating.rawValue)")
        case .split(let part), .partAttached(let part):
            values["number"] = part.number.rawValue
            values["category"] = words.category(part.category)
        case .partEnded(let number, let stage):
            values["number"] = number.rawValue
            values["stage"] = words.stage(stage)
        case .partReopened(let number), .attached(let number, _), .detached(let number, _), .partDetached(let number):
            values["number"] = number.rawValue
        case .reminded(_, let owed, let due), .lapsed(_, let owed, let due):
            values["kind"] = words.text("shared.kind_\(owed.rawValue)")
            values["due"] = words.time(due)
        case .assistanceAcknowledged, .assistanceReleased, .callReleased: break
        }
        return values
    }

    /// The post that did it, and for colleagues the name; whoever has no account is the reporter or the clock.
    func who(_ event: Case.Event) -> String {
        switch event.by {
        case .reporter: return words.text("web.by_reporter")
        case .system, .staff: break
        }
        if case .contactRead(_, let reader?) = event.what {
            let reading = reader.unit.map(name) ?? words.text("role.\(reader.role.rawValue)")
            guard case .staff(let account) = event.by, let person = view.names[account] else { return reading }
            return person.contains(reading) ? person : "\(reading) \(person)"
        }
        guard let role = role(of: event.what) else {
            guard case .staff(let account) = event.by else { return words.text("web.by_office") }
            return view.names[account] ?? words.text("web.by_office")
        }
        var who = words.text("role.\(role.rawValue)")
        // A unit is named by its own name: whose it was is on the order before.
        var unit = view.file.unit
        if case .shared(let shared) = event.what { unit = shared.unit }
        if role == .handlingUnit, let unit { who = name(unit) }
        guard case .staff(let account) = event.by, let person = view.names[account] else { return who }
        return person.contains(who) ? person : "\(who) \(person)"
    }

    /// Whose act an event is (domain B.5); nil for the office's own clockwork and for the reporter's.
    private func role(of event: CaseEvent) -> Role? {
        switch event {
        case .handledOnSpot, .verified, .checked: .gridWorker
        case .verificationAsked, .placed, .registered, .checkAsked, .merged, .unmerged, .explained: .intake
        case .established, .closed, .voidApproved, .voidDeclined, .recused: .dutyChief
        case .dispatched, .sentBack, .objectionUpheld, .objectionRejected: .dispatcher
        case .acknowledged, .handlingBegun, .fedBack, .objected: .handlingUnit
        case .asked(let request, _): request.kind == .nonAcceptance ? .intake : .handlingUnit
        case .supervised: .supervisor
        case .reported, .added, .withdrawn, .rated, .reopened, .voidAsked, .contactRead, .becameOverdue,
            .concludedElsewhere, .declined, .notAccepted, .extended, .suspended, .resumed, .terminated, .contested,
            .supervisionAnswered, .raised, .lowered, .gridChanged, .photoCovered, .originalSeen, .shared(.partEnded),
            .shared(.partReopened), .shared(.split), .shared(.attached), .shared(.detached), .shared(.partAttached),
            .shared(.partDetached), .shared(.reminded), .shared(.lapsed):
            nil
        case .shared(.assistanceOrdered), .shared(.assistanceReleased), .shared(.called), .shared(.callRated):
            .dispatcher
        case .shared(.calledAgain), .shared(.callReleased): nil
        case .shared(.assistanceAcknowledged), .shared(.assistanceDone), .shared(.callAccepted), .shared(.callRefused),
            .shared(.arrived), .shared(.acted):
            .handlingUnit
        }
    }

    /// The catalogue's sentence for a step, and the words that somebody wrote with it.
    private func sentence(of event: CaseEvent) -> (key: String, quote: String?) {
        switch event {
        case .reported: ("reported", nil)
        case .handledOnSpot(let note): ("handled_on_spot", note)
        case .verificationAsked(let note, _): ("verification_asked", note)
        case .verified(let isReal, let note): (isReal ? "verified" : "refuted", note)
        case .placed: ("placed", nil)
        case .registered: ("registered", nil)
        case .established(let note, _): ("established", note)
        case .dispatched(let order): ("dispatched", order.opinion)
        case .acknowledged: ("acknowledged", nil)
        case .handlingBegun: ("handling_begun", nil)
        case .fedBack(let feedback): ("fed_back", feedback.text)
        case .checkAsked: ("check_asked", nil)
        case .checked(let isSolved, let note, _, _): (isSolved ? "check_passed" : "check_failed", note)
        case .sentBack(let order, _): ("sent_back", order.opinion)
        case .closed(let closure): ("closed", closure.reply)
        case .added(let text): ("added", text)
        case .withdrawn(let reason): ("withdrawn", reason)
        case .rated(_, let comment): ("rated", comment)
        case .reopened(let ground, _, _): ("reopened", ground)
        case .voidAsked(_, let note): ("void_asked", note)
        case .voidApproved: ("voided", nil)
        case .voidDeclined(let reason): ("void_declined", reason)
        case .contactRead(let reason, _): ("contact_read", reason)
        case .becameOverdue: ("became_overdue", nil)
        case .concludedElsewhere: ("concluded_elsewhere", nil)
        case .asked(let request, let note): ("\(request.kind.rawValue)_asked", note)
        case .declined(let kind, let reason): ("\(kind.rawValue)_declined", reason)
        case .notAccepted(_, let channel): ("not_accepted", channel)
        case .extended: ("extended", nil)
        case .suspended(_, let condition, _): ("suspended", condition)
        case .resumed: ("resumed", nil)
        case .terminated(_, let closure): ("terminated", closure.reply)
        case .objected(_, let note, _): ("objected", note)
        case .objectionUpheld(let note): ("objection_upheld", note)
        case .objectionRejected(let note): ("objection_rejected", note)
        case .merged: ("merged", nil)
        case .unmerged(let reason): ("unmerged", reason)
        case .contested(_, let ground, _): ("contested", ground)
        case .explained(let text): ("explained", text)
        case .supervised(let supervision): ("supervised", supervision.opinion)
        case .supervisionAnswered(let text): ("supervision_answered", text)
        case .raised(_, let reason, _): ("raised", reason)
        case .lowered(_, let reason, _): ("lowered", reason)
        case .gridChanged: ("grid_changed", nil)
        case .photoCovered(_, let rectangles, _): (rectangles.isEmpty ? "photo_uncovered" : "photo_covered", nil)
        case .originalSeen(let digest, let reason):
            (view.file.report.hasDocument(digest) ? "document_seen" : "original_seen", reason)
        case .recused(let recusal, let reason): (recusal == nil ? "recusal_lifted" : "recused", reason)
        case .shared(let event): (event.name, event.words)
        }
    }
}
