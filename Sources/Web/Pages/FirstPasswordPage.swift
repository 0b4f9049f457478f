import Application
import Domain
import HTTPTypes
import Hummingbird

/// An own password in the place of the one that somebody else has given: before anything else, and once.
extension WebDoor {
    func firstPassword(_ visit: Visit, failed: Refusal? = nil) -> Response {
        guard let halfway = visit.halfway, halfway.missing == .password else { return redirect("/account") }
        var model: [String: Any] = ["csrf": halfway.csrf, "sign_in_name": halfway.signInName]
        if let failed { model["failed"] = office.catalogues.words(for: failed, in: visit.language) }
        return pages.page(
            "firstpassword",
            model,
            title: pages.text("first_password_title", visit.language),
            visit: visit,
            status: failed.map(status) ?? .ok,
            isNarrow: true,
            isPrivate: true
        )
    }

    func replaceFirstPassword(_ visit: Visit) async throws -> Response {
        guard let halfway = visit.halfway, halfway.missing == .password else { return redirect("/account") }
        let form = try await form(of: visit)
        do {
            try checkToken(form, halfway.csrf)
            try await office.replaceFirstPassword(
                with: form["new_password"] ?? "",
                again: form["again"] ?? "",
                in: halfway
            )
            return redirect("/desk")
        } catch let refusal as Refusal {
            return firstPassword(visit, failed: refusal)
        }
    }
}
