/// A form or report that somebody orders: a view of what is recorded, with whose authority asks for it and until when.
///
/// 统计法 art. 17 lets the asked refuse a form without number, authority, approval and term; here it is not taken at all, and it
/// ends by itself.
package struct FormOrder: GridWork {
    package static let kind = SubjectKind.formOrder

    /// In days; what is still needed then is ordered anew.
    package static let longestTerm = 366
    package static let mostItems = 60

    /// A line of the form.
    package struct Item: Hashable, Sendable {
        package var text: String
        /// The figure that fills it; nil where somebody has to.
        package var indicator: IndicatorCode?

        package init(_ text: String, indicator: IndicatorCode? = nil) {
            self.text = text
            self.indicator = indicator
        }
    }

    package struct Order: Hashable, Sendable {
        package var serial: Int
        /// 表号, as the authority writes it.
        package var number: String
        package var title: String
        /// Who orders it (制定机关).
        package var authority: String
        /// By which approval or filing (批准或者备案文号).
        package var basis: String
        /// Whose communities hand it in.
        package var unit: UnitCode
        package var from: Day
        /// The last day on which it is handed in.
        package var until: Day
        package var rhythm: Rhythm
        /// That whoever hands it in is expected to need, each time.
        package var minutes: Int
        package var items: [Item]

        package init(
            serial: Int,
            number: String,
            title: String,
            authority: String,
            basis: String,
            unit: UnitCode,
            from: Day,
            until: Day,
            rhythm: Rhythm,
            minutes: Int,
            items: [Item]
        ) {
            self.serial = serial
            self.number = number
            self.title = title
            self.authority = authority
            self.basis = basis
            self.unit = unit
            self.from = from
            self.until = until
            self.rhythm = rhythm
            self.minutes = minutes
            self.items = items
        }

        /// How many lines are filled by themselves.
        package var filled: Int { items.count { $0.indicator != nil } }

        /// That it takes one community in a year.
        package var minutesInYear: Int { minutes * rhythm.timesInYear }
    }

    /// What a community has handed in for a period.
    package struct Return: Hashable, Sendable {
        package var unit: UnitCode
        package var window: FigureWindow
        package var on: Day
        /// As many as there are items.
        package var values: [String]

        package init(unit: UnitCode, window: FigureWindow, on: Day, values: [String]) {
            self.unit = unit
            self.window = window
            self.on = on
            self.values = values
        }
    }

    package enum Command: Hashable, Sendable {
        case order(Order, today: Day)
        case handIn(UnitCode, values: [String], today: Day)
        /// Before its term is over.
        case end(reason: String, today: Day)
    }

    package enum Event: Hashable, Sendable {
        case ordered(Order)
        case handedIn(Return)
        case ended(reason: String, on: Day)
    }

    package private(set) var order: Order?
    /// Periods by who handed in, as their first days.
    package private(set) var handedIn: [UnitCode: Set<Day>] = [:]
    /// The oldest first.
    package private(set) var returns: [Return] = []
    package private(set) var ending: (reason: String, on: Day)?

    package init() {}

    package var place: Scope { order.map { .unit($0.unit) } ?? .nowhere }

    /// Whether anybody may still hand it in.
    package func isInForce(on day: Day) -> Bool {
        guard let order, ending == nil else { return false }
        return order.from <= day && day <= order.until
    }

    /// Whether a unit has handed it in for the period that is due on a day.
    package func isHandedIn(by unit: UnitCode, on day: Day) -> Bool {
        guard let order else { return false }
        return handedIn[unit]?.contains(order.rhythm.firstDay(on: day, since: order.from)) ?? false
    }

    /// - Throws: ``Refusal/missing(_:)``, ``Refusal/tooLong(_:limit:)``, ``Refusal/tooMany(_:limit:)``, ``Refusal/datesReversed``,
    ///   ``Refusal/fromThePast``, ``Refusal/unknown(_:)``, and of ``WorkRefusal``: `termTooLong`, `countOutOfRange`, `formOver`,
    ///   `alreadyHandedIn`, `alreadySettled`.
    package func decide(_ command: Command, in situation: Void) throws(Refusal) -> [Event] {
        switch command {
        case .order(let asked, let today):
            guard order == nil else { throw .work(.alreadySettled) }
            return [.ordered(try asked.checked(on: today))]
        case .handIn(let unit, let values, let today):
            guard let order else { throw .unknown(.form) }
            guard isInForce(on: today) else { throw .work(.formOver) }
            guard !isHandedIn(by: unit, on: today) else { throw .work(.alreadyHandedIn) }
            guard values.count == order.items.count else { throw .missing(.reply) }
            var checked: [String] = []
            for value in values { checked.append(try value.checked(.reply, limit: 200)) }
            let window = try order.rhythm.window(on: today, since: order.from)
            return [.handedIn(Return(unit: unit, window: window, on: today, values: checked))]
        case .end(let reason, let today):
            guard let order else { throw .unknown(.form) }
            guard ending == nil, today <= order.until else { throw .work(.formOver) }
            return [.ended(reason: try reason.checked(.reason), on: today)]
        }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .ordered(let order): self.order = order
        case .handedIn(let given):
            handedIn[given.unit, default: []].insert(given.window.from)
            returns.append(given)
        case .ended(let reason, let day): ending = (reason, day)
        }
    }
}

extension FormOrder.Order {
    /// - Throws: what is said of ``FormOrder/decide(_:in:)``.
    fileprivate func checked(on today: Day) throws(Refusal) -> Self {
        var order = self
        order.number = try number.checked(.number, limit: 60)
        order.title = try title.checked(.name, limit: 100)
        order.authority = try authority.checked(.authority, limit: 100)
        order.basis = try basis.checked(.basis, limit: 200)
        guard from <= until else { throw .datesReversed }
        guard until >= today else { throw .fromThePast }
        guard from.distance(to: until) < FormOrder.longestTerm else { throw .work(.termTooLong) }
        guard (0...2_400).contains(minutes) else { throw .work(.countOutOfRange) }
        guard !items.isEmpty else { throw .missing(.items) }
        guard items.count <= FormOrder.mostItems else { throw .tooMany(.items, limit: FormOrder.mostItems) }
        order.items = []
        for item in items {
            order.items.append(FormOrder.Item(try item.text.checked(.items, limit: 100), indicator: item.indicator))
        }
        return order
    }
}
