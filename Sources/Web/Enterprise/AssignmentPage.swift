import Application
import Domain
import Hummingbird
import Store

/// Who could serve which firm: what would change for every steward, and each move to accept or leave.
extension WebDoor {
    func addAssignmentRoutes<Context: RequestContext>(to router: Router<Context>) {
        router.get("/desk/firms/proposal") { request, context in
            await respond(request, context) { try await assignmentPage($0) }
        }
        router.post("/desk/firms/proposal") { request, context in
            await respond(request, context) { try await acceptAssignments($0) }
        }
    }

    /// A form has at most 200 fields.
    private static var movesShown: Int { 100 }

    private func assignmentPage(
        _ visit: Visit,
        accepted: AcceptedMoves? = nil,
        reach chosen: String? = nil,
        failed: Refusal? = nil
    ) async throws -> Response {
        guard visit.signedIn != nil else { return redirect("/desk/sign-in") }
        let staff = try servant(visit, .assign).staff
        let words = try await firmWords(visit)
        let reach = (chosen ?? visit.query["scope"]).flatMap(StewardProposal.Reach.init(rawValue:)) ?? .vacant
        let asked = try await office.proposeStewards(reach, by: staff)
        let (proposal, moves) = (asked.proposal, asked.proposal.moves)
        var model: [String: Any] = [
            "reach": reach.rawValue, "is_all": reach == .all, "digest": asked.digest, "has_moves": !moves.isEmpty,
            "limit": words.text("web.assignment_limit", ["n": "\(proposal.limit)"]),
            "moves": moves.prefix(Self.movesShown).map { move -> [String: Any] in
                [
                    "firm": move.firm, "name": asked.names[move.firm] ?? "", "to": words.account(move.to),
                    "from": move.from.map(words.account) ?? words.text("web.firm_vacant"),
                ]
            },
            "accept_all": words.text("web.assignment_accept_all", ["n": "\(moves.count)"]),
            "has_loads": !proposal.loads.isEmpty,
            "loads": proposal.loads.map { load -> [String: Any] in
                [
                    "name": words.account(load.steward), "before": load.before, "after": load.after,
                    "far_before": Self.kilometres(load.metresBefore, firms: load.before),
                    "far_after": Self.kilometres(load.metresAfter, firms: load.after),
                ]
            },
        ]
        if moves.count > Self.movesShown {
            model["more"] = words.text("web.assignment_more", ["n": "\(moves.count - Self.movesShown)"])
        }
        if let accepted {
            model["outcome"] = words.text(
                "web.assignment_outcome",
                ["done": "\(accepted.done)", "refused": "\(accepted.refused.count)"]
            )
            model["refused"] = accepted.refused.prefix(Self.movesShown).map { refused -> [String: Any] in
                ["firm": refused.firm, "why": office.catalogues.words(for: refused.why, in: visit.language)]
            }
        }
        return servicePage(
            "assignment",
            model,
            title: words.text("web.assignment_title"),
            visit,
            failed: failed,
            isNarrow: false
        )
    }

    /// The mean way to a firm, in kilometres to a tenth.
    private static func kilometres(_ metres: Int, firms: Int) -> String {
        guard firms > 0 else { return "–" }
        let tenths = (metres / firms + 50) / 100
        return "\(tenths / 10).\(tenths % 10)"
    }

    private func acceptAssignments(_ visit: Visit) async throws -> Response {
        let signedIn = try servant(visit, .assign)
        let form = try await form(of: visit)
        do {
            try checkToken(form, signedIn.csrf)
            guard let reach = form["scope"].flatMap(StewardProposal.Reach.init(rawValue:)) else {
                throw Refusal.formExpired
            }
            let asked = try await office.proposeStewards(reach, by: signedIn.staff)
            // What is accepted is what was shown.
            guard asked.digest == form["seen"] else { throw Refusal.formExpired }
            let ticked = Set(form.all("move").compactMap { Int($0) })
            let moves =
                form["act"] == "all" ? asked.proposal.moves : asked.proposal.moves.filter { ticked.contains($0.firm) }
            let accepted = try await office.accept(moves, by: .staff(signedIn.staff))
            return try await assignmentPage(visit, accepted: accepted, reach: reach.rawValue)
        } catch let refusal as Refusal {
            return try await assignmentPage(visit, reach: form["scope"], failed: refusal)
        }
    }
}
