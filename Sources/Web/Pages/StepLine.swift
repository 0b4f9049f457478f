import Application
import Domain
import Store

/// The life of a case as a line of sentences, newest first: when, who, what, and which words it changed.
struct StepLine {
    let view: CaseView
    let words: Words

    /// What a step shows.
    var models: [[String: Any]] {
        var category: CategoryCode?
        var place: Report.Place?
        let steps = view.events.map { event -> [String: Any] in
            var model = step(event)
            switch event.what {
            case .reported(let report, _, _, _): (category, place) = (report.category, report.place)
            case .registered(let registered):
                model["change"] = change(category.map(words.category), words.category(registered))
                category = registered
            case .placed(let placed):
                model["change"] = change(place.map(name), name(placed))
                place = placed
            case .gridChanged(let from, let to):
                let names = [from, to].map { words.gridName($0?.rawValue) ?? $0?.rawValue }
                model["change"] = change(names[0], names[1] ?? "")
                place?.grid = to
            default: break
            }
            return model
        }
        return steps.reversed()
    }

    /// Old words struck out before the new ones; the new ones alone where nothing else was said before.
    private func change(_ was: String?, _ now: String) -> [String: Any] {
        var model: [String: Any] = ["now": now]
        if let was, was != now { model["was"] = was }
        return model
    }

    private func name(_ place: Report.Place) -> String { words.place(place.address, place.grid?.rawValue) }

    private func step(_ event: Case.Event) -> [String: Any] {
        let (key, quote) = sentence(of: event.what)
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
        case .rated(let stars, _): values["n"] = "\(stars)"
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
        case .handledOnSpot, .verified, .placed, .registered, .acknowledged, .handlingBegun, .checked, .added,
            .withdrawn, .voidAsked, .voidApproved, .voidDeclined, .contactRead, .declined, .objectionUpheld,
            .objectionRejected, .unmerged, .explained, .supervisionAnswered, .gridChanged, .originalSeen:
            break
        case .photoCovered(_, let rectangles, _): values["n"] = "\(rectangles.count)"
        }
        var model: [String: Any] = [
            "at": words.time(event.at), "moment": event.at.description, "who": who(event),
            "what": words.text("web.step_\(key)", values),
        ]
        if let quote, !quote.isEmpty { model["quote"] = quote }
        return model
    }

    private func name(_ unit: UnitCode) -> String {
        words.office.directory.handlingUnits[unit]?.name.text(in: words.language) ?? unit.rawValue
    }

    /// The post that did it, and for colleagues the name; whoever has no account is the reporter or the clock.
    private func who(_ event: Case.Event) -> String {
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
        if role == .handlingUnit, let unit = view.file.unit { who = name(unit) }
        guard case .staff(let account) = event.by, let person = view.names[account] else { return who }
        return person.contains(who) ? person : "\(who) \(person)"
    }

    /// Whose act an event is (domain B.5); nil for the office's own clockwork and for the reporter's.
    private func role(of event: CaseEvent) -> Role? {
        switch event {
        case .handledOnSpot, .verified, .checked: .gridWorker
        case .verificationAsked, .placed, .registered, .checkAsked, .merged, .unmerged, .explained: .intake
        case .established, .closed, .voidApproved, .voidDeclined: .dutyChief
        case .dispatched, .sentBack, .objectionUpheld, .objectionRejected: .dispatcher
        case .acknowledged, .handlingBegun, .fedBack, .objected: .handlingUnit
        case .asked(let request, _): request.kind == .nonAcceptance ? .intake : .handlingUnit
        case .supervised: .supervisor
        case .reported, .added, .withdrawn, .rated, .reopened, .voidAsked, .contactRead, .becameOverdue,
            .concludedElsewhere, .declined, .notAccepted, .extended, .suspended, .resumed, .terminated, .contested,
            .supervisionAnswered, .raised, .lowered, .gridChanged, .photoCovered, .originalSeen:
            nil
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
        case .originalSeen(_, let reason): ("original_seen", reason)
        }
    }
}
