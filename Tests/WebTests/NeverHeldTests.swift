import Application
import Domain
import Foundation
import Hummingbird
import TestKit
import Testing
import Web

/// What the pages never ask for and never lead to: no register of residents, no watching, no ranking.
struct NeverHeldTests {
    private static let templates = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Sources/Web/Resources/Templates")

    /// Every name that a template writes, and every field that an action's form may have, each of which has its word.
    private static func fieldNames() throws -> Set<String> {
        var names: Set<String> = []
        for file in try FileManager.default.contentsOfDirectory(at: templates, includingPropertiesForKeys: nil) {
            let text = try String(contentsOf: file, encoding: .utf8)
            names.formUnion(text.matches(of: /\bname="([^"]+)"/).map { String($0.1) })
        }
        let catalogues = try Catalogues()
        let prefix = "web.field_"
        names.formUnion(
            catalogues.keys(in: .chinese).filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
        )
        return names
    }

    @Test func `every field of every form is one of these, so that a new one makes somebody think`() throws {
        let known: Set<String> = [
            "about", "act", "action", "address", "again", "amount", "as", "as[{{n}}]", "ask", "ask_code",
            "assistants",
            "attribute[{{code}}]", "by", "basis",
            "case", "basis", "category", "change", "channel",
            "code", "comment", "condition", "confidential", "contact", "contact_email", "contact_name", "contact_phone",
            "csrf", "document", "draft",
            "drop", "discard", "display_name", "departure", "email", "file", "exception", "file", "follow",
            "form",
            "from", "format", "give_up", "grade", "grid", "ground", "hours", "holder", "into", "kept", "kept_document",
            "key[{{n}}]",
            "kind", "language", "lat",
            "listed_ground", "long",
            "looked", "meant{{number}}",
            "name", "new_password", "note", "number", "opinion", "others", "outline", "password", "photo",
            "post", "publish", "q", "queue", "rating", "real", "reason",
            "rectangles",
            "renew", "reply", "result", "resume", "review", "ring", "role",
            "scheme", "scope", "seen", "session", "sign_in_name", "sheet", "slot", "solved", "stars", "status",
            "system",
            "task", "tell", "text",
            "text_en", "text_zh",
            "unit", "until", "units", "valid_from", "version", "viewport", "void_ground", "withdraw", "word",
            "weekdays", "year", "{{name}}",
            // Firms, never people: what a firm is, and what a visit came to.
            "area", "asked", "booking", "certificate", "day", "ended", "industry", "minutes", "names", "need",
            "on", "outcome", "park", "part", "policy", "problem", "purpose", "remark", "trade", "uscc", "visit",
            // Which figure, and of which part of the district.
            "fig", "of", "definition", "digest", "{{field}}",
            // A firm's problem, from its words to the last one.
            "heard", "hidden", "measures", "problem_grade", "promised", "said", "satisfied", "so_far",
            // Stewards who are proposed.
            "move",
            // Whether a case is confidential, and which units or posts do not see it.
            "confidence", "recused",
            // The grid's own work.
            "activity", "agenda", "agenda_items", "agrees", "area", "checklist", "copies", "count", "day", "different",
            "dispute", "draw", "drawing", "ends", "entitled", "evidence", "failed", "frame", "giving", "hands", "hour",
            "limit", "meeting_kind", "meeting_number", "method", "minutes", "offer", "parties", "period", "pledge",
            "present", "promise", "resolutions", "sample", "shift", "side", "source", "star", "start", "template",
            "term", "topic", "venue",
            // Forms that somebody orders.
            "approval", "authority", "form_lines", "form_number", "form_title", "rhythm",
            // Key projects: `with` and `steward` are staff, `as_problem` hands a blocker to the firm's own word.
            "appraisals", "came", "matters", "papers", "procedure_title", "project_number", "promised_on", "statutory",
            "steps", "used_by",
            // Policies: how one is written, and what a firm sends of its own will. Its answers have no field.
            "answer_ground", "answer_words", "asks[{{n}}]", "changed", "consent", "days", "document", "explained",
            "gives", "how", "least[{{n}}]", "measure[{{n}}]", "most[{{n}}]", "or[{{n}}]", "pass_to", "policy_title",
            "request", "rules", "summary", "words[{{n}}]",
            "as_problem", "blocker", "key", "firm_number", "investor", "level", "milestone", "milestone_name",
            "planned",
            "precision", "project_name", "seat", "solution", "stage", "standing", "steward", "with",
        ]
        #expect(try Self.fieldNames() == known)
    }

    @Test func `no field and no address asks what is never held`() async throws {
        let board = try await TestBoard.make()
        let router = Router()
        try WebDoor(office: board.office).addRoutes(to: router)
        // How the server itself is.
        let paths = Set(router.routes.map(\.path.description)).subtracting(["/health"])
        try await board.close()

        #expect(paths.count > 15)
        for name in try paths.union(Self.fieldNames()) {
            #expect(NeverHeld.words(of: name).isDisjoint(with: NeverHeld.forbidden), "\(name)")
        }
        #expect(!NeverHeld.words(of: "resident_id-card").isDisjoint(with: NeverHeld.forbidden))
    }
}
