import Application
import Domain
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Store

/// The 12345 hotline's sheets, for dispatchers, each with the own part of the territory: send one, see what it would do, apply it; take the answers back.
extension WebDoor {
    func addHotlineRoutes<Context: RequestContext>(to router: Router<Context>) {
        router.get("/desk/hotline") { request, context in await respond(request, context) { try hotline($0) } }
        router.post("/desk/hotline") { request, context in await respond(request, context) { try await sendSheet($0) } }
        router.post("/desk/hotline/export") { request, context in
            await respond(request, context) { try await hotlineExport($0) }
        }
        router.get("/desk/hotline/{id}") { request, context in
            await respond(request, context) { visit in
                try await sheetPlan(context.parameters.get("id") ?? "", category: visit.query["category"], visit)
            }
        }
        router.post("/desk/hotline/{id}") { request, context in
            await respond(request, context) { try await actOnSheet(context.parameters.get("id") ?? "", $0) }
        }
    }

    /// Lines of a plan that a page shows; the command line's report has all.
    private static let shownLines = 200

    private func hotline(_ visit: Visit, fault: SheetFault? = nil) throws -> Response {
        guard let signedIn = visit.signedIn else { return redirect("/desk/sign-in") }
        try office.checkHotline(signedIn.staff)
        var model: [String: Any] = ["csrf": signedIn.csrf, "part": signedIn.staff.scope != .district]
        if let fault { model["failed"] = office.catalogues.words(for: fault, in: visit.language) }
        return pages.page(
            "hotline",
            model,
            title: pages.text("hotline_title", visit.language),
            visit: visit,
            status: fault == nil ? .ok : .unprocessableContent,
            isNarrow: true,
            isPrivate: true
        )
    }

    private func sendSheet(_ visit: Visit) async throws -> Response {
        guard let signedIn = visit.signedIn else { return redirect("/desk/sign-in") }
        let form = try await form(of: visit)
        try checkToken(form, signedIn.csrf)
        guard let file = form.files.first(where: { $0.name == "sheet" }), !file.bytes.isEmpty else {
            return try hotline(visit, fault: .empty)
        }
        do {
            let id = try await office.upload(file.bytes, named: file.filename, by: signedIn.staff)
            return redirect("/desk/hotline/\(id)")
        } catch let fault as SheetFault {
            return try hotline(visit, fault: fault)
        }
    }

    /// What the sheet would do, line by line; nothing is done.
    private func sheetPlan(_ id: String, category: String?, _ visit: Visit) async throws -> Response {
        guard let signedIn = visit.signedIn else { return redirect("/desk/sign-in") }
        guard let (name, sheet) = try await office.uploaded(id, by: signedIn.staff) else { return expired(visit) }
        let other = try known(category)
        do {
            let plan = try await office.bringIn(sheet, otherCategory: other, isDryRun: true, for: signedIn.staff)
            return planPage(plan, name: name, visit) { model in
                model["apply"] = [
                    "id": id, "csrf": signedIn.csrf,
                    "categories": office.directory.sortedCategories.map { category -> [String: Any] in
                        [
                            "code": category.code.rawValue, "name": category.name.text(in: visit.language),
                            "chosen": category.code == other,
                        ]
                    },
                ]
            }
        } catch let fault as SheetFault {
            return try hotline(visit, fault: fault)
        }
    }

    private func actOnSheet(_ id: String, _ visit: Visit) async throws -> Response {
        guard let signedIn = visit.signedIn else { return redirect("/desk/sign-in") }
        let form = try await form(of: visit)
        try checkToken(form, signedIn.csrf)
        switch form["act"] {
        case "apply":
            let other = try known(form["category"])
            guard let plan = try await office.applyUpload(id, otherCategory: other, by: signedIn.staff) else {
                return expired(visit)
            }
            return planPage(plan, name: pages.text("hotline_title", visit.language), visit) { $0["done"] = true }
        case "compare": return try await differences(id, signedIn, visit)
        default:
            return redirect("/desk/hotline/\(id)" + (form["category"].map { "?category=\(Pages.escape($0))" } ?? ""))
        }
    }

    private func differences(_ id: String, _ signedIn: SignedIn, _ visit: Visit) async throws -> Response {
        guard let (_, sheet) = try await office.uploaded(id, by: signedIn.staff) else { return expired(visit) }
        let found: Reconciliation
        do { found = try await office.reconcile(sheet, for: signedIn.staff) } catch let fault as SheetFault {
            return try hotline(visit, fault: fault)
        }
        let (catalogues, language) = (office.catalogues, visit.language)
        let rows = found.differences.map { difference -> [String: Any] in
            var row: [String: Any] = [
                "number": difference.number, "kind": catalogues.words(for: difference.kind, in: language),
                "theirs": catalogues.words(for: difference.theirs, of: difference.kind, in: language),
                "ours": catalogues.words(for: difference.ours, of: difference.kind, in: language),
            ]
            if let number = difference.caseNumber { row["url"] = "/desk/cases/\(number.rawValue)" }
            return row
        }
        let title = pages.text("hotline_compare_title", language)
        let counts = [
            "compared": "\(found.compared)", "different": "\(rows.count)", "unread": "\(found.rejections.count)",
        ]
        var model: [String: Any] = [
            "id": id, "differences": rows, "has_differences": !rows.isEmpty,
            "summary": catalogues.text("web.hotline_compare_summary", counts, in: language),
        ]
        if let elsewhere = told(found.elsewhere, language) { model["elsewhere"] = elsewhere }
        return pages.page("hotlinediff", model, title: title, visit: visit, isPrivate: true)
    }

    private func planPage(
        _ plan: HotlinePlan,
        name: String,
        _ visit: Visit,
        _ complete: (inout [String: Any]) -> Void
    ) -> Response {
        let (catalogues, language, directory) = (office.catalogues, visit.language, office.directory)
        let rejections = plan.rejections
        let steps = plan.lines.filter { line in
            switch line.step {
            case .create, .change: true
            case .same, .reject: false
            }
        }
        var model: [String: Any] = [
            "name": name, "created": plan.created, "changed": plan.changed, "unchanged": plan.unchanged,
            "rejected": rejections.count, "has_rejected": !rejections.isEmpty, "has_steps": !steps.isEmpty,
            "rejections": rejections.map { rejection in
                [
                    "line": "\(rejection.line)", "number": rejection.number, "column": rejection.column,
                    "reason": catalogues.words(for: rejection, in: language),
                ]
            },
            "steps": steps.prefix(Self.shownLines).map { line in
                var row: [String: Any] = [
                    "line": "\(line.line)", "number": line.number,
                    "what": catalogues.words(for: line.step, in: language, directory: directory),
                ]
                if let number = line.step.caseNumber { row["url"] = "/desk/cases/\(number.rawValue)" }
                return row
            },
            "steps_caption": catalogues.text(
                "web.hotline_steps_caption",
                ["shown": "\(min(steps.count, Self.shownLines))", "all": "\(steps.count)"],
                in: language
            ),
        ]
        if !plan.unread.isEmpty { model["unread"] = plan.unread.joined(separator: "、") }
        if let elsewhere = told(plan.elsewhere, language) { model["elsewhere"] = elsewhere }
        complete(&model)
        return pages.page("hotlineplan", model, title: name, visit: visit, isPrivate: true)
    }

    /// How many lines were left alone, and which; nil for none.
    private func told(_ elsewhere: [Int], _ language: Language) -> String? {
        guard !elsewhere.isEmpty else { return nil }
        let lines = elsewhere.prefix(Self.shownLines).map(String.init).joined(
            separator: language == .chinese ? "、" : ", "
        )
        let values = ["n": "\(elsewhere.count)", "lines": lines + (elsewhere.count > Self.shownLines ? " …" : "")]
        return office.catalogues.text("web.hotline_elsewhere", values, in: language)
    }

    private func expired(_ visit: Visit) -> Response {
        pages.message("hotline_gone", status: .notFound, visit: visit)
    }

    private func known(_ code: String?) throws(Refusal) -> CategoryCode? {
        guard let code else { return nil }
        guard let category = office.directory.sortedCategories.first(where: { $0.code.rawValue == code }) else {
            throw .unknown(.category)
        }
        return category.code
    }

    /// All orders with what became of them, as the hotline's own sheet.
    private func hotlineExport(_ visit: Visit) async throws -> Response {
        guard let signedIn = visit.signedIn else { return redirect("/desk/sign-in") }
        let form = try await form(of: visit)
        try checkToken(form, signedIn.csrf)
        let staff = signedIn.staff
        try office.checkHotline(staff)
        let isBook = form["format"] == "xlsx"
        try await office.noteTakingOut("hotline", as: isBook ? "xlsx" : "csv", by: staff)
        let name = "hotline-\(office.today)"
        if isBook {
            let book = try await office.hotlineWorkbook(from: .distantPast, to: .distantFuture, for: staff)
            return download(body(of: book), named: "\(name).xlsx", type: ExportFormat.xlsx.contentType, isPrivate: true)
        }
        let encoding: TextEncoding = form["format"] == "gb18030" ? .gb18030 : .utf8
        let office = office
        let body = ResponseBody { writer in
            let mark: [UInt8] = encoding == .utf8 ? [0xEF, 0xBB, 0xBF] : []
            try await writer.write(ByteBuffer(bytes: mark + HotlineText.bytes(Office.hotlineHeadings, in: encoding)))
            var last: HotlineOrder?
            repeat {
                let (rows, next) = try await office.hotlineRows(
                    from: .distantPast,
                    to: .distantFuture,
                    after: last,
                    for: staff
                )
                var bytes: [UInt8] = []
                for row in rows { bytes += try office.hotlineLine(row, in: encoding) }
                if !bytes.isEmpty { try await writer.write(ByteBuffer(bytes: bytes)) }
                last = next
            } while last != nil
            try await writer.finish(nil)
        }
        let type = "text/csv; charset=\(encoding == .gb18030 ? "gb18030" : "utf-8"); header=present"
        return download(body, named: "\(name).csv", type: type, isPrivate: true)
    }
}
