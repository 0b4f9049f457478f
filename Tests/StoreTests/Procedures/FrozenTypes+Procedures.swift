import Domain

/// The types of procedures for firms.
extension FrozenTypes {
    static func name(_ event: Procedure.Event) -> String {
        switch event {
        case .begun: "procedure.begun"
        case .supplied: "procedure.supplied"
        case .used: "procedure.used"
        case .finished: "procedure.finished"
        case .ended: "procedure.ended"
        }
    }
}

extension EventSamples {
    /// Three lives: papers that were missing, an area's appraisal, and a way that was not gone to its end.
    static func procedures() throws -> [[Procedure.Event]] {
        let day = try Day(parsing: "2026-06-02")
        let place = WorkPlace(unit: try unit("411002001001"), grid: try grid())
        func start(_ kind: Procedure.Kind, parts: [String], promised: Day? = nil, until: Day? = nil) -> Procedure.Start
        {
            Procedure.Start(
                serial: 12,
                kind: kind,
                title: "\(mark) title",
                place: place,
                statutory: kind == .area ? 0 : 20,
                parts: parts,
                promised: promised,
                until: until,
                firm: kind == .area ? nil : 9,
                project: kind == .area ? nil : 3,
                on: day
            )
        }
        let finish = Procedure.Finish(on: day.advanced(by: 9), days: 7, visits: 1)
        return [
            [
                .begun(start(.deficient, parts: ["\(mark) paper", "\(mark) other"], promised: day)),
                .supplied(on: day, isOnTime: true), .finished(finish),
            ],
            [.begun(start(.area, parts: [], until: day)), .used(by: "\(mark) firm", on: day)],
            [.begun(start(.agency, parts: [])), .ended(reason: "\(mark) reason", on: day)],
        ]
    }
}
