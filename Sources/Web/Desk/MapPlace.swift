import Application
import Domain

/// A part of the district that a map has a mark for, and its table a line: a street with its grids, or a grid.
struct MapPlace {
    let area: Queue.Area
    let name: String
    /// Whose counts are its own.
    let grids: [GridCode]
    let at: Pixel
}

extension WebDoor {
    func streetPlaces(of map: BoardMap) -> [MapPlace] {
        let directory = office.directory
        return map.streets.compactMap { street in
            guard let code = street.cells.first?.code,
                let unit = directory.path(of: code).first(where: { $0.level == .street })
            else { return nil }
            return MapPlace(
                area: .unit(unit.code),
                name: street.name,
                grids: street.cells.map(\.code),
                at: Pixel(x: street.x, y: street.y)
            )
        }
    }

    func gridPlaces(of map: BoardMap) -> [MapPlace] {
        map.streets.flatMap(\.cells).map { cell in
            MapPlace(
                area: .grid(cell.code),
                name: office.directory.grids[cell.code]?.name ?? cell.code.rawValue,
                grids: [cell.code],
                at: Pixel(x: cell.x, y: cell.y)
            )
        }
    }

    /// What lies around a grid: its street; nil around anything else, which is the whole district.
    func wider(than area: Queue.Area?) -> Queue.Area? {
        guard case .grid(let code) = area else { return nil }
        return office.directory.path(of: code).first { $0.level == .street }.map { .unit($0.code) }
    }
}
