/// A search that leaves nothing out (拉网式排查): a list of places that is frozen before it begins, and a result for each.
///
/// What was looked at is measured against that list, never against what was visited. The elements live by themselves
/// (``SweepElement``), so that many hands write at once; here is what holds for all of them.
package struct Sweep: GridWork {
    package static let kind = SubjectKind.sweep

    package enum Kind: String, Hashable, Sendable, CaseIterable {
        /// 走访排查
        case general
        /// 重点场所
        case keyPlaces = "key_places"
        /// 秸秆禁烧
        case strawBurning = "straw_burning"
        /// 三夏
        case harvest
        /// 消防
        case fire
    }

    /// What an element of the list is.
    package enum ElementKind: String, Hashable, Sendable, CaseIterable {
        case place, parcel, unit, shop
    }

    package struct Element: Hashable, Sendable {
        package var kind: ElementKind
        package var name: String
        package var grid: GridCode

        package init(_ kind: ElementKind, name: String, grid: GridCode) {
            self.kind = kind
            self.name = name
            self.grid = grid
        }
    }

    package struct Plan: Hashable, Sendable {
        package var serial: Int
        package var kind: Kind
        package var name: String
        package var unit: UnitCode
        /// The serial of the checklist, and which of its versions.
        package var checklist: Int
        package var version: Int
        /// The day until which everything is to have been looked at.
        package var until: Day
        /// Numbered from 1 by their order.
        package var elements: [Element]

        package init(
            serial: Int,
            kind: Kind,
            name: String,
            unit: UnitCode,
            checklist: Int,
            version: Int,
            until: Day,
            elements: [Element]
        ) {
            self.serial = serial
            self.kind = kind
            self.name = name
            self.unit = unit
            self.checklist = checklist
            self.version = version
            self.until = until
            self.elements = elements
        }
    }

    /// How many elements have which result in the end; those without one are left over.
    package struct Tally: Hashable, Sendable {
        package var results: [SweepElement.Result: Int]
        package var frame: Int

        package init(_ results: [SweepElement.Result: Int], frame: Int) {
            self.results = results
            self.frame = frame
        }

        package subscript(result: SweepElement.Result) -> Int { results[result] ?? 0 }
        /// Of the whole list: found, and looked at.
        package var covered: Int { SweepElement.Result.allCases.filter(\.isCovered).reduce(0) { $0 + self[$1] } }
        package var notVisited: Int { frame - SweepElement.Result.allCases.reduce(0) { $0 + self[$1] } }
        package var missed: Int { frame - covered }
    }

    /// What the elements to be checked again are drawn with: half of it nobody knew when the sweep ended, the other half nobody
    /// knew when that was signed.
    package struct Draw: Hashable, Sendable {
        /// The first head of the log that was signed after the sweep had ended: its size, and its root in hexadecimal.
        package var size: Int64
        package var root: String
        /// The numbers of the public draw, as they were published, and the day on which they were drawn.
        package var numbers: String
        package var on: Day
        /// Numbers of elements, in the order in which they were drawn.
        package var elements: [Int]

        package init(size: Int64, root: String, numbers: String, on day: Day, elements: [Int]) {
            self.size = size
            self.root = root
            self.numbers = numbers
            on = day
            self.elements = elements
        }
    }

    package enum Command: Hashable, Sendable {
        case freeze(Plan, today: Day)
        /// `drawing`: which public draw will be taken, named before anybody can know it: 双色球 第2026061期.
        case end(Tally, drawing: String)
        case draw(Draw)
    }

    package enum Event: Hashable, Sendable {
        case frozen(Plan)
        case ended(Tally, drawing: String)
        case drawn(Draw)
    }

    package enum State: Hashable, Sendable {
        /// → running
        case absent
        /// → ended
        case running
        /// → drawn
        case ended(drawing: String)
        /// The end.
        case drawn(drawing: String, Draw)

        package enum Name: String, Hashable, Sendable, CaseIterable {
            case absent, running, ended, drawn
        }

        package var name: Name {
            switch self {
            case .absent: .absent
            case .running: .running
            case .ended: .ended
            case .drawn: .drawn
            }
        }
    }

    package private(set) var plan: Plan?
    package private(set) var state = State.absent

    /// Elements of one list.
    package static let frameLimit = 5_000

    package init() {}

    package var place: Scope { plan.map { .unit($0.unit) } ?? .nowhere }

    /// - Throws: ``Refusal/missing(_:)``, ``Refusal/tooMany(_:limit:)``, ``Refusal/fromThePast``, and of ``WorkRefusal``: `sweepClosed`,
    ///   `sweepOpen`, `alreadyDrawn`.
    package func decide(_ command: Command, in situation: Void) throws(Refusal) -> [Event] {
        switch (command, state) {
        case (.freeze(var plan, let today), .absent):
            plan.name = try plan.name.checked(.name, limit: 100)
            guard plan.until >= today else { throw .fromThePast }
            guard !plan.elements.isEmpty else { throw .missing(.frame) }
            guard plan.elements.count <= Self.frameLimit else { throw .tooMany(.frame, limit: Self.frameLimit) }
            for index in plan.elements.indices {
                plan.elements[index].name = try plan.elements[index].name.checked(.frame, limit: 100)
            }
            return [.frozen(plan)]
        case (.end(let tally, let drawing), .running):
            return [.ended(tally, drawing: try drawing.checked(.drawing, limit: 100))]
        case (.draw(var draw), .ended):
            draw.numbers = try draw.numbers.checked(.draw, limit: 200)
            return [.drawn(draw)]
        case (_, .absent): throw .unknown(.sweep)
        case (.freeze, _), (.end, .ended), (.end, .drawn): throw .work(.sweepClosed)
        case (.draw, .running): throw .work(.sweepOpen)
        case (.draw, .drawn): throw .work(.alreadyDrawn)
        }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .frozen(let plan):
            self.plan = plan
            state = .running
        case .ended(_, let drawing):
            state = .ended(drawing: drawing)
        case .drawn(let draw):
            if case .ended(let drawing) = state { state = .drawn(drawing: drawing, draw) }
        }
    }
}
