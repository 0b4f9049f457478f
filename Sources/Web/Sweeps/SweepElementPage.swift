import Application
import Domain
import Hummingbird
import Store

/// One element on a telephone: a tap where all is well, two more where it is not.
extension WebDoor {
    func addElementRoutes<Context: RequestContext>(to router: Router<Context>) {
        router.get("/sweeps/{serial}/next") { request, context in
            await respond(request, context) { try await nextElement(context.parameters.get("serial") ?? "", $0) }
        }
        router.get("/sweeps/{serial}/{number}") { request, context in
            await respond(request, context) { visit in
                let parameters = context.parameters
                return try await element(parameters.get("serial") ?? "", parameters.get("number") ?? "", visit)
            }
        }
        router.post("/sweeps/{serial}/{number}") { request, context in
            await respond(request, context) { visit in
                let parameters = context.parameters
                return try await visitElement(parameters.get("serial") ?? "", parameters.get("number") ?? "", visit)
            }
        }
    }

    /// The next that nobody has been to where the person's roles hold: of the same grid first, after the one before.
    private func nextElement(_ raw: String, _ visit: Visit) async throws -> Response {
        guard let signedIn = visit.signedIn else { return redirect("/desk/sign-in") }
        let serial = try serial(raw, .sweep)
        let view = try await office.sweepView(serial)
        let after = Int(visit.query["after"] ?? "") ?? 0
        let said = after > 0 ? "?done=1" : ""
        let last = view.elements.first { $0.number == after }
        let directory = office.directory
        let left = view.elements.filter { element in
            let grid = directory.grid(named: element.grid.rawValue) ?? directory.successor(of: element.grid.rawValue)
            return element.result == nil && directory.contains(signedIn.staff.scope, grid)
        }
        let here = left.filter { $0.grid == last?.grid }
        let next = here.first { $0.number > after } ?? here.first ?? left.first { $0.number > after } ?? left.first
        guard view.sweep.state == .running, let next else { return redirect("/sweeps/\(serial)\(said)") }
        return redirect("/sweeps/\(serial)/\(next.number)\(said)")
    }

    private func element(
        _ raw: String,
        _ rawNumber: String,
        _ visit: Visit,
        typed: FormBody? = nil,
        failed: Refusal? = nil
    ) async throws -> Response {
        guard let signedIn = visit.signedIn else { return redirect("/desk/sign-in") }
        let serial = try serial(raw, .sweep)
        let number = try self.serial(rawNumber, .sweepElement)
        let view = try await office.sweepView(serial)
        guard let element = view.elements.first(where: { $0.number == number }) else {
            throw Refusal.unknown(.sweepElement)
        }
        let directory = office.directory
        let grid = directory.grid(named: element.grid.rawValue) ?? directory.successor(of: element.grid.rawValue)
        let place: Scope = grid.map { .grid($0) } ?? .district
        let goes = may(.visitElements, visit, in: place)
        let checks = may(.recheckElements, visit, in: place)
        // Names of places are for those who go there.
        guard goes || checks else { throw Refusal.beyondScope }
        let words = Words(office: office, language: visit.language)
        let left = view.elements.count { $0.result == nil && $0.grid == element.grid }
        let chosen = typed?.all("failed") ?? []
        var model: [String: Any] = [
            "title": element.name, "sweep": "/sweeps/\(serial)", "sweep_name": view.plan.name,
            "target": "/sweeps/\(serial)/\(number)", "csrf": signedIn.csrf,
            "where": words.text(
                "web.element_where",
                [
                    "n": "\(number)", "frame": "\(view.plan.elements.count)",
                    "place": words.gridName(element.grid.rawValue) ?? element.grid.rawValue, "left": "\(left)",
                ]
            ),
            "note": typed?["note"] ?? "", "opened": typed?["result"] == SweepElement.Result.hazard.rawValue,
            "items": view.checklist.items.enumerated().map { index, item -> [String: Any] in
                [
                    "n": index + 1, "text": item.text, "limit": words.limit(item.limit),
                    "chosen": chosen.contains("\(index + 1)"),
                ]
            },
            "others": [SweepElement.Result.notOpen, .refused, .doesNotExist, .duplicate].map {
                ["choice": $0.rawValue, "text": words.text("sweep.result_\($0.rawValue)")]
            },
            "goes": goes && view.sweep.state == .running, "known": false, "recheck": false,
            "skip": "/sweeps/\(serial)/next?after=\(number)",
            "failed": failed.map { office.catalogues.words(for: $0, in: visit.language) as Any } ?? false,
            "done": visit.query["done"] == nil ? false : pages.text("done", visit.language) as Any,
        ]
        if let result = element.result {
            model["known"] = [
                "result": words.text("sweep.result_\(result.rawValue)"),
                "day": element.on.map { words.moment($0, nil) } ?? "", "said": element.note,
                "failed_items": element.failed.compactMap { item in
                    view.checklist.items.indices.contains(item - 1) ? view.checklist.items[item - 1].text : nil
                },
                "cases": element.cases.map(\.rawValue),
            ]
        }
        if checks, view.draw?.elements.contains(number) == true, element.agrees == nil { model["recheck"] = true }
        return pages.page(
            "sweepelement",
            model,
            title: element.name,
            visit: visit,
            status: failed.map(status) ?? .ok,
            isNarrow: true,
            isPrivate: true
        )
    }

    private func visitElement(_ raw: String, _ rawNumber: String, _ visit: Visit) async throws -> Response {
        let serial = try serial(raw, .sweep)
        let number = try self.serial(rawNumber, .sweepElement)
        let again = { (form: FormBody, refusal: Refusal) async throws in
            try await element(raw, rawNumber, visit, typed: form, failed: refusal)
        }
        return try await act(visit, again: again) { form, actor in
            if let agrees = form["agrees"] {
                try await office.recheck(
                    number,
                    of: serial,
                    agrees: agrees == "yes",
                    note: form["note"] ?? "",
                    by: actor
                )
                return "/sweeps/\(serial)?done=1"
            }
            let result: SweepElement.Result = try form.choice("result", .kind)
            let failed = result == .hazard ? form.all("failed").compactMap { Int($0) } : []
            try await office.visit(number, of: serial, result, failed: failed, note: form["note"] ?? "", by: actor)
            return "/sweeps/\(serial)/next?after=\(number)"
        }
    }
}
