import Application
import Domain
import Foundation
import Geography
import Store

/// The form of an action, and the command that comes back from it.
struct ActionForm {
    let office: Office
    let words: Words

    private enum Field {
        case area(String, isOptional: Bool)
        case line(String, isOptional: Bool)
        /// A whole number of at least 1.
        case number(String)
        case day(String, isOptional: Bool)
        /// Any number of these.
        case checks(String, [(value: String, text: String)], chosen: [String] = [])
        /// One of these; where none is chosen beforehand the reader has to choose.
        case select(String, [(value: String, text: String)], chosen: String?)

        var name: String {
            switch self {
            case .area(let name, _), .line(let name, _), .number(let name), .day(let name, _), .checks(let name, _, _),
                .select(let name, _, _):
                name
            }
        }
    }

    /// What an action asks for; actions that are no form (report, the clockwork's) ask nothing and are not offered.
    private func fields(of action: CaseAction, for view: CaseView) -> [Field]? {
        let summary = view.summary
        let directory = office.directory
        switch action {
        case .handleOnSpot: return [.area("note", isOptional: false)]
        case .askVerification, .establish: return [.area("note", isOptional: true)]
        case .verify:
            return [
                .select("real", yesNo("web.real_yes", "web.real_no"), chosen: nil), .area("note", isOptional: true),
            ]
        case .check, .confirm:
            return [
                .select("solved", yesNo("web.solved_yes", "web.solved_no"), chosen: nil),
                .area("note", isOptional: true),
            ]
        case .place:
            let grids = directory.outlines.map { ($0.grid.code.rawValue, words.gridName($0.grid.code.rawValue) ?? "") }
            return [.line("address", isOptional: true), .select("grid", grids, chosen: summary.gridCode)]
        case .register:
            let categories = directory.sortedCategories.map { ($0.code.rawValue, $0.name.text(in: words.language)) }
            return [.select("category", categories, chosen: summary.category.rawValue)]
        case .dispatch:
            let units = units(for: view, without: [])
            let route = summary.gridCode.flatMap { directory.grid(named: $0) }
                .flatMap { directory.route(in: $0, category: summary.category, at: office.now) }
            let answer = route?.assignment.unit
            // Whose objection was upheld is not proposed once more.
            let isReturned = summary.stage == .returned && answer == summary.unit
            let fields: [Field] = [
                .select("unit", units, chosen: isReturned ? nil : answer?.rawValue), .checks("assistants", units),
                .area("opinion", isOptional: true),
            ]
            // Whoever departs from a catalogue says why; the list of matters only proposes.
            let binds =
                route?.rule != nil && !(answer.map { view.summary.recusal?.units.contains($0) ?? false } ?? true)
            return binds ? fields + [.area("departure", isOptional: true)] : fields
        case .acknowledge, .askCheck, .approveVoid, .acknowledgeAssistance, .acceptCall: return []
        case .beginHandling:
            return [
                .select(
                    "contact",
                    FirstContact.allCases.map { ($0.rawValue, words.text("contact.\($0.rawValue)")) },
                    chosen: summary.hasContact ? nil : FirstContact.notPossible.rawValue
                )
            ]
        case .feedBack, .answerAssistance:
            let results = Feedback.Result.allCases.map { ($0.rawValue, words.text("outcome.\($0.rawValue)")) }
            let exception: [Field] =
                view.file.waitsForAssistance && action == .feedBack ? [.area("exception", isOptional: true)] : []
            let basis: [Field] =
                view.file.report.problem != nil && action == .feedBack ? [.area("basis", isOptional: true)] : []
            return [.select("result", results, chosen: nil), .area("text", isOptional: false)] + basis + exception
        case .sendBack: return [.area("opinion", isOptional: false)]
        case .close: return [.area("reply", isOptional: false)]
        case .add: return [.area("text", isOptional: false)]
        case .withdraw: return [.area("reason", isOptional: true)]
        case .rate:
            let stars = (1...5).reversed().map { (String($0), words.text("stars.\($0)")) }
            return [.select("stars", stars, chosen: nil), .area("comment", isOptional: true)]
        case .reopen: return [.area("ground", isOptional: false)]
        case .askVoid:
            let grounds = VoidGround.allCases.map { ($0.rawValue, words.text("void.\($0.rawValue)")) }
            return [.select("void_ground", grounds, chosen: nil), .area("note", isOptional: false)]
        case .declineVoid, .readContact, .declineRequest, .unmerge, .raise, .lower:
            return [.area("reason", isOptional: false)]
        case .askNonAcceptance:
            return [
                grounds(NonAcceptanceGround.self), .line("channel", isOptional: false),
                .area("note", isOptional: false),
            ]
        case .askMoreTime: return [.number("amount"), .area("note", isOptional: false)]
        case .askSuspension:
            return [
                grounds(SuspensionGround.self), .line("condition", isOptional: false),
                .day("review", isOptional: false),
                .area("note", isOptional: false),
            ]
        case .askTermination: return [grounds(TerminationGround.self), .area("note", isOptional: false)]
        case .grantRequest: return []
        case .resume, .upholdObjection: return [.area("note", isOptional: true)]
        case .object: return [grounds(ObjectionGround.self), .area("note", isOptional: false)]
        case .rejectObjection, .redo: return [.area("note", isOptional: false)]
        case .merge: return [.line("number", isOptional: false)]
        case .contest: return [grounds(Contest.self), .area("ground", isOptional: false)]
        case .explain, .answerSupervision: return [.area("reply", isOptional: false)]
        case .supervise:
            let grades = Supervision.Grade.allCases.map { ($0.rawValue, words.text("grade.\($0.rawValue)")) }
            return [
                .select("grade", grades, chosen: nil), grounds(Supervision.Ground.self),
                .day("review", isOptional: false),
                .area("opinion", isOptional: false),
            ]
        // A photo has a page of its own.
        case .assist:
            let busy = view.file.assistance.filter(\.isOutstanding).map(\.unit)
            let units = units(for: view, without: Set(busy).union(view.stage.order.map { [$0.unit] } ?? []))
            return [
                .select("unit", units, chosen: nil), .area("opinion", isOptional: true), .day("by", isOptional: true),
            ]
        case .releaseAssistance:
            let outstanding = view.file.assistance.filter(\.isOutstanding).map(\.unit)
            return [.select("unit", outstanding.map(option), chosen: nil), .area("reason", isOptional: false)]
        case .blowWhistle:
            let called = Set(view.file.calls.filter(\.isOpen).map(\.unit))
            return [
                grounds(WhistleGround.self), .checks("units", units(for: view, without: called)),
                .area("task", isOptional: false),
            ]
        case .refuseCall: return [grounds(CallRefusal.self), .area("note", isOptional: false)]
        case .arrive: return [.area("note", isOptional: true)]
        case .reportAction: return [.area("text", isOptional: false)]
        case .rateCall:
            let ratings = CallRating.allCases.map { ($0.rawValue, words.text("rating.\($0.rawValue)")) }
            return [
                .select("unit", view.file.calls(.acted).map(\.unit).map(option), chosen: nil),
                .select("rating", ratings, chosen: nil), .area("note", isOptional: true),
            ]
        case .callAgain:
            let refused = view.file.calls(.refused).map(\.unit)
            return [.select("unit", refused.map(option), chosen: nil), .area("note", isOptional: false)]
        case .releaseCall:
            let open = view.file.calls.filter(\.isOpen).map(\.unit)
            return [.select("unit", open.map(option), chosen: nil), .area("reason", isOptional: false)]
        case .split:
            let categories = directory.sortedCategories.map { ($0.code.rawValue, $0.name.text(in: words.language)) }
            return [.select("category", categories, chosen: nil), .area("text", isOptional: false)]
        case .attach: return [.line("number", isOptional: false), .area("reason", isOptional: false)]
        case .detach: return [.area("reason", isOptional: false)]
        case .recuse:
            let isConfidential = view.summary.recusal != nil
            let confidence = [("yes", words.text("web.confidence_yes")), ("no", words.text("web.confidence_no"))]
            return [
                .select("confidence", isConfidential ? confidence : [confidence[0]], chosen: "yes"),
                .checks("recused", parties(to: view), chosen: recused(of: view)), .area("reason", isOptional: false),
            ]
        case .report, .markOverdue, .concludeElsewhere, .changeGrid, .coverPhoto, .seeOriginal, .beginPart, .notePart,
            .watch:
            return nil
        }
    }

    /// Whom a report may be about: the units, whoever holds the posts of its grid today, and those who are named already.
    private func parties(to view: CaseView) -> [(value: String, text: String)] {
        let posts = view.summary.gridCode == nil ? [] : [(value: "posts", text: words.text("web.recused_posts"))]
        let people = (view.summary.recusal?.accounts ?? []).map { account in
            let name = office.directory.accountNames[account] ?? words.text("web.by_office")
            return (value: account.rawValue.uuidString, text: name)
        }
        return office.directory.handlingUnits.keys.sorted().map(option) + posts + people.sorted { $0.value < $1.value }
    }

    private func recused(of view: CaseView) -> [String] {
        let recusal = view.summary.recusal ?? Recusal()
        return recusal.units.map(\.rawValue) + recusal.accounts.map(\.rawValue.uuidString)
    }

    /// The units that may be asked, by code: none that a confidential report is about.
    private func units(for view: CaseView, without left: Set<UnitCode>) -> [(value: String, text: String)] {
        let left = left.union(view.summary.recusal?.units ?? [])
        return office.directory.handlingUnits.keys.filter { !left.contains($0) }.sorted().map(option)
    }

    private func option(_ unit: UnitCode) -> (value: String, text: String) { (unit.rawValue, words.unit(unit)) }

    private func grounds<Ground: RawRepresentable<String> & CaseIterable>(_ ground: Ground.Type) -> Field {
        .select(
            "listed_ground",
            ground.allCases.map { ($0.rawValue, words.text("ground.\($0.rawValue)")) },
            chosen: nil
        )
    }

    private func yesNo(_ yes: String, _ no: String) -> [(value: String, text: String)] {
        [("yes", words.text(yes)), ("no", words.text(no))]
    }

    /// The forms of what is possible now: the first one open with the main button, the others folded.
    ///
    /// `refused`: a form that was not taken; it is open again, as it was typed.
    func models(_ view: CaseView, target: String, csrf: String?, refused: RefusedAction?) -> [[String: Any]] {
        let isPlaced = view.summary.gridCode != nil
        let next = view.actions.sorted { rank($0, isPlaced) < rank($1, isPlaced) }
        let main = next.first.map { rank($0, isPlaced) == 0 } ?? false ? next.first : nil
        var letters: Set<String> = []
        return next.compactMap { action in
            guard let fields = fields(of: action, for: view) else { return nil }
            let mine = refused?.form["action"] == action.rawValue ? refused : nil
            let wrong = mine?.field(among: fields.map(\.name))
            let name = words.text("action.\(action.rawValue)")
            // Sent again, it is sent on what has become of the case meanwhile.
            let isAgain = mine != nil && mine?.refusal == nil
            var model: [String: Any] = [
                "action": action.rawValue, "name": name, "target": target,
                "button": isAgain ? words.text("web.meanwhile_send", ["action": name]) : name,
                "version": "\(view.summary.version)", "folded": action != main, "opened": mine != nil,
                "fields": fields.map { field -> [String: Any] in
                    var model = self.model(field, of: action, typed: mine?.form)
                    if field.name == wrong { model["error"] = mine?.words(office.catalogues, words.language) }
                    return model
                },
            ]
            if let csrf { model["csrf"] = csrf }
            if let letter = action.letter, letters.insert(letter).inserted { model["letter"] = letter }
            return model
        }
    }

    /// The step that moves the case on comes first; asides and ways out come after.
    private func rank(_ action: CaseAction, _ isPlaced: Bool) -> Int {
        switch action {
        // Without a place nothing can move on.
        case .place where !isPlaced: 0
        case .verify, .register, .establish, .dispatch, .acknowledge, .beginHandling, .feedBack, .askCheck, .check,
            .sendBack, .close, .approveVoid, .confirm, .rate, .grantRequest, .resume, .upholdObjection, .redo,
            .answerSupervision, .acknowledgeAssistance, .answerAssistance, .acceptCall, .arrive, .reportAction,
            .rateCall, .callAgain:
            0
        case .handleOnSpot, .askVerification, .place, .add, .declineVoid, .reopen, .declineRequest, .rejectObjection,
            .explain, .contest, .merge, .refuseCall, .assist:
            1
        case .readContact, .raise, .lower, .object, .supervise, .unmerge, .blowWhistle, .split, .releaseAssistance,
            .releaseCall, .attach, .detach, .recuse:
            2
        case .withdraw, .askVoid, .askNonAcceptance, .askMoreTime, .askSuspension, .askTermination: 3
        case .report, .markOverdue, .concludeElsewhere, .changeGrid, .coverPhoto, .seeOriginal, .beginPart, .notePart,
            .watch:
            4
        }
    }

    private func model(_ field: Field, of action: CaseAction, typed: FormBody?) -> [String: Any] {
        func base(_ name: String) -> [String: Any] {
            [
                "id": "\(action.rawValue)-\(name)", "name": name, "label": words.text("web.field_\(name)"),
                "value": typed?[name] ?? "", "seen": words.text("web.seen_\(readers(of: action))"),
            ]
        }
        switch field {
        case .area(let name, let isOptional):
            return base(name).merging(["area": true, "optional": isOptional]) { $1 }
        case .line(let name, let isOptional):
            return base(name).merging(["line": true, "optional": isOptional]) { $1 }
        case .number(let name):
            return base(name).merging(["is_number": true]) { $1 }
        case .day(let name, let isOptional):
            let earliest = "\(office.today.advanced(by: 1))"
            return base(name).merging(["is_day": true, "optional": isOptional, "earliest": earliest]) { $1 }
        case .checks(let name, let options, let preset):
            let chosen = typed?.all(name) ?? preset
            let models = options.enumerated().map { index, option -> [String: Any] in
                [
                    "value": option.value, "text": option.text, "chosen": chosen.contains(option.value),
                    "box": "\(action.rawValue)-\(name)-\(index)",
                ]
            }
            return base(name).merging(["checks": true, "options": models]) { $1 }
        case .select(let name, let options, let preset):
            let chosen = typed.map { $0[name] ?? "" } ?? preset
            let models = options.map {
                ["value": $0.value, "text": $0.text, "chosen": $0.value == chosen] as [String: Any]
            }
            return base(name).merging(["select": true, "options": models, "neutral": preset == nil]) { $1 }
        }
    }

    /// Who will read the words of a form, as ``CaseView`` shows them: everybody, the reporter and the staff, or the staff.
    private func readers(of action: CaseAction) -> String {
        switch action {
        case .handleOnSpot, .verify, .check, .place, .feedBack, .close, .explain, .askNonAcceptance, .askSuspension,
            .askTermination, .split:
            "everybody"
        case .add, .withdraw, .confirm, .rate, .reopen, .contest: "reporter"
        case .askVerification, .register, .establish, .dispatch, .acknowledge, .beginHandling, .askCheck, .sendBack,
            .askVoid, .approveVoid, .declineVoid, .askMoreTime, .grantRequest, .declineRequest, .resume, .object,
            .upholdObjection, .rejectObjection, .merge, .unmerge, .redo, .supervise, .answerSupervision, .raise, .lower,
            .assist, .acknowledgeAssistance, .answerAssistance, .releaseAssistance, .blowWhistle, .acceptCall,
            .refuseCall, .arrive, .reportAction, .rateCall, .callAgain, .releaseCall, .attach, .detach, .recuse:
            "staff"
        // Every look is shown to the reporter with its reason.
        case .readContact: "requester"
        // These are no forms of this page.
        case .report, .markOverdue, .concludeElsewhere, .changeGrid, .coverPhoto, .seeOriginal, .beginPart, .notePart,
            .watch:
            "staff"
        }
    }

    /// The command that a form asks for.
    ///
    /// - Throws: ``Refusal`` for an action or value that the form does not offer.
    func command(from form: FormBody) throws -> CaseCommand {
        guard let action = form["action"].flatMap(CaseAction.init(rawValue:)) else { throw Refusal.formExpired }
        let note = form["note"] ?? ""
        func choice<Choice: RawRepresentable<String>>(_ name: String, _ field: Refusal.Field) throws -> Choice {
            guard let value = form[name].flatMap(Choice.init(rawValue:)) else { throw Refusal.missing(field) }
            return value
        }
        // Silence is no answer: it would count against somebody.
        func yesOrNo(_ name: String, _ field: Refusal.Field) throws -> Bool {
            switch form[name] {
            case "yes": return true
            case "no": return false
            default: throw Refusal.missing(field)
            }
        }
        func unit() throws -> UnitCode { try code(form["unit"], .unit) { try UnitCode(parsing: $0) } }
        switch action {
        case .handleOnSpot: return .handleOnSpot(note: note)
        case .askVerification: return .askVerification(note: note)
        case .verify: return .verify(isReal: try yesOrNo("real", .real), note: note)
        case .place:
            let grid = form["grid"].flatMap { office.directory.grid(named: $0) }
            guard grid != nil else { throw Refusal.missing(.place) }
            return .place(Report.Place(point: nil, address: form["address"], grid: grid))
        case .register:
            return .register(category: try code(form["category"], .category) { try CategoryCode(parsing: $0) })
        case .establish: return .establish(note: note)
        case .dispatch:
            return .dispatch(to: try unit(), opinion: form["opinion"] ?? "", reason: form["departure"] ?? "")
        case .acknowledge: return .acknowledge
        case .beginHandling: return .beginHandling(contact: try choice("contact", .contact))
        case .feedBack: return .feedBack(try feedback(form))
        case .askCheck: return .askCheck
        case .check: return .check(isSolved: try yesOrNo("solved", .solved), note: note)
        case .sendBack: return .sendBack(opinion: form["opinion"] ?? "")
        case .close: return .close(reply: form["reply"] ?? "")
        case .add: return .add(text: form["text"] ?? "")
        case .withdraw: return .withdraw(reason: form["reason"] ?? "")
        case .confirm: return .confirm(isSolved: try yesOrNo("solved", .solved), note: note)
        case .rate: return .rate(stars: form["stars"].flatMap { Int($0) } ?? 0, comment: form["comment"] ?? "")
        case .reopen: return .reopen(ground: form["ground"] ?? "")
        case .askVoid: return .askVoid(ground: try choice("void_ground", .ground), note: note)
        case .approveVoid: return .approveVoid
        case .declineVoid: return .declineVoid(reason: form["reason"] ?? "")
        case .readContact: return .readContact(reason: form["reason"] ?? "")
        case .report, .markOverdue, .concludeElsewhere, .changeGrid, .coverPhoto, .seeOriginal, .beginPart, .notePart,
            .watch:
            throw Refusal.notPermitted(action)
        case .askNonAcceptance:
            let ground: NonAcceptanceGround = try choice("listed_ground", .ground)
            return .ask(.nonAcceptance(ground, channel: form["channel"] ?? ""), note: note)
        case .askMoreTime:
            guard let amount = form["amount"].flatMap({ Int($0) }) else { throw Refusal.missing(.amount) }
            return .ask(.moreTime(amount), note: note)
        case .askSuspension:
            let ground: SuspensionGround = try choice("listed_ground", .ground)
            let condition = form["condition"] ?? ""
            return .ask(.suspension(ground, condition: condition, review: try day(form["review"])), note: note)
        case .askTermination:
            return .ask(.termination(try choice("listed_ground", .ground)), note: note)
        case .grantRequest: return .grantRequest
        case .declineRequest: return .declineRequest(reason: form["reason"] ?? "")
        case .resume: return .resume(note: note)
        case .object: return .object(try choice("listed_ground", .ground), note: note)
        case .upholdObjection: return .upholdObjection(note: note)
        case .rejectObjection: return .rejectObjection(note: note)
        case .merge: return .merge(into: try code(form["number"], .number) { try CaseNumber(parsing: $0) })
        case .unmerge: return .unmerge(reason: form["reason"] ?? "")
        case .contest: return .contest(try choice("listed_ground", .ground), ground: form["ground"] ?? "")
        case .redo: return .redo(note: note)
        case .explain: return .explain(text: form["reply"] ?? "")
        case .supervise:
            let supervision = Supervision(
                grade: try choice("grade", .grade),
                ground: try choice("listed_ground", .ground),
                opinion: form["opinion"] ?? "",
                due: try day(form["review"])
            )
            return .supervise(supervision)
        case .answerSupervision: return .answerSupervision(text: form["reply"] ?? "")
        case .raise: return .raise(reason: form["reason"] ?? "")
        case .lower: return .lower(reason: form["reason"] ?? "")
        case .assist:
            let due = form["by"] == nil ? nil : try closing(form["by"])
            return .share(.assist(try unit(), opinion: form["opinion"] ?? "", due: due))
        case .acknowledgeAssistance: return .share(.acknowledgeAssistance)
        case .answerAssistance: return .share(.answerAssistance(try feedback(form)))
        case .releaseAssistance: return .share(.releaseAssistance(try unit(), reason: form["reason"] ?? ""))
        case .blowWhistle:
            let units = try units("units", in: form)
            return .share(.blowWhistle(try choice("listed_ground", .ground), units: units, task: form["task"] ?? ""))
        case .acceptCall: return .share(.acceptCall)
        case .refuseCall: return .share(.refuseCall(try choice("listed_ground", .ground), note: note))
        case .arrive: return .share(.arrive(note: note))
        case .reportAction: return .share(.reportAction(text: form["text"] ?? ""))
        case .rateCall: return .share(.rateCall(try unit(), try choice("rating", .grade), note: note))
        case .callAgain: return .share(.callAgain(try unit(), note: note))
        case .releaseCall: return .share(.releaseCall(try unit(), reason: form["reason"] ?? ""))
        case .split:
            let category = try code(form["category"], .category) { try CategoryCode(parsing: $0) }
            return .share(.split(category, text: form["text"] ?? ""))
        case .attach:
            let number = try code(form["number"], .number) { try CaseNumber(parsing: $0) }
            return .share(.attach(to: number, reason: form["reason"] ?? ""))
        case .detach: return .share(.detach(reason: form["reason"] ?? ""))
        case .recuse:
            let isConfidential = try yesOrNo("confidence", .confidence)
            let parties = form.all("recused")
            return .recuse(
                isConfidential ? try recusal(of: parties) : nil,
                withGridPosts: isConfidential && parties.contains("posts"),
                reason: form["reason"] ?? ""
            )
        }
    }

    /// What a form asks for beside its command, in the same breath: the units that assist when a case is dispatched.
    ///
    /// - Throws: ``Refusal`` for a unit that is none.
    func companions(from form: FormBody) throws -> [CaseCommand] {
        guard form["action"] == CaseAction.dispatch.rawValue else { return [] }
        return try units("assistants", in: form).map { .share(.assist($0, opinion: form["opinion"] ?? "", due: nil)) }
    }

    /// Units by their code, people by their account; the holders of the grid's posts are found when it is decided.
    private func recusal(of parties: [String]) throws -> Recusal {
        try parties.filter { $0 != "posts" }.reduce(into: Recusal()) { recusal, party in
            if let account = UUID(uuidString: party) {
                recusal.accounts.insert(ID(account))
            } else {
                recusal.units.insert(try code(party, .unit) { try UnitCode(parsing: $0) })
            }
        }
    }

    private func units(_ name: String, in form: FormBody) throws -> [UnitCode] {
        try form.all(name).map { text in try code(text, .unit) { try UnitCode(parsing: $0) } }
    }

    private func feedback(_ form: FormBody) throws -> Feedback {
        guard let result = form["result"].flatMap(Feedback.Result.init(rawValue:)) else {
            throw Refusal.missing(.feedback)
        }
        return Feedback(
            result: result,
            text: form["text"] ?? "",
            exception: form["exception"] ?? "",
            basis: form["basis"] ?? ""
        )
    }

    /// The close of business of a day, in the calendar in force.
    private func closing(_ text: String?) throws -> Instant {
        let day = try code(text, .review) { try Day(parsing: $0) }
        let close = office.directory.calendar.shifts.map(\.end).max() ?? 1_440
        return office.settings.zone.instant(day: day, secondsOfDay: min(close * 60, 86_399))
    }

    /// The moment that begins a day.
    private func day(_ text: String?) throws -> Instant {
        let day = try code(text, .review) { try Day(parsing: $0) }
        return office.settings.zone.instant(day: day, secondsOfDay: 0)
    }

    private func code<Code>(_ text: String?, _ field: Refusal.Field, _ parse: (String) throws -> Code) throws -> Code {
        guard let text else { throw Refusal.missing(field) }
        do { return try parse(text) } catch let malformed as Malformed { throw Refusal.malformed(malformed) }
    }
}
