package import Domain

extension Catalogues {
    /// Why a line is not taken, and what to do.
    package func words(for rejection: LineRejection, in language: Language) -> String {
        let values = ["column": rejection.column, "detail": rejection.detail]
        if let refusal = rejection.refusal {
            return text("hotline.line_refused", ["detail": words(for: refusal, in: language)], in: language)
        }
        return text("hotline.line_\(rejection.fault.rawValue)", values, in: language)
    }

    package func words(for fault: SheetFault, in language: Language) -> String {
        let values = [
            "rows": "\(Sheet.rowLimit)", "columns": "\(Sheet.columnLimit)",
            "megabytes": "\(Office.uploadLimit / 1_048_576)",
        ]
        return text("hotline.fault_\(fault.rawValue)", values, in: language)
    }

    /// What happens to a line that is taken.
    package func words(for step: HotlinePlan.Step, in language: Language, directory: Directory) -> String {
        switch step {
        case .create(let code, let number):
            let category = directory.categories[code]?.name.text(in: language) ?? code.rawValue
            let key = number == nil ? "hotline.step_create" : "hotline.step_created"
            return text(key, ["category": category, "case": number?.rawValue ?? ""], in: language)
        case .change(let number, let columns, let isTold):
            let names = columns.map(\.rawValue).joined(separator: "、")
            let key = isTold ? "hotline.step_told" : "hotline.step_noted"
            return text(key, ["case": number.rawValue, "columns": names], in: language)
        case .same(let number): return text("hotline.step_same", ["case": number.rawValue], in: language)
        case .reject(let rejection): return words(for: rejection, in: language)
        }
    }

    package func words(for kind: Reconciliation.Kind, in language: Language) -> String {
        text("hotline.kind_\(kind.rawValue)", in: language)
    }

    /// One side of a difference.
    package func words(for side: Bool?, of kind: Reconciliation.Kind, in language: Language) -> String {
        guard let side else { return text("hotline.side_none", in: language) }
        switch kind {
        case .overdue: return text(side ? "hotline.side_overdue" : "hotline.side_in_time", in: language)
        case .status, .onlyOurs, .onlyTheirs:
            return text(side ? "hotline.side_ended" : "hotline.side_open", in: language)
        }
    }
}
