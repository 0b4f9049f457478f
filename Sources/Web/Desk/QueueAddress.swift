import Application
import Domain
import Store

/// A queue as an address says it: `status=open&unit=CG&light=red`.
///
/// What names nothing that there is restricts nothing.
extension Queue {
    init(_ query: FormBody, usually list: List, in directory: Directory) {
        self.init(query["status"].flatMap(List.init(rawValue:)) ?? list)
        stage = query["stage"].flatMap(Stage.Name.init(rawValue:))
        level = query["level"].flatMap { Int($0) }.flatMap(Level.init(rawValue:))
        light = query["light"].flatMap(DueLight.init(rawValue:))
        category = query["category"].flatMap { text in directory.categories.keys.first { $0.rawValue == text } }
        holder = query["unit"].flatMap { text in
            if text == Self.nothing { return .nobody }
            return directory.handlingUnits.keys.first { $0.rawValue == text }.map(Holder.unit)
        }
        area = query["area"].flatMap { text in
            if text == Self.nothing { return .unplaced }
            if let grid = directory.grid(named: text) { return .grid(grid) }
            return directory.units.keys.first { $0.rawValue == text }.map(Area.unit)
        }
        // Only what is open has a light and stands on a level.
        if !self.list.isOpen { (light, level) = (nil, nil) }
    }

    /// The same from one text, as forms carry it.
    init?(query text: String, in directory: Directory) {
        // What is no query is no queue.
        guard let query = try? FormBody.parse(urlencoded: Array(text.utf8)) else { return nil }
        self.init(query, usually: .all, in: directory)
    }

    private static let nothing = "none"

    /// What the address says, in an order of its own.
    var fields: [(name: String, value: String)] {
        var fields: [(name: String, value: String)] = []
        if list != .all { fields.append(("status", list.rawValue)) }
        if let stage { fields.append(("stage", stage.rawValue)) }
        if let level { fields.append(("level", "\(level.rawValue)")) }
        if let light { fields.append(("light", light.rawValue)) }
        if let category { fields.append(("category", category.rawValue)) }
        switch holder {
        case nil: break
        case .nobody: fields.append(("unit", Self.nothing))
        case .unit(let unit): fields.append(("unit", unit.rawValue))
        }
        switch area {
        case nil: break
        case .grid(let grid): fields.append(("area", grid.rawValue))
        case .unit(let unit): fields.append(("area", unit.rawValue))
        case .unplaced: fields.append(("area", Self.nothing))
        }
        return fields
    }

    /// What stands behind the question mark; never empty for what a form carries.
    var query: String { Self.query(fields.isEmpty ? [("status", List.all.rawValue)] : fields) }

    static func query(_ fields: [(name: String, value: String)]) -> String {
        fields.map { "\($0.name)=\(Pages.escape($0.value))" }.joined(separator: "&")
    }

    /// The page of the queue, with more in its address.
    func address(_ more: [(name: String, value: String)] = []) -> String {
        if self == Queue(.mine), more.isEmpty { return "/desk" }
        let all = fields + more
        return all.isEmpty ? "/desk/cases" : "/desk/cases?" + Self.query(all)
    }

    /// The page of a case, from which the queue goes on.
    func address(of number: CaseNumber) -> String {
        "/desk/cases/\(number.rawValue)?queue=\(Pages.escape(query))"
    }
}

extension Queue.Place {
    /// `1780279200.411002-20260601-00001-K`.
    var text: String { "\(due.secondsSinceEpoch).\(number.rawValue)" }

    init?(_ text: String) {
        let halves = text.split(separator: ".", maxSplits: 1)
        guard halves.count == 2, let seconds = Int64(halves[0]) else { return nil }
        // What is no number of a case is no place.
        guard let number = try? CaseNumber(parsing: halves[1]) else { return nil }
        self.init(due: Instant(secondsSinceEpoch: seconds), number: number)
    }
}
