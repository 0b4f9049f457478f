import Application
import Domain
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
        case day(String)
        case select(String, [(value: String, text: String)], chosen: String?)

        var name: String {
            switch self {
            case .area(let name, _), .line(let name, _), .number(let name), .day(let name), .select(let name, _, _):
                name
            }
        }
    }

    /// What an action asks for; actions that are no form (report, the clockwork's) ask nothing and are not offered.
    private func fields(of action: CaseAction, for summary: CaseSummary) -> [Field]? {
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
            let recused = summary.recusal?.units ?? []
            let units = directory.handlingUnits.values.filter { !recused.contains($0.code) }
                .sorted { $0.code < $1.code }
                .map { ($0.code.rawValue, $0.name.text(in: words.language)) }
            let route = summary.gridCode.flatMap { directory.grid(named: $0) }
                .flatMap { directory.route(in: $0, category: summary.category, at: office.now) }
            let answer = route?.assignment.unit
            // Whose objection was upheld is not proposed once more.
            let isReturned = summary.stage == .returned && answer == summary.unit
            let fields: [Field] = [
                .select("unit", units, chosen: isReturned ? nil : answer?.rawValue), .area("opinion", isOptional: true),
            ]
            // Whoever departs from a catalogue says why; the list of matters only proposes.
            let binds = route?.rule != nil && !(answer.map(recused.contains) ?? true)
            return binds ? fields + [.area("departure", isOptional: true)] : fields
        case .acknowledge, .askCheck, .approveVoid: return []
        case .beginHandling:
            return [
                .select(
                    "contact",
                    FirstContact.allCases.map { ($0.rawValue, words.text("contact.\($0.rawValue)")) },
                    chosen: summary.hasContact ? nil : FirstContact.notPossible.rawValue
                )
            ]
        case .feedBack:
            let results = Feedback.Result.allCases.map { ($0.rawValue, words.text("outcome.\($0.rawValue)")) }
            return [.select("result", results, chosen: nil), .area("text", isOptional: false)]
        case .sendBack: return [.area("opinion", isOptional: false)]
        case .close: return [.area("reply", isOptional: false)]
        case .add: return [.area("text", isOptional: false)]
        case .withdraw: return [.area("reason", isOptional: true)]
        case .rate:
            let stars = (1...5).reversed().map { (String($0), words.text("web.stars", ["n": String($0)])) }
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
                grounds(SuspensionGround.self), .line("condition", isOptional: false), .day("review"),
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
                .select("grade", grades, chosen: nil), grounds(Supervision.Ground.self), .day("review"),
                .area("opinion", isOptional: false),
            ]
        case .report, .markOverdue, .concludeElsewhere: return nil
        }
    }

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
        return next.compactMap { action in
            guard let fields = fields(of: action, for: view.summary) else { return nil }
            let mine = refused?.form["action"] == action.rawValue ? refused : nil
            let wrong = mine?.field(among: fields.map(\.name))
            var model: [String: Any] = [
                "action": action.rawValue, "name": words.text("action.\(action.rawValue)"), "target": target,
                "version": "\(view.summary.version)", "folded": action != main, "opened": mine != nil,
                "fields": fields.map { field -> [String: Any] in
                    var model = self.model(field, of: action, typed: mine?.form)
                    if field.name == wrong { model["error"] = mine?.words(office.catalogues, words.language) }
                    return model
                },
            ]
            if let csrf { model["csrf"] = csrf }
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
            .answerSupervision:
            0
        case .handleOnSpot, .askVerification, .place, .add, .declineVoid, .reopen, .declineRequest, .rejectObjection,
            .explain, .contest, .merge:
            1
        case .readContact, .raise, .lower, .object, .supervise, .unmerge: 2
        case .withdraw, .askVoid, .askNonAcceptance, .askMoreTime, .askSuspension, .askTermination: 3
        case .report, .markOverdue, .concludeElsewhere: 4
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
        case .day(let name):
            return base(name).merging(["is_day": true, "earliest": "\(office.today.advanced(by: 1))"]) { $1 }
        case .select(let name, let options, let chosen):
            let chosen = typed?[name] ?? chosen
            let models = options.map {
                ["value": $0.value, "text": $0.text, "chosen": $0.value == chosen] as [String: Any]
            }
            return base(name).merging(["select": true, "options": models]) { $1 }
        }
    }

    /// Who will read the words of a form, as ``CaseView`` shows them: everybody, the reporter and the staff, or the staff.
    private func readers(of action: CaseAction) -> String {
        switch action {
        case .handleOnSpot, .verify, .check, .place, .feedBack, .close, .explain, .askNonAcceptance, .askSuspension,
            .askTermination:
            "everybody"
        case .add, .withdraw, .confirm, .rate, .reopen, .contest: "reporter"
        case .askVerification, .register, .establish, .dispatch, .acknowledge, .beginHandling, .askCheck, .sendBack,
            .askVoid, .approveVoid, .declineVoid, .askMoreTime, .grantRequest, .declineRequest, .resume, .object,
            .upholdObjection, .rejectObjection, .merge, .unmerge, .redo, .supervise, .answerSupervision, .raise, .lower:
            "staff"
        // Every look is shown to the reporter with its reason.
        case .readContact: "requester"
        // These are no forms of this page.
        case .report, .markOverdue, .concludeElsewhere: "staff"
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
        switch action {
        case .handleOnSpot: return .handleOnSpot(note: note)
        case .askVerification: return .askVerification(note: note)
        case .verify: return .verify(isReal: form["real"] == "yes", note: note)
        case .place:
            let grid = form["grid"].flatMap { office.directory.grid(named: $0) }
            guard grid != nil else { throw Refusal.missing(.place) }
            return .place(Report.Place(point: nil, address: form["address"], grid: grid))
        case .register:
            return .register(category: try code(form["category"], .category) { try CategoryCode(parsing: $0) })
        case .establish: return .establish(note: note)
        case .dispatch:
            let unit = try code(form["unit"], .unit) { try UnitCode(parsing: $0) }
            return .dispatch(to: unit, opinion: form["opinion"] ?? "", reason: form["departure"] ?? "")
        case .acknowledge: return .acknowledge
        case .beginHandling: return .beginHandling(contact: try choice("contact", .contact))
        case .feedBack: return .feedBack(Feedback(result: try choice("result", .feedback), text: form["text"] ?? ""))
        case .askCheck: return .askCheck
        case .check: return .check(isSolved: form["solved"] == "yes", note: note)
        case .sendBack: return .sendBack(opinion: form["opinion"] ?? "")
        case .close: return .close(reply: form["reply"] ?? "")
        case .add: return .add(text: form["text"] ?? "")
        case .withdraw: return .withdraw(reason: form["reason"] ?? "")
        case .confirm: return .confirm(isSolved: form["solved"] == "yes", note: note)
        case .rate: return .rate(stars: form["stars"].flatMap { Int($0) } ?? 0, comment: form["comment"] ?? "")
        case .reopen: return .reopen(ground: form["ground"] ?? "")
        case .askVoid: return .askVoid(ground: try choice("void_ground", .ground), note: note)
        case .approveVoid: return .approveVoid
        case .declineVoid: return .declineVoid(reason: form["reason"] ?? "")
        case .readContact: return .readContact(reason: form["reason"] ?? "")
        case .report, .markOverdue, .concludeElsewhere: throw Refusal.notPermitted(action)
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
        }
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
