import Application
import Domain
import HTTPTypes
import Hummingbird
import NIOCore
import Store
import TransparencyLog

extension WebDoor {
    /// `/`: today's counts, the map, the streets, the signed head.
    func board(_ visit: Visit) async throws -> Response {
        let words = Words(office: office, language: visit.language)
        let figures = try await office.boardFigures()
        let map = map()
        let mine = visit.signedIn.flatMap { office.directory.grids(in: $0.staff.scope) }.map(Set.init) ?? []
        var model: [String: Any] = [
            "reported": figures.reportedToday, "closed": figures.closedToday, "on_time": figures.closedOnTimeToday,
            "open": figures.openNow, "overdue": figures.overdueNow, "is_late": figures.overdueNow > 0,
            "streets": streets(figures), "is_staff": visit.signedIn != nil,
            "feed": "/feeds/district",
        ]
        if !map.streets.isEmpty {
            model["map"] =
                [
                    "width": map.width, "height": map.height, "bounds": map.bounds, "borders": map.borders,
                    "leaflet": pages.assets.leaflet ?? "",
                    // Leaflet is a hundred kilobytes for a browser that takes no gzip: too much for a first look.
                    "movable": pages.assets.leaflet != nil && Pages.takesGzip(visit.request),
                    "marks": marks(map, figures, mine),
                    "names": map.streets.map {
                        ["name": $0.name, "x": $0.x, "y": $0.y, "room": $0.room.rawValue] as [String: Any]
                    },
                    "groups": map.streets.map { street -> [String: Any] in
                        ["name": street.name, "cells": street.cells.map { cell($0, figures, words) }]
                    },
                ] as [String: Any]
        }
        if let head = try await office.publishedLog.head() {
            model["head"] = ["size": "\(head.size)", "root": head.root.hex, "at": words.time(head.signedAt)]
        }
        let title = pages.text("board_title", visit.language)
        return pages.page("board", model, title: title, visit: visit)
    }

    private func cell(
        _ cell: BoardMap.Cell,
        _ figures: BoardFigures,
        _ words: Words
    ) -> [String: Any] {
        let load = figures.loads[cell.code] ?? CaseQueries.GridLoad(open: 0, overdue: 0)
        var model: [String: Any] = [
            "code": cell.code.rawValue, "path": cell.path, "label": label(cell.code, load, words),
        ]
        if let tint = tint(load) { model["class"] = tint }
        return model
    }

    /// The stripes of what is overdue and the ring of what is mine, drawn over all cells so that no neighbour hides them.
    private func marks(_ map: BoardMap, _ figures: BoardFigures, _ mine: Set<GridCode>) -> [[String: Any]] {
        map.streets.flatMap(\.cells).flatMap { cell -> [[String: Any]] in
            var marks: [[String: Any]] = []
            if (figures.loads[cell.code]?.overdue ?? 0) > 0 { marks.append(["path": cell.path, "is_late": true]) }
            if mine.contains(cell.code) { marks.append(["path": cell.path, "is_late": false]) }
            return marks
        }
    }

    private func tint(_ load: CaseQueries.GridLoad) -> String? {
        switch load.open {
        case 0: nil
        case 1...2: "o1"
        case 3...5: "o2"
        case 6...10: "o3"
        default: "o4"
        }
    }

    private func label(_ code: GridCode, _ load: CaseQueries.GridLoad, _ words: Words) -> String {
        let name = office.directory.grids[code]?.name ?? code.rawValue
        let key = load.open == 0 ? "web.cell_quiet" : load.overdue == 0 ? "web.cell_open" : "web.cell"
        return words.text(key, ["name": name, "open": "\(load.open)", "overdue": "\(load.overdue)"])
    }

    private func streets(_ figures: BoardFigures) -> [[String: Any]] {
        let directory = office.directory
        var sums: [UnitCode: CaseQueries.GridLoad] = [:]
        for code in directory.grids.keys {
            guard let street = directory.path(of: code).first(where: { $0.level == .street }) else { continue }
            let load = figures.loads[code] ?? CaseQueries.GridLoad(open: 0, overdue: 0)
            var sum = sums[street.code] ?? CaseQueries.GridLoad(open: 0, overdue: 0)
            sum.open += load.open
            sum.overdue += load.overdue
            sums[street.code] = sum
        }
        return sums.sorted { $0.key < $1.key }.map { code, sum in
            [
                "code": code.rawValue, "name": directory.units[code]?.name ?? code.rawValue, "open": sum.open,
                "overdue": sum.overdue,
            ]
        }
    }

    /// A street's grids.
    func street(_ raw: String, _ visit: Visit) async throws -> Response {
        let directory = office.directory
        guard let unit = directory.units.values.first(where: { $0.code.rawValue == raw }) else {
            return pages.message("not_found", status: .notFound, visit: visit)
        }
        let figures = try await office.boardFigures()
        let rows = (directory.grids(in: .unit(unit.code)) ?? []).map { code -> [String: Any] in
            let load = figures.loads[code] ?? CaseQueries.GridLoad(open: 0, overdue: 0)
            let grid = directory.grids[code]
            return [
                "code": code.rawValue, "name": grid?.name ?? code.rawValue, "open": load.open, "overdue": load.overdue,
                "community": grid.flatMap { directory.units[$0.unit]?.name } ?? "",
            ]
        }
        let model: [String: Any] = [
            "name": unit.name, "code": unit.code.rawValue, "grids": rows, "feed": "/feeds/\(unit.code.rawValue)",
        ]
        return pages.page("street", model, title: unit.name, visit: visit, isNarrow: true)
    }

    /// 网格公示牌: what a grid is, who answers, what is open.
    func grid(_ raw: String, _ visit: Visit) async throws -> Response {
        let directory = office.directory
        guard let code = directory.grid(named: raw), let grid = directory.grids[code] else {
            // The card on the wall still shows the old code.
            if let successor = directory.successor(of: raw) { return redirect("/grids/\(successor.rawValue)") }
            return pages.message("not_found", status: .notFound, visit: visit)
        }
        let words = Words(office: office, language: visit.language)
        var filter = CaseFilter()
        filter.grids = [code]
        filter.isOpen = true
        let cases = try await office.cases(filter)
        let path = directory.path(of: code).map(\.name).joined(separator: " · ")
        var model = words.list(cases, in: "/cases", empty: "grid_empty")
        model["name"] = grid.name
        model["path"] = path
        model["code"] = raw
        model["area"] = words.text("web.hectares", ["n": "\((grid.area + 5_000) / 10_000)"])
        model["holder"] = words.holder(raw)
        model["contact"] = office.settings.contactLine
        model["feed"] = "/feeds/\(raw)"
        return pages.page("grid", model, title: grid.name, visit: visit, isNarrow: true)
    }

    /// The outlines for the map of the report form, and for anybody's own.
    func outlines(_ visit: Visit) async throws -> Response {
        let figures = try await office.boardFigures()
        let words = Words(office: office, language: visit.language)
        let features = office.directory.outlines.map { grid, _ in
            let load = figures.loads[grid.code] ?? CaseQueries.GridLoad(open: 0, overdue: 0)
            let name = plain(words.gridName(grid.code.rawValue) ?? grid.name)
            let label = plain(label(grid.code, load, words))
            let counts = "\"open\":\(load.open),\"overdue\":\(load.overdue)"
            let properties =
                "{\"code\":\"\(grid.code.rawValue)\",\"name\":\"\(name)\",\(counts),\"label\":\"\(label)\"}"
            return "{\"type\":\"Feature\",\"properties\":\(properties),\"geometry\":\(grid.outline)}"
        }
        let json = "{\"type\":\"FeatureCollection\",\"features\":[\(features.joined(separator: ","))]}"
        var headers = Pages.securityHeaders
        headers[.contentType] = "application/geo+json"
        headers[.cacheControl] = "no-cache"
        return Pages.compressed(Array(json.utf8), status: .ok, headers: headers, for: visit.request)
    }

    /// A label without what would need an escape in JSON, sign by sign: a quote with an accent on it is a quote.
    private func plain(_ label: String) -> String {
        var plain = String.UnicodeScalarView()
        for scalar in label.unicodeScalars where scalar != "\\" && scalar.value >= 0x20 {
            plain.append(scalar == "\"" ? "”" : scalar)
        }
        return String(plain)
    }

    func about(_ visit: Visit) -> Response {
        let model: [String: Any] = ["url": office.settings.publicURL, "key": office.publishedLog.verifierKey]
        return pages.page(
            "about",
            model,
            title: pages.text("about_title", visit.language),
            visit: visit,
            isNarrow: true
        )
    }
}
