/// An entry `figure.frozen` or `figure.imported`: a value that the office answers for.
struct FiledFigure: Hashable, Sendable {
    /// What makes a value one that can be recounted.
    struct Count: Hashable, Sendable {
        /// The SHA-256 of its definition, hexadecimal.
        let digest: String
        let scope: [Condition]
        /// How many entries were looked at.
        let size: UInt64
        let root: Hash
        let numerator: Int64?
        let denominator: Int64?
        let rows: Int64
        let excluded: [String: Int]
    }

    let index: UInt64
    let code: String
    let window: Window
    /// Canonical; nil for the whole district.
    let scopeText: String?
    /// As it is printed; nil for “—”.
    let value: String?
    let unit: String
    /// SDMX OBS_STATUS.
    let status: String
    /// The index of the figure that it corrects.
    let supersedes: UInt64?
    /// Nil if it was imported.
    let count: Count?

    /// Normal, provisional, estimated; cannot exist, missing, suppressed.
    private static let statuses: Set = ["A", "P", "E", "M", "O", "Q"]

    /// - Throws: ``EntryFault``.
    init(frozen entry: FiledEntry) throws(EntryFault) {
        let facts = try FiledFacts(entry)
        let scope = try facts.object("scope", expected: .conditions)
        var excluded: [String: Int] = [:]
        for field in try facts.object("excluded", expected: .counts) {
            guard case .integer(let number) = field.value, number > 0 else {
                throw .field("excluded", expected: .counts)
            }
            excluded[field.key] = Int(number)
        }
        let conditions: [Condition]
        do throws(DefinitionFault) { conditions = try Condition.conditions(.object(scope), at: "scope") } catch {
            throw .field("scope", expected: .conditions)
        }
        count = Count(
            digest: try facts.text("def"),
            scope: conditions,
            size: try facts.position("as_of"),
            root: try facts.hash("as_of_root"),
            numerator: try facts.optionalInteger("numerator"),
            denominator: try facts.optionalInteger("denominator"),
            rows: try facts.integer("rows"),
            excluded: excluded
        )
        scopeText = try facts.optionalText("scope")
        index = entry.index
        (code, window, value, unit, status, supersedes) = try Self.shared(facts)
    }

    /// - Throws: ``EntryFault``.
    init(imported entry: FiledEntry) throws(EntryFault) {
        let facts = try FiledFacts(entry)
        count = nil
        scopeText = try facts.optionalText("scope")
        index = entry.index
        (code, window, value, unit, status, supersedes) = try Self.shared(facts)
    }

    private static func shared(
        _ facts: FiledFacts
    ) throws(EntryFault) -> (String, Window, value: String?, unit: String, status: String, supersedes: UInt64?) {
        let status = try facts.text("status")
        guard statuses.contains(status) else { throw .field("status", expected: .status) }
        return (
            try facts.text("fig"), try facts.window(), try facts.optionalText("value"), try facts.text("unit"), status,
            try facts.optionalPosition("supersedes")
        )
    }

    /// Whether the other is the same figure, perhaps with another value.
    func isSame(as other: FiledFigure) -> Bool {
        code == other.code && window == other.window && scopeText == other.scopeText
            && (count == nil) == (other.count == nil)
    }

    /// Everything that a recount finds otherwise.
    func differences(from answer: Answer, _ definition: Definition) -> [FigureFault] {
        guard let count else { return [] }
        var faults: [FigureFault] = []
        func compare(_ field: FigureFault.Field, _ written: String?, _ counted: String?) {
            guard written != counted else { return }
            faults.append(.differs(field, written: written ?? "—", counted: counted ?? "—"))
        }
        compare(.unit, unit, definition.unit.chinese)
        compare(.numerator, count.numerator.map { "\($0)" }, answer.numerator.map { "\($0)" })
        compare(.denominator, count.denominator.map { "\($0)" }, answer.denominator.map { "\($0)" })
        compare(.rows, "\(count.rows)", "\(answer.rows)")
        compare(.excluded, Self.text(count.excluded), Self.text(answer.excluded))
        // Provisional, estimated and suppressed are what the office says of a value that can be counted.
        let isCountable = answer.status == .normal && ["A", "P", "E", "Q"].contains(status)
        compare(.status, status, isCountable ? status : answer.status.rawValue)
        compare(.value, value, status == "Q" ? nil : answer.value)
        return faults
    }

    private static func text(_ excluded: [String: Int]) -> String {
        "{" + excluded.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",") + "}"
    }
}
