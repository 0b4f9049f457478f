/// The definitions that the office's figures are made by, all versions of each.
///
/// One per board. A definition that is filed cannot be taken back: figures may rest on it.
package struct Indicators: Aggregate {
    package typealias Situation = Void

    package static let kind = SubjectKind.indicators

    package enum Command: Hashable, Sendable {
        case define(Indicator)
    }

    package enum Event: Hashable, Sendable {
        case defined(Indicator)
    }

    /// In the order in which they were filed.
    package private(set) var filed: [Indicator] = []

    package init() {}

    /// - Throws: ``Refusal/malformed(_:)`` or ``Refusal/indicatorVersion(next:)``.
    package func decide(_ command: Command, in situation: Void) throws(Refusal) -> [Event] {
        switch command {
        case .define(let indicator):
            do { try indicator.check() } catch { throw .malformed(error) }
            let next = (newest(indicator.code)?.version ?? 0) + 1
            guard indicator.version == next else { throw .indicatorVersion(next: next) }
            return [.defined(indicator)]
        }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .defined(let indicator): filed.append(indicator)
        }
    }

    package func newest(_ code: IndicatorCode) -> Indicator? { filed.last { $0.code == code } }
}
