import Application
import Domain
import Foundation
import HTTPTypes
import Hummingbird
import Store

/// The destroying of what was said in a case, or of a person's name in a record: asked for by one administrator, approved by another.
extension WebDoor {
    func addErasureRoutes<Context: RequestContext>(to router: Router<Context>) {
        router.get("/office/erasures") { request, context in
            await respond(request, context) { try await erasures($0) }
        }
        router.post("/office/erasures") { request, context in
            await respond(request, context) { try await askErasure($0) }
        }
        router.post("/office/erasures/{id}") { request, context in
            await respond(request, context) { try await decideErasure(context.parameters.get("id") ?? "", $0) }
        }
    }

    private func erasures(_ visit: Visit, typed: FormBody? = nil, failed: Refusal? = nil) async throws -> Response {
        let signedIn = try administrator(of: visit, for: .erase)
        let words = Words(office: office, language: visit.language)
        let (waiting, done) = try await office.erasures(for: .staff(signedIn.staff))
        func basis(_ basis: Erasure.Basis) -> String { words.text("erasure.basis_\(basis.rawValue)") }
        let names = office.directory.accountNames
        func kind(_ row: ErasureRecords.Row) -> String {
            switch row.request.named {
            case .file: Self.caseKind
            case .record(let record): record.kind.rawValue
            }
        }
        func which(_ row: ErasureRecords.Row) -> String {
            switch row.request.named {
            case .file(let number): number.rawValue
            case .record(let record):
                words.text(
                    "erasure.named",
                    ["kind": words.text("erasure.kind_\(record.kind.rawValue)"), "number": "\(record.number)"]
                )
            }
        }
        let model: [String: Any] = [
            "number": typed?["number"] ?? "",
            "kinds": Self.erasureKinds.map { kind -> [String: Any] in
                ["value": kind, "label": words.text("erasure.kind_\(kind)"), "chosen": typed?["kind"] == kind]
            },
            "choices": Erasure.Basis.allCases.map { choice -> [String: Any] in
                ["value": choice.rawValue, "label": basis(choice), "chosen": typed?["basis"] == choice.rawValue]
            },
            "waiting": waiting.map { row -> [String: Any] in
                let asker = row.askedBy.flatMap { names[$0] } ?? ""
                return [
                    "id": row.id.rawValue.uuidString.lowercased(), "which": which(row),
                    "kind": kind(row), "page": page(of: row.request.named), "why": basis(row.request.basis),
                    "asked": words.text("erasure.asked_by", ["name": asker, "at": words.time(row.at)]),
                    "own": row.askedBy == signedIn.staff.account,
                ]
            },
            "has_waiting": !waiting.isEmpty,
            "erased": done.map { row -> [String: Any] in
                [
                    "which": which(row), "page": page(of: row.request.named), "why": basis(row.request.basis),
                    "when": office.settings.zone.day(of: row.at).description, "n": "\(row.left?.payloads ?? 0)",
                ]
            },
            "has_erased": !done.isEmpty,
        ]
        return officePage(
            "officeerasures",
            model,
            title: words.text("web.office_erasures"),
            visit,
            failed: failed
        )
    }

    private func askErasure(_ visit: Visit) async throws -> Response {
        let signedIn = try administrator(of: visit, for: .erase)
        let form = try await form(of: visit)
        do {
            try checkToken(form, signedIn.csrf)
            let named = try typedErasure(form)
            guard let basis = form["basis"].flatMap({ Erasure.Basis(rawValue: $0) }) else {
                throw Refusal.missing(.basis)
            }
            try await office.askErasure(of: named, basis: basis, by: .staff(signedIn.staff))
            return redirect("/office/erasures?done=1")
        } catch let refusal as Refusal {
            return try await erasures(visit, typed: form, failed: refusal)
        }
    }

    private func decideErasure(_ raw: String, _ visit: Visit) async throws -> Response {
        let signedIn = try administrator(of: visit, for: .erase)
        let form = try await form(of: visit)
        do {
            try checkToken(form, signedIn.csrf)
            guard let id = UUID(uuidString: raw) else { throw Refusal.unknown(.erasure) }
            if form["act"] == "approve" {
                let named = try typedErasure(form)
                try await office.approveErasure(ID(id), naming: named, by: .staff(signedIn.staff))
            } else {
                try await office.declineErasure(ID(id), by: .staff(signedIn.staff))
            }
            return redirect("/office/erasures?done=1")
        } catch let refusal as Refusal {
            return try await erasures(visit, failed: refusal)
        }
    }

    private static let caseKind = "case"
    private static let erasureKinds = [caseKind] + Erasure.Record.Kind.allCases.map(\.rawValue)

    private func typedErasure(_ form: FormBody) throws(Refusal) -> Erasure.Named {
        guard let text = form["number"], !text.isEmpty else { throw .missing(.number) }
        guard let kind = form["kind"].flatMap({ Erasure.Record.Kind(rawValue: $0) }) else {
            do { return .file(try CaseNumber(parsing: text)) } catch { throw .malformed(error) }
        }
        guard let number = Int(text), number > 0 else { throw .missing(.number) }
        return .record(Erasure.Record(kind, number))
    }

    private func page(of named: Erasure.Named) -> String {
        switch named {
        case .file(let number): "/desk/cases/\(number.rawValue)"
        case .record(let record):
            switch record.kind {
            case .firm: "/desk/firms/\(record.number)"
            case .offer: "/needs"
            case .problem: "/desk/problems/\(record.number)"
            case .request: "/desk/policies/requests/\(record.number)"
            case .volunteer: "/volunteers/\(record.number)"
            }
        }
    }

    // MARK: - What is left

    /// The page of a case whose content was erased; nil where it was not, or not for this visitor.
    func erasedPage(_ raw: String, as actor: Actor, _ visit: Visit) async throws -> Response? {
        guard let number = number(raw), let erased = try await office.erasedCase(number, as: actor) else { return nil }
        return page(of: erased, visit)
    }

    /// The same for the reporter's link.
    func erasedPage(_ raw: String, _ secret: String, _ visit: Visit) async throws -> Response? {
        guard let number = number(raw), let erased = try await office.erasedCase(number, secret: secret) else {
            return nil
        }
        return page(of: erased, visit, proof: "/r/\(number.rawValue)/\(secret)/proof")
    }

    /// 410 Gone (RFC 9110 15.5.11): it was here, and it does not come back.
    private func page(of erased: ErasedCase, _ visit: Visit, proof: String? = nil) -> Response {
        let words = Words(office: office, language: visit.language)
        let zone = office.settings.zone
        let left = erased.left
        var facts = [
            ("erasure.fact_erased", zone.day(of: erased.erasedAt).description),
            ("erasure.fact_basis", words.text("erasure.basis_\(erased.basis.rawValue)")),
            ("erasure.fact_category", words.category(left.category)),
            ("erasure.fact_reported", left.reportedOn.description),
        ]
        if let grid = left.grid { facts.insert(("erasure.fact_grid", words.gridName(grid) ?? grid), at: 3) }
        if let ended = left.endedOn { facts.append(("erasure.fact_ended", ended.description)) }
        facts.append(("erasure.fact_index", "\(erased.index)"))
        var model: [String: Any] = [
            "number": erased.number.rawValue,
            "facts": facts.map { ["what": words.text($0), "value": $1] },
        ]
        if let proof { model["proof"] = proof }
        return pages.page(
            "erased",
            model,
            title: erased.number.rawValue,
            visit: visit,
            status: .gone,
            isNarrow: true,
            isPrivate: true
        )
    }
}
