import Application
import Domain
import HTTPTypes
import Hummingbird
import Store

/// Queues: lists of cases with their filters in the address, counted, by due time.
extension WebDoor {
    func addQueueRoutes<Context: RequestContext>(to router: Router<Context>) {
        router.get("/desk") { request, context in
            await respond(request, context) { try await queue(usually: .mine, $0) }
        }
        router.get("/desk/cases") { request, context in
            await respond(request, context) { try await queue(usually: .all, $0) }
        }
        router.post("/desk/queues") { request, context in
            await respond(request, context) { try await keepQueue($0) }
        }
    }

    private func queue(usually list: Queue.List, _ visit: Visit) async throws -> Response {
        guard let signedIn = visit.signedIn else { return redirect("/desk/sign-in") }
        let words = Words(office: office, language: visit.language)
        let queue = Queue(visit.query, usually: list, in: office.directory)
        let text = (visit.query["q"] ?? "").split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard text.unicodeScalars.count <= CaseFilter.textLimit else {
            throw Refusal.tooLong(.text, limit: CaseFilter.textLimit)
        }
        let place = visit.query["after"].flatMap(Queue.Place.init)
        let page = try await office.page(of: queue, for: signedIn.staff, behind: place, withCases: text.isEmpty)
        var model: [String: Any]
        if text.isEmpty {
            model = rows(
                of: page.cases,
                in: queue,
                empty: queue.list == .mine ? "web.queue_empty" : "web.list_empty",
                visit
            )
            model["count"] = count(page.count, words)
            if let next = page.next { model["further"] = queue.address([("after", next.text)]) }
            model["further_name"] = words.text("web.queue_further")
            if place != nil { model["from_start"] = queue.address() }
        } else {
            model = try await found(text, in: queue, signedIn.staff, visit)
        }
        model["lists"] = lists(page, queue, text, words)
        return try await queuePage(queue, page.counts, model, text, signedIn, visit)
    }

    /// What a search for a number or for words finds in a queue.
    private func found(_ text: String, in queue: Queue, _ staff: Staff, _ visit: Visit) async throws -> [String: Any] {
        let words = Words(office: office, language: visit.language)
        if let number = number(text) {
            guard var filter = office.filter(for: staff, in: queue) else {
                return rows(of: [], in: queue, empty: "web.list_empty", visit)
            }
            filter.numbers = [number]
            return rows(of: try await office.cases(filter), in: queue, empty: "web.list_empty", visit)
        }
        guard WordSearch.canSearch(text) else { return rows(of: [], in: queue, empty: "web.find_two", visit) }
        let before = visit.query["before"].flatMap { Int64($0) }
        let found = try await office.search(text, in: queue, for: staff, behind: before)
        let empty = found.next == nil ? "web.list_empty" : "web.find_none_yet"
        var model = rows(of: found.cases, in: queue, empty: empty, visit)
        if let next = found.next { model["further"] = queue.address([("q", text), ("before", "\(next)")]) }
        model["further_name"] = words.text("web.find_further")
        return model
    }

    private func count(_ count: CaseCount, _ words: Words) -> String {
        words.text(count.isWhole ? "web.queue_count" : "web.queue_count_more", ["n": "\(count.number)"])
    }

    /// The rows of a queue's table.
    private func rows(
        of cases: [CaseSummary],
        in queue: Queue,
        empty: String,
        _ visit: Visit
    ) -> [String: Any] {
        let words = Words(office: office, language: visit.language)
        let allAreChosen = visit.query["chosen"] == "all"
        let rows = cases.map { summary -> [String: Any] in
            var row: [String: Any] = [
                "url": queue.address(of: summary.number), "category": words.category(summary.category),
                "number": summary.number.rawValue, "place": words.place(summary.address, summary.gridCode),
                "stage": words.stage(summary.stage), "ended": summary.closedAt.map { words.time($0) } ?? "",
                "excerpt": excerpt(summary.text), "can_be_chosen": summary.isOpen, "is_chosen": allAreChosen,
            ]
            if let unit = summary.unit.flatMap({ office.directory.handlingUnits[$0] }) {
                row["unit_name"] = unit.name.text(in: words.language)
            }
            if let light = words.light(office.clock(of: summary)) { row["light"] = light }
            return row
        }
        return ["cases": rows, "has_cases": !rows.isEmpty, "empty": words.text(empty)]
    }

    /// The first words of a report, on one line.
    private func excerpt(_ text: String) -> String {
        let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return line.count > 60 ? line.prefix(59) + "…" : line
    }

    private func lists(_ page: QueuePage, _ queue: Queue, _ text: String, _ words: Words) -> [[String: Any]] {
        let names: [(Queue.List, String)] = [
            (.mine, "web.queue_mine"), (.open, "web.list_open"), (.overdue, "web.list_overdue"),
            (.closed, "web.list_closed"),
        ]
        return names.map { list, key -> [String: Any] in
            let address = Queue(list).address(text.isEmpty || list == .mine ? [] : [("q", text)])
            var model: [String: Any] = [
                "url": address, "name": words.text(key), "here": list == queue.list,
            ]
            if list.isOpen { model["how_many"] = "\(page.lists[list] ?? 0)" }
            return model
        }
    }

    private func queuePage(
        _ queue: Queue,
        _ counts: QueueCounts?,
        _ list: [String: Any],
        _ text: String,
        _ signedIn: SignedIn,
        _ visit: Visit
    ) async throws -> Response {
        let words = Words(office: office, language: visit.language)
        let queueWords = QueueWords(words: words, queue: queue)
        var model = list
        let roles = signedIn.staff.roles.sorted { $0.rawValue < $1.rawValue }
        model["roles"] = roles.map { words.text("role.\($0.rawValue)") }.joined(separator: "、")
        model["may_report"] = !signedIn.staff.roles.isDisjoint(with: CaseAction.report.permission.roles)
        if !text.isEmpty { model["q"] = text }
        // Words are looked for in the list that is shown; from the own queue, in all that may be seen.
        model["kept_fields"] = (queue == Queue(.mine) ? [] : queue.fields).map { ["name": $0.name, "value": $0.value] }
        model["choices"] = queueWords.choices(counts)
        model["is_narrowed"] = queue.isNarrowed
        model["chosen_ones"] = queueWords.chosen.map {
            ["name": $0.name, "url": $0.without.address(text.isEmpty ? [] : [("q", text)])]
        }
        model["status"] = queue.list.rawValue
        model["query"] = queue.query
        model["csrf"] = signedIn.csrf
        model["export"] = ["words": text]
        model["may_serve"] = office.may(.see, signedIn.staff)
        model["may_rule"] = signedIn.staff.roles.contains(.administrator)
        if signedIn.staff.roles.contains(.dispatcher) { model["hotline"] = "/desk/hotline" }
        if queue == Queue(.mine) { try await addSharedWork(to: &model, signedIn, words) }
        model["map"] = queue.list.isOpen ? "/desk/map?" + queue.query : nil
        let kept = try await office.keptQueues(of: signedIn.staff)
        model["kept"] = kept.map { ["name": $0.name, "url": "/desk/cases?" + $0.query] }
        model["has_kept"] = !kept.isEmpty
        model["proposed"] = queue.isNarrowed ? queueWords.name : ""
        let actions = bulkActions(of: signedIn.staff)
        model["bulk"] = queue.list.isOpen && model["has_cases"] as? Bool == true && !actions.isEmpty
        model["bulk_actions"] = actions.map { ["value": $0.rawValue, "text": words.text("action.\($0.rawValue)")] }
        model["choose_all"] = queue.address(
            [("chosen", "all")] + (visit.query["after"].map { [("after", $0)] } ?? [])
        )
        if let done = visit.query["done"].flatMap(number) {
            model["done"] = words.text("web.queue_last_done", ["number": done.rawValue])
        }
        let title = queue.isNarrowed || queue.list != .mine ? queueWords.name : words.text("web.queue_title")
        return pages.page("desk", model, title: title, visit: visit, isPrivate: true)
    }

    /// What waits for the reader in cases that somebody else leads.
    private func addSharedWork(to model: inout [String: Any], _ signedIn: SignedIn, _ words: Words) async throws {
        let work = try await office.sharedWork(for: signedIn.staff, limit: 100)
        model["shared"] = work.map { work -> [String: Any] in
            let row: [String: Any] = [
                "url": "/desk/cases/\(work.task.number.rawValue)", "category": words.category(work.summary.category),
                "number": work.task.number.rawValue,
                "place": words.place(work.summary.address, work.summary.gridCode),
                "state": words.text("shared.\(work.task.state)"), "unit": words.unit(work.task.unit),
            ]
            return row.merging(words.due(work.task.due)) { $1 }
        }
        model["has_shared"] = !work.isEmpty
    }

    /// Keeps a queue under a name, or forgets it.
    private func keepQueue(_ visit: Visit) async throws -> Response {
        guard let signedIn = visit.signedIn else { return redirect("/desk/sign-in") }
        let form = try await form(of: visit)
        try checkToken(form, signedIn.csrf)
        if let name = form["drop"] {
            try await office.dropQueue(name, of: signedIn.staff)
            return redirect("/desk")
        }
        guard let queue = form["queue"].flatMap({ Queue(query: $0, in: office.directory) }) else {
            throw Refusal.formExpired
        }
        try await office.keepQueue(form["name"] ?? "", queue.query, of: signedIn.staff)
        return redirect(queue.address())
    }

    /// Where a case is shown within its queue: the way back, how many are before it, and its neighbours.
    func queueBar(
        _ summary: CaseSummary,
        _ signedIn: SignedIn,
        _ form: FormBody,
        _ visit: Visit
    ) async throws -> [String: Any] {
        guard let queue = (form["queue"] ?? visit.query["queue"]).flatMap({ Queue(query: $0, in: office.directory) })
        else { return [:] }
        let words = Words(office: office, language: visit.language)
        var bar: [String: Any] = ["back": queue.address(), "name": QueueWords(words: words, queue: queue).name]
        let place = Queue.Place(due: summary.stepDue ?? summary.due, number: summary.number)
        if let beside = try await office.neighbours(of: place, in: queue, for: signedIn.staff) {
            let values = ["place": "\(beside.ahead + 1)", "n": "\(beside.count)"]
            bar["where"] = words.text(beside.isInside ? "web.queue_where" : "web.queue_left", values)
            bar["previous"] = beside.before.map(queue.address(of:))
            bar["following"] = beside.after.map(queue.address(of:))
        }
        var model: [String: Any] = ["bar": bar, "queue": queue.query]
        if let done = visit.query["done"].flatMap(number), done != summary.number {
            model["acted"] = ["number": done.rawValue, "url": queue.address(of: done)]
        }
        return model
    }

    /// Where somebody goes after a decision: on to the next case of the queue that it came from.
    ///
    /// `place`: where the case stood before.
    func goOn(
        from number: CaseNumber,
        at place: Queue.Place?,
        after command: CaseCommand,
        _ form: FormBody,
        _ signedIn: SignedIn
    ) async throws -> Response {
        guard let queue = form["queue"].flatMap({ Queue(query: $0, in: office.directory) }) else {
            return redirect("/desk/cases/\(number.rawValue)?done=1")
        }
        // What is placed has its next step still to come, by the same hands.
        if command.action == .place { return redirect(queue.address(of: number) + "&done=1") }
        guard let place, let beside = try await office.neighbours(of: place, in: queue, for: signedIn.staff) else {
            return redirect(queue.address(of: number) + "&done=1")
        }
        guard let next = beside.after ?? beside.first else {
            return redirect(queue.address([("done", number.rawValue)]))
        }
        return redirect(queue.address(of: next) + "&done=\(number.rawValue)")
    }
}
