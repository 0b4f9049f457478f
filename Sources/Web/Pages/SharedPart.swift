import Application
import Domain
import Store

/// The part of a case's page about more than one unit: who assists or was called, and what was split off.
struct SharedPart {
    let view: CaseView
    let words: Words
    /// Colleagues read what was said among the units, and go on to their own pages.
    let isDesk: Bool

    var model: [String: Any] {
        var model: [String: Any] = [:]
        if let whole = view.file.report.whole {
            model["whole"] = whole.rawValue
            model["part_words"] = words.text(view.file.isAttached ? "web.attached_to" : "web.part_of")
            model["whole_url"] = address(of: whole) ?? false
        }
        let companions = view.file.assistance.map(companion) + view.file.calls.map(companion)
        if !companions.isEmpty {
            model["has_companions"] = true
            model["companions"] = companions
        }
        if !view.parts.isEmpty {
            model["has_parts"] = true
            model["parts"] = view.parts.map(part)
            let open = view.parts.count(where: \.isOpen)
            model["parts_line"] = words.text(
                open == 0 ? "web.parts_done" : "web.parts_line",
                ["n": "\(view.parts.count)", "open": "\(open)"]
            )
        }
        let waiting =
            view.file.assistance.filter(\.isOutstanding).map(\.unit) + view.file.calls.filter(\.isOpen).map(\.unit)
        if !waiting.isEmpty, view.stage.name.isOpen {
            var names: [String] = []
            for name in waiting.map(words.unit) where !names.contains(name) { names.append(name) }
            model["waits"] = words.text("web.waits", ["names": names.joined(separator: "、")])
        }
        return model
    }

    private func companion(_ assistance: Assistance) -> [String: Any] {
        var state = words.text("shared.\(assistance.state.name.rawValue)")
        if case .done(let feedback) = assistance.state {
            state += "：" + words.text("outcome.\(feedback.result.rawValue)")
        }
        return companion(
            assistance.unit,
            "assistance",
            state,
            due: view.stage.name.isOpen ? assistance.stepDue : nil,
            task: assistance.order.opinion
        )
    }

    private func companion(_ call: Call) -> [String: Any] {
        var state = words.text("shared.\(call.state.name.rawValue)")
        if case .rated(let rating) = call.state { state += "：" + words.text("rating.\(rating.rawValue)") }
        var model = companion(
            call.unit,
            "call",
            state,
            due: view.stage.name.isOpen ? call.stepDue : nil,
            task: call.task
        )
        if case .refused(_, let decider?, _) = call.state, let name = view.names[decider] {
            model["decider"] = words.text("web.decider", ["who": name])
        }
        return model
    }

    private func companion(
        _ unit: UnitCode,
        _ kind: String,
        _ state: String,
        due: Instant?,
        task: String
    ) -> [String: Any] {
        var model: [String: Any] = [
            "unit": words.unit(unit), "kind": words.text("shared.kind_\(kind)"), "state": state,
            "task": isDesk && !task.isEmpty ? task : false,
        ]
        model.merge(words.due(due)) { $1 }
        return model
    }

    private func part(_ summary: CaseSummary) -> [String: Any] {
        [
            "matter": words.category(summary.category), "part": summary.number.rawValue,
            "standing": words.stage(summary.stage), "part_unit": summary.unit.map(words.unit) ?? false,
            "url": address(of: summary.number) ?? false,
            "clock": words.light(words.office.clock(of: summary)) ?? false,
        ]
    }

    /// The page of a case of the same place; nil where a confidential one has none that this reader may see.
    private func address(of number: CaseNumber) -> String? {
        if isDesk { return "/desk/cases/\(number.rawValue)" }
        return view.summary.recusal == nil ? "/cases/\(number.rawValue)" : nil
    }
}
