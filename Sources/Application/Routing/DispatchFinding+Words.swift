package import Domain
package import Geography

extension Office {
    /// What is wrong with a dispatch catalogue, one sentence a finding, each gap and overlap with a place and an hour.
    ///
    /// `drawn`: outlines of grids that are still to come.
    package func words(
        for finding: DispatchFinding,
        in language: Language,
        drawn: [GridCode: Region] = [:]
    ) -> String {
        func text(_ key: String, _ values: [String: String]) -> String { catalogues.text(key, values, in: language) }
        switch finding {
        case .gap(let example): return text("catalogue.fault_gap", values(of: example, drawn, in: language))
        case .overlap(let rules, let example):
            let list = rules.map(\.rawValue).joined(separator: language == .chinese ? "、" : ", ")
            return text(
                "catalogue.fault_overlap",
                values(of: example, drawn, in: language).merging(["rules": list]) { $1 }
            )
        case .repeatedRule(let rule): return text("catalogue.fault_repeated", ["rule": rule.rawValue])
        case .unknownMatter(let rule, let matter):
            return text("catalogue.fault_matter", ["rule": rule.rawValue, "matter": matter])
        case .unknownArea(let rule, let area):
            return text("catalogue.fault_area", ["rule": rule.rawValue, "area": area.rawValue])
        case .unknownUnit(let rule, let unit):
            return text("catalogue.fault_unit", ["rule": rule.rawValue, "unit": unit.rawValue])
        case .unknownPost(let rule, let post):
            return text("catalogue.fault_post", ["rule": rule.rawValue, "post": post.rawValue])
        case .foreignPost(let rule, let post, let unit):
            let values = ["rule": rule.rawValue, "post": post.rawValue, "unit": unit.rawValue]
            return text("catalogue.fault_foreign_post", values)
        case .vacantPost(let rule, let post, let day):
            let values = ["rule": rule.rawValue, "post": post.rawValue, "day": day.description]
            return text("catalogue.fault_vacant", values)
        case .neverValid(let rule): return text("catalogue.fault_never", ["rule": rule.rawValue])
        }
    }

    private func values(
        of example: DispatchFinding.Example,
        _ drawn: [GridCode: Region],
        in language: Language
    ) -> [String: String] {
        let zone = settings.zone
        let seconds = zone.secondsOfDay(of: example.moment)
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let category = directory.ruleBook.category(example.category, on: today)
        return [
            "grid": example.grid.rawValue, "grids": "\(example.grids)", "point": point(in: example.grid, drawn),
            "category": category?.name.text(in: language) ?? example.category.rawValue,
            "hours": catalogues.text("hours.\(example.hours.rawValue)", in: language),
            "moment": "\(zone.day(of: example.moment)) \(two(seconds / 3_600)):\(two(seconds % 3_600 / 60))",
        ]
    }

    /// A place in the grid: longitude and latitude with six decimals, ten centimetres.
    private func point(in grid: GridCode, _ drawn: [GridCode: Region]) -> String {
        let region = drawn[grid] ?? directory.outlines.first { $0.grid.code == grid }?.region
        guard let place = region?.insidePoint else { return "–" }
        func six(_ degrees: Double) -> String {
            let millionths = Int((degrees * 1_000_000).rounded())
            let fraction = String(abs(millionths) % 1_000_000)
            let zeros = String(repeating: "0", count: 6 - fraction.count)
            return "\(millionths < 0 ? "-" : "")\(abs(millionths) / 1_000_000).\(zeros)\(fraction)"
        }
        return "\(six(place.longitude)), \(six(place.latitude))"
    }
}
