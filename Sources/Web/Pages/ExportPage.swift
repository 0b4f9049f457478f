import Application
import Domain
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Store

/// Lists that leave the office as files.
extension WebDoor {
    func addExportRoutes<Context: RequestContext>(to router: Router<Context>) {
        let files: [(RouterPath, ExportFormat)] = [
            ("/cases.csv", .csv), ("/cases.xlsx", .xlsx), ("/cases.geojson", .geojson),
        ]
        for (path, format) in files {
            router.get(path) { request, context in
                await respond(request, context) { try await publicExport(as: format, $0) }
            }
        }
        router.post("/desk/export") { request, context in await respond(request, context) { try await deskExport($0) } }
    }

    /// What a list can be taken away as; the raw value is the form's.
    enum ExportFormat: String, CaseIterable {
        case xlsx
        case csv
        /// Without the three bytes that Excel needs and programs do not expect.
        case plainCSV = "csv-plain"
        case geojson

        var ending: String { self == .plainCSV ? "csv" : rawValue }

        var contentType: String {
            switch self {
            case .xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            case .csv, .plainCSV: "text/csv; charset=utf-8; header=present"
            case .geojson: "application/geo+json"
            }
        }
    }

    // MARK: - Staff

    /// The list that the page shows, whole: the same filters, the same rights; written down before anything is shown.
    private func deskExport(_ visit: Visit) async throws -> Response {
        guard let signedIn = visit.signedIn else { return redirect("/desk/sign-in") }
        let form = try await form(of: visit)
        try checkToken(form, signedIn.csrf)
        guard let format = ExportFormat(rawValue: form["format"] ?? "") else {
            return pages.message("bad_form", status: .badRequest, visit: visit)
        }
        guard let queue = Queue(query: form["queue"] ?? "", in: office.directory) else {
            return pages.message("bad_form", status: .badRequest, visit: visit)
        }
        let list = try await deskCaseList(of: queue, text: form["q"] ?? "", for: signedIn.staff)
        try await office.noteTakingOut(list.name, as: format.ending, by: signedIn.staff)
        return try await export(list, of: signedIn.staff, as: format, visit)
    }

    /// The list behind a page of the desk, to its end.
    private func deskCaseList(of queue: Queue, text: String, for staff: Staff) async throws -> CaseList {
        let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let name = [queue.query, words].filter { !$0.isEmpty }.joined(separator: " ")
        guard words.unicodeScalars.count <= CaseFilter.textLimit else {
            throw Refusal.tooLong(.text, limit: CaseFilter.textLimit)
        }
        if let number = number(words) {
            guard var filter = office.filter(for: staff) else { return CaseList(none: name) }
            filter.numbers = [number]
            return CaseList(filter, name: name)
        }
        guard words.isEmpty || WordSearch.canSearch(words) else { return CaseList(none: name) }
        return try await office.list(of: queue, words: words, for: staff, name: name)
    }

    // MARK: - Everybody

    /// The public list, of an area, a category, or everything.
    private func publicExport(as format: ExportFormat, _ visit: Visit) async throws -> Response {
        var filter = CaseFilter()
        filter.narrow(to: visit.query["status"])
        if let area = visit.query["area"] {
            guard let grids = grids(of: area) else {
                return pages.message("not_found", status: .notFound, visit: visit)
            }
            filter.grids = grids.isEmpty ? nil : grids
        }
        if let code = visit.query["category"] {
            guard let category = office.directory.sortedCategories.first(where: { $0.code.rawValue == code }) else {
                return pages.message("not_found", status: .notFound, visit: visit)
            }
            filter.categories = [category.code]
        }
        let isPlain = format == .csv && visit.query["mark"] == "0"
        return try await export(CaseList(filter, name: "public"), of: nil, as: isPlain ? .plainCSV : format, visit)
    }

    /// The grids of an area by its code; none for the whole district, nil for what is no area.
    private func grids(of raw: String) -> [GridCode]? {
        let directory = office.directory
        if let grid = directory.grid(named: raw) { return [grid] }
        guard let unit = directory.units.values.first(where: { $0.code.rawValue == raw }) else { return nil }
        return unit.parent == nil ? [] : directory.grids(in: .unit(unit.code)) ?? []
    }

    // MARK: - Files

    private func export(
        _ list: CaseList,
        of staff: Staff?,
        as format: ExportFormat,
        _ visit: Visit
    ) async throws -> Response {
        let table = office.table(isPublic: staff == nil, in: visit.language)
        let body: ResponseBody
        switch format {
        case .xlsx: body = self.body(of: try await office.workbook(of: list, table: table))
        case .csv, .plainCSV, .geojson:
            let text = TextExport(
                format: format == .geojson ? .geojson : .csv,
                table: table,
                zone: office.settings.zone,
                hasMark: format == .csv,
                hasNames: visit.query["head"] != "keys"
            )
            body = self.body(of: list, as: text)
        }
        return download(
            body,
            named: "cases-\(office.today).\(format.ending)",
            type: format.contentType,
            isPrivate: staff != nil
        )
    }

    /// A page of the list at a time, as fast as the reader takes it.
    private func body(of list: CaseList, as text: TextExport) -> ResponseBody {
        let office = office
        return ResponseBody { writer in
            try await writer.write(ByteBuffer(bytes: text.opening))
            var isFirst = true
            do {
                var pages = office.pages(of: list)
                while let cases = try await pages.next() {
                    try await writer.write(ByteBuffer(bytes: text.bytes(cases, isFirst: isFirst)))
                    isFirst = false
                }
            } catch let fault as Fault {
                // The head is on its way: all that can be done is to break off, so that nobody takes a part for the whole.
                office.outages.tell("export broken off", of: fault)
                throw fault
            }
            try await writer.write(ByteBuffer(bytes: text.ending))
            try await writer.finish(nil)
        }
    }

    /// A finished spreadsheet, a piece at a time; its file goes away with it.
    func body(of book: Workbook) -> ResponseBody {
        let office = office
        return ResponseBody { writer in
            var offset = 0
            while true {
                let piece = try await office.piece(of: book, at: offset)
                if piece.isEmpty { break }
                try await writer.write(ByteBuffer(bytes: piece))
                offset += piece.count
            }
            try await writer.finish(nil)
        }
    }

    func download(_ body: ResponseBody, named name: String, type: String, isPrivate: Bool) -> Response {
        var headers = Pages.securityHeaders
        headers[.contentType] = type
        headers[.contentDisposition] = "attachment; filename=\"\(name)\""
        headers[.cacheControl] = isPrivate ? "no-store" : "no-cache"
        headers[.vary] = "Accept-Language, Cookie"
        if !isPrivate { headers[.accessControlAllowOrigin] = "*" }
        return Response(status: .ok, headers: headers, body: body)
    }
}

extension CaseFilter {
    /// The lists of the desk by the word in their address.
    mutating func narrow(to status: String?) {
        switch status {
        case "open":
            isOpen = true
            order = .dueFirst
        case "overdue": overdueOnly = true
        case "closed": isOpen = false
        default: break
        }
    }
}
