import Application
import Domain
import Hummingbird
import Store

/// Problems on the firm's own page: how each stands, a new one, and the word that ends them.
extension WebDoor {
    func ownProblems(
        _ rows: [ProblemSummary],
        _ typed: FormBody?,
        at address: String,
        _ words: FirmWords
    ) async throws -> [String: Any] {
        let act = typed?["act"] ?? ""
        let need = act == "raise" ? typed?["need"] : nil
        let kept = act == "raise" ? keptDocuments(typed ?? FormBody(), words.words) : []
        var models: [[String: Any]] = []
        for row in rows { models.append(try await self.row(row, typed, at: address, words)) }
        return [
            "kept_documents": kept, "has_kept_documents": !kept.isEmpty, "takes_documents": office.takesDocuments,
            "rows": models, "has_rows": !rows.isEmpty, "opened": act == "raise",
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

    private func row(
        _ row: ProblemSummary,
        _ typed: FormBody?,
        at address: String,
        _ words: FirmWords
    ) async throws -> [String: Any] {
        let documents = try await models(of: row.documents, at: address, words.words)
        let isMine = typed?["problem"] == "\(row.number)"
        return [
            "documents": documents, "has_documents": !documents.isEmpty,
            "looks": try await looks(at: row, words), "number": row.number, "need": words.need(row.need),
            "summary": row.summary, "stands": words.stands(row),
            "unit": row.unit.map { words.body($0.rawValue) } ?? "",
            "owed": words.owed(row.debt, isOverdue: row.isOverdue, on: office.today),
            "waits": row.stage == .answered, "may_doubt": row.stage == .answered || row.stage == .closed,
            "may_withdraw": row.stage == .collected, "doubted": isMine, "note": isMine ? typed?["note"] ?? "" : "",
        ]
    }

    /// Who has opened one of its documents as it came, and why: as sentences.
    private func looks(at row: ProblemSummary, _ words: FirmWords) async throws -> [String] {
        guard !row.documents.isEmpty, let number = row.caseNumber,
            let view = try await office.caseView(number, as: .reporter)
        else { return [] }
        return view.events.compactMap { event in
            guard case .originalSeen(_, let reason) = event.what else { return nil }
            return words.text("web.firm_problem_look", ["at": words.words.time(event.at), "reason": reason])
        }
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
                hidden: try hiddenUnits(form),
                documents: KeptDocument.digests(form)
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
