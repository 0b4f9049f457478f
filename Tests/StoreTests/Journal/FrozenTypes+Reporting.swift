import Domain

/// The types of ordered forms.
extension FrozenTypes {
    static func name(_ event: FormOrder.Event) -> String {
        switch event {
        case .ordered: "form.ordered"
        case .handedIn: "form.handed_in"
        case .ended: "form.ended"
        }
    }
}

extension EventSamples {
    static func formOrder() throws -> [FormOrder.Event] {
        let (street, day) = (try unit("411002001"), try Day(parsing: "2026-06-02"))
        let order = FormOrder.Order(
            serial: 8,
            number: "\(mark) number",
            title: "\(mark) title",
            authority: "\(mark) authority",
            basis: "\(mark) basis",
            unit: street,
            from: day,
            until: day.advanced(by: 300),
            rhythm: .monthly,
            minutes: 20,
            items: [
                .init("\(mark) line", indicator: try IndicatorCode(parsing: "case.reported")), .init("\(mark) other"),
            ]
        )
        let given = FormOrder.Return(
            unit: try unit("411002001001"),
            window: try FigureWindow(from: Day(parsing: "2026-05-01"), until: Day(parsing: "2026-06-01")),
            on: day,
            values: ["\(mark) 12", "\(mark) 3"]
        )
        return [.ordered(order), .handedIn(given), .ended(reason: "\(mark) reason", on: day)]
    }
}
