/// What a fact of an entry must be.
struct Condition: Hashable, Sendable {
    /// What a fact is compared with.
    enum Value: Hashable, Sendable {
        case text(CanonicalValue.Text)
        case integer(Int64)
        /// The window's first day.
        case from
        /// The first day after the window.
        case until
    }

    enum Order: String, Hashable, Sendable {
        case less = "<"
        case lessOrEqual = "<="
        case greater = ">"
        case greaterOrEqual = ">="
    }

    enum Test: Hashable, Sendable {
        case isOneOf([Value])
        case isNot(Value)
        case begins(with: Value)
        case isOrdered(Order, Value)
        case isThere(Bool)
    }

    let fact: String
    let test: Test

    /// Whether it depends on the window.
    var hasEnds: Bool {
        switch test {
        case .isOneOf(let values): values.contains { $0.isEnd }
        case .isNot(let value), .begins(let value), .isOrdered(_, let value): value.isEnd
        case .isThere: false
        }
    }

    /// The same with the window's ends put in.
    func resolved(in window: Window) -> Condition {
        let test: Test =
            switch test {
            case .isOneOf(let values): .isOneOf(values.map { $0.resolved(in: window) })
            case .isNot(let value): .isNot(value.resolved(in: window))
            case .begins(let value): .begins(with: value.resolved(in: window))
            case .isOrdered(let order, let value): .isOrdered(order, value.resolved(in: window))
            case .isThere: self.test
            }
        return Condition(fact: fact, test: test)
    }
}

extension Condition.Value {
    fileprivate var isEnd: Bool {
        switch self {
        case .from, .until: true
        case .text, .integer: false
        }
    }

    fileprivate func resolved(in window: Window) -> Condition.Value {
        switch self {
        case .from: .text(window.from.text)
        case .until: .text(window.until.text)
        case .text, .integer: self
        }
    }
}

extension EntryDay {
    fileprivate var text: CanonicalValue.Text {
        let bytes = Array(description.utf8)
        return CanonicalValue.Text(written: bytes, plain: bytes)
    }
}
