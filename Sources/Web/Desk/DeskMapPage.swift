import Application
import Domain
import Foundation
import Geography
import HTTPTypes
import Hummingbird
import Store

/// A queue of open cases on the map by light, with a table that says the same: streets, then a street's grids, then the
/// places of a grid's cases.
extension WebDoor {
    func addDeskMapRoutes<Context: RequestContext>(to router: Router<Context>) {
        router.get("/desk/map") { request, context in
            await respond(request, context) { try await deskMap($0) }
        }
        router.get("/desk/map.json") { request, context in
            await respond(request, context) { try await deskMapMarks($0) }
        }
    }

    /// The queue of an address; a map shows what is open.
    private func openQueue(_ visit: Visit) -> Queue {
        var queue = Queue(visit.query, usually: .open, in: office.directory)
        if !queue.list.isOpen { queue.list = .open }
        return queue
    }

    private func deskMap(_ visit: Visit) async throws -> Response {
        guard let signedIn = visit.signedIn else { return redirect("/desk/sign-in") }
        let words = Words(office: office, language: visit.language)
        let queue = openQueue(visit)
        let found = try await office.map(of: queue, for: signedIn.staff)
        let queueWords = QueueWords(words: words, queue: queue)
        var rows: [MapRow]
        var quiet = 0
        let map: BoardMap
        switch queue.area {
        case nil, .unplaced:
            map = self.map()
            rows = lines(streetPlaces(of: map), found)
        case .unit(let unit):
            let codes = office.directory.grids(in: .unit(unit)) ?? []
            map = BoardMap(office.directory, only: Set(codes))
            let all = lines(gridPlaces(of: map), found)
            // A street's forty grids are mostly quiet: one line says so.
            rows = all.filter { $0.lights.sum > 0 }
            quiet = all.count - rows.count
        case .grid(let code):
            map = BoardMap(office.directory, only: [code])
            rows = lines(gridPlaces(of: map), found)
        }
        if let unplaced = found.grids[""], queue.area == nil || queue.area == .unplaced {
            rows.append(MapRow(area: .unplaced, name: words.text("web.queue_unplaced"), lights: unplaced, at: nil))
        }
        var model: [String: Any] = [
            "name": queueWords.name, "back": queue.address(),
            "rows": rows.map { row($0, queue, words) },
            "legend": DueLight.allCases.map { words.text("light.\($0.rawValue)") }.joined(separator: " · "),
            "lights": DueLight.allCases.map { words.text("light.\($0.rawValue)") },
            "choices": QueueWords(words: words, queue: queue).choices(nil), "status": queue.list.rawValue,
        ]
        if quiet > 0 { model["quiet"] = words.text("web.desk_map_quiet", ["n": "\(quiet)"]) }
        if queue.area != nil {
            var around = queue
            around.area = wider(than: queue.area)
            model["wider"] = "/desk/map?" + around.query
        }
        if map.height > 1 {
            model["drawing"] = drawing(map, rows, found, queue, words)
            model["leaflet"] = pages.assets.leaflet
            model["bounds"] = map.bounds
            model["marks"] = "/desk/map.json?" + queue.query
        }
        if case .grid = queue.area {
            let page = try await office.page(of: queue, for: signedIn.staff)
            model["cases"] = page.cases.map { summary -> [String: Any] in
                var row: [String: Any] = [
                    "url": queue.address(of: summary.number), "category": words.category(summary.category),
                    "number": summary.number.rawValue, "place": words.place(summary.address, summary.gridCode),
                    "stage": words.stage(summary.stage), "ended": "",
                ]
                if let light = words.light(office.clock(of: summary)) { row["light"] = light }
                return row
            }
            model["has_cases"] = !page.cases.isEmpty
            model["empty"] = words.text("web.list_empty")
            model["is_grid"] = true
            model["whole"] = queue.address()
        }
        if found.withoutPoint > 0, !found.marks.isEmpty || queue.area != nil {
            model["without_point"] = words.text("web.desk_map_without_place", ["n": "\(found.withoutPoint)"])
        }
        let title = words.text("web.desk_map_title", ["name": queueWords.name])
        model["title"] = title
        return pages.page("deskmap", model, title: title, visit: visit, isPrivate: true)
    }

    /// A line of the table, and the mark that stands for it on the map.
    private struct MapRow {
        let area: Queue.Area
        let name: String
        let lights: LightCounts
        let at: Pixel?
    }

    private func lines(_ places: [MapPlace], _ found: QueueMap) -> [MapRow] {
        places.map { place in
            let lights = place.grids.map { found.grids[$0.rawValue] ?? LightCounts() }.reduce(LightCounts(), +)
            return MapRow(area: place.area, name: place.name, lights: lights, at: place.at)
        }
    }

    private func row(_ row: MapRow, _ queue: Queue, _ words: Words) -> [String: Any] {
        var there = queue
        there.area = row.area
        let counts = DueLight.allCases.map { light -> [String: Any] in
            var those = there
            those.light = light
            var model: [String: Any] = ["n": "\(row.lights[light])", "named": words.text("light.\(light.rawValue)")]
            if row.lights[light] > 0 { model["list"] = those.address() }
            return model
        }
        return [
            "name": row.name, "url": address(of: there), "counts": counts, "label": label(row.name, row.lights, words),
        ]
    }

    /// Deeper into the map; from a grid, and from what is not placed, to the list.
    private func address(of queue: Queue) -> String {
        queue.area == .unplaced ? queue.address() : "/desk/map?" + queue.query
    }

    private func label(_ name: String, _ lights: LightCounts, _ words: Words) -> String {
        let parts = DueLight.allCases.filter { lights[$0] > 0 }.map {
            words.text("web.queue_choice", ["name": words.text("light.\($0.rawValue)"), "n": "\(lights[$0])"])
        }
        return words.text(
            "web.desk_map_label",
            [
                "name": name,
                "lights": parts.isEmpty ? words.text("web.desk_map_nothing") : parts.joined(separator: " · "),
            ]
        )
    }

    /// The drawing: outlines, and a mark for each row that has cases, or for each case of a grid.
    private func drawing(
        _ map: BoardMap,
        _ rows: [MapRow],
        _ found: QueueMap,
        _ queue: Queue,
        _ words: Words
    ) -> [String: Any] {
        var marks: [[String: Any]] = []
        let isGrid = if case .grid = queue.area { true } else { false }
        if isGrid {
            for mark in found.marks {
                let place = Coordinate(longitude: mark.point.longitude, latitude: mark.point.latitude)
                guard let at = map.pixel(of: place) else { continue }
                let label = "\(words.category(mark.category)): \(words.text("light.\(mark.light.rawValue)"))"
                marks.append(sign(mark.light, at, queue.address(of: mark.number), label, count: nil))
            }
        }
        if marks.isEmpty {
            for row in rows {
                guard let at = row.at, let worst = row.lights.worst else { continue }
                var there = queue
                there.area = row.area
                let url = isGrid ? there.address() : address(of: there)
                marks.append(sign(worst, at, url, label(row.name, row.lights, words), count: row.lights.sum))
            }
        }
        return [
            "width": map.width, "height": map.height, "borders": map.borders,
            "outlines": map.streets.flatMap(\.cells).map { ["path": $0.path] }, "signs": marks,
        ]
    }

    /// A circle, a triangle or a square, 26 units wide around its middle; with a count it is 38 wide and says it.
    private func sign(_ light: DueLight, _ at: Pixel, _ url: String, _ label: String, count: Int?) -> [String: Any] {
        let half = count == nil ? 13 : 19
        let path =
            switch light {
            case .green:
                "M\(at.x - half) \(at.y)a\(half) \(half) 0 1 0 \(2 * half) 0a\(half) \(half) 0 1 0 \(-2 * half) 0z"
            case .amber: "M\(at.x) \(at.y - half - 6)l\(half + 5) \(2 * half + 4)h\(-2 * half - 10)z"
            case .red: "M\(at.x - half) \(at.y - half)h\(2 * half)v\(2 * half)h\(-2 * half)z"
            }
        var model: [String: Any] = ["url": url, "label": label, "path": path, "colour": light.rawValue]
        if let count { model["number"] = ["n": "\(count)", "x": at.x, "y": at.y + 7] as [String: Any] }
        return model
    }

    // MARK: - For the movable map

    /// What is in the box that is shown: the cases one by one, or heaps of them where there are many.
    private func deskMapMarks(_ visit: Visit) async throws -> Response {
        guard let signedIn = visit.signedIn else { return redirect("/desk/sign-in") }
        let words = Words(office: office, language: visit.language)
        let queue = openQueue(visit)
        let numbers = (visit.query["box"] ?? "").split(separator: ",").compactMap { Double($0) }
        guard numbers.count == 4, numbers.allSatisfy(\.isFinite), numbers[0] <= numbers[2], numbers[1] <= numbers[3]
        else { return pages.message("not_found", status: .notFound, visit: visit) }
        let box = CaseFilter.Box(south: numbers[0], west: numbers[1], north: numbers[2], east: numbers[3])
        let found = try await office.map(of: queue, for: signedIn.staff, within: box)
        let marks = found.marks.map { mark in
            Mark(
                lat: mark.point.latitude,
                long: mark.point.longitude,
                light: mark.light.rawValue,
                label: "\(words.category(mark.category)): \(words.text("light.\(mark.light.rawValue)"))",
                url: queue.address(of: mark.number),
                n: nil
            )
        }
        let heaps = found.heaps.map { heap in
            Mark(
                lat: heap.latitude,
                long: heap.longitude,
                light: (heap.lights.worst ?? .green).rawValue,
                label: label(words.text("web.desk_map_heap"), heap.lights, words),
                url: nil,
                n: heap.lights.sum
            )
        }
        return try json(marks + heaps, for: visit)
    }

    private struct Mark: Encodable {
        let lat: Double
        let long: Double
        let light: String
        let label: String
        let url: String?
        let n: Int?
    }

    private func json(_ marks: [Mark], for visit: Visit) throws -> Response {
        var headers = Pages.securityHeaders
        headers[.contentType] = "application/json"
        headers[.cacheControl] = "no-store"
        let bytes = [UInt8](try JSONEncoder().encode(marks))
        return Pages.compressed(bytes, status: .ok, headers: headers, for: visit.request)
    }
}
