import Application
import Domain
import Hummingbird
import Store

/// Problems on the firm's own page: how each stands, a new one, and the word that ends them.
extension WebDoor {
    func ownProblems(
        _ rows: [ProblemSummary],
        _ typed: FormBody?,
        _ words: FirmWords
    ) -> [String: Any] {
        let act = typed?["act"] ?? ""
        let need = act == "raise" ? typed?["need"] : nil
        return [
            "rows": rows.map { row($0, typed, words) }, "has_rows": !rows.isEmpty, "opened": act == "raise",
            "text": act == "raise" ? typed?["text"] ?? "" : "",
            "needs": words.options(Domain.Visit.Need.allCases, chosen: need, words.need),
            "units": [["value": "", "text": words.text("web.firm_problem_nobody"), "chosen": false] as [String: Any]]
                + words.options(
                    office.directory.handlingUnits.values.sorted { $0.code < $1.code }.map {
                        ($0.code.rawValue, $0.name.text(in: words.words.language))
                    },
                    chosen: typed?["hidden"]
                ),
        ]
    }

    private func row(_ row: ProblemSummary, _ typed: FormBody?, _ words: FirmWords) -> [String: Any] {
        let isMine = typed?["problem"] == "\(row.number)"
        return [
            "number": row.number, "need": words.need(row.need), "summary": row.summary, "stands": words.stands(row),
            "unit": row.unit.map { words.body($0.rawValue) } ?? "",
            "owed": words.owed(row.debt, isOverdue: row.isOverdue, on: office.today),
            "waits": row.stage == .answered, "may_doubt": row.stage == .answered || row.stage == .closed,
            "may_withdraw": row.stage == .collected, "doubted": isMine, "note": isMine ? typed?["note"] ?? "" : "",
        ]
    }

    /// What the firm does about its problems; nil for an act that is about something else.
    func problemAnswer(_ form: FormBody) throws(Refusal) -> FirmProblemAnswer? {
        func number() throws(Refusal) -> Int {
            guard let number = form["problem"].flatMap(Int.init) else { throw .unknown(.problem) }
            return number
        }
        switch form["act"] {
        case "raise":
            return .raise(
                try form.choice("need", .kind),
                text: form["text"] ?? "",
                hidden: try hiddenUnits(form)
            )
        case "solved": return .say(try number(), EnterpriseProblem.Word(isSolved: true, isSatisfied: satisfied(form)))
        case "not_solved":
            let word = EnterpriseProblem.Word(isSolved: false, isSatisfied: satisfied(form), note: form["note"] ?? "")
            return .say(try number(), word)
        case "take_back": return .withdraw(try number())
        default: return nil
        }
    }

    private func satisfied(_ form: FormBody) -> Bool? { form["satisfied"].map { $0 == "yes" } }
}
