import Application
import Domain
import Foundation
import Geography
import HTTPTypes
import Hummingbird
import Store

/// Firms on the map, with a table that says the same: streets, then a street's grids, then a grid's firms. A circle stands where
/// every firm has a steward, a triangle where one has none.
extension WebDoor {
    func addFirmMapRoutes<Context: RequestContext>(to router: Router<Context>) {
        router.get("/desk/firms/map") { request, context in
            await respond(request, context) { try await firmMap($0) }
        }
        router.get("/desk/firms/map.json") { request, context in
            await respond(request, context) { try await firmMapMarks($0) }
        }
    }

    /// What an address asks the map for.
    private struct Question {
        var filter = FirmPlaceFilter()
        var area: Queue.Area?

        init(_ query: FormBody, in directory: Directory) {
            filter.kind = query["kind"].flatMap(Enterprise.Kind.init(rawValue:))
            filter.isVacant = query["steward"] == "none"
            if let grid = query["grid"].flatMap({ directory.grid(named: $0) }) {
                area = .grid(grid)
            } else if let unit = query["area"].flatMap({ raw in directory.units.keys.first { $0.rawValue == raw } }) {
                area = .unit(unit)
            }
        }

        /// The address of the same question about another area, at the map or at the list.
        func address(_ path: String, _ area: Queue.Area?, isVacant: Bool? = nil) -> String {
            var parts: [String] = []
            if let kind = filter.kind { parts.append("kind=\(kind.rawValue)") }
            if isVacant ?? filter.isVacant { parts.append("steward=none") }
            switch area {
            case .grid(let code): parts.append("grid=\(Pages.escape(code.rawValue))")
            case .unit(let code): parts.append("area=\(Pages.escape(code.rawValue))")
            case .unplaced, nil: break
            }
            return parts.isEmpty ? path : path + "?" + parts.joined(separator: "&")
        }
    }

    /// A line of the table, and the mark that stands for it on the map.
    private struct Row {
        let area: Queue.Area
        let name: String
        let count: FirmCount
        let at: Pixel
    }

    private func firmMap(_ visit: Visit) async throws -> Response {
        guard visit.signedIn != nil else { return redirect("/desk/sign-in") }
        let staff = try servant(visit, .see).staff
        let words = try await firmWords(visit)
        let directory = office.directory
        let question = Question(visit.query, in: directory)
        let found = try await office.firmMap(question.filter, area: question.area, for: staff)
        let map: BoardMap
        var rows: [Row]
        var isGrid = false
        switch question.area {
        case nil, .unplaced:
            map = self.map()
            rows = lines(streetPlaces(of: map), found)
        case .unit(let unit):
            map = BoardMap(directory, only: Set(directory.grids(in: .unit(unit)) ?? []))
            rows = lines(gridPlaces(of: map), found)
        case .grid(let code):
            map = BoardMap(directory, only: [code])
            rows = lines(gridPlaces(of: map), found)
            isGrid = true
        }
        rows = rows.filter { $0.count.firms > 0 }
        let inAll = rows.map(\.count).reduce(FirmCount(), +)
        var model: [String: Any] = [
            "rows": rows.map { row($0, question, words) }, "has_rows": !rows.isEmpty,
            "list": question.address("/desk/firms", question.area), "choices": choices(question, words),
            "in_all": words.text("web.firm_map_in_all", ["n": "\(inAll.firms)", "vacant": "\(inAll.vacant)"]),
        ]
        switch question.area {
        case .grid(let code): model["area"] = ["name": "grid", "value": code.rawValue]
        case .unit(let code): model["area"] = ["name": "area", "value": code.rawValue]
        case .unplaced, nil: break
        }
        if question.area != nil { model["wider"] = question.address("/desk/firms/map", wider(than: question.area)) }
        if let count = found.grids[""], question.area == nil {
            model["unplaced"] = words.text("web.firm_map_unplaced", ["n": "\(count.firms)"])
        }
        if found.withoutPoint > 0 {
            model["without_point"] = words.text("web.firm_map_without_point", ["n": "\(found.withoutPoint)"])
        }
        if map.height > 1 {
            model["drawing"] = drawing(map, isGrid ? [] : rows, found, question, words)
            model["leaflet"] = pages.assets.leaflet
            model["bounds"] = map.bounds
            let marks = question.address("/desk/firms/map.json", nil)
            model["marks"] = marks + (marks.contains("?") ? "" : "?")
        }
        if isGrid, case .grid(let code) = question.area {
            var filter = question.filter.list
            (filter.grids, filter.limit) = ([code.rawValue], 50)
            let firms = try await office.enterprises(filter, for: staff)
            model["firms"] = firms.map { words.row($0) }
            model["has_firms"] = !firms.isEmpty
            model["is_grid"] = true
        }
        let title = words.text("web.firm_map_title", ["name": name(of: question.area, words)])
        model["title"] = title
        return pages.page("firmmap", model, title: title, visit: visit, isPrivate: true)
    }

    private func name(of area: Queue.Area?, _ words: FirmWords) -> String {
        switch area {
        case .grid(let code): words.words.gridName(code.rawValue) ?? code.rawValue
        case .unit(let code): office.directory.units[code]?.name ?? code.rawValue
        case .unplaced, nil: words.text("web.firms_title")
        }
    }

    private func choices(_ question: Question, _ words: FirmWords) -> [[String: Any]] {
        let kind = question.filter.kind?.rawValue
        return [
            [
                "id": "choice-kind", "name": "kind", "label": words.text("web.firm_kind"),
                "options": words.options(Enterprise.Kind.allCases, chosen: kind, words.kind),
            ],
            [
                "id": "choice-steward", "name": "steward", "label": words.text("web.firm_steward"),
                "options": words.options(
                    [("none", words.text("web.firms_no_steward"))],
                    chosen: question.filter.isVacant ? "none" : nil
                ),
            ],
        ]
    }

    private func lines(_ places: [MapPlace], _ found: FirmMap) -> [Row] {
        places.map { place in
            let count = place.grids.compactMap { found.grids[$0.rawValue] }.reduce(FirmCount(), +)
            return Row(area: place.area, name: place.name, count: count, at: place.at)
        }
    }

    private func row(_ row: Row, _ question: Question, _ words: FirmWords) -> [String: Any] {
        var model: [String: Any] = [
            "name": row.name, "url": question.address("/desk/firms/map", row.area), "firms": "\(row.count.firms)",
            "list": question.address("/desk/firms", row.area), "vacant": "\(row.count.vacant)",
        ]
        if row.count.vacant > 0 { model["vacant_list"] = question.address("/desk/firms", row.area, isVacant: true) }
        return model
    }

    private func label(_ name: String, _ count: FirmCount, _ words: FirmWords) -> String {
        let key = count.vacant > 0 ? "web.firm_map_label_vacant" : "web.firm_map_label"
        return words.text(key, ["name": name, "n": "\(count.firms)", "vacant": "\(count.vacant)"])
    }

    private func label(_ firm: FirmPlace, _ words: FirmWords) -> String {
        words.text(
            firm.isVacant ? "web.firm_map_firm_vacant" : "web.firm_map_firm",
            ["name": firm.name, "kind": words.kind(firm.kind)]
        )
    }

    /// The drawing: outlines, and a mark for each row, or for each firm of a grid.
    private func drawing(
        _ map: BoardMap,
        _ rows: [Row],
        _ found: FirmMap,
        _ question: Question,
        _ words: FirmWords
    ) -> [String: Any] {
        var signs = rows.map { row in
            let url = question.address("/desk/firms/map", row.area)
            return sign(row.at, url, label(row.name, row.count, words), row.count.vacant > 0, count: row.count.firms)
        }
        if rows.isEmpty {
            for firm in found.marks {
                guard let point = firm.point,
                    let at = map.pixel(of: Coordinate(longitude: point.longitude, latitude: point.latitude))
                else { continue }
                let url = "/desk/firms/\(firm.number)"
                signs.append(sign(at, url, label(firm, words), firm.isVacant, count: nil))
            }
            for heap in found.heaps {
                guard let at = map.pixel(of: Coordinate(longitude: heap.longitude, latitude: heap.latitude))
                else { continue }
                let url = question.address("/desk/firms", question.area)
                let text = label(words.text("web.desk_map_heap"), heap.count, words)
                signs.append(sign(at, url, text, heap.count.vacant > 0, count: heap.count.firms))
            }
        }
        return [
            "width": map.width, "height": map.height, "borders": map.borders,
            "outlines": map.streets.flatMap(\.cells).map { ["path": $0.path] }, "signs": signs,
        ]
    }

    /// A circle or a triangle around its middle, 16 units wide; with a count it is 44 wide and says it.
    private func sign(_ at: Pixel, _ url: String, _ label: String, _ isVacant: Bool, count: Int?) -> [String: Any] {
        let half = count == nil ? 8 : 22
        let path =
            isVacant
            ? "M\(at.x) \(at.y - half - 6)l\(half + 5) \(2 * half + 4)h\(-2 * half - 10)z"
            : "M\(at.x - half) \(at.y)a\(half) \(half) 0 1 0 \(2 * half) 0a\(half) \(half) 0 1 0 \(-2 * half) 0z"
        var model: [String: Any] = [
            "url": url, "label": label, "path": path, "colour": isVacant ? "amber" : "green",
        ]
        if let count { model["number"] = ["n": "\(count)", "x": at.x, "y": at.y + 7] as [String: Any] }
        return model
    }

    // MARK: - For the movable map

    private struct Mark: Encodable {
        let lat: Double
        let long: Double
        let light: String
        let label: String
        let url: String?
        let n: Int?
    }

    /// What is in the box that is shown: the firms one by one, or heaps of them where there are many.
    private func firmMapMarks(_ visit: Visit) async throws -> Response {
        guard visit.signedIn != nil else { return redirect("/desk/sign-in") }
        let staff = try servant(visit, .see).staff
        let words = try await firmWords(visit)
        let question = Question(visit.query, in: office.directory)
        let numbers = (visit.query["box"] ?? "").split(separator: ",").compactMap { Double($0) }
        guard numbers.count == 4, numbers.allSatisfy(\.isFinite), numbers[0] <= numbers[2], numbers[1] <= numbers[3]
        else { return notFound(visit) }
        let box = CaseFilter.Box(south: numbers[0], west: numbers[1], north: numbers[2], east: numbers[3])
        let found = try await office.firmMap(question.filter, within: box, for: staff)
        let marks = found.marks.compactMap { firm in
            firm.point.map { point in
                Mark(
                    lat: point.latitude,
                    long: point.longitude,
                    light: firm.isVacant ? "amber" : "green",
                    label: label(firm, words),
                    url: "/desk/firms/\(firm.number)",
                    n: nil
                )
            }
        }
        let heaps = found.heaps.map { heap in
            let place = heap.area.map { self.name(of: $0, words) } ?? words.text("web.desk_map_heap")
            return Mark(
                lat: heap.latitude,
                long: heap.longitude,
                light: heap.count.vacant > 0 ? "amber" : "green",
                label: label(place, heap.count, words),
                url: nil,
                n: heap.count.firms
            )
        }
        var headers = Pages.securityHeaders
        headers[.contentType] = "application/json"
        headers[.cacheControl] = "no-store"
        let bytes = [UInt8](try JSONEncoder().encode(marks + heaps))
        return Pages.compressed(bytes, status: .ok, headers: headers, for: visit.request)
    }
}
